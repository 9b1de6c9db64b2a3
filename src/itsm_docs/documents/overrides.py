"""What a project puts in place of the shipped templates: a kind as Word file or as Markdown chapters, and its own house.

Reads the files by fixed names and says which do not fit; it compiles nothing. An override replaces a whole kind.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from itsm_docs import standard, workspace
from itsm_docs.documents.volumes import BUNDLE, BUNDLED, PUBLIC
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding, Severity, Where, finding
from itsm_docs.inputs import Loaded
from itsm_docs.markdown import Chapter
from itsm_docs.model import Engagement
from itsm_docs.model.contract import Paper

FOLDER = "templates"
HOUSES = ("house.docx", f"{FOLDER}/house.docx")
_AFTER_SLA = "51"
"""Chapters of the contract from this number on are its annexes 2 and further; those before 51 stand before the SLA."""
_LOCK = "~$"
"""How Word begins the name of the file that marks a document as open."""


@dataclass(frozen=True, slots=True)
class KindSource:
    """What a kind is made from: `word`, a Word template's bytes, or else Markdown `chapters`.

    `shown` is the file or folder as the user knows it; `own` tells whether it is the project's.
    """

    shown: str
    word: bytes | None = None
    chapters: tuple[Chapter, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """A project's own house file."""

    shown: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sources:
    """The project's own templates by kind, its own house, and what does not fit (warnings)."""

    kinds: Mapping[str, KindSource] = field(default_factory=dict)
    house: House | None = None
    findings: tuple[Finding, ...] = ()

    def of(self, kind: str) -> KindSource:
        """The source of a kind or volume: the project's, else the shipped one. Raises `Faulty` (TP110) for none, DC107."""
        if kind in self.kinds:
            return self.kinds[kind]
        if kind == BUNDLE:
            return _bundled(*(self.of(member) for member in BUNDLED))
        if kind == PUBLIC:  # the whole of what was signed, as far as it can be put together
            whole = all(self.of(member).word is None for member in BUNDLED)
            return self.of(BUNDLE if whole else "contract")
        return shipped_source(kind)


def _bundled(contract: KindSource, sla: KindSource) -> KindSource:
    """The chapters of contract and SLA as one volume: body, SLA as annex 1, the other annexes. Raises `Faulty` (DC107)."""
    if word := [source.shown for source in (contract, sla) if source.word is not None]:
        raise Faulty([finding("DC107", Where(file=word[0]), file=word[0])])
    names = [chapter.name.rpartition("/")[2] for chapter in contract.chapters]
    split = next((index for index, name in enumerate(names) if name > _AFTER_SLA), len(names))
    chapters = (*contract.chapters[:split], *sla.chapters, *contract.chapters[split:])
    return KindSource(f"{contract.shown}＋{sla.shown}", chapters=chapters, own=contract.own or sla.own)


@cache
def shipped_source(kind: str) -> KindSource:
    """The shipped Markdown chapters of a kind in file-name order. Raises `Faulty` (TP110) where there are none."""
    folder = f"{FOLDER}/{kind}"
    chapters = chapters_in(workspace.shipped(FOLDER) / kind, folder)
    if not chapters:
        known = "、".join(entry.key for entry in standard.kinds())
        raise Faulty([finding("TP110", Where(file=folder), kind=kind, known=known)])
    return KindSource(folder, chapters=chapters)


def read_sources(project: Path, theirs: str | None = None) -> Sources:
    """The project's own templates; `theirs` is the client's own contract, a Word file below the project. Raises `Faulty` (DC101, DC103) where two files claim one place, `Unusable` for IO."""
    kinds: dict[str, KindSource] = {}
    findings: list[Finding] = []
    for entry in standard.kinds():
        source, faults = _kind_source(project, entry.key)
        findings += faults
        if source is not None:
            kinds[entry.key] = source
    if theirs is not None:
        kinds["contract"] = KindSource(theirs, word=workspace.read_bytes(project / theirs, theirs), own=True)
    house, faults = _house(project)
    findings += [*faults, *_strangers(project / FOLDER)]
    if any(one.severity is Severity.ERROR for one in findings):
        raise Faulty(findings)
    return Sources(kinds, house, tuple(findings))


def sources_of(loaded: Loaded[Engagement]) -> Sources:
    """The templates of a loaded project: its own, and the client's contract where that is the one to be signed.

    Raises as `read_sources`.
    """
    contract = loaded.engagement.contract
    signed = contract.theirs if contract.paper is Paper.THEIRS else None
    return read_sources(loaded.folder, signed.file if signed else None)


def _kind_source(project: Path, kind: str) -> tuple[KindSource | None, list[Finding]]:
    word, folder = f"{FOLDER}/{kind}.docx", f"{FOLDER}/{kind}"
    chapters = chapters_in(project / folder, folder)
    if not workspace.exists(project / word):
        return (KindSource(folder, chapters=chapters, own=True) if chapters else None), []
    if chapters:
        return None, [finding("DC101", Where(file=word), word=word, folder=folder)]
    return KindSource(word, word=workspace.read_bytes(project / word, word), own=True), []


def chapters_in(folder: Path, shown: str) -> tuple[Chapter, ...]:
    """The Markdown files of a folder in file-name order, none where there is no folder; `shown` is what to call it."""
    files = workspace.files_in(folder, "*.md") if workspace.is_folder(folder) else []
    return tuple(Chapter(f"{shown}/{file.name}", workspace.read_text(file, f"{shown}/{file.name}")) for file in files)


def _house(project: Path) -> tuple[House | None, list[Finding]]:
    found = [name for name in HOUSES if workspace.exists(project / name)]
    if len(found) > 1:
        return None, [finding("DC103", Where(file=found[0]), first=found[0], second=found[1])]
    return (House(found[0], workspace.read_bytes(project / found[0], found[0])) if found else None), []


def _strangers(folder: Path) -> list[Finding]:
    """Word files in the folder of templates that no kind is called after: a typo would silently change nothing."""
    known = [kind.key for kind in standard.kinds()]
    found = []
    for file in workspace.files_in(folder, "*.docx") if workspace.is_folder(folder) else []:
        if file.stem in (*known, "house") or file.name.startswith(_LOCK):
            continue
        near = difflib.get_close_matches(file.stem.lower(), known, n=1)
        meant = f"，是否为 {near[0]}.docx？" if near else ""
        where = Where(file=f"{FOLDER}/{file.name}")
        found.append(finding("DC102", where, name=file.name, meant=meant, known="、".join(known)))
    return found
