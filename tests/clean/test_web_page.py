"""What a web site prints around a notice goes, and never a line of the notice."""

import pytest

from pipeline.clean import clean
from pipeline.read import read_text

TITLE = "青河县人民政府办公室关于做好防汛物资储备工作的通知"
NUMBER = "青政办发〔2022〕18号"
BODY = f"""{TITLE}
{NUMBER}
各乡镇人民政府，县政府有关部门：
现就做好防汛物资储备工作有关事项通知如下：
一、各乡镇要于5月底前备齐编织袋、救生衣等物资，逐项登记造册，落实专人保管。
青河县人民政府办公室
2022年4月18日
（此件公开发布）"""


def cleaned(text):
    return clean(read_text(text)).text


HEADS = {
    "table_two_columns": "索 引 号：012345678/2022-00018 主题分类：应急管理\n发布机构：县政府办 发文日期：2022年04月18日\n"
    f"名    称：{TITLE}\n文    号：{NUMBER} 主 题 词：\n",
    "table_in_brackets": "您当前的位置：首页 > 政务公开 > 应急预案\n\n[ 索引号 ] 0123456789X5/2022-00018 [ 发文字号 ] "
    f"{NUMBER}\n[ 主题分类 ] 应急管理 [ 体裁分类 ] 通知\n[ 成文日期 ] 2022-04-18 [ 发布日期 ] 2022-04-20\n",
    "one_a_line": f"• 索引号：\n\n012345678/2022-00018\n• 来源：\n\n• 发文机构：\n\n县政府网站\n• 发文字号：\n\n{NUMBER}\n• 有效性：\n",
    "cells_without_colons": "索引号\n012345678/2022-00018\n主题分类\n应急管理\n发文机关\n青河县人民政府办公室\n发布日期\n2022年4月20日\n",
    "markdown_table": "| 索引号 | 012345678/2022-00018 | 主题分类 | 应急管理 |\n|---|---|---|---|\n"
    f"| 发文机关 | 青河县人民政府办公室 | 成文日期 | 2022年4月18日 |\n| 发文字号 | {NUMBER} | 发布日期 | 2022年4月20日 |\n",
    "stamp": "2022年04月20日 09:12 来源：县政府办 【字体：大 中 小】 打印\n",
    "stamp_in_brackets": "当前位置: 首页 > 政务公开 > 政府文件\n【编辑日期:2022-04-20】 【来源:】 【关闭】\n",
    "source_and_time": "来源：青河县人民政府办公室\n发布时间：2022-04-20\n",
    "counters": "青河县政府网站 www.example.gov.cn 发布日期：2022-04-20 15:30 来源：县政府办 浏览次数：1234次 字号：【大】【中】【小】\n",
    "site_above_breadcrumbs": "青河县人民政府\n首页 >> 公开信息内容\n",
    "labels_lost": f"关注 · 青河政府网\n当前位置： 首页 > 规范性文件\n{NUMBER}\n2022年04月18日\n2027年04月18日\n青河县人民政府办公室\n",
    "interpretation": "【一图读懂】《青河县防汛物资储备办法》 2022-04-20\n点击查看政策解读：关于防汛物资储备的解读\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_what_stands_above_a_notice_goes(head):
    assert cleaned(f"{head}\n{BODY}") == BODY


FEET = {
    "files_and_neighbours": "附件下载：\n1.物资清单.docx\n2.联系表.xlsx\n\n上一篇：青河县召开会议\n下一篇：没有了\n\n【打印本页】 【关闭窗口】",
    "links": " 相关解读\n 扫一扫在手机打开当前页\n 分享到：\n 网站导航：\n 中国政府网\n 青河县政务网站",
    "editors_and_imprint": "责任编辑：某某 审核：某某\n打印 收藏 分享到：微信 微博\n主办：青河县人民政府办公室 承办：青河县大数据局\n"
    "备案号：青ICP备00000000号-1 青公网安备 00000000000000号\n政府网站标识码：0000000000",
    "buttons": "打印本页 | 关闭窗口 | 返回顶部",
    "navigation": "扫一扫分享本页\n使用帮助 | 网站地图 | 旧版",
    "copyright": "【关闭】【打印】【返回顶部】\nCopyright © 2022 青河县人民政府 All Rights Reserved",
}


@pytest.mark.parametrize("foot", FEET.values(), ids=FEET)
def test_what_stands_below_a_notice_goes(foot):
    assert cleaned(f"{BODY}\n\n{foot}\n") == BODY


def test_a_number_or_title_that_stands_in_the_table_alone_stays():
    without = BODY.replace(f"{TITLE}\n{NUMBER}\n", "")
    head = f"索引号：012345678/2022-00018\n名称：{TITLE}\n文号：{NUMBER}\n发布日期：2022-04-20\n"
    assert cleaned(f"{head}\n{without}") == BODY


@pytest.mark.parametrize(
    "lines",
    [
        ["来源：群众举报、上级交办"],  # no site around it
        ["公开方式：主动公开"],
        ["发布时间：汛期每日上午9时"],
        ["位置：县政务服务中心三楼"],
        ["联系人：某某，联系电话：12345", "地址：县政府大院三号楼"],
        ["主办单位：县应急管理局", "承办单位：县水利局"],
        ["关注民生"],
        ["今天是第28个全国中小学生安全教育日"],
        ["字体：仿宋_GB2312", "字号：三号"],
        ["签发人：某某"],
        ["附件：物资清单.docx"],
        ["上一篇章的要求继续执行"],
        ["相关部门："],
        ["打印费", "复印费"],
    ],
    ids=lambda lines: lines[0][:8],
)
@pytest.mark.parametrize("where", ["head", "foot"])
def test_lines_of_the_notice_stay(lines, where):
    text = "\n".join([*lines, BODY] if where == "head" else [BODY, *lines])
    assert all(line in cleaned(text) for line in lines)


def test_contacts_at_the_foot_stay_next_to_the_buttons():
    contacts = "联系人：某某\n联系电话：0000-1234567\n地址：县政府大院三号楼"
    assert cleaned(f"{BODY}\n{contacts}\n【打印】【关闭】").endswith(contacts)


def test_every_line_that_goes_is_a_cleanup_of_its_own_with_its_rule():
    head = "索引号：012345678/2022-00018\n发布日期：2022-04-20\n【字体：大 中 小】\n"
    found = {each.removed: each.rule for each in clean(read_text(f"{head}\n{BODY}")).cleanups}
    assert found["索引号：012345678/2022-00018"] == "web_page.index_number"
    assert found["发布日期：2022-04-20"] == "web_page.published"
    assert found["【字体：大 中 小】"] == "web_page.font_size"


def test_a_sentence_about_a_site_stays():
    sentence = "各单位要在门户网站设置“打印本页”“关闭窗口”按钮，注明发布时间、来源、浏览次数，不得缺漏。"
    assert sentence in cleaned(f"{BODY}\n{sentence}\n【打印】")
    assert sentence in cleaned(f"【打印】\n{sentence}\n{BODY}")
