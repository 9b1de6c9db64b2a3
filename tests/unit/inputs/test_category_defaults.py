"""What category packs fill in, what they leave alone, and what is said about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from itsm_docs.findings import Finding
from itsm_docs.inputs import packs, read_project
from itsm_docs.inputs.defaults import complete
from itsm_docs.inputs.normalise import normalise
from itsm_docs.inputs.packs import Pack
from itsm_docs.inputs.sources import Source
from itsm_docs.inputs.yamltree import read_yaml
from itsm_docs.model import Engagement
from itsm_docs.model.base import Choice, Record
from itsm_docs.model.scalars import Code, Number, Text
from itsm_docs.standard import categories


class Mode(Choice):
    """How a service runs."""

    CONTINUOUS = "continuous", "持续型"
    PROJECT = "project", "项目型"


class Metric(Record):
    """A metric with a default target."""

    id: Code = Field(title="编号")
    name: Text = Field(title="名称")
    target: Number = Field(title="目标值")


class Service(Record):
    """A service of a category."""

    name: Text = Field(title="名称")
    category: Text = Field(title="类别")
    mode: Mode = Field(Mode.CONTINUOUS, title="形态")
    metrics: tuple[Metric, ...] = Field((), title="指标")
    scope: tuple[Text, ...] = Field((), title="范围")


class Limits(Record):
    """Binding things of the whole."""

    cap: Number = Field(title="上限")
    period: Text | None = Field(None, title="周期")


class Project(Record):
    """The root of these tests."""

    services: tuple[Service, ...] = Field(title="服务")
    limits: Limits = Field(title="限额")
    notes: tuple[Text, ...] = Field((), title="说明")


PACK = Pack(
    "02",
    engagement={"limits": {"cap": "10", "period": "月"}, "notes": ["惯例"]},
    service={
        "metrics": [{"id": "a", "name": "可用率", "target": "99.9"}, {"id": "r", "name": "及时率", "target": "95"}]
    },
    by_mode={"project": {"scope": ["里程碑"]}, "continuous": {"scope": ["巡检"]}},
    binding=("limits.cap", "services.*.metrics"),
    source="类别包 02（惯例值）",
)


def service(**more: Any) -> dict[str, Any]:
    """A raw service of category 02."""
    return {"name": "核心网", "category": "02", "mode": "持续型", **more}


def filled(raw: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The raw values after completion, and the titles of what was filled."""
    used = complete(raw, PACK, Project)
    return raw, [one.title for one in used]


def test_what_is_absent_is_taken_and_listed() -> None:
    """Sections whole, missing fields of a section one by one."""
    raw, titles = filled({"services": [service()], "limits": {"cap": "5"}})

    assert raw["limits"] == {"cap": "5", "period": "月"}
    assert titles == ["服务[核心网] › 指标", "服务[核心网] › 范围", "限额 › 周期", "说明"]


@pytest.mark.parametrize("nothing", [[], None])
def test_an_empty_value_that_was_written_stays(nothing: Any) -> None:
    """Empty means none; the pack does not overrule it."""
    raw, titles = filled(
        {"services": [service(metrics=nothing)], "limits": {"cap": "5", "period": "年"}, "notes": nothing}
    )

    assert (raw["services"][0]["metrics"], raw["notes"]) == (nothing, nothing)
    assert titles == ["服务[核心网] › 范围"]


def test_items_with_the_id_of_a_packs_item_are_completed_and_no_item_is_added() -> None:
    """Naming one metric takes its missing fields and leaves the others out."""
    raw, titles = filled({"services": [service(metrics=[{"id": "r", "target": "98"}, {"id": "own", "name": "自定"}])]})

    assert raw["services"][0]["metrics"] == [
        {"id": "r", "target": "98", "name": "及时率"},
        {"id": "own", "name": "自定"},
    ]
    assert "服务[核心网] › 指标[及时率] › 名称" in titles


@pytest.mark.parametrize(("mode", "scope"), [("project", "里程碑"), ("项目型", "里程碑"), ("持续型", "巡检")])
def test_defaults_of_a_service_follow_its_mode_in_either_language(mode: str, scope: str) -> None:
    """The mode may be given by its value or its label."""
    raw, _ = filled({"services": [service(mode=mode)]})

    assert raw["services"][0]["scope"] == [scope]


def test_a_service_of_another_category_is_left_alone() -> None:
    """Only services of the pack's category take its service section."""
    raw, _ = filled({"services": [service(category="05")]})

    assert "metrics" not in raw["services"][0]


def test_binding_defaults_are_marked() -> None:
    """A pattern covers the value itself, what is in it, and a section that holds it."""
    marks = {one.title: one.binding for one in complete({"services": [service()]}, PACK, Project)}

    assert marks == {"服务[核心网] › 指标": True, "服务[核心网] › 范围": False, "限额": True, "说明": False}


def test_defaults_are_shown_in_a_few_words() -> None:
    """Lists by their names, sections by what is in them."""
    shown = {one.title: one.value for one in complete({"services": [service()]}, PACK, Project)}

    assert shown["服务[核心网] › 指标"] == "2 项：可用率、及时率"
    assert shown["限额"] == "上限 10；周期 月"


def test_a_pack_is_not_changed_by_the_data_it_completed() -> None:
    """Two projects in one process do not share lists."""
    first, _ = filled({"services": [service()]})
    first["services"][0]["metrics"].append("x")
    second, _ = filled({"services": [service()]})

    assert len(second["services"][0]["metrics"]) == 2


def test_a_finding_about_a_default_is_placed_in_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is sent to a line of a file where the value is not."""
    wrong = Pack("02", engagement={"limits": {"cap": "很多"}})
    monkeypatch.setattr(packs, "pack", lambda category, _root: wrong if category == "02" else None)
    (tmp_path / "engagement.yaml").write_text("services: [{name: 核心网, category: 02}]\n", encoding="utf-8")
    _, findings = read_project(tmp_path, Project)

    assert [(one.code, str(one.where)) for one in findings] == [("DM101", "类别包 02 默认值")]


@pytest.mark.parametrize("number", [category.number for category in categories()])
def test_every_key_of_a_shipped_pack_is_a_field(number: str) -> None:
    """A misspelt default would never be used."""
    assert _faults(number) == []


def _faults(number: str) -> list[Finding]:
    file = Path(packs.__file__).parents[1] / "standard" / "packs" / f"{number}.yaml"
    if not file.exists():
        return []
    tree, findings = read_yaml(file.read_text(encoding="utf-8"), file.name)
    assert tree is not None
    assert isinstance(tree.value, dict)
    assert set(tree.value) <= {"source", "binding", "engagement", "service", "scaffold"}
    common, by_mode = packs._service_sections(tree.value["service"].value if "service" in tree.value else None)
    record = packs.service_record(Engagement)
    assert record is not None
    sections = [(tree.value["engagement"].value, Engagement)] if "engagement" in tree.value else []
    sections += [(node, record) for node in (common, *by_mode.values()) if node is not None]
    for node, root in sections:
        findings += normalise(node, root, Source(file, file.name)).findings
    return findings
