"""Web pages: what is read of them, what a site says beside the notice, attachments, pages without a notice, hostile pages."""

import quopri
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.notice import Link
from pipeline.read import ReadError
from pipeline.read.html import read_html, read_mhtml

RECIPIENTS = "各乡镇人民政府，县直有关单位："
FIRST = "为切实做好秋季森林防火工作，保障人民群众生命财产安全，现就有关事项通知如下。"
LAST = "请各乡镇于9月20日前将落实情况书面报县林业局。"
BODY = f"<p>{RECIPIENTS}</p><p>{FIRST}</p><p>一、加强值班值守。各乡镇要严格执行24小时值班制度，每周巡护不少于2次。</p><p>{LAST}</p><p>平川县林业局</p><p>2023年9月1日</p>"
TITLE = "平川县林业局关于做好秋季森林防火工作的通知"


def read(page, encoding="utf-8"):
    return read_html(page.encode(encoding), "page.html", "0")


def box(inner, head="", around="{}"):
    return f"<html><head>{head}</head><body>{around.format(f'<div id=zoom>{inner}</div>')}</body></html>"


def text(inner):
    """The lines of a container."""
    return read(box(inner + BODY)).text.split(RECIPIENTS)[0].split("\n")[:-1]


# --- encodings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "big5", "iso-8859-1", "no-such-thing"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"])
def test_the_bytes_decide_on_the_encoding_whatever_is_declared(encoding, declared):
    for meta in (f'<meta charset="{declared}">', f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'):
        source = read(box(BODY, meta), encoding)
        assert FIRST in source.text and not source.problems


def test_big5_is_read_as_declared():
    words = "為切實做好秋季森林防火工作，保障人民群眾生命財產安全，現就有關事項通知如下。"
    assert words in read(box(f"<p>{words}</p>", "<meta charset=big5>"), "big5").text


def test_gb2312_declared_is_gb18030():
    assert "圳䶮镕" in read(box("<p>圳䶮镕</p>" + BODY, "<meta charset=gb2312>"), "gb18030").text


def test_scripts_and_embedded_files_do_not_hide_the_encoding():
    long = "<script>" + "var a = 'abc';" * 40_000 + "</script>" + f"<img src='data:image/png;base64,{'QUJD' * 80_000}'>"
    assert FIRST in read(box(BODY, long), "gb18030").text


def test_broken_bytes_are_a_problem():
    data = box(BODY * 30, "<meta charset=gb2312>").encode("gb18030")
    at = data.index("值守".encode("gb18030"))
    source = read_html(data[: at + 1] + b"\xff" + data[at + 2 :], "page.html", "0")
    assert "could not be read as" in source.problems[0].message


# --- paragraphs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("<p>一<p>二", ["一", "二"]),
        ("<div>一<div>二</div>三</div>", ["一", "二", "三"]),
        ("<p>一<br>二<br/>三</p>", ["一", "二", "三"]),
        ("<p>一<b>二</b><span>三</span><a href='#'>四</a></p>", ["一二三四"]),
        ("<p>\n  一\n  二  \n</p>", ["一 二"]),
        ("<p>&nbsp;&nbsp;一　二&ensp;</p>", ["\xa0\xa0一　二\u2002"]),
        ("<p>　　一</p><p>&nbsp;</p><p>二</p><p></p>", ["　　一", "\xa0", "二"]),
        ("<p>&lt;一&gt; &amp; &ldquo;二&rdquo; &#x4e09;&#22235;&middot;</p>", ["<一> & “二” 三四·"]),
        ("<h2>一</h2><h3>二</h3>三<hr>四", ["一", "二", "三", "四"]),
        ("<pre>一\n  二\n\n三</pre>", ["一", "  二", "", "三"]),
        ("<p style='white-space: pre-wrap'>一\n二</p>", ["一", "二"]),
        ("<section><section>一</section><section>二</section></section>", ["一", "二"]),
        ("<span style='display:block'>一</span><span style='display: block'>二</span>", ["一", "二"]),
        ("<center><font size=5>一<br>二</font></center>", ["一", "二"]),
        ("<dl><dt>一</dt><dd>二</dd></dl>", ["一", "二"]),
        ("<o:p>一</o:p><st1:date>二</st1:date>", ["一二"]),
        ("<p>面积120m<sup>2</sup>，容积3万m<sup>3</sup></p>", ["面积120m²，容积3万m³"]),
        ("<p>正文<sup>2</sup></p>", ["正文2"]),
        ("<p>一<img src='a.png' alt='章'>二</p>", ["一二"]),
    ],
)
def test_paragraphs_are_those_of_a_browser(inner, expected):
    assert text(inner) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>document.write('三')</script>", "<style>.三{}</style>", "<noscript>三</noscript>", "<template><p>三</p></template>",
        "<p style='display:none'>三</p>", "<div STYLE='color:red; DISPLAY : None'>三</div>", "<p hidden>三</p>", "<!-- 三 -->",
        "<!--[if gte mso 9]><p>三</p><![endif]-->", "<select><option>三</select>", "<textarea>三</textarea>", "<button>三</button>",
        "<iframe src='x.html'>三</iframe>", "<svg><text>三</text></svg>", "<object data='x'>三</object>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden):
    assert text(f"<p>一</p>{hidden}<p>二</p>") == ["一", "二"]


def test_what_may_be_hidden_goes_only_where_it_stands_twice():
    twice = f'<div class="mhide"><p>{FIRST}</p></div><div class="pchide"><p>{FIRST}</p></div>'
    source = read(box(twice + "<div class=hidden><p>四、本通知自印发之日起执行，由县林业局负责解释。</p></div><p>联系人见附件。</p>"))
    assert source.text.count(FIRST) == 1
    assert "由县林业局负责解释" in source.text


# --- lists -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<ol><li>一</li><li>二</li></ol>", ["1.一", "2.二"]),
        ("<ol><li><p>一</p></li><li><p>二</p><p>三</p></li></ol>", ["1.一", "2.二", "三"]),
        ("<ol start=3><li>一<li value=7>二<li>三</ol>", ["3.一", "7.二", "8.三"]),
        ("<ol reversed><li>一</li><li>二</li></ol>", ["2.一", "1.二"]),
        ("<ol type=a><li>一</li><li>二</li></ol>", ["a.一", "b.二"]),
        ("<ol type=I start=9><li>一</li><li>二</li></ol>", ["IX.一", "X.二"]),
        ("<ol style='list-style-type: cjk-ideographic' start=10><li>一</li><li>二</li></ol>", ["十、一", "十一、二"]),
        ("<ol class='custom_cn2 list-paddingleft-1'><li>一</li></ol>", ["（一）一"]),
        ("<ol style='list-style:none'><li>一</li></ol>", ["一"]),
        ("<ol><li>一、甲</li><li>（二）乙</li><li>3.丙</li></ol>", ["一、甲", "（二）乙", "3.丙"]),
        ("<ol><li>甲<ol type=1><li>乙</li></ol></li><li>丙</li></ol>", ["1.甲", "1.乙", "2.丙"]),
        ("<ul><li>一</li><li>二</li></ul>", ["一", "二"]),
        ("<li>一</li>", ["一"]),
    ],
)
def test_numbers_of_lists_are_printed(inner, expected):
    assert text(inner) == expected


@pytest.mark.parametrize(("number", "label"), [(10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"), (110, "一百一十"), (-1, "-1"), (1234, "1234")])
def test_chinese_numbers_of_lists(number, label):
    assert text(f"<ol style='list-style-type:simp-chinese-informal' start={number}><li>甲</li></ol>") == [f"{label}、甲"]


# --- tables ------------------------------------------------------------------------------------------------------------


def test_tables_are_rows_of_cells_and_merged_ones_are_known():
    table = (
        "<table border=1><thead><tr><th>序号<th>任务<th colspan=2>责任</thead><tbody>"
        "<tr><td rowspan=2>1<td>甲<td>县林业局<td>县财政局<tr><td>乙<td colspan=2>县公安局</table>"
    )
    source = read(box(table + BODY))
    assert source.text.startswith("序号\t任务\t责任\t\n1\t甲\t县林业局\t县财政局\n\t乙\t县公安局\t\n")
    assert [source.text[merge.start : merge.end] for merge in source.merges] == ["责任", "1", "县公安局"]


def test_lines_of_a_cell_are_one():
    source = read(box("<table><tr><td>重点<br>任务<td>单位<tr><td><p>甲。</p><p>乙</p><td>丙</table>" + BODY))
    assert clean(source).text.startswith("重点任务\t单位\n甲。乙\t丙\n")


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table><tr><td>{}</td></tr><tr><td>完</td></tr></table>",
        "<table width=100%><tr><td><table><tr><td>{}</td></tr></table></td><td></td></tr><tr><td></td><td></td></tr></table>",
        "<table role=presentation><tr><td>甲</td><td>{}</td></tr><tr><td>丙</td><td>丁</td></tr></table>",
    ],
)
def test_tables_that_lay_out_are_text(layout):
    source = read(f"<html><body>{layout.format(BODY)}</body></html>")
    assert f"{RECIPIENTS}\n{FIRST}\n" in source.text and "\t" not in source.text


@pytest.mark.parametrize("span", ["0", "-1", "65535", "999999999999", "x", "", "2.5"])
def test_spans_are_bounded(span):
    source = read(box(f"<table><tr><td rowspan='{span}' colspan='{span}'>甲<td>乙<tr><td>丙<td>丁</table>" + BODY))
    assert len(source.text) < 5000
    assert "甲" in source.text and "丁" in source.text


# --- the main element --------------------------------------------------------------------------------------------------


def test_recipients_and_signature_outside_of_the_container_are_taken_in():
    inner = f"<div class=art><p>{RECIPIENTS}</p><div class=TRS_Editor><p>{FIRST}</p><p>{LAST}</p></div><p>平川县林业局</p><p>2023年9月1日</p></div>"
    source = read(f"<html><body><div class=nav><a href=/>首页</a></div>{inner}<div class=foot>版权所有</div></body></html>")
    assert source.text == f"{RECIPIENTS}\n{FIRST}\n{LAST}\n平川县林业局\n2023年9月1日\n"


def test_a_notice_in_two_containers_is_one():
    plan = "<p>平川县森林防火方案</p>" + "<p>一、总体要求。坚持预防为主、积极消灭的方针，全面落实防火责任制，确保不发生重大森林火灾。</p>" * 4
    source = read(f"<html><body><div><div class=TRS_Editor>{BODY}</div><div class=TRS_Editor>{plan}</div></div><p>网站地图</p></body></html>")
    assert "2023年9月1日\n平川县森林防火方案" in source.text and "网站地图" not in source.text


def test_a_small_container_of_something_else_does_not_win():
    other = "<div class=news_content><p>今日天气晴，最高气温二十六摄氏度，森林火险等级三级，请注意防范。</p></div>"
    source = read(f"<html><body>{other}<div class=x>{BODY * 3}</div></body></html>")
    assert source.text.startswith(RECIPIENTS)


def test_menus_in_the_container_are_left_out_but_nothing_of_the_notice():
    inner = f'<div class="share">分享到微信</div>{BODY}<div class="bottom"><p>2023年9月2日</p></div><div class="print">打印本页</div>'
    words = read(box(inner)).text
    assert "分享到" not in words and "打印" not in words and words.endswith("2023年9月2日\n")


# --- title and number --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "around",
    [
        f"<h1>{TITLE}</h1>{{}}",
        f"<div class='article-title'>{TITLE}</div>{{}}",
        "<h1>平川县林业局<br>关于做好秋季森林防火工作的通知</h1>{}",
        f"<h1 class=logo><a href=/>平川县人民政府门户网站</a></h1><h2>{TITLE}</h2>{{}}<h3>平川县2022年森林防火工作方案</h3>",
    ],
)
@pytest.mark.parametrize("head", ["", f"<title>{TITLE}_平川县人民政府</title>", f'<meta name="ArticleTitle" content="{TITLE}">', "<title>平川县人民政府</title>"])
def test_the_title_outside_of_the_text_is_written_before_it(around, head):
    source = read(box(BODY, head, around))
    assert source.text.replace("\n", "").startswith(TITLE + RECIPIENTS)


def test_the_title_of_the_head_alone_is_written():
    assert read(box(BODY, f"<title>{TITLE} - 平川县人民政府</title>")).text.startswith(f"{TITLE}\n{RECIPIENTS}")


@pytest.mark.parametrize(
    "own",
    [TITLE, "关于做好秋季森林防火工作的通知", "平川县林业局</p><p>关于做好秋季森林防火工作的</p><p>通　知", "平川县林业局文件</p><p>平林发〔2023〕7号</p><p>平川县林业局关于做好秋季森林防火有关工作的通知"],
)
def test_a_title_that_the_text_bears_is_not_written_twice(own):
    source = read(box(f"<p>{own}</p>{BODY}", f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1>{{}}"))
    assert source.text.replace("\n", "").startswith(own.replace("</p><p>", ""))


def test_the_number_between_title_and_text_is_written():
    around = f"<h1>{TITLE}</h1><p class=wh>平林发〔2023〕7号</p><p>发布日期：2023-09-02</p>{{}}"
    assert read(box(BODY, "", around)).text.startswith(f"{TITLE}\n平林发〔2023〕7号\n{RECIPIENTS}")


# --- the site's data ---------------------------------------------------------------------------------------------------


DATA = {
    "cells": "<table><tr><td>索引号</td><td>A1/2023-7</td><td>文　　号</td><td>平林发〔2023〕7号</td></tr><tr><td>发布机构</td><td>平川县林业局</td><td>成文日期</td><td>2023年9月1日</td></tr></table>",
    "empty cells": "<table><tr><td>索 引 号：</td><td>A1/2023-7</td><td>主题词：</td><td></td></tr><tr><td>文号：</td><td>平林发〔2023〕7号</td><td>有效性：</td><td> </td></tr><tr><td>发文机关：</td><td>平川县林业局</td><td>成文日期：</td><td>2023.9.1</td></tr></table>",
    "lines": "<p>索引号：A1/2023-7　文号：平林发〔2023〕7号</p><p>发布机构：平川县林业局　成文日期：二〇二三年九月一日</p>",
    "list": "<ul><li><b>索引号：</b>A1/2023-7</li><li><b>文号：</b>平林发〔2023〕7号</li><li><b>发文单位：</b>平川县林业局</li><li><b>成文日期：</b>2023-09-01 10:00:00</li></ul>",
    "spans": "<div><span>索引号</span><i>A1/2023-7</i></div><div><span>发文字号</span><i>平林发〔2023〕7号</i></div><div><span>发布机构</span><i>平川县林业局</i></div><div><span>成文日期</span><i>2023/9/1</i></div>",
    "definitions": "<dl><dt>索引号</dt><dd>A1/2023-7</dd><dt>发文字号</dt><dd>平林发〔2023〕7号</dd><dt>制发机关</dt><dd>平川县林业局</dd><dt>成文日期</dt><dd>2023年09月01日</dd></dl>",
    "brackets": "<p>【索引号】A1/2023-7</p><p>【发文字号】平林发〔2023〕7号</p><p>【发布机构】平川县林业局</p><p>【成文日期】2023年09月01日</p>",
    "head row": "<table><tr><th>索引号</th><th>文号</th><th>发布机构</th><th>成文日期</th></tr><tr><td>A1/2023-7</td><td>平林发〔2023〕7号</td><td>平川县林业局</td><td>2023-9-1</td></tr></table>",
}
KNOWN = {"index_number": "A1/2023-7", "doc_number": "平林发〔2023〕7号", "issuer": "平川县林业局", "issue_date": "2023-09-01"}


@pytest.mark.parametrize("form", DATA)
def test_data_of_the_site_outside_of_the_text(form):
    source = read(box(BODY, "", DATA[form] + "{}"))
    assert {key: value for key, value in source.fields if key in KNOWN} == KNOWN
    assert source.text.startswith(RECIPIENTS)


@pytest.mark.parametrize("form", DATA)
def test_data_of_the_site_within_the_text_are_dropped_by_an_edit(form):
    source = read(box(DATA[form] + BODY))
    assert {key: value for key, value in source.fields if key in KNOWN} == KNOWN
    assert "A1/2023-7" in source.text and {edit.rule for edit in source.edits} >= {"web.fields"}
    assert clean(source).text.startswith(RECIPIENTS)


def test_a_title_between_the_data_of_the_site_stays():
    data = f"<p>索引号：A1/2023-7</p><p>信息格式：网页</p><h1>{TITLE}</h1><p>文号：平林发〔2023〕7号　发布日期：2023-09-02　有效性：有效</p>"
    cleaned = clean(read(box(data + BODY))).text
    assert cleaned.startswith(f"{TITLE}\n{RECIPIENTS}")


def test_a_table_of_documents_in_a_notice_is_no_data_of_the_site():
    rows = "".join(f"<tr><td>{n}<td>关于第{n}项工作的通知<td>平政发〔20{n}〕{n}号<td>平川县人民政府<td>有效" for n in range(10, 19))
    table = f"<table><tr><td>序号<td>名称<td>文号<td>发布机构<td>有效性{rows}</table>"
    source = read(box(BODY + table))
    assert source.fields == () and "平政发〔2018〕18号\t平川县人民政府\t有效" in clean(source).text


def test_words_of_the_page_that_are_no_value_are_left_out():
    source = read(box(BODY, "", "<p>索引号：无</p><p>文号：</p><p>发布机构：平川县林业局</p><p>成文日期：另行公布</p><p>有效性：--</p>{}"))
    assert dict(source.fields).keys() <= {"issuer"}


def test_names_of_the_head():
    head = f'<meta name="ArticleTitle" content="{TITLE}"><META NAME="pubdate" CONTENT="2023-09-02 08:30"><meta name="ContentSource" content="县林业局"><meta name="ColumnName" content="通知公告">'
    assert dict(read(box(BODY, head)).fields) == {"title": TITLE, "publish_date": "2023-09-02", "source": "县林业局", "column": "通知公告"}


# --- attachments -------------------------------------------------------------------------------------------------------


def test_attachments_are_listed_and_asked_for():
    inner = BODY + (
        '<p>附件：<a href="/att/1.docx">1.任务分工表.docx</a> <a href="javascript:down(2)">2.名单.doc</a></p>'
        '<p><a href="https://www.example.gov.cn/download?file=%E8%A1%A8.xls&amp;id=3" title="统计表">统计表</a></p><p><a href="/index.html">县林业局网站</a></p>'
        '<p><a href="/att/1.docx">任务分工表</a></p>'
    )
    source = read(box(inner, "", '<div><a href="/about.pdf.html">帮助</a></div>{}<ul class="fj"><li><a href="x/a.jpg">示意图</a></li></ul>'))
    assert source.links == (
        Link("1.任务分工表.docx", "/att/1.docx"), Link("统计表", "https://www.example.gov.cn/download?file=%E8%A1%A8.xls&id=3"), Link("示意图", "x/a.jpg"),
    )
    assert [problem.severity for problem in source.problems] == ["info"] * 3
    assert all("put it into the folder" in problem.message for problem in source.problems)


def test_links_of_the_sites_menu_are_no_attachments():
    menu = '<div><div><div><ul class=nav><li><a href="/guide.doc">公开指南</a></li></ul></div></div></div>'
    source = read(f"<html><body>{menu}<div><div><div><div><div class=TRS_Editor>{BODY}</div></div></div></div></div></body></html>")
    assert source.links == ()


# --- pages without a notice --------------------------------------------------------------------------------------------


LIST = "".join(f"<li><a href='/{n}.html'>关于开展第{n}次森林防火检查工作的通知</a><span>2023-09-0{n}</span></li>" for n in range(1, 10))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", "empty"),
        ("<html><body></body></html>", "no text"),
        ("<html><body><div id=app></div><script src=/app.js></script></body></html>", "script"),
        ("<html><body><noscript>请启用JavaScript后访问</noscript><div id=root>正在加载</div></body></html>", "script"),
        ("<html><head><title>404 Not Found</title></head><body><h1>404</h1><p>nginx</p></body></html>", "nothing"),
        ("<html><head><title>错误</title></head><body><p>您访问的页面不存在或已被删除，5秒后返回首页</p></body></html>", "nothing"),
        ("<html><body><form>用户名<input name=u>密码<input type=PASSWORD name=p></form><p>统一身份认证平台用户登录</p></body></html>", "password"),
        ("<html><frameset cols='20%,80%'><frame src=left.html><frame src=main.html></frameset></html>", "frame"),
        ("<html><body><iframe src='/content/123.html'></iframe></body></html>", "frame"),
        ("<html><body><h1>通知</h1><iframe src='/pdf/web/viewer.html?file=/att/7.pdf'></iframe></body></html>", "file within itself"),
        ("<html><body><div id=zoom><embed src='7.pdf' type='application/pdf'></div></body></html>", "file within itself"),
        ("<html><head><meta http-equiv=refresh content='0; url=/zwgk/index.html'></head><body></body></html>", "leads to another"),
        (f"<html><body><ul>{LIST}</ul></body></html>", "list of links"),
        (f"<html><body><h1>{TITLE}</h1><div id=zoom><img src=1.jpg><img src=2.jpg></div></body></html>", "pictures"),
    ],
)
def test_pages_without_a_notice_say_what_they_are(page, words):
    with pytest.raises(ReadError) as error:
        read(page)
    assert words in error.value.message and error.value.advice


def test_a_short_notice_is_one():
    source = read("<html><head><title>通知</title></head><body><p>各科室：定于9月5日上午9时召开全体会议，请准时参加。</p><p>办公室</p></body></html>")
    assert "准时参加" in source.text


def test_a_file_shown_beside_the_notice_is_named():
    source = read(box(BODY * 3 + "<iframe src='att/plan.pdf'></iframe>"))
    assert [problem.severity for problem in source.problems] == ["info"] and "att/plan.pdf" in source.problems[0].message


# --- web archives ------------------------------------------------------------------------------------------------------


def archive(*parts):
    head = b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="==x"\r\n\r\n'
    return head + b"".join(b"--==x\r\n" + part + b"\r\n" for part in parts) + b"--==x--\r\n"


def part(page, kind="text/html", encoding="utf-8", charset=""):
    words = quopri.encodestring(page.encode(encoding))
    return f"Content-Type: {kind}{charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".encode() + words


def test_web_archives_are_read():
    source = read_mhtml(archive(part(box(BODY), encoding="gb18030"), part("p{}", "text/css")), "page.mht", "0")
    assert source.text.startswith(RECIPIENTS) and source.path == "page.mht"


def test_the_frame_that_holds_the_notice_is_read():
    frames = part("<html><frameset><frame src='cid:1'></frameset></html>")
    source = read_mhtml(archive(frames, part("<p>首页</p>"), part(box(BODY))), "page.mht", "0")
    assert source.text.startswith(RECIPIENTS)


@pytest.mark.parametrize("data", [b"", b"MIME-Version: 1.0\r\n\r\n", archive(), archive(part("<html></html>")), archive(part(box(BODY), "text/plain"))])
def test_archives_without_a_notice_are_refused(data):
    with pytest.raises(ReadError):
        read_mhtml(data, "page.mht", "0")


# --- hostile pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inner",
    [
        "<div>" * 20_000 + BODY, "<b>" * 20_000 + BODY, "<table><tr><td>" * 5_000 + BODY, "<font><p>" * 10_000 + BODY,
        "<p " + " ".join(f"a{n}=x" for n in range(100_000)) + ">" + BODY, f"<p a='{'x' * 3_000_000}'>{BODY}",
        "<table>" + "<tr><td rowspan=65535 colspan=65535>甲<td rowspan=65535>乙" * 1_000 + "</table>" + BODY,
        "<table><tr>" + "<td>1" * 20_000 + "</table>" + BODY, "字" * 4_000_000 + BODY, "&nbsp;" * 200_000 + BODY,
        "<img src='data:image/png;base64," + "A" * 3_000_000 + "'>" + BODY, "<!---->" * 20_000 + BODY, "data:" * 200_000 + BODY,
        BODY.replace("为", "\x00为\x01\x1b"), "<p>索引号：</p>" * 3_000 + BODY, "<div class='zoom content title hide share'>通知</div>" * 3_000 + BODY,
    ],
    ids=range(16),
)
def test_hostile_pages_are_read_in_bounds(inner):
    started = time.process_time()
    source = read(box(inner))
    assert FIRST in source.text
    assert time.process_time() - started < 20  # a hang, not a slow machine


def test_entities_of_a_page_are_not_expanded():
    page = '<!DOCTYPE html [<!ENTITY a "甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>' + box(f"<p>&b;&x;</p>{BODY}")
    words = read(page).text
    assert "甲" not in words and "root:" not in words and FIRST in words


def test_too_many_tags_are_refused():
    with pytest.raises(ReadError, match="tags"):
        read("<i>" * 700_000)


def test_nesting_beyond_the_parser_is_a_problem_that_says_so():
    source = read(box("<div>" * 400 + BODY))
    assert FIRST in source.text and "256 deep" in source.problems[0].message


PIECES = st.sampled_from([
    "<p>", "</p>", "<div class=zoom>", "</div>", "<table>", "<tr>", "<td rowspan=2>", "</td>", "</table>", "<ol>", "<li>", "<br>", "<script>", "</script>",
    "<!--", "-->", "<style>", "<h1>", "</h1>", "<pre>", "</pre>", "<a href='1.doc'>", "</a>", "&nbsp;", "&#x4e00;", "&", "<", ">", "索引号：", "文号：", "各单位：",
    "为做好有关工作，现将有关事项通知如下，请遵照执行。", "2023年9月1日", "平林发〔2023〕7号", "关于做好工作的通知", "\x00", "\u2028", "\ufeff", "\t", "\n", " ", "　", "<frameset>",
    "<body>", "<html>", "<svg>", "<title>", "<select>", "<sup>2</sup>", "<td colspan=0>", "<caption>表</caption>", "<dl><dt>", "<dd>", "\ud7ff", "\U0001f600",
])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_page_is_read_or_refused_and_its_offsets_hold(pieces):
    try:
        source = read_html("".join(pieces).encode(), "page.html", "0")
    except ReadError as error:
        assert error.message and error.advice
        return
    assert all(source.text[edit.raw_start : edit.raw_end] == edit.removed for edit in source.edits)
    assert all(0 <= merge.start < merge.end <= len(source.text) and merge.at <= len(source.text) for merge in source.merges)
    assert source.pages[0].start == 0 and source.pages[-1].end == len(source.text)
    assert "\r" not in source.text and "\x00" not in source.text
    assert read_html("".join(pieces).encode(), "page.html", "0") == source
    cleaned = clean(source)
    assert cleaned.rebuild_raw() == source.text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    for reader in (read_html, read_mhtml):
        try:
            reader(b"<html><body>" + data, "page.html", "0")
        except ReadError as error:
            assert error.message
