"""Which layout draws which record."""

from __future__ import annotations

from itsm_docs.figures.cycle import cycle_picture
from itsm_docs.figures.flow import flow_picture
from itsm_docs.figures.shapes import Picture
from itsm_docs.figures.tree import organisation_picture
from itsm_docs.model.drawings import Cycle, Flow, Organisation


def picture_of(value: Flow | Organisation | Cycle) -> Picture:
    """The geometry of a drawing. Raises `Undrawable` (TP331–TP335)."""
    if isinstance(value, Flow):
        return flow_picture(value)
    return organisation_picture(value) if isinstance(value, Organisation) else cycle_picture(value)
