"""What an audit says: for each clause a state and the places, for each fact what became of it, and findings. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from itsm_docs.findings import Finding, Silenced
from itsm_docs.standard import Clause, Modality, Need

if TYPE_CHECKING:
    from itsm_docs.audit.strangers import Stranger


class ClauseState(StrEnum):
    """Whether documents say something where the standard asks for it; never whether they comply."""

    COVERED = "covered"
    REFERS = "refers"
    EMPTY = "empty"
    MISSING = "missing"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        """The word of reports: 已规定, 仅引用, 空, 缺, 不适用."""
        return {"covered": "已规定", "refers": "仅引用", "empty": "空", "missing": "缺", "waived": "不适用"}[self.value]


@dataclass(frozen=True, slots=True)
class Place:
    """What one document owes a clause, and what stands there.

    `kind` is the document kind, `document` its short name (合同), `file` the file's name; `number` and `title` are the
    section's as they now stand, empty where there is none; `bookmark` leads to its page. `state` is covered, empty or
    missing; `edited` tells that the wording changed since issue.
    """

    kind: str
    document: str
    file: str
    need: Need
    state: ClauseState
    number: str = ""
    title: str = ""
    bookmark: str = ""
    edited: bool = False

    @property
    def section(self) -> str:
        """Number and title in one: ``第五条 服务范围``."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """A clause in this engagement: its strength there, its state over all audited documents, and the places.

    `reason` says why it is not owed (not applicable, answered elsewhere, waived); `approved_by` and `expires` are those
    of a waiver.
    """

    clause: Clause
    modality: Modality
    state: ClauseState
    places: tuple[Place, ...] = ()
    reason: str = ""
    approved_by: str = ""
    expires: date | None = None

    @property
    def main(self) -> Place | None:
        """The place that answers in full; the worst where several documents must."""
        order = list(ClauseState)
        mains = [place for place in self.places if place.need is Need.MAIN] or list(self.places)
        return max(mains, key=lambda place: order.index(place.state), default=None)

    @property
    def edited(self) -> bool:
        """Whether any of the sections was edited since issue."""
        return any(place.edited for place in self.places)


class FactState(StrEnum):
    """What became of a value: changed by hand, gone, its mark lost while the value stands, or against another document."""

    CHANGED = "changed"
    REMOVED = "removed"
    UNMARKED = "unmarked"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class FactResult:
    """A value that is not as issued. `place` is where it stands now, `title` the field in words; None where there is none."""

    path: str
    title: str
    kind: str
    file: str
    place: str
    state: FactState
    issued: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole result. `files` are the audited files with the kind of each (None for a foreign one).

    `findings` are those that stand, `silenced` those that a waiver accepts; `strangers` are the files without a receipt.
    """

    clauses: tuple[ClauseResult, ...]
    facts: tuple[FactResult, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, str | None] = field(default_factory=dict)
    silenced: tuple[Silenced, ...] = ()
    strangers: tuple[Stranger, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The keys of the JSON report beside its findings; `clauses` are in the order of the standard."""
        return {
            "files": [{"file": file, "kind": kind} for file, kind in self.files.items()],
            "clauses": [_clause(one) for one in self.clauses],
            "suspected": [
                {
                    "file": stranger.shown,
                    "kind": stranger.kind,
                    "id": one.clause.id,
                    "section": str(one.place) or None,
                    "evidence": one.evidence,
                    "confidence": one.confidence,
                }
                for stranger in self.strangers
                for one in stranger.suspected
            ],
            "facts": [
                {
                    "path": one.path,
                    "title": one.title,
                    "document": one.kind,
                    "file": one.file,
                    "place": one.place,
                    "state": one.state.value,
                    "issued": one.issued,
                    "value": one.value,
                }
                for one in self.facts
            ],
        }


def _clause(one: ClauseResult) -> dict[str, Any]:
    main = one.main
    return {
        "id": one.clause.id,
        "title": one.clause.title,
        "modality": one.modality.value,
        "state": one.state.value,
        "document": main.kind if main else None,
        "section": (main.section or None) if main else None,
        "edited": one.edited,
        "reason": one.reason or None,
        "approved_by": one.approved_by or None,
        "expires": one.expires.isoformat() if one.expires else None,
        "places": [
            {
                "document": place.kind,
                "file": place.file,
                "need": place.need.value,
                "state": place.state.value,
                "number": place.number or None,
                "title": place.title or None,
                "edited": place.edited,
            }
            for place in one.places
        ],
    }
