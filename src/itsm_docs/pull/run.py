"""One pull: a returned file and a project in, what can be written and what cannot out. Pure but for reading the project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from itsm_docs.audit.papers import Paper, read_paper
from itsm_docs.errors import unusable
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.inputs import Loaded
from itsm_docs.model import Engagement
from itsm_docs.ooxml import package
from itsm_docs.ooxml.changes import changes as tracked_changes
from itsm_docs.pull.proposal import Change, propose
from itsm_docs.pull.targets import SheetCell, Targets
from itsm_docs.pull.writing import Planned
from itsm_docs.trace import parts as receipt_parts
from itsm_docs.trace.reader import State
from itsm_docs.trace.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a returned file says. `planned` can be written (conflicts among them, see `Change.conflict`), `findings` are what
    cannot and what to know; `settled` counts changed values that the inputs have already."""

    title: str
    planned: tuple[Planned, ...]
    findings: tuple[Finding, ...]
    settled: int

    @property
    def agreed(self) -> tuple[Planned, ...]:
        """What can be written without asking about a conflict."""
        return tuple(one for one in self.planned if not one.change.conflict)

    def passed_over(self, chosen: tuple[Planned, ...]) -> list[Finding]:
        """The conflicts that were not chosen (PL209)."""
        return [
            finding(
                "PL209", Where(one.target.shown, place=one.change.trail), title=one.change.trail,
                issued=one.change.issued, returned=one.change.returned, current=one.change.current,
            )
            for one in self.planned
            if one.change.conflict and one not in chosen
        ]  # fmt: skip


def read(data: bytes, shown: str, loaded: Loaded[Engagement], sidecar: Receipt | None = None) -> Pulled:
    """What was changed in a returned file. `shown` is its name, `sidecar` the receipt that lies beside it.

    Raises `Faulty` (OX1xx) for what is no Word file, `Unusable` (PL1xx) for one that cannot be pulled from this project.
    """
    parts = package.read(data, shown)
    paper = read_paper(parts, shown, sidecar)
    if paper is None:
        raise _without_receipt(parts, shown)
    _check(paper, parts, loaded.engagement)
    proposal = propose(paper, loaded)
    findings = [*_tracked(parts, shown), *proposal.findings]
    targets, planned = Targets(loaded), list[Planned]()
    for change in proposal.changes:
        target = targets.of(change)
        if isinstance(target, Finding):
            findings.append(target)
        else:
            planned.append(Planned(change, target))
    findings += _notes(planned, targets)
    return Pulled(paper.short, tuple(planned), tuple(findings), proposal.settled)


def _without_receipt(parts: dict[str, bytes], shown: str) -> Exception:
    receipt = receipt_parts.read(parts)
    return unusable("PL102", Where(shown), id=receipt.id) if receipt else unusable("PL101", Where(shown))


def _check(paper: Paper, parts: dict[str, bytes], engagement: Engagement) -> None:
    """Refuse a file of another project, one whose receipt was tampered with, and one whose controls are all gone."""
    where, receipt = Where(paper.shown), paper.receipt
    if receipt.engagement != engagement.number:
        raise unusable("PL103", where, theirs=receipt.engagement, ours=engagement.number)
    mark = receipt_parts.read_mark(parts)
    if mark is not None and not receipt.fits(mark):
        raise unusable("PL104", where)
    if receipt.facts and all(fact.state is State.REMOVED for fact in paper.facts):
        raise unusable("PL105", where)


def _tracked(parts: dict[str, bytes], shown: str) -> Iterator[Finding]:
    """PL106 where tracked changes are open: values are read as if they were accepted."""
    found = tracked_changes(parts)
    if found:
        authors = "、".join(dict.fromkeys(one.author for one in found if one.author)) or "未署名"
        yield finding("PL106", Where(shown), count=len(found), authors=authors)


def _notes(planned: list[Planned], targets: Targets) -> Iterator[Finding]:
    """What to know about the files: some lie outside of the project, some workbooks have formulas."""
    for file in dict.fromkeys(one.target.shown for one in planned if targets.outside(one.target)):
        yield finding("PL307", Where(file))
    books = [one.target for one in planned if isinstance(one.target, SheetCell)]
    for file in dict.fromkeys(book.shown for book in books if book.formulas):
        yield finding("PL308", Where(file))


def as_json(planned: Planned) -> dict[str, Any]:
    """A change as programs read it."""
    change, target = planned.change, planned.target
    return {
        "path": change.path,
        "title": change.trail,
        "places": list(change.places),
        "issued": change.issued,
        "returned": change.returned,
        "current": change.current,
        "conflict": change.conflict,
        "target": target.where,
        "text": target.says,
    }


__all__ = ["Change", "Pulled", "as_json", "read"]
