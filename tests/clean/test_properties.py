"""What holds for any text whatever: alignment, idempotence, nothing lost, no error, linear time."""

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.read import read_text

PIECES = st.sampled_from([
    "市", "通知", "关于", "印发", "《", "》", "〈", "（", "）", "(", ")", "“", '"', "，", ",", "。", ".", "、",
    "：", ":", "；",
    "\n", "\n\n", "\f", " ", "  ", "　", "\t", "|", "|---|", "# ", "**", "- ", "— 1 —", "-2-", "第 4 页 共 9 页",
    "4/9", "12", "1", "2",
    "扫描全能王 创建", "扫描全能王", "创建", "CamScanner", "归描全能王创建", "一、", "（一）", "1.", "第三条",
    "附件", "附件：", "联系人：",
    "2021年1月28日", "2021 年", "某市人民政府", "某市财政局", "人民政府办公室文件", "各县区：", "的", "工作方案",
    "的通知", "通 知",
    "意見", "國務院", "關於", "於", "後", "\u200b", "\ufeff", "\x00", "\ue000", "\ud800", "⼀", "２０", "％",
    "<br>", "<p>", "</td><td>",
    "<tr>", "&nbsp;", "&amp;", "nbsp;", "\\", "$", "$20\\%$", "![a](b)", "[甲](http://x)", "http://a.b/c,d",
    "电话：", "3324642", "word",
    "打击违法行为，推动知识产权", "不断提高全社会", "市场主体知识产权保护意识", "―2―", "国发〔2017〕56号", "[2019]",
    "号", "（此件公开发布）",
    "主题词：", "70", "万亩", "%", "!", "—", "~", "```", "\u2028", "\r\n", "\x85",
])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.text(alphabet=st.characters(), max_size=80),
)


@settings(max_examples=400)
@given(TEXTS)
@example("— 1 —\f扫描全能王 创建\n\n加\n强")
def test_the_raw_text_is_made_again_and_every_change_is_a_cleanup(text):
    source = read_text(text)
    result = clean(source)
    assert result.raw == source.text
    assert result.rebuild_raw() == source.text
    at = clean_at = 0
    for cleanup in result.cleanups:
        kept = source.text[at : cleanup.raw_start]
        assert at <= cleanup.raw_start
        assert cleanup.removed == source.text[cleanup.raw_start : cleanup.raw_end] != cleanup.replacement
        assert result.text[clean_at : clean_at + len(kept)] == kept  # what no cleanup covers is the same
        clean_at += len(kept)
        assert result.text[clean_at : clean_at + len(cleanup.replacement)] == cleanup.replacement
        clean_at += len(cleanup.replacement)
        at = cleanup.raw_end
        assert cleanup.rule
    assert result.text[clean_at:] == source.text[at:]


@settings(max_examples=400)
@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(read_text(text)).text
    assert clean(read_text(once)).text == once


@settings(max_examples=300)
@given(TEXTS)
def test_clean_text_is_one_paragraph_a_line(text):
    result = clean(read_text(text)).text
    assert not any(char in result for char in "\r\f\x00\u200b\ufeff\u2028")
    assert all(line.strip() for line in result.split("\n")) or not result
    result.encode("utf-8")  # no lone surrogates


@given(TEXTS, st.data())
def test_each_clean_character_knows_its_raw_one(text, data):
    result = clean(read_text(text))
    if result.text:
        at = data.draw(st.integers(0, len(result.text) - 1))
        start, end = result.raw_span(at, at + 1)
        if end - start == 1 and not any(each.raw_start <= start < each.raw_end for each in result.cleanups):
            assert result.raw[start] == result.text[at]
            assert result.clean_span(start, end) == (at, at + 1)


def test_hostile_text_takes_linear_time():
    units = ("《", "（", "- ", "1\n", "全能创建\n", "某市财政局\n", "甲 乙 丙 ")
    units += ("<td>", "&amp;", "0 ", "[", "、\n", "**a", "\n \n")
    for unit in units:
        started = time.process_time()
        clean(read_text(unit * (60_000 // len(unit))))
        assert time.process_time() - started < 10, unit
