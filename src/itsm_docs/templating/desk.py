"""What everything that rewrites one part shares: where it is, what is open, how elements are spelt, what was found.

Makes places and findings; walks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from itsm_docs.findings import Finding, finding
from itsm_docs.ooxml.xml import every, value
from itsm_docs.templating.pairs import Pairs
from itsm_docs.templating.places import Place, part_label
from itsm_docs.templating.ranges import Ranges, referred
from itsm_docs.templating.source import Source
from itsm_docs.templating.spelling import Spelling

if TYPE_CHECKING:
    from lxml.etree import _Element


class Desk:
    """The state of one part while it is rewritten."""

    def __init__(
        self, root: _Element, part: str, template: str, origins: Mapping[int, tuple[str, int]], strict: bool
    ) -> None:
        self.source = Source(part)
        self.findings: list[Finding] = []
        self.pairs = Pairs(self.report, strict)
        self.spelling = Spelling(root)
        self._ranges = Ranges()
        self._template, self._root, self._origins = template, root, origins
        self._label = part_label(part)
        self._heading = ""
        # In the order of the document, as `origins` and Word comments count; the keys keep lxml's proxies alive.
        self._order = {paragraph: number for number, paragraph in enumerate(every(root, "w:p"))}
        self._paragraph = -1
        self._cell: tuple[int, int, int] | None = None
        self._muted = False

    @property
    def in_cell(self) -> bool:
        """Whether this is inside a table."""
        return self._cell is not None

    def raw(self, element: _Element) -> str:
        """A whole element; in loops without what may stand once only."""
        return self.spelling.raw(element, self.pairs.looping)

    def opening(self, element: _Element) -> str:
        """An opening tag; in loops without what may stand once only."""
        return self.spelling.opening(element, repeated=self.pairs.looping)

    def _loops(self) -> tuple[int, ...]:
        return tuple(opened.number for opened in self.pairs.stack if opened.keyword == "for")

    def mark(self, element: _Element) -> str:
        """A bookmark's or comment's start or end."""
        name = value(element, "w:name")
        if name and self.pairs.stack:
            self.source.bookmarks[name] = " 且 ".join(self.pairs.conditions)
        return self._ranges.of(element, self.pairs.path, self._loops(), self.spelling.raw(element))

    def comment(self, run: _Element) -> str:
        """The run that shows where a comment hangs."""
        key = value(next(every(run, "w:commentReference")), "w:id") or ""
        return self._ranges.token("note", key, self.pairs.path, self._loops(), self.spelling.raw(run))

    def code(self, text: str, place: Place) -> str:
        """The code of a field."""
        if name := referred(text):
            self.source.refers.append((name, place))
        return self._ranges.code(text, self.pairs.path, self._loops())

    def quietly(self, write: Callable[[], str]) -> str:
        """Write something whose faults were reported before: the old form of a drawing repeats its text."""
        muted, self._muted = self._muted, True
        try:
            return write()
        finally:
            self._muted = muted

    def _place(self, text: str = "") -> Place:
        file, line = self._origins.get(self._paragraph, (None, None))
        at = None if self._label or self._paragraph < 0 else self._paragraph
        return Place(self._template, self._label, self._heading, self._cell, text, file, line, at)

    def report(self, code: str, place: Place, **values: str) -> None:
        """Something is wrong here."""
        if not self._muted:
            self.findings.append(finding(code, place.where(), **values))

    def inlined(self, element: _Element) -> str:
        """The paragraphs inside an element (a footnote, a text box) as one piece of text."""
        raise NotImplementedError
