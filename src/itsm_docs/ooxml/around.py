"""What a place in a part lies in: the bookmarks that are open there and the content controls around it, by name and tag.

For walks in document order that must say whose text a change or a comment is about. Knows nothing of what names mean.
Source: ECMA-376 part 1, 17.5.2 and 17.13.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from itsm_docs.ooxml.bookmarks import GENERATED
from itsm_docs.ooxml.xml import every, first, qn, value

if TYPE_CHECKING:
    from lxml.etree import _Element


class Around:
    """What is open at the place that a walk has reached.

    A bookmark without an end is nowhere open: it would swallow the rest of the document.
    """

    def __init__(self, root: _Element) -> None:
        self._ends = {value(mark, "w:id") for mark in every(root, "w:bookmarkEnd")}
        self._bookmarks: dict[str | None, str] = {}
        self._tags: list[str] = []

    def bookmark(self, mark: _Element) -> str | None:
        """Pass the start or end of a bookmark; its name, None where it has none that counts."""
        key = value(mark, "w:id")
        if mark.tag == qn("w:bookmarkEnd"):
            return self._bookmarks.pop(key, None)
        name = value(mark, "w:name")
        if not name or name in GENERATED:
            return None
        if key in self._ends:
            self._bookmarks[key] = name
        return name

    def enter(self, control: _Element) -> str | None:
        """Pass the beginning of a content control; its tag, None where it has none."""
        tag = value(first(control, "w:sdtPr/w:tag")) or ""
        self._tags.append(tag)
        return tag or None

    def leave(self) -> None:
        """Pass the end of the control entered last."""
        self._tags.pop()

    def names(self) -> Iterator[str]:
        """The open bookmarks and the tags around, outer ones first."""
        yield from self._bookmarks.values()
        yield from filter(None, self._tags)
