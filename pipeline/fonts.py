"""A Chinese font of this machine, for what is drawn: pages without a picture of their own, plots."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

#: Beginnings of the file names of fonts with Chinese characters, the more even ones first.
_NAMES = (
    "notoserifcjk", "notosanscjk", "sourcehanserif", "sourcehansans", "simsun", "simfang", "songti", "stsong", "stheiti",
    "pingfang", "msyh", "simhei", "gbsn00lp", "gkai00mp", "uming", "ukai", "wqy-", "droidsansfallback", "fangzheng",
)  # fmt: skip
_SUFFIXES = (".ttf", ".otf", ".ttc")


@cache
def chinese_font() -> Path | None:
    """A font file with Chinese characters; None where none is installed (Debian and Ubuntu: apt install fonts-noto-cjk)."""
    best: tuple[int, str] | None = None
    for folder in _folders():
        for parent, _, files in os.walk(folder):
            for name in files:
                low = name.lower()
                rank = next((at for at, each in enumerate(_NAMES) if low.startswith(each)), None)
                if rank is not None and low.endswith(_SUFFIXES):
                    best = min(best or (rank, "~"), (rank, str(Path(parent, name))))
    return Path(best[1]) if best else None


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
