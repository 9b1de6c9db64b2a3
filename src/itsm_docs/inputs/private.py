"""Identity numbers belong into ``private/``: a folder that git does not see and nobody sends along by accident."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from itsm_docs.findings import Finding, finding
from itsm_docs.inputs.located import Positions
from itsm_docs.model import Engagement

FOLDER = "private"


def exposed(engagement: Engagement, positions: Positions) -> Iterator[Finding]:
    """IN411 once, at the first identity number that stands elsewhere, with how many there are."""
    places = [
        positions.where(("staff", index, "identity"))
        for index, person in enumerate(engagement.staff)
        if person.identity is not None
    ]
    open_ = [where for where in places if FOLDER not in PurePosixPath((where.file or "").replace("\\", "/")).parts]
    if open_:
        yield finding("IN411", open_[0], count=len(open_))
