"""Fixtures that every test may ask for; nothing here changes what is tested."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.helpers.cli import CommandLine
from tests.helpers.tools import ROOT

SAMPLES = sorted(path.parent for path in (ROOT / "samples").glob("*/engagement.yaml"))
"""Every complete project that comes with the sources."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `sample` runs once for each of them."""
    if "sample" in metafunc.fixturenames:
        metafunc.parametrize("sample", SAMPLES, ids=lambda path: path.name, scope="session")


@pytest.fixture
def itsm_docs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line, run in this process."""
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def minimal() -> Path:
    """The smallest sample."""
    return ROOT / "samples" / "minimal"


@pytest.fixture
def port() -> Path:
    """The large sample."""
    return ROOT / "samples" / "port-operations"
