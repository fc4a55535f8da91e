"""Word files: what is printed, in which order, and what is not."""

import io

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.read.docx import read_docx
from pipeline.read.errors import ReadError
from tests.read.docx_maker import NAMES, WORD, docx, p, run


def read(body, **parts):
    return read_docx(docx(body, **parts), "a.docx", "0")


def text(body, **parts):
    return read(body, **parts).text


def cleaned(body, **parts):
    return clean(read(body, **parts)).text


def field(code, result="", end=True):
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else ""
    ended = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if end else ""
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>{shown}{ended}'


def cell(*blocks, about=""):
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{''.join(blocks) or p()}</w:tc>"


def row(*cells, about=""):
    return f"<w:tr><w:trPr>{about}</w:trPr>{''.join(cells)}</w:tr>"


RULED = '<w:tblBorders><w:left w:val="single"/><w:insideV w:val="single"/></w:tblBorders>'


def table(*rows, borders=RULED, grid=""):
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


DEL, INS = '<w:del w:id="1" w:author="x">', '<w:ins w:id="2" w:author="x">'
GONE = "<w:r><w:delText>旧</w:delText></w:r>"
BOX = "<w:txbxContent>{}</w:txbxContent>"


def drawn(content, frame="paragraph", down=0, right=0):
    return (
        f'<w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>{right}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{frame}"><wp:posOffset>{down}</wp:posOffset></wp:positionV><wp:docPr id="1" name="x"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{BOX.format(content)}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )


def old(content):
    return f'<w:pict><v:shape style="position:absolute"><v:textbox style="mso-fit-shape-to-text:t">{BOX.format(content)}</v:textbox></v:shape></w:pict>'


BOTH = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawn(p("青石县文件"))}</mc:Choice><mc:Fallback>{old(p("青石县文件"))}</mc:Fallback></mc:AlternateContent>'

#: Name, body, text as read.
INLINE = [
    ("runs", p(inside=run("一个") + run("通知")), "一个通知\n"),
    ("an empty paragraph is an empty line", p("甲") + p() + p("乙"), "甲\n\n乙\n"),
    ("a hyperlink", p(inside=f'<w:hyperlink r:id="x">{run("县政府网站")}</w:hyperlink>'), "县政府网站\n"),
    ("a smart tag", p(inside=f'<w:smartTag w:element="date">{run("3月5日")}</w:smartTag>'), "3月5日\n"),
    ("custom XML", p(inside=f'<w:customXml w:element="x"><w:customXmlPr/>{run("甲")}</w:customXml>'), "甲\n"),
    ("a content control", p(inside=f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>"), "甲\n"),
    ("a content control around paragraphs", f"<w:sdt><w:sdtContent>{p('甲')}{p('乙')}</w:sdtContent></w:sdt>", "甲\n乙\n"),
    ("a line end within a paragraph", p(inside=run("关于") + "<w:r><w:br/></w:r>" + run("通知")), "关于\n通知\n"),
    ("a page break", p(inside=run("甲") + '<w:r><w:br w:type="page"/></w:r>' + run("乙")), "甲\n\f乙\n"),
    ("a page break alone", p("甲") + p(inside='<w:r><w:br w:type="page"/></w:r>') + p("乙"), "甲\n\f乙\n"),
    ("a paragraph that begins a page", p("甲") + p("乙").replace("<w:pPr>", "<w:pPr><w:pageBreakBefore/>"), "甲\n\f乙\n"),
    ("a hyphen that keeps words together", p(inside="<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>3</w:t></w:r>"), "A-3\n"),
    ("a soft hyphen is not printed", p(inside="<w:r><w:t>A</w:t><w:softHyphen/><w:t>3</w:t></w:r>"), "A3\n"),
    ("a sign of Wingdings", p(inside='<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>'), "☑是\n"),
    ("text in Wingdings", p(inside=run("\uf0fc", '<w:rFonts w:ascii="Wingdings"/>')), "√\n"),
    ("superscript", p(inside=run("500m") + run("2", '<w:vertAlign w:val="superscript"/>')), "500m²\n"),
    ("subscript", p(inside=run("PM") + run("2.5", '<w:vertAlign w:val="subscript"/>')), "PM2.5\n"),
    ("small capitals", p(inside=run("gdp", "<w:smallCaps/>")), "gdp\n"),
    ("hidden text", p(inside=run("甲") + run("秘", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>')), "甲乙\n"),
    ("a hidden paragraph", p("甲") + p(inside=run("秘", "<w:vanish/>"), mark="<w:vanish/>") + p("乙"), "甲\n乙\n"),
    ("ruby", p(inside=f"<w:r><w:ruby><w:rt>{run('shu')}</w:rt><w:rubyBase>{run('黍')}</w:rubyBase></w:ruby></w:r>"), "黍\n"),
    ("inserted and deleted text", p(inside=f"{DEL}{GONE}</w:del>{INS}{run('新')}</w:ins>"), "新\n"),
    ("moved text", p(inside=f'<w:moveFrom w:id="3">{run("甲")}</w:moveFrom>{run("乙")}<w:moveTo w:id="4">{run("丙")}</w:moveTo>'), "乙丙\n"),
    ("a deleted end joins paragraphs", p("甲", mark='<w:del w:id="1"/>') + p("乙"), "甲乙\n"),
    ("a large first letter", p("春").replace("<w:pPr>", '<w:pPr><w:framePr w:dropCap="drop" w:lines="3"/>') + p("耕在即。"), "春耕在即。\n"),
    ("a deleted paragraph leaves nothing", p("甲") + p(inside=f"{DEL}{GONE}</w:del>", mark='<w:del w:id="1"/>') + p("乙"), "甲\n乙\n"),
    ("former properties are not the present ones", p(inside='<w:r><w:rPr><w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>甲</w:t></w:r>'), "甲\n"),
    ("of a field its result", p(inside=run("见") + field("REF x", run("第三条"))), "见第三条\n"),
    ("a field within a field", p(inside=field("IF " + "</w:instrText></w:r>" + field("DOCVARIABLE x", run("否")) + "<w:r><w:instrText>", run("是"))), "是\n"),
    ("a page number gives nothing", p(inside=run("甲") + field("PAGE", run("3")) + '<w:fldSimple w:instr="NUMPAGES">' + run("9") + "</w:fldSimple>"), "甲\n"),
    ("a ringed number", p(inside=field(r"eq \o\ac(○,3)") + run("登记")), "③登记\n"),
    ("a ringed character", p(inside=field(r"eq \o\ac(○,财)")), "财\n"),
    ("a reading set by a field", p(inside=field(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(shu),黍)')), "黍\n"),
    ("a fraction set by a field", p(inside=field(r"eq \f(1,3)")), "1/3\n"),
    ("a symbol by field", p(inside=field(r'SYMBOL 254 \f "Wingdings"')), "☑\n"),
    ("a box to tick", p(inside='<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
                               '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("同意")), "☑同意\n"),
    ("a field whose end was lost", p(inside=field("REF x", end=False) + run("丢")) + p("后文"), "\n后文\n"),
    ("a field code without a beginning", p(inside='<w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("甲")), "甲\n"),
    ("a text box once", p("关于通知", inside=f"<w:r>{BOTH}</w:r>"), "青石县文件\n关于通知\n"),
    ("an old text box", p("关于通知", inside=f"<w:r>{old(p('青石县文件'))}</w:r>"), "青石县文件\n关于通知\n"),
    ("a text box far below its paragraph", p("正文", inside=f"<w:r>{drawn(p('印章'), down=900000)}</w:r>") + p("后文"), "正文\n印章\n后文\n"),
    ("a text box at the foot of the page", p("局", inside=f"<w:r>{drawn(p('抄送：县委办。'), 'page', 9_000_000)}</w:r>") + p("3月5日")
     + p(inside='<w:r><w:br w:type="page"/></w:r>'), "局\n3月5日\n抄送：县委办。\n\f"),
    ("a text box at the foot of the page and a table", p("局", inside=f"<w:r>{drawn(p('抄送：县委办。'), 'page', 9_000_000)}</w:r>")
     + table(row(cell(p("甲")), cell(p("乙")))) + p("丙") + p(inside='<w:r><w:br w:type="page"/></w:r>'), "局\n甲\t乙\n丙\n抄送：县委办。\n\f"),
    ("text boxes from top to bottom", p(inside=f"<w:r>{drawn(p('下'), 'page', 900000)}{drawn(p('右'), 'page', 5, 9)}{drawn(p('左'), 'page', 5, 1)}</w:r>"), "左\n右\n下\n\n"),
    ("lettering", p(inside='<w:r><w:pict><v:shape><v:textpath string="青石县人民政府文件"/></v:shape></w:pict></w:r>'), "青石县人民政府文件\n\n"),
    ("a hidden shape", p("甲", inside=f"<w:r>{drawn(p('乙')).replace('name=', 'hidden=' + chr(34) + '1' + chr(34) + ' name=')}</w:r>"), "甲\n"),
    ("a formula", p(inside="<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"), "a/b\n"),
    ("text that is not to keep its spaces", "<w:p><w:r><w:t>\n  甲\n</w:t></w:r></w:p>", "甲\n"),
    ("a section on a new page", p("甲", inside="").replace("<w:pPr>", "<w:pPr><w:sectPr/>") + p("乙"), "甲\n\f乙\n"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in INLINE], ids=[case[0] for case in INLINE])
def test_what_is_printed(body, expected):
    # a file has to hold some word: a paragraph behind the case
    assert text(body + p("止。")) == expected + "止。\n"


def test_a_deleted_end_at_the_end_of_the_body():
    assert text(p("甲", mark='<w:del w:id="1"/>')) == "甲\n"


def test_a_section_that_goes_on_on_its_page():
    assert text(p("甲").replace("<w:pPr>", "<w:pPr><w:sectPr/>") + p("乙"), section='<w:type w:val="continuous"/>') == "甲\n乙\n"


#: Name, table, text as read.
TABLES = [
    ("plain", table(row(cell(p("甲")), cell(p("乙"))), row(cell(p("丙")), cell(p("丁")))), "甲\t乙\n丙\t丁\n"),
    ("merged down", table(row(cell(p("甲"), about='<w:vMerge w:val="restart"/>'), cell(p("乙"))), row(cell(about="<w:vMerge/>"), cell(p("丁")))), "甲\t乙\n\t丁\n"),
    ("merged across", table(row(cell(p("甲"), about='<w:gridSpan w:val="2"/>')), row(cell(p("丙")), cell(p("丁")))), "甲\t\n丙\t丁\n"),
    ("merged across the old way", table(row(cell(p("甲"), about='<w:hMerge w:val="restart"/>'), cell(about="<w:hMerge/>")), row(cell(p("丙")), cell(p("丁")))), "甲\t\n丙\t丁\n"),
    ("spans that no cell needs", table(row(cell(p("甲"), about='<w:gridSpan w:val="9999"/>'), cell(p("乙"))), row(cell(p("丙"), about='<w:gridSpan w:val="9999"/>'), cell(p("丁")))), "甲\t乙\n丙\t丁\n"),
    ("steps that nobody sees", table(row(cell(p("甲")), cell(p("乙"), about='<w:gridSpan w:val="2"/>')), row(cell(p("丙"), about='<w:gridSpan w:val="2"/>'), cell(p("丁"))),
                                     grid='<w:gridCol w:w="2000"/><w:gridCol w:w="15"/><w:gridCol w:w="3000"/>'), "甲\t乙\n丙\t丁\n"),
    ("a row that begins further right", table(row(cell(p("甲")), cell(p("乙"))), row(cell(p("丁")), about='<w:gridBefore w:val="1"/>')), "甲\t乙\n\t丁\n"),
    ("a short row", table(row(cell(p("甲")), cell(p("乙"))), row(cell(p("丙")))), "甲\t乙\n丙\t\n"),
    ("a deleted row", table(row(cell(p("甲")), cell(p("乙"))), row(cell(p("丙")), cell(p("丁")), about='<w:del w:id="1"/>')), "甲\t乙\n"),
    ("rows and cells in content controls", table(f"<w:sdt><w:sdtContent>{row(cell(p('甲')), f'<w:sdt><w:sdtContent>{cell(p(chr(20057)))}</w:sdtContent></w:sdt>')}</w:sdtContent></w:sdt>"), "甲\t乙\n"),
    ("several paragraphs in a cell", table(row(cell(p("甲"), p("乙")), cell(p("丙")))), "甲\n乙\t丙\n"),
    ("a table within a cell", table(row(cell(table(row(cell(p("甲")), cell(p("乙"))))), cell(p("丙")))), "甲 乙\t丙\n"),
    ("one column is text", table(row(cell(p("甲"), p("乙"))), row(cell(p("丙")))), "甲\n乙\n丙\n"),
    ("a masthead without lines", table(row(cell(p("县发改局"), p("县财政局")), cell(p("文件"))), borders=""), "县发改局\n县财政局\n文件\n"),
    ("the foot without lines", table(row(cell(p("县政府办公室")), cell(p("2021年3月5日印发"))), borders=""), "县政府办公室\t2021年3月5日印发\n"),
    ("a table of figures without lines between columns", table(row(*(cell(p(c)) for c in "甲乙丙丁")), row(*(cell(p(c)) for c in "1234")), borders=""), "甲\t乙\t丙\t丁\n1\t2\t3\t4\n"),
    ("a document in one cell", table(row(cell(p("甲"), table(row(cell(p("乙")), cell(p("丙"))))))), "甲\n乙\t丙\n"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_tables(body, expected):
    assert text(body + p("止。")) == expected + "止。\n"


def test_covered_cells_know_their_words():
    source = read(table(row(cell(p("甲"), about='<w:vMerge w:val="restart"/>'), cell(p("乙"))), row(cell(about="<w:vMerge/>"), cell(p("丁")))))
    assert [(merge.at, source.text[merge.start : merge.end]) for merge in source.merges] == [(4, "甲")]


def test_a_cell_of_the_foot_is_parted_by_a_gap_when_clean():
    assert cleaned(table(row(cell(p("县政府办公室")), cell(p("2021年3月5日印发"))), borders="") + p("止。")).startswith("县政府办公室  2021年")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(inside="<w:r><w:tab/><w:t>甲</w:t></w:r>"), "甲"),
        (p(inside="<w:r><w:t>联系人：李某</w:t><w:tab/><w:t>电话：12345</w:t><w:tab/></w:r>"), "联系人：李某  电话：12345"),
        (p(inside="<w:r><w:t>序号</w:t><w:tab/><w:t>任务</w:t><w:tab/><w:t>单位</w:t></w:r>") * 2, "序号\t任务\t单位\n序号\t任务\t单位"),
    ],
)
def test_tabs(body, expected):
    assert cleaned(body) == expected


HEADER = f"<w:hdr {NAMES}>{p('青石县应急预案')}</w:hdr>"
FOOTER = f"<w:ftr {NAMES}>{p(inside=run('— ') + field('PAGE', run('1')) + run(' —'))}</w:ftr>"
FIRST = f"<w:hdr {NAMES}>{p('青石县人民政府文件')}</w:hdr>"
PARTS = {
    "header1.xml": ("header", WORD + "header+xml", HEADER),
    "header2.xml": ("header", WORD + "header+xml", FIRST),
    "footer1.xml": ("footer", WORD + "footer+xml", FOOTER),
}
SECTION = '<w:headerReference w:type="default" r:id="header1.xml"/><w:footerReference w:type="default" r:id="footer1.xml"/>'
FIRST_PAGE = '<w:headerReference w:type="first" r:id="header2.xml"/><w:titlePg/>'


def test_heads_and_feet_are_written_and_dropped():
    source = read(p("甲"), parts=PARTS, section=SECTION)
    assert source.text == "青石县应急预案\n甲\n—  —\n"
    assert {edit.rule for edit in source.edits} == {"layout.running_head"}
    assert clean(source).text == "甲"


def test_a_red_head_of_the_first_page_stays():
    assert cleaned(p("关于春耕的通知"), parts=PARTS, section=SECTION + FIRST_PAGE) == "青石县人民政府文件\n关于春耕的通知"


def test_a_red_head_that_the_body_has_too_is_not_doubled():
    assert cleaned(p("青石县人民政府文件") + p("甲"), parts=PARTS, section=SECTION + FIRST_PAGE) == "青石县人民政府文件\n甲"


NOTES = f'<w:footnotes {NAMES}><w:footnote w:id="-1">{p("-")}</w:footnote><w:footnote w:id="2">{p(inside="<w:r><w:footnoteRef/></w:r>" + run("指规模以上企业。"))}</w:footnote></w:footnotes>'


def test_notes_follow_the_body_and_marks_go():
    body = p("全部企业", inside='<w:r><w:footnoteReference w:id="2"/></w:r>' + run("都要登记。"))
    source = read(body, parts={"footnotes.xml": ("footnotes", WORD + "footnotes+xml", NOTES)})
    assert source.text == "全部企业1都要登记。\n1指规模以上企业。\n"
    assert clean(source).text == "全部企业都要登记。\n指规模以上企业。"


def test_a_second_body_is_read_too():
    assert text(p("甲") + "</w:body><w:body>" + p("乙")) == "甲\n乙\n"


def test_notes_alone_are_text_too():
    body = p(inside='<w:r><w:footnoteReference w:id="2"/></w:r>')
    assert "规模以上" in text(body, parts={"footnotes.xml": ("footnotes", WORD + "footnotes+xml", NOTES)})


def test_a_table_of_contents_is_written_and_dropped():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    line = "<w:r><w:t>一、总体要求</w:t><w:tab/><w:t>1</w:t></w:r>"
    body = p("方案") + p(inside=begin + line) + p(inside=line + '<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("一、总体要求")
    source = read(body)
    assert source.text.count("总体要求") == 3
    assert clean(source).text == "方案\n一、总体要求"


def test_words_that_ask_for_input_are_dropped():
    asks = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    assert cleaned(p("联系人：", inside=asks)) == "联系人："


def test_problems_say_what_was_left_out():
    body = p("甲", inside=f'{DEL}{GONE}</w:del><w:r><w:commentReference w:id="1"/></w:r><w:r><w:object><o:OLEObject/></w:object></w:r>')
    source = read(body + '<w:altChunk r:id="x"/>')
    assert [problem.severity for problem in source.problems] == ["info", "info", "warning", "info"]
    assert [word for word in ("tracked", "comments", "another document", "embedded") if any(word in each.message for each in source.problems)] == [
        "tracked", "comments", "another document", "embedded",
    ]  # fmt: skip


@pytest.mark.parametrize("dated", [field("DATE", run("2021年3月5日")), '<w:fldSimple w:instr="TIME \\@ x">' + run("2021年3月5日") + "</w:fldSimple>"])
def test_a_date_that_renews_itself_is_said(dated):
    source = read(p(inside=dated))
    assert source.text == "2021年3月5日\n"
    assert [(problem.severity, "renews" in problem.message) for problem in source.problems] == [("warning", True)]


def test_pages_are_parted_where_the_author_did():
    source = read(p("甲") + p(inside='<w:r><w:br w:type="page"/></w:r>') + p("乙"))
    assert [(page.number, source.text[page.start : page.end]) for page in source.pages] == [(1, "甲\n\f"), (2, "乙\n")]


def test_a_document_of_python_docx_itself():
    made = python_docx.Document()
    made.add_heading("青石县春耕方案", 0)
    made.add_paragraph("备足农资。", style="List Number")
    made.add_paragraph("管好田间。", style="List Number")
    grid = made.add_table(2, 2, style="Table Grid")
    for place, words in zip(grid._cells, "甲乙丙丁", strict=True):
        place.text = words
    stream = io.BytesIO()
    made.save(stream)
    assert read_docx(stream.getvalue(), "a.docx", "0").text == "青石县春耕方案\n1. 备足农资。\n2. 管好田间。\n甲\t乙\n丙\t丁\n"


def test_nothing_but_white_space_is_refused():
    with pytest.raises(ReadError, match="no text"):
        read(p(" "))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="<>&\ufffe\uffff"), max_size=12)


@given(st.lists(st.one_of(WORDS, st.lists(WORDS, min_size=2, max_size=3)), min_size=1, max_size=8))
def test_edits_and_pages_fit_the_text(blocks):
    body = p("始") + "".join(p(each) if isinstance(each, str) else table(row(*(cell(p(words)) for words in each))) for each in blocks)
    source = read(body, parts=PARTS, section=SECTION)
    assert source.pages[0].start == 0
    assert source.pages[-1].end == len(source.text)
    assert all(source.text[edit.raw_start : edit.raw_end] == edit.removed for edit in source.edits)
    assert clean(source).rebuild_raw() == source.text
    for each in blocks:
        assert isinstance(each, list) or " ".join(each.split()) in " ".join(source.text.split())
