"""Read a list from a worksheet: rows under a header become records with the place of every cell.

Merged cells are repeated downwards, total rows and hidden rows are left out and said so, 万元 columns become yuan,
formulas count with the result that Excel saved. It recalculates nothing and guesses no column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal, InvalidOperation
from pathlib import Path

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.inputs import sources
from itsm_docs.inputs.headings import SEARCHED_ROWS, Headings, find_headings, unit_above
from itsm_docs.inputs.located import Entry, Located, Scalar, Style, forbidden_character
from itsm_docs.inputs.sources import Source
from itsm_docs.inputs.suggest import asking, closest
from itsm_docs.inputs.workbook import Cell, Grid, Workbook, open_workbook
from itsm_docs.model.base import Record
from itsm_docs.model.shape import FieldShape, Kind, Shape, fields_of, keys_of

ROW_LIMIT = 5_000
"""Rows that no list of one engagement reaches."""

_TOTAL = re.compile(r"^(本页|分类|以上|费用)?(合计|总计|小计|累计)([:：(（].*)?$")
_FOOTER = re.compile(r"^(备注|附注|注|说明|制表|填表|编制|审核|复核|批准|经办|日期|负责)\w{0,4}[:：]")
_SPLIT = re.compile(r"[、；;\n]+")


class SheetReader:
    """Reads lists from worksheets; a workbook that several lists use is opened once."""

    def __init__(self) -> None:
        self._opened: dict[Path, tuple[Workbook | None, list[Finding]]] = {}

    def read(self, file: Source, sheet: str, item: Shape, referrer: Where) -> tuple[Located | None, list[Finding]]:
        """The rows of a sheet as a located list; None when something in it is wrong enough to be an error."""
        book, findings = self._open(file, referrer)
        if book is None:
            return None, findings
        name, problem = _choose(book, file, sheet, referrer)
        if problem:
            return None, [problem]
        grid = book.grid(name)
        reader = _Rows(file.shown, grid, item.record) if item.record else _Column(file.shown, grid)
        rows = reader.read()
        return rows, reader.findings

    def _open(self, file: Source, referrer: Where) -> tuple[Workbook | None, list[Finding]]:
        known = self._opened.get(file.path)
        if known is not None:
            return known[0], []
        data, findings = sources.read_or_report(file, referrer)
        opened = open_workbook(data, Where(file.shown)) if data is not None else (None, findings)
        self._opened[file.path] = opened
        return opened


def _choose(book: Workbook, file: Source, sheet: str, referrer: Where) -> tuple[str, Finding | None]:
    listed = "、".join(book.sheets)
    if not sheet:
        if len(book.sheets) == 1:
            return book.sheets[0], None
        return "", finding("IN306", referrer, count=len(book.sheets), sheets=listed, file=file.path.name)
    if book.has(sheet):
        return sheet, None
    hint = asking(closest(sheet, book.sheets))
    return "", finding("IN305", referrer, file=file.shown, sheet=sheet, sheets=listed, candidate=hint)


@dataclass(slots=True)
class _Column:
    """A list of plain values: the first filled column of a sheet, whole."""

    file: str
    grid: Grid
    findings: list[Finding] = field(default_factory=list)

    def read(self) -> Located | None:
        """Every filled cell of the first column below its heading."""
        column = min((min(cells) for cells in self.grid.rows.values()), default=1)
        cells = [(row, cells[column]) for row, cells in sorted(self.grid.rows.items()) if column in cells]
        place = Where(self.file, place=self.grid.name)
        values = [
            Located(cell.value, replace(place, place=f"{self.grid.name}!{column_letters(column)}{row}"), Style.CELL)
            for row, cell in cells[1:]
            if row not in self.grid.hidden_rows
        ]
        return Located(list(values), place, Style.CELL)


@dataclass(slots=True)
class _Rows:
    """A list of records: one per row."""

    file: str
    grid: Grid
    record: type[Record]
    findings: list[Finding] = field(default_factory=list)
    _spread: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _uncalculated: list[Where] = field(default_factory=list)

    def read(self) -> Located | None:
        """The records of the sheet, or None with error findings."""
        headings = find_headings(self.grid, self.record)
        place = Where(self.file, place=self.grid.name)
        if headings is None:
            titles = [known.title for known in fields_of(self.record).values() if not known.computed]
            self.findings.append(finding("IN307", place, titles="、".join(titles[:6]), rows=SEARCHED_ROWS))
            return None
        if not self._check(headings):
            return None
        self._spread = _spread_cells(self.grid, headings.last_row)
        rows = self._rows(headings)
        if self._uncalculated:
            # Saving the file once mends them all.
            self.findings.append(finding("IN311", self._uncalculated[0], count=len(self._uncalculated)))
            return None
        if not rows:
            self.findings.append(finding("IN317", place))
            return None
        return Located(list(rows), place, Style.CELL)

    def _at(self, row: int, column: int) -> Where:
        return Where(self.file, place=f"{self.grid.name}!{column_letters(column)}{row}")

    def _check(self, headings: Headings) -> bool:
        """Report what is wrong with the header; whether the rows can be read."""
        row, fields = headings.last_row, fields_of(self.record)
        visible = {name for column, name in headings.columns.items() if column not in self.grid.hidden_columns}
        missing = {known.name: known for known in fields.values() if known.required and known.name not in visible}
        unit = unit_above(self.grid, row)
        whole = not missing and not headings.doubles and unit is None
        if unit is not None:
            self.findings.append(finding("IN321", self._at(unit[0], unit[1]), unit=unit[2]))
        for column, heading in headings.unknown.items():
            self._unknown(self._at(row, column), heading, headings, missing)
        for first, second in headings.doubles:
            title = fields[headings.columns[first]].title
            letters = {"first": column_letters(first), "second": column_letters(second)}
            self.findings.append(finding("IN309", self._at(row, second), title=title, **letters))
        place = Where(self.file, place=f"{self.grid.name}!第{row}行")
        self.findings.extend(finding("IN308", place, title=known.title) for known in missing.values())
        return whole

    def _unknown(self, where: Where, heading: str, headings: Headings, missing: dict[str, FieldShape]) -> None:
        """Report a column that nobody knows; one that stands for a missing field is one finding, not two."""
        free = {word: name for word, name in keys_of(self.record).items() if name not in headings.columns.values()}
        meant = closest(heading, free)
        known = missing.pop(free[meant], None) if meant else None
        if known is not None:
            self.findings.append(finding("IN320", where, heading=heading, title=known.title))
        else:
            self.findings.append(finding("IN310", where, heading=heading, candidate=asking(meant)))

    def _rows(self, headings: Headings) -> list[Located]:
        data = [row for row in sorted(self.grid.rows) if row > headings.last_row]
        if len(data) > ROW_LIMIT:
            self.findings.append(finding("IN318", Where(self.file, place=self.grid.name), limit=ROW_LIMIT))
            return []
        hidden = [row for row in data if row in self.grid.hidden_rows]
        shown = [row for row in data if row not in self.grid.hidden_rows]
        totals = [row for row in shown if _begins_with(self.grid.rows[row], _TOTAL, 2)]
        footers = [row for row in shown if _begins_with(self.grid.rows[row], _FOOTER, 1)]
        self._say_columns(headings, data)
        for code, rows, words in (("IN313", hidden, {"what": "行"}), ("IN314", totals, {}), ("IN322", footers, {})):
            if rows:
                self.findings.append(finding(code, Where(self.file, place=self.grid.name), names=ranges(rows), **words))
        skipped = {*hidden, *totals, *footers}
        records = [self._row(row, headings) for row in data if row not in skipped]
        return [record for record in records if record is not None]

    def _say_columns(self, headings: Headings, data: list[int]) -> None:
        """Report columns that hold data and are not read: hidden ones, and ones that nobody named."""
        place = Where(self.file, place=self.grid.name)
        columns = sorted(column for column in self.grid.hidden_columns if column in headings.columns)
        used = {column for row in data for column in self.grid.rows[row]}
        nameless = sorted(column for column in used if column not in headings.titles)
        if columns:
            names = "、".join(f"{column_letters(c)}（{headings.titles[c]}）" for c in columns)
            self.findings.append(finding("IN313", place, what="列", names=names))
        if nameless:
            self.findings.append(finding("IN316", place, names="、".join(map(column_letters, nameless))))

    def _row(self, row: int, headings: Headings) -> Located | None:
        fields = fields_of(self.record)
        entries: dict[str, Entry] = {}
        blanks: dict[str, Where] = {}
        own = False
        for column, name in headings.columns.items():
            if column in self.grid.hidden_columns:
                continue
            source = self._spread.get((row, column), (row, column))
            cell = self.grid.rows.get(source[0], {}).get(source[1])
            where = self._at(row, column)
            value = self._value(cell, where, fields[name], headings.factors[column]) if cell else None
            if value is None:
                blanks[name] = where
                continue
            own = own or source == (row, column)
            entries[name] = Entry(where, value)
        # A row that shows nothing but the rest of a merged cell is an empty row.
        return Located(dict(entries), self._at(row, min(headings.columns)), Style.CELL, blanks) if own else None

    def _value(self, cell: Cell, where: Where, known: FieldShape, factor: int) -> Located | None:
        if cell.fault == "IN311":
            self._uncalculated.append(where)
            return None
        if cell.fault:
            self.findings.append(finding(cell.fault, where, value=cell.value))
            return None
        bad = forbidden_character(cell.value) if isinstance(cell.value, str) else None
        if bad:
            self.findings.append(finding("IN106", where, character=bad))
        if known.shape.kind is Kind.LIST and isinstance(cell.value, str) and not _is_reference(cell.value):
            parts = [part.strip() for part in _SPLIT.split(cell.value) if part.strip()]
            return Located([Located(part, where, Style.CELL) for part in parts], where, Style.CELL)
        return Located(_fitted(cell.value, known.shape, factor), where, Style.CELL)


def _is_reference(text: str) -> bool:
    return text.partition("#")[0].lower().endswith((*sources.TEXTS, *sources.WORKBOOKS))


def _fitted(value: Scalar, shape: Shape, factor: int) -> Scalar:
    """A cell's value as the field expects it: dates only in date fields, amounts of 万元 columns in yuan."""
    if isinstance(value, date) and shape.kind is not Kind.DATE:
        return value.isoformat()
    if isinstance(value, time) and shape.kind is not Kind.TIME:
        return value.strftime("%H:%M")
    if factor != 1 and shape.kind is Kind.NUMBER and isinstance(value, str):
        try:
            return f"{Decimal(value.replace(',', '').replace('，', '')) * factor:f}"
        except InvalidOperation:
            return value
    return value


def _begins_with(cells: dict[int, Cell], pattern: re.Pattern[str], among: int) -> bool:
    """Whether one of the first filled cells of a row, its spaces left out, fits the pattern."""
    texts = [cells[column].value for column in sorted(cells)][:among]
    return any(isinstance(text, str) and pattern.match("".join(text.split())) for text in texts)


def _spread_cells(grid: Grid, header: int) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell below the first of a merged range of data rows: the cell that holds its value."""
    spread: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, _right in grid.merged:
        if top > header:
            spread.update({(row, left): (top, left) for row in range(top + 1, min(bottom, top + ROW_LIMIT) + 1)})
    return spread


def column_letters(column: int) -> str:
    """The name of a column as Excel shows it: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as a person lists them: ``5、7–9``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
