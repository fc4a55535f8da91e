"""What stands outside every number: preambles, closing paragraphs, and the directives among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.notice import Provision
from pipeline.structure.directing import directs, is_closing, requests, sentences
from pipeline.structure.nodes import Item, Node

_OUTSIDE = re.compile(
    r"^(?:请(?!示)|特此|此复|执行中|联系人|联\s*系\s*电\s*话|联系方式|联系单位|联系地址|联系部门|咨询电话|举报电话|监督电话|电子邮箱|邮\s*箱|传\s*真|附[:：件]|抄送|注[:：]|备注[:：]|附表"
    r"|[^。，]{0,14}(?:执行|实施|贯彻)[^。，]{0,14}(?:过程中|中)，|(?:以上|上述)(?:意见|通知|规定|要求|各项|措施|方案)|会议(?:要求|强调|指出|明确)|各[^。，]{0,30}(?:贯彻|执行|落实)(?:本|过程|情况|中)"
    r"|本(?:通知|办法|方案|意见|规定|预案|细则|规划|计划|措施|公告|通告|决定|制度|清单)(?:自|由|印发|从|有效|要|执行|发布|下发|未尽)|[（(](?:此件|联系人|联系|信息))"
)
_REPORT = re.compile(r"^(?:请)?各[^。，]{0,60}(?:要|应|须|请|于|将|在)[^。]*(?:报|反馈|上报|报送|报告|备案)[^。]*[。]?$")
_ASKS_ANEW = re.compile(r"^(?:请|望|希)")


def cut_closing(items: Sequence[Item], nodes: Sequence[Node]) -> list[Item]:
    """Paragraphs behind the last number that stand outside of it, cut off the last provisions.

    Formulas, contacts and 会议要求 are outside always; any paragraph is where the last provision and its brothers are one
    paragraph each; a paragraph that asks for reports is where the brothers are.
    """
    if not nodes:
        return []
    leaf = nodes[-1]
    brothers = [node for node in nodes if node.parent is leaf.parent and node.label.style == leaf.label.style and node is not leaf]
    single = bool(brothers) and all(_is_single(items, node) for node in brothers)
    run_in = "。" in items[leaf.line].text
    for at in range(leaf.line + 1, len(items)):
        words = items[at].text
        if (single and run_in) or _OUTSIDE.match(words) or (single and _REPORT.match(words) and at > leaf.line + 1):
            break
    else:
        return []
    end = items[at - 1].end
    node: Node | None = leaf
    while node is not None:
        node.end, node.own_end = min(node.end, end), min(node.own_end, end)
        node = node.parent
    return list(items[at:])


def _is_single(items: Sequence[Item], node: Node) -> bool:
    """The provision is one paragraph and nothing below it."""
    return not node.children and node.own_end <= items[node.line].end


def directives(text: str, items: Sequence[Item], *, closing: bool = False) -> list[Provision]:
    """Sentences outside every number that ask for something. A closing paragraph is one directive with all its sentences."""
    found: list[Provision] = []
    for item in items:
        begin = end = -1
        for first, last in sentences(text, item.start, item.end):
            words = text[first:last]
            if closing and begin >= 0 and not _ASKS_ANEW.match(words) and directs(words) and not is_closing(words):
                end = last
                continue
            if begin >= 0:
                found.append(_request(begin, end))
                begin = -1
            if requests(words):
                begin, end = first, last
        if begin >= 0:
            found.append(_request(begin, end))
    return found


def _request(start: int, end: int) -> Provision:
    return Provision("0", "", "", "request", 1, start, end, end, start, start, True, "request.sentence")
