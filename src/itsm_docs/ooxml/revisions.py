"""Tracked changes settled: a document as it would stand with every change accepted, or with every change rejected.

Works on copies of the parts, as Word does when one accepts or rejects all; which changes there are, `changes` tells.
It settles all or nothing, keeps the ids of everything that stays, and repairs nothing that was wrong before.

What Word does, where the standard leaves it open:

- A paragraph whose mark goes is put before the following one, which keeps its properties and its identity
  (Word's own output in OfficeDev/open-xml-docs#355). Where no paragraph follows (a table, the end of a cell), it stays,
  unless nothing is left in it.
- A range of ``customXmlDelRange`` is about the control, not about what stands in it: the control goes, its text stays.
- Bookmarks around text that goes stay, empty, so that a heading typed anew is still known; those that lie within what
  goes, go with it.

Source: ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from itsm_docs.ooxml.package import Package
from itsm_docs.ooxml.tracked import ADDED, CELLS, FORMER, TAKEN, changed_parts
from itsm_docs.ooxml.xml import every, first, parse, put, qn, serialize, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_RANGES = tuple(
    qn(f"w:{kind}Range{end}")
    for kind in ("moveFrom", "moveTo", *(f"customXml{change}" for change in ("Ins", "Del", "MoveFrom", "MoveTo")))
    for end in ("Start", "End")
)
_WRAPPED = {True: ("Del", "MoveFrom"), False: ("Ins", "MoveTo")}
"""The ranges that take controls away, on accepting and on rejecting (17.13.5.4 to 17.13.5.11)."""
_PAIRS = {qn(f"w:{name}{end}"): name for name in ("bookmark", "commentRange", "perm") for end in ("Start", "End")}
_BETWEEN = frozenset((*_PAIRS, qn("w:proofErr")))
"""What may lie between two paragraphs without parting them."""
_DELETED_TEXT = {qn("w:delText"): qn("w:t"), qn("w:delInstrText"): qn("w:instrText")}
_IN_TABLE = frozenset((qn("w:tr"), qn("w:tc")))
_BLOCKS = frozenset(qn(name) for name in ("w:p", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:customXml"))
_NEEDS_PARAGRAPH = tuple(
    qn(name) for name in ("w:tc", "w:txbxContent", "w:hdr", "w:ftr", "w:footnote", "w:endnote", "w:comment", "w:body")
)
_EMPTY_RUN = frozenset((qn("w:rPr"), qn("w:lastRenderedPageBreak")))
_MATH_PROPERTIES = (qn("m:ctrlPr"), qn("m:r"))
_CELL_PROPERTIES = ("w:cnfStyle", "w:tcW", "w:gridSpan", "w:hMerge", "w:vMerge")
_VERTICAL = {"rest": "restart", "cont": "continue"}
_KEPT = {
    qn("w:pPr"): ("w:rPr", "w:sectPr"),
    qn("w:rPr"): ("w:ins", "w:del", "w:moveFrom", "w:moveTo"),
    qn("w:sectPr"): ("w:headerReference", "w:footerReference"),
    qn("w:trPr"): ("w:ins", "w:del"),
    qn("w:tcPr"): ("w:cellIns", "w:cellDel", "w:cellMerge"),
}
"""What a record of former properties does not speak of, so that it stays as it is."""


def accepted(parts: Mapping[str, bytes]) -> Package:
    """The parts with every tracked change accepted. Raises `Faulty` (OX111) for a part that is not XML."""
    return _settled(parts, accept=True)


def rejected(parts: Mapping[str, bytes]) -> Package:
    """The parts with every tracked change rejected. Raises `Faulty` (OX111) for a part that is not XML."""
    return _settled(parts, accept=False)


def _settled(parts: Mapping[str, bytes], *, accept: bool) -> Package:
    result = dict(parts)
    for name in changed_parts(parts):
        root = parse(parts[name], name)
        _Settling(root, accept=accept).run()
        result[name] = serialize(root)
    return result


class _Settling:
    """The changes of one part, all settled one way; what is not `going` only loses its mark."""

    def __init__(self, root: _Element, *, accept: bool) -> None:
        self._root = root
        self._accept = accept
        self._going = TAKEN if accept else ADDED
        self._joined: list[_Element] = []
        self._comments: set[str] = set()
        self._robbed: set[_Element] = set()

    def run(self) -> None:
        """Settle them; the steps rely on their order."""
        found = _sorted(self._root, _RANGES, FORMER, CELLS, (*ADDED, *TAKEN), tuple(_DELETED_TEXT))
        ranges, records, cells, changes, texts = found
        self._controls(ranges)
        for record in records:
            self._formatting(record)
        for mark in cells:
            self._cell(mark)
        for change in changes:
            self._change(change)
        for text in texts:
            self._deleted_text(text)
        self._paragraphs()
        self._repair()

    # Controls

    def _controls(self, ranges: list[_Element]) -> None:
        """Take off controls whose beginning lies in a range that takes them away, then the ranges themselves."""
        if not ranges:
            return
        starts = {qn(f"w:customXml{kind}RangeStart") for kind in _WRAPPED[self._accept]}
        ends = {qn(f"w:customXml{kind}RangeEnd") for kind in _WRAPPED[self._accept]}
        open_ranges: set[str | None] = set()
        gone = []
        for element in self._root.iter(*starts, *ends, qn("w:sdt"), qn("w:customXml"), qn("w:smartTag")):
            if element.tag in starts:
                open_ranges.add(value(element, "w:id"))
            elif element.tag in ends:
                open_ranges.discard(value(element, "w:id"))
            elif open_ranges:
                gone.append(element)
        for control in gone:
            content = first(control, "w:sdtContent")
            _replace(control, control if content is None else content)
        for mark in ranges:
            _detach(mark)

    # Formatting

    def _formatting(self, former: _Element) -> None:
        """Drop the record of former properties, on rejecting after they have taken their place again."""
        properties = former.getparent()
        if properties is None:
            return
        _detach(former)
        if self._accept or former.tag == qn("w:numberingChange"):
            return
        tags = {qn(name) for name in _KEPT.get(properties.tag, ())}
        kept = [item for item in properties if item.tag in tags]
        old = [item for record in former.iterchildren("*") for item in record if item.tag not in tags]
        properties[:] = [*kept, *old] if properties.tag in _MARKS_FIRST else [*old, *kept]

    # Cells and rows

    def _cell(self, mark: _Element) -> None:
        properties = mark.getparent()
        cell = None if properties is None else properties.getparent()
        if properties is None or cell is None:
            return
        _detach(mark)
        if mark.tag == qn("w:cellMerge"):
            merged = _VERTICAL.get(value(mark, "w:vMerge" if self._accept else "w:vMergeOrig") or "")
            old = first(properties, "w:vMerge")
            if merged:
                put(properties, "w:vMerge", _CELL_PROPERTIES, val=merged)
            elif old is not None:
                properties.remove(old)
        elif (mark.tag == qn("w:cellDel")) == self._accept:
            row = next(cell.iterancestors(qn("w:tr")), None)
            self._remove(cell)
            if row is not None and next(every(row, "w:tc"), None) is None:
                self._remove_row(row)

    def _remove_row(self, row: _Element) -> None:
        """A table goes with its last row; a merged cell whose beginning goes begins in the next row."""
        table = next(row.iterancestors(qn("w:tbl")), None)
        _begin_below(row)
        self._remove(row)
        if table is not None and next(every(table, "w:tr"), None) is None:
            self._remove(table)

    # Content

    def _change(self, change: _Element) -> None:
        parent = change.getparent()
        if parent is None:
            return
        goes = change.tag in self._going
        holder = parent.getparent()
        if parent.tag == qn("w:rPr"):
            self._paragraph_mark(change, parent, goes=goes)
        elif parent.tag == qn("w:trPr"):
            _detach(change)
            if goes and holder is not None:
                self._remove_row(holder)
        elif parent.tag == qn("w:numPr"):  # 17.13.5.19: the numbering itself was added
            _detach(change)
            if goes:
                _detach(parent)
        elif parent.tag in _MATH_PROPERTIES:
            self._math(change, parent, goes=goes)
        elif goes:
            self._remove(change)
        else:
            _replace(change, change)

    def _paragraph_mark(self, change: _Element, properties: _Element, *, goes: bool) -> None:
        outer = properties.getparent()
        paragraph = None if outer is None or outer.tag != qn("w:pPr") else outer.getparent()
        _detach(change)
        if goes and paragraph is not None and paragraph.tag == qn("w:p"):
            self._joined.append(paragraph)
        if len(properties) == 0:
            _detach(properties)

    def _math(self, change: _Element, holder: _Element, *, goes: bool) -> None:
        """A run of a formula, or a fraction, a root … around what stands in it (17.13.5.13, 17.13.5.16)."""
        properties = holder.getparent()
        built = None if properties is None else properties.getparent()
        if not goes:
            _replace(change, change)
        elif holder.tag == qn("m:r"):
            _detach(holder)
        elif built is not None:
            for content in [inner for inner in built if inner is not properties]:
                for item in list(content):
                    built.addprevious(item)
            _detach(built)

    def _deleted_text(self, text: _Element) -> None:
        if self._accept:  # it has gone already, unless it stood outside every deletion, which no program should write
            _detach(text)
        else:
            text.tag = _DELETED_TEXT[str(text.tag)]

    # Paragraphs

    def _paragraphs(self) -> None:
        """Put each paragraph whose mark goes before the one that follows, several in a row at once."""
        going = set(self._joined)
        for paragraph in self._joined:
            if paragraph not in going or paragraph.getparent() is None:
                continue
            chain = [paragraph]
            follower = _next(paragraph)
            while follower is not None and follower in going:
                chain.append(follower)
                follower = _next(follower)
            going.difference_update(chain)
            if follower is None:
                self._keep(chain)
            else:
                self._join(chain, follower)

    def _join(self, chain: list[_Element], follower: _Element) -> None:
        content = _contents(chain)
        properties = first(follower, "w:pPr")
        at = 0 if properties is None else follower.index(properties) + 1
        follower[at:at] = content

    def _keep(self, chain: list[_Element]) -> None:
        """Paragraphs that no paragraph follows: what is left of them is one; nothing is left of empty ones."""
        last = chain[-1]
        if chain[:-1]:
            self._join(chain[:-1], last)
        if _is_empty(last) and _can_go(last):
            self._remove(last)

    # Taking out

    def _remove(self, element: _Element) -> None:
        """Take an element out; marks in it whose partner lies outside stay where it was."""
        parent = element.getparent()
        if parent is None:
            return
        marks = list(element.iter(*_PAIRS))
        gone = set(_matched(marks))
        for mark in marks:
            if mark not in gone:
                element.addprevious(mark)
        self._comments.update(value(mark, "w:id") or "" for mark in every(element, "w:commentReference"))
        if element.tag not in _BLOCKS and not _has_blocks(element):
            _detach(element)
            return
        if element.tag not in _IN_TABLE:
            self._robbed.update(islice(element.iterancestors(*_NEEDS_PARAGRAPH), 1))
        _detach(element)
        control = parent.getparent()
        if parent.tag == qn("w:sdtContent") and control is not None and not _has_blocks(parent):
            self._remove(control)

    def _repair(self) -> None:
        """No range of a comment that went; a paragraph at the end of everything that lost blocks and must have one."""
        for mark in list(every(self._root, "w:commentRangeStart", "w:commentRangeEnd")) if self._comments else ():
            if value(mark, "w:id") in self._comments:
                _detach(mark)
        for holder in self._robbed:
            blocks = [item for item in holder if item.tag in _BLOCKS]
            if not blocks or blocks[-1].tag == qn("w:tbl"):
                _append_paragraph(holder)


_MARKS_FIRST = frozenset((qn("w:rPr"), qn("w:sectPr")))
"""Where the schema wants what stays before the rest."""


def _sorted(root: _Element, *groups: tuple[str, ...]) -> list[list[_Element]]:
    """The elements of each group of names below a root, in document order, found in one pass."""
    found: list[list[_Element]] = [[] for _ in groups]
    number = {name: place for place, names in enumerate(groups) for name in names}
    for element in root.iter(*number):
        found[number[str(element.tag)]].append(element)
    return found


def _contents(chain: list[_Element]) -> list[_Element]:
    """What is left of paragraphs and of the marks after them, in order; the paragraphs are taken out."""
    left: list[_Element] = []
    lost: list[_Element] = []
    for paragraph in chain:
        content = [item for item in paragraph if item.tag != qn("w:pPr")]
        if _is_empty(paragraph):
            content = [mark for item in content for mark in item.iter(*_PAIRS)]
            lost.extend(content)
        left.extend(content)
        left.extend(_marks_after(paragraph))
        _detach(paragraph)
    gone = set(_matched(lost))
    return [item for item in left if item not in gone]


def _detach(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _replace(outer: _Element, inner: _Element) -> None:
    """Put the children of `inner` in the place of `outer`."""
    for item in list(inner.iterchildren("*")):
        if item.tag not in (qn("w:customXmlPr"), qn("w:smartTagPr")):
            outer.addprevious(item)
    _detach(outer)


def _matched(marks: Iterable[_Element]) -> Iterator[_Element]:
    """Those among the marks that have their partner among them."""
    marks = list(marks)
    counts = Counter((_PAIRS[str(mark.tag)], value(mark, "w:id")) for mark in marks)
    return (mark for mark in marks if counts[_PAIRS[str(mark.tag)], value(mark, "w:id")] > 1)


def _marks_after(paragraph: _Element) -> Iterator[_Element]:
    for item in paragraph.itersiblings("*"):
        if item.tag not in _BETWEEN:
            return
        yield item


def _beside(paragraph: _Element, *, preceding: bool = False) -> _Element | None:
    """What stands directly after a paragraph, or before it, marks aside."""
    siblings = paragraph.itersiblings("*", preceding=preceding)
    return next((item for item in siblings if item.tag not in _BETWEEN), None)


def _next(paragraph: _Element) -> _Element | None:
    """The paragraph that follows directly."""
    after = _beside(paragraph)
    return after if after is not None and after.tag == qn("w:p") else None


def _is_empty(paragraph: _Element) -> bool:
    """Whether nothing that a reader sees is left in a paragraph; emptied controls and marks do not count."""
    for item in paragraph.iter("*"):
        if item.tag == qn("w:r"):
            if any(inner.tag not in _EMPTY_RUN for inner in item.iterchildren("*")):
                return False
        elif item.tag == qn("m:t"):
            return False
    return True


def _can_go(paragraph: _Element) -> bool:
    """Whether an empty paragraph that cannot be joined may be left out: a table follows, or a paragraph precedes."""
    after, before, parent = _beside(paragraph), _beside(paragraph, preceding=True), paragraph.getparent()
    if after is not None and after.tag in _BLOCKS:
        return True
    if before is not None and before.tag in _BLOCKS:
        return before.tag == qn("w:p")
    return parent is not None and parent.tag == qn("w:sdtContent")


def _has_blocks(holder: _Element) -> bool:
    return any(item.tag in _BLOCKS for item in holder)


def _append_paragraph(holder: _Element) -> None:
    last = holder[-1] if len(holder) else None
    paragraph = holder.makeelement(qn("w:p"), {})
    if last is not None and last.tag == qn("w:sectPr"):
        last.addprevious(paragraph)
    else:
        holder.append(paragraph)


def _begin_below(row: _Element) -> None:
    """Let cells merged with cells of this row, which goes, begin in the row below (17.4, vMerge)."""
    below = next(row.itersiblings(qn("w:tr")), None)
    if below is None:
        return
    columns = dict(_columns(below))
    for column, cell in _columns(row):
        merge = first(cell, "w:tcPr/w:vMerge")
        under = columns.get(column)
        continued = None if under is None else first(under, "w:tcPr/w:vMerge")
        if merge is not None and value(merge) == "restart" and continued is not None:
            continued.set(qn("w:val"), "restart")


def _columns(row: _Element) -> Iterator[tuple[int, _Element]]:
    """The cells of a row with the grid column that each begins in."""
    column = _number(first(row, "w:trPr/w:gridBefore"), 0)
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr")), None) is row:
            yield column, cell
            column += _number(first(cell, "w:tcPr/w:gridSpan"), 1)


def _number(element: _Element | None, default: int) -> int:
    text = value(element) or ""
    return int(text) if text.isdecimal() else default
