"""The wheel: everything that the software needs is in it, and it runs from a folder of any name."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.helpers.cli import in_a_process
from tests.helpers.tools import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of these sources, built offline."""
    folder = tmp_path_factory.mktemp("wheel")
    run = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--no-index", "--quiet", "-w", str(folder), str(ROOT)],
        capture_output=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_templates_schemas_messages_and_data_are_in_it(wheel: Path) -> None:
    """Nothing of the tests, the samples or the working folder is."""
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {
        f"itsm_docs/_shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in ("templates", "schemas")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }

    assert shipped - set(names) == set()
    assert "itsm_docs/messages/TP.yaml" in names
    assert "itsm_docs/py.typed" in names
    assert [
        name for name in names if "__pycache__" in name or "_cache" in name or name.startswith(("tests", "samples"))
    ] == []
    assert {name.split("/")[0] for name in names} == {
        "itsm_docs",
        next(name for name in names if "dist-info" in name).split("/")[0],
    }


def test_an_installed_wheel_builds_a_sample_from_another_folder(wheel: Path, minimal: Path, tmp_path: Path) -> None:
    """Installed into a folder with blanks and Chinese characters in its name, far from the sources."""
    home = tmp_path / "程序 文件夹" / "软件（2027）"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", str(home), str(wheel)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    variables = {"PYTHONPATH": str(home), "PYTHONSAFEPATH": "1"}
    run = in_a_process("build", minimal, "-o", "输出 1", cwd=elsewhere, variables=variables)
    where = subprocess.run(
        [sys.executable, "-c", "import itsm_docs; print(itsm_docs.__file__)"],
        cwd=elsewhere, env={**os.environ, **variables, "PYTHONIOENCODING": "utf-8"}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip

    assert Path(where.stdout.strip()).is_relative_to(home)
    assert run.code == 0, run.said
    assert len(list((elsewhere / "输出 1").glob("*.docx"))) == 7  # six documents and the review sheet
    assert in_a_process("schema", "--check", cwd=elsewhere, variables=variables).code == 0
