"""The bookmarks of a document, by name: listed, and taken out, also those to which nothing leads.

What a bookmark means is the business of whoever wrote it. Source: ECMA-376 part 1, 17.13.6.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from itsm_docs.ooxml import fields
from itsm_docs.ooxml.package import main_part
from itsm_docs.ooxml.xml import every, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_START = re.compile(rb'<w:bookmarkStart\b[^>]*?\sw:name="([^"]*)"')
GENERATED = frozenset({"_GoBack"})
"""Bookmarks that Word sets for itself: the place of the last edit."""


def names(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the bookmarks in the main document, in order; one name can stand twice in a re-saved file."""
    found = (match.decode("utf-8", "replace") for match in _START.findall(parts[main_part(parts)]))
    return [name for name in found if name not in GENERATED]


def remove(root: _Element, unwanted: Callable[[str], bool]) -> None:
    """Take the bookmarks whose names are unwanted out of a part; what they stand around stays."""
    starts = [mark for mark in every(root, "w:bookmarkStart") if unwanted(value(mark, "w:name") or "")]
    keys = {value(mark, "w:id") for mark in starts}
    ends = [mark for mark in every(root, "w:bookmarkEnd") if value(mark, "w:id") in keys]
    for mark in (*starts, *ends):
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)


def remove_unused(root: _Element) -> None:
    """Take the bookmarks out of a part to which no link and no field of the part leads."""
    simple = (fields.Field(code=value(one, "w:instr") or "") for one in every(root, "w:fldSimple"))
    used = {one.argument for one in (*fields.find(root).whole, *simple)}
    used |= {value(link, "w:anchor") or "" for link in every(root, "w:hyperlink")}
    remove(root, lambda name: name not in used)
