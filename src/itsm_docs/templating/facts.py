"""Facts in a compiled source: which printed values get a content control, and under which data path.

At compile time the values that the static check knows as scalar leaves of the data are put between marks, with their
path; loops compute the path of their item from its id or name, so that it travels with the item. At fill time the
marks become controls, except around prose, open points and nothing. Sections and receipts are `trace`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from itsm_docs.model.shape import Kind, Shape
from itsm_docs.templating.environment import BREAK, FACT, FACT_END, FACT_SEP, MARK, OPEN, TAB
from itsm_docs.trace.controls import around_fact
from itsm_docs.trace.names import Tags, fact_name, item_key

FIRST_KEY = 100_000
"""Ids of controls and their bookmarks; those below belong to other bookmarks."""
LONGEST = 60
"""A longer text is prose: its wording is the section's, not a fact."""
_NO_FACT = re.compile(f"[{OPEN}{BREAK}{TAB}{MARK}。；！？]")
"""Open points, values of several lines, sentences."""
_KINDS = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.DURATION, Kind.CHOICE})
_PRINTED = re.compile(r"\{\{.*?\}\}")
_RUN = re.compile(r'<w:r>((?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)<w:t xml:space="preserve">(\{\{ .*? \}\})</w:t></w:r>')
_ITEM = re.compile(r"\[(\d+)\]")
_INSIDE = re.compile(r'<(/?)w:(?:hyperlink|sdt|txbxContent)\b[^>]*?(/?)>|w:fldCharType="(begin|end)"')


@dataclass(slots=True)
class Printed:
    """What the static check saw, line by line: the paths of printed values in order (None: no fact), and the loops."""

    values: dict[int, list[str | None]] = field(default_factory=dict)
    loops: dict[int, str] = field(default_factory=dict)
    """The line of a loop → the path of its list; the variable stands in the source."""
    variables: dict[int, str] = field(default_factory=dict)

    def saw(self, line: int, shape: Shape, path: str) -> None:
        """A printed value; `doc` is composed for the cover and is no data."""
        known = shape.kind in _KINDS and path and not path.startswith(("doc.", "loop."))
        self.values.setdefault(line, []).append(path if known else None)

    def looped(self, line: int, variable: str, path: str) -> None:
        """A loop over the list at `path`."""
        self.loops[line] = path
        self.variables[line] = variable


def with_facts(lines: Sequence[str], printed: Printed) -> list[str]:
    """The lines with paths set in loops and marks around facts."""
    blocks = {line for line in printed.loops if lines[line - 1].startswith("{% for ")}
    marked = []
    for number, text in enumerate(lines, 1):
        if number in printed.values:
            text = _marked(text, printed.values[number], blocks)
        if number in blocks and (path := printed.loops[number]) and _reachable(path, blocks):
            text += f"{{% set _p{number} = {_expression(path)} ~ '[' ~ _key({printed.variables[number]}) ~ ']' %}}"
        marked.append(text)
    return marked


def _reachable(path: str, blocks: Iterable[int]) -> bool:
    return all(int(line) in blocks for line in _ITEM.findall(path))


def _expression(path: str) -> str:
    """A path as a Jinja expression: the innermost loop item's path, and what follows it as text."""
    head, line, tail = _split(path)
    return f"_p{line} ~ '{tail}'" if line else f"'{head}'"


def _split(path: str) -> tuple[str, str, str]:
    found = list(_ITEM.finditer(path))
    if not found:
        return path, "", ""
    return path[: found[-1].start()], found[-1][1], path[found[-1].end() :]


def _marked(text: str, paths: list[str | None], blocks: Iterable[int]) -> str:
    order = {match.start(): index for index, match in enumerate(_PRINTED.finditer(text))}
    if len(order) != len(paths):
        return text

    def mark(match: re.Match[str]) -> str:
        path = paths[order[match.start(2)]]
        if path is None or not _reachable(path, blocks) or _enclosed(text[: match.start()]):
            return match.group()
        head, line, tail = _split(path)
        shown = f"{{{{ _p{line} }}}}{tail}" if line else head
        return f"{FACT}{shown}{FACT_SEP}{match[1]}{FACT_SEP}{match[2]}{FACT_END}"

    return _RUN.sub(mark, text)


def _enclosed(before: str) -> bool:
    """Whether what follows stands in a hyperlink, a control, a text box or a field: there no control may be."""
    depth = 0
    for match in _INSIDE.finditer(before):
        if match[3]:
            depth += 1 if match[3] == "begin" else -1
        elif not match[2]:
            depth += -1 if match[1] else 1
    return depth > 0


def key(item: Any) -> str:
    """The key of a loop's item in paths; its id where it has one."""
    own = getattr(item, "id", None)
    return own if type(own) is str and own.isascii() and len(own) <= 24 else item_key(item)


def controlled(text: str, tags: Tags) -> str:
    """The rendered text with its facts in controls; `tags` learns the paths that are too long for a tag."""
    pieces = text.split(FACT)
    out = [pieces[0]]
    number = 0
    for piece in pieces[1:]:
        inner, _, rest = piece.partition(FACT_END)
        path, own, value = inner.split(FACT_SEP, 2)
        if not value or len(value) > LONGEST or _NO_FACT.search(value):
            out.append(f'<w:r>{own}<w:t xml:space="preserve">{value}</w:t></w:r>{rest}')
            continue
        number += 1
        around = around_fact(own, tag=tags.tag(path), key=str(FIRST_KEY + number), name=fact_name(number))
        out.append(f"{around.opening}{value}{around.closing}{rest}")
    return "".join(out)


__all__ = ["FIRST_KEY", "Printed", "controlled", "key", "with_facts"]
