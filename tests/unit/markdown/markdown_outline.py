"""A readable notation for blocks, one line each, in which the cases of tests/cases/markdown are written.

3 H2 #goals [8.2.2.2-b] 服务目标      line, kind and level, id, clauses, text
5 P.note 文字                         a paragraph of a kind other than body
7 OL / 7 UL                           a numbered or bulleted list; its items and tag lines are indented below it
7 OL clauses                          the clauses of a contract
8 FIGURE #f-x figure(x): 图题          a figure
9 TABLE #t-x 3 columns: 表题          a table; its rows follow
% for s in xs                         a tag line, `{{ x }}` a printed tag, `{% if %}` a tag inside a text
**strong** *emphasis* `code` ↵ (^ note)
! MD204 line 5 …                      a finding
"""

from __future__ import annotations

from itsm_docs.findings import Finding
from itsm_docs.markdown import Block, Chapter, read
from itsm_docs.markdown.blocks import (
    Break,
    Code,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Identity,
    Inlines,
    Item,
    ListBlock,
    PageBreak,
    Paragraph,
    Row,
    Strong,
    Table,
    Tag,
    TagLine,
    Text,
)


def outline(source: str) -> list[str]:
    """The outline of one chapter, findings last."""
    blocks, findings = read([Chapter("case.md", source)])
    lines = [line for block in blocks for line in _block(block, "")]
    return [line.rstrip() for line in lines] + [_finding(found) for found in findings]


def _finding(found: Finding) -> str:
    return f"! {found.code} line {found.where.line}" + (f" {found.where.place}" if found.where.place else "")


def _block(block: Block | Item | Row, indent: str) -> list[str]:
    deeper = indent + "  "
    head = f"{indent}{block.line} "
    match block:
        case TagLine():
            return [f"{head}% {block.tag.expression}"]
        case Heading():
            marks = _identity(block.identity) + (f"[{' '.join(map(_piece, block.clauses))}] " if block.clauses else "")
            marks += ("" if block.numbered else "unnumbered ") + ("pagebreak " if block.page_break else "")
            return [f"{head}H{block.level} {marks}{inline(block.content)}"]
        case Paragraph():
            kind = "" if block.kind == "body" else f".{block.kind}"
            return [f"{head}P{kind} {_identity(block.identity)}{inline(block.content)}"]
        case PageBreak():
            return [f"{head}PAGE"]
        case ListBlock():
            kind = "OL" if block.ordered else "UL"
            members = [line for member in block.members for line in _block(member, deeper)]
            kind += " clauses" if block.clauses else ""
            return [f"{head}{kind} {_identity(block.identity)}".rstrip(), *members]
        case Item():
            return [f"{head}ITEM", *(line for inner in block.blocks for line in _block(inner, deeper))]
        case Figure():
            caption = f": {inline(block.caption)}" if block.caption else ""
            return [f"{head}FIGURE {_identity(block.identity)}{block.tag.expression}{caption}"]
        case Table():
            return [_table(block, head), *(line for row in (block.header, *block.rows) for line in _block(row, deeper))]
        case Row():
            return [head + "| " + " | ".join(inline(cell.content) for cell in block.cells)]


def _piece(piece: str | Tag) -> str:
    return piece.source if isinstance(piece, Tag) else piece


def _table(table: Table, head: str) -> str:
    facts = [f"{len(table.header.cells)} columns"]
    facts += [f"widths {' '.join(f'{width:g}' for width in table.widths)}"] if table.widths else []
    facts += [f"align {' '.join(one or '-' for one in table.alignments)}"] if any(table.alignments) else []
    facts += ["grid"] if table.grid else []
    facts += ["small"] if table.small else []
    facts += ["breaking"] if table.breaking else []
    facts += ["form"] if table.form else []
    caption = f": {inline(table.caption)}" if table.caption else ""
    return f"{head}TABLE {_identity(table.identity)}{', '.join(facts)}{caption}"


def _identity(identity: Identity) -> str:
    text = "".join(piece.source if isinstance(piece, Tag) else piece for piece in identity)
    return f"#{text} " if text else ""


def inline(content: Inlines) -> str:
    """Inlines as text."""
    return "".join(_inline(piece) for piece in content)


def _inline(piece: object) -> str:
    match piece:
        case Text():
            return piece.text
        case Tag():
            return piece.source
        case Break():
            return "↵"
        case Strong():
            return f"**{inline(piece.children)}**"
        case Emphasis():
            return f"*{inline(piece.children)}*"
        case Code():
            return f"`{inline(piece.children)}`"
        case Footnote():
            return "(^ " + " ¶ ".join(inline(paragraph) for paragraph in piece.paragraphs) + ")"
    raise TypeError(piece)
