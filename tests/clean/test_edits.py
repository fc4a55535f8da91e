"""Many passes of edits become one list of cleanups; every character knows where it came from."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.edits import Draft, Edit, in_order
from pipeline.notice import CleanText, Cleanup


def run(raw, *passes):
    draft = Draft(raw)
    for edits in passes:
        draft.apply(lambda text, edits=edits: edits)
    return draft.finish()


def test_edits_that_do_not_touch_stay_apart():
    clean = run("甲 乙 丙", [Edit(1, 2, "", "a")], [Edit(2, 3, "", "b")])
    assert clean.text == "甲乙丙"
    assert clean.cleanups == (Cleanup(1, 2, " ", "", "a"), Cleanup(3, 4, " ", "", "b"))


def test_what_a_later_edit_only_takes_away_keeps_the_first_rule():
    page = [Edit(2, 7, "\f", "page_number")]
    clean = run("甲\n— 1 —\n乙", page, [Edit(1, 2, "", "line"), Edit(2, 3, "", "x"), Edit(3, 4, "", "line")])
    assert clean.text == "甲乙"
    found = [(each.removed, each.rule) for each in clean.cleanups]
    assert found == [("\n", "line"), ("— 1 —", "page_number"), ("\n", "line")]


def test_what_was_taken_away_inside_a_later_edit_keeps_its_rule():
    clean = run("甲\n按钮\n\n乙", [Edit(2, 4, "", "button")], [Edit(2, 4, "", "blank")])
    found = [(each.removed, each.replacement, each.rule) for each in clean.cleanups]
    assert clean.text == "甲\n乙"
    assert found == [("按钮", "", "button"), ("\n\n", "", "blank")]
    clean = run("甲\n按钮\n乙", [Edit(2, 4, "", "button")], [Edit(1, 3, " ", "broken_line")])
    found = [(each.removed, each.replacement, each.rule) for each in clean.cleanups]
    assert clean.text == "甲 乙"
    assert found == [("\n", " ", "broken_line"), ("按钮", "", "button"), ("\n", "", "broken_line")]


def test_a_later_edit_of_written_words_joins_the_earlier_one():
    clean = run("a", [Edit(0, 1, "xyz", "first")], [Edit(1, 2, "Q", "second")])
    assert clean.text == "xQz" and clean.cleanups == (Cleanup(0, 1, "a", "xQz", "second"),)


def test_an_edit_undone_leaves_no_cleanup():
    assert run("a", [Edit(0, 1, "b", "first")], [Edit(0, 1, "a", "second")]).cleanups == ()


def test_of_overlapping_edits_the_first_and_longest_wins():
    edits = [Edit(2, 3, "", "late"), Edit(0, 2, "", "short"), Edit(0, 3, "", "long")]
    assert [edit.rule for edit in in_order(edits)] == ["long"]


edits = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.text("XYZ", max_size=3)), max_size=5)


def apply_all(raw, passes):
    draft = Draft(raw)
    for number, steps in enumerate(passes):

        def rule(text, steps=steps, number=number):
            at = 0
            for gap, length, new in steps:
                start = at + gap
                end = min(len(text), start + length)
                if start > len(text):
                    return
                yield Edit(start, end, new, f"rule{number}")
                at = end + (start == end)

        draft.apply(rule)
    return draft.finish()


@given(st.text("abc\n ", max_size=20), st.lists(edits, max_size=4))
def test_raw_text_is_made_again_from_clean_text_and_cleanups(raw, passes):
    clean = apply_all(raw, passes)
    assert clean.rebuild_raw() == raw
    at = 0
    for cleanup in clean.cleanups:
        assert at <= cleanup.raw_start <= cleanup.raw_end
        assert raw[cleanup.raw_start : cleanup.raw_end] == cleanup.removed
        assert cleanup.removed != cleanup.replacement
        at = cleanup.raw_end


def written(clean):
    """Clean spans of the replacements."""
    shift = 0
    for each in clean.cleanups:
        begin = each.raw_start + shift
        yield begin, begin + len(each.replacement)
        shift += len(each.replacement) - (each.raw_end - each.raw_start)


@given(st.text("abc\n ", min_size=1, max_size=20), st.lists(edits, max_size=4), st.data())
def test_spans_lead_from_clean_to_raw_and_back(raw, passes, data):
    clean = apply_all(raw, passes)
    start = data.draw(st.integers(0, len(clean.text)))
    end = data.draw(st.integers(start, len(clean.text)))
    raw_start, raw_end = clean.raw_span(start, end)
    assert 0 <= raw_start <= raw_end <= len(raw)
    covered = {at for each in clean.cleanups for at in range(each.raw_start, each.raw_end)}
    if covered.isdisjoint(range(raw_start, raw_end)) and raw_end - raw_start == end - start:
        assert raw[raw_start:raw_end] == clean.text[start:end]
    back_start, back_end = clean.clean_span(raw_start, raw_end)
    assert 0 <= back_start <= back_end <= len(clean.text)
    put_in = {at for each, (begin, finish) in zip(clean.cleanups, written(clean), strict=True)
              if each.raw_start == each.raw_end for at in range(begin, finish)}
    if start < end and not {start, end - 1} & put_in:
        assert back_start <= start and end <= back_end  # nothing is lost on the way there and back


@given(st.text("abc\n ", min_size=1, max_size=20), st.lists(edits, max_size=4), st.data())
def test_raw_spans_in_order_lead_to_clean_spans_in_order(raw, passes, data):
    clean = apply_all(raw, passes)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), min_size=2, max_size=4)))
    spans = [clean.clean_span(start, end) for start, end in pairwise(cuts)]
    for (start, end), following in pairwise(spans):
        assert start <= end and start <= following[0] <= following[1]


def test_cleanups_that_do_not_lead_to_the_text_are_refused():
    import pytest

    with pytest.raises(ValueError, match="cleanups"):
        CleanText("甲乙", "甲", ())
