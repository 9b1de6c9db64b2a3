"""Times of the priorities (8.2.2.2 f): in order down the levels, in order within a level, and the matrix in order too."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.levels import Emergency, Priorities, Priority
from itsm_docs.model.party import Party, PartyKind
from itsm_docs.model.scalars import Duration, Unit
from itsm_docs.model.shape import fields_of
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import level_pairs, levels, priorities

CLAUSE = "8.2.2.2-f"
TIMES = ("response", "on_site", "restoration", "resolution")
GRADES = ("high", "medium", "low")
_WORKING = 8 * 60
_DAY = 24 * 60


def surely_longer(one: Duration, other: Duration) -> bool:
    """Whether `one` ends after `other`, whatever the day they start on.

    Working days and clock time are compared by what they can mean: n working days take at least n − 1 days and eight
    hours, and n days when no holiday lies between. Within one kind the agreed lengths decide.
    """
    working = [duration.unit is Unit.WORKING_DAY for duration in (one, other)]
    if working[0] and not working[1]:
        return (one.amount - 1) * _DAY + _WORKING > other.minutes
    if working[1] and not working[0]:
        return one.minutes > other.amount * _DAY
    return one.minutes > other.minutes


def time_pairs(engagement: Engagement) -> Iterator[tuple[DataPath, tuple[Priority, Priority, str]]]:
    """Every level, the next less urgent one, and a time that both have."""
    for at, (urgent, less) in level_pairs(engagement):
        for name in TIMES:
            if getattr(urgent, name) is not None and getattr(less, name) is not None:
                yield at, (urgent, less, name)


@rule("各级时限逐级不缩短", each=time_pairs)
def times_grow_down_the_levels(case: Case[tuple[Priority, Priority, str]]) -> Iterator[Finding]:
    """A less urgent level has no shorter time than a more urgent one."""
    urgent, less, name = case.it
    above, below = case.settled(getattr(urgent, name), name), case.settled(getattr(less, name), name)
    if surely_longer(above, below):
        values = {"level": less.id, "urgent": urgent.id, "time": _title(name), "below": below, "above": above}
        yield finding("RU101", case.where(name), clause=CLAUSE, **values)


@rule("同级的响应、到场、恢复、解决时限依次不缩短", each=levels)
def times_grow_within_a_level(case: Case[Priority]) -> Iterator[Finding]:
    """Response, on site, restoration, resolution: none is shorter than the one before it."""
    given = [(name, getattr(case.it, name)) for name in TIMES if getattr(case.it, name) is not None]
    settled = [(name, case.settled(value, name)) for name, value in given]
    for (before, early), (after, late) in pairwise(settled):
        if surely_longer(early, late):
            values = {"before": _title(before), "after": _title(after), "early": early, "late": late}
            yield finding("RU102", case.where(after), clause=CLAUSE, level=case.it.id, **values)


def _title(name: str) -> str:
    return fields_of(Priority)[name].title


@rule("影响度、紧急度降低时优先级不升高", each=priorities)
def matrix_never_rises(case: Case[Priorities]) -> Iterator[Finding]:
    """Less impact or less urgency never makes an incident more urgent."""
    rank = {level.id: index for index, level in enumerate(case.it.levels)}
    code = {(row, column): getattr(getattr(case.it.matrix, row), column) for row in GRADES for column in GRADES}
    for (row, column), here in code.items():
        neighbours = [(row, before) for before, after in pairwise(GRADES) if after == column]
        neighbours += [(before, column) for before, after in pairwise(GRADES) if after == row]
        worse = [code[cell] for cell in neighbours if rank[code[cell]] > rank[here]]
        if worse:
            yield finding("RU103", case.where("matrix", row, column), clause=CLAUSE, here=here, there=worse[0])


def emergency(engagement: Engagement) -> Iterator[tuple[DataPath, Emergency]]:
    """Emergency handling."""
    yield ("emergency",), engagement.emergency


@rule("重大事件通知时限短于甲方法定报告时限", each=emergency)
def notice_leaves_time_to_report(case: Case[Emergency]) -> Iterator[Finding]:
    """The client hears of it before its own time to report has run out (报告管理办法第四条), and customarily much earlier."""
    notice = case.settled(case.it.notice, "notice")
    legal, customary = reporting(case.engagement.client)
    where, limit = case.where("notice"), Duration(Decimal(legal), Unit.HOUR)
    if notice.minutes >= limit.minutes:
        yield finding("RU105", where, clause=CLAUSE, notice=notice, legal=limit)
    elif notice.minutes > customary:
        usual = Duration(Decimal(customary), Unit.MINUTE)
        yield finding("RU104", where, clause=CLAUSE, notice=notice, customary=usual, legal=limit)


def reporting(client: Party) -> tuple[int, int]:
    """The hours in which the client has to report an incident, and the minutes in which providers customarily tell it."""
    if client.critical:
        return 1, 30
    return (2, 30) if client.kind is PartyKind.AGENCY else (4, 60)
