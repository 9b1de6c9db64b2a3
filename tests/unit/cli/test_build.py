"""`itsm-docs build`: which calls its arguments become, what it writes and prints; the documents themselves are tested elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.cli import CommandLine
from tests.helpers.tree import copy_of

from itsm_docs.documents import Converted, Document, Format, Order
from itsm_docs.inputs import read_project
from itsm_docs.model import Engagement

DOCUMENT = Document("sla", "服务等级协议", "N-1", "V1.0", "N-1 服务等级协议.docx", b"PK-made")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """The calls of the builders, which make nothing."""
    seen: list[tuple[str, Any]] = []

    def build_converted(
        _engagement: object, order: Order, formats: Collection[Format], *, pages: bool
    ) -> list[Converted]:
        seen.append((order.kinds, pages))
        return [Converted(DOCUMENT, {name: name.encode() for name in formats})]

    monkeypatch.setattr("itsm_docs.documents.build_converted", build_converted)
    monkeypatch.setattr("itsm_docs.documents.check_programs", lambda *_formats, **_pages: None)
    return seen


@pytest.mark.parametrize(
    ("arguments", "expected", "formats"),
    [
        ([], (None, False), []),
        (["--only", "sla"], (("sla",), False), []),
        (["--only", " sla , plan,"], (("sla", "plan"), False), []),
        (["--only", ","], (None, False), []),
        (["--pages"], (None, True), []),
        (["--to", "pdf"], (None, False), ["pdf"]),
        (["--to", " PDF,,html ,.md, odt,pdf "], (None, False), ["pdf", "html", "md", "odt"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_arguments_become_one_call_and_its_files(
    arguments: list[str],
    expected: tuple[Any, bool],
    formats: list[str],
    calls: list[Any],
    minimal: Path,
    tmp_path: Path,
    itsm_docs: CommandLine,
) -> None:
    """The command only translates; every file written is named on the output."""
    run = itsm_docs("build", minimal, "-o", tmp_path / "out", *arguments)
    names = [f"N-1 服务等级协议.{suffix}" for suffix in ("docx", *formats)]

    assert run.code == 0
    assert calls == [expected]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*names, "manifest.json"])
    assert [name for name in names if f"已生成 {tmp_path / 'out' / name}" not in run.out] == []


@pytest.mark.usefixtures("calls")
def test_the_manifest_describes_what_was_written(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """With hashes, open points and defaults; the same for the same project."""
    itsm_docs("build", minimal, "-o", tmp_path)
    first = (tmp_path / "manifest.json").read_bytes()
    itsm_docs("build", minimal, "-o", tmp_path)
    manifest = json.loads(first)

    assert (tmp_path / "manifest.json").read_bytes() == first
    assert manifest["documents"] == [
        {
            "kind": "sla",
            "path": DOCUMENT.file_name,
            "sha256": hashlib.sha256(b"PK-made").hexdigest(),
            "title": "服务等级协议",
            "version": "V1.0",
        }
    ]
    itsm_docs("build", minimal, "-o", tmp_path, "--to", "md,html")
    (converted,) = json.loads((tmp_path / "manifest.json").read_bytes())["documents"]
    assert converted == {**manifest["documents"][0], "also": ["N-1 服务等级协议.html", "N-1 服务等级协议.md"]}
    assert {"path", "title", "value", "source", "binding"} == set(manifest["defaults_used"][0])
    loaded, _ = read_project(minimal, Engagement)
    assert loaded is not None
    assert [point["title"] for point in manifest["open_points"]] == [item.trail for item in loaded.open_points]


@pytest.mark.usefixtures("calls")
def test_without_an_output_folder_the_project_gets_one(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A double-click has no arguments."""
    project = copy_of(minimal, tmp_path / "project")
    itsm_docs("build", project / "engagement.yaml")

    assert (project / "输出" / "manifest.json").is_file()


def test_findings_at_the_threshold_stop_the_build(
    minimal: Path, tmp_path: Path, calls: list[Any], itsm_docs: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written, not even the folder."""
    from itsm_docs.findings import finding

    monkeypatch.setattr("itsm_docs.rules.check", lambda _engagement: [finding("IN316", names="D")])
    stopped = itsm_docs("build", minimal, "-o", tmp_path / "a", "--fail-on", "warning")
    passed = itsm_docs("build", minimal, "-o", tmp_path / "b")

    assert (stopped.code, passed.code) == (1, 0)
    assert "警告 IN316" in stopped.err
    assert not (tmp_path / "a").exists()
    assert len(calls) == 1


def test_the_output_is_tried_before_the_work(
    minimal: Path, tmp_path: Path, calls: list[Any], itsm_docs: CommandLine
) -> None:
    """Nobody waits for LibreOffice to learn that the folder is a file."""
    (tmp_path / "out").write_bytes(b"")
    run = itsm_docs("build", minimal, "-o", tmp_path / "out")

    assert run.code == 2
    assert "错误 IO203" in run.err
    assert calls == []


def test_an_unknown_kind_is_told_with_those_that_exist(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Exit code 2: the request was wrong, not the project."""
    run = itsm_docs("build", minimal, "-o", tmp_path / "out", "--only", "sal")

    assert run.code == 2
    assert "错误 TP110: 没有文件种类“sal”的模板，现有：" in run.err


@pytest.mark.usefixtures("calls")
def test_defaults_and_open_points_are_counted(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The drafter sees what others have decided for him."""
    assert "采用默认值" in itsm_docs("build", minimal, "-o", tmp_path).out
