"""Findings: made from declared texts, with a place in words and a weight."""

from __future__ import annotations

import pytest

from itsm_docs.findings import Finding, Severity, UnknownCode, Where, finding, messages, worst


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where(), ""),
        (Where(file="a.yaml"), "a.yaml"),
        (Where(file="a.yaml", line=3), "a.yaml:3"),
        (Where(file="a.yaml", line=3, column=7), "a.yaml:3:7"),
        (Where(file="合同.docx", place="第五条 › 表格第2行第3列"), "合同.docx 第五条 › 表格第2行第3列"),
        (Where(place="人员表!D7"), "人员表!D7"),
        (Where(path=("a", 0)), ""),
    ],
)
def test_a_place_prints_what_is_known_of_it(where: Where, expected: str) -> None:
    """File, line and column as editors take them; then the place in words."""
    assert str(where) == expected


def test_a_finding_is_made_from_its_declared_text() -> None:
    """Severity, message and hint come from the message file; the values fill it."""
    found = finding("IO104", Where(file="a"), size=30, limit=20)

    assert found.severity is Severity.ERROR
    assert found.message == "文件有 30 MB，超过 20 MB 的上限"
    assert found.hint is not None
    assert "{" not in found.hint


def test_a_hint_of_the_caller_replaces_the_declared_one() -> None:
    """Did-you-mean knows more than a general remedy."""
    assert finding("IO101", hint="是否为 b？").hint == "是否为 b？"


def test_values_may_contain_brackets() -> None:
    """A tag quoted in a message is not a placeholder."""
    assert "{{ a }}" in finding("TP106", tag="{{ a }}").message


@pytest.mark.parametrize("code", ["IO999", "XX101", "IO", "待定"])
def test_an_undeclared_code_is_a_programming_error(code: str) -> None:
    """It is a KeyError that names the code, never an empty message."""
    with pytest.raises(UnknownCode, match=code):
        finding(code)


def test_a_value_that_is_forgotten_is_a_programming_error() -> None:
    """A message with an unfilled placeholder is never shown."""
    with pytest.raises(KeyError):
        finding("IO104", size=1)


@pytest.mark.parametrize(
    ("severity", "threshold", "expected"),
    [("error", "error", True), ("warning", "error", False), ("note", "error", False), ("error", "warning", True), ("warning", "warning", True), ("note", "warning", False), ("note", "note", True)],
)  # fmt: skip
def test_a_threshold_is_reached_by_itself_and_what_is_heavier(severity: str, threshold: str, expected: bool) -> None:
    """`--fail-on warning` fails on errors too."""
    assert Severity(severity).reaches(Severity(threshold)) is expected


def test_the_worst_finding_decides() -> None:
    """Whatever their order; nothing found is nothing."""
    found = [Finding("A", severity, "") for severity in (Severity.NOTE, Severity.ERROR, Severity.WARNING)]

    assert worst(found) is Severity.ERROR
    assert worst(found[:1]) is Severity.NOTE
    assert worst([]) is None


def test_a_finding_moves_without_changing() -> None:
    """Rules know data paths, inputs know lines."""
    found = finding("IO101")
    moved = found.at(Where(file="a", line=1))

    assert (moved.code, moved.message, moved.where) == (found.code, found.message, Where(file="a", line=1))
    assert found.where == Where()


def test_messages_are_read_by_prefix() -> None:
    """Every entry knows its code."""
    assert all(code == entry.code for code, entry in messages("IO").items())


def test_severities_have_chinese_labels() -> None:
    """Reports print them."""
    assert [severity.label for severity in Severity] == ["错误", "警告", "提示"]
