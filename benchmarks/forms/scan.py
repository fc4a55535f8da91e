"""Pages → pictures as scanners and telephones make them: clean, dirty and hard, as PDF without text, JPG, PNG or TIFF."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import cv2
import numpy as np
import pypdfium2 as pdfium
from fpdf import FPDF
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.forms.fonts import Fonts
from benchmarks.forms.pdf import _WHEN

Picture = NDArray[np.uint8]
_DPI = 200
_MARKS = (
    "扫描全能王 创建", "扫描全能王  创建", "由 扫描全能王 扫描创建", "扫描全能王 3亿人都在用的扫描App", "由夸克扫描王创建",
    "夸克扫描王", "迅捷文字识别", "布丁扫描 创建", "扫描万能宝 创建",
)


def scans_of(pdf: bytes, name: str, form: str, fonts: Fonts) -> tuple[bytes, str]:
    """The PDF's pages as a scan: the file's bytes and its suffix.

    ``form``: ``clean`` (200 dpi), ``dirty`` (turned by up to 1°, blurred, grey, speckled, with a scanner's mark, JPEG 40) or
    ``hard`` (100 dpi, turned by 1.8°, low contrast, JPEG 30).
    """
    dice = random.Random(f"{form} {name}")
    mark = dice.choice(_MARKS)
    pictures = []
    for number, page in enumerate(_rendered(pdf)):
        made = _FORMS[form](page, random.Random(f"{form} {name} {number}"), mark, fonts)
        pictures.append(made)
    single = len(pictures) == 1 and dice.random() < 0.6
    if form == "clean":
        return _clean_file(pictures, single, dice)
    quality, dpi = (40, _DPI) if form == "dirty" else (30, _DPI // 2)
    if single:
        return _jpeg(pictures[0], quality, dpi), ".jpg"
    if form == "dirty" and dice.random() < 0.15:
        return _tiff([_pressed(picture, quality) for picture in pictures], dpi), ".tif"
    return _image_pdf([_jpeg(picture, quality, dpi) for picture in pictures], [p.shape for p in pictures], dpi), ".pdf"


def _clean_file(pictures: Sequence[Picture], single: bool, dice: random.Random) -> tuple[bytes, str]:
    if single:
        stream = io.BytesIO()
        Image.fromarray(pictures[0]).save(stream, "PNG", dpi=(_DPI, _DPI))
        return stream.getvalue(), ".png"
    if dice.random() < 0.15:
        return _tiff(pictures, _DPI), ".tif"
    return _image_pdf([_jpeg(picture, 90, _DPI) for picture in pictures], [p.shape for p in pictures], _DPI), ".pdf"


def _rendered(pdf: bytes) -> list[Picture]:
    document = pdfium.PdfDocument(pdf)
    pages = []
    for page in document:
        picture = page.render(scale=_DPI / 72).to_numpy()[:, :, :3]
        pages.append(np.ascontiguousarray(picture[:, :, ::-1]))
        page.close()
    document.close()
    return pages


def _clean(page: Picture, dice: random.Random, mark: str, fonts: Fonts) -> Picture:
    return page


def _dirty(page: Picture, dice: random.Random, mark: str, fonts: Fonts) -> Picture:
    paper = dice.randint(205, 232)
    image = _turned(page, dice.uniform(-1, 1)).astype(np.float32)
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), dice.uniform(0.7, 1.0)), np.float32)
    tint = np.array([paper, paper - dice.randint(0, 4), paper - dice.randint(0, 10)], np.float32)
    image = np.asarray(35 + image / 255 * (tint - 35), np.float32)
    image *= _shade(image.shape, dice)
    grain = np.random.default_rng(dice.randrange(2**32))
    image += grain.normal(0, 4, image.shape[:2])[:, :, None].astype(np.float32)
    spots = _spots(image, grain, dice.randint(150, 450))
    picture = np.clip(spots, 0, 255).astype(np.uint8)
    if dice.random() < 0.15:  # a scanner without colour
        picture = np.asarray(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)
    return _marked(picture, mark, dice.random() < 0.75, fonts)


def _hard(page: Picture, dice: random.Random, mark: str, fonts: Fonts) -> Picture:
    image = _turned(page, 1.8 * dice.choice((-1, 1))).astype(np.float32)
    image = np.asarray(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.float32)
    image = np.asarray(95 + image / 255 * (200 - 95), np.float32)
    grain = np.random.default_rng(dice.randrange(2**32))
    image += grain.normal(0, 3, image.shape[:2])[:, :, None].astype(np.float32)
    return np.clip(image, 0, 255).astype(np.uint8)


def _turned(page: Picture, degrees: float) -> Picture:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(turned, np.uint8)


def _shade(shape: tuple[int, ...], dice: random.Random) -> NDArray[np.float32]:
    """Light that falls off to one side."""
    down = np.linspace(1, 1 - dice.uniform(0, 0.08), shape[0], dtype=np.float32)[:, None]
    across = np.linspace(1 - dice.uniform(0, 0.06), 1, shape[1], dtype=np.float32)[None, :]
    return (down * across)[:, :, None]


def _spots(image: NDArray[np.float32], grain: np.random.Generator, count: int) -> NDArray[np.float32]:
    height, width = image.shape[:2]
    for _ in range(count):
        x, y = int(grain.integers(width)), int(grain.integers(height))
        side = int(grain.integers(1, 4))
        image[y : y + side, x : x + side] = float(grain.integers(40, 150))
    return image


def _marked(picture: Picture, mark: str, right: bool, fonts: Fonts) -> Picture:
    """The mark that a scanner's program leaves at the foot."""
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(fonts.faces["sans"].path), 27)
    length = draw.textlength(mark, font=font)
    x = image.width - length - 60 if right else (image.width - length) / 2
    y = image.height - 66
    draw.rounded_rectangle((x - 46, y, x - 12, y + 34), 6, fill=(72, 170, 150))
    draw.text((x - 40, y + 3), "CS", font=ImageFont.truetype(str(fonts.faces["sans-bold"].path), 18), fill=(255, 255, 255))
    draw.text((x, y), mark, font=font, fill=(90, 90, 90))
    return np.asarray(image)


def _jpeg(picture: Picture, quality: int, dpi: int) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=quality, dpi=(dpi, dpi))
    return stream.getvalue()


def _pressed(picture: Picture, quality: int) -> Picture:
    return np.asarray(Image.open(io.BytesIO(_jpeg(picture, quality, _DPI))).convert("RGB"))


def _tiff(pictures: Sequence[Picture], dpi: int) -> bytes:
    stream = io.BytesIO()
    images = [Image.fromarray(picture) for picture in pictures]
    images[0].save(stream, "TIFF", save_all=True, append_images=images[1:], compression="tiff_lzw", dpi=(dpi, dpi))
    return stream.getvalue()


def _image_pdf(files: Sequence[bytes], shapes: Sequence[tuple[int, ...]], dpi: int) -> bytes:
    pdf = FPDF(unit="pt")
    pdf.set_creation_date(_WHEN)
    pdf.set_auto_page_break(False)
    for data, (height, width, *_) in zip(files, shapes, strict=True):
        wide, high = width * 72 / dpi, height * 72 / dpi
        pdf.add_page(orientation="landscape" if wide > high else "portrait", format=(min(wide, high), max(wide, high)))
        pdf.image(io.BytesIO(data), 0, 0, wide, high)
    return bytes(pdf.output())


_FORMS = {"clean": _clean, "dirty": _dirty, "hard": _hard}
