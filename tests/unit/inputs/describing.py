"""A small described thing for the tests of reading: an order with lines, a buyer and a window."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from itsm_docs.findings import Finding
from itsm_docs.inputs import Loaded, read_project
from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.scalars import Code, Day, Flag, Money, Number, Percent, Text, refuse


class Level(Choice):
    """How urgent an order is."""

    HIGH = "high", "紧急"
    LOW = "low", "普通"


class Buyer(Record):
    """Who orders."""

    label_cn = "买方"

    name: Text = Field(title="名称", description="买方全称")
    phone: Open[Text] | None = Field(None, title="电话", description="联系电话")


class Line(Record):
    """What is ordered."""

    label_cn = "明细"

    id: Code = Field(title="编号", description="短编号")
    name: Text = Field(title="品名", description="货物名称", json_schema_extra={"synonyms": ["货物", "名称"]})
    price: Open[Money] = Field(title="单价", description="含税单价", json_schema_extra={"synonyms": ["含税单价"]})
    count: Number | None = Field(None, title="数量", description="数量")
    share: Percent | None = Field(None, title="占比", description="百分比")
    due: Day | None = Field(None, title="交货日", description="交货日期")
    tags: tuple[Text, ...] = Field((), title="标签", description="分类")
    fragile: Flag = Field(False, title="易碎", description="是否易碎")


class Order(Record):
    """The root of the tests."""

    label_cn = "订单"

    number: Code = Field(title="订单号", description="编号")
    level: Level = Field(Level.LOW, title="紧急程度", description="紧急或普通")
    buyer: Buyer = Field(title="买方", description="谁买")
    lines: tuple[Line, ...] = Field((), title="明细", description="买什么")
    notes: tuple[Text, ...] = Field((), title="说明", description="补充说明")
    first: Day | None = Field(None, title="起始日", description="第一天")
    last: Day | None = Field(None, title="终止日", description="最后一天")

    @model_validator(mode="after")
    def _in_order(self) -> Order:
        if self.first and self.last and self.last < self.first:
            refuse("DM208", field="last")
        return self


HEAD = "number: A-1\nbuyer: {name: 甲公司}\n"


def write(folder: Path, text: str, name: str = "engagement.yaml") -> Path:
    """Write a file of a project."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str | None = None) -> tuple[Loaded[Order] | None, list[Finding]]:
    """Read the order of a folder, after writing it when a text is given."""
    if text is not None:
        write(folder, text)
    return read_project(folder, Order)


def order(folder: Path, text: str | None = None) -> Order:
    """The order of a folder, which must hold."""
    loaded, findings = read(folder, text)
    assert loaded is not None, findings
    return loaded.engagement


def codes(findings: list[Finding]) -> list[str]:
    """The codes of findings, in order."""
    return [one.code for one in findings]
