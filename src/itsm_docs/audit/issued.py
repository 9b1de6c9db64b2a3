"""Files held against the record of their issue (签发记录.json): unchanged, merely saved again, changed, missing, or others.

Says which files are what was signed; what a change means for clauses and for the other documents is for the audit. Pure: files
come as bytes by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePosixPath

from itsm_docs.audit.papers import read_paper
from itsm_docs.documents import issue_record
from itsm_docs.documents.issue_record import IssuedFile, IssueRecord, Mark, wording_hash
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.ooxml.package import Package, read
from itsm_docs.ooxml.wording import wording
from itsm_docs.trace import parts as receipt_parts
from itsm_docs.trace.reader import State
from itsm_docs.trace.receipt import Receipt, from_json

SIDECAR = ".签发记录.json"
"""How the name of a receipt beside its file ends."""
_NAMED = 3
"""How many changed places a message names."""


def read_record(data: bytes) -> IssueRecord | None:
    """The record of an issue that a file holds; None when it is none."""
    return issue_record.from_json(data)


def verify(record: IssueRecord, files: Mapping[str, bytes]) -> list[Finding]:
    """What became of the files of an issue.

    `files` are the Word files, and where they are at hand their sidecars and conversions, by the name that the user gave; only
    the last step of a path counts. A Word file under another name is known by the receipt that it carries. One finding for
    each issued file: FI202 unchanged and FI203 saved again (notes), FI204 changed, FI205 changed outside its sections, FI206
    missing, FI207 of another issue; further FI201 for a record that was altered, FI208 for a conversion that differs, FI209
    for a Word file that the record does not know.
    """
    given = _Given(files)
    findings = [finding("FI201", Where(file=issue_record.FILE))] if record.altered else []
    for document in record.documents:
        shown = given.find(document)
        if shown is None:
            findings.append(finding("FI206", Where(file=document.file), title=document.title, version=document.version))
            continue
        findings += _judged(document, shown, files[shown], given.sidecar(shown))
    findings += _conversions(record, given)
    findings += [finding("FI209", Where(file=shown), day=record.day) for shown in given.left()]
    return findings


class _Given:
    """The files that are there, by the last step of their names; each Word file is found once."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._names = {PurePosixPath(shown.replace("\\", "/")).name: shown for shown in files}
        self._taken: set[str] = set()

    def find(self, document: IssuedFile) -> str | None:
        """The Word file of an issued document: of its name, else the one that carries its receipt."""
        shown = self._names.get(document.file)
        if shown is None and document.receipt is not None:
            marked = ((one, _mark(self._files[one])) for one in self.left())
            shown = next((one for one, mark in marked if mark is not None and mark.id == document.receipt.id), None)
        if shown is not None:
            self._taken.add(shown)
        return shown

    def left(self) -> list[str]:
        """The Word files that no issued document was found in."""
        return [
            shown for name, shown in self._names.items() if name.lower().endswith(".docx") and shown not in self._taken
        ]

    def of(self, name: str) -> tuple[str, bytes] | None:
        """A file by its name, with the name that the user gave."""
        shown = self._names.get(name)
        return (shown, self._files[shown]) if shown is not None else None

    def sidecar(self, shown: str) -> Receipt | None:
        """The receipt that lies beside a file."""
        found = self.of(f"{PurePosixPath(shown.replace(chr(92), '/')).stem}{SIDECAR}")
        return from_json(found[1].decode("utf-8", "replace")) if found else None


def _mark(data: bytes) -> Mark | None:
    """What a file says of its receipt."""
    try:
        mark = receipt_parts.read_mark(read(data))
    except Faulty:
        return None
    return Mark(id=mark.id, hash=mark.hash) if mark is not None else None


def _judged(document: IssuedFile, shown: str, data: bytes, sidecar: Receipt | None) -> Iterator[Finding]:
    where, values = Where(file=shown), {"title": document.title, "version": document.version}
    if sha256(data).hexdigest() == document.sha256:
        yield finding("FI202", where, **values)
        return
    try:
        parts = read(data, shown)
        same = wording_hash(wording(parts)) == document.wording
    except Faulty as fault:
        yield from (one if one.where.file else one.at(replace(one.where, file=shown)) for one in fault.findings)
        return
    other = _other_issue(document, parts)
    if other is not None:
        yield finding("FI207", where, **values, own=other)
    elif same:
        yield finding("FI203", where, **values)
    else:
        yield _changed(document, where, parts, sidecar)


def _other_issue(document: IssuedFile, parts: Package) -> str | None:
    """The id of the receipt that a file carries, where it is not the one that was issued."""
    own = receipt_parts.read_mark(parts)
    if own is None or document.receipt is None or (own.id, own.hash) == (document.receipt.id, document.receipt.hash):
        return None
    return own.id


@dataclass(frozen=True, slots=True)
class _Changes:
    """The sections and values that differ from the receipt, in words."""

    sections: tuple[str, ...]
    facts: tuple[str, ...]


def _changed(document: IssuedFile, where: Where, parts: Package, sidecar: Receipt | None) -> Finding:
    values = {"title": document.title, "version": document.version}
    changes = _changes(parts, str(where.file), sidecar)
    if changes is None:
        return finding("FI204", where, **values, places="没有逐节的签发记录，不能指出在哪里")
    if not (changes.sections or changes.facts):
        return finding("FI205", where, **values)
    return finding("FI204", where, **values, places=_listed([*changes.facts, *changes.sections]))


def _changes(parts: Package, shown: str, sidecar: Receipt | None) -> _Changes | None:
    """What the trace tells; None where there is none."""
    paper = read_paper(parts, shown, sidecar)
    if paper is None:
        return None
    sections = [
        f"{section.number} {section.title}".strip() + ("（已删）" if section.state is State.REMOVED else "")
        for section in paper.sections
        if section.state is not State.UNCHANGED
    ]
    facts = [
        f"{fact.issued} → {fact.value or '删去'}"
        for fact in paper.facts
        if fact.state in (State.EDITED, State.REMOVED) and fact.bookmark not in paper.unmarked
    ]
    return _Changes(tuple(sections), tuple(facts))


def _listed(places: Iterable[str]) -> str:
    known = list(dict.fromkeys(places))
    more = f"等 {len(known)} 处" if len(known) > _NAMED else ""
    return "；".join(known[:_NAMED]) + more


def _conversions(record: IssueRecord, given: _Given) -> Iterator[Finding]:
    for document in record.documents:
        for name, own in document.conversions.items():
            found = given.of(name)
            if found is not None and sha256(found[1]).hexdigest() != own:
                yield finding("FI208", Where(file=found[0]))
