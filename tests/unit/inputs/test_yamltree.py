"""Reading YAML text: spelling, positions, and what is refused."""

from __future__ import annotations

import time

import pytest

from itsm_docs.inputs.located import Located
from itsm_docs.inputs.yamltree import read_yaml


def values(node: Located) -> object:
    """The plain values of a located tree."""
    if isinstance(node.value, dict):
        return {key: values(entry.value) for key, entry in node.value.items()}
    if isinstance(node.value, list):
        return [values(child) for child in node.value]
    return node.value


def tree(text: str) -> Located:
    """The tree of a text that must be faultless."""
    node, findings = read_yaml(text, "f.yaml")
    assert node is not None
    assert findings == []
    return node


@pytest.mark.parametrize(
    "spelling", ["4.10", "01234567", "99.9", "true", "2026-01-05", "1e3", "0x1F", "12:30", "yes", "NaN"]
)
def test_a_plain_value_keeps_its_spelling(spelling: str) -> None:
    """Versions, phones and clause numbers are not turned into numbers."""
    assert values(tree(f"a: {spelling}\n")) == {"a": spelling}


@pytest.mark.parametrize(
    ("written", "expected"), [("", None), ("~", None), ("null", None), ('""', ""), ("'null'", "null")]
)
def test_only_unquoted_nothing_is_an_empty_value(written: str, expected: str | None) -> None:
    """Quotes make a text of everything."""
    assert values(tree(f"a: {written}\n")) == {"a": expected}


def test_every_value_and_key_knows_its_line_and_column() -> None:
    """Positions count from 1, in characters and not in bytes."""
    node = tree("甲方:\n  名称: 某公司\n")

    assert isinstance(node.value, dict)
    inner = node.value["甲方"].value
    assert isinstance(inner.value, dict)
    entry = inner.value["名称"]
    assert (entry.key.file, entry.key.line, entry.key.column) == ("f.yaml", 2, 3)
    assert (entry.value.where.line, entry.value.where.column) == (2, 7)


def test_an_alias_repeats_what_was_written() -> None:
    """Anchors and aliases are allowed."""
    assert values(tree("a: &x [1, 2]\nb: *x\n")) == {"a": ["1", "2"], "b": ["1", "2"]}


def test_windows_line_ends_do_not_move_positions() -> None:
    """CR LF counts as one line end."""
    node, findings = read_yaml("a: 1\r\nb：2\r\nc: 3\r\n", "f.yaml")

    assert node is None
    assert [(one.code, one.where.line, one.where.column) for one in findings] == [("IN122", 2, 2)]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a:\n\tb: 1\n", "IN121", 2, 1),
        ("a: 1\nb：2\nc: 3\n", "IN122", 2, 2),
        ("- a：1\n  b: 2\n", "IN122", 1, 4),
        ("a: 1\nb:2\n", "IN123", 2, 3),
        ('a: "x\nb: 1\n', "IN124", 1, 4),
        ("a: 'x\nb: 1\n", "IN124", 1, 4),
        ('a: "D:\\资料"\n', "IN125", 1, 7),
        ("a: 'x' y\nb: 1\n", "IN126", 1, 8),
        ("a: [1，2\n", "IN127", 1, 6),
        ("a: [1, 2］\n", "IN127", 1, 9),
        ("a: [1, 2\nb: 3\n", "IN128", 1, 4),
        ("a: x: y\n", "IN129", 1, 5),
        ("a: @x\n", "IN130", 1, 4),
        ("a: %x\n", "IN130", 1, 4),
        ("a: - b\n", "IN131", 1, 4),
        ("a: > x\n", "IN132", 1, 6),
        ("a: 1\nb\nc: 2\n", "IN133", 2, 1),
        ("a: 1\n   b: 2\n", "IN134", 2, 1),
        ("a:\n  - x\n b: 2\n", "IN134", 3, 1),
        ("- a\nb: 1\n", "IN134", 2, 1),
        ("[]]", "IN120", 1, 3),
    ],
)
def test_a_syntax_error_names_its_cause_and_place(text: str, code: str, line: int, column: int) -> None:
    """One finding, at the place to mend, in plain words."""
    node, findings = read_yaml(text, "f.yaml")

    assert node is None
    assert [(one.code, one.where.line, one.where.column) for one in findings] == [(code, line, column)]


def test_a_full_width_colon_in_a_text_is_just_a_text() -> None:
    """Prose with a colon after its first word is not an error."""
    assert values(tree("说明: 注意：先断电\n附注: |\n  要点：先断电\n  再操作\n")) == {
        "说明": "注意：先断电",
        "附注": "要点：先断电\n再操作\n",
    }


def test_a_duplicate_key_names_both_lines() -> None:
    """The first value stays; the message tells where both are."""
    node, findings = read_yaml("a: 1\nb: 2\na: 3\n", "f.yaml")

    assert node is not None
    assert values(node) == {"a": "1", "b": "2"}
    assert "第 1 行和第 3 行" in findings[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\n<<: {b: 2}\n", "IN108"),
        ("a: !x 1\n", "IN107"),
        ("? [1]\n: 2\n", "IN112"),
        ("~: 2\n", "IN112"),
        ("a: *b\n", "IN110"),
        ("a: &x [*x]\n", "IN109"),
        ("a: 1\n---\nb: 2\n", "IN104"),
        ("", "IN101"),
        ("~\n", "IN101"),
        ('a: "\\x07"\n', "IN106"),
        ("a: \x07\n", "IN106"),
        ("a: \ufdd0\n", "IN106"),
        ("\ufddf: 1\n", "IN106"),
    ],
)
def test_what_descriptions_do_not_need_is_refused(text: str, code: str) -> None:
    """Merges, tags, further documents, keys that are no texts, characters that Word cannot hold."""
    assert [one.code for one in read_yaml(text, "f.yaml")[1]] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: " + "[" * 5000, "IN105"),
        ("{a: " * 5000, "IN105"),
        (
            "a: &a [x]\n" + "".join(f"k{i}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20)),
            "IN111",
        ),
    ],
    ids=["brackets", "braces", "aliases"],
)
def test_depth_and_expansion_are_bounded(text: str, code: str) -> None:
    """A hostile file is refused at once and without a deep stack."""
    began = time.perf_counter()

    assert [one.code for one in read_yaml(text, "f.yaml")[1]] == [code]
    assert time.perf_counter() - began < 2
