"""What can be wrong with a project or its place: one clear message each, the exact place, an exit code, no traceback."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.helpers.cli import CommandLine
from tests.helpers.tree import copy_of, edit, plant
from tests.helpers.word import docx

from itsm_docs import workspace

Break = Callable[[Path], str | None]


def _write(name: str, content: str | bytes) -> Break:
    def change(project: Path) -> None:
        plant(project, {name: content})

    return change


def _append(text: str) -> Break:
    def change(project: Path) -> None:
        path = project / "engagement.yaml"
        path.write_text(path.read_text(encoding="utf-8").rstrip() + f"\n{text}\n", encoding="utf-8")

    return change


def _recoded(encoding: str) -> Break:
    def change(project: Path) -> None:
        path = project / "engagement.yaml"
        path.write_bytes(
            path.read_text(encoding="utf-8").replace("–", "-").replace("〔", "(").replace("〕", ")").encode(encoding)
        )

    return change


def _edited(old: str, new: str) -> Break:
    def change(project: Path) -> None:
        edit(project, old, new)

    return change


def _missing(project: Path) -> str:
    (project / "engagement.yaml").unlink()
    return "engagement.yaml"


def _folder(project: Path) -> None:
    (project / "engagement.yaml").unlink()
    (project / "engagement.yaml").mkdir()


def _huge(project: Path) -> None:
    with (project / "engagement.yaml").open("r+b") as stream:
        stream.truncate(50 * 1024 * 1024)


def _cycle(project: Path) -> None:
    edit(project, "服务地点:\n", "服务地点: 甲.yaml\n删去:\n")
    plant(project, {"甲.yaml": "乙.yaml", "乙.yaml": "甲.yaml"})


def _sheet(project: Path) -> None:
    text = (project / "engagement.yaml").read_text(encoding="utf-8")
    head, _, rest = text.partition("服务对象清单:")
    tail = rest[rest.index("\n资源配置:") :]
    (project / "engagement.yaml").write_text(f"{head}服务对象清单: 台账.xlsx#服务对象{tail}", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "服务对象"
    sheet.append(["资产编号", "名称", "数量", "所属服务", "服务地点", "重要程度", "质保到期", "维护责任"])
    sheet.append(["A1", "服务器", "三台", "it", "office", "关键", "2027-02-30", "乙方"])
    book.save(project / "台账.xlsx")


def _no_book(project: Path) -> None:
    _sheet(project)
    (project / "台账.xlsx").write_bytes(b"PK\x03\x04 not a workbook")


CASES: dict[str, tuple[Break, int, str | None, str]] = {
    "the file is missing": (_missing, 2, None, "错误 IO109"),
    "a folder in the file's place": (_folder, 2, None, "错误 IO1"),
    "not UTF-8": (_write("engagement.yaml", b"\xff\xff\xff\x80\x81"), 2, None, "错误 IO106"),
    "GBK": (_recoded("gb18030"), 2, None, "错误 IO107: 文件编码是 GBK，应为 UTF-8"),
    "UTF-16": (_recoded("utf-16"), 2, None, "错误 IO107: 文件编码是 UTF-16，应为 UTF-8"),
    "a Word file": (_write("engagement.yaml", docx("BodyText 甲")), 2, None, "错误 IO108"),
    "an empty file": (_write("engagement.yaml", ""), 1, None, "engagement.yaml: 错误 IN"),
    "only comments": (_write("engagement.yaml", "# 待写\n"), 1, None, "engagement.yaml: 错误 IN"),
    "50 MB": (_huge, 2, None, "错误 IO104: 文件有 50 MB，超过 20 MB 的上限"),
    "a key given twice": (_append("项目编号: X-1"), 1, "项目编号: X-1", "错误 IN"),
    "an unknown key": (_append("密极: 内部"), 1, "密极", "错误 IN201: 没有名为“密极”的字段"),
    "full-width punctuation": (_append("密级：内部"), 1, "密级：", "错误 IN122"),
    "a tab": (_append("密级:\n\t- 内部"), 1, "\t- 内部", "错误 IN121"),
    "an included file is missing": (_edited("服务地点:\n", "服务地点: 地点.yaml\n删去:\n"), 1, "服务地点: 地点.yaml", "错误 I"),
    "files that include each other": (_cycle, 1, None, "错误 IN"),
    "a number in words in a sheet": (_sheet, 1, None, "台账.xlsx!服务对象!C2: 错误 "),
    "a day that does not exist in a sheet": (_sheet, 1, None, "台账.xlsx!服务对象!G2: 错误 "),
    "a broken workbook": (_no_book, 1, None, "台账.xlsx: 错误 IN"),
    "a credit code with a wrong digit": (_edited("YC8J5M71", "YC8J5M72"), 1, "YC8J5M72", "错误 DM109: 甲方 › 统一社会信用代码"),
    "a price below zero": (_edited('"6,000.00"', '"-6,000.00"'), 1, '"-6,000.00"', "错误 DM103"),
    "a service nobody knows": (_edited("it, 计价项: 服务经理", "ofice, 计价项: 服务经理"), 1, "ofice", "错误 RU"),
}  # fmt: skip
"""What is done to the smallest sample, the exit code, a text on the line that must be named, and the message."""


@pytest.mark.parametrize("command", ["validate", "build"])
@pytest.mark.parametrize(("change", "code", "marker", "expected"), CASES.values(), ids=list(CASES))
def test_a_broken_project_is_told_and_nothing_is_written(
    change: Break,
    code: int,
    marker: str | None,
    expected: str,
    command: str,
    minimal: Path,
    tmp_path: Path,
    itsm_docs: CommandLine,
) -> None:
    """The same code and place from both commands; the reason in Chinese; no output folder."""
    project = copy_of(minimal, tmp_path / "项目")
    change(project)
    run = itsm_docs(command, project, *(["-o", tmp_path / "out"] if command == "build" else []))

    assert run.code == code
    assert [line for line in run.said.splitlines() if expected in line and _at(project, marker) in line] != [], run.said
    assert "Traceback" not in run.said
    assert "Error" not in run.said
    assert not (tmp_path / "out").exists()


def _at(project: Path, marker: str | None) -> str:
    """``engagement.yaml:12:`` for the last line with a text; nothing where no line is meant."""
    if marker is None:
        return ""
    lines = (project / "engagement.yaml").read_text(encoding="utf-8").splitlines()
    return f"engagement.yaml:{max(number for number, line in enumerate(lines, 1) if marker in line)}:"


def test_everything_wrong_is_told_at_once(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Three mistakes in three places are one run, in the order of the file."""
    project = copy_of(minimal, tmp_path / "项目")
    edit(project, "91210211MAYC8J5M71", "123")
    edit(project, "2027-12-31", "2027-13-31")
    edit(project, '"6,000.00"', "六千")
    said = [
        line
        for line in itsm_docs("validate", project).out.splitlines()
        if "错误" in line and "engagement.yaml:" in line
    ]

    assert [_at(project, marker) in line for marker, line in zip(("123", "2027-13-31", "六千"), said, strict=True)] == [
        True
    ] * 3


# The place for the output


@pytest.fixture
def old(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> tuple[Path, Path, bytes]:
    """Project, output folder and the document of an earlier run."""
    project = copy_of(minimal, tmp_path / "项目")
    out = tmp_path / "out"
    assert itsm_docs("build", project, "-o", out).code == 0
    document = min(out.glob("*.docx"))  # the first that a build writes
    edit(project, "大连岚岬船舶配套有限公司", "大连岚汐船舶配套有限公司")
    return project, document, document.read_bytes()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_old_file_whole(
    number: int, old: tuple[Path, Path, bytes], itsm_docs: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half-way through the document; nothing temporary stays, and the next run with room succeeds."""
    project, document, before = old
    names = {path.name for path in document.parent.iterdir()}
    real = os.fsync

    def full(handle: int) -> None:
        if os.fstat(handle).st_size:  # the empty probe fits
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(workspace.os, "fsync", full)
    run = itsm_docs("build", project, "-o", document.parent)
    monkeypatch.setattr(workspace.os, "fsync", real)

    assert run.code == 2
    assert "错误 IO202: 磁盘空间不足，没有写入" in run.err
    assert document.read_bytes() == before
    assert {path.name for path in document.parent.iterdir()} == names
    assert itsm_docs("build", project, "-o", document.parent).code == 0
    assert document.read_bytes() != before


def test_a_document_that_is_open_in_word_is_told(
    old: tuple[Path, Path, bytes], itsm_docs: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace it; the old one stays, and the message says what to close."""
    project, document, before = old
    real = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.suffix == ".docx":
            raise PermissionError(errno.EACCES, "Access is denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    run = itsm_docs("build", project, "-o", document.parent)

    assert run.code == 2
    assert "错误 IO201: 没有写入权限，或文件正被 Word/WPS 打开" in run.err
    assert f"{document.parent}" in run.err
    assert document.read_bytes() == before


def test_an_output_folder_that_is_a_file_is_told(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The file is untouched."""
    plant(tmp_path, {"out": "我的笔记"})
    run = itsm_docs("build", minimal, "-o", tmp_path / "out")

    assert run.code == 2
    assert "错误 IO203" in run.err
    assert (tmp_path / "out").read_text(encoding="utf-8") == "我的笔记"


@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "IO201"), (errno.EROFS, "IO20")])
def test_a_folder_that_refuses_files_is_told(
    number: int, code: str, minimal: Path, tmp_path: Path, itsm_docs: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a read-only share or a write-protected stick does, whoever runs the tests."""

    def refuse(**_named: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(workspace.tempfile, "mkstemp", refuse)
    run = itsm_docs("build", minimal, "-o", tmp_path / "out")

    assert run.code == 2
    assert f"错误 {code}" in run.err
