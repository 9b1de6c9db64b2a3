"""Reports: the text that people read, and JSON, SARIF and JUnit that programs read."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.reporters import Format, location, render, summary

ERROR = finding("IN103", Where("b.yaml", 3, 1), key="名称", first=1, second=3)
EARLIER = finding("IN121", Where("b.yaml", 2, 5))
CELL = finding("IN312", Where("人员.xlsx", place="人员表!D7", path=("staff", 1, "name")), value="#N/A")
NOTE = finding("IN314", Where("a.xlsx", place="表"), names="9")
ALL = [ERROR, NOTE, CELL, EARLIER]
CLAUSE = finding(
    "ST101", Where("回传 合同/合同.docx", place="合同 › 第五条 › 表格第2行第3列"), clause="8.2.2.2-b", id="8.2.2.9"
)
HARD = [*ALL, CLAUSE, Finding("IN103", ERROR.severity, "“<&>”\x07\ufdd0\ud800", Where("a\udcff#?%.yaml", 1))]
"""Findings with everything that a report must cope with."""


def test_text_says_place_weight_code_message_and_hint() -> None:
    """One line per finding in a form that editors can follow, the remedy below it."""
    assert render([ERROR]).splitlines() == [
        "b.yaml:3:1: 错误 IN103: 键“名称”写了两次（第 1 行和第 3 行）",
        "    提示：删去其中一处；列表的各项之间要用 - 分开",
        "1 个错误",
    ]


def test_findings_are_sorted_by_file_and_place() -> None:
    """Whatever order the checkers worked in."""
    entries = json.loads(render(ALL, "json"))["findings"]

    assert [entry["code"] for entry in entries] == ["IN314", "IN121", "IN103", "IN312"]


def test_cells_are_sorted_as_a_sheet_is_read() -> None:
    """Row 9 before row 10, column Z before AA."""
    cells = [
        finding("IN312", Where("a.xlsx", place=f"表!{cell}"), value="#N/A") for cell in ("A10", "AA9", "Z9", "B10")
    ]
    places = [entry["place"] for entry in json.loads(render(cells, "json"))["findings"]]

    assert places == ["表!Z9", "表!AA9", "表!A10", "表!B10"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where("a.yaml", 3, 1), "a.yaml:3:1"),
        (Where("a.yaml"), "a.yaml"),
        (Where("人员.xlsx", place="人员表!D7"), "人员.xlsx!人员表!D7"),
        (Where("合同.docx", place="第五条"), "合同.docx 第五条"),
        (Where(place="类别包 02 默认值"), "类别包 02 默认值"),
        (Where(), ""),
    ],
)
def test_a_place_is_written_as_its_users_know_it(where: Where, expected: str) -> None:
    """Lines for texts, cells for workbooks, headings for documents."""
    assert location(where) == expected


def test_the_summary_counts_by_weight() -> None:
    """Nothing found is said in words."""
    assert summary(ALL) == "3 个错误，1 个提示"
    assert summary([]) == render([]) == "没有发现问题"


def test_json_has_a_header_a_summary_and_data_paths() -> None:
    """Programs can tell the form and find the value."""
    report = json.loads(render([CELL], Format.JSON, {"more": 1}))

    assert (report["schema"], report["version"], report["more"]) == ("itsm-docs/findings", 1, 1)
    assert report["summary"] == {"error": 1, "warning": 0, "note": 0}
    assert report["findings"][0]["path"] == "staff[1].name"


def test_sarif_names_rules_levels_and_places() -> None:
    """The parts that code hosts show."""
    run = json.loads(render(ALL, "sarif"))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    by_code = {result["ruleId"]: result for result in run["results"]}

    assert rules == sorted(by_code)
    assert all(rules[result["ruleIndex"]] == code for code, result in by_code.items())
    assert by_code["IN314"]["level"] == "note"
    place = by_code["IN103"]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "b.yaml"}, "region": {"startLine": 3, "startColumn": 1}}
    cell = by_code["IN312"]["locations"][0]
    assert cell["logicalLocations"] == [{"fullyQualifiedName": "人员表!D7"}]
    assert cell["physicalLocation"]["artifactLocation"]["uri"] == "%E4%BA%BA%E5%91%98.xlsx"


def test_sarif_describes_its_rules_in_the_language_of_the_report() -> None:
    """A code host shows the meaning, and example and remedy on demand; nothing leads to the network."""
    run = json.loads(render([ERROR], "sarif"))["runs"][0]
    rule = run["tool"]["driver"]["rules"][0]

    assert run["language"] == run["tool"]["driver"]["language"] == "zh-CN"
    assert rule["shortDescription"]["text"] in rule["fullDescription"]["text"]
    assert rule["help"]["text"].splitlines()[0] == "示例："
    assert rule["help"]["text"].splitlines()[-2:] == [
        "报告：键“项目名称”写了两次（第 1 行和第 3 行）",
        "处理：删去其中一处；列表的各项之间要用 - 分开",
    ]
    assert "helpUri" not in rule


def test_a_clause_is_told_to_programs() -> None:
    """SARIF has it as a property and a tag, JUnit groups by it."""
    result = json.loads(render([CLAUSE], "sarif"))["runs"][0]["results"][0]
    case = ElementTree.fromstring(render([CLAUSE], "junit")).find("testsuite/testcase")

    assert result["properties"] == {"clause": "8.2.2.2-b", "tags": ["8.2.2.2-b"]}
    assert case is not None
    assert case.attrib == {
        "classname": "条款 8.2.2.2-b",
        "name": "ST101 回传 合同/合同.docx 合同 › 第五条 › 表格第2行第3列",
    }


@pytest.mark.parametrize("file", ["合同.docx", "人员.XLSX", "合同.pdf"])
def test_a_file_without_lines_has_no_region(file: str) -> None:
    """The section is its place; a region would count lines of a zip file."""
    place = json.loads(render([finding("OX111", Where(file, 3, 1), line=3, column=1)], "sarif"))["runs"][0]["results"]

    assert "region" not in place[0]["locations"][0]["physicalLocation"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/合同.docx", "a%20b/%E5%90%88%E5%90%8C.docx"),
        ("项目\\合同#1.docx", "%E9%A1%B9%E7%9B%AE/%E5%90%88%E5%90%8C%231.docx"),
        ("第一稿:100%?.yaml", "%E7%AC%AC%E4%B8%80%E7%A8%BF%3A100%25%3F.yaml"),
        ("../a.yaml", "../a.yaml"),
        ("/data/a b.yaml", "file:///data/a%20b.yaml"),
        ("D:\\资料\\a.yaml", "file:///D:/%E8%B5%84%E6%96%99/a.yaml"),
        ("\\\\server\\share\\a.yaml", "file://server/share/a.yaml"),
    ],
)
def test_a_path_becomes_a_uri(file: str, uri: str) -> None:
    """Relative ones stay relative; what means something in a URI is encoded."""
    places = json.loads(render([finding("IN121", Where(file, 2, 5))], "sarif"))["runs"][0]["results"][0]["locations"]

    assert places[0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_is_what_its_schema_says() -> None:
    """The models are generated from the schema of OASIS and know no other keys."""
    StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(render(HARD, "sarif"))


def test_junit_has_the_elements_that_build_servers_read() -> None:
    """The names and the nesting of the JUnit 10 schema of Jenkins; the counts are those of the cases."""
    root = ElementTree.fromstring(render(HARD, "junit"))
    suite = root[0]

    assert [root.tag, *{one.tag for one in root}] == ["testsuites", "testsuite"]
    assert set(suite.attrib) == {"name", "tests", "failures", "errors", "skipped"}
    assert {case.tag for case in suite} == {"testcase"}
    assert {frozenset(case.attrib) for case in suite} == {frozenset({"classname", "name"})}
    assert {inner.tag for case in suite for inner in case} == {"failure", "system-out"}
    assert root.get("tests") == suite.get("tests") == str(len(suite))
    assert root.get("failures") == suite.get("failures") == str(len(suite.findall("testcase/failure")))


def test_junit_fails_on_errors_only() -> None:
    """Warnings and notes are shown as output of a test that passed."""
    root = ElementTree.fromstring(render(ALL, "junit"))
    suite = root.find("testsuite")

    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("4", "3")
    assert len(suite.findall("testcase/failure")) == 3
    assert len(suite.findall("testcase/system-out")) == 1


def test_junit_without_findings_has_one_passed_test() -> None:
    """Build servers take a suite without tests for a failure."""
    root = ElementTree.fromstring(render([], "junit"))

    assert len(root.findall("testsuite/testcase")) == 1


@pytest.mark.parametrize("form", list(Format))
def test_characters_that_cannot_be_printed_do_not_break_a_report(form: Format) -> None:
    """A control character in a value harms neither XML nor a terminal."""
    bad = Finding("IN103", ERROR.severity, "值是\x07\x1b[31m\ufdd0\ud800“<&>”", Where("a\x00\udcff.yaml"))
    report = render([bad], form)

    report.encode("utf-8")

    assert "\x07" not in report
    assert "\x1b" not in report
    if form is Format.JUNIT:
        ElementTree.fromstring(report)


@pytest.mark.parametrize("form", list(Format))
def test_the_same_findings_give_the_same_bytes(form: Format) -> None:
    """In any order, without times."""
    assert render(ALL, form) == render(list(reversed(ALL)), form)
