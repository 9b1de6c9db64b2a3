"""References within the data: names that must exist, ids that may occur only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from itsm_docs.findings import Finding, finding
from itsm_docs.model.asset import Asset
from itsm_docs.model.charges import Charge
from itsm_docs.model.contract import Payment
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.levels import Priorities
from itsm_docs.model.party import Site
from itsm_docs.model.resources import Resources
from itsm_docs.model.service import Service
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.pick import payment, priorities, repeated, resources, services
from itsm_docs.rules.words import did_you_mean

WHAT = {"id": "编号", "name": "名称"}


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
            hints.setdefault(value, did_you_mean(value, words))
            yield finding(code, case.where(*at, index, field), name=row.name, value=value, hint=hints[value])


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


@rule("岗位名称不重复", each=resources)
def posts_are_unique(case: Case[Resources]) -> Iterator[Finding]:
    """A name names one post: people and prices refer to it."""
    yield from _repeats(case, "posts", "岗位", keys=("name",))


@rule("付款分期编号不重复", each=payment)
def instalments_are_unique(case: Case[Payment]) -> Iterator[Finding]:
    """An id names one instalment."""
    yield from _repeats(case, "instalments", "付款分期", keys=("id",))


@rule("个人信息处理活动编号不重复", each=whole)
def activities_are_unique(case: Case[Engagement]) -> Iterator[Finding]:
    """An id names one processing activity."""
    yield from _repeats(case, "personal_data", "个人信息处理活动", keys=("id",))


def _repeats(
    case: Case[Engagement] | Case[Priorities] | Case[Service] | Case[Resources] | Case[Payment],
    field: str,
    kind: str,
    keys: Sequence[str] = ("id", "name"),
) -> Iterator[Finding]:
    for key in keys:
        for index, value in repeated(getattr(case.it, field), key):
            yield finding("RU503", case.where(field, index, key), kind=kind, what=WHAT[key], value=value)
