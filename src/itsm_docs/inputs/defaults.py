"""Category packs are defaults: what the description leaves out comes from the pack, and every value used is listed.

Works on raw values, before validation. A key that is absent takes the pack's value; an empty value or an empty list
that was written means "none" and stays. Items of a pack's list that the description does not name are never added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from itsm_docs.findings import DataPath, Where
from itsm_docs.inputs.located import Located
from itsm_docs.inputs.normalise import normalise, shorten
from itsm_docs.inputs.sources import Source
from itsm_docs.inputs.trail import shape_at, step, trail
from itsm_docs.inputs.yamltree import read_yaml
from itsm_docs.model.base import Record
from itsm_docs.model.shape import Shape, fields_of

CONTRACT = "contract"
"""The name of the pack that every engagement has; its sections follow the regime of the purchase."""
_KEYS = ("id", "code")


@dataclass(frozen=True, slots=True)
class DefaultUsed:
    """A value that came from a category pack. `binding` ones (targets, credits, times, payment) want confirmation."""

    path: DataPath
    title: str
    value: str
    source: str
    binding: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """The defaults of one category: for the engagement, for each service of the category, and which of them bind."""

    category: str
    engagement: Mapping[str, Any] = field(default_factory=dict)
    service: Mapping[str, Any] = field(default_factory=dict)
    by_mode: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    binding: tuple[str, ...] = ()
    source: str = ""

    @property
    def where(self) -> Where:
        """The place that findings about a default name."""
        return Where(place="合同默认值" if self.category == CONTRACT else f"类别包 {self.category} 默认值")

    def service_for(self, mode: str | None) -> Mapping[str, Any]:
        """The defaults of a service; packs may have some of them by the mode of the service."""
        return {**self.service, **self.by_mode.get(mode or "", {})}

    def binds(self, path: DataPath) -> bool:
        """Whether a defaulted value, or anything in it, binds the parties."""
        words = tuple("*" if isinstance(part, int) else part for part in path)
        return any(_matches(words, tuple(pattern.split("."))) for pattern in self.binding)


def _matches(words: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    # `priorities` also covers `priorities.*.response`; a default of a whole section covers what is in it.
    plain = tuple(part for part in words if part != "*")
    wanted = tuple(part for part in pattern if part != "*")
    length = min(len(plain), len(wanted))
    return length > 0 and plain[:length] == wanted[:length]


@cache
def pack(category: str, root: type[Record]) -> Pack | None:
    """The pack of a category (``"02"``), or None when there is none; keys as in descriptions of a `root`."""
    shown = Source(Path(f"{category}.yaml"), f"{category}.yaml")
    sections = _sections(category, shown) if re.fullmatch(r"\d\d", category) else {}
    if not sections:
        return None
    service, by_mode = _service_sections(sections.get("service"))
    record = service_record(root) or root
    return Pack(
        category,
        _raw(sections.get("engagement"), root, shown),
        _raw(service, record, shown),
        {mode: _raw(node, record, shown) for mode, node in by_mode.items()},
        tuple(_texts(sections.get("binding"))),
        "".join(_texts(sections.get("source"))),
    )


def _sections(name: str, shown: Source) -> dict[str, Located]:
    """The sections of a pack's file; none where there is no such file."""
    file = resources.files("itsm_docs").joinpath(f"standard/packs/{name}.yaml")
    if not file.is_file():
        return {}
    tree, _findings = read_yaml(file.read_text(encoding="utf-8"), shown.shown)
    entries = tree.value if tree is not None and isinstance(tree.value, dict) else {}
    return {key: entry.value for key, entry in entries.items()}


@cache
def contract_pack(root: type[Record], regime: str) -> Pack:
    """The defaults of the contract; `regime` is ``government`` for public procurement, else ``commercial``."""
    shown = Source(Path("contract.yaml"), "contract.yaml")
    sections = _sections(CONTRACT, shown)
    common, special = (_raw(sections.get(name), root, shown) for name in ("engagement", regime))
    merged = deepcopy(dict(special))
    list(_merge(merged, common, ()))
    binding, source = tuple(_texts(sections.get("binding"))), "".join(_texts(sections.get("source")))
    return Pack(CONTRACT, merged, binding=binding, source=source)


def service_record(root: type[Record]) -> type[Record] | None:
    """The record of one service of a root that has a list of `services`."""
    known = fields_of(root).get("services")
    return known.shape.item.record if known and known.shape.item else None


def _service_sections(node: Located | None) -> tuple[Located | None, dict[str, Located]]:
    """The defaults of every service of a category, and the ones by mode."""
    if node is None or not isinstance(node.value, dict):
        return None, {}
    by_mode = node.value.get("by_mode")
    modes = by_mode.value.value if by_mode else {}
    common = {key: entry for key, entry in node.value.items() if key != "by_mode"}
    found = {mode: entry.value for mode, entry in modes.items()} if isinstance(modes, dict) else {}
    return Located(common, node.where), found


def _raw(node: Located | None, record: type[Record], file: Source) -> dict[str, Any]:
    return normalise(node, record, file).raw if node is not None and node.value is not None else {}


def _texts(node: Located | None) -> list[str]:
    if node is None or node.value is None:
        return []
    return [str(item.value) for item in node.value] if isinstance(node.value, list) else [str(node.value)]


def packs_in_use(raw: Mapping[str, Any], root: type[Record]) -> list[Pack]:
    """The packs of the categories of the services, in the order of their first use, and then the contract's."""
    services = raw.get("services")
    named = [service.get("category") for service in services or () if isinstance(service, Mapping)]
    categories = dict.fromkeys(word for word in named if isinstance(word, str))
    found = [found for found in (pack(category, root) for category in categories) if found is not None]
    return [*found, contract_pack(root, regime_of(raw, root))] if CONTRACT in fields_of(root) else found


def regime_of(raw: Mapping[str, Any], root: type[Record]) -> str:
    """Which special section of the contract's pack a description takes: ``government`` or ``commercial``."""
    purchase = raw.get("procurement")
    record = fields_of(root)["procurement"].shape.record if "procurement" in fields_of(root) else None
    if not isinstance(purchase, Mapping) or record is None:
        return "commercial"
    return "government" if _choice(purchase, record, "regime") == "government" else "commercial"


def complete(raw: dict[str, Any], pack: Pack, root: type[Record]) -> list[DefaultUsed]:
    """Fill what `raw` leaves out from a pack, in place, and say what was filled."""
    used: list[tuple[DataPath, Any]] = []
    services = raw.get("services")
    for index, service in enumerate(services if isinstance(services, list) else ()):
        if isinstance(service, dict) and service.get("category") == pack.category:
            defaults = pack.service_for(_mode({**pack.service, **service}, root))
            used.extend(_merge(service, defaults, ("services", index)))
    used.extend(_merge(raw, pack.engagement, ()))
    return [
        DefaultUsed(path, trail(root, path, raw), _short(value, shape_at(root, path)), pack.source, pack.binds(path))
        for path, value in used
    ]


def _mode(service: Mapping[str, Any], root: type[Record]) -> str | None:
    """The mode of a service by its English value; descriptions may give the Chinese one."""
    record = service_record(root)
    return _choice(service, record, "mode") if record else None


def _choice(raw: Mapping[str, Any], record: type[Record], name: str) -> str | None:
    """The English value of a choice in raw data."""
    known = fields_of(record).get(name)
    given = raw.get(name)
    choices = known.shape.choices if known else None
    found = next((choice for choice in choices or () if given in (choice.value, choice.label)), None)
    return str(found.value) if found else None


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
    known = {_identity(item): item for item in defaults if isinstance(item, Mapping) and _identity(item)}
    for index, item in enumerate(items):
        default = known.get(_identity(item)) if isinstance(item, dict) else None
        if default is not None:
            yield from _merge(item, default, (*path, index))


def _identity(item: Any) -> tuple[str, str] | None:
    return next(((key, item[key]) for key in _KEYS if isinstance(item.get(key), str)), None)


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
