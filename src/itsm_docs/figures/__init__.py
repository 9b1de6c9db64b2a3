"""Figures as native Word markup: flows, organisation charts, the PDCA ring as drawings, schedules and forms as tables.

A record of `model.drawings` goes in, paragraphs and tables come out; no captions, no file, no data. Geometry is in
points and computed here, because Word neither lays out nor fits anything by itself.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from itsm_docs.model.drawings import Cycle, Flow, Grid, Organisation, Schedule

Drawing: TypeAlias = Flow | Organisation | Cycle
Printed: TypeAlias = Schedule | Grid
Drawable: TypeAlias = Drawing | Printed
DRAWABLE = (Flow, Organisation, Cycle, Schedule, Grid)
"""The records that can be drawn."""


class Undrawable(Exception):
    """A figure whose data contradicts itself or that no page holds; carries the code of the finding and its values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def label(value: Drawable) -> str:
    """What a caption counts it as: 图, or 表 for what is a table."""
    return "表" if isinstance(value, Schedule | Grid) else "图"


@lru_cache(maxsize=128)
def markup(value: Drawable, *, captioned: bool = False) -> str:
    """The paragraphs and tables of a figure. A drawing that is `captioned` stays with the paragraph below it.

    Raises `Undrawable` (TP331–TP335).
    """
    if isinstance(value, Schedule | Grid):
        from itsm_docs.figures.tables import grid_table, schedule_table

        return schedule_table(value) if isinstance(value, Schedule) else grid_table(value)
    from itsm_docs.figures import words
    from itsm_docs.figures.drawing import drawing_paragraph
    from itsm_docs.figures.pictures import picture_of

    return drawing_paragraph(picture_of(value), name=value.title, text=words.told(value), kept=captioned)
