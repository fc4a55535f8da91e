"""Sheets made by hand: lines of text at places, as readers of PDF and OCR hand them over."""

from array import array

from pipeline.clean import clean
from pipeline.notice import Box
from pipeline.read.layout import Piece, Sheet, assemble

WIDTH, HEIGHT = 595.3, 841.9
LEFT, RIGHT, TOP, SIZE, PITCH = 79.4, 527.4, 110.0, 16.0, 28.95
CHARS = 28  # of a full line


def width_of(text, size=SIZE):
    return sum(size if char > "\u2000" else size / 2 for char in text)


def piece(text, x, y, size=SIZE, slope=0.0, confidence=None):
    """A piece whose line has its middle at y."""
    edges = [x]
    for char in text:
        edges.append(edges[-1] + (size if char > "\u2000" else size / 2))
    rise = abs(slope) * (edges[-1] - x)
    box = Box(x, y - size / 2 - rise / 2, edges[-1], y + size / 2 + rise / 2)
    return Piece(text, box, array("d", edges), size, confidence, slope)


def centred(text, y, size=SIZE, left=LEFT, right=RIGHT):
    return piece(text, (left + right - width_of(text, size)) / 2, y, size)


def wrapped(text, chars=CHARS, indent=2):
    """The lines of a paragraph: (text, indent in characters)."""
    lines = [(text[: chars - indent], indent)]
    rest = text[chars - indent :]
    return lines + [(rest[at : at + chars], 0) for at in range(0, len(rest), chars)]


def body(paragraphs, y=TOP, left=LEFT, chars=CHARS, indent=2, size=SIZE, pitch=PITCH):
    """Pieces of paragraphs set one line below the other."""
    pieces = []
    for text in paragraphs:
        for line, shift in wrapped(text, chars, indent):
            pieces.append(piece(line, left + shift * size, y, size))
            y += pitch
    return pieces


def sheet(pieces, number=1, rules=(), source="text_layer", width=WIDTH, height=HEIGHT):
    return Sheet(number, width, height, list(pieces), list(rules), source)


def grid(xs, ys):
    """Ruling lines of a full grid."""
    level = [Box(xs[0], y - 0.25, xs[-1], y + 0.25) for y in ys]
    return level + [Box(x - 0.25, ys[0], x + 0.25, ys[-1]) for x in xs]


def source_of(*sheets):
    return assemble(sheets, "a.pdf", "0" * 64)


def kept(source):
    """The text after the reader's own edits, line ends and all."""
    parts, at = [], 0
    for edit in source.edits:
        parts += [source.text[at : edit.raw_start], edit.replacement]
        at = edit.raw_end
    return "".join(parts) + source.text[at:]


def lines_of(*sheets):
    """The lines that remain after the reader's own edits."""
    return [line for line in kept(source_of(*sheets)).replace("\f", "").split("\n") if line]


def clean_of(*sheets):
    return clean(source_of(*sheets)).text


def rules_of(*sheets):
    return {edit.removed.strip(): edit.rule for edit in source_of(*sheets).edits}


LONG = "各镇人民政府要把防汛准备放在突出位置，逐库逐坝落实责任人和抢险队伍，按照预案备足沙袋、水泵和救生器材，汛前完成一次演练，并将值班电话向社会公布。"
SECOND = "对排查发现的隐患要建立台账，明确整改时限，能够立即整改的当场整改，一时难以整改的要落实临时度汛措施，确保安全度过主汛期，不发生人员伤亡事件。"
THIRD = "县防汛抗旱指挥部办公室要会同有关部门组成督导组，定期深入一线检查，对工作不落实、措施不到位的单位予以通报，造成严重后果的依法依规追究责任。"
