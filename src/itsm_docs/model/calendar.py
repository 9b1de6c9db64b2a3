"""The calendar of the service period: holidays, make-up working days, working-day arithmetic.

The dates come from the data (the State Council's yearly notice, copied by the user); nothing is guessed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from math import ceil

from pydantic import Field

from itsm_docs.model.base import Record
from itsm_docs.model.scalars import Day, Duration, Text, Unit
from itsm_docs.model.service import Days


class Holiday(Record):
    """A statutory holiday, first to last day off."""

    label_cn = "节假日"

    name: Text = Field(title="名称", description="例如 春节")
    start: Day = Field(title="开始", description="放假第一天")
    end: Day = Field(title="结束", description="放假最后一天")


class Calendar(Record):
    """Working days: Monday to Friday, less the holidays, plus the make-up days."""

    label_cn = "日历"

    source: Text = Field(title="依据", description="节假日安排的来源，例如 国务院办公厅关于2027年部分节假日安排的通知")
    holidays: tuple[Holiday, ...] = Field((), title="节假日", description="服务期内的放假安排")
    make_up: tuple[Day, ...] = Field((), title="调休上班日", description="因调休而上班的周末")

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in _days(holiday.start, holiday.end))

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        return day in self.make_up or (day.weekday() < 5 and day not in self._off)

    def is_service_day(self, day: date, days: Days) -> bool:
        """Whether a service window is open on that day."""
        if days is Days.EVERY_DAY:
            return True
        if days is Days.WORKING_DAYS:
            return self.is_working_day(day)
        return day in self.make_up or (day.weekday() < 6 and day not in self._off)

    def on_or_after(self, day: date) -> date:
        """The day itself if people work on it, else the next working day."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date, duration: Duration) -> date:
        """The day on which a period that starts the day after `day` ends (civil code 201: the first day does not count)."""
        amount = int(duration.amount)
        if duration.unit is Unit.WORKING_DAY:
            for _ in range(amount):
                day = self.on_or_after(day + timedelta(days=1))
            return day
        if duration.unit is Unit.MONTH:
            return add_months(day, amount)
        return day + timedelta(days=ceil(duration.minutes / (24 * 60)))


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a shorter one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(start: date, end: date) -> Iterator[date]:
    for offset in range((end - start).days + 1):
        yield start + timedelta(days=offset)
