"""The processes of the manual, what of GB/T 24405.1 they cover, and the legal basis of plans, as the catalogue lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from itsm_docs.standard import _data

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ProcessEntry:
    """A process: `key` is its field in the data, `clauses` what its section answers, `modes` and
    `categories` those of the services of which at least one must be there; empty ones set no condition."""

    key: str
    title: str
    clauses: tuple[str, ...]
    iso: tuple[str, ...]
    modes: tuple[str, ...]
    categories: tuple[str, ...] = ()

    def fits(self, services: Iterable[tuple[str, str]]) -> bool:
        """Whether an engagement with services of these modes and categories has the process; one service meets both."""
        return any(
            (not self.modes or mode in self.modes) and (not self.categories or category in self.categories)
            for mode, category in services
        )


@dataclass(frozen=True, slots=True)
class Reference:
    """A process of GB/T 24405.1 and what answers it: keys of processes, or the kind of another document;
    `otherwise` a process that answers it where the engagement has none of them."""

    name: str
    processes: tuple[str, ...]
    kind: str | None
    otherwise: str | None = None


@cache
def process_entries() -> tuple[ProcessEntry, ...]:
    """The processes in the order of the manual."""
    return tuple(
        ProcessEntry(
            entry["key"],
            entry["title"],
            tuple(entry["clauses"].split()),
            tuple(entry["iso"]),
            tuple(entry.get("modes", ())),
            tuple(entry.get("categories", ())),
        )
        for entry in _data.read("processes.yaml")
    )


@cache
def references() -> tuple[Reference, ...]:
    """The 13 processes of GB/T 24405.1."""
    return tuple(
        Reference(entry["name"], tuple(entry["processes"]), entry.get("kind"), entry.get("otherwise"))
        for entry in _data.read("reference.yaml")
    )


def basis(categories: Iterable[str], *, government: bool) -> tuple[str, ...]:
    """The keys of the law register on which a plan for these categories is based, without repetition."""
    source = _data.read("basis.yaml")
    keys = [*source["common"], *(source["government"] if government else ())]
    for category in categories:
        keys += source["categories"].get(category, ())
    return tuple(dict.fromkeys(keys))
