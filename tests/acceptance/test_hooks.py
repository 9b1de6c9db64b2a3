"""The hooks for pre-commit, run by pre-commit itself in a repository of a drafter. Installs nothing: the entries run here."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.helpers.tools import ROOT, need_pre_commit
from tests.helpers.tree import edit

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


def _run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "PYTHONIOENCODING": "utf-8", "PRE_COMMIT_HOME": str(cwd.parent / "home")}
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def repository(tmp_path: Path, minimal: Path) -> Path:
    """A repository with two projects, one in a folder whose name has a blank, and the hook that checks descriptions."""
    need_pre_commit()
    folder = tmp_path / "仓库"
    for name in ("岚岬 项目", "b"):
        shutil.copytree(minimal, folder / name)
    hook = HOOKS["itsm-docs-validate"]
    program = hook["entry"].replace("itsm-docs", f"{shlex.quote(sys.executable)} -m itsm_docs")
    local = {"repo": "local", "hooks": [{**hook, "entry": program, "language": "system"}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [local]}), encoding="utf-8")
    _run("git", "init", "-q", cwd=folder)
    return folder


def _committed(folder: Path) -> subprocess.CompletedProcess[str]:
    _run("git", "add", "-A", cwd=folder)
    return _run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=folder)


def test_sound_projects_are_let_through(repository: Path) -> None:
    """All that were changed, in one run."""
    run = _committed(repository)

    assert run.returncode == 0, run.stdout + run.stderr


def test_a_faulty_project_is_told_by_file_and_line_and_nothing_else_is_printed(repository: Path) -> None:
    """A list of defaults would hide the one line that matters."""
    edit(repository / "岚岬 项目", "比例: 25, 付款条件: 双方签认第一季度", "比例: 35, 付款条件: 双方签认第一季度")

    run = _committed(repository)

    assert run.returncode == 1
    assert "岚岬 项目/engagement.yaml:43:7: 错误 CT201: 各期付款比例合计 110%，应为 100%" in run.stdout
    assert run.stdout.rstrip().endswith("1 个错误")


def test_every_hook_names_a_command_that_takes_the_files_it_is_given() -> None:
    """pre-commit passes file names; a hook whose command takes one only would fail on the second."""
    from itsm_docs.cli.main import cli

    for hook in HOOKS.values():
        program, name, *options = hook["entry"].split()
        command = cli.get_command(None, name)  # type: ignore[arg-type]  the name alone decides

        assert program == "itsm-docs"
        assert command is not None, name
        assert [one.nargs for one in command.params if one.param_type_name == "argument"] == [-1]
        assert {*options} <= {name for one in command.params for name in one.opts}
