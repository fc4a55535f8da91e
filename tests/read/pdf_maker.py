"""Small PDF files for tests, written object by object: what no library writes, and no font file is needed for."""

import io
import zlib

SONG = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
    b"/DW 1000 /W [ 1 95 500 814 939 500 ] >> ] >>"
)
"""A Chinese font that every reader knows by name; ASCII is half as wide as a Chinese character."""
LATIN = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
A4 = (595, 842)


def text(words, x=79, y=700, size=16, *, colour="0 g", mode=0, spread=0, turn="1 0 0 1", font="F"):
    """Words at a place. ``turn``: the first four numbers of the text's matrix; ``mode``: 3 is not painted."""
    code = words.encode("utf-16-be").hex() if font == "F" else words.encode("latin-1").hex()
    return f"BT {colour} /{font} {size} Tf {mode} Tr {spread} Tc {turn} {x} {y} Tm <{code}> Tj ET\n"


def lines(words, x=79, y=700, size=16, pitch=29, **more):
    """Printed lines one under the other."""
    return "".join(text(each, x, y - number * pitch, size, **more) for number, each in enumerate(words))


def stream(content, head="", *, packed=False):
    """A stream object."""
    data = content.encode("latin-1") if isinstance(content, str) else content
    if packed:
        data, head = zlib.compress(data), head + " /Filter /FlateDecode"
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head.encode(), len(data), data)


def write(objects, trailer=b""):
    """A file of numbered objects, the first being its catalog."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return out.getvalue()


def pdf(*contents, size=A4, page="", catalog="", repeat=1, more=(), packed=False):
    """A file with a page for each content (``repeat`` times the same). ``page``: further entries of every page.

    ``more``: further objects; the first has the number 6 + 2 × pages. An image named I may be among them.
    """
    contents = list(contents)
    first = 6
    count = len(contents) * repeat
    kids = b" ".join(b"%d 0 R" % (first + number) for number in range(count))
    resources = b"<< /Font << /F 3 0 R /H 4 0 R >> /XObject << /I 5 0 R >> >>"
    image = more[0] if more else stream(b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog.encode("latin-1"),
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 %s %s] /Resources %s >>"
        % (count, kids, str(size[0]).encode(), str(size[1]).encode(), resources),
        SONG,
        LATIN,
        image,
    ]
    for number in range(count):
        content = first + count + number % len(contents)
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %s >>" % (content, page.encode()))
    objects += [stream(content, packed=packed) for content in contents]
    return write([*objects, *more[1:]])


def image(x=0, y=0, width=A4[0], height=A4[1]):
    """The file's image, drawn at a place."""
    return f"q {width} 0 0 {height} {x} {y} cm /I Do Q\n"
