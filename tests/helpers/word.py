"""Tiny Word files from lines, on the house's styles and lists, and a reader for the result.

    docx("Heading1 总则", "BodyText 甲方……", "ListNumber:3.1 第二层", "<w:tbl>…</w:tbl>")

A line is a style id, optionally ``:numId.level``, a space and the text; a line that begins with ``<`` is XML as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from itsm_docs.ooxml.numbering import paragraph_numbering, parse
from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.xml import NAMESPACES, escape, every, text_of
from itsm_docs.ooxml.xml import parse as parse_xml
from itsm_docs.workspace import shipped

_LINE = re.compile(r"(\w+)(?::(\d+)\.(\d))? ?(.*)", re.DOTALL)
_ROOTS = ("w", "r", "m", "wp", "a", "mc", "w14", "w15", "wps", "wpg")
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
NAMES = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in _ROOTS) + ' mc:Ignorable="w14 w15"'


def house() -> dict[str, bytes]:
    """The parts of the house style."""
    return read((shipped("templates") / "house/house.docx").read_bytes())


def paragraph(line: str) -> str:
    """One line as a paragraph."""
    if line.startswith("<"):
        return line
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(line)
    style, num_id, level, text = match.groups()
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>' if num_id else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def docx(*lines: str, section: str = SECTION, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word file of the lines; `parts` replaces whole parts of the house or adds new ones."""
    body = "".join(paragraph(line) for line in lines)
    document = f"<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>"
    given = {name: text.encode() for name, text in (parts or {}).items()}
    return write({**house(), "word/document.xml": document.encode(), **given})


def part(data: bytes, name: str = "word/document.xml") -> str:
    """A part of a Word file as text."""
    return read(data)[name].decode()


def texts(data: bytes) -> list[str]:
    """The text of each paragraph of the document, without automatic numbers."""
    return [text_of(item) for item in every(parse_xml(part(data), "word/document.xml"), "w:p")]


def numbered(data: bytes) -> list[str]:
    """The text of each paragraph with its automatic number, as a reader of the page sees it."""
    parts = read(data)
    counter = parse(parts["word/numbering.xml"], parts["word/styles.xml"]).counter()
    shown = []
    for item in every(parse_xml(part(data), "word/document.xml"), "w:p"):
        label = counter.label(*paragraph_numbering(item))
        shown.append((label.lead if label else "") + text_of(item))
    return shown


def cell(*lines: str, properties: str = "", width: int = 4535) -> str:
    """A table cell of the lines."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{"".join(map(paragraph, lines))}</w:tc>'
    )


def table(*rows: str, grid: tuple[int, ...] = (4535, 4535)) -> str:
    """A table with fixed layout; each row is the XML of its cells."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    )


def field(code: str, shown: str) -> str:
    """The runs of a complex field."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, key: int, inner: str = "") -> str:
    """A bookmark around some runs."""
    return f'<w:bookmarkStart w:id="{key}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{key}"/>'


def control(tag: str, key: int, inner: str) -> str:
    """A run-level content control."""
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="{key}"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
