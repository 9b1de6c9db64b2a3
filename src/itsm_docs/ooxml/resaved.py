"""What LibreOffice loses when it saves a Word template, put back before the template is used.

Only losses that can be told from intent: bookmarks doubled or cut open, and 1.1 below 第一条 that became 一.1. What a
person changed stays changed. Measured with LibreOffice 7.4. Source: ECMA-376 part 1, 17.9.4 (isLgl), 17.13.6.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from itsm_docs.ooxml.package import Package, related_part, relationships, story_parts
from itsm_docs.ooxml.xml import LEVEL_PARTS, every, first, parse, put, qn, serialize, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHINESE = ("chinese", "ideograph", "japaneseCounting", "taiwaneseCounting")


def restored(parts: Mapping[str, bytes]) -> Package:
    """The parts of a Word template with sound bookmarks and, after LibreOffice, arabic numbers below Chinese ones.

    Raises `Faulty` (OX111) for a part that is not XML.
    """
    result = dict(parts)
    for name in story_parts(result):
        if b"w:bookmark" in result[name]:
            root = parse(result[name], name)
            if _mend_bookmarks(root):
                result[name] = serialize(root)
    numbers = related_part(result, "numbering")
    if numbers is not None:
        result[numbers] = restored_numbering(result) or result[numbers]
    return result


def restored_numbering(parts: Mapping[str, bytes]) -> bytes | None:
    """The numbering part, after LibreOffice with arabic numbers below Chinese ones again; None where there is none."""
    name = related_part(parts, "numbering")
    if name is None or b"isLgl" in parts[name] or not saved_by_libreoffice(parts):
        return parts[name] if name else None
    root = parse(parts[name], name)
    for definition in every(root, "w:abstractNum"):
        _number_in_arabic(definition)
    return serialize(root)


def saved_by_libreoffice(parts: Mapping[str, bytes]) -> bool:
    """Whether LibreOffice was the last program to save the file, as the file itself says."""
    names = [name for _, kind, name in relationships(parts) if kind.endswith("/extended-properties")]
    return any(b"<Application>LibreOffice" in parts.get(name, b"") for name in names)


def with_list_names(parts: Mapping[str, bytes], ours: Mapping[str, bytes]) -> Package:
    """After LibreOffice, which drops them: the names of the list definitions that are still drawn level by level as ours.

    Without its name a house made from ours would count as numbered on purpose, see `house.link_headings`.
    """
    result = dict(parts)
    numbers, our_numbers = related_part(result, "numbering"), related_part(ours, "numbering")
    if not (numbers and our_numbers and saved_by_libreoffice(result)):
        return result
    root, named = parse(result[numbers], numbers), parse(ours[our_numbers], our_numbers)
    names = {_drawn(item): value(first(item, "w:name")) for item in named.iterfind(qn("w:abstractNum"))}
    taken = {value(item) for item in every(root, "w:name")}
    for definition in root.iterfind(qn("w:abstractNum")):
        name = names.get(_drawn(definition))
        if name is not None and name not in taken:
            put(definition, "w:name", ("w:nsid", "w:multiLevelType", "w:tmpl", "w:name"), val=name)
            taken.add(name)
    result[numbers] = serialize(root)
    return result


def _drawn(definition: _Element) -> tuple[tuple[str | None, ...], ...]:
    """What a reader sees of a list definition: format, text and what follows the number, level by level."""
    names = ("w:numFmt", "w:lvlText", "w:suff")
    return tuple(
        tuple(value(first(level, name)) or None for name in names) for level in definition.iterfind(qn("w:lvl"))
    )


def _mend_bookmarks(root: _Element) -> bool:
    """Leave each bookmark name once, with a start and an end; tells whether something changed."""
    ends = {value(end, "w:id"): end for end in every(root, "w:bookmarkEnd")}
    by_name: dict[str, list[_Element]] = defaultdict(list)
    for start in every(root, "w:bookmarkStart"):
        by_name[value(start, "w:name") or ""].append(start)
    changed = False
    for starts in by_name.values():
        kept = next((start for start in starts if value(start, "w:id") in ends), starts[0])
        for start in starts:
            if start is not kept:
                _remove(start, ends.pop(value(start, "w:id"), None))
                changed = True
        if value(kept, "w:id") not in ends:
            kept.addnext(kept.makeelement(qn("w:bookmarkEnd"), {qn("w:id"): value(kept, "w:id") or ""}))
            changed = True
    known = {value(start, "w:id") for start in every(root, "w:bookmarkStart")}
    stray = [end for key, end in ends.items() if key not in known]
    _remove(*stray)
    return changed or bool(stray)


def _remove(*elements: _Element | None) -> None:
    for element in elements:
        parent = None if element is None else element.getparent()
        if element is not None and parent is not None:
            parent.remove(element)


def _number_in_arabic(definition: _Element) -> None:
    """``isLgl`` for decimal levels of a heading numbering whose text repeats a Chinese number above (17.9.4)."""
    chinese: set[str] = set()
    for number, level in enumerate(definition.iterfind(qn("w:lvl")), 1):
        style = value(first(level, "w:numFmt")) or ""
        text = value(first(level, "w:lvlText")) or ""
        if style.startswith(_CHINESE):
            chinese.add(f"%{number}")
        elif style == "decimal" and first(level, "w:pStyle") is not None and any(mark in text for mark in chinese):
            put(level, "w:isLgl", LEVEL_PARTS)
