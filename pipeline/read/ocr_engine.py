"""The OCR engine: rapidocr's detector and recogniser (PP-OCRv6 small), set up so that no line is dropped silently.

rapidocr's own call drops lines (its line classifier turns upright lines round, their score falls under 0.5, they vanish), so
only its two models with their sessions are used; what is done with boxes and lines is decided in :mod:`pipeline.read.ocr`.
Both models are carried in rapidocr's wheel and given by path: nothing is ever downloaded.
"""

from __future__ import annotations

import logging
import math
import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.read.errors import ReadError

Gray = NDArray[Any]  # uint8, shape (height, width), 0 black
Quads = NDArray[Any]  # float32, shape (…, 4, 2)

DETECT_SIDE = 960
"""Long side in pixels to which a page is scaled for the detector: more finds no more lines of print and costs its square."""
LINE_HEIGHT = 48
"""Height in pixels that the recogniser wants its lines in."""
WIDTH_STEP = 64
"""Widths of lines are rounded up to multiples of this: the runtime keeps compiled kernels by width, and few widths keep it small."""
MIN_WIDTH, MAX_WIDTH = 320, 4096
"""Narrowest and widest line in pixels at LINE_HEIGHT; a line of 28 characters has about 1400."""

ADVICE = "install what scans need: pip install rapidocr openvino (or onnxruntime in place of openvino)"


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as recognised. ``centres``: where each character stands, as a part of the crop's width; ``scores`` of each."""

    text: str
    score: float
    centres: tuple[float, ...]
    scores: tuple[float, ...]


NOTHING = Reading("", 0.0, (), ())


class Engine:
    """Detector and recogniser of one process, one thread each. Gray images in, boxes and words out."""

    def __init__(self) -> None:
        rapidocr = _rapidocr()
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        models = Path(rapidocr.__file__).parent / "models"
        kind = "openvino" if find_spec("openvino") else "onnxruntime"
        params = {
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Det.engine_type": rapidocr.EngineType(kind),
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECT_SIDE,
            "Rec.engine_type": rapidocr.EngineType(kind),
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            "Rec.rec_batch_num": 1,
            "EngineConfig.openvino.inference_num_threads": 1,
            "EngineConfig.openvino.enable_cpu_pinning": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        try:
            ocr = rapidocr.RapidOCR(params=params)
            self._detector = ocr._load_det_model()
            self._recogniser = ocr._load_rec_model()
        except Exception as error:  # each runtime has exceptions of its own
            raise ReadError(f"the OCR engine cannot be started ({type(error).__name__})", ADVICE) from error
        self._characters: list[str] = self._recogniser.postprocess_op.character

    def detect(self, gray: Gray, threshold: float = 0.5, side: int = DETECT_SIDE) -> Quads:
        """Boxes of lines in pixels of the image, shape (n, 4, 2): corners clockwise from the top left."""
        import cv2

        height, width = gray.shape
        ratio = min(1.0, side / max(height, width))
        size = (max(32, round(width * ratio / 32) * 32), max(32, round(height * ratio / 32) * 32))
        small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA if ratio < 1 else cv2.INTER_LINEAR)
        found = self._detector.session(_tensor(small, size[0]))
        after = self._detector.postprocess_op
        after.box_thresh = threshold
        boxes, _ = after(found, (height, width))
        return np.asarray(boxes, np.float32).reshape(-1, 4, 2)

    def read(self, crop: Gray) -> Reading:
        """The words of one line, whose image is cut close above and below."""
        import cv2

        height, width = crop.shape
        if height < 2 or width < 2:
            return NOTHING
        wide = min(MAX_WIDTH, max(8, math.ceil(LINE_HEIGHT * width / height)))
        line = cv2.resize(crop, (wide, LINE_HEIGHT), interpolation=cv2.INTER_AREA if height > 96 else cv2.INTER_LINEAR)
        padded = max(MIN_WIDTH, -(-wide // WIDTH_STEP) * WIDTH_STEP)
        chances = self._recogniser.session(_tensor(line, padded))[0]
        best = chances.argmax(axis=1)
        new = (best != 0) & np.concatenate(([True], best[1:] != best[:-1]))
        at = np.flatnonzero(new)
        if not at.size:
            return NOTHING
        scores = chances[at, best[at]].astype(float)
        text = "".join(self._characters[index] for index in best[at])
        centres = (_middles(best, at) * padded / len(best) / wide).clip(0.0, 1.0)
        return Reading(text, float(scores.mean()), tuple(centres.tolist()), tuple(scores.tolist()))


def _middles(best: NDArray[np.intp], at: NDArray[np.intp]) -> NDArray[np.float64]:
    """The middle of the run of steps that each character is recognised in."""
    ends = np.flatnonzero(np.concatenate((best[1:] != best[:-1], [True]))) + 1
    return (at + ends[np.searchsorted(ends, at, side="right")]) / 2


def _tensor(gray: Gray, width: int) -> NDArray[np.float32]:
    """The image as the networks want it: three equal channels, −1 to 1, padded on the right with the middle."""
    tensor = np.zeros((1, 3, gray.shape[0], width), np.float32)
    tensor[..., : gray.shape[1]] = gray.astype(np.float32) / 127.5 - 1
    return tensor


def _rapidocr() -> Any:
    try:
        import rapidocr
    except ImportError as error:
        raise ReadError("the file is a scan, and the OCR library rapidocr is not installed", ADVICE) from error
    if not (find_spec("openvino") or find_spec("onnxruntime")):
        raise ReadError("the file is a scan, and no runtime for the OCR models is installed", ADVICE)
    return rapidocr


@cache
def _engine(process: int) -> Engine:
    return Engine()


def engine() -> Engine:
    """The engine of this process; made when it is first asked for, and anew in a process forked from one that had it."""
    return _engine(os.getpid())
