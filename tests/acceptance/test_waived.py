"""A waiver in the project folder: the project passes, and every report names what was accepted, why and by whom."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.helpers.cli import CommandLine
from tests.helpers.tree import copy_of, edit

import itsm_docs as library

WAIVERS = "- 发现: RU708\n  理由: 两人编制组，由总经理复核\n  批准人: 总经理 李明\n  有效期至: 2027-12-31\n"
IN_TIME, LATE = ("--as-of", "2027-01-01"), ("--as-of", "2028-01-01")


@pytest.fixture
def project(minimal: Path, tmp_path: Path) -> Path:
    """A project in which one person is author and reviewer of two documents, which somebody accepted."""
    project = copy_of(minimal, tmp_path / "项目 一")
    edit(project, "审核: 梅书衡", "审核: 路知远")
    (project / "waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    return project


def test_a_waived_error_no_longer_stops_the_build(project: Path, itsm_docs: CommandLine) -> None:
    """Until it expires; both reports say so."""
    passed = itsm_docs("build", project, "--only", "sla", *IN_TIME)
    refused = itsm_docs("build", project, "--only", "sla", *LATE)

    assert (passed.code, refused.code) == (0, 1)
    assert "已批准偏离 RU708" in passed.err
    assert "理由：两人编制组，由总经理复核（总经理 李明批准，有效期至 2027-12-31）" in passed.err
    assert "没有发现问题；已批准偏离 2 项" in passed.err
    assert "警告 WV105: “RU708”的批准已于 2027-12-31 到期" in refused.err


def test_reports_for_programs_keep_what_was_accepted_apart(project: Path, itsm_docs: CommandLine) -> None:
    """JSON under a key of its own, SARIF as suppressions, JUnit as skipped."""
    plain = json.loads(itsm_docs("validate", project, "--format", "json", *IN_TIME).out)
    sarif = json.loads(itsm_docs("validate", project, "--format", "sarif", *IN_TIME).out)
    junit = ElementTree.fromstring(itsm_docs("validate", project, "--format", "junit", *IN_TIME).out)

    assert (plain["summary"]["error"], plain["findings"]) == (0, [])
    assert [(one["code"], one["approved_by"], one["expires"]) for one in plain["waived"]] == [
        ("RU708", "总经理 李明", "2027-12-31")
    ] * 2
    assert [result["suppressions"][0]["kind"] for result in sarif["runs"][0]["results"]] == ["external"] * 2
    assert "李明" in sarif["runs"][0]["results"][0]["suppressions"][0]["justification"]
    assert (junit.get("failures"), len(junit.findall(".//skipped"))) == ("0", 2)


def test_the_library_loads_a_waived_project(project: Path) -> None:
    """With what was accepted beside the findings."""
    (project / "waivers.yaml").write_text(WAIVERS.replace("2027-12-31", "9999-12-31"), encoding="utf-8")
    loaded = library.load(project)

    assert [one.finding.code for one in loaded.silenced] == ["RU708", "RU708"]


def test_a_wrong_waiver_stops_the_build(project: Path, itsm_docs: CommandLine) -> None:
    """At its line."""
    (project / "waivers.yaml").write_text(WAIVERS.replace("RU708", "RU70"), encoding="utf-8")
    run = itsm_docs("validate", project)

    assert run.code == 1
    assert "waivers.yaml:1:7: 错误 WV102: 没有检查发现 RU70，是否为“RU70" in run.out
