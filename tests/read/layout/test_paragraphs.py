"""Printed lines become paragraphs: within a page, over columns and pages, and not where something else begins."""

from array import array
from dataclasses import replace

import pytest

from pipeline.notice import Box
from pipeline.read.layout.sheet import Piece
from tests.read.layout.sheets import (
    CHARS,
    HEIGHT,
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


def test_wrapped_lines_of_indented_paragraphs_are_joined():
    assert lines_of(sheet(body([LONG, SECOND, THIRD]))) == [LONG, SECOND, THIRD]


def test_the_breaks_are_dropped_by_a_rule_and_stand_in_the_raw_text():
    source = source_of(sheet(body([LONG, SECOND])))
    assert source.text.replace("\n", "") == LONG + SECOND
    assert {edit.rule for edit in source.edits} == {"layout.line"}
    assert {edit.removed for edit in source.edits} == {"\n"}


def test_a_full_line_whose_next_line_is_indented_ends_its_paragraph():
    full = "一、" + "压" * (CHARS - 4)  # ends exactly at the margin, without a point
    assert lines_of(sheet(body([full, LONG, SECOND]))) == [full, LONG, SECOND]


def test_paragraphs_flush_left_are_told_apart_by_short_lines_and_room():
    pieces, y = [], TOP
    for text in (LONG, SECOND, THIRD):
        block = body([text], y, indent=0)
        pieces += block
        y = block[-1].box.y0 + SIZE / 2 + 1.6 * PITCH
    assert lines_of(sheet(pieces)) == [LONG, SECOND, THIRD]


@pytest.mark.parametrize("stop", ["：", "。"])
def test_single_lines_with_room_between_them_are_paragraphs(stop):
    full = "各区县信访局和市直有关部门信访工作机构及局机关各科室请"[: CHARS - 1] + stop
    wrapped = LONG[: CHARS - 1] + "。" + SECOND
    pieces, y = [], TOP
    for text in (full, "一、加强预防", full, "二、畅通渠道", wrapped, "三、强化宣传", wrapped, full):
        pieces += body([text], y, indent=0)
        y = pieces[-1].box.y0 + SIZE / 2 + 1.6 * PITCH
    title = centred("某某市信访局关于印发全年工作要点并做好贯彻落实的", TOP - 3 * PITCH, size=1.3 * SIZE)
    assert lines_of(sheet([title, *pieces]))[1:] == [full, "一、加强预防", full, "二、畅通渠道", wrapped, "三、强化宣传", wrapped, full]


def test_where_room_parts_paragraphs_a_close_line_begins_none_and_the_page_s_end_is_no_sign():
    numbered = LONG[: CHARS - 1] + "按" + "3.省直各部门单位要落实责任" + SECOND[:20]
    stopped = LONG[: CHARS - 1] + "。" + SECOND
    pieces, y = [], TOP
    for text in (numbered, THIRD, numbered, THIRD, LONG):
        pieces += body([text], y, indent=0)
        y = pieces[-1].box.y0 + SIZE / 2 + 1.6 * PITCH
    last, *rest = body([stopped], y, indent=0)
    moved = [piece(each.text, LEFT, TOP + number * PITCH) for number, each in enumerate(rest)]
    assert lines_of(sheet([*pieces, last], 1), sheet(moved, 2)) == [numbered, THIRD, numbered, THIRD, LONG, stopped]


def test_a_title_as_small_as_the_body_and_nearly_as_wide_stays_apart():
    title = "某省林业局关于印发《老旧电网改造升级工程方案》的通知"[: CHARS - 2]
    recipients = "各设区市发展改革委、林业局，国网某省电力公司、某省地方电力有限公司，省森林资源管理局："
    pieces = [centred(title, TOP), *body([recipients], TOP + PITCH, indent=0), *body([LONG, SECOND], TOP + 3 * PITCH)]
    assert len(title) == CHARS - 2 and title.endswith("通知")
    assert lines_of(sheet(pieces)) == [title, recipients, LONG, SECOND]


def test_a_recognised_title_that_is_measured_too_small_is_one_line():
    title = [centred("某县2022年国民经", TOP - 3 * PITCH, 1.28 * SIZE), centred("济和社会发展统计公报", TOP - 2 * PITCH, 1.28 * SIZE)]
    assert lines_of(sheet([*title, *body([LONG, SECOND])], source="ocr")) == ["某县2022年国民经济和社会发展统计公报", LONG, SECOND]


def test_a_stop_alone_on_a_line_that_recognition_overlooked_is_put():
    full = LONG[: 2 * CHARS - 2]  # two full lines, without a point
    assert full[-1] not in "，。、；："
    pieces = [*body([full], TOP), *body([SECOND, THIRD, LONG], TOP + 3 * PITCH)]
    assert lines_of(sheet(pieces, source="ocr"))[0] == full + "。"
    assert lines_of(sheet(pieces))[0] == full
    close = [*body([full], TOP), *body([SECOND, THIRD, LONG], TOP + 2 * PITCH)]
    assert lines_of(sheet(close, source="ocr"))[0] == full


def test_numbered_headings_at_the_margin_begin_a_paragraph():
    full = LONG[: CHARS * 2 - 3] + "。"  # ends at the right margin with a point
    pieces, y = [], TOP
    for text in (LONG, full, SECOND, THIRD):
        pieces += [*body([text], y)]
        y = pieces[-1].box.y0 + SIZE / 2 + PITCH
        pieces.append(piece("二、强化值班值守", LEFT, y))
        y += PITCH
    assert lines_of(sheet(pieces)) == [each for text in (LONG, full, SECOND, THIRD) for each in (text, "二、强化值班值守")]


def test_a_number_at_a_line_begin_within_a_paragraph_begins_none_where_headings_are_indented():
    text = LONG[: CHARS * 2 - 3] + "。" + "（二）" + SECOND
    assert lines_of(sheet(body([text, THIRD, LONG]))) == [text, THIRD, LONG]


def test_a_paragraph_goes_on_over_the_page():
    text = LONG + SECOND + THIRD
    pieces = body([SECOND, text])
    first, second = pieces[:6], pieces[6:]
    moved = [piece(each.text, each.box.x0, TOP + index * PITCH) for index, each in enumerate(second)]
    source = source_of(sheet([*first, centred("— 1 —", 775, 14)], 1), sheet([*moved, centred("— 2 —", 775, 14)], 2))
    assert lines_of(sheet([*first, centred("— 1 —", 775, 14)], 1), sheet([*moved, centred("— 2 —", 775, 14)], 2)) == [SECOND, text]
    assert "\f" in source.text
    assert [page.number for page in source.pages] == [1, 2]


def test_a_paragraph_that_ends_with_its_page_does_not_go_on():
    first = body([LONG, SECOND])
    assert lines_of(sheet(first, 1), sheet(body([THIRD, LONG]), 2)) == [LONG, SECOND, THIRD, LONG]


def test_latin_words_get_a_space_where_their_line_was_broken():
    one = "本规范等同采用国际标准的" + "Quality Management System of"
    pieces = [piece(one, LEFT + 2 * SIZE, TOP), piece("Public Services 的要求，各单位遵照执行。", LEFT, TOP + PITCH)]
    pieces = body([LONG, SECOND], TOP + 3 * PITCH) + pieces
    assert "System of Public Services" in clean_of(sheet(pieces))


def test_a_word_that_would_not_have_fitted_leaves_a_gap():
    one = "全" * 22  # the number of the next line is six characters wide
    lines = [piece(one, LEFT + 2 * SIZE, TOP), piece("1234567890元以上的项目，由县财政局组织评审。", LEFT, TOP + PITCH)]
    text = lines_of(sheet(lines + body([LONG, SECOND], TOP + 2 * PITCH)))
    assert text[0].startswith(one + "1234567890元")


def test_signature_and_date_are_lines_of_their_own():
    pieces = body([LONG, SECOND])
    y = pieces[-1].box.y1 + 2 * PITCH
    pieces += [piece("某县防汛抗旱指挥部", RIGHT - 11 * SIZE, y), piece("2023年5月8日", RIGHT - 9 * SIZE, y + PITCH)]
    assert lines_of(sheet(pieces))[-2:] == ["某县防汛抗旱指挥部", "2023年5月8日"]


def test_signatures_side_by_side_stay_on_their_lines():
    pieces = body([LONG, SECOND])
    y = pieces[-1].box.y1 + 2 * PITCH
    pieces += [piece("某县水利局", LEFT + 2 * SIZE, y), piece("某县应急管理局", LEFT + 16 * SIZE, y)]
    pieces += [piece("2023年5月8日", LEFT + 10 * SIZE, y + PITCH)]
    first, date = lines_of(sheet(pieces))[-2:]
    assert first.split() == ["某县水利局", "某县应急管理局"]
    assert date == "2023年5月8日"


def test_a_title_broken_inside_a_word_is_one_line_and_issuers_stay_above_it():
    pieces = [
        centred("某市水利局", 120, 22),
        centred("关于做好二〇二三年度小型水库安全", 153, 22),
        centred("度汛工作的通知", 186, 22),
        *body([LONG, SECOND], 240),
    ]
    assert lines_of(sheet(pieces))[:2] == ["某市水利局", "关于做好二〇二三年度小型水库安全度汛工作的通知"]


def test_a_masthead_does_not_run_into_the_next_one():
    pieces = [piece("某市教育局" + "文件", LEFT, 120, 40), piece("某市财政局某市税务局", LEFT, 170, 40), *body([LONG, SECOND], 260)]
    assert lines_of(sheet(pieces))[:2] == ["某市教育局文件", "某市财政局某市税务局"]


def test_spaced_titles_and_recipients_are_not_torn_apart():
    pieces = [centred("通        知", 150, 22), piece("各县（区）人民政府，市直各单位：", LEFT, 200), *body([LONG, SECOND], 229)]
    assert lines_of(sheet(pieces))[1] == "各县（区）人民政府，市直各单位："
    assert clean_of(sheet(pieces)).startswith("通知\n")


def test_pieces_of_one_line_are_put_together():
    pieces = body([LONG, SECOND])
    first = pieces[0]
    pieces[:1] = [piece(first.text[10:], first.edges[10], TOP + 1.5), piece(first.text[:10], first.box.x0, TOP)]
    assert lines_of(sheet(pieces)) == [LONG, SECOND]


def test_superscripts_stay_on_their_line():
    pieces = [piece("新建厂房不少于3000m", LEFT + 2 * SIZE, TOP), piece("2", LEFT + 15 * SIZE, TOP - 6, 8)]
    pieces[1] = piece("2", pieces[0].box.x1, TOP - 6, 8)
    pieces.append(piece("，配套道路同步建成。", pieces[1].box.x1, TOP))
    assert lines_of(sheet(pieces + body([LONG, SECOND], TOP + PITCH)))[0] == "新建厂房不少于3000m2，配套道路同步建成。"


def test_imprint_lines_between_rules_stay_apart():
    lines = ["抄送：" + "县委办，县人大办，县政协办，县纪委监委，县人民武装部。"]
    pieces = [*body([LONG, SECOND]), piece(lines[0], LEFT, 700, 14)]
    pieces += [piece("某县人民政府办公室", LEFT, 725, 14), piece("2023年5月9日印发", RIGHT - 9 * 14, 725, 14)]
    rules = [Box(LEFT, y, RIGHT, y + 0.7) for y in (688, 712, 737)]
    found = lines_of(sheet(pieces, rules=rules))
    assert found[-2] == lines[0]
    assert found[-1].split() == ["某县人民政府办公室", "2023年5月9日印发"]


def test_hanging_lines_of_a_list_of_attachments_are_joined():
    name = "某县小型水库安全度汛责任人名单和联系电话公示表样式"
    pieces = body([LONG, SECOND])
    y = pieces[-1].box.y1 + PITCH
    start = LEFT + 5 * SIZE
    pieces += [piece("附件：1." + name[:21], LEFT + 2 * SIZE, y)]
    hang = pieces[-1].edges[5]
    pieces += [piece(name[21:], hang, y + PITCH), piece("2.隐患台账", start, y + 2 * PITCH)]
    assert lines_of(sheet(pieces))[-2:] == ["附件：1." + name, "2.隐患台账"]


def test_a_line_of_digits_in_wide_cells_is_as_large_as_the_others():
    text = "报名时间：2021年5月10日至5月14日上午9时，报名地点：某某医院门诊楼五楼人事科，报名材料包括身份证和毕业证书。"
    pieces = []
    for number, line in enumerate([text[:26], text[26:]]):
        left = LEFT + (2 - 2 * number) * SIZE
        edges = array("d", [left + SIZE * at for at in range(len(line) + 1)])
        y = TOP + number * PITCH
        pieces.append(Piece(line, Box(left, y - SIZE / 2, edges[-1], y + SIZE / 2), edges, SIZE))
    y = TOP + 2 * PITCH
    assert lines_of(sheet([*pieces, *body([LONG, SECOND, THIRD], y)])) == [text, LONG, SECOND, THIRD]


@pytest.mark.parametrize("slope", [0.02, -0.03])
def test_a_page_that_lies_askew_is_read_as_a_straight_one(slope):
    tilted = []
    for each in body([LONG, SECOND, THIRD]):
        x, y = each.box.x0, (each.box.y0 + each.box.y1) / 2
        middle = (each.box.x0 + each.box.x1) / 2
        tilted.append(piece(each.text, x - slope * y, y + slope * middle, slope=slope))
    assert lines_of(sheet(tilted, source="ocr")) == [LONG, SECOND, THIRD]


def test_noise_of_recognised_boxes_does_no_harm():
    noisy = []
    for index, each in enumerate(body([LONG, SECOND, THIRD])):
        shift = (-5, 3, 6, -2)[index % 4]
        moved = piece(each.text, each.box.x0 + shift, (each.box.y0 + each.box.y1) / 2 + shift / 4)
        noisy.append(replace(moved, size=SIZE * (0.9, 1.1, 1.0)[index % 3]))
    assert lines_of(sheet(noisy, source="ocr")) == [LONG, SECOND, THIRD]


def test_a_page_without_size_keeps_its_words():
    assert "".join(lines_of(sheet(body([LONG]), width=0.0, height=0.0))).replace("\n", "") != ""
    assert rules_of(sheet([], height=HEIGHT)) == {}


def test_a_heading_at_the_foot_of_a_page_does_not_run_into_the_next_page():
    heading = "二、严格执行值班值守和信息报送制度，确保险情第一时间掌握"
    first, second = body([LONG, SECOND, heading]), body([THIRD, LONG, SECOND])
    source = source_of(sheet([*first, centred("— 1 —", 775, 14)], 1), sheet(second, 2))
    assert clean_of(sheet(first, 1), sheet(second, 2)) == "\n".join([LONG, SECOND, heading, THIRD, LONG, SECOND])
    assert "layout.page_break" in {edit.rule for edit in source.edits}


def test_a_title_that_fills_its_line_goes_on_whatever_ends_it():
    pieces = [
        centred("某某市水利局某某市应急管理局某某市气象局", 120, 22),
        centred("关于防汛工作的通知", 153, 22),
        centred("全市防汛抗旱和水库安全度汛工作三年行动计划", 220, 21.3),
        centred("分解表", 252, 21.3),
        *body([LONG, SECOND], 300),
    ]
    assert lines_of(sheet(pieces))[:3] == [
        "某某市水利局某某市应急管理局某某市气象局",
        "关于防汛工作的通知",
        "全市防汛抗旱和水库安全度汛工作三年行动计划分解表",
    ]


def test_labels_at_the_margin_part_nothing_where_the_whole_text_is_one_paragraph():
    filler = "各县区要压实属地管理责任并结合实际细化工作举措确保各项任务落到实处见到成效"
    text = ""
    while len(text) < 16 * CHARS:  # lines 4 and 8 begin with a label
        line = CHARS - 2 if not text else CHARS
        label = "一、" if len(text) == CHARS * 4 - 2 else "（二）" if len(text) == CHARS * 8 - 2 else ""
        text += (label + filler * 2)[:line]
    assert lines_of(sheet(body([text + "。"]))) == [text + "。"]


@pytest.mark.parametrize(("room", "kept"), [(0.1, False), (1.0, True)])
def test_a_point_for_which_the_line_has_no_room_is_a_speck(room, kept):
    text = "要落实.属地管理责任"
    edges = [LEFT]
    for sign in text:
        edges.append(edges[-1] + SIZE * (room if sign == "." else 1))
    recognised = Piece(text, Box(LEFT, TOP, edges[-1], TOP + SIZE), array("d", edges), SIZE, 0.98)
    source = source_of(sheet([recognised], source="ocr"))
    assert [edit.rule for edit in source.edits] == ([] if kept else ["layout.speck"])
    printed = replace(recognised, confidence=None)  # a text layer has no specks
    assert source_of(sheet([printed])).edits == ()
