"""The Jinja environment of the templates: sandboxed, escaping, strict, with a closed list of display filters.

Values print themselves here: dates as 2027 年 1 月 1 日, numbers without trailing zeros, choices by label, open points
between marks that the finishing pass highlights. None, undefined names and booleans do not print: they are faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from itsm_docs.findings import Finding
from itsm_docs.model.base import Choice, OpenPoint, Record
from itsm_docs.model.shape import Kind, fields_of
from itsm_docs.ooxml.xml import forbidden

OPEN, CLOSE, MARK, MARK_END, BREAK, TAB, SEAL, FACT, FACT_SEP, FACT_END, NEXT, PAGE = (
    chr(0xFDD0 + n) for n in range(12)
)
"""Noncharacters: they carry marks through the rendered text to the finishing pass, and no value may hold them.

`OPEN`…`CLOSE` is an open point, `MARK`…`MARK_END` a reference, `BREAK` and `TAB` stand in values, `SEAL` and a letter
stand in front of what the finishing pass must look at, `FACT` path `FACT_SEP` properties `FACT_SEP` value `FACT_END` is
a value that gets a content control; `NEXT` and `PAGE` begin a new paragraph, on a new page."""

_OURS = re.compile("[\ufdd0-\ufdef]")


class PrintFault(Exception):
    """A value that cannot be printed; carries the code of the finding and its values, or the finding itself."""

    def __init__(self, code: str, *, found: Finding | None = None, **values: str) -> None:
        super().__init__(code)
        self.code, self.values, self.found = code, values, found


class Shown(str):
    """Text that `display` has already made: it may hold marks, and is still to be escaped."""

    __slots__ = ()


class WordValue:
    """A value that brings its own markup instead of a text; see `values`."""

    def markup(self) -> Markup:
        """What stands in the run of the printed tag. Raises `PrintFault` where the value cannot stand."""
        raise NotImplementedError


def display(value: Any) -> Any:
    """The text of a value as it is printed; raises `PrintFault` for what has none."""
    if type(value) is str:  # most values; printable text has no break, tab or forbidden character
        return value if value.isprintable() else _lines(value)
    if isinstance(value, Markup | Shown):
        return value
    for kind, show in _DISPLAYS:
        if isinstance(value, kind):
            return show(value)
    if value is None:
        raise PrintFault("TP301")
    if from_docxtpl(value):
        from itsm_docs.templating.values import foreign

        return foreign(value)
    if not isinstance(value, jinja2.Undefined) and _has_no_text(value):
        raise PrintFault("TP303")
    return _lines(str(value))


def from_docxtpl(value: Any) -> bool:
    """Whether a value is one of docxtpl's, or made from one; docxtpl itself is not asked."""
    return any(kind.__module__.partition(".")[0] == "docxtpl" for kind in type(value).__mro__)


def _has_no_text(value: Any) -> bool:
    """Whether printing a value would show its insides: groups of values, methods, Jinja's own `loop` and `self`."""
    return (
        isinstance(value, Record | Mapping | list | tuple)
        or callable(value)
        or type(value).__module__.startswith("jinja2")
    )


def refuse_characters(text: str) -> None:
    """Raise `PrintFault` for a character that a Word file cannot hold, or that is one of our marks."""
    character = forbidden(text)
    if character is None and (ours := _OURS.search(text)):
        character = ours.group()
    if character is not None:
        raise PrintFault("TP309", character=f"U+{ord(character):04X}")


def _lines(text: str) -> str:
    refuse_characters(text)
    if "\n" in text or "\t" in text or "\r" in text:
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", BREAK).replace("\t", TAB)
    return text


def _refuse_flag(value: bool) -> str:
    raise PrintFault("TP302", value="是" if value else "否")


def show_date(value: date) -> str:
    """``2027 年 1 月 5 日``."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日"


def show_number(value: Decimal | int | float) -> str:
    """A number with thousands separators and without trailing zeros."""
    number = Decimal(str(value)) or Decimal(0)  # never -0
    return f"{number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize():,f}"


_DISPLAYS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (bool, _refuse_flag),
    (WordValue, lambda value: value.markup()),
    (Choice, str),
    (OpenPoint, lambda point: f"{OPEN}{point}{CLOSE}"),
    (date, show_date),
    (time, lambda value: f"{value:%H:%M}"),
    (Decimal, show_number),
    (int, show_number),
    (float, show_number),
)


@dataclass(frozen=True, slots=True)
class DisplayFilter:
    """A filter, the kinds of values that it takes (none: any list) and whether it prints text."""

    function: Callable[..., Any]
    kinds: frozenset[Kind]


def _keeps_open(function: Callable[..., str]) -> Callable[..., Any]:
    def apply(value: Any, *arguments: Any) -> Any:
        if isinstance(value, OpenPoint):
            return value
        if value is None:
            raise PrintFault("TP301")
        try:
            return function(value, *arguments)
        except (AttributeError, TypeError, ValueError, ArithmeticError):
            raise PrintFault("TP310", value=str(value)) from None

    return apply


def _join(values: Iterable[Any], separator: str = "、") -> str:
    return Shown(separator.join(str(display(value)) for value in values))


def _chinese(value: int | Decimal) -> str:
    import cn2an

    return str(cn2an.an2cn(f"{Decimal(value).normalize():f}", "low"))


FILTERS: dict[str, DisplayFilter] = {
    "date": DisplayFilter(_keeps_open(show_date), frozenset({Kind.DATE})),
    "day": DisplayFilter(_keeps_open(lambda value: value.isoformat()), frozenset({Kind.DATE})),
    "time": DisplayFilter(_keeps_open(lambda value: f"{value:%H:%M}"), frozenset({Kind.TIME})),
    "money": DisplayFilter(_keeps_open(lambda value: f"{value:,.2f}"), frozenset({Kind.NUMBER})),
    "number": DisplayFilter(_keeps_open(show_number), frozenset({Kind.NUMBER})),
    "percent": DisplayFilter(_keeps_open(lambda value: f"{show_number(value)}%"), frozenset({Kind.NUMBER})),
    "cn": DisplayFilter(_keeps_open(_chinese), frozenset({Kind.NUMBER})),
    "join": DisplayFilter(_join, frozenset({Kind.LIST})),
    "count": DisplayFilter(lambda values: len(values), frozenset({Kind.LIST})),
}
"""The closed list of display filters."""


_FIELDS: dict[type, frozenset[str]] = {}
"""The names that a record shows, by its class; filled as classes are met."""


class Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which a mapping's key wins over its attribute and a record shows its fields only."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Attribute access ``a.b``."""
        kind = type(obj)
        allowed = _FIELDS.get(kind)
        if allowed is not None:
            return getattr(obj, attribute) if attribute in allowed else self.undefined(obj=obj, name=attribute)
        if kind is dict or isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, Record):
            _FIELDS[kind] = frozenset(fields_of(obj.__class__))
            return self.getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Item access ``a["b"]``, the same as ``a.b`` for mappings and records."""
        if isinstance(obj, Mapping | Record) and isinstance(argument, str):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)


@cache
def environment() -> Environment:
    """The one environment; templates keep no state in it."""
    env = Environment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=display, keep_trailing_newline=True)
    env.filters.clear()
    env.filters.update({name: item.function for name, item in FILTERS.items()})
    env.globals.clear()
    return env
