"""Word's automatic numbering in its parts: reading ``numbering.xml`` and ``styles.xml``, and adding list instances.

One engine (`counting`) for filling, flattening and reading back: `parse` once, then count without XML.
It does not change existing definitions. Source: ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from itsm_docs.ooxml.counting import LEVELS, Counter, Instance, Label, Level, Numbering, StyleNumber
from itsm_docs.ooxml.xml import every, first, qn, switched_on, value
from itsm_docs.ooxml.xml import parse as parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "Counter", "Instance", "Label", "Level", "Numbering", "StyleNumber",
    "add_instance", "paragraph_numbering", "parse", "used_ids",
]  # fmt: skip


def parse(numbering: bytes | str | None, styles: bytes | str | None) -> Numbering:
    """Read ``numbering.xml`` and ``styles.xml``; either may be missing. Raises `Faulty` (OX111) for broken XML."""
    style_root = parse_xml(styles, "word/styles.xml") if styles else None
    if numbering is None:
        return Numbering(default_style=_default_style(style_root))
    root = parse_xml(numbering, "word/numbering.xml")
    abstracts = {_number(item, "w:abstractNumId"): _levels(item) for item in root.iterfind(qn("w:abstractNum"))}
    instances = {_number(item, "w:numId"): _instance(item) for item in root.iterfind(qn("w:num"))}
    by_id = {} if style_root is None else {value(s, "w:styleId") or "": s for s in style_root.iterfind(qn("w:style"))}
    instances = _linked(root, instances, by_id)
    bare = Numbering(abstracts, instances)
    found = {style_id: _style_number(style_id, by_id, bare) for style_id in by_id}
    return replace(
        bare, styles={key: number for key, number in found.items() if number}, default_style=_default_style(style_root)
    )


def _default_style(root: _Element | None) -> str | None:
    for style in root.iterfind(qn("w:style")) if root is not None else ():
        if value(style, "w:type") == "paragraph" and value(style, "w:default") in {"1", "true", "on"}:
            return value(style, "w:styleId")
    return None


def _number(element: _Element, name: str) -> int:
    return _integer(value(element, name)) or 0


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d+", text) else None


def _levels(parent: _Element) -> dict[int, Level]:
    return {_number(item, "w:ilvl"): _level(item) for item in parent.iterfind(qn("w:lvl"))}


def _level(item: _Element) -> Level:
    start = _integer(value(first(item, "w:start")))
    indent = first(item, "w:pPr/w:ind")
    return Level(
        start=0 if start is None else start,  # 17.9.25: a missing start means zero
        number_format=value(first(item, "w:numFmt")) or "decimal",
        text=value(first(item, "w:lvlText")) or "",
        suffix=value(first(item, "w:suff")) or "tab",
        restart=_integer(value(first(item, "w:lvlRestart"))),
        legal=switched_on(first(item, "w:isLgl")),
        style=value(first(item, "w:pStyle")),
        indent=() if indent is None else tuple((str(key), str(text)) for key, text in indent.attrib.items()),
        run=_xml(first(item, "w:rPr")),
    )


def _xml(element: _Element | None) -> str:
    from lxml import etree

    return "" if element is None else etree.tostring(element, encoding="unicode", with_tail=False)


def _instance(item: _Element) -> Instance:
    overrides = list(item.iterfind(qn("w:lvlOverride")))
    starts = {_number(o, "w:ilvl"): _integer(value(first(o, "w:startOverride"))) for o in overrides}
    levels = {_number(o, "w:ilvl"): _level(lvl) for o in overrides if (lvl := first(o, "w:lvl")) is not None}
    abstract = _integer(value(first(item, "w:abstractNumId")))
    return Instance(
        -1 if abstract is None else abstract, {key: start for key, start in starts.items() if start is not None}, levels
    )


def _linked(root: _Element, instances: dict[int, Instance], styles: Mapping[str, _Element]) -> dict[int, Instance]:
    """Follow definitions that only name a list style (17.9.21) to the definition that the style's number uses."""
    targets: dict[int, int] = {}
    for item in root.iterfind(qn("w:abstractNum")):
        style = styles.get(value(first(item, "w:numStyleLink")) or "")
        num_id = _integer(value(first(style, "w:pPr/w:numPr/w:numId"))) if style is not None else None
        if num_id in instances:
            targets[_number(item, "w:abstractNumId")] = instances[num_id].abstract
    return {key: replace(item, abstract=targets.get(item.abstract, item.abstract)) for key, item in instances.items()}


def _style_number(style_id: str, styles: Mapping[str, _Element], bare: Numbering) -> StyleNumber | None:
    """A style's number: id and level come each from the nearest style in the chain that gives them."""
    num_id: int | None = None
    ilvl: int | None = None
    chain: list[str] = []
    current = style_id
    while current in styles and current not in chain:
        chain.append(current)
        own = first(styles[current], "w:pPr/w:numPr")
        if own is not None and num_id is None:
            num_id = _integer(value(first(own, "w:numId")))
            ilvl = _integer(value(first(own, "w:ilvl"))) if ilvl is None else ilvl
        current = value(first(styles[current], "w:basedOn")) or ""
    if num_id is None or num_id not in bare.instances:
        return None
    # Word goes by the level that names the style; the ilvl beside it is only a copy.
    for name in chain:
        for candidate in range(LEVELS):
            level = bare.level(num_id, candidate)
            if level is not None and level.style == name:
                return StyleNumber(num_id, candidate)
    return StyleNumber(num_id, ilvl or 0)


def paragraph_numbering(paragraph: _Element) -> tuple[str | None, int | None, int | None]:
    """What `Counter.label` asks for: style id, number id and level of a ``w:p`` (None where it does not say)."""
    properties = first(paragraph, "w:pPr")
    style, own = None, None
    for element in () if properties is None else properties:  # one look: every paragraph of a document is asked
        if element.tag == _STYLE:
            style = value(element)
        elif element.tag == _OWN:
            own = element
    if own is None:
        return style, None, None
    return style, _integer(value(first(own, "w:numId"))), _integer(value(first(own, "w:ilvl")))


_STYLE, _OWN = qn("w:pStyle"), qn("w:numPr")


def used_ids(numbering: bytes | str) -> set[int]:
    """The number ids that are taken in ``numbering.xml``."""
    return {_number(item, "w:numId") for item in every(parse_xml(numbering, "word/numbering.xml"), "w:num")}


def add_instance(numbering: str, abstract_id: int, *num_ids: int, starts: tuple[int, ...] = (1, 1, 1)) -> str:
    """``numbering.xml`` with one more ``w:num`` per id, each counting `abstract_id` anew on its first levels.

    Without a start of its own an instance would continue its neighbour's count (measured in LibreOffice; Word wants
    the start on each level in use). Works on the text: this is called while filling, where nothing is parsed.
    """
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for ilvl, start in enumerate(starts)
    )
    added = "".join(
        f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>' for num_id in num_ids
    )
    # Word keeps one element behind the instances (17.9.20); everything else comes before them.
    at = numbering.find("<w:numIdMacAtCleanup")
    at = numbering.rindex("</w:numbering>") if at < 0 else at
    return numbering[:at] + added + numbering[at:]
