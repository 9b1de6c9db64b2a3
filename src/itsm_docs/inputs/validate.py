"""Let the models judge the raw values, and say in Chinese, at the right place, what they refused.

pydantic's errors are translated by their type and context, never by their English text. What `normalise` has already
reported is not reported again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from itsm_docs.findings import DataPath, Finding, UnknownCode, Where, finding
from itsm_docs.inputs.located import Positions
from itsm_docs.inputs.normalise import shorten
from itsm_docs.inputs.suggest import asking, closest
from itsm_docs.inputs.trail import meaning_at, shape_at, trail
from itsm_docs.model.base import OpenPoint, Record
from itsm_docs.model.shape import Kind, Shape, fields_of

R = TypeVar("R", bound=Record)

_BOUNDS = {"greater_than_equal": ("ge", "不小于"), "less_than_equal": ("le", "不大于"),
           "greater_than": ("gt", "大于"), "less_than": ("lt", "小于")}  # fmt: skip
_WORDS = {
    Kind.RECORD: "一组键值", Kind.LIST: "列表", Kind.MAPPING: "一组键值", Kind.TEXT: "文字", Kind.MARKDOWN: "文字",
    Kind.NUMBER: "数字", Kind.DATE: "日期", Kind.TIME: "时刻", Kind.DURATION: "时长", Kind.FLAG: "“是”或“否”",
    Kind.CHOICE: "选项", Kind.UNKNOWN: "别的写法",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A value still to be agreed: where it is in the data, its Chinese trail, and the drafter's remark."""

    path: DataPath
    trail: str
    note: str


@dataclass(frozen=True, slots=True)
class _Refusal:
    """One error of pydantic, placed."""

    kind: str
    path: DataPath
    value: Any
    context: Mapping[str, Any]
    trail: str
    shape: Shape
    meaning: str


def validate(
    raw: Mapping[str, Any], root: type[R], positions: Positions, broken: Iterable[DataPath] = ()
) -> tuple[R | None, list[Finding]]:
    """The record that the raw values describe, or the findings (IN22x, DM…) that say why there is none."""
    try:
        return root.model_validate(raw), []
    except ValidationError as error:
        known = set(broken)
        refusals = [_place(one, root) for one in error.errors(include_url=False)]
        fresh = (refusal for refusal in refusals if not _reported(refusal, known))
        return None, [_translate(refusal, positions) for refusal in fresh]


def _place(error: Any, root: type[Record]) -> _Refusal:
    context = dict(error.get("ctx", {}))
    path: DataPath = tuple(error["loc"])
    # A rule over a whole record may name the field that it is about.
    about = context.pop("field", None)
    if isinstance(about, str):
        path = (*path, *about.split("."))
    elif isinstance(about, tuple | list):
        path = (*path, *about)
    value = OpenPoint.read(error["input"]) or error["input"]
    return _Refusal(
        error["type"], path, value, context, trail(root, path), shape_at(root, path), meaning_at(root, path)
    )


def _reported(refusal: _Refusal, known: set[DataPath]) -> bool:
    path = refusal.path
    if refusal.kind == "too_short" and len(refusal.value) >= refusal.context["min_length"]:
        # Enough items were written; they were refused one by one.
        return True
    return refusal.kind == "extra_forbidden" or any(path[:length] in known for length in range(len(path) + 1))


def _translate(refusal: _Refusal, positions: Positions) -> Finding:
    if refusal.kind == "missing":
        return _empty(refusal, positions.key(refusal.path))
    where = positions.where(refusal.path)
    if refusal.value is None:
        return _empty(refusal, where)
    if isinstance(refusal.value, OpenPoint) and refusal.shape.scalar:
        return finding("IN226", where, trail=refusal.trail)
    translate = _TRANSLATIONS.get(refusal.kind, _other)
    return translate(refusal, where)


def _declared(refusal: _Refusal, where: Where) -> Finding | None:
    """A refusal by one of our own types or models, whose code is declared in messages/."""
    context = {name: shorten(value) if name == "value" else value for name, value in refusal.context.items()}
    try:
        made = finding(refusal.kind, where, **context)
    except (UnknownCode, ModuleNotFoundError):
        return None
    message = f"{refusal.trail}：{made.message}" if refusal.trail else made.message
    return Finding(made.code, made.severity, message, made.where, _quoted(refusal.value) or made.hint, made.clause)


def _quoted(value: object) -> str | None:
    """The hint for a value in full-width quotes, which are part of the value here."""
    quoted = isinstance(value, str) and len(value) > 2 and value[0] in "“‘" and value[-1] in "”’"
    return "删去中文引号；值一般不用引号，需要时用半角引号" if quoted else None


def _other(refusal: _Refusal, where: Where) -> Finding:
    made = _declared(refusal, where) if refusal.kind[:2].isupper() else None
    if made is not None:
        return made
    expected = _WORDS[refusal.shape.kind]
    return finding(
        "IN229", where, trail=refusal.trail, expected=expected, found=_found(refusal.value), hint=_quoted(refusal.value)
    )


def _found(value: object) -> str:
    if isinstance(value, Mapping):
        return "一组键值"
    return "列表" if isinstance(value, list | tuple) else f"“{shorten(value)}”"


def _choice(refusal: _Refusal, where: Where) -> Finding:
    choices = list(refusal.shape.choices or ())
    labels = [choice.label for choice in choices]
    value = str(refusal.value)
    meant = closest(value, [*labels, *(choice.value for choice in choices)])
    listed = "、".join(labels) or str(refusal.context.get("expected", ""))
    return finding("IN222", where, trail=refusal.trail, value=shorten(value), options=listed, candidate=asking(meant))


def _bound(refusal: _Refusal, where: Where) -> Finding:
    name, word = _BOUNDS[refusal.kind]
    expected = f"{word} {refusal.context[name]}"
    return finding("IN223", where, trail=refusal.trail, expected=expected, value=shorten(refusal.value))


def _long(refusal: _Refusal, where: Where) -> Finding:
    found = len(str(refusal.value))
    return finding("IN224", where, trail=refusal.trail, limit=refusal.context["max_length"], found=found)


def _empty(refusal: _Refusal, where: Where) -> Finding:
    later = "；尚未商定时写“待定”" if refusal.shape.open else ""
    hint = f"说明：{refusal.meaning}{later}" if refusal.meaning else None
    return finding("IN221", where, trail=refusal.trail, hint=hint)


def _few(refusal: _Refusal, where: Where) -> Finding:
    context = refusal.context
    found = context.get("actual_length", 0)
    return finding("IN227", where, trail=refusal.trail, limit=context["min_length"], found=found)


def _many(refusal: _Refusal, where: Where) -> Finding:
    context = refusal.context
    if isinstance(refusal.value, str):
        return _long(refusal, where)
    found = context.get("actual_length") or len(refusal.value)
    return finding("IN228", where, trail=refusal.trail, limit=context["max_length"], found=found)


def _pattern(refusal: _Refusal, where: Where) -> Finding:
    is_code = str(refusal.context.get("pattern", "")).startswith("^[A-Za-z0-9][A-Za-z0-9._-]")
    return finding("IN225" if is_code else "IN230", where, trail=refusal.trail, value=shorten(refusal.value))


_TRANSLATIONS: dict[str, Callable[[_Refusal, Where], Finding]] = {
    "enum": _choice,
    "literal_error": _choice,
    **dict.fromkeys(_BOUNDS, _bound),
    "string_too_long": _long,
    "string_too_short": _empty,
    "too_short": _few,
    "too_long": _many,
    "string_pattern_mismatch": _pattern,
}


def open_points(record: Record) -> list[OpenItem]:
    """Every open point in a validated record, in the order of its fields."""
    root = type(record)
    return [OpenItem(path, trail(root, path), point.note) for path, point in _points(record, ())]


def _points(value: object, path: DataPath) -> Iterable[tuple[DataPath, OpenPoint]]:
    if isinstance(value, OpenPoint):
        yield path, value
    elif isinstance(value, Record):
        for name, known in fields_of(type(value)).items():
            if not known.computed:
                yield from _points(getattr(value, name), (*path, name))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _points(item, (*path, index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _points(item, (*path, key))
