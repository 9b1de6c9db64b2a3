"""What lawyers choose: paper, depth, payment, acceptance, results, liability, termination, disputes, copies, annexes.

Every choice is data with its consequence in the description; fair defaults come from ``standard/packs/contract.yaml``.
Amounts are in yuan, daily rates in ten-thousandths (万分之).
"""

from __future__ import annotations

from pydantic import Field, model_validator

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.scalars import (
    Code,
    Day,
    Duration,
    Flag,
    Money,
    Number,
    Percent,
    SignedMoney,
    Text,
    Whole,
    refuse,
)


class Paper(Choice):
    """Whose text is signed."""

    OURS = "ours", "己方文本"
    THEIRS = "theirs", "对方文本"


class Depth(Choice):
    """How much the contract says: 8–10 pages, 18–25 pages, or everything that can be agreed."""

    BRIEF = "brief", "精简"
    STANDARD = "standard", "标准"
    FULL = "full", "详尽"


class Topic(Choice):
    """What a contract has to settle; our other documents say where."""

    SCOPE = "scope", "服务范围"
    CHANGE = "change", "变更"
    ACCEPTANCE = "acceptance", "验收"
    PAYMENT = "payment", "付款"
    RESULTS = "results", "知识产权"
    CONFIDENTIALITY = "confidentiality", "保密"
    PRIVACY = "privacy", "个人信息"
    SECURITY = "security", "网络安全"
    LIABILITY = "liability", "违约责任"
    FORCE_MAJEURE = "force-majeure", "不可抗力"
    TERMINATION = "termination", "解除"
    EXIT = "exit", "退出移交"
    DISPUTES = "disputes", "争议解决"
    NOTICES = "notices", "通知"
    PRECEDENCE = "precedence", "解释顺序"


class Article(Record):
    """Where the client's own contract settles a topic."""

    label_cn = "条文位置"

    topic: Topic = Field(title="事项", description="服务范围、付款、验收、违约责任……")
    article: Text = Field(title="条号", description="对方文本中的条号，照抄，例如 第六条、6.2、专用条款第 3 条")


class Theirs(Record):
    """The client's own paper."""

    label_cn = "对方文本"

    file: Text = Field(
        title="文件", description="对方合同文本，.docx，写相对于项目文件夹的路径；其中的字段标记会被填写"
    )
    title: Text = Field(title="名称", description="对方文本的名称，例如 采购合同")
    articles: tuple[Article, ...] = Field(
        title="条文位置", description="哪一事项在第几条；没有写到的事项由补充条款约定"
    )


class Start(Choice):
    """The day from which a payment period runs (保障中小企业款项支付条例 9, 10)."""

    ACCEPTANCE = "acceptance", "验收合格之日"
    SETTLEMENT = "settlement", "双方确认结算金额之日"
    DELIVERY = "delivery", "交付之日"
    SIGNING = "signing", "合同生效之日"
    INVOICE = "invoice", "收到发票之日"


class Instalment(Record):
    """One payment."""

    label_cn = "付款"

    id: Code = Field(title="编号", description="例如 1、Q1")
    name: Text = Field(title="款项", description="例如 第一季度服务费、终验款")
    share: Percent = Field(title="比例", description="占合同含税总额的百分比；各期合计 100")
    condition: Text = Field(title="付款条件", description="乙方完成什么、交付什么以后支付；不得以第三方付款为条件")
    start: Start = Field(title="起算日", description="付款期限从哪一天起算")
    within: Open[Duration] = Field(title="付款期限", description="自起算日起多长时间内支付")


class Invoice(Choice):
    """The kind of invoice."""

    SPECIAL = "special", "增值税专用发票"
    ORDINARY = "ordinary", "增值税普通发票"


class Payment(Record):
    """Price and payment."""

    label_cn = "付款"

    instalments: tuple[Instalment, ...] = Field(title="分期", description="逐期列出，比例合计 100%", min_length=1)
    method: Text = Field(title="支付方式", description="例如 银行转账；不得强制接受商业汇票等非现金支付方式")
    invoice: Invoice = Field(title="发票", description="专用发票或普通发票")
    deposit: Percent | None = Field(None, title="定金", description="定金占合同总额的百分比，不超过 20；不收定金的不填")
    overdue: Open[Number] = Field(
        title="逾期付款利息", description="按日万分之几；不低于订立时一年期 LPR，未约定的为万分之五"
    )
    audit: Flag = Field(
        False, title="以审计为结算依据", description="机关、事业单位和国有大型企业不得强制；确为双方约定的写是"
    )


class AcceptanceTerms(Record):
    """How work is accepted and periods are settled."""

    label_cn = "验收约定"

    confirm: Open[Duration] = Field(title="确认期限", description="甲方收到验收或结算资料后给出结论的期限")
    rework: Open[Duration] = Field(title="整改期限", description="不合格时乙方整改的期限")
    rounds: Whole = Field(title="整改次数", description="几次整改仍不合格，甲方可以减价或者解除该部分", ge=1)
    warranty: Open[Duration] | None = Field(
        None, title="质保期", description="验收合格后免费修复、维护的期限；持续型服务不填"
    )


class Owner(Choice):
    """Who owns the results made under the contract."""

    CLIENT = "client", "甲方"
    PROVIDER = "provider", "乙方"
    JOINT = "joint", "双方共有"


class Results(Record):
    """Intellectual property in what the contract brings forth."""

    label_cn = "成果"

    owner: Owner = Field(
        title="成果归属",
        description="归甲方：乙方不得再用于他人；归乙方：甲方得到长期使用许可；共有：各自可用，许可他人须对方同意",
    )
    source_code: Flag = Field(title="交付源代码", description="是否交付可重新构建的源代码（软件开发填写是或否）")
    open_source: Flag = Field(title="允许开源组件", description="是否允许使用开源组件；允许的须交组件清单与许可证")


class Confidentiality(Record):
    """The duty of confidentiality."""

    label_cn = "保密"

    years: Whole = Field(title="保密年数", description="合同终止后仍须保密几年；商业秘密至公开为止，不受此限", ge=1)
    damages: Open[Money] | None = Field(
        None, title="泄密违约金", description="每次泄密的违约金，元；不约定的按损失赔偿"
    )


class CapBasis(Choice):
    """What the cap of liability is measured by."""

    TOTAL = "total", "合同含税总额"
    ANNUAL = "annual", "违约行为发生前十二个月应付的服务费"


class CarveOut(Choice):
    """Damage that no cap limits; the first two because the law says so (民法典 506)."""

    INJURY = "injury", "人身损害"
    GROSS = "gross", "故意或者重大过失造成的财产损失"
    CONFIDENTIALITY = "confidentiality", "违反保密义务"
    PERSONAL_DATA = "personal-data", "违反个人信息保护和数据安全义务"
    INTELLECTUAL_PROPERTY = "intellectual-property", "侵害第三人知识产权"


class Cap(Record):
    """The cap of the compensation."""

    label_cn = "责任上限"

    percent: Open[Percent] = Field(title="比例", description="赔偿总额不超过基数的百分之几")
    basis: CapBasis = Field(title="基数", description="合同总额，或此前十二个月的服务费")
    carve_outs: tuple[CarveOut, ...] = Field(
        title="上限除外", description="不受上限限制的责任；人身损害与故意、重大过失不能少（民法典第五百零六条）"
    )


class Liability(Record):
    """What follows from a breach."""

    label_cn = "违约责任"

    delay: Open[Number] = Field(title="迟延违约金", description="乙方迟延，每日按该部分价款的万分之几")
    delay_cap: Open[Percent] = Field(title="迟延违约金上限", description="不超过该部分价款的百分之几；之后甲方可以解除")
    termination: Open[Percent] | None = Field(
        None, title="解除违约金", description="因违约被解除的一方按尚未履行部分价款的百分之几支付；不约定的按损失赔偿"
    )
    staff: Open[Money] | None = Field(
        None, title="擅换人员违约金", description="未经同意更换一名关键岗位人员，元；不约定的不填"
    )
    consequential: Flag = Field(
        title="赔偿间接损失",
        description="否：双方互不赔偿可得利益等间接损失（上限除外事项仍赔）；是：按民法典第五百八十四条",
    )
    cap: Cap | None = Field(None, title="责任上限", description="双方对等；政府采购默认不设")


class Suspension(Record):
    """The provider's right to suspend when the client does not pay."""

    label_cn = "暂停服务"

    overdue: Open[Duration] = Field(title="逾期", description="甲方逾期付款多久以后，乙方可以催告")
    notice: Open[Duration] = Field(
        title="催告期", description="催告后多久仍不付款，乙方可以暂停；一级事件和数据保全不停"
    )


class Renewal(Record):
    """Renewal on the same terms."""

    label_cn = "续期"

    notice: Open[Duration] = Field(title="提前通知", description="期满前多久，任何一方可以书面通知不续")
    months: Whole = Field(title="续期月数", description="每次续多少个月", ge=1)
    times: Whole = Field(title="续期次数", description="最多续几次", ge=1)


class Termination(Record):
    """Ending early."""

    label_cn = "解除"

    cure: Open[Duration] = Field(title="宽限期", description="催告后多久仍不履行，守约方可以解除")
    convenience: Open[Duration] | None = Field(
        None, title="任意解除通知期", description="任何一方不说理由解除须提前多久通知；不允许的不填"
    )
    handover: Open[Duration] = Field(title="过渡期", description="终止后乙方继续服务、移交的期限")


class Guarantee(Record):
    """The performance bond."""

    label_cn = "履约保证"

    percent: Open[Percent] = Field(title="比例", description="占合同总额的百分比；政府采购不超过 10")
    form: Text = Field(title="形式", description="例如 银行保函；不得限定为现金")
    returned: Open[Duration] = Field(title="退还期限", description="验收合格后多久退还或解除")


class Method(Choice):
    """Court or arbitration: never both."""

    COURT = "court", "诉讼"
    ARBITRATION = "arbitration", "仲裁"


class Link(Choice):
    """Why the court of the agreed place has to do with the dispute (民事诉讼法 35)."""

    DEFENDANT = "defendant", "被告住所地"
    PERFORMANCE = "performance", "合同履行地"
    SIGNING = "signing", "合同签订地"
    CLAIMANT = "claimant", "原告住所地"
    SUBJECT = "subject", "标的物所在地"


class Disputes(Record):
    """How disputes end."""

    label_cn = "争议解决"

    negotiation: Open[Duration] = Field(title="协商期", description="书面提出后协商多久；不影响随时保全")
    method: Method = Field(title="方式", description="诉讼或仲裁，只能选一种；两种都写的仲裁约定一般无效")
    place: Open[Text] | None = Field(
        None, title="管辖地", description="只写地点，例如 辽宁省大连市；不写法院名：技术合同多由知识产权法院集中管辖"
    )
    link: Link | None = Field(None, title="连接点", description="管辖地与争议的实际联系")
    institution: Open[Text] | None = Field(None, title="仲裁机构", description="仲裁机构全称，例如 大连仲裁委员会")
    seat: Open[Text] | None = Field(None, title="仲裁地", description="仲裁地")


class Copies(Record):
    """How many originals, and who keeps them."""

    label_cn = "份数"

    total: Whole = Field(title="总份数", description="一式几份", ge=2)
    client: Whole = Field(title="甲方份数", description="甲方执几份", ge=1)
    provider: Whole = Field(title="乙方份数", description="乙方执几份", ge=1)
    others: Whole = Field(0, title="其他份数", description="其他单位执几份")
    others_holder: Text | None = Field(None, title="其他持有人", description="例如 采购代理机构、技术合同登记机构")


class Signing(Choice):
    """How the contract is signed."""

    PAPER = "paper", "纸质签署"
    ELECTRONIC = "electronic", "可靠电子签名"


class Subcontracting(Choice):
    """Whether work may be given to others."""

    NONE = "none", "不得分包"
    CONSENT = "consent", "经书面同意可以分包"


class Switch(Choice):
    """Whether an annex is attached; 按需 follows its trigger."""

    AUTO = "auto", "按需"
    ON = "on", "附"
    OFF = "off", "不附"


class AnnexSwitches(Record):
    """The annexes of the contract; 按需 attaches each when its trigger is there."""

    label_cn = "附件选择"

    prices: Switch = Field(Switch.AUTO, title="价格清单", description="按需：精简文本不附，价格见服务等级协议")
    staff: Switch = Field(Switch.AUTO, title="服务人员名单", description="按需：写了服务人员就附")
    privacy: Switch = Field(
        Switch.AUTO,
        title="个人信息委托处理协议",
        description="按需：乙方受托处理个人信息就附；不附将违反个人信息保护法第二十一条",
    )
    confidentiality: Switch = Field(Switch.AUTO, title="保密协议", description="单位之间；按需：精简文本不附")
    undertaking: Switch = Field(Switch.AUTO, title="保密承诺书", description="个人签署；按需：有驻场人员就附")
    integrity: Switch = Field(
        Switch.AUTO, title="廉洁协议", description="按需：机关、事业单位、国有企业，或标准以上文本就附"
    )
    safety: Switch = Field(
        Switch.AUTO, title="安全生产管理协议", description="按需：在甲方场所驻场作业就附（安全生产法）"
    )
    infrastructure: Switch = Field(
        Switch.AUTO,
        title="关键信息基础设施安全保密协议",
        description="按需：甲方是关键信息基础设施运营者就附（网络安全法第三十八条）",
    )
    testing: Switch = Field(
        Switch.AUTO, title="安全测试授权书", description="按需：有类别 05 的服务就附；没有书面授权不得测试"
    )
    onsite: Switch = Field(Switch.AUTO, title="驻场人员备案表", description="按需：写了服务人员且有驻场就附")
    acceptance: Switch = Field(Switch.AUTO, title="履约验收书", description="按需：精简文本不附；政府采购须逐项验收")
    access: Switch = Field(Switch.AUTO, title="账号权限回收单", description="按需：精简文本不附")
    deletion: Switch = Field(Switch.AUTO, title="数据删除证明", description="按需：精简文本不附")


class SupplementRecord(Record):
    """A supplementary agreement (补充协议) that was signed, as the project keeps it."""

    label_cn = "补充协议登记"

    number: Text = Field(title="编号", description="补充协议的编号，例如 合同编号-BC01")
    date: Day = Field(title="签订日期", description="补充协议签订之日")
    effective: Day | None = Field(None, title="执行日期", description="变更从哪一天起执行；自生效之日起的不填")
    amount: SignedMoney = Field(title="增减金额", description="含税总额增加多少元；减少的写负数，不变的写 0")
    subject: Text = Field(title="事由", description="为什么变更，一句话")


class Contract(Record):
    """The service management contract (7.1.1)."""

    label_cn = "合同"

    paper: Paper = Field(title="文本", description="己方文本由本工具生成；对方文本照原样填写，缺的事项另出补充条款")
    theirs: Theirs | None = Field(None, title="对方文本", description="用对方文本时填写")
    depth: Depth = Field(title="深度", description="精简 8–10 页、标准 18–25 页、详尽")
    place: Open[Text] = Field(title="签订地", description="合同签订的市、区；影响管辖")
    signing: Signing = Field(title="签署方式", description="纸质签署或可靠电子签名（电子签名法第十三条）")
    copies: Copies = Field(title="份数", description="总份数与双方各执份数")
    precedence: tuple[Text, ...] = Field(title="解释顺序", description="合同文件从先到后的顺序，冲突时以排在前面的为准")
    subcontracting: Subcontracting = Field(title="分包", description="是否允许分包；主体工作不得分包，转包一律禁止")
    payment: Payment = Field(title="付款", description="分期、期限、发票与逾期利息")
    acceptance: AcceptanceTerms = Field(title="验收", description="确认期限、整改与质保")
    results: Results = Field(title="成果", description="知识产权归属")
    confidentiality: Confidentiality = Field(title="保密", description="保密期限与违约金")
    liability: Liability = Field(title="违约责任", description="违约金、赔偿与上限")
    price_adjustment: Flag = Field(title="允许调价", description="是否按“费用调整”改变价款；政府采购默认否")
    suspension: Suspension | None = Field(None, title="暂停服务", description="不付款时乙方能否暂停；政府采购默认不设")
    renewal: Renewal | None = Field(None, title="续期", description="期满能否自动续期；政府采购不得自动续期")
    guarantee: Guarantee | None = Field(None, title="履约保证", description="履约保函或保证金；没有的不填")
    termination: Termination = Field(title="解除", description="宽限期、任意解除与过渡期")
    disputes: Disputes = Field(title="争议解决", description="诉讼或仲裁")
    registration: Flag = Field(title="技术合同登记", description="是否办理技术合同认定登记；办理的须逐项分列技术性收入")
    annexes: AnnexSwitches = Field(default_factory=AnnexSwitches, title="附件选择", description="各附件附或不附")
    supplements: tuple[SupplementRecord, ...] = Field(
        (), title="补充协议", description="已经签订的补充协议，按签订先后；项目其余内容写变更以后的"
    )

    @model_validator(mode="after")
    def _has_their_paper(self) -> Contract:
        if self.paper is Paper.THEIRS and self.theirs is None:
            refuse("DM211", field="theirs")
        return self
