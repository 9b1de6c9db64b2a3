"""One side of a comparison: what a Word file says, and a copy of it that can be compared.

The copy has no content controls (the engine deletes and repeats whole paragraphs that hold some; measured), no trace, no
comments that are not people's, and no open changes: those count as accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from itsm_docs.audit.papers import Paper, read_paper
from itsm_docs.ooxml import bookmarks
from itsm_docs.ooxml.changes import changes
from itsm_docs.ooxml.comments import OURS, without_comments
from itsm_docs.ooxml.flatten import unwrap_controls
from itsm_docs.ooxml.package import Package, read, relationships, story_parts
from itsm_docs.ooxml.resaved import saved_by_libreoffice
from itsm_docs.ooxml.revisions import accepted
from itsm_docs.ooxml.xml import first, parse, serialize
from itsm_docs.trace import reader
from itsm_docs.trace.names import is_fact, is_section, is_section_end
from itsm_docs.trace.parts import without_receipt
from itsm_docs.trace.receipt import Receipt


@dataclass(frozen=True)
class Side:
    """A Word file: `shown` is its name as the user gave it, `parts` are its parts as they came."""

    shown: str
    parts: Mapping[str, bytes]

    @cached_property
    def document(self) -> reader.Document:
        """What the file says of itself, open changes accepted."""
        return reader.read(self.settled, by_headings=True)

    @cached_property
    def _paper(self) -> Paper | None:
        return read_paper(self.settled, self.shown)

    @property
    def receipt(self) -> Receipt | None:
        """The receipt, where it is there whole."""
        return None if self._paper is None else self._paper.receipt

    @cached_property
    def sections(self) -> tuple[reader.Section, ...]:
        """The sections that are there, in order; pasted ones under the bookmark that they lost."""
        return self.document.sections if self._paper is None else self._paper.present

    @cached_property
    def facts(self) -> tuple[reader.Fact, ...]:
        """The facts as they stand; one whose control was taken off stands as issued where its value still does."""
        if self._paper is None:
            return self.document.facts
        unmarked = self._paper.unmarked
        return tuple(
            replace(fact, value=fact.issued) if fact.value is None and fact.bookmark in unmarked else fact
            for fact in self._paper.facts
        )

    @cached_property
    def open_changes(self) -> int:
        """How many tracked changes nobody has settled yet."""
        return len(changes(self.parts))

    @cached_property
    def settled(self) -> Package:
        """The parts with every tracked change accepted."""
        return accepted(self.parts)

    @property
    def resaved(self) -> bool:
        """Whether LibreOffice saved it last: it writes the formatting of every paragraph anew."""
        return saved_by_libreoffice(self.parts)

    @cached_property
    def date(self) -> str | None:
        """When it was last changed, as its own properties say, in ISO 8601; None where they do not."""
        for name in (name for _, kind, name in relationships(self.parts) if kind.endswith("/core-properties")):
            root = parse(self.parts[name], name) if name in self.parts else None
            for key in ("dcterms:modified", "dcterms:created") if root is not None else ():
                element = first(root, key) if root is not None else None
                if element is not None and element.text and element.text.strip():
                    return element.text.strip()
        return None

    def comparable(self, *, comments: bool) -> Package:
        """The copy to compare; `comments` keeps what people remarked."""
        parts = without_comments(without_receipt(self.settled), OURS if comments else None)
        for name in story_parts(parts):
            root = parse(parts[name], name)
            unwrap_controls(root)
            bookmarks.remove(root, _is_trace)
            parts[name] = serialize(root)
        return parts


def open_side(data: bytes, shown: str) -> Side:
    """The side that the bytes of a Word file make. Raises `Faulty` (OX1xx)."""
    return Side(shown, read(data, shown))


def same_issue(old: Side, new: Side) -> bool:
    """Whether both are copies of one issued document, so that marks with one name mark one thing."""
    if old.receipt is None or new.receipt is None:
        return False
    return old.receipt.mark == new.receipt.mark


def _is_trace(name: str) -> bool:
    return is_section(name) or is_section_end(name) or is_fact(name)
