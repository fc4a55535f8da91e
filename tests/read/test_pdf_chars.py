"""Text layer → pieces: exact edges, bold drawn twice, what nobody sees, turned pages."""

import itertools
from array import array

import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.pdf.chars import Chars, Frame
from pipeline.read.pdf.layer import layer_of
from pipeline.read.pdf.runs import Run, piece_of, runs, woven
from tests.read.pdf_maker import A4, image, lines, pdf, text

BODY = ["各县（市、区）人民政府，市政府各部门：", "为做好春季防火工作，现将有关事项通知如下。", "一、落实责任，加强值守和巡查。"]


def layer(*contents, number=0, **more):
    """The first page's layer."""
    data = pdf(*contents, **more)
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = pdfium.FPDF_LoadPage(document, number)
    words = pdfium.FPDFText_LoadPage(page)
    try:
        return layer_of(page, words)
    finally:
        pdfium.FPDFText_ClosePage(words)
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


def words(found):
    return [piece.text for piece in found.pieces]


def test_a_line_is_a_piece_with_an_edge_for_every_character():
    (piece,) = layer(text("通知ab。", 80, 700)).pieces
    assert piece.text == "通知ab。"
    assert list(piece.edges) == pytest.approx([80, 96, 112, 120, 128, 144], abs=0.6)
    assert piece.box.y1 == pytest.approx(842 - 700 + 0.12 * 16, abs=0.3)
    assert piece.box.y1 - piece.box.y0 == pytest.approx(16, abs=0.3) == piece.size


def test_a_page_is_its_visible_part():
    (piece,) = layer(text("通知", 80, 700), page="/CropBox [30 40 500 800]").pieces
    assert piece.box.x0 == pytest.approx(50, abs=0.3)
    assert piece.box.y1 == pytest.approx(800 - 700 + 0.12 * 16, abs=0.3)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_viewers_turn_is_read_as_they_show_it(rotate):
    """The text is drawn so that it stands upright when the page is turned; the page's rules turn with it."""
    wide, high = (A4[1], A4[0]) if rotate in (90, 270) else A4
    turn = {0: "1 0 0 1 0 0", 90: f"0 1 -1 0 {A4[0]} 0", 180: f"-1 0 0 -1 {A4[0]} {A4[1]}", 270: f"0 -1 1 0 0 {A4[1]}"}[rotate]
    content = f"q {turn} cm " + lines(BODY, 80, high - 100) + f"80 {high - 200} 300 1 re f Q"
    found = layer(content, page=f"/Rotate {rotate}")
    assert words(found) == BODY
    assert found.frame.size == pytest.approx((wide, high))
    assert found.shown == found.frame.turn == rotate
    assert found.pieces[0].box.x0 == pytest.approx(80, abs=0.3)
    assert found.pieces[0].box.y1 == pytest.approx(100 + 0.12 * 16, abs=0.3)
    (rule,) = found.rules
    assert rule == pytest.approx((80, 199, 380, 200), abs=0.6)


@pytest.mark.parametrize(("turn", "at"), [("0 1 -1 0", (100, 80)), ("0 -1 1 0", (495, 762)), ("-1 0 0 -1", (515, 100))])
def test_text_drawn_sideways_turns_the_page(turn, at):
    found = layer(text(BODY[0], *at, turn=turn))
    assert words(found) == [BODY[0]]
    assert found.frame.turn != 0 == found.shown
    assert found.pieces[0].box.x0 == pytest.approx(80, abs=0.3)
    assert found.pieces[0].box.y1 == pytest.approx(100 + 0.12 * 16, abs=0.3)


@pytest.mark.parametrize(
    "content",
    [
        text("一、总体要求") + text("一、总体要求", 79.4),
        text("一、总体要求", 80.2, 699, colour="0.6 g") + text("一、总体要求"),
        "".join(text(each, 79 + 16 * place) + text(each, 79.5 + 16 * place) for place, each in enumerate("一、总体要求")),
        text("一、总体要求") + text("总体", 79 + 32.4) + text("要求", 79 + 64.4),
    ],
    ids=["line", "shadow", "character", "parts"],
)
def test_bold_drawn_twice_is_read_once(content):
    assert words(layer(content)) == ["一、总体要求"]


def test_a_word_doubled_in_print_stays_doubled():
    assert words(layer(text("人人有责、层层落实、5500元"))) == ["人人有责、层层落实、5500元"]


def test_words_drawn_by_font_are_woven_into_their_line():
    content = text("到", 79) + text("年，完成", 79 + 48) + text("个", 79 + 128) + text("2025", 95, font="H", size=14.4) + text("5", 115 + 80, font="H")
    assert words(layer(content)) == ["到2025年，完成5个"]


def test_characters_drawn_in_any_order_are_read_from_left_to_right():
    order = [3, 0, 5, 1, 4, 2]
    assert words(layer("".join(text("字序打乱的行"[place], 79 + 16 * place) for place in order))) == ["字序打乱的行"]


def test_gaps_are_spaces_where_words_need_them():
    content = text("Fire", 79, font="H", size=10) + text("Safety", 102, font="H", size=10) + text("附件", 79, 600) + text("名单", 127, 600)
    content += text("第", 79, 500) + text("3", 97, 500) + text("条", 107, 500)
    assert words(layer(content)) == ["Fire Safety", "附件  名单", "第3条"]


def test_digits_in_cells_of_their_own_are_one_number():
    content = "".join(text(char, 79 + 16 * at, font="H" if char.isascii() else "F") for at, char in enumerate("自2021年起提高50元"))
    assert words(layer(content)) == ["自2021年起提高50元"]


def test_several_spaces_in_a_row_are_as_many():
    assert words(layer(text("第二条  本规定适用"))) == ["第二条  本规定适用"]
    assert words(layer(text("第二条 本规定适用") + text("第三条　本规定适用", 79, 500))) == ["第二条 本规定适用", "第三条　本规定适用"]


def test_columns_are_pieces_of_their_own():
    content = "".join(text("左栏的文字十个字整", 79, y, 10.5) + text("右栏的文字", 79 + 9 * 10.5 + 14, y, 10.5) for y in (700, 680))
    assert words(layer(content)) == ["左栏的文字十个字整", "右栏的文字"] * 2


def test_evenly_spread_characters_are_one_piece():
    assert words(layer(text("市林业局", spread=11))) == ["市林业局"]
    assert words(layer(text("市林业局", spread=14))) == ["市 林 业 局"]


def test_indents_of_spaces_are_no_part_of_a_piece():
    (piece,) = layer(text("　　为做好工作　")).pieces
    assert piece.text == "为做好工作"
    assert piece.box.x0 == pytest.approx(79 + 32, abs=0.3)


def test_what_nobody_sees_is_left_out_and_counted():
    content = lines(BODY) + text("白纸白字", y=500, colour="1 g") + text("页外", x=700) + text("没有画出", y=400, mode=3)
    content += "0 0 0.5 rg 70 290 300 30 re f " + text("深底白字", y=300, colour="1 g")
    found = layer(content)
    assert words(found) == [*BODY, "深底白字"]
    assert found.unseen == 6
    assert [piece.text for piece in found.hidden] == ["没有画出"]


def test_text_under_an_image_of_the_page_is_hidden():
    assert [piece.text for piece in layer(text(BODY[0]) + image()).hidden] == [BODY[0]]
    assert words(layer(image() + text(BODY[0]))) == [BODY[0]]
    assert words(layer(text(BODY[0]) + image(80, 80, 100, 100))) == [BODY[0]]


def test_watermarks_are_told_by_slope_or_by_size_and_paleness():
    slanted = text("内部资料", 200, 300, 50, turn="0.7 0.7 -0.7 0.7", colour="0.8 g")
    found = layer(lines(BODY) + slanted + text("征求意见稿", 100, 640, 48, colour="0.85 g"))
    assert words(found)[:3] == BODY
    (mark,) = found.pieces[3:]
    assert mark.text == "内部资料"
    assert abs(mark.slope) > 0.5
    assert found.watermarks == ["征求意见稿"]


def test_a_red_masthead_is_no_watermark():
    assert words(layer(text("青河市人民政府文件", 60, 720, 48, colour="1 0 0 rg") + lines(BODY, y=600)))[0] == "青河市人民政府文件"


def test_a_line_that_leans_is_one_piece_with_its_slope():
    (piece,) = layer(text(BODY[1], turn="0.9994 0.0349 -0.0349 0.9994")).pieces
    assert piece.text == BODY[1]
    assert piece.slope == pytest.approx(-0.0349, abs=0.003)


def test_words_on_edge_are_kept_as_one_piece():
    found = layer(lines(BODY) + text("装订线内", 30, 300, 12, turn="0 1 -1 0"))
    assert words(found) == [*BODY, "装订线内"]
    assert found.pieces[3].box.y1 - found.pieces[3].box.y0 == pytest.approx(48, abs=2)


def test_vertical_writing_is_read_line_by_line_from_right_to_left():
    columns = ["竖排文字从右到左", "一行一行地往下读"]
    content = "".join(
        text(char, 400 - 30 * column, 700 - 17 * place) for column, line in enumerate(columns) for place, char in enumerate(line)
    )
    found = layer(content)
    assert words(found) == columns
    assert (found.frame.turn, found.shown) == (270, 0)
    assert found.pieces[0].box == pytest.approx((842 - 700 - 14, 595 - 416, 842 - 700 + 7 * 17 + 2, 595 - 400), abs=3)


def test_a_cell_with_characters_one_under_the_other_does_not_turn_the_page():
    found = layer(lines(BODY) + "".join(text(char, 60, 500 - 17 * place) for place, char in enumerate("责任单位")))
    assert words(found) == [*BODY, *"责任单位"]


def test_superscripts_stand_in_their_line():
    assert words(layer(text("面积100m") + text("2", 79 + 64, 707, 8) + text("以上", 79 + 70))) == ["面积100m2以上"]


PLACES = st.floats(-50, 900, allow_nan=False)


@given(st.lists(st.tuples(st.sampled_from("通知各a1 ，\r"), PLACES, PLACES, st.floats(0, 40)), max_size=40))
def test_pieces_fit_their_edges_wherever_characters_stand(chars):
    x0, y0, sizes = ([each[place] for each in chars] for place in (1, 2, 3))
    x1, y1 = ([place + size for place, size in zip(column, sizes, strict=True)] for column in (x0, y0))
    found = runs(Chars("".join(each[0] for each in chars), range(len(chars)), x0, y0, x1, y1))
    for run in found:
        run.base, run.height = run.bottom, run.size() or 0.1
    assert sum(len(run.text) for run in found) <= len(chars)
    for piece in filter(None, map(piece_of, woven(found))):
        assert len(piece.edges) == len(piece.text) + 1
        assert all(one <= other for one, other in itertools.pairwise(piece.edges))
        assert piece.text == piece.text.strip()


@given(PLACES, PLACES, st.sampled_from([0, 90, 180, 270]))
def test_upright_places_keep_sizes(x, y, turn):
    frame = Frame(0, 0, 595, 842, turn)
    ((x0, y0, x1, y1),) = frame.upright([(x, y, x + 10, y + 20)])
    assert (x1 - x0, y1 - y0) == pytest.approx((20, 10) if turn in (90, 270) else (10, 20))


def test_a_piece_of_white_space_is_none():
    assert piece_of(Run("　", [0], [16], 0, 0, 16, base=16, height=16)) is None
    assert piece_of(Run("\u00ad", [0], [16], 0, 0, 16, base=16, height=16)) is None
    piece = piece_of(Run("\x02\ufffe", [0, 8], [8, 16], 0, 0, 16, base=16, height=16))
    assert piece is not None
    assert (piece.text, piece.edges) == ("--", array("d", [0, 8, 16]))
