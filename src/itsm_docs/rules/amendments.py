"""What a supplementary agreement may change, by comparing two versions of an engagement.

Parties, category, number and text of a contract are no matter of a supplement; public purchase leaves little to add.
Pure, as all rules; findings stand at paths of the new version. Nothing is registered: no single engagement has these.
Sources: civil code 543, 551, 555; government procurement law 49, 50; bidding law 46.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.contract import SupplementRecord
from itsm_docs.model.differences import Difference, differences, titled
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.party import PartyKind
from itsm_docs.model.procurement import Regime
from itsm_docs.rules.procurement import ADDABLE, of_regime
from itsm_docs.rules.supplements import added_before, original_total
from itsm_docs.rules.words import listed, yuan

PARTIES = {"client": "甲方", "provider": "乙方"}
ELSEWHERE = (
    "plan",
    "processes",
    "record_forms",
    "document_policy",
    "privacy_policy",
    "documents",
)
"""Sections of the data that contract and service level agreement do not print."""
EVERYDAY = (
    "contacts",
    "escalation",
    "staff",
    "client",
    "provider",
    "calendar",
    "background",
    "needs",
    "classification",
)
"""Sections whose change is no change of what was bought: people, addresses, accounts, days off."""
BOUGHT = (
    ("charges", "items"),
    ("charges", "stated_total"),
    ("charges", "stated_net"),
    ("charges", "stated_capital"),
    ("assets",),
    ("resources", "posts"),
    ("resources", "spares"),
)
"""What changes when more of the same is bought."""
PRICES = ("unit_price", "tax_rate")
FOLLOWING = (("term", "end"), ("contract", "payment", "instalments"))
"""What more of the same may bring with it, and what the law does not say that it may."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of an engagement and everything in which they differ, the record of agreements left out."""

    old: Engagement
    new: Engagement
    found: tuple[Difference, ...]

    @property
    def difference(self) -> Decimal | None:
        """What the price rises by, in yuan; None while one of the totals is open."""
        old, new = self.old.charges.total, self.new.charges.total
        return None if isinstance(old, OpenPoint) or isinstance(new, OpenPoint) else new - old

    @property
    def signed(self) -> tuple[Difference, ...]:
        """The differences that concern contract and service level agreement."""
        return tuple(one for one in self.found if one.names[0] not in ELSEWHERE)

    @property
    def recorded(self) -> tuple[SupplementRecord, ...]:
        """The agreements that only the new version records: at most one, the one to be written."""
        known = {one.number for one in self.old.contract.supplements}
        return tuple(one for one in self.new.contract.supplements if one.number not in known)


def versions(old: Engagement, new: Engagement) -> Versions:
    """Two versions, compared."""
    found = (one for one in differences(old, new) if one.names[:2] != ("contract", "supplements"))
    return Versions(old, new, tuple(found))


def check_amendment(both: Versions) -> list[Finding]:
    """Everything that stands against an agreement, or has to be seen to before it is signed (AM102–AM304)."""
    checks = (_parties, _contract, _text, _categories, _history, _records, _openness, _government, _tendered)
    return [one for check in checks for one in check(both)]


# What is no matter of a supplement


def _parties(both: Versions) -> Iterator[Finding]:
    """Another party is another contract relation (civil code 551, 555); another name is not."""
    for field, side in PARTIES.items():
        old, new = getattr(both.old, field), getattr(both.new, field)
        where = Where(path=(field, "uscc"))
        if old.uscc != new.uscc and not isinstance(old.uscc, OpenPoint):
            yield finding("AM102", where, side=side, old=old.uscc, new=new.uscc)
        elif old.name != new.name and not isinstance(old.name, OpenPoint):
            yield finding("AM201", Where(path=(field, "name")), side=side, old=old.name, new=new.name)


def _contract(both: Versions) -> Iterator[Finding]:
    old, new = both.old, both.new
    if old.number != new.number:
        yield finding("AM104", Where(path=("number",)), what="项目编号", old=old.number, new=new.number)
    elif old.papers.contract.number != new.papers.contract.number:
        values = {"old": old.papers.contract.number, "new": new.papers.contract.number}
        yield finding("AM104", Where(path=("documents", "contract", "number")), what="合同编号", **values)


def _text(both: Versions) -> Iterator[Finding]:
    """Another depth or another paper is another text from the first word to the last."""
    old, new = both.old.contract, both.new.contract
    for field, what in (("paper", "文本"), ("depth", "深度")):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield finding("AM105", Where(path=("contract", field)), what=what, old=before, new=after)


def _categories(both: Versions) -> Iterator[Finding]:
    """A service of another category is another service; so is a set of services of which none was there."""
    before = {service.id: service for service in both.old.services}
    kept = [service for service in both.new.services if service.id in before]
    for index, service in enumerate(both.new.services):
        old = before.get(service.id)
        if old is not None and old.category != service.category:
            where = Where(path=("services", index, "category"))
            yield finding("AM103", where, service=service.name, old=old.category, new=service.category)
    if not kept:
        yield finding("AM106", Where(path=("services",)))


def _history(both: Versions) -> Iterator[Finding]:
    """When and on what purchase the contract was signed has happened; an open point may be filled in."""
    for one in both.found:
        happened = one.names in (("term", "signed"), ("contract", "place")) or one.names[0] == "procurement"
        if happened and not isinstance(one.old, OpenPoint) and one.names[:2] != ("procurement", "public"):
            yield finding("AM107", Where(path=one.path), what=titled(Engagement, one.path))


# The record of agreements


def _records(both: Versions) -> Iterator[Finding]:
    """What was recorded stays; one more record describes the agreement to be written, and agrees with it."""
    place = ("contract", "supplements")
    now = {one.number: one for one in both.new.contract.supplements}
    for one in both.old.contract.supplements:
        if now.get(one.number) != one:
            yield finding("AM109", Where(path=place), number=one.number)
    added = both.recorded
    if len(added) > 1:
        yield finding("AM110", Where(path=place), count=len(added), numbers=listed([one.number for one in added]))
    elif added and both.difference is not None and added[0].amount != both.difference:
        index = both.new.contract.supplements.index(added[0])
        values = {"stated": yuan(added[0].amount), "difference": yuan(both.difference)}
        yield finding("AM108", Where(path=(*place, index, "amount")), number=added[0].number, **values)


def _openness(both: Versions) -> Iterator[Finding]:
    """What is agreed anew ought to be agreed."""
    if places := [one for one in both.signed if isinstance(one.new, OpenPoint)]:
        yield finding("AM202", Where(path=places[0].path), what=_named(places))


# Public purchase


def _government(both: Versions) -> Iterator[Finding]:
    if not of_regime(both.old, Regime.GOVERNMENT):
        return
    rise, where = both.difference, Where(path=("charges", "items"))
    other = [one for one in both.signed if not (_everyday(one) or _bought(one) or _history_of(one))]
    free = [one for one in other if not _below(one, FOLLOWING)]
    if rise is None:
        yield finding("AM301", where)
    elif rise > 0:
        yield from _tenth(both, rise, where)
        if free:
            yield finding("AM303", Where(path=free[0].path), what=_named(free))
        elif other:
            yield finding("AM304", Where(path=other[0].path), what=_named(other))
        return
    elif rise < 0:
        yield finding("AM305", where, amount=yuan(-rise))
    if other:
        yield finding("AM304", Where(path=other[0].path), what=_named(other))


def _tenth(both: Versions, rise: Decimal, where: Where) -> Iterator[Finding]:
    original, before = original_total(both.old), added_before(both.old)
    if isinstance(original, OpenPoint):
        return
    most = original * ADDABLE
    if before + rise > most:
        values = {"original": yuan(original), "before": yuan(before), "rise": yuan(rise), "most": yuan(most)}
        yield finding("AM302", where, **values)


def _tendered(both: Versions) -> Iterator[Finding]:
    """The main terms of a tendered contract stay as tendered (bidding law 46); state-owned buyers mostly tendered."""
    other = [one for one in both.signed if not (_everyday(one) or _history_of(one))]
    if not other or of_regime(both.old, Regime.GOVERNMENT):
        return
    where, what = Where(path=other[0].path), _named(other)
    if of_regime(both.old, Regime.BIDDING):
        yield finding("AM306", where, what=what)
    elif both.old.client.kind is PartyKind.STATE_OWNED:
        yield finding("AM307", where, what=what)


def _everyday(one: Difference) -> bool:
    return one.names[0] in EVERYDAY


def _history_of(one: Difference) -> bool:
    return one.names[0] == "procurement"


def _bought(one: Difference) -> bool:
    return _below(one, BOUGHT) and one.names[-1] not in PRICES


def _below(one: Difference, places: Sequence[tuple[str, ...]]) -> bool:
    return any(one.names[: len(place)] == place for place in places)


def _named(found: Iterable[Difference]) -> str:
    return listed(list(dict.fromkeys(titled(Engagement, one.path) for one in found)))
