"""Small Word files for tests, from hand-written XML: what python-docx has no door for."""

import io
import itertools
import re
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def run(text, properties=""):
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text="", number=None, level=0, style="", inside="", mark=""):
    """A paragraph; ``number`` is its list, ``inside`` XML behind the text, ``mark`` XML in the properties of its end."""
    numbering = "" if number is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    ended = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    words = run(text) if text else ""
    return f"<w:p><w:pPr>{named}{numbering}{ended}</w:pPr>{words}{inside}</w:p>"


def level(index, form, text, start=1, extra="", suffix="nothing"):
    """A level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(abstract, lists=None):
    """numbering.xml: ``abstract`` levels by id (or whole XML), ``lists`` (id, abstract id, overrides)."""
    out = "".join(f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>' for key, levels in abstract.items())
    for key, of, overrides in lists or [(1, 0, "")]:
        out += f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'
    return f"<w:numbering {NAMES}>{out}</w:numbering>"


def docx(body, numbering="", styles="", parts=None, section="", compress=zipfile.ZIP_DEFLATED, main="document.main+xml"):
    """The bytes of a document. ``parts``: further ones, name → (kind, content type, XML or bytes)."""
    document = f"<w:document {NAMES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    held = {"document.xml": ("", WORD + main, document)}
    if numbering:
        held["numbering.xml"] = ("numbering", WORD + "numbering+xml", numbering)
    if styles:
        held["styles.xml"] = ("styles", WORD + "styles+xml", f"<w:styles {NAMES}>{styles}</w:styles>")
    held.update(parts or {})
    types = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types += '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    related = ""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compress) as archive:
        for name, (kind, content, data) in held.items():
            if content:
                types += f'<Override PartName="/word/{name}" ContentType="{content}"/>'
            if kind:
                related += f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}"/>'
            archive.writestr("word/" + name, data if isinstance(data, bytes) else HEAD + data)
        rooms = "http://schemas.openxmlformats.org/package/2006"
        archive.writestr("[Content_Types].xml", f'{HEAD}<Types xmlns="{rooms}/content-types">{types}</Types>')
        archive.writestr("word/_rels/document.xml.rels", f'{HEAD}<Relationships xmlns="{rooms}/relationships">{related}</Relationships>')
        first = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'{HEAD}<Relationships xmlns="{rooms}/relationships">{first}</Relationships>')
    return stream.getvalue()


#: Labels at the beginning of a line, by the list that makes them: pattern of the number, number format, text of its level.
LABELS = [
    (r"([一二三四五六七八九十]{1,3})、", "chineseCountingThousand", "%1、"),
    (r"（([一二三四五六七八九十]{1,3})）", "chineseCountingThousand", "（%1）"),
    (r"\(([一二三四五六七八九十]{1,3})\)", "chineseCountingThousand", "(%1)"),
    (r"(\d{1,2})\.(?!\d)", "decimal", "%1."),
    (r"(\d{1,2})、", "decimal", "%1、"),
    (r"（(\d{1,2})）", "decimal", "（%1）"),
    (r"\((\d{1,2})\)", "decimal", "(%1)"),
    (r"第([一二三四五六七八九十]{1,3})条", "chineseCountingThousand", "第%1条"),
    (r"第([一二三四五六七八九十]{1,3})章", "chineseCountingThousand", "第%1章"),
]
_DIGITS = {char: index for index, char in enumerate("〇一二三四五六七八九")}


def _value(words):
    if words.isascii():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)


def notice(text):
    """A notice as Word has it: labels are automatic numbering, lines with tabs are tables, form feeds are page breaks."""
    lists, counts, current = [(index + 1, index, "") for index in range(len(LABELS))], {}, {}
    body = ""
    for kind, group in itertools.groupby(text.removesuffix("\n").split("\n"), key=lambda line: "\t" in line):
        if kind:
            rows = ["".join(f"<w:tc><w:tcPr/>{p(escape(cell))}</w:tc>" for cell in line.split("\t")) for line in group]
            borders = '<w:tblBorders><w:insideV w:val="single"/></w:tblBorders>'
            body += f"<w:tbl><w:tblPr>{borders}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
            continue
        for line in group:
            index, found = next(((at, m) for at, row in enumerate(LABELS) if (m := re.match(row[0], line))), (0, None))
            if found is None or "\f" in line:
                body += p(inside=run(escape(line)).replace("\f", '</w:t><w:br w:type="page"/><w:t xml:space="preserve">'))
                continue
            now = _value(found[1])
            if counts.get(index, 0) + 1 != now:  # begins again, or one was lost
                lists.append((len(lists) + 1, index, f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{now}"/></w:lvlOverride>'))
                current[index] = len(lists)
            counts[index] = now
            body += p(escape(line[found.end() :]), current.get(index, index + 1))
    abstract = {index: level(0, form, words) for index, (_, form, words) in enumerate(LABELS)}
    return docx(body, numbering=numbering(abstract, lists))
