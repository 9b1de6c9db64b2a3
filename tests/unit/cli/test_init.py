"""`init`: a new project that holds as it is, and last year's project as the beginning of this year's."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.helpers.cli import CommandLine
from tests.helpers.form import FILLED, fill
from tests.helpers.tree import copy_of, edit

from itsm_docs.inputs import read_project
from itsm_docs.inputs.sources import FORM
from itsm_docs.model import Engagement
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.party import PartyKind
from itsm_docs.standard import categories

FILES = [".gitignore", "engagement.yaml", "engagement.zh.schema.json", "项目填写表.xlsx"]


def test_a_new_project_has_all_that_a_drafter_needs(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Description, workbook, schema for the editor, private data kept out; also where the path has blanks and Chinese."""
    folder = tmp_path / "新 项目"

    run = itsm_docs("init", folder, "--category", "02")

    assert run.code == 0
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert f'itsm-docs build "{folder}"' in run.out
    first = (folder / "engagement.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./engagement.zh.schema.json"
    assert "private/" in (folder / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [one.number for one in categories()])
def test_the_project_of_every_category_holds(number: str, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """No error; what only the drafter knows is open, and the client's name is among it."""
    itsm_docs("init", tmp_path, "--category", number)

    loaded, findings = read_project(tmp_path, Engagement)

    assert loaded is not None, [one.message for one in findings]
    assert [one.message for one in findings if one.severity == "error"] == []
    assert {"项目名称", "甲方 › 全称"} <= {item.trail for item in loaded.open_points}
    assert [service.category for service in loaded.engagement.services] == [number]


def test_several_categories_share_one_project(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Numbers and names, each once, in the order given; posts and prices of all of them."""
    run = itsm_docs("init", tmp_path, "--category", "软件服务", "--category", "1", "--category", "04")

    loaded, _ = read_project(tmp_path, Engagement)

    assert run.code == 0
    assert loaded is not None
    services = loaded.engagement.services
    assert [service.category for service in services] == ["04", "01"]
    assert {item.service for item in loaded.engagement.charges.items} == {service.id for service in services}


def test_public_clients_get_the_questions_of_public_procurement(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A government body buys under the law of government procurement."""
    itsm_docs("init", tmp_path, "--category", "11", "--client-kind", "机关")

    loaded, _ = read_project(tmp_path, Engagement)

    assert loaded is not None
    assert loaded.engagement.client.kind is PartyKind.AGENCY
    assert loaded.engagement.procurement is not None
    assert "采购信息 › 采购项目编号" in {item.trail for item in loaded.open_points}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--category", "99"), "没有服务类别“99”，可取：01 IT系统集成"),
        (("--category", "02", "--client-kind", "公司"), "没有甲方性质“公司”，可取：机关、事业单位"),
        ((), "用 --category 写明服务类别新建，或用 --from"),
    ],
)
def test_a_wrong_word_is_told_with_the_right_ones(
    arguments: tuple[str, ...], told: str, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """And nothing is written."""
    run = itsm_docs("init", tmp_path / "neu", *arguments)

    assert run.code == 2
    assert told in run.err
    assert not (tmp_path / "neu").exists()


def test_an_existing_project_is_left_alone(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The second run says so."""
    itsm_docs("init", tmp_path, "--category", "02")
    (tmp_path / "engagement.yaml").write_text("mine", encoding="utf-8")

    run = itsm_docs("init", tmp_path, "--category", "02")

    assert run.code == 2
    assert "错误 IO206: 这个文件夹里已经有项目" in run.said
    assert (tmp_path / "engagement.yaml").read_text(encoding="utf-8") == "mine"


def test_this_year_continues_last_year(port: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Dates of the service go on, signatures go, comments and everything else stay; what must change is listed."""
    last, new = copy_of(port, tmp_path / "去年"), tmp_path / "今年"

    run = itsm_docs("init", new, "--from", last)
    loaded, findings = read_project(new, Engagement)

    assert run.code == 0
    assert loaded is not None, [one.message for one in findings]
    it = loaded.engagement
    assert (f"{it.term.start}", f"{it.term.end}") == ("2028-01-01", "2028-12-31")
    assert [f"{drill.date}" for drill in it.emergency.drills][:1] == ["2028-03-18"]
    assert "服务期限 › 签订日期" in {item.trail for item in loaded.open_points}
    assert [revision.version for revision in it.documents.contract.revisions] == ["V0.1"]
    assert "采购信息 › 采购项目编号" in {item.trail for item in loaded.open_points}
    for told in (
        "服务期限：已顺延为 2028-01-01 至 2028-12-31",
        "节假日和调休上班日仍是旧的",
        "早于新的期满日",
        "文字中的日期：接管与退出.yaml",
    ):
        assert told in run.out
    before = (last / "应急处理.yaml").read_text(encoding="utf-8")
    after = (new / "应急处理.yaml").read_text(encoding="utf-8")
    assert after == before.replace("日期: 2027-", "日期: 2028-")


def test_agreements_of_last_year_stay_behind(port: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A new contract has no supplement yet."""
    last = copy_of(port, tmp_path / "去年")
    record = '  - {编号: YLW-2027-YW01-HT-BC01, 签订日期: 2027-03-01, 增减金额: "0.00", 事由: 换人}'
    edit(last, "技术合同登记: 否\n", f"补充协议:\n{record}\n  # 只有一份\n技术合同登记: 否\n")

    run = itsm_docs("init", tmp_path / "今年", "--from", last)
    loaded, findings = read_project(tmp_path / "今年", Engagement)

    assert run.code == 0
    assert loaded is not None, [one.message for one in findings]
    assert loaded.engagement.contract.supplements == ()


@pytest.mark.parametrize("beside", [True, False])
def test_a_workbook_goes_on_too(beside: bool, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The period of the workbook holds, so it is the one that moves; the day of signing is empty again."""
    itsm_docs("init", tmp_path / "去年", "--category", "02")
    fill(tmp_path / "去年" / FORM, {**FILLED, "签订日期": "2027-02-01"})
    if not beside:
        (tmp_path / "去年" / "engagement.yaml").unlink()

    run = itsm_docs("init", tmp_path / "今年", "--from", tmp_path / "去年")

    loaded, _ = read_project(tmp_path / "今年", Engagement)
    assert run.code == 0, run.said
    assert loaded is not None
    term = loaded.engagement.term
    assert f"{term.start} {term.end}" == "2028-03-01 2029-02-28"
    assert isinstance(term.signed, OpenPoint)
    assert all(term.start <= drill.date <= term.end for drill in loaded.engagement.emergency.drills)


def test_a_workbook_alone_is_left_alone(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """What somebody filled in is not written over by a new project."""
    itsm_docs("init", tmp_path / "a", "--category", "02")
    (tmp_path / "a" / "engagement.yaml").unlink()
    before = (tmp_path / "a" / FORM).read_bytes()

    run = itsm_docs("init", tmp_path / "a", "--category", "02")

    assert run.code == 2
    assert "IO206" in run.said
    assert (tmp_path / "a" / FORM).read_bytes() == before


@pytest.mark.parametrize("number", [one.number for one in categories()])
def test_everybody_whom_the_escalation_calls_has_a_telephone(
    number: str, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """Each level of both sides stands among the contacts, without the side's name said twice."""
    itsm_docs("init", tmp_path / "a", "--category", number)

    loaded, _ = read_project(tmp_path / "a", Engagement)

    assert loaded is not None
    it = loaded.engagement
    called = {("乙方", one.provider.removeprefix("乙方")) for one in it.escalation}
    called |= {("甲方", one.client.removeprefix("甲方")) for one in it.escalation}
    assert called <= {(one.side.label, one.role) for one in it.contacts}


@pytest.mark.parametrize(("numbers", "people"), [(("04", "01"), 2), (("03", "01"), 1), (("12", "11"), 1)])
def test_shared_posts_have_the_people_that_are_priced(
    numbers: tuple[str, str], people: int, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """A post of two categories counts twice only where both price it by the person; then the price list holds."""
    itsm_docs("init", tmp_path / "a", "--category", numbers[0], "--category", numbers[1])

    loaded, findings = read_project(tmp_path / "a", Engagement)

    assert loaded is not None
    assert [post.count for post in loaded.engagement.resources.posts if post.name == "项目经理"] == [people]
    assert "CT508" not in {one.code for one in findings}
