"""A comparison from start to end: two sides in, a redline and its summary out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.ooxml.changes import changes
from itsm_docs.ooxml.package import Package, main_part, read, relationships, story_parts, write
from itsm_docs.redline.engine import compare
from itsm_docs.redline.facts import amount_changes, fact_changes, short_name
from itsm_docs.redline.graft import grafted
from itsm_docs.redline.result import Edit, Summary
from itsm_docs.redline.sections import section_changes
from itsm_docs.redline.side import Side, same_issue
from itsm_docs.redline.tidy import tidied, titled

AUTHOR = "修订对比"
"""Whose the changes are where nobody else is named."""
MARK = "修订对比稿"
"""What a redline is called in its properties and its file name."""

_MARGINS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


@dataclass(frozen=True, slots=True)
class Redline:
    """A compared pair: `data` is the Word file with tracked changes, `findings` are what a reader of it should know.

    `kind` is the kind of document that the new one's receipt names, None without one.
    """

    old: str
    new: str
    kind: str | None
    data: bytes
    summary: Summary
    findings: tuple[Finding, ...] = ()


def redline(old: Side, new: Side, *, author: str = AUTHOR, date: str | None = None) -> Redline:
    """Compare two versions; accepting all changes gives the new text, rejecting all the old one.

    `author` and `date` (ISO 8601, by default that of the new file's properties) are those of the changes; without any
    date they have none. Raises `Unusable` (RL10x) when the engine cannot run, `Faulty` (OX111) for broken parts.
    """
    date = date or new.date
    before, after = _comparable(old, new)
    formatting = not (old.resaved or new.resaved)
    made = compare(write(before), write(after), author=author, date=date, formatting=formatting)
    parts = titled(tidied(read(made), dated=date is not None), MARK)
    kind = new.receipt.kind if new.receipt is not None else None
    return Redline(old.shown, new.shown, kind, write(parts), _summary(old, new, parts), tuple(_notes(old, new)))


def _comparable(old: Side, new: Side) -> tuple[Package, Package]:
    """What the engine is to compare: both in one program's markup."""
    before, after = old.comparable(comments=False), new.comparable(comments=True)
    if new.resaved and not old.resaved:
        after = grafted(before, after)
    elif old.resaved and not new.resaved:
        before = grafted(after, before)
    return before, after


def _summary(old: Side, new: Side, parts: Package) -> Summary:
    one_issue = same_issue(old, new)
    facts = tuple(fact_changes(old, new, one_issue=one_issue))
    return Summary(
        sections=tuple(section_changes(old.sections, new.sections, one_issue=one_issue)),
        elsewhere=tuple(_elsewhere(old, new)),
        facts=facts,
        amounts=tuple(amount_changes(facts)),
        edits=tuple(Edit(change.kind.value, change.old, change.new) for change in changes(parts)),
    )


def _elsewhere(old: Side, new: Side) -> Iterator[str]:
    """What changed outside all sections: the cover and what follows the last section, headers, footers, notes."""
    (before, ours), (after, theirs) = (_outside(side) for side in (old, new))
    if before != after:
        yield "封面等条款以外的部分"
    for kind, name in _MARGINS.items():
        if ours.get(kind) != theirs.get(kind):
            yield name


def _outside(side: Side) -> tuple[tuple[str, ...], dict[str, list[tuple[str, ...]]]]:
    main, outside = main_part(side.parts), side.document.outside
    kinds = {name: kind.rpartition("/")[2] for _, kind, name in relationships(side.parts, main)}
    margins: dict[str, list[tuple[str, ...]]] = {}
    for name in story_parts(side.parts):
        if outside.get(name):
            margins.setdefault(kinds.get(name, ""), []).append(outside[name])
    return outside.get(main, ()), margins


def _notes(old: Side, new: Side) -> Iterator[Finding]:
    for side in (old, new):
        if side.open_changes:
            yield finding("RL201", Where(side.shown), count=side.open_changes)
    yield from _strangers(old, new)
    if old.resaved or new.resaved:
        yield finding("RL204", Where((new if new.resaved else old).shown))


def _strangers(old: Side, new: Side) -> Iterator[Finding]:
    """What makes the two no versions of one document, or keeps the summary short."""
    if old.receipt is None or new.receipt is None:
        yield finding("RL203", Where((old if old.receipt is None else new).shown))
        return
    kinds = [short_name(side.receipt.kind) for side in (old, new) if side.receipt is not None]
    if kinds[0] != kinds[1]:
        yield finding("RL202", Where(new.shown), new=kinds[1], old=kinds[0])
    if old.receipt.engagement != new.receipt.engagement:
        yield finding("RL205", Where(new.shown), new=new.receipt.engagement, old=old.receipt.engagement)
