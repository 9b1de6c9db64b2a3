"""How a law or standard is cited in a document, and what is wrong with a citation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from itsm_docs.errors import Faulty
from itsm_docs.findings import finding
from itsm_docs.standard.law import LawEntry, LawKind, LawNotFound, LawStatus, law, law_entry

if TYPE_CHECKING:
    from datetime import date

    from itsm_docs.findings import Finding, Where

_ARTICLE = re.compile(r"([1-9]\d{0,3})(?:-([1-9]\d?))?")
_CLAUSE = re.compile(r"[1-9A-Z]\d*(?:\.\d+)*(?:-[a-z0-9]+)?")


def law_citation(key: str, article: str | None = None) -> str:
    """The citation as documents print it: ``《中华人民共和国民法典》第五百八十五条``, ``GB/T 22080—2025``.

    `article` is in Arabic numerals, 之一 as ``"253-1"``; of a standard it is the clause number (``"10.1"``). A standard
    is dated only when its year is verified. Raises `LawNotFound`, or `Faulty` (ST106) when the article is no number.
    """
    entry = law_entry(key)
    if article is not None and not _well_formed(entry, article):
        raise Faulty([finding("ST106", title=entry.title, article=article)])
    if entry.kind is LawKind.STANDARD:
        return _standard(entry) + (f" 第{article}条" if article else "")
    return f"《{entry.title}》" + (_article_in_chinese(article) if article else "")


def check_citation(
    key: str, article: str | None = None, *, on: date | None = None, where: Where | None = None
) -> list[Finding]:
    """Everything wrong with a citation: unknown (ST105, ST106), superseded (ST107), not verified (ST108, ST109), and,
    when the day `on` which it is judged is given, not yet in force (ST110).

    A standard that DB21/T 1799.1 itself names and that is cited as a whole, hence without a year, needs no verification.
    """
    entry = law().get(key)
    if entry is None:
        return list(LawNotFound(key, where).findings)
    if article is not None and not _well_formed(entry, article):
        return [finding("ST106", where, title=entry.title, article=article)]
    found = _check_entry(entry, article, where)
    if article is not None and not found:  # doubt about the whole text covers its articles
        found = _check_article(entry, article, where)
    if on is not None and entry.effective is not None and entry.effective > on:
        found.append(
            finding("ST110", where, title=shown(entry), effective=entry.effective.isoformat(), on=on.isoformat())
        )
    return found


def shown(entry: LawEntry) -> str:
    """What a message calls the entry: its citation, and the version where there is one, because two texts may share a title."""
    name = _standard(entry) if entry.kind is LawKind.STANDARD else f"《{entry.title}》"
    return f"{name}（{entry.version}）" if entry.version else name


def _check_entry(entry: LawEntry, article: str | None, where: Where | None) -> list[Finding]:
    if entry.status is LawStatus.SUPERSEDED:
        successor = law().get(entry.superseded_by or "")
        hint = f"改引{shown(successor)}，引用键 {successor.key}；条号可能已变" if successor else None
        return [finding("ST107", where, title=shown(entry), hint=hint)]
    # GB/T 1.1: whoever cites a clause of a standard must date it, so the exemption is for the undated whole only.
    undated_whole = entry.kind is LawKind.STANDARD and entry.named_by_standard and article is None
    sure = entry.verified and entry.status is LawStatus.CURRENT
    return [] if sure or undated_whole else [finding("ST108", where, title=shown(entry), source=entry.source)]


def _check_article(entry: LawEntry, article: str, where: Where | None) -> list[Finding]:
    known = entry.articles.get(article)
    if known is not None and known.verified:
        return []
    return [finding("ST109", where, title=shown(entry), article=article)]


def _well_formed(entry: LawEntry, article: str) -> bool:
    pattern = _CLAUSE if entry.kind is LawKind.STANDARD else _ARTICLE
    return pattern.fullmatch(article) is not None


def _standard(entry: LawEntry) -> str:
    dated = entry.verified and entry.year is not None
    return f"{entry.number}—{entry.year}" if dated else str(entry.number)


def _article_in_chinese(article: str) -> str:
    main, _, sub = article.partition("-")
    return f"第{_chinese(main)}条" + (f"之{_chinese(sub)}" if sub else "")


def _chinese(number: str) -> str:
    """``585`` as 五百八十五, ``10`` as 十."""
    import cn2an  # here, because few commands print a citation

    return str(cn2an.an2cn(number, "low"))
