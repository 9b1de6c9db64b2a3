"""The words of one file in the markup of another, where a program wrote the formatting of every paragraph anew.

LibreOffice gives styles and lists other ids, drops 1.1 below 第一条, computes references and writes what does not validate
(measured): compared as it is, such a file differs everywhere. Here paragraphs that read the same are taken from the file
at home; in others only the words are typed over. Formatting, comments and pictures of the other file are not taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from itsm_docs.ooxml.adoption import style_name
from itsm_docs.ooxml.package import Package, main_part, related_part, relationships
from itsm_docs.ooxml.xml import child, every, first, parse, put, qn, serialize, value
from itsm_docs.redline.words import OBJECT, Words

if TYPE_CHECKING:
    from lxml.etree import _Element

ALIKE = 0.4
"""From this share of common text on, two blocks are versions of each other."""

_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")


def grafted(home: Mapping[str, bytes], other: Mapping[str, bytes]) -> Package:
    """The parts `home` with the words of `other`: main text, headers, footers and notes.

    Raises `Faulty` (OX111) for a part that is not XML.
    """
    result = dict(home)
    styles = _Styles(home, other)
    for name, twin in _twins(home, other):
        root = parse(home[name], name)
        _Graft(root, parse(other[twin], twin), styles).run()
        result[name] = serialize(root)
    return result


def _twins(home: Mapping[str, bytes], other: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The parts that correspond: those of a kind in the order in which they are used."""
    yield main_part(home), main_part(other)
    for kind in ("footnotes", "endnotes"):
        names = related_part(home, kind), related_part(other, kind)
        if names[0] and names[1]:
            yield names[0], names[1]
    for kind in ("header", "footer"):
        ours, theirs = _margins(home, kind), _margins(other, kind)
        if len(ours) == len(theirs):
            yield from zip(ours, theirs, strict=True)


def _margins(parts: Mapping[str, bytes], kind: str) -> list[str]:
    """The headers or footers that say something, in the order of the sections that use them."""
    main = main_part(parts)
    links = {key: name for key, _, name in relationships(parts, main)}
    used = (links.get(value(mark, "r:id") or "") for mark in every(parse(parts[main], main), f"w:{kind}Reference"))
    names = [name for name in dict.fromkeys(used) if name is not None and name in parts]
    return [name for name in names if any(text.text for text in every(parse(parts[name], name), "w:t"))]


class _Styles:
    """Style ids at home for those of the other file, by the styles' names."""

    def __init__(self, home: Mapping[str, bytes], other: Mapping[str, bytes]) -> None:
        ids = {name: key for key, name in _style_names(home).items()}
        self._ids = {key: ids[name] for key, name in _style_names(other).items() if name in ids}

    def of(self, paragraph: _Element) -> str | None:
        """The style at home of a paragraph of the other file."""
        return self._ids.get(value(first(paragraph, "w:pPr/w:pStyle")) or "")


def _style_names(parts: Mapping[str, bytes]) -> dict[str, str]:
    name = related_part(parts, "styles")
    styles = every(parse(parts[name], name), "w:style") if name else ()
    return {value(style, "w:styleId") or "": style_name(style) for style in styles}


class _Graft:
    """One part at home that takes the words of its twin."""

    def __init__(self, home: _Element, other: _Element, styles: _Styles) -> None:
        self._home, self._other, self._styles = home, other, styles
        self._ours, self._theirs = Words(home), Words(other)
        self._known = {self._ours.text(block): block for block in every(home, "w:p", "w:tbl")}

    def run(self) -> None:
        """Type the words over."""
        for ours, theirs in zip(_holders(self._home), _holders(self._other), strict=False):
            self._blocks(ours, theirs)
        _single_bookmarks(self._home)

    # Blocks

    def _blocks(self, ours: _Element, theirs: _Element) -> None:
        """Make the paragraphs and tables of one holder read like those of another; blank ones stay as they are at home."""
        home = [block for block in _blocks(ours) if self._ours.text(block)]
        other = [block for block in _blocks(theirs) if self._theirs.text(block)]
        last: _Element | None = None
        for mine, new in self._steps(home, other, _kind):
            if mine is None and new is not None:
                mine = self._imported(new, last)
                _insert(ours, mine, last, home)
            elif mine is not None and new is None:
                _drop(mine)
                continue
            elif mine is not None and new is not None:
                self._block(mine, new)
            last = mine
        end = next(reversed(_blocks(ours)), None)
        if end is None or end.tag == _TABLE:  # Word calls a holder without a paragraph at its end corrupt
            _insert(ours, ours.makeelement(_PARAGRAPH), end, ())

    def _steps(
        self, home: Sequence[_Element], other: Sequence[_Element], kind: Callable[[_Element], object]
    ) -> Iterator[tuple[_Element | None, _Element | None]]:
        """What corresponds to what, in order: pairs, and what only one side has."""
        ours, theirs = [self._ours.text(one) for one in home], [self._theirs.text(one) for one in other]
        for step, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
            if step == "replace":
                yield from self._pairs(home[a:b], other[c:d], kind)
            else:
                yield from zip_longest(home[a:b], other[c:d])

    def _pairs(
        self, home: Sequence[_Element], other: Sequence[_Element], kind: Callable[[_Element], object]
    ) -> Iterator[tuple[_Element | None, _Element | None]]:
        """Pair what reads alike; where the numbers agree, one by one."""
        if [kind(one) for one in home] == [kind(one) for one in other]:
            yield from zip(home, other, strict=True)
            return
        left = list(home)
        for new in other:
            at = next((n for n, one in enumerate(left) if kind(one) == kind(new) and self._alike(one, new)), None)
            yield from ((one, None) for one in left[: at or 0])
            yield (None if at is None else left[at]), new
            left = left[0 if at is None else at + 1 :]
        yield from ((one, None) for one in left)

    def _alike(self, mine: _Element, new: _Element) -> bool:
        matcher = SequenceMatcher(None, self._ours.text(mine), self._theirs.text(new), autojunk=False)
        return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE

    def _block(self, mine: _Element, new: _Element) -> None:
        if self._ours.text(mine) == self._theirs.text(new):
            return
        if mine.tag == _TABLE:
            self._table(mine, new)
        else:
            self._retype(mine, new)

    # Tables

    def _table(self, mine: _Element, new: _Element) -> None:
        rows = list(mine.iterfind(qn("w:tr")))
        last: _Element | None = None
        for row, other in self._steps(rows, list(new.iterfind(qn("w:tr"))), _cell_count):
            if row is not None and other is None:
                _drop(row)
                continue
            if row is None and other is not None:
                row = self._new_row(other, last if last is not None else rows[0])
                _insert(mine, row, last, rows)
            elif row is not None and other is not None:
                self._cells(row, other)
            last = row

    def _cells(self, row: _Element, other: _Element) -> None:
        for cell, new in zip(row.iterfind(qn("w:tc")), other.iterfind(qn("w:tc")), strict=False):
            if self._ours.text(cell) != self._theirs.text(new):
                self._blocks(cell, new)

    def _new_row(self, other: _Element, like: _Element) -> _Element:
        """A row that looks like its neighbour and reads like the other file's."""
        if _cell_count(other) != _cell_count(like):
            return self._cleaned(other)
        row = deepcopy(like)
        for cell, new in zip(row.iterfind(qn("w:tc")), other.iterfind(qn("w:tc")), strict=False):
            paragraphs = list(cell.iterfind(_PARAGRAPH))
            for extra in [block for block in _blocks(cell) if block not in paragraphs[:1]]:
                cell.remove(extra)
            _fill(paragraphs[0], self._theirs.text(new).replace(OBJECT, ""))
        return row

    def _cleaned(self, new: _Element) -> _Element:
        """A table or a row as the other file has it, without its looks (LibreOffice writes ``true`` where that is wrong)."""
        copy = deepcopy(new)
        _take_out(list(every(copy, "w:tblStyle", "w:bookmarkStart", "w:bookmarkEnd")))
        for paragraph, twin in zip(every(copy, "w:p"), every(new, "w:p"), strict=True):
            style = self._styles.of(twin)
            if (properties := first(paragraph, "w:pPr")) is not None:
                paragraph.remove(properties)
            if style is not None:
                put(child(paragraph, "w:pPr", ["w:pPr"]), "w:pStyle", ["w:pStyle"], val=style)
        for switch in every(copy, "w:cantSplit", "w:tblHeader"):
            switch.attrib.clear()
        return copy

    # Paragraphs

    def _imported(self, new: _Element, last: _Element | None) -> _Element:
        """What is not at home at this place: a copy where it stands elsewhere, else words in the looks of its style."""
        known = self._known.get(self._theirs.text(new))
        if known is not None and known.tag == new.tag:
            return deepcopy(known)
        if new.tag == _TABLE:
            return self._cleaned(new)
        style = self._styles.of(new)
        like = next((one for one in _before(last) if value(first(one, "w:pPr/w:pStyle")) == style), None)
        paragraph = new.makeelement(_PARAGRAPH)
        if like is not None:
            paragraph = deepcopy(like)
        elif style is not None:
            put(child(paragraph, "w:pPr", ["w:pPr"]), "w:pStyle", ["w:pStyle"], val=style)
        _fill(paragraph, self._theirs.text(new).replace(OBJECT, ""))
        return paragraph

    def _retype(self, mine: _Element, new: _Element) -> None:
        """Type the other words into a paragraph; each takes the looks of what stands before it."""
        atoms = self._ours.of(mine)
        ours = "".join(atom.character for atom in atoms)
        theirs = "".join(atom.character for atom in self._theirs.of(new))
        held = dict.fromkeys(atom.nodes[0] for atom in atoms)
        typed: dict[_Element, list[str]] = {text: [] for text in held if text.tag == qn("w:t")}
        texts = list(typed)
        at = texts[0] if texts else None
        for step, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
            for atom in atoms[a:b]:
                if atom.nodes[0] in typed:
                    at = atom.nodes[0]
                if step == "equal" and atom.nodes[0] in typed:
                    typed[atom.nodes[0]].append(atom.character)
                elif step != "equal" and atom.nodes[0] not in typed:
                    _take_out(atom.nodes)
            if step in ("insert", "replace") and at is not None:
                typed[at].append(theirs[c:d].replace(OBJECT, ""))
        for text, words in typed.items():
            text.text = "".join(words)
            text.set(qn("xml:space"), "preserve")


# Elements


def _holders(root: _Element) -> list[_Element]:
    """What holds the blocks of a part: the body, the part itself, or each of its notes."""
    body = first(root, "w:body")
    notes = list(every(root, "w:footnote", "w:endnote"))
    return [body] if body is not None else notes or [root]


def _blocks(holder: _Element) -> list[_Element]:
    return [block for block in holder if block.tag in (_PARAGRAPH, _TABLE)]


def _kind(block: _Element) -> object:
    return block.tag


def _cell_count(row: _Element) -> object:
    return len(row.findall(qn("w:tc")))


def _insert(holder: _Element, new: _Element, last: _Element | None, home: Sequence[_Element]) -> None:
    """Put an element after the last one, else before the first that was there, else where blocks end."""
    if last is not None:
        last.addnext(new)
    elif home and home[0].getparent() is holder:
        home[0].addprevious(new)
    else:
        section = first(holder, "w:sectPr")
        holder.append(new) if section is None else section.addprevious(new)


def _drop(element: _Element) -> None:
    """Take an element out; of a paragraph that ends a section the end stays."""
    parent = element.getparent()
    if first(element, "w:pPr/w:sectPr") is not None:
        element[:] = [item for item in element if item.tag == qn("w:pPr")]
    elif parent is not None:
        parent.remove(element)


def _single_bookmarks(root: _Element) -> None:
    """Leave each bookmark once, where it stands first: what was copied brought its own along."""
    met: set[str | None] = set()
    for mark in list(every(root, "w:bookmarkStart")):
        name, key = value(mark, "w:name"), value(mark, "w:id")
        if name in met:
            end = next(
                (end for end in mark.itersiblings() if end.tag == qn("w:bookmarkEnd") and value(end, "w:id") == key),
                None,
            )
            _take_out([mark] if end is None else [mark, end])
        met.add(name)


def _take_out(nodes: Sequence[_Element]) -> None:
    for node in nodes:
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


def _before(last: _Element | None) -> Iterator[_Element]:
    """The paragraphs beside an element, backwards from it."""
    if last is not None:
        yield from (one for one in (last, *last.itersiblings(preceding=True)) if one.tag == _PARAGRAPH)


def _fill(paragraph: _Element, text: str) -> None:
    """Leave one run of text in a paragraph, in the looks of its first."""
    run = next(every(paragraph, "w:r"), None)
    looks = None if run is None else first(run, "w:rPr")
    properties = first(paragraph, "w:pPr")
    paragraph[:] = [] if properties is None else [properties]
    if properties is not None and (section := first(properties, "w:sectPr")) is not None:
        properties.remove(section)
    new = paragraph.makeelement(qn("w:r"))
    if looks is not None:
        new.append(deepcopy(looks))
    words = new.makeelement(qn("w:t"), {qn("xml:space"): "preserve"})
    words.text = text
    new.append(words)
    paragraph.append(new)
