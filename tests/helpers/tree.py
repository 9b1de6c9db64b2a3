"""A folder of files from a mapping, and changes to a copy of a project. Writes below the given folder only."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path


def plant(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their relative names; text as UTF-8."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def copy_of(project: Path, folder: Path) -> Path:
    """A copy of a project that a test may change."""
    return Path(shutil.copytree(project, folder))


def edit(folder: Path, old: str, new: str) -> int:
    """Replace a text in every YAML file of a project; gives how often, and fails when it is nowhere."""
    count = 0
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if found := text.count(old):
            count += found
            path.write_text(text.replace(old, new), encoding="utf-8")
    assert count, f"{old} is in no file of {folder.name}"
    return count
