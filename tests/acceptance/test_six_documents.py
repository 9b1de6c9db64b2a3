"""The set: six documents of one engagement that answer every clause between them and agree with each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.helpers import validator
from tests.helpers.cli import CommandLine
from tests.helpers.form import FILLED, fill
from tests.helpers.word import numbered

import itsm_docs as library
from itsm_docs import standard
from itsm_docs.documents import Document
from itsm_docs.model import Engagement
from itsm_docs.model.process import Limit
from itsm_docs.standard import categories

KINDS = ["contract", "plan", "sla", "process", "documents", "privacy"]
STORIES = ("port-operations", "city-software", "training-center")


@pytest.fixture(scope="module")
def story(sample: Path) -> tuple[Engagement, dict[str, Document]]:
    """A sample with its six documents."""
    loaded = library.load(sample)
    return loaded.engagement, {document.kind: document for document in library.build(loaded, KINDS)}


def _applicable(engagement: Engagement, kind: str) -> Iterator[str]:
    """The clauses that a kind has to answer or refer to in this engagement."""
    numbers = [service.category for service in engagement.services]
    modes = {service.mode.value for service in engagement.services}
    regime = engagement.procurement.regime.value if engagement.procurement else None
    for clause in standard.clauses():
        if kind in clause.needs and any(clause.applies.holds(numbers, mode, regime) for mode in modes):
            yield clause.id


@pytest.mark.parametrize("kind", KINDS)
def test_every_clause_that_names_a_kind_is_marked_there(
    kind: str, story: tuple[Engagement, dict[str, Document]]
) -> None:
    """Main answers and references alike stand under a heading that says so; a clause of another category does not."""
    engagement, documents = story
    receipt = documents[kind].receipt
    assert receipt is not None

    marked = {clause for section in receipt.sections.values() for clause in section.clauses}

    assert set(_applicable(engagement, kind)) - marked == set()


def test_the_documents_name_each_other_by_the_numbers_that_they_have(
    story: tuple[Engagement, dict[str, Document]],
) -> None:
    """A reference to another document leads to its number."""
    engagement, documents = story
    known = {documents[kind].number for kind in KINDS}
    pattern = re.compile(rf"《[^《》]+》（({re.escape(engagement.number)}-[A-Z]+)）")

    for document in documents.values():
        cited = set(pattern.findall("\n".join(numbered(document.data))))
        assert cited <= known, document.kind


def test_times_of_the_agreement_are_the_same_in_the_manual(story: tuple[Engagement, dict[str, Document]]) -> None:
    """Response, restoration and notice are printed from the one place where they are agreed."""
    engagement, documents = story
    text = "\n".join(numbered(documents["process"].data))
    used = {step.limit for process in engagement.manual for step in process.it.steps} - {None}

    if engagement.priorities is not None and Limit.RESPONSE in used:
        for level in engagement.priorities.levels:
            assert f"{level.name.partition('（')[0]} {level.response}" in text
    assert str(engagement.emergency.notice) in "\n".join(numbered(documents["privacy"].data))


def test_every_form_that_a_step_uses_is_in_the_annex_and_in_the_register(
    story: tuple[Engagement, dict[str, Document]],
) -> None:
    """With the number that the step cites."""
    engagement, documents = story
    manual, policy = ("\n".join(numbered(documents[kind].data)) for kind in ("process", "documents"))
    used = {step.form for process in engagement.manual for step in process.it.steps} - {None}
    sheets = {sheet.id: sheet for sheet in engagement.sheets}

    assert used <= set(sheets)
    for sheet in sheets.values():
        assert manual.count(sheet.number) >= 1
        assert sheet.number in policy


def test_each_flow_is_a_native_drawing(story: tuple[Engagement, dict[str, Document]]) -> None:
    """One group of shapes for every process, with its steps as text; no picture."""
    from itsm_docs.ooxml.package import read

    engagement, documents = story
    parts = read(documents["process"].data)
    xml = parts["word/document.xml"].decode("utf-8")

    drawn = re.findall(r"<wpg:wgp>.*?</wpg:wgp>", xml, re.DOTALL)

    assert len(drawn) >= len(engagement.manual)
    texts = [_words(flow) for flow in drawn]
    for process in engagement.manual:
        for step in process.it.steps:
            assert any(step.label in text for text in texts), f"{process.id} {step.label}"
    assert not [name for name in parts if name.startswith("word/media/")]


def _words(xml: str) -> str:
    return "".join(re.findall(r"<w:t[^>]*>([^<]*)", xml))


def test_a_provider_s_own_steps_replace_the_default(minimal: Path, tmp_path: Path) -> None:
    """Text and figure follow the data; the other processes stay."""
    from tests.helpers.tree import copy_of

    project = copy_of(minimal, tmp_path / "p")
    own = (
        "流程:\n  变更控制:\n    步骤:\n"
        "      - {简称: 填单, 角色: 技术工程师, 做什么: 在值班本登记改动, 记录: 值班本, 时限: 改动前}\n"
        "      - {简称: 甲方点头, 角色: 甲方项目主管, 做什么: 当面同意, 记录: 值班本, 时限: 当日, 判断: 同意吗, 否则转至: 0}\n"
        "      - {简称: 动手, 角色: 技术工程师, 做什么: 按登记实施, 记录: 值班本, 时限: 当日}\n"
    )
    path = project / "engagement.yaml"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    before = library.load(minimal).engagement
    after = library.load(project).engagement

    (document,) = library.build(library.load(project), ["process"])

    assert [step.label for step in after.processes.change.steps] == ["填单", "甲方点头", "动手"]
    assert after.processes.change.owner == before.processes.change.owner
    assert after.processes.problem == before.processes.problem
    assert [word for word in ("填单", "甲方点头", "同意吗") if word not in _words(document_xml(document))] == []


def document_xml(document: Document) -> str:
    """The main part of a document."""
    from itsm_docs.ooxml.package import read

    return read(document.data)["word/document.xml"].decode("utf-8")


@pytest.mark.parametrize("number", [one.number for one in categories()])
def test_every_category_builds_from_init(number: str, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Six documents and the review sheet, valid for Word, with nothing but the drafter's questions left."""
    itsm_docs("init", tmp_path, "--category", number)

    run = itsm_docs("build", tmp_path)

    assert run.code == 0, run.said
    manifest = json.loads((tmp_path / "输出" / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["kind"] for entry in manifest["documents"]][: len(KINDS)] == KINDS
    assert {"项目名称", "甲方 › 全称"} <= {point["title"] for point in manifest["open_points"]}
    files = [tmp_path / "输出" / entry["path"] for entry in manifest["documents"]]
    assert [error for file in files for error in validator.errors(file.read_bytes())] == []


def test_different_categories_give_different_documents(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Risks, trainings, metrics and posts of two categories have little in common."""
    seen = {}
    for number in ("02", "04", "06", "11"):
        itsm_docs("init", tmp_path / number, "--category", number)
        (plan,) = library.build(library.load(tmp_path / number), ["plan"])
        seen[number] = {line for line in numbered(plan.data) if len(line) > 12}

    for number, lines in seen.items():
        others = set().union(*(found for other, found in seen.items() if other != number))
        assert len(lines - others) > 40, number


def test_a_filled_workbook_alone_gives_the_set(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Somebody who never saw YAML: one workbook in an empty folder, one command."""
    itsm_docs("init", tmp_path / "新建", "--category", "02")
    fill(tmp_path / "新建" / "项目填写表.xlsx", FILLED, to=tmp_path / "我的 项目" / "项目填写表.xlsx")

    run = itsm_docs("build", tmp_path / "我的 项目")

    assert run.code == 0, run.said
    names = sorted(path.name for path in (tmp_path / "我的 项目" / "输出").glob("*.docx"))
    assert len(names) == len(KINDS) + 1
    contract = "\n".join(numbered(next((tmp_path / "我的 项目" / "输出").glob("*信息服务管理合同.docx")).read_bytes()))
    assert "大连岚岬船舶配套有限公司" in contract
    assert "叁拾陆万元整" in contract


def test_the_stories_have_all_six(story: tuple[Engagement, dict[str, Document]]) -> None:
    """In the order of the catalogue."""
    assert list(story[1]) == KINDS
