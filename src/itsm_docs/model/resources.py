"""People, tools and spare parts (8.2.2.2 c, e), and what the client has to do (civil code 882)."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Open, Record
from itsm_docs.model.scalars import Duration, Flag, Text, Whole


class Post(Record):
    """A post of the provider's team."""

    label_cn = "岗位"

    name: Text = Field(title="岗位", description="例如 服务经理、一线工程师")
    count: Whole = Field(title="人数", description="配备人数", json_schema_extra={"synonyms": ["数量"]})
    based: Text = Field(title="驻地与班次", description="例如 大窑湾驻场，三班")
    skills: Text = Field(title="能力要求", description="技能、经验与证书；等级按 DB21/T 1793 系列识别")
    grade: Open[Text] | None = Field(
        None, title="能力等级", description="该岗位要求的类别与等级，按 DB21/T 1793 系列识别"
    )
    duties: Text = Field(title="职责", description="对什么结果负责")
    key: Flag = Field(title="关键岗位", description="更换须甲方书面同意的岗位")
    seats: Whole | None = Field(
        None, title="7×24 同时在岗人数", description="昼夜轮守的岗位同时在岗几人；不轮守的不填。每个席位至少 5 人"
    )


class Tool(Record):
    """A tool of the service."""

    label_cn = "工具"

    name: Text = Field(title="工具", description="例如 服务台系统、监控平台")
    purpose: Text = Field(title="用途", description="用来做什么，产生哪些数据")
    provided: Text = Field(title="提供方", description="甲方或乙方提供，账号与数据归谁")


class Spare(Record):
    """A stock of spare parts."""

    label_cn = "备件"

    name: Text = Field(title="备件", description="名称与型号")
    quantity: Whole = Field(title="数量", description="常备数量")
    place: Text = Field(title="存放地", description="存放地点")
    ready: Open[Duration] = Field(title="到位时限", description="自提出需求至送达现场")


class Duty(Record):
    """Something that the client has to do, by when, and what follows if not."""

    label_cn = "甲方配合事项"

    duty: Text = Field(title="事项", description="甲方须做什么")
    by: Text = Field(title="时限", description="何时之前")
    otherwise: Text = Field(title="未完成的后果", description="例如 相应时间从计时中扣除")


class Resources(Record):
    """What is kept ready for the service."""

    label_cn = "资源配置"

    posts: tuple[Post, ...] = Field(title="岗位", description="乙方团队的岗位与人数")
    replacement: Text = Field(title="人员更换", description="关键岗位更换的条件、提前期与交接期")
    tools: tuple[Tool, ...] = Field(title="工具", description="服务使用的平台与工具")
    spares: tuple[Spare, ...] = Field((), title="备件", description="常备备件；没有备件服务的不填")
    duties: tuple[Duty, ...] = Field(title="甲方配合", description="甲方须提供的条件与完成的配合事项")
