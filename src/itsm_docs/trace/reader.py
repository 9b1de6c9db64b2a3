"""Reading a document back: its sections and facts as they stand, each held against the receipt.

Pure reading, of files that other programs saved and that need not be valid. It says what changed; what that means for a
clause, and whether documents contradict each other, is for the audit to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from itsm_docs.ooxml.headings import Levels, automatic_numbers
from itsm_docs.ooxml.package import main_part, story_parts
from itsm_docs.ooxml.xml import parse
from itsm_docs.trace import parts as receipt_parts
from itsm_docs.trace.canonical import collapsed, line_digest
from itsm_docs.trace.names import tag_of
from itsm_docs.trace.receipt import IssuedFact, IssuedSection, Receipt
from itsm_docs.trace.story import Line, Occurrence, SectionText, read_story

if TYPE_CHECKING:
    from lxml.etree import _Element


class State(StrEnum):
    """What became of a section's wording or a fact's value since the document was issued."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    REMOVED = "removed"
    UNKNOWN = "unknown"
    """It is in the document and not in the receipt, or there is no receipt."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it stands.

    `number` is the automatic number as text (``第二条``, empty without one), `level` the heading's (None where the
    paragraph is no heading any more), `text` the own text without the heading, facts as printed, `lines` the same by
    paragraph. A removed section has the number and title that it was issued with, and no text. One with an empty
    `bookmark` was pasted: all had one at issue. `canonical` is the text whose hash the
    receipt keeps. `figures` are the words of each drawing, which the hash leaves out.
    """

    bookmark: str
    clauses: tuple[str, ...]
    title: str
    number: str
    level: int | None
    text: str
    state: State
    lines: tuple[Line, ...] = field(default=(), repr=False)
    canonical: str = field(default="", repr=False)
    figures: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it stands: `value` now (None where it is gone), `issued` then (None where the receipt has none).

    `section` is the bookmark of the section that it stands in (or stood in), `table` the label of the table (``表 4``).
    """

    bookmark: str | None
    path: str
    value: str | None
    issued: str | None
    state: State
    section: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says of itself. Sections and facts in the document's order, removed ones at the end.

    `outside` has by part the paragraphs that belong to no section: before the first and after the last of the document,
    in headers, footers, notes and comments; results of fields (the contents) and empty ones left out.
    """

    receipt: Receipt | None
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    outside: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)


def read(parts: Mapping[str, bytes], receipt: Receipt | None = None, *, by_headings: bool = False) -> Document:
    """Read the parts of a Word file; `receipt` is the sidecar's, where the file does not carry its own.

    `by_headings` lets every heading begin a section where no receipt says which do; else there is none then.
    Raises `Faulty` (OX111) when a part with text is not XML.
    """
    own = receipt_parts.read(parts)
    receipt = own if own is not None and (own.complete or receipt is None) else receipt
    issued = receipt.facts if receipt is not None else {}
    tags = {name: tag_of(fact.path) for name, fact in issued.items()}
    roots = {name: parse(parts[name], name) for name in story_parts(parts)}
    main = main_part(parts)
    levels = Levels(parts)
    marked = receipt.sections.values() if receipt is not None else ()
    every_heading = any(not section.clauses for section in marked) or (by_headings and not marked)
    headings = levels.headings() if every_heading else frozenset[str]()
    stories = {name: read_story(root, tags, headings if name == main else ()) for name, root in roots.items()}
    sections = tuple(_sections(automatic_numbers(parts, roots[main]), levels, stories[main].sections, receipt))
    found = [fact for story in stories.values() for fact in story.facts]
    outside = {name: tuple(story.outside) for name, story in stories.items()}
    return Document(receipt, sections, tuple(_facts(found, issued)), outside)


# Sections


def _sections(
    numbers: Mapping[_Element, str], levels: Levels, found: Iterable[SectionText], receipt: Receipt | None
) -> Iterator[Section]:
    issued = receipt.sections if receipt is not None else {}
    seen = set()
    for section in found:
        then = issued.get(section.bookmark)
        seen.add(section.bookmark)
        state = State.UNKNOWN
        if then is not None:
            state = State.UNCHANGED if section.hash == then.hash else State.EDITED
        yield Section(
            section.bookmark,
            then.clauses if then else (),
            section.title,
            numbers.get(section.heading, ""),
            levels.of(section.heading),
            section.shown,
            state,
            _lines(section.lines, then, state),
            section.text,
            tuple(section.figures),
        )
    for name, then in issued.items():
        if name not in seen:
            yield Section(name, then.clauses, then.title, then.number, None, "", State.REMOVED)


def _lines(lines: Iterable[Line], then: IssuedSection | None, state: State) -> tuple[Line, ...]:
    return tuple(lines) if state is State.UNCHANGED else against(lines, then.lines if then else ())


def against(lines: Iterable[Line], issued: Iterable[str]) -> tuple[Line, ...]:
    """The lines of a section, with those marked that were not there at issue; `issued` are the hashes of those that were."""
    left = Counter(issued)
    found = []
    for line in lines:
        key = line_digest(line.canonical) if line.canonical else ""
        left[key] -= 1
        found.append(line._replace(new=bool(key) and left[key] < 0))
    return tuple(found)


# Facts


def _facts(found: list[Occurrence], issued: Mapping[str, IssuedFact]) -> Iterator[Fact]:
    names = _matched(found, issued)
    for fact, name in zip(found, names, strict=True):
        then = issued.get(name or "")
        path = then.path if then else fact.tag or fact.name or ""
        yield _judged(name, path, fact, then)
    for name, then in issued.items():
        if name not in names:
            yield Fact(name, then.path, None, then.value, State.REMOVED, then.section)


def _matched(found: list[Occurrence], issued: Mapping[str, IssuedFact]) -> list[str | None]:
    """The issued fact of each that was found: by its witness, else by its tag, in order, among those still missing."""
    missing: dict[str, list[str]] = {}
    witnessed = {fact.name for fact in found}
    for name, then in issued.items():
        if name not in witnessed:
            missing.setdefault(tag_of(then.path), []).append(name)
    names: list[str | None] = []
    for fact in found:
        if fact.name is not None:
            names.append(fact.name)
        else:
            left = missing.get(fact.tag or "", [])
            names.append(
                left.pop(0) if left else next((n for n, i in issued.items() if tag_of(i.path) == fact.tag), None)
            )
    return names


def _judged(name: str | None, path: str, found: Occurrence, then: IssuedFact | None) -> Fact:
    now, place = found.value, (found.section, found.table)
    if then is None:
        return Fact(name, path, now, None, State.UNKNOWN, *place)
    if not now:
        return Fact(name, path, None, then.value, State.REMOVED, then.section, found.table)
    state = State.UNCHANGED if now == collapsed(then.value) else State.EDITED
    return Fact(name, path, now, then.value, state, *place)
