"""The public version of an engagement: what identifies people and accounts is masked, everything else stays.

政府采购法实施条例 50 asks for the contract to be published, without state and trade secrets; phones, accounts and names of
staff are nobody's business. Nothing is left out, so that articles and annexes keep their numbers.
"""

from __future__ import annotations

from typing import TypeVar

from itsm_docs.model.base import OpenPoint, Record
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.party import Party

R = TypeVar("R", bound=Record)
T = TypeVar("T")

HIDDEN = "＊＊＊"


def public_version(engagement: Engagement) -> Engagement:
    """A copy whose phones, mailboxes, account numbers, names of staff and contacts are masked."""
    staff = tuple(
        _with(person, name=_surname(person.name), identity=None, certificate=HIDDEN if person.certificate else None)
        for person in engagement.staff
    )
    contacts = tuple(
        _with(one, name=_surname(one.name), phone=HIDDEN, email=HIDDEN if one.email else None)
        for one in engagement.contacts
    )
    return _with(
        engagement,
        client=_party(engagement.client),
        provider=_party(engagement.provider),
        staff=staff,
        contacts=contacts,
    )


def _party(party: Party) -> Party:
    account = party.account and _with(party.account, number=HIDDEN)
    email = HIDDEN if party.email else None
    return _with(party, contact=_surname(party.contact), phone=HIDDEN, email=email, account=account)


def _surname(name: str | OpenPoint) -> str | OpenPoint:
    """``王某某`` as ``王＊＊``; an open point stays one."""
    return name if isinstance(name, OpenPoint) else name[:1] + "＊＊"


def _with(record: R, **changes: object) -> R:
    """A copy with other values. What was computed from the old ones is forgotten."""
    copy = record.model_copy(update=changes)
    for name in set(copy.__dict__) - set(type(copy).model_fields):
        del copy.__dict__[name]
    return copy
