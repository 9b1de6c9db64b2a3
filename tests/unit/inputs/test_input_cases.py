"""The cases of tests/cases/inputs: a project folder and the report that it must give. Adding a case is adding a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from itsm_docs.errors import Unusable
from itsm_docs.findings import Finding
from itsm_docs.inputs import read_project
from itsm_docs.model import Engagement
from itsm_docs.reporters import render

CASES = Path(__file__).parents[2] / "cases" / "inputs"
FOLDERS = sorted(folder for kind in ("valid", "invalid") for folder in (CASES / kind).iterdir())


def findings_of(project: Path) -> list[Finding]:
    """What reading a project finds; what the rules add is tested with the rules."""
    try:
        found = read_project(project, Engagement)[1]
    except Unusable as error:
        found = list(error.findings)
    return [one for one in found if one.code[:2] in ("IN", "IO", "DM")]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_case_gives_the_report_beside_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text report of a case is its expected.txt, with file names relative to the folder where the user is."""
    monkeypatch.chdir(CASES)
    expected = (folder / "expected.txt").read_text(encoding="utf-8")

    assert expected == render(findings_of(folder.relative_to(CASES))) + "\n"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_only_invalid_cases_have_errors(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case stands in the folder that says whether it holds."""
    monkeypatch.chdir(CASES)
    errors = [one for one in findings_of(folder.relative_to(CASES)) if one.severity == "error"]

    assert bool(errors) == (folder.parent.name == "invalid")
