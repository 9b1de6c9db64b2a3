"""JSON Schemas for editors, generated from the models: one with the English keys, one with the Chinese.

Draft 2020-12 with Chinese titles and descriptions. An object may be given as the path of a .yaml file and a list as the
path of a worksheet; this is said by `type` and `pattern` together and not by alternatives, because editors explain
alternatives badly. A schema helps while writing; only `validate` judges.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from itsm_docs.inputs.packs import GENERAL, Pack, general_pack, pack, service_record
from itsm_docs.model import Engagement
from itsm_docs.model.base import Record
from itsm_docs.model.shape import UNKNOWN, FieldShape, Kind, Shape, fields_of
from itsm_docs.standard import categories

ROOTS: Mapping[str, type[Record]] = {"engagement": Engagement}
"""The described things that have a schema, by the name of their file."""

_OPEN = "^待定"
_FILE = r"\.[Yy][Aa]?[Mm][Ll]$"
_LIST_FILE = r"\.([Yy][Aa]?[Mm][Ll]|[Xx][Ll][Ss][XxMm](#.+)?)$"
_DATE = r"^\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?$"
_DURATION = r"^\d+(\.\d+)? ?(分钟?|小?时|个?工作日|日|天|日历日|自然日|个?月|min|m|h|d|wd)$"
_CLOCK = r"^\d{1,2}[:：]\d{2}$"
_LIMITS = ("pattern", "minLength", "maxLength", "minItems", "maxItems", "examples")

_SCALARS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": ["string", "number", "boolean"]},
    Kind.MARKDOWN: {"type": ["string", "number"]},
    Kind.NUMBER: {"type": ["number", "string"]},
    Kind.DATE: {"type": ["string"], "pattern": _DATE, "examples": ["2026-01-05", "2026年1月5日"]},
    Kind.TIME: {"type": ["string", "number"], "pattern": _CLOCK, "examples": ["08:30"]},
    Kind.DURATION: {"type": ["string"], "pattern": _DURATION, "examples": ["30分钟", "2小时", "3个工作日"]},
    Kind.FLAG: {"type": ["boolean", "string", "number"], "examples": ["是", "否"]},
}


def schemas() -> dict[str, str]:
    """Every schema file by name, as the text to write; the same models give the same bytes."""
    return {
        f"{name}{'.zh' if chinese else ''}.schema.json": _text(
            schema(root, f"{name}{'.zh' if chinese else ''}", chinese)
        )
        for name, root in ROOTS.items()
        for chinese in (False, True)
    }


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def schema(root: type[Record], name: str, chinese: bool) -> dict[str, Any]:
    """The schema of a root record, with Chinese or English keys."""
    writer = _Writer(chinese, _supplied(root))
    content = writer.record(root)
    # The file itself is the object; only its sections may be elsewhere.
    content |= {"type": "object"}
    content.pop("pattern")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{name}.schema.json",
        **content,
        "$defs": {key: writer.definitions[key] for key in sorted(writer.definitions)},
    }


class _Writer:
    def __init__(self, chinese: bool, supplied: Mapping[type[Record], set[str]]) -> None:
        self.chinese, self.supplied = chinese, supplied
        self.definitions: dict[str, dict[str, Any]] = {}

    def record(self, record: type[Record]) -> dict[str, Any]:
        """The object of a record, or the file that holds it."""
        limits = record.model_json_schema()["properties"]
        fields = {name: known for name, known in fields_of(record).items() if not known.computed}
        supplied = self.supplied.get(record, set())
        content: dict[str, Any] = {
            "title": record.label_cn or record.__name__,
            "type": ["object", "string"],
            "pattern": _FILE,
            "properties": {self._key(known): self._field(known, limits[name]) for name, known in fields.items()},
            "additionalProperties": False,
        }
        required = [self._key(known) for name, known in fields.items() if known.required and name not in supplied]
        return content | ({"required": required} if required else {})

    def _key(self, known: FieldShape) -> str:
        return known.title if self.chinese else known.name

    def _field(self, known: FieldShape, limits: Mapping[str, Any]) -> dict[str, Any]:
        other = known.name if self.chinese else known.title
        texts = {
            "title": known.title,
            "description": known.description or known.title,
            "markdownDescription": f"**{known.title}**（`{other}`）：{known.description or known.title}",
        }
        return texts | self._value(known.shape, limits)

    def _value(self, shape: Shape, limits: Mapping[str, Any]) -> dict[str, Any]:
        if shape.kind is Kind.RECORD and shape.record:
            return (
                self._reference(shape.record)
                if not shape.optional
                else {"anyOf": [self._reference(shape.record), {"type": "null"}]}
            )
        if shape.kind is Kind.LIST:
            return self._list(shape, limits)
        if shape.kind is Kind.CHOICE:
            return self._choice(shape)
        if shape.kind is Kind.MAPPING:
            inner = _branch(limits, "additionalProperties")
            return {"type": ["object", "string"], "additionalProperties": self._value(shape.item or UNKNOWN, inner)}
        return _scalar(shape, limits)

    def _reference(self, record: type[Record]) -> dict[str, Any]:
        if record.__name__ not in self.definitions:
            self.definitions[record.__name__] = {}
            self.definitions[record.__name__] = self.record(record)
        return {"$ref": f"#/$defs/{record.__name__}"}

    def _list(self, shape: Shape, limits: Mapping[str, Any]) -> dict[str, Any]:
        found = _limits(limits)
        content: dict[str, Any] = {
            "type": ["array", "string", "null"],
            "pattern": _LIST_FILE,
            "items": self._value(shape.item or UNKNOWN, _branch(limits, "items")),
        }
        if "minItems" in found:
            # An empty value is an empty list, which is too short here.
            content["type"].remove("null")
        return content | {key: found[key] for key in ("minItems", "maxItems") if key in found}

    def _choice(self, shape: Shape) -> dict[str, Any]:
        members = list(shape.choices or ())
        labels = [member.label for member in members]
        if self.chinese:
            content: dict[str, Any] = {"enum": labels, "markdownEnumDescriptions": [f"`{m.value}`" for m in members]}
        else:
            values = [member.value for member in members]
            content = {"enum": [*values, *labels], "markdownEnumDescriptions": [*labels, *labels]}
        alternatives = [content]
        if shape.open:
            alternatives.append({"type": "string", "pattern": _OPEN})
        if shape.optional:
            alternatives.append({"type": "null"})
        return content if len(alternatives) == 1 else {"anyOf": alternatives}


def _scalar(shape: Shape, limits: Mapping[str, Any]) -> dict[str, Any]:
    """A leaf: by its kind, narrowed by the model's limits on texts; open and optional ones are wider."""
    content = dict(_SCALARS.get(shape.kind, {}))
    if not content:
        return content
    if shape.kind in (Kind.TEXT, Kind.MARKDOWN):
        content |= {key: value for key, value in _limits(limits).items() if key not in ("minItems", "maxItems")}
    if shape.open:
        if "string" not in content["type"]:
            content["type"] = [*content["type"], "string"]
        if "pattern" in content:
            content["pattern"] = f"{content['pattern']}|{_OPEN}"
    if shape.optional:
        content["type"] = [*content["type"], "null"]
    return content


def _branches(limits: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A node of pydantic's own schema and its alternatives, without the ones for open points and null."""
    if limits.get("pattern") != _OPEN:
        yield limits
        for branch in limits.get("anyOf", ()):
            yield from _branches(branch)


def _limits(limits: Mapping[str, Any]) -> dict[str, Any]:
    return {key: branch[key] for branch in _branches(limits) for key in _LIMITS if key in branch}


def _branch(limits: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = (branch[key] for branch in _branches(limits) if isinstance(branch.get(key), Mapping))
    return next(found, {})


def _supplied(root: type[Record]) -> dict[type[Record], set[str]]:
    """The fields that some category pack gives, by record: a description may leave them out."""
    found: dict[type[Record], set[str]] = {}
    for category in categories():
        known = pack(category.number, root)
        if known is not None:
            _note(known, root, found)
    for name, (key, _) in GENERAL.items():
        if key in fields_of(root):
            for regime in ("commercial", "government"):
                _note(general_pack(name, root, (regime, "continuous", "project")), root, found)
    return found


def _note(known: Pack, root: type[Record], found: dict[type[Record], set[str]]) -> None:
    _collect(known.engagement, Shape(Kind.RECORD, record=root), found)
    service = service_record(root)
    for section in (known.service, *known.by_mode.values()):
        _collect(section, Shape(Kind.RECORD, record=service), found)


def _collect(value: Any, shape: Shape, found: dict[type[Record], set[str]]) -> None:
    if shape.record is not None and isinstance(value, Mapping):
        found.setdefault(shape.record, set()).update(value)
        for key, inner in value.items():
            if key in shape.fields:
                _collect(inner, shape.fields[key].shape, found)
    elif shape.item is not None and isinstance(value, list):
        for item in value:
            _collect(item, shape.item, found)
