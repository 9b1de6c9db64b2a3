"""A part of a Word template in the docxtpl dialect, rewritten as a Jinja source with one line per paragraph.

Line numbers of Jinja lead back to paragraphs through `Source.places`. Everything wrong with the tags is reported at
once. Nothing is rendered and no data is known here. What the dialect is: docs/dialect.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from itsm_docs.findings import Finding
from itsm_docs.ooxml.xml import every, first, qn, value
from itsm_docs.templating import tags
from itsm_docs.templating.cells import CellTags, cell_tags, properties
from itsm_docs.templating.desk import Desk
from itsm_docs.templating.inline import Inline
from itsm_docs.templating.places import Place
from itsm_docs.templating.ranges import MARKS, quoted
from itsm_docs.templating.repair import PLACES
from itsm_docs.templating.source import ListUse, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH, _ROW, _CELL, _TABLE = (qn(name) for name in ("w:p", "w:tr", "w:tc", "w:tbl"))
_CELL_PROPERTIES, _SECTION, _GRID = qn("w:tcPr"), qn("w:sectPr"), qn("w:tblGrid")
_TRANSPARENT = frozenset(qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag"))
_END_WITH_PARAGRAPH = frozenset(
    qn(f"w:{name}") for name in ("tc", "body", "txbxContent", "hdr", "ftr", "footnote", "endnote", "comment")
)
_PICTURES = ("w:drawing", "w:pict", "w:object")
_IDENTITY = re.compile(r"""(?<!\w)id\s*=\s*(['"])([^'"]*)\1""")
Pieces = list[str | tags.Tag]


@dataclass(frozen=True, slots=True)
class Lists:
    """What numbering means to loops: the list that a style brings along, and whether a list may start anew."""

    styles: Mapping[str, int] = field(default_factory=dict)
    restartable: Callable[[int], bool] = lambda _: True


class Rewriter(Desk):
    """Rewrites one part. `origins` gives file and line of the n-th paragraph where a Markdown source is behind it;
    `strict` allows conditions and loops only."""

    def __init__(
        self,
        root: _Element,
        part: str,
        template: str,
        origins: Mapping[int, tuple[str, int]],
        notes: Mapping[str, _Element],
        *,
        strict: bool = False,
        headings: Mapping[str, int] | None = None,
        lists: Lists | None = None,
    ) -> None:
        super().__init__(root, part, template, origins, strict)
        self._inline = Inline(self)
        self._notes, self._headings, self._lists = notes, headings or {}, lists or Lists()
        self._known: dict[_Element, Pieces] = {}
        self._tables = self._merged = self._boxes = 0
        self._began = -2  # the paragraph in which a loose bracket last began a tag
        self._loose_grid = False
        self._ended: tuple[bool, tuple[int, ...]] = (False, ())
        """Whether the last block was a paragraph, and inside which statements."""

    def rewrite(self) -> tuple[Source, list[Finding]]:
        """The source of the part and everything wrong with its tags."""
        start = Place(self._template, self._label)
        self.source.add(self.spelling.opening(self._root, declare=True), start)
        self._children(self._root)
        self.source.add(self.spelling.closing(self._root), start)
        self.pairs.leave(0)
        for line, num_ids in self.source.lists.restarts().items():
            restarted = [num_id for num_id in num_ids if self._lists.restartable(num_id)]
            self.source.restarted.update(restarted)
            self.source.lines[line - 1] += "".join(f"<?restart {num_id}?>" for num_id in restarted)
        self.source.lines[:] = self._ranges.resolve(self.source.lines)
        self.source.mends = any(mark in line for line in self.source.lines if "<?" in line for mark in PLACES)
        self.source.draws = any("<wp:docPr" in line or "_figure(" in line for line in self.source.lines)
        return self.source, self.findings

    # Blocks

    def _children(self, element: _Element) -> None:
        """What a container holds, and a mark where it must end with a paragraph and perhaps does not."""
        here = self.pairs.path
        self._ended = (False, here)
        closes = element.tag in _END_WITH_PARAGRAPH
        for group in self._groups(element):
            if closes and group[0].tag == _SECTION:
                self._close_with_paragraph(here)
                closes = False
            if group[0].tag == _PARAGRAPH:
                self._paragraph_lines(group)
            else:
                self._element(group[0])
        if closes:
            self._close_with_paragraph(here)

    def _close_with_paragraph(self, here: tuple[int, ...]) -> None:
        if self._ended != (True, here):
            self.source.add("<?end?>", self._place())

    def _groups(self, element: _Element) -> Iterator[list[_Element]]:
        """The children one by one; paragraphs that ``{%-`` and ``-%}`` join, together."""
        group: list[_Element] = []
        for child in element.iterchildren("*"):
            if group and child.tag == _PARAGRAPH == group[-1].tag and self._joined(group[-1], child):
                group.append(child)
                continue
            if group:
                yield group
            group = [child]
        if group:
            yield group

    def _joined(self, before: _Element, after: _Element) -> bool:
        ends, begins = self._pieces(before)[-1:], self._pieces(after)[:1]
        return any(isinstance(item, tags.Tag) and not item.block and item.merges_after for item in ends) or any(
            isinstance(item, tags.Tag) and not item.block and item.merges_before for item in begins
        )

    def _element(self, element: _Element) -> None:
        if element.tag == _ROW:
            self._row(element)
        elif element.tag == _CELL:
            self._cell_lines(element)
        elif element.tag == _TABLE:
            self._table(element)
        elif element.tag in MARKS:
            self.source.add(self.mark(element), self._place())
        elif next(every(element, "w:p"), None) is not None:
            self.source.add(self.opening(element), self._place())
            self._children(element)
            self.source.add(self.spelling.closing(element), self._place())
        else:
            self._leaf(element)

    def _leaf(self, element: _Element) -> None:
        """Something without paragraphs; a document property may hold tags."""
        text = "".join(str(piece) for piece in element.itertext()) if self._label else ""
        place = self._place()
        if tags.LEFTOVER.search(text) or tags.FULL_WIDTH.search(text):
            self._check_text(tags.pieces(text), self._place(text.strip()))
        depth = len(self.pairs.stack)
        self.source.add(self._inline.raw(element, place), place)
        self.pairs.leave(depth)

    def _table(self, table: _Element) -> None:
        self._tables += 1  # counted from the last heading
        outer, number, loose = self._cell, self._tables, self._loose_grid
        self._loose_grid = False
        here = self.pairs.path
        self.source.add(self.opening(table), self._place())
        row_number, grid, steady = 0, 0, False
        for child in table.iterchildren("*"):
            if child.tag == _ROW:
                row_number += 1
                self._cell = (number, row_number, 1)
            self._element(child)
            grid = len(self.source.lines) if child.tag == _GRID else grid
            steady |= child.tag == _ROW and self.pairs.path == here and not self._row_tags(child)
        if self._loose_grid and grid:
            self.source.lines[grid - 1] = "<?grid?>" + self.source.lines[grid - 1]
        self.source.add(("" if steady else "<?rows?>") + self.spelling.closing(table), self._place())
        self._cell, self._loose_grid = outer, loose
        self._ended = (False, here)

    # Rows and cells

    def _own_paragraphs(self, element: _Element) -> Iterator[_Element]:
        """The paragraphs of a row or cell, without those of tables in it."""
        for child in element:
            if child.tag == _PARAGRAPH:
                yield child
            elif child.tag == _CELL or child.tag in _TRANSPARENT:
                yield from self._own_paragraphs(child)

    def _row_tags(self, row: _Element) -> list[tags.Tag]:
        found = (item for paragraph in self._own_paragraphs(row) for item in self._pieces(paragraph))
        return [item for item in found if isinstance(item, tags.Tag) and item.block and item.scope == "tr"]

    def _row(self, row: _Element) -> None:
        located = [(item, at) for at in self._own_paragraphs(row) for item in self._pieces(at)]
        blocks = self._row_tags(row)
        if blocks:
            self._paragraph = self._order[next(at for item, at in located if item is blocks[0])]
            if len(blocks) == len(located) and next(every(row, "w:tbl"), None) is None:
                self._give_way(blocks, row)
                return
            self.report("TP106", self._place(blocks[0].source), tag=blocks[0].source)
        self._beside(blocks, row.getparent(), before=True)
        self.source.add(self.opening(row), self._place())
        loose, self._loose_grid = self._loose_grid, False
        if self._cell:
            self._cell = (*self._cell[:2], 0)
        for child in row.iterchildren("*"):
            self._element(child)
        self.source.add(("<?cells?>" if self._loose_grid else "") + self.spelling.closing(row), self._place())
        self._loose_grid |= loose
        self._beside(blocks, row.getparent(), before=False)

    def _cell_lines(self, cell: _Element) -> None:
        if self._cell:
            self._cell = (*self._cell[:2], self._cell[2] + 1)
        located = [(item, at) for at in self._own_paragraphs(cell) for item in self._pieces(at)]
        found = [item for item, _ in located]
        blocks = [item for item in found if isinstance(item, tags.Tag) and item.block and item.scope == "tc"]
        if blocks:
            self._loose_grid = True
            self._paragraph = self._order[next(at for item, at in located if item is blocks[0])]
            if len(blocks) == len(found) and next(every(cell, "w:tbl"), None) is None:
                self._give_way(blocks, cell)
                return
            self.report("TP106", self._place(blocks[0].source), tag=blocks[0].source)
        self._beside(blocks, cell.getparent(), before=True)
        said = cell_tags(found)
        if said:
            self._shaped_cell(cell, said)
        else:
            self.source.add(self.opening(cell), self._place())
            self._children(cell)
            self.source.add(self.spelling.closing(cell), self._place())
        self._beside(blocks, cell.getparent(), before=False)

    def _shaped_cell(self, cell: _Element, said: CellTags) -> None:
        """A cell that tags colour, widen or merge."""
        place = self._place()
        if said.merged and not self.pairs.looping:
            self.report("TP115", place, tag="hm" if said.across else "vm")
            said = CellTags(said.background, said.span)
        self._loose_grid |= bool(said.span or said.across)
        if said.merged:
            self._merged += 1
            self.source.add(f"{{% set _own = _first({self._merged}, loop) %}}", place)
        if said.across:
            self.source.add("{% if _own %}", place)
        made, computed = properties(cell, said)
        shape = self.raw(made)
        for mark, expression in computed.items():
            shape = shape.replace(mark, expression)
        self.source.add(self.opening(cell) + shape, place)
        self._shaped_content(cell, said, place)
        self.source.add(self.spelling.closing(cell), place)
        if said.across:
            self.source.add("{% endif %}", place)

    def _shaped_content(self, cell: _Element, said: CellTags, place: Place) -> None:
        content = [child for child in cell if child.tag == _CELL_PROPERTIES]
        for child in content:
            cell.remove(child)
        if said.down:
            self.source.add("{% if _own %}", place)
        self._children(cell)
        if said.down:
            lead = first(cell, "w:p/w:pPr")
            self.source.add(f"{{% else %}}<w:p>{'' if lead is None else self.raw(lead)}</w:p>{{% endif %}}", place)

    # Paragraphs

    def _pieces(self, paragraph: _Element) -> Pieces:
        if paragraph not in self._known:
            tags.join_split_tags(paragraph)
            tags.drop_merged_breaks(paragraph)
            text = "".join(node.text or "" for node in tags.own_texts(paragraph))
            found = tags.pieces(text)
            self._known[paragraph] = [item for item in found if isinstance(item, tags.Tag) or item.strip()]
        return self._known[paragraph]

    def _paragraph_lines(self, group: list[_Element]) -> None:
        paragraph = group[0]
        self._paragraph = self._order.get(paragraph, self._paragraph)
        found = [item for member in group for item in self._pieces(member)]
        self._learn_heading(paragraph, found)
        place = self._place(_shown(found))
        self._check_text(found, place)
        blocks = [item for item in found if isinstance(item, tags.Tag) and item.block and item.scope == "p"]
        if blocks and len(blocks) == len(found) and next(every(paragraph, *_PICTURES), None) is None:
            self._give_way(blocks, paragraph, place)
            return
        for tag in blocks:
            self.report("TP106", place, tag=tag.source)
        self._beside(blocks, paragraph.getparent(), before=True)
        self.source.lists.saw(self._list_of(paragraph))
        self._notes_before(group, place)
        depth = len(self.pairs.stack)
        line = self._whole(found[0], paragraph, place) if len(found) == 1 else None
        if line is None:
            for item in found:
                if isinstance(item, tags.Tag) and item.scope == "p" and not (item.keyword or item.comment):
                    self.report("TP106", place, tag=item.source)
            line = self.source.add(self._inline.written(group, place), place)
        self.pairs.leave(depth)
        self._beside(blocks, paragraph.getparent(), before=False)
        if len(found) == 1 and isinstance(found[0], tags.Tag) and not (found[0].keyword or found[0].function):
            self.source.alone[line] = (found[0].body, "cell" if self._cell else "body")
        self._ended = (True, self.pairs.path)

    def _whole(self, item: str | tags.Tag, paragraph: _Element, place: Place) -> int | None:
        """``{{p value }}``: the value brings its own paragraphs; a plain one is printed in this one."""
        if isinstance(item, tags.Tag) and item.function == "figure" and self._takes_figures:
            return self._figure(item, paragraph, place)
        if isinstance(item, str) or item.scope != "p" or item.keyword or item.comment:
            return None
        lead = first(paragraph, "w:pPr")
        run = next((run for run in every(paragraph, "w:rPr") if run.getparent() is not lead), None)
        shape = "" if lead is None else self.raw(lead)
        own = "" if run is None else self.raw(run)
        marks = "".join(self.mark(child) for child in every(paragraph, "w:bookmarkStart", "w:bookmarkEnd"))
        return self.source.add(f"{marks}{{{{ _paragraphs({item.body}, {quoted(shape)}, {quoted(own)}) }}}}", place)

    @property
    def _takes_figures(self) -> bool:
        """Whether this is the text of the document itself: captions are counted there."""
        return not (self._cell or self._label or self._boxes)

    def _figure(self, tag: tags.Tag, paragraph: _Element, place: Place) -> int:
        """``{{ figure(value) }}`` brings its own paragraphs; the section that ends in this one stays."""
        if (known := _IDENTITY.search(tag.arguments)) and (conditions := self.pairs.conditions):
            self.source.conditions[known[2]] = " 且 ".join(conditions)
        line = self.source.add(tag.jinja, place)
        self._keep(paragraph)
        return line

    def _give_way(self, blocks: Iterable[tags.Tag], element: _Element, place: Place | None = None) -> None:
        """A paragraph, row or cell that holds nothing but block tags: they stay, it goes."""
        ordered = list(blocks)
        begins = ordered[0].keyword in (*tags.OPENERS, *tags.MORE_OPENERS)
        if begins:
            self._keep(element)
        for tag in ordered:
            self._block(tag, element.getparent(), place or self._place(tag.source))
        if not begins:
            self._keep(element)

    def _keep(self, element: _Element) -> None:
        """Bookmarks that begin or end in something that goes, and the section that ends there."""
        kept = "".join(self.mark(mark) for mark in every(element, "w:bookmarkStart", "w:bookmarkEnd"))
        lost = every(element, "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
        kept += "".join(self._ranges.token("lost", value(mark, "w:id") or "", self.pairs.path, (), "") for mark in lost)
        if kept:
            self.source.add(kept, self._place())
        section = first(element, "w:pPr/w:sectPr") if element.tag == _PARAGRAPH else None
        if section is not None:
            self.source.add(f"<w:p><w:pPr>{self.raw(section)}</w:pPr></w:p>", self._place())

    def _beside(self, blocks: list[tags.Tag], container: object, *, before: bool) -> None:
        """Block tags that share their paragraph, row or cell with text, already reported: pairs still have to match."""
        for tag in blocks:
            if (tag.keyword not in (*tags.CLOSERS, *tags.MORE_CLOSERS)) is before:
                self._block(tag, container, self._place(tag.source))

    def _learn_heading(self, paragraph: _Element, found: Pieces) -> None:
        style = value(first(paragraph, "w:pPr/w:pStyle")) or ""
        if style.startswith("Heading") or style in self._headings:
            self._tables = 0
            self._heading = _shown(found)

    def _check_text(self, found: Pieces, place: Place) -> None:
        for item in found:
            if isinstance(item, str):
                if match := tags.FULL_WIDTH.search(item):
                    self.report("TP102", place, found=match.group())
                elif match := tags.LEFTOVER.search(item):
                    self._loose(match.group(), place)
            else:
                if match := tags.PRIVATE.search(item.body):
                    self.report("TP212", place, name=match.group())
                if item.curly_quotes:
                    self.report("TP111", place, tag=item.source)

    def _loose(self, bracket: str, place: Place) -> None:
        """A bracket without its other half; the end of a tag that an earlier paragraph began is the same fault."""
        begins = bracket in ("{{", "{%", "{#")
        if begins or self._paragraph - self._began > 1:
            self.report("TP101", place, found=bracket)
        self._began = self._paragraph if begins else -2

    def _notes_before(self, group: list[_Element], place: Place) -> None:
        """A footnote's text is rendered where it is cited, in the scope of the paragraph; finishing moves it to its part."""
        for paragraph in group:
            for reference in every(paragraph, "w:footnoteReference"):
                key = value(reference, "w:id") or ""
                note = self._notes.get(key)
                if note is not None:
                    self.source.add(f"<?fn {key}?>{self.inlined(note)}<?/fn?>", place)

    def _list_of(self, paragraph: _Element) -> int:
        """The list instance that a paragraph belongs to, by itself or by its style; 0 where it is in none."""
        own = value(first(paragraph, "w:pPr/w:numPr/w:numId"))
        if own is not None:
            return int(own)
        return self._lists.styles.get(value(first(paragraph, "w:pPr/w:pStyle")) or "", 0)

    def _block(self, tag: tags.Tag, container: object, place: Place) -> None:
        if tag.comment:
            return
        self.pairs.take(tag, container, place)
        line = self.source.add(tag.jinja, place)
        if tag.keyword == "for":
            self.source.lists.enter(line)
        elif tag.keyword == "endfor":
            self.source.lists.leave()

    def inlined(self, element: _Element) -> str:
        """The paragraphs inside an element (a footnote, a text box) as one piece of text."""
        outer, cell, depth = self.source, self._cell, len(self.pairs.stack)
        self._boxes += 1
        ended = self._ended
        self.source = Source(
            outer.part,
            clauses=outer.clauses,
            conditions=outer.conditions,
            refers=outer.refers,
            bookmarks=outer.bookmarks,
            lists=ListUse(),
        )
        self._cell = None
        self._children(element)
        self.pairs.leave(depth)
        self._boxes -= 1
        text = "".join(self.source.lines)
        self.source, self._cell, self._ended = outer, cell, ended
        return text


def _shown(found: Pieces) -> str:
    """The text of a paragraph as its author sees it, without the tags that print nothing."""
    return "".join(
        item if isinstance(item, str) else item.source
        for item in found
        if isinstance(item, str) or item.function not in ("anchor", "clause")
    )
