"""Word files that are broken, odd or hostile: a clear error or what can be had, within bounds."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.docx import blocks as docx_blocks
from pipeline.read.docx import read_docx
from pipeline.read.errors import ReadError
from pipeline.read.salvage import Salvaged
from tests.read.docx_maker import NAMES, WORD, docx, level, notice, numbering, p, run
from tests.read.test_docx import RULED, cell, row, table

LISTS = numbering({0: level(0, "chineseCounting", "%1、")})
BODY = p("总体要求", 1) + p("保障措施", 1)
TEXT = "一、总体要求\n二、保障措施\n"


def read(data):
    return read_docx(data, "a.docx", "0")


def changed(data, change, drop=()):
    """The package with every part passed through ``change(name, bytes)``, and without some."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def same(name, data):
    return data


def strict(name, data):
    for new, old in [
        (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ]:
        data = data.replace(old, new)
    return data


@pytest.mark.parametrize(
    "main",
    ["document.main+xml", "template.main+xml"],
)
def test_templates(main):
    assert read(docx(BODY, numbering=LISTS, main=main)).text == TEXT


def test_macro_files():
    data = changed(docx(BODY, numbering=LISTS), lambda name, part: part.replace(
        (WORD + "document.main+xml").encode(), b"application/vnd.ms-word.document.macroEnabled.main+xml"))  # fmt: skip
    assert read(data).text == TEXT


def test_strict_office_xml():
    assert read(changed(docx(BODY, numbering=LISTS), strict)).text == TEXT


@pytest.mark.parametrize(
    "drop",
    [("[Content_Types].xml",), ("word/_rels/document.xml.rels",), ("_rels/.rels",), ("_rels/.rels", "[Content_Types].xml")],
)
def test_parts_that_only_say_where_others_are_may_be_missing(drop):
    assert read(changed(docx(BODY, numbering=LISTS), same, drop)).text == TEXT


def test_parts_that_are_named_but_missing():
    assert read(changed(docx(BODY, numbering=LISTS), same, ("word/numbering.xml",))).text == "总体要求\n保障措施\n"


@pytest.mark.parametrize("broken", [b"", b"<w:numbering", b"<x/>", b"\xff\xfe\x00"])
def test_a_broken_numbering_part_is_left_out(broken):
    source = read(changed(docx(BODY, numbering=LISTS), lambda name, part: broken if "numbering" in name else part))
    assert source.text == "总体要求\n保障措施\n"


def test_names_with_back_slashes():
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(BODY, numbering=LISTS))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    assert read(stream.getvalue()).text == TEXT


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 60, b"\x00" * 100, b"{\\rtf1}", bytes(range(256)) * 8], ids=range(6)
)
def test_what_is_no_word_file_is_refused(data):
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.advice


def test_a_package_without_a_document_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(ReadError, match="no Word document"):
        read(stream.getvalue())


LONG = docx("".join(p(f"第{number}条各县要在{number * 37 % 1009}日内上报{number * 7919 % 997}件。") for number in range(3000)))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_of_a_file_that_was_cut_off_what_is_there_is_read(share):
    source = read(LONG[: int(len(LONG) * share)])
    lines = source.text.split("\n")
    assert lines[0] == "第0条各县要在0日内上报0件。"
    assert len(lines) > 3000 * share * 0.5
    assert [problem.severity for problem in source.problems][:1] == ["error"]


def test_a_file_with_a_hole_in_it_is_read_up_to_there():
    at = len(LONG) // 2
    source = read(LONG[:at] + b"\xff" * 200 + LONG[at + 200 :])
    assert source.text.startswith("第0条")
    assert any(problem.severity == "error" for problem in source.problems)


def test_a_file_of_heads_without_parts_costs_little():
    """Every head promises a part and none has a directory: the work is bounded, not their number times the file."""
    data = (b"PK\x03\x04\x14\0\0\0\x08\0" + b"\0" * 12 + b"\0\0\0\x40\x01\0\0\0a" + b"\xed\xbd") * 200_000
    begun = time.monotonic()
    with pytest.raises(ReadError):
        read(data)
    assert time.monotonic() - begun < 10


def test_a_bomb_that_was_cut_off_is_bounded():
    data = docx(p(" " * 40_000_000))
    assert sum(len(Salvaged(data[:-200]).read(name)) for name in Salvaged(data[:-200]).names) < 12_000_000


def test_xml_that_is_cut_off_is_read_up_to_there():
    source = read(changed(docx(BODY + p("丢"), numbering=LISTS), lambda name, part: part[: part.find("丢".encode())] if "document.xml" in name and "rels" not in name else part))
    assert source.text.startswith(TEXT)
    assert any("damaged" in problem.message for problem in source.problems)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_refused(head):
    xml = f'<?xml version="1.0"?>{head}<w:document {NAMES}><w:body>{p("甲")}</w:body></w:document>'
    with pytest.raises(ReadError, match="DTD or entities"):
        read(docx("", parts={"document.xml": ("", WORD + "document.main+xml", xml.encode())}))


def test_a_bomb_is_refused():
    with pytest.raises(ReadError, match="bomb"):
        read(docx(p(" " * 40_000_000)))


def test_tables_within_tables_within_tables():
    inner = p("甲")
    for _ in range(40):
        inner = table(row(cell(inner), cell(p("乙"))))
    source = read(docx(inner))
    assert source.text.count("乙") == 40
    for _ in range(100):
        inner = table(row(cell(inner)))
    with pytest.raises(ReadError, match="deep"):
        read(docx(inner))


def test_text_boxes_within_text_boxes():
    inner = p("甲")
    for _ in range(30):
        inner = p(inside=f"<w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r>")
    assert read(docx(inner)).text.strip() == "甲"


def test_spans_of_ten_thousand_cost_nothing():
    span = '<w:gridSpan w:val="2000000000"/><w:vMerge w:val="{}"/>'
    rows = [row(cell(p("甲"), about=span.format("restart")), cell(p("乙"), about='<w:gridSpan w:val="-5"/>'))]
    rows += [row(cell(about=span.format("continue")), cell(p("丙"))) for _ in range(500)]
    begun = time.monotonic()
    source = read(docx(table(*rows)))
    assert source.text.count("丙") == 500
    assert len(source.text) < 5000
    assert time.monotonic() - begun < 5


def test_a_table_of_steps_stays_bounded():
    """Every row has its edge at another place: a full grid would have a million places."""
    rows = [row(cell(p("甲"), about=f'<w:gridSpan w:val="{number + 1}"/>'), cell(p("乙"))) for number in range(1000)]
    source = read(docx(table(*rows)))
    assert source.text.count("乙") == 1000
    assert len(source.text) < 20_000


def test_too_many_paragraphs_are_cut_and_said(monkeypatch):
    monkeypatch.setattr(docx_blocks.Limit, "__init__", lambda self: setattr(self, "left", 100))
    source = read(docx("".join(p("甲") for _ in range(300))))
    assert source.text == "甲\n" * 100
    assert any("too many paragraphs" in problem.message for problem in source.problems)


def test_a_long_document_takes_little_time():
    data = docx("".join(p("各县要认真落实。") for _ in range(20_000)))
    begun = time.monotonic()
    assert len(read(data).text) == 20_000 * 9
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "xml",
    [
        '<w:num w:numId="x"/>',
        '<w:num w:numId="1"/>',
        '<w:abstractNum w:abstractNumId="99999999999999999999"/>',
        '<w:abstractNum w:abstractNumId="0"><w:lvl/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="-3"/><w:lvl w:ilvl="77"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="a"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    ],
)
def test_odd_numbering_parts(xml):
    assert read(docx(BODY, numbering=f"<w:numbering {NAMES}>{xml}</w:numbering>")).text == "总体要求\n保障措施\n"


def test_huge_numbers():
    lists = numbering({0: level(0, "upperRoman", "%1.", start=2_000_000_000), 1: level(0, "lowerLetter", "%1." * 90, start=32_000)}, [(1, 0, ""), (2, 1, "")])
    source = read(docx(p("甲", 1) + p("乙", 2), numbering=lists))
    assert source.text.startswith("2000000000.甲\n")
    assert len(source.text) < 2000


NOTICE = notice("青石县人民政府文件\n一、总体要求\n（一）备足农资。\n序号\t任务\n1\t整改\n二、保障措施\n")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(NOTICE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_damage_gives_text_or_a_clear_error(places):
    data = bytearray(NOTICE)
    for at, byte in places:
        data[at] = byte
    try:
        source = read(bytes(data))
    except ReadError as error:
        assert error.message
    else:
        assert source.pages[-1].end == len(source.text)


TAGS = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:ins", "w:del", "w:pPr", "w:rPr", "w:numPr", "w:numId", "w:ilvl",
        "w:fldChar", "w:instrText", "w:vMerge", "w:gridSpan", "w:tcPr", "w:br", "w:pict", "v:textbox", "w:txbxContent", "mc:AlternateContent",
        "mc:Choice", "mc:Fallback", "w:sectPr", "w:footnoteReference", "w:ruby", "w:sym", "m:oMath", "w:hyperlink", "w:vanish"]  # fmt: skip
ELEMENTS = st.recursive(
    st.builds(lambda tag, value: f'<{tag} w:val="{value}" w:fldCharType="{value}">甲</{tag}>', st.sampled_from(TAGS), st.sampled_from(["1", "begin", "separate", "end", "x"])),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(TAGS), st.lists(inner, max_size=4)),
    max_leaves=25,
)


@settings(deadline=None, max_examples=150)
@given(st.lists(ELEMENTS, max_size=4))
def test_elements_in_any_place_are_read_without_an_error(parts):
    source = read(docx(p("始") + "".join(parts) + table(row(cell(p("乙")), cell(*parts)), borders=RULED) + p(inside=run("止")), numbering=LISTS))
    assert source.text.startswith("始")
    assert all(source.text[edit.raw_start : edit.raw_end] == edit.removed for edit in source.edits)
