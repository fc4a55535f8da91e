"""A PDF whose end is missing → one that can be opened: its pages found again, and a new end written.

A file that was cut off while it was copied lacks the list of its pages, which most programs write last. pdfium finds
loose objects by itself, but not without that list.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

MAX_INFLATED = 50_000_000
"""Bytes of packed objects that are unpacked."""
MAX_OBJECTS = 200_000
"""Objects that are looked at."""
MAX_FOUND = 3_000
"""Pages that are put on the new list."""

_OBJECT = re.compile(rb"(?:^|[\r\n\x20])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_KIND = re.compile(rb"/Type\s{0,9}/(Pages?|Catalog|ObjStm|XRef)(?![A-Za-z])")
_STREAM = re.compile(rb"stream\r?\n")
_NUMBER = {name: re.compile(rb"/" + name + rb"\s+(\d{1,9})") for name in (b"N", b"First")}
_BOX = re.compile(rb"/MediaBox\s*\[[^\]]{0,200}\]")
_HEAD = 4096  # bytes of an object in which its kind is looked for
_A4 = b"/MediaBox [0 0 595.28 841.89]"


def mended(data: bytes) -> bytes | None:
    """The file with a new list of pages and a new end; None where no page is left of it."""
    starts = [(match.end(), int(match[1])) for match in islice(_OBJECT.finditer(data), MAX_OBJECTS)]
    if not starts or b"/Encrypt" in data[-_HEAD:]:
        return None
    pages: list[int] = []
    unpacked: list[bytes] = []
    highest, box, room = max(number for _, number in starts), b"", MAX_INFLATED
    ends = [begin for begin, _ in starts[1:]] + [len(data)]
    for (begin, number), end in zip(starts, ends, strict=True):
        head = data[begin : min(end, begin + _HEAD)]
        kind = _KIND.search(head.split(b"stream", 1)[0])
        if kind is None:
            continue
        if kind[1] == b"Page":
            pages.append(number)
        elif kind[1] == b"Pages":
            box = box or b"".join(_BOX.findall(head)[:1])
        elif kind[1] == b"ObjStm":
            for inner, words in _unpack(data[begin:end], room):
                room -= len(words)
                highest = max(highest, inner)
                kind = _KIND.search(words)
                if kind is not None and kind[1] == b"Pages":
                    box = box or b"".join(_BOX.findall(words)[:1])
                elif kind is None or kind[1] == b"Page":
                    unpacked.append(b"%d 0 obj\n%s\nendobj\n" % (inner, words))
                    if kind is not None:
                        pages.append(inner)
    pages = list(dict.fromkeys(pages))[:MAX_FOUND]
    if not pages:
        return None
    return _end(data, unpacked, pages, highest, box or _A4)


def _end(data: bytes, unpacked: list[bytes], pages: list[int], highest: int, box: bytes) -> bytes:
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    tree, root = highest + 1, highest + 2
    parts = [
        data,
        b"\nendstream\nendobj\n",
        *unpacked,
        b"%d 0 obj\n<< /Type /Pages /Kids [%s] /Count %d %s >>\nendobj\n" % (tree, kids, len(pages), box),
        b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (root, tree),
        b"trailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (root, root + 1),
    ]
    return b"".join(parts)


def _unpack(words: bytes, room: int) -> Iterator[tuple[int, bytes]]:
    """The objects of an object stream: number and words."""
    found = _STREAM.search(words)
    count, first = (pattern.search(words[:_HEAD]) for pattern in (_NUMBER[b"N"], _NUMBER[b"First"]))
    if found is None or count is None or first is None:
        return
    try:
        plain = zlib.decompressobj().decompress(words[found.end() :], max(1, room))
    except zlib.error:
        return
    start = int(first[1])
    places = [int(each) for each in plain[:start].split()[: 2 * int(count[1])] if each.isdigit()]
    numbers, offsets = places[0::2], places[1::2]
    for place, (number, offset) in enumerate(zip(numbers, offsets, strict=False)):
        end = offsets[place + 1] if place + 1 < len(offsets) else len(plain) - start
        yield number, plain[start + offset : start + end]
