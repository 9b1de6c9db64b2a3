"""What a comparison found, as plain values; `as_json` gives the stable keys of the report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class SectionState(StrEnum):
    """What became of a section between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"
    MOVED = "moved"

    @property
    def label(self) -> str:
        """The word that reports print."""
        return {"added": "新增", "removed": "删去", "edited": "改动", "moved": "移位"}[self.value]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that is not as it was.

    `number` and `title` are as they stand now, in the old version for a removed one; `was` is the old number and title
    where the title changed. `clauses` are those that the section declares.
    """

    state: SectionState
    number: str
    title: str
    clauses: tuple[str, ...] = ()
    was: str = ""

    @property
    def name(self) -> str:
        """Number and title in one: ``第五条 服务范围``."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class FactChange:
    """A value that is not as it was: `old` is None for a new one, `new` for one that is gone.

    `title` is the field in words, `places` are where it stands now (stood, when it is gone).
    """

    path: str
    title: str
    old: str | None
    new: str | None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmountChange:
    """A changed value that is an amount of money in yuan."""

    fact: FactChange
    old: Decimal
    new: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more it is now."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Edit:
    """One tracked change: its `kind` as `ooxml.changes.Kind` names it, the text before and after."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What changed. `sections` is in the new document's order, `elsewhere` names other parts that changed (页眉)."""

    sections: tuple[SectionChange, ...] = ()
    elsewhere: tuple[str, ...] = ()
    facts: tuple[FactChange, ...] = ()
    amounts: tuple[AmountChange, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def insertions(self) -> int:
        """How many tracked changes add something; a replacement counts here and among the deletions."""
        return sum(bool(edit.new) for edit in self._of_text)

    @property
    def deletions(self) -> int:
        """How many take something away."""
        return sum(bool(edit.old) for edit in self._of_text)

    @property
    def formats(self) -> int:
        """How many change only the looks."""
        return len(self.edits) - len(self._of_text)

    @property
    def same(self) -> bool:
        """Whether nothing changed at all."""
        return not self.edits

    @property
    def _of_text(self) -> list[Edit]:
        return [edit for edit in self.edits if edit.kind != "formatting"]

    def as_json(self) -> dict[str, Any]:
        """The keys of the JSON report of one pair."""
        return {
            "insertions": self.insertions,
            "deletions": self.deletions,
            "formatting": self.formats,
            "sections": [
                {
                    "state": one.state.value,
                    "number": one.number or None,
                    "title": one.title,
                    "was": one.was or None,
                    "clauses": list(one.clauses),
                }
                for one in self.sections
            ],
            "elsewhere": list(self.elsewhere),
            "facts": [_fact(one) for one in self.facts],
            "amounts": [
                {
                    **_fact(one.fact),
                    "old_amount": str(one.old),
                    "new_amount": str(one.new),
                    "difference": str(one.difference),
                }
                for one in self.amounts
            ],
            "changes": [{"kind": one.kind, "old": one.old, "new": one.new} for one in self.edits],
        }


def _fact(one: FactChange) -> dict[str, Any]:
    return {"path": one.path, "title": one.title, "old": one.old, "new": one.new, "places": list(one.places)}
