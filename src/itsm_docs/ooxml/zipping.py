"""Writing zip archives that are equal byte for byte, from members that may already be compressed.

`zipfile` cannot take compressed members, and a compiled template keeps its unchanging parts compressed. No reading
here: that is `zipfile`'s work. No zip64, no encryption, no clock. Source: PKWARE APPNOTE 6.3, sections 4.3 and 4.4.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_DATE = (1 << 5) | 1
"""1 January 1980, the earliest date a zip can hold: no clock in a reproducible file."""
_UNIX = 3
_VERSION = 20
_MODE = 0o100644 << 16
_UTF8_NAMES = 0x800


@dataclass(frozen=True, slots=True)
class Packed:
    """A member in compressed form: raw deflate data, the checksum and the length of what it unpacks to."""

    data: bytes
    checksum: int
    length: int

    def unpacked(self) -> bytes:
        """The member's own bytes."""
        return zlib.decompress(self.data, -zlib.MAX_WBITS)


def pack(data: bytes) -> Packed:
    """Compress a member at zlib's level 6 (smaller levels cost a third more bytes, larger ones mostly time)."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(deflate.compress(data) + deflate.flush(), zlib.crc32(data), len(data))


def zipped(members: Iterable[tuple[str, Packed]]) -> bytes:
    """The archive of the members in the given order."""
    body = bytearray()
    directory = bytearray()
    count = 0
    for name, member in members:
        encoded = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8_NAMES
        shared = struct.pack(
            "<HHHHIIIHH",
            flags,
            zlib.DEFLATED,
            0,
            _DATE,
            member.checksum,
            len(member.data),
            member.length,
            len(encoded),
            0,
        )
        directory += b"PK\x01\x02" + struct.pack("<BBH", _VERSION, _UNIX, _VERSION) + shared
        directory += struct.pack("<HHHII", 0, 0, 0, _MODE, len(body)) + encoded
        body += b"PK\x03\x04" + struct.pack("<H", _VERSION) + shared + encoded + member.data
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)
