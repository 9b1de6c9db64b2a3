"""`itsm-docs lint`: what it takes, what it prints and writes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.helpers.cli import CommandLine
from tests.helpers.tree import plant
from tests.helpers.word import docx, texts

from itsm_docs.ooxml.comments import comments_of
from itsm_docs.ooxml.package import read

WRONG = docx("Heading1 双方", "BodyText 甲方：{{ client.nmae }}")
RIGHT = docx("Heading1 双方", "BodyText 甲方：{{ client.name }}")


def test_a_right_template_ends_with_0(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """And says so."""
    run = itsm_docs("lint", plant(tmp_path, {"甲.docx": RIGHT}) / "甲.docx")

    assert (run.code, run.out.strip()) == (0, "没有发现问题")


def test_a_wrong_template_ends_with_1_and_the_place(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """File as given, heading, text."""
    path = plant(tmp_path, {"甲.docx": WRONG}) / "甲.docx"
    run = itsm_docs("lint", path)

    assert run.code == 1
    assert f"{path} 双方 › “甲方：{{{{ client.nmae }}}}”: 错误 TP201" in run.out


def test_several_templates_are_one_report(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Word and Markdown, files and folders."""
    plant(
        tmp_path,
        {"甲.docx": WRONG, "乙.md": "# 甲\n\n{{ client.nmae }}\n", "丙/01.md": "# 甲\n\n{{ provider.nmae }}\n"},
    )
    run = itsm_docs("lint", tmp_path / "甲.docx", tmp_path / "乙.md", tmp_path / "丙", "--format", "json")
    found = json.loads(run.out)["findings"]

    assert run.code == 1
    assert sorted((Path(one["file"]).name, one["line"]) for one in found) == [
        ("01.md", 3),
        ("乙.md", 3),
        ("甲.docx", None),
    ]


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_reports_for_programs_name_the_code(form: str, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """In every form."""
    assert "TP201" in itsm_docs("lint", plant(tmp_path, {"甲.docx": WRONG}) / "甲.docx", "--format", form).out


def test_fail_on_warning_counts_warnings(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """By default they do not fail."""
    line = '<w:p><w:ins w:id="1" w:author="甲" w:date="2026-01-01T00:00:00Z"><w:r><w:t>{{ client.name }}</w:t></w:r></w:ins></w:p>'
    path = plant(tmp_path, {"甲.docx": docx(line)}) / "甲.docx"

    assert itsm_docs("lint", path).code == 0
    assert itsm_docs("lint", path, "--fail-on", "warning").code == 1


def test_annotate_writes_a_copy_with_comments(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The template stays as it is."""
    path, copy = plant(tmp_path, {"甲.docx": WRONG}) / "甲.docx", tmp_path / "批注.docx"
    run = itsm_docs("lint", path, "--annotate", copy)

    assert f"已写出 {copy}，含批注 1 条" in run.err
    assert [at for at, _ in comments_of(read(copy.read_bytes()))] == ["甲方：{{ client.nmae }}"]
    assert path.read_bytes() == WRONG


def test_annotating_markdown_gives_its_word_template_with_comments(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Also for what reading the Markdown finds, at the paragraph that the line became."""
    source = "# 双方\n\n甲方：{{ client.nmae }}\n\n乙方：｛｛ provider.name ｝｝\n"
    copy = tmp_path / "批注.docx"
    itsm_docs("lint", plant(tmp_path, {"甲.md": source}) / "甲.md", "--annotate", copy)
    found = comments_of(read(copy.read_bytes()))

    assert [at for at, text in found if "TP201" in text] == ["甲方：{{ client.nmae }}"]
    assert [at for at, text in found if "MD105" in text] == ["乙方：{{ provider.name }}"]
    assert "双方" in texts(copy.read_bytes())


def test_a_chapter_is_checked_with_its_neighbours(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """References lead to other chapters of the kind; only the chapter's own findings are reported."""
    files = {"sla/01.md": "# 甲 {: #one}\n\n{{ client.nmae }}\n", "sla/02.md": "# 乙\n\n见{{ ref('one') }}。\n"}
    plant(tmp_path, files)

    assert itsm_docs("lint", tmp_path / "sla" / "02.md").code == 0
    assert itsm_docs("lint", tmp_path / "sla").code == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["没有.docx"], "IO101"),
        (["空"], "DC106"),
        (["甲.docx", "--kind", "slaa"], "TP110"),
        (["甲.docx", "乙.docx", "--annotate", "丙.docx"], "一次只能检查一个模板"),
        (["甲.docx", "--annotate", "甲.docx"], "不能写回模板本身"),
        ([], "缺少 模板"),
    ],
)
def test_what_cannot_run_ends_with_2(
    arguments: list[str], expected: str, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """With the reason."""
    plant(tmp_path, {"甲.docx": RIGHT, "乙.docx": RIGHT, "空/读我.txt": ""})
    run = itsm_docs("lint", *arguments, cwd=tmp_path)

    assert run.code == 2
    assert expected in run.said


def test_a_file_that_is_no_word_file_is_a_finding(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Named, and without a copy."""
    plant(tmp_path, {"甲.docx": "文字"})
    run = itsm_docs("lint", "甲.docx", "--annotate", "乙.docx", cwd=tmp_path)

    assert run.code == 1
    assert "甲.docx: 错误 OX103" in run.out
    assert "没有写出带批注的副本" in run.err
    assert not (tmp_path / "乙.docx").exists()
