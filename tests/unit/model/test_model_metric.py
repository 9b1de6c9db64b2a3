"""Metrics: bands at their edges, commitment and floor, rounding, examples, and what a metric refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from tests.helpers.engagements import REMOVED, a_metric, changed

from itsm_docs.model.base import OpenPoint
from itsm_docs.model.metric import Metric, Rounding


def metric(**changes: Any) -> Metric:
    """The availability metric of the small engagement, changed."""
    return Metric.model_validate(changed(a_metric(), changes))


def response(**changes: Any) -> Metric:
    """A metric in minutes of which less is better: bands over 30 to 60 and over 60."""
    tiers = [{"floor": "30", "ceiling": "60", "percent": "2"}, {"floor": "60", "percent": "5"}]
    return metric(
        **{"comparison": "at-most", "target": "30", "floor": "60", "unit": "分钟", "deductions": tiers} | changes
    )


@pytest.mark.parametrize(
    ("value", "percent"),
    [("100", None), ("99.9", None), ("99.89", 2), ("99.5", 2), ("99.49", 5), ("99", 5), ("98.99", 10), ("0", 10)],
)
def test_at_least_a_band_holds_its_lower_edge(value: str, percent: int | None) -> None:
    """[floor, ceiling): 不低于含本数，低于不含; the target itself is kept (civil code 1259)."""
    tier = metric().tier_of(Decimal(value))

    assert (tier.percent if tier else None) == percent


@pytest.mark.parametrize(
    ("value", "percent"), [("0", None), ("30", None), ("30.01", 2), ("60", 2), ("60.01", 5), ("9999", 5)]
)
def test_at_most_a_band_holds_its_upper_edge(value: str, percent: int | None) -> None:
    """(floor, ceiling]: 高于不含本数，不高于含."""
    tier = response().tier_of(Decimal(value))

    assert (tier.percent if tier else None) == percent


def test_bands_say_which_edge_they_hold() -> None:
    """The words agree with the arithmetic above."""
    assert [row.band for row in metric().tier_rows] == [
        "不低于 99.5% 且低于 99.9%",
        "不低于 99% 且低于 99.5%",
        "低于 99%",
    ]
    assert [row.band for row in response().tier_rows] == ["高于 30 分钟且不高于 60 分钟", "高于 60 分钟"]


def test_a_commitment_is_kept_at_its_value() -> None:
    """The target belongs to the good side in both directions."""
    assert [metric().met(Decimal(value)) for value in ("99.91", "99.9", "99.89")] == [True, True, False]
    assert [response().met(Decimal(value)) for value in ("29", "30", "31")] == [True, True, False]


def test_an_open_commitment_is_neither_kept_nor_missed() -> None:
    """Nothing is claimed while the target is open."""
    assert metric(target="待定").met(Decimal(1)) is None
    assert metric(target="待定：甲方核定").target_text == OpenPoint("甲方核定")


def test_limits_print_with_direction_and_unit() -> None:
    """Percent close to the number, other units after a space, no trailing zeros, never 1E+2."""
    assert (metric().target_text, metric().floor_text) == ("≥ 99.9%", "≥ 99%")
    assert (response().target_text, response().floor_text) == ("≤ 30 分钟", "≤ 60 分钟")
    assert metric(target="100.0").target_text == "100%"
    assert metric(floor=REMOVED).floor_text == "仅统计"


@pytest.mark.parametrize(
    ("mode", "digits", "value", "rounded"),
    [
        ("四舍五入", "2", "99.895", "99.90"),
        ("四舍五入", "2", "99.8949", "99.89"),
        ("四舍五入", "1", "99.85", "99.9"),
        ("四舍五入", "0", "2.5", "3"),
        ("截尾不进位", "2", "99.899", "99.89"),
        ("截尾不进位", "0", "99.999", "99"),
        ("down", "1", "-0.19", "-0.1"),
    ],
)
def test_rounding_is_half_up_or_cut(mode: str, digits: str, value: str, rounded: str) -> None:
    """Never to even: 2.5 is 3 and 99.85 is 99.9."""
    rule = Rounding.model_validate({"digits": digits, "mode": mode})

    assert str(rule.apply(Decimal(value))) == rounded


def test_rounding_comes_last_and_can_decide() -> None:
    """99.895 half up keeps 99.90, cut it misses it."""
    example = {"quantities.0.example": "100000", "quantities.1.example": "105", "target": "99.90"}

    up, down = metric(**example), metric(**example | {"rounding.mode": "down"})

    assert (up.example_value, down.example_value) == (Decimal("99.90"), Decimal("99.89"))
    assert up.example_value is not None
    assert down.example_value is not None
    assert up.met(up.example_value)
    assert not down.met(down.example_value)


def test_the_example_shows_formula_numbers_and_result() -> None:
    """Readers can compute along."""
    assert metric().example_text == "（43,200 − 150）÷ 43,200 × 100 = 99.65%"
    assert metric().has_example


def test_without_all_examples_there_is_no_example() -> None:
    """One missing number is enough."""
    without = metric(**{"quantities.1.example": REMOVED})

    assert (without.has_example, without.example_value, without.example_text) == (False, None, None)


def test_sample_and_rounding_in_words() -> None:
    """One is 逐件, more are counted."""
    assert (metric().sample_text, metric(minimum_sample="30").sample_text) == ("逐件", "30 件")
    assert metric().rounding_text == "保留 2 位小数，四舍五入"
    assert metric(rounding={"digits": "0", "mode": "down"}).rounding_text == "取整数，截尾不进位"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"formula": "约定服务分钟 ÷ 总分钟"}, "DM204", "formula"),
        ({"formula": "约定服务分钟 × 1"}, "DM205", "quantities"),
        ({"quantities.0.example": "0"}, "DM206", "quantities"),
        ({"rounding.digits": "5"}, "less_than_equal", None),
        ({"deductions.0.percent": "101"}, "less_than_equal", None),
        ({"quantities.0.source": "  "}, "string_too_short", None),
    ],
)
def test_a_metric_that_cannot_be_computed_is_refused(changes: dict[str, Any], code: str, field: str | None) -> None:
    """The refusal names the field that it is about."""
    with pytest.raises(ValidationError) as caught:
        metric(**changes)

    (error,) = caught.value.errors()
    assert (error["type"], error.get("ctx", {}).get("field")) == (code, field)
