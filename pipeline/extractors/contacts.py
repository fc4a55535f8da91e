"""Contacts: who answers questions about a notice, and how (codebook, section 8). Written on request only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pipeline.extractors.context import Context, Row
from pipeline.lexicon import read_toml

_FILE = "contacts.toml"
_FIELDS = ("person", "phone", "email", "address", "unit")
_TRIGGER = re.compile("联\\s?系|联\\s?络|电\\s?话|传\\s?真|手\\s?机|邮\\s?箱|邮件|热线|经办人|收件人|@")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.A)
_UNIT_BEFORE = re.compile(
    "([一-鿿（）]{3,30}(?:局|委|办|厅|处|科|室|部|股|院|站|所|中心|公司|大队|支队|政府|学校|委员会|小组|会))$"
)
_PERSON_TAIL = re.compile(
    "(?:同志|先生|女士|科长|处长|主任|老师|工)?(?:[（(](?:男|女|科长|主任|处长)[)）])?[、,，/／;； （(]{0,2}"
)
_HOTLINE = 6  # digits
_NAME_WINDOW = 16  # characters before a number in which a name is looked for
_ROW = 200  # characters of a row before a number
_CELL = re.compile(r"[^|\t\n ]+")
_BAR = re.compile(r"[|\t]")
_CELLS = re.compile(r"(?:^|[|\t])([^|\t\n]*)")
_NUMBER = re.compile("(?<![0-9.-])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-—－]?[0-9]{7,8})(?![0-9])")
_PERSON_RUN = re.compile("[一-鿿·*×]{2,8}")
_VALUE_END = re.compile("[，,。；;）)\n\t|]")
_ADDRESS_END = re.compile("[。；;\n\t|]|，(?=[^，。；\n]{0,10}[：:])")
_SEPARATOR = re.compile("[、,，/／;；和及 ]+")
_JOIN = "；"


@dataclass
class _Contact:
    """A contact under construction: values with their spans, a column each."""

    values: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    start: int = -1
    end: int = -1
    rule: str = "contact.label"

    def add(self, column: str, values: list[tuple[str, int, int]], start: int, end: int) -> None:
        self.values.setdefault(column, []).extend(values)
        self.start = start if self.start < 0 else min(self.start, start)
        self.end = max(self.end, end)


@cache
def _labels() -> re.Pattern[str]:
    """A label with its colon; the group's name is the column."""
    labels = read_toml(_FILE)["label"]
    parts = "|".join(f"(?P<{column}>{labels[column]})" for column in _FIELDS)
    return re.compile(f"(?:{parts})\\s?(?:[：:]|(?=[0-9（(]))\\s?")


@cache
def _phone() -> re.Pattern[str]:
    return re.compile(f"(?<![0-9A-Za-z.-])(?:{read_toml(_FILE)['phone']})(?![0-9])")


@cache
def _name() -> re.Pattern[str]:
    """A person's name: a surname and one to three characters, 某 for what is hidden."""
    table = read_toml(_FILE)
    compound = "|".join(table["compound_surnames"])
    one = "".join(table["surnames"].split())
    return re.compile(f"(?:(?:{compound})[一-鿿*]{{1,2}}|[{one}][一-鿿*×xX]{{1,2}}|[一-鿿]{{1,4}}·[一-鿿]{{1,6}})")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(f"{read_toml(_FILE)['part']}$")


def person_name() -> re.Pattern[str]:
    """A person's name, as a pattern."""
    return _name()


def is_part(value: str) -> bool:
    """Whether what looks like a name is the name of a body, of a part of one, or of an office: 单位, 服务台."""
    return bool(_part().search(value))


def extract_contacts(ctx: Context) -> list[Row]:
    """Rows of the table ``contacts``: task, person, phone, email, address, unit, text, start, end, rule."""
    text = ctx.text
    if not _TRIGGER.search(text):
        return []
    rows: list[Row] = []
    labelled = list(_contacts(text))
    labelled += _columns(text, labelled)
    for contact in sorted([*labelled, *_beside(text, sorted(labelled, key=_start))], key=_start):
        if not any(contact.values.get(column) for column in ("person", "phone", "email")):
            continue
        task = ctx.task_at(contact.start)
        for values in _split(contact):
            row: Row = {"task": task.path if task else "", "start": contact.start, "end": contact.end,
                        "text": text[contact.start : contact.end], "rule": contact.rule}
            for column in _FIELDS:
                row[column] = _JOIN.join(dict.fromkeys(value for value, _, _ in values.get(column, [])))
            secret = (each for column in ("person", "phone", "email") for each in values.get(column, []))
            row["spans"] = [(start, end) for value, start, end in secret if not is_hotline(value)]
            rows.append(row)
    return rows


def is_hotline(value: str) -> bool:
    """Whether the number is a public line that belongs to nobody: 12345, 110."""
    return value.isdigit() and len(value) <= _HOTLINE


def _contacts(text: str) -> Iterator[_Contact]:
    """Labelled values that stand together, one contact each."""
    current = _Contact()
    behind = 0
    for match in _labels().finditer(text):
        if match.start() < behind:
            continue
        column = match.lastgroup or "phone"
        values, end = _values(text, column, match.end())
        if not values:
            continue
        label_start = match.start()
        named = column in ("person", "phone")
        unit = _UNIT_BEFORE.search(text, max(0, label_start - 30), label_start) if named else None
        if current.start >= 0 and (_apart(text, current.end, label_start, unit) or _again(current, column)):
            yield current
            current = _Contact()
        if unit and not current.values.get("unit"):
            begin = _unit_start(text, unit.start(1), label_start)
            current.add("unit", [(text[begin:label_start], begin, label_start)], begin, label_start)
        if column == "phone" and "person" not in current.values:
            _add_person_before(current, text, label_start)
        phones = [each for each in values if column == "person" and _phone().fullmatch(each[0])]
        current.add(column, [each for each in values if each not in phones], label_start, end)
        if phones:
            current.add("phone", phones, label_start, end)
        behind = end
    if current.start >= 0:
        yield current


def _start(contact: _Contact) -> int:
    return contact.start


def _columns(text: str, labelled: list[_Contact]) -> Iterator[_Contact]:
    """Rows of tables with columns for persons and numbers."""
    taken = {at for contact in labelled for at in (contact.start, contact.end - 1)}
    headings: dict[int, str] = {}
    at = 0
    for line in text.split("\n"):
        cells = [(match[1].strip(" "), at + match.start(1)) for match in _CELLS.finditer(line)] if _BAR.search(line) else []
        named = {index: column for index, (cell, _) in enumerate(cells) if (column := _heading(cell))}
        if not cells:
            headings = {}
        elif len({"person", "phone", "email"} & set(named.values())) and len(cells) > 1:
            headings = named
        elif headings:
            contact = _Contact(rule="contact.column")
            for index, column in headings.items():
                if index < len(cells):
                    _add_cell(contact, text, column, *cells[index])
            if contact.start >= 0 and not any(contact.start <= each < contact.end for each in taken):
                yield contact
        at += len(line) + 1


def _add_cell(contact: _Contact, text: str, column: str, cell: str, start: int) -> None:
    """What a cell under a heading says: a name, numbers, an address of mail, a body."""
    begin = text.find(cell, start) if cell else start
    if not cell:
        return
    span = (begin, begin + len(cell))
    if column == "phone":
        found = [(match[0], *match.span()) for match in _phone().finditer(text, *span)]
    elif column == "email":
        found = [(match[0], *match.span()) for match in _EMAIL.finditer(text, *span)]
    else:
        bare = cell.replace(" ", "")
        name = column == "unit" or (_name().fullmatch(bare) and not is_part(bare))
        found = [(bare if column == "person" else cell, *span)] if name else []
    if found:
        contact.add(column, found, *span)


@lru_cache(1024)
def _heading(cell: str) -> str:
    """The column that a heading of a table names; empty where it names none."""
    bare = "".join(cell.split())
    return next((name for name, pattern in _column_words().items() if pattern.fullmatch(bare)), "")


@cache
def _column_words() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in read_toml(_FILE)["column"].items()}


def _add_person_before(contact: _Contact, text: str, at: int) -> None:
    """A name that stands before a number or its label without a label of its own: 业务处王一凡，电话："""
    window = max(0, at - _NAME_WINDOW)
    found = _named().search(text, window, at)
    if found and not _part().search(found[1]):
        contact.add("person", [(found[1], found.start(1), found.end(1))], found.start(1), found.end(1))


@cache
def _named() -> re.Pattern[str]:
    """A name at the end of a stretch of text, behind a body, a mark or the beginning of the line."""
    before = "(?:(?<=[局委办厅处科室部股院站所心司队校会，。；：、（( \n\t|])|^)"
    return re.compile(f"{before}({_name().pattern})(?:同志)?[，,：:（( \t|]{{0,3}}$")


def _beside(text: str, labelled: list[_Contact]) -> Iterator[_Contact]:
    """Names with a number directly behind them, without any label: 王一凡 13800000000."""
    covered = [(contact.start, contact.end) for contact in labelled]
    index = 0
    for match in _NUMBER.finditer(text):
        while index < len(covered) and covered[index][1] <= match.start():
            index += 1
        if index < len(covered) and covered[index][0] <= match.start():
            continue
        contact = _Contact(rule="contact.beside")
        _add_person_before(contact, text, match.start())
        if "person" not in contact.values:
            _add_person_in_row(contact, text, match.start())
        if "person" in contact.values:
            contact.add("phone", [(match[0], *match.span())], *match.span())
            yield contact


def _add_person_in_row(contact: _Contact, text: str, at: int) -> None:
    """The cell of a table's row that is a name, where the number stands in another cell."""
    begin = max(text.rfind("\n", max(0, at - _ROW), at) + 1, at - _ROW, 0)
    row = text[begin:at]
    if "|" not in row and "\t" not in row:
        return
    for cell in _CELL.finditer(row):
        if _name().fullmatch(cell[0]) and not _part().search(cell[0]):
            start, end = begin + cell.start(), begin + cell.end()
            contact.add("person", [(cell[0], start, end)], start, end)
            return


def _apart(text: str, end: int, start: int, unit: re.Match[str] | None) -> bool:
    """Whether what stands between two labels parts two contacts: another body, or running text."""
    between = text[end:start]
    if unit and unit.start(1) >= end:
        return True
    return len(between.strip(" ，,。；;、）)（(\n\t|")) > 0


def _again(contact: _Contact, column: str) -> bool:
    """Whether the column is filled already and begins a new contact. Several numbers (电话、传真) belong to one."""
    if column == "phone":
        return "person" in contact.values and list(contact.values)[-1] == "email"
    return column in contact.values


def _unit_start(text: str, start: int, end: int) -> int:
    """Where the body's name begins: after the last stop, conjunction or verb before the label."""
    at = start
    for match in re.finditer("[，。；、（(：:]|[请与向由和及]", text[start:end]):
        at = start + match.end()
    return at if end - at >= 3 else start


def _values(text: str, column: str, start: int) -> tuple[list[tuple[str, int, int]], int]:
    """Values behind a label, each with its span, and where they end."""
    if column == "email":
        match = _EMAIL.match(text, start)
        return ([(match[0], match.start(), match.end())], match.end()) if match else ([], start)
    if column in ("address", "unit"):
        stop = (_ADDRESS_END if column == "address" else _VALUE_END).search(text, start, start + 80)
        end = stop.start() if stop else min(len(text), start + 80)
        value = text[start:end].strip()
        return ([(value, start, start + len(value))], end) if value else ([], start)
    values: list[tuple[str, int, int]] = []
    at = start
    while True:
        found = _phone().match(text, at) or (_person(text, at) if column == "person" else None)
        if found is None:
            break
        values.append((found[0], found.start(), found.end()))
        at = found.end()
        gap = _PERSON_TAIL.match(text, at)
        at = gap.end() if gap else at
    return values, (values[-1][2] if values else start)


def _person(text: str, at: int) -> re.Match[str] | None:
    """A person's name at the place, if one stands there and no part of a body."""
    run = _PERSON_RUN.match(text, at)
    if run is None:
        return None
    found = _name().match(text, at)
    rest = text[found.end() : run.end()] if found else ""
    tail = _PERSON_TAIL.match(rest)
    if found is None or tail is None or tail.end() < len(rest) or _part().search(found[0]):
        return None
    return found


def _split(contact: _Contact) -> Iterator[dict[str, list[tuple[str, int, int]]]]:
    """One set of values a person where persons and numbers go in pairs, else one for all."""
    persons, phones = contact.values.get("person", []), contact.values.get("phone", [])
    if len(persons) > 1 and len(persons) == len(phones):
        for person, phone in zip(persons, phones, strict=True):
            yield {**contact.values, "person": [person], "phone": [phone]}
    else:
        yield contact.values
