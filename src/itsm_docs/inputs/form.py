"""项目填写表.xlsx as input: its cells and lists as values at their data paths, each with its place.

What they replace is for `formfill`, how the workbook looks for `formsheet`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
from itsm_docs.inputs.workbook import Grid, Workbook, open_workbook
from itsm_docs.inputs.worksheet import SheetReader
from itsm_docs.model import Engagement
from itsm_docs.model.shape import Kind

BLANK_COLUMN = 2


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
    form = Form(Where(file.shown))
    for sheet in dict.fromkeys(cell.sheet for cell in form_cells()):
        if book.has(sheet):
            findings += _read_cells(form, book.grid(sheet), file)
    findings += _read_lists(form, book, file)
    findings += _read_categories(form)
    return form, findings


def _read_cells(form: Form, grid: Grid, file: Source) -> list[Finding]:
    known = {plain(cell.title): cell for cell in form_cells() if cell.sheet == grid.name}
    findings = []
    for row, cells in sorted(grid.rows.items()):
        title, value = cells.get(1), cells.get(BLANK_COLUMN)
        if value is None or title is None:
            continue
        where = Where(file.shown, place=f"{grid.name}!B{row}")
        cell = known.get(plain(str(title.value)).rstrip("*＊"))
        if cell is None:
            if row > 2 and str(value.value) != "填写":
                findings.append(
                    finding("IN330", where, title=str(title.value), candidate=asking(closest(str(title.value), known)))
                )
        elif value.fault:
            findings.append(finding(value.fault, where, value=value.value))
        elif cell.special:
            form.special[cell.special] = (str(value.value), where)
        else:
            form.values[cell.path] = (_fitted(value.value, cell.path), where)
    return findings


def _fitted(value: Scalar, path: DataPath) -> Scalar:
    """Dates stay dates in date fields only."""
    is_date = shape_at(Engagement, path).kind is Kind.DATE
    return value.isoformat() if isinstance(value, date) and not is_date else value


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
    words = [word for word in text.replace("，", "、").replace(",", "、").split("、") if word.strip()]
    found = {word: find_category(word.split(" ")[0] if word[:1].isdigit() else word) for word in map(str.strip, words)}
    form.categories = tuple(dict.fromkeys(one.number for one in found.values() if one is not None))
    return [finding("IN331", where, value=word) for word, one in found.items() if one is None]
