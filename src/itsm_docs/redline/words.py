"""The words of a part, paragraph by paragraph, each character with the element that holds it.

What programs compute (results of fields) and how they draw is left out: a field, a drawing and the mark of a note are one
character each. So a paragraph reads the same whoever saved it. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from itsm_docs.ooxml.xml import every, qn, value
from itsm_docs.trace.canonical import collapsed

if TYPE_CHECKING:
    from lxml.etree import _Element

OBJECT = "\ufffc"
"""How a drawing, a field or the mark of a note stands among the characters: Unicode's object replacement character."""

_SKIPPED = frozenset(
    qn(f"w:{name}") for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "instrText")
)
_OBJECTS = frozenset(
    qn(name)
    for name in (
        "mc:AlternateContent",
        "w:drawing",
        "w:pict",
        "w:object",
        "w:footnoteReference",
        "w:endnoteReference",
        "w:fldSimple",
    )
)
_SPACES = frozenset(qn(f"w:{name}") for name in ("tab", "ptab", "br", "cr"))


class Atom(NamedTuple):
    """A character, or an object, and the elements that are gone when it is."""

    character: str
    nodes: tuple[_Element, ...]


class Words:
    """The words of every paragraph of a part."""

    def __init__(self, root: _Element) -> None:
        self._atoms: dict[_Element, list[Atom]] = {}
        self._fields: list[tuple[_Element | None, list[_Element]]] = []
        self._walk(root, None)

    def of(self, paragraph: _Element) -> list[Atom]:
        """The atoms of a paragraph."""
        return self._atoms.get(paragraph, [])

    def text(self, element: _Element) -> str:
        """What a paragraph, a row, a cell or a table reads as, on one line."""
        paragraphs = every(element, "w:p")
        return collapsed(" ".join("".join(atom.character for atom in self.of(one)) for one in paragraphs))

    def _walk(self, element: _Element, paragraph: _Element | None) -> None:
        tag = element.tag
        if tag in _SKIPPED and not self._fields:
            return
        if tag == qn("w:p"):
            self._atoms[element] = []
            paragraph = element
        elif tag == qn("w:fldChar"):
            self._mark(element, paragraph)
            return
        if self._fields:
            self._fields[-1][1].append(element)
        elif atoms := tuple(_atoms(element)):
            self._add(paragraph, *atoms)
            return
        for child in element.iterchildren("*"):
            self._walk(child, paragraph)

    def _add(self, paragraph: _Element | None, *atoms: Atom) -> None:
        if paragraph is not None:
            self._atoms[paragraph].extend(atoms)

    def _mark(self, mark: _Element, paragraph: _Element | None) -> None:
        """A field within one paragraph is one object; one across several (the contents) is none, nor are its results."""
        kind = value(mark, "w:fldCharType")
        if kind == "begin":
            self._fields.append((paragraph, []))
        if self._fields:
            self._fields[-1][1].append(mark)
        if kind == "end" and self._fields:
            start, nodes = self._fields.pop()
            if self._fields:
                self._fields[-1][1].extend(nodes)
            elif start is paragraph:
                self._add(paragraph, Atom(OBJECT, tuple(nodes)))


def _atoms(element: _Element) -> Iterator[Atom]:
    if element.tag == qn("w:t"):
        yield from (Atom(character, (element,)) for character in element.text or "")
    elif element.tag in _SPACES:
        if value(element, "w:type") in (None, "textWrapping"):  # pages and columns break where a program puts it
            yield Atom(" ", (element,))
    elif element.tag == qn("w:noBreakHyphen"):
        yield Atom("-", (element,))
    elif element.tag in _OBJECTS:
        yield Atom(OBJECT, (element,))
