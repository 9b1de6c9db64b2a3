"""Bookmarks, content controls and fields: pairs that must close, names that must be one, references that must arrive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from itsm_docs.findings import Finding, finding
from itsm_docs.ooxml import fields
from itsm_docs.ooxml.bookmarks import GENERATED
from itsm_docs.ooxml.checks.opened import Opened, place
from itsm_docs.ooxml.xml import every, first, text_of, value

TAG_LIMIT = 64
"""Word cuts the tag and the title of a content control at this length."""

_POINTING = frozenset({"REF", "PAGEREF", "NOTEREF"})
_VISIBLE = ("w:drawing", "w:pict", "w:object", "w:tbl", "w:fldChar", "w:sym", "w14:checkbox")


def bookmark_names(document: Opened) -> Iterator[Finding]:
    """A bookmark's name stands once in the whole document; Word drops the second one."""
    seen: set[str] = set()
    for part, start in document.every("w:bookmarkStart"):
        name = value(start, "w:name") or ""
        if name in seen and name not in GENERATED:
            yield finding("OX201", place(part, start), name=name)
        seen.add(name)


def bookmark_ends(document: Opened) -> Iterator[Finding]:
    """A bookmark that starts also ends, in the same part, and the other way round."""
    for part, root in document.stories.items():
        starts = {value(start, "w:id"): start for start in every(root, "w:bookmarkStart")}
        ends = {value(end, "w:id"): end for end in every(root, "w:bookmarkEnd")}
        for key in starts.keys() - ends.keys():
            yield finding("OX202", place(part, starts[key]), name=value(starts[key], "w:name"))
        for key in ends.keys() - starts.keys():
            yield finding("OX203", place(part, ends[key]), id=key)


def controls(document: Opened) -> Iterator[Finding]:
    """Content controls have ids of their own, tags that Word keeps, and something in them."""
    ids = Counter(value(first(control, "w:sdtPr/w:id")) for _, control in document.every("w:sdt"))
    for part, control in document.every("w:sdt"):
        key = value(first(control, "w:sdtPr/w:id"))
        tag = value(first(control, "w:sdtPr/w:tag")) or ""
        if key is not None and ids[key] > 1:
            ids[key] = 0
            yield finding("OX204", place(part, control), id=key)
        if len(tag) > TAG_LIMIT:
            yield finding("OX205", place(part, control), tag=tag, length=len(tag), limit=TAG_LIMIT)
        content = first(control, "w:sdtContent")
        if content is None or not (text_of(content) or next(every(content, *_VISIBLE), None) is not None):
            yield finding("OX206", place(part, control), tag=tag or "（无标记）")


def fields_balanced(document: Opened) -> Iterator[Finding]:
    """Every field begins, and ends, in one part."""
    for part, root in document.stories.items():
        found = fields.find(root)
        for mark in [*(item.marks[0] for item in found.unclosed), *found.stray]:
            yield finding("OX207", place(part, mark))


def references(document: Opened) -> Iterator[Finding]:
    """References and links inside the document lead to a bookmark that is there."""
    names = {value(start, "w:name") for _, start in document.every("w:bookmarkStart")}
    for part, root in document.stories.items():
        pointing = [(item.argument, item.marks[0]) for item in fields.find(root).whole if item.kind in _POINTING]
        simple = ((fields.Field(value(item, "w:instr") or ""), item) for item in every(root, "w:fldSimple"))
        pointing += [(item.argument, element) for item, element in simple if item.kind in _POINTING]
        pointing += [
            (value(link, "w:anchor") or "", link) for link in every(root, "w:hyperlink") if value(link, "w:anchor")
        ]
        for name, element in pointing:
            if name not in names and name != "_top":
                yield finding("OX208", place(part, element), name=name)
