"""The service management processes (7.1.3, 8.4, 8.5, GB/T 24405.1): each with steps, from which text and figure are made.

Which processes there are, which clauses they answer and in which engagements they run is the catalogue's
(``standard/data/processes.yaml``); what they say is data with defaults, and a provider's own steps replace them.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.drawings import Grid
from itsm_docs.model.scalars import Code, Flag, Text, Whole


class Limit(Choice):
    """A time of the SLA that a step keeps; it is printed from there, so that it agrees everywhere."""

    RESPONSE = "response", "响应时限"
    ON_SITE = "on-site", "到场时限"
    RESTORATION = "restoration", "恢复时限"
    RESOLUTION = "resolution", "解决时限"
    UPDATE = "update", "进展通报间隔"
    NOTICE = "notice", "重大事件通知时限"


class Step(Record):
    """One step of a process: who does what, with which record, within what time."""

    label_cn = "流程步骤"

    # Inside the annotation, or the limit of Text takes its place.
    label: Annotated[Text, Field(max_length=20)] = Field(title="简称", description="流程图框中的文字，不超过 14 个字")
    who: Text = Field(title="角色", description="由哪个角色做，也是流程图的泳道；一个流程不超过 6 个角色")
    does: Text = Field(title="做什么", description="一句话写清动作、判断标准与去向")
    form: Code | None = Field(None, title="表单", description="使用的表单编号，须在表单清单中，例如 change-request")
    record: Text | None = Field(None, title="记录", description="表单以外的记录，例如 配置库、工单")
    within: Open[Text] | None = Field(None, title="时限", description="多长时间内完成，例如 2 个工作日内、每月 5 日前")
    limit: Limit | None = Field(None, title="按协议时限", description="取服务等级协议的时限时写种类，不写数字")
    question: Text | None = Field(
        None, title="判断", description="这一步是判断时写问题，例如 是否批准；框画成菱形", max_length=16
    )
    yes: Text | None = Field(None, title="往下的条件", description="往下一步的条件，不填为“是”", max_length=8)
    no: Text | None = Field(None, title="另一条件", description="不往下一步的条件，不填为“否”", max_length=8)
    no_to: Whole | None = Field(None, title="否则转至", description="另一条件下转到第几步；0 为结束")


class ProcessMetric(Record):
    """A measure of the process itself; targets that the SLA sets are not repeated here."""

    label_cn = "流程指标"

    name: Text = Field(title="指标", description="例如 未授权变更数")
    formula: Text = Field(title="口径", description="怎样计算，从哪份记录取数")
    target: Open[Text] = Field(title="目标", description="目标值与周期")


class Process(Record):
    """A process of the manual."""

    label_cn = "流程"

    owner: Text = Field(title="流程负责人", description="对流程结果负责的角色")
    purpose: Text = Field(title="目的", description="这个流程使什么成为可能，一两句")
    scope: Text = Field(title="范围", description="什么走这个流程，什么不走、走哪里")
    trigger: Text = Field(title="触发", description="什么发生就启动")
    inputs: tuple[Text, ...] = Field(title="输入", description="启动时须有的资料与记录", min_length=1)
    policies: tuple[Text, ...] = Field((), title="管理要求", description="这个流程中必须遵守的规定")
    steps: tuple[Step, ...] = Field(title="步骤", description="按顺序，4 至 12 步", min_length=2, max_length=14)
    outputs: tuple[Text, ...] = Field(title="输出", description="流程结束时得到什么", min_length=1)
    follows: tuple[Text, ...] = Field((), title="对应服务指标", description="服务等级协议中衡量本流程的指标名称")
    metrics: tuple[ProcessMetric, ...] = Field((), title="流程指标", description="流程自身的衡量")
    exceptions: tuple[Text, ...] = Field((), title="例外处理", description="不能照步骤走的情形怎么办")
    interfaces: tuple[Text, ...] = Field((), title="接口", description="与其它流程、文件的衔接")


class Processes(Record):
    """The processes by their key in the catalogue. One that does not fit the modes of the services is not printed."""

    label_cn = "流程"

    planning: Process = Field(title="计划编制", description="计划编制的内容与步骤；7.1.3 a)")
    configuration: Process = Field(title="资源与配置管理", description="资源与配置管理的内容与步骤；7.1.3 b)、8.5.1")
    capability: Process = Field(title="服务能力控制", description="服务能力控制的内容与步骤；7.1.3 c)，含容量")
    quality: Process = Field(title="质量控制", description="质量控制的内容与步骤；7.1.3 d)、8.3.3.3")
    change: Process = Field(title="变更控制", description="变更控制的内容与步骤；7.1.3 e)、8.5.2；合同变更另走合同")
    security: Process = Field(title="安全控制", description="安全控制的内容与步骤；7.1.3 f)、8.5.6")
    incident: Process = Field(title="事件与服务请求", description="事件与服务请求的内容与步骤；7.1.3 g)；持续型服务")
    problem: Process = Field(title="问题管理", description="问题管理的内容与步骤；7.1.3 g)；持续型服务")
    delivery: Process = Field(
        title="任务交付与验收", description="任务交付与验收的内容与步骤；7.1.3 g)；项目型与按次型服务"
    )
    release: Process = Field(
        title="发布与部署", description="发布与部署的内容与步骤；7.1.3 g)；上线、割接、版本与成果发布"
    )
    continuity: Process = Field(title="持续性和可用性", description="持续性和可用性的内容与步骤；7.1.3 h)、8.5.7")
    assessment: Process = Field(title="管理评估", description="管理评估的内容与步骤；7.1.3 i)")
    users: Process = Field(title="用户管理", description="用户管理的内容与步骤；8.4：了解需求、评价、满意度、共同解决")
    business: Process = Field(title="业务评估", description="业务评估的内容与步骤；8.5.3")
    demand: Process = Field(title="需求整合", description="需求整合的内容与步骤；8.5.4")
    suppliers: Process = Field(title="供应商管理", description="供应商管理的内容与步骤；GB/T 24405.1")
    budget: Process = Field(title="预算与核算", description="预算与核算的内容与步骤；GB/T 24405.1")
    reporting: Process = Field(title="服务报告", description="服务报告的内容与步骤；GB/T 24405.1")


class FormPart(Choice):
    """What a part of a printed form is."""

    FIELDS = "fields", "栏目"
    AREA = "area", "填写区"
    GRID = "grid", "表格"
    SIGN = "sign", "签字"


class FormSection(Record):
    """A part of a printed form."""

    label_cn = "表单部分"

    kind: FormPart = Field(title="种类", description="栏目（两栏一行）、填写区（大格）、表格或签字")
    title: Text | None = Field(None, title="小标题", description="这一部分的标题")
    labels: tuple[Text, ...] = Field((), title="栏目名", description="栏目、填写区、签字的名称，逐项")
    grid: Grid | None = Field(None, title="表格", description="种类为表格时填写")


class RecordForm(Record):
    """A form of the manual, ready to print and fill, and registered as a controlled record."""

    label_cn = "表单"

    id: Code = Field(title="编号", description="步骤引用用的短编号，例如 change-request")
    title: Text = Field(title="名称", description="例如 变更申请单")
    keeper: Text = Field(title="保管人", description="归档保管的角色")
    archive: Code = Field(title="文档类", description="文档管理制度中的类别编号，决定密级与保存期限")
    note: Text | None = Field(None, title="填写说明", description="谁填、何时填、怎样编号")
    sections: tuple[FormSection, ...] = Field(title="版式", description="从上到下各部分", min_length=1)
    always: Flag = Field(False, title="始终附上", description="没有步骤引用也印在附录中的写是")
