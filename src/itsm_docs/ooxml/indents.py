"""The indent that a numbered paragraph really has, from its styles, its list level and its own properties.

Only ``w:ind``; other properties are not resolved here. Source: ECMA-376 part 1, 17.7.2 and 17.9.22.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from itsm_docs.ooxml.xml import first, parse, qn, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_FIRST_LINE = frozenset(qn("w:" + name) for name in ("firstLine", "firstLineChars", "hanging", "hangingChars"))


class Indents:
    """The indents of the styles of one document."""

    __slots__ = ("_styles",)

    def __init__(self, styles: bytes | None) -> None:
        root = parse(styles, "word/styles.xml") if styles else None
        found = () if root is None else root.iterfind(qn("w:style"))
        self._styles = {value(style, "w:styleId") or "": style for style in found}

    def of(self, paragraph: _Element, level: Iterable[tuple[str, str]], *, direct: bool) -> dict[str, str]:
        """The attributes of the effective ``w:ind``; `direct` when the paragraph itself names the list.

        A list named by the paragraph overrules the styles; a list named by a style is overruled by that style.
        """
        chain = self._chain(value(first(paragraph, "w:pPr/w:pStyle")))
        numbered = next((i for i, style in enumerate(chain) if first(style, "w:pPr/w:numPr/w:numId") is not None), 0)
        result: dict[str, str] = {}
        for index in range(len(chain) - 1, -1, -1):
            if not direct and index == numbered:
                _merge(result, level)
            _merge(result, _own(chain[index]))
        if direct or not chain:
            _merge(result, level)
        _merge(result, _own(paragraph))
        return result

    def _chain(self, style_id: str | None) -> list[_Element]:
        """The style and those it is based on, nearest first."""
        chain: list[_Element] = []
        style = self._styles.get(style_id or "")
        while style is not None and style not in chain:
            chain.append(style)
            style = self._styles.get(value(first(style, "w:basedOn")) or "")
        return chain


def _own(element: _Element) -> list[tuple[str, str]]:
    indent = first(element, "w:pPr/w:ind")
    return [] if indent is None else [(str(key), str(text)) for key, text in indent.attrib.items()]


def _merge(into: dict[str, str], attributes: Iterable[tuple[str, str]] | Mapping[str, str]) -> None:
    new = dict(attributes)
    if _FIRST_LINE & new.keys():
        for key in _FIRST_LINE & into.keys():
            del into[key]
    into.update(new)
