"""Pages as government sites print them, filled with the golden notices: the clean text is that of the plain text.

Each template is invented after a family of sites: TRS, Hanweb jcms, UEditor, WeChat, the State's policy library, hand-made
pages of counties. What stands around the notice in them is theirs and must not reach the text; their data, links and title
are asserted for each.
"""

import html
import json
import re
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.read import read_text
from pipeline.read.html import read_html

NOTICES = Path(__file__).parents[1] / "notices"
NAMES = sorted(path.stem for path in NOTICES.glob("*.txt"))
SHARE = '<div class="share bdsharebuttonbox">分享到：<a href="#">微信</a><a href="#">微博</a></div>'
TOOLS = '<div class="fontsize">【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a></div>'
CRUMBS = '<div class="breadcrumb">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/tz">通知公告</a></div>'
MENU = '<div class="nav"><ul>' + "".join(f'<li><a href="/c{n}">{word}</a></li>' for n, word in enumerate(["首页", "政务公开", "办事服务", "互动交流", "走进平川", "专题专栏"])) + "</ul></div>"
NEAR = '<div class="prevnext"><p>上一篇：<a href="/1.html">关于开展春季植树活动的通知</a></p><p>下一篇：<a href="/3.html">关于做好高温津贴发放工作的通知</a></p></div>'
RELATED = '<div class="xgxx"><h3>相关链接</h3><ul><li><a href="/jd.html">《工作方案》政策解读</a></li><li><a href="/tj.html">一图读懂工作方案</a></li></ul></div>'
FOOT = '<div class="footer"><p>主办单位：平川县人民政府办公室　承办单位：平川县大数据中心</p><p>版权所有 平川县人民政府　某ICP备05012345号-1　网站标识码：6204030001</p><p><a href="/map">网站地图</a> | <a href="/about">关于我们</a></p></div>'
SCRIPT = '<script>var a = "<p>一、这一段是脚本里的字。</p>"; document.write(a);</script><style>p{text-indent:2em}</style>'
SIDE = '<div class="sidebar"><h3>热点信息</h3><ul>' + "".join(f'<li><a href="/r{n}.html">平川县关于第{n}批惠民政策落实情况的公示</a></li>' for n in range(1, 7)) + "</ul></div>"
FIELDS = {
    "index_number": "620403/2023-00045", "doc_number": "平政办发〔2023〕17号", "issuer": "平川县人民政府办公室",
    "issue_date": "2023-05-06", "publish_date": "2023-05-08", "topic": "农业、林业、水利", "validity": "有效",
}


def lines(text):
    return [line for line in text.split("\n") if line.strip()]


def escaped(line):
    """The line as editors write it: more than one space is &nbsp;."""
    return re.sub("  +", lambda match: "&nbsp;" * len(match[0]), html.escape(line))


def cell_rows(text):
    """The text's lines, rows of cells that follow each other together."""
    group = []
    for line in lines(text):
        if "\t" in line:
            group.append(line.split("\t"))
            continue
        if group:
            yield group
            group = []
        yield line
    if group:
        yield group


def as_table(rows):
    return '<table border="1">' + "".join("<tr>" + "".join(f"<td><p>{escaped(cell)}</p></td>" for cell in row) + "</tr>" for row in rows) + "</table>"


def paragraphs(text, form='<p style="text-indent:2em;">{}</p>\n'):
    return "".join(as_table(each) if isinstance(each, list) else form.format(escaped(each)) for each in cell_rows(text))


def spans(text):
    return paragraphs(text, '<p align="left"><span style="font-family:仿宋_GB2312"><font size="4">{}</font></span></p>')


def breaks(text):
    return "".join(as_table(each) if isinstance(each, list) else escaped(each) + "<br/>\n" for each in cell_rows(text))


def divs(text):
    return paragraphs(text, '<div class="line">\n  <span>{}</span>\n</div>')


def word(text):
    return paragraphs(text, '<p class=MsoNormal style=\'text-indent:32.0pt;mso-char-indent-count:2.0\'><span style=\'font-size:16.0pt\'>{}<span lang=EN-US><o:p></o:p></span></span></p>\n')


def sections(text):
    return paragraphs(text, '<section style="margin:0 8px"><section><p style="white-space:normal"><span>{}</span></p></section></section>')


def unclosed(text):
    return paragraphs(text, "<P align=left><FONT face=宋体>{}\n")


def blanks(text):
    return paragraphs(text, "<p>{}</p><p>&nbsp;</p>\n")


HEAD_TABLE = """<table class="xxgk_table" width="100%"><tr><td><b>索 引 号：</b></td><td>620403/2023-00045</td><td><b>主题分类：</b></td><td>农业、林业、水利</td></tr>
<tr><td><b>发文机关：</b></td><td>平川县人民政府办公室</td><td><b>成文日期：</b></td><td>2023年05月06日</td></tr>
<tr><td><b>标　　题：</b></td><td colspan="3">@TITLE@</td></tr>
<tr><td><b>发文字号：</b></td><td>平政办发〔2023〕17号</td><td><b>发布日期：</b></td><td>2023年05月08日</td></tr><tr><td><b>有 效 性：</b></td><td>有效</td><td></td><td></td></tr></table>"""
HEAD_LIST = """<ul class="xxgk-list"><li><label>信息索引号</label><span>620403/2023-00045</span></li><li><label>发布机构：</label><span>平川县人民政府办公室</span></li>
<li><label>文　　号：</label>平政办发〔2023〕17号</li><li><label>成文日期：</label>2023-05-06</li><li><label>发布日期：</label>2023-05-08 10:22</li><li><label>主题分类：</label>农业、林业、水利</li><li><label>时 效 性：</label>有效</li></ul>"""
HEAD_LINES = """<div class="info_top"><p>索引号：620403/2023-00045 &nbsp;&nbsp; 主题分类：农业、林业、水利</p><p>发布机构：平川县人民政府办公室　　成文日期：二〇二三年五月六日</p>
<p>文号：平政办发〔2023〕17号　　发布日期：2023/5/8　　有效性：有效</p></div>"""
HEAD_DL = """<dl class="data"><dt>索引号</dt><dd>620403/2023-00045</dd><dt>发文字号</dt><dd>平政办发〔2023〕17号</dd><dt>发布机构</dt><dd>平川县人民政府办公室</dd><dt>成文日期</dt><dd>2023年5月6日</dd>
<dt>发布日期</dt><dd>2023年5月8日</dd><dt>主题分类</dt><dd>农业、林业、水利</dd><dt>关键词</dt><dd></dd><dt>有效性</dt><dd>有效</dd></dl>"""

#: name: page, form of the paragraphs, whether the site's data table is on it.
TEMPLATES = {
    "state_library": ('<!DOCTYPE html><html><head><meta charset="utf-8"><title>@TITLE@_部门文件_中国某某网</title>' + SCRIPT + '</head><body><div class="header">' + MENU + '</div><div class="BreadcrumbNav">首页 &gt; 政策 &gt; 文件库</div><div class="mesgopen2">' + HEAD_TABLE + '</div><div class="share">' + SHARE + '</div><h1 id="ti">@HEADING@</h1><div class="pages_content" id="UCAP-CONTENT"><div class="trs_editor_view TRS_UEDITOR trs_paper_default">@CONTENT@</div></div><div class="editor"><span>责任编辑：某某</span></div>' + RELATED + FOOT + "</body></html>", paragraphs, True),
    "trs": ('<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>@TITLE@</title></head><body>' + MENU + CRUMBS + '<div class="con"><h1 class="title">@HEADING@</h1><div class="info">发布时间：2023-05-08 来源：平川县政府网</div>' + TOOLS + "<div class=TRS_Editor><style>.TRS_Editor p{}</style>@CONTENT@</div>" + SHARE + NEAR + "</div>" + FOOT + "</body></html>", paragraphs, False),
    "jcms_zoom": ('<html><head><meta charset="gb2312"><meta name="ArticleTitle" content="@TITLE@"><meta name="PubDate" content="2023-05-08 10:22"></head><body>' + MENU + HEAD_LINES + '<table><tr><td class="title">@HEADING@</td></tr></table><div id="zoom"><!--ZJEG_RSS.content.begin-->@CONTENT@<!--ZJEG_RSS.content.end--></div>' + TOOLS + FOOT + "</body></html>", spans, True),
    "fields_inside": ("<html><head><title>@TITLE@ - 平川县人民政府</title></head><body>" + MENU + '<div class="xxgk_content">' + HEAD_TABLE + '<div class="xxgk-text">@CONTENT@</div></div>' + FOOT + "</body></html>", paragraphs, True),
    "list_inside": ('<html><head><title>@TITLE@</title></head><body><div class="top">' + MENU + '</div><div class="detail-content">' + HEAD_LIST + SHARE + "@CONTENT@" + NEAR + "</div>" + SIDE + FOOT + "</body></html>", blanks, True),
    "definition_list": ('<html><head><meta charset="utf-8"></head><body>' + MENU + HEAD_DL + '<h2 class="art_title">@HEADING@</h2><article class="article-content">@CONTENT@</article>' + FOOT + "</body></html>", divs, True),
    "wechat": ('<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="@TITLE@"></head><body id="activity-detail"><div class="rich_media_inner"><h1 class="rich_media_title" id="activity-name">@HEADING@</h1><div id="meta_content"><a href="javascript:void(0);">平川发布</a><em id="publish_time">2023-05-08 10:22</em></div><div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">@CONTENT@</div></div><div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div></body></html>', sections, False),
    "old_county": ('<html><head><title>平川县政府网</title><meta http-equiv=Content-Type content="text/html; charset=gb2312"></head><body bgcolor=#ffffff><table width=780 border=0><tr><td>' + MENU.replace("class=", "id=") + '</td></tr><tr><td><table><tr><td align=center><b>@HEADING@</b></td></tr><tr><td>来源：县政府办 点击数：123 发布时间：2023-5-8</td></tr><tr><td>@CONTENT@</td></tr></table></td></tr><tr><td>Copyright 平川县人民政府 版权所有</td></tr></table></body></html>', spans, False),
    "anhui_font": ('<html><head><title>@TITLE@_平川县人民政府</title></head><body>' + CRUMBS + '<div class="wenzhang"><h1 class="wztit">@HEADING@</h1><div class="wzfbxx"><span>信息来源：县政府办</span><span>发布时间：2023-05-08</span></div><div class="wzcon j-fontContent clearfix">@CONTENT@</div>' + NEAR + SHARE + "</div>" + FOOT + "</body></html>", breaks, False),
    "bare": ("<html><head><title>@TITLE@</title></head><body><nav><a href='/'>首页</a><a href='/a'>政务</a></nav>@CONTENT@<footer>版权所有 平川县人民政府</footer></body></html>", paragraphs, False),
    "mobile_doubled": ('<html><head><title>@TITLE@</title></head><body><div class="policyLibraryOverview_content pchide"><h2>索引号</h2><p>620403/2023-00045</p><h2>发布机构</h2><p>平川县人民政府办公室</p><h2>成文日期</h2><p>2023年05月06日</p><h2>发文字号</h2><p>平政办发〔2023〕17号</p><h2>发布日期</h2><p>2023年05月08日</p><h2>主题分类</h2><p>农业、林业、水利</p><h2>有效性</h2><p>有效</p></div>' + HEAD_TABLE + '<div class="article_content"><div class="mhide">@CONTENT@</div></div>' + FOOT + "</body></html>", paragraphs, True),
    "vsb": ('<html><head><meta charset="utf-8"><title>@TITLE@-平川县教育局</title></head><body>' + MENU + '<form name="_newscontent_fromname"><div class="main_content"><div class="main_contit"><h2>@HEADING@</h2><p>日期：2023-05-08 作者：办公室 点击：[<span>88</span>]</p></div><div class="main_con" id="vsb_content"><div class="v_news_content">@CONTENT@</div></div><div id="div_vote_id"></div><p>【<a href="javascript:window.close()">关闭窗口</a>】</p></div></form>' + NEAR + FOOT + "</body></html>", word, False),
    "wrong_charset": ('<html><head><meta charset="gb2312"><title>@TITLE@</title></head><body>' + CRUMBS + '<div class="article-con">@CONTENT@</div>' + FOOT + "</body></html>", paragraphs, False),
    "malformed": ('<HTML><HEAD><TITLE>@TITLE@</TITLE></HEAD><BODY><DIV id=Zoom class=content><DIV><SPAN>@CONTENT@<BR clear=all></DIV></DIV><CENTER>版权所有 平川县人民政府', unclosed, False),
    "word_saved": ('<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--><style>p.MsoNormal{}</style></head><body lang=ZH-CN><div class=WordSection1>@CONTENT@</div></body></html>', word, False),
    "preformatted": ("<html><head><title>@TITLE@</title></head><body><h3>平川县人民政府公报</h3><div class=newscontent><pre>@PLAIN@</pre></div></body></html>", paragraphs, False),
    "epoint": ('<html><head><title>@TITLE@</title></head><body>' + MENU + '<div class="ewb-article"><h3 class="ewb-article-tt">@HEADING@</h3><div class="ewb-article-sources"><p>【信息时间： 2023-05-08　阅读次数：88】</p></div><div class="ewb-article-info" id="ivs_content">@CONTENT@</div><ul class="fj_list"><li>附件：<a href="/att/1.docx">任务分工表.docx</a></li></ul></div>' + FOOT + "</body></html>", divs, False),
    "no_names": ('<html><head><title>@TITLE@_平川县人民政府</title></head><body><div><a href="/">首页</a> <a href="/b">公开</a></div><div><div><div>@CONTENT@</div></div></div><div><a href="/m">网站地图</a> 某ICP备05012345号</div></body></html>', paragraphs, False),
    "sections_around": ('<html><body><header class="header"><img alt="平川县人民政府门户网站" src="logo.png"></header><main><section class="page-detail"><div class="news-content" aria-label="正文">@CONTENT@<p><img src="seal.png" alt="公章"></p></div></section></main><aside class="side">' + SIDE + "</aside><footer>" + FOOT + "</footer></body></html>", paragraphs, False),
    "utf16": ('<html><head><meta charset="utf-16"><title>@TITLE@</title></head><body><div class="con_text">@CONTENT@</div></body></html>', paragraphs, False),
}
ENCODINGS = {"jcms_zoom": "gb18030", "old_county": "gb18030", "word_saved": "gb18030", "utf16": "utf-16", "malformed": "gb18030"}


def filled(name, text, title=""):
    page, form, _ = TEMPLATES[name]
    heading = "<br>".join(map(html.escape, title.split("\n")))
    page = page.replace("@HEADING@", heading).replace("@TITLE@", html.escape(title.replace("\n", "")))
    page = page.replace("@CONTENT@", form(text)).replace("@PLAIN@", html.escape(text))
    return page.encode(ENCODINGS.get(name, "utf-8"))


def notice(name):
    """The notice's text and its title (empty where it has none)."""
    text = (NOTICES / f"{name}.txt").read_text(encoding="utf-8")
    return text, json.loads((NOTICES / f"{name}.json").read_text(encoding="utf-8"))["document"].get("title") or ""


def cleaned(source):
    return clean(source).text


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", NAMES)
def test_every_notice_is_the_same_on_every_page(name, template):
    text, title = notice(name)
    plain = cleaned(read_text("\n".join(lines(text)) if template != "preformatted" else text))
    source = read_html(filled(template, text, title), "page.html", "0")
    assert cleaned(source) == plain
    assert [link.address for link in source.links] == (["/att/1.docx"] if template == "epoint" else [])
    fields = dict(source.fields)
    if TEMPLATES[template][2]:
        assert {key: fields.get(key) for key in FIELDS} == FIELDS


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", NAMES[::6])
def test_a_page_whose_containers_have_no_known_names_is_read_as_well(name, template):
    text, title = notice(name)
    page = filled(template, text, title).decode(ENCODINGS.get(template, "utf-8"))
    page = re.sub(r"""\s(?:class|id)=(?:"[^"]*"|'[^']*'|[^\s>"']+)""", "", page)
    source = read_html(page.encode(), "page.html", "0")
    assert cleaned(source) == cleaned(read_text("\n".join(lines(text)) if template != "preformatted" else text))


def split_title(text, title):
    """The text without the title's lines and the title by lines, where the text begins with it; else None."""
    rows = lines(text)
    for count in (1, 2, 3, 4):
        if re.sub(r"\s", "", "".join(rows[:count])) == title:
            return "\n".join(rows[count:]), "\n".join(rows[:count])
    return None


OUTSIDE = [name for name, (page, _, _) in TEMPLATES.items() if "@HEADING@" in page and name != "old_county"]
TITLED = [name for name in NAMES if notice(name)[1] and split_title(*notice(name))]


@pytest.mark.parametrize("template", OUTSIDE)
@pytest.mark.parametrize("name", TITLED)
def test_the_title_of_the_page_is_taken_in_where_the_text_lacks_it(name, template):
    text, title = notice(name)
    rest, heading = split_title(text, title)
    source = read_html(filled(template, rest, heading), "page.html", "0")
    assert cleaned(source) == cleaned(read_text("\n".join(lines(text))))


def test_enough_notices_have_their_title_outside():
    assert len(TITLED) >= 8 and len(OUTSIDE) >= 7 and len(TEMPLATES) >= 20
