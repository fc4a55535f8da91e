"""OFD files that mean harm or were made by a broken program: bounded, told, and never an error that is not one of ours."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read import ofd
from pipeline.read.errors import ReadError
from pipeline.read.ofd import page as ofd_page
from pipeline.read.ofd import read_ofd
from pipeline.read.ofd.parts import Matrix, box, deltas, matrix, number, numbers
from tests.read.make_ofd import PRODUCERS, Page, Text, write_ofd
from tests.read.ofd_files import changed

WORDS = Page([Text("关于开展检查的通知", 20, 20)])
CONTENT = "Doc_0/Pages/Page_0/Content.xml"


def page_xml(body):
    return f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{body}</ofd:Layer></ofd:Content></ofd:Page>'.encode()


def with_page(xml):
    return write_ofd([WORDS, WORDS], extra={CONTENT: xml})


def code(text, attributes="", outer=""):
    return f'<ofd:TextObject Boundary="20 20 9 9" Size="5" {outer}><ofd:TextCode X="0" Y="4" {attributes}>{text}</ofd:TextCode></ofd:TextObject>'


LAUGHS = "".join(f'<!ENTITY x{n} "' + f"&x{n - 1};" * 10 + '">' for n in range(1, 9))
BOMB = f'<!DOCTYPE a [<!ENTITY x0 "aaaaaaaaaa">{LAUGHS}]>'


@pytest.mark.parametrize(
    "xml",
    [
        BOMB.encode() + page_xml(code("&x8;")),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + page_xml(code("&x;")),
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">' + page_xml(code("x")),
        b"<a>" * 100_000,
        b"\xff\xfe\x00",
        b"",
        page_xml("<ofd:PageBlock>" * 20_000),
        page_xml(code("一") * 1_000_000),
    ],
    ids=["bomb", "file", "dtd", "deep", "bytes", "empty", "blocks", "million"],
)
def test_a_hostile_page_is_a_problem_and_the_next_is_read(xml):
    began = time.process_time()
    source = read_ofd(with_page(xml), "a.ofd", "0")
    assert "关于开展检查的通知" in source.text
    assert {problem.page for problem in source.problems} == {1}
    assert time.process_time() - began < 20


def test_a_page_of_too_many_characters_is_cut_and_told(monkeypatch):
    monkeypatch.setattr(ofd_page, "MAX_CHARACTERS", 100)
    source = read_ofd(with_page(page_xml(code("一二三四五六七八九十" * 9) + code("甲乙丙丁" * 9).replace("20 20", "20 90"))), "a.ofd", "0")
    assert (source.text.count("一"), source.text.count("甲"), source.text.count("丁")) == (9, 3, 2)
    assert [(problem.page, "more than is read" in problem.message) for problem in source.problems] == [(1, True)]


def test_objects_of_a_page_are_counted(monkeypatch):
    monkeypatch.setattr(ofd_page, "MAX_OBJECTS", 50)
    source = read_ofd(with_page(page_xml("<ofd:ImageObject/>" * 60 + code("一"))), "a.ofd", "0")
    assert source.problems[0].page == 1 and "一" not in source.text


def test_composite_objects_that_name_each_other_come_to_an_end():
    unit = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{(n + 1) % 3}" Boundary="0 0 1 1"/>' * 9
        + code("一") + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for n in range(3)
    )
    resources = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>'
    xml = page_xml('<ofd:CompositeObject ResourceID="0" Boundary="0 0 1 1"/>')
    began = time.process_time()
    source = read_ofd(write_ofd([WORDS, WORDS], extra={CONTENT: xml, "Doc_0/DocumentRes.xml": resources.encode()}), "a.ofd", "0")
    assert "more than is read" in source.problems[0].message
    assert time.process_time() - began < 20


def test_pages_and_characters_of_a_file_are_bounded(monkeypatch):
    monkeypatch.setattr(ofd, "MAX_PAGES", 3)
    source = read_ofd(write_ofd([WORDS] * 5), "a.ofd", "0")
    assert len(source.pages) == 3 and "first 3 pages" in source.problems[-1].message
    monkeypatch.setattr(ofd, "MAX_CHARACTERS", 10)
    assert len(read_ofd(write_ofd([WORDS] * 5), "a.ofd", "0").pages) == 2


def test_one_page_listed_two_hundred_thousand_times(monkeypatch):
    monkeypatch.setattr(ofd, "MAX_PAGES", 200)
    listed = "".join(f'<ofd:Page ID="{n * 7919 % 1_000_003}" BaseLoc="Pages/Page_0/Content.xml"/>' for n in range(200_000)).encode()
    data = changed(write_ofd([WORDS]), "Doc_0/Document.xml", lambda xml: xml.replace(b"</ofd:Pages>", listed + b"</ofd:Pages>"))
    began = time.process_time()
    assert len(read_ofd(data, "a.ofd", "0").pages) == 200
    assert time.process_time() - began < 20


def test_a_bomb_of_a_page():
    source = read_ofd(with_page(b" " * 60_000_000), "a.ofd", "0")
    assert "bomb" in source.problems[0].message and "通知" in source.text


@pytest.mark.parametrize(
    "objects",
    [
        code("一二三", 'DeltaX="g 1000000000 1"'),
        code("一二三", 'DeltaX="g -5 1 g x y nan inf 1e400"'),
        code("一二三", 'DeltaX="' + "g 9 9 " * 100_000 + '"'),
        code("一" * 50_000, 'DeltaX="' + "5 " * 200_000 + '"'),
        code("一二三", 'DeltaX="1e300 -1e300"'),
        code("一", "", 'CTM="0 0 0 0 0 0"'),
        code("一", "", 'CTM="1e300 0 0 1e300 0 0"'),
        code("一", "", 'HScale="nan"'),
        code("一", "", 'CharDirection="1e308" ReadDirection="-7"'),
        '<ofd:TextObject Boundary="x" Size="-5"><ofd:TextCode X="inf" Y="nan">一二</ofd:TextCode></ofd:TextObject>',
        '<ofd:TextObject><ofd:TextCode>一</ofd:TextCode></ofd:TextObject><ofd:TextObject Size="5"/>',
        '<ofd:TextObject Size="5"><ofd:CGTransform CodePosition="-1" CodeCount="1e9" GlyphCount="1e9"/><ofd:TextCode>一二</ofd:TextCode></ofd:TextObject>',
        '<ofd:TextObject Size="5"><ofd:CGTransform CodeCount="2" GlyphCount="99999999"/><ofd:TextCode DeltaX="1">一二</ofd:TextCode></ofd:TextObject>',
        "<ofd:PathObject><ofd:AbbreviatedData>" + "M 0 0 L 9 0 " * 100_000 + "</ofd:AbbreviatedData></ofd:PathObject>",
        '<ofd:PathObject LineWidth="1e308" CTM="1 1 1 1 1 1"><ofd:AbbreviatedData>M 0 0 L 9 0</ofd:AbbreviatedData></ofd:PathObject>',
        '<ofd:ImageObject ResourceID="nowhere" Boundary="0 0 210 297"/>',
        '<ofd:CompositeObject ResourceID="nowhere"/>',
    ],
)
def test_numbers_of_any_kind_do_no_harm(objects):
    began = time.process_time()
    source = read_ofd(with_page(page_xml(objects)), "a.ofd", "0")
    assert "关于开展检查的通知" in source.text
    for page in source.pages:
        for line in page.lines:
            assert all(map(math.isfinite, (*line.box, *line.edges)))
    assert time.process_time() - began < 10


def test_sixty_thousand_characters_upon_each_other():
    body = "".join(code("一" if n % 2 else "二", "", "").replace('X="0"', f'X="{n * 0.001:.3f}"') for n in range(60_000))
    began = time.process_time()
    read_ofd(with_page(page_xml(body)), "a.ofd", "0")
    assert time.process_time() - began < 20


TOKEN = st.sampled_from(["g", "G", "0", "1", "-3", "5.5", "1e9", "nan", "inf", "x", "1000000000", ",", "٣"])


@given(st.lists(TOKEN, max_size=30), st.integers(0, 20))
def test_offsets_are_never_more_than_asked_for(tokens, count):
    found = deltas(" ".join(tokens), count)
    assert len(found) <= count
    assert all(map(math.isfinite, found))


@given(st.lists(st.one_of(st.floats(-50, 50).map(lambda value: round(value, 3)), st.integers(-9, 9)), min_size=1, max_size=12), st.integers(1, 5))
def test_offsets_written_short_are_those_written_long(values, times):
    long = " ".join(str(value) for value in values for _ in range(times))
    short = " ".join(f"g {times} {value}" for value in values)
    count = len(values) * times
    assert deltas(long, count) == deltas(short, count)
    assert deltas(long, count) == [float(value) for value in values for _ in range(times)]


@given(st.text(max_size=40))
def test_numbers_of_any_text(text):
    assert all(map(math.isfinite, (*numbers(text), number(text), *matrix(text))))
    assert box(text) is None or len(box(text)) == 4


@given(*[st.tuples(*[st.floats(-3, 3)] * 6)] * 2, st.tuples(st.floats(-9, 9), st.floats(-9, 9)))
def test_matrices_go_one_after_the_other(one, two, point):
    one, two = Matrix(*one), Matrix(*two)
    assert one.then(two).point(*point) == pytest.approx(two.point(*one.point(*point)), abs=1e-6)


VALUE = st.sampled_from(["", "0", "1", "-1", "5", "90", "180", "1e6", "0 0 9 9", "1 0 0 1 0 0", "0 1 -1 0 0 0", "g 3 5", "true", "false", "x", "99999999999"])
ATTRIBUTE = st.sampled_from(["Boundary", "CTM", "Size", "HScale", "CharDirection", "ReadDirection", "Alpha", "Visible", "Fill", "Stroke", "LineWidth", "ResourceID"])


def attributes(values):
    return " ".join(f'{key}="{value}"' for key, value in values.items())


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["TextObject", "PathObject", "ImageObject", "PageBlock", "CompositeObject", "Other"]), st.dictionaries(ATTRIBUTE, VALUE, max_size=6), st.dictionaries(st.sampled_from(["X", "Y", "DeltaX", "DeltaY"]), VALUE, max_size=4)), max_size=6))
def test_objects_of_any_kind_are_read_or_left(objects):
    body = "".join(
        f"<ofd:{name} {attributes(outer)}><ofd:TextCode {attributes(inner)}>一a二</ofd:TextCode>"
        f"<ofd:AbbreviatedData>M 0 0 L 90 0 L 90 {inner.get('X') or 0} C</ofd:AbbreviatedData></ofd:{name}>"
        for name, outer, inner in objects
    )
    source = read_ofd(with_page(page_xml(body)), "a.ofd", "0")
    assert "关于开展检查的通知" in source.text.replace("\n", "")
    for page in source.pages:
        for line in page.lines:
            assert all(map(math.isfinite, line.edges))
            assert source.text[line.start : line.end]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused(data):
    whole = bytearray(write_ofd([WORDS, WORDS], PRODUCERS[data.draw(st.sampled_from(sorted(PRODUCERS)))]))
    for _ in range(data.draw(st.integers(1, 10))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_ofd(bytes(whole), "a.ofd", "0")
    except ReadError as error:
        assert error.message
