"""The calendar: holidays where working days count, and holidays that run forwards. Knows no holiday by itself."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.calendar import Holiday
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.scalars import Unit
from itsm_docs.model.service import Days
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.pick import durations, services


@rule("用到工作日时有节假日安排", each=whole)
def working_days_need_holidays(case: Case[Engagement]) -> Iterator[Finding]:
    """Working days without holidays are just Monday to Friday."""
    if not case.it.calendar.holidays and (use := next(_uses(case.it), None)) is not None:
        yield finding("RU711", case.where("calendar", "holidays"), use=use)


_HOUSEKEEPING = ("document_policy", "privacy_policy")
"""Policies count working days too, but no money or deadline between the parties hangs on them."""


def _uses(engagement: Engagement) -> Iterator[str]:
    for _, service in services(engagement):
        if service.window is not None and service.window.days is not Days.EVERY_DAY:
            yield f"服务时段“{service.window.name}”"
    for at, duration in durations(engagement):
        if duration.unit is Unit.WORKING_DAY and at[0] not in _HOUSEKEEPING:
            yield f"时限“{duration}”"


def holidays(engagement: Engagement) -> Iterator[tuple[DataPath, Holiday]]:
    """Every holiday."""
    for index, holiday in enumerate(engagement.calendar.holidays):
        yield ("calendar", "holidays", index), holiday


@rule("节假日的结束不早于开始", each=holidays)
def holidays_run_forwards(case: Case[Holiday]) -> Iterator[Finding]:
    """A holiday ends on its first day or later."""
    if case.it.end < case.it.start:
        holiday = case.it
        yield finding("RU712", case.where("end"), name=holiday.name, start=holiday.start, end=holiday.end)
