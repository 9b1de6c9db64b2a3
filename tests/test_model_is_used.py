"""Every leaf of the model is read by a template or by a rule: what nobody reads, nobody should have to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.word import house

from itsm_docs.model import Engagement
from itsm_docs.model.base import Record
from itsm_docs.model.shape import Shape, fields_of

ROOT = Path(__file__).parents[1]


def leaves(record: type[Record], seen: frozenset[type[Record]] = frozenset()) -> Iterator[tuple[str, str]]:
    """Record and name of every field that holds a value itself; computed fields are no data."""
    for name, field in fields_of(record).items():
        inner = _record(field.shape)
        if inner is None:
            if not field.computed:
                yield record.__name__, name
        elif inner not in seen and not field.computed:
            yield from leaves(inner, seen | {record})


def _record(shape: Shape) -> type[Record] | None:
    while shape.item is not None:
        shape = shape.item
    return shape.record


def readers() -> str:
    """Everything that may read the model: chapters, the house, rules, and the model's own computed fields."""
    chapters = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "templates").rglob("*.md"))]
    parts = [data.decode() for name, data in house().items() if name.endswith(".xml")]
    code = [
        path.read_text(encoding="utf-8")
        for room in ("rules", "model", "documents", "figures")
        for path in sorted((ROOT / "src" / "itsm_docs" / room).glob("*.py"))
    ]
    return "\n".join([*chapters, *parts, *code])


def test_every_leaf_is_read() -> None:
    """Its name follows a dot, or stands alone in a tag, somewhere in a template, the house, a rule or a computed field."""
    text = readers()
    names = set(re.findall(r"(?<=\.)[a-z_]+\b", text)) | {
        word for tag in re.findall(r"\{[{%](.*?)[%}]\}", text) for word in re.findall(r"[a-z_]+", tag)
    }

    assert sorted({f"{record}.{name}" for record, name in leaves(Engagement) if name not in names}) == []


def test_the_walk_finds_the_leaves() -> None:
    """Down lists and optional records, without computed fields."""
    found = set(leaves(Engagement))

    wanted = {("Party", "uscc"), ("Metric", "target"), ("Tier", "percent"), ("Revision", "author"), ("Site", "address")}
    assert wanted - found == set()
    assert ("Engagement", "asset_total") not in found
    assert ("Engagement", "client") not in found
