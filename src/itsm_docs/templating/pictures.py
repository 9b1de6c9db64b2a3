"""Pictures for the line: what they are, how large, and the parts of the package that a picture needs.

PNG and JPEG only; nothing is decoded beyond the header. Sources: PNG 1.2 sections 4.1.1 and 4.2.4.2, JFIF 1.02,
ECMA-376 part 1, 20.4.2.8.
"""

from __future__ import annotations

import hashlib
import posixpath
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from itsm_docs.ooxml.package import CONTENT_TYPES
from itsm_docs.ooxml.xml import NAMESPACES

_EMU = 36_000
"""EMU in a millimetre."""
_INCH = 25.4
_DEFAULT_DPI = 96.0
_TYPES = {"png": "image/png", "jpeg": "image/jpeg"}
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_NO_RELATIONS = f'<Relationships xmlns="{NAMESPACES["rel"]}"></Relationships>'


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its bytes, kind (``png`` or ``jpeg``) and own size in millimetres. Named after its content."""

    data: bytes
    kind: str
    width: float
    height: float

    @property
    def name(self) -> str:
        """The name of its part, without folder."""
        return f"itsm-{hashlib.sha256(self.data).hexdigest()[:16]}.{self.kind}"

    @property
    def relation(self) -> str:
        """The id of the relationship to it, the same in every part."""
        return "rId" + self.name.partition(".")[0].replace("-", "")

    def drawing(self, width: float | None, height: float | None, text: str) -> str:
        """The drawing at a size in millimetres; `text`, already escaped, describes it."""
        if width is None and height is None:
            width, height = self.width, self.height
        elif height is None:
            height = (width or 0) * self.height / self.width
        elif width is None:
            width = height * self.width / self.height
        extent = f'cx="{max(round((width or 0) * _EMU), 1)}" cy="{max(round(height * _EMU), 1)}"'
        spaces = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("wp", "a", "pic", "r"))
        return (
            f'<w:drawing><wp:inline{spaces} distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
            f'<wp:docPr id="1" name="图片" descr="{text}"/>'
            f'<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="0" name="{self.name}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{self.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )


def read_picture(data: bytes) -> Picture | None:
    """The picture in some bytes; None for anything but a PNG or JPEG with a size."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
            return _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
    except (struct.error, IndexError):
        pass
    return None


def _sized(data: bytes, kind: str, pixels: tuple[int, int], dpi: tuple[float, float]) -> Picture | None:
    if not all(pixels):
        return None
    width, height = (
        size / (each if each > 1 else _DEFAULT_DPI) * _INCH for size, each in zip(pixels, dpi, strict=True)
    )
    return Picture(data, kind, width, height)


def _png(data: bytes) -> Picture | None:
    dpi = (0.0, 0.0)
    at = data.find(b"pHYs", 8, 4096)
    if at > 0 and data[at + 12] == 1:
        across, down = struct.unpack(">II", data[at + 4 : at + 12])
        dpi = (across * _INCH / 1000, down * _INCH / 1000)
    width, height = struct.unpack(">II", data[16:24])
    return _sized(data, "png", (width, height), dpi)


def _jpeg(data: bytes) -> Picture | None:
    dpi = (0.0, 0.0)
    at = 2
    while at < len(data):
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if data[at] != 0xFF:
            return None
        if marker == 0xE0 and data[at + 4 : at + 8] == b"JFIF":
            unit, across, down = struct.unpack(">BHH", data[at + 11 : at + 16])
            factor = {1: 1.0, 2: 2.54}.get(unit, 0.0)
            dpi = (across * factor, down * factor)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _sized(data, "jpeg", (width, height), dpi)
        at += 2 + length
    return None


def attach(parts: dict[str, bytes], part: str, pictures: Iterable[Picture]) -> None:
    """Add pictures that a part shows: media, relationships, content types. `parts` holds these parts uncompressed."""
    folder, _, base = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", base + ".rels")
    text = parts.get(relations, _NO_RELATIONS.encode()).decode("utf-8")
    types = parts[CONTENT_TYPES].decode("utf-8")
    for picture in pictures:
        parts[posixpath.join(folder, "media", picture.name)] = picture.data
        link = f'<Relationship Id="{picture.relation}" Type="{_RELATION}" Target="media/{picture.name}"/>'
        text = text.replace("</Relationships>", link + "</Relationships>")
        if f'Extension="{picture.kind}"' not in types:
            head = types.index(">", types.index("<Types")) + 1
            default = f'<Default Extension="{picture.kind}" ContentType="{_TYPES[picture.kind]}"/>'
            types = types[:head] + default + types[head:]
    parts[relations] = text.encode("utf-8")
    parts[CONTENT_TYPES] = types.encode("utf-8")
