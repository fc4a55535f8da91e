"""Page numbers, running heads, scanner marks and watermarks go by rules of their own; what looks like them and is body stays."""

from dataclasses import replace

import pytest

from pipeline.notice import Box
from pipeline.read.layout import furniture
from tests.read.layout.sheets import (
    LEFT,
    LONG,
    PITCH,
    RIGHT,
    SECOND,
    SIZE,
    THIRD,
    TOP,
    body,
    centred,
    clean_of,
    lines_of,
    piece,
    rules_of,
    sheet,
    source_of,
)


def pages(furnish, count=3, source="text_layer"):
    """Pages of body text, each with the pieces that ``furnish(number)`` gives."""
    texts = [LONG, SECOND, THIRD]
    return [sheet([*body([texts[number % 3]]), *furnish(number)], number, source=source) for number in range(1, count + 1)]


def body_of(count=3):
    return [[LONG, SECOND, THIRD][number % 3] for number in range(1, count + 1)]


@pytest.mark.parametrize(
    "form",
    ["— {} —", "-{}-", "· {} ·", "第 {} 页 共 3 页", "{}", "{}/3", "Page {} of 3", "-{}一", "一{}一", "—{}", "={}="],
)
def test_page_numbers_at_the_foot(form):
    sheets = pages(lambda number: [centred(form.format(number), 775, 14)])
    assert lines_of(*sheets) == body_of()
    assert rules_of(*sheets)[form.format(2)] == "layout.page_number"


def test_page_numbers_outside_left_and_right_and_at_the_head():
    def outside(number):
        return [piece(f"— {number} —", RIGHT - 70 if number % 2 else LEFT + 14, 775, 14)]

    assert lines_of(*pages(outside)) == body_of()
    assert lines_of(*pages(lambda number: [centred(f"- {number} -", 50, 12)])) == body_of()


def test_a_single_bare_number_low_on_the_only_page():
    assert lines_of(sheet([*body([LONG]), centred("1", 780, 12)])) == [LONG]


def test_page_numbers_of_which_the_strokes_are_misread_each_time():
    misread = {1: "1", 2: "è 2.", 3: "‘3"}
    assert lines_of(*pages(lambda number: [centred(misread[number], 81, 12)], source="ocr")) == body_of()


def test_words_read_badly_out_of_a_stamp_s_ring_go():
    y = TOP + PITCH * 5
    ring = piece("上来抗早指挥", RIGHT - 9 * SIZE, y - 0.8 * PITCH, confidence=0.67)
    signed = [piece("某县防汛抗旱指挥部办公室", RIGHT - 14 * SIZE, y), piece("2020年7月8日", RIGHT - 10 * SIZE, y + PITCH)]
    assert lines_of(sheet([*body([LONG]), ring, *signed], source="ocr"))[-3:] == [LONG, "某县防汛抗旱指挥部办公室", "2020年7月8日"]


@pytest.mark.parametrize("misread", ["1.", "·1", "1、"])
def test_a_single_number_with_a_speck_low_on_a_recognised_page(misread):
    assert lines_of(sheet([*body([LONG]), piece(misread, RIGHT - 20, 780, 12)], source="ocr")) == [LONG]


def test_a_page_number_of_which_only_its_place_can_be_known():
    def misread(number):
        return [centred("E2=" if number == 2 else f"-{number}-", 775, 14)]

    assert lines_of(*pages(misread, source="ocr")) == body_of()


def test_the_last_line_of_the_body_is_no_page_number():
    lines = [*body([LONG])[:-1], piece("12", LEFT, TOP + 2 * PITCH)]
    moved = [piece(each.text, each.box.x0, 700 + index * PITCH) for index, each in enumerate(lines)]
    assert "12" in "".join(lines_of(sheet(moved)))


def test_years_and_numbers_within_the_body_stay():
    sheets = pages(lambda number: [piece(f"202{number}", LEFT + 2 * SIZE, 400)])
    assert [line for line in lines_of(*sheets) if line.isdigit()] == ["2021", "2022", "2023"]


def test_running_heads_and_feet():
    def furnish(number):
        return [centred("某县人民政府公报", 55, 10), piece("某县人民政府办公室", LEFT, 790, 10)]

    sheets = pages(furnish)
    assert lines_of(*sheets) == body_of()
    assert {rules_of(*sheets)[text] for text in ("某县人民政府公报", "某县人民政府办公室")} == {"layout.running_head"}


def test_running_heads_that_alternate():
    def furnish(number):
        return [centred("某县人民政府公报" if number % 2 else "规范性文件选编", 55, 10)]

    assert lines_of(*pages(furnish, 6)) == body_of(6)


def test_a_running_head_beside_the_page_number():
    def furnish(number):
        return [piece("某县水利志资料", LEFT, 60, 10), piece(str(number), RIGHT - 10, 60, 10)]

    assert lines_of(*pages(furnish)) == body_of()


def test_running_feet_and_page_numbers_whose_letters_stand_apart():
    address = " ".join("http://www.example.gov.cn/zwgk/2020_1.html")
    sheets = pages(lambda number: [piece(address, LEFT, 800, 9), piece(" ".join(f"Page{number}of3"), LEFT, 40, 11)])
    assert lines_of(*sheets) == body_of()


def test_a_misread_running_head():
    heads = {1: "某县人民政府公报", 2: "某县人昆政府公报", 3: "某县人民政府公报"}
    assert lines_of(*pages(lambda number: [centred(heads[number], 55, 10)], source="ocr")) == body_of()


def test_labels_of_annexes_at_the_top_of_pages_stay():
    sheets = pages(lambda number: [piece(f"附件{number}", LEFT, 80)])
    assert [line for line in lines_of(*sheets) if line.startswith("附件")] == ["附件1", "附件2", "附件3"]
    same = pages(lambda number: [piece("附件", LEFT, 80)])
    assert lines_of(*same).count("附件") == 3


def test_the_masthead_of_the_first_page_is_no_running_head():
    first = sheet([centred("某县人民政府文件", 100, 36), *body([LONG], 200)], 1)
    assert lines_of(first, sheet(body([SECOND]), 2), sheet(body([THIRD]), 3))[0] == "某县人民政府文件"


@pytest.mark.parametrize("mark", ["扫描全能主3亿人都在用的扫描App", "扫描全能王 创建", "归接全现王创建", "由 CamScanner 扫描", "夸克扫描王", "扫描全能王创建.", "扫描全能玉", "Scánned with"])
def test_scanner_marks_at_the_foot(mark):
    marked = sheet([*body([LONG]), piece(mark, 440, 822, 11)], source="ocr")
    assert lines_of(marked) == [LONG]
    assert rules_of(marked)[mark] == "layout.scanner_mark"


def test_a_scanner_mark_beside_the_page_number():
    marked = sheet([*body([LONG]), centred("— 1 —", 775, 14), piece("扫描全能王 创建", 440, 776, 11)], source="ocr")
    assert lines_of(marked) == [LONG]


def test_an_app_that_the_body_speaks_of_stays():
    text = "各单位可使用扫描全能王创建电子档案，并按规定归档，不得上传涉密文件。"
    assert lines_of(sheet(body([LONG, text]))) == [LONG, text]


def test_slanted_watermarks():
    slant = replace(piece("内部资料 注意保存", 150, 400, 40), slope=0.6)
    marked = sheet([*body([LONG, SECOND]), slant])
    assert lines_of(marked) == [LONG, SECOND]
    assert rules_of(marked)["内部资料 注意保存"] == "layout.watermark"


def test_upright_watermarks_that_come_again():
    sheets = pages(lambda number: [centred("征求意见稿", 420, 48)])
    assert lines_of(*sheets) == body_of()


def test_one_large_line_in_the_middle_of_a_page_is_a_title():
    assert "某县防汛应急预案" in lines_of(sheet([centred("某县防汛应急预案", 420, 36)], 1), sheet(body([LONG]), 2), sheet(body([SECOND]), 3))


def test_signs_out_of_a_stamp_go_where_the_page_was_recognised():
    pieces = body([LONG, SECOND])
    y = pieces[-1].box.y1 + 3 * PITCH
    pieces += [piece("某县防汛抗旱指挥部", 330, y), piece("抗旱指", 360, y - 0.6 * PITCH), piece("2023年5月8日", 350, y + PITCH)]
    assert lines_of(sheet(pieces, source="ocr"))[-2:] == ["某县防汛抗旱指挥部", "2023年5月8日"]
    assert "抗旱指" in lines_of(sheet(pieces))


def test_the_last_line_of_a_title_whose_words_the_body_repeats_stays():
    title = [centred("某市森林防火工作会议在", TOP - 2 * PITCH), centred("木子店镇召开", TOP - PITCH)]
    text = "2023年3月1日，某市森林防火工作会议在木子店镇召开，" + LONG
    assert lines_of(sheet([*title, *body([text, SECOND])], source="ocr"))[-3:] == ["木子店镇召开", text, SECOND]


def test_words_read_again_out_of_a_box_that_follows_a_stamp_s_ring_go():
    pieces = body([LONG, SECOND])
    y = pieces[-1].box.y1 + 3 * PITCH
    signed = [piece("某县人民政府", 360, y), piece("2021年7月20日", 390, y + PITCH)]
    again = piece("定2021年7月", 365, y + 1.4 * PITCH)
    again.box = Box(again.box.x0, y + 0.6 * PITCH, again.box.x1, y + 2.4 * PITCH)
    part = piece("月20日", 445, y + 1.8 * PITCH)
    assert lines_of(sheet([*pieces, *signed, again, part], source="ocr"))[-2:] == ["某县人民政府", "2021年7月20日"]


def test_a_ruling_line_read_as_a_number_goes():
    red = [Box(LEFT, 210, RIGHT, 211)]
    pieces = [centred("某县水利局文件", 150, 36), piece("一", LEFT + 20, 211), *body([LONG, SECOND], 260)]
    assert lines_of(sheet(pieces, rules=red, source="ocr")) == ["某县水利局文件", LONG, SECOND]
    assert "一" in lines_of(sheet(pieces, source="ocr"))


def test_what_is_left_is_as_if_the_page_break_were_not_there():
    text = LONG + SECOND
    rows = body([text])
    first, second = rows[:3], [piece(each.text, each.box.x0, TOP + at * PITCH) for at, each in enumerate(rows[3:])]
    sheets = [
        sheet([centred("某县人民政府公报", 55, 10), *part, centred(f"— {number} —", 775, 14)], number)
        for number, part in ((1, first), (2, second))
    ]
    assert clean_of(*sheets) == text


@pytest.mark.parametrize(("text", "sure"), [("— 3 —", True), ("12", False), ("3月1日", None), ("二、", None), ("2021年", None)])
def test_forms_of_page_numbers(text, sure):
    assert furniture.page_number(text) is sure


def test_a_sign_out_of_a_stamp_beside_the_date_goes():
    pieces = body([LONG, SECOND])
    y = pieces[-1].box.y1 + 3 * PITCH
    pieces += [piece("具", 338, y, 10), piece("2023年5月8日，以文件日期为准", 350, y)]
    assert lines_of(sheet(pieces, source="ocr"))[-1] == "2023年5月8日，以文件日期为准"


def test_a_line_read_twice_stands_once():
    pieces = body([LONG, SECOND])
    again = replace(piece("把防汛准备攸在", LEFT + 6 * SIZE, TOP + 9, 14), confidence=0.6)
    pieces = [replace(each, confidence=0.99) for each in pieces]
    found = rules_of(sheet([*pieces, again], source="ocr"))
    assert found["把防汛准备攸在"] == "layout.fragment"
    assert lines_of(sheet([*pieces, again], source="ocr")) == [LONG, SECOND]


def test_a_running_head_that_is_misread_each_time():
    heads = {1: "某县人昆政府关于加强防汛工作的通知", 2: "某县人民政府关于加强防讯工作的通知"}
    assert lines_of(*pages(lambda number: [piece(heads[number], LEFT, 60, 10)], 2, source="ocr")) == body_of(2)


def test_a_signature_at_the_height_of_the_title_it_repeats_stays():
    title = ["国家税务总局某某省税务局", "关于优化不动产交易办税流程的公告"]
    first = [piece(words, LEFT, 80 + PITCH * at, 1.15 * SIZE) for at, words in enumerate(title)]
    signature = [piece(title[0], RIGHT - 13 * SIZE, 80), piece("2022年5月30日", RIGHT - 8 * SIZE, 80 + PITCH)]
    found = lines_of(sheet([*first, *body([LONG, SECOND], 200)], 1), sheet(signature, 2))
    assert "".join(found[:-4]) == "".join(title)
    assert found[-2:] == [title[0], "2022年5月30日"]


@pytest.mark.parametrize("sign", ["●", "O", "。", "0", "•·"])
def test_punch_holes_are_no_words(sign):
    holes = [piece(sign, 16, TOP + 2.5 * PITCH), piece(sign, 16, TOP + 6 * PITCH)]
    found = sheet([*body([LONG, SECOND, THIRD]), *holes], source="ocr")
    assert lines_of(found) == [LONG, SECOND, THIRD]
    assert rules_of(found)[sign] == "layout.fragment"


def test_titles_of_forms_that_differ_in_their_numbers_stay():
    sheets = pages(lambda number: [centred(f"某县防汛任务分解表（{'一二三'[number - 1]}）", 90)], source="ocr")
    assert sum(line.startswith("某县防汛任务分解表") for line in lines_of(*sheets)) == 3


def test_a_small_line_in_the_upper_margin_that_repeats_the_title_is_a_running_head():
    title = "关于做好水库度汛工作的通知"
    first = [piece(title, LEFT, 60, 10), centred("某县水利局文件", 130, 36), centred(title, 220, 22), *body([LONG, SECOND], 280)]
    assert lines_of(sheet(first)) == ["某县水利局文件", title, LONG, SECOND]
    issuer = [centred("某县水利局办公室", 60, 16), centred("某县水利局办公室" + title, 130, 22), *body([LONG, SECOND], 200)]
    assert lines_of(sheet(issuer))[0] == "某县水利局办公室"


def test_what_browsers_print_around_a_page_goes():
    def furnish(number):
        return [
            piece("2023/5/8 10:22", 25, 20, 8), centred("某县人民政府", 20, 8),
            piece("https://www.example.gov.cn/a/1.html", 25, 825, 8), piece(f"{number}/2", 560, 825, 8),
        ]

    assert lines_of(*pages(furnish, 2)) == body_of(2)


def test_a_head_on_the_only_page_says_the_title_again_though_its_issuer_is_printed_small():
    title = "关于做好供暖准备工作的通知"
    pieces = [piece("北原市供热办公室关于做好供暖", 150, 45, size=SIZE)]
    pieces += [centred("北原市供热办公室", 90), centred(title, 130, size=22), *body([LONG, SECOND], y=200)]
    source = source_of(sheet(pieces))
    assert [edit.removed.strip() for edit in source.edits if edit.rule == "layout.running_head"] == ["北原市供热办公室关于做好供暖"]
