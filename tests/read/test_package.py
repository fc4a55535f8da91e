"""Zip packages: parts found however they are named, and bombs, lies and damage stopped."""

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import package as package_module
from pipeline.read.errors import ReadError
from pipeline.read.package import FREE_BYTES, MAX_PARTS, Package, part_name


def packed(parts, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, method)
    return target.getvalue()


def lying(data, size):
    """The package with every uncompressed size in its headers changed."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(magic)
        while at >= 0:
            struct.pack_into("<I", changed, at + offset, size)
            at = data.find(magic, at + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("OFD.xml", "OFD.xml"),
        ("Doc_0/Document.xml", "/Doc_0/Document.xml"),
        ("Doc_0\\Pages\\Page_0\\Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
        ("Doc_0/Pages/Content.xml", "Doc_0\\Tpls\\..\\Pages\\.\\Content.xml"),
        ("doc_0/PAGES/content.XML", "Doc_0/Pages/Content.xml"),
        ("./OFD.xml", "OFD.xml"),
        ("/OFD.xml", "OFD.xml"),
        ("../../OFD.xml", "OFD.xml"),
    ],
)
def test_a_part_is_found_however_it_is_named(stored, asked):
    package = Package(packed({stored: b"x"}))
    assert asked in package
    assert package.read(asked) == b"x"


def test_the_exact_name_goes_before_letter_case():
    package = Package(packed({"a.XML": b"1", "a.xml": b"2"}))
    assert [package.read(name) for name in ("a.xml", "a.XML", "A.xml")] == [b"2", b"1", b"1"]


@given(st.text(alphabet="ab./\\", max_size=20))
def test_no_name_leads_out_of_the_package(name):
    steps = part_name(name).split("/")
    assert ".." not in steps
    assert part_name(part_name(name)) == part_name(name)


def test_a_bomb_is_stopped_by_its_ratio():
    package = Package(packed({"bomb.xml": bytes(FREE_BYTES * 3), "good.xml": b"<a/>"}))
    with pytest.raises(ReadError, match="bomb"):
        package.read("bomb.xml")
    assert package.read("good.xml") == b"<a/>"


@pytest.mark.parametrize("size", [1, 100, 4_000_000_000])
def test_sizes_in_headers_are_not_believed(size):
    package = Package(lying(packed({"bomb.xml": bytes(FREE_BYTES * 3)}), size))
    with pytest.raises(ReadError):
        package.read("bomb.xml")


def test_a_part_and_all_parts_are_bounded(monkeypatch):
    package = Package(packed({"a": bytes(3000), "b": bytes(3000), "c": bytes(3000)}))
    with pytest.raises(ReadError, match="larger than"):
        package.read("a", most=2999)
    monkeypatch.setattr(package_module, "MAX_TOTAL_BYTES", 6000)
    package = Package(packed({"a": bytes(3000), "b": bytes(3000), "c": bytes(3000)}))
    package.read("a"), package.read("b")
    with pytest.raises(ReadError, match="unpacks to more than"):
        package.read("c")


def test_too_many_parts_are_refused_before_they_are_listed():
    with pytest.raises(ReadError, match="more than"):
        Package(packed({f"{n}": b"" for n in range(MAX_PARTS + 1)}))


def test_a_broken_part_does_not_spoil_the_others():
    data = bytearray(packed({"a": b"first" * 50, "b": b"second" * 50}, zipfile.ZIP_STORED))
    data[data.find(b"firstfirst") + 2] ^= 0xFF
    package = Package(bytes(data))
    with pytest.raises(ReadError, match="CRC"):
        package.read("a")
    assert package.read("b") == b"second" * 50


def test_an_encrypted_part_says_so():
    data = bytearray(packed({"a": b"x"}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ReadError, match="password"):
        Package(bytes(data)).read("a")


def test_a_method_that_asks_for_much_memory_is_refused():
    with pytest.raises(ReadError, match="method 14"):
        Package(packed({"a": b"x" * 100}, zipfile.ZIP_LZMA)).read("a")


def test_missing_parts():
    package = Package(packed({"a": b"x"}))
    with pytest.raises(ReadError, match="missing"):
        package.read("b")


def test_repacked_is_safe_for_others():
    parts = {"word\\document.xml": b"<a/>", "bomb.xml": bytes(FREE_BYTES * 3), "word/media/image1.png": b"png", "word/": b""}
    again = Package(packed(parts)).repacked(lambda name: not name.endswith(".png"))
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert archive.namelist() == ["word/document.xml"]
        assert archive.read("word/document.xml") == b"<a/>"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"no zip at all"])
def test_no_package_is_an_error_or_empty(data):
    try:
        assert Package(data).names == []
    except ReadError as error:
        assert "list of contents" in error.message


@given(st.data())
def test_damaged_packages_are_read_or_refused(data):
    good = bytearray(packed({"OFD.xml": b"<a>" * 30, "Doc_0/x": b"y" * 200}))
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(good)))
    for each in (bytes(good), bytes(good[:cut])):
        try:
            package = Package(each)
        except ReadError:
            continue
        for name in package.names:
            with contextlib.suppress(ReadError):
                package.read(name)
