"""XML as WordprocessingML uses it: namespaces, escaping, a parser that trusts nobody.

lxml is imported only when something is parsed: filling a compiled template needs `escape` and nothing else.
Nothing here knows what an element means.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from itsm_docs.errors import Faulty
from itsm_docs.findings import Where, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import XMLParser, _Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "ds": "http://schemas.openxmlformats.org/officeDocument/2006/customXml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""The prefixes this package writes, with their namespaces (ECMA-376, transitional)."""

STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The namespace of the strict variant, which LibreOffice and most tools read badly and this package refuses."""

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PARAGRAPH_PROPERTIES = [
    "w:pStyle",
    "w:keepNext",
    "w:keepLines",
    "w:pageBreakBefore",
    "w:framePr",
    "w:widowControl",
    "w:numPr",
    "w:suppressLineNumbers",
    "w:pBdr",
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:kinsoku",
    "w:wordWrap",
    "w:overflowPunct",
    "w:topLinePunct",
    "w:autoSpaceDE",
    "w:autoSpaceDN",
    "w:bidi",
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
    "w:pPrChange",
]
"""The children of ``w:pPr`` in the order of the schema (17.3.1.26); a wrong order makes Word call the file corrupt."""

STYLE_PARTS = [
    "w:name",
    "w:aliases",
    "w:basedOn",
    "w:next",
    "w:link",
    "w:autoRedefine",
    "w:hidden",
    "w:uiPriority",
    "w:semiHidden",
    "w:unhideWhenUsed",
    "w:qFormat",
    "w:locked",
    "w:personal",
    "w:personalCompose",
    "w:personalReply",
    "w:rsid",
    "w:pPr",
    "w:rPr",
    "w:tblPr",
    "w:trPr",
    "w:tcPr",
    "w:tblStylePr",
]
"""The children of ``w:style`` in the order of the schema (17.7.4.17)."""

LEVEL_PARTS = [
    "w:start",
    "w:numFmt",
    "w:lvlRestart",
    "w:pStyle",
    "w:isLgl",
    "w:suff",
    "w:lvlText",
    "w:lvlPicBulletId",
    "w:legacy",
    "w:lvlJc",
    "w:pPr",
    "w:rPr",
]
"""The children of ``w:lvl`` in the order of the schema (17.9.6)."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Text as it may stand between tags or in a double-quoted attribute."""
    return text.translate(_ESCAPES)


def forbidden(text: str) -> str | None:
    """The first character that XML 1.0 cannot hold even as a reference, or None."""
    match = _FORBIDDEN.search(text)
    return match.group() if match else None


@cache
def qn(name: str) -> str:
    """``"w:p"`` as lxml spells it: ``"{http://…/main}p"``."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def parse(data: bytes | str, part: str) -> _Element:
    """The root element of a part; `part` names it in the fault. Raises `Faulty` (OX111) when it is not XML.

    Entities stay unresolved, nothing is fetched, and libxml2's own limits on depth and size stay on.
    """
    from lxml import etree

    raw = data.encode("utf-8") if isinstance(data, str) else data
    try:
        return etree.fromstring(raw, _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise Faulty([finding("OX111", Where(place=part), line=line, column=column)]) from None


def _parser() -> XMLParser:
    from lxml import etree

    # strip_cdata keeps text plain; comments and processing instructions stay, because a re-saved file must not change.
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def serialize(root: _Element) -> bytes:
    """The part's bytes, with the declaration that Word writes."""
    from lxml import etree

    return DECLARATION + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def value(element: _Element | None, name: str = "w:val") -> str | None:
    """An attribute of an element that may be missing."""
    return None if element is None else element.get(qn(name))


def switched_on(element: _Element | None) -> bool:
    """Whether a toggle such as ``w:isLgl`` is there and on (ECMA-376 part 1, 17.17.4: absent value means on)."""
    return element is not None and value(element) not in {"0", "false", "off"}


def first(element: _Element, path: str) -> _Element | None:
    """The first element at a path of direct children, ``"w:pPr/w:numPr"``."""
    return element.find(_spelt(path))


@cache
def _spelt(path: str) -> str:
    return "/".join(qn(step) for step in path.split("/"))


def put(parent: _Element, name: str, order: Sequence[str], **attributes: str) -> _Element:
    """Make a child where the schema wants it and give it back; an old one of that name is replaced.

    `attributes` are in the ``w:`` namespace: ``put(pPr, "w:numPr", PARAGRAPH_PROPERTIES)``.
    """
    from lxml import etree

    old = first(parent, name)
    if old is not None:
        parent.remove(old)
    child = etree.Element(qn(name), {qn("w:" + key): text for key, text in attributes.items()})
    before = {qn(other) for other in order[: order.index(name)]}
    parent.insert(max((index for index, other in enumerate(parent, 1) if other.tag in before), default=0), child)
    return child


def child(parent: _Element, name: str, order: Sequence[str]) -> _Element:
    """The child of that name, made where the schema wants it when it is not there."""
    found = first(parent, name)
    return put(parent, name, order) if found is None else found


def every(element: _Element, *names: str) -> Iterator[_Element]:
    """Every descendant with one of the names, in document order."""
    return element.iter(*(qn(name) for name in names))


def text_of(element: _Element) -> str:
    """The text a reader sees in an element, content controls included, deleted text left out."""
    return "".join(node.text or "" for node in every(element, "w:t"))
