"""Pages whose letters have shapes but no meaning are drawn, so that OCR can read them."""

import io
from array import array
from pathlib import Path

import pytest

from pipeline.notice import Box
from pipeline.read import ocr
from pipeline.read.layout.sheet import Piece, Sheet
from pipeline.read.ofd import drawn as ofd_draw
from pipeline.read.ofd import read_ofd
from tests.read.make_ofd import Page, Text, write_ofd
from tests.read.ofd_files import changed
from tests.read.test_ofd_scans import black

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
WORDS = "关于开展汛期安全检查的通知各县市区人民政府"


@pytest.fixture
def seen(monkeypatch):
    """OCR that notes what it is shown, and reads one line."""
    shown = []

    def recognise(image, number, dpi):
        shown.append((image.copy(), number, dpi))
        piece = Piece("关于汛期的通知", Box(100, 100, 240, 120), array("d", range(100, 241, 20)), 16, 0.9)
        return [Sheet(number, image.width * 72 / dpi, image.height * 72 / dpi, [piece], [], "ocr", 0.9)]

    monkeypatch.setattr(ocr, "recognise", recognise)
    return shown


def embedded(data, font):
    """The file with a font embedded as its only one."""
    name = b'FontName="\xe4\xbb\xbf\xe5\xae\x8b" FamilyName="\xe4\xbb\xbf\xe5\xae\x8b"/>'
    with_file = changed(data, "Doc_0/PublicRes.xml", lambda xml: xml.replace(name, name[:-2] + b"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>"))
    return changed(with_file, "OFD.xml", lambda xml: xml, **{"Doc_0/Res/f.ttf": font})


def subset():
    """A small font of the words, and the number of the glyph of each."""
    subset = pytest.importorskip("fontTools.subset")
    if not FONT.is_file():
        pytest.skip("the font WenQuanYi Zen Hei is not installed")
    from fontTools.ttLib import TTFont

    font = TTFont(FONT, fontNumber=0)
    cutter = subset.Subsetter(subset.Options(notdef_outline=True))
    cutter.populate(text=WORDS)
    cutter.subset(font)
    target = io.BytesIO()
    font.save(target)
    cmap, order = font.getBestCmap(), font.getReverseGlyphMap()
    return target.getvalue(), {char: order[cmap[ord(char)]] for char in WORDS}


def test_characters_of_a_fonts_own_code_are_drawn_by_their_glyphs(seen):
    font, glyphs = subset()
    ids = " ".join(str(glyphs[char]) for char in WORDS)
    private = "".join(chr(0xE100 + index) for index in range(len(WORDS)))
    text = (f'<ofd:TextObject Boundary="20 50 170 9" Size="16" Font="10" CTM="0.5 0 0 0.5 0 0"><ofd:CGTransform CodePosition="0" CodeCount="{len(WORDS)}" GlyphCount="{len(WORDS)}">'
            f'<ofd:Glyphs>{ids}</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="16" DeltaX="g {len(WORDS) - 1} 16">{private}</ofd:TextCode></ofd:TextObject>')
    data = embedded(write_ofd([Page([Text("第12号", 20, 250, font="仿宋")], raw=text)]), font)
    source = read_ofd(data, "a.ofd", "0")
    [(image, number, dpi)] = seen
    assert (number, dpi) == (1, pytest.approx(200, abs=1))
    scale = dpi / 25.4
    x0, y0, x1, y1 = (edge / scale for edge in black(image.crop((0, 0, image.width, int(100 * scale)))))
    assert (x0, x1) == (pytest.approx(20.3, abs=0.8), pytest.approx(20 + 8 * len(WORDS), abs=0.8))
    assert 50 < y0 < 52 and 57.5 < y1 < 59.5
    assert "关于汛期的通知" in source.text and "\ue100" not in source.text
    assert "第12号" in source.text  # it has a meaning, and OCR did not find it
    assert source.pages[0].text_source == "ocr"
    [problem] = source.problems
    assert problem.severity == "info" and "drawn and read by OCR" in problem.message


def test_letters_drawn_as_shapes_are_read(seen):
    blob = '<ofd:PathObject Boundary="{x} {y} 5 5" Fill="true" Stroke="false"><ofd:AbbreviatedData>M 0 0 B 1 -2 3 -2 4 0 Q 5 2 4 4 L 0 4 C</ofd:AbbreviatedData></ofd:PathObject>'
    ground = '<ofd:PathObject Boundary="0 0 210 297" Fill="true" Stroke="false"><ofd:FillColor Value="#dd #dd #dd"/><ofd:AbbreviatedData>M 0 0 L 210 0 L 210 297 L 0 297 C</ofd:AbbreviatedData></ofd:PathObject>'
    shapes = "".join(blob.format(x=20 + 6 * (n % 25), y=40 + 6 * (n // 25)) for n in range(400))
    source = read_ofd(write_ofd([Page(raw=ground + shapes)]), "a.ofd", "0")
    [(image, _, dpi)] = seen
    scale = dpi / 25.4
    assert [edge / scale for edge in black(image)] == pytest.approx([20, 38.5, 168.7, 134], abs=0.7)
    assert "关于汛期的通知" in source.text
    assert "shapes" in source.problems[0].message


def test_fonts_that_are_broken_or_missing_do_no_harm(seen):
    private = "".join(chr(0xE100 + n) for n in range(30))
    for font in (b"", b"no font", bytes(3000)):
        data = embedded(write_ofd([Page([Text("通知" + private, 20, 20)])]), font)
        source = read_ofd(data, "a.ofd", "0")
        assert "通知" in source.text
        assert source.problems[0].severity in ("warning", "info")
    assert "\ue100" in read_ofd(write_ofd([Page([Text("通知" + private, 20, 20)])]), "a.ofd", "0").text
    assert seen == [] or all(number == 1 for _, number, _ in seen)


def test_what_is_drawn_is_bounded(seen, monkeypatch):
    monkeypatch.setattr(ofd_draw, "MAX_OBJECTS", 10)
    blob = '<ofd:PathObject Boundary="20 20 5 5" Fill="true"><ofd:AbbreviatedData>M 0 0 B 1 1 2 2 3 0 C</ofd:AbbreviatedData></ofd:PathObject>'
    read_ofd(write_ofd([Page(raw=blob * 400)]), "a.ofd", "0")
    assert len(seen) == 1
