"""The outline of any Word file: headings with what stands below them, also where no heading style was ever used.

Pure reading of the main part, with tracked changes accepted. Tables of contents, headers and notes are left out. A table
that only lays out the page is read as text; one that pairs a label with an article is read as headings and text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from itsm_docs.audit.headings import STYLED, Heading, Line, heading_of, is_contents, typed_number
from itsm_docs.audit.passages import NOWHERE, Passage, Place, Table
from itsm_docs.ooxml.headings import Levels, automatic_numbers
from itsm_docs.ooxml.package import main_part
from itsm_docs.ooxml.xml import every, first, parse, qn, switched_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_Item: TypeAlias = Line | Table


def outline(parts: Mapping[str, bytes]) -> list[Passage]:
    """The passages of a Word file in order; at least one, which may be empty.

    Raises `Faulty` (OX111) when the main part is not XML.
    """
    name = main_part(parts)
    root = parse(parts[name], name)
    return passages(_Reader(automatic_numbers(parts, root), Levels(parts)).items(root))


def passages(items: Sequence[_Item]) -> list[Passage]:
    """The passages of lines and tables."""
    drafts = [_Draft(NOWHERE, 0)]
    ranks: list[int] = []
    for index, item in enumerate(items):
        heading = _heading(items, index) if isinstance(item, Line) else None
        if heading is None:
            drafts[-1].blocks.append(item.text if isinstance(item, Line) else item)
            continue
        ranks = [rank for rank in ranks if rank < heading.rank]
        ranks.append(heading.rank)
        level = heading.rank if heading.rank <= STYLED else len(ranks)
        drafts.append(_Draft(Place(heading.number, heading.title), level, [heading.rest] if heading.rest else []))
    if len(drafts) > 1 and not drafts[0].blocks:
        del drafts[0]
    return [Passage(draft.place, draft.level, tuple(draft.blocks)) for draft in drafts]


@dataclass(slots=True)
class _Draft:
    place: Place
    level: int
    blocks: list[str | Table] = field(default_factory=list)


def _heading(items: Sequence[_Item], index: int) -> Heading | None:
    line = items[index]
    following = items[index + 1 : index + 2]
    assert isinstance(line, Line)
    if following and not isinstance(following[0], Line):
        return heading_of(line, [Line("（表）")])
    return heading_of(line, [item for item in following if isinstance(item, Line)])


# Reading the main part

_DELETED = frozenset((qn("w:del"), qn("w:moveFrom")))
_PASSED = frozenset((*_DELETED, qn("mc:Fallback"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr")))
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*\d|table of figures|toc heading|图表目录")
_LONG = 40
"""From this many characters on the text beside a label is an article, not a value."""


class _Reader:
    """One walk over the body, with what the file says of numbers and levels."""

    def __init__(self, numbers: Mapping[_Element, str], levels: Levels) -> None:
        self._numbers, self._levels = numbers, levels
        self._fields: list[str] = []
        self._sound_fields = False

    def items(self, root: _Element) -> list[_Item]:
        """Lines and tables of a document in order, empty lines and tables of contents left out."""
        body = first(root, "w:body")
        marks = [value(mark, "w:fldCharType") for mark in every(root, "w:fldChar")]
        # A field without an end, as other programs leave them, must not swallow the rest of the document.
        self._sound_fields = marks.count("begin") == marks.count("end")
        return [] if body is None else list(self._blocks(body))

    def _blocks(self, parent: _Element) -> Iterator[_Item]:
        for child in parent.iterchildren("*"):
            if child.tag == qn("w:p"):
                yield from self._lines(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag not in _PASSED and not _is_contents_control(child):
                yield from self._blocks(child)

    def _lines(self, paragraph: _Element) -> Iterator[_Item]:
        text = self._text(paragraph)
        if not _CONTENTS_STYLE.match(self._levels.style_of(paragraph)):
            bold = _is_bold(paragraph)
            number, level = self._numbers.get(paragraph, ""), self._levels.of(paragraph)
            for shown in filter(None, (line.strip() for line in text.split("\n"))):
                if not is_contents(shown):
                    yield Line(_collapsed(shown), level, number, bold)
                number, level = "", None
        for box in every(paragraph, "w:txbxContent"):
            inside = next(box.iterancestors(qn("w:p")), None) is paragraph
            if inside and next(box.iterancestors(qn("mc:Fallback")), None) is None:
                yield from self._blocks(box)

    def _in_contents(self) -> bool:
        return self._sound_fields and any(code.lstrip().upper().startswith("TOC") for code in self._fields)

    def _text(self, paragraph: _Element) -> str:
        words: list[str] = []
        self._collect(paragraph, words)
        return "".join(words)

    def _collect(self, element: _Element, words: list[str]) -> None:
        for child in element.iterchildren("*"):
            if child.tag == qn("w:t"):
                words.append("" if self._in_contents() else child.text or "")
            elif child.tag in _BREAKS:
                words.append(" " if value(child, "w:type") == "page" else _BREAKS[child.tag])
            elif child.tag == qn("w:fldChar"):
                self._field(value(child, "w:fldCharType") or "")
            elif child.tag == qn("w:instrText") and self._fields:
                self._fields[-1] += child.text or ""
            elif child.tag not in _PASSED and child.tag != qn("w:txbxContent"):
                self._collect(child, words)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, table: _Element) -> Iterator[_Item]:
        rows = [[list(self._blocks(cell)) for cell in _cells(row)] for row in table.iterchildren(qn("w:tr"))]
        if any(_is_layout(cell) for row in rows for cell in row) or all(len(row) <= 1 for row in rows):
            yield from (item for row in rows for cell in row for item in cell)
            return
        plain = _filled(table, [[_cell_text(cell) for cell in row] for row in rows])
        if _pairs_label_and_article(plain):
            for label, *rest in plain:
                if label and any(rest):
                    yield Line(label.replace("\n", ""), bold=True)
                    yield from (Line(text) for cell in dict.fromkeys(rest) for text in cell.split("\n") if text)
        elif any(cell for row in plain for cell in row):
            yield plain


def _is_contents_control(element: _Element) -> bool:
    gallery = first(element, "w:sdtPr/w:docPartObj/w:docPartGallery") if element.tag == qn("w:sdt") else None
    return value(gallery) == "Table of Contents"


def _is_bold(paragraph: _Element) -> bool:
    """Whether every run with text is bold by its own properties."""
    runs = [run for run in every(paragraph, "w:r") if any((text.text or "").strip() for text in every(run, "w:t"))]
    return bool(runs) and all(switched_on(first(run, "w:rPr/w:b")) for run in runs)


def _collapsed(text: str) -> str:
    return " ".join(text.split()) if "\t" in text or "  " in text else text


# Tables


def _cells(row: _Element) -> Iterator[_Element]:
    """The cells of a row, those in content controls too."""
    for child in row.iterchildren("*"):
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag not in _PASSED:
            yield from _cells(child)


def _is_layout(cell: Sequence[_Item]) -> bool:
    """Whether a cell holds a piece of document: numbered articles with text, or another table with text around it."""
    lines = [item for item in cell if isinstance(item, Line)]
    typed = [typed for line in lines if (typed := typed_number(f"{line.number} {line.text}".strip()))]
    return (len(lines) >= 3 and any(rank <= 14 for rank, _, _ in typed)) or len(lines) >= 12


def _cell_text(cell: Sequence[_Item]) -> str:
    texts: list[str] = []
    for item in cell:
        if isinstance(item, Line):
            texts.append(f"{item.number} {item.text}".strip())
        else:
            texts.extend(" ".join(filter(None, row)) for row in item)
    return "\n".join(texts)


def _filled(table: _Element, rows: Sequence[Sequence[str]]) -> Table:
    """The rows with merged cells in every place that they cover."""
    result: list[tuple[str, ...]] = []
    for row, texts in zip(table.iterchildren(qn("w:tr")), rows, strict=True):
        above, cells = result[-1] if result else (), list[str]()
        for cell, text in zip(_cells(row), texts, strict=True):
            merged = first(cell, "w:tcPr/w:vMerge")
            if merged is not None and value(merged) != "restart" and len(cells) < len(above):
                text = above[len(cells)]
            span = value(first(cell, "w:tcPr/w:gridSpan")) or "1"
            cells.extend([text] * (min(int(span), 64) if span.isdecimal() else 1))
        result.append(tuple(cells))
    return tuple(result)


def _pairs_label_and_article(table: Table) -> bool:
    """Whether most rows pair a short label with a text of some length, as in a contract that is drawn as a form."""
    paired = [
        row
        for row in table
        if len(set(row)) == 2 and 2 <= len(row[0]) <= 16 and len(row[-1]) >= _LONG and "。" in row[-1]
    ]
    return len(paired) >= 2 and 2 * len(paired) >= len(table)
