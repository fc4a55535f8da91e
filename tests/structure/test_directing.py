from __future__ import annotations

import pytest

from pipeline.structure.directing import directs, is_closing, is_thing, lists_things, requests, sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "各县要于3月底前完成自查。",
        "全面推进河道整治，严厉打击非法采砂。",
        "由市水利局牵头，市财政局配合。",
        "县水利局每月开展督查，通报结果。",
        "3月底前逐户核查餐饮单位。",
        "禁止在林区燃放烟花爆竹。",
        "鼓励社会资本参与建设。",
        "对首次入库的企业，给予一次性奖励30万元。",
        "各村每周五17:00前向镇政府报送进度。",
        "单位应当建立台账。",
        "将治理情况纳入年度考核。",
        "取得证书的，可以申请补贴。",
        "2020年底前开展专项治理。",
        "按照规范要求做好标志的设置和管理工作；",
        "报名人员将以下材料邮寄至县统计局办公室：",
        "对违反本通告的，由公安、林草部门依照条例责令停止违法行为。",
        "再选择一批企业开展试点，试点企业应当具备以下条件：",
        "为见习人员购买意外伤害保险；",
        "孤儿养育标准为每人每月2976元。",
        "就餐补贴为每餐费用的四分之一。",
    ],
)
def test_sentences_that_direct(sentence: str) -> None:
    assert directs(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "为加强河道管理，保障防洪安全，制定本办法。",
        "本办法适用于全市行政区域内的河道。",
        "本办法所称河道，是指天然河流和人工水道。",
        "河道管理应当遵循统一规划、分级负责的原则。",
        "违反本办法规定的，依法追究法律责任。",
        "本办法自2021年1月1日起施行。",
        "本办法由市水利局负责解释。",
        "初步核算，全年实现生产总值31亿元，比上年增长3%。",
        "具有本科以上学历，身体健康；",
        "申报单位须同时符合下列条件：",
        "近年来，我市河道管理取得了明显成效。",
        "当事人对处罚决定不服的，可以依法申请行政复议。",
        "现将有关事项通知如下：",
        "请认真贯彻执行。",
        "建设单位履行质量责任情况，施工单位落实制度情况。",
        "获得县级以上奖励的；",
        "申请认定见习基地，应当符合下列条件：",
        "依法成立的单位有权申请见习基地认定。",
        "本办法中失业青年指登记失业的青年。",
        "逾期不再受理。",
        "根据全民健身计划纲要精神，现提出如下意见：",
        "",
    ],
)
def test_sentences_that_direct_nobody(sentence: str) -> None:
    assert not directs(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "请认真贯彻执行。",
        "现印发给你们，请结合实际认真贯彻落实。",
        "特此通知。",
        "以上报告如无不妥，请批转各地执行。",
        "妥否，请批示。",
        "各地要结合实际认真贯彻落实。",
    ],
)
def test_closing_formulas(sentence: str) -> None:
    assert is_closing(sentence)
    assert not requests(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "请于3月10日前将修改意见反馈至市司法局。",
        "各单位要将此件传达到全体职工。",
        "请各县结合实际制定方案，并报市水利局备案。",
    ],
)
def test_requests(sentence: str) -> None:
    assert not is_closing(sentence)
    assert requests(sentence)


def test_lists_of_things() -> None:
    assert lists_things("申请人应当提交下列材料：")
    assert lists_things("有下列情形之一的：")
    assert not lists_things("各单位要做好以下工作：")
    assert is_thing("未经批准擅自施工的；")
    assert is_thing("身份证复印件；")
    assert not is_thing("建立健全台账，定期通报进展；")


def test_sentences_have_exact_spans() -> None:
    text = " 第一句。第二句！\n第三句"
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == ["第一句。", "第二句！", "第三句"]
