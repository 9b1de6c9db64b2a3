"""What departs from the company's usual contract is listed, spelled as people write it, and nothing else is."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.tree import copy_of, edit

from itsm_docs.inputs import load


def titles(project: Path) -> dict[str, tuple[str, str]]:
    """Title, usual and given value of each departure."""
    return {one.title.rpartition(" › ")[2]: (one.usual, one.given) for one in load(project).departures}


def test_another_value_is_a_departure(port: Path, tmp_path: Path) -> None:
    """With both values."""
    project = copy_of(port, tmp_path / "项目")
    edit(project, "宽限期: 15日", "宽限期: 20日")

    assert titles(project)["宽限期"] == ("15 日", "20 日")


def test_another_spelling_is_none(port: Path, tmp_path: Path) -> None:
    """10个工作日 and 10 个工作日 are the same period."""
    project = copy_of(port, tmp_path / "项目")
    edit(project, "确认期限: 10个工作日", "确认期限: 10 个工作日")

    assert "确认期限" not in titles(project)


def test_what_is_switched_off_is_a_departure(port: Path, tmp_path: Path) -> None:
    """A suspension that the usual contract has and this one has not."""
    project = copy_of(port, tmp_path / "项目")
    edit(project, "暂停服务: {逾期: 30日, 催告期: 10个工作日}\n", "暂停服务:\n")

    assert titles(project)["暂停服务"] == ("逾期 30 日；催告期 10 个工作日", "不设")


def test_public_procurement_has_its_own_usual_terms(port: Path, tmp_path: Path) -> None:
    """There a right to suspend is what departs."""
    project = copy_of(port, tmp_path / "项目")
    edit(project, "采购制度: 企业采购", "采购制度: 政府采购")

    assert titles(project)["允许调价"] == ("否", "是")


def test_an_option_that_the_usual_contract_does_not_take_is_one(port: Path) -> None:
    """The bond and the damages for leaks; of the annexes only those that are switched."""
    found = titles(port)

    assert found["泄密违约金"] == ("不设", "100000")
    assert "比例 5" in found["履约保证"][1]
    assert "附件选择" not in found
