"""Whatever stands on a sheet: every word is in the raw text once, at its place; edits are in order; nothing raises or hangs."""

import math
import time
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.notice import Box
from pipeline.read.layout import Piece, Sheet
from pipeline.read.layout.grid import MAX_RULES
from pipeline.read.layout.lines import MAX_PIECES
from tests.read.layout.sheets import HEIGHT, LONG, WIDTH, body, grid, piece, sheet, source_of

WORDS = st.text("甲乙丙。，、：（）一二1— \u3000ABc第页附件扫描全能王创建", min_size=1, max_size=12)
PLACE = st.floats(0, 800)
PIECES = st.builds(
    piece, WORDS, st.floats(0, 500), PLACE, st.sampled_from([8.0, 12.0, 16.0, 22.0]), st.sampled_from([0.0, 0.0, 0.01, 0.4])
)
RULES = st.builds(
    lambda x, y, length, level: Box(x, y, x + length, y + 0.5) if level else Box(x, y, x + 0.5, y + length),
    st.sampled_from([50.0, 150.0, 300.0]), st.sampled_from([100.0, 200.0, 400.0]), st.sampled_from([100.0, 250.0]), st.booleans(),
)
SHEETS = st.lists(
    st.builds(
        lambda pieces, rules, source: sheet(pieces, rules=rules, source=source),
        st.lists(PIECES, max_size=25), st.lists(RULES, max_size=12), st.sampled_from(["text_layer", "ocr"]),
    ),
    max_size=4,
)
ANY = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-1000, 3000)


def numbered(sheets):
    return [Sheet(at, each.width, each.height, each.pieces, each.rules, each.text_source) for at, each in enumerate(sheets, 1)]


def bare(text):
    return "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(SHEETS)
def test_every_word_stands_in_the_raw_text_once(sheets):
    sheets = numbered(sheets)
    source = source_of(*sheets)
    given_chars = sorted("".join(bare(each.text) for one in sheets for each in one.pieces))
    assert sorted(bare(source.text)) == given_chars


@settings(max_examples=150, deadline=None)
@given(SHEETS)
def test_places_and_edits_are_sound(sheets):
    sheets = numbered(sheets)
    source = source_of(*sheets)
    at = 0
    for edit in source.edits:
        assert at <= edit.raw_start < edit.raw_end <= len(source.text)
        assert source.text[edit.raw_start : edit.raw_end] == edit.removed
        at = edit.raw_end
    written = {bare(each.text) for one in sheets for each in one.pieces if bare(each.text)}
    covered = 0
    for page in source.pages:
        for line in page.lines:
            words = source.text[line.start : line.end]
            assert any(bare(words) in each for each in written)
            assert len(line.edges) == line.end - line.start + 1
            assert 0 <= line.box.x0 <= line.box.x1 <= WIDTH and 0 <= line.box.y0 <= line.box.y1 <= HEIGHT
            covered += len(bare(words))
    assert covered == len(bare(source.text))
    for merge in source.merges:
        assert bare(source.text[merge.start : merge.end]) and source.text[merge.at : merge.at + 1] in ("\t", "\n", "")
    clean(source)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(WORDS, ANY, ANY, ANY, ANY, ANY, st.lists(ANY, max_size=4), ANY), max_size=10),
    st.lists(st.tuples(ANY, ANY, ANY, ANY), max_size=10),
    ANY,
    ANY,
)
def test_numbers_that_are_none_do_no_harm(pieces, rules, width, height):
    made = [Piece(text, Box(*box), array("d", edges), size, None, slope) for text, *box, size, edges, slope in pieces]
    source = source_of(Sheet(1, width, height, made, [Box(*rule) for rule in rules]))
    assert sorted(bare(source.text)) == sorted("".join(bare(text) for text, *_ in pieces))
    for page in source.pages:
        for line in page.lines:
            assert all(map(math.isfinite, line.box)) and all(map(math.isfinite, line.edges))


def test_no_sheets_and_empty_sheets():
    assert source_of().text == ""
    source = source_of(Sheet(1, 0, 0), Sheet(2, WIDTH, HEIGHT))
    assert source.text == "\f" and [page.number for page in source.pages] == [1, 2]


def test_control_characters_in_a_piece_are_no_breaks():
    source = source_of(sheet([piece("甲\t乙\n丙\f丁\x85戊", 80, 100)]))
    assert source.text.split(" ") == ["甲", "乙", "丙", "丁", "戊\n"]


def test_a_page_with_too_many_pieces_says_so_and_ends_in_time():
    pieces = [piece("字", 10 + at % 500, 10 + at // 500, 1.0) for at in range(MAX_PIECES + 1000)]
    start = time.process_time()
    source = source_of(sheet(pieces))
    assert time.process_time() - start < 20
    assert "1000 more pieces" in source.problems[0].message


@pytest.mark.parametrize(
    "rules",
    [
        [Box(at % 90 * 6.0, at // 90 * 6.0, at % 90 * 6.0 + 5.5, at // 90 * 6.0 + 0.5) for at in range(MAX_RULES * 2)],
        [Box(at * 0.1, 0, at * 0.1 + 0.05, 800) for at in range(5000)] + [Box(0, at * 0.16, 590, at * 0.16 + 0.05) for at in range(5000)],
        [Box(at % 75 * 7.0, at // 75 * 10.0, at % 75 * 7.0 + 6, at // 75 * 10.0 + 6) for at in range(MAX_RULES)],
        [box for at in range(1000) for box in grid([at * 0.2, 590 - at * 0.2], [at * 0.3, 840 - at * 0.3])],
    ],
    ids=["dashes", "hatching", "boxes", "nested"],
)
def test_thousands_of_rules_end_in_time(rules):
    start = time.process_time()
    source = source_of(sheet(body([LONG] * 4), rules=rules))
    assert time.process_time() - start < 10
    assert bare(LONG)[:6] in bare(source.text)


def test_a_large_grid_is_read_in_time():
    xs, ys = [40 + at * 9.0 for at in range(55)], [40 + at * 9.0 for at in range(80)]
    pieces = [piece("字", x + 1, y + 4.5, 7.0) for x in xs[:-1] for y in ys[:-1]]
    start = time.process_time()
    source = source_of(sheet(pieces, rules=grid(xs, ys)))
    assert time.process_time() - start < 10
    assert source.text.count("\t") == 79 * 53
