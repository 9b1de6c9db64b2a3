"""A project's own Word template: what is wrong with it is told in words that its author can follow in Word."""

from __future__ import annotations

from pathlib import Path

import pytest
from outcome import Built
from tests.helpers.cli import CommandLine
from tests.helpers.tree import copy_of, plant
from tests.helpers.word import cell, docx, table

HEADING = "Heading1 服务费用"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (HEADING, "BodyText 甲方：{{ client.nmae }}"),
            "服务费用 › “甲方：{{ client.nmae }}”: 错误 TP201: client.nmae 不存在",
        ),
        ((HEADING, "BodyText ｛｛ client.name ｝｝"), "服务费用 › “｛｛ client.name ｝｝”: 错误 TP102"),
        ((HEADING, "BodyText {{ client.name"), "服务费用 › “{{ client.name”: 错误 TP101"),
        ((HEADING, "BodyText {%p if credits %}", "BodyText 甲"), "服务费用 › “{%p if credits %}”: 错误 TP104"),
        (
            (HEADING, table(cell("BodyText 费用") + cell("BodyText {{ charges.totel }}")), "BodyText"),
            "服务费用 › 表格第1行第2列 › “{{ charges.totel }}”: 错误 TP201",
        ),
    ],
)
def test_a_wrong_template_is_located_as_word_shows_it(
    lines: tuple[str, ...], expected: str, minimal: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """File, heading, cell and the text of the paragraph; exit code 1 and nothing written."""
    project = plant(copy_of(minimal, tmp_path / "项目"), {"templates/sla.docx": docx(*lines)})
    run = itsm_docs("build", project, "-o", tmp_path / "out")

    assert run.code == 1
    assert f"sla.docx {expected}" in run.err
    assert list((tmp_path / "out").glob("*.docx")) == []


def test_a_right_one_replaces_the_kind(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The lawyer's text, with the project's facts."""
    template = docx(HEADING, "BodyText 甲方：{{ client.name }}，共 {{ charges.items|count }} 项")
    project = plant(copy_of(minimal, tmp_path / "项目"), {"templates/sla.docx": template})
    run = itsm_docs("build", project, "-o", tmp_path / "out")

    assert run.code == 0, run.err
    assert Built(tmp_path / "out").numbered() == ["1 服务费用", "甲方：大连岚岬船舶配套有限公司，共 3 项"]


def test_a_file_that_is_no_word_file_is_told(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A text saved under the name of a template."""
    project = plant(copy_of(minimal, tmp_path / "项目"), {"templates/sla.docx": "服务等级协议"})
    run = itsm_docs("build", project, "-o", tmp_path / "out")

    assert run.code == 1
    assert "sla.docx: 错误 OX103" in run.err
