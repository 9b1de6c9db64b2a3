"""Where a contract departs from the company's usual terms: what a reviewer wants to see before anybody signs.

The usual terms are the pack of the contract. Compares validated values, so that 10个工作日 and 10 个工作日 are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from itsm_docs.findings import DataPath
from itsm_docs.inputs.packs import general_pack, regime_of
from itsm_docs.inputs.trail import trail
from itsm_docs.model import Engagement
from itsm_docs.model.base import Record
from itsm_docs.model.contract import Contract
from itsm_docs.model.shape import fields_of

_NONE = "不设"


@dataclass(frozen=True, slots=True)
class Departure:
    """A choice that is not the usual one: where it stands, its Chinese title, both values as text."""

    path: DataPath
    title: str
    usual: str
    given: str


def departures(engagement: Engagement, raw: Mapping[str, Any]) -> tuple[Departure, ...]:
    """Every departure of a valid engagement; `raw` is the description that it was made from, defaults filled in."""
    defaults = general_pack("contract", Engagement, (regime_of(raw, Engagement),)).engagement["contract"]
    usual = Contract.model_validate(_overlaid(raw["contract"], defaults))
    found = _compared(engagement.contract, usual, defaults, ("contract",))
    return tuple(Departure(path, trail(Engagement, path, raw), one, other) for path, one, other in found)


def _overlaid(raw: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    result = deepcopy(dict(raw))
    for key, default in defaults.items():
        own = result.get(key)
        result[key] = _overlaid(own, default) if isinstance(default, Mapping) and isinstance(own, Mapping) else default
    return result


def _compared(
    given: Record, usual: Record, defaults: Mapping[str, Any], path: DataPath
) -> Iterator[tuple[DataPath, str, str]]:
    for key, field in type(given).model_fields.items():
        own, default = getattr(given, key), defaults.get(key)
        if key not in defaults:
            if not field.is_required():
                yield from _optional(own, field.get_default(call_default_factory=True), (*path, key))
            continue
        other = getattr(usual, key)
        if isinstance(default, Mapping) and isinstance(own, Record) and isinstance(other, Record):
            yield from _compared(own, other, default, (*path, key))
        elif own != other:
            yield (*path, key), *_differing(other, own)


def _optional(own: Any, default: Any, path: DataPath) -> Iterator[tuple[DataPath, str, str]]:
    """An option that the usual contract does not take; of a set of switches each that is turned."""
    if isinstance(own, Record) and isinstance(default, Record):
        for name in type(own).model_fields:
            yield from _optional(getattr(own, name), getattr(default, name), (*path, name))
    elif own != default:
        yield path, _text(default), _text(own)


def _differing(usual: Any, given: Any) -> tuple[str, str]:
    """Both values as text; of two lists only what the other has not, or their order."""
    if not (isinstance(usual, tuple) and isinstance(given, tuple)):
        return _text(usual), _text(given)
    left, right = (tuple(item for item in one if item not in two) for one, two in ((usual, given), (given, usual)))
    return ("次序", "次序不同") if not left and not right else (_text(left), _text(right))


def _text(value: Any) -> str:
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(_text(item) for item in value) or _NONE
    if isinstance(value, Record):
        return "；".join(
            f"{fields_of(type(value))[name].title} {_text(inner)}"
            for name in type(value).model_fields
            if (inner := getattr(value, name)) is not None
        )
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
