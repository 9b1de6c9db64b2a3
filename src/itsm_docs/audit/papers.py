"""A document under audit: its sections in their order with what lies below them, and what lost its marks on the way.

A section that was pasted without its bookmark is known by its title, a value that lost its control by standing in its
section still. Both are said, and neither is guessed: titles must be equal, values must be there.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from itsm_docs import standard
from itsm_docs.audit.order import longest_rising
from itsm_docs.audit.substance import Emptiness, Substance, own, whole
from itsm_docs.documents import volumes
from itsm_docs.trace.canonical import collapsed, digest, marker
from itsm_docs.trace.names import tag_of
from itsm_docs.trace.reader import Document, Fact, Section, State, against, read
from itsm_docs.trace.receipt import IssuedFact, Receipt

_ANSWERS = {volumes.BUNDLE: volumes.BUNDLED, volumes.SUPPLEMENT: ("contract",)}
"""The kinds that a volume answers for; every other kind answers for itself."""
_DEEPEST = 10


@dataclass(frozen=True)
class Paper:
    """One file: `shown` is its name as the user gave it, `recovered` the bookmarks of sections known by their titles,
    `unmarked` those of facts whose control is gone and whose value stands in its section."""

    shown: str
    receipt: Receipt
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    recovered: frozenset[str] = frozenset()
    unmarked: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The kind or volume that the receipt names."""
        return self.receipt.kind

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds for which the file answers; none for volumes that answer nothing."""
        known = {entry.key for entry in standard.kinds()}
        return _ANSWERS.get(self.kind, (self.kind,) if self.kind in known else ())

    @cached_property
    def short(self) -> str:
        """The short name of the kind, as places begin: 合同."""
        try:
            return volumes.entry(self.kind).short
        except Exception:  # a receipt of a kind that we do not know any more
            return self.kind

    @cached_property
    def by_bookmark(self) -> Mapping[str, Section]:
        """The sections by their bookmarks."""
        return {section.bookmark: section for section in self.sections if section.bookmark}

    @cached_property
    def present(self) -> tuple[Section, ...]:
        """The sections that are there, in the document's order."""
        return tuple(section for section in self.sections if section.state is not State.REMOVED)

    def declaring(self, clause: str) -> list[Section]:
        """The sections there that declare a clause."""
        return [section for section in self.present if clause in section.clauses]

    def below(self, section: Section) -> list[Section]:
        """A section and those below it, down to the next heading of the same or a higher level."""
        start = self.present.index(section)
        level = section.level or _DEEPEST
        rest = takewhile(lambda other: (other.level or _DEEPEST) > level, self.present[start + 1 :])
        return [section, *rest]

    def substance(self, section: Section) -> Substance:
        """What a section says, those below it included."""
        return whole(self.below(section))

    def own_substance(self, section: Section) -> Substance:
        """What a section says before the next heading."""
        return own(section)

    def emptied(self, section: Section) -> Emptiness | None:
        """Why a section says nothing, where it was edited since issue; None where it speaks, or never spoke."""
        return self.substance(section).empty if section.state is State.EDITED else None

    @cached_property
    def moved(self) -> frozenset[str]:
        """The bookmarks of the sections that stand elsewhere than at issue: the fewest that explain the order."""
        order = [section.bookmark for section in self.present if section.bookmark in self.receipt.sections]
        stayed = longest_rising(order)
        return frozenset(name for name in order if name not in stayed)

    def place(self, section: Section | None, *more: str) -> str:
        """A place in words: ``合同 › 第五条 服务范围 › 表 4``."""
        words = f"{section.number} {section.title}".strip() if section is not None else ""
        return " › ".join(word for word in (self.short, words, *more) if word)


def read_paper(parts: Mapping[str, bytes], shown: str, sidecar: Receipt | None = None) -> Paper | None:
    """The paper that the parts of a Word file hold; None where nothing says what was issued.

    `sidecar` is the receipt that lies beside the file. Raises `Faulty` (OX1xx).
    """
    document = read(parts, sidecar)
    if document.receipt is None or not document.receipt.complete:
        return None
    paper = Paper(shown, document.receipt, document.sections, document.facts)
    return _with_facts(_with_sections(paper, document))


# Sections that lost their bookmark


def _with_sections(paper: Paper, document: Document) -> Paper:
    gone = {_plain(section.title): section for section in document.sections if section.state is State.REMOVED}
    found: dict[str, Section] = {}
    sections: list[Section] = []
    for section in document.sections:
        then = gone.get(_plain(section.title)) if not section.bookmark else None
        if then is None or then.bookmark in found:
            sections.append(section)
            continue
        issued = paper.receipt.sections[then.bookmark]
        found[then.bookmark] = replace(
            section,
            bookmark=then.bookmark,
            clauses=then.clauses,
            state=State.UNCHANGED if digest(section.canonical) == issued.hash else State.EDITED,
            lines=against(section.lines, issued.lines),
        )
        sections.append(found[then.bookmark])
    kept = tuple(s for s in sections if s.state is not State.REMOVED or s.bookmark not in found)
    return replace(paper, sections=kept, recovered=frozenset(found))


def _plain(title: str) -> str:
    return re.sub(r"\W+", "", title)


# Values that lost their control


def _with_facts(paper: Paper) -> Paper:
    lost = {fact.bookmark for fact in paper.facts if fact.state is State.REMOVED and fact.bookmark is not None}
    if not lost:
        return paper
    homes: dict[str, list[tuple[str, IssuedFact]]] = {}
    for name, fact in paper.receipt.facts.items():
        homes.setdefault(fact.section, []).append((name, fact))
    sections = dict(paper.by_bookmark)
    unmarked: set[str] = set()
    for home in {paper.receipt.facts[name].section for name in lost if name in paper.receipt.facts}:
        section = sections.get(home)
        if section is None or section.state is State.REMOVED:
            continue
        found, text = _standing(section.canonical, homes[home], lost)
        unmarked |= found
        if section.state is State.EDITED and digest(text) == paper.receipt.sections[home].hash:
            sections[home] = replace(section, state=State.UNCHANGED)
    return replace(
        paper,
        sections=tuple(sections.get(section.bookmark, section) for section in paper.sections),
        unmarked=frozenset(unmarked),
    )


def _standing(text: str, issued: Sequence[tuple[str, IssuedFact]], lost: Container[str]) -> tuple[set[str], str]:
    """The lost facts whose value stands between their neighbours' marks, and the text with their own marks back.

    `issued` are the section's facts in the order of the document.
    """
    found: set[str] = set()
    done, rest = "", text
    for number, (name, fact) in enumerate(issued):
        mark = marker(tag_of(fact.path))
        if name not in lost:
            before, met, after = rest.partition(mark)
            if met:
                done, rest = done + before + mark, after
            continue
        following = next((tag_of(one.path) for key, one in issued[number + 1 :] if key not in lost), None)
        end = rest.find(marker(following)) if following else -1
        value = collapsed(fact.value)
        at = rest.find(value, 0, end if end >= 0 else None) if value else -1
        if at >= 0:
            found.add(name)
            done, rest = done + rest[:at] + mark, rest[at + len(value) :]
    return found, done + rest
