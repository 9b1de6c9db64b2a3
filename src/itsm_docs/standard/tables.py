"""The standard's small tables: the 13 categories, the stages, the elements, and our six document kinds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from itsm_docs.errors import Faulty
from itsm_docs.findings import finding
from itsm_docs.standard import _data

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Category:
    """A category of table 1: `number` ``"02"``, `name` as printed there, `part` its part of DB21/T 1799 (number + 1).

    `form` is the key of the kind of contract that usually fits.
    """

    number: str
    name: str
    part: int
    part_title: str
    clause: str
    form: str
    description: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the service life cycle (chapter 5); `key` is provision, delivery or support."""

    key: str
    name: str
    clause: str
    description: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """A service element (chapter 6) or a management element (7.1)."""

    key: str
    name: str
    clause: str
    description: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A document kind.

    `clause` is the chapter or clause that demands the document; `signoff` tells whether both parties sign or the
    provider approves; `numbering` which of the two list styles the headings take; `contents` how many heading
    levels the table of contents shows; `code` names the kind in document
    numbers (``HT``); `short` is the title as tables print it.
    """

    key: str
    title: str
    short: str
    clause: str
    signoff: Literal["parties", "approval"]
    numbering: Literal["contract", "manual"]
    contents: int
    code: str


@cache
def categories() -> tuple[Category, ...]:
    """The 13 categories in the order of table 1."""
    return tuple(Category(**entry) for entry in _data.read("categories.yaml"))


def category(number: str) -> Category:
    """The category of a number ``"01"`` to ``"13"``; raises `Faulty` (ST104)."""
    by_number = {entry.number: entry for entry in categories()}
    if number not in by_number:
        raise Faulty([finding("ST104", number=number)])
    return by_number[number]


@cache
def kinds() -> tuple[Kind, ...]:
    """The six document kinds, contract first."""
    return tuple(Kind(**entry) for entry in _data.read("kinds.yaml"))


def kind(key: str) -> Kind:
    """The document kind of a key such as ``"sla"``; raises `Faulty` (ST103)."""
    by_key = {entry.key: entry for entry in kinds()}
    if key not in by_key:
        raise Faulty([finding("ST103", key=key, known="、".join(by_key))])
    return by_key[key]


@cache
def lifecycle_stages() -> tuple[Stage, ...]:
    """The three stages, 服务提供 first."""
    return tuple(Stage(**{**entry, "activities": tuple(entry["activities"])}) for entry in _data.read("lifecycle.yaml"))


def service_elements() -> tuple[Element, ...]:
    """The three elements of a service: 流程, 技术, 人员 (chapter 6)."""
    return _elements()["service"]


def management_elements() -> tuple[Element, ...]:
    """The elements of managing a service: contract, plan and processes (7.1)."""
    return _elements()["management"]


@cache
def _elements() -> Mapping[str, tuple[Element, ...]]:
    source: dict[str, list[dict[str, Any]]] = _data.read("elements.yaml")
    return {group: tuple(Element(**entry) for entry in entries) for group, entries in source.items()}
