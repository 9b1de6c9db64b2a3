"""A company's own house style, completed with what it lacks from ours.

Styles and list definitions are matched by name. What the company drew stays as drawn; only style ids are renamed to
ours, because everything that writes into the document uses them (Chinese Word calls ``heading 1`` by the id ``1``).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from itsm_docs.ooxml.package import CONTENT_TYPES, Package, main_part, related_part, relationships, story_parts
from itsm_docs.ooxml.xml import PARAGRAPH_PROPERTIES, STYLE_PARTS, child, every, first, parse, put, qn, serialize, value

if TYPE_CHECKING:
    from lxml.etree import _Element

LIST_STYLES = ("list number", "list bullet")
"""The styles that must bring a list along, because lists in the text are instances of it."""

_STYLE_LINKS = (
    "w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link", "w:styleLink", "w:numStyleLink",
)  # fmt: skip
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def style_name(style: _Element) -> str:
    """A style's name as names are compared: Word and LibreOffice differ in the case of built-in ones."""
    return (value(first(style, "w:name")) or "").casefold()


def adopt_styles(own: Mapping[str, bytes], ours: Mapping[str, bytes]) -> Package:
    """The parts `own` with the styles, lists and note separators that only `ours` has; our style ids hold afterwards."""
    parts = dict(own)
    for kind in ("styles", "numbering", "footnotes"):
        if related_part(parts, kind) is None:
            _adopt_part(parts, ours, kind)
    styles_name, numbers_name = related_part(parts, "styles"), related_part(parts, "numbering")
    our_styles, our_numbers = related_part(ours, "styles"), related_part(ours, "numbering")
    if not (styles_name and numbers_name and our_styles and our_numbers):
        return parts
    ours_root = parse(ours[our_styles], our_styles)
    _rename_styles(parts, _renaming(parse(parts[styles_name], styles_name), ours_root))
    own_root, numbers = parse(parts[styles_name], styles_name), parse(parts[numbers_name], numbers_name)
    num_ids = _adopt_definitions(numbers, parse(ours[our_numbers], our_numbers))
    _adopt_missing(own_root, ours_root, num_ids)
    parts[styles_name], parts[numbers_name] = serialize(own_root), serialize(numbers)
    return parts


def _adopt_part(parts: Package, ours: Mapping[str, bytes], kind: str) -> None:
    """Copy a whole part that is missing, with its content type and its relationship."""
    source = related_part(ours, kind)
    if source is None:
        return
    main = main_part(parts)
    folder, _, base = main.rpartition("/")
    name = f"{folder}/{kind}.xml"
    parts[name] = ours[source]
    types, our_types = (parse(p[CONTENT_TYPES], CONTENT_TYPES) for p in (parts, ours))
    override = next(deepcopy(item) for item in our_types if item.get("PartName") == "/" + source)
    override.set("PartName", "/" + name)
    types.append(override)
    parts[CONTENT_TYPES] = serialize(types)
    rels = f"{folder}/_rels/{base}.rels"
    links = parse(parts[rels], rels)
    taken = {key for key, _, _ in relationships(parts, main)} | {str(link.get("Id")) for link in links}
    free = next(f"rIdItsm{n}" for n in range(1, 1000) if f"rIdItsm{n}" not in taken)
    link = links.makeelement(qn("rel:Relationship"), {"Id": free, "Type": _RELATION + kind, "Target": f"{kind}.xml"})
    links.append(link)
    parts[rels] = serialize(links)


def _renaming(own: _Element, ours: _Element) -> dict[str, str]:
    """The own style ids to be changed: to ours where the names agree, out of the way where only the ids do."""
    names = _names(own, {value(first(style, "w:name")) for style in every(ours, "w:style")})
    wanted = {style_name(style): value(style, "w:styleId") or "" for style in every(ours, "w:style")}
    renaming = {key: wanted[name] for key, name in names.items() if wanted.get(name, key) != key}
    taken = set(names) | set(wanted.values())
    for key in names:
        if key not in renaming and key in wanted.values() and wanted.get(names[key]) != key:
            renaming[key] = next(free for n in range(1, 1000) if (free := f"{key}Own{n}") not in taken)
    return renaming


def _names(own: _Element, ours: set[str | None]) -> dict[str, str]:
    """Style id → compared name. Of names that differ in case only (LibreOffice has Caption beside caption) one counts."""
    styles = list(every(own, "w:style"))
    exact = {style_name(style) for style in styles if value(first(style, "w:name")) in ours}
    names: dict[str, str] = {}
    for style in styles:
        plain, written = style_name(style), value(first(style, "w:name"))
        double = plain in names.values() or (plain in exact and written not in ours)
        names[value(style, "w:styleId") or ""] = f"\0{written}" if double else plain
    return names


def _rename_styles(parts: Package, renaming: Mapping[str, str]) -> None:
    if not renaming:
        return
    linked = [name for kind in ("styles", "numbering") if (name := related_part(parts, kind))]
    for part in [*story_parts(parts), *linked]:
        root = parse(parts[part], part)
        for link in every(root, *_STYLE_LINKS):
            link.set(qn("w:val"), renaming.get(value(link) or "", value(link) or ""))
        for style in every(root, "w:style"):
            key = value(style, "w:styleId") or ""
            style.set(qn("w:styleId"), renaming.get(key, key))
        parts[part] = serialize(root)


def _adopt_definitions(own: _Element, ours: _Element) -> dict[str, str]:
    """Copy the list definitions that are missing by name; gives our number ids as they are called there."""
    present = {
        value(first(item, "w:name")): value(item, "w:abstractNumId") for item in own.iterfind(qn("w:abstractNum"))
    }
    next_abstract = _after(own, "w:abstractNum", "w:abstractNumId")
    abstracts: dict[str, str] = {}
    for item in ours.iterfind(qn("w:abstractNum")):
        key, name = value(item, "w:abstractNumId") or "", value(first(item, "w:name"))
        abstracts[key] = present.get(name) or str(next_abstract)
        if name not in present:
            _copy_definition(own, item, str(next_abstract))
            next_abstract += 1
    num_ids: dict[str, str] = {}
    for num in ours.iterfind(qn("w:num")):
        num_ids[value(num, "w:numId") or ""] = instance_of(own, abstracts[value(first(num, "w:abstractNumId")) or ""])
    return num_ids


def _after(root: _Element, name: str, attribute: str) -> int:
    return max((int(value(item, attribute) or 0) for item in root.iterfind(qn(name))), default=0) + 1


def _copy_definition(own: _Element, definition: _Element, key: str) -> None:
    copy = deepcopy(definition)
    copy.set(qn("w:abstractNumId"), key)
    for link in list(every(copy, "w:pStyle")):
        # Which headings it numbers is decided for each document, see `house.link_headings`.
        parent = link.getparent()
        if parent is not None:
            parent.remove(link)
    present = list(own.iterfind(qn("w:abstractNum")))
    if present:
        present[-1].addnext(copy)
    else:
        own.insert(len(list(own.iterfind(qn("w:numPicBullet")))), copy)


def instance_of(own: _Element, abstract: str) -> str:
    """The number id that counts by a definition, made when there is none."""
    nums = list(own.iterfind(qn("w:num")))
    for num in nums:
        if value(first(num, "w:abstractNumId")) == abstract and first(num, "w:lvlOverride") is None:
            return value(num, "w:numId") or ""
    num_id = str(_after(own, "w:num", "w:numId"))
    num = own.makeelement(qn("w:num"), {qn("w:numId"): num_id})
    put(num, "w:abstractNumId", ("w:abstractNumId",), val=abstract)
    [*own.iterfind(qn("w:abstractNum")), *nums][-1].addnext(num)
    return num_id


def _adopt_missing(own: _Element, ours: _Element, num_ids: Mapping[str, str]) -> None:
    present = {style_name(style): style for style in every(own, "w:style")}
    for style in every(ours, "w:style"):
        copy = deepcopy(style)
        number = first(copy, "w:pPr/w:numPr/w:numId")
        if number is not None:
            number.set(qn("w:val"), num_ids.get(value(number) or "", "0"))
        mine = present.get(style_name(style))
        if mine is None:
            # The company's default styles stay the defaults.
            copy.attrib.pop(qn("w:default"), "")
            own.append(copy)
        elif style_name(style) in LIST_STYLES and number is not None and first(mine, "w:pPr/w:numPr/w:numId") is None:
            numbering = put(child(mine, "w:pPr", STYLE_PARTS), "w:numPr", PARAGRAPH_PROPERTIES)
            put(numbering, "w:numId", ("w:ilvl", "w:numId"), val=value(number) or "0")
