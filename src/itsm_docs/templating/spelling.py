"""How the elements of one part are spelt in its compiled source: with the prefixes that the part itself declares.

Knows nothing of tags.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from itsm_docs.ooxml.xml import NAMESPACES, escape

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNIQUE = re.compile(r' w14:(?:paraId|textId)="[^"]*"')
_SHAPE_ID = re.compile(r'(<v:(?!shapetype\b)\w+\b[^>]*?) id="[^"]*"')
_VML = "{urn:schemas-microsoft-com:vml}"
_CONTROL_ID = re.compile(r'(<w:sdtPr>(?:(?!</w:sdtPr>).)*?)<w:id w:val="[^"]*"/>', re.DOTALL)


class Spelling:
    """Opening, closing and whole elements as text. A part declares its namespaces as it likes: core.xml and app.xml have
    one without a prefix."""

    def __init__(self, root: _Element) -> None:
        self._declared = _declarations(_prefixes(root))

    def raw(self, element: _Element, repeated: bool = False) -> str:
        """The whole element; `repeated` in a loop, where ids of paragraphs, controls and old shapes must go (Word makes new ones)."""
        from lxml import etree

        text = etree.tostring(element, encoding="unicode", with_tail=False)
        for declaration in self._declared:
            text = text.replace(declaration, "")
        return _SHAPE_ID.sub(r"\1", _CONTROL_ID.sub(r"\1", _UNIQUE.sub("", text))) if repeated else text

    def opening(self, element: _Element, *, declare: bool = False, repeated: bool = False) -> str:
        """The opening tag; `declare` writes the namespaces, for the root."""
        attributes = "".join(
            f' {_qualified(str(name), element)}="{escape(str(text))}"'
            for name, text in element.attrib.items()
            if not (repeated and name == "id" and _is_shape(element))
        )
        attributes = _UNIQUE.sub("", attributes) if repeated else attributes
        spaces = "".join(self._declared if declare else _declarations(_added(element)))
        return f"<{_qualified(str(element.tag), element)}{spaces}{attributes}>"

    @staticmethod
    def closing(element: _Element) -> str:
        """The closing tag."""
        return f"</{_qualified(str(element.tag), element)}>"


def _is_shape(element: _Element) -> bool:
    return str(element.tag).startswith(_VML) and not str(element.tag).endswith("shapetype")


def _declarations(prefixes: Mapping[str, str]) -> list[str]:
    return [f' xmlns{prefix and f":{prefix}"}="{uri}"' for prefix, uri in prefixes.items()]


def _added(element: _Element) -> dict[str, str]:
    """The namespaces that an element itself declares."""
    parent = element.getparent()
    known = _prefixes(parent) if parent is not None else {}
    return {prefix: uri for prefix, uri in _prefixes(element).items() if known.get(prefix) != uri}


def _prefixes(element: _Element) -> dict[str, str]:
    """Prefix to namespace as an element sees it; the namespace without a prefix under the empty one."""
    return {prefix or "": str(uri) for prefix, uri in element.nsmap.items()}


def _qualified(name: str, element: _Element) -> str:
    """A name with the prefix that the document itself uses; ``xml:space`` needs no declaration."""
    uri, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    if uri == NAMESPACES["xml"]:
        return f"xml:{local}"
    prefix = next((prefix for prefix, known in _prefixes(element).items() if known == uri), "")
    return f"{prefix}:{local}" if prefix else local


def hinted(properties: str) -> str:
    """Printed values ask for the east-asian font where a quotation mark could be either (word-level w:hint)."""
    if "w:hint=" in properties:
        return properties
    if not properties:
        return '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    if "<w:rFonts " in properties:
        return properties.replace("<w:rFonts ", '<w:rFonts w:hint="eastAsia" ', 1)
    head = properties.index(">") + 1
    if properties.startswith("<w:rStyle", head):
        head = properties.index("/>", head) + 2
    return properties[:head] + '<w:rFonts w:hint="eastAsia"/>' + properties[head:]
