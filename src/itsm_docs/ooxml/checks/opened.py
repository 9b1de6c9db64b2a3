"""A package parsed once for all checks, and the words for a place in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsm_docs.findings import Where
from itsm_docs.ooxml.package import Package, related_part, story_parts
from itsm_docs.ooxml.xml import every, parse, qn, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_NEARBY = 24
_TITLES = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts, the parsed parts that hold text (document first), and the parsed styles and numbering."""

    parts: Package
    stories: Mapping[str, _Element]
    styles: _Element | None
    numbering: _Element | None

    def every(self, *names: str) -> Iterator[tuple[str, _Element]]:
        """Every element of these names in all stories, with the part it is in."""
        for part, root in self.stories.items():
            for element in every(root, *names):
                yield part, element


def opened(parts: Package) -> Opened:
    """Parse what the checks need; raises `Faulty` (OX111) when a part is not XML."""

    def root(kind: str) -> _Element | None:
        name = related_part(parts, kind)
        return parse(parts[name], name) if name else None

    return Opened(
        parts, {name: parse(parts[name], name) for name in story_parts(parts)}, root("styles"), root("numbering")
    )


def place(part: str, element: _Element | None = None) -> Where:
    """The part in the words of a Word user, with the text of the paragraph at the element or of the last one before it."""
    base = part.rpartition("/")[2].removesuffix(".xml")
    title = _TITLES.get(base.rstrip("0123456789"))
    shown = f"{title}（{part}）" if title else part
    text = _nearby(element) if element is not None else ""
    return Where(place=f"{shown} “{text}”附近" if text else shown)


def _nearby(element: _Element) -> str:
    paragraph = qn("w:p")
    for candidate in (element, *element.iterancestors(paragraph), *element.iter(paragraph)):
        if candidate.tag in {paragraph, qn("w:tc")} and text_of(candidate):
            return _short(text_of(candidate))
    return _short(_text_before(element))


def _text_before(element: _Element) -> str:
    last = ""
    for candidate in element.getroottree().getroot().iter():
        if candidate is element:
            break
        if candidate.tag == qn("w:p"):
            last = text_of(candidate) or last
    return last


def _short(text: str) -> str:
    return text if len(text) <= _NEARBY else text[:_NEARBY] + "…"
