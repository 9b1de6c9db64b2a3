"""Public purchase: what the contract may not add to the tender, the thirty days, the budget, the tenth that may be added."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.contract import Contract, Owner
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.procurement import Procurement, Regime
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import contract
from itsm_docs.rules.words import shown, yuan

MOST_MONTHS = 36
"""The longest term of a service bought by a government (财库〔2014〕37号)."""
DAYS_TO_SIGN = 30
"""Both laws of public purchase give thirty days after the notice."""
ADDABLE = Decimal("0.1")
"""What supplementary contracts may add to the price, all together (政府采购法 49)."""
PUBLIC = (Regime.GOVERNMENT, Regime.BIDDING)


def of_regime(engagement: Engagement, regime: Regime) -> bool:
    """Whether the purchase is of that regime."""
    return engagement.procurement is not None and engagement.procurement.regime is regime


def government(engagement: Engagement) -> Iterator[tuple[DataPath, Contract]]:
    """The contract, where a government buys."""
    return contract(engagement) if of_regime(engagement, Regime.GOVERNMENT) else iter(())


def bidding(engagement: Engagement) -> Iterator[tuple[DataPath, Contract]]:
    """The contract, where it was tendered under the law of bidding."""
    return contract(engagement) if of_regime(engagement, Regime.BIDDING) else iter(())


def whole_government(engagement: Engagement) -> Iterator[tuple[DataPath, Engagement]]:
    """The engagement, where a government buys."""
    if of_regime(engagement, Regime.GOVERNMENT):
        yield (), engagement


@rule("政府采购的服务期不超过三年", each=whole_government)
def government_terms_are_short(case: Case[Engagement]) -> Iterator[Finding]:
    """Three years, and only for services that stay the same."""
    months = case.it.term.months
    if months > MOST_MONTHS:
        yield finding("CT601", case.where("term", "end"), months=shown(months))


@rule("政府采购合同不自动续期", each=government)
def government_contracts_end(case: Case[Contract]) -> Iterator[Finding]:
    """A renewal by silence is a purchase without procedure."""
    if case.it.renewal is not None:
        yield finding("CT602", case.where("renewal"))


def additions(terms: Contract) -> list[tuple[tuple[str, ...], str]]:
    """What a contract may have that tender documents seldom say: path and name."""
    found = {
        ("suspension",): (terms.suspension is not None, "暂停服务"),
        ("price_adjustment",): (terms.price_adjustment, "调价"),
        ("liability", "cap"): (terms.liability.cap is not None, "责任上限"),
    }
    return [(path, what) for path, (there, what) in found.items() if there]


@rule("政府采购合同不添采购文件以外的约定", each=government)
def government_contracts_add_nothing(case: Case[Contract]) -> Iterator[Finding]:
    """Suspension, price adjustment and a cap have to stand in the tender documents."""
    for path, what in additions(case.it):
        yield finding("CT603", case.where(*path), what=what)


@rule("招标项目的合同与招标文件和投标文件一致", each=bidding)
def tendered_contracts_follow_the_tender(case: Case[Contract]) -> Iterator[Finding]:
    """The main terms are those of the tender and the bid; one note names what to compare."""
    found = additions(case.it)
    if case.it.renewal is not None:
        found.append((("renewal",), "自动续期"))
    if found:
        yield finding("CT604", case.where(*found[0][0]), what="、".join(what for _, what in found))


def purchases(engagement: Engagement) -> Iterator[tuple[DataPath, tuple[Engagement, Procurement]]]:
    """The engagement with its purchase, where that is given."""
    if engagement.procurement is not None:
        yield (), (engagement, engagement.procurement)


@rule("签订日期在通知书之后三十日内", each=purchases)
def signed_in_time(case: Case[tuple[Engagement, Procurement]]) -> Iterator[Finding]:
    """Nobody signs before the notice; public purchase signs within thirty days of it."""
    engagement, bought = case.it
    notified = case.settled(bought.notified, "procurement", "notified")
    signed = case.settled(engagement.term.signed, "term", "signed")
    last = engagement.calendar.on_or_after(notified + timedelta(days=DAYS_TO_SIGN))
    where = case.where("term", "signed")
    if signed < notified:
        yield finding("CT606", where, signed=signed, notified=notified)
    elif bought.regime in PUBLIC and signed > last:
        yield finding("CT605", where, signed=signed, notified=notified, last=last, regime=bought.regime)


@rule("追加采购不超过原合同金额的百分之十", each=purchases)
def supplements_stay_small(case: Case[tuple[Engagement, Procurement]]) -> Iterator[Finding]:
    """All supplementary contracts together."""
    _, bought = case.it
    added = bought.supplement
    if added is None or bought.regime is not Regime.GOVERNMENT:
        return
    total, most = _total(case), added.amount * ADDABLE
    if added.before + total > most:
        values = {"before": yuan(added.before), "total": yuan(total), "most": yuan(most), "number": added.number}
        yield finding("CT607", case.where("procurement", "supplement"), **values)


@rule("合同总额不超过预算", each=purchases)
def prices_fit_the_budget(case: Case[tuple[Engagement, Procurement]]) -> Iterator[Finding]:
    """What the purchase may cost, as first signed: what agreements added since is judged by the tenth."""
    engagement, bought = case.it
    budget = case.settled(bought.budget, "procurement", "budget")
    since = sum((one.amount for one in engagement.contract.supplements), Decimal(0))
    if budget is not None and (total := _total(case) - since) > budget:
        where = case.where("procurement", "budget")
        yield finding("CT608", where, total=yuan(total), budget=yuan(budget))


def _total(case: Case[tuple[Engagement, Procurement]]) -> Decimal:
    charges = case.it[0].charges
    for index, item in enumerate(charges.items):
        case.settled(item.unit_price, "charges", "items", index, "unit_price")
    return case.settled(charges.total, "charges", "items")


@rule("政府采购的成果归采购人", each=government)
def governments_own_results(case: Case[Contract]) -> Iterator[Finding]:
    """What public money paid for usually belongs to the buyer."""
    if case.it.results.owner is Owner.PROVIDER:
        yield finding("CT609", case.where("results", "owner"))
