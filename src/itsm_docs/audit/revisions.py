"""A document under negotiation: what its tracked changes and comments would do to sections and values.

Both views, all accepted and all rejected, are read like any returned document and held against each other. Values only:
what it means for a clause, and whether a final version may have any, others say. Nothing is settled in the file.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from itsm_docs.ooxml.changes import Change, changes
from itsm_docs.ooxml.package import main_part
from itsm_docs.ooxml.remarks import Remark, remarks
from itsm_docs.ooxml.revisions import accepted, rejected
from itsm_docs.ooxml.xml import parse, qn, text_of, value
from itsm_docs.trace.canonical import collapsed
from itsm_docs.trace.names import base_name, is_fact, is_section, is_section_end, tag_of
from itsm_docs.trace.reader import Document, Fact, Section, State, read
from itsm_docs.trace.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Spot:
    """A section as people find it: with changes accepted, or rejected where it is only there.

    `clauses` are those that its heading declares, or the nearest heading above it that declares any. `bookmark` is empty
    for a section that had none at issue.
    """

    bookmark: str
    number: str
    title: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """A section that the changes alter, add (`old` is None) or take away (`new` is None).

    `wording` tells that more than values would change; a section below it that changes is a difference of its own.
    """

    spot: Spot
    old: Section | None
    new: Section | None

    @property
    def wording(self) -> bool:
        """Whether title or wording differ, values aside."""
        if self.old is None or self.new is None:
            return True
        return (self.old.title, self.old.canonical) != (self.new.title, self.new.canonical)


@dataclass(frozen=True, slots=True)
class FactDifference:
    """A value that the changes alter: `old` with them rejected, `new` accepted, None where it would not be there.

    `issued` is the value in the receipt, None without one. `spot` is None outside of sections, `table` may be empty.
    """

    path: str
    bookmark: str | None
    old: str | None
    new: str | None
    issued: str | None
    spot: Spot | None
    table: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A tracked change, the section that it stands in (None in headers and before the first), the values it alters."""

    change: Change
    spot: Spot | None
    facts: tuple[FactDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A comment with its answers, and the section that it stands in."""

    remark: Remark
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Author:
    """How many changes and comments (answers included) somebody made; the name may be empty."""

    name: str
    changes: int
    remarks: int


@dataclass(frozen=True, slots=True)
class Review:
    """What is still open in a document. `accepted` and `rejected` are the two views as the trace reads them.

    Changes and comments in the document's order; sections and values too, those that are only in the rejected view last.
    Authors with the most changes first; the comments of this program count for nobody.
    """

    changes: tuple[Reviewed, ...]
    sections: tuple[SectionDifference, ...]
    facts: tuple[FactDifference, ...]
    remarks: tuple[Noted, ...]
    authors: tuple[Author, ...]
    accepted: Document = field(repr=False)
    rejected: Document = field(repr=False)

    @property
    def open_remarks(self) -> tuple[Noted, ...]:
        """The comments that nobody has marked as done."""
        return tuple(noted for noted in self.remarks if not noted.remark.done)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses whose sections the changes touch, each once."""
        spots = chain((item.spot for item in self.changes), (item.spot for item in self.sections))
        return tuple(dict.fromkeys(clause for spot in spots if spot is not None for clause in spot.clauses))


def review(parts: Mapping[str, bytes], receipt: Receipt | None = None) -> Review:
    """What the tracked changes and comments of a Word file would do.

    `receipt` is the sidecar's, where the file does not carry its own. Raises `Faulty` (OX111).
    """
    told, noted = changes(parts), remarks(parts)
    views = [read(settle(parts), receipt) for settle in (accepted, rejected)] if told else [read(parts, receipt)] * 2
    new, old = views
    spots = _spots(old) | _spots(new)
    facts = tuple(_fact_differences(new, old, spots))
    places = _Places(parts, read(parts, receipt) if told else new, spots) if told or noted else None
    placed = [(one, places.of(one) if places else None) for one in told]
    return Review(
        tuple(Reviewed(one, spot, tuple(_altered(one, spot, facts))) for one, spot in placed),
        tuple(_section_differences(new, old, spots)),
        facts,
        tuple(Noted(remark, places.of(remark) if places else None) for remark in noted),
        tuple(_authors(told, noted)),
        new,
        old,
    )


# Sections


def _key(section: Section) -> str:
    """What tells a section from the others of a document, in either view."""
    return section.bookmark or section.title


def _present(document: Document) -> list[Section]:
    return [section for section in document.sections if section.state is not State.REMOVED]


def _spots(document: Document) -> dict[str, Spot]:
    """The sections of a view as people find them."""
    spots: dict[str, Spot] = {}
    above: list[tuple[int, tuple[str, ...]]] = []
    for section in _present(document):
        level = section.level or _DEEPEST
        while above and above[-1][0] >= level:
            above.pop()
        clauses = section.clauses or next((held for _, held in reversed(above) if held), ())
        above.append((level, section.clauses))
        spots[_key(section)] = Spot(section.bookmark, section.number, section.title, clauses)
    return spots


_DEEPEST = 10


def _section_differences(new: Document, old: Document, spots: Mapping[str, Spot]) -> Iterator[SectionDifference]:
    now, then = ({_key(section): section for section in _present(view)} for view in (new, old))
    for key in dict.fromkeys([*now, *then]):
        before, after = then.get(key), now.get(key)
        if before is None or after is None or (before.title, before.text) != (after.title, after.text):
            yield SectionDifference(spots[key], before, after)


# Values


def _fact_differences(new: Document, old: Document, spots: Mapping[str, Spot]) -> Iterator[FactDifference]:
    now, then = _by_place(new.facts), _by_place(old.facts)
    for key in dict.fromkeys([*now, *then]):
        after, before = now.get(key), then.get(key)
        fact = after if after is not None and after.value is not None else before or after
        was, is_now = before.value if before else None, after.value if after else None
        if fact is not None and was != is_now:
            spot = spots.get(fact.section)
            yield FactDifference(fact.path, fact.bookmark, was, is_now, fact.issued, spot, fact.table)


def _by_place(facts: Iterable[Fact]) -> dict[tuple[str, int], Fact]:
    """The facts by bookmark, else by path, and by how often either came before."""
    seen: Counter[str] = Counter()
    found = {}
    for fact in facts:
        name = fact.bookmark or fact.path
        found[name, seen[name]] = fact
        seen[name] += 1
    return found


def _altered(change: Change, spot: Spot | None, facts: Iterable[FactDifference]) -> Iterator[FactDifference]:
    """The values that a change alters: by the bookmarks that it touches, by tags only where it touches no bookmark."""
    bookmarks = {base_name(name) for name in change.touches if is_fact(name)}
    for fact in facts:
        if fact.bookmark in bookmarks or (not bookmarks and fact.spot == spot and tag_of(fact.path) in change.touches):
            yield fact


# Where changes and comments stand


class _Places:
    """The sections of the main document by paragraphs, with no change settled."""

    def __init__(self, parts: Mapping[str, bytes], as_it_is: Document, spots: Mapping[str, Spot]) -> None:
        self._main = main_part(parts)
        own = _spots(as_it_is)
        self._starts = [
            (paragraph, None if key is None else spots.get(key) or own[key])
            for paragraph, key in _starts(parts[self._main], self._main, _present(as_it_is))
        ]

    def of(self, item: Change | Remark) -> Spot | None:
        """The section that a change or a comment stands in."""
        if item.part != self._main:
            return None
        return next((spot for paragraph, spot in reversed(self._starts) if paragraph <= item.paragraph), None)


def _starts(data: bytes, part: str, sections: list[Section]) -> Iterator[tuple[int, str | None]]:
    """The paragraph that each section begins with, and its key; None where a section ends before the next begins."""
    waiting = {section.bookmark: section for section in sections if section.bookmark}
    pasted = deque(section for section in sections if not section.bookmark)
    root, paragraph = parse(data, part), -1
    for element in root.iter(qn("w:p"), qn("w:bookmarkStart")):
        if element.tag == qn("w:p"):
            paragraph += 1
            if pasted and collapsed(text_of(element)) == pasted[0].title:
                yield paragraph, _key(pasted.popleft())
            continue
        name = value(element, "w:name") or ""
        inside = next(element.iterancestors(qn("w:p")), None) is not None
        found = next((known for known in (base_name(name), name) if known in waiting), None)
        if is_section_end(name):
            yield paragraph if inside else paragraph + 1, None
        elif found is not None and is_section(name):
            yield paragraph if inside else paragraph + 1, _key(waiting.pop(found))


# Authors


def _authors(told: Iterable[Change], noted: Iterable[Remark]) -> Iterator[Author]:
    made = Counter(change.author for change in told)
    wrote = Counter(remark.author for thread in noted for remark in (thread, *thread.replies) if not remark.ours)
    for name in sorted(dict.fromkeys([*made, *wrote]), key=lambda name: (-made[name], -wrote[name])):
        yield Author(name, made[name], wrote[name])
