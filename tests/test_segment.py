"""Words, sentences and clauses: exact offsets, terms whole, the same cuts as pkuseg's own code."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import ModelError, model_path
from pipeline.segment import Segmenter, default_segmenter, split_clauses, split_sentences, terms
from pipeline.segment.decode import cut_many
from pipeline.segment.model import CompactModel, HashTable
from pipeline.segment.tokenizer import NoticeTokenizer

# Chinese, signs and white space in the proportion of a spoilt notice
SPOILT = "各县区要加强对食品安全的监督检查，；。：（）《》“”、2021年—…\n\t \u3000\u200b％ａk𠮷"
MIXED = st.text(st.sampled_from(SPOILT), max_size=60)
SENTENCES = (
    "各县（区）市场监管局要加强校园食品安全监督检查",
    "请于2023年6月30日前将自查报告报送市应急管理局安全生产综合协调科",
    "对列入名录的水库、河道逐一落实防汛责任人",
    "１２３４５投诉热线全年办理群众诉求１.２万件",
    "推动ＡＢ两类企业环保信用评价结果与信贷挂钩",
    "建立健全省、市、县三级联动工作机制",
    "龘𠮷﷽",
    "二〇二一年十二月三十一日",
)


@pytest.fixture(scope="module")
def model() -> CompactModel:
    return default_segmenter().model


def test_cuts_equal_those_of_pkuseg(model: CompactModel) -> None:
    import spacy_pkuseg

    theirs = spacy_pkuseg.pkuseg(str(model_path("pkuseg")))
    assert cut_many(model, SENTENCES) == [theirs.cut(sentence) for sentence in SENTENCES]


def test_a_stretch_does_not_depend_on_its_neighbours(model: CompactModel) -> None:
    alone = [cut_many(model, [sentence])[0] for sentence in SENTENCES]
    assert cut_many(model, SENTENCES[::-1])[::-1] == alone


def test_compact_file_holds_what_it_was_made_of(model: CompactModel, tmp_path: Path) -> None:
    assert model.save(tmp_path).name == "compact.npz"
    again = CompactModel.load(tmp_path)
    assert cut_many(again, SENTENCES) == cut_many(model, SENTENCES)
    assert [file.name for file in tmp_path.iterdir()] == ["compact.npz"]


def test_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="make models"):
        Segmenter(tmp_path).cut("加强管理")


@given(st.sets(st.integers(1, 2**40), min_size=1, max_size=200), st.sets(st.integers(1, 2**40), max_size=50))
def test_hash_table_finds_its_keys_and_no_others(keys: set[int], others: set[int]) -> None:
    table = HashTable.build(np.array(sorted(keys), dtype=np.uint64))
    assert table.find(np.array(sorted(keys), dtype=np.uint64)).tolist() == list(range(len(keys)))
    strangers = np.array(sorted(others - keys), dtype=np.uint64)
    assert (table.find(strangers) == -1).all()


@given(MIXED)
def test_words_cover_all_but_white_space(text: str) -> None:
    spans = default_segmenter().words(text)
    assert "".join(text[a:b] for a, b in spans) == "".join(text.split())
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))
    assert default_segmenter().words(text) == spans  # from memory


@given(st.text(max_size=40))
def test_doc_is_the_text(text: str) -> None:
    assert NoticeTokenizer(spacy.blank("zh").vocab)(text).text == text


def test_terms_stay_whole() -> None:
    plain, own = Segmenter(), Segmenter(terms=["放心消费示范店", "放心消费", "消费示"])
    text = "创建放心消费示范店，引导放心消费"
    assert "放心消费示范店" not in plain.cut(text)
    assert own.cut(text) == ["创建", "放心消费示范店", "，", "引导", "放心消费"]


def test_lexicon_of_terms_is_kept_whole() -> None:
    assert len(terms()) > 200
    assert [term for term in terms() if default_segmenter().cut(term) != [term]] == []


def test_words_of_a_part_have_offsets_of_the_whole() -> None:
    text = "一是加强宣传。二是落实责任"
    assert [text[a:b] for a, b in default_segmenter().words_of(text)(7, len(text))] == ["二", "是", "落实", "责任"]


def test_tokenizer_is_saved_with_its_terms(tmp_path: Path) -> None:
    vocab = spacy.blank("zh").vocab
    NoticeTokenizer(vocab, Segmenter(terms=["河湖四乱"])).to_disk(tmp_path / "tokenizer")
    again = NoticeTokenizer(vocab).from_disk(tmp_path / "tokenizer")
    assert [token.text for token in again("整治河湖四乱")] == ["整治", "河湖四乱"]


CLAUSES = [
    ("落实责任，加强检查；按时报送。", ["落实责任", "加强检查", "按时报送"]),
    ("主要任务：一是普查，二是登记", ["主要任务", "一是普查", "二是登记"]),
    ("各镇（街道，园区）要自查，报县局", ["各镇（街道，园区）要自查", "报县局"]),
    ("开展“查餐厨，保安全”行动，曝光《名单，一》", ["开展“查餐厨，保安全”行动", "曝光《名单，一》"]),
    ("（（甲，乙），丙）完成，丁", ["（（甲，乙），丙）完成", "丁"]),
    ("于17:00前报送，金额1,000元", ["于17:00前报送", "金额1,000元"]),
    ("括号（未闭，照常分开", ["括号（未闭", "照常分开"]),
    ("第一行\n　　第二行 ", ["第一行", "第二行"]),
]


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in split_clauses(text)] == expected


def test_sentences_keep_their_sign() -> None:
    text = "要做好（甲。乙）工作！请按时上报。\n附件"
    assert [text[a:b] for a, b in split_sentences(text)] == ["要做好（甲。乙）工作！", "请按时上报。", "附件"]


@given(MIXED, st.integers(0, 30), st.integers(0, 60))
def test_clauses_lie_in_order_within_their_stretch(text: str, start: int, end: int) -> None:
    end = min(end, len(text))
    spans = split_clauses(text, start, end)
    assert all(start <= a < b <= end for a, b in spans)
    assert spans == sorted(spans)


def test_hostile_brackets_cost_linear_time() -> None:
    for text in ("（" * 50_000, "《（“" * 20_000, "（甲" * 30_000 + "）"):
        assert split_clauses(text)
