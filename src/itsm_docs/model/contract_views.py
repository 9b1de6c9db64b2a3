"""What the contract prints that is computed across sections: forms, annexes, instalments, tax, where a topic stands.

Pure functions from an engagement to small frozen records; an open point in the operands yields an open point.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from pydantic import Field

from itsm_docs.model.base import Open, OpenPoint, Record
from itsm_docs.model.charges import CENT, add, in_capitals
from itsm_docs.model.contract import Depth, Paper, Start, Switch, Topic
from itsm_docs.model.party import PartyKind
from itsm_docs.model.privacy import Role
from itsm_docs.model.quality import HUNDRED
from itsm_docs.model.scalars import Code, Duration, Flag, Money, Percent, Text, Whole
from itsm_docs.model.service import Form

if TYPE_CHECKING:
    from itsm_docs.model.contract import Contract
    from itsm_docs.model.engagement import Engagement

PUBLIC_MONEY = (PartyKind.AGENCY, PartyKind.INSTITUTION, PartyKind.STATE_OWNED)


class FormRow(Record):
    """A kind of contract that the engagement contains, with the services that are of it."""

    label_cn = "合同性质行"

    form: Form = Field(title="合同性质", description="买卖、技术服务、技术开发……")
    services: Text = Field(title="服务", description="属于该性质的服务名称")


class InstalmentRow(Record):
    """One payment with its amount."""

    label_cn = "付款行"

    id: Code = Field(title="编号", description="分期的编号")
    name: Text = Field(title="款项", description="款项名称")
    condition: Text = Field(title="付款条件", description="支付的条件")
    start: Start = Field(title="起算日", description="付款期限起算日")
    within: Open[Duration] = Field(title="付款期限", description="付款期限")
    share: Percent = Field(title="比例", description="占合同总额")
    amount: Open[Money] = Field(title="金额", description="总额 × 比例，尾差归最后一期")


class TaxRow(Record):
    """What is taxed at one rate."""

    label_cn = "税率行"

    rate: Percent = Field(title="税率", description="增值税税率")
    goods: Flag = Field(title="货物", description="货物或服务")
    net: Open[Money] = Field(title="不含税", description="不含税金额")
    tax: Open[Money] = Field(title="税额", description="增值税额")
    gross: Open[Money] = Field(title="含税", description="含税金额")


class Annex(Record):
    """An annex that is attached."""

    label_cn = "附件"

    key: Text = Field(title="附件代号", description="附件的种类")
    number: Whole = Field(title="序号", description="附件序号，从 1 起")
    title: Text = Field(title="名称", description="附件名称")
    label: Text = Field(title="称谓", description="附件 3")


class AnnexSet(Record):
    """The annexes by kind; the ones that are not attached are not there."""

    label_cn = "附件集"

    sla: Annex = Field(title="服务等级协议", description="总是附件 1")
    prices: Annex | None = Field(None, title="价格清单", description="见附件选择")
    staff: Annex | None = Field(None, title="服务人员名单", description="见附件选择")
    privacy: Annex | None = Field(None, title="个人信息委托处理协议", description="见附件选择")
    confidentiality: Annex | None = Field(None, title="保密协议", description="见附件选择")
    undertaking: Annex | None = Field(None, title="保密承诺书", description="见附件选择")
    integrity: Annex | None = Field(None, title="廉洁协议", description="见附件选择")
    safety: Annex | None = Field(None, title="安全生产管理协议", description="见附件选择")
    infrastructure: Annex | None = Field(None, title="关键信息基础设施安全保密协议", description="见附件选择")
    testing: Annex | None = Field(None, title="安全测试授权书", description="见附件选择")
    onsite: Annex | None = Field(None, title="驻场人员备案表", description="见附件选择")
    acceptance: Annex | None = Field(None, title="履约验收书", description="见附件选择")
    access: Annex | None = Field(None, title="账号权限回收单", description="见附件选择")
    deletion: Annex | None = Field(None, title="数据删除证明", description="见附件选择")


class Places(Record):
    """Where the contract settles a topic, as our other documents cite it."""

    label_cn = "条文出处"

    scope: Text = Field(title="服务范围", description="服务范围的出处")
    change: Text = Field(title="变更", description="变更的出处")
    acceptance: Text = Field(title="验收", description="验收的出处")
    payment: Text = Field(title="付款", description="付款的出处")
    results: Text = Field(title="知识产权", description="知识产权的出处")
    confidentiality: Text = Field(title="保密", description="保密的出处")
    privacy: Text = Field(title="个人信息", description="个人信息的出处")
    security: Text = Field(title="网络安全", description="网络安全的出处")
    liability: Text = Field(title="违约责任", description="违约责任的出处")
    force_majeure: Text = Field(title="不可抗力", description="不可抗力的出处")
    termination: Text = Field(title="解除", description="解除的出处")
    exit: Text = Field(title="退出移交", description="退出移交的出处")
    disputes: Text = Field(title="争议解决", description="争议解决的出处")
    notices: Text = Field(title="通知", description="通知的出处")
    precedence: Text = Field(title="解释顺序", description="解释顺序的出处")


def forms(engagement: Engagement) -> tuple[FormRow, ...]:
    """The kinds of contract in the order of the services."""
    found: dict[Form, list[str]] = {}
    for service in engagement.services:
        found.setdefault(service.legal_form, []).append(service.name)
    return tuple(FormRow(form=form, services="、".join(names)) for form, names in found.items())


def instalments(engagement: Engagement) -> tuple[InstalmentRow, ...]:
    """The payments with their amounts, which add up to the total: the last one takes the cent that rounding leaves."""
    total = engagement.charges.total
    rows: list[InstalmentRow] = []
    given = engagement.contract.payment.instalments
    whole = sum((item.share for item in given), Decimal(0)) == HUNDRED
    for number, item in enumerate(given, 1):
        amount: Decimal | OpenPoint
        if isinstance(total, OpenPoint):
            amount = total
        elif whole and number == len(given):
            amount = total - sum((row.amount for row in rows if isinstance(row.amount, Decimal)), Decimal(0))
        else:
            amount = (total * item.share / HUNDRED).quantize(CENT, ROUND_HALF_UP)
        values = {name: getattr(item, name) for name in ("id", "name", "condition", "start", "within", "share")}
        rows.append(InstalmentRow(**values, amount=amount))
    return tuple(rows)


def tax_rows(engagement: Engagement) -> tuple[TaxRow, ...]:
    """The price by kind and rate, services first."""
    groups: dict[tuple[bool, Decimal], list[int]] = {}
    items = engagement.charges.items
    for index, item in enumerate(items):
        groups.setdefault((item.goods, item.tax_rate.normalize()), []).append(index)
    return tuple(
        TaxRow(
            rate=rate,
            goods=goods,
            net=add(items[index].net for index in lines),
            tax=add(items[index].tax for index in lines),
            gross=add(items[index].amount for index in lines),
        )
        for (goods, rate), lines in sorted(groups.items())
    )


def technical_total(engagement: Engagement) -> Decimal | OpenPoint:
    """The technical income (技术性收入) of the contract."""
    return add(item.amount for item in engagement.charges.items if item.technical)


def deposit(engagement: Engagement) -> Decimal | OpenPoint | None:
    """The deposit (定金) in yuan, None where none is agreed."""
    share, total = engagement.contract.payment.deposit, engagement.charges.total
    if not share or isinstance(total, OpenPoint):
        return total if share else None
    return (total * share / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def deposit_capital(engagement: Engagement) -> str | OpenPoint | None:
    """The deposit in capital numerals."""
    amount = deposit(engagement)
    return in_capitals(amount) if isinstance(amount, Decimal) else amount


def triggers(engagement: Engagement) -> dict[str, bool]:
    """Which annexes the engagement itself asks for, by key."""
    depth, client = engagement.contract.depth, engagement.client
    fuller = depth is not Depth.BRIEF
    onsite = any(site.headcount for site in engagement.sites)
    return {
        "prices": fuller,
        "staff": bool(engagement.staff),
        "privacy": any(activity.role is Role.PROCESSOR for activity in engagement.personal_data),
        "confidentiality": fuller,
        "undertaking": onsite,
        "integrity": fuller or client.kind in PUBLIC_MONEY,
        "safety": onsite,
        "infrastructure": client.critical,
        "testing": any(service.category == "05" for service in engagement.services),
        "onsite": onsite and bool(engagement.staff),
        "acceptance": fuller or engagement.procurement is not None,
        "access": fuller,
        "deletion": fuller,
    }


def annexes(engagement: Engagement) -> tuple[Annex, ...]:
    """The annexes that are attached, numbered from 1; the service level agreement comes first."""
    return tuple(_numbered(engagement))


def _numbered(engagement: Engagement) -> Iterator[Annex]:
    wanted = triggers(engagement)
    number = 0
    for key, field in AnnexSet.model_fields.items():
        switch = getattr(engagement.contract.annexes, key, Switch.ON)
        if switch is Switch.OFF or (switch is Switch.AUTO and not wanted[key]):
            continue
        number += 1
        yield Annex(key=key, number=number, title=field.title or key, label=f"附件 {number}")


def annex_set(engagement: Engagement) -> AnnexSet:
    """The attached annexes by kind."""
    return AnnexSet(**{annex.key: annex for annex in annexes(engagement)})


def places(contract: Contract) -> Places:
    """How our other documents cite the contract: by the client's article numbers, or by the titles of ours."""
    return Places(**{topic.value.replace("-", "_"): _place(contract, topic) for topic in Topic})


def _place(contract: Contract, topic: Topic) -> str:
    if contract.paper is Paper.OURS or contract.theirs is None:
        return f"合同“{OUR_TITLES[topic]}”条"
    known = {item.topic: item.article for item in contract.theirs.articles}
    if topic in known:
        return f"《{contract.theirs.title}》{known[topic]}"
    return f"《补充条款》“{topic}”条"


def lacking(contract: Contract) -> tuple[Topic, ...]:
    """The topics that the client's paper does not settle; none where the paper is ours."""
    if contract.theirs is None or contract.paper is Paper.OURS:
        return ()
    known = {item.topic for item in contract.theirs.articles}
    return tuple(topic for topic in Topic if topic not in known)


OUR_TITLES = {
    Topic.SCOPE: "服务范围",
    Topic.CHANGE: "变更",
    Topic.ACCEPTANCE: "验收与结算确认",
    Topic.PAYMENT: "价款与支付",
    Topic.RESULTS: "知识产权",
    Topic.CONFIDENTIALITY: "保密",
    Topic.PRIVACY: "个人信息与数据",
    Topic.SECURITY: "网络安全与事件通知",
    Topic.LIABILITY: "违约责任",
    Topic.FORCE_MAJEURE: "不可抗力与情势变更",
    Topic.TERMINATION: "解除与终止",
    Topic.EXIT: "退出与移交",
    Topic.DISPUTES: "争议解决",
    Topic.NOTICES: "通知与送达",
    Topic.PRECEDENCE: "合同文件与解释顺序",
}
"""The headings of our contract; a test compares them with the chapters."""
