"""The processes and forms that we ship: whoever follows them knows who does what, by when, and what proves it."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import pytest
import yaml
from tests.helpers.engagements import an_engagement

from itsm_docs import standard
from itsm_docs.inputs.packs import general_pack
from itsm_docs.model import Engagement
from itsm_docs.model.process import Process, Processes

PACKS = resources.files("itsm_docs").joinpath("standard/packs")
ENTRIES = {entry.key: entry for entry in standard.process_entries()}
KEYS = sorted(ENTRIES)
ROLES = {
    "服务经理",
    "服务台",
    "技术工程师",
    "变更与配置管理员",
    "质量与文档管理员",
    "安全管理员",
    "乙方分管负责人",
    "甲方项目主管",
    "甲方分管负责人",
    "甲方用户",
}
"""The roles that every plan has."""
PROJECT_ROLES = {"测试人员", "甲方验收小组"}
"""The roles that a plan has only where a service ends with acceptance."""
CLASSES = {"HT", "ZD", "BG", "CG", "JL", "YH", "RZ", "GX", "CW"}
"""The classes of documents; the document policy says how long each is kept."""
CONDITIONS = {
    "continuous": ("commercial", "continuous"),
    "project": ("commercial", "project"),
    "staffing": ("government", "continuous"),
    "per-call": ("commercial", "project"),
}
"""The sections of the general packs that apply to an engagement whose services all have one mode."""
CITED = (
    "plan-review change-request config-item skills training nonconformity rectification incident fault-report problem \
release handover inspection vulnerability security-incident drill satisfaction complaint demand business-review delivery \
defect supplier cost assessment monthly-report"
)
VAGUE = re.compile(r"应当|进行.{1,8}工作|高度重视|确保|顺利|严格按照|及时地|等等|（待编）|相关人员|有关部门")
"""Words that say nothing about who does what by when."""


@cache
def _packs() -> dict[str, dict[str, Any]]:
    """The processes as the files have them; `yes` and `no` stay words."""
    folder = PACKS.joinpath("processes")
    texts = {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in folder.iterdir()}
    return {key: yaml.load(text, Loader=yaml.BaseLoader) for key, text in texts.items()}


@cache
def _process(key: str) -> Process:
    return Process.model_validate(_packs()[key])


@cache
def _forms(conditions: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    return {form["id"]: form for form in general_pack("forms", Engagement, conditions).engagement["record_forms"]}


def _all_forms() -> dict[str, dict[str, Any]]:
    return _forms(("commercial", "continuous", "project"))


def test_every_process_of_the_catalogue_has_a_file_and_a_field() -> None:
    """No process is only a name, and no file is read by nobody."""
    assert set(_packs()) == set(ENTRIES) == set(Processes.model_fields)


@pytest.mark.parametrize("key", KEYS)
def test_a_process_has_five_to_ten_steps_and_a_decision(key: str) -> None:
    """Fewer steps would be a heading, more would not fit on two pages; without a decision nothing can fail."""
    steps = _process(key).steps

    assert 5 <= len(steps) <= 10
    assert any(step.question for step in steps)


@pytest.mark.parametrize("key", KEYS)
def test_every_step_leaves_a_record_and_has_a_time(key: str) -> None:
    """What leaves no record cannot be audited, and what has no time is never late."""
    for step in _process(key).steps:
        assert step.form or step.record, step.label
        assert step.within or step.limit, step.label


@pytest.mark.parametrize("key", KEYS)
def test_every_decision_leads_to_a_step(key: str) -> None:
    """The other branch has a target within the process, and only a decision branches."""
    steps = _process(key).steps

    for number, step in enumerate(steps, start=1):
        if step.question is None:
            assert (step.no_to, step.yes, step.no) == (None, None, None), step.label
        else:
            assert step.no_to is not None, step.label
            assert step.no_to <= len(steps), step.label
            assert step.no_to not in (number, number + 1), f"{step.label}: both branches lead to the same step"


@pytest.mark.parametrize("key", KEYS)
def test_a_chart_fits_its_page(key: str) -> None:
    """At most six lanes, labels of 14 characters, questions of 10: more does not fit the boxes of a portrait page."""
    steps = _process(key).steps

    assert len({step.who for step in steps}) <= 6
    for step in steps:
        assert len(step.label) <= 14, step.label
        assert len(step.question or "") <= 10, step.question


@pytest.mark.parametrize("key", KEYS)
def test_owners_and_lanes_are_roles_of_the_plan(key: str) -> None:
    """Whoever does a step has duties in the plan; the roles of projects occur only in processes of projects."""
    process = _process(key)
    modes = ENTRIES[key].modes
    known = ROLES | PROJECT_ROLES if modes and set(modes) <= {"project", "per-call"} else ROLES

    assert {process.owner, *(step.who for step in process.steps)} <= known


@pytest.mark.parametrize("mode", sorted(CONDITIONS))
def test_every_form_that_a_process_cites_is_there(mode: str) -> None:
    """In an engagement of any mode, no step sends the reader to a form that is not in the appendix."""
    known = set(_forms(CONDITIONS[mode]))

    for entry in standard.process_entries():
        if entry.fits([(mode, "02")]):
            cited = {step.form for step in _process(entry.key).steps if step.form}
            assert cited <= known, f"{entry.key}: {cited - known}"


def test_the_forms_are_those_that_documents_name() -> None:
    """Plan, policies and processes refer to 26 forms by these ids."""
    assert set(_all_forms()) == set(CITED.split())


def test_every_form_is_printed_somewhere() -> None:
    """A form that no step cites is printed because it says so."""
    cited = {step.form for key in KEYS for step in _process(key).steps}

    assert {form for form, raw in _all_forms().items() if not raw.get("always")} <= cited


def test_every_form_belongs_to_a_class_of_documents() -> None:
    """The class settles custody and retention."""
    policy = general_pack("documents", Engagement, ("commercial", "continuous", "project"))
    known = {group["id"] for group in policy.engagement["document_policy"]["classes"]}

    assert known <= CLASSES
    assert {form["archive"] for form in _all_forms().values()} <= known


@pytest.mark.parametrize("form", sorted(_all_forms()))
def test_a_form_can_be_printed_and_filled(form: str) -> None:
    """Who fills it when and how it is numbered; a keeper who is a role; signatures; grids whose lines fit their columns."""
    raw = _all_forms()[form]
    kinds = [section["kind"] for section in raw["sections"]]

    assert re.search("编号|单号", raw["note"])
    assert raw["keeper"] in ROLES
    assert kinds[-1] == "sign"
    for section in raw["sections"]:
        grid = section.get("grid")
        assert (grid is not None) == (section["kind"] == "grid")
        assert bool(section.get("labels")) == (section["kind"] != "grid")
        if grid:
            widths = grid.get("widths")
            assert widths is None or len(widths) == len(grid["columns"])
            assert all(len(line["cells"]) <= len(grid["columns"]) for line in grid.get("lines", ()))
            assert grid.get("lines") or int(grid["blank"]) > 0


@pytest.mark.parametrize("form", sorted(_all_forms()))
def test_a_form_fits_its_page(form: str) -> None:
    """One page, two for the monthly report: 205 mm are left of a page below its title and above the note."""
    pages = 2 if form == "monthly-report" else 1

    assert sum(_height(section) for section in _all_forms()[form]["sections"]) <= 205 * pages


def _height(section: dict[str, Any]) -> float:
    """How many millimetres a section of a form takes on paper: a title, a head, and rows high enough to write in."""
    title = 6.7 if section.get("title") else 0.0
    if grid := section.get("grid"):
        return title + 5.6 + 8.6 * (len(grid.get("lines", ())) + int(grid.get("blank", 0)))
    count = len(section["labels"])
    return title + 4.5 + (16 * count if section["kind"] == "area" else 8.4 * ((count + 1) // 2))


def test_signatures_are_those_of_roles() -> None:
    """Who signs is a role of the plan, or the one who stands at the head of the form; the act stands in brackets."""
    written = {
        "交班人",
        "接班人",
        "巡检人",
        "发现人",
        "实施人",
        "复核人",
        "本人",
        "讲师",
        "检查人",
        "责任人",
        "签发人",
        "接收人",
        "记录员",
    }
    known = ROLES | PROJECT_ROLES | written

    for form in _all_forms().values():
        for section in form["sections"]:
            if section["kind"] == "sign":
                assert {label.partition("（")[0] for label in section["labels"]} <= known, form["title"]


@pytest.mark.parametrize("key", KEYS)
def test_a_process_says_what_a_reader_needs(key: str) -> None:
    """Rules, results, exceptions, interfaces and one to three measures of its own."""
    process = _process(key)

    assert 3 <= len(process.policies) <= 6
    assert 2 <= len(process.exceptions) <= 4
    assert 1 <= len(process.metrics) <= 3
    assert process.inputs
    assert process.outputs
    assert process.interfaces


@pytest.mark.parametrize("key", KEYS)
def test_a_process_has_no_empty_words(key: str) -> None:
    """No stub, no phrase that could stand in any document, no full stop at the end of a text."""
    for text in _texts(_packs()[key]):
        assert not VAGUE.search(text), text
        assert not text.endswith("。"), text


def _texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in _texts(value)]
    return [text for item in node for text in _texts(item)] if isinstance(node, list) else [str(node)]


@pytest.mark.parametrize("modes", [("continuous",), ("project",), ("continuous", "project")])
def test_the_reference_processes_have_an_answer(modes: tuple[str, ...]) -> None:
    """Each of the 13 processes of GB/T 24405.1 is answered by a process of the manual or by another document (8.1 a)."""
    here = {entry.key for entry in standard.process_entries() if entry.fits([(mode, "02") for mode in modes])}
    references = standard.references()

    assert len(references) == 13
    for reference in references:
        assert reference.kind or here & set(reference.processes), reference.name


def test_the_reference_table_names_processes_and_documents() -> None:
    """The table of the manual has no empty place."""
    rows = an_engagement().reference_rows

    assert len(rows) == 13
    assert all(row.place != "—" for row in rows)


def test_following_metrics_are_metrics_that_we_ship() -> None:
    """A process is measured by metrics under the names that packs or samples give them."""
    texts = [file.read_text(encoding="utf-8") for file in PACKS.iterdir() if re.fullmatch(r"\d\d\.yaml", file.name)]
    shipped = {name for text in texts for name in re.findall(r"name: (\S+)", text)}
    samples = {"TOS 生产可用率", "EDI 报文处理及时率", "核心网络可用率", "机房环境合格率", "高危漏洞按期修复率"}
    project = {"用例通过率", "缺陷修复及时率", "验收缺陷密度"}

    for key in KEYS:
        assert set(_process(key).follows) <= shipped | samples | project, key
