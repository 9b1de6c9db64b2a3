"""Read a pipe table: rows, tag rows, alignments, and the attributes that only tables have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from markdown_it.rules_block.table import escapedSplit

from itsm_docs.markdown import attributes
from itsm_docs.markdown.blocks import Alignment, Cell, Row, Table, TagLine
from itsm_docs.markdown.syntax import is_tag_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.tree import SyntaxTreeNode

    from itsm_docs.markdown.attributes import Attributes
    from itsm_docs.markdown.reader import Reader


def read_table(reader: Reader, node: SyntaxTreeNode, given: Attributes | None) -> Table:
    """The table of a ``table`` node with the attribute line before it, if any."""
    line = reader.line(node)
    used = reader.known(given, "table", line)
    head = node.children[0].children[0]
    header = _row(reader, head)
    rows: list[Row | TagLine] = []
    for child in [row for part in node.children[1:] for row in part.children]:
        rows.extend(_body_row(reader, child, len(header.cells), len(rows) + 1))
    if used.identity and "caption" not in used.values:
        reader.report("MD308", used.line)
    return Table(
        header,
        tuple(rows),
        tuple(_alignment(cell) for cell in head.children),
        reader.file,
        line,
        caption=reader.inlines.text(used.values.get("caption", "")),
        identity=used.identity,
        widths=attributes.widths(used, len(header.cells), reader.masked, reader.findings),
        grid="grid" in used.classes,
        small="small" in used.classes,
        breaking="breaking" in used.classes,
        form="form" in used.classes,
    )


def _alignment(cell: SyntaxTreeNode) -> Alignment:
    style = str(cell.attrs.get("style", ""))
    return cast("Alignment", style.removeprefix("text-align:"))


def _row(reader: Reader, node: SyntaxTreeNode) -> Row:
    line = reader.line(node)
    cells = tuple(Cell(reader.content(cell, line), reader.file, line) for cell in node.children)
    return Row(cells, reader.file, line)


def _body_row(reader: Reader, node: SyntaxTreeNode, columns: int, number: int) -> Iterable[Row | TagLine]:
    """A row, or the tags of a line that holds nothing else (bare, or in the first cell of an empty row)."""
    statements = reader.env["statements"]
    source = reader.source[node.map[0]].strip() if node.map else ""
    if is_tag_line(re.sub(r"[|\s]+", " ", source).strip(), statements) and source.strip("| ").count("|") == 0:
        return [TagLine(reader.masked.tags[character]) for character in source if character in statements]
    found = _count(source)
    if found != columns and not reader.is_field:
        reader.report("MD410", reader.line(node), place=f"表格第{number}行", found=found, columns=columns)
    return [_row(reader, node)]


def _count(source: str) -> int:
    """How many cells a line really has: the parser pads short rows and drops what is too much."""
    cells = escapedSplit(source)
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")
