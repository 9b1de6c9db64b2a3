"""One audit: files in, a result out. Pure; files, clock and printing are the caller's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from itsm_docs import standard
from itsm_docs.audit import coverage, edits
from itsm_docs.audit.against import compare
from itsm_docs.audit.facts import Facts
from itsm_docs.audit.negotiated import of_review, of_states
from itsm_docs.audit.papers import Paper, read_paper
from itsm_docs.audit.result import Audit, ClauseResult, ClauseState, FactResult, Place
from itsm_docs.audit.revisions import review
from itsm_docs.audit.strangers import Stranger, of_stranger, read_stranger
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.inputs.waivers import NO_WAIVERS, Waivers
from itsm_docs.ooxml.package import Package, read, related_part
from itsm_docs.ooxml.revisions import rejected
from itsm_docs.ooxml.tracked import changed_parts
from itsm_docs.standard import Modality, Need
from itsm_docs.trace import parts as receipt_parts
from itsm_docs.trace.receipt import Receipt, Scope


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be audited.

    `files` are the .docx by the name that the user gave; `sidecars` the receipts that lie beside them, under the same
    names. `whole_set` asks for all six kinds, else only the kinds of the files are judged. `waivers` hold on the day
    `as_of`. `now` are the receipts, by kind, of documents made from the inputs as they are now.
    """

    files: Mapping[str, bytes]
    sidecars: Mapping[str, Receipt] = field(default_factory=dict)
    whole_set: bool = False
    waivers: Waivers = NO_WAIVERS
    as_of: date = date.max
    now: Mapping[str, Receipt] = field(default_factory=dict)


def audit(request: Request) -> Audit:
    """The audit of the files; a file that cannot be read is a finding (OX1xx), not an end."""
    opened, findings = _opened(request)
    papers = [paper for paper, _ in opened.values() if paper is not None]
    strangers: list[Stranger] = []
    for shown, (paper, parts) in opened.items():
        if paper is not None:
            findings += _genuine(paper, parts)
        else:
            strangers.append(read_stranger(shown, parts, _scope(papers)))
            findings += [_unknown(shown, parts), *of_stranger(strangers[-1], _scope(papers))]
    expected = _expected(papers, request)
    findings += _together(papers, expected)
    clauses = _waived(coverage.judge(papers, _scope(papers), expected), request) if papers else []
    facts = Facts(papers)
    missing = [kind for kind in expected if not any(kind in paper.kinds for paper in papers)]
    findings += [one for result in clauses for one in _of_clause(result, papers, missing)]
    findings += [one for paper in papers for one in edits.of_sections(paper)]
    findings += [*edits.of_facts(facts), *edits.of_prose(papers, facts), *compare(papers, request.now)]
    findings += _negotiated(opened, papers, clauses, request, expected)
    standing, silenced = request.waivers.apply(findings, request.as_of)
    kinds = {paper.shown: paper.kind for paper in papers}
    files = {shown: kinds.get(shown) for shown in request.files}
    return Audit(tuple(clauses), tuple(_facts(facts)), tuple(standing), files, tuple(silenced), tuple(strangers))


# Files and the set

Opened = Mapping[str, tuple[Paper | None, Package]]
"""What was read, by the names of the files; no paper where nothing says what was issued."""


def _opened(request: Request) -> tuple[Opened, list[Finding]]:
    found: dict[str, tuple[Paper | None, Package]] = {}
    findings: list[Finding] = []
    for shown, data in request.files.items():
        try:
            parts = read(data, shown)
            found[shown] = (read_paper(parts, shown, request.sidecars.get(shown)), parts)
        except Faulty as fault:
            findings += [one if one.where.file else one.at(replace(one.where, file=shown)) for one in fault.findings]
    return found, findings


def _negotiated(
    opened: Opened, papers: Sequence[Paper], clauses: list[ClauseResult], request: Request, expected: Sequence[str]
) -> Iterator[Finding]:
    """What tracked changes and comments would do, file by file; files without any are not read again."""
    values = Facts(papers).values
    for shown, (paper, parts) in opened.items():
        changed = bool(changed_parts(parts))
        if not changed and related_part(parts, "comments") is None:
            continue
        found = review(parts, paper.receipt if paper else None)
        yield from of_review(shown, paper.short if paper else "", found, values)
        if paper is not None and changed:
            other = read_paper(rejected(parts), shown, paper.receipt)
            views = [other if one is paper and other is not None else one for one in papers]
            before = _waived(coverage.judge(views, _scope(papers), expected), request)
            yield from of_states(clauses, before, Where(file=shown, place=paper.short))


def _unknown(shown: str, parts: Package) -> Finding:
    receipt = receipt_parts.read(parts)
    return finding("AU102", Where(file=shown), id=receipt.id) if receipt else finding("AU101", Where(file=shown))


def _genuine(paper: Paper, parts: Package) -> Iterator[Finding]:
    mark = receipt_parts.read_mark(parts)
    if mark is not None and not paper.receipt.fits(mark):
        yield finding("AU103", Where(file=paper.shown))
    current = standard.clauses().edition
    if paper.receipt.edition and paper.receipt.edition != current:
        yield finding("AU108", Where(file=paper.shown), own=paper.receipt.edition, current=current)


def _expected(papers: Sequence[Paper], request: Request) -> tuple[str, ...]:
    """The kinds that are judged."""
    answered = {kind for paper in papers for kind in paper.kinds}
    return tuple(entry.key for entry in standard.kinds() if (request.whole_set and papers) or entry.key in answered)


def _together(papers: Sequence[Paper], expected: Sequence[str]) -> Iterator[Finding]:
    """Whether the files make one set."""
    for kind in expected:
        own = [paper for paper in papers if kind in paper.kinds]
        title = standard.kind(kind).title
        if not own:
            count = len(_only(kind, _scope(papers)))
            yield finding("AU104", title=title, count=count)
        doubled = [paper for paper in own if paper.kind == kind]
        if len(doubled) > 1:
            yield finding(
                "AU105", Where(file=doubled[1].shown), title=title, files="、".join(one.shown for one in doubled)
            )
    yield from _strangers(papers)


def _only(kind: str, scope: Scope) -> list[str]:
    return [clause.id for clause in standard.clauses() if coverage.needs(clause, scope).get(kind) is Need.MAIN]


def _strangers(papers: Sequence[Paper]) -> Iterator[Finding]:
    papers = [paper for paper in papers if paper.kinds]  # a supplementary agreement is of other data on purpose
    if not papers:
        return
    numbers = [paper.receipt.engagement for paper in papers]
    usual = max(numbers, key=numbers.count)
    rest = [paper for paper in papers if paper.receipt.engagement == usual]
    hashes = [paper.receipt.data_hash for paper in rest]
    issue = max(hashes, key=hashes.count)
    for paper in papers:
        if paper.receipt.engagement != usual:
            yield finding("AU106", Where(file=paper.shown), own=paper.receipt.engagement, other=usual)
        elif paper.receipt.data_hash != issue:
            yield finding("AU107", Where(file=paper.shown), version=paper.receipt.version)


def _scope(papers: Sequence[Paper]) -> Scope:
    """What decides which clauses apply; of several issues the widest."""
    scopes = [paper.receipt.scope for paper in papers]
    return max(scopes, key=lambda scope: (len(scope.categories), len(scope.modes)), default=Scope())


# Clauses


def _waived(results: list[ClauseResult], request: Request) -> list[ClauseResult]:
    return [_with_waiver(result, request) for result in results]


def _with_waiver(result: ClauseResult, request: Request) -> ClauseResult:
    owed = (ClauseState.COVERED, ClauseState.WAIVED)
    if result.state in owed:
        return result
    waiver = request.waivers.for_clause(result.clause.id, request.as_of)
    if waiver is None:
        return result
    return replace(
        result,
        state=ClauseState.WAIVED,
        reason=waiver.justification,
        approved_by=waiver.approved_by,
        expires=waiver.expires,
    )


def _of_clause(result: ClauseResult, papers: Sequence[Paper], missing: Sequence[str]) -> Iterator[Finding]:
    """What is said of a clause; those of a missing document are said once, for the document."""
    if result.state is ClauseState.WAIVED or result.modality is Modality.MAY:
        return
    for place in result.places:
        if place.state is ClauseState.COVERED or place.kind in missing:
            continue
        if place.need is Need.MAIN:
            yield _unanswered(result, place, papers)
        else:
            yield _unreferred(result, place, papers)


def _unanswered(result: ClauseResult, place: Place, papers: Sequence[Paper]) -> Finding:
    clause, must = result.clause, result.modality is Modality.SHALL
    values = {"id": clause.id, "title": clause.title}
    if place.state is ClauseState.EMPTY:
        where = Where(file=place.file, place=f"{place.document} › {place.section}")
        return finding(
            "AU203" if must else "AU204", where, clause=clause.id, **values, reason=_why_empty(place, papers)
        )
    where = Where(file=place.file or None, place=place.document)
    was = _was(clause.id, place, papers)
    return finding(
        "AU201" if must else "AU202", where, clause=clause.id, **values, document=f"《{_title(place.kind)}》", was=was
    )


def _unreferred(result: ClauseResult, place: Place, papers: Sequence[Paper]) -> Finding:
    clause = result.clause
    mains = "、".join(f"《{_title(kind)}》" for kind in _mains(result))
    problem = "这一节是空的" if place.state is ClauseState.EMPTY else f"没有找到{_was(clause.id, place, papers)}"
    where = Where(file=place.file or None, place=f"{place.document} › {place.section}".removesuffix(" › "))
    return finding(
        "AU205",
        where,
        clause=clause.id,
        id=clause.id,
        title=clause.title,
        document=f"《{_title(place.kind)}》",
        main=mains,
        problem=problem,
    )


def _mains(result: ClauseResult) -> list[str]:
    return [kind for kind, need in result.clause.needs.items() if need is Need.MAIN]


def _title(kind: str) -> str:
    return standard.kind(kind).title


def _was(clause: str, place: Place, papers: Sequence[Paper]) -> str:
    """Where a clause stood at issue."""
    for paper in papers:
        if place.kind in paper.kinds:
            for then in paper.receipt.sections.values():
                if clause in then.clauses:
                    return f"（签发时在“{f'{then.number} {then.title}'.strip()}”）"
    return ""


def _why_empty(place: Place, papers: Sequence[Paper]) -> str:
    for paper in papers:
        section = paper.by_bookmark.get(place.bookmark) if paper.shown == place.file else None
        if section is not None and (empty := paper.substance(section).empty) is not None:
            return empty.label
    return ""


# Facts


def _facts(facts: Facts) -> Iterator[FactResult]:
    yield from facts.changed()
    yield from (odd for odd, _ in facts.at_odds())
    yield from (fact for fact, _ in facts.gone())
    yield from (fact for fact, _ in facts.unmarked())
