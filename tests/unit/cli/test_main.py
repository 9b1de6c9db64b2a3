"""The command group: usage errors and help in Chinese, exit codes, the one place where errors become text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.helpers.cli import CommandLine

from itsm_docs.cli.main import COMMANDS, cli
from itsm_docs.errors import Faulty, unusable
from itsm_docs.findings import Where, finding

OPTIONS = re.compile(r"\[[a-z|]+\]|-{1,2}[a-z-]+|[a-z]*\.(?:yaml|json|docx|md|xlsx)\b|itsm-docs(?: [a-z]+)*")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nosuch"], f"没有命令 nosuch，可用：{'、'.join(COMMANDS)}"),
        (["biuld"], "没有命令 biuld，是否为 build？"),
        (["build"], "缺少 项目"),
        (["build", "--onlyy", "sla", "x"], "没有选项 --onlyy，是否为 --only？"),
        (["build", "-x"], "没有选项 -x"),
        (["build", "a", "b", "c"], "多写了参数：b c"),
        (["build", "a", "--output"], "选项 --output 后面缺少值"),
        (["build", "a", "--pages=3"], "选项 --pages 后面不写值"),
        (["build", "a", "--fail-on", "all"], "--fail-on 的值不对，可取：error、warning"),
        (["build", "a", "--to", "docx,pdf,rtf"], "--to 不支持 docx、rtf，可取：pdf、html、md、odt"),
        (["validate", "a", "--format", "xml"], "--format 的值不对，可取：text、json、sarif、junit"),
        (["--bogus"], "没有选项 --bogus"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_usage_error_is_one_chinese_sentence(arguments: list[str], expected: str, itsm_docs: CommandLine) -> None:
    """Exit code 2, nothing on the output, and where to read on."""
    run = itsm_docs(*arguments)

    assert (run.code, run.out) == (2, "")
    assert run.err == f"itsm-docs: {expected}\n提示：加 --help 看用法\n"


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command, those of inner groups too, as it is typed."""
    context, found = click.Context(group), [path]
    for name in group.list_commands(context):
        inner = group.get_command(context, name)
        found += commands(inner, (*path, name)) if isinstance(inner, click.Group) else [(*path, name)]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_has_no_english(command: tuple[str, ...], itsm_docs: CommandLine) -> None:
    """Latin letters are options, their values, file names, commands and names of standards and products only."""
    run = itsm_docs(*command, "--help")
    words = set(re.findall(r"[A-Za-z]{2,}", OPTIONS.sub(" ", run.out)))
    names = {"Word", "JSON", "Schema", "LibreOffice", "DB", "PDF", "Markdown", "schemas", "engagement"}
    values = {"contract", "plan", "sla", "process", "documents", "privacy", "text", "json", "error", "warning"}
    values |= {"full", "sidecar", "none", "pdf", "html", "md", "odt", "docx", "xlsx", "csv"}
    typed = {name for path in commands() for name in path}

    assert run.code == 0
    assert words - names - values - typed == set()


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_and_option_is_explained(command: tuple[str, ...]) -> None:
    """An option without help text is a riddle."""
    found: click.Command | None = cli
    for name in command:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), name)

    assert found is not None
    assert found.help
    assert [option.name for option in found.params if isinstance(option, click.Option) and not option.help] == []


def test_without_a_command_the_help_is_shown() -> None:
    """On the error stream, with exit code 2: nothing was done."""
    run = subprocess.run([sys.executable, "-m", "itsm_docs"], capture_output=True, encoding="utf-8", check=False)

    assert (run.returncode, run.stdout) == (2, "")
    assert "命令:" in run.stderr


def test_the_version_is_printed(itsm_docs: CommandLine) -> None:
    """One line for bug reports."""
    assert re.fullmatch(r"itsm-docs \d+\.\d+\.\d+\n", itsm_docs("--version").out)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Faulty([finding("IN101", Where(file="a"), problem="x", found="x", expected="x", name="x")]), 1),
        (unusable("IO101", Where(file="a")), 2),
    ],
)
def test_an_error_of_ours_becomes_text_and_its_exit_code(
    error: Faulty, code: int, itsm_docs: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever command it came from; the report goes to the error stream."""

    def fail(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("itsm_docs.inputs.read_project", fail)
    run = itsm_docs("build", "anything")

    assert (run.code, run.out) == (code, "")
    assert run.err.startswith(f"a: 错误 {error.findings[0].code}: ")


def test_an_interruption_is_no_traceback(itsm_docs: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C is an answer."""

    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("itsm_docs.inputs.read_project", interrupt)
    run = itsm_docs("build", "anything")

    assert run.code == 130
    assert run.err.strip() == "已中断"


def test_a_console_that_is_not_utf8_is_no_obstacle(tmp_path: Path) -> None:
    """A Chinese Windows console is GBK; what it cannot show becomes a question mark, not a traceback."""
    (tmp_path / "engagement.yaml").write_text("项目编号: 🚢\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "itsm_docs", "validate", str(tmp_path)],
        env={**os.environ, "PYTHONIOENCODING": "gbk"}, capture_output=True, check=False,
    )  # fmt: skip

    assert run.returncode == 1
    assert b"Traceback" not in run.stderr
    assert "错误" in run.stdout.decode("gbk")


def test_browsing_clauses_loads_no_models() -> None:
    """A command imports what it needs."""
    code = (
        "import sys; sys.argv = ['itsm-docs', 'clauses', '8.2']\n"
        "from itsm_docs.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pydantic', 'lxml', 'jinja2', 'openpyxl'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert run.stdout.splitlines()[-1] == "[]"
