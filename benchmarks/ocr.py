"""Pages of scans a second: ours against rapidocr with its own defaults, each in two processes on two cores, in one run.

    make bench

The pages are notices of ours in the official layout (:mod:`benchmarks.forms`), half as clean scans and half as dirty ones. Loading of
the models is not counted, opening of the pictures is. rapidocr's default runtime is ONNX Runtime; where that is not installed
its defaults run on OpenVINO, which is faster.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = 2
PAGES = 8  # of each kind
ROUNDS = 2
DPI = 200


def draw(folder: Path) -> list[Path]:
    """The pages as JPG files."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.forms import scan
    from benchmarks.forms.content import content_of
    from benchmarks.forms.fonts import Fonts
    from benchmarks.forms.page import pages_of
    from benchmarks.forms.pdf import pdf_of

    notices = sorted((ROOT / "tests/notices").glob("*_scan.txt"))[:4]
    contents = [content_of(path) for path in notices]
    fonts = Fonts(content.text for content in contents)
    files = []
    for content in contents:
        pictures = scan._rendered(pdf_of(pages_of(content, fonts)[: PAGES // 4], fonts))
        for number, picture in enumerate(pictures):
            for form, quality in (("clean", 90), ("dirty", 40)):
                made = scan._FORMS[form](picture, random.Random(f"{content.name} {number}"), "扫描全能王 创建", fonts)
                files.append(folder / f"{content.name}-{number}.{form}.jpg")
                files[-1].write_bytes(scan._jpeg(made, quality, DPI))
    return files


def ours() -> Callable[[Path], int]:
    """Our reader of a page; it gives the number of characters read."""
    from PIL import Image

    from pipeline.read.ocr import recognise

    return lambda path: sum(len(piece.text) for sheet in recognise(Image.open(path), 1, DPI) for piece in sheet.pieces)


def defaults() -> Callable[[Path], int]:
    """rapidocr as it is when nothing is set."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    from rapidocr import EngineType, RapidOCR

    params: dict[str, Any] = {"Global.log_level": "critical"}
    if not find_spec("onnxruntime"):
        params |= {f"{part}.engine_type": EngineType.OPENVINO for part in ("Det", "Cls", "Rec")}
    ocr = RapidOCR(params=params)
    return lambda path: sum(map(len, ocr(str(path)).txts or ()))


def work(make: Callable[[], Callable[[Path], int]], files: list[Path], ready: Barrier, out: Any) -> None:
    """One process: load, read a page to warm up, wait for the other, read the pages; says when it began and ended."""
    read = make()
    read(files[0])
    ready.wait()
    began, busy = time.monotonic(), time.process_time()
    read_chars = sum(read(path) for _ in range(ROUNDS) for path in files)
    import psutil

    out.put((began, time.monotonic(), read_chars, psutil.Process().memory_info().rss, time.process_time() - busy))


def rate(make: Callable[[], Callable[[Path], int]], files: list[Path]) -> tuple[float, float, int, float]:
    """Pages a second of all processes together, processor seconds a page, characters, and memory of the largest process in MB."""
    context = multiprocessing.get_context("spawn")
    ready, out = context.Barrier(PROCESSES), context.Queue()
    shares = [files[number::PROCESSES] for number in range(PROCESSES)]
    processes = [context.Process(target=work, args=(make, share, ready, out)) for share in shares]
    for process in processes:
        process.start()
    found = [out.get() for _ in processes]
    for process in processes:
        process.join()
    seconds = max(each[1] for each in found) - min(each[0] for each in found)
    pages = ROUNDS * len(files)
    memory = max(each[3] for each in found) / 1e6
    return pages / seconds, sum(each[4] for each in found) / pages, sum(each[2] for each in found), memory


def main() -> None:
    """Print the rates and their ratio."""
    missing = [name for name in ("rapidocr", "openvino", "cv2", "fpdf") if not find_spec(name)]
    if missing:
        print(f"OCR is not measured: {', '.join(missing)} not installed")
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSES])
    with tempfile.TemporaryDirectory() as folder:
        files = draw(Path(folder))
        runtime = "ONNX Runtime" if find_spec("onnxruntime") else "OpenVINO"
        theirs, mine = rate(defaults, files), rate(ours, files)
    print(f"{len(files)} pages of scans, {ROUNDS} times, {PROCESSES} processes")
    for name, (pages, busy, chars, memory) in ((f"rapidocr, defaults ({runtime})", theirs), ("ours", mine)):
        print(
            f"  {name:32} {pages:6.2f} pages/s {busy:6.2f} CPU s/page {chars:7d} characters {memory:5.0f} MB a process"
        )
    print(f"  ratio {mine[0] / theirs[0]:.2f} (wanted: at least 3); by processor time {theirs[1] / mine[1]:.2f}")


if __name__ == "__main__":
    main()
