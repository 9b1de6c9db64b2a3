"""Metrics of a service (8.2.2.2 b, g): the ones that must be there, named once, counted in periods that fit the deductions."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.metric import Metric, Quality
from itsm_docs.model.service import Service
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import metrics, repeated, services

PLACEHOLDERS = frozenset("无/／-－—–_.。略空同上")
"""Characters of which a source that names nothing is made."""


def continuous(engagement: Engagement) -> Iterator[tuple[DataPath, Service]]:
    """Every service that runs in a window."""
    return ((at, service) for at, service in services(engagement) if service.is_continuous)


@rule("持续型服务有服务指标", each=continuous)
def continuous_services_are_measured(case: Case[Service]) -> Iterator[Finding]:
    """A continuous service without a metric promises nothing that can be checked."""
    if not case.it.metrics:
        yield finding("RU301", case.where("metrics"), clause="8.2.2.2-b", service=case.it.name)


@rule("持续型服务有可用性或可靠性指标", each=continuous)
def continuous_services_measure_availability(case: Case[Service]) -> Iterator[Finding]:
    """The quality of a continuous service names availability or reliability."""
    wanted = {Quality.AVAILABILITY, Quality.RELIABILITY}
    if case.it.metrics and not wanted & {metric.quality for metric in case.it.metrics}:
        yield finding("RU302", case.where("metrics"), clause="8.2.2.2-g", service=case.it.name)


def responsive(engagement: Engagement) -> Iterator[tuple[DataPath, Metric]]:
    """Every metric of responsiveness."""
    return ((at, metric) for at, metric in metrics(engagement) if metric.quality is Quality.RESPONSIVENESS)


@rule("响应类指标写明取数", each=responsive)
def response_times_have_a_source(case: Case[Metric]) -> Iterator[Finding]:
    """A time of response is counted from records that both parties can open."""
    if not case.it.quantities:
        yield finding("RU303", case.where("quantities"), metric=case.it.name, quantity="计算量")
    for index, quantity in enumerate(case.it.quantities):
        if not set(quantity.source) - PLACEHOLDERS:
            where = case.where("quantities", index, "source")
            yield finding("RU303", where, metric=case.it.name, quantity=quantity.name)


@rule("指标编号不重复", each=services)
def metric_ids_are_unique(case: Case[Service]) -> Iterator[Finding]:
    """Within a service an id names one metric."""
    for index, value in repeated(case.it.metrics, "id"):
        yield finding("RU304", case.where("metrics", index, "id"), service=case.it.name, value=value, what="编号")


@rule("指标名称不重复", each=services)
def metric_names_are_unique(case: Case[Service]) -> Iterator[Finding]:
    """Within a service a name names one metric."""
    for index, value in repeated(case.it.metrics, "name"):
        yield finding("RU304", case.where("metrics", index, "name"), service=case.it.name, value=value, what="名称")
