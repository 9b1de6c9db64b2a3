"""From YAML files and worksheets to a validated engagement, or to findings at the place where each value was written.

Reads descriptions; it neither judges law and arithmetic (`rules`) nor writes documents.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, overload

from itsm_docs.errors import Faulty
from itsm_docs.findings import Severity, worst
from itsm_docs.inputs.defaults import DefaultUsed
from itsm_docs.inputs.deviations import Departure
from itsm_docs.inputs.located import Positions
from itsm_docs.inputs.project import Loaded, read_project
from itsm_docs.inputs.validate import OpenItem
from itsm_docs.model import Engagement
from itsm_docs.model.base import Record

__all__ = ["DefaultUsed", "Departure", "Loaded", "OpenItem", "Positions", "load", "read_project"]

R = TypeVar("R", bound=Record)


@overload
def load(path: Path | str) -> Loaded[Engagement]: ...
@overload
def load(path: Path | str, root: type[R]) -> Loaded[R]: ...
def load(path: Path | str, root: type[Any] = Engagement) -> Loaded[Any]:
    """The validated project at a folder, or at its ``engagement.yaml``.

    `root` is the record that the file describes. Raises `Faulty` with every error found, `Unusable` when the file
    cannot be read at all.
    """
    loaded, findings = read_project(Path(path), root)
    if loaded is None or worst(findings) is Severity.ERROR:
        raise Faulty(findings)
    return loaded
