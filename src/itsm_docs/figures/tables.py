"""Schedules and forms as Word tables: fixed layout over the text width, repeated header rows, rows that do not break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from itsm_docs.figures.lettering import em, wrapped
from itsm_docs.model.drawings import Bar, Grid, Schedule
from itsm_docs.ooxml.xml import escape

WIDTH = 9070
"""The width of the text, in twips."""
SPACER = '<w:p><w:pPr><w:pStyle w:val="TableNote"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""One point high: a table must not touch the next one, nor end its container."""
BAR = "A6A6A6"
_LOOK = '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
_MARGINS = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
_NARROW = '<w:tcMar><w:left w:w="14" w:type="dxa"/><w:right w:w="14" w:type="dxa"/></w:tcMar>'
_CENTRED = '<w:vAlign w:val="center"/>'
_TALL = '<w:trHeight w:val="480" w:hRule="atLeast"/>'
_LABELS = (8.0, 7.5, 7.0)
"""The sizes of the names of periods, in points."""
_CLOSE = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
"""No room between 12 and 月."""
_MANY_COLUMNS = 6
_BOUNDS = ((1400, 2300), (760, 1450), (900, 1760))
"""The narrowest and widest that 事项, 负责 and 起止 become, in twips."""
_STYLE = re.compile(r'<w:pStyle w:val="[^"]*"/>')
_LETTER, _DIGITS = 180, 166
"""Twips for a character in these columns; digits are narrower than other Latin letters."""
_SMALL, _SMALL_HEAD = "TableTextSmall", "TableHeadingSmall"
_PERIOD_LEAST, _NAMES_LEAST = 220, 2050
_KEPT = 15
"""A form or schedule of so many lines is not parted by the end of a page."""


def schedule_table(schedule: Schedule) -> str:
    """A Gantt table: a line for each piece of work, a narrow column for each period; milestones are ◆."""
    columns = _schedule_columns(schedule)
    longest = max(map(em, schedule.periods))
    size = next((size for size in _LABELS if longest * size * 20 + 40 <= columns[3]), None)
    head = [
        _cell(_paragraph(_SMALL_HEAD, name), width)
        for name, width in zip(("事项", "负责", "起止"), columns, strict=False)
    ]
    head += [_period(name, width, size) for name, width in zip(schedule.periods, columns[3:], strict=True)]
    tall = longest * _LABELS[0] * 20 + 120
    height = "" if size else f'<w:trHeight w:val="{round(tall)}" w:hRule="atLeast"/>'
    rows = [_row("".join(head), f"<w:cantSplit/>{height}<w:tblHeader/>")]
    rows += [_row(_bar(bar, columns), "<w:cantSplit/>") for bar in schedule.bars]
    return _table(columns, rows, _MARGINS, schedule.title)


def _schedule_columns(schedule: Schedule) -> list[int]:
    """Widths in twips: the texts get what they need within bounds, the periods share the rest evenly."""
    texts = (
        [bar.name for bar in schedule.bars],
        [bar.owner for bar in schedule.bars],
        [bar.dates for bar in schedule.bars],
    )
    letters = zip(texts, (_LETTER, _LETTER, _DIGITS), _BOUNDS, strict=True)
    first = [_within(max(map(em, column)) * each + 160, *bounds) for column, each, bounds in letters]
    count = len(schedule.periods)
    short = count * _PERIOD_LEAST - (WIDTH - sum(first))
    if short > 0:  # many periods: names and owners wrap, dates had better not
        names = first[0] + first[1]
        give = min(short, names - _NAMES_LEAST)
        first = [
            round(first[0] * (1 - give / names)),
            round(first[1] * (1 - give / names)),
            round(first[2] - short + give),
        ]
    rest = WIDTH - sum(first)
    edges = [round(rest * number / count) for number in range(count + 1)]
    return [*first, *(right - left for left, right in pairwise(edges))]


def _within(width: float, least: int, most: int) -> int:
    return round(min(max(width, least), most))


def _period(name: str, width: int, size: float | None) -> str:
    """The name of a period, in letters of a size that fits, or upright."""
    shape = "" if size else '<w:textDirection w:val="tbRlV"/>'
    half = round((size or _LABELS[0]) * 2)
    look = f'<w:rPr><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    return _cell(_paragraph(_SMALL_HEAD, name, look=look, shape=_CLOSE), width, _NARROW + shape + _CENTRED)


def _bar(bar: Bar, columns: Sequence[int]) -> str:
    # Programs break dates at their hyphens; here they break between two dates.
    dates = "\n".join(wrapped(bar.dates, (columns[2] - 140) / _DIGITS))
    texts = zip((bar.name, bar.owner, dates), columns, strict=False)
    cells = [_cell(_paragraph(_SMALL, text), width, _CENTRED) for text, width in texts]
    for number, width in enumerate(columns[3:]):
        inside = bar.first <= number <= bar.last
        if inside and bar.milestone:
            cells.append(_cell(_paragraph(_SMALL, "◆", centred=True), width, _NARROW + _CENTRED))
        elif inside:  # the sign is for programs that lose the shading; on it, it is not seen
            look = f'<w:rPr><w:color w:val="{BAR}"/></w:rPr>'
            shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{BAR}"/>'
            cells.append(_cell(_paragraph(_SMALL, "■", centred=True, look=look), width, shade + _NARROW + _CENTRED))
        else:
            cells.append(_cell(_paragraph(_SMALL, ""), width))
    return "".join(cells)


def grid_table(grid: Grid) -> str:
    """A form: printed headings and lines, then empty lines high enough to write in."""
    count = len(grid.columns)
    weights = (
        [float(width) for width in grid.widths] if len(grid.widths) == count and all(grid.widths) else [1.0] * count
    )
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
    if len(rows) <= _KEPT + 1:
        rows = [_kept(row) for row in rows[:-1]] + list(rows[-1:])
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    said = f'<w:tblCaption w:val="{escape(title)}"/>' if title else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}{_LOOK}{said}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>{SPACER}'
    )


def _kept(row: str) -> str:
    """A row that stays with the next."""
    return _STYLE.sub(lambda style: style.group() + "<w:keepNext/>", row)


def _row(cells: str, properties: str) -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cell(inside: str, width: int, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{inside}</w:tc>'


def _paragraph(style: str, text: str, *, centred: bool = False, look: str = "", shape: str = "") -> str:
    middle = '<w:jc w:val="center"/>' if centred else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    run = f"<w:r>{look}{lines}</w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{shape}{middle}</w:pPr>{run}</w:p>'
