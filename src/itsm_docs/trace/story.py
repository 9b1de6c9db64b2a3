"""The canonical text of `canonical`, read from a file that came back: parsed, and tolerant of what others made of it.

A fact is known by its witness bookmark, or by the tag of its control where the bookmark is gone (LibreOffice 7.4 drops
tags, people drop bookmarks). Changes tracked count as accepted. Nothing is judged here; that is the reader's work.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from itsm_docs.ooxml.xml import every, first, qn, switched_on, value
from itsm_docs.trace.canonical import KEPT_FIELD, collapsed, digest, marker
from itsm_docs.trace.names import base_name, is_fact, is_section, is_section_end

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class Occurrence:
    """One place where a fact stands: the witness's name and the control's tag, as far as they are there.

    `section` is the bookmark of its section, `table` the label of the table around it (``表 4``); both may be empty.
    """

    name: str | None
    tag: str | None
    section: str = ""
    table: str = ""
    words: list[str] = field(default_factory=list)
    copied: bool = False

    @property
    def value(self) -> str:
        """What stands there now."""
        return collapsed("".join(self.words))


class Line(NamedTuple):
    """A paragraph below a section's heading, as a person reads it.

    `table` counts the tables of the document from 1 (0 outside), `row` the rows of a table from 1, `column` from 0 the
    columns that its cell begins in; `header` rows repeat on each page. `caption` tells the title of a table or figure.
    `canonical` is the text with the facts as their marks; `new` tells a line that was not there at issue.
    """

    text: str
    table: int = 0
    row: int = 0
    column: int = 0
    header: bool = False
    caption: bool = False
    canonical: str = ""
    new: bool = False


@dataclass(slots=True)
class SectionText:
    """A section as it stands: its bookmark, its heading's paragraph, its words.

    A heading without a bookmark, where all had one at issue, begins a section with an empty name: it was pasted.
    """

    bookmark: str
    heading: _Element
    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    title_words: list[str] = field(default_factory=list)
    shown_words: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The canonical text."""
        return collapsed("".join(self.words))

    @property
    def shown(self) -> str:
        """The own text with the facts' values, as a person reads it, without the heading."""
        return collapsed("".join(self.shown_words))

    @property
    def title(self) -> str:
        """The heading's text with the facts' values."""
        return collapsed("".join(self.title_words))

    @property
    def hash(self) -> str:
        """The hash to compare with the receipt's."""
        return digest(self.text)


@dataclass(frozen=True, slots=True)
class Story:
    """What was found in one part of the file; `outside` are the paragraphs that belong to no section, empty ones left out."""

    sections: list[SectionText]
    facts: list[Occurrence]
    outside: list[str]


def read_story(root: _Element, tags: Mapping[str, str], headings: Container[str] = ()) -> Story:
    """Walk one part; `tags` leads from the facts' bookmarks to their tags, as the receipt knows them.

    `headings` are the ids of heading styles, where every heading had a bookmark at issue.
    """
    tracked = next(root.iter(*_DELETED), None) is not None
    walk = _Walk(tags, headings, tracked=tracked)
    walk.element(root)
    return Story(walk.sections, walk.facts, walk.outside)


_DRAWN = frozenset(qn(name) for name in ("mc:AlternateContent", "w:drawing", "w:pict", "w:object"))
_SKIPPED = frozenset(
    qn(name)
    for name in (
        "w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sectPr", "w:sdtPr",
    )
)  # fmt: skip
_MARK, _PARAGRAPH = qn("w:bookmarkStart"), qn("w:p")
_DELETED = frozenset((qn("w:del"), qn("w:moveFrom")))
_MARKED_DELETED = ("w:pPr/w:rPr/w:del", "w:pPr/w:rPr/w:moveFrom")
_CHARACTERS = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}


@dataclass(slots=True)
class _Field:
    code: str = ""
    result: bool = False

    @property
    def hides(self) -> bool:
        return not (self.result and (self.code.split() or [""])[0].upper() == KEPT_FIELD)


@dataclass(slots=True)
class _Place:
    """Where the walk stands among the tables, whose numbers it counts as Word does (17.16.5.56)."""

    label: str = ""
    captioned: bool = False
    _caption: str = ""
    _sequences: dict[str, int] = field(default_factory=dict)
    _tables: int = 0
    _table: int = 0
    _row: int = 0
    _column: int = 0
    _header: bool = False

    def count(self, code: str) -> None:
        """Count a caption's field."""
        words = code.split()
        if len(words) > 1 and words[0].upper() == "SEQ":
            self._sequences[words[1]] = self._sequences.get(words[1], 0) + 1
            self._caption = f"{words[1]} {self._sequences[words[1]]}"
            self.captioned = True

    def enter_table(self) -> tuple[str, int, int, int, bool]:
        """Begin a table; gives what to return to."""
        outer = (self.label, self._table, self._row, self._column, self._header)
        self._tables += 1
        self._table, self._row, self._header = self._tables, 0, False
        self.label, self._caption = self._caption or self.label, ""
        return outer

    def leave_table(self, outer: tuple[str, int, int, int, bool]) -> None:
        """End a table."""
        self.label, self._table, self._row, self._column, self._header = outer

    def enter_row(self, *, header: bool) -> None:
        """Begin a row."""
        self._row += 1
        self._column, self._header = 0, header

    def leave_cell(self, span: int) -> None:
        """End a cell that is so many columns wide."""
        self._column += span

    def line(self, text: str, canonical: str) -> Line:
        """A paragraph that ends here; text between caption and table parts them."""
        if text and not self.captioned and not self._table:
            self._caption = ""
        return Line(text, self._table, self._row, self._column, self._header, self.captioned, canonical)


def _passed_over(_: _Element) -> None:
    """What is no text of its own."""


class _Walk:
    """One walk over a part in document order."""

    def __init__(self, tags: Mapping[str, str], headings: Container[str], *, tracked: bool) -> None:
        self._headings, self._tracked = headings, tracked
        self._place = _Place()
        self.sections: list[SectionText] = []
        self.facts: list[Occurrence] = []
        self.outside: list[str] = []
        self._loose: list[str] = []
        self._tags = tags
        self._known = frozenset(tags.values())
        self._section: SectionText | None = None
        self._pending: list[str] = []
        self._open: dict[str, Occurrence] = {}
        self._controls: list[Occurrence] = []
        self._fields: list[_Field] = []
        self._deleted = 0
        self._in_heading = False
        self._handlers: dict[str, Callable[[_Element], None]] = {
            qn("w:p"): self._paragraph,
            qn("w:sdt"): self._control,
            qn("w:tbl"): self._table,
            qn("w:tr"): self._row,
            qn("w:tc"): self._cell,
            qn("w:bookmarkStart"): self._start,
            qn("w:bookmarkEnd"): self._end,
            qn("w:fldChar"): self._field_mark,
            qn("w:fldSimple"): self._simple_field,
            qn("w:instrText"): self._code,
            qn("w:t"): lambda element: self._say(element.text or ""),
        }
        self._handlers |= dict.fromkeys(_SKIPPED, _passed_over)
        self._handlers |= dict.fromkeys(_DRAWN, self._drawing)
        self._handlers |= dict.fromkeys(_DELETED, self._gone)
        self._handlers |= {tag: partial(self._character, text) for tag, text in _CHARACTERS.items()}

    def element(self, element: _Element) -> None:
        """Walk an element."""
        self._handlers.get(element.tag, self._children)(element)

    def _children(self, element: _Element) -> None:
        handlers, deeper = self._handlers, self._children
        for child in element.iterchildren("*"):  # no comments
            handlers.get(child.tag, deeper)(child)

    def _gone(self, element: _Element) -> None:
        self._deleted += 1
        self._children(element)
        self._deleted -= 1

    # Text

    def _character(self, text: str, _: _Element) -> None:
        self._say(text)

    def _say(self, text: str) -> None:
        if self._silent():
            return
        within = bool(self._open or self._controls)
        if within:
            for fact in (*self._open.values(), *self._controls):
                fact.words.append(text)
        if self._section is not None:
            self._shown(self._section).append(text)
            if not within:
                self._section.words.append(text)
        else:
            self._loose.append(text)

    def _drawing(self, drawing: _Element) -> None:
        """Take the words in a drawing; they are no text of the section, and its hash leaves them out."""
        if self._section is not None and not self._silent():
            fallback = qn("mc:Fallback")
            words = (text for text in every(drawing, "w:t") if next(text.iterancestors(fallback), None) is None)
            self._section.figures.append(collapsed(" ".join(text.text or "" for text in words)))

    def _silent(self) -> bool:
        return self._deleted > 0 or (bool(self._fields) and any(item.hides for item in self._fields))

    def _shown(self, section: SectionText) -> list[str]:
        return section.title_words if self._in_heading else section.shown_words

    def _space(self) -> None:
        """The end of a paragraph parts words whether or not a field runs across it."""
        if self._section is not None:
            self._section.words.append("\n")
            self._shown(self._section).append(" ")

    # Structure

    def _paragraph(self, paragraph: _Element) -> None:
        self._in_heading = self._begins(paragraph)
        section = self._section
        starts = (len(section.shown_words), len(section.words)) if section is not None else (0, 0)
        self._place.captioned = False
        self._children(paragraph)
        if section is not None and not self._in_heading:
            shown, own = section.shown_words[starts[0] :], section.words[starts[1] :]
            section.lines.append(self._place.line(collapsed("".join(shown)), collapsed("".join(own))))
        if self._loose and (text := collapsed("".join(self._loose))):
            self.outside.append(text)
        self._loose.clear()
        # A fact stays within its paragraph; an end that got lost must not swallow the rest of the document.
        self._open.clear()
        if not self._tracked or not any(first(paragraph, mark) is not None for mark in _MARKED_DELETED):
            self._space()
            self._in_heading = False

    def _begins(self, paragraph: _Element) -> bool:
        """Begin a section at a paragraph that holds its bookmark; whether it does."""
        names = [*self._pending, *(value(mark, "w:name") or "" for mark in _own_marks(paragraph))]
        self._pending = []
        for name in names:
            if is_section_end(name):
                self._section = None
            elif is_section(name) and (bookmark := self._unused(name)):
                self._section = SectionText(bookmark, paragraph)
                self.sections.append(self._section)
                self._fields.clear()
                return True
        if not self._deleted and self._is_heading(paragraph):
            self._section = SectionText("", paragraph)
            self.sections.append(self._section)
            return True
        return False

    def _is_heading(self, paragraph: _Element) -> bool:
        style = value(first(paragraph, "w:pPr/w:pStyle"))
        return style in self._headings and any(text.text for text in paragraph.iter(qn("w:t")))

    def _table(self, table: _Element) -> None:
        outer = self._place.enter_table()
        self._children(table)
        self._place.leave_table(outer)

    def _row(self, row: _Element) -> None:
        self._place.enter_row(header=switched_on(first(row, "w:trPr/w:tblHeader")))
        self._children(row)

    def _cell(self, cell: _Element) -> None:
        self._children(cell)
        span = value(first(cell, "w:tcPr/w:gridSpan")) or "1"
        self._place.leave_cell(int(span) if span.isdecimal() else 1)

    def _unused(self, name: str) -> str | None:
        """The name under which a section begins: a copy goes by its own name once the original was met."""
        taken = {section.bookmark for section in self.sections}
        return next((candidate for candidate in (base_name(name), name) if candidate not in taken), None)

    def _control(self, control: _Element) -> None:
        tag = value(first(control, "w:sdtPr/w:tag"))
        if tag not in self._known or self._deleted or any(fact.tag == tag for fact in self._open.values()):
            self._children(control)
            return
        fact = self._found(Occurrence(None, tag))
        self._controls.append(fact)
        self._children(control)
        self._controls.remove(fact)

    def _start(self, mark: _Element) -> None:
        name = value(mark, "w:name") or ""
        if next(mark.iterancestors(qn("w:p")), None) is None:
            self._pending.append(name)  # Word puts it between paragraphs when what stood around it was replaced
        if not is_fact(name):
            return
        base = base_name(name)
        tag = self._tags.get(base)
        around = next((fact for fact in self._controls if fact.name is None and fact.tag == tag), None)
        fact = around or self._found(Occurrence(base, tag or base))
        fact.name, fact.copied = base, name != base
        self._open[value(mark, "w:id") or ""] = fact

    def _found(self, fact: Occurrence) -> Occurrence:
        self.facts.append(fact)
        fact.section, fact.table = self._section.bookmark if self._section else "", self._place.label
        if self._section is not None and not self._silent():
            self._section.words.append(marker(fact.tag or ""))
        return fact

    def _end(self, mark: _Element) -> None:
        self._open.pop(value(mark, "w:id") or "", None)

    # Fields

    def _field_mark(self, mark: _Element) -> None:
        kind = value(mark, "w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].result = True
            self._place.count(self._fields[-1].code)
        elif self._fields and kind == "end":
            self._fields.pop()

    def _code(self, code: _Element) -> None:
        if self._fields and not self._fields[-1].result:
            self._fields[-1].code += code.text or ""

    def _simple_field(self, simple: _Element) -> None:
        self._fields.append(_Field(value(simple, "w:instr") or "", result=True))
        self._place.count(self._fields[-1].code)
        self._children(simple)
        self._fields.pop()


def _own_marks(paragraph: _Element) -> Iterator[_Element]:
    """The starts of bookmarks in a paragraph, those in paragraphs of its drawings left out."""
    for mark in paragraph.iter(_MARK):
        if mark.getparent() is paragraph or next(mark.iterancestors(_PARAGRAPH), None) is paragraph:
            yield mark
