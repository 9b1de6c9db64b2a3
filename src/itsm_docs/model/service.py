"""The services: category, grade, mode, content over the life cycle, windows; and what a project-type service has instead."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from pydantic import Field, model_validator

from itsm_docs.model.base import Choice, Open, Record, derived
from itsm_docs.model.metric import Metric
from itsm_docs.model.plan import Course, Risk
from itsm_docs.model.scalars import Clock, Code, Day, Duration, Flag, Text, refuse
from itsm_docs.standard import Category as CatalogueCategory
from itsm_docs.standard import category as catalogue_category


class Mode(Choice):
    """How a service runs; it decides between priorities and milestones, availability and acceptance."""

    CONTINUOUS = "continuous", "持续型"
    PROJECT = "project", "项目型"
    PER_CALL = "per-call", "按次型"
    STAFFING = "staffing", "人力型"


class Form(Choice):
    """The kind of contract in the civil code that a service is; duties, ownership and court follow it."""

    SALE_SERVICE = "sale-and-service", "买卖及服务"
    TECHNICAL_SERVICE = "technical-service", "技术服务"
    SERVICE = "service", "服务"
    DEVELOPMENT = "development", "技术开发（委托）"
    CONSULTING = "consulting", "技术咨询"
    MANDATE = "mandate", "委托（信息化监理）"
    CREATION = "creation", "委托创作"
    WORK = "work", "承揽及服务"
    TRAINING = "training", "培训服务"


class Days(Choice):
    """The days of a service window."""

    EVERY_DAY = "every-day", "每日"
    WORKING_DAYS = "working-days", "工作日"
    MONDAY_TO_SATURDAY = "monday-to-saturday", "周一至周六"


class Window(Record):
    """The agreed service time, by which availability and working days are counted."""

    label_cn = "服务时段"

    name: Text = Field(title="名称", description="例如 7×24、5×8")
    days: Days = Field(title="服务日", description="每日、工作日（按日历扣除节假日并计入调休）或周一至周六")
    start: Clock = Field(title="开始时刻", description="例如 08:30")
    end: Clock = Field(title="结束时刻", description="例如 17:30；全天写 24:00")
    outside: Text = Field(title="时段外安排", description="时段外如何受理与处置特别紧急的事件")

    @property
    @derived("每日分钟数", "一个服务日的约定服务分钟数")
    def minutes_per_day(self) -> Decimal:
        """Minutes of one service day; 00:00 as the end means midnight."""
        midnight = self.end == time(0)
        end = 24 * 60 if midnight else self.end.hour * 60 + self.end.minute
        return Decimal(end - self.start.hour * 60 - self.start.minute)

    @property
    @derived("时段全文", "服务日与起止时刻连写")
    def text(self) -> str:
        """``每日 00:00–24:00``."""
        end = "24:00" if self.end == time(0) else f"{self.end:%H:%M}"
        return f"{self.days} {self.start:%H:%M}–{end}"

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Window:
        if self.minutes_per_day <= 0:
            refuse("DM201", field="end")
        return self


class Work(Record):
    """One item of service content with its frequency and record, so that it can be checked."""

    label_cn = "服务事项"

    name: Text = Field(title="事项", description="做什么，例如 核心交换机巡检")
    detail: Text = Field(title="工作内容", description="做到什么程度")
    frequency: Text = Field(title="频次", description="例如 每日 2 次、每月 1 次、按需")
    record: Text = Field(title="留存记录", description="完成后留下的记录名称")


class Stages(Record):
    """The content of a service over the three stages of clause 5: provision, delivery, support."""

    label_cn = "生命周期内容"

    provision: tuple[Work, ...] = Field((), title="服务提供", description="第 5 章 a)：需求、规划、设计、准备")
    delivery: tuple[Work, ...] = Field((), title="服务交付", description="第 5 章 b)：实施、测试、验收、交付")
    support: tuple[Work, ...] = Field((), title="服务支持", description="第 5 章 c)：运营、监控、改进、保证")


class ScopeItem(Record):
    """One scope item of the category in the standard (4.3.x.2), and whether this engagement takes it on."""

    label_cn = "类别范围项"

    name: Text = Field(title="范围项", description="标准该类别列出的一项，例如 信息网络系统运维")
    included: Flag = Field(title="在范围内", description="本项目是否承担")
    note: Text = Field(title="说明", description="承担的写到哪里为止，不承担的写由谁承担")


class Deliverable(Record):
    """Something that is handed over."""

    label_cn = "交付物"

    name: Text = Field(title="名称", description="例如 月度服务报告")
    form: Text = Field(title="形式", description="例如 Word 与签字 PDF")
    due: Text = Field(title="提交时间", description="例如 次月 5 个工作日内")


class Milestone(Record):
    """A dated step of a project-type service."""

    label_cn = "里程碑"

    id: Code = Field(title="编号", description="例如 M1")
    name: Text = Field(title="里程碑", description="例如 需求规格确认")
    due: Open[Day] = Field(title="完成日期", description="最迟完成日期")
    evidence: Text = Field(title="完成标志", description="凭什么文件或记录认定完成")


class Defect(Record):
    """A class of defects of a project-type service, with the time to fix it."""

    label_cn = "缺陷等级"

    id: Code = Field(title="编号", description="例如 D1")
    name: Text = Field(title="等级", description="例如 严重缺陷")
    definition: Text = Field(title="判定标准", description="两个人看同一现象应判为同一级")
    response: Open[Duration] = Field(title="响应时限", description="自甲方提交缺陷单起")
    fix: Open[Duration] = Field(title="修复时限", description="自甲方提交缺陷单起至复测通过")
    allowed: Text = Field(title="验收允许遗留", description="例如 0 项、不超过用例数的 3%")


class Acceptance(Record):
    """One item of acceptance."""

    label_cn = "验收项"

    item: Text = Field(title="验收项", description="验收什么")
    standard: Text = Field(title="合格标准", description="可判定的标准")
    method: Text = Field(title="验收方法", description="怎样检验、由谁检验")
    within: Open[Duration] = Field(title="验收时限", description="自乙方提交之日起")


class Service(Record):
    """One service of the engagement."""

    label_cn = "服务"

    id: Code = Field(title="编号", description="数据中引用用的短编号，例如 tos")
    name: Text = Field(title="名称", description="例如 生产业务系统运行维护服务")
    category: Text = Field(
        title="服务类别", description="DB21/T 1799.1 表 1 的两位类别号，例如 02", pattern=r"^(0[1-9]|1[0-3])$"
    )
    grade: Open[Text] = Field(title="服务等级", description="双方约定的等级名称，例如 关键级；7.1.2.3 a) 要求写明")
    mode: Mode = Field(title="服务形态", description="持续型、项目型、按次型或人力型；决定考核方式")
    form: Form | None = Field(
        None, title="合同性质", description="不填则随服务类别；例如运维可写技术服务或服务，职业培训不能写技术合同"
    )
    target: Text | None = Field(
        None, title="标的", description="所针对的工程或系统的名称；有利益冲突的两项服务，写明标的不同才不报错"
    )
    independent_test: Flag = Field(False, title="独立测试", description="类别 04 中由第三方做的独立测试写是")
    purpose: Open[Text] = Field(title="服务对象与用途", description="这项服务支撑什么业务、管到哪里为止")
    users: Open[Text] = Field(title="服务用户", description="谁使用，规模多大")
    stages: Stages = Field(title="服务内容", description="按服务提供、服务交付、服务支持三阶段列出")
    scope: tuple[ScopeItem, ...] = Field(
        (), title="类别范围", description="标准该类别各范围项在不在本项目范围内，逐项写明"
    )
    exclusions: tuple[Text, ...] = Field(title="除外事项", description="明确不在本服务范围内的事项")
    deliverables: tuple[Deliverable, ...] = Field(title="交付物", description="交给甲方的文件与成果")
    channels: Text = Field(title="提供方式", description="电话、远程、现场中的哪些，何时用哪种")
    window: Window | None = Field(None, title="服务时段", description="约定服务时间；持续型必填")
    metrics: tuple[Metric, ...] = Field(title="服务指标", description="逐项写明口径的服务水平指标")
    milestones: tuple[Milestone, ...] = Field((), title="里程碑", description="项目型服务的阶段与日期")
    defects: tuple[Defect, ...] = Field((), title="缺陷等级", description="项目型服务的缺陷分级与修复时限")
    acceptance: tuple[Acceptance, ...] = Field((), title="验收", description="项目型服务的验收项")
    training: tuple[Course, ...] = Field((), title="用户培训", description="这项服务对甲方用户的培训（11）")
    risks: tuple[Risk, ...] = Field((), title="风险", description="这项服务特有的风险与应对")

    @property
    @derived("类别名称", "表 1 中的类别名称")
    def category_name(self) -> str:
        """The name of the category in table 1 of the standard."""
        return self._category.name

    @property
    @derived("对应标准部分", "类别号 NN 对应 DB21/T 1799 的第 NN+1 部分")
    def category_part(self) -> Decimal:
        """The part of DB21/T 1799 that treats the category."""
        return Decimal(self._category.part)

    @property
    @derived("适用的合同性质", "填写的合同性质，不填则随类别")
    def legal_form(self) -> Form:
        """The form given, else the one that the category usually has."""
        return self.form or next(form for form in Form if form.value == self._category.form)

    @property
    @derived("是否项目型")
    def is_project(self) -> bool:
        """Whether milestones, defects and acceptance replace the priorities."""
        return self.mode is Mode.PROJECT

    @property
    @derived("是否持续型")
    def is_continuous(self) -> bool:
        """Whether the service runs in a window and is measured per period."""
        return self.mode is Mode.CONTINUOUS

    @property
    def _category(self) -> CatalogueCategory:
        return catalogue_category(self.category)

    @model_validator(mode="after")
    def _has_what_its_mode_needs(self) -> Service:
        if self.mode is Mode.CONTINUOUS and self.window is None:
            refuse("DM202", field="window")
        if self.mode is Mode.PROJECT and not self.milestones:
            refuse("DM203", field="milestones")
        return self
