"""The OCR engine: rapidocr's detector and recogniser (PP-OCRv6 small), set up so that no line is dropped silently.

rapidocr's own call drops lines (its line classifier turns upright lines round, their score falls under 0.5, they vanish), so
only its two models with their sessions are used; what is done with boxes and lines is decided in :mod:`pipeline.read.ocr.lines`.
Both models are carried in rapidocr's wheel and given by path: nothing is ever downloaded.
"""

from __future__ import annotations

import logging
import math
import os
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import normalize

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray

from pipeline.read.errors import ReadError

# openvino tells its makers over the network that it was imported; without this module, which does that, it cannot
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]

Gray = NDArray[Any]  # uint8, shape (height, width), 0 black
Quads = NDArray[Any]  # float32, shape (…, 4, 2): corners clockwise from the top left

DETECT_SIDE = 960
"""Long side in pixels to which a page is scaled for the detector: more finds no more lines of print and costs its square."""
LINE_HEIGHT = 48
"""Height in pixels that the recogniser wants its lines in."""
WIDTH_STEP = 64
"""Widths of lines are rounded up to multiples of this: the runtime keeps kernels by width, and few widths keep it small."""
MIN_WIDTH, MAX_WIDTH = 320, 3200
"""Narrowest and widest line in pixels at LINE_HEIGHT; a line of 28 characters has about 1400."""
_SURE = 0.95
_MISSED = 0.12  # chance of any character in a step where none is likelier
_FAINT = 0.015  # the same of ○ in a year, which is hardly ever seen by itself
_ROOM = 0.6  # of the usual way from one character to the next
ADVICE = "install what scans need: pip install rapidocr openvino (or onnxruntime in place of openvino)"


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as recognised: its characters, the score of each, and the middle of each as a part of the line's width."""

    text: str
    scores: tuple[float, ...]
    middles: tuple[float, ...]

    @property
    def score(self) -> float:
        """Mean score of the characters, 0 without any."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0

    @property
    def worst(self) -> float:
        """Score of the worst character, 0 without any."""
        return min(self.scores, default=0.0)


class Engine:
    """Detector and recogniser of one process, one thread each. Gray images in, boxes and words out."""

    def __init__(self) -> None:
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
            ocr: Any = rapidocr.RapidOCR(params=params)
            self._detector = ocr._load_det_model()
            self._recogniser = ocr._load_rec_model()
        except Exception as error:  # each runtime has exceptions of its own
            raise ReadError(f"the OCR engine cannot be started ({type(error).__name__})", ADVICE) from error
        self._characters: list[str] = self._recogniser.postprocess_op.character
        self._rings = [index for index, char in enumerate(self._characters) if char in "○〇"]
        same: dict[str, int] = {}
        self._alike = np.array([same.setdefault(normalize("NFKC", each), len(same)) for each in self._characters])

    def detect(self, gray: Gray, threshold: float, side: int = DETECT_SIDE) -> Quads:
        """Boxes of lines, in pixels of the image: shape (n, 4, 2).

        Args:
            gray: a page.
            threshold: least mean score of a box; 0.5 is the model's own, lower ones find more.
            side: the page is scaled down so that its long side has at most as many pixels.
        """
        height, width = gray.shape
        ratio = min(1.0, side / max(height, width))
        size = (max(32, round(width * ratio / 32) * 32), max(32, round(height * ratio / 32) * 32))
        small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA if ratio < 1 else cv2.INTER_LINEAR)
        after = self._detector.postprocess_op
        after.box_thresh = threshold
        boxes, _ = after(self._detector.session(_tensor(small, size[0])), (height, width))
        return np.asarray(boxes, np.float32).reshape(-1, 4, 2)

    def read(self, line: Gray) -> Reading:
        """The words of one line, whose image is LINE_HEIGHT pixels high and cut close above and below."""
        line = line[:, :MAX_WIDTH]
        padded = max(MIN_WIDTH, -(-line.shape[1] // WIDTH_STEP) * WIDTH_STEP)
        chances = self._recogniser.session(_tensor(line, padded))[0]  # (steps, characters)
        best = chances.argmax(axis=1)
        at = _starts(best)
        end = math.ceil(len(best) * line.shape[1] / padded)
        if missed := _missed(1 - chances[:end, 0], _MISSED, at) + _missed(
            chances[:end, self._rings].sum(axis=1), _FAINT, at
        ):
            best[missed] = chances[missed, 1:].argmax(axis=1) + 1
            at = _starts(best)
        text = "".join(self._characters[index] for index in best[at])
        ends = np.flatnonzero(np.concatenate((best[1:] != best[:-1], [True]))) + 1
        runs = (at + ends[np.searchsorted(ends, at, side="right")]) / 2  # in steps, the middle of each character's run
        middles = (runs * padded / len(best) / line.shape[1]).clip(0.0, 1.0)
        scores = chances[at, best[at]]
        for index in np.flatnonzero(scores < _SURE):  # ， is as good as , for being sure
            scores[index] = chances[at[index], self._alike == self._alike[best[at[index]]]].sum()
        return Reading(text, tuple(scores.tolist()), tuple(middles.tolist()))


def _starts(best: NDArray[np.intp]) -> NDArray[np.intp]:
    """The steps at which characters begin: each is best in a run of steps, between them is none (0)."""
    return np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))


def _missed(likely: NDArray[np.float32], least: float, at: NDArray[np.intp]) -> list[int]:
    """Steps of characters that were nearly recognised: some chance of one, and room for it between its neighbours."""
    likely = likely.copy()
    likely[at[at < len(likely)]] = 0
    found = np.flatnonzero(likely > least)
    if not len(found) or len(at) < 4:
        return []
    room = _ROOM * float(np.median(np.diff(at)))
    taken = [float(step) for step in at]
    missed = []
    for step in found[np.argsort(-likely[found])].tolist():
        if all(abs(step - other) > room for other in taken):
            missed.append(step)
            taken.append(step)
    return missed


def _tensor(gray: Gray, width: int) -> NDArray[np.float32]:
    """The image as the networks want it: three equal channels, −1 to 1, padded on the right with the middle."""
    tensor = np.zeros((1, 3, gray.shape[0], width), np.float32)
    tensor[..., : gray.shape[1]] = gray.astype(np.float32) / 127.5 - 1
    return tensor


@cache
def _engine(process: int) -> Engine:
    return Engine()


def engine() -> Engine:
    """The engine of this process; made when it is first asked for, and anew in a process forked from one that had it."""
    if not (find_spec("openvino") or find_spec("onnxruntime")):
        raise ReadError("the file is a scan, and no runtime for the OCR models is installed", ADVICE)
    return _engine(os.getpid())
