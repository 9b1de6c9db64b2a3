"""The command line as a shell meets it: arguments in; exit code, output and complaints out, with the outer error handling."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything printed."""
        return self.out + self.err


class CommandLine:
    """Runs commands in this process (fast); a traceback of a command is a failure of the test."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str | Path, cwd: Path | None = None) -> Run:
        from itsm_docs.cli import main

        self._monkeypatch.setattr(sys, "argv", ["itsm-docs", *map(str, arguments)])
        if cwd is not None:
            self._monkeypatch.chdir(cwd)
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        printed = self._capsys.readouterr()
        return Run(left.value.code if isinstance(left.value.code, int) else 0, printed.out, printed.err)


def in_a_process(*arguments: str | Path, cwd: Path, variables: Mapping[str, str] | None = None) -> Run:
    """`python -m itsm_docs …` in a process of its own, in a folder."""
    run = subprocess.run(
        [sys.executable, "-m", "itsm_docs", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **(variables or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return Run(run.returncode, run.stdout, run.stderr)
