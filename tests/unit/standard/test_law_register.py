"""The register of laws: what is verified, how a citation is printed, and what is wrong with one."""

from __future__ import annotations

from datetime import date

import pytest

from itsm_docs import standard
from itsm_docs.errors import Faulty
from itsm_docs.findings import Severity
from itsm_docs.standard import LawKind, LawStatus

SIGHTED = ("查证:", "核")
DOUBTFUL = ("弱", "间接", "转述", "未见", "记忆", "经验", "推论")


def _codes(key: str, article: str | None = None, on: date | None = None) -> list[str]:
    return [finding.code for finding in standard.check_citation(key, article, on=on)]


@pytest.mark.parametrize("entry", standard.law().values(), ids=lambda entry: entry.key)
def test_only_what_somebody_saw_is_verified(entry: standard.LawEntry) -> None:
    """`verified` needs a source that was read (查证, 核), without doubt about it."""
    assert entry.source
    if entry.verified:
        assert entry.source.startswith(SIGHTED)
        assert not any(doubt in entry.source for doubt in DOUBTFUL)


@pytest.mark.parametrize("entry", standard.law().values(), ids=lambda entry: entry.key)
def test_entries_are_whole(entry: standard.LawEntry) -> None:
    """Keys are ASCII, standards have numbers, days are days, and who is superseded names a current successor."""
    assert entry.key.isascii()
    assert entry.title
    assert not entry.title.startswith("《")
    assert entry.kind is not LawKind.STANDARD or entry.number
    assert entry.effective is None or isinstance(entry.effective, date)
    assert (entry.status is LawStatus.SUPERSEDED) == (entry.superseded_by is not None)
    if entry.superseded_by is not None:
        assert standard.law_entry(entry.superseded_by).status is LawStatus.CURRENT
    assert all(isinstance(number, str) and article.topic for number, article in entry.articles.items())


@pytest.mark.parametrize("entry", standard.law().values(), ids=lambda entry: entry.key)
def test_every_registered_article_can_be_cited(entry: standard.LawEntry) -> None:
    """The numbers in the register are in the writing that citations accept."""
    for number in entry.articles:
        assert number not in standard.law_citation(entry.key, number) or entry.kind is LawKind.STANDARD
        assert "ST106" not in _codes(entry.key, number)


def test_what_the_standard_refers_to_is_registered_and_marked() -> None:
    """The ten references of chapter 2, and the standard itself."""
    named = {key for key, entry in standard.law().items() if entry.named_by_standard}

    assert named == {
        "iso-9000",
        "gb-24405.1",
        "gb-24405.2",
        "gb-22080",
        "gb-22081",
        "computer-system-protection-regulation",
        "db21-1793",
        "db21-1628.1",
        "t-dsia-0101",
        "t-dsia-0102",
        "db21-1799.1",
    }


@pytest.mark.parametrize(
    ("key", "article", "shown"),
    [
        ("civil-code", "585", "《中华人民共和国民法典》第五百八十五条"),
        ("civil-code", None, "《中华人民共和国民法典》"),
        ("civil-code", "1034", "《中华人民共和国民法典》第一千零三十四条"),
        ("civil-code", "1259", "《中华人民共和国民法典》第一千二百五十九条"),
        ("sme-payment-regulation", "10", "《保障中小企业款项支付条例》第十条"),
        ("sme-payment-regulation", "17", "《保障中小企业款项支付条例》第十七条"),
        ("civil-code", "111", "《中华人民共和国民法典》第一百一十一条"),
        ("criminal-law", "253-1", "《中华人民共和国刑法》第二百五十三条之一"),
        ("gb-22080", None, "GB/T 22080—2025"),
        ("gb-35273", "10.1", "GB/T 35273—2020 第10.1条"),
        ("db21-1628.1", None, "DB21/T 1628.1"),
        ("gb-24405.1", None, "GB/T 24405.1"),
    ],
)
def test_citations_print_as_law_texts_do(key: str, article: str | None, shown: str) -> None:
    """Titles in 《》, articles in Chinese numerals, standards dated only when the year is verified."""
    assert standard.law_citation(key, article) == shown


@pytest.mark.parametrize(
    ("key", "article", "codes"),
    [
        ("civil-code", "585", []),
        ("civil-code", None, []),
        ("civil-cod", None, ["ST105"]),
        ("civil-code", "五百八十五", ["ST106"]),
        ("civil-code", "第585条", ["ST106"]),
        ("civil-code", "2", ["ST109"]),
        ("civil-code", "1191", ["ST109"]),
        ("cybersecurity-law-2016", "21", ["ST107"]),
        ("gb-22080-2016", None, ["ST107"]),
        ("cryptography-law", "48", ["ST108"]),
        ("work-safety-law", "48", []),
        ("arbitration-interpretation", "7", ["ST108"]),
        ("incident-reporting-measures", "4", []),
        ("incident-reporting-measures", "5", ["ST109"]),
        ("gb-24405.1", None, []),
        ("db21-1628.1", None, []),
        ("db21-1628.1", "6.1", ["ST108"]),
        ("gb-19668", None, ["ST108"]),
        ("gb-22080", None, []),
    ],
)
def test_a_citation_is_checked(key: str, article: str | None, codes: list[str]) -> None:
    """Unknown, superseded and unverified are told apart; an undated standard that the standard names passes."""
    assert _codes(key, article) == codes


def test_superseded_is_an_error_and_unverified_a_warning() -> None:
    """Citing a dead text stops the work; a doubtful one is for a person to confirm."""
    (superseded,) = standard.check_citation("cybersecurity-law-2016")
    (unverified,) = standard.check_citation("cryptography-law")

    assert superseded.severity is Severity.ERROR
    assert "cybersecurity-law" in (superseded.hint or "")
    assert unverified.severity is Severity.WARNING


def test_a_text_is_not_cited_before_it_applies() -> None:
    """On the last day of 2025 the amended cybersecurity law is still to come; the next day it is in force."""
    assert _codes("cybersecurity-law", "23", date(2025, 12, 31)) == ["ST110"]
    assert _codes("cybersecurity-law", "23", date(2026, 1, 1)) == []


def test_an_unknown_key_suggests_the_nearest() -> None:
    """A typo in a template's key leads to the key that was meant."""
    with pytest.raises(standard.LawNotFound) as caught:
        standard.law_entry("cybersecurity-lav")

    assert "cybersecurity-law" in caught.value.suggestions
    assert "cybersecurity-law" in (caught.value.findings[0].hint or "")


def test_a_malformed_article_is_never_printed() -> None:
    """`law_citation` raises rather than print 第None条."""
    with pytest.raises(Faulty, match="ST106"):
        standard.law_citation("civil-code", "585条")
