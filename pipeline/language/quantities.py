"""Quantities of formal Chinese: numbers with their unit, how they are meant, and what they are measured against.

`find_quantities` knows nothing of notices: it gives every quantity of a text, targets and facts alike, but no ordinals,
dates, document and telephone numbers, numbering, or fixed names. Words and their meaning are rows of
`lexicon/measure_words.csv`, `lexicon/comparators.toml` and `lexicon/quantity_words.toml`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.language.quantities_context import Around, base_before, read_around, share_before
from pipeline.language.quantities_groups import LIST_MARKS, Found, Quantity, with_bounds, with_lists, without_overlap
from pipeline.language.quantities_lexicon import lexicon, lists, patterns
from pipeline.language.quantities_values import Amount, plain, read_amount, read_rate

__all__ = ["Quantity", "find_quantities"]

_START = re.compile(r"[0-9０-９零〇一二两三四五六七八九壹贰兩叁肆伍陆柒捌玖廿卅十拾百佰千仟万萬亿億]")
_RUN = re.compile(r"[0-9０-９零〇○◯一二两三四五六七八九壹贰兩叁肆伍陆柒捌玖廿卅十拾百佰千仟万萬亿億.．,，点]++")
_ARABIC = re.compile(r"[0-9０-９]")
_SCALE_ONLY = re.compile(r"[百千万亿佰仟萬億]+")
_SCALES = frozenset("十百千万亿拾佰仟萬億")
_RICH = re.compile(r".*(?:分之|又|点|[,，]|[一-龥0-9０-９][百千万亿]|[./／．].*)")  # written as only numbers are
_NAME_BEFORE = frozenset(string.ascii_letters + string.digits + ".．/／_#〔[［第之０１２３４５６７８９")
_NAME_AFTER = frozenset("年月日号时点届版条款章节期#*+＋×xX&=_第")  # behind a number without a measure word
_DASHES, _COLONS, _JOINTS, _MINUS = map(frozenset, ("-－", ":：∶", ".．/／-－", "负-－−"))
_QUOTED = re.compile(r"“[^“”\n]{1,14}”")
_RHYTHM = re.compile(r"[年月周季日天](?=(?:至少|不少于|不低于)?[一二两三四五六七八九0-9０-９]{1,2}[次回])")
_NUMBERING = re.compile(r"[.．、)）](?![0-9])")
_LINE_START = re.compile(r"[\s（(]*$")
_SMALL = frozenset("一二三四五六七八九十")
_BOUNDS = ("以上", "以下", "以内")
_WINDOW = 48  # characters that a share (每100平方米) may stand before its number
_LONGEST_RUN = 40
_LISTS = lists("quantity_words.toml")
_PER_MORE = patterns("comparators.toml")["per-more"]
_EVERY = frozenset("每隔")
_DEGREES = ("摄氏", "华氏")


def find_quantities(text: str, *, exclude: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Every quantity of ``text`` in order. Numbers that overlap a span of ``exclude`` are not read.

    Linear in the length of the text; never raises for any text.
    """
    found = sorted([*_words(text), *_numbers(text, exclude)], key=lambda item: item.quantity.number_start)
    return [item.quantity for item in with_bounds(text, with_lists(text, without_overlap(found)))]


def _words(text: str) -> Iterator[Found]:
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
        yield Found(quantity, True, "word")


def _numbers(text: str, exclude: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Every amount written with a numeral, and what stands around it."""
    barred = _Barred(text, exclude)
    whole = len(text.strip())
    at, last_end = 0, 0
    share_end, share = -1, ""
    while (match := _START.search(text, at)) is not None:
        start = match.start()
        run = _RUN.match(text, start)
        run_end = run.end() if run else start + 1
        passed = _passed(text, start, run_end)
        if passed:
            at = max(passed, run_end)
            continue
        if _is_share(text, start, run_end):
            share_end, share = _share_with_number(text, start, run_end)
            at = max(run_end, share_end)
            continue
        at = run_end
        amount = _amount(text, start)
        if amount is None or barred.covers(amount):
            continue
        around = read_around(text, amount, last_end)
        if not _stands(text, amount, around, whole):
            at = max(amount.number_end, start + 1)
            if not amount.word and amount.value_max is None and text[at : at + 1] in LIST_MARKS:
                yield _made(text, amount, Around(amount.start, amount.end), last_end, bare=True)
            continue
        made = _made(text, amount, around, last_end)
        if share_end >= 0 and not made.quantity.distribution and not _broken(text, share_end, start):
            made.quantity = replace(made.quantity, distribution=share)
        last_end = at = max(amount.end, start + 1, made.quantity.end)
        yield made


def _passed(text: str, start: int, run_end: int) -> int:
    """Where to go on behind a numeral that is no number: a row of digits, a fixed name, an ordinal; else 0."""
    if run_end - start > _LONGEST_RUN:
        return run_end
    name = lexicon().fixed.match(text, start)
    if name:
        return name.end()
    if text[start - 1 : start] == "第":
        ordinal = read_amount(text, start)
        return ordinal.end if ordinal else run_end
    return 0


def _is_share(text: str, start: int, run_end: int) -> bool:
    """每100平方米, 每节约1吨, 一年两次: the number only says what the next one is counted by."""
    return _share_start(text, start) < start or _RHYTHM.match(text, run_end) is not None


def _share_start(text: str, start: int) -> int:
    """Where 每, 隔, 每增加 before the numeral begin; ``start`` where there is none."""
    if text[start - 1 : start] in _EVERY:
        return start - 1
    more = _PER_MORE.search(text, max(0, start - 6), start)
    return more.start() if more else start


def _share_with_number(text: str, start: int, run_end: int) -> tuple[int, str]:
    """Where a share ends, and the share."""
    amount = read_amount(text, start)
    end = amount.end if amount else run_end
    end += max((len(noun) for noun in _LISTS["share_noun"] if text.startswith(noun, end)), default=0)
    begin = _share_start(text, start)
    if end == run_end and begin == start:
        end += 1
    return end, text[begin:end]


def _broken(text: str, start: int, end: int) -> bool:
    """A clause ends between the two."""
    return end - start > _WINDOW or any(mark in text[start:end] for mark in "，。；！？\n")


class _Barred:
    """Spans in which no number is read, walked through once: the caller's, and short quoted names (“2+26”)."""

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
        return amount.dimension not in ("share", "money") or amount.numeral in _SMALL


def _amount(text: str, start: int) -> Amount | None:
    """The amount at ``start``, unless what stands before or behind makes it a name, a date or a place in a row."""
    before = text[start - 1 : start]
    if before in _NAME_BEFORE and text[start - 3 : start] != "RMB":
        return None
    amount = read_amount(text, start)
    if amount is None or _is_joined(text, amount, before):
        return None
    bounded = amount.dimension == "money" and text.startswith(_BOUNDS, amount.end)  # 亿元以上, but 千人以上 is a class
    if amount.end - start < len(text) and _is_name(amount, before, text[start - 2 : start], bounded):
        return None
    if amount.word == "年" and amount.value_max is None and amount.value >= 1000:
        return None
    if before in _MINUS and (amount.dimension in ("temperature", "share") or not text[start - 2 : start - 1].isalnum()):
        amount.value, amount.start = -amount.value, start - 1
    elif text[start - 2 : start] == "零下" and (amount.dimension == "temperature" or amount.word == "度"):
        amount.value, amount.start = -amount.value, start - 2
    elif text[start - 2 : start] in _DEGREES and amount.word == "度":
        amount.start, amount.unit = start - 2, text[start - 2 : start] + "度"
    return amount


def _is_name(amount: Amount, before: str, two: str, bounded: bool) -> bool:
    """统一, 前10名, 近三年, 上百家: the word before takes the number in."""
    if amount.numeral == "一" and before in _LISTS["word_before"]:
        return True
    if (
        before in "前头"
        and before
        and (not amount.word or amount.word in _LISTS["ranked"])
        and two not in _LISTS["before_now"]
    ):
        return True
    if amount.word in _LISTS["spans"] and (before in _LISTS["when_before"] or two in _LISTS["when_before"]):
        return True
    if amount.numeral[0] not in _SCALES or amount.about:
        return False
    if before in _LISTS["few_before"] and two not in _LISTS["few_not"]:
        return True
    alone = _SCALE_ONLY.fullmatch(amount.numeral) is not None
    return alone and not bounded and before not in _LISTS["about_before"]


def _is_joined(text: str, amount: Amount, before: str) -> bool:
    """10:30, 1:3, 0812-3324642, 5G, 12月: a mark, a letter or a word of the calendar makes it something else."""
    after, beyond = text[amount.end : amount.end + 1], text[amount.end + 1 : amount.end + 2]
    if before in _DASHES and _is_word(text[amount.start - 2 : amount.start - 1]):
        return True
    if before in _COLONS and _ARABIC.match(text[amount.start - 2 : amount.start - 1]):
        return True
    if after in _COLONS and _ARABIC.match(beyond):
        return True
    if amount.word:
        return False
    if (after.isascii() and after.isalpha()) or after in _NAME_AFTER:
        return True
    return after in _JOINTS and _ARABIC.match(beyond) is not None


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
    if amount.word == "度" and text[amount.start : amount.start + 2] in ("零下", *_DEGREES):
        return True
    if amount.word == "日":
        return (around.behind or around.strength == 2) and text[amount.start - 1 : amount.start] not in ("年", "月")
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
        return not chinese_digit or not after or after in "，。；,;大小且"
    if around.currency:
        return True
    if amount.unit or "分之" in amount.numeral:
        return True
    if _NUMBERING.match(text, amount.end) and _LINE_START.search(text[max(0, amount.start - 4) : amount.start]):
        return False
    if amount.value_max is not None or size < 3 or (size >= 7 and amount.numeral.isdigit()):
        return False
    return bool(_RICH.match(amount.numeral)) and not amount.numeral.isdigit()


def _made(text: str, amount: Amount, around: Around, floor: int, *, bare: bool = False) -> Found:
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
    return Found(quantity, bool(around.op) or op != "=", amount.dimension, bare=bare)
