"""Raw values that remember where they were written.

A tree of `Located` is what a YAML file or a worksheet looks like before anyone knows what it means: mappings, lists,
texts and empty values, each with its place. Worksheet cells may also be dates and times. Nothing here reads files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from typing import TypeAlias

from itsm_docs.findings import DataPath, Where

Scalar: TypeAlias = str | date | time | None


class Style(StrEnum):
    """How a scalar was written; only plain ones can be the victims of a full-width colon."""

    PLAIN = "plain"
    FOLDED = "folded"
    """A plain scalar that runs over several lines."""
    QUOTED = "quoted"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping: the place of the key and its value."""

    key: Where
    value: Located


@dataclass(frozen=True, slots=True)
class Located:
    """A raw value and the place where it begins.

    `blanks` are the places of values that could have been given but were left empty (cells of a worksheet's row), so
    that a missing value can be reported at its own cell.
    """

    value: Scalar | list[Located] | dict[str, Entry]
    where: Where
    style: Style = Style.PLAIN
    blanks: dict[str, Where] = field(default_factory=dict)

    @property
    def scalar(self) -> bool:
        """Whether this is a leaf, empty ones included."""
        return not isinstance(self.value, list | dict)


@dataclass(slots=True)
class Positions:
    """Where the values of the data were written: a data path leads to the place of its value and of its key."""

    _values: dict[DataPath, Where] = field(default_factory=dict)
    _keys: dict[DataPath, Where] = field(default_factory=dict)
    _defaults: dict[DataPath, Where] = field(default_factory=dict)

    def put(self, path: DataPath, value: Where) -> None:
        """Remember the place of a value."""
        self._values[path] = value

    def put_key(self, path: DataPath, key: Where) -> None:
        """Remember the place of a value's key."""
        self._keys[path] = key

    def put_default(self, path: DataPath, pack: Where) -> None:
        """Remember that a value was not written but came from a category pack."""
        self._defaults[path] = pack

    def written(self, path: DataPath) -> Where | None:
        """The place of the very value, or of the blank cell that could hold it; None where nobody wrote any."""
        return self._values.get(path)

    def written_at(self, where: Where) -> list[DataPath]:
        """The innermost values that one place gives; more than one where a cell or an anchor stands for several."""
        place = (where.file, where.line, where.column, where.place)
        paths = [path for path, own in self._values.items() if (own.file, own.line, own.column, own.place) == place]
        around = {path[:length] for path in paths for length in range(len(path))}
        return [path for path in paths if path not in around]

    def where(self, path: DataPath) -> Where:
        """The place of a value, or of its nearest known ancestor; the returned `path` is the one asked for."""
        return self._nearest(path, self._defaults, self._values)

    def key(self, path: DataPath) -> Where:
        """The place of a value's key, or of the key or value of its nearest ancestor that someone wrote."""
        return self._nearest(path, self._keys, self._values)

    def _nearest(self, path: DataPath, *places: dict[DataPath, Where]) -> Where:
        for length in range(len(path), -1, -1):
            found = next((known[path[:length]] for known in places if path[:length] in known), None)
            if found is not None:
                return replace(found, path=path)
        return Where(path=path)


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def forbidden_character(text: str) -> str | None:
    """The first character that a Word file cannot hold (XML 1.0 §2.2, and U+FDD0–U+FDEF), as ``U+0007``, or None."""
    match = _FORBIDDEN.search(text)
    return f"U+{ord(match[0]):04X}" if match else None
