"""waivers.yaml: what it silences, until when, and what is said of a wrong one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.inputs import waivers
from itsm_docs.inputs.waivers import RULES, Waivers

BEFORE, LAST, AFTER = date(2027, 6, 29), date(2027, 6, 30), date(2027, 7, 1)
LATE = finding(
    "RU104", Where("a.yaml", 3, path=("emergency", "notice")), notice="2小时", customary="1小时", legal="4小时"
)
OTHER = finding("RU301", Where(path=("services", 1, "metrics")), service="桌面运维")
ENDING = finding(
    "CT513", Where(path=("provider", "certificates", 0)), name="质量管理", until="2027-03-01", end="2027-12-31"
)


def read(folder: Path, text: str) -> tuple[Waivers, list[Finding]]:
    """The waivers of a folder with this file."""
    (folder / waivers.FILE).write_text(text, encoding="utf-8")
    return waivers.read(folder)


def held(folder: Path, subject: str) -> Waivers:
    """One sound waiver."""
    found, wrong = read(folder, f"- {{{subject}, 理由: 甲方书面同意, 批准人: 总经理 李明, 有效期至: 2027-06-30}}\n")
    assert not wrong
    return found


def codes(findings: list[Finding]) -> list[str]:
    """The codes, in order."""
    return [one.code for one in findings]


def test_without_a_file_nothing_is_waived(tmp_path: Path) -> None:
    """The ordinary project."""
    assert waivers.read(tmp_path) == (Waivers(), [])


@pytest.mark.parametrize("text", ["", "# 还没有\n", "[]\n"])
def test_an_empty_file_waives_nothing(tmp_path: Path, text: str) -> None:
    """It is how a list begins."""
    assert read(tmp_path, text) == (Waivers(), [])


@pytest.mark.parametrize("subject", ["发现: RU104", "finding: ru104", "发现: ＲＵ１０４", "发现: RU104, 位置: 4小时"])
def test_a_waived_finding_is_silenced_until_the_last_day(tmp_path: Path, subject: str) -> None:
    """With the words of the approval; the day after it stands again, with a warning."""
    waived = held(tmp_path, subject)

    kept, silenced = waived.apply([LATE, OTHER], LAST)
    back, none = waived.apply([LATE, OTHER], AFTER)

    assert (codes(kept), [one.finding for one in silenced]) == (["RU301"], [LATE])
    assert silenced[0].approval == "甲方书面同意（总经理 李明批准，有效期至 2027-06-30）"
    assert (codes(back), none) == (["RU104", "RU301", "WV105"], [])
    assert back[-1].where.line == 1


@pytest.mark.parametrize(
    ("place", "waived"),
    [
        ("services[1]", True),
        ("services[1].metrics", True),
        ("services", True),
        ("桌面运维", True),
        ("services[10]", False),
        ("services[1].met", False),
        ("网络运维", False),
    ],
)
def test_a_place_is_a_data_path_or_words_of_the_report(tmp_path: Path, place: str, waived: bool) -> None:
    """Whole steps of the path; the words may be of the message."""
    silenced = held(tmp_path, f"发现: RU301, 位置: '{place}'").apply([OTHER], LAST)[1]

    assert bool(silenced) is waived


def test_a_waiver_that_accepts_nothing_is_named_where_its_findings_were_looked_for(tmp_path: Path) -> None:
    """`validate` does not say that a waiver of the audit is idle."""
    waived = held(tmp_path, "发现: CT513")

    assert codes(waived.apply([LATE], LAST, RULES)[0]) == ["RU104", "WV106"]
    assert codes(waived.apply([LATE], LAST, ["AU"])[0]) == ["RU104"]
    assert codes(waived.apply([ENDING], LAST, RULES)[0]) == []


def test_a_clause_is_waived_with_its_items(tmp_path: Path) -> None:
    """And not with its neighbours; the findings about it are silenced."""
    waived = held(tmp_path, "条款: 8.2.2.2")

    assert waived.for_clause("8.2.2.2-b", LAST) is waived.entries[0].waiver
    assert waived.for_clause("8.2.2.2", LAST) is not None
    assert waived.for_clause("8.2.2.2-b", AFTER) is None
    assert waived.for_clause("8.2.2.3", LAST) is None
    assert len(waived.apply([finding("RU704", clause="8.2.2.2-b")], LAST)[1]) == 1
    assert len(waived.apply([finding("RU704", clause="8.2.2.3")], LAST)[1]) == 0


def test_what_is_wrong_with_the_form_of_the_data_stays(tmp_path: Path) -> None:
    """Even where a clause is waived."""
    waived = held(tmp_path, "条款: 8.2.2.2")
    broken = finding("IN221", clause="8.2.2.2", trail="名称")

    assert waived.apply([broken], LAST) == ([broken], [])


@pytest.mark.parametrize(
    ("item", "code", "said"),
    [
        ("发现: RU999, 理由: 同意, 批准人: 李明", "WV102", "RU999，是否为“RU"),
        ("发现: XX104, 理由: 同意, 批准人: 李明", "WV102", "XX104"),
        ("发现: IN221, 理由: 同意, 批准人: 李明", "WV103", "IN221"),
        ("条款: 8.2.2.99, 理由: 同意, 批准人: 李明", "WV101", "8.2.2.99"),
        ("条款: 8.2.2.2 b), 理由: 同意, 批准人: 李明", "WV101", "是否为“8.2.2.2-b”"),
        ("发现: RU104, 批准人: 李明", "IN221", "理由"),
        ("发现: RU104, 理由: , 批准人: 李明", "IN221", "理由"),
        ("发现: RU104, 理由: 同意", "IN221", "批准人"),
        ("发现: RU104, 理由: 同意, 批准人: 待定", "WV104", "批准人"),
        ("理由: 同意, 批准人: 李明", "WV107", "条款"),
        ("条款: 8.2.2.2, 发现: RU104, 理由: 同意, 批准人: 李明", "WV107", "条款"),
        ("条款: 8.2.2.2, 位置: 第五条, 理由: 同意, 批准人: 李明", "WV108", "位置"),
        ("发线: RU104, 理由: 同意, 批准人: 李明", "IN201", "是否为“发现”"),
    ],
)
def test_a_wrong_waiver_is_an_error_at_its_line(tmp_path: Path, item: str, code: str, said: str) -> None:
    """It waives nothing."""
    found, wrong = read(tmp_path, f"# 偏离\n- {{{item}, 有效期至: 2027-06-30}}\n")

    assert found == Waivers()
    assert codes(wrong)[:1] == [code]
    assert said in wrong[0].message
    assert (wrong[0].where.file or "").endswith("waivers.yaml")
    assert wrong[0].where.line == 2


def test_a_waiver_needs_its_last_day(tmp_path: Path) -> None:
    """What never ends is never looked at again."""
    assert codes(read(tmp_path, "- {发现: RU104, 理由: 同意, 批准人: 李明}\n")[1]) == ["IN221"]


def test_a_file_that_is_no_list_is_said(tmp_path: Path) -> None:
    """A sentence is no waiver."""
    assert codes(read(tmp_path, "都同意了\n")[1]) == ["IN204"]
