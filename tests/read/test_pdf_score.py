"""Whether a text layer is believed."""

import random

import pytest

from pipeline.read.pdf.score import DOUBTFUL, agree, lie, printed

NOTICE = [
    "为贯彻落实省政府关于春季防火工作的部署要求，现将有关事项通知如下。",
    "一、压实工作责任。各县（市、区）要把防火工作摆上重要议事日程，严格落实行政首长负责制。",
    "二、加强巡查值守。3月1日至5月31日为防火期，实行24小时值班和领导带班制度，值班电话0312－2026119。",
]


def shuffled(lines, seed=7):
    """Each character stands for another common one, as where a font's codes are mixed up."""
    level_1 = [bytes((one, two)).decode("gb2312") for one in range(0xB0, 0xD7) for two in range(0xA1, 0xFF)]
    draw = random.Random(seed)
    known = {}
    return ["".join(known.setdefault(char, draw.choice(level_1)) if char > "\u3400" else char for char in line) for line in lines]


@pytest.mark.parametrize(
    "lines",
    [
        NOTICE,
        [],
        [""],
        ["— 12 —"],
        ["序号 企业名称 2021年 2022年", "1 35.2 36.8 101.3%", "2 12.0 11.7 97.5%"],
        ["\uf06c 加强组织领导，压实各方责任。", "\uf06c 强化督促检查，确保工作落实。"],
        ["Annex 2: Technical Specification for Monitoring Equipment", "The equipment shall be able to work at 21.5±2℃ and 50 Hz."],
        ["联系人：刘某某 电子邮箱：forest-fire.office_2024@example.com"],
        ["√ √ ○ ● □ ■ ★ ① ② ③ √ √ ○ ●"],
        ["關於加強春季森林防火工作的通知，各縣市區人民政府、各有關單位應當認真貫徹執行並於三月底前報送總結。"],
    ],
)
def test_what_is_printed_in_notices_is_believed(lines):
    assert lie(lines) == ""


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["(cid:123)(cid:45)(cid:678)" * 5], "has characters without a code"),
        (["各县\ufffd市、区\ufffd人民政府\ufffd市政府各部门\ufffd"], "has characters without a code"),
        (["\x00\x01\x02\x03"], "has characters without a code"),
        (["关\ue123加\ue124春季\ue125林防\ue126工作"], "has characters of a font's own code"),
        (["å…³äºŽåŠ å¼ºæ˜¥å\xadŸæ£®æž—é˜²ç«å·¥ä½œçš„é€šçŸ¥"], "is mojibake"),
        (["各县ÿ市1区Ā人民政府ÿ市政府各部门", *NOTICE[:1]], "is mojibake"),
        (["йсжХњ«ДШ рСВУ ґРХЖ КЩИЛ бТВІ"], "is mojibake"),
        (shuffled(NOTICE), DOUBTFUL),
        (["".join(chr(0x4E00 + (ord(char) * 7919) % 20_000) for line in NOTICE for char in line)], "is of characters that make no words"),
        (["注射用头孢哌酮钠舒巴坦钠 阿莫西林克拉维酸钾颗粒 硝苯地平控释片 瑞舒伐他汀钙片 布地奈德福莫特罗粉吸入剂"], DOUBTFUL),
        (["7KLV QRWLFH VKDOO EH UHDG EB WKH GHSDUWPHQWV RI WKH FLWB DQG WKH FRXQWLHV XQGHU LW"], "is of letters that make no words"),
        (['!"#$%&\'()*+ ,-./0123 456789:; <=>?@ABC #$%&*+<=>? "!#$%&=@<>?*+']*2, "is of letters that make no words"),
    ],
)
def test_what_no_notice_says_is_not_believed(lines, reason):
    assert lie(lines) == reason


def test_behind_an_image_recognitions_noise_is_told():
    noisy = [line.replace("，", ",").replace("、", "､ ") for line in NOTICE]
    assert lie(NOTICE, behind=True) == ""
    assert lie(noisy) == ""
    assert lie(noisy, behind=True) == "is poor recognition"


def test_scanners_marks_and_page_numbers_are_no_words():
    assert printed(["扫描全能王 创建", "— 3 —", "第 4 页"]) == 0
    assert printed(["关于防火工作的通知", "— 3 —"]) == 9


def test_a_layer_agrees_with_what_is_recognised():
    read = [line.replace("，", ",").replace("防", "访") for line in NOTICE]
    assert agree(NOTICE, read)
    assert agree(NOTICE, read[:2])
    assert agree(NOTICE, [])
    assert not agree(shuffled(NOTICE), read)
