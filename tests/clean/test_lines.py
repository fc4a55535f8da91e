"""Broken lines are joined, real lines stay apart."""

import pytest

from pipeline.clean import clean
from pipeline.read import read_text


def cleaned(text):
    return clean(read_text(text)).text.split("\n")


JOINED = [
    ("（责任单位：甲市海关、\n\n市公安局）", "a list goes on"),
    ("要加快建设人才高地，完善人才服务保障体系，大力支持引进各类创新创\n\n业人才，落实各项政策。", "a word is broken"),
    ("按照《关于加强保护的\n实施意见》要求，抓好落实。", "a title in book marks"),
    ("针对群体性侵权等涉及多个品牌和区域的违法行为，要依法提请组织开展联合\n\n执法行动。", "a sentence"),
    ("全市要完成高标准农田70\n万亩，改造渠道。", "a number and what it counts"),
    ("各级各部门要做好工作的\n检查和总结。", "的 ends nothing"),
    ("加强农业、林业、水利\n等部门的配合。", "等 begins nothing"),
    ("联系人：张某，联系电话：\n3324642。", "a label waits for its value"),
    ("联系人：张某，联系电话：332\n4642。", "a number is broken"),
    ("要确保各项工作落实到位，形势保持平稳有序，矛盾纠纷得到化解，大局稳\n定。", "one character is left"),
    ("各县区人民政府，市直各部门、各单位，市属国有企业，各开发区管委会，驻市各\n单位：", "recipients"),
    ("各地要抓好整改（整改方案见附件\n1）。", "a bracket is open, 1） is no label"),
]


@pytest.mark.parametrize(("text", "why"), JOINED, ids=[why for _, why in JOINED])
def test_broken_lines_are_joined(text, why):
    assert cleaned(text) == ["".join(text.split())]


APART = [
    ["一、工作目标", "到2025年，全市基本建成现代产业体系。"],
    ["一、提高思想认识，积极主动作为", "创新是引领发展的第一动力，要认真抓好落实。"],
    ["（一）加强重点市场执法", "聚焦商场、超市，组织开展集中检查。"],
    ["各县区人民政府，市直各部门：", "为做好工作，现通知如下。"],
    ["某市人民政府办公室", "2021年1月28日"],
    ["某市财政局", "某市教育局", "2021年1月28日"],
    ["附件：1.任务分工表", "2.联系人名单", "某市教育局"],
    ["某政办发〔2021〕3号", "某市人民政府办公室关于做好防汛工作的通知", "各县区人民政府："],
    ["（责任单位：市财政局）", "（二）加强宣传。要广泛宣传。"],
    ["各项任务确保完成", "联系人：张某，电话：3324642"],
    ["某市人民政府办公室文件", "某政办发〔2021〕3号"],
    ["序号\t任务\t单位", "1\t宣传、\t市局"],
    ["| 甲、 | 乙 |", "| 丙 | 丁 |"],
    ["请认真贯彻执行", "某市人民政府", "2021年1月28日"],
    ["抄送：市委各部委，市人大常委会办公室", "某市人民政府办公室2021年1月29日印发"],
    ["为明确责任，特制定本方案，请各单位遵照执行", "第一条本方案适用于全市。"],
    ["第六章社会力量参与", "第四十一条鼓励社会力量参与服务。"],
    ["组员：办公室干部、派出所干警、巡防队员", "工作职责：", "1.负责会场安全。"],
    ["组员：甲社区干部、乙社区干部", "第二组：丙社区、丁社区"],
    ["某某业务如何办理？一文说清", "某某业务如何办理？一文说清", "本市户籍人员可以网上办理。"],
]


@pytest.mark.parametrize("lines", APART, ids=[lines[0][:12] for lines in APART])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n\n", "\n　　"])
def test_real_lines_stay_apart(lines, between):
    assert cleaned(between.join(lines)) == lines


TITLES = [
    (["关于印发《2023年某区知识产权行政保护", "工作实施方案》的通知"], 1),
    (["某市人民政府办公室", "关于做好2023年防汛抗旱工作的", "通  知"], 1),
    (["某市财政局 某市教育局", "某市民政局关于做好困难群众救助", "工作的通知"], 1),
    (["2023年某区知识产权行政保护工作", "实施方案"], 1),
    (["某市噪声污染防治行动计划", "（2023—2025年）"], 1),
    (["某市2021年度“书香家庭”拟推荐名单", "公示"], 1),
    (["某县人民政府", "通告"], 1),
    (["关于做好春季农业生产工作的通知", "各乡镇人民政府："], 2),
    (["某市春季农业生产工作方案", "为做好春季农业生产，制定本方案。"], 2),
]


@pytest.mark.parametrize(("lines", "count"), TITLES, ids=[lines[0][:14] for lines, _ in TITLES])
def test_a_title_is_one_line(lines, count):
    assert len(cleaned("\n\n".join(lines))) == count


PARAGRAPHS = [
    "某市人民政府办公室关于做好2023年防汛工作的通知",
    "各县（区）人民政府，市政府有关部门：",
    "入汛以来，我市连续出现强降雨过程，部分地区发生洪涝灾害，防汛形势十分严峻。为切实做好防汛工作，"
    "经市政府同意，现就有关事项通知如下。",
    "一、压实防汛责任",
    "各级各部门要严格落实以行政首长负责制为核心的各项防汛责任制，市、县两级防汛责任人要于5月20日前全部到岗到位，"
    "逐级签订责任书，确保责任到人、措施到位、督查到底。",
    "（一）加强值班值守。各级防汛指挥机构要严格执行24小时值班和领导带班制度，及时掌握雨情、水情、工情、"
    "险情、灾情，遇有突发情况，第一时间向市防汛抗旱指挥部办公室报告，不得迟报、漏报、瞒报。",
    "（二）备足防汛物资。市应急管理局要会同市财政局储备编织袋10万条、救生衣5000件，物资仓库每月至少检查1次。"
    "（责任单位：市应急管理局、市财政局，各县区人民政府）",
    "二、强化督导检查",
    "市政府督查室要对防汛工作落实情况开展专项督查，对工作不力、造成严重后果的单位和个人，依规依纪依法严肃追究责任，"
    "并在全市范围内进行通报批评。",
    "某市人民政府办公室",
    "2023年5月8日",
]


def wrapped(width, indent):
    """The notice as a page prints it: lines of so many characters, paragraphs indented or not."""
    lines = []
    for paragraph in PARAGRAPHS:
        body = len(paragraph) > width or paragraph[-1] in "。）"
        text = indent * body + paragraph
        while len(text) > width:
            cut = width + (text[width] in "，。、；：）")  # a mark hangs over
            lines.append(text[:cut])
            text = text[cut:]
        lines.append(text)
    return lines


@pytest.mark.parametrize("width", [28, 32, 38])
@pytest.mark.parametrize("indent", ["　　", "    ", ""])
def test_wrapped_text_is_joined(width, indent):
    lines = [line for line in wrapped(width, indent) if line.strip()]
    assert cleaned("\n".join(lines)) == PARAGRAPHS


@pytest.mark.parametrize("foot", ["\n\n— {} —\n\n扫描全能王 创建\n\n", "\n第 {} 页 共 9 页\n", "\f"])
def test_pages_are_joined(foot):
    lines = wrapped(28, "　　")
    pages = ["\n".join(lines[at : at + 7]) for at in range(0, len(lines), 7)]
    text = "".join(page + foot.format(number) for number, page in enumerate(pages, 1))
    assert cleaned(text) == PARAGRAPHS


def without_indents(width):
    """The notice as it was printed, with indents, and as a PDF program copies it: without them."""
    return [line.strip() for line in wrapped(width, "　　") if line.strip()]


@pytest.mark.parametrize("width", [26, 30, 32])
def test_text_that_lost_its_indents_is_joined(width):
    assert cleaned("\n".join(without_indents(width))) == PARAGRAPHS


def test_a_sentence_that_ends_at_the_end_of_a_line_goes_on_where_indents_were_lost():
    width = 28
    filler = "各乡镇要把责任落实到每一个环节，"
    sentence = (filler * 4)[: 2 * width - 3] + "。"  # with its indent, two lines exactly
    paragraph = sentence + filler * 5 + "不得延误。"
    raw = ["　　" + paragraph, *wrapped(width, "　　")]
    lines = []
    for line in raw:
        while len(line) > width and line.startswith("　　各乡镇要把"):
            lines.append(line[:width])
            line = line[width:]
            while len(line) > width:
                lines.append(line[:width])
                line = line[width:]
        lines.append(line)
    found = cleaned("\n".join(line.strip() for line in lines))
    assert any("。各乡镇要把责任" in line for line in found)


def test_a_wrapped_text_with_forms_behind_it_is_joined():
    forms = ["附件1", *[f"项目{number}" for number in "一二三四五六七八九十"] * 6]
    lines = [*without_indents(30), *forms]
    assert cleaned("\n".join(lines))[: len(PARAGRAPHS)] == PARAGRAPHS


GLUED = [
    ("某市关于做好防汛工作的通知某政发〔2020〕5号", ["某市关于做好防汛工作的通知", "某政发〔2020〕5号"]),
    (
        "各县区人民政府，市直各部门：为做好防汛工作，现将有关事项通知如下。",
        ["各县区人民政府，市直各部门：", "为做好防汛工作，现将有关事项通知如下。"],
    ),
    (
        "全部作为地方收入。国务院          2017年12月22日        （此件公开发布）",
        ["全部作为地方收入。", "国务院", "2017年12月22日", "（此件公开发布）"],
    ),
    (
        "二、完善机制，压实责任（一）加强协调。各地要加强协调。\n（二）加强宣传。",
        ["二、完善机制，压实责任", "（一）加强协调。各地要加强协调。", "（二）加强宣传。"],
    ),
    ("某市人民政府办公室 2019年4月11日 （此件公开发布）", ["某市人民政府办公室", "2019年4月11日", "（此件公开发布）"]),
    ("某市人民政府办公室          2019年4月11日印发", ["某市人民政府办公室  2019年4月11日印发"]),
    (
        "各部门要做到：一是加强领导，二是落实责任，三是强化督查。",
        ["各部门要做到：一是加强领导，二是落实责任，三是强化督查。"],
    ),
]


@pytest.mark.parametrize(("raw", "expected"), GLUED, ids=[raw[:14] for raw, _ in GLUED])
def test_what_was_run_together_is_parted(raw, expected):
    assert cleaned(raw) == expected


HEAD = "某市人民政府办公室关于加快产业发展的意见"
TEXT = "近年来，我市产业加快发展，结构持续优化，但也存在规模不大、竞争力不强等问题。" * 4


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            f"{HEAD}某府办发〔2019〕17号各区县人民政府，市政府有关部门：{TEXT}某市人民政府办公室2019年6月28日（此件公开发布）",
            [HEAD, "某府办发〔2019〕17号", "各区县人民政府，市政府有关部门：", TEXT, "某市人民政府办公室", "2019年6月28日", "（此件公开发布）"],
        ),
        (
            f"内部事项特急某某集团有限公司文件某司办〔2020〕6号关于召开年度工作会议的通知总部各部门，公司各单位：{TEXT}",
            ["内部事项", "特急", "某某集团有限公司文件", "某司办〔2020〕6号", "关于召开年度工作会议的通知", "总部各部门，公司各单位：", TEXT],
        ),
        (
            f"某省市场监督管理局某市监标函〔2021〕33号某省市场监督管理局关于征集试点项目的通知省直有关部门：{TEXT}"
            "某省市场监督管理局2021年3月1日抄送：省委各部门。某省市场监督管理局办公室2021年3月1日印发",
            [
                "某省市场监督管理局", "某市监标函〔2021〕33号", "某省市场监督管理局关于征集试点项目的通知", "省直有关部门：", TEXT,
                "某省市场监督管理局", "2021年3月1日", "抄送：省委各部门。", "某省市场监督管理局办公室2021年3月1日印发",
            ],
        ),
        (
            f"某市档案局关于做好移交工作的通知各区县档案局：{TEXT}附件：移交清单某市档案2021年3月1日",
            ["某市档案局关于做好移交工作的通知", "各区县档案局：", f"{TEXT}附件：移交清单某市档案2021年3月1日"],
        ),
    ],
    ids=["opinion", "company", "printed", "clipped"],
)
def test_a_notice_in_one_line_is_parted(raw, expected):
    assert cleaned(raw) == expected


@pytest.mark.parametrize(
    "line",
    [
        f"根据某府办发〔2019〕17号文件精神，现将有关事项通知如下：{TEXT}",
        f"各有关部门要落实《某市人民政府关于加快产业发展的意见》要求：{TEXT}",
        f"某市财政局2019年6月28日印发的管理办法规定如下：{TEXT}",
    ],
)
def test_a_long_paragraph_is_not_parted(line):
    assert cleaned(f"{HEAD}\n{line}")[1:] == [line]
