"""Where a time may begin: one expression over the whole text, cheap on prose without times."""
from __future__ import annotations

import re
from functools import cache

from pipeline.language.dates import words

_CN = "〇零○◯一二两三四五六七八九十廿卅元"
_AFTER_DIGIT = "年月日号时点分季周天个小工旬星半世秒多余来·．・•‧∙.．/／:：∶、和及与或至到—–―~～－T前"
_AFTER_ITEM = r"(?<=\n[0-9]\.[0-9])|(?<=\n[0-9][0-9]\.[0-9])"  # 2.6月底前: the number of a paragraph, then a month
_DIGITS_AHEAD = (
    rf"(?<![0-9][0-9])(?:(?<!\.[0-9])|{_AFTER_ITEM}|(?=(?<=[12])(?:9|0)[0-9][0-9][ ]?年))"
    rf"(?=[0-9]{{0,7}}(?:[ \u3000\t]{{0,2}}[{_AFTER_DIGIT}-]|[ \u3000][0-9])|(?<=[12])[09][0-9]{{6}}(?![0-9]))"
)
_CN_AHEAD = (
    rf"(?<![{_CN}百千][{_CN}])(?=[{_CN}OoＯ]{{0,6}}(?:[ \u3000\t]{{0,2}}(?:年|月(?!季)|[日号](?!常|益|程|志)|周(?!边|期|围|密|到)|天(?!然|津|下|地)|旬|星期|礼拜|小时|分钟|秒|点[半钟一二三四五]|时[前许整至]|季[度初末底]|个[半月工自小星季年学周天日昼礼]|工作日|自然日|世纪|半年|半月|[多余来]个?[年月天小星日]|年代)"
    rf"|[、和至到及—]{{1,2}}[第{_CN}]{{1,4}}(?:个?工作日|季度|年|月|日|天|个[月工星季自小学])))"
)


@cache
def _pattern() -> re.Pattern[str]:
    """Every branch begins with a character of its own, so that the search runs over a set of characters."""
    after: dict[str, list[str]] = {}

    def begins(chars: str, then: str) -> None:
        for char in chars:
            after.setdefault(char, []).append(then)

    begins("0123456789", _DIGITS_AHEAD)
    begins(_CN, _CN_AHEAD)
    begins("每", r"(?=[ \u3000]{0,2}(?:隔|逢|个|[年月季周旬日天半星礼工小分学]|[0-9一二两三四五六七八九十]))")
    begins("上下前后头首末", "(?<!以.)(?=世纪|半年|[一二三两1-4]个?季度|一?个?[年月季周][度，。前底末初内]?|[上下]个?[月周星]|季度|[、和]下半年|旬|半月|天(?!来)|年度?)")
    begins("第", r"(?=[一二三四1-4][ ]{0,2}季度|[一二三四五六七八九十]{1,2}个五年|[一二三四1-4][、和至—])")
    begins("年", "(?=度?[初中底末终内])")
    begins("月", "(?=[底末初中内上下])")
    begins("季", "(?=度?[初末底])")
    begins("半", "(?=年|个?月|天|个?小时)")
    begins("星", "(?=期[一二三四五六日天])")
    begins("礼", "(?=拜[一二三四五六日天])")
    begins("周", "(?=[一二三四五六日末])")
    begins("正冬腊农阴", "(?=月[初一二三四五六七八九十廿]|历)")
    begins("公", "(?=元[0-9一二])")
    begins("凌清早上中正下午傍晚夜", "(?=(?:晨|上|午|后|晚|间)?[0-9一二三四五六七八九十]{1,3}[时点:：])")
    begins("各", "(?=月[份\d一二三四五六七八九十底末上中下初前]|季度[末首])")
    begins("逐按双单隔逢", "(?=[年月季周日天旬半双单])")
    begins("二九八七六", "(?=十?一?世纪|十年代)")
    begins("工", "(?=作日[ ]?(?:期间)?[（(]?(?:每天|[0-9上下]))")
    begins("本", "(?=世纪)")
    begins("之", "(?=日起|日内|日(?:后|前)|时起)")
    names = [word for word in words.RELATIVE] + [row["word"] for row in words.table("dates_periods")] + list(words.DAYS)
    names += [name + "期" for name in words.PLANS] + [name + "时期" for name in words.PLANS]
    names += [name + part for name in words.PLANS for of, part in words.PARTS if of == "plan"]
    for name in names:
        guard = {"上": "(?<!以.)", "前": "(?<![以之].)", "后": "(?<![以之].)", "当": "(?<!应.)", "同": "(?<!不.)"}.get(name[0], "")
        begins(name[0], guard + re.escape(name[1:]))
    openers = words.one_of([*words.PLANS, *words.DAYS])
    begins("“”\"‘「『", f"(?={openers})")
    branches = [
        re.escape(char) + "(?:" + "|".join(_merge(rest)) + ")" for char, rest in after.items()
    ]
    return re.compile("|".join(branches))


def _merge(continuations: list[str]) -> list[str]:
    """Literal continuations as one tree; expressions as they are."""
    literal = [rest for rest in continuations if rest and not set(rest) & set("()[]?{}|\\")]
    others = list(dict.fromkeys(rest for rest in continuations if set(rest) & set("()[]?{}|\\")))
    return others + ([words.one_of(literal)] if literal else [])


def search(text: str, at: int) -> int:
    """The next place, from `at` on, where a time may begin; -1 where there is none."""
    found = _pattern().search(text, at)
    return found.start() if found else -1
