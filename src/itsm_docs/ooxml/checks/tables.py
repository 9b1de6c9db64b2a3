"""Tables, and what cells, documents, headers and notes must end with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from itsm_docs.findings import Finding, finding
from itsm_docs.ooxml.checks.opened import Opened, place
from itsm_docs.ooxml.xml import first, qn, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKS = frozenset(qn("w:" + name) for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"))
_WRAPPERS = frozenset(qn("w:" + name) for name in ("sdt", "sdtContent", "ins", "del", "customXml"))
_WIDTH_TOLERANCE = 30
"""Rounding in twips that a table's widths may be off by."""


def _blocks(parent: _Element) -> list[_Element]:
    """The blocks, rows or cells of an element, those in content controls included."""
    found: list[_Element] = []
    for element in parent.iterchildren("*"):
        if element.tag in _WRAPPERS:
            found.extend(_blocks(element))
        elif element.tag not in _MARKS:
            found.append(element)
    return found


def cells_end(document: Opened) -> Iterator[Finding]:
    """A cell's last block is a paragraph (17.4.65); Word refuses the file otherwise."""
    for part, cell in document.every("w:tc"):
        blocks = _blocks(cell)
        if not blocks or blocks[-1].tag != qn("w:p"):
            yield finding("OX209", place(part, cell))


def stories_end(document: Opened) -> Iterator[Finding]:
    """A document ends with a paragraph and its section, headers and notes with a paragraph."""
    for part, root in document.stories.items():
        body = first(root, "w:body")
        if body is not None:
            blocks = _blocks(body)
            if not blocks or blocks[-1].tag != qn("w:sectPr"):
                yield finding("OX211", place(part))
            blocks = [block for block in blocks if block.tag != qn("w:sectPr")]
            stories = [(body, blocks)]
        else:
            notes = [note for note in root if note.tag in {qn("w:footnote"), qn("w:endnote"), qn("w:comment")}]
            stories = [(story, _blocks(story)) for story in (notes or ([] if _holds_notes(root) else [root]))]
        for story, blocks in stories:
            if not blocks or blocks[-1].tag != qn("w:p"):
                yield finding("OX210", place(part, story))


def _holds_notes(root: _Element) -> bool:
    return root.tag in {qn("w:footnotes"), qn("w:endnotes"), qn("w:comments")}


def _rows(table: _Element) -> list[list[tuple[int, int, _Element]]]:
    """The cells of each row as (first column, number of columns, cell)."""
    rows = []
    for row in _blocks(table):
        if row.tag != qn("w:tr"):
            continue
        column = _integer(row, "w:trPr/w:gridBefore", 0)
        cells = []
        for cell in _blocks(row):
            if cell.tag == qn("w:tc"):
                span = _integer(cell, "w:tcPr/w:gridSpan", 1)
                cells.append((column, span, cell))
                column += span
        rows.append(cells)
    return rows


def _integer(element: _Element, path: str, default: int) -> int:
    text = value(first(element, path)) or ""
    return int(text) if text.isdigit() else default


def merges(document: Opened) -> Iterator[Finding]:
    """A cell that continues a vertical merge stands below one that starts or continues it, in the same columns."""
    for part, table in document.every("w:tbl"):
        above: set[tuple[int, int]] = set()
        for row in _rows(table):
            merging: set[tuple[int, int]] = set()
            for column, span, cell in row:
                merge = first(cell, "w:tcPr/w:vMerge")
                if merge is None:
                    continue
                merging.add((column, span))
                if value(merge) != "restart" and (column, span) not in above:
                    yield finding("OX212", place(part, cell), column=column + 1)
            above = merging


def grids(document: Opened) -> Iterator[Finding]:
    """Each row fills the table's grid, and in a fixed layout its cells are as wide as the grid says."""
    for part, table in document.every("w:tbl"):
        widths = [_width(column) for column in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
        fixed = value(first(table, "w:tblPr/w:tblLayout"), "w:type") == "fixed"
        for number, (row, cells) in enumerate(zip(_table_rows(table), _rows(table), strict=True), 1):
            end = cells[-1][0] + cells[-1][1] if cells else 0
            columns = end + _integer(row, "w:trPr/w:gridAfter", 0)
            if columns != len(widths):
                yield finding("OX213", place(part, row), row=number, found=columns, expected=len(widths))
            elif fixed and any(_too_far_off(widths, cell) for cell in cells):
                yield finding("OX214", place(part, row), row=number)


def _table_rows(table: _Element) -> list[_Element]:
    return [row for row in _blocks(table) if row.tag == qn("w:tr")]


def _width(element: _Element) -> int:
    text = value(element, "w:w") or ""
    return int(text) if text.isdigit() else 0


def _too_far_off(widths: list[int], placed: tuple[int, int, _Element]) -> bool:
    column, span, cell = placed
    own = first(cell, "w:tcPr/w:tcW")
    if own is None or value(own, "w:type") != "dxa":
        return False
    return abs(_width(own) - sum(widths[column : column + span])) > _WIDTH_TOLERANCE
