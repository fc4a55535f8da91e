"""Letters and digits in cells of their own, told from words with spaces between them."""

import pytest

from pipeline.read.cells import in_cells


def _set(text, steps, wide=8.0):
    """Left and right edges: Chinese characters are 16 wide; ``steps`` from each character to the next."""
    starts = [100.0]
    for step in steps[:-1]:
        starts.append(starts[-1] + step)
    return starts, [x + (16.0 if char >= "\u3400" else wide) for x, char in zip(starts, text, strict=True)]


def test_digits_a_character_s_step_apart_stand_in_cells():
    text = "自2021年起"
    assert in_cells(text, *_set(text, [16.0] * len(text)), 16.0) == {2, 3, 4}


@pytest.mark.parametrize("wide", [4.0, 8.0, 12.0])
def test_digits_in_the_middle_of_their_cells_do_too(wide):
    text = "自2021年起"
    starts = [100 + 16 * at + ((16 - wide) / 2 if char.isascii() else 0) for at, char in enumerate(text)]
    ends = [x + (wide if char.isascii() else 16.0) for x, char in zip(starts, text, strict=True)]
    assert in_cells(text, starts, ends, 16.0) == {2, 3, 4}


@pytest.mark.parametrize("step", [8.0, 12.0, 20.0])
def test_other_gaps_between_letters_are_gaps(step):
    text = "甲乙AB丙丁"
    assert in_cells(text, *_set(text, [16.0, 16.0, step, 16.0, 16.0, 16.0]), 16.0) == frozenset()


def test_digits_of_a_spread_line_stand_together():
    text = "国办发〔2020〕43号"
    steps = [(16.0 if char >= "\u3400" else 8.0) + 6.0 for char in text]
    assert in_cells(text, *_set(text, steps), 16.0) >= {5, 6, 7, 10}


def test_without_chinese_characters_side_by_side_nothing_is_known():
    assert in_cells("A1", *_set("A1", [16.0, 16.0]), 16.0) == frozenset()
