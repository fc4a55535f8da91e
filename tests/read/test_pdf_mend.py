"""Files that were cut off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.errors import ReadError
from pipeline.read.pdf import read_pdf
from pipeline.read.pdf.mend import mended
from tests.read.pdf_maker import SONG, pdf, stream, text, write

WORDS = ["第一页的通知正文，共三页。", "第二页的通知正文，共三页。", "第三页的通知正文，共三页。"]
WHOLE = pdf(*(text(each) for each in WORDS))


def packed_file():
    """Pages within an object stream, as newer programs write them."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [6 0 R] >>", page]
    head, body = b"", b""
    for number, each in zip((1, 2, 6), objects, strict=True):
        head += b"%d %d " % (number, len(body))
        body += each + b" "
    inner = stream(head + body, f"/Type /ObjStm /N 3 /First {len(head)}", packed=True)
    file = write([b"null", b"null", SONG, stream(text(WORDS[0])), inner])
    return file[: file.index(b"xref\n")]


def test_pages_are_found_again_where_the_list_of_pages_is_cut_off():
    cut = pdf(*(text(each) for each in WORDS)).replace(b"/Type /Catalog", b"/Type /Catalxx").replace(b"/Type /Pages", b"/Type /Pagxx")
    source = read_pdf(cut[: cut.index(b"xref\n")], "a.pdf", "")
    assert [source.text[page.start : page.end].strip() for page in source.pages] == WORDS
    (problem,) = source.problems
    assert problem.severity == "error"
    assert "the end of the file is missing" in problem.message


def test_packed_pages_are_found_too():
    source = read_pdf(packed_file(), "a.pdf", "")
    assert source.text.strip() == WORDS[0]


def test_a_lost_tail_is_told_even_where_pdfium_mends_the_file_itself():
    source = read_pdf(WHOLE[: WHOLE.index(b"xref\n")], "a.pdf", "")
    assert all(words in source.text for words in WORDS)
    assert [problem.severity for problem in source.problems] == ["error"]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 200, WHOLE[:400], b"%PDF-1.4\n" + b"1 0 obj\n" * 50_000])
def test_what_holds_no_page_is_refused_with_advice(data):
    with pytest.raises(ReadError) as error:
        read_pdf(data, "a.pdf", "")
    assert "damaged" in error.value.message
    assert error.value.advice


@given(st.integers(0, len(WHOLE)))
def test_cut_anywhere_a_file_is_read_or_refused(length):
    try:
        source = read_pdf(WHOLE[:length], "a.pdf", "")
    except ReadError:
        return
    assert source.problems or source.text.strip()


@given(st.binary(max_size=400))
def test_any_bytes_are_mended_or_not(data):
    found = mended(b"1 0 obj << /Type /Page >> " + data)
    assert found is None or found.rstrip().endswith(b"%%EOF")
