"""The served objects: listed once, really there, and not paid for twice. Long lists are checked in one pass each."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.asset import Asset, Upkeep
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.engagement import Engagement
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.pick import repeated
from itsm_docs.rules.words import listed

MOST = 2000
"""More rows make a document that nobody opens; such a list is handed over as a worksheet."""


@rule("资产编号不重复", each=whole)
def asset_ids_are_unique(case: Case[Engagement]) -> Iterator[Finding]:
    """An id names one object."""
    for index, value in repeated(case.it.assets, "id"):
        yield finding("RU801", case.where("assets", index, "id"), value=value)


@rule("序列号不重复", each=whole)
def serials_are_unique(case: Case[Engagement]) -> Iterator[Finding]:
    """A serial number names one device."""
    for index, value in repeated(case.it.assets, "serial"):
        yield finding("RU802", case.where("assets", index, "serial"), value=value, name=case.it.assets[index].name)


@rule("服务对象数量不为零", each=whole)
def assets_are_there(case: Case[Engagement]) -> Iterator[Finding]:
    """An object that is listed is there."""
    for index, asset in enumerate(case.it.assets):
        if not asset.quantity:
            yield finding("RU803", case.where("assets", index, "quantity"), id=asset.id, name=asset.name)


def under_warranty(engagement: Engagement) -> Iterator[tuple[DataPath, tuple[tuple[int, Asset], ...]]]:
    """What the provider keeps up and has a warranty: the known ones together, the open ones one by one."""
    kept = [
        (index, asset)
        for index, asset in enumerate(engagement.assets)
        if asset.upkeep is Upkeep.PROVIDER and asset.warranty is not None
    ]
    yield ("assets",), tuple(one for one in kept if not isinstance(one[1].warranty, OpenPoint))
    for one in kept:
        if isinstance(one[1].warranty, OpenPoint):
            yield ("assets",), (one,)


@rule("质保期内的对象不由乙方重复计价", each=under_warranty)
def warranty_is_not_paid_twice(case: Case[tuple[tuple[int, Asset], ...]]) -> Iterator[Finding]:
    """What the manufacturer maintains for free is normally not in the provider's price; one note names them all."""
    start = case.engagement.term.start
    warranties = [(index, asset.id, case.settled(asset.warranty, index, "warranty")) for index, asset in case.it]
    found = [(index, name) for index, name, until in warranties if until is not None and until >= start]
    if found:
        names = listed([name for _, name in found])
        yield finding("RU804", case.where(found[0][0], "warranty"), count=len(found), names=names)


@rule("服务对象清单不过长", each=whole)
def lists_stay_readable(case: Case[Engagement]) -> Iterator[Finding]:
    """A list of thousands of rows does not belong into a document."""
    if len(case.it.assets) > MOST:
        yield finding("RU805", case.where("assets"), count=len(case.it.assets), most=MOST)
