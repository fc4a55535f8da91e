"""A time as it is written: its parts from coarse to fine; what is left out stays None."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.language.dates.words import NamedDay, Relative, Rhythm

_LEVELS = {
    "year": 2,
    "half": 3,
    "quarter": 3,
    "months": 4,
    "month": 4,
    "tens": 5,
    "half_month": 5,
    "week": 5,
    "day": 6,
    "hour": 7,
    "minute": 7,
}


@dataclass(slots=True)
class Moment:
    """The parts of one written time. `year`, `stretch`, `month`, `week`, `day` are numbers or counted from elsewhere.

    `stretch` is a half or some quarters as first and last month; `nth` the nth `nth_unit` (-1 the last) of what stands
    before it.
    """

    each: Rhythm | None = None
    times: int = 1
    decade: tuple[int, int] | None = None
    own_century: bool = False
    plan: tuple[int, int] | None = None
    years: tuple[int, int] | None = None
    year: int | Relative | None = None
    stretch: tuple[int, int] | Relative | None = None
    quarter_month: int | None = None
    month: int | Relative | None = None
    week: Relative | None = None
    part: str = ""
    part_of: str = ""
    nth: int | None = None
    nth_unit: str = ""
    weekday: int | None = None
    weekdays: tuple[int, ...] = ()
    day: int | Relative | None = None
    named: NamedDay | None = None
    lunar: tuple[int, int] | None = None
    season: str = ""
    note: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    daypart: str = ""
    precision: str = ""
    problem: str = ""
    named_span: bool = False
    slots: list[str] = field(default_factory=list)

    def top(self) -> int:
        """Level of the coarsest part said: 2 year, 3 half or quarter, 4 month, 5 ten days or week, 6 day, 7 clock."""
        if self.each:
            return _LEVELS.get(self.each.each, 2)
        if self.year is not None or self.plan or self.decade or self.years:
            return 2
        if self.part_of == "year" or self.named or self.season or self.lunar:
            return 3
        if self.stretch is not None or self.part_of in ("quarter", "half"):
            return 3
        if self.month is not None or self.quarter_month:
            return 4
        if self.part_of == "month":
            return 4 if self.slots == ["month_part_bare"] else 5
        if self.week is not None or (self.nth is not None and self.day is None):
            return 5
        return 6 if self.day is not None or self.weekday is not None else 7

    def fixed(self) -> bool:
        """Whether the time needs no year from elsewhere."""
        return isinstance(self.year, int) or bool(self.plan or self.decade or self.years)


def inherit(later: Moment, earlier: Moment) -> Moment:
    """`later` with every part coarser than its own coarsest one taken from `earlier` (2021年6月20日、12月20日)."""
    if later.each is not None:
        return later  # 每年1月、每两周: a rhythm of its own
    top = later.top()
    given: dict[str, object] = {}
    if earlier.each is not None and _LEVELS.get(earlier.each.each, 9) < top:
        given |= {"each": earlier.each, "times": earlier.times}
    if top > 2:
        given |= {"year": earlier.year, "decade": earlier.decade}
        if later.part_of == "plan" or later.slots == ["plan"]:
            given |= {"plan": later.plan or earlier.plan}
    if top > 3 and later.month is None:
        given |= {"stretch": earlier.stretch}
    if top > 4 and later.week is None:
        given |= {"month": earlier.month, "quarter_month": earlier.quarter_month}
    if top > 5:
        given |= {"week": earlier.week}
    if top > 6:
        given |= {"day": earlier.day, "weekday": earlier.weekday, "part": earlier.part, "part_of": earlier.part_of}
    if top == 7 and later.hour is not None and earlier.hour is not None and _afternoon(later, earlier):
        given |= {"hour": later.hour + 12}
    return replace(later, **given) if given else later  # type: ignore[arg-type]


def _afternoon(later: Moment, earlier: Moment) -> bool:
    """下午2:30—5:30: the part of the day is said once."""
    assert later.hour is not None and earlier.hour is not None
    return later.hour < 12 <= earlier.hour and later.hour < earlier.hour <= later.hour + 12 and not later.daypart


def each_level(moment: Moment) -> int:
    """Level of the rhythm alone: 2 每年, 3 每季度, 4 每月."""
    return Moment(each=moment.each).top()


def recurs_not(moment: Moment) -> bool:
    """Whether a time does not recur with the one before: it counts from elsewhere (本月), or is a season or feast."""
    if moment.season or moment.named or moment.week is not None:
        return True
    return any(
        isinstance(part, Relative) and part.base != "previous"
        for part in (moment.year, moment.stretch, moment.month, moment.day)
    )
