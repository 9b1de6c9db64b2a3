"""Two versions of a sample and the agreement between them, as tests read it. Holds no assertions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tests.helpers.tree import copy_of, edit

from itsm_docs.documents.amending import Agreement, Wanted, agreement
from itsm_docs.errors import Faulty
from itsm_docs.inputs import Loaded, read_project
from itsm_docs.model import Engagement
from itsm_docs.model.amendment import Change, Run

Edits = tuple[tuple[str, str], ...]


@cache
def sample(folder: Path) -> Loaded[Engagement]:
    """A sample as it is."""
    return read(folder)


def read(folder: Path) -> Loaded[Engagement]:
    """A project; rules may find what they like."""
    loaded, findings = read_project(folder, Engagement)
    if loaded is None:
        raise Faulty(findings)
    return loaded


def changed(folder: Path, target: Path, *edits: tuple[str, str]) -> Path:
    """A copy of a project with texts of its YAML files replaced."""
    copy = copy_of(folder, target)
    for old, new in edits:
        edit(copy, old, new)
    return copy


def amended(folder: Path, target: Path, *edits: tuple[str, str], **wanted: Any) -> Agreement:
    """The agreement between a project and its changed copy."""
    return agreement(sample(folder), read(changed(folder, target, *edits)), Wanted(**wanted))


def refusals(folder: Path, target: Path, *edits: tuple[str, str], **wanted: Any) -> list[str]:
    """The codes of the errors for which there is no agreement."""
    try:
        amended(folder, target, *edits, **wanted)
    except Faulty as fault:
        return [one.code for one in fault.findings if one.severity == "error"]
    return []


def warnings(made: Agreement) -> list[str]:
    """The codes of what has to be seen to, without the missing reason."""
    return [one.code for one in made.findings if one.code != "AM203"]


def text(runs: tuple[Run, ...]) -> str:
    """A quotation."""
    return "".join(str(run.text) for run in runs)


def places(made: Agreement) -> list[str]:
    """Every change in a line: document, place, and of a table what changes in it."""
    found = []
    for document in made.content.documents:
        for change in document.changes:
            found += _lines(document.kind, change)
    return found


def _lines(kind: str, change: Change) -> list[str]:
    head = f"{kind} {change.place or change.name}"
    if change.rows:
        return [f"{head} | {row.item}: {text(row.old)} → {text(row.new)}" for row in change.rows]
    if change.edits:
        return [f"{head}: {text(one.old)} → {text(one.new)}" for one in change.edits]
    return [f"{head} {change.kind.value} {text(change.quoted)}".rstrip()]


def agreed(made: Agreement) -> str:
    """Everything that is agreed anew, on one line each."""
    found = []
    for document in made.content.documents:
        for change in document.changes:
            found += [text(one.new) for one in (*change.edits, *change.rows)]
            found += [text(addition.runs) for addition in change.additions]
            found += [
                cell
                for addition in change.additions
                if addition.grid
                for line in addition.grid.lines
                for cell in line.cells
            ]
    return "\n".join(found)
