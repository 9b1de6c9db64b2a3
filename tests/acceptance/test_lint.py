"""Fifteen different faults in one Word template: one run, fifteen findings, each at its place and as a Word comment."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.helpers import validator
from tests.helpers.cli import CommandLine
from tests.helpers.tools import ROOT
from tests.helpers.word import NAMES, paragraph

from itsm_docs.documents import eject
from itsm_docs.documents.linting import lint_template
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.comments import comments_of
from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.xml import every, parse, serialize, text_of

FAULTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/templates/planted/faults.yaml").read_text("utf-8"))
MAIN = "word/document.xml"


@dataclass(frozen=True)
class Planted:
    """The template with all faults, and what was reported."""

    data: bytes
    findings: list[dict[str, Any]]
    comments: list[tuple[str, str]]
    copy: bytes


def with_faults(data: bytes, faults: list[dict[str, Any]]) -> bytes:
    """A Word template with the faults planted."""
    parts = read(data)
    root = parse(parts[MAIN], MAIN)
    for fault in faults:
        texts = list(every(root, "w:t"))
        if "in" in fault:
            node = next(node for node in texts if fault["in"] in (node.text or ""))
            node.text = (node.text or "").replace(fault["in"], fault["becomes"])
            continue
        marker = next(node for node in texts if f"anchor('{fault['after']}')" in (node.text or ""))
        heading = next(marker.iterancestors("{*}p"))
        for line in reversed(fault["lines"]):
            heading.addnext(parse(paragraph(line).replace("<w:p>", f"<w:p {NAMES}>", 1), "planted"))
    return write({**parts, MAIN: serialize(root)})


def heading_of(anchor: str) -> str:
    """The title of the ejected heading with an anchor."""
    root = parse(read(ejected())[MAIN], MAIN)
    text = next(text_of(item) for item in every(root, "w:p") if f"anchor('{anchor}')" in text_of(item))
    return re.sub(r"\{\{ (anchor|clause)\(.*?\) \}\}", "", text)


@cache
def ejected() -> bytes:
    """The SLA as a Word template."""
    return eject("sla")


@pytest.fixture
def planted(tmp_path: Path, itsm_docs: CommandLine) -> Planted:
    """The command run once over the template with all faults."""
    data = with_faults(ejected(), FAULTS)
    template, copy = tmp_path / "服务等级协议.docx", tmp_path / "批注.docx"
    template.write_bytes(data)

    run = itsm_docs("lint", template, "--annotate", copy, "--format", "json")

    assert run.code == 1
    return Planted(data, json.loads(run.out)["findings"], comments_of(read(copy.read_bytes())), copy.read_bytes())


def test_each_planted_fault_is_one_finding_at_its_place(planted: Planted) -> None:
    """Nothing hidden by another fault, nothing reported twice."""
    assert len({fault["code"] for fault in FAULTS}) == len(FAULTS) == 15
    assert sorted(one["code"] for one in planted.findings) == sorted(fault["code"] for fault in FAULTS)
    for fault in FAULTS:
        (found,) = [one for one in planted.findings if one["code"] == fault["code"]]

        assert fault["says"] in found["message"]
        assert fault.get("hint", "") in (found["hint"] or "")
        assert found["place"].startswith(heading_of(fault.get("after") or fault["under"]))
        assert fault["at"] in found["place"]


def test_each_finding_is_a_comment_in_the_copy(planted: Planted) -> None:
    """At the paragraph with the fault, with the words of the report; the template itself stays as it was."""
    assert len(planted.comments) == 15
    for fault in FAULTS:
        ((at, text),) = [(at, text) for at, text in planted.comments if fault["code"] in text]

        assert fault["says"] in text
        assert (fault.get("becomes") or fault["at"]) in at
    assert [text_of(item) for item in paragraphs(planted.copy)] == [text_of(item) for item in paragraphs(planted.data)]


def paragraphs(data: bytes) -> list[Any]:
    """The paragraphs of the document."""
    return list(every(parse(read(data)[MAIN], MAIN), "w:p"))


def test_the_copy_is_a_valid_word_file(planted: Planted) -> None:
    """For Microsoft's validator and for our own check."""
    assert check(planted.copy) == []
    assert validator.errors(planted.copy) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault["code"]))
def test_each_fault_alone_is_one_finding(fault: dict[str, Any], tmp_path: Path) -> None:
    """The others neither cause it nor are needed to see it."""
    path = tmp_path / "sla.docx"
    path.write_bytes(with_faults(ejected(), [fault]))

    assert [one.code for one in lint_template(path).findings] == [fault["code"]]


def test_the_shipped_templates_are_without_findings(itsm_docs: CommandLine, tmp_path: Path) -> None:
    """As Markdown, and as the Word file that eject hands out."""
    word = tmp_path / "sla.docx"
    word.write_bytes(ejected())

    assert itsm_docs("lint", ROOT / "templates/sla", word, "--fail-on", "warning").code == 0
