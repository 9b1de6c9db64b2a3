"""A field that a user typed as Markdown, as Word paragraphs at fill time.

Tags, attributes and HTML in it are plain text. Lists are announced by ``<?list N o?>`` (numbered) or ``<?list N b?>``,
which the finishing pass turns into real list instances.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from itsm_docs.markdown.blocks import Heading, Inlines, ListBlock, Paragraph, Row, Strong, Table, Text
from itsm_docs.markdown.paragraphs import LIST_STEP, numbering, paragraph
from itsm_docs.markdown.reader import read_field
from itsm_docs.markdown.writer import Element, Membership, Writer

Context: TypeAlias = Literal["body", "cell"]


@lru_cache(maxsize=1024)
def write_value(text: str, *, first_list: int, context: Context) -> str:
    """The paragraphs (and tables) of a value.

    Lists are numbered from `first_list`. In a cell (`context` ``"cell"``) everything is table text, tables become one
    paragraph a row, and there is always at least one paragraph; in the body an empty value gives nothing.
    """
    writer = _ValueWriter(next_list=first_list, context=context)
    writer.write(read_field(text))
    if not writer.elements and context == "cell":
        return paragraph("TableText", "")
    return writer.joined()[0]


@dataclass
class _ValueWriter(Writer):
    """A writer without headings, and with table text when it writes into a cell."""

    context: Context = "body"

    def heading(self, heading: Heading, *, page_break: bool) -> None:  # noqa: ARG002  fields have no page breaks
        self.paragraph(Paragraph((Strong(heading.content),), heading.file, heading.line))

    def paragraph(self, block: Paragraph) -> None:
        if self.context == "cell":
            self._paragraph(block, "TableText", "")
        else:
            super().paragraph(block)

    def new_list(self, block: ListBlock, depth: int) -> int:
        number = super().new_list(block, depth)
        self.elements.append(Element("mark", f"<?list {number} {'o' if block.ordered else 'b'}?>", ()))
        return number

    def item_paragraph(self, block: Paragraph, own: Membership, lead: str, *, leads: bool = False) -> None:
        if self.context == "body":
            super().item_paragraph(block, own, lead, leads=leads)
            return
        # The indents of the house lists are made for the page; a cell is narrow.
        indent = f'<w:ind w:left="{LIST_STEP * (own.level + 1)}" w:hanging="{LIST_STEP}"/>'
        self._paragraph(block, "TableText", numbering(own.num_id, own.level) + indent, lead)

    def further_paragraph(self, block: Paragraph, own: Membership) -> None:
        if self.context == "body":
            super().further_paragraph(block, own)
        else:
            self._paragraph(block, "TableText", f'<w:ind w:left="{LIST_STEP * (own.level + 1)}"/>')

    def table(self, table: Table) -> None:
        if self.context == "body":
            super().table(table)
            return
        for row in (table.header, *table.rows):
            if isinstance(row, Row):
                self.paragraph(Paragraph(_in_one_line(row), row.file, row.line))


def _in_one_line(row: Row) -> Inlines:
    line: list[object] = []
    for cell in row.cells:
        line.extend([*([Text("　")] if line else []), *cell.content])
    return tuple(line)  # type: ignore[arg-type]
