"""Helpers of the tests of OFD: files of one page, files with a part changed, and what the reader makes of them."""

from pathlib import Path

import pytest

from pipeline.read import ofd
from pipeline.read.ofd import read_ofd
from pipeline.read.ofd.parts import POINTS
from pipeline.read.package import Package
from tests.read.make_ofd import Page, Text, write_ofd, zipped

LONG = (Path(__file__).resolve().parents[1] / "notices/county_commerce_plan_2023.txt").read_text(encoding="utf-8")


def lay(data):
    """Reads a file as far as its sheets: (sheets, problems)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ofd, "assemble", lambda sheets, path, sha256, problems: (sheets, list(problems)))
        return read_ofd(data, "a.ofd", "0")


def content(objects, **page):
    """A file of one page that holds objects as they are written here."""
    return write_ofd([Page([Text("见下", 20, 280)], raw=objects, **page)])


def text(code, attributes='Boundary="20 20 150 10" Size="5"'):
    return f'<ofd:TextObject ID="7" Font="1" {attributes}>{code}</ofd:TextObject>'


def pieces(sheet):
    """Words of the pieces, without those of `content`."""
    return [piece.text for piece in sorted(sheet.pieces, key=lambda each: (round(each.box.y0), each.box.x0)) if piece.text != "见下"]


def piece(sheet, words):
    [found] = [each for each in sheet.pieces if each.text == words]
    return found


def millimetres(edges):
    return [round(edge / POINTS, 2) for edge in edges]


def part(data, name):
    return Package(data).read(name)


def changed(data, name, change, **others):
    """The file with one part changed (None leaves it out) and others put in."""
    package = Package(data)
    parts = {each: package.read(each) for each in package.names}
    new = change(parts.pop(name))
    return zipped((parts if new is None else {**parts, name: new}) | others)
