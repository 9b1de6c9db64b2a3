"""Who answers for what nobody chose: the acceptance of binding defaults, the confirmation of standards."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Open, Record
from itsm_docs.model.scalars import Day, Text


class DefaultsAccepted(Record):
    """The binding defaults were read one by one, and somebody with a name stands for them."""

    label_cn = "默认值确认"

    by: Open[Text] = Field(title="确认人", description="逐项看过约束性默认值并负责的人，写姓名与职务")
    date: Open[Day] = Field(title="日期", description="确认的日期")
    code: Text | None = Field(
        None, title="确认码", description="validate 给出的确认码；写上后，默认值有变的须重新确认", max_length=40
    )


class StandardsConfirmed(Record):
    """Standards that the register of this program could not verify, checked against the official text by somebody."""

    label_cn = "标准确认"

    by: Open[Text] = Field(title="确认人", description="对照正式文本核对过的人，写姓名与职务")
    date: Open[Day] = Field(title="日期", description="核对的日期")
    standards: tuple[Text, ...] = Field(
        title="标准", description="核对过的标准编号，例如 GB/T 39335；注日期引用的写年号", min_length=1
    )
