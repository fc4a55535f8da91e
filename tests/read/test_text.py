"""Text in every encoding, with every kind of line end; what is no text is refused in words that say what to do."""

import codecs
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import ReadError, read, read_text
from pipeline.read.text import decode, likeness

NOTICE = (
    "某某市人民政府办公室关于做好2023年防汛工作的通知\n各县（区）人民政府，市政府有关部门：\n"
    "为切实做好防汛工作，现就有关事项通知如下。\n"
)
TRADITIONAL = "某某縣政府關於加強環境保護工作的公告\n為貫徹落實環境保護有關規定，現將有關事項公告如下。\n"


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_simplified_text_is_read_in_every_encoding(encoding):
    assert decode(NOTICE.encode(encoding))[0] == NOTICE


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-le"])
def test_traditional_text_is_read_in_every_encoding(encoding):
    assert decode(TRADITIONAL.encode(encoding))[0] == TRADITIONAL


@pytest.mark.parametrize("short", ["通知", "关于", "联系人：张某", "各单位："])
def test_a_few_characters_in_gbk_are_enough(short):
    assert decode(short.encode("gbk"))[0] == short


LIFELIKE = (
    "青河县防汛抗旱指挥部办公室\n关于做好强降雨防范工作的紧急通知\n各乡镇人民政府，县直有关单位：\n"
    "据县气象台预报，7月8日至10日我县将有一次强降雨过程，累计雨量80～120毫米（局部超过150毫米）。现将有关事项通知如下：\n"
    "一、加强值班值守。各乡镇、各单位要严格执行24小时值班和领导带班制度，每日17:00前报送情况，联系电话：0000-1234567。\n"
    "二、“转移”群众。对低洼易涝区、地质灾害隐患点逐户排查，不落一人；……\n青河县防汛抗旱指挥部办公室\n2022年7月7日\n"
)
MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r", "ls": "\u2028"}
FORMS = [
    (encoding, marked, ends)
    for encoding in ("utf-8", "gb18030", "gbk", "gb2312", "utf-16-le", "utf-16-be", "utf-32-le")
    for marked in (False, True)[: 1 + (encoding in MARKS)]
    for ends in ENDS
    if not (ends == "ls" and encoding in ("gbk", "gb2312"))
]


@pytest.mark.parametrize("length", [40, 400])
@pytest.mark.parametrize(("encoding", "marked", "ends"), FORMS)
def test_every_encoding_with_every_line_end_and_mark(tmp_path, encoding, marked, ends, length):
    text = LIFELIKE[:length]
    path = tmp_path / "a.txt"
    path.write_bytes((MARKS[encoding] if marked else b"") + text.replace("\n", ENDS[ends]).encode(encoding))
    source = read(path)
    assert source.text == text and source.problems == ()


@pytest.mark.parametrize("text", ["喺嘅嚟佢哋嘅", "靑峯裏着"], ids=["cantonese", "variants"])
def test_big5_of_hong_kong(text):
    assert decode((TRADITIONAL + text).encode("big5hkscs")).text == TRADITIONAL + text


def test_characters_of_four_bytes():
    text = LIFELIKE.replace("青河县", "㐱𠮷县")
    assert decode(text.encode("gb18030")) == (text, "gb18030", 0)
    assert decode(text.encode("utf-16-le")).text == decode(text.encode()).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("marked", [False, True], ids=["plain", "marked"])
def test_a_file_that_is_cut_off_is_read_up_to_there(tmp_path, encoding, marked):
    mark = MARKS.get(encoding, b"") if marked else b""
    path = tmp_path / "a.txt"
    path.write_bytes(mark + LIFELIKE.rstrip("\n").encode(encoding)[:-1])
    source = read(path)
    assert source.text == LIFELIKE.rstrip("\n")[:-1] + "\ufffd"
    assert "could not be read" in source.problems[0].message


@pytest.mark.parametrize("at", [0, 1, 90, 91, 92, 300])
@pytest.mark.parametrize("stray", [b"\xff", b"\x80", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa1\x82", b"\x00", b"\x00" * 9], ids=bytes.hex)
def test_stray_bytes_in_utf8_harm_nothing_else(tmp_path, stray, at):
    data = LIFELIKE.encode()
    path = tmp_path / "a.txt"
    path.write_bytes(data[:at] + stray + data[at:])
    lines = read(path).text.split("\n")
    assert len(set(LIFELIKE.split("\n")) - set(lines)) <= 1


def test_stray_bytes_in_gbk_are_reported(tmp_path):
    data = (LIFELIKE * 3).encode("gbk")
    path = tmp_path / "a.txt"
    path.write_bytes(data[:200] + b"\xff" + data[200:])
    source = read(path)
    assert source.text.endswith(LIFELIKE) and "GB18030" in source.problems[0].message


@pytest.mark.parametrize("order", [("utf-8", "gbk"), ("gbk", "utf-8"), ("utf-8", "gbk", "utf-8")])
def test_files_put_together_in_two_encodings_are_read_line_by_line(tmp_path, order):
    path = tmp_path / "a.txt"
    path.write_bytes(b"".join(LIFELIKE.encode(encoding) for encoding in order))
    source = read(path)
    assert source.text == LIFELIKE * len(order)
    assert [problem.severity for problem in source.problems] == ["warning"]
    assert "GB18030" in source.problems[0].message


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_byte_order_mark_that_tells_a_lie_is_not_believed(mark, encoding):
    assert decode(mark + LIFELIKE.encode(encoding)).text == LIFELIKE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("これは日本語の文書です。会議の通知について。".encode("shift_jis"), "no encoding known"),
        ("이것은 한국어 문서입니다. 회의 통지에 대하여.".encode("euc-kr"), "no encoding known"),
        ("Это русский документ".encode("cp1251"), "no encoding known"),
        (LIFELIKE.encode("utf-16-le")[1:], "binary"),
        (bytes(range(128, 256)) * 9, "no encoding known"),
    ],
    ids=["japanese", "korean", "russian", "shifted", "bytes"],
)
def test_what_cannot_be_decoded_is_refused_with_advice(data, words):
    with pytest.raises(ReadError, match=words) as caught:
        decode(data)
    assert "UTF-8" in caught.value.advice


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LIFELIKE.encode("unicode_escape").decode(), "codes"),
        (quopri.encodestring(LIFELIKE.encode()).decode(), "codes"),
        ("Notice of the county on flood control", "no Chinese"),
    ],
    ids=["escaped", "mail", "english"],
)
def test_what_is_no_chinese_text_is_reported(tmp_path, text, words):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert [words in problem.message for problem in read(path).problems] == [True]


def test_bytes_of_western_europe_are_refused_and_never_guessed():
    with pytest.raises(ReadError, match="UTF-8"):
        decode("Cet été à Genève, où l'on prépare une réunion".encode("latin-1"))


def test_a_few_broken_bytes_are_shown_and_reported(tmp_path):
    data = (NOTICE * 40).encode()
    path = tmp_path / "cut.txt"
    path.write_bytes(data[:-2])  # the last character is cut in two
    source = read(path)
    assert source.text.startswith("某某市人民政府办公室") and source.text.endswith("\ufffd")
    assert [problem.severity for problem in source.problems] == ["error"]
    assert "1 place " in source.problems[0].message and "save it as UTF-8" in source.problems[0].message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "white space"),
        ("\u3000\u200b\n".encode(), "white space"),
        (codecs.BOM_UTF8, "white space"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04" + b"\x00" * 40, "ZIP"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 9, "picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        ("\ufeff<!DOCTYPE html>\n<html><body></body></html>".encode(), "no text"),
        (b"Rar!\x1a\x07\x01\x00" + b"\x00" * 40, "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 40, "7-Zip"),
        (b"\x7fELF" + b"\x00" * 60, "program"),
    ],
)
def test_what_is_no_text_says_what_it_is_and_what_to_do(tmp_path, data, words):
    path = tmp_path / "notice.txt"  # the name says text: the content decides
    path.write_bytes(data)
    with pytest.raises(ReadError, match=words) as caught:
        read(path)
    assert caught.value.stage == "read" and caught.value.advice


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ("(cid:12)(cid:7)通知" * 9, "PDF"),
        ("锟斤拷锟斤拷通知" * 9, "wrong conversion"),
        (NOTICE.encode().decode("latin-1", "replace") * 2, "Latin-1"),
        ((NOTICE * 3).encode().decode("gbk", "ignore"), "GBK"),
    ],
)
def test_a_text_spoilt_before_it_came_is_reported(tmp_path, spoilt, words):
    path = tmp_path / "spoilt.txt"
    path.write_text(spoilt, encoding="utf-8")
    assert any(words in problem.message for problem in read(path).problems)


def test_a_sound_text_has_no_problems(tmp_path):
    path = tmp_path / "sound.txt"
    path.write_text(NOTICE * 20, encoding="utf-8")
    assert read(path).problems == ()


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    path.write_text(NOTICE * 100, encoding="utf-8")
    with pytest.raises(ReadError, match="too large"):
        read(path, max_bytes=1000)


def test_the_path_is_written_relative_to_the_folder(tmp_path):
    path = tmp_path / "2023" / "notice.md"
    path.parent.mkdir()
    path.write_text(NOTICE, encoding="utf-8")
    assert read(path, tmp_path).path == "2023/notice.md"
    assert read(path).path == "notice.md"


def test_line_ends_become_one_and_form_feeds_end_pages():
    source = read_text("一\r\n二\r三\u2028四\f五\n六\f")
    assert source.text == "一\n二\n三\n四\f五\n六\f"
    pages = [(page.number, source.text[page.start : page.end]) for page in source.pages]
    assert pages == [(1, "一\n二\n三\n四\f"), (2, "五\n六\f")]
    assert [source.page_at(at) for at in (0, 7, 8, len(source.text))] == [1, 1, 2, 2]


def test_the_same_words_have_the_same_hash_and_an_error_survives_pickling():
    import pickle

    assert read_text("通知").sha256 == read_text("通知", "other.txt").sha256 != read_text("通报").sha256
    error = pickle.loads(pickle.dumps(ReadError("what happened", "what to do")))
    assert str(error) == "what happened: what to do"


def test_likeness_tells_a_right_encoding_from_a_wrong_one():
    assert likeness(NOTICE) > 0.5 > likeness(NOTICE.encode("gb18030").decode("big5hkscs", "replace"))


@given(st.text(alphabet=st.characters(), max_size=60))
def test_a_string_never_raises(text):
    source = read_text(text)
    assert source.pages[0].start == 0 and source.pages[-1].end == len(source.text)


@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused_in_words(data):
    try:
        decode(data)
    except ReadError as error:
        assert error.advice
