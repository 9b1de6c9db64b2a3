"""References within the data: names that must exist, ids that may occur only once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from itsm_docs.findings import Finding, finding
from itsm_docs.model.asset import Asset
from itsm_docs.model.charges import Charge
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.levels import Priorities
from itsm_docs.model.party import Site
from itsm_docs.model.service import Service
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.pick import priorities, repeated, services


@rule("计价项指向已有的服务", each=whole)
def charges_name_services(case: Case[Engagement]) -> Iterator[Finding]:
    """A line of the price list belongs to a service."""
    yield from _unknown(case, ("charges", "items"), case.it.charges.items, "service", case.it.services)


@rule("服务对象指向已有的服务", each=whole)
def assets_name_services(case: Case[Engagement]) -> Iterator[Finding]:
    """A served object belongs to a service."""
    yield from _unknown(case, ("assets",), case.it.assets, "service", case.it.services)


@rule("服务对象指向已有的服务地点", each=whole)
def assets_name_sites(case: Case[Engagement]) -> Iterator[Finding]:
    """A served object stands at a place of service."""
    yield from _unknown(case, ("assets",), case.it.assets, "site", case.it.sites)


def _unknown(
    case: Case[Engagement],
    at: Sequence[str],
    rows: Iterable[Charge | Asset],
    field: str,
    known: Iterable[Service | Site],
) -> Iterator[Finding]:
    code = "RU501" if field == "service" else "RU502"
    words = [word for item in known for word in (item.id, item.name)]
    hints: dict[str, str] = {}
    for index, row in enumerate(rows):
        value = getattr(row, field)
        if value not in words:
            # The same slip fills a whole column; the search for the nearest word is not cheap.
            hints.setdefault(value, _did_you_mean(value, words))
            yield finding(code, case.where(*at, index, field), name=row.name, value=value, hint=hints[value])


def _did_you_mean(value: str, words: Sequence[str]) -> str:
    near = difflib.get_close_matches(value, words, n=1, cutoff=0.5)
    held = [word for word in words if len(value) > 1 and (value in word or word in value)]
    meant = next(iter(near or held), None)
    return f"是否为“{meant}”？" if meant else f"写下列编号或名称之一：{'、'.join(words)}"


@rule("服务编号与名称不重复", each=whole)
def services_are_unique(case: Case[Engagement]) -> Iterator[Finding]:
    """An id or a name names one service."""
    yield from _repeats(case, "services", "服务")


@rule("服务地点编号与名称不重复", each=whole)
def sites_are_unique(case: Case[Engagement]) -> Iterator[Finding]:
    """An id or a name names one site."""
    yield from _repeats(case, "sites", "服务地点")


@rule("优先级代码与名称不重复", each=priorities)
def levels_are_unique(case: Case[Priorities]) -> Iterator[Finding]:
    """A code or a name names one priority."""
    yield from _repeats(case, "levels", "优先级")


@rule("里程碑编号与名称不重复", each=services)
def milestones_are_unique(case: Case[Service]) -> Iterator[Finding]:
    """Within a service an id or a name names one milestone."""
    yield from _repeats(case, "milestones", "里程碑")


@rule("缺陷等级编号与名称不重复", each=services)
def defects_are_unique(case: Case[Service]) -> Iterator[Finding]:
    """Within a service an id or a name names one class of defects."""
    yield from _repeats(case, "defects", "缺陷等级")


def _repeats(case: Case[Engagement] | Case[Priorities] | Case[Service], field: str, kind: str) -> Iterator[Finding]:
    for key, what in (("id", "编号"), ("name", "名称")):
        for index, value in repeated(getattr(case.it, field), key):
            yield finding("RU503", case.where(field, index, key), kind=kind, what=what, value=value)
