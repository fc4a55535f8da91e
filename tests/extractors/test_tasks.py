"""Which provisions are tasks: one test for each sentence of the codebook."""

from __future__ import annotations

import pytest

from tests.structure.texts import LETTER_AND_PLAN, tasks

_HEAD = "青禾市人民政府关于加强河道管理的通知\n各县人民政府：\n为加强河道管理，现通知如下：\n"


def found(*lines: str) -> dict[str, str]:
    return {path: task.kind for path, task in tasks(_HEAD + "\n".join(lines)).items()}


def test_a_letter_and_its_plan() -> None:
    rows = tasks(LETTER_AND_PLAN)
    assert {path: (task.kind, task.title) for path, task in rows.items()} == {
        "0.1": ("request", ""),
        "1": ("goal", "总体要求"),
        "2.1": ("measure", "推进集中供热"),
        "2.2": ("measure", "改造老旧管网"),
        "3.1": ("safeguard", "加强组织领导"),
        "3.2": ("safeguard", "强化督导考核"),
    }
    request = rows["0.1"]
    assert LETTER_AND_PLAN[request.start : request.end] == "请各县（市、区）于9月10日前将配套方案报市住房城乡建设局。"


def test_the_smallest_numbered_item_is_the_task() -> None:
    assert found("一、重点任务", "（一）清淤", "1.组织清淤。各县要清淤。", "2.开展保洁。各县要保洁。") == {
        "1.1.1": "measure",
        "1.1.2": "measure",
    }


def test_a_lead_in_is_a_task_if_it_directs_or_sets_a_goal() -> None:
    lines = ("（一）清淤。各县要清淤。", "（二）保洁。各县要保洁。")
    assert "1" not in found("一、重点任务", "按照统一部署，做好以下工作：", *lines)
    assert found("一、重点任务", "各县要明确专人负责。", *lines)["1"] == "measure"
    assert found("一、健全格局", "到2025年，管理格局更加健全。", *lines)["1"] == "goal"


@pytest.mark.parametrize(
    "lines",
    [
        ("一、指导思想", "以科学发展观为指导，切实加强河道管理。"),
        ("一、编制依据", "根据有关法律法规，制定本方案。"),
        ("一、现状", "近年来，河道管理取得了明显成效。"),
        ("一、活动时间", "2021年3月1日至3月31日。"),
        ("一、（一）准备阶段（3月1日至3月10日）。",),
        ("第一条本办法适用于全市河道。", "第二条本办法所称河道，是指天然河流。", "第三条本办法自公布之日起施行。"),
    ],
)
def test_what_directs_nothing_is_no_task(lines: tuple[str, ...]) -> None:
    assert found(*lines) == {}


def test_articles() -> None:
    assert found(
        "第一条为加强河道管理，制定本办法。",
        "第二条市水利局负责全市河道管理。",
        "第三条禁止在河道内倾倒垃圾。",
        "第四条违反本办法的，依法追究责任。",
        "第五条本办法由市水利局负责解释。",
    ) == {"2": "measure", "3": "measure"}


def test_items_that_are_things_leave_the_article_whole() -> None:
    text = (
        _HEAD
        + "第一条申请采砂的，应当提交下列材料：\n（一）申请书；\n（二）采砂方案。\n"
        + "第二条单位应当：\n（一）建立台账，按月登记；\n（二）及时报告险情，组织抢护。"
    )
    rows = tasks(text)
    assert list(rows) == ["1", "2.1", "2.2"]
    assert text[rows["1"].start : rows["1"].end].endswith("（二）采砂方案。")


def test_forbidden_acts_are_one_task() -> None:
    assert found("一、禁止行为：", "1.在河道内倾倒垃圾；", "2.在堤防上取土；", "二、各县要加强巡查。") == {
        "1": "measure",
        "2": "measure",
    }


def test_closing_formulas_give_none_closing_requests_one() -> None:
    numbered = ("一、各县要清淤。", "二、各县要保洁。")
    assert found(*numbered, "特此通知。") == {"1": "measure", "2": "measure"}
    assert found(*numbered, "请各县于4月10日前报送总结。")["0.1"] == "request"
    assert found(*numbered, "会议要求，各县要倒排工期。要挂图作战。")["0.1"] == "request"


def test_each_directive_sentence_outside_numbers_is_a_row() -> None:
    text = _HEAD.replace("现通知如下：", "") + "各县要立即部署。市水利局要做好督查。"
    assert list(tasks(text)) == ["0.1", "0.2"]


@pytest.mark.parametrize(
    "text",
    [
        "全市护林防火会议召开\n3月1日，会议召开。会议要求，各县要加强巡护。",
        "贺信\n青禾市代表队：\n希望你们再接再厉，再创佳绩。\n青禾市体育局\n2021年8月1日",
        "青禾县2022年国民经济和社会发展统计公报\n一、综合\n全年实现生产总值31亿元，比上年增长3%。\n二、农业\n粮食总产量5万吨。",
        "青禾县2021年度先进单位名单公示\n一、东河镇（2个）\n东河村、河口村\n监督电话：0000000",
    ],
)
def test_news_letters_and_lists_hold_no_tasks(text: str) -> None:
    assert tasks(text) == {}


def test_text_without_any_number_in_a_title_less_notice() -> None:
    rows = tasks(
        "各村委会：\n为做好防汛，现通知如下：\n一、各村要每日巡查。\n二、各村要备足物资。\n东河镇人民政府\n2022年8月11日"
    )
    assert {path: task.kind for path, task in rows.items()} == {"1": "measure", "2": "measure"}


@pytest.mark.parametrize(
    "lines",
    [
        ("一、申报对象和条件", "（一）在本县注册的企业，应具备独立法人资格。", "（二）年营业收入不低于500万元。"),
        ("一、岗位设置原则", "1.实行总量控制的原则。", "2.坚持按需设岗。"),
        ("一、活动时间及地点", "（一）活动地点：青禾会展中心发布厅。"),
        ("一、自查内容", "（一）勘察单位履行质量责任情况。", "（二）落实审查制度情况。", "（三）取消审查环节的情况。"),
        ("第一条本办法所称河道设施，包括：", "（一）输送水的管道；", "（二）管道防护设施，包括防护栏；"),
        ("第一条本暂行办法适用于全县河道。其他水体按照有关规定执行。",),
    ],
)
def test_whom_it_concerns_and_what_is_looked_at_are_no_tasks(lines: tuple[str, ...]) -> None:
    assert found(*lines) == {}


def test_a_heading_with_a_verb_is_no_condition() -> None:
    assert found("一、放宽准入条件", "各县要取消不合理限制。", "二、扩大补助范围", "将散户纳入补助。") == {
        "1": "measure",
        "2": "measure",
    }


def test_a_lead_in_that_directs_before_its_conditions() -> None:
    assert found("一、选择一批村开展试点，试点村应当具备以下条件：", "1.班子健全；", "2.群众自愿。") == {"1": "measure"}


def test_the_doubtful_one_of_a_series_goes_with_its_brothers() -> None:
    lines = (
        "一、推广",
        "1.堤防应优先选用生态护岸。",
        "2.河岸选用格宾石笼护坡或者连锁式生态护坡。",
        "3.渠道应选用预制构件。",
    )
    assert list(found(*lines)) == ["1.1", "1.2", "1.3"]


def test_short_duties_are_tasks_and_short_things_are_none() -> None:
    assert list(found("一、保卫组", "职责：", "1.负责会场安全；", "2.完成交办的其他工作。")) == ["1.1", "1.2"]
    assert found("一、申报材料", "1.营业执照；", "2.申请表（附件1）。") == {}


def test_a_lead_in_that_only_announces_ways_is_none() -> None:
    assert list(found("一、补贴可以通过以下方式结算：", "1.由村报销；", "2.由乡镇直接结算。")) == ["1.1", "1.2"]


def test_an_annex_is_known_by_its_name_in_the_note() -> None:
    text = (
        _HEAD + "一、各县要清淤。\n附件：1.河道清淤质量监测指标体系（2023年）\n青禾市水利局\n2022年3月1日\n附件1\n"
        "河道清淤质量监测指标体系（2023年版）\n一级指标\n评价标准\n1.要按月清淤。\n2.要按季评估。"
    )
    assert list(tasks(text)) == ["1"]


def test_a_roll_of_names_is_no_task() -> None:
    assert found("一、先进集体", "青河镇人民政府", "禾河镇水利站（组织清淤）", "县水利局") == {}


def test_a_closing_paragraph_without_a_word_of_duty() -> None:
    lines = (
        "一、各县要清淤。",
        "二、各县要保洁。",
        "依托高校院所，组建河道治理专家队伍，建立专家库，为各县提供技术指导和培训。",
    )
    assert found(*lines)["0.1"] == "request"


def test_whom_it_concerns_may_still_oblige() -> None:
    assert found("一、继续教育对象", "具有资格的人员。未采集信息的人员应先登录网站采集信息。") == {"1": "measure"}


def test_an_annex_that_shows_the_way_directs_nobody() -> None:
    text = (
        _HEAD + "一、各县要清淤。\n青禾市水利局\n2022年3月1日\n附件\n采砂许可办理途径\n"
        "1.现场办。到政务大厅办理；\n2.网上办。登录政务服务网办理。"
    )
    assert list(tasks(text)) == ["1"]


def test_a_provision_ends_where_a_table_of_tasks_begins() -> None:
    text = _HEAD + "一、各县要按下表完成任务。\n序号\t任务\t责任单位\n1\t清理河道\t市水利局\n以上任务要按时完成。"
    rows = tasks(text)
    assert list(rows) == ["1", "T1.1"]
    assert text[rows["1"].start : rows["1"].end] == "一、各县要按下表完成任务。"


def test_an_item_with_an_imperative_heading_goes_with_its_brothers_at_the_first_level() -> None:
    lines = (
        "一、加强领导。各乡镇要落实专人负责。",
        "二、突出重点。各乡镇要集中力量修好干渠。",
        "三、搞好检查验收。各乡镇每半月向县水利局汇报一次进度。",
        "四、提高认识。冬修水利意义重大，群众关注。",
    )
    assert list(found(*lines)) == ["1", "2", "3"]


def test_who_sends_what_by_when_is_a_request_without_a_word_of_duty() -> None:
    assert found("各单位于3月20日前将联络员名单报市局办公室。") == {"0.1": "request"}
    assert found("各单位于3月20日前完成了自查，情况已经汇总。") == {}


def test_an_untitled_letter_asks_by_a_date_without_asking_words() -> None:
    text = _HEAD + "各县于3月20日前将联络员名单报市水利局。\n一、各县要清淤。"
    assert tasks(text)["0.1"].kind == "request"


def test_what_is_done_so_many_times_is_a_task() -> None:
    lines = ("一、检查", "从十一月份起，各县每半月向行署水利局汇报一次进度。", "二、验收", "明年三月底，行署组织验收。")
    assert list(found(*lines)) == ["1", "2"]


def test_cases_in_which_something_must_be_done_are_one_task() -> None:
    lines = (
        "一、发现下列情形之一的，应当及时向水利局报告：",
        "（一）河道出现险情，影响防汛安全；",
        "（二）水质不能达标；",
    )
    assert list(found(*lines)) == ["1"]


def test_who_one_has_to_be_is_no_directive_but_requirements_may_be() -> None:
    lines = (
        "一、专家分类",
        "（一）技术类专家应当是高级工程师，熟悉清淤规程。",
        "（二）管理类专家应当是河长，组织清淤多年。",
    )
    assert found(*lines) == {}
    lines = ("一、选取专家应当符合以下要求：", "（一）处于失信期的专家，不得选取；", "（二）同一专家不得连续参加两次；")
    assert list(found(*lines)) == ["1.1", "1.2"]


def test_steps_over_actions_are_no_phases() -> None:
    lines = ("一、行动步骤", "（一）河道清淤行动。各县要清淤。", "（二）岸坡整治行动。各县要整治岸坡。")
    assert set(found(*lines).values()) == {"measure"}


def test_need_obliges_and_what_a_speech_demanded_does_not() -> None:
    assert list(found("一、沟通", "各镇需经常性与市河长办沟通情况。")) == ["1"]
    assert tasks(_HEAD + "市长的讲话中提出要“重视清淤”。\n一、各县要清淤。").keys() == {"1"}


def test_a_sentence_that_says_why_it_matters_is_no_directive() -> None:
    assert found("第一条 认真办理来信，是联系群众的必要途径。") == {}


def test_a_long_item_that_names_states_too_is_a_task() -> None:
    long = "针对突出问题，开展联合行动，出台政策措施。河长办负责牵头确定优先应对的问题，" * 5
    assert "1.3" in found("一、内容", "（一）清淤情况。", "（二）保洁情况。", f"（三）{long}")


def test_bodies_named_in_an_article_are_no_safeguards() -> None:
    lines = (
        "第一条 清淤工作由以下机构负责。",
        "一、领导机构。",
        "河长制领导小组负责领导工作。",
        "二、工作实施机构。",
        "水利局负责实施。",
    )
    assert set(found(*lines).values()) == {"measure"}
