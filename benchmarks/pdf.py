"""PDF with a text layer → clean text with boxes, against pdfplumber's `extract_text` on the same pages, in one run: ratios.

    make bench

The pages are our golden notices, set as offices set them (benchmarks/forms), parted into those with a table and those
without; pages of which pdfplumber cannot read the words are left out. Both sides run in two processes, in turn, several
rounds; ratios are medians over the rounds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROUNDS = 5
PROCESSES = 2
PROMISED = {"without a table": 3.0, "with a table": 0.7}
_WHOLE = 0.8  # share of our characters that pdfplumber has to find on pages that are compared
LEAST = 24
"""Pages at least of a kind: files are taken several times where there are fewer."""


def parted(files: Sequence[Path], folder: Path) -> dict[str, list[tuple[Path, int]]]:
    """The files' pages by kind: a PDF in the folder for each file and kind, and its number of pages."""
    import pypdfium2

    found: dict[str, list[tuple[Path, int]]] = {kind: [] for kind in PROMISED}
    for file in files:
        document = pypdfium2.PdfDocument(file)
        tables = [_has_table(document[number]) for number in range(len(document))]
        for kind, wanted in zip(PROMISED, (False, True), strict=True):
            numbers = [number for number, table in enumerate(tables) if table is wanted]
            if numbers:
                part = pypdfium2.PdfDocument.new()
                part.import_pages(document, numbers)
                out = folder / f"{kind} {file.name}"
                part.save(out)
                if _both_read(out):
                    found[kind].append((out, len(numbers)))
    for pages in found.values():
        while pages and sum(count for _, count in pages) < LEAST:
            pages += pages
    return found


def _both_read(path: Path) -> bool:
    """Whether pdfplumber reads the words at all: fonts with a code table of their own are nothing but names to it."""
    from pipeline.read.pdf import read_pdf

    return plumber(path) > _WHOLE * len(read_pdf(path.read_bytes(), "a.pdf", "").text)


def _has_table(page: object) -> bool:
    """Whether at least two upright ruling lines stand on the page: red lines of a masthead are level."""
    from pipeline.read.pdf.objects import Walker

    rules = Walker().page(page).rules
    return sum(right - left < top - bottom for left, bottom, right, top in rules) >= 2


def ours(path: Path) -> int:
    """Reads, cleans, and asks for the place of every line of the clean text; the number of boxes."""
    from pipeline.clean import clean
    from pipeline.read.pdf import read_pdf

    source = read_pdf(path.read_bytes(), "a.pdf", "")
    text = clean(source)
    boxes, start = 0, 0
    for line in text.text.splitlines(keepends=True):
        boxes += len(source.places(*text.raw_span(start, start + len(line))))
        start += len(line)
    return boxes


def plumber(path: Path) -> int:
    """pdfplumber's text of every page, the pages closed as they are read; the number of characters."""
    import pdfplumber

    total = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            total += len(page.extract_text())
            page.close()
    return total


def all_of(work: Callable[[Path], int], files: Sequence[Path]) -> int:
    """One process's share of the work."""
    return sum(map(work, files))


def seconds(pool: ProcessPoolExecutor, work: Callable[[Path], int], files: Sequence[Path]) -> float:
    """Wall time of the work over all files (the larger ones first), dealt out to the processes at once."""
    shares = [files[start::PROCESSES] for start in range(PROCESSES)]
    began = time.perf_counter()
    list(pool.map(all_of, [work] * PROCESSES, shares))
    return time.perf_counter() - began


def main() -> int:
    """Print rates and ratios; 1 where a promised ratio is missed."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from benchmarks.forms.content import content_of
    from benchmarks.forms.fonts import missing
    from benchmarks.forms.render import NOTICES, render

    if missing():
        print("PDF: not measured, fonts are missing: apt install " + " ".join(missing()))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notices = [content_of(path) for path in sorted(NOTICES.glob("*.txt"))]
        return compare(parted(render(notices, folder, ["pdf"], jobs=PROCESSES)["pdf"], folder))


def compare(kinds: dict[str, list[tuple[Path, int]]]) -> int:
    """Measure and print each kind; 1 where a promised ratio is missed."""
    missed = 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for kind, parts in kinds.items():
            files = [path for path, _ in sorted(parts, key=lambda each: -each[1])]
            pages = sum(count for _, count in parts)
            for work in (ours, plumber):
                seconds(pool, work, files)  # what is loaded once
            pairs = [(seconds(pool, ours, files), seconds(pool, plumber, files)) for _ in range(ROUNDS)]
            ratio = statistics.median(theirs / own for own, theirs in pairs)
            own, theirs = (pages / statistics.median(column) for column in zip(*pairs, strict=True))
            print(
                f"  PDF, {pages:4} pages {kind:16}: ours {own:7.1f} pages a second, pdfplumber {theirs:6.1f},"
                f" ratio {ratio:5.2f}  (promised: {PROMISED[kind]})"
            )
            missed += ratio < PROMISED[kind]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
