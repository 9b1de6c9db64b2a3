"""Read one YAML text into a tree of located raw values.

Every plain scalar keeps its spelling (``4.10``, ``01234567``, ``true``); empty, ``~`` and ``null`` are empty values.
Works on parser events, so that depth and the expansion of aliases are bounded. Knows nothing about fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.inputs.located import Entry, Located, Style, forbidden_character
from itsm_docs.inputs.yamlfaults import explain, unreadable_character

DEPTH_LIMIT = 40
"""Nesting that no description of an engagement reaches."""
EXPANSION_LIMIT = 100_000
"""How many values a file may have once its aliases are written out."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}


class _Stop(Exception):
    """Nothing after this finding can be read sensibly."""


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open."""

    node: Located
    key: str | None = None
    key_where: Where | None = None
    awaiting_value: bool = False
    anchor: str | None = None
    size: int = 1


@dataclass(slots=True)
class _Builder:
    file: str
    findings: list[Finding] = field(default_factory=list)
    root: Located | None = None
    _frames: list[_Frame] = field(default_factory=list)
    _anchors: dict[str, tuple[Located, int]] = field(default_factory=dict)
    _documents: int = 0
    _total: int = 0

    def take(self, event: Any) -> None:
        """Take the next parser event; raises `_Stop` when the rest makes no sense."""
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, event)

    def _where(self, mark: Any) -> Where:
        return Where(self.file, mark.line + 1, mark.column + 1)

    def _report(self, code: str, where: Where, **values: Any) -> None:
        self.findings.append(finding(code, where, **values))

    def document(self, event: Any) -> None:
        """Only one document per file."""
        self._documents += 1
        if self._documents > 1:
            self._report("IN104", self._where(event.start_mark))
            raise _Stop

    def scalar(self, event: Any) -> None:
        """A leaf or a key."""
        where = self._where(event.start_mark)
        plain = not event.style
        bad = forbidden_character(event.value)
        if bad:
            self._report("IN106", where, character=bad)
        self._tagless(event, where)
        folded = plain and event.end_mark.line > event.start_mark.line
        style = Style.FOLDED if folded else Style.PLAIN if plain else Style.QUOTED
        empty = plain and event.value in _NULLS
        self._add(Located(None if empty else event.value, where, style), event.anchor, 1)

    def open(self, event: Any) -> None:
        """A mapping or list begins."""
        where = self._where(event.start_mark)
        self._tagless(event, where)
        if len(self._frames) >= DEPTH_LIMIT:
            self._report("IN105", where, limit=DEPTH_LIMIT)
            raise _Stop
        empty: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._frames.append(_Frame(Located(empty, where), anchor=event.anchor))

    def close(self, _event: Any) -> None:
        """A mapping or list ends."""
        frame = self._frames.pop()
        self._add(frame.node, frame.anchor, frame.size)

    def alias(self, event: Any) -> None:
        """A value that was written elsewhere; a list or mapping cannot contain itself."""
        where = self._where(event.start_mark)
        known = self._anchors.get(event.anchor)
        if known is None:
            inside = any(frame.anchor == event.anchor for frame in self._frames)
            self._report("IN109" if inside else "IN110", where, name=event.anchor)
            raise _Stop
        self._add(known[0], None, known[1])

    def _tagless(self, event: Any, where: Where) -> None:
        if event.tag is not None:
            self._report("IN107", where, tag=str(event.tag).replace("tag:yaml.org,2002:", "!!"))

    def _add(self, node: Located, anchor: str | None, size: int) -> None:
        if anchor:
            self._anchors[anchor] = (node, size)
        if not self._frames:
            self.root = node
            return
        frame = self._frames[-1]
        frame.size += size
        if frame.size > EXPANSION_LIMIT:
            self._report("IN111", node.where, limit=EXPANSION_LIMIT)
            raise _Stop
        if isinstance(frame.node.value, list):
            frame.node.value.append(node)
        elif not frame.awaiting_value:
            self._key(frame, node)
        else:
            self._entry(frame, node)

    def _key(self, frame: _Frame, node: Located) -> None:
        frame.awaiting_value, frame.key_where = True, node.where
        frame.key = node.value if isinstance(node.value, str) else None
        if frame.key == "<<" and node.style is Style.PLAIN:
            self._report("IN108", node.where)
            frame.key = None
        elif frame.key is None:
            self._report("IN112", node.where)

    def _entry(self, frame: _Frame, node: Located) -> None:
        frame.awaiting_value = False
        mapping, key, where = frame.node.value, frame.key, frame.key_where
        if key is None or where is None or not isinstance(mapping, dict):
            return
        if key in mapping:
            self._report("IN103", where, key=key, first=mapping[key].key.line, second=where.line)
            return
        mapping[key] = Entry(where, node)


_HANDLERS: dict[type, Callable[[_Builder, Any], None]] = {
    yaml.DocumentStartEvent: _Builder.document,
    yaml.ScalarEvent: _Builder.scalar,
    yaml.MappingStartEvent: _Builder.open,
    yaml.SequenceStartEvent: _Builder.open,
    yaml.MappingEndEvent: _Builder.close,
    yaml.SequenceEndEvent: _Builder.close,
    yaml.AliasEvent: _Builder.alias,
}


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=_LOADER))


def read_yaml(text: str, file: str) -> tuple[Located | None, list[Finding]]:
    """The located tree of a YAML text; `file` is the name to report.

    With a syntax error there is no tree and one finding that names the cause (IN101, IN12x); duplicate keys, tags,
    merges and forbidden characters are findings beside a tree.
    """
    bad = unreadable_character(text, file)
    if bad:
        return None, bad
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.take(event)
    except _Stop:
        return None, builder.findings
    except yaml.MarkedYAMLError as error:
        return None, [*builder.findings, explain(error, text, file)]
    if builder.root is None or builder.root.value is None:
        return None, [*builder.findings, finding("IN101", Where(file))]
    return builder.root, builder.findings
