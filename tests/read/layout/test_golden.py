"""Golden notices set in the official layout as PDF read as their own plain text, paragraph by paragraph."""

from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.lexicon import read_toml, rule

pytest.importorskip("fpdf")
pytest.importorskip("pypdfium2")

from benchmarks.forms.content import content_of
from benchmarks.forms.fonts import Fonts, missing
from benchmarks.forms.render import made
from pipeline.read.pdf import read_pdf

NOTICES = Path(__file__).resolve().parents[2] / "notices"
NAMES = (
    "agri_spring_scan", "digital_task_table", "forestry_forward_2021", "insurance_three_issuers", "library_list_neg",
    "relief_measures_2012", "village_env_tables_2019",
)


def paragraphs(text):
    """Paragraphs without the spaces and bars that part words and cells."""
    return ["".join(char for char in line if char not in " \t|") for line in text.strip().split("\n")]


@pytest.mark.skipif(bool(missing()), reason="fonts are not installed: " + " ".join(missing()))
@pytest.mark.parametrize("name", NAMES)
def test_a_notice_as_pdf_reads_as_its_text(name):
    content = content_of(NOTICES / f"{name}.txt")
    data, _ = made(content, "pdf", Fonts([content.text]))
    source = read_pdf(data, f"{name}.pdf", "0" * 64)
    found = paragraphs(clean(source).text)
    assert found == [line for line in paragraphs(content.text) if set(line) - {"-"}]
    assert all(source.places(line.start, line.end) for page in source.pages for line in page.lines)


@pytest.mark.parametrize("name", sorted(read_toml("layout.toml")))
def test_every_rule_of_the_layout_agrees_with_its_examples(name):
    assert rule("layout.toml", name).pattern
