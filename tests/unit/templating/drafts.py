"""What the tests of this room share: templates without cover and headers, a small record, and faults as one line each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field
from tests.helpers import word

from itsm_docs.findings import Finding
from itsm_docs.markdown import Chapter
from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.scalars import Day, Flag, Markdown, Number, Text
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read
from itsm_docs.templating import CompiledTemplate, compile_source, compile_template
from itsm_docs.templating.typeset import WordTemplate

_TAG = re.compile(r"\{\{[^}]*\}\}")
PLAIN = {
    name: _TAG.sub("", word.house()[name].decode())
    for name in ("word/header1.xml", "docProps/core.xml", "docProps/app.xml")
}
"""The parts of the house that print something, printing nothing."""


def docx(*lines: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word template of lines (see tests.helpers.word) that needs no data but what the lines print."""
    return word.docx(*lines, parts={**PLAIN, **(parts or {})})


HOUSE = docx("<w:p><w:r><w:t>{{ toc() }}</w:t></w:r></w:p>", "BodyText {{ body }}")
"""A house with a table of contents and nothing else around the body."""


class Level(Choice):
    """A choice."""

    HIGH = "high", "高"
    LOW = "low", "低"


class Item(Record):
    """A line of a price list."""

    name: Text = Field(title="名称")
    price: Number = Field(title="单价")
    note: Text | None = Field(None, title="备注")


class Charges(Record):
    """A record with a field that is named like a dict's method."""

    items: tuple[Item, ...] = Field(title="计价项")
    extra: tuple[Item, ...] | None = Field(None, title="附加项")


class Sample(Record):
    """One field of every kind."""

    title: Text = Field(title="标题")
    draft: Flag = Field(title="草稿")
    level: Level = Field(title="等级")
    signed: Day | None = Field(None, title="签订日期")
    start: Open[Day] = Field(title="开始日期")
    summary: Markdown = Field(title="概述")
    charges: Charges = Field(title="费用")
    partner: Item | None = Field(None, title="合作方")


def compiled(source: str | bytes | list[Chapter], schema: Any = None, **options: Any) -> CompiledTemplate:
    """A compiled template; Markdown is set on the small house."""
    return compile_template(source, house=options.pop("house", HOUSE), schema=schema, **options)


def faults(source: str | bytes, schema: Any = None) -> list[str]:
    """What is wrong with a template: ``TP201 文件 行号 位置: message`` (line only for Markdown)."""
    return [line(found) for found in compile_source(source, house=HOUSE, schema=schema)[1]]


def line(found: Finding) -> str:
    """A finding in one line."""
    where = " ".join(str(part) for part in (found.where.line, found.where.place) if part)
    return f"{found.code} {where}: {found.message}" if where else f"{found.code}: {found.message}"


def filled(source: str | bytes | list[Chapter], /, **context: Any) -> bytes:
    """A filled document that our own check has passed."""
    data = compiled(source).fill(context)
    assert check(data) == []
    return data


def shown(source: str | bytes | list[Chapter], /, **context: Any) -> list[str]:
    """The paragraphs of a filled document with their automatic numbers, as a reader sees them; empty ones left out."""
    return [text.replace("\t", " ") for text in word.numbered(filled(source, **context)) if text]


def template(data: bytes) -> WordTemplate:
    """Word bytes as the compiler takes them."""
    return WordTemplate("模板", read(data))


def paragraph(*runs: str, style: str = "BodyText") -> str:
    """A paragraph of several runs, each of them as Word writes an edit."""
    inner = "".join(word.run(text) for text in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'
