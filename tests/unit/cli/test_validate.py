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
