"""The calendar: holidays, make-up days, periods; and the dates that the engagement computes with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from tests.helpers.engagements import an_engagement

from itsm_docs.model.calendar import Calendar, add_months
from itsm_docs.model.engagement import Term
from itsm_docs.model.scalars import Duration
from itsm_docs.model.service import Days, Window

# Spring festival as in a yearly notice: a week off, the Sundays before and after worked.
CALENDAR = Calendar.model_validate(
    {
        "source": "通知",
        "holidays": [{"name": "春节", "start": "2027-02-05", "end": "2027-02-11"}],
        "make_up": ["2027-01-31", "2027-02-14"],
    }
)


def _day(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("02-04", True),
        ("02-05", False),
        ("02-11", False),
        ("02-12", True),
        ("02-13", False),
        ("02-14", True),
        ("01-30", False),
        ("01-31", True),
    ],
)
def test_people_work_from_monday_to_friday_but_for_holidays_and_make_up_days(day: str, works: bool) -> None:
    """First and last day of a holiday are off; a make-up Sunday is worked."""
    assert CALENDAR.is_working_day(_day(day)) is works


@pytest.mark.parametrize(
    ("days", "open_on"),
    [
        (Days.EVERY_DAY, ["02-05", "02-06", "02-07", "02-12", "02-13", "02-14"]),
        (Days.WORKING_DAYS, ["02-12", "02-14"]),
        (Days.MONDAY_TO_SATURDAY, ["02-12", "02-13", "02-14"]),
    ],
)
def test_a_window_is_open_on_its_days(days: Days, open_on: list[str]) -> None:
    """Holidays close all windows but the daily one; make-up days open them."""
    asked = ["02-05", "02-06", "02-07", "02-12", "02-13", "02-14"]

    assert [day for day in asked if CALENDAR.is_service_day(_day(day), days)] == open_on


def test_a_day_off_moves_to_the_next_working_day() -> None:
    """Over the whole holiday, and not at all when people work."""
    assert CALENDAR.on_or_after(_day("02-05")) == _day("02-12")
    assert CALENDAR.on_or_after(_day("02-13")) == _day("02-14")
    assert CALENDAR.on_or_after(_day("02-04")) == _day("02-04")


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("02-04", "1日", "02-05"),
        ("02-04", "0日", "02-04"),
        ("02-04", "10日", "02-14"),
        ("02-03", "1个工作日", "02-04"),
        ("02-04", "1个工作日", "02-12"),
        ("02-04", "2个工作日", "02-14"),
        ("02-05", "1个工作日", "02-12"),
        ("01-31", "1个月", "02-28"),
        ("02-28", "1个月", "03-28"),
        ("02-04", "48小时", "02-06"),
        ("02-04", "36小时", "02-06"),
        ("02-04", "90分钟", "02-05"),
    ],
)
def test_the_first_day_of_a_period_does_not_count(start: str, length: str, end: str) -> None:
    """Civil code 201: counting begins on the next day; hours fill days."""
    assert CALENDAR.after(_day(start), Duration.read(length)) == _day(end)


def test_a_month_later_is_the_same_day_or_the_last_one() -> None:
    """Over the year and in leap years too."""
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 1, 31), 13) == date(2028, 2, 29)
    assert add_months(date(2027, 12, 15), 1) == date(2028, 1, 15)
    assert add_months(date(2027, 12, 15), 0) == date(2027, 12, 15)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2027-01-01", "2027-12-31", "12"),
        ("2027-01-01", "2027-10-31", "10"),
        ("2027-01-01", "2028-08-31", "20"),
        ("2027-03-15", "2028-03-14", "12"),
        ("2027-01-01", "2027-01-15", "0.5"),
        ("2027-01-01", "2027-02-10", "1.33"),
        ("2027-01-31", "2027-01-31", "0.03"),
    ],
)
def test_the_term_in_months(start: str, end: str, months: str) -> None:
    """Whole months are whole, printed without exponent; the rest counts by thirtieths and is never nothing."""
    term = Term.model_validate({"start": start, "end": end, "signed": "待定"})

    assert str(term.months) == months


def test_a_term_may_last_one_day_but_not_less() -> None:
    """Both days belong to it; the wrong order is refused at the end."""
    with pytest.raises(ValidationError) as caught:
        Term.model_validate({"start": "2027-01-02", "end": "2027-01-01", "signed": "待定"})

    (error,) = caught.value.errors()
    assert (error["type"], error["ctx"]["field"]) == ("DM208", "end")


@pytest.mark.parametrize(
    ("grace", "end"),
    [("1个月", "2027-01-31"), ("30日", "2027-01-30"), ("0日", "2026-12-31"), ("5个工作日", "2027-01-08")],
)
def test_the_grace_period_starts_with_the_first_day_of_service(grace: str, end: str) -> None:
    """One month from 1 January ends on the 31st; none ends before the start."""
    assert str(an_engagement(**{"transition.grace": grace}).grace_end) == end


def test_reviews_are_moved_off_holidays_and_weekends() -> None:
    """Ten days after the quarter; 10 April 2027 is a Saturday, and the Monday after is made a holiday."""
    engagement = an_engagement(**{"calendar.holidays.1": {"name": "调休", "start": "2027-04-12", "end": "2027-04-12"}})

    first, *_ = engagement.review_dates

    assert (first.date, first.covers) == (date(2027, 4, 13), "2027 年 1 月 1 日至 2027 年 3 月 31 日")
    assert len(engagement.review_dates) == 4


def test_the_last_review_covers_the_rest_of_the_term() -> None:
    """Every five months of twelve: five, five, two."""
    covers = [review.covers for review in an_engagement(**{"reviews.0.every": "5"}).review_dates]

    assert covers[-1] == "2027 年 11 月 1 日至 2027 年 12 月 31 日"
    assert len(covers) == 3


def test_review_periods_do_not_drift_from_the_end_of_the_month() -> None:
    """Counted from the first day: a start on the 31st comes back to it after February."""
    engagement = an_engagement(
        **{"term.start": "2027-01-31", "term.end": "2027-04-29", "reviews.0.every": "1", "reviews.0.after": "0"}
    )

    assert [review.covers.split("至")[0] for review in engagement.review_dates] == [
        "2027 年 1 月 31 日",
        "2027 年 2 月 28 日",
        "2027 年 3 月 31 日",
    ]


def _window(**changes: Any) -> dict[str, Any]:
    return {"name": "窗", "days": "every-day", "start": "00:00", "end": "24:00", "outside": "无"} | changes


@pytest.mark.parametrize(
    ("start", "end", "minutes", "text"),
    [
        ("00:00", "24:00", 1440, "每日 00:00–24:00"),
        ("08:30", "17:30", 540, "每日 08:30–17:30"),
        ("20:00", "00:00", 240, "每日 20:00–24:00"),
    ],
)
def test_the_minutes_of_a_window(start: str, end: str, minutes: int, text: str) -> None:
    """Midnight at the end is 24:00."""
    window = Window.model_validate(_window(start=start, end=end))

    assert (window.minutes_per_day, window.text) == (minutes, text)


@pytest.mark.parametrize(("start", "end"), [("17:30", "08:30"), ("08:30", "08:30")])
def test_a_window_that_ends_before_it_starts_is_refused(start: str, end: str) -> None:
    """A window over midnight is written otherwise."""
    with pytest.raises(ValidationError) as caught:
        Window.model_validate(_window(start=start, end=end))

    assert caught.value.errors()[0]["type"] == "DM201"


def test_the_agreed_minutes_of_every_day() -> None:
    """365 days of 1,440 minutes; February has 28 of them; projects have none."""
    (tos,) = an_engagement().agreed_time

    assert (tos.service, tos.window) == ("生产系统运维服务", "每日 00:00–24:00")
    assert (tos.months[1].month, tos.months[1].days, tos.months[1].minutes) == ("2027 年 2 月", 28, 28 * 1440)
    assert tos.minutes == 365 * 1440


def test_the_agreed_minutes_of_working_days() -> None:
    """February 2027 has 20 weekdays; five fall into the holiday, one Sunday is worked."""
    engagement = an_engagement(
        **{
            "services.0.window": _window(days="工作日", start="08:30", end="17:30"),
            "calendar.holidays.1": {"name": "春节", "start": "2027-02-05", "end": "2027-02-11"},
            "calendar.make_up": ["2027-02-14"],
        }
    )

    february = engagement.agreed_time[0].months[1]

    assert (february.days, february.minutes) == (Decimal(16), Decimal(16 * 540))


def test_a_month_that_is_not_whole_says_its_days() -> None:
    """Only the first and the last month can be cut."""
    engagement = an_engagement(**{"term.start": "2027-01-15", "term.end": "2027-03-10"})

    months = engagement.agreed_time[0].months

    assert [month.month for month in months] == [
        "2027 年 1 月（15 日至 31 日）",
        "2027 年 2 月",
        "2027 年 3 月（1 日至 10 日）",
    ]
    assert [month.days for month in months] == [17, 28, 10]
