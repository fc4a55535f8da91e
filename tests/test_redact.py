"""A redacted run leaves no name and no number of a contact person anywhere: texts, tables, SQLite, Parquet, what was taken out."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from pipeline.api import extract, extract_folder

HEAD = "青河县教育局关于做好校舍检修工作的通知\n各乡镇中心学校：\n现就有关事项通知如下：\n一、各学校要于7月15日前完成排查，隐患整改率不低于95%。\n"
FOOT = "\n青河县教育局\n2023年6月20日\n"
CASES = {
    "plain": ("联系人：周某某，联系电话：0000-1234567，13800000000。", ["周某某", "1234567", "13800000000"]),
    "two": ("联系人：周某某 李某，电话：1234567、7654321", ["周某某", "李某", "1234567", "7654321"]),
    "spaced": ("联 系 人：周 某 某\n电　话：0000 - 123 4567\n手机：138 0000 0000", ["周某某", "周 某 某", "123 4567", "138 0000 0000"]),
    "full_width": ("联系人：周某某，电话：００００－１２３４５６７，邮箱：ａｂｃ＠ｅｘａｍｐｌｅ．ｃｏｍ", ["周某某", "１２３４５６７", "1234567", "ａｂｃ"]),
    "brackets": ("请报县教育局（联系人：周某某；电话：1234567；邮箱：zhou.mm@example.com）。", ["周某某", "1234567", "zhou.mm"]),
    "running_text": ("如有问题，请与县教育局办公室周某某同志联系，电话1234567。", ["周某某", "1234567"]),
    "table": ("| 单位 | 联系人 | 电话 |\n|---|---|---|\n| 县教育局 | 周某某 | 1234567 |\n| 县财政局 | 欧阳某某 | 13900000000 |", ["周某某", "1234567", "欧阳某某", "13900000000"]),
    "tabs": ("单位\t联系人\t联系电话\n县教育局\t周某某\t1234567", ["周某某", "1234567"]),
    "again": ("联系人：周某某，电话：1234567。\n二、成立工作专班，周某某负责日常工作。", ["周某某", "1234567"]),
    "short_again": ("联系人：李某，电话：1234567。\n二、李某负责收集材料，请与李某联系。", ["李某", "1234567"]),
    "broken": ("联系人：周某\n某，联系电话：123\n4567。", ["周某\n某", "周某某", "1234567", "123\n4567"]),
    "marked": ("**联系人：** 周某某 **电话：** 1234567", ["周某某", "1234567"]),
    "cells": ("<td>联系人：周某某</td><td>电话：1234567</td>", ["周某某", "1234567"]),
    "other_numbers": ("联系人：周某某（微信同号13800000000），QQ：12345678。", ["周某某", "13800000000", "12345678"]),
    "editor": ("责任编辑：周某某\n", ["周某某"]),
    "extension": ("联系人：周某某，电话：0000-1234567转8012。", ["周某某", "1234567", "8012"]),
    "with_office": ("联系人：周某某（办公室主任），0000-1234567；李某，0000-7654321。", ["周某某", "1234567", "李某", "7654321"]),
    "invisible": ("联系人\u200b：周\u200b某\u200b某，电话：123\u200b4567。", ["周某某", "1234567", "某\u200b某", "123\u200b4567"]),
    "traditional": ("聯繫人：周某某，電話：1234567。", ["周某某", "1234567"]),
    "without_colon": ("附件：1.回执（联系人周某某，电话1234567）", ["周某某", "1234567"]),
    "identity_card": ("联系人：周某某，身份证号：110101199001011234，电话：1234567", ["周某某", "1234567", "110101199001011234"]),
    "slash": ("联系人/电话：周某某/13800000000", ["周某某", "13800000000"]),
    "two_before_a_number": ("县科技局：周某某李某0000-1234567", ["周某某", "李某", "1234567"]),
}


def written(folder):
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            yield path.name, repr(pq.read_table(path).to_pylist())
        elif path.is_file():
            yield path.name, path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize(("text", "secrets"), CASES.values(), ids=CASES)
def test_nothing_is_left(tmp_path, model, text, secrets):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(HEAD + text + FOOT, encoding="utf-8")
    extract_folder(tmp_path / "raw", tmp_path / "out", contacts=True, redact=True)
    found = [(name, secret) for name, content in written(tmp_path / "out") for secret in secrets if secret in content]
    assert found == []
    notice = extract(text=HEAD + text + FOOT, redact=True)
    assert [secret for secret in secrets if secret in notice.text or secret in notice.raw] == []
    assert notice.clean.rebuild_raw() == notice.raw


KEPT = [
    "服务热线：12345",
    "请与县教育局联系。",
    "联系人制度要落实到位。",
    "各单位要向社会公布举报电话，及时处理。",
    "青教发〔2023〕12号",
    "二、各学校每学期至少开展2次演练，覆盖率达到100%，经费20000元。",
    "编辑：县教育局办公室",
    "组长由县教育局主要负责同志担任。",
]


@pytest.mark.parametrize("line", KEPT)
def test_what_belongs_to_nobody_stays(model, line):
    notice = extract(text=HEAD + line + FOOT, redact=True)
    assert line in notice.text


def test_redaction_changes_no_row_but_for_what_is_masked(model):
    text = HEAD + CASES["short_again"][0] + FOOT
    plain, masked = extract(text=text, contacts=True), extract(text=text, contacts=True, redact=True)
    for name in ("tasks", "units", "quotas", "dates"):
        assert len(plain.rows[name]) == len(masked.rows[name])
        for before, after in zip(plain.rows[name], masked.rows[name], strict=True):
            assert {key: value for key, value in before.items() if value != after[key]}.keys() <= {"text", "title", "name"}
    assert len(plain.text) == len(masked.text)
    assert "**" in masked.text


def test_columns_of_a_table_are_contacts(model):
    rows = extract(text=HEAD + CASES["table"][0] + FOOT, contacts=True).rows["contacts"]
    found = [(row["unit"], row["person"], row["phone"], row["rule"]) for row in rows]
    assert found == [
        ("县教育局", "周某某", "1234567", "contact.column"), ("县财政局", "欧阳某某", "13900000000", "contact.column"),
    ]  # fmt: skip
