"""Priorities, response, escalation in time, emergencies: how fast something happens (8.2.2.2 f)."""

from __future__ import annotations

from pydantic import Field, model_validator

from itsm_docs.model.base import Open, Record
from itsm_docs.model.scalars import Code, Day, Duration, Text, refuse


class Scale(Record):
    """What 高、中、低 mean on one axis of the matrix."""

    label_cn = "等级含义"

    high: Text = Field(title="高", description="判定为“高”的情形")
    medium: Text = Field(title="中", description="判定为“中”的情形")
    low: Text = Field(title="低", description="判定为“低”的情形")


class MatrixRow(Record):
    """One row of the impact × urgency matrix: the priority codes for high, medium and low urgency."""

    label_cn = "优先级矩阵行"

    high: Code = Field(title="高", description="紧急度高时的优先级代码")
    medium: Code = Field(title="中", description="紧急度中时的优先级代码")
    low: Code = Field(title="低", description="紧急度低时的优先级代码")


class Matrix(Record):
    """Impact × urgency → priority."""

    label_cn = "优先级矩阵"

    high: MatrixRow = Field(title="影响高", description="影响度高的一行")
    medium: MatrixRow = Field(title="影响中", description="影响度中的一行")
    low: MatrixRow = Field(title="影响低", description="影响度低的一行")


class Priority(Record):
    """A priority with its four times, each in its own field: response, on site, restoration, resolution."""

    label_cn = "优先级"

    id: Code = Field(title="代码", description="例如 P1")
    name: Text = Field(title="名称", description="例如 一级（特别紧急）")
    definition: Text = Field(title="判定标准", description="两个人看同一事件应判为同一级")
    example: Text = Field(title="示例", description="甲方业务中的例子")
    clock: Text = Field(title="计时方式", description="例如 自然时间连续计时、仅在服务时段内计时")
    response: Open[Duration] = Field(title="响应时限", description="自受理起至工程师确认并开始处理")
    on_site: Open[Duration] | None = Field(None, title="到场时限", description="自判定须现场处理起；不到场的级别不填")
    restoration: Open[Duration] = Field(title="恢复时限", description="自受理起至业务恢复（可为临时方案）")
    resolution: Open[Duration] = Field(title="解决时限", description="自受理起至根因消除或提交根治方案")
    update: Open[Duration] = Field(title="进展通报间隔", description="处理期间向甲方通报的间隔")


class Priorities(Record):
    """How an incident gets its priority and what follows from it."""

    label_cn = "事件分级"

    impact: Scale = Field(title="影响度", description="影响度高、中、低的含义")
    urgency: Scale = Field(title="紧急度", description="紧急度高、中、低的含义")
    matrix: Matrix = Field(title="矩阵", description="影响度 × 紧急度 → 优先级代码")
    levels: tuple[Priority, ...] = Field(title="级别", description="从最紧急到最不紧急排列", min_length=1)
    received: Text = Field(title="受理时刻", description="哪一刻算受理，以哪个系统的时钟为准")
    responded: Text = Field(title="响应的认定", description="什么算响应；自动回复不算")
    suspended: tuple[Text, ...] = Field(title="暂停计时", description="哪些等待可以暂停计时，须有什么记录")
    changed: Text = Field(title="级别调整", description="谁可以调级、如何留痕、时限如何重算")

    @model_validator(mode="after")
    def _matrix_names_levels(self) -> Priorities:
        known = {level.id for level in self.levels}
        for row in ("high", "medium", "low"):
            for column in ("high", "medium", "low"):
                code = getattr(getattr(self.matrix, row), column)
                if code not in known:
                    refuse("DM207", field=f"matrix.{row}.{column}", value=code, known="、".join(sorted(known)))
        return self


class Scenario(Record):
    """A foreseeable emergency and the first hour of handling it."""

    label_cn = "应急场景"

    name: Text = Field(title="场景", description="例如 生产数据库主库不可用")
    trigger: Text = Field(title="启动条件", description="满足什么即启动应急处理")
    actions: Text = Field(title="处置要点", description="先做什么、再做什么、何时回退")
    lead: Text = Field(title="牵头", description="乙方牵头角色与甲方授权角色")
    target: Text = Field(title="目标", description="恢复时间与可接受的数据丢失")


class Drill(Record):
    """A planned drill with its date."""

    label_cn = "演练"

    name: Text = Field(title="演练", description="演练名称与场景")
    date: Open[Day] = Field(title="日期", description="计划日期")
    form: Text = Field(title="方式", description="桌面推演、切换演练或恢复演练，及通过标准")


class Emergency(Record):
    """Emergency handling: notice to the client, scenarios, drills."""

    label_cn = "应急处理"

    notice: Open[Duration] = Field(
        title="重大事件通知时限", description="乙方发现后通知甲方的时限；须短于甲方的法定报告时限"
    )
    notice_to: Text = Field(title="通知对象与方式", description="通知甲方谁、用什么方式、口头后多久补书面")
    scenarios: tuple[Scenario, ...] = Field(title="应急场景", description="可预见的场景及处置要点")
    drills: tuple[Drill, ...] = Field((), title="演练计划", description="服务期内的演练")
