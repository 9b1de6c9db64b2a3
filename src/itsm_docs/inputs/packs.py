"""Packs: the files of defaults under ``standard/packs``, read and put together for one description.

A category's pack (``02.yaml``) has defaults for the engagement and for each service of the category. The general packs
(contract, plan, processes, forms, documents, privacy) apply to every engagement; some of their sections only to some.
How defaults are filled in is the business of `defaults`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from itsm_docs.findings import DataPath, Where
from itsm_docs.inputs.located import Located
from itsm_docs.inputs.normalise import normalise
from itsm_docs.inputs.sources import Source
from itsm_docs.inputs.yamltree import read_yaml
from itsm_docs.model.base import Record
from itsm_docs.model.shape import fields_of

GENERAL = {
    "contract": ("contract", "合同默认值"),
    "plan": ("plan", "管理计划默认值"),
    "processes": ("processes", "流程默认值"),
    "forms": ("record_forms", "表单默认值"),
    "documents": ("document_policy", "文档管理默认值"),
    "privacy": ("privacy_policy", "个人信息管理默认值"),
}
"""The general packs: the field that each is for, and what findings call it."""
UNITED = frozenset(
    [
        "definitions",
        "emergency.scenarios",
        "resources.tools",
        "resources.duties",
        "charges.includes",
        "charges.excludes",
        "reports",
        "transition.takeover",
    ]
)
"""Lists of the engagement to which every category's pack contributes; of other values the first pack's hold."""
_PROCESSES = "processes"
_IDENTITY = ("id", "code", "name", "term", "title", "duty", "topic", "between")
_CONTINUOUS, _PROJECT = ("continuous", "staffing"), ("project", "per-call")


@dataclass(frozen=True, slots=True)
class Pack:
    """The defaults of a category, or of a general subject: for the engagement, for each service, and which of them bind."""

    category: str
    engagement: Mapping[str, Any] = field(default_factory=dict)
    service: Mapping[str, Any] = field(default_factory=dict)
    by_mode: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    binding: tuple[str, ...] = ()
    source: str = ""

    @property
    def where(self) -> Where:
        """The place that findings about a default name."""
        known = GENERAL.get(self.category)
        return Where(place=known[1] if known else f"类别包 {self.category} 默认值")

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
    shown = _shown(category)
    sections = _sections(category) if re.fullmatch(r"\d\d", category) else {}
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


@cache
def general_pack(name: str, root: type[Record], conditions: tuple[str, ...]) -> Pack:
    """A general pack; `conditions` are the sections beside ``engagement`` that apply, the most special first.

    A value of a special section goes before the common one; lists of both are put together.
    """
    sections, shown = _sections(name), _shown(name)
    merged: dict[str, Any] = {}
    for section in (*conditions, "engagement"):
        _unite(merged, _raw(sections.get(section), root, shown), everywhere=True)
    if name == _PROCESSES:
        merged[_PROCESSES] = {**_processes(root), **merged.get(_PROCESSES, {})}
    return Pack(
        name, merged, binding=tuple(_texts(sections.get("binding"))), source="".join(_texts(sections.get("source")))
    )


def _processes(root: type[Record]) -> dict[str, Any]:
    """The processes, each from a file of its own."""
    record = fields_of(root)[_PROCESSES].shape.record
    assert record is not None
    found = {}
    for file in sorted(_folder().joinpath(_PROCESSES).iterdir(), key=lambda entry: entry.name):
        name = f"{_PROCESSES}/{file.name}"
        tree, _findings = read_yaml(file.read_text(encoding="utf-8"), name)
        inner = fields_of(record)[file.name.removesuffix(".yaml")].shape.record
        assert inner is not None
        found[file.name.removesuffix(".yaml")] = _raw(tree, inner, Source(Path(name), name))
    return found


def packs_in_use(raw: Mapping[str, Any], root: type[Record]) -> list[Pack]:
    """The packs of the categories of the services, in the order of their first use, then the general ones."""
    services = raw.get("services")
    named = [service.get("category") for service in services or () if isinstance(service, Mapping)]
    categories = dict.fromkeys(word for word in named if isinstance(word, str))
    found = [found for found in (pack(category, root) for category in categories) if found is not None]
    fields = fields_of(root)
    conditions = _conditions(raw, root)
    general = [general_pack(name, root, conditions) for name, (key, _) in GENERAL.items() if key in fields]
    return [*_together(found), *general]


def _together(packs: list[Pack]) -> list[Pack]:
    """Several categories: each for its services, and one pack for the engagement that all contribute to."""
    if len(packs) < 2:
        return packs
    merged: dict[str, Any] = {}
    for one in packs:
        _unite(merged, one.engagement)
    apart = [Pack(one.category, {}, one.service, one.by_mode, one.binding, one.source) for one in packs]
    binding = tuple(dict.fromkeys(path for one in packs for path in one.binding))
    names = "、".join(one.category for one in packs)
    return [*apart, Pack(names, merged, binding=binding, source=f"类别包 {names}（惯例值，须经双方确认）")]


def _unite(merged: dict[str, Any], more: Mapping[str, Any], at: str = "", *, everywhere: bool = False) -> None:
    """Add what `merged` lacks; lists at the united places get the items that they do not have yet."""
    for key, value in more.items():
        here = f"{at}.{key}" if at else key
        if key not in merged:
            merged[key] = deepcopy(value)
        elif isinstance(merged[key], dict) and isinstance(value, Mapping):
            _unite(merged[key], value, here, everywhere=everywhere)
        elif isinstance(merged[key], list) and isinstance(value, list) and (everywhere or here in UNITED):
            known = {_name(item) for item in merged[key]}
            merged[key] += [deepcopy(item) for item in value if _name(item) not in known]


def _name(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    return next((f"{key}={item[key]}" for key in _IDENTITY if isinstance(item.get(key), str)), str(item))


def _conditions(raw: Mapping[str, Any], root: type[Record]) -> tuple[str, ...]:
    """The sections of general packs that apply: by the modes of the services and by the regime of the purchase."""
    record, services = service_record(root), raw.get("services")
    modes = {
        choice_of(service, record, "mode")
        for service in (services if isinstance(services, list) else ())
        if isinstance(service, Mapping) and record is not None
    }
    by_mode = (("continuous", _CONTINUOUS), ("project", _PROJECT))
    fitting = [name for name, words in by_mode if not modes.isdisjoint(words)]
    return (regime_of(raw, root), *fitting)


def regime_of(raw: Mapping[str, Any], root: type[Record]) -> str:
    """Which special sections a description takes by its purchase: ``government`` or ``commercial``."""
    purchase = raw.get("procurement")
    record = fields_of(root)["procurement"].shape.record if "procurement" in fields_of(root) else None
    if not isinstance(purchase, Mapping) or record is None:
        return "commercial"
    return "government" if choice_of(purchase, record, "regime") == "government" else "commercial"


def choice_of(raw: Mapping[str, Any], record: type[Record], name: str) -> str | None:
    """The English value of a choice in raw data."""
    known = fields_of(record).get(name)
    given = raw.get(name)
    choices = known.shape.choices if known else None
    found = next((choice for choice in choices or () if given in (choice.value, choice.label)), None)
    return str(found.value) if found else None


def service_record(root: type[Record]) -> type[Record] | None:
    """The record of one service of a root that has a list of `services`."""
    known = fields_of(root).get("services")
    return known.shape.item.record if known and known.shape.item else None


@cache
def plain_sections(name: str) -> Mapping[str, Any]:
    """The sections of a pack's file as plain values by English keys, for `scaffold`; empty where there is no file."""
    import yaml

    file = _folder().joinpath(f"{name}.yaml")
    # Base scalars stay text, as in descriptions: 02 is no number.
    found = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) if file.is_file() else None
    return found if isinstance(found, dict) else {}


def _folder() -> Traversable:
    return resources.files("itsm_docs").joinpath("standard/packs")


def _shown(name: str) -> Source:
    return Source(Path(f"{name}.yaml"), f"{name}.yaml")


def _sections(name: str) -> dict[str, Located]:
    """The sections of a pack's file; none where there is no such file."""
    file = _folder().joinpath(f"{name}.yaml")
    if not file.is_file():
        return {}
    tree, _findings = read_yaml(file.read_text(encoding="utf-8"), f"{name}.yaml")
    entries = tree.value if tree is not None and isinstance(tree.value, dict) else {}
    return {key: entry.value for key, entry in entries.items()}


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


def _texts(node: Located | None) -> Iterator[str]:
    if node is None or node.value is None:
        return
    items: Iterable[Any] = node.value if isinstance(node.value, list) else [node]
    yield from (str(item.value) for item in items)
