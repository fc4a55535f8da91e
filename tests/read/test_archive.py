"""Archives are read through, whatever their names are written in, and whoever means harm by them is stopped."""

import gzip
import io
import stat
import struct
import tarfile
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read import archive as archive_module
from pipeline.read.archive import MAX_DEPTH, Member, members
from pipeline.read.archive_names import Namer, left_out
from pipeline.read.errors import ReadError

NOTICE = "关于开展汛期安全检查的通知\n各县（市、区）人民政府：\n".encode()


def raw_zip(entries, method=zipfile.ZIP_DEFLATED):
    """A zip file of (name in bytes, data, UTF-8 mark, extra field), as programs of other systems write it."""
    body, directory = b"", b""
    for name, data, marked, extra in entries:
        packed = zlib.compress(data)[2:-4] if method == zipfile.ZIP_DEFLATED else data
        head = struct.pack("<HHHHHIIIHH", 20, 0x800 if marked else 0, method, 0, 33, zlib.crc32(data), len(packed), len(data), len(name), len(extra))
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name + extra
        body += b"PK\x03\x04" + head + name + extra + packed
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)


def zipped(files, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return target.getvalue()


def tarred(files, mode="w"):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def paths(data, path="a.zip"):
    return [member.path.removeprefix(path + "/") for member in members(data, path)]


def contents(data, path="a.zip"):
    return {member.path: member.content for member in members(data, path)}


def test_files_in_their_order_under_the_archives_name():
    data = zipped([("通知.txt", NOTICE), ("子目录/附件.docx", b"x"), ("a.txt", b"y")])
    assert list(members(data, "收文/2024.zip")) == [
        Member("收文/2024.zip/通知.txt", NOTICE),
        Member("收文/2024.zip/子目录/附件.docx", b"x"),
        Member("收文/2024.zip/a.txt", b"y"),
    ]


def test_a_member_is_a_pair():
    [(path, content)] = members(zipped([("a.txt", b"y")]), "a.zip")
    assert (path, content) == ("a.zip/a.txt", b"y")


NAMES = ["关于做好防汛工作的通知.docx", "附件/任务分解表（征求意见稿）.xls", "县政办发〔2023〕12号.pdf"]
TRADITIONAL = ["關於辦理採購業務之通知.doc", "附件/會議紀錄.pdf"]


@pytest.mark.parametrize(("names", "encoding"), [(NAMES, "gb18030"), (NAMES, "utf-8"), (TRADITIONAL, "big5"), (TRADITIONAL, "gb18030"), (["通知.txt"], "gbk"), (["通知.txt"], "utf-8")])
def test_names_without_a_mark_are_read_by_evidence(names, encoding):
    assert paths(raw_zip([(name.encode(encoding), b"x", False, b"") for name in names])) == names


def test_names_of_both_kinds_in_one_archive():
    entries = [("关于防汛的通知.txt".encode(), b"1", True, b""), ("关于抗旱的通知.txt".encode("gbk"), b"2", False, b""), (b"readme.txt", b"3", False, b"")]
    assert paths(raw_zip(entries)) == ["关于防汛的通知.txt", "关于抗旱的通知.txt", "readme.txt"]


def test_the_unicode_path_field_goes_before_the_name():
    raw = "通知.txt".encode("gbk")
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "〔2024〕1号通知.txt".encode()
    extra = struct.pack("<HH", 0x5455, 1) + b"\0" + struct.pack("<HH", 0x7075, len(field)) + field
    assert paths(raw_zip([(raw, b"x", False, extra)])) == ["〔2024〕1号通知.txt"]
    stale = raw_zip([(b"other.txt", b"x", False, extra)])  # renamed since: the checksum is another name's
    assert paths(stale) == ["other.txt"]


def test_names_marked_as_utf8_that_are_gbk():
    assert paths(raw_zip([("关于防汛的通知.txt".encode("gbk"), b"x", True, b"")])) == ["关于防汛的通知.txt"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("子目录\\通知.txt", "子目录/通知.txt"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\通知.txt", "Users/通知.txt"),
        ("a/./b/../通知.txt", "a/通知.txt"),
        ("通知\r\n2.txt", "通知__2.txt"),
        ("..", "unnamed"),
    ],
)
def test_names_are_labels_that_lead_nowhere(name, label):
    assert paths(raw_zip([(name.encode(), b"x", True, b"")])) == [label]


def test_what_the_computer_made_for_itself_is_left_out():
    names = [
        "__MACOSX/._通知.docx", ".DS_Store", "a/Thumbs.db", "~$通知.docx", ".~lock.通知.odt#", "a/.git/config", "desktop.ini", "~WRL0003.tmp", "通知.docx.part",
        "~通知.txt", "通知.db.txt", "a/通知.docx",
    ]
    assert paths(zipped([(name, b"x") for name in names])) == ["~通知.txt", "通知.db.txt", "a/通知.docx"]
    assert left_out("A\\__MACOSX\\x")


def test_folders_and_links_are_left_out():
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.mkdir("folder")
        archive.writestr(link, "/etc/passwd")
        archive.writestr("通知.txt", b"x")
    assert paths(target.getvalue()) == ["通知.txt"]


def test_double_names_are_made_distinct():
    with pytest.warns(UserWarning):
        data = zipped([("a.txt", b"1"), ("a.txt", b"2"), ("a (2).txt", b"3"), ("a.txt", b"4"), ("b", b"5"), ("b", b"6"), ("x.y/b", b"7"), ("x.y/b", b"8")])
    found = contents(data)
    assert list(found) == [f"a.zip/{name}" for name in ("a.txt", "a (2).txt", "a (2) (2).txt", "a (3).txt", "b", "b (2)", "x.y/b", "x.y/b (2)")]
    assert list(found.values()) == [b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8"]


@given(st.lists(st.text(max_size=12), max_size=30))
def test_every_file_has_a_name_of_its_own(names):
    namer = Namer("a.zip")
    found = [namer.path(name) for name in names]
    assert len(set(found)) == len(found)
    assert all(path.startswith("a.zip/") and ".." not in path.split("/") and not set(path.encode()) & set(range(32)) for path in found)


def test_word_and_ofd_files_are_no_archives():
    docx = zipped([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")])
    ofd = zipped([("OFD.xml", b"<x/>")])
    found = contents(zipped([("a.docx", docx), ("b.ofd", ofd), ("c.wrong", docx)]))
    assert found == {"a.zip/a.docx": docx, "a.zip/b.ofd": ofd, "a.zip/c.wrong": docx}


def test_archives_within_archives():
    inner = zipped([("二级/通知.txt", NOTICE)])
    tar = tarred([("三.txt", b"3")], "w:gz")
    found = contents(zipped([("一.txt", b"1"), ("县.zip", inner), ("乡.tgz", tar), ("镇.txt.gz", gzip.compress(b"4"))]))
    assert found == {
        "a.zip/一.txt": b"1",
        "a.zip/县.zip/二级/通知.txt": NOTICE,
        "a.zip/乡.tgz/三.txt": b"3",
        "a.zip/镇.txt.gz/镇.txt": b"4",
    }


def test_depth_is_bounded():
    data = zipped([("通知.txt", b"x")])
    for _ in range(MAX_DEPTH):
        data = zipped([("z.zip", data), ("通知.txt", b"y")])
    found = list(members(data, "a.zip"))
    assert [type(member.content) for member in found] == [ReadError] + [bytes] * MAX_DEPTH
    assert found[0].path == "a.zip" + "/z.zip" * MAX_DEPTH
    assert "archive within" in found[0].content.message


def test_tar_gzip_and_their_names():
    files = [("通知.txt", NOTICE), ("子目录/附件.txt", b"x"), (".hidden", b"")]
    assert contents(tarred(files), "a.tar") == {"a.tar/通知.txt": NOTICE, "a.tar/子目录/附件.txt": b"x"}
    assert contents(tarred(files, "w:gz"), "a.tar.gz") == {"a.tar.gz/通知.txt": NOTICE, "a.tar.gz/子目录/附件.txt": b"x"}
    assert contents(gzip.compress(NOTICE), "b/通知.txt.gz") == {"b/通知.txt.gz/通知.txt": NOTICE}


def test_tar_names_in_gbk():
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT, encoding="gbk") as archive:
        for name in ("关于防汛的通知.txt", "附件.txt"):
            archive.addfile(tarfile.TarInfo(name))
    assert paths(target.getvalue()) == ["关于防汛的通知.txt", "附件.txt"]


def test_links_and_devices_of_tar_are_left_out():
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"x{kind!r}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        archive.addfile(tarfile.TarInfo("通知.txt"))
    assert paths(target.getvalue()) == ["通知.txt"]


def test_encrypted_and_broken_files_while_the_rest_goes_on():
    data = bytearray(zipped([("a.txt", b"first" * 40), ("b.txt", b"second" * 40), ("c.txt", b"third" * 40)], zipfile.ZIP_STORED))
    data[data.find(b"first") + 3] ^= 1
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    data[at + 8] |= 1
    found = contents(bytes(data))
    assert "CRC" in found["a.zip/a.txt"].message
    assert "password" in found["a.zip/b.txt"].message and found["a.zip/b.txt"].advice
    assert found["a.zip/c.txt"] == b"third" * 40


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, 9])
def test_methods_that_are_not_read(method):
    data = zipped([("a.txt", b"x" * 99)], zipfile.ZIP_LZMA) if method == zipfile.ZIP_LZMA else raw_zip([(b"a.txt", b"x" * 99, False, b"")], method)
    assert f"method {method}" in contents(data)["a.zip/a.txt"].message


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", NOTICE, b"Rar!\x1a\x07\x01\0", zipped([("a", b"x" * 100)])[:-30], gzip.compress(NOTICE)[:-9], gzip.compress(b"")[:5]])
def test_what_is_no_archive_or_cut_off_is_refused(data):
    with pytest.raises(ReadError) as caught:
        list(members(data, "a.zip"))
    assert caught.value.advice


def test_of_a_tar_cut_off_the_first_files_are_had():
    data = tarred([("a.txt", b"1" * 2000), ("b.txt", b"2" * 2000)])
    found = []
    with pytest.raises(ReadError, match="to its end"):
        for member in members(data[:3700], "a.tar"):
            found.append(member.path)
    assert found == ["a.tar/a.txt"]


def test_a_bomb_is_one_problem_and_takes_little_memory():
    data = zipped([("bomb.txt", bytes(60_000_000)), ("通知.txt", NOTICE)])
    tracemalloc.start()
    found = contents(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "bomb" in found["a.zip/bomb.txt"].message
    assert found["a.zip/通知.txt"] == NOTICE
    assert peak < 30_000_000


def test_gzip_and_tar_bombs(monkeypatch):
    monkeypatch.setattr(archive_module, "FREE_BYTES", 1_000_000)
    for data, path in ((gzip.compress(bytes(20_000_000)), "a.gz"), (gzip.compress(tarred([("a", bytes(20_000_000))])), "a.tgz")):
        [member] = members(data, path)
        assert member.path == path and "bomb" in member.content.message


def test_a_sparse_file_of_tar_is_counted_as_it_comes(monkeypatch):
    """It says that it is a terabyte of zeros and holds one byte."""
    monkeypatch.setattr(archive_module, "FREE_BYTES", 5_000_000)
    head = bytearray(tarfile.TarInfo("a.txt").tobuf(tarfile.GNU_FORMAT))
    head[156:157] = b"S"
    head[124:136] = b"%011o\0" % 1
    head[386:410] = b"%011o\0%011o\0" % (2**33 - 1, 1)
    head[483:495] = b"%011o\0" % (2**33 - 1)
    head[148:156] = b"        "
    head[148:156] = b"%06o\0 " % sum(head)
    data = bytes(head) + b"x".ljust(512, b"\0") + bytes(1024)
    [member] = members(data, "a.tar")
    assert member.path == "a.tar" and "bomb" in member.content.message


def test_overlapping_entries_are_bounded(monkeypatch):
    """One packed stream listed a thousand times: small on the disk, large when read."""
    monkeypatch.setattr(archive_module, "FREE_BYTES", 20_000_000)
    one = raw_zip([(b"a.txt", bytes(1_000_000), False, b"")])
    end = one.find(b"PK\x01\x02")
    entry = one[end : one.find(b"PK\x05\x06")]
    data = one[:end] + entry * 1000 + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1000, 1000, len(entry) * 1000, end, 0)
    total = 0
    for member in members(data, "a.zip"):
        total += len(member.content) if isinstance(member.content, bytes) else 0
        last = member
    assert isinstance(last.content, ReadError)
    assert total <= 40_000_000


def test_an_archive_that_holds_itself_comes_to_an_end(monkeypatch):
    """Each archive holds sixteen copies of the next (42.zip)."""
    monkeypatch.setattr(archive_module, "MAX_DEPTH", 9)
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 500)
    data = b"x" * 1000
    for _ in range(6):
        data = zipped([(f"lib {number}.zip", data) for number in range(16)])
    found = list(members(data, "a.zip"))
    assert len(found) <= 501
    assert "more than 500 files" in found[-1].content.message


def test_number_and_size_of_all_files_are_bounded(monkeypatch):
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 3)
    found = list(members(zipped([(f"{n}.txt", b"x") for n in range(9)]), "a.zip"))
    assert [type(member.content) for member in found] == [bytes] * 3 + [ReadError]
    assert found[-1].path == "a.zip"
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 100)
    monkeypatch.setattr(archive_module, "MAX_TOTAL_BYTES", 250)
    found = list(members(zipped([(f"{n}.txt", b"x" * 100) for n in range(9)]), "a.zip"))
    assert [type(member.content) for member in found] == [bytes, bytes, ReadError]
    monkeypatch.setattr(archive_module, "MAX_MEMBER_BYTES", 50)
    monkeypatch.setattr(archive_module, "MAX_TOTAL_BYTES", 10_000)
    found = contents(zipped([("large.txt", b"x" * 100), ("small.txt", b"x" * 10)]))
    assert "larger than" in found["a.zip/large.txt"].message and found["a.zip/small.txt"] == b"x" * 10


def test_files_are_handed_out_one_by_one():
    data = zipped([(f"{n}.bin", bytes([n]) * 4_000_000) for n in range(20)], zipfile.ZIP_STORED)
    tracemalloc.start()
    count = sum(1 for _ in members(data, "a.zip"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20 and peak < 20_000_000


@settings(max_examples=60)
@given(st.data())
def test_damaged_archives_are_read_or_refused(data):
    whole = data.draw(st.sampled_from([
        zipped([("通知.txt", NOTICE), ("b/c.zip", zipped([("d.txt", b"x")]))]),
        tarred([("通知.txt", NOTICE), ("b.txt", b"x" * 600)]),
        tarred([("通知.txt", NOTICE)], "w:gz"),
    ]))
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(2, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        for path, content in members(bytes(changed), "a.zip"):
            assert path.startswith("a.zip")
            assert isinstance(content, bytes | ReadError)
    except ReadError:
        pass
