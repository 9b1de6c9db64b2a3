"""Tables of a contract: rows known by what they say, not by where they stand, and their changes cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from itsm_docs.documents.amending.alignment import aligned
from itsm_docs.documents.amending.articles import Block, Pieces, shown
from itsm_docs.documents.amending.wording import Reading, edits, runs
from itsm_docs.model.amendment import EditKind, RowChange, Run
from itsm_docs.model.drawings import Grid, GridLine

Row: TypeAlias = tuple[Pieces, ...]

SAME = "同上"
_CAPITALS = "大写"
_DOT = " · "
_NAME = 24
"""Characters of a row's name."""
_NAMING = 3
"""A row is known by one of its first cells."""
_PAIR = 2
_CUT = re.compile(r"[（：。；，\n]")
_NOTHING = ("", "—")


def row_texts(rows: Sequence[Row], text: Callable[[Pieces], str]) -> list[str]:
    """What each row says, for comparisons: without its running number, and 同上 by what stands above."""
    return ["\t".join(text(cell) for cell in _counted(row)[1]) for row in resolved(rows)]


def resolved(rows: Sequence[Row]) -> list[Row]:
    """The rows with 同上 replaced by what it means."""
    found: list[Row] = []
    for row in rows:
        above = found[-1] if found else ()
        found.append(
            tuple(above[at] if shown(cell) == SAME and at < len(above) else cell for at, cell in enumerate(row))
        )
    return found


def _counted(row: Row) -> tuple[str, Row]:
    """The running number in front, if any, and the other cells."""
    first = shown(row[0]).strip() if row else ""
    return (first, row[1:]) if first.isdecimal() and len(row) > 1 else ("", row)


def row_changes(old: Block, new: Block, names: Reading) -> tuple[RowChange, ...] | None:
    """The changes of a table, or None where its columns changed and it has to be replaced whole."""
    left, right = resolved(old.rows), resolved(new.rows)
    if {len(row) for row in left[:1]} != {len(row) for row in right[:1]}:
        return None
    head = left[0] if left else ()
    found: list[RowChange] = []
    before = row_texts(old.rows, lambda cell: names.text(cell, old=True))
    after = row_texts(new.rows, lambda cell: names.text(cell, old=False))
    gone, come = _Titles(left), _Titles(right)
    for i, k in aligned(before, after, str):
        if i is not None and k is not None:
            same = [shown(cell) == SAME for cell in old.rows[i]]
            title = "" if _total(left) else gone.of(i)
            found.extend(_cells(title, head, left[i], right[k], names, same))
        elif i is not None:
            found.append(RowChange(item=gone.of(i), old=_row(head, left[i], names, old=True)))
        elif k is not None:
            found.append(RowChange(item=come.of(k), new=_row(head, right[k], names, old=False)))
    return tuple(found)


def _cells(title: str, head: Row, old: Row, new: Row, names: Reading, same: Sequence[bool]) -> Iterator[RowChange]:
    """The cells of one row that changed, of a long cell the sentences; what is the `same` as above changes there."""
    running = bool(_counted(old)[0] and _counted(new)[0])
    for at, (one, other) in enumerate(zip(old, new, strict=False)):
        if (running and at == 0) or same[at] or names.text(one, old=True) == names.text(other, old=False):
            continue
        item = _item(title, head, old, at)
        for edit in edits(one, other, names, quoted=False):
            before = () if edit.kind is EditKind.INSERT else edit.old
            yield RowChange(item=item, old=before, new=edit.new)


def _total(rows: Sequence[Row]) -> bool:
    """Whether this is the one line of a total, beginning with the amount in capitals: the columns say enough of it."""
    return len(rows) == _PAIR and len(rows[1]) > _PAIR and shown(rows[1][0]).startswith(_CAPITALS)


def _item(title: str, head: Row, row: Row, at: int) -> str:
    """A cell by its row and its column."""
    columns = [_name(cell) for cell in head]
    column = columns[at] if at < len(columns) else ""
    if at and columns.count(column) > 1:  # a form: what it is, its value, and the same again beside it
        return _name(row[at - 1]) or column
    meaning = len(row) == _PAIR and len({_name(cell) for cell in row}) > 1  # else two columns side by side
    return _DOT.join(dict.fromkeys(part for part in (title, "" if meaning and title else column) if part)) or "（空格）"


def _row(head: Row, row: Row, names: Reading, *, old: bool) -> tuple[Run, ...]:
    """A whole row in one cell: ``数量：2；单价：5,000.00``, without a running number."""
    found: list[Run] = []
    for at, cell in enumerate(row):
        running = at == 0 and shown(cell).isdecimal() and not any(piece.target for piece in cell)
        if running or shown(cell).strip() in _NOTHING:
            continue
        column = shown(head[at]).strip() if at < len(head) else ""
        lead = f"{'；' if found else ''}{column}：" if column else "；" if found else ""
        found += [Run(text=lead), *runs(cell, names, old=old, quoted=False)]
    return tuple(run for run in found if run.text)


class _Titles:
    """What the rows of a table are called: by the first cell that no other row has."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = [[_name(cell) for cell in row] for row in rows]
        self._numbers = [_counted(row)[0] for row in rows]
        width = max(map(len, self._rows), default=0)
        self._counts = [Counter(row[at] for row in self._rows if at < len(row)) for at in range(width)]

    def of(self, index: int) -> str:
        """The name of a row."""
        row, number = self._rows[index], self._numbers[index]
        if number and len(row) > 1:
            return next((name for at, name in enumerate(row[1:_NAMING], 1) if self._counts[at][name] == 1), row[1])
        if index and row and self._counts[0][row[0]] > 1 and (group := self._group(index)):
            return f"{group}{_DOT}{row[0]}"
        for at, name in enumerate(row[:_NAMING]):
            if name not in _NOTHING and self._counts[at][name] == 1:
                return name
        return _DOT.join(name for name in row[:2] if name not in _NOTHING) or "（空行）"

    def _group(self, index: int) -> str:
        """The numbered row above, which heads this one."""
        for at in range(index - 1, -1, -1):
            if self._numbers[at] and len(self._rows[at]) > 1:
                return self._rows[at][1]
        return ""


def _name(cell: Pieces) -> str:
    """A cell as a name: up to its first mark, not too long."""
    text = shown(cell).strip()
    short = _CUT.split(text, maxsplit=1)[0] or text
    return short if len(short) <= _NAME else f"{short[:_NAME]}…"


def grid(block: Block, names: Reading) -> Grid:
    """A whole table of the new version."""
    lines = [[_text(cell, names) for cell in row] for row in resolved(block.rows)]
    width = max(map(len, lines), default=1)
    columns = tuple([*(lines[0] if lines else []), *[""] * width][:width])
    weights = tuple(_weight([line[at] for line in lines if at < len(line)]) for at in range(width))
    rows = tuple(GridLine.model_construct(cells=tuple(line)) for line in lines[1:])
    return Grid.model_construct(columns=columns, widths=weights, lines=rows, blank=0)


def _text(cell: Pieces, names: Reading) -> str:
    return "".join(names.reads(piece, old=False) for piece in cell)


def _weight(texts: Sequence[str]) -> int:
    """The relative width of a column, in characters of its longer texts."""
    return min(max(max(map(len, texts), default=4), 4), 30)
