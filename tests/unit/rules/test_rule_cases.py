"""The rules over data cases (cases/*.yaml): one change to the small engagement and every finding that it must bring."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.helpers.engagements import REMOVED, findings_of, plain_data

from itsm_docs.findings import messages

DECLARED = messages("RU") | messages("CT")
"""Every message of a rule: of the engagement, and of its contract."""
FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
BY_HAND = {"RU805"}
"""Codes whose case is too long for a data file; they are tested in test_rule_engine.py."""


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}：{case['title']}")
        for file in FILES
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def _at(data: Any, path: str) -> Any:
    for step in path.split("."):
        data = data[int(step) if step.isdigit() else step]
    return data


def _changes(case: dict[str, Any]) -> dict[str, Any]:
    data = plain_data()
    changes: dict[str, Any] = dict.fromkeys(case.get("remove", ()), REMOVED)
    for target, source in case.get("append_copy", {}).items():
        changes[f"{target}.{len(_at(data, target))}"] = deepcopy(_at(data, source))
    return changes | case.get("change", {})


@pytest.mark.parametrize("case", _cases())
def test_the_rules_find_exactly_what_the_case_says(case: dict[str, Any]) -> None:
    """Neither more nor less, in the order of the data."""
    assert findings_of(**_changes(case)) == case["finds"]


def test_the_small_engagement_keeps_every_rule() -> None:
    """The base of all cases has no finding of its own."""
    assert findings_of() == []


def test_every_declared_code_has_a_case() -> None:
    """A code that no case brings about is a rule that nobody has seen work."""
    shown = {found.split()[0] for param in _cases() for found in param.values[0]["finds"]}

    assert shown | BY_HAND == set(DECLARED)


def test_every_message_has_a_way_out() -> None:
    """A hint is declared, or the rule makes its own (unknown names: did you mean)."""
    without = {code for code, entry in DECLARED.items() if not entry.hint}

    assert without == {"RU501", "RU502", "RU811", "RU816", "RU818", "CT502", "CT503", "CT507", "CT514"}
    assert all(re.search(r"[一-鿿]", entry.meaning) for entry in DECLARED.values())
