"""What a part points to in other parts: styles, lists, notes, relationships, content types."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import Finding, finding
from itsm_docs.ooxml.checks.opened import Opened, place
from itsm_docs.ooxml.package import CONTENT_TYPES, relationships
from itsm_docs.ooxml.xml import NAMESPACES, every, first, parse, qn, value

_STYLED = ("w:pStyle", "w:rStyle", "w:tblStyle")
_IN_STYLES = ("w:basedOn", "w:next", "w:link")


def styles(document: Opened) -> Iterator[Finding]:
    """Every style that is used is defined; Word would silently use the default one."""
    root = document.styles
    known = {value(style, "w:styleId") for style in every(root, "w:style")} if root is not None else set()
    reported: set[str | None] = set()
    for part, use in document.every(*_STYLED):
        if value(use) not in known | reported:
            reported.add(value(use))
            yield finding("OX215", place(part, use), style=value(use))
    for use in every(root, *_IN_STYLES) if root is not None else ():
        if value(use) not in known | reported:
            reported.add(value(use))
            yield finding("OX215", place("word/styles.xml"), style=value(use))


def numbers(document: Opened) -> Iterator[Finding]:
    """Every list that is used is defined, and every list has a definition."""
    root = document.numbering
    nums = [] if root is None else list(root.iterfind(qn("w:num")))
    known = {value(num, "w:numId") for num in nums} | {"0"}
    uses = list(document.every("w:numId"))
    uses += (
        [("word/styles.xml", use) for use in every(document.styles, "w:numId")] if document.styles is not None else []
    )
    for part, use in uses:
        if value(use) not in known:
            yield finding("OX216", place(part, use), id=value(use))
    abstracts = set() if root is None else {value(a, "w:abstractNumId") for a in root.iterfind(qn("w:abstractNum"))}
    for num in nums:
        if value(first(num, "w:abstractNumId")) not in abstracts:
            yield finding("OX216", place("word/numbering.xml"), id=value(num, "w:numId"))


def notes(document: Opened) -> Iterator[Finding]:
    """Every reference to a note has its note."""
    for kind in ("footnote", "endnote", "comment"):
        known = {value(note, "w:id") for _, note in document.every(f"w:{kind}") if note.tag == qn(f"w:{kind}")}
        for part, use in document.every(f"w:{kind}Reference"):
            if value(use, "w:id") not in known:
                yield finding("OX217", place(part, use), id=value(use, "w:id"))


def relations(document: Opened) -> Iterator[Finding]:
    """Every relationship id in the text is declared, and every declared part is in the file."""
    prefix = "{" + NAMESPACES["r"] + "}"
    for part, root in document.stories.items():
        declared = _declared_ids(document, part)
        for element in root.iter("*"):
            for key, target in element.attrib.items():
                if str(key).startswith(prefix) and target and target not in declared:
                    yield finding("OX218", place(part, element), id=target)
    for source in ["", *document.stories]:
        for key, _, target in relationships(document.parts, source):
            if target not in document.parts:
                yield finding("OX219", place(source or "_rels/.rels"), id=key, target=target)


def _declared_ids(document: Opened, part: str) -> set[str]:
    folder, _, base = part.rpartition("/")
    name = f"{folder}/_rels/{base}.rels"
    return {str(link.get("Id")) for link in parse(document.parts[name], name)} if name in document.parts else set()


def content_types(document: Opened) -> Iterator[Finding]:
    """Every part has a content type (ECMA-376 part 2, 10.1.2.4)."""
    root = parse(document.parts[CONTENT_TYPES], CONTENT_TYPES)
    extensions = {str(item.get("Extension")).lower() for item in root if item.get("Extension")}
    overrides = {str(item.get("PartName")).lstrip("/") for item in root if item.get("PartName")}
    for name in document.parts:
        if name != CONTENT_TYPES and name not in overrides and name.rpartition(".")[2].lower() not in extensions:
            yield finding("OX220", place(name))
    for name in sorted(overrides - document.parts.keys()):
        yield finding("OX219", place(CONTENT_TYPES), id=name, target=name)


def drawing_ids(document: Opened) -> Iterator[Finding]:
    """Drawings have ids of their own in the whole document; Word repairs the file otherwise."""
    seen: set[str] = set()
    for part, drawing in document.every("wp:docPr"):
        key = str(drawing.get("id"))
        if key in seen:
            yield finding("OX221", place(part, drawing), id=key)
        seen.add(key)
