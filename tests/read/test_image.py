"""Picture files of every kind become pages; broken, hostile and endless ones become problems in words."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from pipeline.read import ReadError, image
from pipeline.read.image import dpi_of, pictures, read_image
from pipeline.read.layout.sheet import Sheet


@pytest.fixture
def seen(monkeypatch):
    """What would be recognised: (size, number, dpi) of every page."""
    pages = []

    def recognise(picture, number, dpi):
        pages.append((picture.size, number, round(dpi)))
        return [Sheet(number, 595, 842, text_source="ocr")]

    monkeypatch.setattr(image, "recognise", recognise)
    return pages


def page(size=(414, 585), mark=None):
    picture = Image.new("RGB", size, "white")
    if mark:
        ImageDraw.Draw(picture).rectangle(mark, fill="black")
    return picture


def saved(picture, form, **options):
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF"])
def test_every_common_format_is_one_page(form, seen):
    source = read_image(saved(page(), form), "a", "0")
    assert seen == [((414, 585), 1, 50)]
    assert [each.number for each in source.pages] == [1]
    assert source.problems == ()


def test_heic_is_read_where_its_library_is(seen):
    pytest.importorskip("pillow_heif")
    read_image(saved(page(), "HEIF"), "a", "0")
    assert seen == [((414, 585), 1, 50)]


def test_heic_without_its_library_says_what_to_install(monkeypatch):
    monkeypatch.setattr(image, "find_spec", lambda name: None)
    with pytest.raises(ReadError, match="pillow-heif"):
        read_image(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a", "0")


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK"])
def test_every_mode_is_taken(mode, seen):
    read_image(saved(page().convert(mode), "TIFF"), "a", "0")
    assert len(seen) == 1


def test_every_page_of_a_tiff_is_a_page(seen):
    data = saved(page(), "TIFF", save_all=True, append_images=[page((585, 414)), page()], dpi=(50, 50))
    source = read_image(data, "a", "0")
    assert [(size, number) for size, number, _ in seen] == [((414, 585), 1), ((585, 414), 2), ((414, 585), 3)]
    assert [each.number for each in source.pages] == [1, 2, 3]


def test_a_tiff_of_ten_thousand_pages_is_read_up_to_a_bound(seen, monkeypatch):
    monkeypatch.setattr(image, "MAX_PAGES", 3)
    source = read_image(saved(page((8, 8)), "TIFF", save_all=True, append_images=[page((8, 8))] * 9), "a", "0")
    assert len(seen) == 3
    assert "only the first 3 pages" in source.problems[0].message


def test_an_animation_is_its_first_frame(seen):
    frames = [page(mark=(10 * step, 10, 10 * step + 30, 40)) for step in range(4)]
    source = read_image(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), "a", "0")
    assert len(seen) == 1
    assert "animated" in source.problems[0].message


def test_the_note_of_how_the_camera_was_held_is_heeded():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise to see it upright
    found = next(pictures(saved(page((600, 400), mark=(0, 0, 60, 60)), "JPEG", exif=exif), "a", []))
    assert found.image.size == (400, 600)
    assert found.image.getpixel((380, 20))[0] < 50  # the upper left corner has come to the upper right


@pytest.mark.parametrize(
    ("claimed", "size", "expected"),
    [
        ((200, 200), (1654, 2339), (200, 200)),
        ((300, 300), (3508, 2480), (300, 300)),
        ((300, 300), (4961, 3508), (300, 300)),  # A3
        ((72, 72), (3024, 4032), (345, 345)),  # a telephone's photograph
        ((96, 96), (1654, 2339), (200, 200)),  # a programme that writes 96 into everything
        ((1, 1), (1654, 2339), (200, 200)),
        ((0, 0), (1654, 2339), (200, 200)),
        ((float("nan"), 200), (1654, 2339), (200, 200)),
        (None, (1654, 2339), (200, 200)),
        ((204, 98), (1728, 1145), (204, 98)),  # a telefax
    ],
)
def test_a_resolution_is_believed_when_it_makes_a_page_of_a_usual_size(claimed, size, expected):
    assert dpi_of(claimed, size) == pytest.approx(expected, abs=1)


def test_a_telefax_gets_square_pixels():
    found = next(pictures(saved(page((1728, 1145)), "TIFF", dpi=(204, 98)), "a", []))
    assert found.image.size == (1728, 2383)
    assert found.dpi == 204


def png_of(width, height):
    """The head of a PNG of any size, with next to no data."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(20_000, 20_000), (10_000, 10_000), (2_000_000, 50)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("decoded"))
    with pytest.raises(ReadError, match="million") as caught:
        read_image(png_of(*size), "a", "0")
    assert "200 dpi" in str(caught.value)


def test_a_truncated_picture_is_read_as_far_as_it_goes(seen):
    data = saved(page((800, 1100), mark=(0, 0, 400, 200)), "JPEG", quality=95)
    source = read_image(data[: len(data) * 2 // 3], "a", "0")
    assert len(seen) == 1
    assert "cut short" in source.problems[0].message
    assert source.problems[0].page == 1


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF"])
def test_a_picture_cut_anywhere_is_an_error_or_a_page(form, seen):
    data = saved(page((200, 280), mark=(20, 20, 90, 90)), form)
    for end in range(4, len(data), max(1, len(data) // 25)):
        try:
            read_image(data[:end], "a", "0")
        except ReadError as error:
            assert error.advice


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\0" + b"\xff" * 40, b"BM" + b"\0" * 60]
)
def test_what_is_no_picture_is_refused_in_words(data):
    with pytest.raises(ReadError) as caught:
        read_image(data, "a", "0")
    assert caught.value.advice


def test_formats_that_run_programs_are_not_opened():
    with pytest.raises(ReadError):
        read_image(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "a", "0")
