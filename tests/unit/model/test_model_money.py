"""Money: prices, tax, fees of a period and the worked example, to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from tests.helpers.engagements import REMOVED, a_metric, an_engagement

from itsm_docs.model.charges import Charges, add
from itsm_docs.model.views import WorkedExample


def charges(*items: tuple[str, str, str]) -> Charges:
    """A price list of (quantity, unit price, tax rate)."""
    rows = [
        {"service": "s", "name": "n", "basis": "项", "quantity": quantity, "unit_price": price, "tax_rate": rate}
        for quantity, price, rate in items
    ]
    return Charges.model_validate({"items": rows, "includes": [], "excludes": [], "adjustment": "无"})


def test_an_amount_is_rounded_half_up_to_the_cent() -> None:
    """0.5 × 0.01 is a cent, 1.5 × 0.33 is 0.50 (not the even 0.49 or 0.5)."""
    assert [str(item.amount) for item in charges(("0.5", "0.01", "6"), ("1.5", "0.33", "6")).items] == ["0.01", "0.50"]


def test_net_and_tax_close_to_the_total() -> None:
    """Every item is brought to net by itself; the tax is the difference, so that the three always add up."""
    found = charges(("1", "100", "6"), ("3", "33.33", "13"), ("2", "0.05", "0"))

    assert (found.total, found.net, found.tax) == (Decimal("200.09"), Decimal("182.93"), Decimal("17.16"))


# 支付结算办法附一 and what follows from it.
CAPITALS = [
    ("1409.50", "人民币壹仟肆佰零玖元伍角"),
    ("6007.14", "人民币陆仟零柒元壹角肆分"),
    ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
    ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "人民币叁佰贰拾伍元零肆分"),
    ("10", "人民币壹拾元整"),
    ("100000", "人民币壹拾万元整"),
    ("10001000", "人民币壹仟万壹仟元整"),
    ("100000000", "人民币壹亿元整"),
    ("0", "人民币零元整"),
]


@pytest.mark.parametrize(("amount", "words"), CAPITALS)
def test_the_total_in_capital_numerals(amount: str, words: str) -> None:
    """The examples of the rules of payment: 整 after 元, a zero between 元 and 分, 壹 before 拾; the zero after 万 may be left out."""
    assert charges(("1", amount, "6")).total_capital == words


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_a_quantity_is_more_than_nothing(quantity: str) -> None:
    """A line for nothing is refused."""
    with pytest.raises(ValidationError):
        charges((quantity, "1", "6"))


def test_a_price_list_has_lines() -> None:
    """An empty one is refused."""
    with pytest.raises(ValidationError):
        charges()


def test_the_sum_of_nothing_is_zero() -> None:
    """So that totals of empty lists print."""
    assert add([]) == 0


@pytest.mark.parametrize(
    ("period", "fee"),
    [("month", "40000.00"), ("quarter", "120000.00"), ("half-year", "240000.00"), ("year", "480000.00")],
)
def test_the_fee_of_a_period_is_its_share_of_the_term(period: str, fee: str) -> None:
    """480,000 over twelve months."""
    found = an_engagement(**{"credits.period": period}).fees[0]

    assert (found.service, str(found.total), str(found.per_period)) == ("生产系统运维服务", "480000.00", fee)


def test_the_fee_of_a_period_is_rounded_to_the_cent() -> None:
    """480,000 over seven months is 68,571.43 a month."""
    assert str(an_engagement(**{"term.end": "2027-07-31"}).fees[0].per_period) == "68571.43"


def test_a_term_of_one_day_on_a_31st_has_a_fee() -> None:
    """No division by nothing."""
    engagement = an_engagement(**{"term.start": "2027-01-31", "term.end": "2027-01-31"})

    assert engagement.fees[0].per_period == Decimal("16000000.00")


def test_lines_of_a_service_add_up_by_id_and_by_name() -> None:
    """Both ways of naming a service count; a service without lines has no row."""
    item = {
        "service": "生产系统运维服务",
        "name": "备件",
        "basis": "包干",
        "quantity": "1",
        "unit_price": "0.10",
        "tax_rate": "13",
    }

    fees = an_engagement(**{"charges.items.1": item}).fees

    assert [(fee.service, str(fee.total)) for fee in fees] == [("生产系统运维服务", "480000.10")]


def _worked(**changes: Any) -> WorkedExample:
    (found,) = an_engagement(**changes).worked
    return found


def test_the_worked_example_to_the_cent() -> None:
    """99.65 falls into the first band: 2 percent of 40,000 is 800, under the cap of 4,000."""
    found = _worked()

    (row,) = found.rows
    assert (row.metric, row.target, str(row.value), row.band) == (
        "关键系统可用率",
        "≥ 99.9%",
        "99.65",
        "不低于 99.5% 且低于 99.9%",
    )
    assert row.calculation == "（43,200 − 150）÷ 43,200 × 100 = 99.65%"
    assert (str(row.percent), str(row.amount)) == ("2", "800.00")
    assert (found.capped, str(found.cap), str(found.deducted)) == (False, "4000.00", "800.00")


def test_amounts_of_the_worked_example_are_rounded_half_up() -> None:
    """2 percent of 68,571.43 is 1,371.4286; 10 percent is 6,857.143."""
    found = _worked(**{"term.end": "2027-07-31"})

    assert (str(found.amount), str(found.cap)) == ("1371.43", "6857.14")


def test_the_cap_limits_what_is_deducted() -> None:
    """Two metrics of 10 percent meet a cap of 10: the sum is shown, the cap is deducted."""
    bad = {"services.0.metrics.0.quantities.1.example": "1000"}
    second = a_metric() | {"id": "two", "name": "第二项"}
    second["quantities"][1]["example"] = "1000"

    found = _worked(**bad | {"services.0.metrics.1": second})

    assert (str(found.percent), str(found.amount)) == ("20", "8000.00")
    assert (found.capped, str(found.cap_percent), str(found.deducted)) == (True, "10", "4000.00")


def test_a_sum_equal_to_the_cap_is_not_over_it() -> None:
    """Exactly 10 percent."""
    found = _worked(**{"services.0.metrics.0.quantities.1.example": "1000"})

    assert (found.amount, found.cap, found.capped) == (Decimal(4000), Decimal(4000), False)


def test_percents_may_add_up_to_more_than_a_hundred() -> None:
    """Three metrics of 40 percent each; only the cap is a share of the fee."""
    changes: dict[str, Any] = {"credits.cap": "50"}
    for index in range(3):
        one = a_metric() | {
            "id": f"m{index}",
            "name": f"指标 {index}",
            "deductions": [{"ceiling": "99.9", "percent": "40"}],
        }
        changes[f"services.0.metrics.{index}"] = one

    found = _worked(**changes)

    assert (str(found.percent), str(found.deducted)) == ("120", "20000.00")


@pytest.mark.parametrize(
    "changes",
    [
        {"services.0.metrics.0.quantities.1.example": "10"},
        {"services.0.metrics.0.quantities.1.example": REMOVED},
        {"services.0.metrics.0.deductions.0.percent": "0"},
        {"services.0.metrics.0.deductions.0.percent": "待定"},
        {"charges.items.0.unit_price": "待定"},
        {"charges.items.0.service": "plan"},
        {"credits.cap": "待定"},
    ],
)
def test_without_a_computable_miss_there_is_no_worked_example(changes: dict[str, Any]) -> None:
    """The commitment is kept, a number is missing or open, or the service has no price."""
    assert an_engagement(**changes).worked == ()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"priorities": None}, "DM209", "priorities"),
        ({"credits": None}, "DM210", "credits"),
        ({"services.0.window": None}, "DM202", "window"),
        ({"services.1.milestones": []}, "DM203", "milestones"),
        ({"priorities.matrix.low.low": "P9"}, "DM207", "matrix.low.low"),
        ({"escalation": []}, "too_short", None),
        ({"credits.cap": "100.1"}, "less_than_equal", None),
        ({"credits.annual_cap": "101"}, "less_than_equal", None),
        ({"services.0.category": "14"}, "string_pattern_mismatch", None),
        ({"unknown": "x"}, "extra_forbidden", None),
        ({"services.0.mode": "待定"}, "enum", None),
        ({"term.start": "待定"}, "DM105", None),
    ],
)
def test_an_engagement_that_lacks_what_it_needs_is_refused(
    changes: dict[str, Any], code: str, field: str | None
) -> None:
    """The models refuse what no rule could judge; the refusal names the field that it is about."""
    with pytest.raises(ValidationError) as caught:
        an_engagement(**changes)

    (error,) = caught.value.errors()
    assert (error["type"], error.get("ctx", {}).get("field")) == (code, field)


def test_objects_are_grouped_by_site_whatever_it_is_called() -> None:
    """By id or by name into one group; an unknown place stands last under its own words."""
    engagement = an_engagement(
        **{
            "assets.0.site": "北京",
            "assets.1.site": "dy",
            "assets.2": {**an_asset(), "site": "大窑湾机房", "quantity": "3"},
        }
    )

    assert [(group.site, group.quantity) for group in engagement.asset_groups] == [("大窑湾机房", 4), ("北京", 1)]
    assert engagement.asset_total == 5


def an_asset() -> dict[str, str]:
    """One more served object."""
    return {"id": "A9", "name": "交换机", "service": "tos", "importance": "一般", "upkeep": "原厂"}


def test_choices_read_values_and_labels_and_print_labels() -> None:
    """``continuous`` and 持续型 are the same; documents print the label."""
    english, chinese = an_engagement().services[0], an_engagement(**{"services.0.mode": "持续型"}).services[0]

    assert english.mode is chinese.mode
    assert (str(english.mode), f"{english.mode:>4}") == ("持续型", " 持续型")


def test_a_service_knows_its_category_and_part() -> None:
    """Category 02 is part 3 of the standard."""
    tos, plan = an_engagement().services

    assert (tos.category_name, tos.category_part, tos.is_continuous, tos.is_project) == ("IT系统运维", 3, True, False)
    assert (plan.category_name, plan.category_part, plan.is_continuous, plan.is_project) == (
        "信息资源规划",
        4,
        False,
        True,
    )


def test_a_price_list_is_priced_only_when_every_price_is_known() -> None:
    """The words of the total follow its figures, so that an open total is printed once."""
    assert charges(("1", "100", "6"), ("2", "50", "6")).priced
    assert not charges(("1", "100", "6"), ("2", "待定：报价", "6")).priced
