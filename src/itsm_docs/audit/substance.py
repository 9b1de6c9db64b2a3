"""Whether a section says anything: headings, empty tables, open points and left-over instructions do not count.

It weighs no wording: a sentence that answers badly still answers. Whether a clause is met is never said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from itsm_docs.standard import without_hints
from itsm_docs.trace.reader import Section
from itsm_docs.trace.story import Line

_WORD = re.compile(r"[\w一-鿿]")
_LEAST = 2
"""Characters that must be left: a lone 无 or a digit answers nothing outside a table."""


class Emptiness(StrEnum):
    """Why a section says nothing."""

    HEADING = "heading"
    ROWS = "rows"
    OPEN = "open"

    @property
    def label(self) -> str:
        """The reason as reports print it."""
        return {"heading": "标题之下没有内容", "rows": "表格没有数据行", "open": "只有待定项或者待填写的提示"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Substance:
    """What a section's text amounts to: `empty` is None where it says something; `bare_tables` lack rows of data."""

    empty: Emptiness | None
    bare_tables: int = 0


def own(section: Section) -> Substance:
    """The substance of a section's own text."""
    bare = sum(_is_bare(rows) for rows in _tables(section.lines))
    said = [line for line in section.lines if line.text and not line.header and not line.caption]
    if bare:
        said = [line for line in said if not line.text.endswith(("：", ":"))]
    if any(len(_WORD.findall(without_hints(line.text))) >= _least(line) for line in said):
        return Substance(None, bare)
    if bare:
        return Substance(Emptiness.ROWS, bare)
    return Substance(Emptiness.OPEN if any(_WORD.search(line.text) for line in said) else Emptiness.HEADING)


def whole(sections: Sequence[Section]) -> Substance:
    """The substance of a section with those below it, itself first."""
    parts = [own(section) for section in sections]
    bare = sum(part.bare_tables for part in parts)
    if any(part.empty is None for part in parts):
        return Substance(None, bare)
    reasons = [part.empty for part in parts if part.empty is not None]
    return Substance(next((reason for reason in reasons if reason is not Emptiness.HEADING), Emptiness.HEADING), bare)


def _least(line: Line) -> int:
    return 1 if line.table else _LEAST


def _tables(lines: Iterable[Line]) -> Iterable[list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in lines:
        if line.table:
            found.setdefault(line.table, []).append(line)
    return found.values()


def _is_bare(rows: list[Line]) -> bool:
    """A table that has a heading row and nothing in any other."""
    return any(row.header for row in rows) and not any(
        _WORD.search(without_hints(row.text)) for row in rows if not row.header
    )
