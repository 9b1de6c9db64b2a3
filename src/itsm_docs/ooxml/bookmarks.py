"""The bookmarks of a document, by name.

Only looks; what a bookmark means is the business of whoever wrote it. Source: ECMA-376 part 1, 17.13.6.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from itsm_docs.ooxml.package import main_part

_START = re.compile(rb'<w:bookmarkStart\b[^>]*?\sw:name="([^"]*)"')
GENERATED = frozenset({"_GoBack"})
"""Bookmarks that Word sets for itself: the place of the last edit."""


def names(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the bookmarks in the main document, in order; one name can stand twice in a re-saved file."""
    found = (match.decode("utf-8", "replace") for match in _START.findall(parts[main_part(parts)]))
    return [name for name in found if name not in GENERATED]
