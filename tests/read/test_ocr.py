"""Pages made with fonts are read whole, wherever they lie and whatever lies on them; nothing is ever downloaded."""

import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.read import ReadError
from pipeline.read.layout.sheet import Piece, Sheet
from pipeline.read.ocr import problems_of, recognise

pytest.importorskip("rapidocr")
FONTS = [
    Path("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf"),
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
]
FOUND = next((font for font in FONTS if font.exists()), None)
pytestmark = pytest.mark.skipif(FOUND is None, reason="no Chinese font (Debian: fonts-arphic-gbsn00lp)")

DPI = 150
SCALE = DPI / 72
LINES = [
    "关于开展冬季供暖安全检查的通知",
    "各街道办事处，区直有关部门：",
    "为确保居民温暖过冬，经研究，决定于11月20日前开展供暖安全检查。",
    "一、检查范围包括辖区内全部换热站和老旧管网。",
    "二、区住建局牵头，区应急局、区市场监管局配合，12月5日前完成。",
    "三、各单位要建立台账，每月25日前报送进展情况。",
]


@cache
def font(size):
    return ImageFont.truetype(str(FOUND), round(size * SCALE))


def page(lines=LINES, *, width=595, height=420, size=14, ink=(20, 20, 20)):
    """A page and the place of each line in points."""
    picture = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), "white")
    draw = ImageDraw.Draw(picture)
    places = []
    for number, line in enumerate(lines):
        x, y = 60, 50 + number * 27
        draw.text((x * SCALE, y * SCALE), line, font=font(size), fill=ink)
        places.append((x, y, x + font(size).getlength(line) / SCALE, y + size))
    return picture, places


def fold(text):
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def words(sheet, top=50, high=27):
    """The sheet's words from line to line, the first of which begins at ``top``."""

    def place(piece):
        return int(((piece.box.y0 + piece.box.y1) / 2 - top) // high), piece.box.x0

    return [fold(piece.text) for piece in sorted(sheet.pieces, key=place)]


EXPECTED = [fold(line) for line in LINES]


def test_a_clean_page_is_read_without_a_mistake():
    (sheet,) = recognise(page()[0], 3, DPI)
    assert words(sheet) == EXPECTED
    assert (sheet.number, sheet.text_source, sheet.rotation) == (3, "ocr", 0)
    assert (sheet.width, sheet.height) == pytest.approx((595, 420), abs=1)
    assert sheet.confidence > 0.95
    assert problems_of([sheet], "a") == []


def test_boxes_and_edges_lie_on_the_words():
    picture, places = page()
    (sheet,) = recognise(picture, 1, DPI)
    for piece, line, place in zip(sorted(sheet.pieces, key=lambda each: each.box.y0), LINES, places, strict=True):
        assert tuple(piece.box) == pytest.approx(place, abs=6)
        assert len(piece.edges) == len(piece.text) + 1
        assert list(piece.edges) == sorted(piece.edges)
        assert piece.size == pytest.approx(14, abs=2.5)
        if fold(piece.text) == piece.text == line:
            for index in range(len(line)):
                assert piece.edges[index] == pytest.approx(60 + font(14).getlength(line[:index]) / SCALE, abs=5)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_turned_upright(turned):
    picture, places = page()
    (sheet,) = recognise(picture.rotate(turned, expand=True), 1, DPI)  # counter-clockwise
    assert sheet.rotation == turned
    assert words(sheet) == EXPECTED
    assert (sheet.width, sheet.height) == pytest.approx((595, 420), abs=1)
    first = min(sheet.pieces, key=lambda piece: piece.box.y0)
    assert tuple(first.box) == pytest.approx(places[0], abs=6)


@pytest.mark.parametrize("degrees", [-1.8, 1.0])
def test_a_page_that_lies_askew_keeps_its_places_and_has_a_slope(degrees):
    picture, places = page()
    askew = picture.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
    (sheet,) = recognise(askew, 1, DPI)
    assert words(sheet) == EXPECTED
    slope = -np.tan(np.radians(degrees))
    longest = max(sheet.pieces, key=lambda piece: len(piece.text))
    assert longest.slope == pytest.approx(slope, abs=0.006)
    for piece, (x0, y0, x1, y1) in zip(sorted(sheet.pieces, key=lambda each: each.box.y0), places, strict=True):
        middle = (y0 + y1) / 2 + slope * ((x0 + x1) / 2 - 297.5)
        assert (piece.box.y0 + piece.box.y1) / 2 == pytest.approx(middle, abs=4)


def test_low_contrast_and_grey_paper():
    values = np.asarray(page()[0]).astype(np.float32)
    shade = np.linspace(1, 0.75, values.shape[1])[None, :, None]
    grey = ((110 + values / 255 * 90) * shade).astype(np.uint8)
    (sheet,) = recognise(Image.fromarray(grey), 1, DPI)
    assert words(sheet) == EXPECTED


def stamped(picture, colour):
    """A ring with letters about the third and fourth line."""
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    x, y, radius = 330 * SCALE, 125 * SCALE, 58 * SCALE
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=round(3 * SCALE))
    for number, char in enumerate("某区供暖办"):
        angle = np.radians(-60 + 30 * number)
        place = (x + 44 * SCALE * np.sin(angle) - 10 * SCALE, y - 44 * SCALE * np.cos(angle) - 10 * SCALE)
        draw.text(place, char, font=font(18), fill=colour)
    below = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), layer).convert("RGB")
    return Image.fromarray(np.minimum(np.asarray(below), np.asarray(picture)))


@pytest.mark.parametrize("colour", [(222, 38, 32, 210), (125, 125, 125, 255)])
def test_words_under_a_stamp_are_read_and_the_stamp_is_not(colour):
    (sheet,) = recognise(stamped(page()[0], colour), 1, DPI)
    assert words(sheet) == EXPECTED


def test_red_letters_are_no_stamp():
    picture, _ = page(["某某区人民政府文件"], size=30, ink=(255, 0, 0))
    (sheet,) = recognise(picture, 1, DPI)
    assert words(sheet) == ["某某区人民政府文件"]


def test_a_table_has_its_rules_and_no_cell_runs_into_the_next():
    rows = [
        ["序号", "重点任务", "责任单位"],
        ["1", "排查老旧管网", "区住建局"],
        ["2", "检修换热站", "区城管局"],
        ["3", "公布热线", "区供暖办"],
    ]
    xs, top, high = [60, 105, 235, 330], 60, 26
    picture = Image.new("RGB", (round(420 * SCALE), round(240 * SCALE)), "white")
    draw = ImageDraw.Draw(picture)
    for number in range(len(rows) + 1):
        y = (top + number * high) * SCALE
        draw.line((xs[0] * SCALE, y, xs[-1] * SCALE, y), fill="black", width=1)
    for x in xs:
        draw.line((x * SCALE, top * SCALE, x * SCALE, (top + len(rows) * high) * SCALE), fill="black", width=1)
    for number, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            draw.text(((x + 4) * SCALE, (top + number * high + 6) * SCALE), cell, font=font(14), fill="black")
    (sheet,) = recognise(picture, 1, DPI)
    assert words(sheet, top, high) == [cell for row in rows for cell in row]
    level = [rule for rule in sheet.rules if rule.x1 - rule.x0 > rule.y1 - rule.y0]
    upright = sorted(rule.x0 for rule in sheet.rules if rule.x1 - rule.x0 < rule.y1 - rule.y0)
    assert len(level) == 5
    assert upright == pytest.approx(xs, abs=2)


def test_a_page_number_by_itself_is_read():
    picture, _ = page()
    ImageDraw.Draw(picture).text((290 * SCALE, 380 * SCALE), "7", font=font(14), fill="black")
    (sheet,) = recognise(picture, 1, DPI)
    assert words(sheet)[-1] == "7"


def test_two_pages_on_one_photograph_are_two_sheets_of_one_number():
    left, _ = page(LINES, height=420)
    right, _ = page(LINES[::-1], height=420)
    both = Image.new("RGB", (left.width * 2, left.height), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    one, two = recognise(both, 4, DPI)
    assert (one.number, two.number) == (4, 4)
    assert words(one) == EXPECTED
    assert words(two) == EXPECTED[::-1]
    assert min(piece.box.x0 for piece in two.pieces) > 595


@pytest.mark.parametrize("colour", ["white", "black", (128, 128, 128)])
@pytest.mark.parametrize("size", [(1, 1), (700, 3), (600, 800)])
def test_a_page_without_words_is_a_sheet_without_pieces(size, colour):
    (sheet,) = recognise(Image.new("RGB", size, colour), 1, 100)
    assert sheet.pieces == []
    assert sheet.confidence is None


def test_a_photograph_with_far_too_many_pixels_is_scaled_down():
    picture, places = page()
    (sheet,) = recognise(picture.resize((picture.width * 4, picture.height * 4)), 1, DPI * 4)
    assert words(sheet) == EXPECTED
    assert sheet.width == pytest.approx(595, abs=1)
    assert min(piece.box.x0 for piece in sheet.pieces) == pytest.approx(places[0][0], abs=4)


def test_the_same_page_is_read_the_same_way_twice():
    picture, _ = page()
    assert recognise(picture, 1, DPI) == recognise(picture, 1, DPI)


OFFLINE = """
import socket, sys
from PIL import Image

tried = []

def cut(*arguments, **options):
    tried.append(arguments)
    raise OSError("the network is cut")

class Cut(socket.socket):
    connect = connect_ex = sendto = cut

socket.socket, socket.create_connection, socket.getaddrinfo = Cut, cut, cut
from pipeline.read.ocr import recognise
(sheet,) = recognise(Image.open(sys.argv[1]), 1, float(sys.argv[2]))
import time
time.sleep(1)  # what is sent is sent from a thread
print(len(sheet.pieces), len(tried))
"""


def test_nothing_is_downloaded_or_sent_anywhere(tmp_path):
    page()[0].save(tmp_path / "page.png")
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PATH": "/usr/bin"}
    run = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(tmp_path / "page.png"), str(DPI)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        env=home,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == [str(len(LINES)), "0"]
    assert run.stderr == ""
    assert [path.name for path in tmp_path.iterdir()] == ["page.png"]  # no cache, no note of who we are


def test_what_is_missing_is_said_in_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    for name in [name for name in sys.modules if name.startswith("pipeline.read.ocr.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ReadError, match="pip install"):
        recognise(page()[0], 1, DPI)


def test_hardly_legible_lines_are_told_with_page_and_words():
    from array import array

    from pipeline.notice import Box

    def piece(text, score):
        return Piece(text, Box(0, 0, 10, 10), array("d", [0] * (len(text) + 1)), 10, score)

    sheets = [
        Sheet(2, 595, 842, [piece("清楚", 0.97), piece("模糊", 0.61)]),
        Sheet(5, 595, 842, [Piece("文字层", Box(0, 0, 1, 1), array("d"), 10)]),
    ]
    (found,) = problems_of(sheets, "scan.pdf")
    assert (found.source, found.stage, found.severity, found.page) == ("scan.pdf", "read", "warning", 2)
    assert "模糊" in found.message
    many = problems_of([Sheet(1, 595, 842, [piece("糊", 0.3)] * 200)], "scan.pdf")
    assert "200 lines" in many[0].message
    assert len(many) < 40


def test_upright_ruling_lines_read_as_a_digit_are_ruling_lines():
    from array import array

    from pipeline.notice import Box
    from pipeline.read.layout.sheet import Piece, Sheet
    from pipeline.read.ocr.sheet import _strokes_to_rules

    def sign(text, x, wide):
        return Piece(text, Box(x, 200, x + wide, 232), array("d", [x, x + wide]), 29, 0.9)

    sheet = Sheet(1, 595, 842, [sign("1", 131.5, 0.9), sign("1", 300, 7.0), sign("时", 400, 30)], text_source="ocr")
    _strokes_to_rules(sheet)
    assert [piece.box.x0 for piece in sheet.pieces] == [300, 400]
    assert sheet.rules == [Box(131.95, 200, 131.95, 232)]
