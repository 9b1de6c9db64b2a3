"""Findings on a document under negotiation: tracked changes and comments, with the clauses and values that they touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from itsm_docs.audit.result import ClauseResult
from itsm_docs.audit.revisions import FactDifference, Noted, Review, Reviewed, Spot
from itsm_docs.audit.titles import title
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.ooxml.changes import PILCROW, Kind

_QUOTED = 40
_NOBODY = "未署名"


def of_review(shown: str, short: str, review: Review, values: Mapping[str, str]) -> Iterator[Finding]:
    """What is open in a file: `short` begins the places, `values` name the items of data paths."""
    whole = Where(file=shown, place=short)
    if review.changes:
        authors = _authors((one.name, one.changes) for one in review.authors)
        yield finding("AU401", whole, count=len(review.changes), authors=authors)
    for change in review.changes:
        yield _of_change(shown, short, change, values)
    for difference in review.facts:
        yield finding(
            "AU404",
            _at(shown, short, difference.spot, difference.table),
            title=title(difference.path, values),
            accepted=_shown(difference.new),
            rejected=_shown(difference.old),
        )
    remarks = [noted for noted in review.open_remarks if not noted.remark.ours]
    if remarks:
        names = [noted.remark.author or _NOBODY for noted in remarks]
        authors = _authors((name, names.count(name)) for name in dict.fromkeys(names))
        yield finding("AU405", whole, count=len(remarks), authors=authors)
    for noted in remarks:
        yield _of_remark(shown, short, noted)


def of_states(accepted: Iterable[ClauseResult], rejected: Iterable[ClauseResult], where: Where) -> Iterator[Finding]:
    """The clauses whose state depends on whether the changes are accepted."""
    before = {one.clause.id: one.state for one in rejected}
    for one in accepted:
        if (old := before.get(one.clause.id)) is not None and old is not one.state:
            yield finding(
                "AU403",
                where,
                clause=one.clause.id,
                id=one.clause.id,
                title=one.clause.title,
                accepted=one.state.label,
                rejected=old.label,
            )


def _of_change(shown: str, short: str, reviewed: Reviewed, values: Mapping[str, str]) -> Finding:
    change, spot = reviewed.change, reviewed.spot
    touched = [*(spot.clauses if spot else ()), *_titles(reviewed.facts, values)]
    return finding(
        "AU402",
        _at(shown, short, spot),
        clause=spot.clauses[0] if spot and spot.clauses else None,
        author=change.author or _NOBODY,
        action=_action(change.kind, change.old, change.new),
        clauses=f"（涉及 {'、'.join(touched)}）" if touched else "",
    )


def _titles(facts: Iterable[FactDifference], values: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(title(one.path, values) for one in facts))


def _action(kind: Kind, old: str, new: str) -> str:
    if kind is Kind.FORMATTING:
        return f"改了“{_quoted(old)}”的格式"
    if kind is Kind.PARAGRAPH:
        return "拆开了段落" if new == PILCROW else "合并了段落"
    if kind is Kind.MOVE:
        return f"把“{_quoted(old)}”移走" if old else f"把“{_quoted(new)}”移到这里"
    unit = {Kind.ROW: "表格行", Kind.CELL: "单元格"}.get(kind, "")
    if old and new:
        return f"把{unit}“{_quoted(old)}”改为“{_quoted(new)}”"
    return f"插入{unit}“{_quoted(new)}”" if new else f"删除{unit}“{_quoted(old)}”"


def _of_remark(shown: str, short: str, noted: Noted) -> Finding:
    remark, spot = noted.remark, noted.spot
    about = f"（对“{_quoted(remark.about)}”）" if remark.about else ""
    clause = spot.clauses[0] if spot and spot.clauses else None
    where = _at(shown, short, spot)
    return finding(
        "AU406", where, clause=clause, author=remark.author or _NOBODY, text=_quoted(remark.text), about=about
    )


def _authors(counts: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{name or _NOBODY} {count} 处" for name, count in counts if count)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"


def _shown(value: str | None) -> str:
    return value if value else "（没有）"


def _at(shown: str, short: str, spot: Spot | None, table: str = "") -> Where:
    words = f"{spot.number} {spot.title}".strip() if spot else ""
    return Where(file=shown, place=" › ".join(word for word in (short, words, table) if word))
