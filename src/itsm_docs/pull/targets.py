"""Where a changed value is written: the place of the old one, a new key, or a cell; or why nowhere. Writes nothing.

A value that came from a default gets its key in the mapping that the description has, in the language of its neighbours. Of
a list of defaults the whole is written or nothing: items that have an id by their ids, because the rest of each still comes
from the default; plain texts with all their words; others are the person's to write.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from itsm_docs import workspace
from itsm_docs.findings import DataPath, Finding, Where, finding
from itsm_docs.inputs import Loaded, sources
from itsm_docs.inputs.trail import ARROW, shape_at
from itsm_docs.inputs.yamledit import Content, found_at, scalar
from itsm_docs.model import Engagement
from itsm_docs.model.shape import Kind, fields_of, keys_of
from itsm_docs.ooxml.cells import CellValue
from itsm_docs.pull.leaves import value_at
from itsm_docs.pull.proposal import Change
from itsm_docs.pull.wording import spelled
from itsm_docs.templating.facts import key as item_key

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_CHINESE = re.compile("[\u4e00-\u9fff]")
_ANCHORED = re.compile(r"[&*!]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a value goes: `file` under the name `shown`; `says` is what the file will say there, for people."""

    file: Path
    shown: str
    where: str
    says: str


@dataclass(frozen=True, slots=True)
class YamlValue(Target):
    """In place of the value that begins at a line and column."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class YamlKey(Target):
    """As a new key, or a way of keys, in the mapping that begins at a line and column: `rest` leads there from it."""

    line: int
    column: int
    mapping: DataPath
    rest: DataPath
    text: str
    chinese: bool
    flow: bool


@dataclass(frozen=True, slots=True)
class SheetCell(Target):
    """Into a cell; `formulas` tells that the workbook has formulas whose results only Excel renews."""

    sheet: str
    cell: str
    value: CellValue
    formulas: bool = False


@dataclass
class Targets:
    """Finds the targets of one project; `outside` are files that do not lie in its folder."""

    loaded: Loaded[Engagement]
    _texts: dict[str, str] = field(default_factory=dict)
    _books: dict[str, Workbook] = field(default_factory=dict)

    def of(self, change: Change) -> Target | Finding:
        """Where a change is written, or the finding (PL3xx) that says why it cannot be."""
        path = change.leaf.path
        where = self.loaded.positions.written(path)
        if where is None:
            return self._missing(change)
        if len(self.loaded.positions.written_at(where)) > 1:
            return _refused("PL303", change, where)
        if where.line is not None:
            return self._in_yaml(change, where)
        return self._in_sheet(change, where)

    # YAML

    def _in_yaml(self, change: Change, where: Where) -> Target | Finding:
        assert where.file is not None
        assert where.line is not None
        assert where.column is not None
        old = found_at(self.text(where.file), where.line, where.column)
        if old is None or _ANCHORED.match(old.text):
            return _refused("PL303", change, where)
        plain = old.text[1:-1] if old.text[:1] in ("'", '"') else old.text
        text = scalar(spelled(change.value, change.leaf.value, plain), like=old.text, flow=old.flow)
        is_item = isinstance(change.leaf.path[-1], int)
        says = f"- {text}" if is_item else f"{change.leaf.field.title}: {text}"
        return YamlValue(
            Path(where.file), where.file, f"{where.file}:{where.line}", says, where.line, where.column, text
        )

    def _missing(self, change: Change) -> Target | Finding:
        """A value that nobody wrote: a default."""
        path = change.leaf.path
        home = next(
            (
                (path[:length], where)
                for length in range(len(path) - 1, -1, -1)
                if (where := self.loaded.positions.written(path[:length])) is not None
            ),
            None,
        )
        if home is None or home[1].line is None or home[1].column is None or home[1].file is None:
            return _refused("PL305", change, home[1] if home else Where())
        mapping, where = home
        rest = path[len(mapping) :]
        if shape_at(Engagement, mapping).kind is not Kind.RECORD or not self._writable(mapping, rest):
            return _refused("PL304", change, where)
        held = found_at(self.text(home[1].file), home[1].line, home[1].column)
        if held is None or _ANCHORED.match(held.text):
            return _refused("PL303", change, where)
        chinese = not held.keys or sum(bool(_CHINESE.search(key)) for key in held.keys) * 2 >= len(held.keys)
        text = scalar(spelled(change.value, None, ""), flow=held.flow)
        words = self._words(mapping, rest, chinese=chinese)
        return YamlKey(
            Path(home[1].file), home[1].file, f"{home[1].file}:{held.last_line}", f"之后新增 {words}: {text}",
            home[1].line, home[1].column, mapping, rest, text, chinese, held.flow,
        )  # fmt: skip

    def _words(self, mapping: DataPath, rest: DataPath, *, chinese: bool) -> str:
        """The new keys as they will stand in the file, list items by their keys."""
        words = list[str]()
        for index, part in enumerate(rest):
            above = (*mapping, *rest[:index])
            if isinstance(part, int):
                words[-1] += f"[{item_key(value_at(self.loaded.engagement, (*above, part)))}]"
            else:
                words.append(key_of(shape_at(Engagement, above).record, part, chinese=chinese))
        return ARROW.join(words)

    def _writable(self, mapping: DataPath, rest: DataPath) -> bool:
        """Whether every list on the way can be written out whole."""
        lists = [(*mapping, *rest[:index]) for index, part in enumerate(rest) if isinstance(part, int)]
        return len(lists) <= 1 and all(items_of(self.loaded.engagement, path) is not None for path in lists)

    # Worksheets

    def _in_sheet(self, change: Change, where: Where) -> Target | Finding:
        sheet, _, cell = (where.place or "").rpartition("!")
        if not (where.file and sheet and cell[-1:].isdigit()):
            return _refused("PL305", change, where)
        book = self._book(where.file)
        held: Any = book[sheet][cell]
        if held.data_type == "f":
            return _refused("PL301", change, where)
        if any(cell in merged and merged.size["rows"] > 1 for merged in book[sheet].merged_cells.ranges):
            return _refused("PL302", change, where)
        value = _cell_value(change, held, book)
        if value is None:
            return _refused("PL306", change, where)
        formulas = any(one.data_type == "f" for own in book.worksheets for one in own._cells.values())
        shown = spelled(change.value, None, "")
        place = f"{where.file}!{where.place}"
        return SheetCell(Path(where.file), where.file, place, shown, sheet, cell, value, formulas)

    def _book(self, file: str) -> Workbook:
        if file not in self._books:
            from openpyxl import load_workbook

            self._books[file] = load_workbook(io.BytesIO(workspace.read_bytes(Path(file))))
        return self._books[file]

    def text(self, file: str) -> str:
        """The text of a file of the project."""
        if file not in self._texts:
            self._texts[file] = workspace.read_text(Path(file))
        return self._texts[file]

    @cached_property
    def folder(self) -> Path:
        """The project's folder."""
        return sources.source(self.loaded.folder).path.absolute()

    def outside(self, target: Target) -> bool:
        """Whether a target lies outside of the project, where other projects may share it."""
        return not target.file.absolute().is_relative_to(self.folder)


def _refused(code: str, change: Change, where: Where) -> Finding:
    return finding(code, where, title=change.trail, issued=change.issued, returned=change.returned)


# Keys


def key_of(record: Any, name: str, *, chinese: bool) -> str:
    """The key of a field: its Chinese title, where that is its own, or its English name."""
    title = fields_of(record)[name].title
    return title if chinese and keys_of(record).get(title) == name else name


def items_of(engagement: Engagement, path: DataPath, *, flow: bool = False) -> list[Content] | str | None:
    """How a list of defaults is written out: its plain items, or the name of the field by which its items go; None: not."""
    items = value_at(engagement, path)
    if items and all(type(item) is str for item in items):
        return [scalar(item, flow=flow) for item in items]
    for name in ("id", "code"):
        ids = [getattr(item, name, None) for item in items or ()]
        if ids and all(type(one) is str for one in ids) and len(set(ids)) == len(ids):
            return name
    return None


# Cells


def _cell_value(change: Change, held: Any, book: Workbook) -> CellValue | None:
    """What the cell holds for the new value, in the manner of the old one: a date, a number in the column's unit, a text."""
    from openpyxl.utils.datetime import to_excel

    value, before = change.value, change.leaf.value
    if held.is_date and held.data_type == "d":
        return Decimal(str(to_excel(value, book.epoch))) if isinstance(value, date) else None  # type: ignore[no-untyped-call]
    if held.data_type == "n" and held.value is not None:
        if not isinstance(value, Decimal | int) or not isinstance(before, Decimal | int):
            return str(value) if isinstance(value, str) else None
        # 万元 and percentages: the cell holds a multiple
        old = Decimal(f"{held.value:.15g}")
        return _scaled(Decimal(value), Decimal(before), old)
    if isinstance(value, bool):
        return "是" if value else "否"
    return spelled(value, before, str(held.value or ""))


def _scaled(value: Decimal, before: Decimal, old: Decimal) -> Decimal | None:
    if not before or not old:
        return value if before == old else None
    new = value * old / before
    return new.normalize() if new * before == value * old else None
