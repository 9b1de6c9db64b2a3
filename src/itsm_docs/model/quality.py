"""Deductions, reports, reviews, assessment, transition: what happens with the measured values."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.metric import Period
from itsm_docs.model.scalars import Duration, Flag, Percent, Text, Whole


class Credits(Record):
    """The rules of 服务费扣减 (8.2.2.2 g, h). The tiers stand with the metrics; here stands how they add up."""

    label_cn = "服务费扣减"

    period: Period = Field(title="计算周期", description="按月或按季度计算")
    cap: Open[Percent] = Field(title="当期扣减上限", description="一个服务当期扣减占其当期服务费的最高百分比")
    annual_cap: Open[Percent] = Field(title="累计扣减上限", description="服务期内累计扣减占服务费总额的最高百分比")
    same_cause: Text = Field(title="同一原因", description="同一原因导致多项指标不达标时如何计")
    confirm: Open[Duration] = Field(title="确认期限", description="甲方收到扣减计算表后确认或提出异议的期限")
    settle: Text = Field(title="扣减方式", description="从哪一期付款中扣减，期末最后一期如何处理")
    exclusive: Text = Field(title="与其他责任的关系", description="扣减与违约金、赔偿损失如何衔接，不重复计算")
    termination: Text = Field(title="持续不达标", description="连续或累计不达标到什么程度，甲方可以采取什么措施")


class Report(Record):
    """A regular report with its due date."""

    label_cn = "服务报告"

    name: Text = Field(title="名称", description="例如 月度服务报告")
    period: Period = Field(title="周期", description="按月、季度、半年或年")
    due: Open[Duration] = Field(title="提交期限", description="周期结束后多长时间内提交")
    contents: tuple[Text, ...] = Field(title="内容", description="报告必须有的内容")
    recipient: Text = Field(title="接收人", description="甲方谁接收、怎样签认")


class Review(Record):
    """A recurring meeting of the two parties; its dates are computed from the service period."""

    label_cn = "评审"

    name: Text = Field(title="名称", description="例如 季度服务评审会")
    every: Whole = Field(title="间隔月数", description="每几个月一次，自服务开始日起算", ge=1, le=36)
    after: Whole = Field(title="顺延天数", description="周期结束后第几日召开，遇非工作日顺延")
    purpose: Text = Field(title="议题", description="评什么")
    participants: Text = Field(title="参加人", description="双方参加的角色")
    output: Text = Field(title="产出", description="形成什么记录，几日内分发")
    revises: Flag = Field(title="复审协议", description="是否同时复审本协议的内容（8.2.2.3）")


class Aspect(Choice):
    """The four aspects of the assessment of 8.2.2.2 i)."""

    STAFF = "staff", "人员"
    METHOD = "method", "方法"
    MANAGEMENT = "management", "管理"
    RESOURCES = "resources", "资源能力"


class Criterion(Record):
    """One line of the assessment sheet."""

    label_cn = "评估项"

    aspect: Aspect = Field(title="方面", description="人员、方法、管理或资源能力")
    item: Text = Field(title="评估内容", description="评什么")
    evidence: Text = Field(title="评估依据", description="看哪些记录")
    scoring: Text = Field(title="评分规则", description="怎样扣分，两个人应评出同一分")
    weight: Whole = Field(title="分值", description="满分")


class Band(Record):
    """A band of the assessment score and what follows from it."""

    label_cn = "评估等级"

    floor: Whole = Field(title="最低分", description="含本数")
    name: Text = Field(title="等级", description="例如 优良")
    consequence: Text = Field(title="处理", description="得分落在这一档时怎么办")


class Assessment(Record):
    """The assessment of capability and quality (8.2.2.2 i)."""

    label_cn = "评估"

    period: Period = Field(title="评估周期", description="按季度、半年或年")
    assessors: Text = Field(title="评估人", description="谁评，分歧怎么定")
    criteria: tuple[Criterion, ...] = Field(title="评估项", description="四个方面都要有，分值合计 100")
    bands: tuple[Band, ...] = Field(title="评估等级", description="从高到低排列，最低一档从 0 分起")


class Transition(Record):
    """Taking over and the grace period (磨合期), in which the deductions rest."""

    label_cn = "接管与磨合"

    takeover: tuple[Text, ...] = Field(title="接管事项", description="服务开始前后须完成的交接，谁交给谁，留什么记录")
    grace: Open[Duration] = Field(title="磨合期", description="自服务开始日起多长时间内只统计、不扣减；没有则写 0日")
    still_binding: Text = Field(title="磨合期内仍适用", description="磨合期内不豁免的事项")
    exit: tuple[Text, ...] = Field(title="退出移交", description="期满或终止时的移交事项、期限与记录")


HUNDRED = Decimal(100)
