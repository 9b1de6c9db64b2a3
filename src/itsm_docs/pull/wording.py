"""How documents print a value, and the way back from printed text: only what prints again as it was returned is read.

A receipt does not say which display filter a place has; it follows from the issued text. Texts that differ in spaces, in
full-width forms, in thousands separators or in zeros after the decimal point are the same wording. Nothing is guessed: a
text that two filters would read differently is not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from itsm_docs.findings import UnknownCode, finding
from itsm_docs.inputs.trail import ARROW
from itsm_docs.model.base import Choice, OpenPoint
from itsm_docs.model.scalars import Duration
from itsm_docs.model.shape import Kind, Shape
from itsm_docs.pull.leaves import Leaf
from itsm_docs.templating.environment import FILTERS, PrintFault, display
from itsm_docs.trace.canonical import collapsed

PLAIN = ""
"""The name under which a value prints without a filter."""
SCALAR_FILTERS = (PLAIN, *(name for name, known in FILTERS.items() if Kind.LIST not in known.kinds))
"""The ways in which a single value may be printed."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NUMERALS = re.compile("[零〇一二三四五六七八九十百千万亿两点负]+")


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a returned text is no value: the code of the finding and what it says."""

    code: str
    why: str = ""


def filters_for(shape: Shape) -> list[str]:
    """The filters through which a document may print a value of a shape."""
    return [PLAIN, *(name for name, known in FILTERS.items() if shape.kind in known.kinds)]


def shown(value: Any, name: str = PLAIN) -> str | None:
    """The text of a value through a filter, white space collapsed; None where it has none."""
    if value is None or isinstance(value, bool | OpenPoint):
        return None
    try:
        return collapsed(str(display(FILTERS[name].function(value) if name else value)))
    except PrintFault:
        return None


def in_words(value: Any, name: str = PLAIN) -> str:
    """A value for people, whatever it is."""
    return "（空）" if value is None else shown(value, name) or str(value)


def showing(value: Any, text: str, shape: Shape) -> list[str]:
    """The filters through which a value prints as a text."""
    return [name for name in filters_for(shape) if (own := shown(value, name)) is not None and same(own, text, shape)]


def printing(leaf: Leaf, issued: str) -> list[str]:
    """The filters through which the issued text may have been printed, whatever the value is now."""
    found = []
    for name in filters_for(leaf.shape):
        value = _read(leaf, issued, name)
        if not isinstance(value, Unread) and same(shown(value, name) or "", issued, leaf.shape):
            found.append(name)
    return found


def read_back(leaf: Leaf, text: str, names: Iterable[str]) -> Any:
    """The value that prints as the text through each of the filters, or `Unread`."""
    values = []
    for name in names:
        value = _read(leaf, text, name)
        if isinstance(value, Unread):
            return value
        if not same(again := in_words(value, name), text, leaf.shape):
            return Unread("PL205", again)
        values.append(value)
    if not values or any(value != values[0] for value in values):
        return Unread("PL206")
    return values[0]


def _read(leaf: Leaf, text: str, name: str) -> Any:
    try:
        return leaf.read(_unfiltered(text, name))
    except ValidationError as error:
        return Unread("PL204", _reason(error))
    except ValueError:
        return Unread("PL204", "不是中文数字")


def _unfiltered(text: str, name: str) -> str:
    """The text as the field itself would be written. Raises `ValueError`."""
    if name == "percent":
        return text.strip().removesuffix("%").removesuffix("％")
    if name == "cn":
        import cn2an

        if not _NUMERALS.fullmatch(text.strip()):
            raise ValueError
        return str(cn2an.cn2an(text.strip(), "normal"))
    return text


def _reason(error: ValidationError) -> str:
    """What our own type says of the text; pydantic's messages are English."""
    first = error.errors(include_url=False)[0]
    try:
        return finding(first["type"], **first.get("ctx", {})).message.rpartition(ARROW)[2]
    except (UnknownCode, KeyError):
        return "不是这个字段能取的值"


def same(left: str, right: str, shape: Shape) -> bool:
    """Whether two texts are the same wording of a value of a shape; texts must agree to the letter."""
    if shape.kind in (Kind.TEXT, Kind.CHOICE):
        return collapsed(left) == collapsed(right)
    return _essence(left) == _essence(right)


def _essence(text: str) -> str:
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    return _NUMBER.sub(lambda match: _trimmed(match[0].replace(",", "")), bare)


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def changed(old: str, new: str) -> tuple[int, int]:
    """From where to where the old text differs from the new one."""
    shorter = min(len(old), len(new))
    start = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    tail = next((index for index in range(shorter - start) if old[-1 - index] != new[-1 - index]), shorter - start)
    return start, len(old) - tail


def kept(value: Any, old: Any, issued: str) -> Any:
    """A new text with the spaces and hyphens of the old one that a document does not show, where they still stand."""
    if not isinstance(value, str) or not isinstance(old, str) or collapsed(old) != issued or len(old) != len(issued):
        return value
    start, end = changed(issued, value)
    return old[:start] + value[start : len(value) - (len(issued) - end)] + old[end:]


# In files


def spelled(value: Any, before: Any, written: str) -> str:
    """A value as a person writes it, in the manner in which the value before it was written (empty where it was not)."""
    if isinstance(value, str) and not isinstance(value, Choice):
        return value
    if isinstance(value, Choice):
        return str(value.value if isinstance(before, Choice) and written == before.value else value.label)
    if isinstance(value, Duration) and isinstance(before, Duration) and value.unit is before.unit:
        # keeps the person's word for the unit
        amount = re.match(r"\d+(?:\.\d+)?", written)
        if amount and written:
            return f"{value.amount.normalize():f}{written[amount.end() :]}"
    manners = _MANNERS.get(type(value), (str,))
    if type(before) is type(value):
        return next((manner(value) for manner in manners if manner(before) == written), manners[0](value))
    return manners[0](value)


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _with(manner: Callable[[Any], str], suffix: str) -> Callable[[Any], str]:
    return lambda value: manner(value) + suffix


_AMOUNTS: tuple[Callable[[Any], str], ...] = (
    _decimal,
    lambda value: f"{value:.2f}",
    lambda value: f"{value:,.2f}",
    lambda value: f"{value.quantize(Decimal(1)):,f}" if value == value.to_integral() else f"{value.normalize():,f}",
    lambda value: f"{value:.1f}",
)
_MANNERS: dict[type, tuple[Callable[[Any], str], ...]] = {
    date: (
        date.isoformat,
        lambda value: f"{value.year}年{value.month}月{value.day}日",
        lambda value: f"{value.year} 年 {value.month} 月 {value.day} 日",
        lambda value: f"{value.year}/{value.month}/{value.day}",
        lambda value: f"{value.year}/{value.month:02d}/{value.day:02d}",
        lambda value: f"{value.year}.{value.month}.{value.day}",
        lambda value: f"{value.year}-{value.month}-{value.day}",
    ),
    time: (lambda value: f"{value:%H:%M}", lambda value: f"{value.hour}:{value.minute:02d}"),
    Decimal: tuple(_with(manner, suffix) for suffix in ("", "%", "元", " 元") for manner in _AMOUNTS),
    int: (str, lambda value: f"{value:,}"),
    Duration: (lambda value: str(value).replace(" ", ""), str),
}
"""How people write a value of a type, the usual way first."""
