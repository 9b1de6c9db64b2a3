"""A waiver: what somebody with a name has accepted, why, and until when. Describes it; whether it holds is for `inputs`."""

from __future__ import annotations

from pydantic import Field, model_validator

from itsm_docs.model.base import Record
from itsm_docs.model.scalars import Day, Text, refuse


class Waiver(Record):
    """A clause that does not apply (不适用说明), or a finding that is accepted (偏离批准)."""

    label_cn = "不适用说明或偏离批准"

    clause: Text | None = Field(None, title="条款", description="不适用的条款编号，例如 8.2.3-b；连同其下的列项")
    finding: Text | None = Field(None, title="发现", description="接受的检查发现的代码，例如 CT513")
    place: Text | None = Field(
        None,
        title="位置",
        description="只接受一处时填写：数据路径（provider.certificates），或这条发现的位置、文字中的一段",
        min_length=2,
    )
    justification: Text = Field(title="理由", description="为什么不适用，或为什么接受")
    approved_by: Text = Field(title="批准人", description="批准人的姓名与职务")
    expires: Day = Field(title="有效期至", description="批准有效的最后一天；一般写到服务期结束")

    @model_validator(mode="after")
    def _names_one_thing(self) -> Waiver:
        if (self.clause is None) == (self.finding is None):
            refuse("WV107")
        if self.place is not None and self.finding is None:
            refuse("WV108", field="place")
        return self


class WaiverList(Record):
    """The root of ``waivers.yaml``."""

    label_cn = "不适用说明与偏离批准"

    waivers: tuple[Waiver, ...] = Field((), title="不适用与偏离", description="逐项写明，各有理由、批准人和有效期")
