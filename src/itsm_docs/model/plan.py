"""The management plan (7.1.2, 8.3, 8.5.5, 8.5.8, 8.7, 11): goals, methods, roles, rules of work, training, risks, evaluation.

What the SLA settles (targets, times, reports, reviews) is not repeated here; the plan says how the provider gets there.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.metric import Period
from itsm_docs.model.party import Side
from itsm_docs.model.quality import Band
from itsm_docs.model.scalars import Code, Day, Text, Whole, refuse


class Degree(Choice):
    """High, medium, low."""

    HIGH = "high", "高"
    MEDIUM = "medium", "中"
    LOW = "low", "低"


class Goal(Record):
    """A goal of managing the service (7.1.2.3 c). The service levels themselves are the SLA's."""

    label_cn = "管理目标"

    name: Text = Field(title="目标", description="例如 交接不断档、同类故障不再发")
    measure: Text = Field(title="衡量", description="用哪个数、哪份记录判断达到没有")
    owner: Text = Field(title="责任人", description="对目标负责的角色")
    due: Text = Field(title="时点", description="何时检查，例如 每季度、接管期末")


class Method(Record):
    """A technique or method of the service (7.1.2.3 e, 6 b), and when it is looked at again (8.1 b)."""

    label_cn = "技术和方法"

    name: Text = Field(title="技术或方法", description="例如 交易探测监控、需求评审、抽样质检")
    use: Text = Field(title="用在哪里", description="解决什么问题，产生什么数据")
    tool: Text = Field(title="工具与依据", description="使用的工具、标准或规程")
    review: Text = Field(title="复审", description="技术变化时怎样复审与替换，由谁决定")


class RoleDuty(Record):
    """A role of either side with its duties (7.1.2.3 g)."""

    label_cn = "角色职责"

    name: Text = Field(title="角色", description="例如 服务经理、变更经理、甲方系统主管")
    side: Side = Field(title="所属方", description="甲方或乙方")
    holder: Open[Text] | None = Field(None, title="担任人", description="姓名或岗位；不填则由同名岗位担任")
    duties: tuple[Text, ...] = Field(title="职责", description="对什么结果负责、批准什么、签什么", min_length=1)
    excludes: tuple[Text, ...] = Field((), title="不得兼任", description="不能由同一人担任的角色")
    under: Text | None = Field(None, title="上级", description="组织图中的上级角色；最上一级不填")


class Activity(Record):
    """One line of the RACI table: exactly one role is accountable (A), at least one responsible (R)."""

    label_cn = "责任分配"

    name: Text = Field(title="活动", description="例如 批准一般变更")
    accountable: Text = Field(title="负责", description="A：唯一对结果负责并批准的角色")
    responsible: tuple[Text, ...] = Field(title="执行", description="R：执行的角色，可与 A 为同一角色", min_length=1)
    consulted: tuple[Text, ...] = Field((), title="咨询", description="C：事前征求意见的角色")
    informed: tuple[Text, ...] = Field((), title="知会", description="I：事后告知的角色")


class WorkRule(Record):
    """A rule of work (7.1.2.3 h): duty, handover, inspection, meetings, attendance, spares, confidentiality …"""

    label_cn = "工作制度"

    id: Code = Field(title="编号", description="例如 duty")
    name: Text = Field(title="制度", description="例如 值班制度")
    rules: tuple[Text, ...] = Field(title="规定", description="谁、何时、做什么、记在哪里、违反怎么办", min_length=1)
    record: Text = Field(title="记录", description="执行留下的记录")


class Course(Record):
    """A training: of the provider's staff (8.3.2.4) or of the client's users (11)."""

    label_cn = "培训"

    topic: Text = Field(title="课题", description="教什么，学完会做什么")
    audience: Text = Field(title="对象", description="哪些人、约多少人")
    time: Open[Text] = Field(title="时间", description="日期或时点，例如 上线前 10 个工作日、每季度")
    hours: Whole = Field(title="学时", description="学时数")
    method: Text = Field(title="方式", description="讲授、实操、跟班、在线，由谁讲")
    check: Text = Field(title="考核与记录", description="怎样判断学会了，留什么记录，不合格怎么办")


class Risk(Record):
    """A risk of the engagement with its treatment."""

    label_cn = "风险"

    name: Text = Field(title="风险", description="什么原因使什么事发生，造成什么后果")
    likelihood: Degree = Field(title="可能性", description="高、中、低")
    impact: Degree = Field(title="影响", description="高、中、低")
    signal: Text = Field(title="征兆", description="看到什么就启动应对")
    response: Text = Field(title="应对", description="预防和发生后的措施")
    owner: Text = Field(title="责任人", description="负责的角色")


class Task(Record):
    """A line of the schedule beside milestones, reviews and drills, which come from the other data."""

    label_cn = "计划任务"

    name: Text = Field(title="任务", description="例如 接管盘点、监控部署、年度总结")
    owner: Text = Field(title="负责", description="负责的角色")
    start: Open[Day] = Field(title="开始", description="开始日期")
    end: Open[Day] = Field(title="结束", description="完成日期")
    output: Text = Field(title="产出", description="完成的标志")


class Checkpoint(Record):
    """A line of the quality control plan (8.5.8)."""

    label_cn = "质量控制点"

    name: Text = Field(title="控制点", description="检查什么环节")
    standard: Text = Field(title="标准", description="判定合格的标准和依据")
    method: Text = Field(title="方法", description="怎样查、抽多少")
    frequency: Text = Field(title="频次", description="多长时间一次")
    owner: Text = Field(title="检查人", description="由谁检查")
    record: Text = Field(title="记录", description="留下的记录")


class OutlookTopic(Choice):
    """The contents of planning management, 8.5.5 a) to f)."""

    STRATEGY = "strategy", "用户的业务发展战略"
    GOALS = "goals", "IT 系统中长期建设目标"
    STANDARDS = "standards", "IT 系统设计标准化"
    DESIGN = "design", "IT 系统规划设计"
    GOVERNANCE = "governance", "IT 治理"
    OTHER = "other", "其它"


class Outlook(Record):
    """What this engagement contributes to one topic of planning management (8.5.5)."""

    label_cn = "规划管理"

    topic: OutlookTopic = Field(title="主题", description="8.5.5 a)–f) 之一")
    content: Text = Field(title="内容", description="乙方做什么、何时交什么；不涉及的写明为什么")


class Fusion(Record):
    """A boundary between categories, or with what others supply (8.7)."""

    label_cn = "服务融合"

    between: Text = Field(title="相关服务", description="哪些服务类别或单位之间")
    risk: Text = Field(title="接口与冲突", description="哪里衔接，哪里可能有利益冲突或责任空档")
    measure: Text = Field(title="安排", description="谁负责衔接，冲突怎样避免")


class PlanCriterion(Record):
    """A line of the evaluation of the plan (7.1.2.3 i)."""

    label_cn = "计划评估项"

    item: Text = Field(title="评估内容", description="评计划的哪一部分")
    evidence: Text = Field(title="依据", description="看哪些记录")
    scoring: Text = Field(title="评分规则", description="怎样扣分，两个人应评出同一分")
    weight: Whole = Field(title="分值", description="满分")


class PlanEvaluation(Record):
    """How the plan itself is evaluated (7.1.2.3 i)."""

    label_cn = "计划评估"

    period: Period = Field(title="评估周期", description="按季度、半年或年")
    assessors: Text = Field(title="评估人", description="谁评、谁审定")
    criteria: tuple[PlanCriterion, ...] = Field(title="评估项", description="分值合计 100", min_length=1)
    bands: tuple[Band, ...] = Field(title="评估等级", description="从高到低排列，最低一档从 0 分起", min_length=2)

    @model_validator(mode="after")
    def _weighs_a_hundred(self) -> PlanEvaluation:
        total = sum(criterion.weight for criterion in self.criteria)
        if total != 100:
            refuse("DM213", field="criteria", total=total)
        return self


class Plan(Record):
    """What the management plan says beside the SLA."""

    label_cn = "管理计划"

    basis: tuple[Text, ...] = Field((), title="技术依据", description="技术文件、技术资料与甲方制度（7.1.2.2 b、c）")
    goals: tuple[Goal, ...] = Field(
        title="管理目标", description="管理的目标，不重复服务水平（7.1.2.3 c）", min_length=1
    )
    methods: tuple[Method, ...] = Field(title="技术和方法", description="采用的技术和方法（7.1.2.3 e）", min_length=1)
    roles: tuple[RoleDuty, ...] = Field(title="角色", description="双方的角色与职责（7.1.2.3 g）", min_length=2)
    raci: tuple[Activity, ...] = Field(title="责任分配", description="逐项活动写明负责、执行、咨询、知会", min_length=1)
    work_rules: tuple[WorkRule, ...] = Field(title="工作制度", description="值班、交接班、巡检、例会等", min_length=1)
    staff_training: tuple[Course, ...] = Field(title="员工培训", description="乙方人员的培训（8.3.2.4）", min_length=1)
    user_training: tuple[Course, ...] = Field(
        (), title="用户培训", description="面向甲方用户的培训（11），与各服务的培训合并列出"
    )
    schedule: tuple[Task, ...] = Field((), title="计划任务", description="里程碑、评审、演练以外的任务")
    quality: tuple[Checkpoint, ...] = Field(title="质量控制", description="质量控制计划（8.5.8）", min_length=1)
    outlook: tuple[Outlook, ...] = Field(title="规划管理", description="8.5.5 各主题", min_length=1)
    fusion: tuple[Fusion, ...] = Field(title="服务融合", description="类别之间的融合与边界（8.7）", min_length=1)
    risks: tuple[Risk, ...] = Field((), title="风险", description="整个项目的风险，与各服务的风险合并列出")
    evaluation: PlanEvaluation = Field(title="计划评估", description="计划的评估（7.1.2.3 i）")
    upkeep: Text = Field(title="计划修订", description="什么情形、谁提出、谁批准修订本计划")
