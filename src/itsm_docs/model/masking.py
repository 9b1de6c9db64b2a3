"""The public version of an engagement: what reaches people and accounts is masked, everything else stays.

政府采购法实施条例 50 asks for the contract to be published, without state and trade secrets; phones, accounts and names of
staff are nobody's business. Nothing is left out, so that articles and annexes keep their numbers.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

from itsm_docs.model.base import OpenPoint, Record, changed
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.party import Party

R = TypeVar("R", bound=Record)

HIDDEN = "＊＊＊"
_ROLES = ("值班员",)
"""What stands for a name where whoever is on duty answers."""


def public_version(engagement: Engagement) -> Engagement:
    """A copy whose phones, mailboxes, account and serial numbers, names of staff and contacts are masked."""
    staff = tuple(
        changed(person, name=_surname(person.name), identity=None, certificate=_undigited(person.certificate))
        for person in engagement.staff
    )
    contacts = tuple(
        changed(
            one,
            name=one.name if one.name in _ROLES else _surname(one.name),
            phone=HIDDEN,
            email=HIDDEN if one.email else None,
        )
        for one in engagement.contacts
    )
    named = changed(
        engagement,
        client=_party(engagement.client),
        provider=_party(engagement.provider),
        staff=staff,
        contacts=contacts,
        assets=tuple(changed(asset, serial=HIDDEN if asset.serial else None) for asset in engagement.assets),
    )
    return _without_numbers(named)


_REACHABLE = re.compile(r"\b0\d{2,3}-\d{7,8}\b|(?<!\d)1[3-9]\d{9}(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""Telephone numbers and mailboxes, wherever they stand in a text."""


def _without_numbers(record: R) -> R:
    """A copy in whose texts no telephone number and no mailbox is left; the record itself where there is none."""
    values = {name: getattr(record, name) for name in type(record).model_fields}
    masked = {name: _masked(value) for name, value in values.items()}
    changes = {name: value for name, value in masked.items() if value != values[name]}
    return changed(record, **changes) if changes else record


def _masked(value: Any) -> Any:
    if type(value) is str:
        return _REACHABLE.sub(HIDDEN, value)
    if isinstance(value, Record):
        return _without_numbers(value)
    return tuple(_masked(item) for item in value) if isinstance(value, tuple) else value


def _party(party: Party) -> Party:
    account = party.account and changed(party.account, bank=HIDDEN, number=HIDDEN)
    email = HIDDEN if party.email else None
    return changed(party, contact=_surname(party.contact), phone=HIDDEN, email=email, account=account)


def _undigited(certificate: str | None) -> str | None:
    """A certificate proves a qualification; its number is somebody's own."""
    return certificate and re.sub(r"\d{4,}", HIDDEN, certificate)


def _surname(name: str | OpenPoint) -> str | OpenPoint:
    """``王某某`` as ``王＊＊``; an open point stays one."""
    return name if isinstance(name, OpenPoint) else name[:1] + "＊＊"
