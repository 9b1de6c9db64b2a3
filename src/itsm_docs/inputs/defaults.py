"""Category packs are defaults: what the description leaves out comes from the pack, and every value used is listed.

Works on raw values, before validation. A key that is absent takes the pack's value; an empty value or an empty list
that was written means "none" and stays. Items of a pack's list that the description does not name are never added to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from itsm_docs import reporters
from itsm_docs.findings import DataPath
from itsm_docs.inputs.normalise import shorten
from itsm_docs.inputs.packs import Pack, choice_of, service_record
from itsm_docs.inputs.trail import shape_at, step, trail
from itsm_docs.model.base import Record
from itsm_docs.model.shape import Shape

_KEYS = ("id", "code")
_BY_NAME: Mapping[DataPath, tuple[str, str]] = {("plan", "roles"): ("name", "duties")}
"""Lists whose items are known by a name: an item without the second field is the pack's, with what it says itself."""


@dataclass(frozen=True, slots=True)
class DefaultUsed:
    """A value that came from a category pack. `binding` ones (targets, credits, times, payment) want confirmation."""

    path: DataPath
    title: str
    value: str
    source: str
    binding: bool
    exact: str = field(default="", repr=False)
    """The whole value as one text, for the code of an acceptance."""


def acceptance_code(used: Iterable[DefaultUsed]) -> str:
    """A short code of the binding defaults with their values: eight characters that change when one of them does."""
    binding = sorted((reporters.dotted(one.path), one.exact) for one in used if one.binding)
    return hashlib.sha256(json.dumps(binding, ensure_ascii=False).encode()).hexdigest()[:8].upper()


def complete(raw: dict[str, Any], pack: Pack, root: type[Record]) -> list[DefaultUsed]:
    """Fill what `raw` leaves out from a pack, in place, and say what was filled."""
    used: list[tuple[DataPath, Any]] = []
    services = raw.get("services")
    for index, service in enumerate(services if isinstance(services, list) else ()):
        if isinstance(service, dict) and service.get("category") == pack.category:
            defaults = pack.service_for(_mode({**pack.service, **service}, root))
            used.extend(_merge(service, defaults, ("services", index)))
    used.extend(_merge(raw, _fitting(pack.engagement, raw, root), ()))
    return [
        DefaultUsed(
            path,
            trail(root, path, raw),
            _short(value, shape_at(root, path)),
            pack.source,
            pack.binds(path),
            json.dumps(value, ensure_ascii=False, sort_keys=True, default=str),
        )
        for path, value in used
    ]


def _fitting(defaults: Mapping[str, Any], raw: Mapping[str, Any], root: type[Record]) -> Mapping[str, Any]:
    """The defaults of an engagement without what its services have no use for: levels of incidents where none runs in a
    window, rules of deduction where no metric deducts."""
    services = [service for service in raw.get("services") or () if isinstance(service, Mapping)]
    idle = set()
    if all(_mode(service, root) in ("project", "per-call") for service in services):
        idle.add("priorities")
    metrics = [metric for service in services for metric in service.get("metrics") or () if isinstance(metric, Mapping)]
    if not any(metric.get("deductions") for metric in metrics):
        idle.add("credits")
    return {key: value for key, value in defaults.items() if key not in idle}


def _mode(service: Mapping[str, Any], root: type[Record]) -> str | None:
    """The mode of a service by its English value; descriptions may give the Chinese one."""
    record = service_record(root)
    return choice_of(service, record, "mode") if record else None


def _merge(raw: dict[str, Any], defaults: Mapping[str, Any], path: DataPath) -> Iterator[tuple[DataPath, Any]]:
    for key, default in defaults.items():
        below = (*path, key)
        if key not in raw:
            raw[key] = deepcopy(default)
            yield below, default
        elif isinstance(raw[key], dict) and isinstance(default, Mapping):
            yield from _merge(raw[key], default, below)
        elif isinstance(raw[key], list) and isinstance(default, list):
            yield from _merge_items(raw[key], default, below)


def _merge_items(items: list[Any], defaults: list[Any], path: DataPath) -> Iterator[tuple[DataPath, Any]]:
    known = {_identity(item, path): item for item in defaults if isinstance(item, Mapping)}
    for index, item in enumerate(items):
        identity = _identity(item, path) if isinstance(item, dict) else None
        default = known.get(identity) if identity else None
        if path in _BY_NAME and isinstance(item, dict) and _BY_NAME[path][1] in item:
            continue  # written in full: what it leaves out it does not want
        if default is not None:
            yield from _merge(item, default, (*path, index))


def _identity(item: Any, path: DataPath) -> tuple[str, str] | None:
    keys = (_BY_NAME[path][0],) if path in _BY_NAME else _KEYS
    return next(((key, item[key]) for key in keys if isinstance(item.get(key), str)), None)


def _short(value: Any, shape: Shape) -> str:
    """A defaulted value in a few words, for the report: choices by their label, sections by what is in them."""
    if isinstance(value, Mapping):
        parts = [_part(key, inner, shape) for key, inner in value.items()]
        return shorten("；".join(parts), 60)
    if isinstance(value, list):
        names = "、".join(shorten(_name(item), 20) for item in value[:4])
        return f"{len(value)} 项：{shorten(names, 60)}" if value else "无"
    labels = {choice.value: choice.label for choice in shape.choices or ()}
    return shorten(labels.get(value, value))


def _part(key: str, value: Any, shape: Shape) -> str:
    title, inner = step(shape, key)
    return title if isinstance(value, Mapping | list) else f"{title} {shorten(_short(value, inner), 16)}"


def _name(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    named = next((item[key] for key in ("name", "title") if isinstance(item.get(key), str)), None)
    return named or next((value for value in item.values() if isinstance(value, str)), "")
