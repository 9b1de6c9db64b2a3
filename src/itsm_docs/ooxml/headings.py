"""What makes a paragraph a heading in Word, and the automatic number that stands in front of a paragraph.

By outline level and style name, never by style id, because ids change when another program saves the file. What people
type instead of a style (第五条, bold lines) is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from itsm_docs.ooxml import numbering
from itsm_docs.ooxml.adoption import style_name
from itsm_docs.ooxml.package import related_part
from itsm_docs.ooxml.resaved import restored_numbering
from itsm_docs.ooxml.xml import every, first, parse, qn, value

if TYPE_CHECKING:
    from lxml.etree import _Element


def automatic_numbers(parts: Mapping[str, bytes], root: _Element) -> dict[_Element, str]:
    """The automatic number of each paragraph of the main part that has one, as shown."""
    styles = related_part(parts, "styles")
    counter = numbering.parse(restored_numbering(parts), parts[styles] if styles else None).counter()
    fallback = qn("mc:Fallback")
    repeats = next(root.iter(fallback), None) is not None
    found: dict[_Element, str] = {}
    for paragraph in every(root, "w:p"):
        if not repeats or next(paragraph.iterancestors(fallback), None) is None:
            label = counter.label(*numbering.paragraph_numbering(paragraph))
            if label is not None:
                found[paragraph] = label.text
    return found


class Levels:
    """Heading levels from 1: by the outline level, else by the style's name, because ids change on saving."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        name = related_part(parts, "styles")
        root = parse(parts[name], name) if name else None
        styles = [] if root is None else list(root.iterfind(qn("w:style")))
        self._styles = {value(style, "w:styleId") or "": style for style in styles}
        self._known = {name: self._of_style(style) for name, style in self._styles.items()}
        self._names = {name: style_name(style) for name, style in self._styles.items()}

    def headings(self) -> frozenset[str]:
        """The ids of the styles that make a paragraph a heading."""
        return frozenset(name for name, level in self._known.items() if level is not None)

    def of(self, paragraph: _Element) -> int | None:
        """The level of a paragraph, None for body text."""
        own = _outline(paragraph)
        own = self._known.get(_style_id(paragraph)) if own is None else own
        return own if own is not None and own <= 9 else None

    def style_of(self, paragraph: _Element) -> str:
        """The name of a paragraph's style, for comparison in small letters; empty where it has none."""
        return self._names.get(_style_id(paragraph), "")

    def _of_style(self, start: _Element) -> int | None:
        own: int | None = None
        style: _Element | None = start
        passed: list[_Element] = []
        while own is None and style is not None and style not in passed:
            passed.append(style)
            named = re.fullmatch(r"heading ([1-9])", style_name(style))
            own = int(named[1]) if named else _outline(style)
            style = self._styles.get(value(first(style, "w:basedOn")) or "")
        return own


def _style_id(paragraph: _Element) -> str:
    return value(first(paragraph, "w:pPr/w:pStyle")) or ""


def _outline(element: _Element) -> int | None:
    level = value(first(element, "w:pPr/w:outlineLvl")) or ""
    return int(level) + 1 if level.isdecimal() else None
