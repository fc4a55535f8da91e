"""Pages drawn with the words of their rows marked: the marks lie on the words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pipeline
from pipeline.pictures import COLOURS, boxes_of
from pipeline.read import NoticeError

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


@pytest.fixture(scope="module")
def notice(model):
    return pipeline.extract(RAW / "13_livelihood_table.pdf")


def test_the_picture_has_the_pages_shape(notice):
    picture = notice.image(1, dpi=72)
    page = notice.pages.iloc[0]
    assert picture.size == (round(page["width"]), round(page["height"]))


@pytest.mark.parametrize("table", ["units", "quotas", "dates"])
def test_marks_lie_on_ink_and_only_there(notice, table):
    plain = np.asarray(notice.image(2, tables=[], dpi=72).convert("L"), dtype=int)
    marked = notice.image(2, tables=[table], dpi=72)
    rows = [row for row in notice.rows[table] if row["page"] == 2]
    assert rows
    for row in rows:
        for box in boxes_of(row):
            x0, y0, x1, y1 = (round(value) for value in box)
            assert (plain[y0:y1, x0:x1] < 140).mean() > 0.03, f"no ink under {row['text']}"
    changed = np.abs(np.asarray(marked, dtype=int) - np.asarray(notice.image(2, tables=[], dpi=72), dtype=int)).sum(axis=2) > 30
    ys, xs = np.nonzero(changed)
    boxes = [box for row in notice.rows[table] for page, box in notice.places(row) if page == 2]
    for x, y in list(zip(xs.tolist(), ys.tolist(), strict=True))[::97]:
        assert any(b.x0 - 2 <= x <= b.x1 + 2 and b.y0 - 2 <= y <= b.y1 + 2 for b in boxes)


def test_every_table_has_a_colour_of_its_own():
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_what_has_no_pages_says_so(model):
    with pytest.raises(NoticeError, match="not read from a file"):
        pipeline.extract(text="关于做好工作的通知").image()
    with pytest.raises(NoticeError, match="no pages"):
        pipeline.extract(RAW / "01_patent_plan.txt").image()


def test_there_is_no_page_beyond_the_last(notice):
    with pytest.raises(IndexError, match="no page 99"):
        notice.image(99)


def test_an_ofd_page_is_drawn_from_its_words(model):
    from pipeline.fonts import chinese_font

    if chinese_font() is None:
        pytest.skip("no Chinese font: apt install fonts-noto-cjk")
    picture = pipeline.extract(RAW / "17_archive_digitisation.ofd").image(1, tables=[])
    assert 0.005 < (np.asarray(picture.convert("L")) < 128).mean() < 0.3
