"""OFD as its producers write it: every character at its place, tables' lines, templates, blocks and marks."""

import re
from array import array
from itertools import pairwise

import pytest

from pipeline.notice import Box
from pipeline.read import ocr
from pipeline.read.ofd import read_ofd
from pipeline.read.ofd.parts import POINTS
from tests.read.make_ofd import PRODUCERS, Page, Text, typeset, write_ofd
from tests.read.ofd_files import LONG, changed, content, lay, millimetres, piece, pieces, text


@pytest.mark.parametrize("name", PRODUCERS)
def test_every_character_lies_at_its_place_whoever_wrote_it(name):
    pages = typeset(LONG)
    sheets, problems = lay(write_ofd(pages, PRODUCERS[name]))
    assert problems == []
    assert [(sheet.number, round(sheet.width), round(sheet.height)) for sheet in sheets] == [(n, 595, 842) for n in range(1, len(pages) + 1)]
    for page, sheet in zip(pages, sheets, strict=True):
        assert len(sheet.pieces) == len(page.texts)
        for line, found in zip(page.texts, sorted(sheet.pieces, key=lambda each: each.box.y0), strict=True):
            assert found.text == line.text
            assert len(found.edges) == len(line.text) + 1
            assert found.edges[:-1] == pytest.approx(array("d", [x * POINTS for x in line.places]), abs=0.3)
            assert found.edges[-1] - found.edges[-2] == pytest.approx(line.size * POINTS * (0.5 if line.text[-1] < "\u2000" else 1), rel=0.5)
            assert found.size == pytest.approx(line.size * POINTS, rel=0.01)
            assert found.box.y0 < line.y * POINTS < found.box.y1
            assert (found.box.x0, found.box.x1) == (found.edges[0], found.edges[-1])


@pytest.mark.parametrize("name", PRODUCERS)
def test_the_text_of_a_notice_comes_through_whole(name):
    source = read_ofd(write_ofd(typeset(LONG, numbers=False), PRODUCERS[name]), "收文/1.ofd", "0")
    assert re.sub(r"\s", "", source.text) == re.sub(r"\s", "", LONG)
    assert source.path == "收文/1.ofd"
    assert {page.text_source for page in source.pages} == {"text_layer"}
    for page in source.pages:
        for line in page.lines:
            assert len(line.edges) == line.end - line.start + 1
            assert list(line.edges) == sorted(line.edges)


def test_a_table_of_lines_of_bars_and_of_boxes():
    columns, rows = (30.0, 60.0, 120.0, 180.0), (50.0, 62.0, 74.0)
    lines = [(columns[0], y, columns[-1], y) for y in rows] + [(x, rows[0], x, rows[-1]) for x in columns]
    boxes = [(x0, y0, x1, y1) for x0, x1 in pairwise(columns) for y0, y1 in pairwise(rows)]
    for style in (PRODUCERS["suwell"], PRODUCERS["foxit"]):
        for page, count in ((Page([Text("序号", 32, 58)], rules=lines), 7), (Page([Text("序号", 32, 58)], boxes=boxes), 24)):
            [sheet] = lay(write_ofd([page], style))[0]
            assert len(sheet.rules) == count
            for rule in sheet.rules:
                across = min(abs((rule.y0 + rule.y1) / 2 / POINTS - y) for y in rows) < 0.1 and rule.x1 - rule.x0 > 80
                down = min(abs((rule.x0 + rule.x1) / 2 / POINTS - x) for x in columns) < 0.1 and rule.y1 - rule.y0 > 30
                assert across or down


def test_a_table_reads_as_rows():
    columns, rows = (30.0, 60.0, 120.0, 180.0), (50.0, 62.0, 74.0)
    lines = [(columns[0], y, columns[-1], y) for y in rows] + [(x, rows[0], x, rows[-1]) for x in columns]
    cells = [("序号", "重点任务", "牵头单位"), ("1", "排查隐患", "县应急局")]
    texts = [Text(word, columns[c] + 2, rows[r] + 8) for r, row in enumerate(cells) for c, word in enumerate(row)]
    source = read_ofd(write_ofd([Page(texts, rules=lines)]), "a.ofd", "0")
    assert [line.split("\t") for line in source.text.splitlines() if line] == [list(row) for row in cells]


@pytest.mark.parametrize(
    ("path", "attributes", "count"),
    [
        ("M 0 0 L 100 0", "", 1),
        ("S 0 0 L 100 0 L 100 30 L 0 30 C", "", 4),
        ("M 0 0 L 100 0 L 100 30 L 0 30 C", 'Stroke="false" Fill="true"', 0),  # a coloured ground
        ("M 0 0 L 100 0 L 100 0.3 L 0 0.3 C", 'Stroke="false" Fill="true"', 1),
        ("M 0 0 L 100 0 M 0 10 L 100 10 M 0 0 L 0 10", "", 3),
        ("M 0 0 L 100 40", "", 0),  # aslant
        ("M 0 0 B 10 10 20 10 30 0", "", 0),
        ("M 0 0 Q 10 10 20 0 A 5 5 0 0 1 9 9", "", 0),
        ("M 0 0 L 1 0", "", 0),  # a dot
        ("M 0 0 L 100 0", 'Stroke="false"', 0),
        ("M 0 0 L 100 0", 'Visible="false"', 0),
        ("M 0 0 L 100 0", 'Alpha="0"', 0),
        ("M 0 0 L 100 x", "", 0),
        ("X 0 0", "", 0),
        ("", "", 0),
        ("C C L 5 5", "", 0),
        ("M 1e999 nan L 3 3", "", 0),
    ],
)
def test_which_paths_are_ruling_lines(path, attributes, count):
    data = content(f'<ofd:PathObject ID="9" Boundary="20 20 100 50" {attributes}><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>')
    [sheet] = lay(data)[0]
    assert len(sheet.rules) == count


def test_white_lines_are_none_and_ctm_scales():
    white = '<ofd:PathObject Boundary="0 0 9 9"><ofd:StrokeColor Value="255 255 255"/><ofd:AbbreviatedData>M 0 0 L 100 0</ofd:AbbreviatedData></ofd:PathObject>'
    scaled = '<ofd:PathObject Boundary="20 30 9 9" CTM="10 0 0 10 1 2" LineWidth="0.01"><ofd:AbbreviatedData>M 0 0 L 10 0</ofd:AbbreviatedData></ofd:PathObject>'
    [sheet] = lay(content(white + scaled))[0]
    [rule] = sheet.rules
    assert millimetres((rule.x0, rule.x1)) == [20.95, 121.05]
    assert millimetres([(rule.y0 + rule.y1) / 2]) == [32.0]


@pytest.mark.parametrize(
    ("code", "edges"),
    [
        ('<ofd:TextCode X="0" Y="4" DeltaX="5 5 7">一二三四</ofd:TextCode>', [20, 25, 30, 37]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 3 5">一二三四</ofd:TextCode>', [20, 25, 30, 35]),
        ('<ofd:TextCode X="1" Y="4" DeltaX="g 2 5 6 g 1 7">一二三四五</ofd:TextCode>', [21, 26, 31, 37, 44]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="5 g 1000000000 6">一二三四</ofd:TextCode>', [20, 25, 31, 37]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="5 6">一二三四</ofd:TextCode>', [20, 25, 31, 37]),  # too few: the last goes on
        ('<ofd:TextCode X="0" Y="4" DeltaX="5 6 5 5 5">一二三</ofd:TextCode>', [20, 25, 31]),  # too many
        ('<ofd:TextCode X="0" Y="4">一二三</ofd:TextCode>', [20, 25, 30]),  # none: each behind the other
        ('<ofd:TextCode X="0" Y="4" DeltaX="5,5">一二三</ofd:TextCode>', [20, 25, 30]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 9">一二</ofd:TextCode>', [20, 25]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="5 5">一𠀀三</ofd:TextCode>', [20, 25, 30]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="5 2 3">一𠀀三</ofd:TextCode>', [20, 25, 30]),  # counted in units of UTF-16
        ('\n  <ofd:TextCode X="0" Y="4" DeltaX="5">\n    一二\n  </ofd:TextCode>\n', [20, 25]),
        ('<ofd:TextCode X="0" Y="4">一</ofd:TextCode><ofd:TextCode X="5">二</ofd:TextCode>', [20, 25]),  # Y as before
        ('<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>7 8</ofd:Glyphs></ofd:CGTransform>'
         '<ofd:TextCode X="0" Y="4" DeltaX="6">一二</ofd:TextCode>', [20, 26]),
    ],
)
def test_places_of_characters(code, edges):
    [sheet] = lay(content(text(code)))[0]
    [words] = pieces(sheet)
    assert millimetres(piece(sheet, words).edges[:-1]) == edges
    assert words == "一二三四五"[: len(edges)] or "𠀀" in words


def test_glyphs_that_are_not_one_for_one():
    """Two characters as one ligature, and one character made of two glyphs: offsets go by glyphs."""
    ligature = ('<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>9</ofd:Glyphs></ofd:CGTransform>'
                '<ofd:TextCode X="0" Y="4" DeltaX="5 4 3">一fi二三</ofd:TextCode>')
    made = ('<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="2"><ofd:Glyphs>9 8</ofd:Glyphs></ofd:CGTransform>'
            '<ofd:TextCode X="0" Y="14" DeltaX="2 3 5">一二三</ofd:TextCode>')
    [sheet] = lay(content(text(ligature) + text(made)))[0]
    assert millimetres(piece(sheet, "一fi二三").edges[:-1]) == [20, 25, 29, 29, 32]
    assert millimetres(piece(sheet, "一二三").edges[:-1]) == [20, 25, 30]


def test_scale_shift_and_width_of_characters():
    scaled = text('<ofd:TextCode X="10" Y="10" DeltaX="16">一二</ofd:TextCode>', 'Boundary="20 20 9 9" Size="16" CTM="0.5 0 0 0.25 3 1"')
    narrow = text('<ofd:TextCode X="0" Y="40" DeltaX="4">三四</ofd:TextCode>', 'Boundary="20 20 9 9" Size="8" HScale="0.5"')
    [sheet] = lay(content(scaled + narrow))[0]
    assert millimetres(piece(sheet, "一二").edges) == [28, 36, 44]
    assert piece(sheet, "一二").size == pytest.approx(4 * POINTS)
    assert millimetres(piece(sheet, "三四").edges) == [20, 24, 28]


def test_the_corner_of_the_page_is_that_of_its_paper():
    [sheet] = lay(write_ofd([Page([Text("一二", 20, 30)], rules=[(20, 40, 90, 40)], origin=(-10.0, 5.0), size=(200.0, 100.0))]))[0]
    assert (sheet.width, sheet.height) == pytest.approx((200 * POINTS, 100 * POINTS))
    assert millimetres(piece(sheet, "一二").edges[:1]) == [30]
    assert millimetres([sheet.rules[0].x0, (sheet.rules[0].y0 + sheet.rules[0].y1) / 2]) == pytest.approx([29.88, 35], abs=0.2)


def test_wide_gaps_end_a_piece_and_narrow_ones_do_not():
    code = '<ofd:TextCode X="0" Y="4" DeltaX="5 30 6 2.5 2.5">一二三四ab</ofd:TextCode>'
    [sheet] = lay(content(text(code)))[0]
    assert pieces(sheet) == ["一二", "三四ab"]


def test_objects_of_one_line_are_one_piece_in_the_order_of_the_line():
    objects = "".join(text(f'<ofd:TextCode X="{x}" Y="4">{char}</ofd:TextCode>') for char, x in (("三", 10), ("一", 0), ("四", 15), ("二", 5)))
    [sheet] = lay(content(objects))[0]
    assert pieces(sheet) == ["一二三四"]


def test_bold_by_drawing_twice_is_read_once():
    for shift in (0.0, 0.05, 0.1, 0.2):
        twice = "".join(text(f'<ofd:TextCode X="{x}" Y="4" DeltaX="g 5 5">哈哈通知书书</ofd:TextCode>') for x in (0, shift))
        [sheet] = lay(content(twice))[0]
        assert pieces(sheet) == ["哈哈通知书书"]


def test_characters_set_down_the_page_are_pieces_of_their_own():
    down = '<ofd:TextCode X="0" Y="4" DeltaY="6 6 6">责任单位</ofd:TextCode>'
    [sheet] = lay(content(text(down) + text('<ofd:TextCode X="40" Y="4">牵头</ofd:TextCode>', 'Boundary="20 20 9 9" Size="5" ReadDirection="90"')))[0]
    assert [each for each in pieces(sheet) if each in "责任单位"] == list("责任单位")
    places = {each.text: each.box.y0 for each in sheet.pieces}
    assert places["责"] < places["任"] < places["单"] < places["位"]
    assert places["牵"] + 10 < places["头"]


@pytest.mark.parametrize(
    ("ctm", "direction", "turn", "size"),
    [("0 1 -1 0 0 0", 0, 270, (842, 595)), ("0 -1 1 0 0 0", 0, 90, (842, 595)), ("-1 0 0 -1 0 0", 0, 180, (595, 842)), ("", 0, 0, (595, 842))],
)
def test_a_page_that_lies_on_its_side_is_turned_upright(ctm, direction, turn, size):
    lines = "".join(
        text('<ofd:TextCode X="0" Y="0" DeltaX="g 9 5">各县人民政府有关部门</ofd:TextCode>', f'Boundary="100 {100 + 8 * n} 9 9" Size="5"' + (f' CTM="{ctm}"' if ctm else ""))
        if not ctm or turn == 180 else
        text('<ofd:TextCode X="0" Y="0" DeltaX="g 9 5">各县人民政府有关部门</ofd:TextCode>', f'Boundary="{100 + 8 * n} 100 9 9" Size="5" CTM="{ctm}"')
        for n in range(3)
    )
    data = write_ofd([Page([], raw=lines, rules=[(20, 20, 20, 200)])])
    [sheet] = lay(data)[0]
    assert (sheet.rotation, (round(sheet.width), round(sheet.height))) == (turn, size)
    assert pieces(sheet) == ["各县人民政府有关部门"] * 3
    for each in sheet.pieces:
        assert list(each.edges) == sorted(each.edges)
        assert each.edges[1] - each.edges[0] == pytest.approx(5 * POINTS)
        assert 0 <= each.box.x0 < each.box.x1 <= sheet.width and 0 <= each.box.y0 < each.box.y1 <= sheet.height
    [rule] = sheet.rules
    assert (rule.x1 - rule.x0 > 400) == (turn in (90, 270))


def test_words_set_aslant_are_told_and_left_out():
    mark = text('<ofd:TextCode X="0" Y="0" DeltaX="g 3 10">内部资料</ofd:TextCode>', 'Boundary="50 100 99 99" Size="10" CTM="0.7 -0.7 0.7 0.7 0 0"')
    [sheet], [problem] = lay(content(mark))
    assert pieces(sheet) == []
    assert (problem.severity, problem.page) == ("info", 1) and "内部资料" in problem.message


@pytest.mark.parametrize("attribute", ['Visible="false"', 'Alpha="0"', 'Fill="false"'])
def test_what_is_not_painted_is_not_read_beside_what_is(attribute):
    [sheet] = lay(content(text('<ofd:TextCode X="0" Y="4">暗</ofd:TextCode>', f'Boundary="20 20 9 9" Size="5" {attribute}')))[0]
    assert pieces(sheet) == []


def test_templates_give_running_heads_and_frames():
    template = Page([Text("某某市人民政府文件", 60, 20)], rules=[(20, 25, 190, 25)])
    sheets, problems = lay(write_ofd([Page([Text(f"第{n}页", 30, 60)], template=0) for n in "一二三"], templates=[template]))
    assert problems == []
    for sheet, n in zip(sheets, "一二三", strict=True):
        assert pieces(sheet) == ["某某市人民政府文件", f"第{n}页"]
        assert len(sheet.rules) == 1


def test_a_template_that_is_missing_is_told():
    data = write_ofd([Page([Text("通知", 30, 60)], template=0)], templates=[Page([Text("文件", 60, 20)])])
    broken = changed(data, "Doc_0/Document.xml", lambda xml: xml.replace(b"TemplatePage", b"Other"))
    [sheet], [problem] = lay(broken)
    assert pieces(sheet) == ["通知"] and "template" in problem.message


def test_blocks_and_composite_objects():
    unit = ('<ofd:CompositeGraphicUnit ID="50" Width="10" Height="10"><ofd:Content>'
            + text('<ofd:TextCode X="0" Y="4" DeltaX="5">部件</ofd:TextCode>', 'Boundary="1 2 9 9" Size="5"')
            + '<ofd:PathObject Boundary="0 9 9 9"><ofd:AbbreviatedData>M 0 0 L 30 0</ofd:AbbreviatedData></ofd:PathObject>'
            + "</ofd:Content></ofd:CompositeGraphicUnit>")
    block = "<ofd:PageBlock><ofd:PageBlock>" + text('<ofd:TextCode X="0" Y="4">块</ofd:TextCode>') + "</ofd:PageBlock></ofd:PageBlock>"
    use = '<ofd:CompositeObject ID="3" ResourceID="50" Boundary="20 100 99 99" CTM="2 0 0 2 0 0"/>'
    data = changed(content(block + use), "Doc_0/DocumentRes.xml", lambda xml: xml.replace(b"</ofd:Res>", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>".encode()))
    [sheet] = lay(data)[0]
    assert pieces(sheet) == ["块", "部件"]
    assert millimetres(piece(sheet, "部件").edges) == [22, 32, 42]
    [rule] = sheet.rules
    assert millimetres([(rule.y0 + rule.y1) / 2]) == [118]


def test_characters_of_a_fonts_own_code_are_told():
    private = "".join(chr(0xE100 + n) for n in range(30))
    [_], [problem] = lay(write_ofd([Page([Text("通知" + private, 20, 20)])]))
    assert (problem.page, problem.severity) == (1, "warning") and "font's own code" in problem.message


def test_letters_drawn_as_shapes_are_told(monkeypatch):
    curve = '<ofd:PathObject Boundary="20 20 9 9" Fill="true" Stroke="false"><ofd:AbbreviatedData>M 0 0 B 1 1 2 2 3 0 C</ofd:AbbreviatedData></ofd:PathObject>'
    monkeypatch.setattr(ocr, "recognise", lambda image, number, dpi: [])
    _, problems = lay(write_ofd([Page([], raw=curve * 400), Page([Text("通知", 20, 20)])]))
    assert [(problem.page, "shapes" in problem.message) for problem in problems] == [(1, True)]


def test_the_same_file_gives_the_same_source():
    data = write_ofd(typeset(LONG), PRODUCERS["bold"], attachments=["b", "a"])
    assert read_ofd(data, "a.ofd", "0") == read_ofd(data, "a.ofd", "0")


def test_boxes_point_at_the_words():
    source = read_ofd(write_ofd(typeset(LONG), PRODUCERS["foxit"]), "a.ofd", "0")
    at = source.text.index("主要目标")
    [(page, box)] = source.places(at, at + 4)
    line = next(text for text in typeset(LONG)[page - 1].texts if "主要目标" in text.text)
    x = line.places[line.text.index("主要目标")] * POINTS
    assert box == pytest.approx(Box(x, box.y0, x + 4 * line.size * POINTS, box.y1), abs=0.5)
    assert box.y0 < line.y * POINTS < box.y1
