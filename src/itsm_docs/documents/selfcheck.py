"""The last look at a document before it leaves: what Word would call corrupt is a fault of ours, never the user's.

Checks bytes, changes nothing. What a user's own template already had wrong is `lint`'s business, not an internal fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from itsm_docs.documents.kinds import ready_parts
from itsm_docs.documents.overrides import House, KindSource, Sources
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding, Severity, Where, finding
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read, story_parts, write

_MARKS = tuple(chr(code) for code in range(0xFDD0, 0xFDE0))
"""The noncharacters that carry marks through rendering; none may be left."""


def self_check(data: bytes, name: str, sources: Sources, kind: str) -> list[Finding]:
    """What is wrong with a filled document (DC2xx), each fault at its place; empty when it is sound.

    `name` is the file to report, `sources` and `kind` say which template it was made from.
    """
    found = [one for one in check(data) if one.severity is Severity.ERROR]
    if found and (sources.of(kind).own or sources.house):
        known = _faults_of_template(kind, sources.of(kind), sources.house)
        found = [one for one in found if (one.code, one.message) not in known]
    wrong = [finding("DC201", Where(file=name, place=one.where.place), problem=one.message) for one in found]
    return wrong + [finding("DC202", Where(file=name, place=part), mark=mark) for part, mark in _marks(data)]


def _marks(data: bytes) -> Iterable[tuple[str, str]]:
    try:
        parts = read(data)
    except Faulty:
        return  # already said by the check
    for part in story_parts(parts):
        text = parts[part].decode("utf-8", "replace")
        yield from ((part, f"U+{ord(mark):04X}") for mark in _MARKS if mark in text)


@lru_cache(maxsize=16)
def _faults_of_template(kind: str, source: KindSource, house: House | None) -> frozenset[tuple[str, str]]:
    return frozenset((one.code, one.message) for one in check(write(ready_parts(kind, source, house))))
