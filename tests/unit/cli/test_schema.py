"""`itsm-docs schema`: writes both schemas, or says which one no longer fits."""

from __future__ import annotations

import json
from pathlib import Path

from tests.helpers.cli import CommandLine

NAMES = ["engagement.schema.json", "engagement.zh.schema.json"]


def test_both_schemas_are_written(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """One for English keys, one for Chinese ones, and the way to each is printed."""
    run = itsm_docs("schema", "-o", tmp_path)

    assert run.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES
    assert [line.rpartition("/")[2] for line in run.out.splitlines()] == NAMES
    assert "甲方" in json.loads((tmp_path / NAMES[1]).read_text(encoding="utf-8"))["properties"]


def test_what_was_just_written_fits(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Also with the line ends of Windows."""
    itsm_docs("schema", "-o", tmp_path)
    path = tmp_path / NAMES[0]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert itsm_docs("schema", "--check", "-o", tmp_path).code == 0


def test_a_schema_that_differs_or_is_missing_is_named(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Exit code 1, and the command that repairs it; nothing is changed."""
    itsm_docs("schema", "-o", tmp_path)
    (tmp_path / NAMES[0]).write_text("{}", encoding="utf-8")
    (tmp_path / NAMES[1]).unlink()
    run = itsm_docs("schema", "--check", "-o", tmp_path)

    assert run.code == 1
    assert [name for name in NAMES if name not in run.out] == []
    assert (tmp_path / NAMES[0]).read_text(encoding="utf-8") == "{}"


def test_a_folder_that_cannot_be_written_is_a_finding(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Exit code 2, no traceback."""
    (tmp_path / "file").write_bytes(b"")
    run = itsm_docs("schema", "-o", tmp_path / "file")

    assert run.code == 2
    assert "IO203" in run.said


def test_the_shipped_schemas_fit_the_models(itsm_docs: CommandLine) -> None:
    """A changed field needs a new schema in the same change."""
    assert itsm_docs("schema", "--check").code == 0
