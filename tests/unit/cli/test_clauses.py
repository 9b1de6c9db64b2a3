"""`itsm-docs clauses` as a person and as a script meet it."""

from __future__ import annotations

import json
from unicodedata import east_asian_width

import pytest
from click.testing import CliRunner, Result

from itsm_docs import standard
from itsm_docs.cli.clauses import clauses_command


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(clauses_command, arguments)


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def test_without_an_id_every_clause_is_listed() -> None:
    """One row per clause, in the order of the catalogue."""
    result = _run()
    rows = [line.split()[0] for line in result.output.splitlines()[2:-1]]

    assert result.exit_code == 0
    assert rows == [clause.id for clause in standard.clauses()]


def test_columns_line_up_for_chinese_text() -> None:
    """The documents column begins at the same terminal column in every row."""
    lines = _run("7.1.3").output.splitlines()
    rows = [line for line in lines if line.startswith("  7.1.3-")]

    assert len(rows) == 9
    assert len({_columns(row[: row.index("●")]) for row in rows}) == 1


def test_a_row_names_the_documents_main_first() -> None:
    """● marks who answers in full, ○ who refers, by their Chinese names."""
    row = next(line for line in _run("7.1").output.splitlines() if line.strip().startswith("7.1.2.3-g"))

    assert row.endswith("●计划 ○合同 ○流程手册")


def test_one_clause_is_shown_in_full() -> None:
    """Modality, meaning, documents, condition and note."""
    output = _run("4.3.5.1-c").output

    for part in ("宜", "要义：", "● 主答：个人信息管理制度", "适用：类别 05", "注意："):
        assert part in output


def test_a_clause_shows_its_items_and_why_it_is_not_answered_itself() -> None:
    """A lead-in tells that its items answer, and lists them."""
    output = _run("8.2.2.2").output

    assert "无须文件回答：列项的引语" in output
    assert all(f"8.2.2.2-{letter}" in output for letter in "abcdefghij")


def test_another_main_document_in_some_category_is_shown() -> None:
    """Category 11 moves training to the contract, and the entry says so."""
    assert "类别 11 改为：● 主答：信息服务管理合同" in _run("11-1").output


def test_what_is_owed_when_a_clause_does_not_apply_is_shown() -> None:
    """8.5.5 tells an operations project what to write."""
    assert "不适用时：" in _run("8.5.5").output


def test_a_heading_lists_the_clauses_below_it() -> None:
    """8.2 is no clause of its own, but people browse by chapter."""
    output = _run("8.2").output

    assert "8.2 服务水平管理" in output
    assert "8.2.2.3" in output
    assert "8.3.1" not in output


@pytest.mark.parametrize("name", ["documents", "文档管理制度", "文档制度"])
def test_one_kind_lists_only_what_it_must_answer(name: str) -> None:
    """By key or by Chinese name; other documents are left out of the rows."""
    result = _run("--kind", name)

    assert result.exit_code == 0
    assert "共 8 条" in result.output
    assert "●文档制度" in result.output
    assert "○流程手册" not in result.output


def test_a_kind_within_a_chapter() -> None:
    """Both limits hold together; nothing left is said in words."""
    assert "共 5 条" in _run("9", "--kind", "documents").output
    assert "没有这份文件须回答的条款" in _run("9", "--kind", "sla").output


def test_json_is_for_programs() -> None:
    """A list of entries with every key, enumerations by their stable names."""
    (entry,) = json.loads(_run("11-1", "--format", "json").output)

    assert entry["id"] == "11-1"
    assert entry["modality"] == "shall"
    assert entry["needs"] == {"contract": "refers", "plan": "main"}
    assert entry["variants"][0]["categories"] == ["11"]
    assert entry["parent"] == "11"


def test_an_unknown_id_says_what_was_meant() -> None:
    """A Chinese message with did-you-mean on the error stream, nothing on the output, exit code 1."""
    result = _run("7.1.2.3c")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "标准中没有条款 7.1.2.3c" in result.stderr
    assert "是否为 7.1.2.3-c？" in result.stderr


def test_an_unknown_kind_says_which_there_are() -> None:
    """Wrong usage: exit code 2, and the six kinds in the message."""
    result = _run("--kind", "隐私政策")

    assert result.exit_code == 2
    assert "privacy（个人信息管理制度）" in result.stderr


def test_help_is_chinese() -> None:
    """A person who reads only Chinese learns what the command does."""
    assert "查看标准的条款目录" in _run("--help").output
