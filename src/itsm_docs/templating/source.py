"""The Jinja source of one part of a template: its lines, where each comes from, and what was learnt on the way.

Plain values; `dialect` writes them, `check`, `compiled` and `fill` read them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from itsm_docs.templating.places import Place

MARKDOWN_LISTS = 1000
"""List ids above are those of Markdown lists, each drawn for one place; below are a Word template's own."""


@dataclass(slots=True)
class ListUse:
    """Which loops hold which lists. A loop that holds a whole list and more starts the list anew each time it is entered;
    a loop that holds nothing but items of one list makes the items of that one list. So does a loop that holds one
    numbered paragraph of a Word template among others: 1. and 2. with text below each."""

    open: list[tuple[int, Counter[int]]] = field(default_factory=list)
    loops: list[tuple[int, Counter[int]]] = field(default_factory=list)
    total: Counter[int] = field(default_factory=Counter)
    home: dict[int, int] = field(default_factory=dict)
    """For each list the line of the innermost loop around its last paragraph, 0 for none."""

    def enter(self, line: int) -> None:
        """A loop begins on a line."""
        self.open.append((line, Counter()))

    def leave(self) -> None:
        """The innermost loop ends."""
        if self.open:
            self.loops.append(self.open.pop())

    def saw(self, num_id: int) -> None:
        """A paragraph of a list, or any other block (0)."""
        self.total[num_id] += 1
        self.home[num_id] = self.open[-1][0] if self.open else 0
        for _, counts in self.open:
            counts[num_id] += 1

    def restarts(self) -> dict[int, list[int]]:
        """For each line with a loop, the lists that start anew in its body."""
        found: dict[int, list[int]] = {}
        for num_id in sorted(self.total):
            holding = [line for line, counts in self.loops if num_id and self._restarts(num_id, line, counts)]
            if holding:
                found.setdefault(max(holding), []).append(num_id)
        return found

    def _restarts(self, num_id: int, line: int, counts: Counter[int]) -> bool:
        if counts[num_id] != self.total[num_id] or counts.total() == counts[num_id]:
            return False
        return num_id > MARKDOWN_LISTS or self.total[num_id] > 1 or self.home[num_id] != line


@dataclass(slots=True)
class Source:
    """The Jinja source of one part, line by line, with the place of each line.

    `alone` maps a line that holds nothing but one printed expression to its context (``body`` or ``cell``): a Markdown
    value may stand there. `clauses` are the clause ids that headings declare, with their places; `conditions` say under
    which ``if`` an anchor stands, `restarted` which lists start anew in loops,
    `refers` which bookmarks Word's own references name, and `bookmarks` those of them that tags can drop, with their condition;
    `mends` whether printing leaves places to put right, `draws` whether there are drawings.
    """

    part: str
    lines: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    alone: dict[int, tuple[str, str]] = field(default_factory=dict)
    clauses: list[tuple[str, Place]] = field(default_factory=list)
    conditions: dict[str, str] = field(default_factory=dict)
    lists: ListUse = field(default_factory=ListUse)
    restarted: set[int] = field(default_factory=set)
    refers: list[tuple[str, Place]] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)
    mends: bool = False
    draws: bool = False

    def add(self, line: str, place: Place) -> int:
        """Append a line and give its number, from 1 as Jinja counts."""
        self.lines.append(line.replace("\n", " "))
        self.places.append(place)
        return len(self.lines)

    def place(self, line: int) -> Place:
        """The place of a Jinja line number."""
        return self.places[min(max(line, 1), len(self.places)) - 1]

    @property
    def text(self) -> str:
        """The Jinja source."""
        return "\n".join(self.lines)
