"""The cost of the service (8.2.2.2 h): a price for every service, at a tax rate that exists."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from itsm_docs.findings import Finding, finding
from itsm_docs.model.charges import Charge
from itsm_docs.model.service import Service
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import items, services
from itsm_docs.rules.words import shown

CLAUSE = "8.2.2.2-h"
RATES = tuple(Decimal(rate) for rate in (0, 1, 3, 6, 9, 13))
"""The rates of value added tax in use, in percent; 1 and 3 are those of small taxpayers, 0 is exempt or zero-rated."""


@rule("每项服务有计价项", each=services)
def services_are_priced(case: Case[Service]) -> Iterator[Finding]:
    """Every service has a line in the price list."""
    if not any(item.service in (case.it.id, case.it.name) for item in case.engagement.charges.items):
        yield finding("RU601", case.where("id"), clause=CLAUSE, service=case.it.name)


@rule("税率是现行税率", each=items)
def tax_rates_exist(case: Case[Charge]) -> Iterator[Finding]:
    """The rate is one of those in use."""
    if case.it.tax_rate not in RATES:
        known = "、".join(str(rate) for rate in RATES)
        where = case.where("tax_rate")
        yield finding("RU602", where, name=case.it.name, rate=shown(case.it.tax_rate), known=known)


@rule("单价不为零", each=items)
def prices_are_not_zero(case: Case[Charge]) -> Iterator[Finding]:
    """A line has a price."""
    if not case.settled(case.it.unit_price, "unit_price"):
        yield finding("RU603", case.where("unit_price"), clause=CLAUSE, name=case.it.name)
