"""Identity numbers outside private/ are told once; inside they are nobody's business."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.helpers.tree import copy_of, plant

from itsm_docs.inputs import read_project
from itsm_docs.model import Engagement

PERSON = "- {姓名: 王某, 岗位: 驻场工程师, 身份证号: 11010519491231002X}\n"


@pytest.mark.parametrize(("folder", "told"), [("private", False), ("人员", True)])
def test_an_identity_number_outside_private_is_told(folder: str, told: bool, minimal: Path, tmp_path: Path) -> None:
    """With a hint where to put it; the number itself is not in the message."""
    project = plant(copy_of(minimal, tmp_path / "项目"), {f"{folder}/人员.yaml": PERSON})
    file = project / "engagement.yaml"
    file.write_text(file.read_text(encoding="utf-8") + f"\n服务人员: {folder}/人员.yaml\n", encoding="utf-8")
    _, findings = read_project(project, Engagement)
    found = [one for one in findings if one.code == "IN411"]

    assert bool(found) is told
    assert all("1949" not in f"{one.message}{one.hint}" for one in findings)


def test_a_wrong_identity_number_is_refused_without_showing_it(minimal: Path, tmp_path: Path) -> None:
    """The check digit is wrong; the message tells the length only."""
    project = plant(
        copy_of(minimal, tmp_path / "项目"),
        {"private/人员.yaml": "- {姓名: 王某, 岗位: 驻场工程师, 身份证号: '110105194912310021'}\n"},
    )
    file = project / "engagement.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n服务人员: private/人员.yaml\n", encoding="utf-8")
    _, findings = read_project(project, Engagement)
    (refused,) = [one for one in findings if one.code == "DM114"]

    assert "1949" not in refused.message
    assert "18 位" in refused.message
