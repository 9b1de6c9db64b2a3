"""The subjects that rules look at: services, metrics, levels, pairs of neighbours. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from itsm_docs.findings import DataPath
from itsm_docs.model.base import OpenPoint, Record
from itsm_docs.model.charges import Charge
from itsm_docs.model.contract import Contract, Payment
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.levels import Priorities, Priority
from itsm_docs.model.metric import Metric
from itsm_docs.model.quality import Credits
from itsm_docs.model.records import DocumentControl
from itsm_docs.model.resources import Resources
from itsm_docs.model.scalars import Duration
from itsm_docs.model.service import Service


def services(engagement: Engagement) -> Iterator[tuple[DataPath, Service]]:
    """Every service."""
    for index, service in enumerate(engagement.services):
        yield ("services", index), service


def metrics(engagement: Engagement) -> Iterator[tuple[DataPath, Metric]]:
    """Every metric of every service."""
    for at, service in services(engagement):
        for index, metric in enumerate(service.metrics):
            yield (*at, "metrics", index), metric


def deducting(engagement: Engagement) -> Iterator[tuple[DataPath, Metric]]:
    """Every metric with deduction tiers."""
    return ((at, metric) for at, metric in metrics(engagement) if metric.deductions)


def priorities(engagement: Engagement) -> Iterator[tuple[DataPath, Priorities]]:
    """The priorities, where the engagement has any."""
    if engagement.priorities is not None:
        yield ("priorities",), engagement.priorities


def levels(engagement: Engagement) -> Iterator[tuple[DataPath, Priority]]:
    """Every priority, from the most urgent to the least."""
    for at, found in priorities(engagement):
        for index, level in enumerate(found.levels):
            yield (*at, "levels", index), level


def level_pairs(engagement: Engagement) -> Iterator[tuple[DataPath, tuple[Priority, Priority]]]:
    """Every priority with the next less urgent one, at the path of the latter."""
    for (_, urgent), (at, less) in pairwise(levels(engagement)):
        yield at, (urgent, less)


def credits_(engagement: Engagement) -> Iterator[tuple[DataPath, Credits]]:
    """The rules of deduction, where the engagement has any."""
    if engagement.credits is not None:
        yield ("credits",), engagement.credits


def contract(engagement: Engagement) -> Iterator[tuple[DataPath, Contract]]:
    """The contract."""
    yield ("contract",), engagement.contract


def payment(engagement: Engagement) -> Iterator[tuple[DataPath, Payment]]:
    """The terms of payment."""
    yield ("contract", "payment"), engagement.contract.payment


def resources(engagement: Engagement) -> Iterator[tuple[DataPath, Resources]]:
    """What is kept ready for the service."""
    yield ("resources",), engagement.resources


def items(engagement: Engagement) -> Iterator[tuple[DataPath, Charge]]:
    """Every line of the price list."""
    for index, item in enumerate(engagement.charges.items):
        yield ("charges", "items", index), item


def controls(engagement: Engagement) -> Iterator[tuple[DataPath, DocumentControl]]:
    """The control of every document of the engagement."""
    for name in type(engagement.documents).model_fields:
        if (control := getattr(engagement.documents, name)) is not None:
            yield ("documents", name), control


def durations(record: Record, at: DataPath = ()) -> Iterator[tuple[DataPath, Duration]]:
    """Every agreed duration anywhere below a record; open ones are left out."""
    for name in type(record).model_fields:
        yield from _durations(getattr(record, name), (*at, name))


def _durations(value: object, at: DataPath) -> Iterator[tuple[DataPath, Duration]]:
    if isinstance(value, Duration):
        yield at, value
    elif isinstance(value, Record):
        yield from durations(value, at)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _durations(item, (*at, index))


def repeated(items: Iterable[Record], key: str) -> Iterator[tuple[int, str]]:
    """The items whose `key` an earlier item already has: index and key."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        value = getattr(item, key)
        if value is None or isinstance(value, OpenPoint):
            continue
        if value in seen:
            yield index, value
        seen.add(value)
