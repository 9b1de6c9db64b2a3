"""Open points: legal where a value may still be agreed, and carried through everything that is computed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from tests.helpers.engagements import an_engagement, plain_data

from itsm_docs.model.base import OpenPoint, Record
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.shape import Shape, fields_of, shape_of
from itsm_docs.rules import check


def _open_paths(value: object, shape: Shape, path: str = "") -> Iterator[str]:
    """The dotted paths in plain data of the values that may be open."""
    if shape.open:
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _open_paths(item, shape.fields[key].shape, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and shape.item is not None:
        for index, item in enumerate(value):
            yield from _open_paths(item, shape.item, f"{path}.{index}")


OPEN = list(_open_paths(plain_data(), shape_of(Engagement)))


def _computed(record: object) -> int:
    """Ask for every computed value of a record and of all below it; the number of values asked for."""
    if isinstance(record, tuple):
        return sum(_computed(item) for item in record)
    if not isinstance(record, Record):
        return 0
    values = [(field, getattr(record, name)) for name, field in fields_of(type(record)).items()]
    return sum(field.computed for field, _ in values) + sum(_computed(value) for _, value in values)


COMPUTED = _computed(an_engagement())


def test_the_small_engagement_has_open_places() -> None:
    """Enough of them that the tests below mean something: prices, targets, times, dates, people."""
    assert len(OPEN) > 50
    assert COMPUTED > 30
    assert {"charges.items.0.unit_price", "credits.cap", "term.signed", "transition.grace"} <= set(OPEN)
    assert {"services.0.metrics.0.target", "priorities.levels.0.response", "emergency.notice"} <= set(OPEN)


def test_everything_open_at_once_is_still_an_engagement() -> None:
    """Every computed value can be asked for, and every rule notes at most once that it did not look."""
    engagement = an_engagement(**dict.fromkeys(OPEN, "待定：双方商定"))

    notes = [one.message.split("（")[0] for one in check(engagement)]

    assert _computed(engagement) == COMPUTED
    assert len(notes) == len(set(notes))
    assert {one.code for one in check(engagement)} == {"RU001"}


@pytest.mark.parametrize("path", OPEN)
def test_any_one_value_may_be_open(path: str) -> None:
    """No computed value and no rule fails; what the rules say is at most that they did not look."""
    engagement = an_engagement(**{path: "待定"})

    assert _computed(engagement) == COMPUTED
    assert {one.code for one in check(engagement)} <= {"RU001"}


def test_an_open_price_leaves_all_sums_open() -> None:
    """The total is the open point itself, with its remark, not a sum of the rest."""
    engagement = an_engagement(**{"charges.items.0.unit_price": "待定：询价中"})
    charges, fees = engagement.charges, engagement.fees

    point = OpenPoint("询价中")
    assert [charges.total, charges.net, charges.tax, charges.total_capital] == [point] * 4
    assert (fees[0].total, fees[0].per_period) == (point, point)
    assert str(fees[1].total) == "120000.00"


def test_an_open_grace_period_has_an_open_end() -> None:
    """The date is open like the length."""
    assert an_engagement(**{"transition.grace": "待定"}).grace_end == OpenPoint()


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("待定", ""),
        (" 待定 ", ""),
        ("待定：甲方核定", "甲方核定"),
        ("待定: 甲方核定 ", "甲方核定"),
        ("待定：第一行\n第二行", "第一行\n第二行"),
        ("待定：", ""),
    ],
)
def test_an_open_point_is_written_with_or_without_a_remark(written: str, note: str) -> None:
    """Either colon."""
    assert OpenPoint.read(written) == OpenPoint(note)


@pytest.mark.parametrize("written", ["待定的日期", "日期待定", "", "待 定", 5, None, "TBD"])
def test_other_words_are_no_open_point(written: Any) -> None:
    """A text that only mentions 待定 is a text."""
    assert OpenPoint.read(written) is None


def test_open_points_print_in_brackets() -> None:
    """So that nobody takes them for agreed text."""
    assert (str(OpenPoint()), str(OpenPoint("询价中"))) == ("【待定】", "【待定：询价中】")


@pytest.mark.parametrize(
    "path",
    ["number", "services.0.id", "services.0.mode", "services.0.metrics.0.comparison", "term.start", "reviews.0.every"],
)
def test_what_templates_branch_on_cannot_be_open(path: str) -> None:
    """Ids, kinds and the bounds of the term are refused."""
    with pytest.raises(ValidationError):
        an_engagement(**{path: "待定"})


def test_a_wrong_value_in_an_open_field_has_one_refusal() -> None:
    """No union of two messages: the value's own type speaks."""
    with pytest.raises(ValidationError) as caught:
        an_engagement(**{"charges.items.0.unit_price": "面议"})

    assert [error["type"] for error in caught.value.errors()] == ["DM102"]
