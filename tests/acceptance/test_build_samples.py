"""`build` over every sample: what a drafter gets is whole, valid, and follows its description."""

from __future__ import annotations

import hashlib
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from outcome import Built
from tests.helpers import validator
from tests.helpers.cli import CommandLine, in_a_process
from tests.helpers.tree import copy_of, edit, plant

from itsm_docs import documents
from itsm_docs.ooxml.check import check


@pytest.fixture(scope="module")
def built(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A sample, built once by a process of its own."""
    folder = tmp_path_factory.mktemp(sample.name)
    run = in_a_process("build", sample, "-o", folder, cwd=folder)
    assert run.code == 0, run.said
    return Built(folder)


def test_every_document_of_the_manifest_is_there_and_whole(built: Built) -> None:
    """Every kind that has a template and the sheet for the signatory, with its hash; nothing else in the folder."""
    entries = built.manifest["documents"]

    assert [entry["kind"] for entry in entries if entry["kind"] != "public"] == [*documents.available_kinds(), "review"]
    assert sorted(path.name for path in built.folder.iterdir()) == sorted(
        ["manifest.json", *(entry["path"] for entry in entries)]
    )
    for entry in entries:
        assert hashlib.sha256((built.folder / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]


def test_every_document_passes_our_check(built: Built) -> None:
    """No dangling reference, no duplicate name, no cell without a paragraph …"""
    assert [found for entry in built.manifest["documents"] for found in check(built.document(entry["kind"]))] == []


def test_every_document_passes_microsoft_s_validator(built: Built) -> None:
    """Zero errors."""
    assert [
        error for entry in built.manifest["documents"] for error in validator.errors(built.document(entry["kind"]))
    ] == []


def test_no_tag_and_no_placeholder_is_left(built: Built) -> None:
    """In the body, headers, footnotes and properties."""
    for entry in built.manifest["documents"]:
        text = built.text(entry["kind"])
        assert re.findall(r"\{[{%#]|[}%#]\}|None|True|False|[\ufdd0-\ufdef]|TODO|XXX", text) == []


def test_open_points_are_yellow_and_counted(built: Built) -> None:
    """What the manifest lists is in the document, highlighted, and nothing else is."""
    points = built.manifest["open_points"]
    kinds = [entry["kind"] for entry in built.manifest["documents"] if entry["kind"] != "review"]
    yellow = sum(built.xml(kind).count('<w:highlight w:val="yellow"/>') for kind in kinds)
    text = "".join(built.text(kind) for kind in kinds)

    assert (yellow == 0) is (not points)
    assert [point for point in points if (point["note"] or "待定") not in text] == []


def test_the_text_has_no_orphans(built: Built) -> None:
    """No empty paragraph between texts, no heading without text under it, no table without a body row."""
    body = built.xml().partition("TOC \\o")[2]
    headings = [
        (int(level), at.start()) for at in re.finditer(r'<w:pStyle w:val="Heading(\d)"/>', body) for level in [at[1]]
    ]
    orphans = [
        body[start : start + 300]
        for (level, start), (following, end) in pairwise(headings)
        if following <= level and body.count("<w:p>", start, end) < 1
    ]

    assert orphans == []
    assert [
        table
        for table in re.findall(r"<w:tbl>.*?</w:tbl>", body, re.DOTALL)
        if table.count("<w:tr>") + table.count("<w:tr ") < 2
    ] == []


def test_the_names_of_both_parties_are_the_same_everywhere(built: Built) -> None:
    """Cover, first article and signature page."""
    loaded = re.findall(r"(\S+)（甲方，简称", built.text())

    assert loaded
    assert built.text().count(loaded[0]) >= 3


def test_a_second_run_replaces_the_first_byte_by_byte(
    sample: Path, built: Built, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """The same description gives the same files, over whatever was there."""
    for entry in built.manifest["documents"]:
        plant(tmp_path, {entry["path"]: b"an older version"})
    run = itsm_docs("build", sample, "-o", tmp_path)

    assert run.code == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in built.folder.iterdir()
    }


FACTS = {
    "minimal": [
        ("大连岚岬船舶配套有限公司", "大连岚汐船舶配套有限公司"),
        ("LJ-2027-YW01", "LJ-2027-YW99"),
        ("0411-87953300", "0411-87953377"),
        ("浪潮 NF5270M6", "浪潮 NF8480G7"),
    ],
    "port-operations": [
        ("大连远澜湾集装箱码头有限公司", "大连静澜湾集装箱码头有限公司"),
        ("YLW-2027-YW01", "YLW-2027-YW88"),
    ],
}


@pytest.mark.parametrize(
    ("name", "old", "new"), [(name, old, new) for name, facts in FACTS.items() for old, new in facts]
)
def test_one_fact_changed_in_the_description_changes_everywhere(
    name: str, old: str, new: str, minimal: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """The old value is nowhere, the new one wherever the old one was: cover, header, text, tables, properties."""
    project = copy_of(minimal.parent / name, tmp_path / "项目 一")
    itsm_docs("build", project, "-o", tmp_path / "before")
    edit(project, old, new)
    run = itsm_docs("build", project, "-o", tmp_path / "after")
    before, after = Built(tmp_path / "before").text(), Built(tmp_path / "after").text()

    assert run.code == 0
    assert old in before
    assert old not in after
    assert after.count(new) == before.count(old)


def test_a_changed_target_changes_its_worked_example(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A unit price reaches its amount, the sum, the capital numerals and the fee per period."""
    project = copy_of(minimal, tmp_path / "project")
    itsm_docs("build", project, "-o", tmp_path / "before")
    edit(project, '"13,500.00"', '"14,500.00"')
    itsm_docs("build", project, "-o", tmp_path / "after")
    before, after = Built(tmp_path / "before").text(), Built(tmp_path / "after").text()

    assert "162,000.00" in before  # 13,500.00 × 12
    assert "162,000.00" not in after
    assert "174,000.00" in after


def test_folders_may_have_any_name(minimal: Path, tmp_path: Path) -> None:
    """Blanks, Chinese characters, brackets and an apostrophe, given relative to another folder."""
    copy_of(minimal, tmp_path / "我的 项目（2027）'终稿'")
    run = in_a_process("build", "我的 项目（2027）'终稿'", "-o", "输出 文件夹/第 1 版", cwd=tmp_path)

    assert run.code == 0, run.said
    assert (tmp_path / "输出 文件夹" / "第 1 版" / "manifest.json").is_file()


def test_the_project_may_be_the_current_folder(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """`.` is what a double-click script gives."""
    project = copy_of(minimal, tmp_path / "project")

    assert itsm_docs("build", ".", cwd=project).code == 0
    assert (project / "输出" / "manifest.json").is_file()


def test_includes_may_be_written_as_on_windows(port: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """`服务\\码头生产系统.yaml` is the same file, and gives the same document."""
    project = copy_of(port, tmp_path / "project")
    edit(project, "服务/", "服务\\")
    itsm_docs("build", port, "-o", tmp_path / "a")
    run = itsm_docs("build", project, "-o", tmp_path / "b")

    assert run.code == 0, run.err
    assert Built(tmp_path / "b").document() == Built(tmp_path / "a").document()


@pytest.mark.skipif(sys.platform == "win32", reason="line ends of this file system")
def test_line_ends_of_windows_make_no_difference(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Notepad writes them."""
    project = copy_of(minimal, tmp_path / "project")
    path = project / "engagement.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    itsm_docs("build", minimal, "-o", tmp_path / "a")
    itsm_docs("build", project, "-o", tmp_path / "b")

    assert Built(tmp_path / "b").document() == Built(tmp_path / "a").document()
