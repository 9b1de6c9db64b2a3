"""`itsm-docs validate`: what it prints and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from itsm_docs.cli.validate import validate_command
from itsm_docs.findings import Finding, Where, finding

CASES = Path(__file__).parents[2] / "cases" / "inputs"
VALID, INVALID = CASES / "valid" / "pack-defaults", CASES / "invalid" / "wrong-choice"


@pytest.fixture(autouse=True)
def _without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rules find is tested with the rules."""
    monkeypatch.setattr("itsm_docs.rules.check", lambda _engagement: [])


def run(*arguments: str | Path) -> Result:
    """Run the command as a shell would."""
    return CliRunner().invoke(validate_command, [str(argument) for argument in arguments])


def test_a_project_that_holds_exits_0_and_names_defaults_and_open_points() -> None:
    """Binding defaults are marked, and every open point is listed with its remark."""
    found = run(VALID)

    assert found.exit_code == 0
    assert "没有发现问题" in found.output
    assert "〔约束性〕服务[核心网运维] › 服务指标" in found.output
    assert "执照换发中" in found.output


def test_a_project_with_errors_exits_1() -> None:
    """The report names the place."""
    found = run(INVALID)

    assert found.exit_code == 1
    assert "engagement.yaml:4:17: 错误 IN222" in found.output


def test_a_project_that_cannot_be_read_exits_2() -> None:
    """A missing file is no finding about its content."""
    assert run(CASES / "nowhere").exit_code == 2


def test_json_carries_defaults_and_open_points() -> None:
    """Programs get the same as people."""
    report = json.loads(run(VALID, "--format", "json").output)

    assert {"path", "title", "value", "source", "binding"} == set(report["defaults_used"][0])
    assert report["open_points"][0]["path"] == "provider.uscc"


@pytest.mark.parametrize(("threshold", "code"), [("error", 0), ("warning", 1)])
def test_the_threshold_decides_whether_warnings_fail(
    threshold: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Printing and failing are separate."""
    warned: list[Finding] = [finding("IN316", Where(path=("name",)), names="D")]
    monkeypatch.setattr("itsm_docs.rules.check", lambda _engagement: warned)
    found = run(VALID, "--fail-on", threshold)

    assert found.exit_code == code
    assert "engagement.yaml:3:7: 警告 IN316" in found.output


def test_several_projects_are_reported_together() -> None:
    """One report, the files tell which; below it each under its name."""
    found = run(VALID, INVALID)

    assert found.exit_code == 1
    assert found.output.count("1 个错误") == 1
    assert f"项目 {VALID}" in found.output


def test_several_projects_in_json_are_a_list() -> None:
    """Data paths of two projects must not be mixed."""
    report = json.loads(run(VALID, INVALID, "--format", "json").output)

    assert [one["project"] for one in report["projects"]] == [str(VALID), str(INVALID)]
    assert "defaults_used" in report["projects"][0]
    assert "defaults_used" not in report


def test_a_project_that_cannot_be_read_does_not_hide_the_others() -> None:
    """The exit code tells that one was not checked."""
    found = run(CASES / "nowhere", INVALID)

    assert found.exit_code == 2
    assert "IO101" in found.output
    assert "IN222" in found.output


def test_quiet_lists_problems_only() -> None:
    """For hooks, whose output is read when something is wrong."""
    assert run(VALID, "--quiet").output == "没有发现问题\n"


def test_marks_go_into_one_copy_only(tmp_path: Path) -> None:
    """A copy of which workbook?"""
    assert "--annotate 一次只能检查一个项目" in run(VALID, INVALID, "--annotate", tmp_path / "a.xlsx").output
