"""Pages → an OFD file (GB/T 33190): text with the place of every character, ruling lines, in a zip of XML. Measures in mm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from benchmarks.forms.fonts import Fonts
from benchmarks.forms.items import Leaf, Rule, Text

_MM = 25.4 / 72
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FONT = 2  # the first font's id; id 1 is the document's own


def ofd_of(leaves: Sequence[Leaf], fonts: Fonts, title: str = "") -> bytes:
    """The pages as an OFD file; the same bytes each time."""
    faces = sorted({item.face for leaf in leaves for item in leaf.items if isinstance(item, Text)})
    numbers = {face: _FONT + index for index, face in enumerate(faces)}
    counter = iter(range(100, 10_000_000))
    parts = {"OFD.xml": _root(title), "Doc_0/Document.xml": _document(leaves), "Doc_0/PublicRes.xml": _resources(numbers)}
    for index, leaf in enumerate(leaves):
        parts[f"Doc_0/Pages/Page_{index}/Content.xml"] = _page(leaf, numbers, fonts, counter)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), (_HEAD + text).encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _root(title: str) -> str:
    return (
        f'<ofd:OFD {_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID>'
        f"<ofd:Title>{escape(title)}</ofd:Title><ofd:CreationDate>2024-01-01</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(leaves: Sequence[Leaf]) -> str:
    pages = "".join(f'<ofd:Page ID="{50 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(leaves)))
    return (
        f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>9999999</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def _resources(numbers: dict[str, int]) -> str:
    fonts = "".join(f'<ofd:Font ID="{number}" FontName="{face}" FamilyName="{face}"/>' for face, number in numbers.items())
    return f'<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>'


def _page(leaf: Leaf, numbers: dict[str, int], fonts: Fonts, counter: Iterator[int]) -> str:
    objects = []
    for item in leaf.items:
        if isinstance(item, Rule):
            objects.append(_path(item, next(counter)))
        elif isinstance(item, Text):
            objects.append(_text(item, numbers[item.face], fonts, next(counter)))
    box = f"0 0 {_mm(leaf.width)} {_mm(leaf.height)}"
    return (
        f"<ofd:Page {_SPACE}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="{next(counter)}" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _text(item: Text, font: int, fonts: Fonts, number: int) -> str:
    widths = [fonts.faces[item.face].widths.get(char, 1.0) * item.size + item.spacing for char in item.text]
    top, height = item.y - 0.86 * item.size, item.size * 1.05
    box = f"{_mm(item.x)} {_mm(top)} {_mm(sum(widths))} {_mm(height)}"
    colour = " ".join(map(str, item.colour))
    steps = _steps([_mm(width) for width in widths[:-1]])
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="{font}" Size="{_mm(item.size)}"><ofd:FillColor Value="{colour}"/>'
        f'<ofd:TextCode X="0" Y="{_mm(item.y - top)}"{steps}>{escape(item.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _steps(widths: Sequence[str]) -> str:
    """DeltaX, with the short form for widths that repeat."""
    parts: list[str] = []
    index = 0
    while index < len(widths):
        same = index
        while same < len(widths) and widths[same] == widths[index]:
            same += 1
        count = same - index
        parts += ["g", str(count), widths[index]] if count > 2 else [widths[index]] * count
        index = same
    return f' DeltaX="{" ".join(parts)}"' if parts else ""


def _path(item: Rule, number: int) -> str:
    x, y = min(item.x0, item.x1), min(item.y0, item.y1)
    width, height = abs(item.x1 - item.x0), abs(item.y1 - item.y0)
    box = f"{_mm(x)} {_mm(y)} {_mm(width + item.width)} {_mm(height + item.width)}"
    colour = " ".join(map(str, item.colour))
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{_mm(item.width)}"><ofd:StrokeColor Value="{colour}"/>'
        f"<ofd:AbbreviatedData>M 0 0 L {_mm(width)} {_mm(height)}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _mm(points: float) -> str:
    return f"{points * _MM:.3f}".rstrip("0").rstrip(".")
