"""Markdown chapters on a house file: together they are a Word template in the docxtpl dialect.

The result is what `templates eject` will hand out: an ordinary package, with real list instances and footnotes. It is
not compiled here and knows no data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from itsm_docs import markdown
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.markdown.writer import TEXT_WIDTH
from itsm_docs.ooxml import numbering as word_numbering
from itsm_docs.ooxml.house import link_headings
from itsm_docs.ooxml.package import main_part, read, related_part
from itsm_docs.ooxml.xml import first, parse, qn, serialize, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

Headings = Literal["contract", "manual"]

BODY = re.compile(r"^\s*\{\{\s*body\s*\}\}\s*$")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:xml="http://www.w3.org/XML/1998/namespace"'


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A template as a Word package. `origins` leads from a body paragraph's index to chapter and line."""

    name: str
    parts: Mapping[str, bytes]
    origins: Mapping[int, tuple[str, int]] = field(default_factory=dict)


def typeset(
    name: str,
    chapters: Iterable[markdown.Chapter],
    house: bytes,
    headings: Headings = "manual",
    *,
    text_width: int = TEXT_WIDTH,
) -> tuple[WordTemplate | None, list[Finding]]:
    """The chapters in the styles of the house file, tables `text_width` twips wide. Raises `Faulty` (OX1xx) where the house
    file is no Word file."""
    blocks, findings = markdown.read(list(chapters))
    parts = dict(link_headings(read(house, "house.docx"), headings))
    numbering = _numbering(parts)
    articles = numbering.styles.get("Heading1")
    body = markdown.write_template(blocks, text_width=text_width, heading_list=articles.num_id if articles else 0)
    main = main_part(parts)
    root = parse(parts[main], main)
    slot = next((p for p in root.iter(qn("w:p")) if BODY.match(text_of(p))), None)
    if slot is None:
        return None, [*findings, finding("TP109", Where(file="house.docx"), name="house.docx")]
    before = sum(1 for _ in _until(root, slot))
    parent = slot.getparent()
    assert parent is not None
    at = parent.index(slot)
    content = parse(f"<w:body {_W}>{body.xml}</w:body>", name)
    if first(slot, "w:pPr") is not None and slot.find(f".//{qn('w:pageBreakBefore')}") is not None:
        _begin_on_a_page(content)
    parent[at : at + 1] = list(content)
    parts[main] = serialize(root)
    _add_lists(parts, numbering, body.lists)
    _add_footnotes(parts, body.footnotes)
    return WordTemplate(name, parts, {before + index: source for index, source in enumerate(body.sources)}), findings


def _begin_on_a_page(content: _Element) -> None:
    """The body begins on a new page where its slot in the house does. A paragraph with a break of its own could itself fall on
    the next page and leave an empty one."""
    paragraph = next((one for one in content if one.tag == qn("w:p") and "{%" not in text_of(one)), None)
    properties = None if paragraph is None else first(paragraph, "w:pPr")
    if properties is not None and first(properties, "w:pageBreakBefore") is None:
        before = sum(first(properties, name) is not None for name in ("w:pStyle", "w:keepNext", "w:keepLines"))
        properties.insert(before, properties.makeelement(qn("w:pageBreakBefore"), {}))


def _until(root: object, stop: object) -> Iterable[object]:
    for paragraph in root.iter(qn("w:p")):  # type: ignore[attr-defined]
        if paragraph is stop:
            return
        yield paragraph


def _numbering(parts: Mapping[str, bytes]) -> word_numbering.Numbering:
    numbers, styles = related_part(parts, "numbering"), related_part(parts, "styles")
    return word_numbering.parse(parts[numbers] if numbers else None, parts[styles] if styles else None)


def _add_lists(
    parts: dict[str, bytes], known: word_numbering.Numbering, lists: Iterable[markdown.ListInstance]
) -> None:
    name = related_part(parts, "numbering")
    if name is None:
        return
    text = parts[name].decode("utf-8")
    for item in lists:
        abstract = known.abstract_of_style("ListNumber" if item.ordered else "ListBullet")
        if abstract is not None:
            text = word_numbering.add_instance(text, abstract, item.num_id)
    parts[name] = text.encode("utf-8")


def _add_footnotes(parts: dict[str, bytes], footnotes: Iterable[str]) -> None:
    name = related_part(parts, "footnotes")
    if name is None:
        return
    added = "".join(f'<w:footnote w:id="{number}">{xml}</w:footnote>' for number, xml in enumerate(footnotes, 1))
    parts[name] = parts[name].replace(b"</w:footnotes>", added.encode("utf-8") + b"</w:footnotes>")
