"""Contacts, and their masking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.extractors.contacts import extract_contacts
from pipeline.extractors.context import Context
from pipeline.notice import Elements, Structure
from pipeline.read import read_text
from pipeline.redact import redact


def contacts(text):
    cleaned = clean(read_text(text))
    found = Context(cleaned, Structure(Elements(), (), 0, len(cleaned.text)), lambda start, end: [])
    rows = extract_contacts(found)
    for row in rows:
        assert cleaned.text[row["start"] : row["end"]] == row["text"]
    return cleaned, rows


def values(text):
    names = ("person", "phone", "email", "address", "unit")
    return [tuple(f"{name}={row[name]}" for name in names if row[name]) for row in contacts(text)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系人：张某某，联系电话：3324642。", [("person=张某某", "phone=3324642")]),
        ("（联系人：张某；电话：0812-3324642）", [("person=张某", "phone=0812-3324642")]),
        ("联 系 人：高峰  电话：13800000000", [("person=高峰", "phone=13800000000")]),
        ("联系人及电话：陈某某，028-12345678", [("person=陈某某", "phone=028-12345678")]),
        (
            "联系人：王一凡、李二明，电话：12345678、87654321",
            [("person=王一凡", "phone=12345678"), ("person=李二明", "phone=87654321")],
        ),
        ("联系人：王一凡、李二明，电话：12345678", [("person=王一凡；李二明", "phone=12345678")]),
        ("市教育局联系电话：2314365，2319029", [("phone=2314365；2319029", "unit=市教育局")]),
        ("联系人：欧阳某，电话：2280723，传真：2280570，邮箱：a.b@example.gov.cn", [
            ("person=欧阳某", "phone=2280723；2280570", "email=a.b@example.gov.cn")]),
        ("联系人：张某\n联系电话：12345678\n通讯地址：某市某路8号（邮编：610000）", [
            ("person=张某", "phone=12345678", "address=某市某路8号（邮编：610000）")]),
        ("请报业务处王一凡，电话：0791-88888888；技术支持：4000000000。", [("person=王一凡", "phone=0791-88888888")]),
        ("请与基教科联系（赵某，0812-3324642）。", [("person=赵某", "phone=0812-3324642")]),
        ("联系电话表\n王小明 | 市局 | 13800000000", [("person=王小明", "phone=13800000000")]),
        ("举报电话：12345", [("phone=12345",)]),
        ("要保持联系电话畅通，及时处理3324642件投诉。", []),
        ("发现火情应当立即拨打119报警电话。", []),
    ],
)
def test_contacts(text, expected):
    assert values(text) == expected


def test_masking_keeps_every_offset():
    words = "联系人：高峰 ，联系电话：３３２４６４２ 。高峰期间要加强值守，由高峰同志负责，电话3324642。"
    cleaned, rows = contacts(words)
    tables = {
        "contacts": rows,
        "tasks": [{"start": 0, "end": len(cleaned.text), "text": cleaned.text, "title": "联系人：高峰", "rule": "x"}],
        "cleanups": [{"removed": each.removed, "replacement": each.replacement} for each in cleaned.cleanups],
    }
    masked = redact(cleaned, tables)
    assert masked.text == "联系人：**，联系电话：*******。高峰期间要加强值守，由**同志负责，电话*******。"
    assert len(masked.raw) == len(cleaned.raw) and "３３２" not in masked.raw and "高峰 ，" not in masked.raw
    assert masked.rebuild_raw() == masked.raw
    assert tables["tasks"][0]["text"] == masked.text and tables["tasks"][0]["title"] == "联系人：**"
    assert tables["contacts"][0]["person"] == "**" and tables["contacts"][0]["phone"] == "*******"
    assert "３" not in "".join(row["removed"] + row["replacement"] for row in tables["cleanups"])
    assert masked.raw_span(4, 6) == cleaned.raw_span(4, 6)


def test_public_lines_stay():
    cleaned, rows = contacts("联系人：张某某，举报电话：12345。")
    assert redact(cleaned, {"contacts": rows}).text == "联系人：***，举报电话：12345。"


def test_a_notice_without_contacts_stays_the_same():
    cleaned, rows = contacts("各单位要加强值班值守。")
    assert redact(cleaned, {"contacts": rows}) is cleaned


PIECES = st.sampled_from([
    "联系人：", "张某", "王一凡", "、", "，", "电话：", "12345678", "13800000000", "a@b.cn",
    "邮箱：", "\n", " ", "局", "|", "（",
])


@given(st.lists(PIECES, max_size=25).map("".join))
def test_masking_never_changes_a_length(text):
    cleaned, rows = contacts(text)
    masked = redact(cleaned, {"contacts": rows})
    assert len(masked.text) == len(cleaned.text) and masked.rebuild_raw() == masked.raw
    for row in rows:
        for start, end in row["spans"]:
            assert set(masked.text[start:end]) <= {"*"}
