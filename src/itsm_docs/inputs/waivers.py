"""Waivers: ``waivers.yaml`` in the project folder, read with positions, and what they do to findings.

A waiver silences findings of rules and of the audit until it expires; what is wrong with the form of the data nobody can
accept. Whether a clause is answered is not decided here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from itsm_docs import standard, workspace
from itsm_docs.errors import Unusable
from itsm_docs.findings import Finding, Silenced, Where, finding, messages
from itsm_docs.inputs import sources
from itsm_docs.inputs.located import Entry, Located
from itsm_docs.inputs.normalise import normalise
from itsm_docs.inputs.suggest import asking, closest
from itsm_docs.inputs.validate import validate
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.waiver import Waiver, WaiverList
from itsm_docs.reporters import dotted

FILE = "waivers.yaml"
WAIVABLE = ("RU", "CT", "AU")
"""The prefixes of the codes that can be waived: rules over the content, and the audit."""
RULES = ("RU", "CT")
"""The prefixes of what `validate` and `build` check."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A waiver and where it is written."""

    waiver: Waiver
    where: Where


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a project, in the order of their file."""

    entries: tuple[Placed, ...] = ()

    def for_clause(self, clause_id: str, as_of: date) -> Waiver | None:
        """The waiver under which a clause, or the clause that it is an item of, does not apply on a day."""
        return next((one.waiver for one in self.entries if _covers(one.waiver, clause_id) and _holds(one, as_of)), None)

    def apply(
        self, findings: Iterable[Finding], as_of: date, checked: Collection[str] = ()
    ) -> tuple[list[Finding], list[Silenced]]:
        """The findings that stand, and those that a waiver silences on a day.

        Those that stand include what is to be said of the waivers: expired ones that would have silenced something (WV105)
        and, of the code prefixes that were `checked`, ones that silence nothing (WV106).
        """
        kept: list[Finding] = []
        silenced: list[Silenced] = []
        used: set[Placed] = set()
        for one in findings:
            matching = [placed for placed in self.entries if silences(placed.waiver, one)]
            used.update(matching)
            live = next((placed.waiver for placed in matching if _holds(placed, as_of)), None)
            if live is None:
                kept.append(one)
            else:
                silenced.append(Silenced(one, live.justification, live.approved_by, live.expires))
        return kept + list(self._remarks(used, as_of, checked)), silenced

    def _remarks(self, used: set[Placed], as_of: date, checked: Collection[str]) -> Iterator[Finding]:
        for placed in self.entries:
            waiver = placed.waiver
            if placed in used and not _holds(placed, as_of):
                yield finding("WV105", placed.where, about=_about(waiver), expires=waiver.expires)
            elif placed not in used and waiver.finding is not None and waiver.finding[:2] in checked:
                yield finding("WV106", placed.where, about=_about(waiver))


NO_WAIVERS = Waivers()


def read(folder: Path) -> tuple[Waivers, list[Finding]]:
    """The waivers of a project folder, and what is wrong with their file (IN1xx, IN2xx, WV1xx); none where there is none."""
    path = folder / FILE
    if not workspace.exists(path):
        return NO_WAIVERS, []
    file = sources.source(path)
    try:
        tree, findings = sources.read_tree(file)
    except Unusable as error:
        return NO_WAIVERS, list(error.findings)
    if tree is None:
        # A file of nothing but remarks is how a list begins.
        return NO_WAIVERS, [one for one in findings if one.code != "IN101"]
    data = normalise(_as_record(tree), WaiverList, file)
    record, refused = validate(data.raw, WaiverList, data.positions, data.broken)
    findings += [*data.findings, *refused]
    if record is None:
        return NO_WAIVERS, findings
    good: list[Placed] = []
    for index, waiver in enumerate(record.waivers):
        at = ("waivers", index)
        wrong = [one.at(data.positions.where((*at, *(one.where.path or ())))) for one in _judge(waiver)]
        findings += wrong
        if not wrong:
            good.append(Placed(_plain(waiver), data.positions.where(at)))
    return Waivers(tuple(good)), findings


def _as_record(tree: Located) -> Located:
    """The file is a list, or names a worksheet that is one; the record has it under a key."""
    if isinstance(tree.value, dict):
        return tree
    return Located({"waivers": Entry(tree.where, tree)}, tree.where)


def _judge(waiver: Waiver) -> Iterator[Finding]:
    """What is wrong with a waiver, at paths below it."""
    if waiver.clause is not None and waiver.clause not in standard.clauses():
        near = standard.clauses().suggest(waiver.clause)
        yield finding("WV101", Where(path=("clause",)), id=waiver.clause, candidate=asking(near[0] if near else None))
    if waiver.finding is not None:
        yield from _judge_code(_code(waiver.finding))
    for name, title in (("justification", "理由"), ("approved_by", "批准人")):
        if OpenPoint.read(getattr(waiver, name)):
            yield finding("WV104", Where(path=(name,)), title=title)


def _judge_code(code: str) -> Iterator[Finding]:
    where = Where(path=("finding",))
    if code[:2] not in WAIVABLE and code in _codes(code[:2]):
        yield finding("WV103", where, name=code, known="、".join(WAIVABLE))
    elif code[:2] not in WAIVABLE or code not in _codes(code[:2]):
        known = [name for prefix in WAIVABLE for name in _codes(prefix)]
        yield finding("WV102", where, name=code, candidate=asking(closest(code, known)))


def _codes(prefix: str) -> Collection[str]:
    try:
        return messages(prefix)
    except FileNotFoundError:
        return ()


def _plain(waiver: Waiver) -> Waiver:
    return waiver.model_copy(update={"finding": _code(waiver.finding)}) if waiver.finding else waiver


def _code(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


def _about(waiver: Waiver) -> str:
    return waiver.clause or (f"{waiver.finding} {waiver.place}" if waiver.place else str(waiver.finding))


def _holds(placed: Placed, as_of: date) -> bool:
    return as_of <= placed.waiver.expires


def _covers(waiver: Waiver, clause_id: str) -> bool:
    """Whether a waiver is about a clause: the clause itself, or its lead-in."""
    catalogue = standard.clauses()
    known: str | None = clause_id
    while known is not None and known in catalogue:
        if known == waiver.clause:
            return True
        known = catalogue[known].parent
    return False


def silences(waiver: Waiver, one: Finding) -> bool:
    """Whether a waiver is about a finding, expired or not."""
    if one.code[:2] not in WAIVABLE:
        return False
    if waiver.clause is not None:
        return one.clause is not None and _covers(waiver, one.clause)
    return waiver.finding == one.code and (waiver.place is None or _stands_at(one, waiver.place))


def _stands_at(one: Finding, place: str) -> bool:
    """Whether a finding is at a place: a data path down to it, or words of its place or message."""
    path = dotted(one.where.path) if one.where.path is not None else ""
    below = path == place or path.startswith((f"{place}.", f"{place}["))
    return below or any(place in words for words in (one.where.file, one.where.place, one.message) if words)
