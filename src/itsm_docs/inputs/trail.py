"""Data paths in words: ``服务[2] › 指标[1] › 目标值``, as messages and reports name a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itsm_docs.findings import DataPath
from itsm_docs.model.base import Record
from itsm_docs.model.shape import UNKNOWN, Kind, Shape

ARROW = " › "


def step(shape: Shape, part: str | int) -> tuple[str, Shape]:
    """The Chinese title of one step down from a shape, and the shape below it (`UNKNOWN` where there is none)."""
    if shape.kind is Kind.LIST:
        return "", shape.item or UNKNOWN
    if shape.kind is Kind.MAPPING:
        return str(part), shape.item or UNKNOWN
    known = shape.fields.get(str(part))
    return (known.title, known.shape) if known else (str(part), UNKNOWN)


def shape_at(root: type[Record], path: DataPath) -> Shape:
    """The shape of the value at a data path."""
    shape = Shape(Kind.RECORD, record=root)
    for part in path:
        shape = step(shape, part)[1]
    return shape


def meaning_at(root: type[Record], path: DataPath) -> str:
    """The description of the field at a data path; empty for list items and unknown fields."""
    known = shape_at(root, path[:-1]).fields.get(str(path[-1])) if path else None
    return known.description if known else ""


def trail(root: type[Record], path: DataPath, data: object = None) -> str:
    """The path in Chinese titles; list items by number from 1, or by their name or id when `data` is given."""
    shape, words = Shape(Kind.RECORD, record=root), list[str]()
    for part in path:
        data = _down(data, part)
        if isinstance(part, int):
            words[-1:] = [f"{words[-1] if words else ''}[{_item_name(data) or part + 1}]"]
            shape = shape.item or UNKNOWN
            continue
        title, shape = step(shape, part)
        words.append(title)
    return ARROW.join(words)


def _down(data: object, part: str | int) -> Any:
    if isinstance(data, Mapping):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
        return data[part]
    return None


def _item_name(item: object) -> str | None:
    if not isinstance(item, Mapping):
        return None
    return next((str(item[key]) for key in ("name", "title", "id", "code") if isinstance(item.get(key), str)), None)
