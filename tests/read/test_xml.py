"""XML of foreign files: in every encoding, without entities, without anything fetched, and never too much of it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.errors import ReadError
from pipeline.read.xml import MAX_DEPTH, MAX_NODES, attribute, local, parse


@pytest.mark.parametrize(
    "data",
    [
        "<a>通知</a>".encode(),
        "\ufeff<a>通知</a>".encode(),
        " \r\n<?xml version='1.0'?><a>通知</a>".encode(),
        '<?xml version="1.0" encoding="UTF-16"?><a>通知</a>'.encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-16"?><a>通知</a>'.encode("utf-16-be"),
        '<?xml version="1.0" encoding="UTF-16"?><a>通知</a>'.encode(),  # wrongly labelled
        '<?xml version="1.0" encoding="gb2312"?><a>通知</a>'.encode("gb18030"),
        '<?xml version="1.0" encoding="Big5"?><a>通知</a>'.encode("big5"),
        "<a><!-- c -->通知<?target x?></a>".encode(),
        "<a><![CDATA[通知]]></a>".encode(),
    ],
)
def test_every_encoding_is_read(data):
    assert "".join(parse(data).itertext()) == "通知"


LAUGHS = "".join(f'<!ENTITY x{n} "' + f"&x{n - 1};" * 10 + '">' for n in range(1, 9))
BOMB = f'<!DOCTYPE a [<!ENTITY x0 "aaaaaaaaaa">{LAUGHS}]><a>&x8;</a>'


@pytest.mark.parametrize(
    "source",
    [
        BOMB,
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/a.dtd"> %x;]><a/>',
    ],
    ids=["bomb", "file", "dtd", "network", "parameter"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("recover", [False, True])
def test_entities_and_dtds_are_refused_in_every_encoding(source, encoding, recover):
    with pytest.raises(ReadError, match="DTD or entities"):
        parse(source.encode(encoding), recover=recover)


def test_an_encoding_in_which_entities_could_hide_is_refused():
    with pytest.raises(ReadError, match="UTF-7"):
        parse(b'<?xml version="1.0" encoding="UTF-7"?><a/>')


@pytest.mark.parametrize("recover", [False, True])
def test_no_file_is_read_for_an_entity_that_nobody_declared(recover):
    try:
        root = parse(b"<a>&passwd;</a>", recover=recover)
    except ReadError:
        return
    assert "".join(str(text) for text in root.itertext()) in ("", "&passwd;")


def test_depth_is_bounded():
    fits, deep = MAX_DEPTH - 2, 100_000
    assert sum(1 for _ in parse(b"<a>" * fits + b"</a>" * fits).iter()) == fits
    with pytest.raises(ReadError):
        parse(b"<a>" * deep + b"</a>" * deep)
    with contextlib.suppress(ReadError):
        assert sum(1 for _ in parse(b"<a>" * deep + b"</a>" * deep, recover=True).iter()) <= MAX_DEPTH


def test_nodes_are_counted_before_they_are_made():
    with pytest.raises(ReadError, match="tags and attributes"):
        parse(b"<a>" + b"<b/>" * MAX_NODES + b"</a>")


@pytest.mark.parametrize("data", [b"", b"  ", b"PK\x03\x04", b"<a>", b"<a><b></a>", b"<a x='1' x='2'/>", b"\x00<"])
def test_what_is_not_well_formed_is_refused(data):
    with pytest.raises(ReadError, match="XML"):
        parse(data)


def test_of_a_part_that_was_cut_off_the_rest_can_be_had():
    root = parse("<a><b>一</b><b>二</b><b>三".encode(), recover=True)
    assert [element.text for element in root] == ["一", "二", "三"]


def test_names_without_their_namespace():
    root = parse(b'<o:Page xmlns:o="urn:x" o:ID="1" Name="n"/>')
    assert (local(root), attribute(root, "ID"), attribute(root, "Name"), attribute(root, "None")) == ("Page", "1", "n", None)


@given(st.binary(max_size=300), st.booleans())
def test_bytes_are_xml_or_refused(data, recover):
    with contextlib.suppress(ReadError):
        parse(data, recover=recover)


@given(st.text(alphabet="<>/ab&;!-?[]'\"= \x00中", max_size=60), st.sampled_from(["utf-8", "utf-16"]))
def test_near_xml_is_xml_or_refused(text, encoding):
    with contextlib.suppress(ReadError):
        parse(("<a>" + text + "</a>").encode(encoding), recover=True)
