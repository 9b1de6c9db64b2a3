"""A built contract as its articles, clauses and tables, with the numbers that a reader sees: what can be amended.

Reads the main part of a Word file. Cover, contents and revision table are no agreement and are left out; the signature
page is kept, because it names representatives. It compares nothing and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from itsm_docs.ooxml import numbering
from itsm_docs.ooxml.adoption import style_name
from itsm_docs.ooxml.package import main_part, read, related_part
from itsm_docs.ooxml.xml import every, first, parse, qn, switched_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element


class Stands(StrEnum):
    """What a piece stands for, where it is more than its text."""

    WORDS = ""
    ANNEX = "annex"
    """The label of an annex; `Piece.target` is its kind or its title."""
    REFERENCE = "reference"
    """The number of another place; `Piece.target` is the bookmark there."""
    NUMBER = "number"
    """A running number of a caption."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, with what it stands for."""

    text: str
    strong: bool = False
    stands: Stands = Stands.WORDS
    target: str = ""


Pieces: TypeAlias = tuple[Piece, ...]


class BlockKind(StrEnum):
    """What a block of an article is."""

    HEADING = "heading"
    CLAUSE = "clause"
    ITEM = "item"
    TEXT = "text"
    CAPTION = "caption"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table. `label` is its number as shown (``12.3``, ``（1）``), `marks` the bookmarks in it."""

    kind: BlockKind
    pieces: Pieces = ()
    label: str = ""
    marks: tuple[str, ...] = ()
    rows: tuple[tuple[Pieces, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article, an annex, an appendix or the signature page. `label` is ``第十二条``, empty for what has no number."""

    label: str
    title: Pieces
    blocks: tuple[Block, ...]
    marks: tuple[str, ...] = ()
    signatures: bool = False


SIGNATURES = "签署页"
_CLAUSE = re.compile(r"\d+(?:\.\d+)+")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百\d]+条")
_TYPED = re.compile(r"\s*(第[〇零一二三四五六七八九十百\d]+条|\d+(?:\.\d+)+(?=[\s　、]))[\s　、]*")
_ANNEX = re.compile(r"annex\.(\w+)\.(?:label|number)|annexes\[(.+)\]\.(?:label|number)")
_LISTED = re.compile(r"附件 \d+(?=《([^》]+)》)")
_SIGNED_HERE = re.compile(r"签署页|.*本页无正文.*")
_CONTENTS = re.compile(r"toc \d")
_SPACE = re.compile(r"[\s　]+")


def read_articles(data: bytes, *, typed: bool = False) -> tuple[Article, ...]:
    """The articles of a built Word file, in order; numbers that somebody `typed` count where the template is a Word file.

    Raises `Faulty` (OX1xx) when it cannot be read.
    """
    parts = read(data)
    main = main_part(parts)
    root = parse(parts[main], main)
    blocks = [block for block in _Reader(parts, root, typed=typed).blocks() if block.pieces or block.rows]
    return tuple(_articles(blocks))


@dataclass(frozen=True, slots=True)
class _Read(Block):
    """A block as it was read, with the level that a heading has."""

    level: int | None = None


class _Reader:
    """Walks the body of one document."""

    def __init__(self, parts: Mapping[str, bytes], root: _Element, *, typed: bool) -> None:
        self._typed = typed
        styles = related_part(parts, "styles")
        self._styles = {} if styles is None else _styles(parse(parts[styles], styles))
        self._labels = _labels(parts, root)
        self._body = first(root, "w:body")

    def blocks(self) -> Iterator[_Read]:
        """Every paragraph and table of the body, in order."""
        return iter(()) if self._body is None else self._below(self._body)

    def _below(self, container: _Element) -> Iterator[_Read]:
        for child in container.iterchildren("*"):
            if child.tag == qn("w:p"):
                yield self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield _Read(BlockKind.TABLE, rows=tuple(self._row(row) for row in child.iterchildren(qn("w:tr"))))
            elif child.tag == qn("w:sdt") and (content := first(child, "w:sdtContent")) is not None:
                yield from self._below(content)

    def _paragraph(self, paragraph: _Element) -> _Read:
        style = self._styles.get(value(first(paragraph, "w:pPr/w:pStyle")) or "", ("", None))
        marks = tuple(value(mark, "w:name") or "" for mark in every(paragraph, "w:bookmarkStart"))
        label, pieces = self._labels.get(paragraph, ""), tuple(_merged(_Runs().pieces(paragraph)))
        if _CONTENTS.fullmatch(style[0]):
            return _Read(BlockKind.TEXT)
        if self._typed and not label and style[1] is None:
            label, pieces = _typed(pieces)
        level = 1 if _ARTICLE.fullmatch(label) else style[1]
        return _Read(_kind(style[0], level, label), pieces, label, marks, level=level)

    def _row(self, row: _Element) -> tuple[Pieces, ...]:
        return tuple(
            tuple(_joined(_merged(_Runs().pieces(paragraph)) for paragraph in every(cell, "w:p")))
            for cell in row.iter(qn("w:tc"))
        )


def _styles(root: _Element) -> dict[str, tuple[str, int | None]]:
    """Name and heading level of each style by id."""
    found: dict[str, tuple[str, int | None]] = {}
    for style in root.iterfind(qn("w:style")):
        name = style_name(style)
        heading = re.fullmatch(r"heading ([1-9])", name)
        found[value(style, "w:styleId") or ""] = (name, int(heading[1]) if heading else None)
    return found


def _labels(parts: Mapping[str, bytes], root: _Element) -> dict[_Element, str]:
    """The automatic number of each paragraph that has one."""
    sources = [related_part(parts, kind) for kind in ("numbering", "styles")]
    counter = numbering.parse(*(parts[name] if name else None for name in sources)).counter()
    found = {}
    for paragraph in every(root, "w:p"):
        label = counter.label(*numbering.paragraph_numbering(paragraph))
        if label is not None:
            found[paragraph] = label.text
    return found


def _kind(style: str, level: int | None, label: str) -> BlockKind:
    if level is not None:
        return BlockKind.HEADING
    if style == "caption":
        return BlockKind.CAPTION
    if _CLAUSE.fullmatch(label):
        return BlockKind.CLAUSE
    return BlockKind.ITEM if label else BlockKind.TEXT


def _typed(pieces: Pieces) -> tuple[str, Pieces]:
    """A number that somebody typed, as the client's own paper may have it, and the text without it."""
    found = _TYPED.match(pieces[0].text) if pieces else None
    if found is None:
        return "", pieces
    rest = replace(pieces[0], text=pieces[0].text[found.end() :])
    return found[1], (rest, *pieces[1:]) if rest.text else pieces[1:]


# Runs


class _Runs:
    """The pieces of one paragraph: facts and references know what they stand for."""

    def __init__(self) -> None:
        self._fields: list[tuple[list[str], bool]] = []

    def pieces(self, element: _Element, tag: str = "") -> Iterator[Piece]:
        """What is shown below an element; `tag` is that of the control around it."""
        for child in element.iterchildren("*"):
            if child.tag == qn("w:r"):
                yield from self._run(child, tag)
            elif child.tag == qn("w:sdt"):
                inner = first(child, "w:sdtContent")
                if inner is not None:
                    yield from self.pieces(inner, value(first(child, "w:sdtPr/w:tag")) or "")
            elif child.tag in _AROUND:
                yield from self.pieces(child, tag)

    def _run(self, run: _Element, tag: str) -> Iterator[Piece]:
        strong = switched_on(first(run, "w:rPr/w:b"))
        for node in run.iterchildren("*"):
            if node.tag == qn("w:fldChar"):
                self._mark(value(node, "w:fldCharType") or "")
            elif node.tag == qn("w:instrText") and self._fields:
                self._fields[-1][0].append(node.text or "")
            elif node.tag in (qn("w:t"), qn("w:br"), qn("w:tab")):
                text = (node.text or "") if node.tag == qn("w:t") else " "
                yield from self._piece(text, strong, tag)

    def _mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(([], False))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _piece(self, text: str, strong: bool, tag: str) -> Iterator[Piece]:
        if self._fields:
            code, shown = self._fields[-1]
            words = "".join(code).split()
            if shown and len(words) > 1 and words[0] == "REF":
                yield Piece(text, strong, Stands.REFERENCE, words[1])
            elif shown and words:
                yield Piece(text, strong, Stands.NUMBER if words[0] == "SEQ" else Stands.WORDS)
        elif annex := _ANNEX.fullmatch(tag):
            yield Piece(text, strong, Stands.ANNEX, annex[1] or annex[2])
        else:
            yield Piece(text, strong)


_AROUND = frozenset(qn(name) for name in ("w:hyperlink", "w:ins", "w:smartTag", "w:fldSimple"))


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces that differ in nothing but where Word cut them are one; a list of annexes names each."""
    for piece in _whole(pieces):
        at = 0
        for listed in _LISTED.finditer(piece.text if piece.stands is Stands.WORDS else ""):
            if listed.start() > at:
                yield replace(piece, text=piece.text[at : listed.start()])
            yield replace(piece, text=listed[0], stands=Stands.ANNEX, target=listed[1])
            at = listed.end()
        if at < len(piece.text):
            yield replace(piece, text=piece.text[at:])


def _whole(pieces: Iterable[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if held is not None and held.stands is Stands.WORDS and replace(held, text="") == replace(piece, text=""):
            held = replace(held, text=held.text + piece.text)
            continue
        if held is not None and held.text:
            yield held
        held = piece
    if held is not None and held.text:
        yield held


def _joined(paragraphs: Iterable[Iterable[Piece]]) -> Iterator[Piece]:
    """The paragraphs of a cell on one line."""
    empty = True
    for paragraph in paragraphs:
        pieces = list(paragraph)
        if pieces and not empty:
            yield Piece(" ")
        yield from pieces
        empty = empty and not pieces


# Articles


def shown(pieces: Pieces) -> str:
    """The text as it is read."""
    return "".join(piece.text for piece in pieces)


def _articles(blocks: list[_Read]) -> Iterator[Article]:
    """The blocks by article; what stands before the first is cover and contents."""
    head: _Read | None = None
    held: list[Block] = []
    signatures = False
    for block in blocks:
        signed = bool(_SIGNED_HERE.fullmatch(_SPACE.sub("", shown(block.pieces)))) and block.level is None
        if block.level != 1 and (not signed or signatures):
            held.append(_plain(block))
            continue
        if head is not None:
            yield _article(head, held, signatures=signatures)
        head, held, signatures = block, [], signed
        if block.label and not _is_title(block.pieces):
            held.append(
                replace(_plain(block), kind=BlockKind.TEXT, label="")
            )  # the client's paper: no title, only text
    if head is not None:
        yield _article(head, held, signatures=signatures)


_LONGEST_TITLE = 30


def _is_title(pieces: Pieces) -> bool:
    """Whether a numbered line is the title of an article; on the client's paper it may be its text."""
    text = shown(pieces)
    return len(text) <= _LONGEST_TITLE and not any(mark in text for mark in "。，；")


def _article(head: _Read, blocks: list[Block], *, signatures: bool) -> Article:
    if signatures:
        return Article("", (Piece(SIGNATURES),), tuple(blocks), head.marks, signatures=True)
    title = () if head.label and not _is_title(head.pieces) else head.pieces
    return Article(head.label, title, tuple(blocks), head.marks)


def _plain(block: _Read) -> Block:
    return Block(block.kind, block.pieces, block.label, block.marks, block.rows)
