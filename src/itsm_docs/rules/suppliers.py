"""Suppliers: what they promise the provider is no worse than what the provider promises the client (back-to-back)."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.contract import Subcontracting
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.levels import Priority
from itsm_docs.model.people import Supplier
from itsm_docs.model.shape import fields_of
from itsm_docs.rules.engine import Case, Undecided, rule
from itsm_docs.rules.pick import levels
from itsm_docs.rules.times import surely_longer
from itsm_docs.rules.words import did_you_mean


def suppliers(engagement: Engagement) -> Iterator[tuple[DataPath, Supplier]]:
    """Every supplier."""
    for index, supplier in enumerate(engagement.suppliers):
        yield ("suppliers", index), supplier


@rule("供应商对应的级别存在", each=suppliers)
def suppliers_name_levels(case: Case[Supplier]) -> Iterator[Finding]:
    """The times of a supplier stand behind a level."""
    known = [level.id for _, level in levels(case.engagement)]
    if case.it.level is not None and case.it.level not in known:
        hint = did_you_mean(case.it.level, known)
        yield finding("CT514", case.where("level"), name=case.it.name, value=case.it.level, hint=hint)


def times(engagement: Engagement) -> Iterator[tuple[DataPath, tuple[Supplier, int, Priority, str]]]:
    """Every time that a supplier and its level both have."""
    for at, supplier in suppliers(engagement):
        for (*_, index), level in levels(engagement):
            for name in ("response", "on_site", "restoration"):
                both = getattr(supplier, name) is not None and getattr(level, name) is not None
                if supplier.level == level.id and both:
                    yield at, (supplier, int(index), level, name)


@rule("供应商的时限不长于对甲方的承诺", each=times)
def suppliers_are_quick_enough(case: Case[tuple[Supplier, int, Priority, str]]) -> Iterator[Finding]:
    """Who waits longer for the supplier than the client waits for him cannot keep his word."""
    supplier, index, level, name = case.it
    theirs, ours = getattr(supplier, name), getattr(level, name)
    if isinstance(ours, OpenPoint):
        raise Undecided(("priorities", "levels", index, name))
    if surely_longer(theirs, ours):
        values = {"name": supplier.name, "time": fields_of(Priority)[name].title, "theirs": theirs, "ours": ours}
        yield finding("CT515", case.where(name), level=level.id, **values)


@rule("不得分包的合同没有分包单位", each=suppliers)
def nothing_is_subcontracted_where_none_may(case: Case[Supplier]) -> Iterator[Finding]:
    """A subcontractor and a ban of subcontracting contradict each other."""
    if case.it.subcontract and case.engagement.contract.subcontracting is Subcontracting.NONE:
        yield finding("CT516", case.where("subcontract"), name=case.it.name)
