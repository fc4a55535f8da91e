"""Older office documents: which they are, and what LibreOffice makes of them."""

import io
import os
import socket
import stat
import struct
import subprocess
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import office, read_data
from pipeline.read.errors import ReadError
from pipeline.read.formats import sniff
from pipeline.read.office import converted, read_office
from pipeline.read.office_compound import MAGIC, Compound
from tests.read.docx_maker import docx, level, numbering, p, run

installed = pytest.mark.skipif(office.soffice() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="a shell script stands for LibreOffice")

RTF = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
    + b"".join(b"\\u%d?" % ord(char) for char in "青石县人民政府关于")
    + b"\\par "
    + b"".join(b"\\u%d?" % ord(char) for char in "做好春耕工作的通知")
    + rb"\par}"
)


def compound(names, flags=0):
    """A compound file of 512-byte sectors: table, directory, then a stream of 4096 bytes for the first name."""
    header = MAGIC + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    stream_at = 2 + len(names) // 4
    table = [0xFFFFFFFD, *range(2, stream_at), 0xFFFFFFFE, *range(stream_at + 1, stream_at + 8), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))

    def entry(name, kind, left, right, down, size=0):
        words = name.encode("utf-16-le")
        out = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words) + 2, kind, 1, left, right, down)
        return out.ljust(116, b"\0") + struct.pack("<IQ", stream_at, size)

    none = 0xFFFFFFFF
    entries = [entry("Root Entry", 5, none, none, 1)]
    for index, name in enumerate(names, 1):
        entries.append(entry(name, 2, none, index + 1 if index < len(names) else none, none, 4096))
    directory = b"".join(entries)
    directory += b"\0" * (-len(directory) % 512)
    stream = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags).ljust(4096, b"\0")
    return header + struct.pack("<128I", *table) + directory + stream


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["EncryptionInfo", "EncryptedPackage"], "password"),
        (["Workbook"], "Excel"),
        (["Book", "SummaryInformation"], "Excel"),
        (["PowerPoint Document"], "slides"),
        (["Contents"], "without a Word document"),
    ],
)
def test_what_is_no_word_document_is_refused(names, words):
    with pytest.raises(ReadError, match=words) as caught:
        read_office(compound(names), "a.doc", "0")
    assert caught.value.advice


def test_an_encrypted_word_97_document_is_refused():
    with pytest.raises(ReadError, match="password"):
        read_office(compound(["WordDocument", "1Table"], flags=0x0100), "a.doc", "0")


def test_an_excel_sheet_within_a_word_document_does_not_count():
    held = Compound(compound(["WordDocument", "1Table"]) + "Workbook".encode("utf-16-le"))
    assert "WordDocument" in held
    assert "Workbook" not in held
    assert not held.encrypted


def test_a_directory_that_is_lost_is_looked_for_in_the_bytes():
    assert "WordDocument" in Compound(MAGIC + b"\0" * 40 + "WordDocument".encode("utf-16-le"))


@given(st.binary(max_size=600))
def test_any_bytes_are_looked_at_without_an_error(tail):
    held = Compound(MAGIC + tail)
    assert ("WordDocument" in held) in (True, False)
    assert not held.encrypted


def test_where_libreoffice_is_missing_it_says_how_to_have_it(monkeypatch):
    monkeypatch.setattr(office, "soffice", lambda: None)
    with pytest.raises(ReadError, match="LibreOffice") as caught:
        read_office(RTF, "a.rtf", "0")
    assert "apt install" in caught.value.advice
    assert ".docx" in caught.value.advice


def script(folder, text):
    path = folder / "soffice"
    path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return str(path)


@posix
def test_a_libreoffice_that_hangs_is_killed_with_its_children(tmp_path, monkeypatch):
    seen = tmp_path / "child"
    monkeypatch.setattr(office, "soffice", lambda: script(tmp_path, f"sleep 600 &\necho $! > {seen}\nwait\n"))
    begun = time.monotonic()
    with pytest.raises(ReadError, match="longer than"):
        converted(RTF, ".rtf", timeout=1.0)
    assert time.monotonic() - begun < 20
    child = int(seen.read_text())
    for _ in range(100):
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=False).stdout.strip()
        if state in ("", "Z"):
            break
        time.sleep(0.05)
    assert state in ("", "Z")


@posix
def test_a_libreoffice_that_fails_is_quoted(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "soffice", lambda: script(tmp_path, "echo 'Error: source file could not be loaded' >&2\nexit 1\n"))
    with pytest.raises(ReadError, match="could not be loaded"):
        converted(RTF, ".rtf")


@posix
def test_libreoffice_is_given_nothing_of_the_users_own(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_USER", "1")
    monkeypatch.setattr(office, "soffice", lambda: script(tmp_path, f"env > {tmp_path}/env\necho \"$@\" > {tmp_path}/args\n"))
    with pytest.raises(ReadError):
        converted(RTF, ".rtf")
    assert "SECRET_OF_THE_USER" not in (tmp_path / "env").read_text()
    assert "UserInstallation=file://" in (tmp_path / "args").read_text()


def by_libreoffice(data, form, folder):
    """A docx as LibreOffice writes it in another form."""
    (folder / "notice.docx").write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [office.soffice(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "notice.docx")], check=True, capture_output=True, timeout=120)
    return (folder / f"notice.{form}").read_bytes()


LISTS = numbering({0: level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")})
BODY = p("总体要求", 1) + p("主要任务", 1) + p("摸清底数。", 1, 1) + p("限期整改。", 1, 1) + p("保障措施", 1) + p("加强领导。", 1, 1)
TEXT = "一、总体要求\n二、主要任务\n（一）摸清底数。\n（二）限期整改。\n三、保障措施\n（一）加强领导。\n"


@installed
def test_numbering_outlives_the_way_through_libreoffice(tmp_path):
    source = read_office(by_libreoffice(docx(BODY, numbering=LISTS), "doc", tmp_path), "a.doc", "sum")
    assert source.text == TEXT
    assert (source.path, source.sha256) == ("a.doc", "sum")


@installed
def test_uniform_office_format(tmp_path):
    data = by_libreoffice(docx(BODY, numbering=LISTS), "uot", tmp_path)
    assert sniff(data) == "uof"
    source = read_data(data, "a.uot")
    assert [line for line in source.text.splitlines() if line.strip()] == TEXT.splitlines()


@installed
def test_tracked_changes_are_accepted(tmp_path):
    about = 'w:id="1" w:author="x" w:date="2021-01-01T00:00:00Z"'
    changed = f"<w:ins {about}>{run('新')}</w:ins><w:del {about}><w:r><w:delText>旧</w:delText></w:r></w:del>"
    data = by_libreoffice(docx(BODY + p("按", inside=changed + run("办法执行。")), numbering=LISTS), "odt", tmp_path)
    source = read_office(data, "a.odt", "0")
    assert source.text == TEXT + "按新办法执行。\n"
    assert [problem.severity for problem in source.problems] == ["info"]


@installed
def test_several_run_side_by_side():
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda name: read_office(RTF, name, "0"), ["a.rtf", "b.rtf"]))
    assert [source.text for source in found] == ["青石县人民政府关于\n做好春耕工作的通知\n"] * 2


def linked(port, file):
    """An .odt with a picture on a server and sections that are to be loaded from a server and from a file."""
    links = f"""<text:p>始</text:p><text:p><draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char">
<draw:image xlink:href="http://127.0.0.1:{port}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="a"><text:section-source xlink:href="{file.as_uri()}" xlink:type="simple"/><text:p>甲</text:p></text:section>
<text:section text:name="b"><text:section-source xlink:href="http://127.0.0.1:{port}/b.odt" xlink:type="simple"/><text:p>乙</text:p></text:section>"""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:office="{urn}:office:1.0" xmlns:text="{urn}:text:1.0" xmlns:draw="{urn}:drawing:1.0" '
    names += f'xmlns:svg="{urn}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = f'<office:document-content {names} office:version="1.2"><office:body><office:text>{links}</office:text></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.text"
    entries = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{urn}:manifest:1.0">{entries}</m:manifest>')
        archive.writestr("content.xml", content)
    return stream.getvalue()


@installed
def test_links_are_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        source = read_office(linked(server.getsockname()[1], secret), "a.odt", "0")
        with pytest.raises(TimeoutError):
            server.accept()  # nobody knocked
    assert source.text.split() == ["始", "甲", "乙"]
