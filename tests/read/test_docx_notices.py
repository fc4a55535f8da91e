"""Golden notices as Word files whose labels are automatic numbering: read like the plain text."""

from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.read import read_text
from pipeline.read.docx import read_docx
from tests.read.docx_maker import LABELS, notice

NOTICES = sorted((Path(__file__).parents[1] / "notices").glob("*.txt"))


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_a_word_file_gives_the_clean_text_of_the_plain_one(path):
    text = path.read_text(encoding="utf-8")
    source = read_docx(notice(text), path.name, "0")
    assert clean(source).text == clean(read_text(text)).text


def test_the_labels_are_not_stored_in_these_files():
    data = notice("一、总体要求\n（一）摸清底数。\n1.入户。\n")
    assert read_docx(data, "a.docx", "0").text == "一、总体要求\n（一）摸清底数。\n1.入户。\n"
    assert "一、".encode() not in data
    assert len(LABELS) == 9
