"""Payment: shares that make a hundred, periods and conditions the law allows (保障中小企业款项支付条例), bonds.

The regulation protects small and medium-sized providers against public bodies and large enterprises. Where the
provider's size is not given it is taken for one of them, and what would be an error is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.contract import Contract, Guarantee, Instalment, Payment, Start
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.party import Party, PartyKind, PartySize
from itsm_docs.model.procurement import Regime
from itsm_docs.model.scalars import Duration, Unit
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.pick import contract, payment
from itsm_docs.rules.upstream import waits_for_others
from itsm_docs.rules.words import shown

FULL = Decimal(100)
DEPOSIT = Decimal(20)
"""The most a deposit may be, in percent of the price (民法典 586)."""
RULE_DAYS, AGREED_DAYS, LARGE_DAYS = 30, 60, 60
"""Public bodies pay within 30 days, by agreement within 60; large enterprises within 60 unless agreed otherwise (条例 9)."""
LATE = Decimal(5)
"""The daily interest where none is agreed, in ten-thousandths (条例 17)."""
CONFIRM_DAYS = 30
"""A longer time to accept or to confirm is unusual; the law only asks for a clear and reasonable one (条例 10)."""
BOND = Decimal(10)
"""The most a performance bond may be, in percent, in both regimes of public purchase."""

_DAY = 24 * 60
_NOT_CASH = re.compile(r"保函|保险|担保|支票|汇票|本票|非现金|不限|不得限定")
_CASH = re.compile(r"现金|转账|电汇|汇款")


class Payer(Enum):
    """How the regulation binds the client."""

    PUBLIC = "机关、事业单位"
    LARGE = "大型企业"
    FREE = "其他"
    UNKNOWN = "不明"


def payer(client: Party) -> Payer:
    """How the regulation binds this client; unknown where the kind or the size that decides is not given."""
    if client.kind in (PartyKind.AGENCY, PartyKind.INSTITUTION):
        return Payer.PUBLIC
    if client.size is not None:
        return Payer.LARGE if client.size is PartySize.LARGE else Payer.FREE
    return Payer.FREE if client.kind is PartyKind.OTHER else Payer.UNKNOWN


def protected(provider: Party) -> bool | None:
    """Whether the provider is a small or medium-sized enterprise; None where its size is not given."""
    if provider.size is not None:
        return provider.size is not PartySize.LARGE
    return None if provider.kind in (None, PartyKind.ENTERPRISE, PartyKind.STATE_OWNED) else False


def days(duration: Duration) -> Decimal:
    """The calendar days that a duration surely takes: n working days as short as weekends allow, a month as thirty days."""
    if duration.unit is Unit.WORKING_DAY:
        return duration.amount + 2 * ((duration.amount - 1) // 5)
    return duration.minutes / _DAY


@rule("各期付款比例合计一百", each=payment)
def shares_make_a_hundred(case: Case[Payment]) -> Iterator[Finding]:
    """The instalments are the whole price."""
    total = sum((item.share for item in case.it.instalments), Decimal(0))
    if total != FULL:
        yield finding("CT201", case.where("instalments"), total=shown(total))


@rule("定金不超过合同总额的百分之二十", each=payment)
def deposit_is_lawful(case: Case[Payment]) -> Iterator[Finding]:
    """What exceeds a fifth is no deposit."""
    if case.it.deposit is not None and case.it.deposit > DEPOSIT:
        yield finding("CT202", case.where("deposit"), percent=shown(case.it.deposit))


def instalments(engagement: Engagement) -> Iterator[tuple[DataPath, Instalment]]:
    """Every instalment that the regulation may concern: none where the provider is no small or medium-sized enterprise."""
    if protected(engagement.provider) is False:
        return
    for index, item in enumerate(engagement.contract.payment.instalments):
        yield ("contract", "payment", "instalments", index), item


@rule("付款期限在法定期限内", each=instalments)
def periods_are_lawful(case: Case[Instalment]) -> Iterator[Finding]:
    """Public bodies: thirty days, sixty by agreement; large enterprises: sixty. A prepayment comes before any limit."""
    who = payer(case.engagement.client)
    if who not in (Payer.PUBLIC, Payer.LARGE) or case.it.start is Start.SIGNING:
        return
    within = case.settled(case.it.within, "within")
    code, length = None, days(within)
    if who is Payer.LARGE:
        code = "CT205" if length > LARGE_DAYS else None
    elif length > RULE_DAYS:
        code = "CT203" if length > AGREED_DAYS and protected(case.engagement.provider) else "CT204"
    if code:
        yield finding(code, case.where("within"), name=case.it.name, within=within)


@rule("付款期限有检查的条件", each=whole)
def parties_say_what_they_are(case: Case[Engagement]) -> Iterator[Finding]:
    """The limits follow the kind and size of the client and the size of the provider."""
    client, provider = case.it.client, case.it.provider
    small, who = protected(provider), payer(client)
    if small is not False and who is Payer.UNKNOWN:
        field = "kind" if client.kind is None else "size"
        what = "单位性质和企业规模" if client.kind is None else "企业规模"
        yield finding("CT206", case.where("client", field), what=what)
    government = case.it.procurement is not None and case.it.procurement.regime is Regime.GOVERNMENT
    if small is None and (government or who in (Payer.PUBLIC, Payer.LARGE)):
        yield finding("CT207", case.where("provider", "size"))


@rule("付款期限不从收到发票起算", each=instalments)
def periods_start_with_the_work(case: Case[Instalment]) -> Iterator[Finding]:
    """The period runs from delivery, acceptance or the confirmed settlement; an invoice is only handed in with them."""
    if case.it.start is Start.INVOICE and payer(case.engagement.client) is not Payer.FREE:
        yield finding("CT208", case.where("start"), name=case.it.name)


def every_instalment(engagement: Engagement) -> Iterator[tuple[DataPath, Instalment]]:
    """Every instalment."""
    for index, item in enumerate(engagement.contract.payment.instalments):
        yield ("contract", "payment", "instalments", index), item


@rule("付款不以第三方付款为条件", each=every_instalment)
def payment_waits_for_nobody(case: Case[Instalment]) -> Iterator[Finding]:
    """Pay-when-paid is forbidden to public bodies and large enterprises, and uncertain with anybody."""
    bound = payer(case.engagement.client) in (Payer.PUBLIC, Payer.LARGE) and protected(case.engagement.provider)
    for field in ("name", "condition"):
        words = waits_for_others(getattr(case.it, field))
        if words:
            yield finding("CT209" if bound else "CT210", case.where(field), name=case.it.name, words=words)
            return


@rule("不强制以审计结果为结算依据", each=payment)
def audits_settle_nothing(case: Case[Payment]) -> Iterator[Finding]:
    """Public bodies and large state-owned enterprises may not impose it; an agreement is no exception any more."""
    client = case.engagement.client
    public = payer(client) is Payer.PUBLIC
    state = client.kind is PartyKind.STATE_OWNED and client.size in (PartySize.LARGE, None)
    if case.it.audit and (public or state) and protected(case.engagement.provider) is not False:
        yield finding("CT211", case.where("audit"), kind=client.kind)


@rule("逾期付款利息不低于通常标准", each=payment)
def late_interest_is_customary(case: Case[Payment]) -> Iterator[Finding]:
    """Less than what the regulation gives where nothing is agreed is worth a look at the prime rate."""
    overdue = case.settled(case.it.overdue, "overdue")
    if overdue < LATE:
        yield finding("CT212", case.where("overdue"), rate=shown(overdue))


@rule("验收与结算的确认期限合理", each=contract)
def confirmation_is_quick(case: Case[Contract]) -> Iterator[Finding]:
    """Whoever takes long to accept pays late."""
    confirm = case.settled(case.it.acceptance.confirm, "acceptance", "confirm")
    if days(confirm) > CONFIRM_DAYS:
        yield finding("CT213", case.where("acceptance", "confirm"), confirm=confirm)


def guarantee(engagement: Engagement) -> Iterator[tuple[DataPath, Guarantee]]:
    """The performance bond, where there is one."""
    if engagement.contract.guarantee is not None:
        yield ("contract", "guarantee"), engagement.contract.guarantee


@rule("履约保证不超过百分之十", each=guarantee)
def bond_is_lawful(case: Case[Guarantee]) -> Iterator[Finding]:
    """Both regimes of public purchase end at ten percent."""
    bought = case.engagement.procurement
    if bought is None or bought.regime is Regime.ENTERPRISE:
        return
    percent = case.settled(case.it.percent, "percent")
    if percent > BOND:
        yield finding("CT214", case.where("percent"), regime=bought.regime, percent=shown(percent))


@rule("履约保证不限定为现金", each=guarantee)
def bond_needs_no_cash(case: Case[Guarantee]) -> Iterator[Finding]:
    """A bank's guarantee has to be accepted."""
    form = case.it.form
    concerned = payer(case.engagement.client) is not Payer.FREE and protected(case.engagement.provider) is not False
    if concerned and _CASH.search(form) and not _NOT_CASH.search(form):
        yield finding("CT215", case.where("form"), form=form)


@rule("收款账户的户名是乙方全称", each=whole)
def account_is_the_providers(case: Case[Engagement]) -> Iterator[Finding]:
    """The price goes to the provider and to nobody else."""
    account, name = case.it.provider.account, case.it.provider.name
    if account is not None and account.holder != name:
        yield finding("CT216", case.where("provider", "account", "holder"), holder=account.holder, name=name)
