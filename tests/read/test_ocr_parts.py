"""The parts of OCR by themselves: slopes, gutters, rules, what is left over, what several readings agree on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("rapidocr")
from pipeline.read.ocr.again import _voted
from pipeline.read.ocr.engine import Reading, _missed, _starts
from pipeline.read.ocr.ink import EM, left_over, level, rules_of
from pipeline.read.ocr.lines import Strip, all_of
from pipeline.read.ocr.page import gutter, mostly_tall, size_of, slope_of, upside_down


def boxes(*places):
    """Detector's boxes of (x0, y0, x1, y1)."""
    return np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]] for x0, y0, x1, y1 in places], np.float32)


def reading(text, *scores):
    count = len(text)
    return Reading(text, scores or (0.99,) * count, tuple((index + 0.5) / count for index in range(count)))


def test_the_slope_is_that_of_the_long_lines():
    quads = boxes((10, 10, 500, 40), (10, 60, 500, 90), (10, 110, 60, 140))
    quads[:2, 1:3, 1] += 490 * 0.02
    quads[2, 1:3, 1] += 30
    assert slope_of(quads) == pytest.approx(0.02, abs=1e-4)
    assert size_of(quads) == pytest.approx(30, abs=1)


def test_boxes_turned_twice_are_the_same():
    quads = boxes((10, 10, 500, 40), (30, 60, 80, 90))
    gray = np.zeros((600, 800), np.uint8)
    assert upside_down(upside_down(quads, gray), gray) == pytest.approx(quads)
    assert upside_down(quads, gray)[0].tolist() == [[300, 560], [790, 560], [790, 590], [300, 590]]


def test_lines_that_run_down_the_page_are_seen():
    assert mostly_tall(boxes((10, 10, 40, 500), (60, 10, 90, 500), (10, 510, 60, 540)))
    assert not mostly_tall(boxes((10, 10, 500, 40), (10, 60, 20, 90)))


LEFT = [(50, 50 + 60 * row, 520, 80 + 60 * row) for row in range(6)]
RIGHT = [(680, 50 + 60 * row, 1150, 80 + 60 * row) for row in range(6)]


def test_two_pages_part_where_no_line_stands():
    blank = np.full((800, 1200), 255, np.uint8)
    assert 520 < gutter(boxes(*LEFT, *RIGHT), blank) < 680
    assert gutter(boxes(*LEFT, *RIGHT, (400, 10, 800, 40)), blank) == 0  # a title over both
    assert gutter(boxes(*LEFT, *RIGHT), np.full((1200, 1200), 255, np.uint8)) == 0  # not broad
    assert gutter(boxes(*LEFT), blank) == 0


def test_a_broad_table_is_one_page():
    ruled = np.full((800, 1200), 255, np.uint8)
    ruled[40::60, 40:1160] = 0
    assert gutter(boxes(*LEFT, *RIGHT), ruled) == 0


def test_rules_are_told_from_the_strokes_of_large_letters():
    ink = np.zeros((400, 600), np.uint8)
    ink[50:52, 30:500] = 1  # a line of a table
    ink[50:300, 200:202] = 1
    ink[330:390, 300:303] = 1  # a stroke within a large letter's box
    across, down, rest = rules_of(ink, [(250.0, 320.0, 560.0, 395.0)])
    assert len(across) == 1
    assert across[0] == pytest.approx((30, 50, 500, 52), abs=2)
    assert len(down) == 1
    assert down[0] == pytest.approx((200, 50, 202, 300), abs=2)
    assert rest[:310].sum() == 0
    assert rest[350, 301] == 1


def test_short_rules_between_two_walls_part_the_rows_of_a_narrow_column():
    ink = np.zeros((700, 900), np.uint8)
    for x in (100, 100 + round(1.8 * EM), 400, 800):
        ink[100:600, x : x + 3] = 1
    for y in (100, 350, 600):
        ink[y : y + 3, 100:803] = 1
    ink[225:228, 100 : 100 + round(1.8 * EM)] = 1  # beside a merged cell
    ink[225:228, 400:803] = 1
    ink[470:473, 110 : 110 + round(1.1 * EM)] = 1  # 一 touches no wall
    across, _, rest = rules_of(ink, [])
    found = sorted((round(y0), x1 - x0 < 2.5 * EM) for x0, y0, x1, _ in across)
    assert found == [(100, False), (225, False), (225, True), (350, False), (600, False)]
    assert not rest[220:235, 105:135].any() and rest[471, 112:130].all()


def test_a_box_over_two_cells_is_cut_at_the_rule_between_them():
    print_ = np.zeros((100, 400), np.uint8)
    print_[40:60, 20:150] = print_[40:60, 220:380] = 1
    parts = all_of([Strip(15, 385, 50, 27)], [(199.0, 0.0, 201.0, 100.0)], print_)
    assert [part.x0 for part in parts] == pytest.approx([18, 218], abs=3)
    assert [part.x1 for part in parts] == pytest.approx([152, 382], abs=3)


def test_print_without_a_box_is_found_and_specks_are_not():
    print_ = np.zeros((200, 400), np.uint8)
    print_[40:60, 20:150] = 1
    print_[100:117, 60:67] = 1  # a digit by itself
    print_[150, 300] = 1
    assert left_over(print_, [(15, 36, 155, 64)]) == [(60, 100, 67, 117)]


def test_a_line_is_drawn_out_to_where_its_print_ends():
    print_ = np.zeros((100, 400), np.uint8)
    print_[40:60, 20:300:2] = 1
    (line,) = all_of([Strip(15, 240, 50, 27)], [], print_)
    assert line.x1 >= 300


def test_a_column_of_characters_is_read_character_by_character():
    print_ = np.zeros((200, 100), np.uint8)
    for top in (20, 50, 80):
        print_[top : top + 8, 30:52] = print_[top + 13 : top + 21, 30:52] = 1  # each of an upper and a lower half
    found = all_of([Strip(28, 54, 60, 90)], [], print_)
    assert [round(strip.y) for strip in found] == [30, 60, 90]


@pytest.mark.parametrize("slope", [0.0, 0.03, -0.02])
def test_places_on_the_level_picture_and_on_the_page_are_the_same(slope):
    gray = np.full((900, 700), 255, np.uint8)
    flat = level(gray, boxes((50, 50, 600, 80)), 30, slope)
    points = np.array([[10.0, 20.0], [650.0, 800.0]])
    assert flat.to_page(flat.from_page(points)) == pytest.approx(points)
    along = flat.from_page(np.array([[100.0, 300.0], [500.0, 300.0 + 400 * slope]]))
    assert along[0, 1] == pytest.approx(along[1, 1], abs=0.5)
    assert 30 / 1.12 * (along[1, 0] - along[0, 0]) / 400 == pytest.approx(EM, rel=0.01)


def test_a_character_with_some_chance_and_room_is_put_in():
    best = np.array([0, 5, 0, 0, 0, 6, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 9, 0])
    at = _starts(best)
    assert at.tolist() == [1, 5, 9, 17, 21]
    likely = np.zeros(len(best), np.float32)
    likely[13] = 0.3  # between two characters that stand too far apart
    likely[6] = 0.3  # beside a character
    assert _missed(likely, 0.12, at) == [13]
    assert _missed(likely, 0.4, at) == []


def test_readings_vote_for_each_character():
    base = reading("市公女局", 0.99, 0.99, 0.5, 0.99)
    assert _voted(base, [base, reading("市公安局"), reading("市公安局")]).text == "市公安局"
    assert _voted(base, [base, reading("市公女局"), reading("市公安局")]).text == "市公女局"


def test_a_character_that_only_one_reading_has_goes_and_one_that_both_others_have_comes():
    speck = reading("10月·1日", 0.9, 0.9, 0.9, 0.5, 0.9, 0.9)
    assert _voted(speck, [speck, reading("10月1日"), reading("10月1日")]).text == "10月1日"
    short = reading("市局")
    assert _voted(short, [short, reading("市府局"), reading("市府局")]).text == "市府局"
    assert _voted(short, [short, reading("市府局"), reading("市局")]).text == "市局"


def test_a_ring_in_a_year_is_kept_by_one_reading_alone():
    base = reading("一九八年")
    assert _voted(base, [base, reading("一九八〇年"), reading("一九八年")]).text == "一九八〇年"


@given(st.lists(st.text("市区局一二〇·.", max_size=12), min_size=1, max_size=3))
def test_a_vote_always_gives_a_score_and_a_place_for_each_character(texts):
    readings = [reading(text) for text in texts]
    found = _voted(readings[0], readings)
    assert len(found.text) == len(found.scores) == len(found.middles)
    assert list(found.middles) == sorted(found.middles)
    assert all(0 <= score <= 1 for score in found.scores)
