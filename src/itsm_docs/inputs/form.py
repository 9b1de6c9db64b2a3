"""项目填写表.xlsx as input: its cells and lists as values at their data paths, each with its place.

What they replace is for `formfill`, how the workbook looks for `formsheet`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from itsm_docs import workspace
from itsm_docs.findings import DataPath, Finding, Where, finding
from itsm_docs.inputs.located import Located, Scalar
from itsm_docs.inputs.packs import plain_sections
from itsm_docs.inputs.scaffold import find_category
from itsm_docs.inputs.sources import Source
from itsm_docs.inputs.suggest import asking, closest, plain
from itsm_docs.inputs.trail import shape_at
from itsm_docs.inputs.workbook import Cell, Grid, Workbook, open_workbook
from itsm_docs.inputs.worksheet import SheetReader, column_letters
from itsm_docs.model import Engagement
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.shape import Kind

_HEADS = ("项目", "填写")
"""What stands above the titles and above the blanks; people insert columns."""
_BETWEEN = re.compile(r"[、，,;；/／+＋&\n]|(?<=\d)\s+(?=\d)|和")
_LEADING = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FormCell:
    """A line of the first sheets: where its value goes, or which special treatment it gets."""

    sheet: str
    title: str
    note: str
    unit: str = ""
    path: DataPath = ()
    special: str = ""
    options: tuple[str, ...] = ()
    long: bool = False


@dataclass(frozen=True, slots=True)
class FormList:
    """A sheet that is a list."""

    sheet: str
    path: DataPath
    note: str


@dataclass(slots=True)
class Form:
    """A filled workbook: values by path, special values by name, lists by path, each with its place."""

    where: Where
    values: dict[DataPath, tuple[Scalar, Where]] = field(default_factory=dict)
    special: dict[str, tuple[str, Where]] = field(default_factory=dict)
    lists: dict[DataPath, Located] = field(default_factory=dict)
    categories: tuple[str, ...] = ()


def _path(text: str) -> DataPath:
    return tuple(int(part) if part.isdigit() else part for part in text.split("."))


@cache
def form_cells() -> tuple[FormCell, ...]:
    """The lines of the first two sheets, in order."""
    return tuple(
        FormCell(
            sheet["title"],
            cell["title"],
            cell["note"],
            cell.get("unit", ""),
            _path(cell["path"]) if "path" in cell else (),
            cell.get("special", ""),
            tuple(cell.get("options", ())),
            cell.get("long") == "true",
        )
        for sheet in plain_sections("form")["sheets"]
        for cell in sheet["cells"]
    )


@cache
def form_lists() -> tuple[FormList, ...]:
    """The sheets that are lists, in order."""
    return tuple(FormList(one["sheet"], _path(one["path"]), one["note"]) for one in plain_sections("form")["lists"])


def read_form(file: Source) -> tuple[Form | None, list[Finding]]:
    """The workbook, or why it cannot be read. Raises `Unusable` (IO101–IO105)."""
    book, findings = open_workbook(workspace.read_bytes(file.path, file.shown), Where(file.shown))
    if book is None:
        return None, findings
    form, sheets = Form(Where(file.shown)), list(dict.fromkeys(cell.sheet for cell in form_cells()))
    findings += _strange_sheets(book, [*sheets, *(known.sheet for known in form_lists())], form.where)
    for sheet in sheets:
        if book.has(sheet):
            findings += _read_cells(form, book.grid(sheet), file)
    findings += _read_lists(form, book, file)
    findings += _read_categories(form)
    return form, findings


def _strange_sheets(book: Workbook, known: list[str], where: Where) -> Iterator[Finding]:
    """Sheets that hold something and are not the form's, and the first sheet where it is missing."""
    free = [sheet for sheet in known if not book.has(sheet)]
    for sheet in book.sheets:
        if sheet not in known and book.grid(sheet).rows:
            yield finding("IN335", replace(where, place=sheet), sheet=sheet, candidate=asking(closest(sheet, free)))
    if known[0] in free:
        yield finding("IN336", where, sheet=known[0])


def _read_cells(form: Form, grid: Grid, file: Source) -> list[Finding]:
    known = {plain(cell.title): cell for cell in form_cells() if cell.sheet == grid.name}
    head, titles, blanks = _heads(grid)
    findings, uncalculated = list[Finding](), list[Where]()
    for row, cells in sorted(grid.rows.items()):
        value = cells.get(blanks)
        if row <= head or value is None:
            continue
        title = str(cells[titles].value) if titles in cells else ""
        where = Where(file.shown, place=f"{grid.name}!{column_letters(blanks)}{row}")
        cell = known.get(plain(title).rstrip("*＊:："))
        if cell is None:
            findings.append(
                finding("IN330", where, title=title or "（没有名称）", candidate=asking(closest(title, known)))
            )
        elif value.fault == "IN311":
            uncalculated.append(where)
        elif value.fault:
            findings.append(finding(value.fault, where, value=value.value))
        else:
            _take(form, cell, value, where)
    # Saving the file once mends them all.
    return findings + [finding("IN311", where, count=len(uncalculated)) for where in uncalculated[:1]]


def _heads(grid: Grid) -> tuple[int, int, int]:
    """The row of the headings, the column of the titles and the column of the blanks."""
    for row, cells in sorted(grid.rows.items()):
        found = {str(cell.value): column for column, cell in sorted(cells.items(), reverse=True)}
        if all(head in found for head in _HEADS):
            return row, found[_HEADS[0]], found[_HEADS[1]]
    return 3, 1, 2


def _take(form: Form, cell: FormCell, value: Cell, where: Where) -> None:
    """A filled cell, save where it only says that nothing is known yet."""
    fitted = _fitted(value.value, cell)
    if fitted in plain_sections("form")["empty"]:
        return
    if not cell.special:
        form.values[cell.path] = (fitted, where)
    elif OpenPoint.read(fitted) is None:
        form.special[cell.special] = (str(fitted), where)


def _fitted(value: Scalar, cell: FormCell) -> Scalar:
    """Dates stay dates in date fields only; texts of one line, and numbers without the unit that stands beside them."""
    if isinstance(value, date):
        is_date = bool(cell.path) and shape_at(Engagement, cell.path).kind is Kind.DATE
        return value if is_date else value.isoformat()
    if not isinstance(value, str) or cell.long:
        return value
    joiner = "、" if cell.special == "categories" else ""
    text = joiner.join(line.strip() for line in value.splitlines() if line.strip())
    number = text.removesuffix(cell.unit).strip()
    return number if cell.unit and number[-1:].isdigit() else text


def _read_lists(form: Form, book: Workbook, file: Source) -> list[Finding]:
    reader, findings = SheetReader(), list[Finding]()
    for known in form_lists():
        if not book.has(known.sheet) or not _has_rows(book.grid(known.sheet)):
            continue
        item = shape_at(Engagement, known.path).item
        assert item is not None
        rows, found = reader.read(file, known.sheet, item, form.where)
        findings += found
        if rows is not None and rows.value:
            form.lists[known.path] = rows
    return findings


def _has_rows(grid: Grid) -> bool:
    """Whether something stands below the title, the explanation and the headings."""
    return any(row > 3 for row in grid.rows)


def _read_categories(form: Form) -> list[Finding]:
    text, where = form.special.get("categories", ("", form.where))
    words = [word.strip() for word in _BETWEEN.split(text) if word.strip()]
    numbers = {word: _LEADING.match(word) for word in words}
    found = {word: find_category(number[0] if number else word) for word, number in numbers.items()}
    form.categories = tuple(dict.fromkeys(one.number for one in found.values() if one is not None))
    return [finding("IN331", where, value=word) for word, one in found.items() if one is None]
