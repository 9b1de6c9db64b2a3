"""Which values changed, path by path, and which of them are amounts of money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from itsm_docs.redline.facts import amount_changes, fact_changes
from itsm_docs.redline.result import FactChange
from itsm_docs.redline.side import Side
from itsm_docs.trace.reader import Fact, Section, State

SECTION = Section("_itsm_0001", (), "服务成本", "第九条", 1, "", State.UNCHANGED)


def side(*facts: tuple[str, str | None]) -> Side:
    """A side with these values, each path with its value, in one section."""
    made = Side("文件.docx", {})
    found = tuple(
        Fact(f"_v{number:04d}", path, value, value, State.UNCHANGED, SECTION.bookmark)
        for number, (path, value) in enumerate(facts, 1)
    )
    made.__dict__.update(facts=found, sections=(SECTION,), _paper=None)
    return made


def changed(old: Side, new: Side, *, one_issue: bool = False) -> list[tuple[str, str | None, str | None]]:
    return [(one.path, one.old, one.new) for one in fact_changes(old, new, one_issue=one_issue)]


def test_a_value_that_changed_is_named_once_with_its_places() -> None:
    """However often it is printed."""
    old = side(("charges.total", "354,000.00"), ("name", "甲"), ("charges.total", "354,000.00"))
    new = side(("charges.total", "357,600.00"), ("name", "甲"), ("charges.total", "357,600.00"))
    (one,) = fact_changes(old, new, one_issue=False)

    assert (one.old, one.new) == ("354,000.00", "357,600.00")
    assert one.title == "服务费用 含税总额"
    assert one.places == ("第九条 服务成本",)


def test_a_copy_that_was_changed_at_one_place_differs_there() -> None:
    """The others still stand, which is what makes it a contradiction."""
    old = side(("charges.total", "354,000.00"), ("charges.total", "354,000.00"))
    new = side(("charges.total", "354,000.00"), ("charges.total", "360,000.00"))

    assert changed(old, new, one_issue=True) == [("charges.total", "354,000.00", "360,000.00")]


def test_another_issue_may_print_a_value_more_often() -> None:
    """One place more or less is no change of the value; another value is, wherever it stands."""
    once, twice = side(("term.months", "12")), side(("term.months", "12"), ("term.months", "12"))

    assert changed(once, twice) == []
    assert changed(twice, once) == []
    assert changed(twice, side(("term.months", "24"))) == [("term.months", "12", "24")]


def test_values_that_came_and_values_that_went() -> None:
    """None on the other side."""
    old, new = side(("a", "1"), ("b", "2")), side(("b", "2"), ("c", "3"))

    assert changed(old, new) == [("c", None, "3"), ("a", "1", None)]


def test_white_space_is_no_change() -> None:
    """Values are compared on one line."""
    assert changed(side(("a", "甲  乙")), side(("a", "甲 乙"))) == []


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("354,000.00", "357,600.00", "3600.00"),
        ("590.00 ".strip(), "¥590.50元", "0.50"),
        ("1,000.00", "-1,000.00", "-2000.00"),
        ("99.9%", "99.99%", None),
        ("15 分钟", "10 分钟", None),
        ("12", "24", None),
        ("4 ÷ 64 × 100 = 6.25%", "5 ÷ 64 × 100 = 7.81%", None),
        ("354,000.00", "待定", None),
    ],
)
def test_an_amount_is_what_is_printed_as_one(old: str, new: str, difference: str | None) -> None:
    """Two decimals, with or without 元; no percentages, no counts."""
    found = list(amount_changes([FactChange("a", "甲", old, new)]))

    assert [one.difference for one in found] == ([] if difference is None else [Decimal(difference)])
