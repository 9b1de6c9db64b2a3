"""Processing of personal information within the engagement, activity by activity (PIPL 20, 21, 55, 59)."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.archive import Level
from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.plan import Course
from itsm_docs.model.scalars import Code, Day, Duration, Flag, Text


class Role(Choice):
    """Whose decision the processing is; the provider is nearly always a processor on behalf (受托人)."""

    CONTROLLER = "controller", "处理者"
    PROCESSOR = "processor", "受托人"
    JOINT = "joint", "共同处理者"


class Processing(Record):
    """One processing activity with what article 21 of the PIPL asks an entrustment to say."""

    label_cn = "个人信息处理活动"

    id: Code = Field(title="编号", description="例如 PI-1")
    name: Text = Field(title="活动", description="例如 TOS 用户账号的维护")
    role: Role = Field(title="角色", description="乙方是处理者、受托人还是共同处理者")
    purpose: Text = Field(title="目的", description="处理目的，一项活动一个目的")
    method: Text = Field(title="方式", description="查询、修改、备份、导出……只写确实要做的")
    kinds: Text = Field(title="种类", description="个人信息的种类，逐项列出")
    subjects: Text = Field(title="个人及规模", description="涉及哪些人、约多少人")
    sensitive: Flag = Field(
        title="含敏感个人信息", description="生物识别、行踪轨迹、金融账户等（个人信息保护法第二十八条）"
    )
    period: Open[Text] = Field(title="期限", description="处理期限，到哪一天或哪件事为止")
    protection: Text = Field(title="保护措施", description="加密、去标识化、授权、日志等具体措施")
    place: Text = Field(title="存放地点", description="存放与访问的地点；在境外访问也是出境")
    disposal: Text = Field(title="返还与删除", description="期满或终止后返还还是删除、几日内、凭什么证明")
    subprocessor: Text | None = Field(None, title="转委托", description="经甲方同意的再受托人；没有的不填")
    abroad: Flag = Field(False, title="向境外提供", description="是否向境外提供或者从境外访问")


class IncidentGrade(Record):
    """A grade of personal-information incidents, by what is known in the first hour."""

    label_cn = "事件级别"

    name: Text = Field(title="级别", description="例如 一般、较大、重大、特别重大")
    definition: Text = Field(title="判定标准", description="人数、种类、影响，两个人应判为同一级")
    lead: Text = Field(title="指挥", description="由谁指挥处置")
    action: Text = Field(title="处置", description="启动后做什么")


class Reporting(Record):
    """One line of the time table of the incident plan: our duty, and beside it the client's."""

    label_cn = "报告时限"

    event: Text = Field(title="事项", description="例如 发现事件、正式通知、向主管部门报告")
    ours: Text = Field(title="我方", description="乙方做什么、多快；受托人首先通知甲方")
    theirs: Text = Field(title="甲方", description="甲方做什么、多快；法定报告人是甲方的写在这一栏")
    law: Text | None = Field(None, title="依据", description="法规登记表中的键，例如 pipl；合同约定的不填")
    article: Text | None = Field(None, title="条", description="条号，例如 57")


class Measure(Record):
    """A measure of protection with who carries it out and how it is checked."""

    label_cn = "保护措施"

    name: Text = Field(title="措施", description="例如 最小授权、日志留存、导出审批")
    how: Text = Field(title="做法", description="谁、怎样做、多久一次")
    evidence: Text = Field(title="记录", description="凭什么检查")


class PrivacyPolicy(Record):
    """The personal-information policy and its incident plan (10)."""

    label_cn = "个人信息管理"

    level: Level = Field(title="级别", description="公司级或项目级")
    superior: Open[Text] | None = Field(None, title="上位制度", description="项目级的写公司级制度的编号和名称")
    officer: Open[Text] = Field(title="负责人", description="个人信息保护负责人姓名与职务")
    hotline: Open[Text] = Field(title="24 小时电话", description="事件通知电话，须真实可接通")
    complaints: Open[Text] = Field(title="权益请求渠道", description="个人提出查阅、更正、删除等请求的电话或邮箱")
    answer: Open[Duration] = Field(title="答复期限", description="收到权益请求后多久答复；受托的先转交甲方")
    forward: Open[Duration] = Field(title="转交期限", description="受托处理的，收到权益请求后多久转交甲方")
    own: tuple[Processing, ...] = Field(
        (), title="自主处理活动", description="乙方作为处理者的活动，例如联系人与人员信息"
    )
    principles: tuple[Text, ...] = Field(title="策略", description="处理个人信息的取舍与边界，逐条", min_length=1)
    measures: tuple[Measure, ...] = Field(title="保护措施", description="管理与技术措施", min_length=1)
    education: tuple[Course, ...] = Field(title="宣传教育", description="面向工作人员的教育", min_length=1)
    grades: tuple[IncidentGrade, ...] = Field(title="事件级别", description="从轻到重", min_length=2)
    reporting: tuple[Reporting, ...] = Field(title="报告时限", description="我方与甲方两栏", min_length=1)
    drill: Open[Day] | None = Field(None, title="预案演练", description="个人信息事件预案的演练日期")
    audit: Text = Field(title="自查与审计", description="多久自查一次、合规审计怎样安排")
