"""The parts of a notice below its head: letter, issued plan, annexes; their signatures, attachment notes, the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.notice import Span
from pipeline.structure.head import Head, span
from pipeline.structure.lexicon import pattern
from pipeline.structure.lines import Line
from pipeline.structure.numbers import read_label
from pipeline.structure.recipients import is_recipients
from pipeline.structure.title_lines import find_title
from pipeline.structure.words import (
    DATE,
    DATE_LINE,
    ends_in_date,
    is_date,
    is_mark,
    is_organ,
    is_person,
    is_title,
    short_line,
)

_ATTACHED = pattern("attachment.mark")
_BEGINS = pattern("title.begins")
_CITED = pattern("title.cited")
_ISSUES = pattern("title.issues")
_SPACE = re.compile(r"\s+")
_REACH = 12
_ALIKE = 12  # characters by which an attachment is known again


@dataclass
class Part:
    """Lines of the body, in order, between title and signature. ``kind`` is letter, plan or annex."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    title: Span | None = None
    issuers: list[Span] = field(default_factory=list)
    date: Span | None = None
    recipients: Span | None = None


@dataclass
class Layout:
    """The parts and what stands between and below them."""

    parts: list[Part] = field(default_factory=list)
    cc: list[Span] = field(default_factory=list)
    attachments: list[Span] = field(default_factory=list)
    title_repeats: list[Span] = field(default_factory=list)
    subject_words: Span | None = None
    print_office: Span | None = None
    print_date: Span | None = None
    foot: int = -1


def plain(words: str) -> str:
    """Words for comparison: no white space, no brackets of titles."""
    return _SPACE.sub("", words).translate(str.maketrans("", "", '《》〈〉“”"()（）'))


def cited_titles(text: str, head: Head) -> frozenset[str]:
    """Titles of documents that the notice says it issues, as they may stand again as a line."""
    found = {m["plan"] for m in _CITED.finditer(text[: head.begins + 6000])}
    if head.title:
        issued = _ISSUES.search(_SPACE.sub("", head.title.text))
        if issued:
            found.add(issued["plan"])
    return frozenset(plain(title) for title in found)


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


class _Reader:
    """Walks once over the lines below the head."""

    def __init__(self, text: str, lines: Sequence[Line], head: Head) -> None:
        self.text, self.lines, self.head = text, lines, head
        self.cited = cited_titles(text, head)
        self.own = plain(head.title.text) if head.title else ""
        self.layout = Layout(parts=[Part("letter")])
        self.at = head.first

    @property
    def part(self) -> Part:
        return self.layout.parts[-1]

    def read(self) -> Layout:
        lines = self.lines
        if self.at < len(lines) and self.head.begins > lines[self.at].start:  # recipients and text on one line
            first = lines[self.at]
            words = self.text[self.head.begins : first.end]
            lead = len(words) - len(words.lstrip())
            self.part.lines.append(Line(self.head.begins + lead, first.end, words.strip()))
            self.at += 1
        while self.at < len(lines):
            for step in (self._foot, self._attachments, self._signature, self._new_part):
                if step():
                    break
            else:
                self.part.lines.append(lines[self.at])
                self.at += 1
        self._undated_signature()
        self.layout.parts = [part for i, part in enumerate(self.layout.parts) if i == 0 or part.lines or part.issuers]
        return self.layout

    def _foot(self) -> bool:
        line = self.lines[self.at]
        words = line.text
        if len(words) > 600:
            return False
        if is_mark(words, "cc") and (not words.startswith("送") or self._near_end()):
            colon = re.search(r"[:：]", words)
            begin = line.start + (colon.end() if colon else 0)
            found = span(self.text, begin, line.end, "cc.mark")
            if found.text:
                self.layout.cc.append(
                    found._replace(end=found.end - (found.text[-1] in "。."), text=found.text.rstrip("。."))
                )
        elif is_mark(words, "subject_words"):
            colon = re.search(r"[:：]", words)
            self.layout.subject_words = span(
                self.text, line.start + (colon.end() if colon else 0), line.end, "subject_words.mark"
            )
        elif is_mark(words, "print") and len(words) < 90:
            self._print(line)
        elif is_mark(words, "print_note", "open_note") and len(words) < 90:
            pass
        else:
            return False
        if self.layout.foot < 0 or self.layout.foot > line.start:
            self.layout.foot = line.start
        self.at += 1
        return True

    def _print(self, line: Line) -> None:
        found = DATE.search(line.text)
        if not found:
            return
        self.layout.print_date = span(
            self.text, line.start + found.start(), line.start + found.end(), "print_date.mark"
        )
        office = line.text[: found.start()].strip()
        if office:
            self.layout.print_office = span(self.text, line.start, line.start + found.start(), "print_office.mark")
        elif self.part.lines and is_organ(self.part.lines[-1].text):
            last = self.part.lines.pop()
            self.layout.print_office = span(self.text, last.start, last.end, "print_office.above")

    def _near_end(self) -> bool:
        return len(self.lines) - self.at <= 6

    def _attachments(self) -> bool:
        """附件：1.… 2.… before the signature; names of what follows, no provisions."""
        line = self.lines[self.at]
        if not is_mark(line.text, "attachment") or "。" in line.text[:-1]:
            return False
        alone = is_mark(line.text, "annex")
        last = self.at
        while last + 1 < min(len(self.lines), self.at + 30):
            following = self.lines[last + 1]
            label = read_label(following.text)
            listed = (
                label is not None
                and label.rank >= 6
                and len(following.text) < 90
                and not re.search(r"[。；].", following.text)
            )
            if not (listed or (last == self.at and alone and is_title(following.text) and self._signed_soon(last + 2))):
                break
            last += 1
        if alone and (last == self.at or not self._signed_soon(last + 1)):
            return False
        for taken in self.lines[self.at : last + 1]:
            self._attachment(taken)
        self.at = last + 1
        return True

    def _attachment(self, line: Line) -> None:
        words = line.text
        mark = _ATTACHED.match(words)
        begin = mark.end() if mark else 0
        label = read_label(words[begin:])
        begin += len(label.printed) if label else 0
        found = span(self.text, line.start + begin, line.end, "attachment.note")
        if found.text:
            self.layout.attachments.append(found)

    def _signed_soon(self, at: int) -> bool:
        return any(is_date(line.text) or ends_in_date(line.text) for line in self.lines[at : at + _REACH])

    def _signature(self) -> bool:
        """A date on its own, with the bodies above it; or body and date on one line."""
        line = self.lines[self.at]
        both = ends_in_date(line.text)
        if not both and not is_date(line.text):
            return False
        part = self.part
        bodies: list[Span] = []
        if both:
            bodies.append(span(self.text, line.start, line.start + both.end("who"), "issuer.signature"))
            begin, end = line.start + both.start("date"), line.start + both.end("date")
        else:
            match = DATE_LINE.match(line.text)
            begin, end = (line.start + match.start(1), line.start + match.end(1)) if match else (line.start, line.end)
        while part.lines and len(bodies) < 20:
            above = part.lines[-1]
            if is_person(above.text):
                part.lines.pop()
                continue
            if not is_organ(above.text) and plain(above.text) not in self._names():
                break
            bodies.insert(0, span(self.text, above.start, above.end, "issuer.signature"))
            part.lines.pop()
        if part.date is None or bodies:
            part.issuers, part.date = bodies, span(self.text, begin, end, "issue_date.signature")
        self.at += 1
        self._after_signature()
        return True

    def _undated_signature(self) -> None:
        """A body alone on the last line of the letter or of the whole signs without a date, if it is a known one."""
        for part in {id(p): p for p in (self.layout.parts[0], self.layout.parts[-1])}.values():
            while part.lines and not part.issuers and len(part.lines) > 1:
                last = part.lines[-1]
                if not is_organ(last.text) or not self._is_known(last.text):
                    break
                part.issuers = [span(self.text, last.start, last.end, "issuer.undated")]
                part.lines.pop()

    def _is_known(self, name: str) -> bool:
        """The body stands in masthead or title, letter for letter or but for what OCR misread in it."""
        head = self.head
        before = _BEGINS.split(head.title.text)[0] if head.title else ""
        known = [plain(before), *self._names()]
        return any(
            other and (name in other or (len(other) == len(name) and _differ(other, name) <= 2)) for other in known
        )

    def _names(self) -> tuple[str, ...]:
        mast = self.head.masthead
        return (plain(mast.text).removesuffix("文件"),) if mast else ()

    def _after_signature(self) -> None:
        """What follows a signature is a part of its own, if anything but a foot follows."""
        rest = self.lines[self.at : self.at + 8]
        if any(
            not is_mark(line.text, "cc", "print", "print_note", "open_note", "subject_words", "annex") for line in rest
        ):
            self._open("plan" if len(self.layout.parts) == 1 else "annex")

    def _open(self, kind: str) -> None:
        """Begin a part; its title stands on the next lines if they read like one."""
        part = Part(kind)
        self.layout.parts.append(part)
        while self.at < len(self.lines) and is_mark(self.lines[self.at].text, "annex"):
            self.at += 1
        first, last, _ = find_title(list(self.lines[self.at : self.at + 6]), cited=self.cited)
        if self._is_attached():
            self._title(part, self.at, self.at + 1)
        elif last and first == 0:
            self._title(part, self.at, self.at + last)
        elif self.at + 1 < len(self.lines) and self._may_be_title(self.lines[self.at]):
            self._title(part, self.at, self.at + 1)
        self._part_head(part)

    def _is_attached(self) -> bool:
        """The line is a name that the note of attachments gave, perhaps with 版 or a bracket more."""
        name = plain(self.lines[self.at].text)[:_ALIKE] if self.at < len(self.lines) else ""
        return len(name) == _ALIKE and any(plain(note.text)[:_ALIKE] == name for note in self.layout.attachments)

    def _may_be_title(self, line: Line) -> bool:
        return short_line(line, 60) and not is_organ(line.text) and not is_mark(line.text, "cc", "print")

    def _title(self, part: Part, first: int, last: int) -> None:
        part.title = span(self.text, self.lines[first].start, self.lines[last - 1].end, "title.part")
        self.at = last

    def _part_head(self, part: Part) -> None:
        """Date or note in brackets under a part's title; those to whom a forwarded document went."""
        while part.title and self.at < len(self.lines):
            words = self.lines[self.at].text
            if words[0] in "（(" and words[-1] in "）)" and len(words) < 80 and not read_label(words):
                self.at += 1
                continue
            match = is_recipients(words) if len(words) < 200 else None
            if match and not match["rest"].strip():
                part.recipients = span(
                    self.text, self.lines[self.at].start, self.lines[self.at].end, "recipients.forwarded"
                )
                self.at += 1
                continue
            break

    def _new_part(self) -> bool:
        """附件 alone on a line, or the title of the issued document standing again as a line."""
        words = self.lines[self.at].text
        if is_mark(words, "annex"):
            self._open("annex" if len(self.layout.parts) > 1 else "plan")
            return True
        if len(words) > 120 or not (self.part.lines or len(self.layout.parts) > 1):
            return False
        name = plain(words)
        if name == self.own and name:
            self.layout.title_repeats.append(
                span(self.text, self.lines[self.at].start, self.lines[self.at].end, "title.repeat")
            )
            self.at += 1
            return True
        for last in (self.at + 1, self.at + 2, self.at + 3):
            name = plain("".join(line.text for line in self.lines[self.at : last]))
            if len(name) > 6 and any(
                name == title or (name.endswith(title) and len(title) > 8 and len(name) < len(title) + 24)
                for title in self.cited
            ):
                self._open("plan" if len(self.layout.parts) == 1 else "annex")
                if self.part.title is None:
                    self._title(self.part, self.at, last)
                    self._part_head(self.part)
                return True
            if last <= len(self.lines) and not short_line(self.lines[last - 1], 80):
                break
        return False


def read_parts(text: str, lines: Sequence[Line], head: Head) -> Layout:
    """Divide what stands below the head."""
    return _Reader(text, lines, head).read()
