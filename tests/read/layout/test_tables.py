"""Ruling lines become tables: cells, merged cells, lines within cells, tables over pages; and what is no table."""

import pytest

from pipeline.clean import clean
from pipeline.notice import Box
from tests.read.layout.sheets import (
    LEFT,
    LONG,
    PITCH,
    RIGHT,
    SECOND,
    SIZE,
    TOP,
    body,
    centred,
    clean_of,
    grid,
    kept,
    lines_of,
    piece,
    sheet,
    source_of,
    width_of,
)

SMALL, STEP = 12.0, 18.0
XS = [80.0, 110.0, 300.0, 400.0, 520.0]


def cell(words, column, y, xs=None, middle=True):
    """Pieces of a cell's lines, from y downwards."""
    x0, x1 = (xs or XS)[column], (xs or XS)[column + 1]
    found = []
    for index, line in enumerate(words.split("/")):
        x = (x0 + x1 - width_of(line, SMALL)) / 2 if middle else x0 + 5
        found.append(piece(line, x, y + index * STEP, SMALL))
    return found


def table(rows, top=200.0, xs=None, step=40.0):
    """Pieces and ruling lines of a table; / parts the lines of a cell."""
    pieces = []
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            if words:
                pieces += cell(words, column, top + number * step + 12, xs)
    ys = [top + number * step for number in range(len(rows) + 1)]
    return pieces, grid(xs or XS, ys)


HEAD = ("序号", "重点任务", "牵头单位", "完成时限")


def test_a_grid_is_a_table():
    pieces, rules = table([HEAD, ("1", "加固水库大坝", "县水利局", "5月底前"), ("2", "组织防汛演练", "县应急局", "6月底前")])
    found = lines_of(sheet(pieces, rules=rules))
    assert found == ["序号\t重点任务\t牵头单位\t完成时限", "1\t加固水库大坝\t县水利局\t5月底前", "2\t组织防汛演练\t县应急局\t6月底前"]


def test_text_above_and_below_stays_in_its_place():
    pieces, rules = table([HEAD, ("1", "加固水库大坝", "县水利局", "5月底前")], top=TOP + 4 * PITCH)
    found = lines_of(sheet([*body([LONG]), *pieces, *body([SECOND], TOP + 8 * PITCH)], rules=rules))
    assert found == [LONG, "\t".join(HEAD), "1\t加固水库大坝\t县水利局\t5月底前", SECOND]


def test_full_lines_of_a_cell_are_one_and_its_paragraphs_are_parted():
    full = "对全县小型水库逐一鉴定，/不合格的一律限期整改。"  # 144 points: no further sign fits into 150
    pieces, rules = table([HEAD, ("1", full, "县财政局/县水利局", "全年")], xs=[80.0, 110.0, 260.0, 400.0, 520.0])
    assert lines_of(sheet(pieces, rules=rules))[1] == f"1\t{full.replace('/', '')}\t县财政局 县水利局\t全年"


def test_narrow_headings_over_two_lines_are_one_word():
    pieces, rules = table([("序/号", "重点任务", "责任/单位", "时限"), ("1", "加固水库大坝", "县水利局", "全年")])
    assert lines_of(sheet(pieces, rules=rules))[0] == "序号\t重点任务\t责任单位\t时限"


def test_merged_cells_down_and_across():
    pieces, rules = table([HEAD, ("1", "加固大坝", "县水利局", "5月底前"), ("2", "清淤疏浚", "", "6月底前")])
    rules = [rule for rule in rules if not (abs(rule.y0 - 279.75) < 0.1)]
    rules += [Box(XS[0], 279.75, XS[2], 280.25), Box(XS[3], 279.75, XS[4], 280.25)]  # not below 县水利局
    source = source_of(sheet(pieces, rules=rules))
    assert lines_of(sheet(pieces, rules=rules))[2] == "2\t清淤疏浚\t\t6月底前"
    (merge,) = source.merges
    assert source.text[merge.start : merge.end] == "县水利局"
    assert source.text[: merge.at].endswith("清淤疏浚\t")


def test_a_heading_over_all_columns():
    pieces, rules = table([("", "某县防汛任务分工表", "", ""), HEAD, ("1", "加固大坝", "县水利局", "全年")])
    rules = [rule for rule in rules if rule.x1 - rule.x0 > 1 or rule.x0 < 81 or rule.x0 > 519]
    rules += [Box(x - 0.25, 240, x + 0.25, 320) for x in XS[1:-1]]
    assert lines_of(sheet(pieces, rules=rules))[0].strip("\t") == "某县防汛任务分工表"
    assert lines_of(sheet(pieces, rules=rules))[0].count("\t") == 3


def test_a_table_open_at_its_sides():
    pieces, rules = table([HEAD, ("1", "加固大坝", "县水利局", "5月底前")])
    rules = [rule for rule in rules if rule.x1 - rule.x0 > 1 or 81 < rule.x0 < 519]
    assert lines_of(sheet(pieces, rules=rules)) == ["\t".join(HEAD), "1\t加固大坝\t县水利局\t5月底前"]


def test_a_table_open_above_or_below_where_a_page_broke_it():
    rows = [HEAD, ("1", "加固水库大坝", "县水利局", "5月底前"), ("2", "组织防汛演练", "县应急局", "6月底前")]
    pieces, rules = table(rows)
    found = ["序号\t重点任务\t牵头单位\t完成时限", "1\t加固水库大坝\t县水利局\t5月底前", "2\t组织防汛演练\t县应急局\t6月底前"]
    assert lines_of(sheet(pieces, rules=rules[1:])) == found
    assert lines_of(sheet(pieces, rules=rules[:3] + rules[4:])) == found
    assert lines_of(sheet(pieces, rules=rules[1:3] + rules[4:])) == found


def test_a_closing_sign_that_hangs_over_the_line_belongs_to_its_word():
    pieces, rules = table([HEAD, ("1", "加固水库大坝", "", "5月底前"), ("2", "组织防汛演练", "县应急局", "6月底前")])
    words = "各县（市、区、旗）"
    hanging = piece(words, 400 - width_of(words[:-1], SMALL), 252, SMALL)
    assert lines_of(sheet([*pieces, hanging], rules=rules))[1] == "1\t加固水库大坝\t各县（市、区、旗）\t5月底前"


def test_a_piece_over_two_cells_is_parted_at_the_line():
    pieces, rules = table([HEAD, ("1", "", "", "全年")])
    words = piece("加固大坝县水利局", 300 - 4 * SMALL, 252, SMALL)
    assert lines_of(sheet([*pieces, words], rules=rules))[1] == "1\t加固大坝\t县水利局\t全年"


def over_pages(second, first=None, head=True):
    one, one_rules = table(first or [HEAD, ("1", "加固大坝", "县水利局", "5月底前"), ("2", "清淤疏浚", "县水利局", "全年")], top=600)
    rows = [HEAD, *second] if head else second
    two, two_rules = table(rows, top=100)
    number = [centred("— 1 —", 790, 14)], [centred("— 2 —", 790, 14)]
    return [sheet([*one, *number[0]], 1, one_rules), sheet([*two, *number[1]], 2, two_rules)]


def test_a_table_over_pages_is_one_and_its_repeated_heading_goes():
    sheets = over_pages([("3", "组织演练", "县应急局", "6月底前")])
    assert kept(source_of(*sheets)).strip().split("\n") == [
        "\t".join(HEAD),
        "1\t加固大坝\t县水利局\t5月底前",
        "2\t清淤疏浚\t县水利局\t全年",
        "3\t组织演练\t县应急局\t6月底前",
    ]
    assert any(edit.rule == "layout.table_heading" for edit in source_of(*sheets).edits)
    assert clean_of(*sheets).count("\n") == 3


def test_a_table_over_pages_without_a_repeated_heading():
    sheets = over_pages([("3", "组织演练", "县应急局", "6月底前")], head=False)
    assert lines_of(*sheets)[3] == "3\t组织演练\t县应急局\t6月底前"


def test_a_row_broken_by_the_page_is_put_together():
    first = [HEAD, ("1", "加固大坝", "县水利局", "5月底前"), ("2", "对全县小型水库逐一鉴定，不合/格的一律", "县水利局", "全年")]
    sheets = over_pages([("", "限期整改。", "县财政局", ""), ("3", "组织演练", "县应急局", "6月底前")], first)
    found = lines_of(*sheets)
    assert found[2].startswith("2\t对全县小型水库逐一鉴定，不合")
    assert "限期整改。" in found[2] and "县财政局" in found[2]
    assert found[3] == "3\t组织演练\t县应急局\t6月底前"
    source = source_of(*sheets)
    at = source.text.index("限期整改")
    assert source.page_at(at) == 2 and source.page_at(source.text.index("清淤") if "清淤" in source.text else 0) == 1


def test_a_merged_cell_that_goes_on_over_the_page():
    xs = [80.0, 160.0, 300.0, 400.0, 520.0]
    one, rules = table([("类别", "任务", "单位", "时限"), ("工程", "加固大坝", "县水利局", "5月"), ("", "清淤疏浚", "县水利局", "6月")], 600, xs)
    rules = [rule for rule in rules if not abs(rule.y0 - 679.75) < 0.1] + [Box(160, 679.75, 520, 680.25)]
    two, two_rules = table([("", "修复涵闸", "县水利局", "7月"), ("", "更换闸门", "县水利局", "8月")], 100, xs)
    two_rules = [rule for rule in two_rules if not abs(rule.y0 - 139.75) < 0.1] + [Box(160, 139.75, 520, 140.25)]
    source = source_of(sheet(one, 1, rules), sheet(two, 2, two_rules))
    assert [source.text[merge.start : merge.end] for merge in source.merges] == ["工程", "工程", "工程"]
    assert source.text.split("\f")[1].startswith("\t修复涵闸")


def test_another_table_on_the_next_page_is_another_one():
    one, rules = table([HEAD, ("1", "加固大坝", "县水利局", "5月底前")], 600)
    two, two_rules = table([("乡镇", "户数", "备注"), ("甲镇", "30", "")], 100, [80.0, 200.0, 350.0, 520.0])
    assert lines_of(sheet(one, 1, rules), sheet(two, 2, two_rules))[2:] == ["乡镇\t户数\t备注", "甲镇\t30\t"]


def test_a_frame_around_text_is_no_table():
    frame = grid([LEFT - 8, RIGHT + 8], [TOP - 20, TOP + 8 * PITCH])
    assert lines_of(sheet(body([LONG, SECOND]), rules=frame)) == [LONG, SECOND]


@pytest.mark.parametrize("ys", [(250,), (250, 253), (690, 715, 740)])
def test_the_line_under_a_masthead_and_those_of_an_imprint_are_no_table(ys):
    rules = [Box(LEFT, y, RIGHT, y + 1) for y in ys]
    assert not any("\t" in line for line in lines_of(sheet(body([LONG, SECOND]), rules=rules)))


def test_underlines_are_no_table():
    rules = [Box(LEFT + 40 * index, TOP + 9, LEFT + 40 * index + 30, TOP + 9.5) for index in range(8)]
    assert lines_of(sheet(body([LONG, SECOND]), rules=rules)) == [LONG, SECOND]


def test_a_table_on_a_page_that_lies_askew():
    pieces, rules = table([HEAD, ("1", "加固大坝", "县水利局", "5月底前"), ("2", "清淤疏浚", "县水利局", "全年")])
    slope = 0.02
    turned = []
    for each in pieces:
        x, y = each.box.x0, (each.box.y0 + each.box.y1) / 2
        middle = (each.box.x0 + each.box.x1) / 2
        turned.append(piece(each.text, x - slope * y, y + slope * middle, SMALL, slope))
    lines = []
    for rule in rules:
        (x0, y0), (x1, y1) = (rule.x0 - slope * rule.y0, rule.y0 + slope * rule.x0), (rule.x1 - slope * rule.y1, rule.y1 + slope * rule.x1)
        lines.append(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    assert lines_of(sheet(turned, rules=lines, source="ocr"))[2] == "2\t清淤疏浚\t县水利局\t全年"


def test_every_word_of_a_cell_has_its_place():
    pieces, rules = table([HEAD, ("1", "加固大坝", "县水利局", "5月底前")])
    source = source_of(sheet(pieces, rules=rules))
    at = source.text.index("县水利局")
    ((page, box),) = source.places(at, at + 4)
    assert page == 1 and 300 < box.x0 < box.x1 < 400 and 240 < box.y0 < box.y1 < 280
    assert clean(source).text.startswith("序号\t重点任务")
    assert SIZE > SMALL


def columns_of(rows, y=200.0):
    """Pieces of rows set in columns, without a line; / parts the lines of a cell."""
    return [each for number, row in enumerate(rows) for at, words in enumerate(row) for each in cell(words, at, y + number * 40) if words]


ROWS = [HEAD, ("1", "加固水库大坝", "县水利局", "5月底前"), ("2", "组织防汛演练，/公布结果", "县应急局", "6月底前"), ("3", "清淤", "县水利局", "全年")]


def test_rows_in_columns_below_a_heading_are_a_table_without_any_line():
    found = lines_of(sheet([*body([LONG], 80), *columns_of(ROWS), *body([SECOND], 400)]))
    second = "2\t组织防汛演练，公布结果\t县应急局\t6月底前"
    assert found == [LONG, "\t".join(HEAD), "1\t加固水库大坝\t县水利局\t5月底前", second, "3\t清淤\t县水利局\t全年", SECOND]


def test_level_lines_alone_part_the_rows():
    rows = [("任务", "内容", "牵头单位", "完成时限"), *(("", *row[1:]) for row in ROWS[1:])]
    rows = [tuple(word or "甲" for word in row) for row in rows]
    lines = [Box(80, 195 + 40 * at, 520, 195.5 + 40 * at) for at in range(5)]
    found = lines_of(sheet(columns_of(rows), rules=lines))
    assert found[2].split("\t")[2:] == ["县应急局", "6月底前"] and found[2].startswith("甲\t组织防汛演练，")


def test_columns_without_words_of_a_heading_stay_lines():
    rows = [("张某", "李某某", "王某某", "赵某"), ("钱某", "孙某某", "周某某", "吴某")]
    assert not any("\t" in line for line in lines_of(sheet(columns_of(rows))))


def test_columns_whose_rows_are_not_sure_stay_lines():
    rows = [("任务", "内容", "牵头单位", "完成时限"), ("防汛", "加固水库大坝/", "", "5月底前"), ("抗旱", "", "县水利局", "")]
    assert not any("\t" in line for line in lines_of(sheet(columns_of(rows))))
