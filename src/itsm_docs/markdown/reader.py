"""From Markdown text to blocks: the parser's tokens, attributes attached, tags back in place, faults located.

`read` is for template chapters; `read_field` for values that users type, where tags and attributes are plain text and
nothing is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.markdown import attributes, checks
from itsm_docs.markdown.attributes import Attributes
from itsm_docs.markdown.blocks import (
    Block,
    Blocks,
    Chapter,
    Figure,
    Footnote,
    Heading,
    Inlines,
    Item,
    ListBlock,
    PageBreak,
    Paragraph,
    ParagraphKind,
    Tag,
    TagLine,
    Text,
)
from itsm_docs.markdown.inlines import InlineReader
from itsm_docs.markdown.pairs import settle
from itsm_docs.markdown.syntax import field_parser, template_parser
from itsm_docs.markdown.tables import read_table
from itsm_docs.markdown.tags import Masked, mask, plain

DEEPEST_HEADING = 4
DEEPEST_LIST = 3
DEEPEST_CLAUSE = 2
_KINDS: dict[str, ParagraphKind] = {"note": "note", "formula": "formula", "plain": "plain", "tablenote": "tablenote"}
_FIGURE = re.compile(r"\{\{ figure\s*\(")


def read(chapters: Sequence[Chapter]) -> tuple[Blocks, list[Finding]]:
    """The blocks of template chapters, joined in their order, and everything wrong with them (MD1xx-MD4xx)."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    for chapter in chapters:
        masked = mask(chapter)
        env = {"statements": frozenset(character for character, tag in masked.tags.items() if tag.keyword)}
        reader = Reader(masked, SyntaxTreeNode(template_parser().parse(masked.text, env)), env)
        blocks.extend(reader.read())
        findings.extend(masked.findings)
        findings.extend(reader.findings)
    settled, faults = settle(tuple(blocks))
    order = {chapter.name: number for number, chapter in enumerate(chapters)}
    found = sorted(findings + faults, key=lambda one: (order[one.where.file or ""], one.where.line or 0))
    return settled, found


def read_field(text: str) -> Blocks:
    """The blocks of a value that a user typed; headings, lists, tables and emphasis only."""
    masked = plain(Chapter("", text))
    tokens = field_parser().parse(masked.text, {})
    return Reader(masked, SyntaxTreeNode(tokens), {"statements": frozenset()}).read()


@dataclass
class Reader:
    """Turns the syntax tree of one chapter into blocks; `findings` fills up on the way."""

    masked: Masked
    tree: SyntaxTreeNode
    env: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inlines = InlineReader(self.masked, self._footnote)
        self.source = self.masked.text.split("\n")
        self._notes = {str(node.meta["label"]): node for node in self.tree.walk() if node.type == "footnote_reference"}
        self._open_notes = False
        self._depth = self._clauses = 0
        self._used_notes: set[str] = set()

    @property
    def file(self) -> str:
        """The chapter's name."""
        return self.masked.chapter.name

    def read(self) -> Blocks:
        """Every block of the chapter."""
        blocks = self.blocks(self.tree.children)
        for label in self._notes.keys() - self._used_notes:
            self.report("MD404", self.line(self._notes[label]), label=label)
        checks.check_text(self.tree, self)
        return blocks

    def report(self, code: str, line: int, place: str | None = None, **values: Any) -> None:
        """Add the finding of a code at a line of this chapter."""
        self.findings.append(finding(code, Where(self.file, line, place=place), **values))

    def line(self, node: SyntaxTreeNode) -> int:
        """The source line where a node begins."""
        return self.masked.line(node.map[0]) if node.map else 1

    def content(self, node: SyntaxTreeNode, line: int) -> Inlines:
        """The inlines of a node that holds one ``inline`` token."""
        token = next((child.token for child in node.children if child.type == "inline"), None)
        return self.inlines.read(token.children or [], line) if token else ()

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Blocks:
        """The blocks of one container, each with the attribute line before it."""
        checks.check_indents(nodes, self)
        found: list[Block] = []
        pending: Attributes | None = None
        for node in nodes:
            if node.type == "attribute_line":
                self._unused(pending)
                pending = self._attributes(node.content, self.line(node))
                continue
            if node.type != "footnote_reference":
                found.extend(self._block(node, pending))
                pending = None
        self._unused(pending)
        return tuple(found)

    def _block(self, node: SyntaxTreeNode, given: Attributes | None) -> Iterable[Block]:
        line = self.line(node)
        match node.type:
            case "heading":
                return [self._heading(node, given)]
            case "paragraph":
                return [self._paragraph(node, given)]
            case "bullet_list" | "ordered_list":
                return self._list(node, given)
            case "table":
                return [read_table(self, node, given)]
        self._unused(given)
        if node.type == "tag_line":
            return [TagLine(self.masked.tags[character]) for character in node.content if character.strip()]
        if node.type == "hr" and not self.is_field and not node.markup.startswith("_"):
            checks.check_break(node, self)
            return [PageBreak(self.file, line)]
        if node.type == "fence":
            self.report("MD402", line)
        return [Paragraph((Text(self.source[node.map[0]].strip() if node.map else ""),), self.file, line)]

    def _attributes(self, written: str, line: int) -> Attributes:
        return attributes.parse(written, line, self.masked, self.findings)

    def _unused(self, given: Attributes | None) -> None:
        if given is not None:
            self.report("MD307", given.line)

    def known(self, given: Attributes | None, target: attributes.Target, line: int) -> Attributes:
        """The attributes of a block after a look at their names."""
        if given is None:
            return Attributes(line)
        attributes.check_known(given, target, self.masked, self.findings)
        return given

    def _heading(self, node: SyntaxTreeNode, before: Attributes | None) -> Heading:
        line = self.line(node)
        self._unused(before)
        content, used = self._heading_parts(node, line)
        level = int(node.tag[1:])
        if level > DEEPEST_HEADING:
            self.report("MD405", line, level=level, deepest=DEEPEST_HEADING)
        if not content:
            self.report("MD406", line)
        return Heading(
            min(level, DEEPEST_HEADING),
            content,
            self.file,
            line,
            used.identity,
            attributes.clauses(used, self.masked, self.findings),
            numbered="unnumbered" not in used.classes,
            page_break="pagebreak" in used.classes,
        )

    def _heading_parts(self, node: SyntaxTreeNode, line: int) -> tuple[Inlines, Attributes]:
        """A heading's text, parsed again without the attributes at its end, and these."""
        text = node.children[0].content if node.children else ""
        tail = None if self.is_field else attributes.HEADING_TAIL.search(text)
        if tail is None:
            return self.content(node, line), Attributes(line)
        token = template_parser().parseInline(text[: tail.start()], self.env)[0]
        used = self.known(self._attributes(tail[0], line), "heading", line)
        return self.inlines.read(token.children or [], line), used

    def _paragraph(self, node: SyntaxTreeNode, given: Attributes | None) -> Paragraph | Figure:
        line = self.line(node)
        content = self.content(node, line)
        if len(content) == 1 and isinstance(content[0], Tag) and _FIGURE.match(content[0].source):
            return self._figure(content[0], given)
        used = self.known(given, "paragraph", line)
        kind = next((_KINDS[name] for name in used.classes if name in _KINDS), "body")
        return Paragraph(content, self.file, line, cast("ParagraphKind", kind), used.identity)

    def _figure(self, tag: Tag, given: Attributes | None) -> Figure:
        used = self.known(given, "figure", tag.line)
        caption = self.inlines.text(used.values.get("caption", ""))
        if used.identity and not caption:
            self.report("MD310", used.line)
        for piece in caption:
            if isinstance(piece, Tag) and piece.keyword:
                self.report("MD311", used.line, tag=piece.source)
        return Figure(tag, tuple(one for one in caption if not (isinstance(one, Tag) and one.keyword)), used.identity)

    def _list(self, node: SyntaxTreeNode, given: Attributes | None) -> Iterable[Block]:
        line = self.line(node)
        used = self.known(given, "list", line)
        start = int(node.attrs.get("start", 1))
        if start != 1 and self.is_field:
            return self._literal(node)
        ordered, outer = node.type == "ordered_list", self._clauses
        clauses = "clauses" in used.classes
        if clauses and (self._depth or not ordered):
            self.report("MD309", used.line)
        self._clauses = outer + 1 if ordered and (clauses or outer) else 0
        if self._clauses == DEEPEST_CLAUSE + 1:
            self.report("MD413", line, deepest=DEEPEST_CLAUSE)
        self._depth += 1
        if self._depth == DEEPEST_LIST + 1:
            self.report("MD411", line, deepest=DEEPEST_LIST)
        items = tuple(self._item(child) for child in node.children)
        self._depth, self._clauses = self._depth - 1, outer
        return [ListBlock(ordered, node.markup, items, self.file, line, used.identity, start, clauses)]

    def _literal(self, node: SyntaxTreeNode) -> Iterable[Block]:
        """A typed list that begins with another number than 1 (``2026. …``) keeps its numbers, as paragraphs."""
        for item in node.children:
            first, *others = [*self.blocks(item.children), Paragraph((), self.file, self.line(item))]
            number = Text(f"{item.info}{node.markup} ")
            if isinstance(first, Paragraph):
                first = replace(first, content=(number, *first.content))
            yield from [first, *others[:-1]]

    def _item(self, node: SyntaxTreeNode) -> Item:
        line = self.line(node)
        blocks = self.blocks(node.children)
        if not any(isinstance(block, Paragraph) for block in blocks):
            self.report("MD408", line)
        return Item(blocks, self.file, line)

    def _footnote(self, token: Token, line: int) -> Footnote | None:
        """The footnote of a reference; None, with a finding, when there is none to be had."""
        label = token.meta.get("label")
        if self._open_notes:
            self.report("MD412", line)
            return None
        if label is None:
            return Footnote((self._note_text(self.env["footnotes"]["list"][token.meta["id"]]["tokens"], line),), line)
        if label not in self._notes:
            self.report("MD403", line, label=label)
            return None
        self._used_notes.add(label)
        definition = self._notes[label]
        paragraphs = []
        for child in definition.children:
            if child.type == "paragraph":
                inline = child.children[0].token if child.children else None
                paragraphs.append(self._note_text(inline.children or [] if inline else [], self.line(child)))
            else:
                self.report("MD409", self.line(child))
        return Footnote(tuple(paragraphs), self.line(definition))

    def _note_text(self, tokens: Sequence[Token], line: int) -> Inlines:
        self._open_notes = True
        content = self.inlines.read(tokens, line)
        self._open_notes = False
        return content

    @property
    def is_field(self) -> bool:
        """Whether the text is a value that a user typed."""
        return not self.file
