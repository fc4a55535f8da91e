"""Text → tables against bare spaCy + pkuseg on the same text, one process, in one run: ratios, medians of several rounds.

    make bench

The corpus is our golden and sample notices. The cache of segmented clauses is emptied before each round, so that a second round
gains nothing from the first.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 5
ROOT = Path(__file__).resolve().parents[1]


def corpus() -> list[str]:
    """Raw texts of all notices of ours."""
    from pipeline.read import read

    paths = [*sorted((ROOT / "tests/notices").glob("*.txt")), *sorted((ROOT / "data/raw").glob("*.txt"))]
    return [read(path).text for path in paths]


def bare() -> Callable[[str], object]:
    """spaCy's own Chinese tokenizer with the same pkuseg model."""
    import spacy

    from pipeline.models import model_path

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "pkuseg"}}})
    nlp.tokenizer.initialize(pkuseg_model=str(model_path("pkuseg")))
    return nlp.tokenizer


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Wall time of the work over all texts."""
    gc.collect()
    began = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - began


def main() -> None:
    """Print the table of rates and ratios."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core
    from pipeline.read import read_text
    from pipeline.run import process
    from pipeline.segment import default_segmenter

    texts = corpus()
    chars = sum(map(len, texts))
    began = time.perf_counter()
    segmenter = default_segmenter()
    segmenter.cut("预热")
    loading = time.perf_counter() - began
    tokenizer = bare()
    tokenizer("预热")
    process(read_text(texts[0]))
    stages: dict[str, float] = {}
    pairs = []
    for _ in range(ROUNDS):
        plain = seconds(tokenizer, texts)
        segmenter.forget()
        results = []
        ours = seconds(lambda text, kept=results: kept.append(process(read_text(text))), texts)
        pairs.append((plain, ours))
        for result in results:
            for stage, spent in result.seconds.items():
                stages[stage] = stages.get(stage, 0.0) + spent / ROUNDS
    plain, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{len(texts)} notices, {chars} characters, {ROUNDS} rounds, medians; model loaded in {loading:.1f} s")
    print(f"bare spaCy + pkuseg  {chars / plain:10,.0f} characters/s")
    print(f"text → tables        {chars / ours:10,.0f} characters/s")
    print(f"ratio                {ratio:10.2f}  (promised: at least 0.80)")
    for stage, spent in sorted(stages.items(), key=lambda item: -item[1]):
        print(f"  {stage:12} {spent / ours:6.1%}  {chars / spent:12,.0f} characters/s")


if __name__ == "__main__":
    main()
