"""The exceptions that callers of the library meet.

    ItsmDocsError
    └── Faulty          one or more findings stopped the work; carries them all
        └── Unusable    the work could not even start: a file or a program is missing, unreadable or unwritable

Inside, stages return ``(value | None, findings)``; public functions raise one `Faulty`; only the edge prints and exits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from itsm_docs.findings import Finding, Where, finding


class ItsmDocsError(Exception):
    """The root of every exception that this package raises on purpose."""

    exit_code = 2


class Faulty(ItsmDocsError):
    """The work stopped because of `findings`; exit code 1."""

    exit_code = 1

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("\n".join(f"{f.where}: {f.code} {f.message}" for f in self.findings))


class Unusable(Faulty):
    """The work could not run at all (missing file, unwritable folder, missing program); exit code 2."""

    exit_code = 2


def unusable(code: str, where: Where | None = None, **values: Any) -> Unusable:
    """An `Unusable` with the one finding of a declared code."""
    return Unusable([finding(code, where, **values)])
