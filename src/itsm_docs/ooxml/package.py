"""Word packages as ordered mappings from part name to bytes: read with distrust, written the same way every time.

Names have no leading slash (``word/document.xml``). Nothing here understands a part beyond its relationships.
Sources: ECMA-376 part 2 (Open Packaging Conventions), PKWARE APPNOTE 6.3.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote

from itsm_docs.errors import Faulty
from itsm_docs.findings import Where, finding
from itsm_docs.ooxml.xml import STRICT, parse
from itsm_docs.ooxml.zipping import Packed, pack, zipped

if TYPE_CHECKING:
    from collections.abc import Mapping

Package: TypeAlias = dict[str, bytes]
"""Part name → bytes, in the order of the file."""

COUNT_LIMIT = 4000
"""Most parts a file may have; a long tender document with pictures has a few hundred."""
SIZE_LIMIT = 256 * 1024 * 1024
"""Most bytes a file may unpack to."""
RATIO_LIMIT = 400
"""Most times a part above `RATIO_FLOOR` may grow when unpacked; repetitive tables reach about 60."""
RATIO_FLOOR = 4 * 1024 * 1024

CONTENT_TYPES = "[Content_Types].xml"
_OFFICE_DOCUMENT = "/officeDocument"
_OTHER_KINDS = {"xl/": "Excel 工作簿", "ppt/": "PowerPoint 演示文稿", "content.xml": "OpenDocument 文档"}
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def read(data: bytes, shown: str | None = None) -> Package:
    """The parts of a Word file. `shown` is the name to report; raises `Faulty` (OX101-OX110)."""
    where = Where(file=shown)
    _refuse_foreign(data, where)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _refuse_bomb(members, where)
            parts = {member.filename.replace("\\", "/").lstrip("/"): archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise _faulty("OX103", where) from None
    _refuse_other_kinds(parts, where)
    _refuse_doctypes(parts, where)
    return parts


def _faulty(code: str, where: Where, **values: Any) -> Faulty:
    return Faulty([finding(code, where, **values)])


def _refuse_foreign(data: bytes, where: Where) -> None:
    """Tell apart the files that people mistake for .docx."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # A password turns a .docx into an OLE file with this stream; an old .doc is the same container without it.
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise _faulty("OX101" if encrypted else "OX102", where)
    if not data.startswith(b"PK"):
        raise _faulty("OX103", where)


def _refuse_bomb(members: list[zipfile.ZipInfo], where: Where) -> None:
    # The declared sizes can be trusted: zipfile stops at them and then fails on the checksum.
    if len(members) > COUNT_LIMIT:
        raise _faulty("OX104", where, count=len(members), limit=COUNT_LIMIT)
    if sum(member.file_size for member in members) > SIZE_LIMIT:
        raise _faulty("OX105", where, limit=SIZE_LIMIT // 1024 // 1024)
    names: set[str] = set()
    for member in members:
        if member.flag_bits & 0x1:
            raise _faulty("OX101", where)
        if member.file_size > RATIO_FLOOR and member.file_size > RATIO_LIMIT * max(member.compress_size, 1):
            raise _faulty("OX106", where, part=member.filename)
        if member.filename in names:
            raise _faulty("OX107", where, part=member.filename)
        names.add(member.filename)


def _refuse_other_kinds(parts: Package, where: Where) -> None:
    for start, kind in _OTHER_KINDS.items():
        if any(name.startswith(start) for name in parts):
            raise _faulty("OX108", where, kind=kind)
    if CONTENT_TYPES not in parts or "_rels/.rels" not in parts or main_part(parts) not in parts:
        raise _faulty("OX108", where, kind="其他压缩文件")
    if STRICT in parts[main_part(parts)]:
        raise _faulty("OX109", where)


def _refuse_doctypes(parts: Package, where: Where) -> None:
    """A part with a document type can declare entities; Word never writes one (ECMA-376 part 2, 8.1.4 forbids it)."""
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")) and any(mark in data for mark in _DOCTYPES):
            raise _faulty("OX110", Where(where.file, place=name))


def write(parts: Mapping[str, bytes | Packed]) -> bytes:
    """A Word file of the parts: the same parts give the same bytes with the same zlib, whatever their order here."""
    return zipped([(name, data if isinstance(data, Packed) else pack(data)) for name, data in _in_order(parts)])


def _in_order(parts: Mapping[str, bytes | Packed]) -> list[tuple[str, bytes | Packed]]:
    front = {CONTENT_TYPES: 0, "_rels/.rels": 1}
    return sorted(parts.items(), key=lambda item: (front.get(item[0], 2), item[0]))


def relationships(parts: Mapping[str, bytes], source: str = "") -> list[tuple[str, str, str]]:
    """The inner relationships of a part (of the package for ``""``): id, type, name of the target part."""
    folder, _, base = source.rpartition("/")
    name = posixpath.join(folder, "_rels", base + ".rels")
    if name not in parts:
        return []
    return [
        (str(link.get("Id")), str(link.get("Type")), _target(folder, str(link.get("Target"))))
        for link in parse(parts[name], name)
        if link.get("TargetMode") != "External" and link.get("Target")
    ]


def _target(folder: str, target: str) -> str:
    path = unquote(target)
    return path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))


def main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the main document part; not always ``word/document.xml`` (Word on the web writes document2.xml)."""
    found = (target for _, kind, target in relationships(parts) if kind.endswith(_OFFICE_DOCUMENT))
    return next(found, "word/document.xml")


def related_part(parts: Mapping[str, bytes], kind: str) -> str | None:
    """The part that the main document relates to as `kind` (``"styles"``, ``"numbering"``, ``"footnotes"``), or None."""
    found = (name for _, type_, name in relationships(parts, main_part(parts)) if type_.endswith("/" + kind))
    return next((name for name in found if name in parts), None)


def story_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The parts that hold paragraphs: the document first, then headers, footers, notes and comments as related."""
    kinds = ("/header", "/footer", "/footnotes", "/endnotes", "/comments")
    main = main_part(parts)
    linked = [name for _, kind, name in relationships(parts, main) if kind.endswith(kinds) and name in parts]
    return list(dict.fromkeys([main, *linked]))
