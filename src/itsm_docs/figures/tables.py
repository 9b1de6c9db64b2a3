"""Schedules and forms as Word tables: fixed layout over the text width, repeated header rows, rows that do not break."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from itsm_docs.figures.lettering import em
from itsm_docs.model.drawings import Bar, Grid, Schedule
from itsm_docs.ooxml.xml import escape

WIDTH = 9070
"""The width of the text, in twips."""
SPACER = (
    '<w:p><w:pPr><w:pStyle w:val="TableNote"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
"""One point high: a table must not touch the next one, nor end its container."""
BAR = "A6A6A6"
_LOOK = '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
_NARROW = '<w:tblCellMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar>'
_CENTRED = '<w:vAlign w:val="center"/>'
_TALL = '<w:trHeight w:val="480" w:hRule="atLeast"/>'
_LABEL = 7.5
"""The size of the names of periods, in points."""
_MANY_COLUMNS = 6
_BOUNDS = ((1400, 2900), (760, 1300), (900, 1760))
"""The narrowest and widest that 事项, 负责 and 起止 become, in twips."""
_SMALL, _SMALL_HEAD = "TableTextSmall", "TableHeadingSmall"
_PERIOD_LEAST = 230


def schedule_table(schedule: Schedule) -> str:
    """A Gantt table: a line for each piece of work, a narrow column for each period; milestones are ◆."""
    columns = _schedule_columns(schedule)
    upright = any(em(name) * _LABEL * 20 + 60 > columns[3] for name in schedule.periods)
    head = [_cell(_paragraph(_SMALL_HEAD, name), width) for name, width in zip(("事项", "负责", "起止"), columns, strict=False)]
    head += [_period(name, width, upright) for name, width in zip(schedule.periods, columns[3:], strict=True)]
    tall = max(map(em, schedule.periods)) * _LABEL * 20 + 120
    height = f'<w:trHeight w:val="{round(tall)}" w:hRule="atLeast"/>' if upright else ""
    rows = [_row("".join(head), f"<w:cantSplit/>{height}<w:tblHeader/>")]
    rows += [_row(_bar(bar, columns), "<w:cantSplit/>") for bar in schedule.bars]
    return _table(columns, rows, _NARROW, schedule.title)


def _schedule_columns(schedule: Schedule) -> list[int]:
    """Widths in twips: the texts get what they need within bounds, the periods share the rest evenly."""
    texts = ([bar.name for bar in schedule.bars], [bar.owner for bar in schedule.bars], [bar.dates for bar in schedule.bars])
    first = [_within(max(map(em, column)) * 180 + 90, *bounds) for column, bounds in zip(texts, _BOUNDS, strict=True)]
    count = len(schedule.periods)
    short = count * _PERIOD_LEAST - (WIDTH - sum(first))
    if short > 0:  # many periods: the texts wrap
        first = [round(width - short * width / sum(first)) for width in first]
    rest = WIDTH - sum(first)
    edges = [round(rest * number / count) for number in range(count + 1)]
    return [*first, *(right - left for left, right in pairwise(edges))]


def _within(width: float, least: int, most: int) -> int:
    return round(min(max(width, least), most))


def _period(name: str, width: int, upright: bool) -> str:
    shape = '<w:textDirection w:val="tbRlV"/>' if upright else ""
    size = f'<w:rPr><w:sz w:val="{round(_LABEL * 2)}"/><w:szCs w:val="{round(_LABEL * 2)}"/></w:rPr>'
    return _cell(_paragraph(_SMALL_HEAD, name, look=size), width, shape + _CENTRED)


def _bar(bar: Bar, columns: Sequence[int]) -> str:
    texts = zip((bar.name, bar.owner, bar.dates), columns, strict=False)
    cells = [_cell(_paragraph(_SMALL, text), width, _CENTRED) for text, width in texts]
    for number, width in enumerate(columns[3:]):
        inside = bar.first <= number <= bar.last
        if inside and bar.milestone:
            cells.append(_cell(_paragraph(_SMALL, "◆", centred=True), width, _CENTRED))
        elif inside:  # the sign is for programs that lose the shading; on it, it is not seen
            look = f'<w:rPr><w:color w:val="{BAR}"/></w:rPr>'
            shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{BAR}"/>'
            cells.append(_cell(_paragraph(_SMALL, "■", centred=True, look=look), width, shade + _CENTRED))
        else:
            cells.append(_cell(_paragraph(_SMALL, ""), width))
    return "".join(cells)


def grid_table(grid: Grid) -> str:
    """A form: printed headings and lines, then empty lines high enough to write in."""
    count = len(grid.columns)
    weights = [float(width) for width in grid.widths] if len(grid.widths) == count and all(grid.widths) else [1.0] * count
    edges = [round(WIDTH * sum(weights[:number]) / sum(weights)) for number in range(count + 1)]
    columns = [right - left for left, right in pairwise(edges)]
    small = "Small" if count > _MANY_COLUMNS else ""
    head = "".join(
        _cell(_paragraph(f"TableHeading{small}", name), width, _CENTRED)
        for name, width in zip(grid.columns, columns, strict=True)
    )
    rows = [_row(head, "<w:cantSplit/><w:tblHeader/>")]
    for texts in [*(line.cells for line in grid.lines), *[()] * grid.blank]:
        given = [*texts[:count], *[""] * (count - len(texts))]
        cells = "".join(
            _cell(_paragraph(f"TableText{small}", text), width, _CENTRED)
            for text, width in zip(given, columns, strict=True)
        )
        rows.append(_row(cells, "<w:cantSplit/>" + (_TALL if "" in given else "")))
    return _table(columns, rows, "", None)


def _table(columns: Sequence[int], rows: Sequence[str], margins: str, title: str | None) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    said = f'<w:tblCaption w:val="{escape(title)}"/>' if title else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}{_LOOK}{said}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>{SPACER}'
    )


def _row(cells: str, properties: str) -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cell(inside: str, width: int, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{inside}</w:tc>'


def _paragraph(style: str, text: str, *, centred: bool = False, look: str = "") -> str:
    shape = f'<w:pPr><w:pStyle w:val="{style}"/>{"<w:jc w:val=" + chr(34) + "center" + chr(34) + "/>" if centred else ""}</w:pPr>'
    run = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{shape}{run}</w:p>"
