"""A notice as a page of a government's web site: navigation, table of fields, the text, links and foot around it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

from benchmarks.forms.content import Block, Content
from benchmarks.forms.numbering import value_of

_NAVIGATION = ("首页", "政务公开", "政务服务", "互动交流", "数据开放", "走进我们", "专题专栏")
_RELATED = ("政府工作报告", "政策解读", "新闻发布会", "图解政策", "常见问题", "网上调查")
_YEAR = re.compile(r"^[〇○零一二三四五六七八九]{4}(?=年)")
_UNTITLED = "政府信息公开"  # what a page without a title calls itself
_CENTRED = {"masthead", "doc_number", "title", "subtitle", "chapter"}
_RIGHT = {"signature", "date"}


def html_of(content: Content) -> bytes:
    """The page's bytes. The sites' templates differ in markup, encoding, and in whether the title stands in the text once more."""
    dice = random.Random(f"html {content.seed}")
    begins_with_title = content.blocks[0].kind == "title"
    template = dice.choice((_portal, _bulletin, _old) if begins_with_title else (_portal, _old))
    return template(content, dice)


def _portal(content: Content, dice: random.Random) -> bytes:
    """A present-day portal: field table above, text pasted from Word."""
    title = escape(content.fields.get("title", _UNTITLED))
    heading = f'<h1 class="article-title">{title}</h1>' if "title" in content.fields else ""
    navigation = "".join(f'<li><a href="/{i}/">{word}</a></li>' for i, word in enumerate(_NAVIGATION))
    related = "".join(f'<li><a href="/r/{i}.html">{word}</a></li>' for i, word in enumerate(_RELATED))
    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_政府信息公开</title>
<meta name="ArticleTitle" content="{title}"><meta name="ColumnName" content="政策文件"><style>.nav li{{float:left}}</style>
<script>var share = "微信 微博"; function dofontsize(n) {{ return n; }}</script></head><body>
<div class="top"><a href="#">无障碍阅读</a> | <a href="#">繁體版</a> | <a href="/login">登录个人中心</a></div>
<div class="nav"><ul>{navigation}</ul></div>
<div class="crumbs">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/wj/">政策文件</a></div>
<div class="article">
{_field_table(content, dice)}
{heading}
<div class="article-info"><span>发布时间：{_when(content)}</span><span>来源：{escape(content.fields.get("issuer", "本站"))}</span>
<span>浏览次数：<i id="hits">{dice.randint(12, 4000)}</i></span><span>字体：[<a>大</a> <a>中</a> <a>小</a>]</span></div>
<div class="article-content TRS_Editor" id="zoom">
{_text(content.blocks, _pasted)}
</div>
<div class="share">分享到：<a>微信</a><a>微博</a> <a onclick="window.print()">打印本页</a> <a>关闭窗口</a></div>
</div>
<div class="related"><h3>相关文件</h3><ul>{related}</ul></div>
<div class="footer"><p>主办单位：政府办公室　网站标识码：0000000000</p><p>备案号：某ICP备00000000号-1　公网安备00000000000000号</p>
<p><a href="/sitemap.html">网站地图</a>　<a href="/about.html">关于我们</a>　联系电话：0000-0000000</p></div>
</body></html>"""
    return page.encode()


def _bulletin(content: Content, dice: random.Random) -> bytes:
    """A page whose title stands above the text only, not in it."""
    title = escape(content.blocks[0].text)
    side = "".join(f'<dd><a href="/l/{i}.shtml">{word}</a></dd>' for i, word in enumerate(_RELATED))
    page = f"""<!doctype html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>{title}</title></head><body>
<header><div class="logo">人民政府门户网站</div><nav>{" ".join(f"<a href='/{i}'>{w}</a>" for i, w in enumerate(_NAVIGATION))}</nav></header>
<aside><dl><dt>栏目导航</dt>{side}</dl></aside>
<main><section class="policyLibraryOverview_header"><table><tbody>{_field_rows(content, dice)}</tbody></table></section>
<article><h1>{title}</h1>
<div class="pages_content" id="UCAP-CONTENT">
{_text(content.blocks[1:], _plain)}
</div>
<p class="editor">责任编辑：网站管理员</p></article></main>
<footer>版权所有：人民政府门户网站　主办：政府办公室<br>地址：某路1号　邮编：000000</footer>
</body></html>"""
    return page.encode()


def _old(content: Content, dice: random.Random) -> bytes:
    """A page of the years around 2005: tables for layout, lines parted by breaks, GBK."""
    title = escape(content.fields.get("title", _UNTITLED))
    heading = f'<tr><td align="center" class="bt">{title}</td></tr>' if "title" in content.fields else ""
    lines = []
    for block in content.blocks:
        if block.kind == "table":
            lines.append(_table(block.rows))
        elif block.kind in _CENTRED:
            lines.append(f"<center>{escape(block.text)}</center>")
        elif block.kind in _RIGHT:
            lines.append(f'<div align="right">{escape(block.text)}</div>')
        else:
            indent = "" if block.kind == "recipients" else "&nbsp;&nbsp;&nbsp;&nbsp;"
            lines.append(f"{indent}{escape(block.text)}<br><br>" if dice.random() < 0.5 else f"{indent}{escape(block.text)}<br>")
    menu = "".join(f'<td class="menu"><a href="index{i}.asp">{word}</a></td>' for i, word in enumerate(_NAVIGATION))
    newline = "\n"
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}--政府网</title></head>
<body bgcolor="#FFFFFF"><table width="760" align="center"><tr>{menu}</tr></table>
<table width="760" align="center"><tr><td width="160" valign="top">站内搜索<br><form><input name="q"></form>
最新文件<br><a href="1.asp">公告栏</a></td>
<td><table width="100%">{heading}
<tr><td align="center">【字号：大 中 小】 {_when(content)} 点击数：{dice.randint(3, 900)}</td></tr>
<tr><td class="nr" style="font-size:14px;line-height:180%">{newline.join(lines)}</td></tr>
<tr><td align="right">【<a href="#">打印</a>】【<a href="#">关闭</a>】</td></tr></table></td></tr></table>
<table width="760" align="center"><tr><td align="center">版权所有 政府网 建议使用IE6.0以上浏览器<br>
备案序号：00000000</td></tr></table></body></html>"""
    return page.encode("gb18030")


def _text(blocks: Iterable[Block], inline: Callable[[Block], str]) -> str:
    made = []
    for block in blocks:
        if block.kind == "table":
            made.append(_table(block.rows))
            continue
        align = "center" if block.kind in _CENTRED else "right" if block.kind in _RIGHT else ""
        style = f' style="text-align:{align}"' if align else ""
        indent = "" if align or block.kind in ("recipients", "part") else "　　"
        made.append(f"<p{style}>{indent}{inline(block)}</p>")
    return "\n".join(made)


def _plain(block: Block) -> str:
    text = escape(block.text)
    return f"<strong>{text}</strong>" if block.kind in ("title", "chapter") else text


def _pasted(block: Block) -> str:
    """As Word's clipboard gives it: every stretch of digits and letters in a span of its own."""
    parts = re.split(r"([0-9A-Za-z.%]+)", block.text)
    spans = (
        f'<span style="font-family:{"Times New Roman" if index % 2 else "仿宋_GB2312"};font-size:16pt">{escape(part)}</span>'
        for index, part in enumerate(parts)
        if part
    )
    return "".join(spans)


def _table(rows: Sequence[Sequence[str]]) -> str:
    made = []
    for number, row in enumerate(rows):
        tag = "th" if number == 0 else "td"
        made.append("<tr>" + "".join(f"<{tag}><p>{escape(cell)}</p></{tag}>" for cell in row) + "</tr>")
    return f'<table border="1" cellspacing="0"><tbody>{"".join(made)}</tbody></table>'


def _field_table(content: Content, dice: random.Random) -> str:
    return f'<table class="xxgk-table"><tbody>{_field_rows(content, dice)}</tbody></table>'


def _field_rows(content: Content, dice: random.Random) -> str:
    fields = content.fields
    pairs = [
        ("索 引 号", f"{dice.randint(10**8, 10**9)}/{dice.randint(2015, 2024)}-{dice.randint(1000, 9999)}"),
        ("主题分类", "综合政务"),
        ("发布机构", fields.get("issuer", "")),
        ("成文日期", fields.get("issue_date", "")),
        ("标　　题", fields.get("title", "")),
        ("文　　号", fields.get("doc_number", "")),
        ("有 效 性", "有效"),
    ]
    kept = [(name, value) for name, value in pairs if value]
    cells = [f"<td><b>{name}：</b></td><td>{escape(value)}</td>" for name, value in kept]
    return "".join(f"<tr>{''.join(cells[at : at + 2])}</tr>" for at in range(0, len(cells), 2))


def _when(content: Content) -> str:
    """The day of publishing: the notice's own."""
    year = str.maketrans("〇○零一二三四五六七八九", "000123456789")
    text = _YEAR.sub(lambda match: match.group().translate(year), content.fields.get("issue_date", ""))
    numbers = [int(part) if part.isdigit() else value_of(part) for part in re.findall(r"[\d一二三四五六七八九十]+", text)]
    if len(numbers) != 3:
        return "2024-01-02"
    return f"{numbers[0]}-{numbers[1]:02d}-{numbers[2]:02d}"
