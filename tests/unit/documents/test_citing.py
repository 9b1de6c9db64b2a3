"""The laws and standards that a text names: which are found, and which stop a final issue."""

from __future__ import annotations

from datetime import date

import pytest

from itsm_docs.documents.citing import Cited, Unregistered, check_cited, cited
from itsm_docs.model.approval import StandardsConfirmed

DAY = date(2027, 1, 1)


def confirmed(*standards: str) -> StandardsConfirmed:
    """Somebody's word for some standards."""
    return StandardsConfirmed(by="李明", date=DAY, standards=standards)


def codes(text: str, standards: StandardsConfirmed | None = None, on: date = DAY) -> list[str]:
    """The codes of what is wrong with a text."""
    return [one.code for one in check_cited([("第一条 总则", text)], "合同.docx", on, standards)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("依《中华人民共和国民法典》第五百八十五条", [Cited("civil-code", "585")]),
        ("依《民法典》第五百八十五条和第五百零六条", [Cited("civil-code", "585")]),
        ("按《中华人民共和国网络安全法》（2025年修正）执行", [Cited("cybersecurity-law")]),
        ("按 GB/T 22080—2025 和GB/T22080", [Cited("gb-22080", year=2025), Cited("gb-22080")]),
        ("按 GB/T 22080-2016", [Cited("gb-22080", year=2016)]),
        ("GB/T 24405.1 与 GB/T 24405.10", [Cited("gb-24405.1")]),
        ("见《服务等级协议》第三条和 XGB/T 22080", []),
        ("按《中华人民共和国港口法》执行", [Unregistered("中华人民共和国港口法")]),
    ],
)
def test_a_citation_is_found_as_people_write_it(text: str, found: list[Cited | Unregistered]) -> None:
    """With or without the name of the state, articles in Chinese numerals, standards with any dash or blank."""
    assert list(cited(text)) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("《中华人民共和国民法典》第五百八十五条", None),
        ("《中华人民共和国合同法》第一百一十四条", "ST107"),
        ("《中华人民共和国密码法》", "FI112"),
        ("《中华人民共和国民法典》第一千一百九十一条", "FI112"),
        ("《中华人民共和国港口法》", "FI115"),
        ("DB21/T 1799.1", None),
        ("GB/T 22080—2025", None),
        ("GB/T 22080—2016", "FI114"),
        ("GB/T 39335", "FI113"),
        ("GB/T 39335—2020", "FI114"),
    ],
)
def test_what_may_not_be_signed_is_told(text: str, code: str | None) -> None:
    """Superseded and unverified statutes, years nobody saw; a standard that the standard names is cited undated."""
    assert codes(text) == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "standard", "settled"),
    [
        ("GB/T 39335", "GB/T 39335", True),
        ("GB/T 39335", "GB/T39335—2020", True),
        ("GB/T 39335—2020", "GB/T 39335-2020", True),
        ("GB/T 39335—2020", "GB/T 39335", False),
        ("GB/T 39335", "GB/T 20986", False),
        ("DB21/T 1799.1—2027", "DB21/T 1799.1—2027", True),
        ("《中华人民共和国密码法》", "《中华人民共和国密码法》", False),
    ],
)
def test_somebody_with_a_name_settles_a_standard(text: str, standard: str, settled: bool) -> None:
    """As it is cited: whoever cites a year must have confirmed that year. A law is not settled this way."""
    assert (codes(text, confirmed(standard)) == []) is settled


def test_a_law_that_is_not_yet_in_force_is_an_error() -> None:
    """Judged on the day of signing."""
    assert codes("《国家网络安全事件报告管理办法》", on=date(2025, 10, 31)) == ["ST110"]


def test_a_citation_is_judged_once_at_its_first_place() -> None:
    """A law that stands in forty places is one finding."""
    text = [("第一条 总则", "《中华人民共和国密码法》"), ("第二条 定义", "《中华人民共和国密码法》")]
    (one,) = check_cited(text, "合同.docx", DAY, None)

    assert (one.where.file, one.where.place) == ("合同.docx", "第一条 总则")
