"""The shape of the data: which names a record has, of what type, in Chinese and in English.

One description serves the loader (Chinese keys, worksheets, did-you-mean), the static check of templates (paths,
filters, guards) and the documentation. It is read off the pydantic models; it validates nothing.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from itsm_docs.model.base import Choice, Derived, OpenPoint, Record
from itsm_docs.model.people import IdentityNumber
from itsm_docs.model.scalars import Duration, MarkdownText


class Kind(StrEnum):
    """What a value is, as far as keys, loops and filters care."""

    RECORD = "record"
    LIST = "list"
    MAPPING = "mapping"
    TEXT = "text"
    MARKDOWN = "markdown"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    FLAG = "flag"
    CHOICE = "choice"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Shape:
    """A type as templates and the loader see it. `optional` means that the value may be None; `open` that it may be 待定."""

    kind: Kind
    optional: bool = False
    open: bool = False
    record: type[Record] | None = None
    item: Shape | None = None
    choices: type[Choice] | None = None

    @property
    def fields(self) -> Mapping[str, FieldShape]:
        """The fields of a record by English name, computed ones included; empty for everything else."""
        return fields_of(self.record) if self.record else {}

    @property
    def scalar(self) -> bool:
        """Whether the value is a leaf."""
        return self.kind not in (Kind.RECORD, Kind.LIST, Kind.MAPPING)

    def required(self) -> Shape:
        """The same shape inside a guard, where the value is present."""
        return replace(self, optional=False)


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of a record: its names, meaning and type."""

    name: str
    title: str
    description: str
    shape: Shape
    computed: bool = False
    required: bool = False
    synonyms: tuple[str, ...] = ()


UNKNOWN = Shape(Kind.UNKNOWN)

_SCALARS: dict[type, Kind] = {
    str: Kind.TEXT, int: Kind.NUMBER, Decimal: Kind.NUMBER, bool: Kind.FLAG,
    date: Kind.DATE, time: Kind.TIME, Duration: Kind.DURATION, IdentityNumber: Kind.TEXT,
}  # fmt: skip


@cache
def shape_of(annotation: Any) -> Shape:
    """The shape of a type annotation; `UNKNOWN` for what cannot be typed."""
    origin = get_origin(annotation)
    if origin is Annotated:
        base, *marks = get_args(annotation)
        shape = shape_of(base)
        return replace(shape, kind=Kind.MARKDOWN) if any(isinstance(mark, MarkdownText) for mark in marks) else shape
    if origin in (Union, types.UnionType):
        return _union(get_args(annotation))
    if origin in (tuple, list):
        return Shape(Kind.LIST, item=shape_of(get_args(annotation)[0]))
    if origin in (dict, Mapping):
        return Shape(Kind.MAPPING, item=shape_of(get_args(annotation)[1]))
    if isinstance(annotation, type):
        return _plain(annotation)
    return UNKNOWN


def _union(members: tuple[Any, ...]) -> Shape:
    rest = [member for member in members if member not in (type(None), OpenPoint)]
    if len(rest) != 1:
        return UNKNOWN
    shape = shape_of(rest[0])
    return replace(shape, optional=shape.optional or type(None) in members, open=shape.open or OpenPoint in members)


def _plain(kind: type) -> Shape:
    if issubclass(kind, Record):
        return Shape(Kind.RECORD, record=kind)
    if issubclass(kind, Choice):
        return Shape(Kind.CHOICE, choices=kind)
    return Shape(_SCALARS[kind]) if kind in _SCALARS else UNKNOWN


@cache
def fields_of(record: type[Record]) -> Mapping[str, FieldShape]:
    """The fields of a record by English name: the ones that data gives, then the computed ones."""
    hints = get_type_hints(record, include_extras=True)
    fields: dict[str, FieldShape] = {}
    for name, info in record.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        synonyms = extra.get("synonyms", ())
        fields[name] = FieldShape(
            name,
            info.title or name,
            info.description or "",
            shape_of(hints[name]),
            required=info.is_required(),
            synonyms=tuple(str(word) for word in synonyms) if isinstance(synonyms, list | tuple) else (),
        )
    return fields | _derived(record)


def _derived(record: type[Record]) -> dict[str, FieldShape]:
    found: dict[str, FieldShape] = {}
    for owner in reversed(record.__mro__):
        for name, value in list(vars(owner).items()):
            function = value.fget if isinstance(value, property) else getattr(value, "func", None)
            mark = getattr(function, "__derived__", None)
            if isinstance(value, property | cached_property) and isinstance(mark, Derived):
                shape = shape_of(get_type_hints(function, include_extras=True).get("return", Any))
                found[name] = FieldShape(name, mark.title, mark.description, shape, computed=True)
    return found


@cache
def keys_of(record: type[Record]) -> Mapping[str, str]:
    """Every key that data may use for a record, English name, Chinese title or synonym, and the field's name."""
    keys: dict[str, str] = {}
    for name, field in fields_of(record).items():
        if not field.computed:
            keys |= dict.fromkeys((*field.synonyms, field.title, name), name)
    return keys
