"""Two versions of a document, article by article and block by block, and how the new text names its places.

The numbers of a signed contract stay as they are: what is added is called 之一 after its neighbour, an annex gets the
next number, and a reference in the new text names its target by the number that was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from itsm_docs.documents.amending.alignment import ALIKE, aligned, likeness
from itsm_docs.documents.amending.articles import Article, Block, BlockKind, Piece, Pieces, Stands, shown
from itsm_docs.documents.amending.tables import row_texts
from itsm_docs.model.contract_views import Annex
from itsm_docs.ooxml.formats import numeral

REFERENCE = "§"
_COUNT = "chineseCounting"


@dataclass(frozen=True, slots=True)
class PairedBlock:
    """A block of the signed text and its counterpart, one of which may be missing; `name` is its number from now on."""

    old: Block | None
    new: Block | None
    name: str


@dataclass(frozen=True, slots=True)
class PairedArticle:
    """An article of the signed text and its counterpart, one of which may be missing, with name and blocks."""

    old: Article | None
    new: Article | None
    name: str
    blocks: tuple[PairedBlock, ...]


def paired(old: Sequence[Article], new: Sequence[Article]) -> tuple[PairedArticle, ...]:
    """The articles of two versions, in the order of both."""
    pairs = aligned(old, new, lambda article: plain(article.title) or article.label, _alike_articles)
    found, last, count = [], "", 0
    for i, k in pairs:
        one, other = None if i is None else old[i], None if k is None else new[k]
        if one is not None:
            last, count = one.label or last, 0
            name = one.label
        else:
            count += 1
            name = f"{last}之{numeral(count, _COUNT)}" if other and other.label and last else ""
        found.append(PairedArticle(one, other, name, tuple(_blocks(one, other))))
    return tuple(found)


def _blocks(old: Article | None, new: Article | None) -> Iterator[PairedBlock]:
    left, right = old.blocks if old else (), new.blocks if new else ()
    last, count = "", 0
    for i, k in aligned(left, right, _text, _alike_blocks):
        one, other = None if i is None else left[i], None if k is None else right[k]
        if one is not None:
            last, count = numbered(one) or last, count if not numbered(one) else 0
            yield PairedBlock(one, other, label_of(one))
        elif other is not None and old is not None and numbered(other):
            count += 1
            yield PairedBlock(None, other, f"{last} 之{numeral(count, _COUNT)}" if last else other.label)
        elif other is not None:
            yield PairedBlock(None, other, label_of(other))


def numbered(block: Block) -> str:
    """The number of a clause or of a numbered heading, empty for everything else."""
    return block.label if block.kind in (BlockKind.CLAUSE, BlockKind.HEADING) else ""


def label_of(block: Block) -> str:
    """What a reference to a block shows: its number, and 表 1 of the caption ``表 1　价格表``."""
    return shown(block.pieces).partition("　")[0].strip() if block.kind is BlockKind.CAPTION else block.label


# How much two places have in common, whatever they are called


def plain(pieces: Pieces) -> str:
    """The text for comparisons in which all references are alike."""
    return "".join(_word(piece, REFERENCE) for piece in pieces)


def _word(piece: Piece, reference: str) -> str:
    if piece.stands is Stands.REFERENCE:
        return reference
    if piece.stands is Stands.ANNEX:
        return f"{REFERENCE}{piece.target}"
    return "" if piece.stands is Stands.NUMBER else piece.text


def _text(block: Block) -> str:
    return f"{block.kind}\n{plain(block.pieces)}" + "\n".join(row_texts(block.rows, plain))


def _alike_articles(one: Article, other: Article) -> float:
    if one.signatures != other.signatures:
        return 0.0
    bodies = ("".join(_text(block) for block in article.blocks) for article in (one, other))
    return likeness(plain(one.title), plain(other.title)) or likeness(*bodies)


def _alike_blocks(one: Block, other: Block) -> float:
    if one.kind is not other.kind:
        return 0.0
    if one.kind is not BlockKind.TABLE:
        same_title = bool(one.kind is BlockKind.CLAUSE and _lead(one) and _lead(one) == _lead(other))
        return max(likeness(_text(one), _text(other)), ALIKE if same_title else 0.0)
    heads = ("\n".join(row_texts(block.rows[:1], plain)) for block in (one, other))
    return (likeness(*heads) + likeness(_text(one), _text(other))) / 2


def _lead(block: Block) -> str:
    """The title in bold letters in front of a clause."""
    first = block.pieces[0] if block.pieces else None
    return first.text if first is not None and first.strong and first.text.endswith("。") else ""


class Names:
    """How a text of either version reads in the agreement, and what it is worth in a comparison."""

    def __init__(self, articles: Iterable[PairedArticle], annexes: Mapping[str, str]) -> None:
        """`annexes` leads from kind and from title of an annex to its label."""
        self._annexes = annexes
        self._old: dict[str, str] = {}
        self._new: dict[str, str] = {}
        for pair in articles:
            held: tuple[PairedArticle | PairedBlock, ...] = (pair, *pair.blocks)
            for one in held:
                self._old |= dict.fromkeys(one.old.marks if one.old else (), one.name)
                self._new |= dict.fromkeys(one.new.marks if one.new else (), one.name)

    def word(self, piece: Piece, *, old: bool) -> str:
        """What a piece is worth: a reference by its target, an annex by its kind, a running number nothing."""
        target = (self._old if old else self._new).get(piece.target) or piece.text
        return _word(piece, f"{REFERENCE}{target}")

    def text(self, pieces: Pieces, *, old: bool) -> str:
        """What a text is worth."""
        return "".join(self.word(piece, old=old) for piece in pieces)

    def reads(self, piece: Piece, *, old: bool) -> str:
        """How a piece reads: signed text as it was signed, new text with the numbers that were signed."""
        if old:
            return piece.text
        if piece.stands is Stands.REFERENCE:
            return self._new.get(piece.target) or piece.text
        if piece.stands is Stands.ANNEX and (label := self._annexes.get(piece.target)):
            return label if not piece.text.isdecimal() else label.rpartition(" ")[2]
        return piece.text


def annex_labels(old: Iterable[Annex], new: Iterable[Annex]) -> dict[str, str]:
    """The labels of annexes by kind and by title: the signed ones, then the next numbers for those that are added."""
    labels: dict[str, str] = {}
    for annex in (*old, *new):
        if annex.key not in labels:
            # The signed ones are numbered from 1 without a gap.
            labels |= dict.fromkeys((annex.key, annex.title), f"附件 {len(set(labels.values())) + 1}")
    return labels
