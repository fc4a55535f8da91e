"""PDFs as other programs write them: the same words and places as pdfplumber finds, none lost."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.read.pdf import read_pdf

NOTICES = Path(__file__).resolve().parents[1] / "notices"
NOTICE = (NOTICES / "noise_plan_2023.txt").read_text(encoding="utf-8")
SONG = Path("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf")
BARE = re.compile(r"\s+")


def printed_lines(width=28):
    """The notice's lines as an office prints them: 28 characters, paragraphs indented by two."""
    for paragraph in filter(None, NOTICE.splitlines()):
        words = "　　" + paragraph
        for start in range(0, len(words), width):
            yield words[start : start + width]


def by_reportlab():
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(595.28, 841.89))
    lines = list(printed_lines())
    for first in range(0, len(lines), 22):
        page.setFont("STSong-Light", 16)
        for number, line in enumerate(lines[first : first + 22]):
            page.drawString(79, 720 - 29 * number, line)
        page.setFont("STSong-Light", 14)
        page.drawCentredString(297, 60, f"— {first // 22 + 1} —")
        page.showPage()
    page.save()
    return out.getvalue()


def by_fpdf():
    fpdf = pytest.importorskip("fpdf")
    if not SONG.exists():
        pytest.skip("the font fonts-arphic-gbsn00lp is not installed")
    file = fpdf.FPDF(format="A4")
    file.add_font("song", fname=SONG)
    file.set_margins(28, 37, 26)
    file.add_page()
    file.set_font("song", size=16)
    for paragraph in filter(None, NOTICE.splitlines()):
        file.multi_cell(0, 10.2, "　　" + paragraph, new_x="LMARGIN", new_y="NEXT")
    return bytes(file.output())


def by_chromium(folder):
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None or sys.platform != "linux":
        pytest.skip("Chromium is not installed")
    style = "@page{size:A4;margin:30mm 26mm} body{font-size:16pt;line-height:29pt} p{text-indent:2em;margin:0}"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in NOTICE.splitlines() if paragraph)
    page, out = folder / "a.html", folder / "a.pdf"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{body}", encoding="utf-8")
    call = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}", "--no-pdf-header-footer", f"--print-to-pdf={out}", str(page)]
    try:
        subprocess.run(call, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError):
        pytest.skip("Chromium does not print here")
    return out.read_bytes()


def bare(words):
    return BARE.sub("", words)


@pytest.mark.parametrize("make", [by_reportlab, by_fpdf])
def test_all_words_are_read_and_their_places_are_those_of_pdfplumber(make):
    pdfplumber = pytest.importorskip("pdfplumber")
    data = make()
    source = read_pdf(data, "a.pdf", "")
    assert bare(NOTICE) == bare(clean(source).text)
    assert {page.text_source for page in source.pages} == {"text_layer"}
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page, plumbed in zip(source.pages, document.pages, strict=True):
            chars = {(round(char["x0"]), round(char["top"] / 10)): char for char in plumbed.chars if char["text"].strip()}
            words = bare(source.text[page.start : page.end])
            assert sorted(words) == sorted(char["text"] for char in chars.values())
            assert (page.width, page.height) == pytest.approx((plumbed.width, plumbed.height), abs=0.1)
            for line in page.lines:
                first = min(chars.values(), key=lambda char: abs(char["x0"] - line.box.x0) + abs(char["bottom"] - line.box.y1))
                assert first["text"] == source.text[line.start]
                assert first["x0"] == pytest.approx(line.box.x0, abs=1.0)
                assert first["top"] < (line.box.y0 + line.box.y1) / 2 < first["bottom"]


def test_what_chromium_prints_is_read(tmp_path):
    source = read_pdf(by_chromium(tmp_path), "a.pdf", "")
    assert bare(clean(source).text) == bare(NOTICE)
    assert source.problems == ()
