"""The 条款对照表 as CSV, JSON and worksheet: the same rows in bytes, the same bytes for the same rows. No clock, no files."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from itsm_docs import standard
from itsm_docs.audit.matrix import COLUMNS, Matrix, Row
from itsm_docs.audit.result import ClauseState
from itsm_docs.ooxml.package import write

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

JSON_SCHEMA, JSON_VERSION = "itsm-docs/clause-matrix", 1
SHEET = "条款对照表"
_HEAD = 4
"""The row of the column headings; title, subject and note stand above."""
_STATE = next(index for index, column in enumerate(COLUMNS, start=1) if column.title == "状态")
_TITLE, _FRONT, _HEADING, _BODY = "对照表标题", "对照表说明", "对照表表头", "对照表正文"
"""The cell styles."""
_YELLOW, _RED, _GREY = "FFF2CC", "F8CBAD", "E7E6E6"
_FILLS = {
    ClauseState.REFERS: _YELLOW,
    ClauseState.EMPTY: _RED,
    ClauseState.MISSING: _RED,
    ClauseState.WAIVED: _GREY,
}
_LINE = 13.5
"""Points that a line takes."""
_UNDATED = datetime(1980, 1, 1)
"""openpyxl writes no workbook without dates; this is the one that zip files have when they have none."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the start of a formula when they open a CSV file."""


def to_csv(matrix: Matrix) -> bytes:
    """The rows below their headings; UTF-8 with a mark, as Excel wants it. A cell that a spreadsheet would calculate
    begins with an apostrophe."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.title for column in COLUMNS])
    writer.writerows([_inert(column.text(row)) for column in COLUMNS] for row in matrix.rows)
    return stream.getvalue().encode("utf-8-sig")


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def to_json(matrix: Matrix) -> bytes:
    """The rows as `Row.as_json` gives them, with the counts of all clauses by strength and state."""
    report: dict[str, Any] = {
        "schema": JSON_SCHEMA,
        "version": JSON_VERSION,
        "standard": standard.clauses().standard,
        "edition": standard.clauses().edition,
        "subject": matrix.subject,
        "note": matrix.note,
        "gaps_only": matrix.gaps_only,
        "summary": {
            tally.modality.value: {state.value: tally.states.get(state, 0) for state in ClauseState}
            for tally in matrix.tallies
        },
        "rows": [row.as_json() for row in matrix.rows],
    }
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def to_xlsx(matrix: Matrix) -> bytes:
    """A workbook of one sheet to read, filter, fill in and print: A4 across. Every cell is text, whatever it looks like."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    _styles(book)
    _front(sheet, matrix)
    _head(sheet)
    for number, row in enumerate(matrix.rows, start=_HEAD + 1):
        _body(sheet, number, row)
    _printing(sheet, _HEAD + len(matrix.rows))
    book.properties.title, book.properties.creator = matrix.title, "itsm-docs"
    return _saved(book)


def _styles(book: Workbook) -> None:
    """The looks of the cells, once for the book: styles of single cells take most of the time. All are text (``@``), so
    that 4.10 stays a clause."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    line = Side(style="thin", color="999999")
    grid = Border(line, line, line, line)
    heading = Alignment(wrap_text=True, horizontal="center", vertical="center")
    front = Alignment(wrap_text=True, vertical="center")
    text = Alignment(wrap_text=True, vertical="top")
    plain = Font(name="宋体", size=10)
    styles = [
        NamedStyle(_TITLE, font=Font(name="黑体", size=14, bold=True), alignment=front, number_format="@"),
        NamedStyle(_FRONT, font=plain, alignment=front, number_format="@"),
        NamedStyle(
            _HEADING, Font(name="宋体", size=10, bold=True), PatternFill("solid", fgColor=_GREY), grid, heading, "@"
        ),
        NamedStyle(_BODY, font=plain, border=grid, alignment=text, number_format="@"),
        *(
            NamedStyle(_styled(state), plain, PatternFill("solid", fgColor=colour), grid, text, "@")
            for state, colour in _FILLS.items()
        ),
    ]
    for style in styles:
        book.add_named_style(style)


def _styled(state: ClauseState) -> str:
    return f"{_BODY}（{state.label}）" if state in _FILLS else _BODY


def _front(sheet: Worksheet, matrix: Matrix) -> None:
    lines = ((matrix.title, _TITLE, 24), (matrix.subject, _FRONT, 18), (matrix.note, _FRONT, 32))
    for row, (text, style, height) in enumerate(lines, start=1):
        _text(sheet, row, 1, text, style)
        sheet.row_dimensions[row].height = height
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))


def _head(sheet: Worksheet) -> None:
    from openpyxl.utils import get_column_letter

    for column, known in enumerate(COLUMNS, start=1):
        _text(sheet, _HEAD, column, known.title, _HEADING)
        sheet.column_dimensions[get_column_letter(column)].width = known.width


def _body(sheet: Worksheet, number: int, row: Row) -> None:
    lines = 1
    for column, known in enumerate(COLUMNS, start=1):
        text = known.text(row)
        _text(sheet, number, column, text, _styled(row.state) if column == _STATE else _BODY)
        lines = max(lines, -(-_length(text) // (known.width - 1)))
    sheet.row_dimensions[number].height = 3 + _LINE * lines


def _length(text: str) -> int:
    """How wide a text is, in digits; a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _text(sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
    """Text in a cell, also where it begins like a formula."""
    cell: Any = sheet.cell(row, column)
    cell.style = style
    if text:
        cell.value = text
        cell.data_type = "s"


def _printing(sheet: Any, last: int) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = sheet.cell(_HEAD + 1, 3)
    sheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(COLUMNS))}{last}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"


def _saved(book: Workbook) -> bytes:
    """The workbook without the hour at which it was saved, and with rows that fit themselves to their text."""
    from openpyxl.writer.excel import ExcelWriter

    properties: Any = book.properties
    properties.created = properties.modified = _UNDATED
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        ExcelWriter(book, archive).write_data()
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # The heights are estimates; without this mark a row still grows when somebody writes into it.
    return write({name: data.replace(b' customHeight="1"', b"") for name, data in parts.items()})
