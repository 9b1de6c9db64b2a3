"""What the engine leaves behind, made presentable: no empty changes, no doubled bookmarks, no numbers frozen into records.

Texts stay exactly as the engine marked them. Source: ECMA-376 part 1, 17.13.5; the engine's habits were measured (2.0.0).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from itsm_docs.ooxml import fields
from itsm_docs.ooxml.numbering import Numbering, paragraph_numbering
from itsm_docs.ooxml.numbering import parse as parse_numbering
from itsm_docs.ooxml.package import Package, related_part, relationships, story_parts
from itsm_docs.ooxml.tracked import ADDED, FORMER, TAKEN
from itsm_docs.ooxml.xml import every, first, parse, qn, serialize, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_PROPERTIES = frozenset((qn("w:rPr"), qn("w:trPr"), qn("w:numPr")))
_NO_TEXT = frozenset((qn("w:rPr"), qn("w:commentReference"), qn("w:annotationRef"), qn("w:lastRenderedPageBreak")))


def tidied(parts: Mapping[str, bytes], *, dated: bool) -> Package:
    """The parts of a redline as people should get it; without `dated` its changes lose the date that they were given.

    Raises `Faulty` (OX111) for a part that is not XML.
    """
    result = dict(parts)
    numbers, styles = related_part(parts, "numbering"), related_part(parts, "styles")
    numbering = parse_numbering(parts[numbers] if numbers else None, parts[styles] if styles else None)
    for name in story_parts(parts):
        root = parse(parts[name], name)
        _single_bookmarks(root)
        _drop_empty_changes(root)
        _old_before_new(root)
        _drop_numbers(root, numbering)
        if not dated:
            _drop_dates(root)
        result[name] = serialize(root)
    return result


def titled(parts: Mapping[str, bytes], mark: str) -> Package:
    """The parts with the document's title in its properties ending in a mark, so that lists of files tell what it is."""
    result = dict(parts)
    for name in (name for _, kind, name in relationships(parts) if kind.endswith("/core-properties") and name in parts):
        root = parse(result[name], name)
        title = first(root, "dc:title")
        if title is None:
            title = root.makeelement(qn("dc:title"), {})
            root.append(title)
        title.text = f"{title.text or ''}（{mark}）" if title.text else mark
        result[name] = serialize(root)
    return result


def _single_bookmarks(root: _Element) -> None:
    """A heading that was replaced has its bookmark twice: the one that goes with the change gives way."""
    starts = list(every(root, "w:bookmarkStart"))
    counts = Counter(value(mark, "w:name") for mark in starts)
    doubled = [mark for mark in starts if counts[value(mark, "w:name")] > 1]
    gone = [mark for mark in doubled if next(mark.iterancestors(*TAKEN), None) is not None]
    keys = {value(mark, "w:id") for mark in gone}
    ends = [mark for mark in every(root, "w:bookmarkEnd") if value(mark, "w:id") in keys]
    for mark in (*gone, *ends):
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)


def _drop_empty_changes(root: _Element) -> None:
    """The engine marks the ends of bookmarks and comments as changes of their own; they are none."""
    for change in list(root.iter(*ADDED, *TAKEN)):
        parent = change.getparent()
        if parent is not None and parent.tag not in _PROPERTIES and not _says_something(change):
            fields.unwrap(change, change)


def _says_something(change: _Element) -> bool:
    runs = (run for run in change.iter() if run.tag in (qn("w:r"), qn("m:r")))
    return any(inner.tag not in _NO_TEXT for run in runs for inner in run.iterchildren("*"))


def _old_before_new(root: _Element) -> None:
    """Where a text takes the place of another, the old one comes first, as Word writes it."""
    for change in list(root.iter(*TAKEN)):
        parent, before = change.getparent(), change.getprevious()
        if parent is None or parent.tag in _PROPERTIES:
            continue
        while before is not None and before.tag in ADDED:
            before.addprevious(change)
            before = change.getprevious()


def _drop_numbers(root: _Element, numbering: Numbering) -> None:
    """The engine records the old number of what moved down, and pins the list to the paragraph to do so."""
    for record in list(every(root, "w:numberingChange")):
        pinned = record.getparent()
        if pinned is None:
            continue
        pinned.remove(record)
        properties = pinned.getparent()
        paragraph = None if properties is None else properties.getparent()
        if properties is not None and paragraph is not None and _follows_from_style(paragraph, numbering):
            properties.remove(pinned)


def _follows_from_style(paragraph: _Element, numbering: Numbering) -> bool:
    style, *own = paragraph_numbering(paragraph)
    return numbering.resolve(style, None, None) == numbering.resolve(style, *own)


def _drop_dates(root: _Element) -> None:
    for change in root.iter(*ADDED, *TAKEN, *FORMER, qn("w:cellIns"), qn("w:cellDel"), qn("w:cellMerge")):
        if value(change, "w:date") is not None:
            del change.attrib[qn("w:date")]
