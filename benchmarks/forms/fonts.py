"""Fonts of Debian cut down to the characters that are needed, and their widths."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

_SHARE = Path("/usr/share/fonts")
#: name → file, number within the file, Debian's package
FACES: dict[str, tuple[Path, int, str]] = {
    "serif": (_SHARE / "opentype/noto/NotoSerifCJK-Regular.ttc", 2, "fonts-noto-cjk"),
    "serif-bold": (_SHARE / "opentype/noto/NotoSerifCJK-Bold.ttc", 2, "fonts-noto-cjk"),
    "sans": (_SHARE / "opentype/noto/NotoSansCJK-Regular.ttc", 2, "fonts-noto-cjk"),
    "sans-bold": (_SHARE / "opentype/noto/NotoSansCJK-Bold.ttc", 2, "fonts-noto-cjk"),
    "song": (_SHARE / "truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0, "fonts-arphic-gbsn00lp"),
    "kai": (_SHARE / "truetype/arphic-gkai00mp/gkai00mp.ttf", 0, "fonts-arphic-gkai00mp"),
    "zenhei": (_SHARE / "truetype/wqy/wqy-zenhei.ttc", 0, "fonts-wqy-zenhei"),
    "microhei": (_SHARE / "truetype/wqy/wqy-microhei.ttc", 0, "fonts-wqy-microhei"),
}
_LAST = ("serif", "zenhei")  # where a face lacks a character
_FURNITURE = "—\u3000第页共0123456789-·扫描全能王创建由夸克迅捷文字识别布丁万能宝都在用的亿人印章专用"
_DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "kern", "mort", "morx", "FFTM", "BDF ", "EBDT", "EBLC", "EBSC"]


def missing() -> list[str]:
    """Debian's packages that have to be installed."""
    return sorted({package for path, _, package in FACES.values() if not path.exists()})


class Face:
    """A font cut down to some characters."""

    def __init__(self, name: str, path: Path, number: int, chars: str) -> None:
        self.name = name
        self._origin, self._number, self._chars = path, number, chars

    @cached_property
    def path(self) -> Path:
        """The cut font's file. It is kept in the temporary folder, under the name of what it holds."""
        digest = hashlib.sha256(f"{self.name} {self._chars}".encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / "notice-forms-fonts"
        folder.mkdir(exist_ok=True)
        path = folder / f"{self.name}-{digest}.otf"
        if not path.exists():
            self._cut(path)
        return path

    def _cut(self, path: Path) -> None:
        from fontTools import subset
        from fontTools.ttLib import TTFont

        logging.getLogger("fontTools").setLevel(logging.ERROR)
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
        options.drop_tables += _DROPPED
        font = TTFont(self._origin, fontNumber=self._number, lazy=True)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(char) for char in self._chars])
        cutter.subset(font)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            font.save(stream)
        Path(stream.name).rename(path)  # whole or not at all: two processes may make it at once

    @cached_property
    def widths(self) -> dict[str, float]:
        """Width of each character in em."""
        from fontTools.ttLib import TTFont

        font = TTFont(self.path)
        em = font["head"].unitsPerEm
        return {chr(code): font["hmtx"][glyph][0] / em for code, glyph in font.getBestCmap().items()}


class Fonts:
    """All faces for the given texts; a character that a face lacks is taken from another one."""

    def __init__(self, texts: Iterable[str]) -> None:
        chars = set(_FURNITURE) | {chr(code) for code in range(0x20, 0x7F)}
        for text in texts:
            chars.update(text)
        kept = "".join(sorted(char for char in chars if char.isprintable() or char == "\u3000"))
        self.faces = {name: Face(name, path, number, kept) for name, (path, number, _) in FACES.items()}

    def face(self, wanted: str, char: str) -> str:
        """The face that draws the character: the wanted one where it has it."""
        for name in (wanted, *_LAST):
            if char in self.faces[name].widths:
                return name
        return wanted

    def width(self, wanted: str, char: str) -> float:
        """Width of a character in em."""
        return self.faces[self.face(wanted, char)].widths.get(char, 1.0)
