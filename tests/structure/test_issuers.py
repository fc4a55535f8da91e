from __future__ import annotations

import pytest

from pipeline.notice import CleanText, Cleanup
from pipeline.structure import structure
from tests.structure.texts import read

_BODY = "各县人民政府：\n各地要做好秋收工作，并于10月底前报告进展。\n"


def names(text: str) -> list[str]:
    return [span.text for span in read(text).elements.issuers]


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (
            f"关于做好秋收的通知\n{_BODY}青禾市农业农村局\n青禾市财政局\n2021年9月1日",
            ["青禾市农业农村局", "青禾市财政局"],
        ),
        (f"关于做好秋收的通知\n{_BODY}青禾市农业农村局2021年9月1日", ["青禾市农业农村局"]),
        (
            f"关于做好秋收的通知\n{_BODY}国家发展改革委 财政部 农业农村部\n2021年9月1日",
            ["国家发展改革委", "财政部", "农业农村部"],
        ),
        (
            f"关于做好秋收的通知\n{_BODY}国家发展改革委财政部农业农村部\n2021年9月1日",
            ["国家发展改革委", "财政部", "农业农村部"],
        ),
        (f"青禾市人民政府文件\n关于做好秋收的通知\n{_BODY}2021年9月1日", ["青禾市人民政府"]),
        (f"青禾市人民政府关于做好秋收的通知\n{_BODY}", ["青禾市人民政府"]),
        (f"青禾市人民政府关于做好秋收的通知\n{_BODY}青禾市人民政府", ["青禾市人民政府"]),
        (
            f"中共青禾市委办公室青禾市人民政府办公室关于做好秋收的通知\n{_BODY}",
            ["中共青禾市委办公室", "青禾市人民政府办公室"],
        ),
        (f"关于做好秋收的通知\n{_BODY}青禾市人民政府\n市长 张某\n2021年9月1日", ["青禾市人民政府"]),
    ],
)
def test_who_issues(text: str, issuers: list[str]) -> None:
    assert names(text) == issuers


def test_white_space_that_cleaning_took_divides_bodies() -> None:
    clean_text = f"关于做好秋收的通知\n{_BODY}青禾市水利局青禾市财政局\n2021年9月1日"
    raw = clean_text.replace("青禾市水利局青禾市财政局", "青禾市水利局　　青禾市财政局")
    at = raw.index("　　")
    clean = CleanText(clean_text, raw, (Cleanup(at, at + 2, "　　", "", "spaces"),))
    assert [span.text for span in structure(clean).elements.issuers] == ["青禾市水利局", "青禾市财政局"]


def test_the_author_of_a_forwarded_document_does_not_issue() -> None:
    text = (
        "青禾县人民政府批转县物价局关于加强物价管理的报告的通知\n（一九八三年七月二十日）\n各公社管理委员会：\n"
        "县人民政府同意县物价局《关于加强物价管理的报告》，现转发给你们，请认真贯彻执行。\n"
        "关于加强物价管理的报告\n县人民政府：\n为此，提出如下意见：\n一、各地不得擅自提价。\n二、要整顿物价机构。\n"
        "以上报告如无不妥，请批转各地执行。\n青禾县物价局\n一九八三年七月一日"
    )
    found = read(text).elements
    assert [span.text for span in found.issuers] == ["青禾县人民政府"]
    assert [span.text for span in found.not_issuers] == ["青禾县物价局"]
    assert found.issue_date is not None
    assert found.issue_date.text == "一九八三年七月二十日"


def test_a_signature_run_on_behind_the_last_sentence() -> None:
    text = (
        "青禾县人民政府关于税收归属的通知\n各乡镇：\n各乡镇要按时报送报表。青禾县人民政府2017年12月22日（此件公开发布）"
    )
    found = read(text).elements
    assert [span.text for span in found.issuers] == ["青禾县人民政府"]
    assert found.issue_date is not None
    assert found.issue_date.text == "2017年12月22日"


def test_the_end_of_a_letter_above_the_plan() -> None:
    text = "认真贯彻执行。\n青禾市水利局\n2019年4月16日\n青禾市河道整治方案\n一、工作任务\n各县要整治河道。"
    found = read(text).elements
    assert [span.text for span in found.issuers] == ["青禾市水利局"]
    assert found.title is not None
    assert found.title.text == "青禾市河道整治方案"


def test_news_has_no_issuer() -> None:
    assert names("全市护林防火会议召开\n3月1日，全市护林防火会议召开，市林业局有关同志参加了会议。") == []
