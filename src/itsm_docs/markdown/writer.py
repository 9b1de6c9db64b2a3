"""Blocks as the body of a Word template in the docxtpl dialect, in the styles of the house file.

What a block looks like is the house styles' affair; here they are only named. Bookmarks, real list instances and
footnote parts are made later: by the finishing pass, from what `Body` lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Literal

from itsm_docs.markdown.blocks import (
    Block,
    Blocks,
    Figure,
    Footnote,
    Heading,
    Identity,
    Item,
    ListBlock,
    PageBreak,
    Paragraph,
    Row,
    Table,
    Tag,
    TagLine,
)
from itsm_docs.markdown.grid import table_xml
from itsm_docs.markdown.paragraphs import (
    CLAUSE_INDENT,
    CLAUSE_STYLES,
    KEEP_NEXT,
    NO_INDENT,
    PAGE_BREAK,
    SPACER,
    STYLES,
    UNNUMBERED,
    continued,
    numbering,
    paragraph,
    tag_paragraph,
)
from itsm_docs.markdown.runs import field as word_field
from itsm_docs.markdown.runs import footnote_mark, identity_expression, reference, run, runs, tag_run, text_expression

TEXT_WIDTH = 9070
"""A4 with margins of 2.5 cm, in twips."""

FIRST_LIST = 1001
"""The first number of a Markdown list; lower ones are the house file's."""

DEEPEST_LEVEL = 8
"""The last level of a Word list (17.9.3)."""

Source = tuple[str, int]
_STYLE = re.compile(r'<w:pStyle w:val="[^"]*"/>')


@dataclass(frozen=True, slots=True)
class ListInstance:
    """One list that counts for itself: its number in the XML, its kind, and the depth (from 0) where it begins."""

    num_id: int
    ordered: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Membership:
    """What the items of a list share: number and level of the list, and whether they are `clauses` of a contract."""

    num_id: int
    level: int
    ordered: bool
    clauses: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A written template body.

    `xml` are paragraphs and tables; `footnotes[k-1]` the paragraphs of footnote k; `lists` every list instance;
    `sources[i]` the chapter and line of the i-th ``w:p`` of `xml` (those in cells included).
    """

    xml: str
    footnotes: tuple[str, ...]
    lists: tuple[ListInstance, ...]
    sources: tuple[Source, ...]


def write_template(blocks: Blocks, *, text_width: int = TEXT_WIDTH, heading_list: int = 0) -> Body:
    """The body of a Word template; `text_width` in twips, `heading_list` the number of the list that counts headings."""
    writer = Writer(text_width, heading_list=heading_list)
    writer.write(blocks)
    xml, sources = writer.joined()
    return Body(xml, tuple(writer.footnotes), tuple(writer.lists), sources)


@dataclass(frozen=True, slots=True)
class Element:
    """A written element; `sources` has one entry for each ``w:p`` in it."""

    kind: Literal["p", "tbl", "tag", "mark"]
    xml: str
    sources: tuple[Source, ...]


@dataclass
class Writer:
    """Collects the elements of a body in order."""

    text_width: int = TEXT_WIDTH
    next_list: int = FIRST_LIST
    heading_list: int = 0
    elements: list[Element] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    lists: list[ListInstance] = field(default_factory=list)

    def write(self, blocks: Blocks) -> None:
        """Write the blocks of the document level."""
        page_break = False
        for block in blocks:
            if isinstance(block, PageBreak):
                page_break = True
                continue
            if page_break and not isinstance(block, Heading):
                self._add("p", PAGE_BREAK, block)
            self.block(block, page_break=page_break)
            page_break = False

    def joined(self) -> tuple[str, tuple[Source, ...]]:
        """All elements, with a spacer after each table that no paragraph is sure to follow.

        A tag line is no paragraph: it is gone when the template is filled.
        """
        out: list[str] = []
        sources: list[Source] = []
        for element, following in zip_longest(self.elements, self.elements[1:]):
            leads = element.kind == "p" and following is not None and following.kind == "tbl"
            out.append(_kept(element.xml) if leads else element.xml)
            sources.extend(element.sources)
            if element.kind == "tbl" and (following is None or following.kind not in ("p", "mark")):
                out.append(SPACER)
                sources.append(element.sources[-1])
        return "".join(out), tuple(sources)

    def block(self, block: Block, *, page_break: bool = False) -> None:
        """Write one block of the document level."""
        match block:
            case Heading():
                self.heading(block, page_break=page_break or block.page_break)
            case Paragraph():
                self.paragraph(block)
            case TagLine():
                self._add("tag", tag_paragraph(block.tag.source, "p"), block)
            case ListBlock():
                self.list_block(block)
            case Table():
                self.table(block)
            case Figure():
                self._add("p", paragraph("Figure", tag_run(figure_call(block))), block)
            case PageBreak():
                self._add("p", PAGE_BREAK, block)

    def heading(self, heading: Heading, *, page_break: bool) -> None:
        """A heading; its id and clauses stand as tags before its text."""
        lead = anchor(heading.identity)
        if heading.clauses:
            ids = (one.expression if isinstance(one, Tag) else f"'{one}'" for one in heading.clauses)
            lead += tag_run(f"clause({', '.join(ids)})")
        properties = ("<w:pageBreakBefore/>" if page_break else "") + ("" if heading.numbered else UNNUMBERED)
        xml = paragraph(f"Heading{heading.level}", lead + runs(heading.content, self.note), properties=properties)
        self._add("p", xml, heading)

    def paragraph(self, block: Paragraph) -> None:
        """A paragraph of the document level."""
        properties = NO_INDENT if block.kind == "plain" else ""
        self._paragraph(block, STYLES[block.kind], properties)

    def _paragraph(self, block: Paragraph, style: str, properties: str, lead: str = "") -> None:
        content = lead + anchor(block.identity) + runs(block.content, self.note)
        self._add("p", paragraph(style, content, properties=properties), block)

    def list_block(self, block: ListBlock, parent: Membership | None = None) -> None:
        """A list; nested in one of its own kind it shares that one's number."""
        own = self._membership(block, parent)
        lead = anchor(block.identity)
        for member in block.members:
            if isinstance(member, TagLine):
                self.block(member)
            else:
                self._item(member, own, lead)
                lead = ""

    def _membership(self, block: ListBlock, parent: Membership | None) -> Membership:
        """Clauses go on in the list of the headings, one level below them; bullets below a clause begin a list."""
        if block.clauses:
            return Membership(self.heading_list, 1, ordered=True, clauses=True)
        if parent is None or (parent.clauses and not block.ordered):
            return Membership(self.new_list(block, 0), 0, block.ordered)
        level = min(parent.level + 1, DEEPEST_LEVEL)
        if parent.ordered == block.ordered:
            return replace(parent, level=level)
        return Membership(self.new_list(block, level), level, block.ordered)

    def new_list(self, block: ListBlock, depth: int) -> int:
        """Take the next number for a list."""
        number = self.next_list + len(self.lists)
        self.lists.append(ListInstance(number, block.ordered, depth))
        return number

    def _item(self, item: Item, own: Membership, lead: str) -> None:
        numbered = False
        before: list[bool] = []  # whether the number was out when each open tag line began: branches exclude each other
        for block in item.blocks:
            if isinstance(block, TagLine):
                numbered = _after_tag(block.tag.keyword or "", numbered, before)
                self.block(block)
            elif isinstance(block, Paragraph) and not numbered:
                self.item_paragraph(block, own, lead, leads=any(isinstance(one, ListBlock) for one in item.blocks))
                numbered = True
            elif isinstance(block, Paragraph):
                self.further_paragraph(block, own)
            elif isinstance(block, ListBlock):
                self.list_block(block, own)
            else:
                self.block(block)

    def item_paragraph(self, block: Paragraph, own: Membership, lead: str, *, leads: bool = False) -> None:
        """The paragraph of an item that carries its number; one that `leads` a list does not stand alone on a page."""
        number = (KEEP_NEXT if leads else "") + numbering(own.num_id, own.level)
        if own.clauses:
            style = CLAUSE_STYLES[min(own.level, len(CLAUSE_STYLES)) - 1]
            self._paragraph(block, style, number + CLAUSE_INDENT, lead)
        else:
            self._paragraph(block, "ListNumber" if own.ordered else "ListBullet", number, lead)

    def further_paragraph(self, block: Paragraph, own: Membership) -> None:
        """A later paragraph of an item; below a clause it is body text."""
        if block.kind in ("body", "plain") and not own.clauses:
            self._paragraph(block, "ListContinue", continued(own.level))
        else:
            self.paragraph(block)

    def table(self, table: Table) -> None:
        """A table with its caption."""
        if table.caption:
            content = anchor(table.identity) + run("表 ") + word_field("SEQ 表 \\* ARABIC", "1") + run("　")
            self._add("p", paragraph("Caption", content + runs(table.caption, self.note)), table)
        xml = table_xml(table, self.text_width, self.note)
        self.elements.append(Element("tbl", xml, tuple(_table_sources(table))))

    def note(self, footnote: Footnote) -> str:
        """Store a footnote; the run that refers to it. Each reference is a footnote of its own."""
        number = len(self.footnotes) + 1
        self.footnotes.append("")
        paragraphs = footnote.paragraphs or ((),)
        marks = [footnote_mark(), *[""] * (len(paragraphs) - 1)]
        self.footnotes[number - 1] = "".join(
            paragraph("FootnoteText", mark + runs(content, self.note))
            for mark, content in zip(marks, paragraphs, strict=True)
        )
        return reference(number)

    def _add(self, kind: Literal["p", "tag"], xml: str, block: Block) -> None:
        self.elements.append(Element(kind, xml, ((block.file, block.line),)))


def _kept(xml: str) -> str:
    """A paragraph in front of a table, which it announces, stays with the table's first row."""
    return xml if KEEP_NEXT in xml else _STYLE.sub(lambda style: style.group() + KEEP_NEXT, xml, count=1)


def _after_tag(keyword: str, numbered: bool, before: list[bool]) -> bool:
    """Whether an item has its number behind a tag line; `before` remembers it for the branches of each open pair."""
    if keyword in ("if", "for"):
        before.append(numbered)
    elif keyword in ("elif", "else") and before:
        return before[-1]
    elif before:
        before.pop()
    return numbered


def anchor(identity: Identity) -> str:
    """The run that marks a place, or nothing."""
    return tag_run(f"anchor({identity_expression(identity)})") if identity else ""


def figure_call(figure: Figure) -> str:
    """The call with its attributes as arguments: ``figure(p.flow, id='fig-' ~ p.id, caption=p.title ~ '流程图')``."""
    call = figure.tag.expression
    if not call.endswith(")"):
        return call  # no plain call, which the compiler will say
    identity = f", id={identity_expression(figure.identity)}" if figure.identity else ""
    caption = f", caption={text_expression(figure.caption)}" if figure.caption else ""
    return f"{call[:-1].rstrip().rstrip(',')}{identity}{caption})"


def _table_sources(table: Table) -> Iterator[Source]:
    for row in (table.header, *table.rows):
        count = len(row.cells) if isinstance(row, Row) else 1
        yield from [(row.file, row.line)] * count
