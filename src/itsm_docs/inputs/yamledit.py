"""Change values in a YAML text, and add keys, and leave every other character, comments and layout included, as it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import yaml

from itsm_docs.inputs.located import Style
from itsm_docs.inputs.yamltree import read_yaml

Content: TypeAlias = "str | Mapping[str, Content] | Sequence[Content]"
"""What is added: scalars as YAML for one line, mappings and lists of them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The value that begins at a line and column (from 1) becomes `text`, which is YAML for one line."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Addition:
    """The mapping that begins at a line and column (from 1) gets more keys, which it does not have yet."""

    line: int
    column: int
    content: Mapping[str, Content]


@dataclass(slots=True)
class _Span:
    """From which character to which a value goes, and whether it is written between brackets or stands between some.

    In a mapping, `last` is where its last value ends, and `keys` are its own.
    """

    start: int
    end: int
    flow: bool = False
    last: int | None = None
    keys: tuple[str, ...] = ()


def edited(text: str, edits: Iterable[Edit], additions: Iterable[Addition] = ()) -> str:
    """The text with the edits and additions made. Places at which no value begins are left alone."""
    spans = _spans(text)
    changes = [
        (span.start, span.end, 0, edit.text)
        for edit in edits
        if (span := spans.get((edit.line, edit.column))) is not None
    ]
    for addition in additions:
        if (span := spans.get((addition.line, addition.column))) is not None:
            at, new = _added(text, span, addition)
            changes.append((at, at, addition.column, new))
    # From the end; what is added to a mapping and to one in it stands in the order of their depth.
    for start, end, _, new in sorted(changes, key=lambda change: (-change[0], -change[1], change[2])):
        text = text[:start] + new + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class Found:
    """What begins at a place: its text, whether brackets are around it, its last line, and the keys of a mapping."""

    text: str
    flow: bool
    last_line: int
    keys: tuple[str, ...]


def found_at(text: str, line: int, column: int) -> Found | None:
    """What begins at a line and column, or None where nothing does."""
    span = _spans(text).get((line, column))
    if span is None:
        return None
    return Found(text[span.start : span.end], span.flow, text.count("\n", 0, span.end) + 1, span.keys)


def scalar(value: str, *, like: str = "", flow: bool = False) -> str:
    """A text as YAML for one line, quoted as `like` is, or where it must be (`flow`: between brackets)."""
    if like.startswith("'"):
        return "'" + value.replace("'", "''") + "'"
    if like.startswith('"') or not _plain(value, flow=flow):
        return json.dumps(value, ensure_ascii=False)
    return value


def _plain(value: str, *, flow: bool) -> bool:
    """Whether a text means itself without quotes."""
    tree, findings = read_yaml(f"[{value}]" if flow else f"- {value}", "")
    items = tree.value if tree is not None and not findings else None
    return isinstance(items, list) and [(one.value, one.style) for one in items] == [(value, Style.PLAIN)]


# Additions


def _added(text: str, span: _Span, addition: Addition) -> tuple[int, str]:
    """Where an addition goes and what is put there."""
    if span.flow:
        inside = ", ".join(f"{key}: {_in_line(content)}" for key, content in addition.content.items())
        return (span.start + 1, inside) if span.last is None else (span.last, f", {inside}")
    end = text.find("\n", span.last or span.start)
    at = len(text) if end < 0 else end
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = _block(addition.content, addition.column - 1, _step(text))
    return at - text[:at].endswith("\r"), "".join(newline + line for line in lines)


def _in_line(content: Content) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return "{" + ", ".join(f"{key}: {_in_line(inner)}" for key, inner in content.items()) + "}"
    return "[" + ", ".join(map(_in_line, content)) + "]"


def _block(content: Mapping[str, Content], indent: int, step: int) -> Iterator[str]:
    for key, inner in content.items():
        if isinstance(inner, str):
            yield f"{' ' * indent}{key}: {inner}"
        elif isinstance(inner, Mapping):
            yield f"{' ' * indent}{key}:"
            yield from _block(inner, indent + step, step)
        else:
            yield f"{' ' * indent}{key}:"
            for item in inner:
                yield from _item(item, indent + step)


def _item(item: Content, indent: int) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{' ' * indent}- {_in_line(item)}"
        return
    for number, line in enumerate(_block(item, indent + 2, 2)):
        yield f"{' ' * indent}- {line.lstrip()}" if number == 0 else line


def _step(text: str) -> int:
    """By how many columns the text indents mappings; two where it has none."""
    depths = [
        len(line) - len(line.lstrip(" ")) for line in text.splitlines() if line.strip() and line.lstrip()[0] not in "-#"
    ]
    steps = Counter(later - earlier for earlier, later in pairwise(depths) if later > earlier)
    return steps.most_common(1)[0][0] if steps else 2


# Spans


@dataclass(slots=True)
class _Open:
    """A mapping or list that has not ended yet; in a mapping, every other node is a key."""

    place: tuple[int, int]
    span: _Span
    mapping: bool
    nodes: int = 0
    keys: list[str] = field(default_factory=list)

    def count(self, value: str = "") -> None:
        """Take notice of a node in it."""
        if self.mapping and self.nodes % 2 == 0:
            self.keys.append(value)
        self.nodes += 1


@lru_cache(maxsize=4)
def _spans(text: str) -> Mapping[tuple[int, int], _Span]:
    """Every value by the place where it begins; of a mapping and its first key, the mapping. Trailing comments are no part."""
    found: dict[tuple[int, int], _Span] = {}
    around: list[_Open] = []
    last = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None  # only events that are made by hand have no marks
        place = (start.line + 1, start.column + 1)
        if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            # a block scalar takes the line breaks after it along
            last = start.index + len(text[start.index : end.index].rstrip())
            found[place] = _Span(start.index, last, bool(around) and around[-1].span.flow)
            if around:
                around[-1].count(event.value if isinstance(event, yaml.ScalarEvent) else "")
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if around:
                around[-1].count()
            span = _Span(start.index, start.index, bool(event.flow_style))
            around.append(_Open(place, span, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            ended = around.pop()
            ended.span.last = last if ended.nodes else None
            if end.index > start.index:  # a closing bracket; the end of a block is an empty token further down
                last = end.index
            ended.span.end, ended.span.keys = last, tuple(ended.keys)
            found[ended.place] = ended.span
    return found
