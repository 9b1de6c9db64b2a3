"""The house style: which list numbers the headings, and (`adoption`) a company's own house completed from ours.

Definitions are known by their ``w:name``, styles by theirs, because ids change whenever another program saves the file.
Nothing here touches the text of the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from itsm_docs.ooxml.adoption import adopt_styles, instance_of, style_name
from itsm_docs.ooxml.package import Package, related_part
from itsm_docs.ooxml.xml import (
    LEVEL_PARTS,
    PARAGRAPH_PROPERTIES,
    STYLE_PARTS,
    child,
    first,
    parse,
    put,
    qn,
    serialize,
    value,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["DEFINITIONS", "NUMBERED_HEADINGS", "adopt_styles", "link_headings"]

DEFINITIONS = {"contract": "合同编号", "manual": "手册编号"}
"""The heading numberings of the house style, by the name of their list definition: 第一条 / 1.1 / （1）, and 1 / 1.1 / 1.1.1."""

NUMBERED_HEADINGS = ("heading 1", "heading 2", "heading 3")


def link_headings(parts: Mapping[str, bytes], numbering: Literal["contract", "manual"]) -> Package:
    """The parts with headings 1 to 3 numbered by the one definition and by no other.

    A company's house whose headings count by a definition of its own, or that has no definition of that name, comes
    back unchanged: its numbering was drawn on purpose.
    """
    result = dict(parts)
    numbers, styles = related_part(parts, "numbering"), related_part(parts, "styles")
    if numbers is None or styles is None:
        return result
    number_root, style_root = parse(parts[numbers], numbers), parse(parts[styles], styles)
    definition = _definition(number_root, DEFINITIONS[numbering])
    headings = _headings(style_root)
    if definition is None or _counts_by_its_own(headings, number_root):
        return result
    _link_levels(number_root, definition, [value(style, "w:styleId") or "" for style in headings])
    num_id = instance_of(number_root, value(definition, "w:abstractNumId") or "")
    for level, style in enumerate(headings):
        _set_numbering(style, num_id, level)
    result[numbers], result[styles] = serialize(number_root), serialize(style_root)
    return result


def _definition(root: _Element, name: str) -> _Element | None:
    found = (item for item in root.iterfind(qn("w:abstractNum")) if value(first(item, "w:name")) == name)
    return next(found, None)


def _headings(root: _Element) -> list[_Element]:
    by_name = {style_name(style): style for style in root.iterfind(qn("w:style"))}
    return [by_name[name] for name in NUMBERED_HEADINGS if name in by_name]


def _counts_by_its_own(headings: list[_Element], root: _Element) -> bool:
    ours = {value(d, "w:abstractNumId") for name in DEFINITIONS.values() if (d := _definition(root, name)) is not None}
    abstracts = {value(num, "w:numId"): value(first(num, "w:abstractNumId")) for num in root.iterfind(qn("w:num"))}
    used = {value(first(style, "w:pPr/w:numPr/w:numId")) for style in headings} - {None, "0"}
    return any(abstracts.get(num_id) not in ours for num_id in used)


def _link_levels(root: _Element, definition: _Element, style_ids: list[str]) -> None:
    for link in list(root.iter(qn("w:pStyle"))):
        parent = link.getparent()
        if value(link) in style_ids and parent is not None:
            parent.remove(link)
    for level, style_id in zip(definition.iterfind(qn("w:lvl")), style_ids, strict=False):
        put(level, "w:pStyle", LEVEL_PARTS, val=style_id)


def _set_numbering(style: _Element, num_id: str, level: int) -> None:
    numbering = put(child(style, "w:pPr", STYLE_PARTS), "w:numPr", PARAGRAPH_PROPERTIES)
    if level:
        put(numbering, "w:ilvl", ("w:ilvl", "w:numId"), val=str(level))
    put(numbering, "w:numId", ("w:ilvl", "w:numId"), val=num_id)
