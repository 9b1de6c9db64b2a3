"""A part of a Word template in the docxtpl dialect, rewritten as a Jinja source with one line per paragraph.

Line numbers of Jinja lead back to paragraphs through `Source.places`. Everything wrong with the tags is reported at
once. Nothing is rendered and no data is known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsm_docs.findings import Finding, finding
from itsm_docs.ooxml.xml import NAMESPACES, escape, every, first, qn, value
from itsm_docs.templating import tags
from itsm_docs.templating.places import Place, part_label
from itsm_docs.templating.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_WITH_RUNS = frozenset(qn(name) for name in ("w:hyperlink", "w:sdt", "w:sdtContent", "w:smartTag", "w:ins"))
_DELETED = frozenset(qn(name) for name in ("w:del", "w:moveFrom"))
_PARAGRAPH, _ROW, _CELL, _TABLE, _RUN, _TEXT = (qn(name) for name in ("w:p", "w:tr", "w:tc", "w:tbl", "w:r", "w:t"))


@dataclass(frozen=True, slots=True)
class _Opened:
    keyword: str
    container: object
    place: Place
    text: str = ""


class Rewriter:
    """Rewrites one part. `origins` gives file and line of the n-th paragraph where a Markdown source is behind it."""

    def __init__(
        self,
        root: _Element,
        part: str,
        template: str,
        origins: Mapping[int, tuple[str, int]],
        notes: Mapping[str, _Element],
    ) -> None:
        self.source = Source(part)
        self.findings: list[Finding] = []
        self._template, self._root, self._notes = template, root, notes
        self._origins = origins
        self._label = part_label(part)
        self._heading = ""
        # In the order of the document, as `origins` and Word comments count; the keys keep lxml's proxies alive.
        self._order = {paragraph: number for number, paragraph in enumerate(every(root, "w:p"))}
        self._paragraph = -1
        self._tables = 0
        self._began = -2  # the paragraph in which a loose bracket last began a tag
        self._cell: tuple[int, int, int] | None = None
        self._stack: list[_Opened] = []
        # A part declares its namespaces as it likes, core.xml and app.xml one without a prefix.
        self._declared = [f' xmlns{prefix and f":{prefix}"}="{uri}"' for prefix, uri in _prefixes(root).items()]

    def rewrite(self) -> tuple[Source, list[Finding]]:
        """The source of the part and everything wrong with its tags."""
        start = Place(self._template, self._label)
        self.source.add(self._open_tag(self._root, declare=True), start)
        for child in self._root:
            self._element(child)
        self.source.add(self._close_tag(self._root), start)
        for left in self._stack:
            self._report("TP104", left.place, tag=left.keyword, end=tags.OPENERS[left.keyword])
        for line, num_ids in self.source.lists.restarts().items():
            self.source.lines[line - 1] += "".join(f"<?restart {num_id}?>" for num_id in num_ids)
        return self.source, self.findings

    # Elements

    def _element(self, element: _Element) -> None:
        if element.tag == _PARAGRAPH:
            self._paragraph_lines(element)
        elif element.tag == _ROW:
            self._row(element)
        elif element.tag == _TABLE:
            self._table(element)
        elif next(every(element, "w:p"), None) is not None:
            self._nest(element)
        else:
            self.source.add(self._raw(element), self._place())

    def _nest(self, element: _Element) -> None:
        self.source.add(self._open_tag(element), self._place())
        for child in element:
            self._element(child)
        self.source.add(self._close_tag(element), self._place())

    def _table(self, table: _Element) -> None:
        self._tables += 1  # counted from the last heading
        outer, number = self._cell, self._tables
        self.source.add(self._open_tag(table), self._place())
        row_number = 0
        for child in table:
            if child.tag == _ROW:
                row_number += 1
                self._cell = (number, row_number, 1)
            self._element(child)
        self.source.add(self._close_tag(table), self._place())
        self._cell = outer

    def _row(self, row: _Element) -> None:
        located = [
            (item, self._order[paragraph]) for paragraph in every(row, "w:p") for item in self._pieces(paragraph)
        ]
        found = [item for item, _ in located]
        statements = [item for item in found if isinstance(item, tags.Tag) and item.scope == "tr"]
        if statements:
            self._paragraph = next(at for item, at in located if item is statements[0])
        if statements and all(isinstance(item, tags.Tag) for item in found):
            for tag in statements:
                self._block(tag, row.getparent(), self._place(tag.source))
            return
        if statements:
            self._report("TP106", self._place(statements[0].source), tag=statements[0].source)
        self._beside(statements, row.getparent(), before=True)
        self.source.add(self._open_tag(row), self._place())
        column = 0
        for child in row:
            if child.tag == _CELL and self._cell:
                column += 1
                self._cell = (*self._cell[:2], column)
            self._element(child)
        self.source.add(self._close_tag(row), self._place())
        self._beside(statements, row.getparent(), before=False)

    def _beside(self, statements: list[tags.Tag], container: object, *, before: bool) -> None:
        """Block tags that share their paragraph or row with text, already reported: pairs still have to match."""
        for tag in statements:
            if (tag.keyword not in tags.CLOSERS) is before:
                self._block(tag, container, self._place(tag.source))

    # Paragraphs

    def _pieces(self, paragraph: _Element) -> list[str | tags.Tag]:
        tags.join_split_tags(paragraph)
        text = "".join(node.text or "" for node in every(paragraph, "w:t"))
        return [item for item in tags.pieces(text) if isinstance(item, tags.Tag) or item.strip()]

    def _paragraph_lines(self, paragraph: _Element) -> None:
        self._paragraph = self._order[paragraph]
        found = self._pieces(paragraph)
        self._learn_heading(paragraph, found)
        place = self._place(
            "".join(item if isinstance(item, str) else item.source for item in found if not self._silent(item))
        )
        self._check_text(found, place)
        blocks = [item for item in found if isinstance(item, tags.Tag) and item.scope == "p"]
        if blocks and len(blocks) == len(found):
            for tag in blocks:
                self._block(tag, paragraph.getparent(), place)
            return
        for tag in blocks:
            self._report("TP106", place, tag=tag.source)
        self._beside(blocks, paragraph.getparent(), before=True)
        self.source.lists.saw(_list_of(paragraph))
        self._notes_before(paragraph, place)
        depth = len(self._stack)
        line = self.source.add(self._written(paragraph, place), place)
        for left in self._stack[depth:]:
            self._report("TP104", left.place, tag=left.keyword, end=tags.OPENERS[left.keyword])
        del self._stack[depth:]
        self._beside(blocks, paragraph.getparent(), before=False)
        if len(found) == 1 and isinstance(found[0], tags.Tag) and not (found[0].keyword or found[0].function):
            self.source.alone[line] = (found[0].body, "cell" if self._cell else "body")

    @staticmethod
    def _silent(item: str | tags.Tag) -> bool:
        return isinstance(item, tags.Tag) and item.function in ("anchor", "clause")

    def _learn_heading(self, paragraph: _Element, found: list[str | tags.Tag]) -> None:
        style = value(first(paragraph, "w:pPr/w:pStyle")) or ""
        if style.startswith("Heading"):
            self._tables = 0
            self._heading = "".join(
                item if isinstance(item, str) else item.source for item in found if not self._silent(item)
            )

    def _check_text(self, found: list[str | tags.Tag], place: Place) -> None:
        for item in found:
            if isinstance(item, str):
                if match := tags.FULL_WIDTH.search(item):
                    self._report("TP102", place, found=match.group())
                elif match := tags.LEFTOVER.search(item):
                    self._loose(match.group(), place)
            elif match := tags.PRIVATE.search(item.body):
                self._report("TP212", place, name=match.group())

    def _loose(self, bracket: str, place: Place) -> None:
        """A bracket without its other half; the end of a tag that an earlier paragraph began is the same fault."""
        begins = bracket in ("{{", "{%", "{#")
        if begins or self._paragraph - self._began > 1:
            self._report("TP101", place, found=bracket)
        self._began = self._paragraph if begins else -2

    def _written(self, paragraph: _Element, place: Place) -> str:
        self._anchors = 0
        caption = value(first(paragraph, "w:pPr/w:pStyle")) == "Caption"
        parts = [self._open_tag(paragraph)]
        fields = 0
        for child in paragraph:
            parts.append(self._inline(child, place))
            if caption and self._anchors and (kind := self._field_mark(child)):
                fields += 1 if kind == "begin" else -1 if kind == "end" else 0
                if fields == 0:  # a caption's bookmark holds 表 N, not its title
                    parts.append("{{ _close() }}" * self._anchors)
                    self._anchors = 0
        parts.append("{{ _close() }}" * self._anchors)
        parts.append(self._close_tag(paragraph))
        return "".join(parts)

    @staticmethod
    def _field_mark(element: _Element) -> str | None:
        return value(first(element, "w:fldChar"), "w:fldCharType") if element.tag == _RUN else None

    def _inline(self, element: _Element, place: Place) -> str:
        if element.tag == _RUN:
            return self._run(element, place)
        if element.tag in _WITH_RUNS:
            inner = "".join(self._inline(child, place) for child in element)
            return self._open_tag(element) + inner + self._close_tag(element)
        raw = self._raw(element)
        # A tag that somebody deleted with changes tracked is text, and stays as it is.
        return raw.replace("{", "&#123;") if element.tag in _DELETED else raw

    def _run(self, run: _Element, place: Place) -> str:
        if not any("{" in (node.text or "") for node in run.iter(_TEXT)):
            return self._raw(run)
        properties = first(run, "w:rPr")
        own = (
            "" if properties is None or not len(properties) else self._raw(properties)
        )  # LibreOffice writes empty ones
        parts: list[str] = []
        for child in run:
            if child is properties:
                continue
            if child.tag != _TEXT:
                parts.append(f"<w:r>{own}{self._raw(child)}</w:r>")
                continue
            parts.extend(self._piece(item, own, place) for item in tags.pieces(child.text or ""))
        return "".join(parts)

    def _piece(self, item: str | tags.Tag, own: str, place: Place) -> str:
        if isinstance(item, str):
            return f'<w:r>{own}<w:t xml:space="preserve">{escape(item)}</w:t></w:r>'
        if item.keyword and item.scope in ("p", "tr"):
            return ""  # not alone, see _beside
        if item.keyword:
            self._statement(item, place, place)
            return item.jinja
        if item.function == "anchor":
            self._anchors += 1
            if conditions := [opened.text for opened in self._stack if opened.keyword == "if"]:
                self.source.conditions[item.arguments.strip("'\"")] = " 且 ".join(conditions)
            return item.jinja
        if item.function == "clause":
            return f"<?clause {' '.join(self._clauses(item, place))}?>"
        return f'<w:r>{_hinted(own)}<w:t xml:space="preserve">{item.jinja}</w:t></w:r>'

    def _clauses(self, tag: tags.Tag, place: Place) -> list[str]:
        ids = [part.strip().strip("'\"‘’“”") for part in tag.arguments.split(",")]
        self.source.clauses.extend((clause, place) for clause in ids)
        return ids

    def _notes_before(self, paragraph: _Element, place: Place) -> None:
        """A footnote's text is rendered where it is cited, in the scope of the paragraph; finishing moves it to its part."""
        for reference in every(paragraph, "w:footnoteReference"):
            key = value(reference, "w:id") or ""
            note = self._notes.get(key)
            if note is not None:
                inner = "".join(self._written(child, place) for child in note if child.tag == _PARAGRAPH)
                self.source.add(f"<?fn {key}?>{inner}<?/fn?>", place)

    # Statements

    def _block(self, tag: tags.Tag, container: object, place: Place) -> None:
        self._statement(tag, container, place)
        line = self.source.add(tag.jinja, place)
        if tag.keyword == "for":
            self.source.lists.enter(line)
        elif tag.keyword == "endfor":
            self.source.lists.leave()

    def _statement(self, tag: tags.Tag, container: object, place: Place) -> None:
        keyword = tag.keyword
        if keyword in tags.OPENERS:
            self._stack.append(_Opened(keyword, container, place, tag.body))
        elif keyword in tags.CLOSERS:
            self._closing(keyword, container, place)
        elif keyword in tags.MIDDLES:
            if not self._stack:
                self._report("TP105", place, tag=keyword)
        else:
            self._report("TP103", place, tag=keyword)

    def _closing(self, keyword: str, container: object, place: Place) -> None:
        wanted = tags.CLOSERS[keyword]
        levels = [number for number, opened in enumerate(self._stack) if opened.keyword == wanted]
        beside = [number for number in levels if self._stack[number].container in (container,)]
        if not levels or (levels[-1] != len(self._stack) - 1 and not beside):
            self._report("TP105", place, tag=keyword)
            return
        at = beside[-1] if beside else levels[-1]
        for left in self._stack[at + 1 :]:  # forgotten closers, so that one fault does not make many
            self._report("TP104", left.place, tag=left.keyword, end=tags.OPENERS[left.keyword])
        opened = self._stack[at]
        del self._stack[at:]
        if opened.container is not container and opened.container != container:
            self._report("TP107", place, tag=keyword, opened=opened.place.trail or "文首")

    # Words

    def _place(self, text: str = "") -> Place:
        file, line = self._origins.get(self._paragraph, (None, None))
        at = None if self._label or self._paragraph < 0 else self._paragraph
        return Place(self._template, self._label, self._heading, self._cell, text, file, line, at)

    def _report(self, code: str, place: Place, **values: str) -> None:
        self.findings.append(finding(code, place.where(), **values))

    def _raw(self, element: _Element) -> str:
        from lxml import etree

        text = etree.tostring(element, encoding="unicode", with_tail=False)
        for declaration in self._declared:
            text = text.replace(declaration, "")
        return text

    def _open_tag(self, element: _Element, declare: bool = False) -> str:
        attributes = "".join(
            f' {_qualified(str(name), element)}="{escape(str(text))}"' for name, text in element.attrib.items()
        )
        spaces = "".join(self._declared) if declare else ""
        return f"<{_qualified(str(element.tag), element)}{spaces}{attributes}>"

    @staticmethod
    def _close_tag(element: _Element) -> str:
        return f"</{_qualified(str(element.tag), element)}>"


def _prefixes(element: _Element) -> dict[str, str]:
    """Prefix to namespace as an element sees it; the namespace without a prefix under the empty one."""
    return {prefix or "": str(uri) for prefix, uri in element.nsmap.items()}


def _list_of(paragraph: _Element) -> int:
    """The list instance that a paragraph belongs to, 0 where it is in none."""
    return int(value(first(paragraph, "w:pPr/w:numPr/w:numId")) or 0)


def _qualified(name: str, element: _Element) -> str:
    """A name with the prefix that the document itself uses; ``xml:space`` needs no declaration."""
    uri, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    if uri == NAMESPACES["xml"]:
        return f"xml:{local}"
    prefix = next((prefix for prefix, known in _prefixes(element).items() if known == uri), "")
    return f"{prefix}:{local}" if prefix else local


def _hinted(properties: str) -> str:
    """Printed values ask for the east-asian font where a quotation mark could be either (word-level w:hint)."""
    if "w:hint=" in properties:
        return properties
    if not properties:
        return '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    if "<w:rFonts " in properties:
        return properties.replace("<w:rFonts ", '<w:rFonts w:hint="eastAsia" ', 1)
    head = properties.index(">") + 1
    if properties.startswith("<w:rStyle", head):
        head = properties.index("/>", head) + 2
    return properties[:head] + '<w:rFonts w:hint="eastAsia"/>' + properties[head:]
