"""The laws and standards that a built document names, and whether it may be signed with them.

Reads the finished text, so that words of users and of their templates count as ours do. Knows only the register: a law that
is not in it is named, not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from itsm_docs import standard
from itsm_docs.findings import Finding, Severity, Where, finding
from itsm_docs.model.approval import StandardsConfirmed
from itsm_docs.standard import LawEntry, LawKind, LawStatus, check_citation

_STATE = "中华人民共和国"
_TITLE = re.compile(
    r"《([^《》]+)》(?:（[^（）]{1,12}）)?(?:第([一二三四五六七八九十百千零〇两]+)条(?:之([一二三四五六七八九十]))?)?"
)
_YEAR = r"(?!\.?\d)(?:\s?[—–:-]{1,2}\s?((?:19|20)\d\d)(?!\d))?"


@dataclass(frozen=True, slots=True)
class Cited:
    """A law by its key and article in Arabic numerals, a standard by its key and year; None where there is none."""

    key: str
    article: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Unregistered:
    """A law of the state that the register does not have."""

    title: str


def cited(text: str) -> Iterator[Cited | Unregistered]:
    """What a text cites, in order of kind and place."""
    by_title = _by_title()
    for match in _TITLE.finditer(text):
        key = by_title.get(match[1])
        if key is not None:
            yield Cited(key, _article(match[2], match[3]))
        elif match[1].startswith(_STATE) and not match[1].endswith(("合同", "地图")):
            yield Unregistered(match[1])
    pattern, by_number = _numbers()
    for match in pattern.finditer(text):
        yield Cited(by_number["".join(match[1].split())], year=int(match[2]) if match[2] else None)


@cache
def _by_title() -> Mapping[str, str]:
    """Keys by title, with and without the name of the state; of texts of one title the one in force."""
    found: dict[str, str] = {}
    entries = [entry for entry in standard.law().values() if entry.kind is not LawKind.STANDARD]
    for entry in sorted(entries, key=lambda entry: entry.status is LawStatus.SUPERSEDED):
        found.setdefault(entry.title, entry.key)
        found.setdefault(entry.title.removeprefix(_STATE), entry.key)
    return found


@cache
def _numbers() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern for the numbers of the registered standards with their years, and the keys by number without blanks."""
    entries = [entry for entry in standard.law().values() if entry.kind is LawKind.STANDARD and entry.number]
    entries.sort(key=lambda entry: entry.status is LawStatus.SUPERSEDED, reverse=True)
    keys = {"".join(str(entry.number).split()): entry.key for entry in entries}
    numbers = sorted({str(entry.number) for entry in entries}, key=len, reverse=True)
    spelled = "|".join(r"\s?".join(map(re.escape, number.split())) for number in numbers)
    return re.compile(rf"(?<![A-Za-z/])({spelled}){_YEAR}"), keys


def _article(main: str | None, sub: str | None) -> str | None:
    if main is None:
        return None
    import cn2an  # here, because few commands read a citation

    number = str(cn2an.cn2an(main.replace("〇", "零"), "smart"))
    return f"{number}-{cn2an.cn2an(sub, 'smart')}" if sub else number


def check_cited(
    passages: Iterable[tuple[str, str]], shown: str, on: date | None, confirmed: StandardsConfirmed | None
) -> list[Finding]:
    """What is wrong with the citations of a document, each once at its first place.

    `passages` are headings and texts, `shown` is the file, `on` the day of signing. Statutes that are superseded, not in
    force or not verified are errors (ST107, ST110, FI112), as is the year of a standard that nobody verified (FI114); other
    unverified standards (FI113) and unregistered laws (FI115) are warnings. `confirmed` settles standards.
    """
    seen: dict[Cited | Unregistered, list[Finding]] = {}
    for heading, text in passages:
        for one in cited(text):
            if one not in seen:
                seen[one] = list(_judged(one, Where(file=shown, place=heading or None), on, confirmed))
    return [found for findings in seen.values() for found in findings]


def _judged(
    one: Cited | Unregistered, where: Where, on: date | None, confirmed: StandardsConfirmed | None
) -> Iterator[Finding]:
    if isinstance(one, Unregistered):
        yield finding("FI115", where, title=one.title)
        return
    entry = standard.law_entry(one.key)
    if entry.kind is LawKind.STANDARD:
        yield from _standard(entry, one.year, where, confirmed)
        return
    for found in check_citation(one.key, one.article, on=on, where=where):
        if found.severity is Severity.ERROR:
            yield found
        else:
            yield finding("FI112", where, problem=found.message)


def _standard(
    entry: LawEntry, year: int | None, where: Where, confirmed: StandardsConfirmed | None
) -> Iterator[Finding]:
    if entry.status is LawStatus.SUPERSEDED:
        yield from check_citation(entry.key, where=where)
        return
    sure = entry.verified and entry.status is LawStatus.CURRENT
    if _is_confirmed(entry, year, confirmed) or (sure and year in (None, entry.year)):
        return
    if year is not None:
        known = f"，登记的是 {entry.year} 年版" if sure else ""
        yield finding("FI114", where, name=f"{entry.number}—{year}", known=known)
    elif not entry.named_by_standard:
        yield finding("FI113", where, name=str(entry.number))


def _is_confirmed(entry: LawEntry, year: int | None, confirmed: StandardsConfirmed | None) -> bool:
    if confirmed is None:
        return False
    names = {re.sub(r"[—–:-]+", "-", "".join(name.split())) for name in confirmed.standards}
    number = "".join(str(entry.number).split())
    return (f"{number}-{year}" if year else number) in names or (
        year is None and any(re.fullmatch(rf"{re.escape(number)}-\d{{4}}", name) for name in names)
    )
