"""Data paths of a trace, found again in an engagement: which value of the inputs it is that a document prints.

A view that passes a record on holds the very object that the inputs gave; that object is the way back. What is computed
anew has no such way: it is said to be computed, and `solving` may still find its cause. Nothing is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from itsm_docs.findings import DataPath
from itsm_docs.inputs.trail import ARROW, step
from itsm_docs.model import Engagement
from itsm_docs.model.base import Record
from itsm_docs.model.shape import FieldShape, Kind, Shape, fields_of
from itsm_docs.templating.facts import key

_STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar value of the inputs: its data path, the record and field that hold it, and what it is now (None: nothing).

    An item of a list of plain values is a leaf whose path ends with its index.
    """

    path: DataPath
    record: type[Record]
    field: FieldShape
    value: Any

    @property
    def shape(self) -> Shape:
        """What kind of value it is."""
        shape = self.field.shape
        return shape.item if self._is_item and shape.item else shape

    def read(self, text: str) -> Any:
        """The value that a text spells for this field. Raises pydantic's `ValidationError`."""
        annotation = get_type_hints(self.record, include_extras=True)[self.field.name]
        return TypeAdapter(_item_of(annotation) if self._is_item else annotation).validate_python(text)

    @property
    def _is_item(self) -> bool:
        return isinstance(self.path[-1], int)


def _item_of(annotation: Any) -> Any:
    """The type of the items of a list, also of one that may be missing."""
    if get_origin(annotation) in (tuple, list):
        return get_args(annotation)[0]
    members = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    return next(found for member in members if (found := _item_of(member)) is not None) if members else None


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed field of a record of the inputs: the record, its data path, and the way from it to what is printed."""

    field: FieldShape
    holder: Record
    path: DataPath
    way: DataPath

    def of(self, holder: Record) -> Any:
        """What would be printed of another such record; None where the way leads nowhere."""
        value: Any = holder
        for part in self.way:
            if isinstance(part, int):
                value = value[part] if isinstance(value, tuple) and part < len(value) else None
            else:
                value = getattr(value, part, None)
        return value

    def down(self, part: str | int) -> Computed:
        """One step further."""
        return replace(self, way=(*self.way, part))


@dataclass(frozen=True, slots=True)
class Printed:
    """What a path leads to: the value, and the leaf that gives it, or else the field of the inputs that computes it."""

    value: Any
    leaf: Leaf | None = None
    computed: Computed | None = None


@dataclass(frozen=True, slots=True)
class _State:
    """Where the walk stands: the value, and its place in the inputs or what computes it."""

    value: Any
    path: DataPath | None
    computed: Computed | None = None

    def down(self, value: Any, part: str | int) -> _State:
        """One step further, to a value that the one here holds."""
        if self.path is not None:
            return _State(value, (*self.path, part))
        return _State(value, None, self.computed.down(part) if self.computed else None)


class Leaves:
    """The scalar values of an engagement's inputs, defaults included, and the way to them from printed paths."""

    def __init__(self, engagement: Engagement) -> None:
        self.engagement = engagement

    @cached_property
    def by_path(self) -> Mapping[DataPath, Leaf]:
        """Every leaf that the inputs may give, the empty ones included."""
        return {leaf.path: leaf for leaf in leaves_of(self.engagement)}

    @cached_property
    def _records(self) -> Mapping[int, DataPath]:
        """The records of the inputs by identity; equal ones are not the same."""
        return {id(record): path for record, path in _records(self.engagement, ())}

    def find(self, path: str) -> list[Printed]:
        """What a path of a trace leads to; several where list items share a key, none where there is no such thing."""
        states = [_State(self.engagement, ())]
        for name, item in _STEP.findall(path):
            steps = (after for state in states for after in (_field(state, name) if name else _items(state, item)))
            states = [self._at_home(state) for state in steps]
        return [self._printed(state) for state in states]

    def _at_home(self, state: _State) -> _State:
        """A record that the inputs gave is at home there, whichever view it was met in."""
        home = self._records.get(id(state.value)) if state.path is None else None
        return state if home is None else _State(state.value, home)

    def _printed(self, state: _State) -> Printed:
        leaf = self.by_path.get(state.path) if state.path is not None else None
        return Printed(state.value, leaf, state.computed)


def _field(state: _State, name: str) -> Iterator[_State]:
    if not isinstance(state.value, Record):
        return
    known = fields_of(type(state.value)).get(name)
    if known is None:
        return
    value = getattr(state.value, name)
    if known.computed and state.path is not None:
        yield _State(value, None, Computed(known, state.value, state.path, (name,)))
    else:
        yield state.down(value, name)


def _items(state: _State, wanted: str) -> Iterator[_State]:
    for index, item in enumerate(state.value if isinstance(state.value, tuple) else ()):
        if key(item) == wanted:
            yield state.down(item, index)


def leaves_of(record: Record, path: DataPath = ()) -> Iterator[Leaf]:
    """Every leaf of a record and of what it holds; `path` is the record's own."""
    for name, known in fields_of(type(record)).items():
        if known.computed:
            continue
        value, below = getattr(record, name), (*path, name)
        if known.shape.scalar:
            yield Leaf(below, type(record), known, value)
        elif isinstance(value, Record):
            yield from leaves_of(value, below)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    yield from leaves_of(item, (*below, index))
                else:
                    yield Leaf((*below, index), type(record), known, item)


def _records(record: Record, path: DataPath) -> Iterator[tuple[Record, DataPath]]:
    yield record, path
    for name, known in fields_of(type(record)).items():
        value = None if known.computed else getattr(record, name)
        if isinstance(value, Record):
            yield from _records(value, (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    yield from _records(item, (*path, name, index))


def value_at(engagement: Engagement, path: DataPath) -> Any:
    """What the engagement has at a data path."""
    value: Any = engagement
    for part in path:
        value = value[part] if isinstance(part, int) else getattr(value, part)
    return value


def trail_of(engagement: Engagement, path: DataPath) -> str:
    """A data path in Chinese, list items by their key: ``事件分级 › 级别[P1] › 响应时限``."""
    shape, value, words = Shape(Kind.RECORD, record=Engagement), engagement, list[str]()
    for part in path:
        title, shape = step(shape, part)
        value = value_at(value, (part,))
        if isinstance(part, int):
            words[-1] += f"[{key(value)}]"
        else:
            words.append(title)
    return ARROW.join(words)
