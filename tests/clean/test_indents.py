from pipeline.clean import clean
from pipeline.read import read_text


def lines(text: str) -> list[str]:
    return [line for line in clean(read_text(text)).text.split("\n") if line]


def test_paragraphs_in_one_line_are_parted_at_their_indents() -> None:
    paragraphs = [f"{label}、各县要认真清理河道，按月上报进度，确保汛前完成清淤任务。" for label in "一二三四五"]
    assert lines("　　".join(paragraphs)) == paragraphs


def test_a_label_behind_an_indent_begins_a_paragraph_in_a_short_line_too() -> None:
    assert lines("　第二章　规划建设　　第八条　县级应当编制规划。\n")[-1].startswith("第八条")


def test_wide_gaps_in_a_line_without_labels_stay() -> None:
    assert len(lines("联系人：张某某　　电话：0724-0000012\n")) == 1
