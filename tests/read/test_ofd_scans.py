"""Pages of OFD that are pictures: put together as they lie, and given to OCR; what a scanner's program left beside them."""

import io
from array import array

import pytest
from PIL import Image, ImageDraw

from pipeline.notice import Box
from pipeline.read import ocr
from pipeline.read.errors import ReadError
from pipeline.read.layout.sheet import Piece, Sheet
from pipeline.read.ofd import read_ofd
from pipeline.read.ofd import scan as ofd_scan
from tests.read.make_ofd import Image as Picture
from tests.read.make_ofd import Page, Text, write_ofd
from tests.read.ofd_files import changed
from tests.read.test_ofd_jbig2 import jbig2

A4 = (827, 1169)  # pixels of a page at 100 dpi
WORDS = "各县（市、区）人民政府，市政府各部门：为做好全市防汛工作，现将有关事项通知如下。一、加强组织领导，落实工作责任。"


def coded(image, form="PNG"):
    target = io.BytesIO()
    image.save(target, form)
    return target.getvalue()


def scan(mark=(100, 200), size=A4):
    """A white page with a black square of 50 pixels."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((*mark, mark[0] + 50, mark[1] + 50), fill="black")
    return image


@pytest.fixture
def seen(monkeypatch):
    """OCR that notes what it is shown, and reads one line."""
    shown = []

    def recognise(image, number, dpi):
        shown.append((image.copy(), number, dpi))
        width, height = (side * 72 / dpi for side in image.size)
        piece = Piece("关于防汛工作的通知", Box(100, 100, 280, 120), array("d", range(100, 281, 20)), 16, 0.9)
        return [Sheet(number, width, height, [piece], [], "ocr", 0.9)]

    monkeypatch.setattr(ocr, "recognise", recognise)
    return shown


def read(*pages, **options):
    return read_ofd(write_ofd(pages, **options), "a.ofd", "0")


def black(image):
    """Box of what is black."""
    return image.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()


@pytest.mark.parametrize(("form", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("TIFF", "tif"), ("BMP", "bmp"), ("JPEG2000", "jp2"), ("JBIG2", "jb2")])
def test_a_picture_of_a_page_goes_to_ocr(seen, form, ending):
    source = read(Page(images=[Picture(jbig2(scan()) if form == "JBIG2" else coded(scan(), form), ending)]), Page([Text(WORDS[:20], 20, 20)]))
    [(image, number, dpi)] = seen
    assert number == 1 and dpi == pytest.approx(100, abs=1)
    assert image.size == pytest.approx(A4, abs=2)
    assert black(image) == pytest.approx((100, 200, 151, 251), abs=2)
    assert [page.text_source for page in source.pages] == ["ocr", "text_layer"]
    assert "关于防汛工作的通知" in source.text and WORDS[:20] in source.text
    assert source.problems == ()


def test_stripes_are_put_together(seen):
    whole = scan((300, 600))
    stripes = [Picture(coded(whole.crop((0, top, A4[0], min(top + 300, A4[1])))), "png", 0, top / A4[1] * 297, 210, (min(300, A4[1] - top)) / A4[1] * 297) for top in range(0, A4[1], 300)]
    read(Page(images=stripes))
    assert black(seen[0][0]) == pytest.approx((300, 600, 351, 651), abs=2)


def test_a_picture_finer_than_need_be_is_made_coarser(seen):
    read(Page(images=[Picture(coded(scan((600, 1200), (4960, 7016)).convert("L")), "png")]))
    [(image, _, dpi)] = seen
    assert dpi == pytest.approx(ofd_scan.MOST_DPI) and max(image.size) < 3600
    assert black(image) == pytest.approx((300, 600, 326, 626), abs=3)


@pytest.mark.parametrize("ctm", ["0 297 -210 0 210 0", "-210 0 0 -297 210 297"])
def test_a_picture_is_turned_as_the_page_shows_it(seen, ctm):
    image = scan() if ctm.startswith("-") else scan((100, 200), (1169, 827))
    data = write_ofd([Page(images=[Picture(coded(image), "png")])])


    read_ofd(changed(data, "Doc_0/Pages/Page_0/Content.xml", lambda xml: xml.replace(b'CTM="210.0 0 0 297.0 0 0"', f'CTM="{ctm}"'.encode())), "a.ofd", "0")
    found = black(seen[0][0])
    expected = {"0 297 -210 0 210 0": (827 - 251, 100, 827 - 200, 151), "-210 0 0 -297 210 297": (827 - 151, 1169 - 251, 827 - 100, 1169 - 200)}[ctm]
    assert found == pytest.approx(expected, abs=3)


def test_a_picture_without_ctm_fills_its_box_and_transparency_is_white(seen):
    image = Image.new("RGBA", A4, (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((100, 200, 150, 250), fill="black")
    data = write_ofd([Page(images=[Picture(coded(image), "png")])])


    read_ofd(changed(data, "Doc_0/Pages/Page_0/Content.xml", lambda xml: xml.replace(b'CTM="210.0 0 0 297.0 0 0"', b"")), "a.ofd", "0")
    assert black(seen[0][0]) == pytest.approx((100, 200, 151, 251), abs=2)


def test_a_few_words_beside_the_picture_are_kept(seen):
    source = read(Page([Text("档号：12—3", 150, 15), Text("重", 40, 38)], images=[Picture(coded(scan()), "png")]))
    assert "档号：12—3" in source.text and "关于防汛工作的通知" in source.text
    assert "重" not in source.text  # it stands where OCR read a line
    assert len(seen) == 1


def test_words_behind_a_scan_are_taken_where_they_are_good(seen):
    good = Page([Text(WORDS[:28], 20, 20, 5), Text(WORDS[28:], 20, 30, 5)])
    hidden = [Text(text.text, text.x, text.y, 5, attributes='Alpha="0"') for text in good.texts]
    source = read(Page(hidden, images=[Picture(coded(scan()), "png")]))
    assert WORDS[:28] in source.text.replace("\n", "") and seen == []


def test_words_behind_a_scan_that_are_poor_are_read_again(seen):
    poor = "釬齙厴蠵鼴蘴 爨龘麤灪 讟钃虋"
    hidden = [Text((poor * 3)[:28], 20, 20 + 10 * n, 5, attributes='Visible="true" Fill="false"') for n in range(4)]
    source = read(Page(hidden, images=[Picture(coded(scan()), "png")]))
    assert len(seen) == 1 and "齙" not in source.text


def test_a_picture_laid_upon_the_text_hides_it(seen):
    """Drawn first, then the scan over it: what is seen is the scan."""


    poor = "釬齙厴蠵鼴蘴爨龘麤灪讟钃虋"
    page = Page([Text((poor * 3)[:28], 20, 20 + 10 * n, 5) for n in range(4)], images=[Picture(coded(scan()), "png")])

    def later(xml):
        at, end = xml.index(b"<ofd:ImageObject"), xml.index(b"/>", xml.index(b"<ofd:ImageObject")) + 2
        return (xml[:at] + xml[end:]).replace(b"</ofd:Layer>", xml[at:end] + b"</ofd:Layer>")

    read_ofd(changed(write_ofd([page]), "Doc_0/Pages/Page_0/Content.xml", later), "a.ofd", "0")
    assert len(seen) == 1
    seen.clear()
    read_ofd(write_ofd([page]), "a.ofd", "0")  # upon the picture, the text is what is seen
    assert seen == []


def test_a_transparent_picture_upon_the_text_does_not_hide_it(seen):


    page = Page([Text(WORDS[n * 12 : n * 12 + 12], 20, 20 + 10 * n, 5) for n in range(4)], images=[Picture(coded(Image.new("RGBA", A4, (255, 0, 0, 20))), "png")])

    def later(xml):
        at, end = xml.index(b"<ofd:ImageObject"), xml.index(b"/>", xml.index(b"<ofd:ImageObject")) + 2
        return (xml[:at] + xml[end:]).replace(b"</ofd:Layer>", xml[at:end] + b"</ofd:Layer>")

    source = read_ofd(changed(write_ofd([page]), "Doc_0/Pages/Page_0/Content.xml", later), "a.ofd", "0")
    assert seen == [] and WORDS[:12] in source.text


@pytest.mark.parametrize(
    ("data", "ending", "words"),
    [
        (b"\x97JB2\r\n\x1a\n" + bytes(40), "jb2", "JBIG2"),
        (b"no picture", "png", "cannot be decoded"),
        (coded(scan())[:900], "png", "damaged"),
        (b"%PDF-1.4", "pdf", "cannot be decoded"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "eps", "cannot be decoded"),
    ],
)
def test_pictures_that_cannot_be_decoded_are_told(seen, data, ending, words):
    source = read(Page(images=[Picture(data, ending)]), Page([Text(WORDS[:20], 20, 20)]))
    assert seen == []
    [problem] = source.problems
    assert (problem.page, problem.severity) == (1, "warning") and words in problem.message and "PDF" in problem.message


def test_huge_pictures_are_not_decoded(seen, monkeypatch):
    monkeypatch.setattr(ofd_scan, "MAX_PIXELS", 100_000)
    source = read(Page(images=[Picture(coded(scan()), "png")]), Page([Text(WORDS[:20], 20, 20)]))
    assert seen == [] and "827 × 1169 pixels" in source.problems[0].message


def test_a_picture_that_is_missing(seen):


    data = write_ofd([Page(images=[Picture(coded(scan()), "png")]), Page([Text(WORDS[:20], 20, 20)])])
    source = read_ofd(changed(data, "Doc_0/DocumentRes.xml", lambda xml: xml.replace(b"MultiMedia ", b"Other ").replace(b"</ofd:MultiMedia>", b"</ofd:Other>")), "a.ofd", "0")
    assert seen == [] and "missing" in source.problems[0].message


def test_without_ocr_the_page_is_told(monkeypatch):
    def recognise(image, number, dpi):
        raise ReadError("no OCR is installed", "install it")

    monkeypatch.setattr(ocr, "recognise", recognise)
    page = Page(images=[Picture(coded(scan()), "png")])
    source = read(page, Page([Text(WORDS[:20], 20, 20)]))
    [problem] = source.problems
    assert (problem.page, problem.severity) == (1, "error") and "no OCR is installed" in problem.message
    with pytest.raises(ReadError, match="no OCR is installed"):
        read(page)


def test_a_small_picture_is_no_scan(seen):
    read(Page([Text("通知", 20, 20)], images=[Picture(coded(scan()), "png", 90, 200, 40, 40)]))
    assert seen == []


def test_a_page_that_lies_outside_its_pictures(seen):
    source = read(Page(images=[Picture(coded(scan()), "png", 0, 0, 100000, 0.0001)]), Page([Text(WORDS[:20], 20, 20)]))
    assert WORDS[:20] in source.text


def test_pages_for_ocr_are_bounded(seen, monkeypatch):
    monkeypatch.setattr(ofd_scan, "MAX_SCANS", 2)
    picture = Picture(coded(scan()), "png")
    source = read(*[Page(images=[picture])] * 4)
    assert [number for _, number, _ in seen] == [1, 2]
    assert [(problem.page, problem.severity) for problem in source.problems] == [(3, "error"), (4, "error")]
