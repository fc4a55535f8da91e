"""What recognition confuses: mended where the genre makes it certain, left alone everywhere else."""

import csv
import time
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.confusions import misread, misread_quotes
from pipeline.clean.confusions_labels import misread_labels
from pipeline.clean.confusions_shapes import examine, shapes
from pipeline.clean.confusions_words import misread_words
from pipeline.clean.edits import Edit
from pipeline.lexicon import RuleError, read_csv, read_toml
from pipeline.read import read_text


def cleaned(text):
    return clean(read_text(text)).text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("平市监(2O19]l54号", "平市监〔2019〕154号"),
        ("平市监［2019］154号", "平市监〔2019〕154号"),
        ("平市监{2019}154号", "平市监〔2019〕154号"),
        ("平市监〈20l9〉I54号", "平市监〔2019〕154号"),
        ("平政办〔2019 12号", "平政办〔2019〕12号"),
        ("平政办〔201912号", "平政办〔2019〕12号"),
        ("平政办2019〕12号", "平政办〔2019〕12号"),
        ("某科计（2025〕21号", "某科计〔2025〕21号"),
        ("池政办〔2023〕_3号", "池政办〔2023〕3号"),
        ("依据《防治规划》（某政发〔2023〕1号，持续改善环境。", "依据《防治规划》（某政发〔2023〕1号），持续改善环境。"),
    ],
)
def test_document_numbers(raw, expected):
    assert cleaned(raw) == expected


@pytest.mark.parametrize(
    "number",
    ["某政发（2019）154号", "某政复（87）第42号", "2022年第3号", "国务院令第617号", "某政办〔2019〕12号", "某政发[201]9号"],
)
def test_document_numbers_that_are_whole_stay(number):
    assert list(misread(number)) == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2O21年l月3O日", "2021年1月30日"),
        ("2021年1 2月3 0日", "2021年12月30日"),
        ("2021午5月1日", "2021年5月1日"),
        ("2021年5用3日", "2021年5月3日"),
        ("2021年12日31日", "2021年12月31日"),
        ("2021年5月30口前完成", "2021年5月30日前完成"),
        ("2021年5月30曰", "2021年5月30日"),
        ("于二0二一年五月三十曰印发", "于二〇二一年五月三十日印发"),
        ("二○○七年十一月，二○O九年", "二〇〇七年十一月，二〇〇九年"),
        ("二〇二一年十—月二十—日", "二〇二一年十一月二十一日"),
        ("宣传阶段（5.月20日至6月.10日）", "宣传阶段（5月20日至6月10日）"),
        ("于l7:OO前报送", "于17:00前报送"),
        ("某县水利局\n2022年221日1", "某县水利局\n2022年2月21日"),
        ("办公室2021年1月19印发", "办公室2021年1月19日印发"),
        ("以收入数乘以2%0计，共200件", "以收入数乘以2‰计，共200件"),
        ("为此，全面提升各地防洪减灾能力\no", "为此，全面提升各地防洪减灾能力。"),
        ("充州区体育局补充州级预算", "兖州区体育局补充州级预算"),
        ("二\ufffd\ufffd七年十一月二十日", "二〇〇七年十一月二十日"),
        ("10目内办结", "10日内办结"),
        ("2021年12目底前", "2021年12月底前"),
        ("3月1日一5月20日", "3月1日—5月20日"),
    ],
)
def test_dates(raw, expected):
    assert cleaned(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "某○○局、○○年",
        "二〇二一年",
        "2021年一季度",
        "二〇二一年—月—日",
        "三个项目底数不清",
        "3月12口水井完工",
        "一曰水，二曰火",
        "2.月报和日报",
        "3.日常管理",
        "截至2021年月底",
        "第3目内容",
        "6月20前",  # what was lost is not invented
    ],
)
def test_dates_that_are_whole_or_doubtful_stay(text):
    assert list(misread(text)) == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("年均增长6%一8%", "年均增长6%—8%"),
        ("支持50万元一100万元", "支持50万元—100万元"),
        ("联系电话：0551一6260123", "联系电话：0551-6260123"),
        ("补助l00万元，不少于2O个", "补助100万元，不少于20个"),
        ("降至O.5%以下", "降至0.5%以下"),
        ("进—步统—思想，第—产业", "进一步统一思想，第一产业"),
        ("推行“—网通办”，各负其责。—是加强领导；二是落实责任。", "推行“一网通办”，各负其责。一是加强领导；二是落实责任。"),
        ("总人ロ与社会カ量", "总人口与社会力量"),
        ("市教育局丶市财政局", "市教育局、市财政局"),
        ("做好有关工作o", "做好有关工作。"),
        ("分两次拨付。评估后拨付剩余部分：\n四、申报程序", "分两次拨付。评估后拨付剩余部分。\n四、申报程序"),
        ("主要能源。到一九八年，能耗下降", "主要能源。到一九八〇年，能耗下降"),
        ("渭政发.〔2021〕26号", "渭政发〔2021〕26号"),
        ("抓好落实：（责任单位，市财政局、市教育局）", "抓好落实。（责任单位：市财政局、市教育局）"),
        ("加强领导，，落实责任。。", "加强领导，落实责任。"),
        ("项目不少于6项，·对获奖的给予奖励", "项目不少于6项，对获奖的给予奖励"),
        ("条件：\n2..年龄30周岁以下", "条件：\n2.年龄30周岁以下"),
        ("印发<<某市防汛工作方案>>的通知", "印发《某市防汛工作方案》的通知"),
        ("“士四五”规划", "“十四五”规划"),
        ("抓好落实。（责任单位：市财政局\n（二）加强宣传。", "抓好落实。（责任单位：市财政局）\n（二）加强宣传。"),
    ],
)
def test_figures_points_and_brackets(raw, expected):
    assert cleaned(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "O2O平台与P2O5含量",
        "系统—平台—终端",
        "——一体化发展；——第一产业",
        "甲、、、乙。。。",
        "机密★\n——\n……\n√",
        "I类地区",
        "阿·某某、某·某",
        "增长1倍一次性补助",
        "您是第-位访客",
        "（责任单位：市财政局、\n市教育局）",
    ],
)
def test_figures_and_points_that_are_meant_stay(text):
    assert list(misread(text)) == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("纳人考核，深人推进，加强士地管理，组织领导千部", "纳入考核，深入推进，加强土地管理，组织领导干部"),
        ("己经完成，自已负责，尚末达标，业己办结", "已经完成，自己负责，尚未达标，业已办结"),
        ("防讯防凤，冶理水士流失，若千措旋", "防汛防风，治理水土流失，若干措施"),
        ("工作曰内由负责入签字，财政收人增长", "工作日内由负责人签字，财政收入增长"),
    ],
)
def test_words_with_one_character_misread(raw, expected):
    assert cleaned(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "促进人的全面发展，引进人才，推进人口发展，吸纳人才，吸收人员，参加人数，资深人士，接收人，纳税人",
        "由其自己经营，各自已完成，来自已建成的项目，女士地址，护士地位，两千部手机，上千群众",
        "截至上年末能耗，月末按时报送，年末来临，机关干部，不少干部群众，对干部进行考核",
        "负责入户走访，联系入学事宜，各个入口，责任入心入脑，直接照明，验收合格，保险收入",
        "工作日录入数据，项目日常管理，环境目标责任，工作日标准，三科日常值班，公安微信公众号",
        "李凤景、王某某同志，不能自已，加人一等，年年末端治理",
    ],
)
def test_words_that_only_look_misread_stay(text):
    assert list(misread(text)) == []


@pytest.mark.parametrize("row", read_toml("ocr_labels.toml")["label"], ids=lambda row: row["id"])
def test_each_style_of_labels_does_what_its_example_says(row):
    examine("ocr_labels.toml", row["id"], misread_labels, row["example"], row["becomes"], row["counter"])


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("（一） （二) （≡） （四）", "（一） （二） （三） （四）"),
        ("〈一〉 （二） 【三】 （四）", "（一） （二） （三） （四）"),
        ("（—） （＝） （三）", "（一） （二） （三）"),
        ("（一一） （二） （三）", "（一） （二） （三）"),
        ("（一） （二 （三）", "（一） （二） （三）"),
        ("（九） （十） （十—） （十二）", "（九） （十） （十一） （十二）"),
        ("—、 二、 三、", "一、 二、 三、"),
        ("一、 二， 三、", "一、 二、 三、"),
        ("七、 人、 九、", "七、 八、 九、"),
        ("I. 2. 3.", "1. 2. 3."),
        ("9. lO. 11.", "9. 10. 11."),
        ("9． lO． 1l· 12．", "9． 10． 11． 12．"),
        ("（l） （2） （3）", "（1） （2） （3）"),
    ],
)
def test_labels_that_their_neighbours_make_certain(labels, expected):
    raw = "\n".join(f"{label}做好第项工作。" for label in labels.split(" "))
    assert cleaned(raw).split("\n") == [f"{label}做好第项工作。" for label in expected.split(" ")]


@pytest.mark.parametrize(
    "labels",
    ["[一] [二] [三]", "一） 二） 三）", "一， 二， 三，", "1） 2） 3）", "A. B. C.", "l. m. n.", "（一） [四] （五）", "一、 王、 李、", "（一） 三） （四）"],
)
def test_labels_that_may_be_meant_so_stay(labels):
    assert list(misread_labels("\n".join(f"{label}做好第项工作。" for label in labels.split(" ")))) == []


def test_words_at_the_beginning_of_a_line_are_no_labels():
    text = "（一）加强领导。\n（二级以上医院）要配齐人员。\n人、财、物要到位。\n（三）落实责任。\n大（中）型水库。\n入）口"
    assert list(misread_labels(text)) == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("推行”一网通办“，开展“回头看“，实施”双随机”。", "推行“一网通办”，开展“回头看”，实施“双随机”。"),
        ("“十四五”规划与”双碳“目标", "“十四五”规划与“双碳”目标"),
    ],
)
def test_quotation_marks_turned_the_wrong_way(raw, expected):
    assert cleaned(raw) == expected


@pytest.mark.parametrize(
    "text",
    ["“所谓“双随机”监管”", "“第一段没有结束", "”他说。下一句“", "“一网通办”和“双随机”", "甲说：”要加强领导，落实责任；要督查考核。“"],
)
def test_quotation_marks_that_are_right_or_doubtful_stay(text):
    assert list(misread_quotes(text)) == []


def test_every_row_says_what_it_is_for():
    assert len(shapes()) > 40
    assert len({shape.id for shape in shapes()}) == len(shapes())
    rows = read_csv("ocr_words.csv")
    assert len({row["wrong"] for row in rows}) == len(rows)
    assert all(row["counter"] for row in rows if row["not_before"] or row["not_after"])
    assert {each.char for each in misread_words()} >= set("人入己已末士千冶曰")


def test_no_word_of_the_other_lexicons_is_taken_for_a_misread_one():
    folder = resources.files("pipeline").joinpath("lexicon")
    for file in folder.iterdir():
        if file.name.endswith((".csv", ".txt")) and not file.name.startswith("ocr_"):
            cells = [cell for row in csv.reader(file.read_text(encoding="utf-8").splitlines()) for cell in row]
            text = "\n".join(cell for cell in cells if "#" not in cell)
            assert [text[edit.start - 4 : edit.end + 4] for word in misread_words() for edit in word.edits(text)] == [], file.name


def test_a_rule_that_fails_its_example_is_refused():
    def to_b(text):
        return (Edit(at, at + 1, "b", "") for at, char in enumerate(text) if char == "a")

    examine("x", "row", to_b, "a", "b", "c")
    with pytest.raises(RuleError, match="row"):
        examine("x", "row", to_b, "c", "b", "")
    with pytest.raises(RuleError, match="has to stay"):
        examine("x", "row", to_b, "a", "b", "a")


PIECES = st.sampled_from([
    "纳人", "自已", "己经", "士地", "2O21年", "l月", "3O日", "年", "月", "日", "〔", "2019", "〕", "12号", "（", "）", "(", "一", "—", "-",
    "0", "O", "l", "，", "，，", "。", "o", ".", "·", "、", "\n", " ", "市", "第", "条", "是", "二是", "：", "<<", ">>", "ロ", "附件", "十",
    "“", "”", "\n（三", "\n三）", "（二）甲", "\n一、", "\n—、", "\nl.", "2.", "\n3.乙", "[", "]", "≡", "（责任单位：市财政局", "《", "》", "某政发", "二0", "二", "万元", "%", "5", "目内",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_mending_what_is_mended_changes_nothing(text):
    once = cleaned(text)
    assert cleaned(once) == once
    for edits in (list(misread(text)), list(misread_labels(text))):
        assert all(one.end <= two.start for one, two in pairwise(edits))


def test_every_mending_is_a_cleanup_with_its_rule():
    rules = {each.rule for each in clean(read_text("平市监(2O19]l54号，2021年5月30曰，纳人考核")).cleanups}
    assert {"misread.number_letters", "number_bracket", "misread.date_day_word", "misread.word"} <= rules


def test_hostile_text_takes_linear_time():
    units = ("（责任单位：", "》（甲〔2019〕1号，", "—是", "<<甲", "\n1\t甲\t", "\n（三", "\n[二]", "“”“", "，，", "2O", "\n©甲", "〔2019", "：（甲负责")
    for unit in units:
        text = unit * (60_000 // len(unit))
        for rule in (misread, misread_labels, misread_quotes):
            started = time.process_time()
            list(rule(text))
            assert time.process_time() - started < 3, (unit, rule.__name__)
