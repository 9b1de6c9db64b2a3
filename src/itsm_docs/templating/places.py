"""Where a line of a compiled template comes from, in words that a Word user can follow.

A place names part, nearest heading, table cell and the paragraph's text; for Markdown sources also file and line.
"""

from __future__ import annotations

from dataclasses import dataclass

from itsm_docs.findings import Where

PARTS = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "core": "文档属性",
    "app": "文档属性",
}
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Place:
    """One paragraph (or row) of a template. `cell` is table (since the last heading), row and column, each from 1;
    `paragraph` the index of the ``w:p`` in the document's body, from 0, None in other parts."""

    template: str
    part: str = ""
    heading: str = ""
    cell: tuple[int, int, int] | None = None
    text: str = ""
    file: str | None = None
    line: int | None = None
    paragraph: int | None = None

    def where(self) -> Where:
        """The place as a finding shows it."""
        return Where(file=self.file or self.template, line=self.line, place=self.trail, paragraph=self.paragraph)

    @property
    def trail(self) -> str:
        """``服务目标 › 表格第2行第3列 › “…”``."""
        steps = [self.part, self.heading]
        if self.cell:
            table, row, column = self.cell
            steps.append(f"{'' if table == 1 else f'第{table}张'}表格第{row}行第{column}列")
        if self.text:
            shown = self.text if len(self.text) <= _SHOWN else self.text[:_SHOWN] + "…"
            steps.append(f"“{shown}”")
        return " › ".join(step for step in steps if step)


def part_label(name: str) -> str:
    """The Chinese name of a package part; empty for the document body."""
    stem = name.rpartition("/")[2]
    return next((label for start, label in PARTS.items() if stem.startswith(start)), "")
