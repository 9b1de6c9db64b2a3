"""The supplementary agreements that a project keeps: their numbers, their dates, and the tenth that they may add.

The rest of the project says what holds after them, so the price as first signed is the total less what they changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.contract import SupplementRecord
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.procurement import Regime
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.procurement import ADDABLE, of_regime
from itsm_docs.rules.words import yuan


def original_total(engagement: Engagement) -> Decimal | OpenPoint:
    """The price as first signed, in yuan."""
    total = engagement.charges.total
    if isinstance(total, OpenPoint):
        return total
    return total - sum((one.amount for one in engagement.contract.supplements), Decimal(0))


def added_before(engagement: Engagement) -> Decimal:
    """What all recorded agreements added, in yuan; what one of them took off makes no room for another."""
    return sum((max(one.amount, Decimal(0)) for one in engagement.contract.supplements), Decimal(0))


def agreements(engagement: Engagement) -> Iterator[tuple[DataPath, Engagement]]:
    """The engagement, where agreements are recorded."""
    if engagement.contract.supplements:
        yield ("contract", "supplements"), engagement


@rule("政府采购的补充协议追加不超过百分之十", each=agreements)
def recorded_additions_stay_small(case: Case[Engagement]) -> Iterator[Finding]:
    """All agreements together, against the price as first signed."""
    if not of_regime(case.it, Regime.GOVERNMENT):
        return
    original, added = case.settled(original_total(case.it)), added_before(case.it)
    most = original * ADDABLE
    if added > most:
        yield finding("CT610", case.where(), added=yuan(added), most=yuan(most))


@rule("补充协议的编号不重复、日期有先后", each=agreements)
def agreements_follow_each_other(case: Case[Engagement]) -> Iterator[Finding]:
    """Each has a number of its own, and none is older than the contract or the one before it."""
    records = case.it.contract.supplements
    contract, signed = case.it.papers.contract.number, case.it.term.signed
    earliest = None if isinstance(signed, OpenPoint) else signed
    seen: list[SupplementRecord] = []
    for index, one in enumerate(records):
        if one.number == contract or one.number in (other.number for other in seen):
            yield finding("CT611", case.where(index, "number"), number=one.number)
        if earliest is not None and one.date < earliest:
            yield finding("CT612", case.where(index, "date"), number=one.number, date=one.date, earliest=earliest)
        earliest = max(earliest, one.date) if earliest else one.date
        seen.append(one)
