"""Numbers in running text against the values of the set: what somebody typed, and what was forgotten when a value changed.

Only lines that were not there at issue are held against the rest: what was issued agrees with itself. They are held
against the values that the data gave for the same term and level, else against what all other places say alike; where
these differ among themselves nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from itsm_docs.audit.amounts import Measure
from itsm_docs.audit.facts import Facts
from itsm_docs.audit.papers import Paper
from itsm_docs.audit.passages import Passage, Place, Table
from itsm_docs.audit.quantities import Quantity, quantities
from itsm_docs.audit.result import FactResult
from itsm_docs.audit.titles import title
from itsm_docs.trace.reader import Section
from itsm_docs.trace.story import Line


@dataclass(frozen=True, slots=True)
class Clash:
    """A value in running text, and what it is at odds with.

    `known` is another place with another value (then `change` is None), `change` a changed value that this text still
    has as it was.
    """

    paper: Paper
    section: Section | None
    sentence: str
    known: tuple[str, Quantity] | None = None
    change: FactResult | None = None


Key = tuple[str, str, str, str, str]
"""What a value is of: term, level, qualifier, bound, scale."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A value and where it is said."""

    place: str
    quantity: Quantity


_MEASURED = re.compile(r"\d")
_LEVELLED = re.compile(r"^priorities\.levels\[")
"""The values that differ by level; what others govern is told by the text."""


def typed(papers: Sequence[Paper], facts: Facts) -> Iterator[Clash]:
    """Values in lines that were typed since issue, against the one value that the set has for the same term and level."""
    written = [
        (paper, section, quantity)
        for paper in papers
        for section in paper.present
        if any(line.new for line in section.lines)
        for quantity in _typed_in(section)
    ]
    if not written:
        return
    given = _given(facts)
    said = _said(papers, {one.level for _, _, one in written if _term(one) not in given})
    for paper, section, quantity in written:
        others = given.get(_term(quantity)) or said.get(_key(quantity), [])
        values = {one.quantity.measure for one in others}
        if len(values) == 1 and quantity.measure not in values and _same_scale(quantity, others[0].quantity):
            yield Clash(paper, section, quantity.sentence, (others[0].place, others[0].quantity))


def _typed_in(section: Section) -> list[Quantity]:
    """The values of the new lines of a section; those in tables are read with their headings."""
    new = [line for line in section.lines if line.new]
    tables = {line.table for line in new if line.table}
    shown = replace(
        section, lines=tuple(one for one in section.lines if one.table in tables or (one.new and not one.table))
    )
    found = quantities([passage_of(shown)])
    return [one for one in found if one.level and any(one.shown in line.text for line in new)]


def _same_scale(one: Quantity, other: Quantity) -> bool:
    return one.measure[0] == other.measure[0]


def forgotten(papers: Sequence[Paper], changes: Iterable[FactResult]) -> Iterator[Clash]:
    """Running text that still gives a changed value as it was, for the same term and level."""
    wanted = {key: change for change in changes for key in _keys_of(change)}
    if not wanted:
        return
    levels = {level for _, level, _ in wanted}
    for paper in papers:
        for section in paper.present:
            if not _names_any(section, levels):
                continue
            for quantity in quantities([passage_of(section)]):
                found = wanted.get((*_term(quantity), quantity.measure))
                if found is not None and not _stands_as_fact(paper, section, found):
                    yield Clash(paper, section, quantity.sentence, change=found)


def composed(facts: Facts, changes: Iterable[FactResult]) -> Iterator[Clash]:
    """Values put together from several, such as 一级 15 分钟，二级 30 分钟, that still hold a changed one as it was.

    Where two values of one level are the same, nobody can tell which is meant, and nothing is said.
    """
    for change in changes:
        levels = {level for _, level, _ in _keys_of(change)}
        alike = [path for path, value in facts.values.items() if path != change.path and value == change.issued]
        item = change.path.rpartition(".")[0]
        if len(levels) != 1 or any(path.rpartition(".")[0] == item for path in alike):
            continue
        text = re.compile(rf"{levels.pop()}(?:（[^）]*）)?\s*{re.escape(change.issued or '')}")
        for path, places in facts.by_path.items():
            for paper, fact in places if path != change.path else ():
                if fact.value and (found := text.search(fact.value)):
                    yield Clash(paper, paper.by_bookmark.get(fact.section), found[0], change=change)


def passage_of(section: Section) -> Passage:
    """A section as the readers of prose take it."""
    blocks: list[str | Table] = []
    for table, lines in groupby(section.lines, key=lambda line: line.table):
        own = [line for line in lines if not line.caption]
        if table:
            blocks.append(_table(own))
        else:
            blocks.extend(line.text for line in own if line.text)
    return Passage(Place(section.number, section.title), section.level or 0, tuple(blocks))


def _table(lines: Sequence[Line]) -> Table:
    rows: list[tuple[str, ...]] = []
    for _, row in groupby(lines, key=lambda line: line.row):
        cells: dict[int, list[str]] = {}
        for line in row:
            cells.setdefault(line.column, []).append(line.text)
        rows.append(tuple("\n".join(cells.get(column, ())) for column in range(max(cells) + 1)))
    return tuple(rows)


def _given(facts: Facts) -> Mapping[tuple[str, str], list[_Said]]:
    """The values that the data gave for a term at a level, as they are now."""
    found: dict[tuple[str, str], list[_Said]] = {}
    for path, places in facts.by_path.items():
        paper, fact = places[0]
        value = fact.issued if fact.value is None else fact.value
        if value is None or not _MEASURED.search(value) or not _LEVELLED.search(path):
            continue
        section = paper.by_bookmark.get(fact.section)
        for quantity in _of_fact(title(path, facts.values), value):
            found.setdefault(_term(quantity), []).append(_Said(paper.place(section, fact.table), quantity))
    return found


def _of_fact(words: str, value: str) -> list[Quantity]:
    return [one for one in quantities([Passage(Place(), 0, (f"{words} {value}",))]) if one.level]


def _names_any(section: Section, levels: Iterable[str]) -> bool:
    """Whether a section may speak of one of the levels: a quick look before the sentences are read."""
    names = [name for level in levels for name in (level, *_ALIASES.get(level, ()))]
    return any(name in section.title or name in section.text for name in names)


_ALIASES = {
    f"{numeral}级": (f"P{n}", f"{roman}级", f"{n}级", f"{n} 级")
    for n, (numeral, roman) in enumerate(zip("一二三四五", "ⅠⅡⅢⅣⅤ", strict=True), 1)
}
"""Other ways to write the levels that the reader of quantities knows as 一级 …"""


def _said(papers: Sequence[Paper], levels: Collection[str]) -> Mapping[Key, list[_Said]]:
    """What the lines that were there at issue say of some levels."""
    found: dict[Key, list[_Said]] = {}
    for paper in papers if levels else ():
        for section in paper.present:
            if not _names_any(section, levels):
                continue
            kept = replace(section, lines=tuple(line for line in section.lines if not line.new))
            for quantity in quantities([passage_of(kept)]):
                found.setdefault(_key(quantity), []).append(_Said(paper.place(section), quantity))
    return found


def _term(quantity: Quantity) -> tuple[str, str]:
    return quantity.term, quantity.level


def _key(quantity: Quantity) -> Key:
    return quantity.term, quantity.level, quantity.qualifier, quantity.bound, quantity.measure[0]


def _keys_of(change: FactResult) -> Iterator[tuple[str, str, Measure]]:
    """Term, level and former value of a changed fact, read from its title: 一级（特别紧急） 响应时限 15 分钟."""
    for quantity in _of_fact(change.title, change.issued or ""):
        yield *_term(quantity), quantity.measure


def _stands_as_fact(paper: Paper, section: Section, change: FactResult) -> bool:
    """Whether the section prints the changed path itself: then its facts tell."""
    return any(fact.section == section.bookmark and fact.path == change.path for fact in paper.facts)
