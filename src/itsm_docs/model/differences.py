"""Two versions of a record, leaf by leaf: what was given differently. Judges nothing and prints nothing.

Computed fields are left out: they follow from the given ones. Items of a list are the same item by id, code or name,
wherever they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from itsm_docs.findings import DataPath
from itsm_docs.model.base import Record
from itsm_docs.model.shape import Kind, Shape, fields_of
from itsm_docs.trace.names import item_key

SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not what it was. `path` leads through the new version, or through the old one to what is gone.

    `old` is None for what was added, `new` for what was taken away.
    """

    path: DataPath
    old: Any
    new: Any

    @property
    def names(self) -> tuple[str, ...]:
        """The path without the indexes of lists."""
        return tuple(step for step in self.path if isinstance(step, str))


def differences(old: Record, new: Record, path: DataPath = ()) -> Iterator[Difference]:
    """Every leaf that differs, in the order of the record."""
    for name in type(new).model_fields:
        yield from _compared(getattr(old, name), getattr(new, name), (*path, name))


def _compared(old: Any, new: Any, path: DataPath) -> Iterator[Difference]:
    if isinstance(old, Record) and isinstance(new, Record):
        yield from differences(old, new, path)
    elif _records(old) or _records(new):
        yield from _items(old or (), new or (), path)
    elif old != new:
        yield Difference(path, old, new)


def _records(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Record) for item in value)


def _items(old: tuple[Any, ...], new: tuple[Any, ...], path: DataPath) -> Iterator[Difference]:
    before = dict(_keyed(old))
    seen = set()
    for key, index in _keyed(new):
        seen.add(key)
        if key in before:
            yield from _compared(old[before[key]], new[index], (*path, index))
        else:
            yield Difference((*path, index), None, new[index])
    yield from (Difference((*path, index), old[index], None) for key, index in before.items() if key not in seen)


def _keyed(items: tuple[Any, ...]) -> Iterator[tuple[tuple[str, int], int]]:
    """The items by key; those that share one are told apart by their order."""
    met: Counter[str] = Counter()
    for index, item in enumerate(items):
        key = item_key(item)
        yield (key, met[key]), index
        met[key] += 1


def titled(root: type[Record], path: DataPath) -> str:
    """A path in Chinese titles, lists without their indexes: ``合同 › 付款 › 分期``."""
    shape, words = Shape(Kind.RECORD, record=root), list[str]()
    for step in path:
        while shape.kind is Kind.LIST and shape.item is not None:
            shape = shape.item
        known = fields_of(shape.record).get(str(step)) if shape.record and isinstance(step, str) else None
        if known is not None:
            words.append(known.title)
            shape = known.shape
    return SEPARATOR.join(words)
