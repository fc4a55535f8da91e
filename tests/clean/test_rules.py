"""Each rule of cleaning by itself, on lifelike lines."""

import time

import pytest

from pipeline.clean import clean, simplified
from pipeline.read import read_text


def cleaned(text):
    return clean(read_text(text)).text


def rules(text):
    return {cleanup.rule for cleanup in clean(read_text(text)).cleanups}


SENTENCE = "各地要落实责任，抓好工作。"


@pytest.mark.parametrize(
    "mark",
    [
        "扫描全能王 创建",
        "扫描全能王创建",
        "由 扫描全能王 扫描创建",
        "由扫描全能王扫描创建",
        "扫描全能王  3亿人都在用的扫描App",
        "CamScanner",
        "CS CamScanner",
        "Scanned with CamScanner",
        "Scanned by TapScanner",
        "夸克扫描王 创建",
        "由夸克扫描王扫描",
        "夸克扫描王\n极速扫描，就是高效",
        "由WPS扫描生成",
        "WPS扫描",
        "由布丁扫描App扫描",
        "白描 识别",
        "讯飞扫描 创建",
        "由微信扫描",
        "Created by Adobe Scan",
        "由 福昕扫描王 扫描创建",
        "# 扫描全能王 创建",
        "**扫描全能王 创建**",
        "归描全能王创建",  # misread
        "扫描全能主 创建",
        "归接全现王创建",
        "扫描全能王 刨建",
        "扫描全能王\n创建",  # broken over lines
        "由\n扫描全能王\n扫描创建",
        "CamScaner",
    ],
)
def test_scanner_marks_go(mark):
    assert cleaned(f"{SENTENCE}\n\n{mark}\n\n二、工作要求\n{SENTENCE}") == f"{SENTENCE}\n二、工作要求\n{SENTENCE}"


@pytest.mark.parametrize(
    "line",
    [
        "各单位应当使用扫描全能王创建电子档案，不得外传。",
        "一、关于停用扫描全能王的通知",
        "本系统由扫描全能王扫描创建的文件不予受理。",
        "全国文明城市创建",
        "全面创建国家卫生城市",
        "扫描件要清晰完整",
        "请用微信扫一扫二维码。",
        "微信公众号：某市发布",
    ],
)
def test_what_only_looks_like_a_mark_stays(line):
    assert cleaned(f"{SENTENCE}\n{line}\n{SENTENCE}") == f"{SENTENCE}\n{line}\n{SENTENCE}"


def test_a_mark_at_the_tail_of_a_line_is_cut_off():
    assert cleaned("各地要落实责任。 扫描全能王 创建\n二、工作要求") == "各地要落实责任。\n二、工作要求"


def test_an_apps_name_alone_is_a_mark_where_it_comes_back():
    assert cleaned(f"{SENTENCE}\n夸克扫描王\n{SENTENCE}\n夸克扫描王\n{SENTENCE}") == "\n".join([SENTENCE] * 3)
    assert "夸克扫描王" in cleaned(f"{SENTENCE}\n夸克扫描王\n{SENTENCE}")


@pytest.mark.parametrize(
    "number",
    ["— 1 —", "－2－", "-3-", "·3·", "―12―", "─ 4 ─", "-3一", "一 3 一", "－ 5 —", "第 4 页 共 9 页",
     "第4页/共9页", "共9页 第4页", "第 4 页", "- 第4页 -", "Page 4 of 9", "— 三 —", "- iv -", "4/9页", "# — 1 —"],
)
def test_page_numbers_go(number):
    assert cleaned(f"{SENTENCE}\n\n{number}\n\n二、工作要求\n{SENTENCE}") == f"{SENTENCE}\n二、工作要求\n{SENTENCE}"


@pytest.mark.parametrize("line", ["12", "4/9", "2021", "-2021-", "第3页的表格", "见第 4 页", "3.15", "（3）", "12345"])
def test_a_line_that_only_looks_like_a_page_number_stays(line):
    assert line.replace(" ", "") in cleaned(f"{SENTENCE}\n{line}\n{SENTENCE}").split("\n")


def test_bare_numbers_go_where_they_count_pages():
    page = (SENTENCE * 40)[:500] + "。"
    text = "\n".join(f"{page}\n{number}" for number in (1, 2, 3, 4))
    assert cleaned(text) == "\n".join([page] * 4)


def test_bare_numbers_that_count_rows_stay():
    text = "\n".join(f"{number}\n加强宣传引导，营造良好氛围。" for number in range(1, 9))
    assert cleaned(text) == text


def test_a_bare_number_goes_next_to_a_page_break():
    assert cleaned(f"{SENTENCE}\n7\n\f二、工作要求") == f"{SENTENCE}\n二、工作要求"


def test_fractions_with_one_total_are_page_numbers():
    assert cleaned(f"{SENTENCE}\n1/2\n{SENTENCE}\n2/2") == f"{SENTENCE}\n{SENTENCE}"


def test_a_page_number_run_into_a_line_parts_it():
    assert cleaned("某政发〔2019〕33号―2―某市水污染防治计划") == "某政发〔2019〕33号\n某市水污染防治计划"
    assert "2019—2021—" in cleaned("2019—2021—2022年各阶段目标。")


def test_running_heads_go_and_the_first_title_stays():
    pages = [f"某市环境质量年报\n{SENTENCE}{SENTENCE}\n— {number} —" for number in (1, 2, 3, 4)]
    assert cleaned("\n".join(pages)) == "\n".join(["某市环境质量年报", *[SENTENCE * 2] * 4])


def test_a_red_head_in_the_middle_of_a_sentence_goes():
    text = f"某市人民政府文件\n{SENTENCE}各地要深入剖析原\n\n某市人民政府文件\n\n因，公开曝光。"
    assert cleaned(text) == f"某市人民政府文件\n{SENTENCE}各地要深入剖析原因，公开曝光。"


def test_fields_of_forms_that_come_back_on_pages_stay():
    page = f"{SENTENCE}\n申请人（签名）：\nXXXX年XX月XX日"
    assert cleaned("\f".join([page] * 4)).count("申请人（签名）：") == 4
    assert cleaned("\f".join([page] * 4)).count("XXXX年XX月XX日") == 4


def test_lines_that_come_back_inside_pages_stay():
    text = "\n".join(f"{number}.加强管理。\n责任单位：市财政局\n— {number} —" for number in range(1, 6))
    assert cleaned(text).count("责任单位：市财政局") == 5


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2019 年 3 月 5 日前", "2019年3月5日前"),
        ("1. 深化改革", "1.深化改革"),
        ("（一） 加强 领导。", "（一）加强领导。"),
        ("关于做好工作的 通   知", "关于做好工作的通知"),
        ("增长 5 %以上", "增长5%以上"),
        ("2 0 2 1年", "2021年"),
        ("使用 APP 办理", "使用APP办理"),
        ("Smart City 建设", "Smart City建设"),
        ("会议\u3000决定\xa0：", "会议决定："),
        ("17: 00 前", "17:00前"),
        ("2 .加强宣传引导", "2.加强宣传引导"),
        ("增长 2 .5倍", "增长2 .5倍"),
        ("联系人：王某某 李某 电话：3324642", "联系人：王某某 李某 电话：3324642"),
        ("联系人：王某某 李某", "联系人：王某某 李某"),
        ("联系人：张 某", "联系人：张某"),
        ("某市财政局 某市教育局", "某市财政局 某市教育局"),
        ("某市财政局\u3000某市教育局\u3000某市民政局", "某市财政局 某市教育局 某市民政局"),
        ("联系人：张某 电话：3324642", "联系人：张某 电话：3324642"),
        ("某政发〔2021〕3号      签发人：李某", "某政发〔2021〕3号  签发人：李某"),
        ("主题词：农机 建设 批复", "主题词：农机 建设 批复"),
        ("张三 李四 王小五", "张三 李四 王小五"),
        ("| 序号 | 任务 |", "| 序号 | 任务 |"),
        ("序号\t任 务\t责任单位", "序号\t任务\t责任单位"),
    ],
)
def test_spaces(raw, expected):
    assert cleaned(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("提高认识,主动作为;抓好落实:一要", "提高认识，主动作为；抓好落实：一要"),
        ("(一)加强领导(试行)", "（一）加强领导（试行）"),
        ("投资1,234.5万元，于17:00前报送", "投资1,234.5万元，于17:00前报送"),
        ("网址http://www.example.gov.cn/a,b:c", "网址http://www.example.gov.cn/a,b:c"),
        ("邮箱:abc@example.com", "邮箱：abc@example.com"),
        ("某政发[2019]5号和某办发【2020】6号", "某政发〔2019〕5号和某办发〔2020〕6号"),
        ('开展"清风"行动', "开展“清风”行动"),
        ("是否完成?请抓紧!", "是否完成？请抓紧！"),
        ("函数f(x)=1", "函数f(x)=1"),
        ("细颗粒物(PM2.5)", "细颗粒物（PM2.5）"),
        ("各地要加强领导,落实责任.", "各地要加强领导，落实责任。"),
        ("2.5万亩", "2.5万亩"),
        ("电话2280570,\n邮箱：a@b.cn", "电话2280570，\n邮箱：a@b.cn"),
        ("（一)加强", "（一）加强"),
        ("２０２１年，１５％", "2021年，15%"),
    ],
)
def test_widths(raw, expected):
    assert cleaned(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("请将修改意見反馈至市财政局", "请将修改意见反馈至市财政局"),
        ("关於加强档案工作的通知，请认真贯彻执行。", "关于加强档案工作的通知，请认真贯彻执行。"),
        ("各单位要徵求意见，若乾问题及时报告。", "各单位要征求意见，若干问题及时报告。"),
        ("著作权、乾隆年间、毕昇奖，由於姓同志负责。", "著作权、乾隆年间、毕昇奖，由于姓同志负责。"),
        ("⼀、加强⺠生保障", "一、加强民生保障"),
        ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
        ("私\ue123用\x00字符", "私用字符"),
        ("藏文་空格", "藏文空格"),
        ("规划纲要（2014\xad2020年）", "规划纲要（2014-2020年）"),
        ("断\xad字", "断字"),
    ],
)
def test_characters(raw, expected):
    assert cleaned(raw) == expected


def test_a_wholly_traditional_notice_stays_and_can_be_read_as_simplified():
    text = "關於加強環境保護工作的公告"
    assert cleaned(text) == text
    assert simplified(text) == "关于加强环境保护工作的公告"
    assert len(simplified(text)) == len(text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("# 某市工作方案\n\n正文。", "某市工作方案\n正文。"),
        ("#### （六）加强宣传。", "（六）加强宣传。"),
        ("**一、总体要求**", "一、总体要求"),
        ("要**加强组织领导**，落实责任", "要加强组织领导，落实责任"),
        ("张**、李**二人", "张**、李**二人"),
        ("- 加强宣传\n- 落实责任", "加强宣传\n落实责任"),
        ("正文。\n---\n正文。", "正文。\n正文。"),
        ("| 甲 | 乙 |\n|---|:--:|\n| 1 | 2 |", "| 甲 | 乙 |\n| 1 | 2 |"),
        ("正文。![图](images/a.jpg)\n正文。", "正文。\n正文。"),
        ("见[附件](http://example.com/a.doc)。", "见附件。"),
        ("第一行<br>第二行", "第一行\n第二行"),
        ("<p>第一段。</p>\n<p>第二段。</p>", "第一段。\n第二段。"),
        ("<table><tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>宣传</td></tr></table>", "序号\t任务\n1\t宣传"),
        ("甲&nbsp;乙&amp;丙", "甲乙&丙"),
        ("增长$15\\%$以上", "增长15%以上"),
        ("1\\. 加强领导", "1.加强领导"),
        ("$\\textcircled{1}$加强宣传", "①加强宣传"),
        ("某市教育局 -->\n正文。", "某市教育局\n正文。"),
        ("C#语言、5*3=15、a<b且c>d", "C#语言、5*3=15、a<b且c>d"),
    ],
)
def test_markup(raw, expected):
    assert cleaned(raw) == expected


def test_every_cleanup_says_why():
    text = "# 意見\u200b 稿,\n\n— 1 —\n\n扫描全能王 创建\n\n反馈至市局"
    found = rules(text)
    assert {"markdown_heading", "variant_character", "invisible_character"} <= found
    assert {"page_number.dashed", "scanner_mark"} <= found


def test_indents_in_one_line_part_its_paragraphs():
    raw = "各乡镇人民政府：　　现将有关事项通知如下：　　一、工作目标　　到年底，清理河道二十公里，岸线保持整洁。　　二、工作要求　　各乡镇要明确专人，每月检查一次，发现问题及时处理，并把结果记入台账，不得弄虚作假。各村要组织村民参加日常保洁，确保河面无漂浮物、河岸无垃圾、河中无障碍。"
    assert cleaned(raw).split("\n") == [
        "各乡镇人民政府：",
        "现将有关事项通知如下：",
        "一、工作目标",
        "到年底，清理河道二十公里，岸线保持整洁。",
        "二、工作要求",
        "各乡镇要明确专人，每月检查一次，发现问题及时处理，并把结果记入台账，不得弄虚作假。各村要组织村民参加日常保洁，确保河面无漂浮物、河岸无垃圾、河中无障碍。",
    ]


def test_an_indent_between_two_names_parts_nothing():
    assert cleaned("组长：市长　　副组长：副市长\n成员：各局局长") == cleaned("组长：市长  副组长：副市长\n成员：各局局长")


def test_rules_that_undo_each_other_stop_at_once():
    """Lines that one rule joins and another parts: the text stays as it is, and cleaning ends."""
    text = (
        "特急\n签发人：某某\n签发人：某某\n签发人：某某\n签发人：某某\n配套青政办发〔2023〕12号\n（此件公开发布）\n"
        "青河县人民政府办公室2023年5月9日印发\n“十四五”期间附件：1.任务分工表\n2.联系人名单\n"
        "根据《中华人民共和国安全生产法》（主席令第70号）和青政发〔2019〕5号文件，青河县教育局 青河县财政局关于做好校舍检修工作的通知\n"
        "各乡镇人民政府，县政府有关部门：\n“十四五”期间①②③青河县人民政府办公室2023年5月9日印发\n（此件公开发布）\n"
    )
    began = time.process_time()
    cleaned = clean(read_text(text))
    assert time.process_time() - began < 2
    assert clean(read_text(cleaned.text)).text == cleaned.text
