"""The tables of the codebook, once: column, type, key, meaning, Chinese label.

The data types of pandas, the Arrow schema, the SQL tables and the data dictionary are all derived from :data:`TABLES`;
nothing else in the package spells a column's type. A row is a plain dict; ``None`` or ``""`` means missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

Type = Literal["text", "integer", "decimal", "boolean", "date", "real"]

#: Digits kept for a number: 22 before and 6 behind the point.
DECIMAL = (28, 6)

_ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(*DECIMAL),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "real": pa.float64(),
}
_PANDAS = {"text": "string", "integer": "Int64", "boolean": "boolean", "real": "Float64"}


@dataclass(frozen=True)
class Column:
    """One column: ``key`` is "primary", "table.column" for a foreign key, or ""; ``values`` lists the allowed values."""

    name: str
    type: Type
    zh: str
    meaning: str
    key: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table; its rows are written in the order of ``columns``."""

    name: str
    zh: str
    meaning: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, with the meaning of each column in its metadata."""
        return pa.schema(
            [
                pa.field(c.name, _ARROW[c.type], metadata={"zh": c.zh, "description": c.meaning})
                for c in self.columns
            ],
            metadata={"zh": self.zh, "description": self.meaning},
        )

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
        """Rows as a tidy DataFrame: strings, nullable integers and booleans, ``Decimal`` objects, ``date`` objects."""
        data = [[_short(_missing(row.get(name))) for name in self.names] for row in rows]
        frame = pd.DataFrame(data, columns=list(self.names), dtype="object")
        for column in self.columns:
            if column.type in _PANDAS:
                frame[column.name] = frame[column.name].astype(_PANDAS[column.type])  # type: ignore[call-overload]
        return frame

    def record_batch(self, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
        """Rows as an Arrow table of this schema."""
        data = [{name: _missing(row.get(name)) for name in self.names} for row in rows]
        return pa.Table.from_pylist(data, schema=self.arrow)


def encodable(text: str) -> str:
    """The text as it can be written in UTF-8: a lone surrogate becomes "?"."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _missing(value: Any) -> Any:
    if value == "" or value is None:
        return None
    if isinstance(value, str):
        return encodable(value)
    return round(value, DECIMAL[1]) if isinstance(value, Decimal) else value


def _short(value: Any) -> Any:
    """A decimal without the zeros that a fixed scale adds: 95, not 95.000000."""
    return Decimal(cell(value)) if isinstance(value, Decimal) else value


def cell(value: Any) -> str:
    """A value as it is written in text files: plain decimals, ISO dates, true/false, empty for missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def _col(name: str, kind: Type, zh: str, meaning: str, key: str = "", values: str = "") -> Column:
    return Column(name, kind, zh, meaning, key, tuple(values.split()))


_DOC = _col("doc_id", "text", "公文编号", "the notice the row belongs to", "documents.doc_id")
_TASK = _col("task_id", "text", "任务编号", "the task the row stands in; empty outside tasks", "tasks.task_id")


def _anchor(text: str = "the words as they stand in the clean text: clean[start:end]") -> tuple[Column, ...]:
    """The columns that lead a row back to its words."""
    return (
        _col("text", "text", "原文", text),
        _col("start", "integer", "起点", "offset of the first character in the clean text (code points)"),
        _col("end", "integer", "终点", "offset after the last character in the clean text"),
        _col("raw_start", "integer", "原始起点", "where the same words begin in the text as it was read"),
        _col("raw_end", "integer", "原始终点", "where they end in the text as it was read"),
        _col("page", "integer", "页", "page on which the words begin, from 1"),
        _col("box", "text", "位置",
             "x0,y0,x1,y1 on that page in points from its top left corner, a box a printed line, joined with ；; "
             "empty where the form has no places"),
        _col("rule", "text", "规则", "name of the rule that made the row"),
    )


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "documents", "公文", "one row a notice",
            (
                _col("doc_id", "text", "公文编号", "stable id made from the file's content", "primary"),
                _col("source", "text", "文件", "path of the file, relative to the folder that was read"),
                _col("sha256", "text", "校验和", "SHA-256 of the file's bytes"),
                _col("title", "text", "标题", "the notice's own title, one line, without the masthead"),
                _col("doc_type", "text", "文种", "the last word of the title: 通知, 意见, 方案, 函, 公告 …"),
                _col("doc_number", "text", "发文字号", "document number with 〔〕 and without spaces"),
                _col("issuer", "text", "发文机关", "issuing bodies as signed, joined with ；"),
                _col("recipients", "text", "主送机关", "addressed bodies as written, joined with ；"),
                _col("issue_date", "date", "成文日期", "date of the signature; where there is none, the printing date"),
                _col("region", "text", "行政区域", "administrative area of the issuer, full name; 全国 for the State"),
                _col("pages", "integer", "页数", "pages read"),
                _col("chars", "integer", "字数", "characters of clean text"),
                _col("status", "text", "状态", "ok; partial and failed are explained in problems", "", "ok partial failed"),
                _col("pipeline_version", "text", "程序版本", "the version that made this row"),
            ),
        ),
        Table(
            "pages", "页", "one row a page of a notice",
            (
                _DOC,
                _col("page", "integer", "页", "page number, from 1"),
                _col("text_source", "text", "文字来源", "where its text comes from", "", "text text_layer ocr"),
                _col("confidence", "real", "置信度", "mean confidence of OCR, 0–1; empty for text"),
                _col("width", "real", "宽", "in points; empty for plain text"),
                _col("height", "real", "高", "in points; empty for plain text"),
                _col("rotation", "integer", "旋转", "degrees clockwise by which the page was turned upright"),
            ),
        ),
        Table(
            "tasks", "任务", "one row a provision that asks somebody for something",
            (
                _col("task_id", "text", "任务编号", "stable id of the task", "primary"),
                _DOC,
                _col("path", "text", "条目路径",
                     "numbers from the top, arabic, dotted: 二、→（三） is 2.3; 0.1 outside numbers; T1.3 in tables"),
                _col("number", "text", "序号", "the label as printed: （三）, 1."),
                _col("title", "text", "任务名称", "heading sentence of the item, without number and final 。"),
                _col("kind", "text", "类别", "what sort of provision it is", "", "goal measure phase safeguard request"),
                *_anchor("the whole provision, number, title and printed assignment included"),
            ),
        ),
        Table(
            "actions", "举措", "one row a directive clause of a task",
            (
                _col("action_id", "text", "举措编号", "stable id of the action", "primary"),
                _DOC, _TASK,
                _col("subject", "text", "主体", "who is told to, as written in the clause; empty if implied"),
                _col("verb", "text", "动词", "head verb without adverbs; compounds whole"),
                _col("object", "text", "对象", "what is to be done or changed, whole, with its modifiers"),
                _col("modality", "text", "情态", "binding, invited or forbidden", "", "must encourage forbid"),
                *_anchor("the clause with its adverbials"),
            ),
        ),
        Table(
            "units", "责任单位", "one row a body in a role",
            (
                _col("unit_id", "text", "单位编号", "stable id of the row", "primary"),
                _DOC, _TASK,
                _col("role", "text", "角色", "in which role the body is named", "",
                     "lead responsible support guide actor report_to issuer recipient cc"),
                _col("name", "text", "规范名称", "full official name: abbreviation resolved, region supplied"),
                _col("collective", "boolean", "集合称谓", "true for 各…, …成员单位, 有关部门, …等部门"),
                _col("level", "text", "层级", "level of government of the body", "",
                     "nation province prefecture county township village"),
                _col("kind", "text", "性质", "sort of body: party, government, people's congress, court, enterprise …"),
                _col("region_code", "text", "区划代码", "GB/T 2260 code of its area, six digits; empty if not known"),
                _col("name_source", "text", "名称来源", "how the full name was had", "", "written resolved guessed"),
                *_anchor("the body as written"),
            ),
        ),
        Table(
            "quotas", "指标", "one row a number that somebody has to reach or keep to",
            (
                _col("quota_id", "text", "指标编号", "stable id of the quota", "primary"),
                _DOC, _TASK,
                _col("parent_id", "text", "上级指标", "the quota of which this one is a part (其中…)", "quotas.quota_id"),
                _col("kind", "text", "类别", "what sort of number it is", "", "target limit standard frequency"),
                _col("indicator", "text", "指标名称", "what is counted, completed from the sentence"),
                _col("op", "text", "比较", "how the number is meant; .. is a range", "", ">= > <= < = ~ .."),
                _col("value", "decimal", "数值", "plain decimal, scaled: 1.5万 is 15000"),
                _col("value_max", "decimal", "数值上限", "upper end of a range"),
                _col("unit", "text", "单位", "measure word: 件, %, 个百分点, 元"),
                _col("change", "text", "变化", "empty for a level", "", "increase decrease"),
                _col("scope", "text", "适用范围", "who has to reach it, each; empty if not said"),
                _col("period", "text", "期间", "ISO 8601 interval the count runs over: 2021-01-01/2021-12-31"),
                *_anchor("the clause"),
            ),
        ),
        Table(
            "dates", "时间", "one row a time expression",
            (
                _col("date_id", "text", "时间编号", "stable id of the row", "primary"),
                _DOC, _TASK,
                _col("role", "text", "角色", "what the time is for", "",
                     "deadline start period milestone event issue print effective expiry past"),
                _col("kind", "text", "种类", "form of the expression", "", "point interval recurring duration"),
                _col("date_from", "text", "自", "ISO 8601 day or minute; empty if open or not known"),
                _col("date_to", "text", "至", "ISO 8601 day or minute, included; empty if open or not known"),
                _col("precision", "text", "精度", "minute, hour, day, week, ten_days, month, quarter, half, year … as written"),
                _col("rrule", "text", "重复规则", "RFC 5545 rule of a recurring time: FREQ=MONTHLY;BYMONTHDAY=5"),
                *_anchor("the expression with 前, 底, 起, 之前, 到"),
            ),
        ),
        Table(
            "references", "引用文件", "one row a cited document",
            (
                _col("reference_id", "text", "引用编号", "stable id of the row", "primary"),
                _DOC, _TASK,
                _col("title", "text", "标题", "between the outer 《》; empty where only a number is cited"),
                _col("doc_number", "text", "发文字号", "number of the cited document, if given"),
                *_anchor("the citation"),
            ),
        ),
        Table(
            "contacts", "联系方式", "one row a contact; written on request only",
            (
                _col("contact_id", "text", "联系编号", "stable id of the row", "primary"),
                _DOC, _TASK,
                _col("person", "text", "联系人", "name as written"),
                _col("phone", "text", "电话", "telephone or fax number"),
                _col("email", "text", "电子邮箱", "e-mail address"),
                _col("address", "text", "地址", "postal address"),
                _col("unit", "text", "单位", "the body the contact belongs to, as written"),
                *_anchor(),
            ),
        ),
        Table(
            "cleanups", "清理记录", "one row an edit between the text as read and the clean text",
            (
                _DOC,
                _col("raw_start", "integer", "原始起点", "first character that was changed, in the text as read"),
                _col("raw_end", "integer", "原始终点", "after the last one"),
                _col("page", "integer", "页", "page, from 1"),
                _col("removed", "text", "原文字", "what stood there"),
                _col("replacement", "text", "替换为", "what stands there now"),
                _col("rule", "text", "规则", "name of the rule that did it"),
            ),
        ),
        Table(
            "problems", "问题", "one row a thing that went wrong",
            (
                _col("source", "text", "文件", "path of the file, relative to the folder that was read"),
                _col("stage", "text", "阶段", "where it happened: read, clean, structure, segment, extract, write"),
                _col("severity", "text", "程度", "how bad it is", "", "info warning error"),
                _col("page", "integer", "页", "page, from 1; empty if it concerns the whole"),
                _col("message", "text", "说明", "what happened, in words that say what to do"),
            ),
        ),
    )
}

#: Prefix of the ids of each table: d…-t123 is a task whose text begins at character 123.
ID_LETTER = {"tasks": "t", "actions": "a", "units": "u", "quotas": "q", "dates": "d", "references": "r", "contacts": "c"}


def dictionary_markdown() -> str:
    """The data dictionary as Markdown, one section a table."""
    lines = ["# Data dictionary · 数据字典", "", "Generated from `pipeline/tables.py` by `make docs`; do not edit.", ""]
    for table in TABLES.values():
        lines += [f"## {table.name} · {table.zh}", "", table.meaning + ".", "", "| column | 中文 | type | key | meaning |",
                  "|---|---|---|---|---|"]
        for c in table.columns:
            values = f" ({', '.join(f'`{v}`' for v in c.values)})" if c.values else ""
            lines.append(f"| `{c.name}` | {c.zh} | {c.type} | {c.key} | {c.meaning}{values} |")
        lines.append("")
    return "\n".join(lines)
