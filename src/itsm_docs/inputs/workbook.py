"""Open an Excel workbook and give its sheets as plain grids of cells.

Refuses what is not an .xlsx, what is encrypted and what unpacks to too much, each with one finding. Cell values become
the texts that a person would have typed; dates and times stay what they are. Which columns mean what is for `worksheet`.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.inputs.located import Scalar

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook as OpenedWorkbook

UNPACKED_LIMIT = 200 * 1024 * 1024
"""How much a workbook may unpack to, in bytes."""
RATIO_LIMIT = 300
"""How far one part may be packed; real sheets reach about thirty."""
EXACT_DIGITS = 10**15
"""Excel keeps fifteen digits of a number; longer codes typed as numbers have lost their end."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value as a text, date or time, or the code of the finding that says why it has none."""

    value: Scalar
    fault: str | None = None
    numeric: bool = False


@dataclass(slots=True)
class Grid:
    """The filled cells of one sheet by row and column, counted from 1, with merged ranges (top, left, bottom, right)."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Workbook:
    """An opened workbook; `formulas` is the same book with formulas instead of results, when there are any."""

    values: OpenedWorkbook
    formulas: OpenedWorkbook | None

    @property
    def sheets(self) -> list[str]:
        """The names of the visible worksheets, in order; chart sheets hold no cells."""
        return [sheet.title for sheet in self.values.worksheets if sheet.sheet_state == "visible"]

    def has(self, name: str) -> bool:
        """Whether there is a worksheet of this name, hidden ones included."""
        return any(sheet.title == name for sheet in self.values.worksheets)

    def grid(self, name: str) -> Grid:
        """The cells of one sheet."""
        sheet: Any = self.values[name]
        grid = Grid(name, merged=[(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges])
        formulas = _formulas(self.formulas[name]) if self.formulas else set[tuple[int, int]]()
        # iter_rows() would create every empty cell up to the last formatted one; the cells that exist are enough.
        for (row, column), cell in sorted(sheet._cells.items()):
            found = _cell(cell, (row, column) in formulas)
            if found is not None:
                grid.rows.setdefault(row, {})[column] = found
        grid.hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        for dimension in sheet.column_dimensions.values():
            if dimension.hidden:
                grid.hidden_columns.update(range(dimension.min, dimension.max + 1))
        return grid


def _formulas(sheet: Any) -> set[tuple[int, int]]:
    return {place for place, cell in sheet._cells.items() if cell.data_type == "f"}


def _cell(cell: Any, formula: bool) -> Cell | None:
    value = cell.value
    if value is None:
        return Cell(None, "IN311") if formula else None
    if cell.data_type == "e":
        return Cell(str(value), "IN312")
    if isinstance(value, str):
        text = value.strip().strip("\u3000")
        return Cell(text) if text else None
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return Cell(_moment(value))


def _number(value: int | float, number_format: str) -> Cell:
    if abs(value) >= EXACT_DIGITS:
        return Cell(f"{value:.0f}", "IN319")
    # Fifteen digits are what Excel holds; the rest of a float's spelling is noise.
    amount = Decimal(f"{value:.15g}")
    if "%" in number_format:
        return Cell(f"{_spelled(amount * 100)}%", numeric=True)
    return Cell(_spelled(amount), numeric=True)


def _spelled(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: Any) -> Scalar:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return value if isinstance(value, date | time) else str(value)


def open_workbook(data: bytes, where: Where) -> tuple[Workbook | None, list[Finding]]:
    """The workbook in `data`, or the one finding that says why it cannot be read (IN301-IN304, IN315)."""
    fault = _foreign(data)
    if fault:
        return None, [finding(fault, where)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if _too_large(parts):
                return None, [finding("IN315", where, limit=UNPACKED_LIMIT // 1024 // 1024)]
            sheets = [package.read(part) for part in parts if part.filename.startswith("xl/worksheets/sheet")]
        if any(b"<!DOCTYPE" in sheet[:1024] for sheet in sheets):
            return None, [finding("IN301", where)]
        calculated = any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
        return Workbook(_open(data, values=True), _open(data, values=False) if calculated else None), []
    except (
        Exception
    ):  # openpyxl raises whatever the broken part provokes: KeyError, ParseError, ValueError, BadZipFile …
        return None, [finding("IN301", where)]


def _open(data: bytes, *, values: bool) -> OpenedWorkbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What openpyxl cannot keep when saving does not matter to a reader.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=values)


def _foreign(data: bytes) -> str | None:
    """The code that says what a file is when it is not a zip package, or None."""
    if data[:4] == b"PK\x03\x04":
        return None
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "IN302" if "EncryptedPackage".encode("utf-16-le") in data else "IN303"
    if data and b"\x00" not in data[:4096] and any(mark in data[:4096] for mark in (b",", b"\t", b"\n")):
        return "IN304"
    return "IN301"


def _too_large(parts: list[zipfile.ZipInfo]) -> bool:
    total = sum(part.file_size for part in parts)
    packed = any(p.file_size > RATIO_LIMIT * max(p.compress_size, 1) and p.file_size > 2**20 for p in parts)
    return total > UNPACKED_LIMIT or packed
