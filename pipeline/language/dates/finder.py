"""The grammar around single times: lists, ranges, limits, lengths."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.dates import words
from pipeline.language.dates.durations import AFTER, AGO, SINCE, Length, anchor_before, reach_before, read_length
from pipeline.language.dates.moment import Moment, inherit
from pipeline.language.dates.reading import read_moment
from pipeline.language.dates.slots import SPACE as S
from pipeline.language.dates.slots import rows
from pipeline.language.dates.trigger import begins_within
from pipeline.language.dates.words import BoundWord

_PHRASES = words.phrases()
_LIST = re.compile(rf"{S}(?:{words.one_of(_PHRASES['list'])}){S}")
_RANGE = re.compile(
    rf"{S}(?:(?:{words.one_of(_PHRASES['range_opened'])}[，,]?)?{S}{words.one_of(_PHRASES['range_word'])}|[{_PHRASES['range_dash']}]{{1,3}}){S}"
)
_CLOSED = re.compile(rf"{S}(?:{words.one_of(_PHRASES['range_closed'])})(?!后|之后|以后|时|前)")
_BOUND = re.compile(rf"{S}(?P<word>{words.one_of(words.bounds('after'))})")
_NOT_BOUND = {word: re.compile(pattern) for word, pattern in _PHRASES["not_bound"].items()}
_PAIR = re.compile(rows()["each_pair"].pattern)
_QUOTES, _UNQUOTES = '“"‘「『', '”"’」』'


@dataclass(slots=True)
class Item:
    """One time of a chain: a moment, or two with a range between; its limit word; its place."""

    start: int
    end: int
    moment: Moment
    to: Moment | None = None
    bound: BoundWord | None = None
    word: str = ""
    opened: bool = False
    open_end: bool = False
    after: Length | None = None


@dataclass(slots=True)
class Lasting:
    """A length of time, what it counts from, or which way it reaches from the day of writing."""

    start: int
    end: int
    length: Length | None
    anchor: str = ""
    sign: int = 0
    bound: str = ""
    since: Item | None = None


@dataclass(slots=True)
class Chain:
    """Times joined by 、和及; read together, so that they can lend each other what is left out."""

    items: list[Item]
    lasting: list[Lasting]
    end: int


def bound_after(text: str, at: int) -> tuple[BoundWord, int, str] | None:
    """The limit word that follows a time (前, 底前, 起), where it is no part of another word (前期, 起草)."""
    match = _BOUND.match(text, at)
    if match is None:
        return None
    word = match["word"]
    other = _NOT_BOUND.get(word[-1])
    if other is not None and other.match(text, match.end()):
        return None
    return words.BOUNDS["after", word], match.end(), word


_BEFORE = words.bounds("before")
_SHUNS = {
    "到": _PHRASES["to_not_after"],
    "至": _PHRASES["until_not_after"],
    "自": _PHRASES["from_not_after"],
    "从": _PHRASES["from_not_after"],
}


def bound_before(text: str, at: int, floor: int) -> tuple[BoundWord, int, str] | None:
    """The limit word that stands before a time (截至, 到, 自), its own place, and the word."""
    if not text.endswith(_BEFORE, floor, at):
        return None
    word = next(word for word in _BEFORE if text.endswith(word, floor, at))
    start = at - len(word)
    if word[0] in _SHUNS and start and text[start - 1] in _SHUNS[word[0]]:
        return None
    if word == "力争到":
        start += 2
    return words.BOUNDS["before", word], start, word


def read_chain(text: str, at: int, floor: int) -> Chain | None:
    """Everything joined to the time at `at`; None where no time begins there. `floor`: end of what was read before."""
    lasting = None if _PAIR.match(text, at) else _lasting(text, at, floor)
    if lasting:
        return Chain([], [lasting], lasting.end)
    first = _item(text, at, floor)
    if first is None:
        return None
    items, end = [first], first.end
    while True:
        join = _LIST.match(text, end)
        if join is None:
            break
        item = _item(text, join.end(), join.end(), joined=True, after=items[-1])
        if item is None:
            break
        item.moment = inherit(item.moment, items[-1].to or items[-1].moment)
        if item.to is not None:
            item.to = inherit(item.to, item.moment)
        items.append(item)
        end = item.end
    _lend(items)
    chain = Chain(items, [], end)
    if items[-1].bound and items[-1].bound.bound != "until":
        _length_from(text, chain)
    return chain


def _item(text: str, at: int, floor: int, *, joined: bool = False, after: Item | None = None) -> Item | None:
    """One time or range at `at`, with its limit words."""
    weekdays = after is not None and (after.to or after.moment).weekday is not None
    read = read_moment(text, at, joined=joined, weekdays=weekdays)
    if read is None or (joined and read_length(text, at, days=False)):
        return None
    moment, end = read
    item = Item(*_quoted(text, at, end), moment)
    end = item.end
    if moment.each is not None and len(moment.slots) == 1 and _after_period(text, item):
        return item
    join = _RANGE.match(text, end)
    if join:
        _range(text, join.end(), item)
    opened = None if joined else bound_before(text, item.start, floor)
    follows = bound_after(text, item.end)
    if item.to is not None:
        closed = _CLOSED.match(text, item.end)
        item.end = closed.end() if closed else item.end
        if opened and opened[0].bound == "from":
            item.start, item.opened = opened[1], True
        if follows and follows[0].bound == "before" and not closed:
            item.bound, item.end, item.word = follows
    elif follows:
        item.bound, item.end, item.word = follows
        unknown = _OPEN_END.match(text, item.end) if follows[0].bound == "from" else None
        if unknown and not begins_within(text, item.end, unknown.end()):
            item.end, item.open_end = unknown.end(), True
        if opened and opened[0].bound in ("from", follows[0].bound):
            item.start, item.opened = opened[1], True
    elif opened and _fits(text, opened, item):
        item.bound, item.start, item.word = opened
        item.opened = True
    return item if _stands(item, text, joined, after) else None


_PERIOD_OVER = re.compile(rf"{S}(?:结束|终了|期满|届满|度终了)?(?:之|以)?后(?:的|，)?(?:前|首)?{S}")


def _after_period(text: str, item: Item) -> bool:
    """每季度结束后10日内: a length that begins anew with each period."""
    over = _PERIOD_OVER.match(text, item.end)
    length = read_length(text, over.end(), anchored=True) if over else None
    if length is None or not length.within:
        return False
    item.after, item.end = length, length.end
    item.bound = BoundWord("before", True)
    return True


_OPEN_END = re.compile(rf"{S}[，,]?(?:直)?[至到][^，。；、\n（）]{{2,16}}?(?:结束|为止|止)(?![于付损血])")


def _fits(text: str, opened: tuple[BoundWord, int, str], item: Item) -> bool:
    """自 and 从 alone open a limit only at a day or an hour (自2017年恢复以来 does not); 到 opens no recurring time."""
    if item.moment.each is not None:
        return opened[0].bound == "before"
    return opened[0].bound != "from" or item.moment.precision in ("day", "hour", "minute")


def _range(text: str, at: int, item: Item) -> None:
    """The second half of a range, where one stands at `at`."""
    if read_length(text, at, days=False):
        return
    read = read_moment(text, at, joined=True, weekdays=item.moment.weekday is not None)
    if read is None:
        return
    to, end = read
    if to.each is not None and item.moment.each is None:
        return
    item.to, item.end = inherit(to, item.moment), end
    if item.moment.weekday is not None and to.weekday is not None and item.moment.week is None and to.week is None:
        _office_hours(text, item)
    if item.moment.year is None and isinstance(to.year, int) and item.moment.each is None and item.moment.top() > 2:
        item.moment.year = to.year


def _office_hours(text: str, item: Item) -> None:
    """周一至周五9:00—17:00: days of no certain week recur, and so do their hours."""
    first, last = item.moment, item.to
    assert last is not None
    if first.each is None:
        first.each = last.each = words.RHYTHMS["each", "周"]
    if last.hour is None or first.hour is not None:
        return
    first.hour, first.minute = last.hour, last.minute
    join = _RANGE.match(text, item.end)
    read = read_moment(text, join.end(), joined=True) if join else None
    if read is not None and read[0].slots == ["clock"]:
        closing = inherit(read[0], first)
        last.hour, last.minute, item.end = closing.hour, closing.minute, read[1]
    else:
        last.hour = None


def _quoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A quotation mark before the time belongs to it where its pair stands inside: “3.15”国际消费者权益日."""
    if start and text[start - 1] in _QUOTES and end > start and text[end - 1] in _UNQUOTES:
        return start, end - 1 if not re.search('[”"’」』]', text[start : end - 1]) else end
    if start and text[start - 1] in _QUOTES and re.search('[”"’」』]', text[start:end]):
        return start - 1, end
    return start, end


def _stands(item: Item, text: str, joined: bool, after: Item | None) -> bool:
    """Whether what was read is a time by itself: a lone day or hour needs a limit, a range or a list around it."""
    slots = item.moment.slots
    if item.to is not None or joined:
        return "bare" not in slots or item.to is not None or bool(_LIST.match(text, item.end))
    if "bare" in slots:
        return bool(_LIST.match(text, item.end))
    known = rows()
    if slots == ["clock"] and (re.search("[时点午晚早晨]", text[item.start : item.end]) or _is_told(text, item)):
        return True
    if slots in (["day"], ["day", "clock"]) and (len(slots) == 2 or _is_told(text, item)):
        return True
    if not all(known[slot].weak for slot in slots):
        return True
    if slots[0] == "iso_compact":
        return bool(item.bound) or not re.match(r"[^\s，。；、）)]", text[item.end : item.end + 1] or "。")
    return (
        bool(item.bound)
        or bool(_LIST.match(text, item.end))
        or bool(re.match(r"[（(](?:星期|周)", text[item.end : item.end + 3]))
    )


_TELLS = re.compile(r"(?:(?<![位属处等关基过源])于|(?<![现存所])在|时间[为是]?[:：]?|(?:\A|\n|。))$")


def _is_told(text: str, item: Item) -> bool:
    """于22日召开, 22日，…, 于9:30: what stands before a lone day or hour makes it one."""
    told = _TELLS.search(text, max(0, item.start - 4), item.start)
    if told is None:
        return False
    follows = text[item.end : item.end + 1]
    return follows in ("", "，") or (told[0] not in ("", "\n", "。") and follows not in ("的", "比", "、", "/"))


def _lend(items: list[Item]) -> None:
    """A limit and a 底 at the end of a list hold for all of it: 6月20日、12月20日前; 3月、6月底前."""
    last = items[-1]
    for item in reversed(items[:-1]):
        if item.bound is not None and not item.opened:
            break
        same = (item.to or item.moment).precision == last.moment.precision or last.moment.part in ("底", "末")
        if (
            last.moment.part in ("底", "末")
            and last.moment.part_of == "month"
            and not item.moment.part
            and item.moment.day is None
        ):
            item.moment.part, item.moment.part_of = last.moment.part, "month"
        if last.bound is not None and item.bound is None and item.to is None and same:
            item.bound, item.word = last.bound, last.word
        elif item.bound is not None and item.opened and last.bound is None and last.to is None:
            last.bound = item.bound


def _is_beside(item: Item, length: Length) -> bool:
    """春节前三天, 10月1日后一周: a stretch right before or behind a day."""
    day = item.moment.precision == "day" and item.moment.hour is None and item.moment.each is None and item.to is None
    after = item.word == "后" and not length.within
    return day and not item.opened and (item.word in ("前", "之前") or after)


def _length_from(text: str, chain: Chain) -> None:
    """自2021年7月1日起30日内: a length that counts from a date."""
    item = chain.items[-1]
    at = re.compile(rf"[，,]?{S}(?:的)?").match(text, item.end)
    length = read_length(text, at.end() if at else item.end, anchored=True)
    if length is None or item.bound is None:
        return
    if _is_beside(item, length):
        chain.items.pop()
        sign = -1 if item.bound.bound == "before" else 1
        chain.lasting.append(Lasting(item.start, length.end, length, text[item.start : item.end], sign, "beside", item))
        chain.end = length.end
        return
    if item.bound.bound == "before" or not (length.within or item.word.startswith("起")):
        return
    if item.word in ("后", "之后", "以后") and not length.within:
        return
    chain.items.pop()
    chain.lasting.append(
        Lasting(item.start, length.end, length, text[item.start : item.end].removesuffix("起"), 0, "before", item)
    )
    chain.end = length.end


_BARE_ANCHOR = re.compile(r"之日(?P<rise>起)?|之时起")


def _lasting(text: str, at: int, floor: int) -> Lasting | None:
    """A length of time at `at`, or 之日起 alone."""
    bare = _BARE_ANCHOR.match(text, at)
    if bare:
        return _anchor_alone(text, at, bare.end(), floor)
    reach = reach_before(text, at)
    anchor = None if reach and at - reach[0] > 1 else anchor_before(text, at, floor)
    length = read_length(text, at, anchored=anchor is not None)
    if length is None:
        return None
    if reach and reach[0] >= floor and not anchor:
        since = SINCE.match(text, length.end)
        return Lasting(reach[0], since.end() if since else length.end, length, "", reach[1], "reach")
    if anchor:
        limit = "before" if length.within or anchor[1].endswith("前") or anchor[1] == "提前" else ""
        return Lasting(anchor[0], length.end, length, anchor[1], 0, limit)
    if length.within:
        return Lasting(at, length.end, length, "", 0, "before")
    for pattern, sign in ((AFTER, 1), (AGO, -1)):
        match = pattern.match(text, length.end)
        if match:
            return Lasting(at, match.end(), length, "", sign, "shift")
    since = SINCE.match(text, length.end)
    if since:
        return Lasting(at, since.end(), length, "", -1, "reach")
    return Lasting(at, length.end, length)


def _anchor_alone(text: str, at: int, end: int, floor: int) -> Lasting | None:
    """自印发之日起, 之日起30日内."""
    gap = re.compile(rf"[，,]?{S}(?:的|满)?").match(text, end)
    after = gap.end() if gap else end
    length = read_length(text, after, anchored=True)
    if length is not None and text[after - 1] == "满" and not AFTER.match(text, length.end):
        length = None
    filled = length is not None and text[after - 1] == "满"
    anchor = anchor_before(text, end if filled or length is None else after, floor)
    if anchor is None or (not text[at:end].endswith("起") and length is None):
        return None
    if length is not None:
        later = None if length.within else AFTER.match(text, length.end)
        limit = "before" if length.within else "after" if later else ""
        return Lasting(anchor[0], later.end() if later else length.end, length, anchor[1], 0, limit)
    return Lasting(anchor[0], end, None, anchor[1], 0, "from")
