"""What the review sheet (合同要点评审单) prints beside the engagement: defaults used, deviations, open points, findings."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Record
from itsm_docs.model.scalars import Text, Whole


class Default(Record):
    """A binding value that came from a pack."""

    label_cn = "采用的默认值"

    title: Text = Field(title="事项", description="哪一项")
    value: Text = Field(title="值", description="采用的值")


class Deviation(Record):
    """A value of the contract that is not the company's usual one."""

    label_cn = "偏离"

    title: Text = Field(title="事项", description="哪一项")
    usual: Text = Field(title="标准条款", description="合同默认值")
    given: Text = Field(title="本合同", description="本合同的写法")


class Remark(Record):
    """A finding that the signatory should know of."""

    label_cn = "检查发现"

    code: Text = Field(title="代码", description="检查代码")
    message: Text = Field(title="内容", description="发现什么")


class ReviewNotes(Record):
    """Everything that a reviewer has to know and the documents do not say."""

    label_cn = "评审信息"

    defaults: tuple[Default, ...] = Field(title="默认值", description="采用的约束性默认值")
    deviations: tuple[Deviation, ...] = Field(title="偏离", description="与合同默认值不同的选择")
    more_deviations: Whole = Field(title="其余偏离", description="没有逐项列出的偏离数")
    remarks: tuple[Remark, ...] = Field(title="检查发现", description="警告与须知")
    open_points: tuple[Text, ...] = Field(title="待定项", description="还没有落实的事项")
    more_open: Whole = Field(title="其余待定项", description="没有逐项列出的待定项数")
    other_defaults: Whole = Field(title="其余默认值", description="没有逐项列出的默认值数")
