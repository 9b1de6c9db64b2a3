"""Statements of one part in order: what is open, and whether each end stands where its beginning stands.

Collects findings through the given report; knows no XML beyond the containers it is handed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from itsm_docs.templating import tags
from itsm_docs.templating.places import Place

_SET = re.compile(r"set\s+\w+(?:\s*,\s*\w+)*\s*=(?!=)")
Report = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A statement that waits for its end; `number` tells it from all others of the part."""

    keyword: str
    container: object
    place: Place
    text: str
    number: int


class Pairs:
    """`strict`: only conditions and loops, as in the templates that are shipped."""

    def __init__(self, report: Report, strict: bool) -> None:
        self._report, self._strict = report, strict
        self._count = 0
        self.stack: list[Opened] = []
        self._openers = tags.OPENERS if strict else tags.OPENERS | tags.MORE_OPENERS
        self._closers = tags.CLOSERS if strict else tags.CLOSERS | tags.MORE_CLOSERS

    @property
    def path(self) -> tuple[int, ...]:
        """The numbers of what is open here."""
        return tuple(opened.number for opened in self.stack)

    @property
    def looping(self) -> bool:
        """Whether this is printed more than once."""
        return any(opened.keyword == "for" for opened in self.stack)

    @property
    def conditions(self) -> list[str]:
        """The conditions under which this is printed."""
        return [opened.text for opened in self.stack if opened.keyword == "if"]

    def take(self, tag: tags.Tag, container: object, place: Place) -> None:
        """One statement."""
        keyword = tag.keyword
        if keyword in self._openers:
            self._count += 1
            self.stack.append(Opened(keyword, container, place, tag.body, self._count))
        elif keyword in self._closers:
            self._close(keyword, container, place)
        elif keyword in tags.MIDDLES:
            if not self.stack or self.stack[-1].keyword == "with":
                self._report("TP105", place, tag=keyword)
        elif self._strict or not _SET.match(tag.body):
            self._report("TP103", place, tag=keyword)

    def _close(self, keyword: str, container: object, place: Place) -> None:
        wanted = self._closers[keyword]
        levels = [number for number, opened in enumerate(self.stack) if opened.keyword == wanted]
        beside = [number for number in levels if self.stack[number].container is container]
        if not levels or (levels[-1] != len(self.stack) - 1 and not beside):
            self._report("TP105", place, tag=keyword)
            return
        at = beside[-1] if beside else levels[-1]
        opened = self.stack[at]
        self.leave(at + 1)  # forgotten closers, so that one fault does not make many
        del self.stack[at:]
        if opened.container is not container:
            self._report("TP107", place, tag=keyword, opened=opened.place.trail or "文首")

    def leave(self, depth: int) -> None:
        """A container ends: what was opened in it (beyond `depth`) should have ended too."""
        for left in self.stack[depth:]:
            self._report("TP104", left.place, tag=left.keyword, end=self._openers[left.keyword])
        del self.stack[depth:]
