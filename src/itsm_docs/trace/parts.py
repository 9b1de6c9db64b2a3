"""The receipt's place in a Word file: a custom XML part, its properties, and one short custom property that repeats it.

Writing works on text, because filling calls it and parses nothing; what the file already has stays. `reserve` does what
depends on the template only, `write_receipt` the rest: a compiled template calls the first once.
Measured: both survive LibreOffice 7.4 and 24.8; document variables do not (tests/word_verified/trace.md).
Sources: ECMA-376 part 1, 15.2.4 to 15.2.6 (custom XML, its properties), 15.2.12.2 (custom properties); part 2, 9.3, 10.1.2.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from itsm_docs.errors import Faulty
from itsm_docs.ooxml.package import CONTENT_TYPES, Package, main_part, relationships
from itsm_docs.ooxml.removal import without_parts
from itsm_docs.ooxml.xml import DECLARATION, NAMESPACES, escape, parse, serialize
from itsm_docs.trace.canonical import digest
from itsm_docs.trace.receipt import NAMESPACE, Mark, Receipt, from_xml, to_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

PROPERTY = "itsm-receipt"
"""The name of the custom property."""

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CUSTOM_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPS_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_STORE = "{6B0E3A52-7C1D-5F4E-9A38-17991D210001}"
"""The id of our store: the same in all files, because one file holds one receipt."""
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format id of user-defined properties ([MS-OLEPS] 2.25.1)."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Where a file keeps its receipt: the custom part, and the part of the custom properties."""

    item: str
    properties: str


def to_parts(receipt: Receipt, parts: Mapping[str, bytes]) -> Package:
    """The parts with the receipt; an older receipt is replaced. Deterministic, and the given parts stay as they are."""
    prepared, slots = reserve(parts)
    return prepared | write_receipt(receipt, prepared, slots)


def write_receipt(receipt: Receipt, parts: Mapping[str, bytes], slots: Slots) -> Package:
    """The two parts that hold the receipt, for parts that `reserve` has prepared."""
    properties, xml = _text(parts[slots.properties]), to_xml(receipt)
    mark = Mark(receipt.id, digest(xml))
    return {
        slots.item: DECLARATION + xml.encode(),
        slots.properties: _written(_with_property(properties, str(mark))),
    }


def reserve(parts: Mapping[str, bytes]) -> tuple[Package, Slots]:
    """The parts with places for a receipt registered: relationships, content types, an empty custom part."""
    result = dict(parts)
    main = _target_of(result, "", "officeDocument") or "word/document.xml"
    item = _own_item(result) or _new_item(result, main)
    properties = _target_of(result, "", "custom-properties")
    if properties is None or properties not in result:
        properties = properties or _free(result, "docProps/custom{}.xml")
        result[properties] = DECLARATION + (
            f'<Properties xmlns="{_CUSTOM_NAMESPACE}" xmlns:vt="{_TYPES_NAMESPACE}"></Properties>'.encode()
        )
        _relate(result, "", "custom-properties", properties)
        _type(result, properties, _CUSTOM_TYPE)
    return result, Slots(item, properties)


def _own_item(parts: Mapping[str, bytes]) -> str | None:
    """The part of an earlier receipt: a document that was issued can become a template."""
    mark = NAMESPACE.encode()
    return next((name for name in sorted(parts) if _ITEM.fullmatch(name) and mark in parts[name]), None)


_ITEM = re.compile(r"customXml/item\d*\.xml")


def _new_item(parts: Package, main: str) -> str:
    number = next(n for n in range(1, len(parts) + 2) if not _taken(parts, n))
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts[item] = DECLARATION + f'<receipt xmlns="{NAMESPACE}"/>'.encode()
    parts[properties] = (
        DECLARATION
        + (
            f'<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{NAMESPACES["ds"]}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode()
    )
    _relate(parts, item, "customXmlProps", properties)
    _relate(parts, main, "customXml", item)
    _type(parts, properties, _PROPS_TYPE)
    if re.search(r'Extension="xml"', _text(parts[CONTENT_TYPES]), re.IGNORECASE) is None:
        _type(parts, item, "application/xml")
    return item


def _taken(parts: Mapping[str, bytes], number: int) -> bool:
    return f"customXml/item{number}.xml" in parts or f"customXml/itemProps{number}.xml" in parts


def _free(parts: Mapping[str, bytes], pattern: str) -> str:
    return next(name for n in range(len(parts) + 1) if (name := pattern.format(n or "")) not in parts)


# Registering, on the text of the parts

_LINK = re.compile(r"<(?:[\w.-]+:)?Relationship\s[^>]*>")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _text(data: bytes) -> str:
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def _written(text: str) -> bytes:
    """The part in UTF-8, whatever it came in."""
    return re.sub(r'(<\?xml[^>]*encoding=)["\'][^"\']*["\']', r'\1"UTF-8"', text, count=1).encode()


def _rels_of(source: str) -> str:
    folder, _, base = source.rpartition("/")
    return posixpath.join(folder, "_rels", base + ".rels")


def _target_of(parts: Mapping[str, bytes], source: str, kind: str) -> str | None:
    """The part that another relates to, read off the text; the twin of `package.relationships`."""
    rels = parts.get(_rels_of(source))
    for link in _LINK.findall(_text(rels)) if rels else ():
        if re.search(rf"""Type=["'][^"']*/{kind}["']""", link):
            target = unescape(re.findall(r"""Target=["']([^"']*)["']""", link)[0])
            folder = source.rpartition("/")[0]
            return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return None


def _relate(parts: Package, source: str, kind: str, target: str) -> None:
    rels = _rels_of(source)
    text = _text(parts[rels]) if rels in parts else DECLARATION.decode() + f'<Relationships xmlns="{_RELATIONSHIPS}"/>'
    taken = set(re.findall(r"""\bId=["']([^"']*)["']""", text))
    key = next(key for n in range(1, len(taken) + 2) if (key := f"rIdItsm{n}") not in taken)
    path = posixpath.relpath(target, source.rpartition("/")[0] or ".")
    link = f'Relationship Id="{key}" Type="{_RELATION}{kind}" Target="{path}"/>'
    parts[rels] = _written(_appended(text, "Relationships", link))


def _type(parts: Package, name: str, content_type: str) -> None:
    text = _text(parts[CONTENT_TYPES])
    parts[CONTENT_TYPES] = _written(
        _appended(text, "Types", f'Override PartName="/{name}" ContentType="{content_type}"/>')
    )


def _appended(text: str, container: str, element: str) -> str:
    """The text with one more element at the end of its root, under the root's own prefix."""
    if empty := re.search(rf"<((?:[\w.-]+:)?){container}(\s[^>]*?)?/>", text):
        opened = f"<{empty[1]}{container}{empty[2] or ''}></{empty[1]}{container}>"
        text = text[: empty.start()] + opened + text[empty.end() :]
    end = list(re.finditer(rf"</((?:[\w.-]+:)?){container}\s*>", text))[-1]
    return f"{text[: end.start()]}<{end[1]}{element}{text[end.start() :]}"


_ONE_PROPERTY = re.compile(r"<(?:[\w.-]+:)?property\s[^>]*>.*?</(?:[\w.-]+:)?property\s*>", re.DOTALL)
_NAMED_OURS = re.compile(rf"""\sname=["']{PROPERTY}["']""")


def _with_property(text: str, shown: str) -> str:
    text = _ONE_PROPERTY.sub(lambda match: "" if _NAMED_OURS.search(match[0].partition(">")[0]) else match[0], text)
    key = max([1, *(int(key) for key in re.findall(r"""\spid=["'](\d+)["']""", text))]) + 1
    end = re.search(r"<((?:[\w.-]+:)?)Properties\b", text)
    prefix = end[1] if end else ""
    value = f'<vt:lpwstr xmlns:vt="{_TYPES_NAMESPACE}">{escape(shown)}</vt:lpwstr>'
    return _appended(
        text, "Properties", f'property fmtid="{_FORMAT}" pid="{key}" name="{PROPERTY}">{value}</{prefix}property>'
    )


# Reading


def read(parts: Mapping[str, bytes]) -> Receipt | None:
    """The receipt of a file; of several (files were put together) the one that the property names, else the first.

    Where only the property is left, a receipt that is not `complete`. None where there is neither. Parts that cannot
    be read are passed over.
    """
    found = [receipt for name in _items(parts) if (receipt := _receipt_in(parts[name], name)) is not None]
    mark = read_mark(parts)
    if found:
        return next((receipt for receipt in found if receipt.mark == mark), found[0])
    if mark is None or mark.id.count("/") < 2:
        return None
    engagement, kind, version = mark.id.split("/", 2)
    return Receipt(engagement, kind, "", "", "", version, complete=False)


def read_mark(parts: Mapping[str, bytes]) -> Mark | None:
    """What the custom property says; a receipt whose own `mark` differs was changed after it was issued."""
    for name in _properties(parts):
        root = _parsed(parts.get(name), name)
        for item in root if root is not None else ():
            if item.get("name") == PROPERTY:
                return Mark.read("".join(str(text) for text in item.itertext()))
    return None


def without_receipt(parts: Mapping[str, bytes]) -> Package:
    """The parts without any receipt of ours and without the property that repeats it: a copy that proves nothing.

    Raises `Faulty` (OX111) for a part that cannot be read.
    """
    items = [name for name in _items(parts) if _receipt_in(parts[name], name) is not None]
    beside = [target for name in items for _, _, target in _relationships(parts, name)]
    result = without_parts(parts, {*items, *beside}) if items else dict(parts)
    for name in _properties(result):
        if name in result and PROPERTY.encode() in result[name]:
            root = parse(result[name], name)
            root[:] = [item for item in root if item.get("name") != PROPERTY]
            result[name] = serialize(root)
    return result


def _properties(parts: Mapping[str, bytes]) -> list[str]:
    """The part of the custom properties, where it is said or where it usually is."""
    names = [name for _, kind, name in _relationships(parts, "") if kind.endswith("/custom-properties")]
    return names or ["docProps/custom.xml"]


def _items(parts: Mapping[str, bytes]) -> list[str]:
    """The custom parts: first those that the document relates to, then any that lost their relationship."""
    linked = [name for _, kind, name in _relationships(parts) if kind.endswith("/customXml")]
    loose = sorted(name for name in parts if _ITEM.fullmatch(name))
    return [name for name in dict.fromkeys([*linked, *loose]) if name in parts]


def _relationships(parts: Mapping[str, bytes], source: str | None = None) -> list[tuple[str, str, str]]:
    """The relationships of a part, of the main part for None."""
    try:
        return relationships(parts, main_part(parts) if source is None else source)
    except Faulty:
        return []


def _receipt_in(data: bytes, name: str) -> Receipt | None:
    if NAMESPACE.encode() not in data and NAMESPACE.encode("utf-16-le") not in data:
        return None
    root = _parsed(data, name)
    return None if root is None else from_xml(root)


def _parsed(data: bytes | None, name: str) -> _Element | None:
    try:
        return None if data is None else parse(data, name)
    except Faulty:
        return None
