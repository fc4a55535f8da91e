"""The spaCy components: spans, tables, serialisation, and any text in."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language

from pipeline.components import PIPES, context_of, load
from pipeline.segment.tokenizer import NoticeTokenizer

TEXT = """临江县应急管理局关于开展岁末年初安全检查的通知

各乡镇人民政府，县直有关单位：

根据《临江县安全生产条例》，现就有关事项通知如下：

一、全面排查隐患。各乡镇要于2023年12月20日前完成自查，整改率达到95%以上。（责任单位：县应急管理局、县消防救援大队）

二、从严查处违法行为。严厉打击非法生产经营行为，将查处情况报县安委会办公室。（责任单位：县公安局）

临江县应急管理局
2023年11月28日
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def test_spans_of_a_notice(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [(span.id_, span.label_) for span in doc.spans["tasks"]] == [("1", "measure"), ("2", "measure")]
    assert ("2023年12月20日前", "deadline") in [(span.text, span.label_) for span in doc.spans["dates"]]
    assert "县公安局" in [span.text for span in doc.spans["units"] if span.label_ == "responsible"]
    assert [span.label_ for span in doc.spans["quotas"]] == ["target"]
    assert [span.text for span in doc.spans["references"]] == ["《临江县安全生产条例》"]
    verbs = [row["verb"] for row in doc._.notice.rows["actions"]]
    assert verbs == ["完成", "打击", "报"]
    assert len(doc.spans["actions"]) == len(verbs)


def test_rows_lie_within_their_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    for table, rows in doc._.notice.rows.items():
        for row, span in zip(rows, doc.spans[table], strict=True):
            assert span.start_char <= row["start"] < row["end"] <= span.end_char


def test_sentences_end_with_their_sign_or_line(nlp: Language) -> None:
    sentences = [sent.text.strip() for sent in nlp(TEXT).sents]
    assert "各乡镇要于2023年12月20日前完成自查，整改率达到95%以上。" in sentences
    assert "各乡镇人民政府，县直有关单位：" in sentences


def test_every_component_has_a_factory() -> None:
    assert [name for name in PIPES if not Language.has_factory(name)] == []


def test_one_component_alone_finds_what_it_needs() -> None:
    own = spacy.blank("zh")
    own.tokenizer = NoticeTokenizer(own.vocab)
    own.add_pipe("notice_actions")
    doc = own(TEXT)
    assert [span.label_ for span in doc.spans["actions"]] == ["must"] * 3
    assert context_of(doc).tasks


def test_pipeline_is_saved_and_loaded(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "notices")
    again = spacy.load(tmp_path / "notices")
    before, after = nlp(TEXT), again(TEXT)
    assert again.pipe_names == list(PIPES)
    assert [[(s.text, s.label_) for s in after.spans[key]] for key in after.spans] == [
        [(s.text, s.label_) for s in before.spans[key]] for key in before.spans
    ]


def test_docs_in_a_stream_equal_docs_alone(nlp: Language) -> None:
    texts = [TEXT, "一、落实责任。各镇要开展自查。", "", TEXT]
    alone = [nlp(text) for text in texts]
    streamed = [[span.text for span in doc.spans["actions"]] for doc in nlp.pipe(texts)]
    assert streamed == [[span.text for span in doc.spans["actions"]] for doc in alone]
    assert [len(actions) for actions in streamed] == [3, 1, 0, 3]


def test_doc_is_serialisable_and_drawn(nlp: Language) -> None:
    doc = nlp(TEXT)
    copy = type(doc)(nlp.vocab).from_bytes(doc.to_bytes())
    assert [span.text for span in copy.spans["units"]] == [span.text for span in doc.spans["units"]]
    drawn = displacy.render(doc, style="span", options={"spans_key": "dates"})
    assert "2023年" in drawn
    assert "deadline" in drawn


PIECES = [*TEXT.split("。"), "\n", "　　", "（一）", "各镇要", "95%", "\u200b", "🙂"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_text_goes_in(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert set(doc.spans) == {"provisions", *(name.removeprefix("notice_") for name in PIPES[2:])}
