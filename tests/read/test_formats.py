"""The form of a file is told by what it holds: a wrong name, odd first bytes and a foreign order of parts change nothing."""

import codecs
import io
import struct
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.lexicon import read_toml
from pipeline.read.formats import refuse, sniff

NOTICE = "关于开展2024年汛期安全检查的通知\n各县（市、区）人民政府：\n　　请于6月30日前完成检查。\n" * 3


def packed(*names, first=b""):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), first or b"<x/>" * 50)
    return target.getvalue()


def stored(mimetype):
    """A package of OpenDocument: its first part says what it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", "<x/>", zipfile.ZIP_DEFLATED)
    return target.getvalue()


def compound(*streams, root_class=bytes(16)):
    """A compound file (MS-CFB) as far as its directory: a header of 512 bytes, then entries of 128."""
    entries = b""
    for name in ("Root Entry", *streams):
        raw = name.encode("utf-16-le") + b"\0\0"
        entry = raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + bytes(14) + (root_class if name == "Root Entry" else bytes(16))
        entries += entry.ljust(128, b"\0")
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + entries


def drawn(form, **options):
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(target, form, **options)
    return target.getvalue()


def tarred(form):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        info = tarfile.TarInfo("通知.txt")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"abc"))
    return target.getvalue()


WORD = bytes.fromhex("0609020000000000c000000000000046")
EXCEL = bytes.fromhex("2008020000000000c000000000000046")
MANY = [f"customXml/item{number}.xml" for number in range(300)]
MHTML = b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"\r\n\r\n"
MAIL = b"Received: x\r\nFrom: a\r\nSubject: b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (packed("word/document.xml", "[Content_Types].xml"), "docx"),
        (packed("[Content_Types].xml", "_rels/.rels", *MANY, "word/document.xml"), "docx"),
        (packed("[Content_Types].xml", "docProps/app.xml", "word\\document2.xml"), "docx"),
        (packed("[Content_Types].xml", "xl/workbook.xml", "xl/embeddings/word/document.docx"), "xlsx"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (packed("Doc_0/Document.xml", *MANY, "OFD.xml"), "ofd"),
        (packed("ofd.xml"), "ofd"),
        (packed("\\OFD.xml", "\\Doc_0\\Document.xml"), "ofd"),
        (stored("application/vnd.oasis.opendocument.text"), "odt"),
        (stored("application/vnd.oasis.opendocument.text-template"), "odt"),
        (stored("application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (packed("mimetype", "META-INF/container.xml"), "epub"),
        (packed("通知.docx", "word/说明.txt", "附件/OFD.xml"), "zip"),
        (packed("某局/word/document.xml", "某局/[Content_Types].xml"), "zip"),
        (packed(), "zip"),
        (packed("a.ofd", first=packed("OFD.xml")), "zip"),
        (packed("word/document.xml", "[Content_Types].xml")[:-40], "docx"),  # cut off: no directory
        (compound("WordDocument", "1Table"), "doc"),
        (compound("Workbook"), "xls"),
        (compound("Book"), "xls"),
        (compound("PowerPoint Document"), "ppt"),
        (compound("EncryptedPackage", "EncryptionInfo"), "encrypted"),
        (compound("WordDocument", "ObjectPool", "Workbook", root_class=WORD), "doc"),
        (compound("Workbook", "WordDocument", root_class=EXCEL), "xls"),
        (compound("Catalog"), "thumbs"),
        (compound("Contents"), "doc"),
        (b"%PDF-1.4\n", "pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4\n1 0 obj endobj", "pdf"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n1 0 obj\nendobj", "pdf"),
        (drawn("PNG"), "image"),
        (drawn("JPEG"), "image"),
        (b"\xff\xd8\xff\xdb\x00\x43" + bytes(64), "image"),
        (b"\xff\xd8\xff\xff\xff\xe1", "image"),
        (drawn("TIFF"), "image"),
        (drawn("TIFF", big_tiff=True), "image"),
        (drawn("GIF"), "image"),
        (drawn("BMP"), "image"),
        (drawn("WEBP"), "image"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heix", "image"),
        (b"\0\0\0\x1cftypmsf1\0\0\0\0msf1hevcheic", "image"),
        (b"\0\0\0\x18ftypXXXX\0\0\0\0mif1heic", "image"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", "video"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\xef\xbb\xbf\r\n{\\rtf1\\ansi", "rtf"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (tarred(tarfile.GNU_FORMAT), "tar"),
        (tarred(tarfile.USTAR_FORMAT), "tar"),
        (b"Rar!\x1a\x07\x01\0", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (MHTML, "mhtml"),
        (MAIL, "mail"),
        (b'<?xml version="1.0"?>\n<uof:UOF xmlns:uof="urn:x">', "uof"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument>', "wordml"),
    ],
)
def test_each_form_is_known(data, form):
    assert sniff(data) == form


def test_a_tar_archive_of_the_old_kind_is_known_by_its_sum():
    data = bytearray(tarred(tarfile.USTAR_FORMAT))
    data[257:265] = bytes(8)
    data[148:156] = b"        "
    data[148:156] = f"{sum(data[:512]):06o}\0 ".encode()
    assert sniff(bytes(data)) == "tar"
    data[0] ^= 1
    assert sniff(bytes(data)) != "tar"


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body>通知</body></html>",
        "<html>\n<body>通知</body></html>",
        "  \r\n<HTML lang=zh>",
        "<!-- saved from url=(0050)http://127.0.0.1/ -->\n<!doctype html>",
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html>',
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
        '<meta charset="utf-8"><title>通知</title><div class="content"><p>一、</p></div>',
        "<div id=zoom><p>各县：</p><p>　　一、</p></div>",
        "<table border=1><tr><td>序号</td><td>任务</td></tr></table>",
        "<p>通知</p>",
        "<h1>通知</h1>\n<p>各县：</p>",
        "<SCRIPT src='x.js'></SCRIPT><CENTER><FONT size=5>通知</FONT></CENTER>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_web_pages_and_parts_of_them(page, encoding):
    assert sniff(page.encode(encoding)) == "html"


@pytest.mark.parametrize(
    "text",
    [
        NOTICE,
        "<关于开展检查的通知>\n" + NOTICE,
        "<<某某条例>>修订说明\n" + NOTICE,
        "<附件1>\n" + NOTICE,
        "<p 1>\n" + NOTICE,
        "<b>关于开展检查的通知</b>\n" + NOTICE,
        '<div align="center">\n\n# 关于开展检查的通知\n\n</div>\n\n' + NOTICE,
        "<!-- 来源：某某办 -->\n# 通知\n" + NOTICE,
        "文件格式说明：%PDF-1.4 开头的文件\n" + NOTICE,
        "BM" + NOTICE,
        "From: 某局\n" + NOTICE,
        "MZ开头\n" + NOTICE,
        "",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_notices_that_look_like_something_else_are_text(text, encoding):
    assert sniff(text.encode(encoding)) == "text"


def test_the_first_bytes_alone_tell_text_from_all_else():
    for data in (packed("[Content_Types].xml", *MANY, "word/document.xml"), tarred(tarfile.GNU_FORMAT), drawn("PNG")):
        assert sniff(data[:65_536]) != "text"
        assert sniff(data[:600]) != "text"


@given(st.binary(max_size=400))
def test_any_bytes_have_a_form_with_words_for_it(data):
    form = sniff(data)
    assert form == "text" or refuse(form).advice


@given(st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("d0cf11e0a1b11ae1"), b"\0\0\xff\xffftyp", b"<div>", codecs.BOM_UTF16_LE]), st.binary(max_size=200))
def test_hostile_ends_of_known_beginnings(head, rest):
    assert isinstance(sniff(head + rest + b"PK\x05\x06" + rest), str)


def test_every_row_has_words_and_can_be_told():
    for row in read_toml("file_formats.toml")["format"]:
        assert row["name"] and row["advice"]
        assert row.get("magic") or row.get("pattern") or row["id"] == "html"


@pytest.mark.parametrize("data", [b"<!--" * 200_000, b"<div " * 200_000, b"<?" * 300_000, b"a: \n" * 200_000, b" " * 1_000_000, b"<?xml " + b"<" * 900_000])
def test_hostile_text_takes_no_time(data):
    assert sniff(data) in ("text", "html")
