"""条款对照表: an audit as rows, one for each clause and document that owes it something. Plain values; `matrix_files` and
`matrix_word` write them.

A row says where there is wording and what its state is. Whether the wording is lived is for people: the column of
evidence names records only where the engagement's own data does, and the word for compliance is not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from itsm_docs import standard
from itsm_docs.audit.result import Audit, ClauseResult, ClauseState, Place
from itsm_docs.model.archive import Origin
from itsm_docs.ooxml.package import main_part, read
from itsm_docs.ooxml.xml import every, parse, value
from itsm_docs.standard import Modality, Need

if TYPE_CHECKING:
    from itsm_docs.model import Engagement
    from itsm_docs.model.archive import DocumentClass
    from itsm_docs.model.manual_views import ManualProcess

TITLE = "条款对照表"
"""What the table is called, and the name of its files before the suffix."""
NOTE = (
    "覆盖只证明有文可依，不证明实施情况。“实施证据”写证明已经照做的记录及其存放处；没有预填的由人工填写，预填的须核对。"
    "模态带括号的，原文没有能愿动词。"
)
Pages = Mapping[str, Mapping[str, int]]
"""The page of each section: file name → bookmark → page, counting the cover."""

_GAPS = (ClauseState.REFERS, ClauseState.EMPTY, ClauseState.MISSING)
_USERS, _FIELD = "9.1-1", "9.2-1"
"""The clauses on keeping the client's documents and those that the service makes."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one document owes a clause and what stands there, or why nothing is owed.

    `need`, `kind`, `document` and `section` are empty where nothing is owed; `page` is None where it is not known.
    `state` is that of the place: a mere reference is 仅引用 only where the full answer is lacking. `evidence` stands in the
    first row of a clause.
    """

    clause: str
    title: str
    modality: Modality
    implied: bool
    requirement: str
    state: ClauseState
    need: Need | None = None
    kind: str = ""
    document: str = ""
    file: str = ""
    section: str = ""
    page: int | None = None
    edited: bool = False
    evidence: str = ""
    reason: str = ""
    approved_by: str = ""
    expires: date | None = None

    @property
    def gap(self) -> bool:
        """Whether something is lacking; what a clause only permits never is."""
        return self.state in _GAPS and self.modality is not Modality.MAY

    def as_json(self) -> dict[str, Any]:
        """The row for programs: the words of the audit's own report, None for what is not there."""
        return {
            "clause": self.clause,
            "title": self.title,
            "modality": self.modality.value,
            "implied": self.implied,
            "requirement": self.requirement,
            "need": self.need.value if self.need else None,
            "document": self.kind or None,
            "file": self.file or None,
            "section": self.section or None,
            "page": self.page,
            "state": self.state.value,
            "edited": self.edited,
            "evidence": self.evidence or None,
            "reason": self.reason or None,
            "approved_by": self.approved_by or None,
            "expires": self.expires.isoformat() if self.expires else None,
        }


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its heading, its width in characters, and what a row prints there."""

    title: str
    width: int
    text: Callable[[Row], str]


COLUMNS = (
    Column("条款号", 10, lambda row: row.clause),
    Column("条款名称", 14, lambda row: row.title),
    Column("模态", 7, lambda row: f"（{row.modality.label}）" if row.implied else row.modality.label),
    Column("要求", 28, lambda row: row.requirement),
    Column("答法", 6, lambda row: row.need.label if row.need else ""),
    Column("文件", 13, lambda row: row.document),
    Column("章节", 20, lambda row: row.section),
    Column("页码", 6, lambda row: str(row.page) if row.page is not None else ""),
    Column("状态", 8, lambda row: row.state.label),
    Column("改动", 6, lambda row: "已改" if row.edited else ""),
    Column("实施证据（记录、存放处）", 30, lambda row: row.evidence),
    Column("理由", 24, lambda row: row.reason),
    Column("批准人", 9, lambda row: row.approved_by),
    Column("有效期至", 11, lambda row: row.expires.isoformat() if row.expires else ""),
)
"""The columns of worksheets and CSV; the Word table has the same words in fewer cells."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many clauses of one strength stand how."""

    modality: Modality
    states: Mapping[ClauseState, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table. `subject` says in a line what was audited, `tallies` count all clauses, also those not in `rows`."""

    subject: str
    rows: tuple[Row, ...]
    tallies: tuple[Tally, ...]
    gaps_only: bool = False

    @property
    def title(self) -> str:
        """The heading of the table."""
        return f"{TITLE}（仅缺口）" if self.gaps_only else TITLE

    @property
    def note(self) -> str:
        """What is to be known before reading it."""
        catalogue = standard.clauses()
        return f"对照 {catalogue.standard}《{catalogue.title}》。{catalogue.note}{NOTE}"


def matrix(
    audit: Audit,
    subject: str = "",
    *,
    pages: Pages | None = None,
    evidence: Mapping[str, str] | None = None,
    gaps_only: bool = False,
) -> Matrix:
    """The table of an audit; see `rows`. Without a `subject` it is the audited files."""
    tallies = (
        Tally(modality, Counter(one.state for one in audit.clauses if one.modality is modality))
        for modality in Modality
    )
    return Matrix(
        subject or _named([file for file, kind in audit.files.items() if kind]),
        rows(audit, pages=pages, evidence=evidence, gaps_only=gaps_only),
        tuple(tally for tally in tallies if tally.total),
        gaps_only,
    )


def _named(files: Sequence[str]) -> str:
    """Files in a line that fits a page header: the only one, or the first and how many."""
    return files[0] if len(files) == 1 else f"{files[0]} 等 {len(files)} 份文件" if files else ""


def rows(
    audit: Audit,
    *,
    pages: Pages | None = None,
    evidence: Mapping[str, str] | None = None,
    gaps_only: bool = False,
) -> tuple[Row, ...]:
    """One row for each clause and place, in the order of the standard, the full answer before the references.

    A clause that is not owed has one row, with the reason. `evidence` is what proves a clause, by its id (`evidence_of`).
    """
    found = (row for result in audit.clauses for row in _of_clause(result, pages or {}, evidence or {}))
    return tuple(row for row in found if row.gap or not gaps_only)


def _of_clause(result: ClauseResult, pages: Pages, evidence: Mapping[str, str]) -> Iterator[Row]:
    if result.state is ClauseState.WAIVED:
        yield _row(result, result.main, ClauseState.WAIVED, pages)
        return
    places = sorted(result.places, key=lambda place: place.need is not Need.MAIN)
    for number, place in enumerate(places):
        proof = evidence.get(result.clause.id, "") if number == 0 else ""
        yield _row(result, place, _state(result, place), pages, proof)


def _state(result: ClauseResult, place: Place) -> ClauseState:
    alone = result.state is ClauseState.REFERS and place.need is Need.REFERS
    return ClauseState.REFERS if alone and place.state is ClauseState.COVERED else place.state


def _row(result: ClauseResult, place: Place | None, state: ClauseState, pages: Pages, evidence: str = "") -> Row:
    clause = result.clause
    own = Row(
        clause.id,
        clause.title,
        result.modality,
        clause.implied,
        clause.paraphrase,
        state,
        evidence=evidence,
        reason=result.reason,
        approved_by=result.approved_by,
        expires=result.expires,
    )
    if place is None:
        return own
    return replace(
        own,
        need=place.need,
        kind=place.kind,
        document=place.document,
        file=place.file,
        section=place.section,
        page=pages.get(place.file, {}).get(place.bookmark),
        edited=place.edited,
    )


def section_pages(data: bytes, known: Mapping[str, int]) -> dict[str, int]:
    """The page of each section of a document by its bookmark, from the pages of other bookmarks in the same heading."""
    if not known:
        return {}
    parts = read(data)
    main = main_part(parts)
    found: dict[str, int] = {}
    for paragraph in every(parse(parts[main], main), "w:p"):
        names = [value(mark, "w:name") or "" for mark in every(paragraph, "w:bookmarkStart")]
        page = next((known[name] for name in names if name in known), None)
        if page is not None:
            found |= dict.fromkeys(names, page)
    return found


# What proves that a clause is lived


def evidence_of(engagement: Engagement) -> dict[str, str]:
    """The records of an engagement by the clause that they prove: those of its processes, and the classes of its archive."""
    classes = {one.id: one for one in engagement.document_policy.classes}
    found: dict[str, list[str]] = {}
    for process in engagement.manual:
        for clause in process.clauses.split():
            found.setdefault(clause, []).extend(_of_process(engagement, process, classes))
    for clause, origin in ((_USERS, Origin.USER), (_FIELD, Origin.FIELD)):
        found[clause] = [f"{one.name}（{one.place}）" for one in classes.values() if one.origin is origin]
    return {clause: "；".join(dict.fromkeys(records)) for clause, records in found.items() if records}


def _of_process(engagement: Engagement, process: ManualProcess, classes: Mapping[str, DocumentClass]) -> Iterator[str]:
    """The registered forms of a process by the class in which they are kept; where it has none, the records of its steps."""
    used = {step.form for step in process.it.steps}
    forms: dict[str, list[str]] = {}
    for sheet in engagement.sheets:
        if sheet.id in used:
            forms.setdefault(sheet.archive, []).append(f"《{sheet.title}》（{sheet.number}）")
    for archive, names in forms.items():
        group = classes.get(archive)
        yield "、".join(names) + (f"，归档 {group.id} {group.name}" if group else "")
    if not forms:
        yield from (step.record for step in process.it.steps if step.record)
