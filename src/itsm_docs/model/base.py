"""What every model is made of: frozen records, choices with Chinese labels, open points, derived values.

Nothing here knows the field; the vocabulary of the engagement lives in the sibling modules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar, Self, TypeAlias, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")
R = TypeVar("R")


Recorded = TypeVar("Recorded", bound="Record")


class Record(BaseModel):
    """A described thing: frozen, unknown keys refused, every field with a Chinese title that is also its Chinese key."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, str_strip_whitespace=True)

    label_cn: ClassVar[str] = ""
    """The Chinese name of the kind of thing, for messages and schemas."""


def changed(record: Recorded, /, **changes: object) -> Recorded:
    """A copy with other values. What was computed from the old ones is forgotten."""
    copy = record.model_copy(update=changes)
    for name in set(copy.__dict__) - set(type(copy).model_fields):
        del copy.__dict__[name]
    return copy


class Choice(str, Enum):
    """A closed list of values. Data may give the English value or the Chinese label; documents print the label."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return next((member for member in cls if member.label == value), None)

    def __str__(self) -> str:
        return self.label

    def __format__(self, spec: str) -> str:
        return format(self.label, spec)


_OPEN = re.compile(r"^待定(?:\s*[:：]\s*(?P<note>.*))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A value still to be agreed, written ``待定`` or ``待定：说明`` in the data and highlighted in the documents."""

    note: str = ""

    @classmethod
    def read(cls, value: object) -> OpenPoint | None:
        """The open point that a raw value spells, or None."""
        if isinstance(value, cls):
            return value
        match = _OPEN.match(value.strip()) if isinstance(value, str) else None
        return cls((match["note"] or "").strip()) if match else None

    def __str__(self) -> str:
        return f"【待定：{self.note}】" if self.note else "【待定】"


class OpenMarker:
    """Makes a scalar accept an open point beside its own type, without a union in the error messages."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler.generate_schema(get_args(source)[0])

        def validate(value: Any, validator: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return OpenPoint.read(value) or validator(value)

        return core_schema.no_info_wrap_validator_function(validate, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), {"type": "string", "pattern": "^待定"}]}


Open: TypeAlias = Annotated[T | OpenPoint, OpenMarker()]
"""``Open[Money]``: a money value, or an open point. Never for ids, kinds or anything that a template branches on."""


@dataclass(frozen=True, slots=True)
class Derived:
    """The Chinese title and meaning of a value that is computed from the data."""

    title: str
    description: str


def derived(title: str, description: str = "") -> Callable[[Callable[[Any], R]], Callable[[Any], R]]:
    """Mark the function under ``@property`` or ``@cached_property`` as a computed field that templates may print."""

    def mark(function: Callable[[Any], R]) -> Callable[[Any], R]:
        function.__derived__ = Derived(title, description)  # type: ignore[attr-defined]
        return function

    return mark
