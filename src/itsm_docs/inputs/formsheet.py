"""项目填写表.xlsx as people see it: blanks, units, explanations, drop-downs; and a copy of a filled one with its faults marked.

Which blanks there are is data (``packs/form.yaml``); what they mean is read by `form`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from itsm_docs.findings import Finding, Severity
from itsm_docs.inputs.form import FormCell, FormList, form_cells, form_lists
from itsm_docs.inputs.packs import plain_sections
from itsm_docs.inputs.trail import shape_at
from itsm_docs.inputs.worksheet import column_letters
from itsm_docs.model import Engagement
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.shape import FieldShape, Kind, Shape, fields_of
from itsm_docs.standard import categories, category

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_YELLOW, _GREY, _RED = "FFF2CC", "E7E6E6", "F8CBAD"
_FIRST_ROW = 4
_LIST_ROWS = 300
_WIDTHS = (22, 44, 12, 60)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OPTIONS_LIMIT = 250
"""Excel takes at most 255 characters of options in a drop-down."""


def blank_form(numbers: Sequence[str], kind: str) -> bytes:
    """The workbook of a new project, with categories and kind of client filled in."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    given = {"服务类别": "、".join(f"{n} {category(n).name}" for n in numbers), "甲方性质": kind}
    for sheet in plain_sections("form")["sheets"]:
        cells = [cell for cell in form_cells() if cell.sheet == sheet["title"]]
        _cell_sheet(book, sheet["title"], sheet["note"], cells, given)
    for known in form_lists():
        _list_sheet(book, known)
    return _saved(book)


def _cell_sheet(book: Workbook, title: str, note: str, cells: Sequence[FormCell], given: dict[str, str]) -> None:
    sheet = _sheet(book, title, note, len(_WIDTHS))
    for column, (head, width) in enumerate(zip(("项目", "填写", "单位", "说明"), _WIDTHS, strict=True), start=1):
        _head(sheet, column, head, width)
    required = title == plain_sections("form")["sheets"][0]["title"]
    for row, cell in enumerate(cells, start=_FIRST_ROW):
        for column, text in ((1, cell.title), (2, given.get(cell.title)), (3, cell.unit), (4, cell.note)):
            _text(sheet, row, column, text or None)
        shape = shape_at(Engagement, cell.path) if cell.path else None
        _blank(sheet, row, 2, shape, fill=_YELLOW if required else None)
        if options := _options(cell, shape):
            _drop_down(sheet, options, f"B{row}")


def _options(cell: FormCell, shape: Shape | None) -> list[str]:
    if cell.special == "categories":
        return [f"{one.number} {one.name}" for one in categories()]
    return list(cell.options) or _labels(shape)


def _labels(shape: Shape | None) -> list[str]:
    if shape is None:
        return []
    if shape.kind is Kind.FLAG:
        return ["是", "否"]
    return [choice.label for choice in shape.choices or ()]


def _list_sheet(book: Workbook, known: FormList) -> None:
    item = shape_at(Engagement, known.path).item
    assert item is not None
    assert item.record is not None
    # Lists and records inside a line do not fit a cell; identity numbers do not belong in this file.
    fields = [
        field
        for field in fields_of(item.record).values()
        if not field.computed and field.shape.kind is not Kind.RECORD and field.name != "identity"
    ]
    sheet = _sheet(book, known.sheet, known.note, len(fields))
    for column, field in enumerate(fields, start=1):
        _head(sheet, column, field.title + ("*" if field.required else ""), _width(field), remark=field.description)
        letter = column_letters(column)
        if options := _labels(field.shape):
            _drop_down(sheet, options, f"{letter}{_FIRST_ROW}:{letter}{_LIST_ROWS}")
        for row in range(_FIRST_ROW, _FIRST_ROW + 20):
            _blank(sheet, row, column, field.shape)


def _width(field: FieldShape) -> int:
    return 14 if field.shape.kind in (Kind.NUMBER, Kind.DATE, Kind.FLAG, Kind.CHOICE, Kind.DURATION) else 26


def _sheet(book: Workbook, title: str, note: str, columns: int) -> Worksheet:
    from openpyxl.styles import Alignment, Font

    sheet: Any = book.create_sheet(title)
    sheet["A1"], sheet["A2"] = title, note
    sheet["A1"].font = Font(name="黑体", size=14, bold=True)
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=max(columns, 4))
    sheet.row_dimensions[2].height = 32
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet  # type: ignore[no-any-return]


def _head(sheet: Worksheet, column: int, text: str, width: int, remark: str = "") -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    cell: Any = _text(sheet, 3, column, text)
    cell.font, cell.fill = Font(name="宋体", bold=True), PatternFill("solid", fgColor=_GREY)
    sheet.column_dimensions[column_letters(column)].width = width
    if remark:
        cell.comment = Comment(remark, "itsm-docs")


def _text(sheet: Worksheet, row: int, column: int, text: str | None) -> Any:
    from openpyxl.styles import Alignment, Border, Font, Side

    line = Side(style="thin", color="999999")
    cell: Any = sheet.cell(row, column, text)
    cell.font, cell.border = Font(name="宋体"), Border(line, line, line, line)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _blank(sheet: Worksheet, row: int, column: int, shape: Shape | None, fill: str | None = None) -> None:
    """A cell to fill in: dates look like dates, codes and phones stay text."""
    from openpyxl.styles import PatternFill

    cell = _text(sheet, row, column, sheet.cell(row, column).value)  # type: ignore[arg-type]
    if shape is not None and shape.kind is Kind.DATE:
        cell.number_format = "yyyy-mm-dd"
    elif shape is not None and shape.kind is Kind.TEXT:
        cell.number_format = "@"
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)


def _drop_down(sheet: Worksheet, options: Sequence[str], where: str) -> None:
    """A list to choose from; other words stay possible where several are meant."""
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(options)
    if len(listed) > _OPTIONS_LIMIT:
        return
    choice = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(choice)
    choice.add(where)


def annotated(data: bytes, file: str, findings: Iterable[Finding]) -> tuple[bytes, int]:
    """A copy of a workbook in which the cells that errors and warnings name are coloured and carry them as comments; and how many.

    `file` is the workbook's name in the findings.
    """
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book, texts = load_workbook(io.BytesIO(data)), dict[tuple[str, str], list[str]]()
    grave = set[tuple[str, str]]()
    for one in findings:
        sheet, _, cell = (one.where.place or "").partition("!")
        noted = one.severity is not Severity.NOTE
        if noted and one.where.file == file and sheet in book.sheetnames and cell[-1:].isdigit():
            texts.setdefault((sheet, cell), []).append(
                f"{one.code}: {one.message}" + (f"\n{one.hint}" if one.hint else "")
            )
            if one.severity is Severity.ERROR:
                grave.add((sheet, cell))
    for (sheet, cell), lines in texts.items():
        target: Any = book[sheet][cell]
        target.comment = Comment("\n".join(lines), "itsm-docs", height=120, width=320)
        target.fill = PatternFill("solid", fgColor=_RED if (sheet, cell) in grave else _YELLOW)
    return _saved(book), len(texts)


def refilled(data: bytes, cells: Mapping[str, str]) -> bytes:
    """A copy of a workbook with other values in some cells (``sheet!cell``); what is open becomes empty."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    for place, text in cells.items():
        sheet, _, cell = place.rpartition("!")
        day = _DAY.fullmatch(text)
        book[sheet][cell].value = date.fromisoformat(text) if day else None if OpenPoint.read(text) else text
    return _saved(book)


def _saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
