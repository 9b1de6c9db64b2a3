"""The clauses of one edition of the standard, in its order, with look-up by id and by document kind.

Which document answers which clause is said here and nowhere else. Whether a document does so is for the audit.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from itsm_docs.errors import Faulty
from itsm_docs.findings import finding
from itsm_docs.standard import _data
from itsm_docs.standard.clause import ALWAYS, Applies, Clause, Modality, Need, Variant
from itsm_docs.standard.tables import kind as known_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from itsm_docs.findings import Finding, Where

_FOLDER = "db21t1799.1"


class ClauseNotFound(Faulty, KeyError):
    """No clause has this id; carries one ST101. `suggestions` are the ids most like it, best first."""

    def __init__(self, clause_id: str, suggestions: tuple[str, ...], where: Where | None = None) -> None:
        self.id = clause_id
        self.suggestions = suggestions
        hint = f"是否为 {'、'.join(suggestions)}？" if suggestions else None
        super().__init__([finding("ST101", where, id=clause_id, hint=hint)])

    def __str__(self) -> str:
        return self.findings[0].message


class Catalogue:
    """Every clause of one edition; iterates in the order of the standard."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        self.standard: str = source["standard"]
        self.edition: str = source["edition"]
        self.title: str = source["title"]
        self.note: str = source["note"]
        self.headings: Mapping[str, str] = MappingProxyType(source["headings"])
        self._clauses = _inherit(source["clauses"])

    def __iter__(self) -> Iterator[Clause]:
        return iter(self._clauses.values())

    def __len__(self) -> int:
        return len(self._clauses)

    def __contains__(self, clause_id: object) -> bool:
        return clause_id in self._clauses

    def __getitem__(self, clause_id: str) -> Clause:
        """The clause of an id such as ``7.1.2.3-c``; raises `ClauseNotFound` with the nearest ids."""
        try:
            return self._clauses[clause_id]
        except KeyError:
            raise ClauseNotFound(clause_id, self.suggest(clause_id)) from None

    def suggest(self, clause_id: str) -> tuple[str, ...]:
        """The ids that a mistyped one may mean: the same id in plainer writing, else what is below it, else the most alike."""
        plain = _plain(clause_id)
        if plain in self._clauses:
            return (plain,)
        below = tuple(clause.id for clause in self.under(plain))
        return below[:3] or _data.nearest(plain, self._clauses)

    def children(self, clause_id: str) -> tuple[Clause, ...]:
        """The list items and split sentences directly below a clause."""
        return tuple(clause for clause in self if clause.parent == clause_id)

    def under(self, number: str) -> tuple[Clause, ...]:
        """Every clause of a chapter or section (``"8"``, ``"8.2"``), itself included where it is a clause."""
        if not number:
            return ()
        return tuple(c for c in self if c.id == number or c.id.startswith((f"{number}.", f"{number}-")))

    def needs_of(
        self, kind: str, categories: Iterable[str] | None = None, mode: str | None = None, regime: str | None = None
    ) -> tuple[tuple[Clause, Need], ...]:
        """What one document kind must answer, in the order of the standard.

        Without `categories` every clause is taken with its ordinary needs; with them only those that apply to such an
        engagement, with the needs that hold there. Raises `Faulty` (ST103) for an unknown kind.
        """
        known_kind(kind)
        chosen = None if categories is None else tuple(categories)
        pairs = ((c, c.needs if chosen is None else c.needs_in(chosen, mode, regime)) for c in self)
        return tuple((clause, needs[kind]) for clause, needs in pairs if kind in needs)


def clauses(edition: str = "draft") -> Catalogue:
    """The catalogue of an edition of DB21/T 1799.1, read once. Raises `Faulty` (ST102) for an unknown edition."""
    return _load(edition)


@cache
def _load(edition: str) -> Catalogue:
    known = _data.names(_FOLDER)
    if edition not in known:
        raise Faulty([finding("ST102", edition=edition, known="、".join(known))])
    return Catalogue(_data.read(f"{_FOLDER}/{edition}.yaml"))


def check_clause(clause_id: str, edition: str = "draft", where: Where | None = None) -> list[Finding]:
    """ST101 when no clause of the edition has this id, else nothing."""
    catalogue = clauses(edition)
    if clause_id in catalogue:
        return []
    return list(ClauseNotFound(clause_id, catalogue.suggest(clause_id), where).findings)


def _plain(clause_id: str) -> str:
    """An id as people type it (full width, ``7.1.2.3 c)``, ``7.1.2.3c``, ``第8.2条``) in the catalogue's own writing."""
    import unicodedata

    text = unicodedata.normalize("NFKC", clause_id).strip().lower().removeprefix("第").rstrip(")条章节项款 .")
    text = re.sub(r"[\s_()–—-]+", "-", text)
    return re.sub(r"(?<=\d)(?=[a-z])", "-", text)


def _inherit(entries: Iterable[Mapping[str, Any]]) -> dict[str, Clause]:
    """The records by id; an item takes modality and condition from its lead-in, which the standard puts before it."""
    result: dict[str, Clause] = {}
    for entry in entries:
        lead_in = result.get(entry["id"].rpartition("-")[0])
        if entry["id"] in result:
            raise ValueError(f"clause {entry['id']} is there twice")
        result[entry["id"]] = _clause(entry, lead_in)
    return result


def _clause(entry: Mapping[str, Any], lead_in: Clause | None) -> Clause:
    own = dict(entry)
    if lead_in is not None:
        own.setdefault("implied", lead_in.implied if "modality" not in own else False)
        own.setdefault("modality", lead_in.modality)
        own["parent"] = lead_in.id
    return Clause(
        **{
            **own,
            "modality": Modality(own["modality"]),
            "needs": _needs(own.get("needs", {})),
            "applies": _applies(own["applies"]) if "applies" in own else _inherited(lead_in),
            "variants": tuple(_variant(variant) for variant in own.get("variants", ())),
        }
    )


def _needs(entry: Mapping[str, str]) -> Mapping[str, Need]:
    return MappingProxyType({kind: Need(need) for kind, need in entry.items()})


def _applies(entry: Mapping[str, Any]) -> Applies:
    return Applies(
        categories=tuple(entry.get("categories", ())),
        modes=tuple(entry.get("modes", ())),
        regimes=tuple(entry.get("regimes", ())),
        otherwise=entry.get("otherwise"),
    )


def _inherited(lead_in: Clause | None) -> Applies:
    """The lead-in's condition; its `otherwise` stays there, because one word about it answers the items as well."""
    return replace(lead_in.applies, otherwise=None) if lead_in else ALWAYS


def _variant(entry: Mapping[str, Any]) -> Variant:
    condition = {name: value for name, value in entry.items() if name != "needs"}
    return Variant(_applies(condition), _needs(entry["needs"]))
