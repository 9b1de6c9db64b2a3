"""Change values in a YAML text and leave every other character, comments and layout included, as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Edit:
    """The value that begins at a line and column (from 1) becomes `text`, which is YAML for one line."""

    line: int
    column: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made. Places at which no value begins are left alone."""
    spans = dict(_spans(text))
    wanted = [(spans[place], edit.text) for edit in edits if (place := (edit.line, edit.column)) in spans]
    for (start, end), new in sorted(wanted, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _spans(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where each value begins, and from which character to which it goes; trailing comments are not part of it."""
    open_at: list[tuple[int, int, int]] = []
    last = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None  # only events that are made by hand have no marks
        if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            last = end.index
            yield (start.line + 1, start.column + 1), (start.index, end.index)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            open_at.append((start.line + 1, start.column + 1, start.index))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            if end.index > start.index:  # a closing bracket; the end of a block is an empty token further down
                last = end.index
            line, column, index = open_at.pop()
            yield (line, column), (index, last)
