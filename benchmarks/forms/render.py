"""Notices as plain text → the same notices in every form in which they come.

    python -m benchmarks.forms.render OUT [--forms pdf,docx,…] [--notices FOLDER] [--only NAME] [--variant WORD] [--jobs 2]

writes ``OUT/<form>/<name>.<suffix>`` and, what all of them should be read as, ``OUT/plain/<name>.txt``. Works on any folder of text
notices; the same notice always gives the same pages. Forms: ``pdf`` (text layer), ``docx`` (automatic numbering), ``html`` (in a
government site's page), ``ofd``, ``clean`` (scan at 200 dpi), ``dirty`` (turned by up to 1°, blurred, grey, speckled, with a
scanner's mark, JPEG 40), ``hard`` (100 dpi, turned by 1.8°, low contrast, JPEG 30).
Wants the fonts of Debian's packages fonts-noto-cjk, fonts-arphic-gbsn00lp, fonts-arphic-gkai00mp, fonts-wqy-zenhei and
fonts-wqy-microhei.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.forms.content import Content, content_of
from benchmarks.forms.docx import docx_of
from benchmarks.forms.fonts import Fonts, missing
from benchmarks.forms.html import html_of
from benchmarks.forms.ofd import ofd_of
from benchmarks.forms.page import pages_of
from benchmarks.forms.pdf import pdf_of
from benchmarks.forms.scan import scans_of

FORMS = ("pdf", "docx", "html", "ofd", "clean", "dirty", "hard")
NOTICES = Path(__file__).resolve().parents[2] / "tests" / "notices"


def made(content: Content, form: str, fonts: Fonts) -> tuple[bytes, str]:
    """A notice in one form: the file's bytes and its suffix."""
    if form == "plain":
        return content.text.encode(), ".txt"
    if form == "docx":
        return docx_of(content), ".docx"
    if form == "html":
        return html_of(content), ".html"
    leaves = pages_of(content, fonts)
    if form == "ofd":
        return ofd_of(leaves, fonts, content.fields.get("title", "")), ".ofd"
    pdf = pdf_of(leaves, fonts)
    return (pdf, ".pdf") if form == "pdf" else scans_of(pdf, content.seed, form, fonts)


def render(
    contents: Sequence[Content], out: Path, forms: Iterable[str] = FORMS, *, jobs: int = 2, again: bool = True
) -> dict[str, list[Path]]:
    """Write all notices in all forms; the files by form, in the notices' order. Files there stay when not ``again``."""
    fonts = Fonts(content.text for content in contents)
    written: dict[str, list[Path]] = {}
    for face in fonts.faces.values():
        face.widths  # noqa: B018 - the fonts are cut once, before the work is shared out
    with ProcessPoolExecutor(jobs) as pool:
        for form in ("plain", *forms):
            folder = out / form
            folder.mkdir(parents=True, exist_ok=True)
            old = {path.stem: path for path in sorted(folder.iterdir())}
            kept = {} if again or form == "plain" else old
            for name in {content.name for content in contents} & (old.keys() - kept.keys()):
                old[name].unlink()
            work = [content for content in contents if content.name not in kept]
            made_now = pool.map(partial(_write, form=form, folder=folder, fonts=fonts), work, chunksize=4)
            files = kept | {path.stem: path for path in made_now}
            written[form] = [files[content.name] for content in contents]
    return written


def _write(content: Content, *, form: str, folder: Path, fonts: Fonts) -> Path:
    data, suffix = made(content, form, fonts)
    path = folder / f"{content.name}{suffix}"
    path.write_bytes(data)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.forms.render", description="Notices as text → the same in every form")
    parser.add_argument("out", type=Path)
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--notices", type=Path, default=NOTICES)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--variant", default="", help="any word: the same notices set otherwise")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    if missing():
        print("fonts are missing: apt install " + " ".join(missing()), file=sys.stderr)
        return 1
    paths = [path for path in sorted(given.notices.glob("*.txt")) if not given.only or path.stem in given.only]
    written = render([content_of(path, given.variant) for path in paths], given.out, given.forms.split(","), jobs=given.jobs)
    for form, files in written.items():
        print(f"{form}: {len(files)} files in {given.out / form}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
