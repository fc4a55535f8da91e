"""Notices that were pasted into Word as pictures of their pages."""

import io
from array import array

import pytest
from PIL import Image

from pipeline.notice import Box
from pipeline.read.docx import SCANT, read_docx
from pipeline.read.docx import pictures as docx_pictures
from pipeline.read.errors import ReadError
from pipeline.read.layout import Piece, Sheet
from tests.read.docx_maker import docx, p


def png(width=400, height=500, mode="L", form="PNG"):
    stream = io.BytesIO()
    Image.new(mode, (width, height), 0 if mode == "RGBA" else "white").save(stream, form)
    return stream.getvalue()


def drawn(key, points=400, high=500):
    extent = f'<wp:extent cx="{points * 12700}" cy="{high * 12700}"/>'
    blip = f'<pic:pic><pic:blipFill><a:blip r:embed="{key}"/></pic:blipFill></pic:pic>'
    inline = f"<wp:inline>{extent}<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic></wp:inline>"
    return p(inside=f"<w:r><w:drawing>{inline}</w:drawing></w:r>")


def picture(data):
    return ("image", "", data)


@pytest.fixture
def seen(monkeypatch):
    """What was given to OCR; every picture reads as one line that names it."""
    calls = []

    def recognise(image, number, dpi):
        calls.append((image.mode, image.size, number, round(dpi)))
        text = f"第{len(calls)}张图"
        edges = array("d", [72 + 16 * at for at in range(len(text) + 1)])
        return [Sheet(number, 595, 842, [Piece(text, Box(72, 72, 152, 88), edges, 16, 0.99)], text_source="ocr", confidence=0.99)]

    monkeypatch.setattr("pipeline.read.ocr.recognise", recognise)
    return calls


def test_pictures_of_pages_are_recognised_in_their_order(seen):
    parts = {"a.png": picture(png()), "b.png": picture(png(800, 1000, "RGBA"))}
    source = read_docx(docx(drawn("b.png") + p() + drawn("a.png", 200), parts=parts), "a.docx", "sum")
    assert source.text.split() == ["第1张图", "第2张图"]
    assert seen == [("RGB", (800, 1000), 1, 144), ("RGB", (400, 500), 2, 144)]
    assert [(page.number, page.text_source) for page in source.pages] == [(1, "ocr"), (2, "ocr")]
    assert (source.path, source.sha256) == ("a.docx", "sum")


def test_its_own_few_words_come_first(seen):
    source = read_docx(docx(p("关于春耕的通知") + drawn("a.png"), parts={"a.png": picture(png())}), "a.docx", "0")
    assert source.text.split() == ["关于春耕的通知", "第1张图"]
    assert [(page.number, page.text_source) for page in source.pages] == [(1, "text"), (2, "ocr")]
    assert source.pages[1].end == len(source.text)
    number, box = source.places(source.text.index("第"), len(source.text))[0]
    assert (number, box.x0) == (2, 72)
    assert all(source.text[page.start : page.end] for page in source.pages)


def test_in_a_document_with_text_pictures_are_only_named(seen):
    source = read_docx(docx(p("春" * (SCANT + 1)) + drawn("a.png"), parts={"a.png": picture(png())}), "a.docx", "0")
    assert seen == []
    assert [(problem.severity, "1 large picture" in problem.message) for problem in source.problems] == [("info", True)]


@pytest.mark.parametrize("size", [(60, 60), (400, 80)], ids=["a seal", "a red head"])
def test_small_pictures_are_no_pages(seen, size):
    source = read_docx(docx(p("甲") + drawn("a.png", *size), parts={"a.png": picture(png())}), "a.docx", "0")
    assert (source.text, seen, source.problems) == ("甲\n\n", [], ())


@pytest.mark.parametrize("data", [b"", b"\x01\x00\x00\x00emf", png()[:60]], ids=["empty", "metafile", "cut off"])
def test_a_picture_that_cannot_be_read_is_said(seen, data):
    parts = {"a.emf": picture(data), "b.png": picture(png())}
    source = read_docx(docx(drawn("a.emf") + drawn("b.png"), parts=parts), "a.docx", "0")
    assert source.text.split() == ["第1张图"]
    assert [problem.severity for problem in source.problems] == ["warning"]


def test_a_picture_too_large_is_not_unpacked(seen, monkeypatch):
    monkeypatch.setattr(docx_pictures, "MAX_PIXELS", 1000)
    with pytest.raises(ReadError, match="pictures without any words"):
        read_docx(docx(drawn("a.png"), parts={"a.png": picture(png())}), "a.docx", "0")
    assert seen == []


def test_pictures_without_words_are_said(monkeypatch):
    monkeypatch.setattr("pipeline.read.ocr.recognise", lambda image, number, dpi: [])
    with pytest.raises(ReadError, match="pictures without any words"):
        read_docx(docx(drawn("a.png"), parts={"a.png": picture(png())}), "a.docx", "0")


def test_where_ocr_is_missing_its_own_words_are_read(monkeypatch):
    def missing(image, number, dpi):
        raise ReadError("OCR is not installed", "install it")

    monkeypatch.setattr("pipeline.read.ocr.recognise", missing)
    source = read_docx(docx(p("甲") + drawn("a.png"), parts={"a.png": picture(png())}), "a.docx", "0")
    assert source.text.startswith("甲\n")
    assert [(problem.severity, "install it" in problem.message) for problem in source.problems] == [("error", True)]
    with pytest.raises(ReadError, match="not installed"):
        read_docx(docx(drawn("a.png"), parts={"a.png": picture(png())}), "a.docx", "0")


def test_too_many_pictures_are_said(seen, monkeypatch):
    monkeypatch.setattr(docx_pictures, "MAX_PICTURES", 2)
    parts = {f"{name}.png": picture(png()) for name in "abcd"}
    source = read_docx(docx("".join(drawn(name) for name in parts), parts=parts), "a.docx", "0")
    assert len(seen) == 2
    assert [problem.severity for problem in source.problems] == ["error"]
