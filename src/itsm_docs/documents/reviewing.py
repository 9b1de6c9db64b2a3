"""What the review sheet says about a loaded project: binding defaults, departures, findings, open points."""

from __future__ import annotations

from itsm_docs.findings import Severity
from itsm_docs.inputs import Loaded
from itsm_docs.model import Engagement
from itsm_docs.model.review import Default, Deviation, Remark, ReviewNotes

_MOST = 10
"""Lines of one kind on a sheet of one page; the rest is counted."""
_LONGEST = 26
"""Characters of a value; a line of the sheet holds as many."""


def review_notes(loaded: Loaded[Engagement]) -> ReviewNotes:
    """The notes of a project; notes (the mildest findings) are left to ``validate``."""
    binding = [item for item in loaded.defaults_used if item.binding]
    warnings = [one for one in loaded.findings if one.severity is Severity.WARNING]
    return ReviewNotes(
        defaults=tuple(Default(title=item.title, value=_short(item.value)) for item in binding[:_MOST]),
        deviations=tuple(
            Deviation(title=one.title.removeprefix("合同 › "), usual=_short(one.usual), given=_short(one.given))
            for one in loaded.departures[:_MOST]
        ),
        more_deviations=max(len(loaded.departures) - _MOST, 0),
        remarks=tuple(Remark(code=one.code, message=one.message) for one in warnings[:_MOST]),
        open_points=tuple(_short(item.trail) for item in loaded.open_points[:_MOST]),
        more_open=max(len(loaded.open_points) - _MOST, 0),
        other_defaults=len(loaded.defaults_used) - len(binding[:_MOST]),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
