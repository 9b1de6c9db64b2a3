"""The files behind the data: the description itself, the files and workbooks it names, each under the user's name for it.

Finds and reads; what the content means is for `normalise`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from itsm_docs import workspace
from itsm_docs.errors import Unusable, unusable
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.inputs.located import Located
from itsm_docs.inputs.suggest import asking, closest
from itsm_docs.inputs.yamltree import read_yaml

ENTRY = "engagement.yaml"
FORM = "项目填写表.xlsx"
"""The workbook that people fill in who do not write YAML; beside the entry, or instead of it."""
TEXTS = (".yaml", ".yml")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".csv", ".et")


@dataclass(frozen=True, slots=True)
class Source:
    """A file and the name that messages use for it."""

    path: Path
    shown: str

    def beside(self, reference: str) -> Source:
        """The file that a reference in this one names; ``\\`` separates folders too."""
        return source(self.path.parent / reference.strip().replace("\\", "/"))


def source(path: Path) -> Source:
    """A file under the name to show: relative to the current folder when it lies in it, else as it was given."""
    path = Path(os.path.normpath(path))
    try:
        shown = path.absolute().relative_to(Path.cwd()) if path.is_absolute() else path
    except ValueError:
        shown = path
    return Source(path, shown.as_posix())


def entry(path: Path) -> Source:
    """The file to begin with: the path itself, or ``engagement.yaml`` in it, or the filled workbook alone.

    Raises `Unusable` (IO109) for a folder with neither.
    """
    if not workspace.is_folder(path):
        return source(path)
    inside = next((path / name for name in (ENTRY, FORM) if workspace.exists(path / name)), None)
    if inside is None:
        raise unusable("IO109", Where(source(path).shown))
    return source(inside)


def beside(file: Source, name: str) -> Source | None:
    """A file in the same folder, where there is one."""
    found = file.beside(name)
    return found if workspace.exists(found.path) else None


def read_tree(file: Source) -> tuple[Located | None, list[Finding]]:
    """The located tree of a YAML file. Raises `Unusable` when the file cannot be read as text."""
    return read_yaml(workspace.read_text(file.path, file.shown), file.shown)


def missing(file: Source, referrer: Where) -> Finding:
    """The finding of a named file that does not exist, with the nearest name in its folder."""
    folder = file.path.parent
    names = [found.name for found in workspace.files_in(folder, "*")] if workspace.is_folder(folder) else []
    return finding("IN212", referrer, file=file.shown, candidate=asking(closest(file.path.name, names)))


def read_or_report(file: Source, referrer: Where) -> tuple[bytes | None, list[Finding]]:
    """The bytes of a named file, or why there are none."""
    if not workspace.exists(file.path) and not workspace.is_folder(file.path):
        return None, [missing(file, referrer)]
    try:
        return workspace.read_bytes(file.path, file.shown), []
    except Unusable as error:
        return None, list(error.findings)


def tree_or_report(file: Source, referrer: Where) -> tuple[Located | None, list[Finding]]:
    """The tree of a named YAML file, or why there is none."""
    if not workspace.exists(file.path) and not workspace.is_folder(file.path):
        return None, [missing(file, referrer)]
    try:
        return read_tree(file)
    except Unusable as error:
        return None, list(error.findings)
