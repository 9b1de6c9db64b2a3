"""The words by which a document that others wrote speaks of a clause: data, read once; how likely they make it is not said here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

from itsm_docs.errors import Faulty
from itsm_docs.findings import finding
from itsm_docs.standard import _data

_FOLDER = "db21t1799.1/wording"

Pattern: TypeAlias = tuple[tuple[str, ...], ...]
"""Parts that must stand together, each a choice of words: ``(("违约",), ("赔偿", "违约金"))``."""


@dataclass(frozen=True, slots=True)
class ClauseWording:
    """The words of one clause: patterns for headings (`vague` ones count less) and sentences, single words, and what speaks
    `against` it."""

    titles: tuple[Pattern, ...] = ()
    vague: tuple[Pattern, ...] = ()
    texts: tuple[Pattern, ...] = ()
    words: tuple[str, ...] = ()
    against: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class KindWording:
    """How documents of a kind are called, and words that are frequent in them."""

    titles: tuple[str, ...]
    words: tuple[str, ...]
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one edition: of the field as a whole, of the document kinds by key, of the clauses by id."""

    edition: str
    field: tuple[str, ...]
    kinds: Mapping[str, KindWording]
    clauses: Mapping[str, ClauseWording]


def wording(edition: str = "draft") -> Wording:
    """The wording for an edition of DB21/T 1799.1, read once. Raises `Faulty` (ST102) for an unknown edition."""
    return _load(edition)


@cache
def _load(edition: str) -> Wording:
    known = _data.names(_FOLDER)
    if edition not in known:
        raise Faulty([finding("ST102", edition=edition, known="、".join(known))])
    source = _data.read(f"{_FOLDER}/{edition}.yaml")
    return Wording(
        edition,
        tuple(source["field"]),
        MappingProxyType({key: _kind(entry) for key, entry in source["kinds"].items()}),
        MappingProxyType({key: _clause(entry) for key, entry in source["clauses"].items()}),
    )


def _kind(entry: Mapping[str, Any]) -> KindWording:
    return KindWording(tuple(entry["titles"]), tuple(entry["words"]), tuple(entry.get("against", ())))


def _clause(entry: Mapping[str, Any]) -> ClauseWording:
    lists = {name: _patterns(entry.get(name, ())) for name in ("titles", "vague", "texts", "against")}
    return ClauseWording(words=tuple(entry.get("words", ())), **lists)


def _patterns(written: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(tuple(tuple(part.split("|")) for part in pattern.split("+")) for pattern in written)
