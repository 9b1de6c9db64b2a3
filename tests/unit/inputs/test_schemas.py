"""The schemas for editors: what they accept, in which words, and that they follow the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from describing import Order
from jsonschema import Draft202012Validator

from itsm_docs.cli.schema import schema_command
from itsm_docs.inputs.schema import schema, schemas

ENGLISH = {
    "number": "A-1",
    "buyer": {"name": "甲"},
    "level": "high",
    "lines": [{"id": "x", "name": "泵", "price": 1.5}],
}
CHINESE = {
    "订单号": "A-1",
    "买方": {"名称": "甲"},
    "紧急程度": "紧急",
    "明细": [{"编号": "x", "品名": "泵", "单价": "待定"}],
}


def accepts(data: dict[str, Any], chinese: bool) -> bool:
    """Whether the schema of an order accepts the data."""
    return Draft202012Validator(schema(Order, "order", chinese)).is_valid(data)


def test_each_schema_speaks_its_language() -> None:
    """English keys in one, Chinese in the other."""
    assert accepts(ENGLISH, chinese=False)
    assert accepts(CHINESE, chinese=True)
    assert not accepts(ENGLISH, chinese=True)
    assert not accepts(CHINESE, chinese=False)


@pytest.mark.parametrize(
    "change",
    [
        {"buyer": "company/buyer.yaml"},
        {"lines": "明细.xlsx#明细"},
        {"lines": "lines.yml"},
        {"lines": ["lines/x.yaml"]},
        {"lines": None},
        {"level": "紧急"},
        {"first": "2026年1月5日"},
        {"number": 12},
    ],
)
def test_what_the_loader_accepts_is_accepted(change: dict[str, Any]) -> None:
    """Files, worksheets, labels, Chinese dates, numbers as codes."""
    assert accepts(ENGLISH | change, chinese=False)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"buyer": "甲公司"},
        {"buyer": "buyer.xlsx"},
        {"lines": "泵"},
        {"level": "特急"},
        {"level": "待定"},
        {"first": "明天"},
        {"buyer": None},
    ],
)
def test_what_the_loader_refuses_is_refused(change: dict[str, Any]) -> None:
    """Unknown keys, texts where files are meant, strange choices and dates."""
    assert not accepts(ENGLISH | change, chinese=False)


def test_required_fields_are_required() -> None:
    """Unless a category pack can supply them."""
    assert not accepts({"number": "A-1"}, chinese=False)


@pytest.mark.parametrize("name", list(schemas()))
def test_the_shipped_kinds_of_schema_are_valid_draft_2020_12(name: str) -> None:
    """Editors can load them."""
    Draft202012Validator.check_schema(json.loads(schemas()[name]))


@pytest.mark.parametrize("name", list(schemas()))
def test_every_property_is_explained_in_chinese(name: str) -> None:
    """Title and description of each field are shown while typing."""
    content = json.loads(schemas()[name])
    for record in (content, *content["$defs"].values()):
        for key, known in record["properties"].items():
            assert known["title"], key
            assert any("\u4e00" <= character <= "\u9fff" for character in known["description"]), key


def test_two_fields_of_a_record_never_share_a_title() -> None:
    """In the Chinese schema one of them would be lost."""
    english, chinese = (json.loads(text) for text in schemas().values())
    for name, record in english["$defs"].items():
        assert len(record["properties"]) == len(chinese["$defs"][name]["properties"]), name
    assert len(english["properties"]) == len(chinese["properties"])


def test_check_finds_a_schema_that_no_longer_fits(tmp_path: Path) -> None:
    """Written files pass, changed and missing ones fail with exit code 1."""
    run = CliRunner().invoke
    assert run(schema_command, ["-o", str(tmp_path), "--check"]).exit_code == 1
    assert run(schema_command, ["-o", str(tmp_path)]).exit_code == 0
    assert run(schema_command, ["-o", str(tmp_path), "--check"]).exit_code == 0
    (tmp_path / "engagement.zh.schema.json").write_text("{}", encoding="utf-8")
    stale = run(schema_command, ["-o", str(tmp_path), "--check"])

    assert stale.exit_code == 1
    assert "engagement.zh.schema.json" in stale.output


def test_the_schemas_of_the_source_tree_fit_the_models() -> None:
    """Run `itsm-docs schema` after changing a model or a pack."""
    found = CliRunner().invoke(schema_command, ["--check"])

    assert found.exit_code == 0, found.output
