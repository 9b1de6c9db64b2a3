"""The seam to the engine: what is missing or fails is said, with the command that helps."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from itsm_docs.errors import Unusable
from itsm_docs.redline.engine import compare


class NotInstalled(ImportError):
    """As the package raises it."""


class Failed(Exception):
    """As the package raises it."""

    def __init__(self, stderr: str = "", stdout: str = "") -> None:
        super().__init__()
        self.stderr, self.stdout = stderr, stdout


def engine(monkeypatch: pytest.MonkeyPatch, start: Callable[[], Any]) -> None:
    """Put a package in the place of python-redlines whose engine starts like this."""
    package: Any = ModuleType("python_redlines")
    package.DocxodusEngine, package.EngineExecutionError, package.EngineNotInstalledError = start, Failed, NotInstalled
    monkeypatch.setitem(sys.modules, "python_redlines", package)


def refusal() -> tuple[str, str]:
    """The code and the words with which a comparison is refused."""
    with pytest.raises(Unusable) as refused:
        compare(b"", b"", author="张三", date=None, formatting=True)
    (one,) = refused.value.findings
    return one.code, f"{one.message} {one.hint}"


def raising(error: BaseException, cause: BaseException | None = None) -> Callable[[], Any]:
    def start() -> Any:
        raise error from cause

    return start


def test_without_the_package_the_command_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the package nor its program need be there."""
    monkeypatch.setitem(sys.modules, "python_redlines", None)
    code, words = refusal()

    assert code == "RL101"
    assert 'pip install "python-redlines[docxodus]>=2,<3"' in words


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (raising(NotInstalled("no package"), ModuleNotFoundError()), "RL101"),
        (raising(NotInstalled("no binary for this platform")), "RL102"),
        (raising(OSError("Unsupported architecture: riscv64")), "RL102"),
        (raising(PermissionError(13, "Permission denied")), "RL103"),
    ],
)
def test_what_keeps_the_program_from_running_is_told_apart(
    start: Callable[[], Any], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing program, an unknown computer, a folder that cannot be written."""
    engine(monkeypatch, start)

    assert refusal()[0] == code


def test_the_first_complaint_of_the_program_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows it are places in code."""

    class Broken:
        def run_redline(self, *_: Any, **__: Any) -> Any:
            raise Failed("\nError: File contains corrupted data.\n   at Docxodus.Main()\n")

    engine(monkeypatch, Broken)
    code, words = refusal()

    assert code == "RL103"
    assert "Error: File contains corrupted data." in words
    assert "Docxodus.Main" not in words
