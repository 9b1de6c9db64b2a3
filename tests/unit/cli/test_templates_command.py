"""`itsm-docs templates`: the list tells what a project uses; eject never destroys work."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.helpers.cli import CommandLine
from tests.helpers.tree import copy_of, plant
from tests.helpers.word import docx, house, texts

from itsm_docs.ooxml.package import write

OWN = docx("Heading1 双方 {{ clause('8.2.2.1') }}", "BodyText 甲方：{{ client.name }}")


def line_of(kind: str, out: str) -> str:
    """The line of a kind."""
    (line,) = [line for line in out.splitlines() if line.startswith(kind + " ")]
    return line


def test_the_list_names_every_kind_with_its_source(itsm_docs: CommandLine) -> None:
    """Where its text comes from, and how many clauses it names."""
    out = itsm_docs("templates", "list").out

    assert "服务等级协议：自带（" in line_of("sla", out)
    assert "标明条款" in line_of("sla", out)
    assert "个人信息管理制度：自带（" in line_of("privacy", out)


def test_the_list_tells_what_a_project_replaces(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Its own Word template, its own house, and what is wrong with them."""
    files = {"templates/sla.docx": OWN, "house.docx": write(house()), "templates/sal.docx": OWN}
    project = plant(copy_of(minimal, tmp_path / "项目"), files)
    run = itsm_docs("templates", "list", "--project", project)

    assert line_of("sla", run.out).endswith("项目自己的 templates/sla.docx，标明条款 1 条")
    assert "公司样式：house.docx" in run.out
    assert "DC102" in run.err


def test_the_list_survives_a_faulty_template(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """And says how to see more."""
    project = plant(copy_of(minimal, tmp_path / "项目"), {"templates/sla.docx": docx("BodyText {{ client.nmae }}")})

    assert "有 1 个问题，运行 itsm-docs lint" in itsm_docs("templates", "list", "--project", project).out


def test_eject_writes_beside_and_never_over(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The default name is the kind's; an existing file stays unless --force."""
    assert itsm_docs("templates", "eject", "sla", cwd=tmp_path).code == 0
    written = (tmp_path / "sla.docx").read_bytes()
    plant(tmp_path, {"sla.docx": "我的修改"})
    refused = itsm_docs("templates", "eject", "sla", cwd=tmp_path)

    assert (refused.code, (tmp_path / "sla.docx").read_text("utf-8")) == (2, "我的修改")
    assert "DC105" in refused.err
    assert itsm_docs("templates", "eject", "sla", "--force", cwd=tmp_path).code == 0
    assert (tmp_path / "sla.docx").read_bytes() == written


def test_eject_of_a_project_gives_what_the_project_uses(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Its chapters typeset in its house."""
    project = plant(copy_of(minimal, tmp_path / "项目"), {"templates/sla/01.md": "# 自己的一章\n"})
    itsm_docs("templates", "eject", "sla", "--project", project, "-o", tmp_path / "甲.docx")

    assert "自己的一章" in texts((tmp_path / "甲.docx").read_bytes())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["eject", "slaa"], "TP110"),
        (["eject"], "缺少 种类"),
        (["list", "--project", "没有"], "IO101"),
        (["lst"], "是否为 list？"),
    ],
)
def test_what_cannot_run_ends_with_2(
    arguments: list[str], expected: str, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """With the reason."""
    run = itsm_docs("templates", *arguments, cwd=tmp_path)

    assert run.code == 2
    assert expected in run.err
