"""JBIG2 pictures: their size from their segments, their pixels by pdfium."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from pipeline.read.ofd.jbig2 import MAGIC, BadPictureError, decode, size_of


def segment(number, kind, data, page=1):
    return struct.pack(">IBBBI", number, kind, 0, page, len(data)) + data


def jbig2(image, head=True):
    """A picture as one generic region, coded as fax machines do (MMR), which libtiff can write."""
    width, height = image.size
    tiff = io.BytesIO()
    ImageOps.invert(image.convert("L")).convert("1").save(tiff, "TIFF", compression="group4", tiffinfo={278: height})
    file = Image.open(tiff)
    offset, length = file.tag_v2[273][0], file.tag_v2[279][0]
    coded = tiff.getvalue()[offset : offset + length]
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + coded
    body = segment(0, 48, page) + segment(1, 38, region) + segment(2, 49, b"") + segment(3, 51, b"", 0)
    return (MAGIC + b"\x01" + struct.pack(">I", 1) if head else b"") + body


@pytest.fixture
def image():
    found = Image.new("1", (300, 200), 1)
    ImageDraw.Draw(found).rectangle((40, 50, 99, 79), fill=0)
    return found


@pytest.mark.parametrize("head", [True, False])
def test_a_picture_is_decoded(image, head):
    data = jbig2(image, head)
    assert size_of(data) == (300, 200)
    found = decode(data)
    assert found.size == pytest.approx((300, 200), abs=1)
    assert found.point(lambda value: 255 if value < 128 else 0).getbbox() == pytest.approx((40, 50, 100, 80), abs=1)


@pytest.mark.parametrize("data", [b"", MAGIC, MAGIC + b"\x01\0\0\0\1", MAGIC + b"\0\0\0\0\1" + bytes(99), b"no picture at all, only words", segment(0, 48, struct.pack(">II", 0xFFFFFFFF, 9) + bytes(11)), segment(0, 48, b"")])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(BadPictureError):
        decode(data)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_damaged_pictures_are_decoded_or_refused(data):
    whole = bytearray(jbig2(Image.new("1", (40, 30), 1)))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        width, height = size_of(bytes(whole))
        if width * height < 1_000_000:
            decode(bytes(whole))
    except BadPictureError:
        pass
