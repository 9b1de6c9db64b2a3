"""Which column of a worksheet is which field: header rows, units in headings, synonyms, doubles and strangers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from itsm_docs.inputs.suggest import plain
from itsm_docs.inputs.workbook import Grid
from itsm_docs.model.base import Record
from itsm_docs.model.shape import keys_of

SEARCHED_ROWS = 30
"""How far down a header row is looked for; titles and remarks may stand above it."""
SILENT = {"序号", "编号序号", "no", "no.", "#", "行号"}
"""Columns that only count rows; nobody misses them."""

_UNIT = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]$")
_FACTORS = {"百元": 100, "千元": 1_000, "万元": 10_000, "十万元": 100_000, "百万元": 1_000_000,
            "千万元": 10_000_000, "亿元": 100_000_000, "万": 10_000}  # fmt: skip
_MONEY = re.compile(r"[百千十]?[百千万亿]元|^万$")
_SHEET_UNIT = re.compile(r"单位[:：]?(?:人民币)?([百千十]?[百千万亿]元)")
_MARKS = str.maketrans("", "", "*＊：:")


def bare(heading: str) -> tuple[str, str]:
    """A heading without spaces, line breaks, marks and the unit in brackets at its end; and that unit."""
    text = plain(heading).translate(_MARKS)
    match = _UNIT.search(text)
    return (text[: match.start()], match[1]) if match and match.start() else (text, "")


@dataclass(slots=True)
class Headings:
    """The header of a sheet: its last row, the column of each field, the factor of each column, and what is unclear."""

    last_row: int
    columns: dict[int, str] = field(default_factory=dict)
    factors: dict[int, int] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    doubles: list[tuple[int, int]] = field(default_factory=list)


def find_headings(grid: Grid, record: type[Record]) -> Headings | None:
    """The header of a sheet whose rows are `record`s: the first row in which two cells name fields."""
    known = {bare(word)[0]: name for word, name in keys_of(record).items()}
    exact = {plain(word).translate(_MARKS): name for word, name in keys_of(record).items()}
    width = len({column for cells in grid.rows.values() for column in cells})
    needed = min(2, len(set(known.values())), max(width, 1))
    for row in sorted(grid.rows)[:SEARCHED_ROWS]:
        named = {_field(text, known, exact) for text in _texts(grid, row).values()} - {None}
        if len(named) >= needed:
            return _read(grid, row, known, exact)
    return None


def unit_above(grid: Grid, header: int) -> tuple[int, int, str] | None:
    """The cell above the header that gives another unit than 元 for the whole sheet, and that unit."""
    for row in sorted(number for number in grid.rows if number < header):
        for column, text in _texts(grid, row).items():
            match = _SHEET_UNIT.search(plain(text))
            if match and match[1] in _FACTORS:
                return row, column, match[1]
    return None


def _texts(grid: Grid, row: int) -> dict[int, str]:
    cells = grid.rows.get(row, {})
    return {column: cell.value for column, cell in cells.items() if isinstance(cell.value, str) and not cell.numeric}


def _field(text: str, known: Mapping[str, str], exact: Mapping[str, str]) -> str | None:
    return exact.get(plain(text).translate(_MARKS)) or known.get(bare(text)[0])


def _read(grid: Grid, row: int, known: Mapping[str, str], exact: Mapping[str, str]) -> Headings:
    last = max([row, *(bottom for top, _l, bottom, _r in grid.merged if top == row)])
    labels: dict[int, str] = {}
    for number in range(row, last + 1):
        labels.update(_texts(grid, number))
    headings, seen = Headings(last), dict[str, int]()
    for column, text in sorted(labels.items()):
        name = _field(text, known, exact)
        headings.titles[column] = " ".join(text.split())
        if name is None:
            if plain(text) not in SILENT:
                headings.unknown[column] = " ".join(text.split())
        elif name in seen:
            headings.doubles.append((seen[name], column))
        else:
            seen[name] = column
            headings.columns[column] = name
            unit = _MONEY.search(bare(text)[1])
            headings.factors[column] = _FACTORS.get(unit[0], 1) if unit else 1
    return headings
