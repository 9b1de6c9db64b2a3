"""The two parties, their people, the places of service and the ladder of escalation."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record, derived
from itsm_docs.model.people import Certificate
from itsm_docs.model.scalars import Code, CreditCode, Duration, Flag, Text, Whole


class PartyKind(Choice):
    """What kind of organisation a party is; payment limits and procurement law follow it."""

    AGENCY = "agency", "机关"
    INSTITUTION = "institution", "事业单位"
    STATE_OWNED = "state-owned", "国有企业"
    ENTERPRISE = "enterprise", "企业"
    OTHER = "other", "其他组织"


class PartySize(Choice):
    """The size of an enterprise (中小企业划型标准); small ones have to tell the client when the contract is made."""

    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"


class Account(Record):
    """The bank account to which the price is paid."""

    label_cn = "账户"

    holder: Text = Field(title="户名", description="开户名称，须与单位全称一致")
    bank: Open[Text] = Field(title="开户行", description="开户银行全称")
    number: Open[Text] = Field(title="账号", description="银行账号；公开版中遮盖")


class Party(Record):
    """A party to the engagement: the client (甲方) or the provider (乙方)."""

    label_cn = "当事人"

    name: Open[Text] = Field(title="全称", description="与营业执照、印章、发票一致的单位全称")
    short: Open[Text] = Field(title="简称", description="文件正文中除首次外使用的称呼，例如“大连某港务公司”")
    uscc: Open[CreditCode] = Field(title="统一社会信用代码", description="18 位，含校验位（GB 32100-2015）")
    address: Open[Text] = Field(title="住所", description="营业执照上的住所，也是书面通知的默认送达地")
    representative: Open[Text] = Field(title="法定代表人", description="法定代表人或负责人姓名")
    contact: Open[Text] = Field(title="联系人", description="本项目的日常联系人姓名")
    phone: Open[Text] = Field(title="联系电话", description="联系人的办公电话；不填私人号码")
    email: Open[Text] | None = Field(None, title="电子邮箱", description="接收书面通知的邮箱")
    kind: PartyKind | None = Field(
        None, title="单位性质", description="机关、事业单位、国有企业、企业或其他组织；决定付款期限的上限"
    )
    size: PartySize | None = Field(None, title="企业规模", description="大型、中型、小型或微型；机关、事业单位不填")
    critical: Flag = Field(
        False, title="关键信息基础设施运营者", description="被认定的写是；须签安全保密协议，事件 1 小时内报告"
    )
    account: Account | None = Field(None, title="账户", description="收款账户；付款方可不填")
    certificates: tuple[Certificate, ...] = Field((), title="资质证书", description="与本服务有关的资质（8.3.3.4）")


class Side(Choice):
    """Whose person it is."""

    CLIENT = "client", "甲方"
    PROVIDER = "provider", "乙方"


class Contact(Record):
    """A reachable role: a duty phone, a service manager, a business owner."""

    label_cn = "联系人"

    side: Side = Field(title="所属方", description="甲方或乙方")
    role: Text = Field(title="角色", description="例如 服务台、服务经理、信息中心主任")
    name: Open[Text] = Field(title="姓名", description="姓名；值班电话写“值班员”")
    phone: Open[Text] = Field(title="电话", description="办公或值班电话")
    email: Open[Text] | None = Field(None, title="邮箱", description="接收报告与书面通知的邮箱")
    hours: Text = Field(title="可联系时间", description="例如 7×24、工作日 08:30–17:30")
    matters: Text = Field(title="事项", description="找这个角色办什么事")

    @property
    @derived("全称角色", "所属方加角色；角色已以所属方开头的不重复")
    def full_role(self) -> str:
        """The role with its side in front, said once: data may already write 甲方项目主管."""
        side = str(self.side)
        return self.role if self.role.startswith(side) else side + self.role


class Escalation(Record):
    """One step of the ladder: who is called when an incident is not solved in time."""

    label_cn = "升级步骤"

    level: Text = Field(title="级次", description="例如 第一级")
    trigger: Text = Field(title="触发条件", description="例如 一级事件超过响应时限，或恢复时限已过一半仍无处置方案")
    within: Open[Duration] = Field(title="通知时限", description="触发后多长时间内通知到人")
    provider: Text = Field(title="乙方到位人", description="乙方被通知并负责的角色")
    client: Text = Field(title="甲方知会人", description="同时知会的甲方角色")
    action: Text = Field(title="应采取的行动", description="到位后做什么")


class Site(Record):
    """A place where the service is given."""

    label_cn = "服务地点"

    id: Code = Field(title="编号", description="数据中引用用的短编号，例如 dy")
    name: Text = Field(title="名称", description="例如 大窑湾港区机房")
    address: Open[Text] = Field(title="地址", description="现场服务到达的地址")
    stationed: Open[Text] = Field(title="驻场安排", description="例如 7×24 驻场 2 人，或无驻场、按时限到场")
    access: Open[Text] = Field(title="进出要求", description="证件、预约、安全培训等进入现场的条件")
    headcount: Whole | None = Field(None, title="驻场人数", description="常驻该地点的人数；没有驻场的写 0 或不填")
