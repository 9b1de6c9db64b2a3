"""The engagement: everything that one project folder describes, and what is computed across its sections."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from pydantic import Field, model_validator

from itsm_docs.model import contract_views, manual_views, paper_views, plan_views, views
from itsm_docs.model.approval import DefaultsAccepted, StandardsConfirmed
from itsm_docs.model.archive import DocumentPolicy
from itsm_docs.model.asset import Asset
from itsm_docs.model.base import Open, OpenPoint, Record, derived
from itsm_docs.model.calendar import Calendar
from itsm_docs.model.charges import Charges
from itsm_docs.model.contract import Contract, Topic
from itsm_docs.model.drawings import Cycle, Organisation, Schedule
from itsm_docs.model.levels import Emergency, Priorities
from itsm_docs.model.party import Contact, Escalation, Party, Site
from itsm_docs.model.people import Person, Supplier
from itsm_docs.model.plan import Plan
from itsm_docs.model.privacy import PrivacyPolicy, Processing, Role
from itsm_docs.model.process import Processes, RecordForm
from itsm_docs.model.procurement import Procurement
from itsm_docs.model.quality import Assessment, Credits, Report, Review, Transition
from itsm_docs.model.records import Classification, Documents
from itsm_docs.model.resources import Resources
from itsm_docs.model.scalars import Code, Day, Markdown, Money, Text, refuse
from itsm_docs.model.service import Service


class Term(Record):
    """The service period. Both days belong to it."""

    label_cn = "服务期限"

    start: Day = Field(title="开始日期", description="服务期第一天")
    end: Day = Field(title="结束日期", description="服务期最后一天")
    signed: Open[Day] = Field(title="签订日期", description="协议签订日期")

    @property
    @derived("月数", "服务期折合的月数，不足一月的按日折算，保留两位小数")
    def months(self) -> Decimal:
        """The length in months; whole where the period is a whole number of months."""
        after = self.end + timedelta(days=1)
        whole = (after.year - self.start.year) * 12 + after.month - self.start.month
        months = (Decimal(whole) + Decimal(after.day - self.start.day) / 30).quantize(Decimal("0.01"))
        # The 31st alone would count as no time at all, and fees are divided by this.
        months = max(months, Decimal("0.03"))
        return months.quantize(Decimal(1)) if months == months.to_integral_value() else months.normalize()

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Term:
        if self.end < self.start:
            refuse("DM208", field="end")
        return self


class Need(Record):
    """A need of the client's business, and the metrics that answer it (8.2.2.2 a)."""

    label_cn = "用户需求"

    business: Open[Text] = Field(title="业务", description="甲方的哪项业务")
    need: Open[Text] = Field(title="需求", description="业务对信息服务的要求，尽量量化")
    impact: Open[Text] = Field(title="中断影响", description="服务中断或下降时业务受到的影响")
    answered_by: Text = Field(title="对应指标", description="回应该需求的服务与指标名称")


class Definition(Record):
    """A term as this engagement uses it."""

    label_cn = "术语"

    term: Text = Field(title="术语", description="词语")
    meaning: Text = Field(title="含义", description="在本项目文件中的含义")


class Engagement(Record):
    """One IT-service engagement. The root of ``engagement.yaml``."""

    label_cn = "项目"

    number: Code = Field(title="项目编号", description="用于文件编号，例如 DLGK-2027-YW01")
    name: Open[Text] = Field(title="项目名称", description="与采购文件、中标通知书一致的项目名称")
    classification: Classification = Field(title="密级", description="公开、内部或商业秘密")
    background: Open[Markdown] = Field(title="项目背景", description="甲方业务与系统现状，为什么需要这些服务（可分段）")
    needs: tuple[Need, ...] = Field(
        title="用户需求", description="逐项列出业务需求与对应指标（8.2.2.2 a）", min_length=1
    )
    client: Party = Field(title="甲方", description="接受服务的一方")
    provider: Party = Field(title="乙方", description="提供服务的一方")
    procurement: Procurement | None = Field(
        None, title="采购信息", description="政府采购、招标或企业采购的方式、编号与日期"
    )
    contract: Contract = Field(title="合同", description="合同的选择：付款、验收、成果、责任、解除、争议……")
    term: Term = Field(title="服务期限", description="起止与签订日期")
    sites: tuple[Site, ...] = Field(title="服务地点", description="提供现场服务的地点", min_length=1)
    contacts: tuple[Contact, ...] = Field(title="联系人", description="服务台、服务经理及双方对口联系人", min_length=2)
    escalation: tuple[Escalation, ...] = Field(title="升级阶梯", description="超时后逐级通知谁", min_length=1)
    services: tuple[Service, ...] = Field(title="服务", description="本项目的服务，至少一项", min_length=1)
    assets: tuple[Asset, ...] = Field((), title="服务对象清单", description="服务覆盖的系统、设备与软件，可来自工作表")
    calendar: Calendar = Field(title="日历", description="节假日与调休，决定工作日")
    priorities: Priorities | None = Field(None, title="事件分级", description="持续型服务必填：影响度、紧急度、时限")
    emergency: Emergency = Field(title="应急处理", description="重大事件通知、应急场景与演练")
    resources: Resources = Field(title="资源配置", description="岗位、工具、备件与甲方配合事项")
    staff: tuple[Person, ...] = Field((), title="服务人员", description="按姓名列出，可来自工作表；身份证号放 private/")
    suppliers: tuple[Supplier, ...] = Field((), title="供应商", description="原厂、云与分包单位，及其向乙方承诺的时限")
    personal_data: tuple[Processing, ...] = Field(
        (), title="个人信息处理", description="本项目中处理个人信息的活动，逐项列出；不处理的不填"
    )
    charges: Charges = Field(title="服务费用", description="计价项与费用口径")
    credits: Credits | None = Field(None, title="服务费扣减", description="有扣减档位的指标时必填")
    reports: tuple[Report, ...] = Field(title="服务报告", description="定期报告", min_length=1)
    reviews: tuple[Review, ...] = Field(title="评审", description="定期评审与协议复审", min_length=1)
    assessment: Assessment = Field(title="能力与质量评估", description="人员、方法、管理、资源能力四方面评估")
    transition: Transition = Field(title="接管与退出", description="接管、磨合期与退出移交")
    definitions: tuple[Definition, ...] = Field((), title="术语", description="本项目特有的词语")
    plan: Plan = Field(title="管理计划", description="管理计划的内容：目标、方法、角色、制度、培训、风险、评估")
    processes: Processes = Field(title="流程", description="各流程的步骤；不写的取流程默认值")
    record_forms: tuple[RecordForm, ...] = Field(title="表单", description="流程使用的表单及版式")
    document_policy: DocumentPolicy = Field(title="文档管理", description="文档分类、保管、密级与保存期限")
    privacy_policy: PrivacyPolicy = Field(title="个人信息管理", description="个人信息管理的策略、措施与事件预案")
    documents: Documents = Field(title="文件", description="各文件的编号与修订记录")
    defaults_accepted: DefaultsAccepted | None = Field(
        None, title="默认值确认", description="谁在哪天确认了约束性默认值；出签署版之前填写"
    )
    standards_confirmed: StandardsConfirmed | None = Field(
        None, title="标准确认", description="谁在哪天核对了登记表没有核实的标准；没有的不填"
    )

    @cached_property
    @derived("合同性质", "本项目包含的合同性质及对应服务")
    def forms(self) -> tuple[contract_views.FormRow, ...]:
        """The kinds of contract in it."""
        return contract_views.forms(self)

    @cached_property
    @derived("分期付款", "各期金额，合计等于合同总额")
    def instalments(self) -> tuple[contract_views.InstalmentRow, ...]:
        """The payments with amounts."""
        return contract_views.instalments(self)

    @cached_property
    @derived("分税率金额", "按货物、服务和税率合计")
    def tax_rows(self) -> tuple[contract_views.TaxRow, ...]:
        """The price by kind and rate."""
        return contract_views.tax_rows(self)

    @property
    @derived("技术性收入", "技术性计价项之和")
    def technical_total(self) -> Open[Money]:
        """The technical income."""
        return contract_views.technical_total(self)

    @property
    @derived("定金金额")
    def deposit(self) -> Open[Money] | None:
        """The deposit, where one is agreed."""
        return contract_views.deposit(self)

    @property
    @derived("定金大写")
    def deposit_capital(self) -> Open[Text] | None:
        """The deposit in capital numerals."""
        return contract_views.deposit_capital(self)

    @cached_property
    @derived("附件", "合同所附的附件，按序号")
    def annexes(self) -> tuple[contract_views.Annex, ...]:
        """The annexes that are attached."""
        return contract_views.annexes(self)

    @cached_property
    @derived("各种附件", "按种类取附件；没有附的不存在")
    def annex(self) -> contract_views.AnnexSet:
        """The attached annexes by kind."""
        return contract_views.annex_set(self)

    @cached_property
    @derived("条文出处", "其它文件引用合同时的写法")
    def at(self) -> contract_views.Places:
        """Where the contract settles each topic."""
        return contract_views.places(self.contract)

    @property
    @derived("补充事项", "对方文本没有约定、须补充的事项")
    def lacking(self) -> tuple[Topic, ...]:
        """What the client's paper does not settle."""
        return contract_views.lacking(self.contract)

    @cached_property
    @derived("成文文件", "六份文件的名称、编号和版本")
    def papers(self) -> paper_views.Papers:
        """The six documents by number."""
        return paper_views.papers(self)

    @cached_property
    @derived("文件登记册", "成文文件、附件、表单、报告和交付物")
    def register(self) -> tuple[paper_views.RegisterRow, ...]:
        """Everything that is kept."""
        return paper_views.register(self)

    @cached_property
    @derived("手册流程", "适用于本项目服务形态的流程")
    def manual(self) -> tuple[manual_views.ManualProcess, ...]:
        """The processes of this engagement."""
        return manual_views.manual(self)

    @cached_property
    @derived("印出的表单", "流程引用的表单，编号与登记册一致")
    def sheets(self) -> tuple[manual_views.Sheet, ...]:
        """The forms of this engagement."""
        return manual_views.sheets(self)

    @cached_property
    @derived("循环图", "PDCA 循环，内容取自本项目的数据")
    def cycle(self) -> Cycle:
        """The PDCA ring."""
        return manual_views.cycle(self)

    @cached_property
    @derived("参照流程对照", "GB/T 24405.1 的流程由什么回答")
    def reference_rows(self) -> tuple[manual_views.ReferenceRow, ...]:
        """The processes of GB/T 24405.1."""
        return manual_views.reference_rows(self)

    @cached_property
    @derived("法规与标准依据", "与服务类别相关的法规和标准")
    def basis_rows(self) -> tuple[plan_views.BasisRow, ...]:
        """What the plan is based on."""
        return plan_views.basis_rows(self)

    @cached_property
    @derived("团队", "按姓名列出的人员，没有名单的岗位按人数")
    def team(self) -> tuple[plan_views.TeamRow, ...]:
        """The provider's people."""
        return plan_views.team(self)

    @cached_property
    @derived("组织图", "双方角色的组织图")
    def organisation(self) -> Organisation:
        """The organisation chart."""
        return plan_views.organisation(self)

    @cached_property
    @derived("责任分配表", "逐项活动的 A、R、C、I")
    def raci_rows(self) -> tuple[plan_views.RaciRow, ...]:
        """The RACI table."""
        return plan_views.raci_rows(self)

    @cached_property
    @derived("进度计划", "任务、里程碑、评审与演练的甘特表")
    def schedule(self) -> Schedule:
        """The Gantt table."""
        return plan_views.schedule(self)

    @cached_property
    @derived("用户培训表", "各服务与整个项目的用户培训")
    def training_rows(self) -> tuple[plan_views.TrainingRow, ...]:
        """The trainings of users."""
        return plan_views.training_rows(self)

    @cached_property
    @derived("风险表", "各服务与整个项目的风险，带等级")
    def risk_rows(self) -> tuple[plan_views.RiskRow, ...]:
        """All risks."""
        return plan_views.risk_rows(self)

    @property
    @derived("有无受托处理", "乙方作为受托人处理个人信息的，为真")
    def has_entrusted(self) -> bool:
        """Whether the provider processes personal information on behalf of the client."""
        return any(activity.role is Role.PROCESSOR for activity in self.personal_data)

    @cached_property
    @derived("各服务费用", "每项服务的总额与当期服务费")
    def fees(self) -> tuple[views.ServiceFee, ...]:
        """The fee of each service, in total and per period of deduction."""
        return views.fees(self)

    @cached_property
    @derived("扣减算例", "按指标示例值算出的服务费扣减")
    def worked(self) -> tuple[views.WorkedExample, ...]:
        """The worked example of the deductions, one per service whose example values miss a commitment."""
        return views.worked_examples(self)

    @cached_property
    @derived("评审日程", "由服务期和间隔算出的评审日期")
    def review_dates(self) -> tuple[views.ReviewDate, ...]:
        """Every review of the service period with its date."""
        return views.review_dates(self)

    @cached_property
    @derived("约定服务时间表", "逐月约定服务分钟数")
    def agreed_time(self) -> tuple[views.AgreedTime, ...]:
        """The agreed service minutes of each month, the denominator of availability."""
        return views.agreed_time(self)

    @cached_property
    @derived("分地点服务对象", "按服务地点分组的服务对象")
    def asset_groups(self) -> tuple[views.AssetGroup, ...]:
        """The served objects grouped by site."""
        return views.asset_groups(self)

    @property
    @derived("服务对象数量合计")
    def asset_total(self) -> Decimal:
        """The sum of the quantities."""
        return Decimal(sum(asset.quantity for asset in self.assets))

    @property
    @derived("磨合期截止日")
    def grace_end(self) -> Open[Day]:
        """The last day of the grace period; open while its length is."""
        grace = self.transition.grace
        if isinstance(grace, OpenPoint):
            return grace
        return self.calendar.after(self.term.start - timedelta(days=1), grace)

    @property
    @derived("有无磨合期")
    def has_grace(self) -> bool:
        """Whether a grace period is agreed, or still to be."""
        grace = self.transition.grace
        return isinstance(grace, OpenPoint) or grace.amount > 0

    @property
    @derived("有无持续型服务")
    def has_continuous(self) -> bool:
        """Whether any service runs in a window."""
        return any(service.is_continuous for service in self.services)

    @property
    @derived("有无项目型服务")
    def has_projects(self) -> bool:
        """Whether any service ends with acceptance."""
        return any(service.is_project for service in self.services)

    @model_validator(mode="after")
    def _has_what_its_services_need(self) -> Engagement:
        if self.priorities is None and self.has_continuous:
            refuse("DM209", field="priorities")
        if self.credits is None and any(metric.deductions for service in self.services for metric in service.metrics):
            refuse("DM210", field="credits")
        return self
