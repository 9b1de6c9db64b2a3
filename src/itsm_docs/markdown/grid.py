"""Tables as WordprocessingML: fixed layout, repeated header row, rows that do not break. ECMA-376 part 1, 17.4."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from itsm_docs.markdown.blocks import Alignment, Footnote, Inlines, Row, Table, Tag, TagLine, Text
from itsm_docs.markdown.inlines import flatten
from itsm_docs.markdown.paragraphs import KEEP_NEXT, paragraph, tag_paragraph
from itsm_docs.markdown.runs import runs

LEAST_WEIGHT, MOST_WEIGHT = 4, 24
"""Bounds of a column's automatic weight, in half-width characters: two and twelve Chinese characters."""

_TAG_WEIGHT = 8
_CENTRED_BY_STYLE: tuple[Alignment, ...] = ("",)
TALL = '<w:trHeight w:val="480" w:hRule="atLeast"/>'
"""A row of a form that is filled in by hand: 24 points."""
CENTRED = '<w:vAlign w:val="center"/>'
_LOOK = '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'


def table_xml(table: Table, text_width: int, note: Callable[[Footnote], str]) -> str:
    """A ``w:tbl`` as wide as the text (`text_width` in twips); its grid and its cells agree."""
    columns = column_widths(table, text_width)
    style = "TableGrid" if table.grid else "ThreeLine"
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    size = "Small" if table.small else ""
    # Kept with the first row: a heading alone at the foot of a page says nothing.
    head = _row(table.header, columns, _CENTRED_BY_STYLE * len(columns), f"TableHeading{size}", note, kept=True)
    body = (
        _tag_row(row.tag, columns)
        if isinstance(row, TagLine)
        else _row(
            row,
            columns,
            table.alignments,
            f"TableText{size}",
            note,
            whole=not table.breaking,
            tall=table.form,
            kept=table.form and row is not table.rows[-1],
        )
        for row in table.rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{text_width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_LOOK}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{head}{''.join(body)}</w:tbl>"
    )


def column_widths(table: Table, text_width: int) -> list[int]:
    """Whole twips per column, together exactly `text_width`."""
    weights = table.widths or [_weight(table, column) for column in range(len(table.header.cells))]
    edges = [round(text_width * sum(weights[:count]) / sum(weights)) for count in range(len(weights) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _weight(table: Table, column: int) -> float:
    """The longest text of a column, within bounds, so that 序号 stays narrow and 说明 gets the room."""
    rows = [table.header, *(row for row in table.rows if isinstance(row, Row))]
    longest = max(_length(row.cells[column].content) for row in rows if column < len(row.cells))
    return min(max(longest, LEAST_WEIGHT), MOST_WEIGHT)


def _length(content: Inlines) -> int:
    """Half-width characters that a cell's text takes; a printed value counts as four Chinese characters."""
    length = 0
    for inline in flatten(content):
        if isinstance(inline, Text):
            length += sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in inline.text)
        elif isinstance(inline, Tag) and inline.keyword is None:
            length += _TAG_WEIGHT
    return length


def _row(
    row: Row,
    columns: Sequence[int],
    alignments: Sequence[Alignment],
    style: str,
    note: Callable[[Footnote], str],
    *,
    whole: bool = True,
    tall: bool = False,
    kept: bool = False,
) -> str:
    """A row; `whole` does not break, `tall` has room for handwriting, `kept` stays with the next."""
    heading = "<w:tblHeader/>" if style.startswith("TableHeading") else ""
    cells = "".join(
        _cell(
            paragraph(style, runs(cell.content, note), properties=KEEP_NEXT * kept + _justified(alignment)),
            width,
            CENTRED * tall,
        )
        for cell, width, alignment in zip(row.cells, columns, alignments, strict=True)
    )
    properties = ("<w:cantSplit/>" if whole else "") + TALL * tall + heading
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def _tag_row(tag: Tag, columns: Sequence[int]) -> str:
    span = f'<w:gridSpan w:val="{len(columns)}"/>' if len(columns) > 1 else ""
    return f"<w:tr>{_cell(tag_paragraph(tag.source, 'tr'), sum(columns), span)}</w:tr>"


def _cell(inside: str, width: int, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{inside}</w:tc>'


def _justified(alignment: Alignment) -> str:
    return f'<w:jc w:val="{alignment}"/>' if alignment else ""
