"""The engine of the rules: order, open points, hints, and what a long list costs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from tests.helpers.engagements import an_engagement, findings_of, plain_data

from itsm_docs.findings import Finding, Severity, finding
from itsm_docs.model import Engagement
from itsm_docs.model.charges import Charge
from itsm_docs.model.scalars import Duration
from itsm_docs.rules import RULES, check, engine
from itsm_docs.rules.pick import items
from itsm_docs.rules.times import surely_longer


def test_findings_come_in_the_order_of_the_data() -> None:
    """Sections stand as in the record, list items by number (10 after 9)."""
    assets = [plain_data()["assets"][0] | {"id": f"A{n}", "serial": f"S{n}", "quantity": "0"} for n in range(11)]

    found = findings_of(**{"assets": assets, "term.signed": "2027-02-01", "credits.cap": "30"})

    zero = [f"RU803 assets.{n}.quantity" for n in range(11)]
    assert found == ["RU701 term.signed", *zero, "RU210 credits.cap"]


def test_a_rule_gives_one_note_however_many_of_its_cases_are_open() -> None:
    """Two open prices, one note: the place is the first, the message counts both."""
    engagement = an_engagement(**{"charges.items.0.unit_price": "待定", "charges.items.1.unit_price": "待定：询价中"})

    (note,) = check(engagement)

    assert (note.code, note.severity) == ("RU001", Severity.NOTE)
    assert note.where.path == ("charges", "items", 0, "unit_price")
    assert note.message == "因待定项未检查：单价不为零（2 处）"


def test_an_open_case_does_not_hide_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The open case yields nothing, not even what it found before it met the open point; the others are judged."""
    monkeypatch.setattr(engine, "RULES", {})

    @engine.rule("试验", each=items)
    def tries(case: engine.Case[Charge]) -> Iterator[Finding]:
        yield finding("RU603", case.where(), name="x")
        case.settled(case.it.unit_price, "unit_price")

    found = engine.check(an_engagement(**{"charges.items.0.unit_price": "待定"}))

    assert [(one.code, one.where.path) for one in found] == [
        ("RU001", ("charges", "items", 0, "unit_price")),
        ("RU603", ("charges", "items", 1)),
    ]


def test_two_rules_cannot_have_one_name() -> None:
    """A name taken twice would silently drop a rule."""
    with pytest.raises(ValueError, match="prices_are_not_zero"):

        @engine.rule("重名", each=engine.whole)
        def prices_are_not_zero(case: engine.Case[Engagement]) -> Iterator[Finding]:
            yield finding("RU704", case.where())


def test_every_rule_says_in_chinese_what_it_looks_for() -> None:
    """The words stand in the note about open points, so no two rules share them."""
    abouts = [rule.about for rule in RULES.values()]

    assert len(set(abouts)) == len(abouts) > 40
    assert all(about.strip() and not about.isascii() for about in abouts)


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("assets.0.site", "大窑弯机房", "是否为“大窑湾机房”？"),
        ("assets.0.service", "运维服务", "是否为“生产系统运维服务”？"),
        ("assets.0.site", "北京", "写下列编号或名称之一：dy、大窑湾机房"),
    ],
)
def test_an_unknown_name_is_met_with_the_nearest_known_one(field: str, value: str, hint: str) -> None:
    """Did you mean; where nothing is near, the names that exist."""
    (found,) = check(an_engagement(**{field: value}))

    assert found.hint == hint


def test_a_list_longer_than_two_thousand_rows_is_too_long() -> None:
    """2,000 rows pass, 2,001 are warned about."""
    row = plain_data()["assets"][0]
    rows = [row | {"id": f"A{n}", "serial": f"S{n}"} for n in range(2001)]

    assert findings_of(assets=rows[:2000]) == []
    assert findings_of(assets=rows) == ["RU805 assets"]


def test_many_objects_under_warranty_make_one_note() -> None:
    """The note names three and counts all."""
    row = plain_data()["assets"][0] | {"warranty": "2030-01-01"}
    rows = [row | {"id": f"A{n}", "serial": f"S{n}"} for n in range(5)]

    (note,) = check(an_engagement(assets=rows))

    assert (note.code, note.where.path) == ("RU804", ("assets", 0, "warranty"))
    assert "有 5 项" in note.message
    assert note.message.endswith("A0、A1、A2 等")


def test_findings_name_the_clause_they_concern() -> None:
    """The compliance matrix is built on it."""
    changes = {"assessment.criteria.0.weight": "1", "reviews.0.revises": "否", "needs.0.answered_by": "无"}

    clauses = {one.code: one.clause for one in check(an_engagement(**changes))}

    assert clauses == {"RU402": "8.2.2.2-i", "RU704": "8.2.2.3", "RU504": "8.2.2.2-a"}


@pytest.mark.parametrize(
    ("one", "other", "longer"),
    [
        ("61分钟", "1小时", True),
        ("60分钟", "1小时", False),
        ("24小时", "1日", False),
        ("3个工作日", "2个工作日", True),
        ("24小时", "1个工作日", False),
        ("25小时", "1个工作日", True),
        ("1个工作日", "8小时", False),
        ("1个工作日", "7小时", True),
        ("2个工作日", "32小时", False),
        ("2个工作日", "31小时", True),
    ],
)
def test_working_days_and_clock_time_contradict_only_when_they_surely_do(one: str, other: str, longer: bool) -> None:
    """n working days take at least n − 1 days and eight hours, and n days without a holiday between."""
    assert surely_longer(Duration.read(one), Duration.read(other)) is longer


def test_an_engagement_without_priorities_and_credits_is_checked_too() -> None:
    """A project alone has neither; the rules that need them have nothing to look at."""
    data = plain_data()
    changes = {"services": [data["services"][1]], "priorities": None, "credits": None, "assets": []}
    changes |= {"charges.items": [data["charges"]["items"][1]], "needs.0.answered_by": "数据资源规划服务"}

    engagement = an_engagement(**changes)

    assert check(engagement) == []
    assert engagement.charges.total == Decimal("120000.00")
