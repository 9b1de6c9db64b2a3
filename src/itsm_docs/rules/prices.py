"""The prices of the contract: what was quoted is what the items come to, each at the rate of its kind; technical income.

The quotation binds: a cent of difference between it, the items and the capitals is a second price.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.charges import Charge, Charges, in_capitals
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.service import Form, Service
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import items, services
from itsm_docs.rules.words import listed, shown, yuan

CLAUSE = "8.2.2.2-h"
SERVICES_RATE, GOODS_RATE = Decimal(6), Decimal(13)
"""The rates of value added tax on IT services and on goods, in percent (增值税法 10)."""
INTEGRATION = "01"
TECHNICAL = (Form.TECHNICAL_SERVICE, Form.DEVELOPMENT, Form.CONSULTING)
"""The forms that are technical contracts of the civil code and can be registered."""

_ORNAMENT = re.compile(r"人民币|大写|[零整正\s（）():：￥]")
_VARIANTS = str.maketrans("圆圓億萬貳參叄陸", "元元亿万贰叁叁陆")


@rule("计价项的报价金额与计算一致", each=items)
def quoted_amounts_are_computed(case: Case[Charge]) -> Iterator[Finding]:
    """The amount in the quotation is quantity times unit price."""
    if case.it.stated is None:
        return
    amount = case.settled(case.it.amount, "unit_price")
    if case.it.stated != amount:
        values = {"name": case.it.name, "stated": yuan(case.it.stated), "amount": yuan(amount)}
        yield finding("CT101", case.where("stated"), clause=CLAUSE, **values)


def quoted(engagement: Engagement) -> Iterator[tuple[DataPath, Charges]]:
    """The price list, where a total of the quotation is given."""
    charges = engagement.charges
    if any(value is not None for value in (charges.stated_total, charges.stated_net, charges.stated_capital)):
        yield ("charges",), charges


@rule("报价总额与计算一致", each=quoted)
def quoted_totals_are_computed(case: Case[Charges]) -> Iterator[Finding]:
    """The totals in the quotation, in figures and in capitals, are those of the items as first signed."""
    charges = case.it
    for index, item in enumerate(charges.items):
        case.settled(item.unit_price, "items", index, "unit_price")
    since = sum((one.amount for one in case.engagement.contract.supplements), Decimal(0))
    total, net = case.settled(charges.total, "items") - since, case.settled(charges.net, "items")
    if charges.stated_total not in (None, total):
        values = {"stated": yuan(charges.stated_total), "total": yuan(total)}
        yield finding("CT102", case.where("stated_total"), clause=CLAUSE, **values)
    if charges.stated_net not in (None, net) and not since:  # nobody records the net amount of a supplement
        values = {"stated": yuan(charges.stated_net), "net": yuan(net)}
        yield finding("CT103", case.where("stated_net"), clause=CLAUSE, **values)
    expected = in_capitals(total)
    if charges.stated_capital is not None and bare(charges.stated_capital) != bare(expected):
        values = {"stated": charges.stated_capital, "total": yuan(total), "expected": expected}
        yield finding("CT104", case.where("stated_capital"), clause=CLAUSE, **values)


def bare(capitals: str) -> str:
    """An amount in capitals without what may be written or left out: 人民币, 零, 整, 正 (支付结算办法附一)."""
    return _ORNAMENT.sub("", capitals.translate(_VARIANTS))


@rule("货物与服务各用自己的税率", each=items)
def rates_fit_the_kind(case: Case[Charge]) -> Iterator[Finding]:
    """Goods at the rate of services, or services at the rate of goods, are mostly a wrong tick."""
    item = case.it
    if item.goods and item.tax_rate == SERVICES_RATE:
        yield finding("CT105", case.where("tax_rate"), name=item.name, rate=shown(item.tax_rate))
    elif not item.goods and item.tax_rate == GOODS_RATE:
        yield finding("CT106", case.where("goods"), name=item.name, rate=shown(item.tax_rate))


def integration(engagement: Engagement) -> Iterator[tuple[DataPath, Service]]:
    """Every service of systems integration that includes a sale."""
    for at, service in services(engagement):
        if service.category == INTEGRATION and service.legal_form is Form.SALE_SERVICE:
            yield at, service


@rule("含买卖的系统集成有货物计价项", each=integration)
def sales_have_goods(case: Case[Service]) -> Iterator[Finding]:
    """A sale without anything sold is another kind of contract."""
    own = [item for item in case.engagement.charges.items if item.service in (case.it.id, case.it.name)]
    if own and not any(item.goods for item in own):
        yield finding("CT107", case.where("form"), service=case.it.name, form=case.it.legal_form)


def registered(engagement: Engagement) -> Iterator[tuple[DataPath, Engagement]]:
    """The engagement, where the contract is to be registered as a technical one."""
    if engagement.contract.registration:
        yield (), engagement


@rule("登记的合同逐项写明技术性收入", each=registered)
def registration_lists_technical_income(case: Case[Engagement]) -> Iterator[Finding]:
    """Registration splits the price; one finding names every item that does not say on which side it stands."""
    silent = [(index, item.name) for index, item in enumerate(case.it.charges.items) if item.technical is None]
    if silent:
        where = case.where("charges", "items", silent[0][0], "technical")
        yield finding("CT108", where, count=len(silent), names=listed([name for _, name in silent]))


@rule("登记的合同含技术合同", each=registered)
def registration_needs_a_technical_contract(case: Case[Engagement]) -> Iterator[Finding]:
    """Sales, plain services, commissioned works and vocational training are no technical contracts."""
    forms = [row.form for row in case.it.forms]
    if not any(form in TECHNICAL for form in forms):
        where = case.where("contract", "registration")
        yield finding("CT109", where, forms="、".join(form.label for form in forms))
