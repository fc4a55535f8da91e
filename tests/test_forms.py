"""A notice in every form gives the same text and the same rows as its plain text; the parts of the renderer."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.evaluate import MEASURES
from pipeline.read import read_data
from pipeline.run import process

pytest.importorskip("fpdf", reason="fpdf2 is not installed")
pytest.importorskip("docx", reason="python-docx is not installed")

from benchmarks.forms.content import Content, content_of
from benchmarks.forms.differences import compare_texts, distance, paragraphs
from benchmarks.forms.evaluate import COLUMNS
from benchmarks.forms.fonts import Fonts, missing
from benchmarks.forms.lines import Char, balanced, breaks, set_paragraph
from benchmarks.forms.numbering import Numberer, Place, chinese, label_of
from benchmarks.forms.page import pages_of
from benchmarks.forms.places import Places
from benchmarks.forms.render import made

needs_fonts = pytest.mark.skipif(bool(missing()), reason=f"fonts are missing: apt install {' '.join(missing())}")

NOTICE = """云岭县人民政府办公室文件
云政办发〔2023〕18号
云岭县人民政府办公室关于做好2023年城区绿化工作的通知
各乡镇人民政府，县政府各部门：
为进一步改善城区环境，经县政府同意，现将有关事项通知如下：
一、主要目标
到2023年底，城区新增绿地不少于12万平方米，绿化覆盖率达到38%以上。
二、重点任务
（一）建设口袋公园。利用边角地建设口袋公园8个，9月底前全部开放。（牵头单位：县城管局；责任单位：县自然资源局、县财政局）
（二）加强古树保护。
1.县林业局要在6月15日前完成古树名木普查，逐株建立档案，一树一策落实管护责任人。
2.严禁擅自移植古树名木，违者按照《城市绿化条例》处理。
三、工作要求
各乡镇要于每季度末月25日前将工作进展情况报县城管局。
附件：2023年城区绿化任务分解表
云岭县人民政府办公室
2023年3月6日
附件
2023年城区绿化任务分解表
序号\t重点任务\t牵头单位\t责任单位\t完成时限
1\t新建滨河绿道15公里\t县城管局\t县水务局\t2023年10月底
2\t补植行道树3000株\t县林业局\t县交通运输局、各乡镇\t2023年4月30日
云岭县人民政府办公室 2023年3月7日印发
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    path = tmp_path_factory.mktemp("forms") / "greening.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return content_of(path)


@pytest.fixture(scope="module")
def fonts(content: Content) -> Fonts:
    return Fonts([content.text])


def test_content_says_what_each_paragraph_is(content: Content) -> None:
    kinds = [block.kind for block in content.blocks if block.kind != "body"]
    assert kinds == ["masthead", "doc_number", "title", "recipients", "signature", "date", "part", "title", "table", "imprint"]
    assert [len(block.rows) for block in content.blocks if block.kind == "table"] == [3]


def _rows(text_or_data: bytes, name: str) -> tuple[list[str], dict[str, list[tuple[str, ...]]]]:
    result = process(read_data(text_or_data, name))
    paths = {row["task_id"]: row["path"] for row in result.rows["tasks"]}
    rows = {
        measure.label: sorted(
            key
            for row in result.rows[measure.table]
            if (key := measure.key({**row, "task": paths.get(row.get("task_id") or "", "")})) is not None
        )
        for measure in MEASURES
    }
    return paragraphs(result.clean.text), rows


@needs_fonts
@pytest.mark.parametrize("form", ["pdf", "docx", "html", "ofd"])
def test_text_forms_give_what_plain_text_gives(content: Content, fonts: Fonts, form: str) -> None:
    data, suffix = made(content, form, fonts)
    text, rows = _rows(data, f"greening{suffix}")
    wanted_text, wanted_rows = _rows(content.text.encode(), "greening.txt")
    assert text == wanted_text
    assert rows == wanted_rows
    assert all(rows[label] for label in COLUMNS)


@needs_fonts
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="rapidocr is not installed")
def test_a_clean_scan_gives_what_plain_text_gives(tmp_path: Path) -> None:
    path = tmp_path / "greening.txt"
    path.write_text(NOTICE[: NOTICE.index("三、工作要求")] + "云岭县人民政府办公室\n2023年3月6日\n", encoding="utf-8")
    content = content_of(path)
    data, suffix = made(content, "clean", Fonts([content.text]))
    text, rows = _rows(data, f"greening{suffix}")
    wanted_text, wanted_rows = _rows(content.text.encode(), "greening.txt")
    difference = compare_texts("\n".join(wanted_text), "\n".join(text))
    assert not difference.lost
    assert difference.rate <= 0.01
    assert rows["tasks"] == wanted_rows["tasks"]
    assert rows["dates"] == wanted_rows["dates"]


@needs_fonts
@pytest.mark.parametrize("form", ["pdf", "docx", "html", "ofd", "dirty"])
def test_the_same_notice_gives_the_same_bytes(content: Content, fonts: Fonts, form: str) -> None:
    assert made(content, form, fonts) == made(content, form, fonts)


@needs_fonts
def test_pages_keep_to_the_margins(content: Content, fonts: Fonts) -> None:
    leaves = pages_of(content, fonts)
    assert len(leaves) > 1
    assert paragraphs("".join(line for leaf in leaves for line in leaf.lines)) == paragraphs(content.text.replace("\n", ""))
    for leaf in leaves:
        for item in leaf.items:
            x = getattr(item, "x", None) or getattr(item, "x0", 0.0)
            assert 60 < x < leaf.width


@needs_fonts
@pytest.mark.parametrize("form", ["pdf", "ofd"])
def test_boxes_of_rows_lie_on_their_words(content: Content, fonts: Fonts, form: str) -> None:
    places = Places(pages_of(content, fonts), fonts)
    data, suffix = made(content, form, fonts)
    rows = [row for table in ("tasks", "units", "dates", "quotas") for row in process(read_data(data, f"greening{suffix}")).rows[table]]
    found = [places.right(row) for row in rows if row["box"]]
    assert len(found) > 20
    assert False not in found
    moved = [{**row, "box": "1.0,1.0,50.0,20.0"} for row in rows]
    assert not any(places.right(row) for row in moved)


def _chars(text: str) -> list[Char]:
    return [Char(char, "song", 10.0) for char in text]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八", ["一二三四五", "六七八"]),
        ("一二三四五。六七", ["一二三四", "五。六七"]),  # no point begins a line
        ("一二三四（五）", ["一二三四", "（五）"]),  # no bracket ends one
        ("一二三2023年", ["一二三", "2023年"]),  # a number stays whole
        ("一二三四五）。六", ["一二三四", "五）。六"]),  # nor do two of them
    ],
)
def test_breaks(text: str, lines: list[str]) -> None:
    assert ["".join(char.text for char in line) for line in breaks(_chars(text), 50, 50)] == lines


def test_a_point_may_hang_beyond_the_line() -> None:
    assert ["".join(c.text for c in line) for line in breaks(_chars("一二三四五。六七"), 50, 50, hanging=True)] == ["一二三四五。", "六七"]


def test_lines_are_flush_but_for_the_last() -> None:
    first, last = set_paragraph(_chars("一二三四五六七八九十。甲乙"), 0.0, 100.0, 0.0)
    assert first.width + first.spacing * (len(first.chars) - 1) == pytest.approx(100.0)
    assert last.spacing == 0.0


def test_a_title_is_parted_where_its_words_allow_it() -> None:
    title = "云岭县人民政府办公室 云岭县林业局关于印发城区绿化实施方案的通知"
    assert balanced(title, [22.0] * len(title), 22.0 * 20)[0] in ("云岭县人民政府办公室", "云岭县人民政府办公室 云岭县林业局")


@pytest.mark.parametrize(
    ("text", "number", "pattern"),
    [
        ("一、总体要求", 1, "%、"),
        ("（十二）加强监督", 12, "（%）"),
        ("3.完善机制", 3, "%."),
        ("（4）定期通报", 4, "（%）"),
        ("第二十条 本办法", 20, "第%条"),
        ("2．起草说明", 2, "%．"),
    ],
)
def test_labels(text: str, number: int, pattern: str) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.number, label.pattern) == (number, pattern)


@pytest.mark.parametrize("text", ["1.5万元以上", "一是加强领导", "2023年底前", "（县林业局负责）", "第三季度"])
def test_what_is_no_label(text: str) -> None:
    assert label_of(text) is None


def test_chinese_numbers() -> None:
    assert [chinese(number) for number in (1, 9, 10, 11, 20, 45)] == ["一", "九", "十", "十一", "二十", "四十五"]


def test_numbers_that_do_not_follow_begin_a_list_of_their_own() -> None:
    numberer = Numberer()
    labels = ["一、", "1.", "2.", "二、", "3.", "4.", "三、", "1.", "五、"]
    places = [numberer.place(label_of(f"{label}其他") or pytest.fail(label)) for label in labels]
    assert places[:4] == [Place(0, 0), Place(0, 1), Place(0, 1), Place(0, 0)]
    assert places[4] == places[5] == Place(1, 0)  # 3. after a new 二、 runs on
    assert places[6:8] == [Place(0, 0), Place(0, 1)]
    assert places[8] == Place(2, 0)  # 四、 was lost
    assert [each.start for each in numberer.sequences] == [1, 3, 5]


def test_differences_are_counted_by_character_and_paragraph() -> None:
    wanted = "云政办发〔2023〕18号\n一、总体要求\n到2023年6月30日前完成。\n二、工作目标\n县林业局负责落实。"
    found = "云政办发[2023]18号\n一、总体要求到2023年6月80日前完成。\n县林业局负责\n落实。"
    difference = compare_texts(wanted, found)
    assert difference.lost == ["二、工作目标"]
    assert difference.errors == 1 + len("二、工作目标")
    assert (difference.right["doc numbers"], difference.wanted["doc numbers"]) == (1, 1)
    assert (difference.right["dates"], difference.wanted["dates"]) == (0, 1)
    assert (difference.right["labels"], difference.wanted["labels"]) == (1, 2)
    assert difference.parted == 1


@pytest.mark.parametrize(("a", "b", "steps"), [("", "", 0), ("甲", "", 1), ("甲乙丙", "甲丙", 1), ("甲乙", "乙甲", 2), ("甲乙丙丁", "甲戊丙己", 2)])
def test_distance(a: str, b: str, steps: int) -> None:
    assert distance(a, b) == distance(b, a) == steps
