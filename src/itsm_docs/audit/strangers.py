"""Documents of others in an audit: what may answer a clause, always as a suspicion that a person confirms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from itsm_docs.audit.coverage import modality, needs
from itsm_docs.audit.foreign import MEDIUM, Suspected, guess_kind, outline, suspect
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.standard import Clause, Modality, Need, clauses, kind
from itsm_docs.trace.receipt import Scope


@dataclass(frozen=True, slots=True)
class Stranger:
    """A file without a receipt: the kind that it looks like (None for none), what it may answer, and what it seems to lack."""

    shown: str
    kind: str | None
    confidence: float
    suspected: tuple[Suspected, ...] = ()
    lacking: tuple[Clause, ...] = ()


def read_stranger(shown: str, parts: Mapping[str, bytes], scope: Scope) -> Stranger:
    """What a file may answer of the clauses that its kind has to answer in full.

    `scope` is that of the documents of ours beside it; without one, clauses of single categories are left out.
    """
    passages = outline(parts)
    guess = guess_kind(passages)
    if guess is None:
        return Stranger(shown, None, 0)
    own = [clause for clause in clauses() if _owed(clause, guess[0], scope)]
    found = [one for one in suspect(passages, own, guess[0]) if one.confidence >= MEDIUM]
    met = {one.clause.id for one in found}
    return Stranger(shown, *guess, tuple(found), tuple(clause for clause in own if clause.id not in met))


def of_stranger(stranger: Stranger, scope: Scope) -> Iterator[Finding]:
    """The suspicions, and what was looked for in vain."""
    file = Where(file=stranger.shown)
    if stranger.kind is None:
        yield finding("AU604", file)
        return
    entry = kind(stranger.kind)
    yield finding("AU603", file, title=entry.title, confidence=f"{stranger.confidence:.2f}")
    for one in stranger.suspected:
        place = f"{entry.short} › {one.place}".removesuffix(" › ")
        yield finding(
            "AU601",
            Where(file=stranger.shown, place=place),
            clause=one.clause.id,
            id=one.clause.id,
            title=one.clause.title,
            evidence=one.evidence,
            confidence=f"{one.label} {one.confidence:.2f}",
        )
    for clause in stranger.lacking:
        strength = modality(clause, scope)
        if strength is not Modality.MAY:
            values = {"id": clause.id, "title": clause.title, "modality": strength.label}
            yield finding("AU602", file, clause=clause.id, **values)


def _owed(clause: Clause, document: str, scope: Scope) -> bool:
    if scope.categories:
        return needs(clause, scope).get(document) is Need.MAIN
    applies = clause.applies
    anywhere = not (applies.categories or applies.modes or applies.regimes)
    return anywhere and clause.needs.get(document) is Need.MAIN
