"""Automatic numbering: what Word prints before a paragraph."""

import pytest

from pipeline.read.docx import read_docx
from pipeline.read.docx.formats import printed, symbol
from tests.read.docx_maker import docx, level, numbering, p

#: Format, number, what is printed.
PRINTED = [
    ("decimal", 12, "12"),
    ("decimalZero", 7, "07"),
    ("decimalZero", 12, "12"),
    ("decimalFullWidth", 10, "１０"),
    ("decimalFullWidth2", 3, "３"),
    ("decimalHalfWidth", 3, "3"),
    ("numberInDash", 3, "- 3 -"),
    ("none", 3, ""),
    ("chineseCounting", 1, "一"),
    ("chineseCounting", 10, "十"),
    ("chineseCounting", 11, "十一"),
    ("chineseCounting", 20, "二十"),
    ("chineseCounting", 99, "九十九"),
    ("chineseCountingThousand", 10, "十"),
    ("chineseCountingThousand", 19, "十九"),
    ("chineseCountingThousand", 100, "一百"),
    ("chineseCountingThousand", 105, "一百零五"),
    ("chineseCountingThousand", 110, "一百一十"),
    ("chineseCountingThousand", 1001, "一千零一"),
    ("taiwaneseCountingThousand", 15, "十五"),
    ("japaneseCounting", 20, "二十"),
    ("japaneseCounting", 111, "百十一"),
    ("chineseLegalSimplified", 3, "叁"),
    ("chineseLegalSimplified", 12, "壹拾贰"),
    ("chineseLegalSimplified", 105, "壹佰零伍"),
    ("ideographLegalTraditional", 6, "陸"),
    ("ideographDigital", 10, "一〇"),
    ("ideographDigital", 21, "二一"),
    ("taiwaneseDigital", 10, "一○"),
    ("japaneseDigitalTenThousand", 30, "三〇"),
    ("decimalEnclosedCircle", 1, "①"),
    ("decimalEnclosedCircle", 20, "⑳"),
    ("decimalEnclosedCircleChinese", 10, "⑩"),
    ("decimalEnclosedFullstop", 2, "⒉"),
    ("decimalEnclosedParen", 3, "⑶"),
    ("ideographEnclosedCircle", 4, "㊃"),
    ("ideographTraditional", 1, "甲"),
    ("ideographTraditional", 11, "11"),
    ("ideographZodiac", 12, "亥"),
    ("ideographZodiacTraditional", 11, "甲戌"),
    ("lowerLetter", 3, "c"),
    ("upperLetter", 26, "Z"),
    ("upperLetter", 27, "AA"),
    ("upperLetter", 53, "AAA"),
    ("lowerRoman", 4, "iv"),
    ("upperRoman", 2024, "MMXXIV"),
    ("cardinalText", 3, "3"),
    ("chineseCounting", -1, "-1"),
    ("chineseCounting", 99_999, "99999"),
]


@pytest.mark.parametrize(("form", "number", "words"), PRINTED)
def test_formats(form, number, words):
    assert printed(number, form) == words


def text_of(body, **parts):
    return read_docx(docx(body, **parts), "a.docx", "0").text


def lines(body, **parts):
    return text_of(body, **parts).rstrip("\n").split("\n")


OFFICIAL = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.", suffix="tab")
    + level(3, "decimal", "（%4）")
    + level(4, "decimalEnclosedCircleChinese", "%5")
)


def test_the_four_levels_of_an_official_text():
    body = "".join(
        p(text, 1, depth)
        for text, depth in [("总体要求", 0), ("主要任务", 0), ("摸清底数。", 1), ("入户。", 2), ("登记。", 2), ("整改。", 1), ("建账。", 2),
                            ("分类。", 3), ("一户一档。", 4), ("保障措施", 0), ("加强领导。", 1)]
    )
    assert lines(body, numbering=numbering({0: OFFICIAL})) == [
        "一、总体要求", "二、主要任务", "（一）摸清底数。", "1. 入户。", "2. 登记。", "（二）整改。", "1. 建账。",
        "（1）分类。", "①一户一档。", "三、保障措施", "（一）加强领导。",
    ]


START_AT_3 = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>'
AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
ONE = {0: level(0, "decimal", "%1.")}
HEADED = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
    '<w:style w:type="paragraph" w:styleId="1"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="off"><w:basedOn w:val="1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
)
LINKED = {
    0: level(0, "chineseCounting", "第%1章", extra='<w:pStyle w:val="1"/>')
    + level(1, "chineseCounting", "第%2条", extra='<w:lvlRestart w:val="0"/><w:pStyle w:val="2"/>')
}

#: Name, body as (text, list, level, style), numbering, styles, labels.
CASES = [
    ("lists of one abstract list count on together", [("甲", 1, 0), ("乙", 2, 0), ("丙", 1, 0)],
     numbering(ONE, [(1, 0, ""), (2, 0, "")]), "", ["1.", "2.", "3."]),
    ("lists of two abstract lists do not", [("甲", 1, 0), ("乙", 2, 0), ("丙", 1, 0)],
     numbering({0: level(0, "decimal", "%1."), 1: level(0, "decimal", "%1.")}, [(1, 0, ""), (2, 1, "")]), "", ["1.", "1.", "2."]),
    ("a start of its own is used once", [("甲", 1, 0), ("乙", 1, 0), ("丙", 2, 0), ("丁", 2, 0)],
     numbering(ONE, [(1, 0, ""), (2, 0, AGAIN)]), "", ["1.", "2.", "1.", "2."]),
    ("a start of its own that is not one", [("甲", 1, 0), ("乙", 1, 0)],
     numbering(ONE, [(1, 0, START_AT_3)]), "", ["3.", "4."]),
    ("the first list goes on behind one that began again", [("甲", 1, 0), ("乙", 2, 0), ("丙", 2, 0), ("丁", 1, 0), ("戊", 2, 0)],
     numbering(ONE, [(1, 0, ""), (2, 0, AGAIN)]), "", ["1.", "1.", "2.", "3.", "4."]),
    ("a level above that never came counts as begun", [("甲", 1, 1), ("乙", 1, 1), ("丙", 1, 0), ("丁", 1, 1)],
     numbering({0: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")}), "", ["1.1", "1.2", "2.", "2.1"]),
    ("a list that begins at five", [("甲", 1, 0), ("乙", 1, 0)],
     numbering({0: level(0, "decimal", "%1)", start=5)}), "", ["5)", "6)"]),
    ("a list that begins at nought", [("甲", 1, 0), ("乙", 1, 0)],
     numbering({0: level(0, "decimal", "%1.", start=0)}), "", ["0.", "1."]),
    ("levels in one label", [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1), ("丁", 1, 2), ("戊", 1, 0), ("己", 1, 1)],
     numbering({0: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")}), "",
     ["1.", "1.1", "1.2", "1.2.1", "2.", "2.1"]),
    ("legal numbering shows all levels in digits", [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1)],
     numbering({0: level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", extra="<w:isLgl/>")}), "", ["一、", "1.1", "1.2"]),
    ("without legal numbering each level has its own", [("甲", 1, 0), ("乙", 1, 1)],
     numbering({0: level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2")}), "", ["一、", "一.1"]),
    ("articles run on over chapters", [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1), ("丁", 1, 0), ("戊", 1, 1)],
     numbering({0: level(0, "chineseCounting", "第%1章") + level(1, "chineseCounting", "第%2条", extra='<w:lvlRestart w:val="0"/>')}), "",
     ["第一章", "第一条", "第二条", "第二章", "第三条"]),
    ("a level that only the first one restarts", [("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 2), ("丁", 1, 1), ("戊", 1, 2), ("己", 1, 0), ("庚", 1, 2)],
     numbering({0: level(0, "decimal", "%1.") + level(1, "decimal", "(%2)") + level(2, "lowerLetter", "%3)", extra='<w:lvlRestart w:val="1"/>')}), "",
     ["1.", "(1)", "a)", "(2)", "b)", "2.", "a)"]),
    ("list nought switches numbering off", [("甲", 1, 0), ("乙", 0, 0), ("丙", 1, 0)], numbering(ONE), "", ["1.", "", "2."]),
    ("an unknown list numbers nothing", [("甲", 9, 0), ("乙", 1, 0)], numbering(ONE), "", ["", "1."]),
    ("an override of the whole level", [("甲", 1, 0), ("乙", 2, 0)],
     numbering(ONE, [(1, 0, ""), (2, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.")}</w:lvlOverride>')]), "", ["1.", "B."]),
    ("numbering by style, the level by the style too", [("甲", None, 0, "1"), ("乙", None, 0, "2"), ("丙", None, 0, "3"), ("丁", None, 0, "a"), ("戊", None, 0, "1")],
     numbering({0: level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")}), HEADED, ["一、", "（一）", "（二）", "", "二、"]),
    ("a style that switches it off", [("甲", None, 0, "1"), ("乙", None, 0, "off"), ("丙", None, 0, "1")],
     numbering({0: level(0, "chineseCounting", "%1、")}), HEADED, ["一、", "", "二、"]),
    ("a level that names its style", [("甲", None, 0, "1"), ("乙", None, 0, "2"), ("丙", None, 0, "1"), ("丁", None, 0, "2")],
     numbering(LINKED), HEADED.replace('<w:ilvl w:val="1"/>', ""), ["第一章", "第一条", "第二章", "第二条"]),
    ("a paragraph's own list beats its style's", [("甲", None, 0, "1"), ("乙", 2, 0, "1"), ("丙", None, 0, "1")],
     numbering({0: level(0, "chineseCounting", "%1、"), 1: level(0, "decimal", "%1.")}, [(1, 0, ""), (2, 1, "")]), HEADED, ["一、", "1.", "二、"]),
    ("a list that stands for a numbering style", [("甲", 1, 0), ("乙", 2, 0)],
     numbering({0: '<w:numStyleLink w:val="list"/>', 1: '<w:styleLink w:val="list"/>' + level(0, "upperRoman", "%1.")}, [(1, 0, ""), (2, 1, "")]),
     '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>', ["I.", "II."]),
    ("styles that are based on each other in a ring", [("甲", None, 0, "x")], numbering(ONE),
     '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style><w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>', [""]),
    ("a level whose text has no number", [("甲", 1, 0)], numbering({0: level(0, "decimal", "附件：")}), "", ["附件："]),
    ("a level without text", [("甲", 1, 0)], numbering({0: level(0, "decimal", "")}), "", [""]),
    ("dashes of goals are kept", [("甲", 1, 0)], numbering({0: level(0, "bullet", "——")}), "", ["——"]),
    ("a number with zeros, as newer Word writes it", [("甲", 1, 0)],
     numbering({0: '<w:lvl w:ilvl="0"><w:start w:val="8"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
                   '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:suff w:val="nothing"/><w:lvlText w:val="%1号"/></w:lvl>'}), "", ["008号"]),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "lists", "styles", "labels"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_labels(paragraphs, lists, styles, labels):
    body = "".join(p(*paragraph) for paragraph in paragraphs)
    found = lines(body, numbering=lists, styles=styles)
    assert [line[: -len(each[0])] for line, each in zip(found, paragraphs, strict=True)] == labels


def test_numbers_go_on_through_tables():
    cell = "<w:tc><w:tcPr/>{}</w:tc>".format
    rows = "".join(f"<w:tr>{cell(p('', 1))}{cell(p(text))}</w:tr>" for text in ("摸底", "整改"))
    body = p("甲", 1) + f"<w:tbl><w:tblPr/>{rows}{rows}</w:tbl>" + p("乙", 1)
    assert lines(body, numbering=numbering(ONE)) == ["1.甲", "2.\t摸底", "3.\t整改", "4.\t摸底", "5.\t整改", "6.乙"]


def test_a_bullet_is_printed_and_dropped():
    lists = numbering({0: level(0, "bullet", "&#xF06C;").replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>')})
    source = read_docx(docx(p("加强领导", 1), numbering=lists), "a.docx", "0")
    assert source.text == "● 加强领导\n" or source.text == "●加强领导\n"
    assert [(edit.removed.strip(), edit.rule) for edit in source.edits] == [("●", "layout.bullet")]


def test_a_deleted_paragraph_is_not_counted():
    gone = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2">{"<w:r><w:delText>乙</w:delText></w:r>"}</w:del></w:p>'
    assert lines(p("甲", 1) + gone + p("丙", 1), numbering=numbering(ONE)) == ["1.甲", "2.丙"]


@pytest.mark.parametrize("mark", ['<w:del w:id="1"/>', "<w:vanish/><w:specVanish/>"])
def test_paragraphs_that_became_one_have_one_label(mark):
    body = p("甲", 1, mark=mark) + p("乙", 1) + p("丙", 1)
    assert lines(body, numbering=numbering(ONE)) == ["1.甲乙", "2.丙"]


def test_without_numbering_xml_nothing_is_numbered():
    assert lines(p("甲", 1)) == ["甲"]


def test_signs_of_symbol_fonts():
    assert symbol("Wingdings", 0xF0FE) == symbol("wingdings", 0xFE) == "☑"
    assert symbol("Symbol", 0xB3) == "≥"
    assert symbol("仿宋", 0x4E2D) == "中"
    assert symbol("仿宋", 0x110000) == ""
