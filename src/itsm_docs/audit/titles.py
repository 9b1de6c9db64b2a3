"""Data paths of a trace in words: ``priorities.levels[P1].response`` is 一级（特别紧急） 响应时限. Reads no document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")
_NAMES = ("name", "title", "label", "term", "role", "item")


def steps(path: str) -> list[tuple[str, bool]]:
    """The steps of a path from its root; those of list items are marked."""
    return [(name or key, not name) for name, key in _STEP.findall(path)]


def title(path: str, values: Mapping[str, str]) -> str:
    """The field in words: the last list item by its name, then the field's own title.

    `values` are the values of other paths, among them the items' names. Fields that no model knows keep their names.
    """
    way = steps(path)
    items = [index for index, (_, is_item) in enumerate(way) if is_item]
    leaf, owner = _title(tuple(way))
    if not items or items[-1] == len(way) - 1:
        return f"{owner} {leaf}".strip() if not items and owner else leaf or path
    prefix = path[: _end_of_item(path)]
    name = next((values[one] for key in _NAMES if (one := f"{prefix}.{key}") in values and one != path), None)
    return f"{name or way[items[-1]][0]} {leaf}".strip()


def _end_of_item(path: str) -> int:
    return path.rindex("]") + 1


@lru_cache(maxsize=4096)
def _title(way: tuple[tuple[str, bool], ...]) -> tuple[str, str]:
    """The titles of the leaf and of what it belongs to."""
    from itsm_docs.documents.kinds import context_schema
    from itsm_docs.model.shape import FieldShape, Kind, Shape

    found: list[str] = []
    fields: Mapping[str, Shape | FieldShape] = context_schema()
    shape: Shape | None = None
    for name, is_item in way:
        if is_item:
            shape = shape.item if shape is not None else None
        else:
            known = fields.get(name)
            shape = known.shape if isinstance(known, FieldShape) else known
            found.append(known.title if isinstance(known, FieldShape) else name)
            if shape is not None and shape.kind is Kind.MAPPING:
                shape = shape.item
        fields = shape.fields if shape is not None else {}
    return (found[-1] if found else ""), (found[-2] if len(found) > 1 else "")
