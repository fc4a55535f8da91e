"""What holds for any text whatever, all the way from text to tables."""

from __future__ import annotations

import time
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.api import extract
from pipeline.clean import clean
from pipeline.read import read_text
from pipeline.run import Options, process
from pipeline.tables import ID_LETTER, TABLES

HEADS = [
    "青河县人民政府办公室文件\n", "青政办发〔2023〕12号\n", "青河县人民政府办公室\n关于印发《青河县防汛工作方案》的通知\n",
    "青河县教育局 青河县财政局关于做好校舍检修工作的通知\n", "各乡镇人民政府，县政府有关部门：\n", "特急\n", "签发人：某某\n",
    "索引号：000014349/2023-00052\n", "发布日期：2023-05-06 浏览次数：12\n", "您当前的位置：首页 > 政务公开\n",
]  # fmt: skip
PROVISIONS = [
    "一、总体要求\n", "（一）加强组织领导。", "1.开展全面排查，", "（1）逐户登记；", "①建立台账。", "第一章 总则\n", "第三条 ", "二、",
    "各乡镇要于2023年6月30日前完成自查，", "整改率不低于95%，", "每季度至少检查1次。", "（责任单位：县教育局、县财政局，各乡镇）\n",
    "（县应急管理局牵头，县水利局配合）\n", "到2025年，培育企业30家以上，", "给予最高不超过15万元补助。", "严禁弄虚作假。", "将情况报县安委会办公室。",
    "根据《中华人民共和国安全生产法》（主席令第70号）和青政发〔2019〕5号文件，", "“十四五”期间", "12月20前", "由5%提高到8%", "一是抓宣传；二是抓落实。",
    "——坚持问题导向。\n", "责任单位：县教育局\n", "完成时限：2023年底前\n", "其中：新建2.5万亩，", "1∶1配套", "百分之三十", "①②③", "分别达到10件、20件、30件，",
]  # fmt: skip
FEET = [
    "青河县人民政府办公室\n2023年5月8日\n", "（此件公开发布）\n", "附件：1.任务分工表\n2.联系人名单\n", "抄送：县委各部门。\n",
    "联系人：周某某，联系电话：0000-1234567，邮箱：abc@example.com。\n", "青河县人民政府办公室2023年5月9日印发\n", "打印本页 关闭窗口\n",
    "责任编辑：某某\n",
]  # fmt: skip
DIRT = [
    "\n", "\n\n", "\f", "\r\n", "\r", "\x85", "\u2028", "\x00", "\x0b", " ", "  ", "\u3000\u3000", "\xa0", "\t", "\u200b", "\ufeff", "\ue000", "\ud800",
    "\udfff", "🙂", "👨\u200d👩\u200d👧", "𠮷", "e\u0301", "（", "）", "《", "》", "〔", "〕", "“", "”", '"', "(", ")", "[", "]", "{", "}", "<", ">", "|", "|---|",
    "<br>", "<td>", "</td>", "<table>", "&nbsp;", "&#x4e00;", "&#0;", "&lt;", "# ", "**", "- ", "![](a.png)", "$1.5\\%$", "\\", "```", "— 1 —", "第 2 页 共 9 页",
    "扫描全能王 创建", "CamScanner", "9" * 30, "0", "０１２", "一二三四五六七八九十百千万亿", "〇○零", "%", "‰", "亿元", "万", ",", ".", "。", "，", "；", "：", "、", "……",
    "2023年2月30日", "0年0月0日", "99999年", "13月32日", "25:61", "＝1+1", "=1+1", "-1", "@a", "+86", "意見", "關於", "國務院", "\u202e", "ﬀ", "①" * 9, "的", "和",
    "至", "前", "起", "底",
]  # fmt: skip

PIECE = st.one_of(*map(st.sampled_from, (HEADS, PROVISIONS, FEET, DIRT, PROVISIONS)))
NOTICES = st.tuples(
    st.lists(st.sampled_from(HEADS), max_size=5), st.lists(PIECE, max_size=30), st.lists(st.sampled_from(FEET), max_size=4)
).map(lambda parts: "".join("".join(part) for part in parts))
TEXTS = st.one_of(
    NOTICES,
    st.lists(PIECE, max_size=25).map("".join),
    st.text(alphabet=st.characters(), max_size=120),
    st.tuples(PIECE, st.integers(1, 40)).map(lambda pair: pair[0] * pair[1]),
)
SLOW = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module", autouse=True)
def _model(model):
    """All of these need the segmentation model."""


def tables_of(text):
    return process(read_text(text), Options(contacts=True))


@SLOW
@given(TEXTS)
@example("")
@example("\x00\ud800\n\f")
@example("扫描全能王 创建\n— 1 —")
@example("一、" + "9" * 60 + "万亿件以上，提高" + "9" * 60 + "%")
def test_every_row_of_every_table_stands_where_it_says(text):
    result = tables_of(text)
    source, clean_text, raw = result.source, result.clean.text, result.clean.raw
    assert not clean_text or result.problems == []  # no stage failed and was passed over
    assert result.clean.rebuild_raw() == raw == source.text
    pages = {page.number for page in source.pages}
    for name in ID_LETTER:
        for row in result.rows[name]:
            assert 0 <= row["start"] < row["end"] <= len(clean_text), (name, row)
            assert clean_text[row["start"] : row["end"]] == row["text"], (name, row)
            assert 0 <= row["raw_start"] <= row["raw_end"] <= len(raw), (name, row)
            assert row["page"] in pages
            assert row["rule"], (name, row)
    for row in result.rows["cleanups"]:
        assert raw[row["raw_start"] : row["raw_end"]] == row["removed"]
        assert row["rule"]


@SLOW
@given(TEXTS)
def test_keys_are_unique_and_lead_to_rows(text):
    rows = tables_of(text).rows
    number = rows["documents"][0]["doc_id"]
    keys = {}
    for name in ID_LETTER:
        key = TABLES[name].names[0]
        keys[name] = [row[key] for row in rows[name]]
        assert len(keys[name]) == len(set(keys[name])), name
        assert all(row["doc_id"] == number for row in rows[name])
        assert all(not row["task_id"] or row["task_id"] in keys.get("tasks", ()) for row in rows[name])
    assert all(not row["parent_id"] or row["parent_id"] in keys["quotas"] for row in rows["quotas"])
    paths = [row["path"] for row in rows["tasks"]]
    assert all(paths)


@SLOW
@given(TEXTS)
def test_values_are_what_the_tables_promise(text):
    rows = tables_of(text).rows
    for name, table in TABLES.items():
        for row in rows[name]:
            for column in table.columns:
                value = row.get(column.name)
                if value is None or value == "":
                    continue
                if column.values:
                    assert value in column.values, (name, column.name, value)
                if column.type == "decimal":
                    assert isinstance(value, Decimal) and value.is_finite()
                elif column.type == "date":
                    assert isinstance(value, date)
                elif column.type == "boolean":
                    assert isinstance(value, bool)
                elif column.type == "integer":
                    assert isinstance(value, int)
                elif column.type == "text":
                    assert isinstance(value, str)
        table.record_batch(rows[name])  # fits the Arrow schema
    for row in rows["dates"]:
        begin, end = (moment(row[column]) for column in ("date_from", "date_to"))
        assert not (begin and end) or begin <= end, row


def moment(value):
    return datetime.fromisoformat(value) if value else None


@SLOW
@given(TEXTS)
def test_two_runs_give_the_same_tables(text):
    first, second = tables_of(text), tables_of(text)
    assert first.rows == second.rows
    assert first.clean == second.clean


@SLOW
@given(TEXTS)
def test_what_is_clean_is_cleaned_no_further(text):
    once = clean(read_text(text)).text
    again = clean(read_text(once))
    assert again.text == once


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_redaction_moves_nothing(text):
    plain, masked = tables_of(text), process(read_text(text), Options(contacts=True, redacted=True))
    assert len(masked.clean.text) == len(plain.clean.text)
    assert masked.clean.rebuild_raw() == masked.clean.raw
    assert len(masked.clean.raw) == len(plain.clean.raw)
    for name in ID_LETTER:
        assert [(row["start"], row["end"]) for row in masked.rows[name]] == [(row["start"], row["end"]) for row in plain.rows[name]]
        assert all(masked.clean.text[row["start"] : row["end"]] == row["text"] for row in masked.rows[name])


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_the_functions_for_notebooks_take_any_text(text):
    notice = extract(text=text)
    assert set(notice.tables) == set(TABLES)
    assert repr(notice)


UNITS = [*PROVISIONS, *FEET, *DIRT, "《", "（责任单位：", "、", "各县区要", "2023年", "联系人：", "第一条", "9", "（一）", "1.", "一、", "至", "1—", "—1—\n", "某局、"]


@pytest.mark.parametrize("blank", [" ", "\u3000", "\xa0", "\t", " \u3000"], ids=ascii)
def test_a_long_run_of_blanks_is_gone_through_once(blank):
    for end in ("\n", "乙"):
        began = time.process_time()
        clean(read_text(f"甲{blank * 40_000}{end}" + "各单位要抓好落实。" * 30))
        assert time.process_time() - began < 3


@pytest.mark.parametrize("unit", UNITS, ids=range(len(UNITS)))
def test_time_grows_as_the_text_does(unit):
    spent = []
    for size in (4_000, 16_000):
        text = unit * (size // len(unit))
        began = time.process_time()
        tables_of(text)
        spent.append(time.process_time() - began)
    assert spent[1] < 12 * spent[0] + 1.0, spent  # four times the text: linear is 4, quadratic 16
