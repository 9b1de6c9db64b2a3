"""A flat copy for converters that know headings, text, tables and links, and drop the rest without a word (pandoc).

What they drop is said in text: drawings by their alternative text, the cover as lines. What they get wrong is put so that
they cannot: a caption before a table that is not its own, headings among the bookmarks, page numbers of a medium without
pages. Measured with pandoc 3.9. The copy is for conversion only; it is not laid out to be read in Word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsm_docs.ooxml import fields
from itsm_docs.ooxml.adoption import style_name
from itsm_docs.ooxml.bookmarks import remove_unused
from itsm_docs.ooxml.flatten import flat_parts
from itsm_docs.ooxml.package import main_part, read, related_part, write
from itsm_docs.ooxml.xml import PARAGRAPH_PROPERTIES, child, every, first, parse, put, qn, serialize, text_of, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

_RUN_PROPERTIES = ("w:rStyle", "w:rFonts", "w:b")
_ROW_PROPERTIES = ("w:cnfStyle", "w:gridBefore", "w:gridAfter", "w:cantSplit", "w:trHeight", "w:tblHeader")
_INDENT_STEP = 450
"""How far a list moves in from one level to the next, in twentieths of a point: about two characters."""
_BLANK = "\u3000"
CELL_BREAK = "\ufdd0"
"""Stands for a line break in a table cell, which Markdown has not and a page may write as it likes; never in data."""


@dataclass(frozen=True, slots=True)
class Readable:
    """The copy, and the title that was on its cover (empty where there was none): a page prints it above the text."""

    data: bytes
    title: str


def readable(data: bytes, *, rich: bool) -> Readable:
    """The copy of a Word file for a converter of text. Raises `Faulty` when the file cannot be read (OX1xx).

    `rich` is for a target with links, pictures, captions of tables and tables without a header row (HTML). Otherwise
    references are text, and captions, header rows and highlighted text are made of what Markdown has.
    """
    parts = read(data)
    main, styles = main_part(parts), related_part(parts, "styles")
    if rich:
        linked = parse(parts[main], main)
        fields.to_links(linked)
        parts[main] = serialize(linked)
    parts = flat_parts(parts)
    root = parse(parts[main], main)
    copy = _Copy(root, _style_names(parts[styles], styles) if styles else {})
    copy.drop_contents()
    copy.say_drawings(pictures=rich)
    copy.unfold_cover()
    copy.name_sections()
    copy.settle_captions(attached=rich)
    if not rich:
        copy.mark_breaks_in_cells()
        copy.give_tables_headers()
        copy.embolden_highlights()
    copy.space_out_lists()
    remove_unused(root)
    parts[main] = serialize(root)
    return Readable(write(parts), copy.title)


def _style_names(styles: bytes, part: str) -> dict[str, str]:
    return {value(style, "w:styleId") or "": style_name(style) for style in every(parse(styles, part), "w:style")}


class _Copy:
    """The body of the copy while it is made; each method is one difference between Word and a page of text."""

    __slots__ = ("_body", "_names", "_root", "title")

    def __init__(self, root: _Element, names: Mapping[str, str]) -> None:
        body = first(root, "w:body")
        self._root, self._body, self._names = root, root if body is None else body, names
        self.title = ""

    def drop_contents(self) -> None:
        """A list of pages is of no use where there are none; the page makes its own list of the headings."""
        for item in fields.find(self._root).whole:
            if item.kind != "TOC":
                continue
            begin, end = _block(item.marks[0], self._body), _block(item.marks[-1], self._body)
            if begin is None or end is None:
                continue
            heading = begin.getprevious()
            if heading is not None and self._style(heading) == "toc heading":
                self._body.remove(heading)
            marked = {_block(mark, self._body) for mark in item.marks}
            for entry in list(_span(begin, end)):
                if entry in marked or self._style(entry).startswith("toc "):
                    self._body.remove(entry)

    def say_drawings(self, *, pictures: bool) -> None:
        """Put the alternative text of drawings in their place; a `pictures` target keeps what is a picture."""
        for fallback in list(every(self._root, "mc:Fallback")):
            _remove(fallback)
        for drawing in list(every(self._root, "w:drawing", "w:pict", "w:object")):
            if drawing.getroottree().getroot() is not self._root:
                continue  # in the text box of a drawing that has been said
            if not (pictures and next(every(drawing, "pic:pic"), None) is not None):
                _say(drawing)

    def unfold_cover(self) -> None:
        """The title goes to the page, tables of two columns on the cover become lines."""
        titles = [block for block in self._body if self._style(block) == "title"]
        if not titles:
            return
        self.title = text_of(titles[0]).strip()
        self._body.remove(titles[0])
        for block in list(self._cover()):
            for tab in list(every(block, "w:tab")):
                if _is_in(tab, "w:r"):
                    _replace(tab, _text(tab, _BLANK * 2))
            if block.tag == qn("w:tbl"):
                _unfold(block)
            else:
                _unstyle(block)

    def _cover(self) -> Iterator[_Element]:
        """What stands before the end of the first section, where no heading comes before it."""
        blocks: list[_Element] = []
        for block in self._body:
            if self._style(block).startswith(("heading ", "toc heading")):
                return
            blocks.append(block)
            if first(block, "w:pPr/w:sectPr") is not None:
                yield from blocks
                return

    def name_sections(self) -> None:
        """修订记录 and 审批页 are headings to the eye, styled as the heading of the contents is."""
        heading = next((key for key, name in self._names.items() if name == "heading 1"), None)
        for paragraph in every(self._root, "w:p"):
            if heading is not None and self._style(paragraph) == "toc heading":
                put(child(paragraph, "w:pPr", ["w:pPr"]), "w:pStyle", PARAGRAPH_PROPERTIES, val=heading)

    def settle_captions(self, *, attached: bool) -> None:
        """A caption stays one, if at all, before its table; a converter gives it to the next table, however far.

        The alternative text of a table, which nobody sees in Word, would be printed as a second caption.
        """
        for hidden in list(every(self._root, "w:tblCaption", "w:tblDescription")):
            _remove(hidden)
        for paragraph in list(every(self._root, "w:p")):
            if self._style(paragraph) != "caption":
                continue
            after = paragraph.getnext()
            of_table = after is not None and after.tag == qn("w:tbl") and not text_of(paragraph).startswith("图")
            if not (attached and of_table):
                _unstyle(paragraph)
                for run in every(paragraph, "w:r"):
                    _embolden(run)

    def mark_breaks_in_cells(self) -> None:
        """Line breaks in tables as `CELL_BREAK`."""
        for mark in list(every(self._root, "w:br")):
            if value(mark, "w:type") in (None, "textWrapping") and _is_in(mark, "w:tc"):
                _replace(mark, _text(mark, CELL_BREAK))

    def give_tables_headers(self) -> None:
        """The first row, where no row is a header: Markdown has no table without one and would show an empty row."""
        for table in every(self._root, "w:tbl"):
            row = first(table, "w:tr")
            if row is not None and next(every(table, "w:tblHeader"), None) is None:
                put(_leading(row, "w:trPr"), "w:tblHeader", _ROW_PROPERTIES)

    def embolden_highlights(self) -> None:
        """An open point is marked yellow; Markdown has no mark."""
        for mark in list(every(self._root, "w:highlight")):
            run = next(mark.iterancestors(qn("w:r")), None)
            _remove(mark)
            if run is not None:
                _embolden(run)

    def space_out_lists(self) -> None:
        """Blanks in place of the indents of inner lists; an indent itself is taken for a quotation."""
        for indent in list(every(self._root, "w:ind")):
            properties = indent.getparent()
            paragraph = None if properties is None else properties.getparent()
            _remove(indent)
            inner = round((_twips(indent, "left") - _twips(indent, "hanging")) / _INDENT_STEP) - 1
            if paragraph is None or paragraph.tag != qn("w:p") or inner < 1 or not text_of(paragraph):
                continue
            text = next(every(paragraph, "w:t"))
            text.text = _BLANK * 2 * inner + (text.text or "")

    def _style(self, block: _Element) -> str:
        return self._names.get(value(first(block, "w:pPr/w:pStyle")) or "", "")


def _block(element: _Element, body: _Element) -> _Element | None:
    """The child of the body in which an element stands."""
    return next((one for one in (element, *element.iterancestors()) if one.getparent() is body), None)


def _is_in(element: _Element, name: str) -> bool:
    return next(element.iterancestors(qn(name)), None) is not None


def _span(begin: _Element, end: _Element) -> Iterator[_Element]:
    element: _Element | None = begin
    while element is not None:
        yield element
        element = None if element is end else element.getnext()


def _say(drawing: _Element) -> None:
    """Replace a drawing by its alternative text, or else by what its text boxes say; a mere line goes without a word."""
    properties = next(every(drawing, "wp:docPr"), None)
    said = "" if properties is None else str(properties.get("descr") or properties.get("title") or "").strip()
    boxes = (text_of(box) for box in every(drawing, "w:txbxContent"))
    said = said or "；".join(filter(None, boxes))
    outer = next((one for one in drawing.iterancestors(qn("mc:AlternateContent"))), drawing)
    is_drawing = drawing.tag == qn("w:drawing")
    if said or is_drawing:
        _replace(outer, _text(outer, f"〔图：{said}〕" if said else "〔图〕"))
    else:
        _remove(outer)


def _unfold(table: _Element) -> None:
    """The rows of a table of two columns as paragraphs ``甲方：某公司``; other tables stay."""
    rows = [list(row.iterfind(qn("w:tc"))) for row in table.iterfind(qn("w:tr"))]
    if any(len(cells) != 2 for cells in rows):
        return
    for name, content in rows:
        paragraph = table.makeelement(qn("w:p"))
        run = paragraph.makeelement(qn("w:r"))
        run.append(_text(run, f"{text_of(name).strip()}：{text_of(content).strip()}"))
        paragraph.append(run)
        table.addprevious(paragraph)
    _remove(table)


def _unstyle(paragraph: _Element) -> None:
    style = first(paragraph, "w:pPr/w:pStyle")
    if style is not None:
        _remove(style)


def _embolden(run: _Element) -> None:
    put(_leading(run, "w:rPr"), "w:b", _RUN_PROPERTIES)


def _leading(element: _Element, name: str) -> _Element:
    """The properties of an element, made as its first child where it has none."""
    return child(element, name, [name])


def _text(beside: _Element, content: str) -> _Element:
    text = beside.makeelement(qn("w:t"), {qn("xml:space"): "preserve"})
    text.text = content
    return text


def _replace(old: _Element, new: _Element) -> None:
    old.addprevious(new)
    _remove(old)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _twips(indent: _Element, name: str) -> int:
    given = value(indent, "w:" + name) or value(indent, "w:start" if name == "left" else "w:" + name) or "0"
    return int(given) if given.lstrip("-").isdigit() else 0
