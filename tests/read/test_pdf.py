"""PDF → source: text layers, pages that go to OCR, locked and hostile files."""

import sys
import types
from array import array

import pytest

from pipeline.notice import Box
from pipeline.read import pdf as reader
from pipeline.read.errors import ReadError
from pipeline.read.layout import Piece, Sheet
from pipeline.read.pdf import layer as pdf_layer
from pipeline.read.pdf import objects as pdf_objects
from pipeline.read.pdf import read_pdf
from pipeline.read.pdf import scan as pdf_scan
from tests.read.pdf_maker import A4, image, lines, pdf, stream, text, write

BODY = [
    "为做好春季森林防火工作，现将有关事项通知如下，请各地",
    "各部门认真贯彻执行，加强值守巡查，及时报送工作情况。",
]
_GRAY = "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8"
GARBLED = ["\u9f98\u9f97\u9f96\u9f95\u9f94\u9f93\u9f92\u9f91\u9f90\u9f8f" * 2] * 3


@pytest.fixture
def ocr(monkeypatch):
    """OCR that answers every image with one line; the images that it was given."""
    seen = []

    def recognise(picture, number, dpi):
        seen.append((picture.size, round(dpi), number))
        words = "由图像识别的文字"
        piece = Piece(words, Box(80, 100, 208, 116), array("d", range(80, 209, 16)), 16.0, 0.75)
        return [Sheet(number, picture.size[0] * 72 / dpi, picture.size[1] * 72 / dpi, [piece], text_source="ocr", confidence=0.75)]

    def problems_of(sheets, path):
        from pipeline.notice import Problem

        return [Problem(path, "read", "warning", "not sure", sheet.number) for sheet in sheets]

    monkeypatch.setitem(sys.modules, "pipeline.read.ocr", types.SimpleNamespace(recognise=recognise, problems_of=problems_of))
    return seen


def read(*contents, **more):
    return read_pdf(pdf(*contents, **more), "a.pdf", "0")


def test_every_character_leads_to_its_place():
    source = read(text("通知ab", 80, 700), lines(BODY))
    assert (source.path, source.sha256, source.problems) == ("a.pdf", "0", ())
    at = source.text.index("知")
    ((page, box),) = source.places(at, at + 2)
    assert page == 1
    assert box == pytest.approx((96, 842 - 700 - 0.88 * 16, 120, 842 - 700 + 0.12 * 16), abs=0.6)
    assert [(page.text_source, page.width, page.height, page.rotation) for page in source.pages] == [("text_layer", 595, 842, 0)] * 2
    assert source.places(source.text.index("春季"), source.text.index("春季") + 1)[0][0] == 2


def test_tables_are_read_by_their_ruling_lines():
    rules = "".join(f"{x} 500 m {x} 620 l S " for x in (80, 180, 400)) + "".join(f"80 {y} m 400 {y} l S " for y in (500, 560, 620))
    cells = text("重点任务", 85, 585) + text("责任单位", 185, 585) + text("巡山护林", 85, 525) + text("市林业局", 185, 525)
    assert "重点任务\t责任单位\n巡山护林\t市林业局\n" in read(lines(BODY) + rules + cells).text


def test_lying_pages_go_to_ocr_and_the_others_do_not(ocr):
    source = read(lines(BODY), lines(GARBLED), lines(BODY))
    assert [page.text_source for page in source.pages] == ["text_layer", "ocr", "text_layer"]
    assert ocr == [((1652, 2338), 200, 2)]
    assert source.pages[1].confidence == 0.75
    assert "由图像识别的文字" in source.text
    assert GARBLED[0] not in source.text
    assert {(problem.severity, problem.page) for problem in source.problems} == {("warning", 2), ("info", 2)}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (image(), "ocr"),
        (image() + text("扫描全能王 创建", 300, 30, 9) + text("— 3 —", 270, 60), "ocr"),
        (image() + lines(BODY, mode=3), "text_layer"),
        (image() + lines([line.replace("，", ",") for line in BODY], mode=3), "ocr"),
        (image() + lines(GARBLED, mode=3), "ocr"),
        (lines(BODY) + image(), "text_layer"),
        (image(80, 100, 300, 200) + lines(BODY), "text_layer"),
        (image() + lines(BODY), "text_layer"),
        ("".join(f"{x} 500 m {x + 9} 520 {x} 530 {x + 5} 500 c f " for x in range(50, 500, 10)), "ocr"),
        ("", "text_layer"),
        ("80 500 400 1 re f", "text_layer"),
    ],
    ids=["scan", "mark", "layer", "poor", "garbled", "under", "figure", "ground", "outlines", "blank", "line"],
)
def test_what_a_page_is_read_from(ocr, content, expected):
    source = read(content)
    assert source.pages[0].text_source == expected
    assert len(ocr) == (expected == "ocr")
    words = BODY[0].encode("utf-16-be").hex() in content
    assert (BODY[0] in source.text) == (expected == "text_layer" and words)


def test_a_few_lost_characters_are_told():
    source = read(lines([*BODY, *BODY, *BODY]) + "BT /F 16 Tf 79 400 Td <90E8000595E80003> Tj ET")
    (problem,) = source.problems
    assert "部\ufffd门\n" in source.text
    assert (problem.severity, problem.page) == ("warning", 1)


def test_transparent_words_are_not_read(ocr):
    state = b"<< /Type /ExtGState /ca 0 >>"
    data = pdf(image() + "/G gs " + lines(BODY), more=[stream("\x80", f"{_GRAY} /Width 1 /Height 1"), b"null", state])
    data = data.replace(b"/XObject << /I 5 0 R >>", b"/XObject << /I 5 0 R >> /ExtGState << /G 9 0 R >>")
    assert read_pdf(data, "a.pdf", "").pages[0].text_source == "ocr"


def test_a_blank_page_is_no_problem():
    source = read("", lines(BODY))
    assert source.text.strip().startswith(BODY[0][:5])
    assert len(source.pages) == 2
    assert source.problems == ()


def test_without_ocr_one_problem_names_the_pages(monkeypatch):
    monkeypatch.setitem(sys.modules, "pipeline.read.ocr", None)
    source = read(lines(BODY), image(), image(), lines(BODY), lines(GARBLED))
    (problem,) = source.problems
    assert (problem.severity, problem.page) == ("error", 2)
    assert "pages 2–3, 5" in problem.message
    assert GARBLED[0] not in source.text


def test_without_ocr_a_poor_layer_behind_an_image_is_better_than_nothing(monkeypatch):
    monkeypatch.setitem(sys.modules, "pipeline.read.ocr", None)
    poor = [line.replace("，", ",") for line in BODY]
    source = read(image() + lines(poor, mode=3))
    assert poor[0] in source.text
    assert [(problem.severity, problem.page) for problem in source.problems] == [("warning", 1)]


MEDICINES = ["头孢哌酮钠舒巴坦钠、阿莫西林克拉维酸钾、氯吡格雷", "硝苯地平控释片、瑞舒伐他汀钙片、左氧氟沙星滴眼液"]


def test_lists_of_rare_words_are_compared_with_what_ocr_reads(ocr, monkeypatch):
    monkeypatch.setattr(sys.modules["pipeline.read.ocr"], "recognise", _answering(MEDICINES, ocr))
    source = read(*[lines(MEDICINES)] * 4)
    assert {page.text_source for page in source.pages} == {"text_layer"}
    assert len(ocr) == 2  # from then on the file is believed
    assert source.problems == ()


def test_a_layer_of_wrong_common_characters_is_found_out_by_ocr(ocr, monkeypatch):
    monkeypatch.setattr(sys.modules["pipeline.read.ocr"], "recognise", _answering(BODY, ocr))
    source = read(lines(MEDICINES))
    assert source.pages[0].text_source == "ocr"
    assert BODY[0] in source.text


def test_without_ocr_rare_words_are_kept_with_a_warning(monkeypatch):
    monkeypatch.setitem(sys.modules, "pipeline.read.ocr", None)
    source = read(lines(MEDICINES))
    assert MEDICINES[0] in source.text
    assert [problem.severity for problem in source.problems] == ["warning"]


def _answering(words, seen):
    def recognise(picture, number, dpi):
        seen.append(number)
        pieces = [
            Piece(line, Box(80, y, 80 + 16 * len(line), y + 16), array("d", range(80, 81 + 16 * len(line), 16)), 16.0, 0.99)
            for y, line in zip((100, 130), words, strict=True)
        ]
        return [Sheet(number, 595, 842, pieces, text_source="ocr", confidence=0.99)]

    return recognise


def test_scans_have_a_bound(ocr, monkeypatch):
    monkeypatch.setattr(reader, "MAX_SCANS", 1)
    source = read(image(), image())
    assert len(ocr) == 1
    assert any("at most, so nothing was read of page 2" in problem.message for problem in source.problems)


def test_a_sheet_of_absurd_size_is_drawn_coarsely(ocr):
    read(image(0, 0, 14400, 14400), size=(14400, 14400))
    ((size, dpi, _),) = ocr
    assert size[0] * size[1] <= pdf_scan.MAX_PIXELS
    assert dpi < 30


def test_a_page_of_a_point_to_a_pixel_is_drawn_in_its_own_pixels(ocr):
    pixels = stream("\x80" * (1654 * 2338), f"{_GRAY} /Width 1654 /Height 2338", packed=True)
    read(image(0, 0, 1654, 2338), size=(1654, 2338), more=[pixels])
    ((size, dpi, _),) = ocr
    assert (*size, dpi) == pytest.approx((1654, 2338, 72), abs=1)


def test_words_in_large_images_beside_text_are_told_to_be_unread(ocr):
    source = read(image(50, 50, 500, 600) + lines(BODY))
    (problem,) = source.problems
    assert (problem.severity, ocr) == ("info", [])
    assert "page 1" in problem.message


def test_a_turned_scan_is_drawn_upright(ocr):
    read(image(), page="/Rotate 90")
    assert ocr[0][0] == (2338, 1652)


def test_locked_files_say_so():
    with pytest.raises(ReadError, match="password") as error:
        read_pdf(_encrypted("a", "b"), "a.pdf", "")
    assert "save it without one" in error.value.advice


def test_files_that_only_owners_may_change_are_read():
    assert "Notice" in read_pdf(_encrypted("", "b"), "a.pdf", "").text


def _encrypted(user, owner):
    fpdf = pytest.importorskip("fpdf", reason="fpdf2 writes the encrypted file")
    file = fpdf.FPDF()
    file.set_encryption(owner_password=owner, user_password=user or None)
    file.add_page()
    file.set_font("helvetica", size=12)
    file.cell(text="Notice on fire safety")
    return bytes(file.output())


def test_attached_files_are_named():
    names = "/Names << /EmbeddedFiles << /Names [ (a) 9 0 R ] >> >>"
    more = [b"null", b"<< /Type /Filespec /F (plan.docx) /UF (plan.docx) /EF << /F 10 0 R >> >>", stream("x", "/Type /EmbeddedFile")]
    (problem,) = read(text(BODY[0]), catalog=names, more=[stream("\x80", f"{_GRAY} /Width 1 /Height 1"), *more]).problems
    assert problem.severity == "info"
    assert "plan.docx" in problem.message




def test_forms_that_a_program_fills_are_told():
    source = read(text(BODY[0]), catalog="/AcroForm << /Fields [] /XFA (x) >> /NeedsRendering true")
    assert "XFA" in source.problems[0].message


def test_pages_have_a_bound(monkeypatch):
    monkeypatch.setattr(reader, "MAX_PAGES", 3)
    source = read(text(BODY[0]), repeat=5)
    assert len(source.pages) == 3
    assert "5 pages; only the first 3 were read" in source.problems[0].message


def test_characters_have_a_bound(monkeypatch):
    monkeypatch.setattr(pdf_layer, "MAX_CHARACTERS", 10)
    source = read(text(BODY[0]))
    assert source.text.strip() == BODY[0][:10]
    assert source.problems[0].severity == "error"
    monkeypatch.setattr(reader, "MAX_CHARACTERS", 30)
    assert "pages 3 to 5 were not read" in read(text(BODY[0]), repeat=5).problems[-1].message


def test_objects_have_a_bound(monkeypatch):
    monkeypatch.setattr(pdf_objects, "MAX_OBJECTS", 5)
    source = read(text(BODY[0]) + "1 1 90 1 re f " * 9)
    assert source.text.strip() == BODY[0]
    assert "tables on it may be missing" in source.problems[0].message
    monkeypatch.setattr(reader, "MAX_OBJECTS", 15)
    assert "pages 3 to 5 were not read" in read("1 1 90 1 re f " * 9, repeat=5).problems[-1].message


@pytest.mark.parametrize(
    ("content", "more"),
    [
        ("1 1 90 1 re f " * 100_000, {}),
        ("".join(f"{each % 500} {each // 500} m {each % 500 + 9} {each // 500} l " for each in range(100_000)) + "S", {}),
        (text("市" * 200_000), {}),
        ("".join(text("市政府", 79, 700) for _ in range(20_000)), {}),
        ("BT /F 16 Tf 1e38 0 0 1e38 1e38 1e38 Tm <5E02> Tj ET 1e38 1e38 m 3e38 3e38 l S", {}),
        ("BT /X 16 Tf 79 700 Td <5E02653F> Tj ET /Nothing Do q q q", {}),
        ("BT /F 16 Tf (", {}),
        (text("市"), {"size": (0, 0)}),
        (text("市"), {"size": (-500, -700)}),
        (text("市"), {"size": (1e9, 1e9)}),
        (text("市"), {"page": "/MediaBox [a b c]"}),
        (text("市"), {"page": "/Rotate 37 /CropBox [900 900 901 901]"}),
        (" " * 20_000_000, {"packed": True}),
    ],
    ids=["rules", "path", "long", "spot", "far", "font", "broken", "zero", "negative", "vast", "box", "crop", "packed"],
)
def test_hostile_pages_are_read_as_far_as_they_can_be(ocr, content, more):
    assert len(read(content, **more).pages) == 1


def test_trees_that_loop_end():
    looped = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2 /Kids [2 0 R 3 0 R] >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"]
    try:
        source = read_pdf(write(looped), "a.pdf", "")
    except ReadError:
        return
    assert all(problem.severity == "error" for problem in source.problems)
    assert source.text.strip() == ""


def test_damaged_pages_do_not_stop_the_others():
    damaged = pdf(lines(BODY), lines(BODY)).replace(b"6 0 obj\n<< /Type /Page ", b"6 0 obj\n[[ /Type /Page ")
    source = read_pdf(damaged, "a.pdf", "")
    assert BODY[0] in source.text
    assert len(source.pages) == 2
    assert any(problem.page == 1 and problem.severity == "error" for problem in source.problems)


def test_forms_within_a_page_are_looked_into(ocr):
    inner = stream(lines(BODY) + "80 500 400 1 re f", "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 10 0]")
    source = read("/I Do", more=[inner])
    assert BODY[0] in source.text
    assert source.places(0, 1)[0][1].x0 == pytest.approx(89, abs=0.3)
    assert ocr == []


def test_the_same_file_gives_the_same_source(ocr):
    data = pdf(lines(BODY), image(), text("征求意见稿", 100, 640, 48, colour="0.85 g") + lines(BODY), size=A4)
    assert read_pdf(data, "a.pdf", "") == read_pdf(data, "a.pdf", "")
