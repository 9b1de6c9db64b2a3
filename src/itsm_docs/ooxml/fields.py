"""Fields as they lie in a part: found, with nesting, and turned into the text or the link that they show.

Nothing is computed here. Source: ECMA-376 part 1, 17.16.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from itsm_docs.ooxml.xml import every, qn, value

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class Field:
    """One complex field: its code, and the elements that mark it (begin, code, separate, end), not its result."""

    code: str = ""
    marks: list[_Element] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The first word of the code in capitals: ``REF``, ``PAGEREF``, ``SEQ``, ``TOC``."""
        return (self.code.split() or [""])[0].upper()

    @property
    def argument(self) -> str:
        """The second word of the code: the bookmark of a REF, the name of a SEQ."""
        words = self.code.split()
        return words[1].strip('"') if len(words) > 1 else ""


@dataclass(slots=True)
class Fields:
    """The complex fields of a part in order of their ends, and the marks that belong to none."""

    whole: list[Field] = field(default_factory=list)
    unclosed: list[Field] = field(default_factory=list)
    stray: list[_Element] = field(default_factory=list)


def find(root: _Element) -> Fields:
    """The complex fields below an element, inner ones before the outer."""
    found = Fields()
    open_fields: list[Field] = []
    for mark in every(root, "w:fldChar", "w:instrText"):
        kind = "code" if mark.tag == qn("w:instrText") else value(mark, "w:fldCharType")
        if kind == "begin":
            open_fields.append(Field(marks=[mark]))
        elif not open_fields:
            found.stray.append(mark)
        else:
            _take(open_fields, mark, kind, found)
    found.unclosed = open_fields
    return found


def _take(open_fields: list[Field], mark: _Element, kind: str | None, found: Fields) -> None:
    current = open_fields[-1]
    current.marks.append(mark)
    if kind == "code":
        current.code += mark.text or ""
    elif kind == "end":
        found.whole.append(open_fields.pop())


def to_text(root: _Element, kinds: frozenset[str]) -> None:
    """Take the field marks of these kinds out of a part, so that only the shown result is left."""
    for item in find(root).whole:
        if item.kind in kinds:
            for mark in item.marks:
                _drop(mark)
    for simple in list(every(root, "w:fldSimple")):
        if Field(code=value(simple, "w:instr") or "").kind in kinds:
            unwrap(simple, simple)


def to_links(root: _Element) -> None:
    """Make hyperlinks to their bookmarks of the REF fields whose result is whole runs of one paragraph."""
    for item in find(root).whole:
        runs = [mark.getparent() for mark in item.marks if mark.tag == qn("w:fldChar")]
        if item.kind != "REF" or len(runs) != 3 or any(run is None for run in runs):
            continue
        _, separate, end = (run for run in runs if run is not None)
        shown = _between(separate, end)
        if shown and next(separate.iterancestors(qn("w:hyperlink")), None) is None:
            link = separate.makeelement(qn("w:hyperlink"), {qn("w:anchor"): item.argument})
            separate.addnext(link)
            link.extend(shown)
            for mark in item.marks:
                _drop(mark)


def _between(begin: _Element, end: _Element) -> list[_Element]:
    """The elements after one and before the other beside it; none when the other is elsewhere."""
    found: list[_Element] = []
    for element in begin.itersiblings():
        if element is end:
            return found
        found.append(element)
    return []


def unwrap(outer: _Element, inner: _Element | None) -> None:
    """Put the children of `inner` in the place of `outer`."""
    parent = outer.getparent()
    if parent is None:
        return
    at = parent.index(outer)
    parent.remove(outer)
    for offset, content in enumerate([] if inner is None else list(inner)):
        parent.insert(at + offset, content)


def _drop(mark: _Element) -> None:
    """Remove a mark, and its run when nothing but formatting is left in it."""
    run = mark.getparent()
    if run is None:
        return
    run.remove(mark)
    outer = run.getparent()
    if outer is not None and all(rest.tag == qn("w:rPr") for rest in run):
        outer.remove(run)
