"""A copy of a document in which nothing is computed any more, for programs that compute differently from Word.

Automatic numbers become text, references and captions keep the text they show, content controls and comments are taken
off. LibreOffice prints 三.2 for 3.2 below 第三条, and 第 12 条 in references (measured); in the flat copy it cannot.
The copy is for conversion only: it does not number itself anew and carries no trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from itsm_docs.ooxml import fields
from itsm_docs.ooxml.bookmarks import remove_unused
from itsm_docs.ooxml.indents import Indents
from itsm_docs.ooxml.numbering import Counter, Label, Numbering, paragraph_numbering, parse
from itsm_docs.ooxml.package import Package, main_part, read, related_part, relationships, story_parts, write
from itsm_docs.ooxml.xml import DECLARATION, PARAGRAPH_PROPERTIES, child, every, first, put, qn, serialize, text_of
from itsm_docs.ooxml.xml import parse as parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

COMPUTED = frozenset({"REF", "PAGEREF", "NOTEREF", "SEQ"})
"""The fields that become text. PAGE and NUMPAGES stay: only the converter knows the page."""

_NO_PROPERTIES = (
    DECLARATION + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
"""A document's own properties name the file they were written for; the copy is another one."""


def flatten(data: bytes, *, marks: bool = True) -> bytes:
    """The flat copy of a Word file. Raises `Faulty` when it cannot be read (OX1xx).

    `marks` keeps all bookmarks, whose pages a PDF tells; without them only those stay to which something leads.
    """
    parts = flat_parts(read(data))
    if not marks:
        main = main_part(parts)
        root = parse_xml(parts[main], main)
        remove_unused(root)
        parts[main] = serialize(root)
    return write(parts)


def flat_parts(parts: Mapping[str, bytes]) -> Package:
    """The parts of the flat copy of a document."""
    flat = dict(parts)
    numbering = parse(_part(parts, "numbering"), _part(parts, "styles"))
    indents = Indents(_part(parts, "styles"))
    for name in story_parts(parts):
        root = parse_xml(parts[name], name)
        unwrap_controls(root)
        _drop_comments(root)
        fields.to_text(root, COMPUTED)
        _write_numbers(root, numbering, indents)
        flat[name] = serialize(root)
    for _, kind, name in relationships(flat):
        if kind.endswith("/custom-properties") and name in flat:
            flat[name] = _NO_PROPERTIES
    return flat


def _part(parts: Mapping[str, bytes], kind: str) -> bytes | None:
    name = related_part(parts, kind)
    return parts[name] if name else None


def unwrap_controls(root: _Element) -> None:
    """Take every content control off a part, so that its content stands there alone."""
    for control in list(every(root, "w:sdt")):
        fields.unwrap(control, first(control, "w:sdtContent"))


def _drop_comments(root: _Element) -> None:
    """Take off the marks of comments: what nothing leads to is not shown."""
    for mark in list(every(root, "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")):
        outer = mark.getparent()
        if outer is not None:
            outer.remove(mark)


def _write_numbers(root: _Element, numbering: Numbering, indents: Indents) -> None:
    counter = numbering.counter()
    fallback = qn("mc:Fallback")
    for paragraph in list(every(root, "w:p")):
        # The fallback of a drawing repeats its paragraphs; counting them would count twice.
        if next(paragraph.iterancestors(fallback), None) is None:
            _write_number(paragraph, numbering, counter, indents)


def _write_number(paragraph: _Element, numbering: Numbering, counter: Counter, indents: Indents) -> None:
    style_id, num_id, ilvl = paragraph_numbering(paragraph)
    label = counter.label(style_id, num_id, ilvl)
    place = numbering.resolve(style_id, num_id, ilvl)
    level = numbering.level(*place) if place else None
    if label is None or level is None:
        return
    properties = child(paragraph, "w:pPr", ["w:pPr"])
    indent = indents.of(paragraph, level.indent, direct=num_id is not None)
    number = put(properties, "w:numPr", PARAGRAPH_PROPERTIES)
    put(number, "w:ilvl", ("w:ilvl", "w:numId"), val="0")
    put(number, "w:numId", ("w:ilvl", "w:numId"), val="0")
    if indent:
        placed = put(properties, "w:ind", PARAGRAPH_PROPERTIES)
        for key, text in indent.items():
            placed.set(key, text)
    properties.addnext(_run(properties, label, level.run))


def _run(properties: _Element, label: Label, level_format: str) -> _Element:
    """The number as a run; it looks as the paragraph mark does, changed by what the level says (17.9.24)."""
    run = properties.makeelement(qn("w:r"))
    sources = (first(properties, "w:rPr"), _parsed(level_format))
    look = {element.tag: element for source in sources if source is not None for element in source}
    if look:
        run_properties = run.makeelement(qn("w:rPr"))
        run_properties.extend([_copy(element) for element in look.values()])
        run.append(run_properties)
    text = run.makeelement(qn("w:t"), {qn("xml:space"): "preserve"})
    text.text = label.text + (" " if label.suffix == "space" else "")
    run.append(text)
    if label.suffix == "tab":
        run.append(run.makeelement(qn("w:tab")))
    return run


def _parsed(level_format: str) -> _Element | None:
    return parse_xml(level_format, "word/numbering.xml") if level_format else None


def _copy(element: _Element) -> _Element:
    from copy import deepcopy

    return deepcopy(element)


def plain_paragraphs(data: bytes) -> list[str]:
    """The text of every paragraph of a document as its reader sees it, automatic numbers included."""
    parts = read(flatten(data))
    main = main_part(parts)
    return [text_of(paragraph) for paragraph in every(parse_xml(parts[main], main), "w:p")]
