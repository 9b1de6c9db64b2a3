"""The needs of the client (8.2.2.2 a): every need is answered by something that is measured or delivered."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.engagement import Engagement, Need
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import metrics


def needs(engagement: Engagement) -> Iterator[tuple[DataPath, Need]]:
    """Every need."""
    for index, need in enumerate(engagement.needs):
        yield ("needs", index), need


@rule("用户需求对应已有的服务或指标", each=needs)
def needs_are_answered(case: Case[Need]) -> Iterator[Finding]:
    """The answer to a need names a service or a metric of the engagement."""
    names = [service.name for service in case.engagement.services]
    names += [metric.name for _, metric in metrics(case.engagement)]
    if not any(name in case.it.answered_by for name in names):
        where = case.where("answered_by")
        yield finding("RU504", where, clause="8.2.2.2-a", business=case.it.business, value=case.it.answered_by)
