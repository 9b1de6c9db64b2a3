"""What compiled sources call while they are printed so that repeated things stay unique: bookmarks, comments, merged cells.

One object for one filled file; ids come from its allocator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from itsm_docs.ooxml.xml import escape
from itsm_docs.templating.environment import PrintFault, display
from itsm_docs.templating.values import colour, paragraphs, plain

LONGEST_NAME = 40
"""Of a bookmark (17.13.6.2)."""
MOST_COLUMNS = 63
"""Of a table in Word."""


class Repeats:
    """Counts what is printed more than once."""

    def __init__(self, next_id: Callable[[], int]) -> None:
        self._next_id = next_id
        self._times: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._seen: set[int] = set()
        self._loops: dict[int, Any] = {}

    def functions(self) -> dict[str, Any]:
        """The functions under the names that compiled sources use."""
        return {
            "_bookmark": self.bookmark,
            "_bookend": self.bookend,
            "_named": self.named,
            "_once": self.once,
            "_first": self.first,
            "_colour": lambda value: colour(display(value)),
            "_span": span,
            "_paragraphs": paragraphs,
            "_plain": plain,
        }

    def bookmark(self, name: str, key: str) -> Markup:
        """The start of a bookmark in a loop: the first keeps the name, the others get a number."""
        self._times[name] = self._times.get(name, 0) + 1
        self._ids[key] = self._next_id()
        return Markup(f'<w:bookmarkStart w:id="{self._ids[key]}" w:name="{self.named(name, 0)}"/>')

    def bookend(self, key: str) -> Markup:
        """The end of the bookmark started last under this key."""
        return Markup(f'<w:bookmarkEnd w:id="{self._ids[key]}"/>')

    def named(self, name: str, ahead: int) -> Markup:
        """The name under which a bookmark was started last, or will be started next."""
        times = max(self._times.get(name, 0) + ahead, 1)
        return Markup(escape(name if times == 1 else f"{name[: LONGEST_NAME - 6]}_{times}"))

    def once(self, key: int) -> bool:
        """True the first time."""
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def first(self, key: int, loop: Any) -> bool:
        """True the first time in this run of a loop, whichever item that is: earlier ones may have been left out."""
        known = self._loops.get(key) is loop
        self._loops[key] = loop
        return not known


def span(value: Any, times: int = 1) -> str:
    """A number of columns. Raises `PrintFault` (TP316)."""
    text = str(value)
    if not text.isdigit() or not 1 <= int(text) * times <= MOST_COLUMNS:
        raise PrintFault("TP316", value=text)
    return str(int(text) * times)
