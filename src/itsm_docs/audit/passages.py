"""What the readers of prose pass to each other: a heading with what stands below it, and where that is.

Plain values; `outline` makes them from a Word file, a test writes them by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Table: TypeAlias = tuple[tuple[str, ...], ...]
"""Rows of cells; a merged cell's text stands in each place that it covers, its paragraphs are parted by line breaks."""


class Place(NamedTuple):
    """A heading as a reader finds it: its number as shown (``第五条``, ``5.1``, may be empty) and its title."""

    number: str = ""
    title: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in self if part)


NOWHERE = Place()
"""The place of text that stands before any heading."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and what stands below it, up to the next heading of any level.

    `level` counts from 1; 0 is what stands before the first heading, with an empty `place`. `blocks` are paragraphs and
    tables in the document's order.
    """

    place: Place
    level: int
    blocks: tuple[str | Table, ...] = ()

    @property
    def paragraphs(self) -> Iterator[str]:
        """Every paragraph, those of cells too; a merged cell counts once for each place that it covers."""
        for block in self.blocks:
            if isinstance(block, str):
                yield block
            else:
                yield from (line for row in block for cell in row for line in cell.split("\n"))
