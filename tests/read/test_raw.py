"""The writer of raw text: every line's place, every edit, every merged cell."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.notice import Box, Line, Merge, Page
from pipeline.read.raw import Cell, Raw, Words


def words(text: str, page: int = 1, y: float = 100.0, x: float = 50.0, *, goes_on: bool = False) -> Words:
    edges = array("d", [x + 10 * at for at in range(len(text) + 1)])
    return Words(text, page, Box(x, y, edges[-1], y + 12), edges, goes_on=goes_on)


def test_lines_of_a_paragraph_become_one_and_keep_their_places():
    raw = Raw()
    raw.page(Page(1, 0, 0, "text_layer"))
    raw.paragraph([words("各县区要加强", y=100), words("监管。", y=120)])
    source = raw.source("a.pdf", "0" * 64)
    assert source.text == "各县区要加强\n监管。\n"
    cleaned = clean(source)
    assert cleaned.text == "各县区要加强监管。"
    assert [each.rule for each in cleaned.cleanups] == ["layout.line", "blank"]
    start, end = cleaned.raw_span(4, 8)  # 加强监管
    assert source.places(start, end) == [(1, Box(90, 100, 110, 112)), (1, Box(50, 120, 70, 132))]


def test_latin_words_are_parted_where_their_lines_are_joined():
    raw = Raw()
    raw.paragraph([Words("执行ISO"), Words("Standard的规定。")])
    assert clean(raw.source("a.pdf", "")).text == "执行ISO Standard的规定。"


def test_a_page_number_between_the_halves_of_a_paragraph_has_no_place():
    raw = Raw()
    raw.page(Page(1, 0, 0, "text_layer"))
    raw.words(words("责任单位：市财"))
    at, _ = raw.put("\n")
    raw.words(words("— 1 —", y=700))
    _, behind = raw.put("\n")
    raw.page(Page(2, 0, 0, "text_layer"))
    raw.drop(at, behind + 1, "layout.page_number")
    raw.paragraph([words("政局。", page=2)])
    source = raw.source("a.pdf", "")
    cleaned = clean(source)
    assert cleaned.text == "责任单位：市财政局。"
    start, end = cleaned.raw_span(0, len(cleaned.text))
    gone = {line.start for page in source.pages for line in page.lines if cleaned.is_gone(line.start, line.end)}
    assert [page for page, _ in source.places(start, end, gone)] == [1, 2]
    assert source.page_at(start) == 1
    assert source.page_at(end - 1) == 2


def test_cells_are_parted_by_tabs_and_merged_ones_named():
    raw = Raw()
    raw.table([
        [Cell([Words("任务")]), Cell([Words("责任单位")])],
        [Cell([Words("修堤")]), Cell([Words("市水"), Words("务局")], rows=2)],
        [Cell([Words("清淤")]), None],
    ])
    source = raw.source("a.docx", "")
    assert source.text == "任务\t责任单位\n修堤\t市水\n务局\n清淤\t\n"
    (merge,) = source.merges
    assert source.text[merge.start : merge.end] == "市水\n务局"
    assert merge.at == source.text.index("清淤\t") + 3
    assert isinstance(merge, Merge)


def test_ends_of_paragraphs_in_a_cell_keep_bodies_apart():
    raw = Raw()
    raw.table([[Cell([Words("市教育局"), Words("市财政局")]), Cell([Words("开展培"), Words("训")])]])
    assert "市教育局 市财政局" in clean(raw.source("a.docx", "")).text
    raw = Raw()
    raw.table([[Cell([Words("开展培", goes_on=True), Words("训。"), Words("抓好检查。")]), Cell([Words("甲")])]])
    assert clean(raw.source("a.docx", "")).text == "开展培训。抓好检查。\t甲"


@given(
    slope=st.floats(-0.05, 0.05),
    length=st.integers(1, 40),
    span=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_a_part_of_a_line_lies_within_it(slope, length, span):
    edges = array("d", [30.0 + 12 * at for at in range(length + 1)])
    drift = abs(slope) * 12 * length
    line = Line(100, 100 + length, Box(30, 200, edges[-1], 214 + drift), edges, slope=slope)
    first, last = sorted(min(each, length) for each in span)
    part = line.part(100 + first, 100 + last)
    assert line.box.x0 <= part.x0 <= part.x1 <= line.box.x1
    assert line.box.y0 - 1e-6 <= part.y0 <= part.y1 <= line.box.y1 + 1e-6
    assert part.y1 - part.y0 >= 14 - 1e-6
