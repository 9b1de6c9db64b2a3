"""Printed texts read back: the filter follows from the issued text, and only what prints again as returned is read."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from tests.helpers.engagements import an_engagement

from itsm_docs.model.base import Choice
from itsm_docs.model.procurement import Procurement
from itsm_docs.model.scalars import Duration
from itsm_docs.pull.leaves import Leaf, Leaves
from itsm_docs.pull.wording import Unread, changed, kept, printing, read_back, showing, shown, spelled

LEAVES = Leaves(an_engagement())


def leaf(path: str) -> Leaf:
    """The leaf that a printed path leads to."""
    (found,) = LEAVES.find(path)
    assert found.leaf is not None
    return found.leaf


def back(path: str, issued: str, returned: str) -> Any:
    """What a returned text means where the issued one stood."""
    one = leaf(path)
    return read_back(one, returned, printing(one, issued))


@pytest.mark.parametrize(
    ("path", "issued", "returned", "value"),
    [
        ("term.start", "2027 年 1 月 1 日", "2027 年 2 月 1 日", date(2027, 2, 1)),
        ("term.start", "2027 年 1 月 1 日", "2027年2月1日", date(2027, 2, 1)),
        ("term.start", "2027-01-01", "2027-02-01", date(2027, 2, 1)),
        ("emergency.notice", "30 分钟", "1.5 小时", Duration.read("1.5小时")),
        ("charges.items[0].unit_price", "28,000.00", "30,000.00", Decimal("30000.00")),
        ("charges.items[0].unit_price", "28,000.00", "30000", Decimal("30000.00")),
        ("charges.items[0].tax_rate", "6%", "１３％", Decimal(13)),
        ("contract.payment.overdue", "五", "十二", Decimal(12)),
        ("client.name", "甲公司", "乙（公司）", "乙（公司）"),
    ],
)
def test_a_text_that_prints_again_is_read(path: str, issued: str, returned: str, value: Any) -> None:
    """Dates, durations, amounts, percentages, numerals, texts; spaces, widths and separators are the person's."""
    first = "[" + LEAVES.engagement.charges.items[0].name + "]"

    assert back(path.replace("[0]", first), issued, returned) == value


@pytest.mark.parametrize(
    ("path", "issued", "returned", "code"),
    [
        ("term.start", "2027 年 1 月 1 日", "2027-02-01", "PL205"),
        ("term.start", "2027 年 1 月 1 日", "2027 年 2 月 30 日", "PL204"),
        ("emergency.notice", "30 分钟", "尽快", "PL204"),
        ("emergency.notice", "30 分钟", "3天", "PL205"),
        ("contract.payment.overdue", "五", "8", "PL204"),
        ("contract.payment.overdue", "五", "5", "PL204"),
        ("term.start", "元旦", "春节", "PL206"),
    ],
)
def test_a_text_that_would_print_otherwise_is_not_read(path: str, issued: str, returned: str, code: str) -> None:
    """Other forms, other words, no such day, and places that nobody knows how they print."""
    found = back(path, issued, returned)

    assert isinstance(found, Unread)
    assert found.code == code


def test_the_reason_is_in_chinese() -> None:
    """The field's own type says what it expects."""
    assert back("emergency.notice", "30 分钟", "尽快").why.startswith("应为时长")


def test_every_choice_is_read_by_its_label() -> None:
    """And by nothing else."""
    one = leaf("classification")

    assert [read_back(one, choice.label, [""]) for choice in type(one.value)] == list(type(one.value))
    assert isinstance(read_back(one, "绝密", [""]), Unread)


def test_the_filter_follows_from_what_was_printed() -> None:
    """A date in figures was printed with `day`, an amount with two decimals with `money`."""
    start = leaf("term.start")

    assert showing(start.value, "2027-01-01", start.shape) == ["day"]
    assert showing(start.value, "2027 年 1 月 1 日", start.shape) == ["", "date"]


@pytest.mark.parametrize(
    ("value", "before", "written", "expected"),
    [
        (date(2027, 2, 3), date(2026, 12, 9), "2026年12月9日", "2027年2月3日"),
        (date(2027, 2, 3), date(2026, 12, 9), "2026-12-09", "2027-02-03"),
        (date(2027, 2, 3), None, "", "2027-02-03"),
        (Decimal("30000.00"), Decimal("28000.00"), "28,000.00", "30,000.00"),
        (Decimal("30000.00"), Decimal("28000.00"), "28000元", "30000元"),
        (Decimal("30000.00"), Decimal("28000.00"), "2.8万元", "30000"),
        (Decimal("99.95"), Decimal("99.9"), "99.9%", "99.95%"),
        (Duration.read("1小时"), Duration.read("30分钟"), "30 分钟", "1 小时"),
        (Duration.read("20天"), Duration.read("10天"), "10天", "20天"),
        (Duration.read("20天"), None, "", "20日"),
        (time(9, 0), time(8, 30), "8:30", "9:00"),
        (12, 9, "9", "12"),
        ("乙", "甲", "甲", "乙"),
    ],
)
def test_a_value_is_written_as_its_person_writes(value: Any, before: Any, written: str, expected: str) -> None:
    """In the manner of the value before it, else in the usual one."""
    assert spelled(value, before, written) == expected


def test_a_choice_keeps_its_language() -> None:
    """A file in English values gets English values."""
    regimes: list[Choice] = list(Procurement.model_fields["regime"].annotation)  # type: ignore[call-overload, arg-type]

    assert spelled(regimes[0], regimes[1], str(regimes[1].value)) == str(regimes[0].value)
    assert spelled(regimes[0], regimes[1], regimes[1].label) == regimes[0].label


def test_what_a_document_does_not_show_stays() -> None:
    """Wide spaces and hyphens that do not break lines are in the inputs only; where the text was not changed, they stay."""
    assert kept("1 上期的措施", "1\u3000上期措施", "1 上期措施") == "1\u3000上期的措施"
    assert kept("乙", "甲", "丙") == "乙"
    assert changed("甲乙丙", "甲丁丙") == (1, 2)
    assert changed("99.9", "99.99") == (4, 4)


def test_what_has_no_text_is_not_shown() -> None:
    """Nothing, flags and records."""
    assert (shown(None), shown(True), shown(LEAVES.engagement.client)) == (None, None, None)  # type: ignore[comparison-overlap]
