"""Quantities of formal Chinese: numbers with their unit, how they are meant, and what they are measured against.

`find_quantities` knows nothing of notices: it gives every quantity of a text, targets and facts alike, but no ordinals,
dates, document and telephone numbers, numbering, or fixed names. Words and their meaning are rows of
`lexicon/measure_words.csv`, `lexicon/comparators.toml` and `lexicon/quantity_words.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.language.quantities_context import Around, base_before, read_around, share_before
from pipeline.language.quantities_lexicon import lexicon
from pipeline.language.quantities_values import Amount, plain, read_amount, read_rate

__all__ = ["Quantity", "find_quantities"]

_START = re.compile(r"[0-9０-９零〇一二两三四五六七八九壹贰兩叁肆伍陆柒捌玖廿卅十拾百佰千仟万萬亿億]")
_RUN = re.compile(r"[0-9０-９零〇○◯一二两三四五六七八九壹贰兩叁肆伍陆柒捌玖廿卅十拾百佰千仟万萬亿億.．,，点]++")
_SCALE_ONLY = re.compile(r"[百千万亿佰仟萬億]+")
_RICH = re.compile(r".*(?:分之|又|点|[,，]|[一二两三四五六七八九十0-9０-９][百千万亿]|[./／．].*)")
_NAME_BEFORE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.．/／_#〔[［第之0123456789０１２３４５６７８９")
_WORD_BEFORE = frozenset("其另某哪这那统唯单同逐专归首任头")  # 统一, 同一, 逐一: no number
_DASHES, _COLONS, _JOINTS, _MINUS = map(frozenset, ("-－", ":：∶", ".．/／-－", "负-－−"))
_WHEN_BEFORE = frozenset("近后")
_NO_UNIT_BEFORE = frozenset("年月日号时点届版条款章节期#*+＋×xX&=_第")
_SCALES = frozenset("十百千万亿拾佰仟萬億")
_VAGUE = frozenset("几数干上成好")
_ABOUT_BEFORE = frozenset("近约超逾过达破足满于")  # 近百家, 超千亿元; 上百, 数百, 几百 are vague
_ARABIC = re.compile(r"[0-9０-９]")
_QUOTED = re.compile(r"“[^“”\n]{1,14}”")
_RHYTHM = re.compile(r"[年月周季日天](?=(?:至少|不少于|不低于)?[一二两三四五六七八九0-9０-９]{1,2}[次回])")
_SPANS = frozenset(("年", "个月", "周", "天", "周年"))  # 近三年, 前三个月 say when, not how many
_RANKED = frozenset(("名", "位", "个", "家", "年", "个月", "周", "天", "所", "项", "季度", ""))  # 前10名, 前三个月
_BEFORE_NOW = frozenset(("目前", "当前", "此前", "以前", "年前", "月前", "日前", "底前", "末前", "之前"))
_PER_MORE = frozenset(f"每{verb}" for verb in ("节约", "增加", "减少", "提高", "超过", "降低", "完成", "下降", "新增", "增长", "延迟", "逾期", "满足"))
_LIST_MARKS = frozenset("、和与及")
_SHARE_NOUN = re.compile(r"口|常住人口|户籍人口|人口|老年人口|农户|居民|学生|职工|户籍")
_LIST_LINK = re.compile(r"、|[、，]?(?:和|及|以及|与|或)")
_BOUND_LINK = re.compile(r"[、，,]?(?:但|且|而|并|又)?")
_NUMBERING = re.compile(r"[.．、)）](?![0-9])")
_DAY_BEFORE = re.compile(r"[年月]$")
_TITLE_LINE = re.compile(r"[\s（(]*$")
_WINDOW = 48


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity. Offsets are Unicode code points, half-open; ``text`` is comparator, number, unit, trailing comparator.

    ``value`` (and ``value_max`` where ``op`` is ``..``) in ``unit``: money in 元 (or its own currency), shares as written
    (30 with %), 三分之一 as 0.3333. ``change`` is "increase" or "decrease" where the number is a difference.
    ``distribution`` is what it holds for (每个县, 各, 人均), ``base`` what it is measured against (较2020年, 同比).
    ``rule`` names the row of the lexicon that decided ``op``.
    """

    start: int
    end: int
    text: str
    value: Decimal
    value_max: Decimal | None
    op: str
    unit: str
    change: str
    distribution: str
    base: str
    rule: str
    number_start: int
    number_end: int


@dataclass(slots=True)
class _Found:
    """A quantity and what later steps need of it: whether its op stood before or behind, and its kind."""

    quantity: Quantity
    own_op: bool
    dimension: str
    bare: bool = False


def find_quantities(text: str, *, exclude: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Every quantity of ``text`` in order. Numbers that overlap a span of ``exclude`` are not read.

    Linear in the length of the text; never raises for any text.
    """
    found = sorted([*_words(text), *_numbers(text, exclude)], key=lambda item: item.quantity.number_start)
    return [item.quantity for item in _bounds(text, _lists(text, _without_overlap(found)))]


def _words(text: str) -> Iterator[_Found]:
    """全覆盖, 翻一番: words that are a quantity."""
    table, first, words = lexicon().word_rules, lexicon().words_first, lexicon().words
    at = 0
    while (begin := first.search(text, at)) is not None:
        match = words.match(text, begin.start())
        at = match.end() if match else begin.end()
        if match is None:
            continue
        name = match.lastgroup or ""
        word = table[name if name in table else next(key for key in table if match[key] is not None)]
        unit = match["unit"] if word.rule == "half-time" else word.unit
        if word.rule == "half-time" and unit == "月":
            unit = "个月"
        dimension = "time" if word.rule == "half-time" else "share"
        amount = Amount(match.start(), match.end(), match.end(), match[0], word.value, unit=unit, dimension=dimension)
        around = read_around(text, amount, 0)
        if around.op and around.strength and word.op == "=":
            yield _made(text, amount, around, 0)
            continue
        start = around.start if around.change else match.start()
        base = base_before(text, start) if word.change or around.change else ""
        quantity = Quantity(
            start, match.end(), text[start : match.end()], word.value, None, word.op, unit,
            word.change or around.change, "", base, word.rule, match.start(), match.end(),
        )  # fmt: skip
        yield _Found(quantity, True, "word")


def _numbers(text: str, exclude: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    """Every amount written with a numeral, and what stands around it."""
    barred = _Barred(text, exclude)
    whole = text.strip()
    at, last_end = 0, 0
    share_end, share = -1, ""
    fixed = lexicon().fixed
    while (match := _START.search(text, at)) is not None:
        start = match.start()
        run = _RUN.match(text, start)
        run_end = run.end() if run else start + 1
        at = run_end
        if run_end - start > 40:
            continue
        name = fixed.match(text, start)
        if name:
            at = max(at, name.end())
            continue
        if text[start - 1 : start] in ("每", "隔") or text[start - 3 : start] in _PER_MORE or _RHYTHM.match(text, run_end):
            share_end, share = _share_with_number(text, start, run_end)
            at = max(at, share_end)
            continue
        if text[start - 1 : start] == "第":
            ordinal = read_amount(text, start)
            at = max(at, ordinal.end if ordinal else at)
            continue
        amount = _amount(text, start)
        if amount is None or barred.covers(amount):
            continue
        at = max(amount.end, start + 1)
        around = read_around(text, amount, last_end)
        if not _stands(text, amount, around, len(whole)):
            at = max(amount.number_end, start + 1)
            if not amount.word and amount.value_max is None and text[at : at + 1] in _LIST_MARKS:
                yield _made(text, amount, Around(amount.start, amount.end), last_end, bare=True)
            continue
        made = _made(text, amount, around, last_end)
        if share_end >= 0 and not made.quantity.distribution and not _broken(text, share_end, start):
            made.quantity = replace(made.quantity, distribution=share)
        last_end = at = max(at, made.quantity.end)
        yield made


def _share_with_number(text: str, start: int, run_end: int) -> tuple[int, str]:
    """每100平方米, 每2年, 一年两次: the number belongs to what the next one is counted by."""
    amount = read_amount(text, start)
    end = amount.end if amount else run_end
    noun = _SHARE_NOUN.match(text, end)
    end = noun.end() if noun else end
    begin = start - 1 if text[start - 1 : start] in ("每", "隔") else start
    begin = start - 3 if text[start - 3 : start] in _PER_MORE else begin
    if end == run_end and begin == start:
        end += 1
    return end, text[begin:end]


def _broken(text: str, start: int, end: int) -> bool:
    """A clause ends between the two."""
    return end - start > _WINDOW or any(mark in text[start:end] for mark in "，。；！？\n")


class _Barred:
    """Spans in which no number is read, walked through once: the caller's, and short quoted names (“2+26”, “四个全面”)."""

    def __init__(self, text: str, exclude: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.spans = sorted(exclude)
        self.index = 0
        self.quotes = _QUOTED.finditer(text)
        self.quote = next(self.quotes, None)

    def covers(self, amount: Amount) -> bool:
        while self.index < len(self.spans) and self.spans[self.index][1] <= amount.start:
            self.index += 1
        if self.index < len(self.spans) and self.spans[self.index][0] < amount.end:
            return True
        while self.quote is not None and self.quote.end() <= amount.start:
            self.quote = next(self.quotes, None)
        if self.quote is None or amount.start < self.quote.start():
            return False
        # a quoted share or sum of money is said, a quoted anything else is a name
        return amount.dimension not in ("share", "money") or amount.numeral in "一二三四五六七八九十"


def _amount(text: str, start: int) -> Amount | None:
    """The amount at ``start``, unless what stands before or behind makes it a name, a date or a place in a row."""
    before = text[start - 1 : start]
    if before in _NAME_BEFORE and text[start - 3 : start] != "RMB":
        return None
    amount = read_amount(text, start)
    if amount is None or (amount.numeral == "一" and before in _WORD_BEFORE):
        return None
    if before == "前" and amount.word in _RANKED and text[start - 2 : start] not in _BEFORE_NOW:
        return None
    if amount.word in _SPANS and (before in _WHEN_BEFORE or text[start - 2 : start] in ("过去", "今后", "未来")):
        return None
    if amount.numeral[0] in _SCALES and (before in _VAGUE and text[start - 2 : start] not in ("以上", "之上") or _SCALE_ONLY.fullmatch(amount.numeral) and before not in _ABOUT_BEFORE):
        return None
    after = text[amount.end : amount.end + 1]
    if before in _DASHES and _is_word(text[start - 2 : start - 1]):
        return None
    if before in _COLONS and _ARABIC.match(text[start - 2 : start - 1]):
        return None
    if after in _COLONS and _ARABIC.match(text[amount.end + 1 : amount.end + 2]):
        return None
    if not amount.word:
        if after.isascii() and after.isalpha() or after in _NO_UNIT_BEFORE:
            return None
        if after in _JOINTS and _ARABIC.match(text[amount.end + 1 : amount.end + 2]):
            return None
    if amount.word == "年" and amount.value_max is None and amount.value >= 1000:
        return None
    if before in _MINUS and (amount.dimension in ("temperature", "share") or not text[start - 2 : start - 1].isalnum()):
        amount.value, amount.start = -amount.value, start - 1
    elif text[start - 2 : start] == "零下" and amount.dimension == "temperature":
        amount.value, amount.start = -amount.value, start - 2
    return amount


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _stands(text: str, amount: Amount, around: Around, whole: int) -> bool:
    """Whether the amount is one: by the use of its measure word, or without one by what stands around it."""
    marked = around.strength > 0 or bool(around.change) or bool(around.share) or around.level
    if not amount.word:
        return _bare_stands(text, amount, around, whole)
    if amount.use == "free":
        return not (amount.word == "年" and amount.value > 40 and not marked)
    if amount.use == "counted":
        return marked or amount.numeral not in ("一", "两", "二") or amount.value_max is not None
    if amount.word == "日":
        return (around.behind or around.strength == 2) and not _DAY_BEFORE.search(text[max(0, amount.start - 1) : amount.start])
    if amount.dimension == "money":
        return marked or amount.numeral[-1] in "0123456789十百千万亿" or amount.end - amount.start > 2
    return marked or amount.end - amount.start == whole


def _bare_stands(text: str, amount: Amount, around: Around, whole: int) -> bool:
    """A number without a measure word: beside a comparator, as the whole text, or written as only numbers are."""
    size = amount.end - amount.start
    if size == whole:
        return amount.numeral[0] != "第"
    after = text[amount.end : amount.end + 1]
    if around.strength or around.level or around.change:
        chinese_digit = size == 1 and not _ARABIC.match(amount.numeral)
        return not chinese_digit or not after or after in "，。；,;"
    if around.currency:
        return True
    if amount.unit or "分之" in amount.numeral:
        return True
    if _NUMBERING.match(text, amount.end) and _TITLE_LINE.search(text[max(0, amount.start - 4) : amount.start]):
        return False
    if amount.value_max is not None or size < 3 or (size >= 7 and amount.numeral.isdigit()):
        return False
    return bool(_RICH.match(amount.numeral)) and not amount.numeral.isdigit()


def _made(text: str, amount: Amount, around: Around, floor: int, *, bare: bool = False) -> _Found:
    """The quantity of an amount and its surroundings."""
    unit = amount.unit or around.currency
    rate_end = read_rate(text, amount.end) if amount.word else amount.end
    if rate_end > amount.end and around.end <= amount.end:
        unit += text[amount.end : rate_end].replace("／", "/")
        amount.end = rate_end
        around = read_around(text, amount, floor)
    op, rule = around.op or "=", around.rule or "number"
    if amount.value_max is not None:
        op, rule = "..", "range"
    elif amount.about and (not around.op or around.strength < 2):
        op, rule = "~", "about"
    start = around.start
    quantity = Quantity(
        start, around.end, text[start : around.end], plain(amount.value),
        None if amount.value_max is None else plain(amount.value_max), op, unit, around.change,
        around.share or share_before(text, start, floor),
        around.base or (base_before(text, start) if around.change or around.level or around.base_hint else ""),
        rule, amount.start, amount.number_end,
    )  # fmt: skip
    return _Found(quantity, bool(around.op) or op != "=", amount.dimension, bare=bare)


def _without_overlap(found: list[_Found]) -> list[_Found]:
    """Of two that share characters the one that begins first stays."""
    kept: list[_Found] = []
    for item in found:
        if kept and item.quantity.start < kept[-1].quantity.end:
            if item.quantity.number_start < kept[-1].quantity.end:
                continue
            start = item.quantity.number_start
            item.quantity = replace(item.quantity, start=start, text=text_of(item.quantity, start))
        kept.append(item)
    return kept


def text_of(quantity: Quantity, start: int) -> str:
    """The quantity's text from a later start."""
    return quantity.text[start - quantity.start :]


def _lists(text: str, found: list[_Found]) -> list[_Found]:
    """分别不低于90%、95%以上: what is said once for a list holds for each number of it."""
    found = _united(text, found)
    for before, item in zip(found, found[1:], strict=False):
        one, two = before.quantity, item.quantity
        if two.number_start - one.end > 3 or one.unit != two.unit or not _LIST_LINK.fullmatch(text[one.end : two.start]):
            continue
        inherits = one.distribution in ("分别", "各", "均") or text[one.end : two.start] in ("、", "和", "及", "与")
        if not inherits:
            continue
        changes: dict[str, str] = {}
        if not item.own_op and one.op in (">=", ">", "<=", "<", "~") and two.op == "=" and one.number_start > one.start:
            changes["op"], changes["rule"] = one.op, one.rule
        if one.change and not two.change:
            changes["change"] = one.change
        if one.distribution and not two.distribution:
            changes["distribution"] = one.distribution
        if one.base and not two.base:
            changes["base"] = one.base
        if changes:
            item.quantity = replace(two, **changes)  # type: ignore[arg-type]
    for item, after in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        one, two = item.quantity, after.quantity
        if (
            one.distribution == two.distribution == "分别"
            and one.op == "="
            and two.op in (">=", "<=", "~")
            and two.unit == one.unit
            and _LIST_LINK.fullmatch(text[one.end : two.start])
        ):
            item.quantity = replace(one, op=two.op, rule=two.rule)
    return found


def _united(text: str, found: list[_Found]) -> list[_Found]:
    """分别为57、54、55微克: the unit that is said once, with the last number of a list, holds for all of it."""
    for index in range(len(found) - 2, -1, -1):
        item, after = found[index], found[index + 1]
        one, two = item.quantity, after.quantity
        if item.bare and not after.bare and two.unit and two.start - one.end == 1 and text[one.end] in _LIST_MARKS:
            first = index
            while first and found[first - 1].bare and found[first].quantity.start - found[first - 1].quantity.end == 1:
                first -= 1
            if text[one.start - 3 : one.start].endswith(("分别", "分别为", "分别达")) or first < index or index and found[
                index - 1
            ].quantity.end == one.start - 1:
                item.quantity, item.bare = replace(one, unit=two.unit), False
    return [item for item in found if not item.bare]


def _bounds(text: str, found: list[_Found]) -> list[_Found]:
    """5万元以上50万元以下: two bounds of one number are a range."""
    merged: list[_Found] = []
    for item in found:
        one = merged[-1].quantity if merged else None
        two = item.quantity
        if (
            one is not None
            and one.op in (">=", ">")
            and two.op in ("<=", "<")
            and one.value < two.value
            and two.start - one.end <= 2
            and (one.unit == two.unit or not one.unit)
            and not two.change
            and _BOUND_LINK.fullmatch(text[one.end : two.start])
        ):
            merged[-1].quantity = replace(
                one, end=two.end, text=text[one.start : two.end], value_max=two.value, op="..", unit=two.unit,
                rule="bounds", number_end=two.number_end,
            )  # fmt: skip
            continue
        merged.append(item)
    return merged
