"""What the documents say is what the code does."""

import doctest
import re
from pathlib import Path

import pytest

import pipeline
from pipeline.tables import TABLES, dictionary_markdown

ROOT = Path(__file__).resolve().parents[1]


def test_the_data_dictionary_is_up_to_date():
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written.strip() == dictionary_markdown().strip(), "run `make docs`"


def test_the_package_example_is_true():
    assert doctest.testmod(pipeline).failed == 0


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_names_the_two_commands_on_its_first_screen_and_every_table(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    first_screen = "\n".join(text.splitlines()[:40])
    assert "make extract" in first_screen and "make test" in first_screen
    assert all(f"`{table}`" in text for table in TABLES)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target


def test_the_version_is_in_the_changelog():
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    assert version and f"[{version[1]}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
