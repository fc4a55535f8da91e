"""Damaged PDFs are read once more by pdfplumber."""

from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.read import pdf, read_data
from pipeline.read.errors import ReadError
from pipeline.read.layout import assemble
from pipeline.read.pdf.second import second_sheets
from tests.read import pdf_maker


@pytest.fixture
def data():
    return pdf_maker.pdf(pdf_maker.lines(["关于做好防汛工作的通知", "各单位：", "请于3月5日前报送情况。"]))


def test_both_readers_say_the_same(data):
    first = clean(read_data(data, "a.pdf"))
    second = clean(assemble(iter(second_sheets(data)), "a.pdf", ""))
    assert second.text == first.text
    assert "请于3月5日前报送情况。" in first.text


def test_what_pdfium_cannot_open_is_read_by_pdfplumber(data, monkeypatch):
    monkeypatch.setattr(pdf, "_open", lambda data: None)
    source = pdf.read_pdf(data, "a.pdf", "0")
    assert "请于3月5日前报送情况。" in source.text
    assert [problem.severity for problem in source.problems] == ["error"]
    assert "damaged" in source.problems[0].message
    assert source.places(0, 5)


def test_the_reading_with_more_words_counts(data, monkeypatch):
    real = pdf._open
    monkeypatch.setattr(pdf, "_open", lambda data: None if data == whole else real(data))
    monkeypatch.setattr(pdf, "mended", lambda data: pdf_maker.pdf(pdf_maker.lines(["通知"])))
    whole = data
    assert "请于3月5日前" in pdf.read_pdf(data, "a.pdf", "0").text


@pytest.mark.parametrize("garbage", [b"", b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_garbage_gives_no_sheets_and_a_clear_error(garbage):
    assert second_sheets(garbage) == []
    with pytest.raises(ReadError, match="damaged"):
        pdf.read_pdf(b"%PDF-1.7\n" + garbage, "a.pdf", "0")
