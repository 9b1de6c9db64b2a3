"""Deductions (8.2.2.2 g, h): the bands of a metric cover every missed value once, cost more as it gets worse, and fit the cap.

The bands are judged in the order of badness, whatever their order in the data. A leading band of zero percent may hold
the values that keep the commitment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.metric import Comparison, Metric, Tier
from itsm_docs.model.quality import Credits
from itsm_docs.rules.engine import Case, Undecided, rule
from itsm_docs.rules.pick import credits_, deducting, metrics
from itsm_docs.rules.words import shown

CUSTOMARY = Decimal(20)
"""The upper end of the customary range of deductions, 5 to 20 percent of the fee of a period (惯例值)."""


@dataclass(frozen=True, slots=True)
class Band:
    """A tier between its `good` and its `bad` edge; None where it is unbounded. `index` is its place in the data."""

    index: int
    good: Decimal | None
    bad: Decimal | None
    tier: Tier


def bands(metric: Metric) -> list[Band]:
    """The tiers from the mildest to the worst."""
    found = []
    for index, tier in enumerate(metric.deductions):
        good, bad = tier.ceiling, tier.floor
        if metric.comparison is Comparison.AT_MOST:
            good, bad = bad, good
        found.append(Band(index, good, bad, tier))
    sign = -1 if metric.comparison is Comparison.AT_LEAST else 1
    return sorted(found, key=lambda band: (band.good is not None, sign * (band.good or Decimal(0))))


def costly(metric: Metric) -> list[Band]:
    """The bands below the commitment: all but a leading, unbounded one of zero percent."""
    found = bands(metric)
    leading = found and found[0].good is None and found[0].bad is not None and found[0].tier.percent == 0
    return found[1:] if leading else found


@rule("扣减档位的下限小于上限", each=deducting)
def bands_are_not_empty(case: Case[Metric]) -> Iterator[Finding]:
    """A band has a value in it."""
    for index, tier in enumerate(case.it.deductions):
        if tier.floor is not None and tier.ceiling is not None and _empty(tier):
            values = {"metric": case.it.name, "floor": shown(tier.floor), "ceiling": shown(tier.ceiling)}
            yield finding("RU201", case.where("deductions", index), **values)


@rule("扣减档位首尾相接", each=deducting)
def bands_touch(case: Case[Metric]) -> Iterator[Finding]:
    """Where one band ends the next begins: no gap, no overlap (which side holds the edge follows from the direction)."""
    if any(_empty(tier) for tier in case.it.deductions):
        return  # Bands that run backwards are reported as such, and touch nothing.
    for mild, severe in pairwise(bands(case.it)):
        if mild.bad is not None and mild.bad == severe.good:
            continue
        where = case.where("deductions", severe.index)
        if mild.bad is None or severe.good is None or _better(case.it, severe.good, mild.bad):
            yield finding("RU203", where, metric=case.it.name, upper=mild.index + 1, lower=severe.index + 1)
        else:
            edges = {"start": shown(mild.bad), "end": shown(severe.good)}
            yield finding("RU202", where, metric=case.it.name, **edges)


@rule("扣减从承诺值起算", each=deducting)
def first_band_starts_at_the_target(case: Case[Metric]) -> Iterator[Finding]:
    """The first value that misses the commitment lies in the first band."""
    target = case.settled(case.it.target, "target")
    below = costly(case.it)
    start = below[0].good if below else None
    if start != target:
        index = below[0].index if below else 0
        edge = "不设限" if start is None else shown(start)
        values = {"metric": case.it.name, "start": edge, "target": shown(target)}
        yield finding("RU204", case.where("deductions", index), **values)


@rule("最后一档不设限", each=deducting)
def last_band_is_unbounded(case: Case[Metric]) -> Iterator[Finding]:
    """However bad the value, it has a band."""
    last = bands(case.it)[-1]
    if last.bad is not None:
        side = "下限" if case.it.comparison is Comparison.AT_LEAST else "上限"
        where = case.where("deductions", last.index)
        yield finding("RU205", where, metric=case.it.name, side=side, edge=shown(last.bad))


@rule("越差的档位扣减比例不越低", each=deducting)
def percent_never_falls(case: Case[Metric]) -> Iterator[Finding]:
    """A worse value never costs less."""
    percents = [(band.index, _percent(case, band)) for band in bands(case.it)]
    for (_, mild), (index, severe) in pairwise(percents):
        if severe < mild:
            where = case.where("deductions", index, "percent")
            yield finding("RU206", where, metric=case.it.name, mild=shown(mild), severe=shown(severe))


def with_floor(engagement: Engagement) -> Iterator[tuple[DataPath, Metric]]:
    """Every metric with a penalty floor."""
    return ((at, metric) for at, metric in metrics(engagement) if metric.floor is not None)


@rule("考核底线不高于承诺值的要求", each=with_floor)
def floor_is_on_the_bad_side(case: Case[Metric]) -> Iterator[Finding]:
    """The penalty floor asks no more than the commitment."""
    target = case.settled(case.it.target, "target")
    floor = case.settled(case.it.floor, "floor")
    if floor is not None and _better(case.it, floor, target):
        values = {"metric": case.it.name, "floor": shown(floor), "target": shown(target)}
        yield finding("RU207", case.where("floor"), **values)


@rule("考核底线是某一档的边界", each=with_floor)
def floor_is_an_edge(case: Case[Metric]) -> Iterator[Finding]:
    """Falling under the floor changes the band; else the floor costs nothing of its own."""
    floor = case.settled(case.it.floor, "floor")
    edges = {edge for tier in case.it.deductions for edge in (tier.floor, tier.ceiling) if edge is not None}
    if floor is not None and edges and floor not in edges:
        known = "、".join(shown(edge) for edge in sorted(edges))
        yield finding("RU208", case.where("floor"), metric=case.it.name, floor=shown(floor), edges=known)


@rule("单档扣减比例不超过当期扣减上限", each=deducting)
def percent_fits_the_cap(case: Case[Metric]) -> Iterator[Finding]:
    """No single band costs more than the cap of the period."""
    rules = case.engagement.credits
    if rules is None:
        return
    if isinstance(rules.cap, OpenPoint):
        raise Undecided(("credits", "cap"))
    worst = max(bands(case.it), key=lambda band: _percent(case, band))
    if _percent(case, worst) > rules.cap:
        values = {"metric": case.it.name, "percent": shown(_percent(case, worst)), "cap": shown(rules.cap)}
        yield finding("RU209", case.where("deductions", worst.index, "percent"), **values)


@rule("当期扣减上限在惯例范围内", each=credits_)
def cap_is_customary(case: Case[Credits]) -> Iterator[Finding]:
    """A cap above the customary range is worth a second look; the law sets none."""
    cap = case.settled(case.it.cap, "cap")
    if cap > CUSTOMARY:
        yield finding("RU210", case.where("cap"), cap=shown(cap), customary=shown(CUSTOMARY))


def _percent(case: Case[Metric], band: Band) -> Decimal:
    return case.settled(band.tier.percent, "deductions", band.index, "percent")


def _empty(tier: Tier) -> bool:
    return tier.floor is not None and tier.ceiling is not None and tier.floor >= tier.ceiling


def _better(metric: Metric, one: Decimal, other: Decimal) -> bool:
    return one > other if metric.comparison is Comparison.AT_LEAST else one < other
