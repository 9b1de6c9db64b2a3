"""The tracked changes of a document, one by one, as a person reads them: who changed what, from what to what, and where.

Only reads, and settles nothing: that is `revisions`. A change stays within a paragraph, a table row or a cell; what one
author changed side by side there is one change, a deletion beside an insertion a replacement.

Source: ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from itsm_docs.ooxml.around import Around
from itsm_docs.ooxml.tracked import FORMER, TAKEN, changed_parts
from itsm_docs.ooxml.xml import every, first, parse, qn, text_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element

PILCROW = "¶"
"""How a paragraph mark is shown that was added (paragraphs parted) or taken away (paragraphs joined)."""
OBJECT = "\ufffc"
"""How a drawing, an embedded object or the mark of a note stands in a text: Unicode's object replacement character."""


class Kind(StrEnum):
    """What sort of change it is; the values are stable, for JSON."""

    INSERTION = "insertion"
    DELETION = "deletion"
    REPLACEMENT = "replacement"
    MOVE = "move"
    FORMATTING = "formatting"
    PARAGRAPH = "paragraph"
    ROW = "row"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change.

    `old` is what stands there with the change rejected, `new` what stands there with it accepted. A move is two changes:
    with `old` where the text was, with `new` where it is now. Of formatting both are the text concerned, of a paragraph
    mark one is `PILCROW`, of a deletion inside another author's insertion `old` stands in neither view. `date` is as
    written, None where it is not. `paragraph` counts the ``w:p`` of `part` from 0, the changes not settled (the first in
    a row or a cell). `touches` are the names of the bookmarks and the tags of the content controls that the change lies
    in, holds or adjoins.
    """

    kind: Kind
    author: str
    date: str | None
    old: str
    new: str
    part: str
    paragraph: int
    touches: tuple[str, ...] = ()


def changes(parts: Mapping[str, bytes]) -> tuple[Change, ...]:
    """The changes of all parts with text, the main document first, each part in its order.

    Changes to styles and list definitions are not listed. Raises `Faulty` (OX111) for a part that is not XML.
    """
    found: list[Change] = []
    for name in changed_parts(parts):
        root = parse(parts[name], name)
        walk = _Walk(root)
        walk.element(root)
        found.extend(walk.changes(name))
    return tuple(found)


class _Stamp(NamedTuple):
    """Who changed, and when as written."""

    author: str
    date: str | None


def _stamp(mark: _Element) -> _Stamp:
    return _Stamp(value(mark, "w:author") or "", value(mark, "w:date"))


@dataclass(slots=True)
class _Draft:
    """A change being read."""

    kind: Kind
    stamp: _Stamp
    paragraph: int
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    touches: dict[str, None] = field(default_factory=dict)
    complete: bool = False
    """It has its text: nothing is added to it."""
    table: _Element | None = None

    def takes(self, kind: Kind, stamp: _Stamp, *, old: bool) -> bool:
        """Whether a change beside the draft is one with it; it may make it a replacement."""
        if stamp.author != self.stamp.author:
            return False
        if kind in _REPLACING and self.kind in (*_REPLACING, Kind.REPLACEMENT):
            self.kind = kind if self.kind is kind else Kind.REPLACEMENT
            return True
        return kind is self.kind and (kind is not Kind.MOVE or bool(self.old) is old)

    def add(self, text: str, *, old: bool = False, new: bool = False) -> None:
        """Add a piece of text to one side or both."""
        if old and not self.complete:
            self.old.append(text)
        if new and not self.complete:
            self.new.append(text)


_REPLACING = (Kind.INSERTION, Kind.DELETION)
_SIDES = {
    qn("w:ins"): (Kind.INSERTION, False),
    qn("w:del"): (Kind.DELETION, True),
    qn("w:moveTo"): (Kind.MOVE, False),
    qn("w:moveFrom"): (Kind.MOVE, True),
}
"""Kind of change, and whether it is about the old text."""
_CHARACTERS = {
    **dict.fromkeys((qn("w:tab"), qn("w:ptab")), "\t"),
    **dict.fromkeys((qn("w:br"), qn("w:cr")), "\n"),
    qn("w:noBreakHyphen"): "-",
    **dict.fromkeys(
        (qn(f"w:{name}") for name in ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference")),
        OBJECT,
    ),
}
_PROPERTIES = tuple(
    qn(f"w:{name}")
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "numPr", "sdtPr", "sdtEndPr")
)
_IN_PROPERTIES = (*_SIDES, *FORMER, qn("w:rPr"), qn("w:numPr"), qn("w:sectPr"))
_TEXTS = tuple(qn(name) for name in ("w:t", "w:delText", "m:t"))


@dataclass(slots=True)
class _Paragraph:
    """The paragraph being read: its number, the change that the next may be one with, the marks since the last text."""

    number: int
    beside: _Draft | None = None
    marks: dict[str, None] = field(default_factory=dict)
    changed: list[_Element] = field(default_factory=list)


class _Walk:
    """One walk over a part in document order."""

    def __init__(self, root: _Element) -> None:
        self._drafts: list[_Draft] = []
        self._count = 0
        self._around = Around(root)
        self._marked = {outer for mark in root.iter(*_SIDES, *FORMER) for outer in mark.iterancestors(qn("w:p"))}
        self._changes: list[_Element] = []
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[_Draft] = []
        self._formatted: _Draft | None = None
        self._handlers: dict[str, Callable[[_Element], None]] = {
            qn("w:p"): self._paragraph,
            qn("w:r"): self._run,
            qn("w:tr"): self._row,
            qn("w:tc"): self._cell,
            qn("w:sdt"): self._control,
            qn("w:bookmarkStart"): self._bookmark,
            qn("w:bookmarkEnd"): self._bookmark,
            qn("mc:Fallback"): self._fallback,
            **dict.fromkeys(_PROPERTIES, self._properties),
            **dict.fromkeys(_SIDES, self._change),
            **dict.fromkeys(FORMER, self._formatting),
            **dict.fromkeys(_CHARACTERS, self._character),
            **dict.fromkeys(_TEXTS, lambda text: self._say(text.text or "")),
        }

    def changes(self, part: str) -> Iterator[Change]:
        """What the walk has found in a part of that name."""
        last = max(self._count - 1, 0)
        for draft in self._drafts:
            place = min(draft.paragraph, last)
            texts = "".join(draft.old), "".join(draft.new)
            yield Change(draft.kind, *draft.stamp, *texts, part, place, tuple(draft.touches))

    def element(self, element: _Element) -> None:
        """Walk an element."""
        self._handlers.get(str(element.tag), self._children)(element)

    def _children(self, element: _Element) -> None:
        for child in element.iterchildren("*"):
            self.element(child)

    def _properties(self, properties: _Element) -> None:
        """Most of what a part has is formatting, and all but the marks in it is passed over."""
        for child in properties.iterchildren(*_IN_PROPERTIES):
            self.element(child)

    # Text

    def _run(self, run: _Element) -> None:
        outer, self._formatted = self._formatted, None
        self._children(run)
        self._formatted = outer

    def _character(self, element: _Element) -> None:
        self._children(element)
        if _parents(element)[0] == qn("w:r"):
            self._say(_CHARACTERS[str(element.tag)])

    def _say(self, text: str) -> None:
        """A piece of text: of a change, or what parts one change from the next."""
        if self._rows:
            self._say_in_row(self._rows[-1], text)
        elif self._changes:
            mark = next((mark for mark in self._changes if mark.tag in TAKEN), self._changes[-1])
            kind, old = _SIDES[str(mark.tag)]
            self._draft(kind, _stamp(mark), old=old).add(text, old=old, new=not old)
        elif self._formatted is not None:
            self._formatted.add(text, old=True, new=True)
        elif self._paragraphs:
            self._paragraphs[-1].beside = None
            self._paragraphs[-1].marks.clear()

    def _say_in_row(self, row: _Draft, text: str) -> None:
        """A row that goes shows what was in it before, one that comes what is in it now."""
        old = bool(row.old)
        if not any(_SIDES[str(mark.tag)][1] is not old for mark in self._changes):
            row.add(text, old=old, new=not old)

    def _draft(self, kind: Kind, stamp: _Stamp, *, old: bool) -> _Draft:
        """The change that a change of this kind here belongs to, a new one if need be."""
        paragraph = self._paragraphs[-1] if self._paragraphs else _Paragraph(self._count)
        if paragraph.beside is None or not paragraph.beside.takes(kind, stamp, old=old):
            paragraph.beside = self._new(kind, stamp, paragraph.number)
        paragraph.beside.touches |= paragraph.marks
        paragraph.marks.clear()
        return paragraph.beside

    def _new(self, kind: Kind, stamp: _Stamp, paragraph: int) -> _Draft:
        draft = _Draft(kind, stamp, paragraph, touches=dict.fromkeys(self._around.names()))
        self._drafts.append(draft)
        return draft

    # Structure

    def _paragraph(self, element: _Element) -> None:
        if element in self._marked or self._rows or self._changes:
            self._changed_paragraph(element)
            return
        self._count += sum(1 for _ in every(element, "w:p"))
        for mark in every(element, "w:bookmarkStart", "w:bookmarkEnd"):
            self._around.bookmark(mark)

    def _changed_paragraph(self, element: _Element) -> None:
        paragraph = _Paragraph(self._count)
        self._count += 1
        self._part_texts("\n")
        self._paragraphs.append(paragraph)
        self._children(element)
        for mark in paragraph.changed if not self._rows else ():
            self._end(paragraph, mark)
        self._paragraphs.pop()

    def _end(self, paragraph: _Paragraph, mark: _Element) -> None:
        """A changed paragraph mark: one with the change before it, else a change of its own."""
        kind, old = _SIDES[str(mark.tag)]
        beside, stamp = paragraph.beside, _stamp(mark)
        if beside is not None and beside.kind is kind and beside.takes(kind, stamp, old=old):
            beside.touches |= paragraph.marks
        else:
            self._draft(Kind.PARAGRAPH, stamp, old=old).add(PILCROW, old=old, new=not old)

    def _change(self, mark: _Element) -> None:
        parent, outer = _parents(mark)
        if parent == qn("w:rPr"):
            if outer == qn("w:pPr") and self._paragraphs:
                self._paragraphs[-1].changed.append(mark)
        elif parent == qn("w:numPr"):
            self._formatting(mark)
        elif parent != qn("w:trPr"):
            self._changes.append(mark)
            self._children(mark)
            self._changes.pop()

    def _row(self, row: _Element) -> None:
        self._whole(Kind.ROW, row, first(row, "w:trPr/w:del"), first(row, "w:trPr/w:ins"))

    def _cell(self, cell: _Element) -> None:
        self._part_texts("\t")
        merged = first(cell, "w:tcPr/w:cellMerge")
        if merged is not None and not self._rows:
            draft = self._new(Kind.CELL, _stamp(merged), self._count)
            draft.add(text_of(cell), old=True, new=True)
        self._whole(Kind.CELL, cell, first(cell, "w:tcPr/w:cellDel"), first(cell, "w:tcPr/w:cellIns"))

    def _whole(self, kind: Kind, element: _Element, taken: _Element | None, added: _Element | None) -> None:
        """Read a row or a cell; where it is changed itself, changes in it are no changes of their own."""
        mark = added if taken is None else taken
        if mark is None or self._rows:
            self._children(element)
            return
        draft = self._new(kind, _stamp(mark), self._count)
        draft.add("", old=taken is not None, new=taken is None)
        self._rows.append(draft)
        self._children(element)
        self._rows.pop()

    def _part_texts(self, character: str) -> None:
        """Part the texts of the paragraphs and the cells of a changed row."""
        if self._rows:
            texts = self._rows[-1].old or self._rows[-1].new
            if texts[-1] not in ("", "\t", "\n"):
                texts.append(character)

    def _fallback(self, fallback: _Element) -> None:
        """What repeats a drawing for old programs is counted and not read."""
        self._count += sum(1 for _ in every(fallback, "w:p"))

    # Marks around

    def _control(self, control: _Element) -> None:
        tag = self._around.enter(control)
        self._touch(tag)
        self._children(control)
        self._touch(tag)
        self._around.leave()

    def _bookmark(self, mark: _Element) -> None:
        self._touch(self._around.bookmark(mark))

    def _touch(self, name: str | None) -> None:
        """A mark belongs to the change before it and to the one after it, if no text lies between."""
        if name is None:
            return
        if self._rows:
            self._rows[-1].touches[name] = None
        elif self._paragraphs:
            paragraph = self._paragraphs[-1]
            paragraph.marks[name] = None
            if paragraph.beside is not None:
                paragraph.beside.touches[name] = None

    # Formatting

    def _formatting(self, former: _Element) -> None:
        """A record of former properties; of a run or a paragraph, else of a table, which is one change for each author."""
        if self._rows or self._changes:
            return
        stamp = _stamp(former)
        holder = next(former.iterancestors(qn("w:r"), qn("w:p"), qn("w:tbl")), None)
        if holder is not None and holder.tag == qn("w:tbl"):
            self._table(holder, stamp)
        elif holder is not None and holder.tag == qn("w:r"):
            self._formatted = self._draft(Kind.FORMATTING, stamp, old=False)
        else:
            draft = self._draft(Kind.FORMATTING, stamp, old=False)
            if holder is not None:
                text = text_of(holder)
                draft.old, draft.new, draft.complete = [text], [text], True

    def _table(self, table: _Element, stamp: _Stamp) -> None:
        if not any(draft.table is table and draft.stamp.author == stamp.author for draft in self._drafts):
            self._new(Kind.FORMATTING, stamp, self._count).table = table


def _parents(element: _Element) -> list[str]:
    """The names of the two elements around an element, empty where there is none."""
    return [*(str(outer.tag) for _, outer in zip(range(2), element.iterancestors(), strict=False)), "", ""][:2]
