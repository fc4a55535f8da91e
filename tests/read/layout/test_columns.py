"""Reading order: columns, two pages on one photograph, text boxes; and what is no column."""

from tests.read.layout.sheets import (
    LEFT,
    LONG,
    PITCH,
    RIGHT,
    SECOND,
    SIZE,
    THIRD,
    TOP,
    WIDTH,
    body,
    centred,
    grid,
    kept,
    lines_of,
    piece,
    sheet,
    source_of,
)

NARROW = 13  # characters of a column
RIGHT_COLUMN = LEFT + 15 * SIZE


def columns(left, right, y=TOP):
    return body(left, y, chars=NARROW) + body(right, y + 3, left=RIGHT_COLUMN, chars=NARROW)


def test_two_columns_are_read_one_after_the_other():
    assert lines_of(sheet(columns([LONG, SECOND], [THIRD, LONG]))) == [LONG, SECOND, THIRD, LONG]


def test_a_paragraph_goes_on_in_the_next_column():
    text = LONG + SECOND
    lines = body([text], chars=NARROW)
    left, right = lines[:6], lines[6:]
    moved = [piece(each.text, each.box.x0 - LEFT + RIGHT_COLUMN, TOP + at * PITCH) for at, each in enumerate(right)]
    assert lines_of(sheet(left + moved)) == [text]


def test_a_title_over_both_columns_stands_before_them():
    pieces = [centred("某县二〇二三年防汛工作简报第三期", TOP, 22), *columns([LONG, SECOND], [THIRD, LONG], TOP + 60)]
    assert lines_of(sheet(pieces)) == ["某县二〇二三年防汛工作简报第三期", LONG, SECOND, THIRD, LONG]


def test_columns_above_and_below_a_wide_paragraph():
    wide = body([THIRD], TOP + 8 * PITCH)
    pieces = columns([LONG], [SECOND]) + wide + columns([SECOND], [LONG], TOP + 12 * PITCH)
    assert lines_of(sheet(pieces)) == [LONG, SECOND, THIRD, SECOND, LONG]


def test_a_landscape_page_with_two_columns():
    left, right = body([LONG, SECOND, LONG], 80, left=60, chars=20), body([THIRD, SECOND], 80, left=450, chars=20)
    assert lines_of(sheet(left + right, width=842.0, height=595.0)) == [LONG, SECOND, LONG, THIRD, SECOND]


def test_two_pages_on_one_photograph():
    one = sheet([*body([LONG], left=40, chars=15), piece("— 2 —", 150, 560, 12)], 1, source="ocr", width=842.0, height=595.0)
    two = sheet([*body([SECOND], left=460, chars=15), piece("— 3 —", 560, 560, 12)], 1, source="ocr", width=842.0, height=595.0)
    source = source_of(one, two)
    assert kept(source).split("\n")[:2] == [LONG, SECOND]
    assert len(source.pages) == 1 and "\f" not in source.text


def test_a_text_box_is_read_apart_from_the_lines_beside_it():
    text = LONG + SECOND
    beside = body([text], TOP, chars=16)
    words = body(["联系人：林工", "电话：0000"], TOP + PITCH * 2, left=LEFT + 19 * SIZE, chars=9, indent=0)
    frame = grid([LEFT + 18.5 * SIZE, RIGHT + 10], [TOP + PITCH * 1.3, TOP + PITCH * 4])
    found = lines_of(sheet(beside + words, rules=frame))
    assert "".join(found).replace("联系人：林工", "").replace("电话：0000", "") == text
    at = found.index("联系人：林工")
    assert found[at + 1] == "电话：0000"


def test_last_lines_of_paragraphs_and_signatures_are_no_columns():
    texts = [LONG[:40] + "。", SECOND[:35] + "。", THIRD[:38] + "。"] * 3
    pieces = body(texts)
    y = pieces[-1].box.y1 + PITCH
    pieces += [piece("某县水利局", RIGHT - 8 * SIZE, y), piece("2023年5月8日", RIGHT - 9 * SIZE, y + PITCH)]
    assert lines_of(sheet(pieces)) == [*texts, "某县水利局", "2023年5月8日"]


def test_a_list_of_names_in_columns_stays_in_its_lines():
    names = [("张某某", "某县水利局"), ("李某某", "某县应急局"), ("王某某", "某县气象局"), ("赵某某", "某县住建局")] * 3
    pieces = []
    for row, (name, unit) in enumerate(names):
        pieces += [piece(name, LEFT + 3 * SIZE, TOP + row * PITCH), piece(unit, LEFT + 16 * SIZE, TOP + row * PITCH)]
    assert [line.split() for line in lines_of(sheet(pieces))] == [[name, unit] for name, unit in names]


def test_three_columns():
    width = WIDTH + 250
    parts = [body([text], left=40 + at * 15 * SIZE, chars=12) for at, text in enumerate((LONG, SECOND, THIRD))]
    assert lines_of(sheet([each for part in parts for each in part], width=width)) == [LONG, SECOND, THIRD]


def test_notes_in_the_margin_are_read_apart():
    note = [piece("参见第三", 20, TOP + PITCH, 9), piece("条", 20, TOP + PITCH + 11, 9)]
    found = lines_of(sheet([*body([LONG, SECOND, THIRD]), *note]))
    assert [line for line in found if len(line) > 8] == [LONG, SECOND, THIRD]
    assert "".join(line for line in found if len(line) <= 8) == "参见第三条"


def test_the_binding_line_goes():
    line = [piece(sign, 30, 250 + 120 * at, 12) for at, sign in enumerate("装订线")]
    assert lines_of(sheet([*body([LONG, SECOND, THIRD]), *line])) == [LONG, SECOND, THIRD]
