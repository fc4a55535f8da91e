"""OFD as a package: several documents and versions, parts under odd names, missing, broken or cut off."""

import re

import pytest

from pipeline.read.errors import ReadError
from pipeline.read.ofd import read_ofd
from pipeline.read.package import Package
from tests.read.make_ofd import Page, Style, Text, typeset, write_ofd, zipped
from tests.read.ofd_files import LONG, changed, lay, part, pieces


def test_several_documents_follow_each_other():
    one, two = write_ofd([Page([Text("第一件", 20, 20)])]), write_ofd([Page([Text("第二件", 20, 20)])])
    second = Package(two)
    parts = {name.replace("Doc_0", "Doc_1"): second.read(name) for name in second.names if name != "OFD.xml"}
    first = Package(one)
    parts |= {name: first.read(name) for name in first.names}
    root = parts["OFD.xml"].decode()
    body = re.search("<ofd:DocBody>.*</ofd:DocBody>", root)[0]
    parts["OFD.xml"] = root.replace(body, body + body.replace("Doc_0", "Doc_1")).encode()
    sheets, _ = lay(zipped(parts))
    assert [(sheet.number, pieces(sheet)) for sheet in sheets] == [(1, ["第一件"]), (2, ["第二件"])]


@pytest.mark.parametrize(("flags", "words"), [(('Current="false"', 'Current="true"'), "新稿"), (('Current="true"', 'Current="false"'), "旧稿"), (("", ""), "新稿")])
def test_of_versions_the_current_one_is_read(flags, words):
    data = write_ofd([Page([Text("旧稿", 20, 20)])])
    new = re.sub("旧稿", "新稿", part(data, "Doc_0/Pages/Page_0/Content.xml").decode())
    document = part(data, "Doc_0/Document.xml").decode().replace("Page_0/", "Page_0_v2/")
    versions = "".join(f'<ofd:Version ID="v{n}" Index="{n}" {flag} BaseLoc="Doc_0/Versions/v{n}.xml"/>' for n, flag in enumerate(flags))
    extra = {"Doc_0/Pages/Page_0_v2/Content.xml": new.encode(), "Doc_0/Document_v2.xml": document.encode()}
    for n, root in enumerate(("Document.xml", "Document_v2.xml")):
        extra[f"Doc_0/Versions/v{n}.xml"] = f'<ofd:DocVersion xmlns:ofd="http://www.ofdspec.org/2016" ID="v{n}"><ofd:DocRoot>../{root}</ofd:DocRoot></ofd:DocVersion>'.encode()
    root = part(data, "OFD.xml").replace(b"</ofd:DocBody>", f"<ofd:Versions>{versions}</ofd:Versions></ofd:DocBody>".encode())
    sheets, problems = lay(write_ofd([Page([Text("旧稿", 20, 20)])], extra={**extra, "OFD.xml": root}))
    assert [pieces(sheet) for sheet in sheets] == [[words]] and problems == []


def test_annotations_attachments_and_seals_are_named_and_no_part_of_the_text():
    data = write_ofd(
        [Page([Text("通知", 20, 20)]), Page([Text("附件", 20, 20)])],
        attachments=["任务表.xlsx"], annotations=[(1, "Watermark", "内部资料"), (0, "Stamp", "x" * 99)], seals=2,
    )
    sheets, problems = lay(data)
    assert [pieces(sheet) for sheet in sheets] == [["通知"], ["附件"]]
    assert {problem.severity for problem in problems} == {"info"}
    messages = "\n".join(f"{problem.page} {problem.message}" for problem in problems)
    assert "0 it bears 2 electronic seals" in messages
    assert "“任务表.xlsx”" in messages and "(Watermark)" in messages and "2 the words" in messages
    assert "x" * 40 + "…”" in messages


@pytest.mark.parametrize(
    "names",
    [
        {"Doc_0/": "doc_0/"},
        {"/": "\\"},
        {"Content.xml": "content.XML"},
        {"OFD.xml": "ofd.xml"},
        {"Doc_0": "./Doc_0"},
    ],
)
def test_parts_are_found_however_they_are_named(names):
    package = Package(write_ofd([Page([Text("通知", 20, 20)])]))
    parts = {name: package.read(name) for name in package.names}
    for old, new in names.items():
        parts = {name.replace(old, new): data for name, data in parts.items()}
    sheets, problems = lay(zipped(parts))
    assert pieces(sheets[0]) == ["通知"] and problems == []


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org", "urn:another"])
@pytest.mark.parametrize("prefix", ["", "ofd:", "x:"])
def test_namespaces_and_prefixes(namespace, prefix):
    [sheet] = lay(write_ofd([Page([Text("通知", 20, 20)])], Style(prefix=prefix, namespace=namespace)))[0]
    assert pieces(sheet) == ["通知"]


def test_without_its_root_part_the_documents_are_found():
    data = changed(write_ofd([Page([Text("通知", 20, 20)])]), "OFD.xml", lambda xml: None)
    [sheet], [problem] = lay(data)
    assert pieces(sheet) == ["通知"] and "OFD.xml" in problem.message


def test_without_its_documents_the_pages_are_found():
    data = write_ofd([Page([Text(f"第{n}页", 20, 20)]) for n in range(12)])
    data = changed(changed(data, "OFD.xml", lambda xml: None), "Doc_0/Document.xml", lambda xml: None)
    sheets, problems = lay(data)
    assert [pieces(sheet) for sheet in sheets] == [[f"第{n}页"] for n in range(12)]
    assert ["OFD.xml" in problems[0].message, "Document.xml" in problems[1].message] == [True, True]


def test_of_a_file_cut_off_the_first_pages_are_read():
    pages = typeset(LONG * 3)
    data = write_ofd(pages)
    sheets, problems = lay(data[: len(data) // 2])
    assert 2 < len(sheets) < len(pages)
    assert [piece.text for piece in sheets[0].pieces] == [text.text for text in pages[0].texts]
    assert "cut off" in problems[0].message


def test_a_page_that_is_missing_or_broken_is_told_and_the_rest_read():
    pages = [Page([Text("第一页", 20, 20)]), Page([Text("第二页", 20, 20), Text("还在", 20, 30), Text("丢失", 20, 40)]), Page([Text("第三页", 20, 20)])]
    data = write_ofd(pages)
    name = "Doc_0/Pages/Page_1/Content.xml"
    sheets, [problem] = lay(changed(data, name, lambda xml: None))
    assert [pieces(sheet) for sheet in sheets] == [["第一页"], [], ["第三页"]]
    assert (problem.page, problem.severity) == (2, "warning") and name in problem.message
    sheets, [problem] = lay(changed(data, name, lambda xml: xml[: xml.index("丢".encode()) - 1]))
    assert [pieces(sheet) for sheet in sheets] == [["第一页"], ["第二页", "还在"], ["第三页"]]
    assert problem.page == 2 and "damaged" in problem.message


def test_resources_that_are_missing_do_no_harm():
    data = changed(write_ofd([Page([Text("通知", 20, 20)])]), "Doc_0/PublicRes.xml", lambda xml: None)
    [sheet], [problem] = lay(data)
    assert pieces(sheet) == ["通知"] and problem.severity == "info"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "list of contents"),
        (b"no zip", "list of contents"),
        (zipped({"OFD.xml": b"<a/>"}), "no text can be had"),
        (zipped({"x": b""}), "OFD.xml"),
        (write_ofd([]), "no text can be had"),
        (write_ofd([Page()]), "pages are empty"),
        (write_ofd([Page([Text("通知", 20, 20)])], extra={"Encryptions.xml": b"<x/>"}), "encrypted"),
        (write_ofd([Page([Text("通知", 20, 20)])])[:90], "cut off"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, words):
    with pytest.raises(ReadError, match=words) as caught:
        read_ofd(data, "a.ofd", "0")
    assert ": " in str(caught.value)


def test_a_package_with_a_password_says_so():
    data = bytearray(write_ofd([Page([Text("通知", 20, 20)])]))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(magic, at + 4)
    with pytest.raises(ReadError, match="password"):
        read_ofd(bytes(data), "a.ofd", "0")
