"""Tags that shape the table cell in which they stand: ``cellbg``, ``colspan``, ``hm`` (one cell for a loop's columns)
and ``vm`` (one cell for a loop's rows), as docxtpl has them. Writes cell properties; knows no rows and no data."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsm_docs.ooxml.xml import first, put, qn, value
from itsm_docs.templating.tags import OF_CELLS, Tag

if TYPE_CHECKING:
    from lxml.etree import _Element

_ORDER = [
    f"w:{name}"
    for name in (
        "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
        "tcFitText", "vAlign", "hideMark",
    )
]  # fmt: skip
"""The children of ``w:tcPr`` in the order of the schema (17.4.69)."""


@dataclass(frozen=True, slots=True)
class CellTags:
    """What the tags of one cell say: expressions for its background and width in columns, and merging."""

    background: str = ""
    span: str = ""
    across: bool = False
    down: bool = False

    def __bool__(self) -> bool:
        return bool(self.background or self.span or self.across or self.down)

    @property
    def merged(self) -> bool:
        """Whether the cell is one for a whole loop."""
        return self.across or self.down


def cell_tags(found: Iterable[str | Tag]) -> CellTags:
    """The tags among the pieces of a cell."""
    said = {item.keyword: item.body for item in found if isinstance(item, Tag) and item.keyword in OF_CELLS}
    return CellTags(
        said.get("cellbg", "").removeprefix("cellbg").strip(),
        said.get("colspan", "").removeprefix("colspan").strip(),
        "hm" in said,
        "vm" in said,
    )


def properties(cell: _Element, tags: CellTags) -> tuple[_Element, dict[str, str]]:
    """The cell's properties with marks in place of what is computed, and the marks with what stands for them."""
    old = first(cell, "w:tcPr")
    made = cell.makeelement(qn("w:tcPr")) if old is None else deepcopy(old)
    computed: dict[str, str] = {}
    if tags.background:
        put(made, "w:shd", _ORDER, val="clear", color="auto", fill="@background@")
        computed["@background@"] = f"{{{{ _colour({tags.background}) }}}}"
    if tags.span or tags.across:
        drawn = value(first(made, "w:gridSpan")) or "1"
        each = tags.span or drawn
        put(made, "w:gridSpan", _ORDER, val="@span@")
        computed["@span@"] = f"{{{{ _span({each}{', loop.length' if tags.across else ''}) }}}}"
    if tags.down:
        put(made, "w:vMerge", _ORDER, val="@merge@")
        computed["@merge@"] = "{% if _own %}restart{% else %}continue{% endif %}"
    return made, computed
