"""Documents against the inputs as they are now: which are stale, and which values differ. Builds nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from itsm_docs.audit.facts import Facts
from itsm_docs.audit.papers import Paper
from itsm_docs.audit.titles import title
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.trace.receipt import Receipt


def compare(papers: Sequence[Paper], now: Mapping[str, Receipt]) -> Iterator[Finding]:
    """What differs between papers and the receipts, by kind, of documents made from the inputs now."""
    facts = Facts(papers)
    for paper in papers:
        fresh = now.get(paper.kind)
        if fresh is None:
            continue
        if fresh.engagement != paper.receipt.engagement:
            yield finding("AU503", Where(file=paper.shown), own=paper.receipt.engagement, other=fresh.engagement)
            continue
        if differences := _differences(paper.receipt, fresh):
            yield finding("AU501", Where(file=paper.shown, place=paper.short), differences=differences)
        yield from _values(paper, fresh, facts)


def _differences(issued: Receipt, fresh: Receipt) -> str:
    """What would be different in a new issue, in words; empty for nothing."""
    before, after = _by_path(issued), _by_path(fresh)
    changed = sum(path in before and path in after and before[path] != after[path] for path in {*before, *after})
    new, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    old = [(item.title, item.hash) for item in issued.sections.values()]
    texts = sum((item.title, item.hash) not in old for item in fresh.sections.values())
    lost = len(issued.sections) - len(fresh.sections)
    version = f"版本 {issued.version} → {fresh.version}" if issued.version != fresh.version else ""
    words = (
        (f"数值变化 {changed} 处", changed),
        (f"新增数值 {new} 处", new),
        (f"减少数值 {gone} 处", gone),
        (f"文字变化 {texts} 节", texts),
        (f"减少 {lost} 节", lost > 0),
        (version, version),
    )
    return "，".join(text for text, holds in words if holds)


def _by_path(receipt: Receipt) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fact in receipt.facts.values():
        found.setdefault(fact.path, set()).add(fact.value)
    return found


def _values(paper: Paper, fresh: Receipt, facts: Facts) -> Iterator[Finding]:
    current = _by_path(fresh)
    told = set()
    for fact in paper.facts:
        expected = current.get(fact.path)
        if fact.value is None or expected is None or fact.value in expected or (fact.path, fact.value) in told:
            continue
        told.add((fact.path, fact.value))
        where = Where(file=paper.shown, place=paper.place(paper.by_bookmark.get(fact.section), fact.table))
        (shown,) = get_close_matches(fact.value, sorted(expected), n=1, cutoff=0)
        yield finding("AU502", where, title=title(fact.path, facts.values), value=fact.value, current=shown)
