"""From two paired versions of a document to the changes that the agreement lists, each at its place in the signed text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from itsm_docs.documents.amending.articles import Article, Block, BlockKind, Piece, Pieces, shown
from itsm_docs.documents.amending.pairing import Names, PairedArticle, PairedBlock, label_of, numbered
from itsm_docs.documents.amending.tables import grid, row_changes
from itsm_docs.documents.amending.wording import edits, runs
from itsm_docs.model.amendment import Addition, Change, ChangeKind, Run

_START = 40
"""Characters that are quoted of what is taken out."""
_COLUMNS = 3
"""Columns that tell a table without a caption from its neighbours."""
_BEGINS = (BlockKind.CLAUSE, BlockKind.HEADING)


def changes(articles: Sequence[PairedArticle], names: Names) -> tuple[Change, ...]:
    """Every change, in the order of the document."""
    found: list[Change] = []
    after = ""
    for pair in articles:
        if pair.old is not None:
            after = place_of(pair.old)
        if pair.old is not None and pair.new is not None:
            found += _Article(pair, names).changes()
        elif pair.old is not None:
            found.append(Change(kind=ChangeKind.ARTICLE_DELETED, place=after))
        elif pair.new is not None:
            found.append(_added_article(pair, pair.new, after, names))
    return tuple(found)


def place_of(article: Article) -> str:
    """An article as it is cited: ``第十二条（价款与支付）``, ``附件 3《安全生产管理协议》``."""
    title = shown(article.title).strip()
    if article.label:
        return f"{article.label}（{title}）" if title else article.label
    number, _, name = title.partition("　")
    return f"{number}《{name}》" if name else title


def _added_article(pair: PairedArticle, new: Article, after: str, names: Names) -> Change:
    title = "".join(names.reads(piece, old=False) for piece in new.title).strip()
    number, _, annexed = title.partition("　")
    name = f"{pair.name}（{title}）" if pair.name else f"{number}《{annexed}》" if annexed else title
    additions = _additions(pair.blocks, names)
    return Change(kind=ChangeKind.ARTICLE_ADDED, place=after if pair.name else "", name=name, additions=additions)


def _additions(blocks: Sequence[PairedBlock], names: Names) -> tuple[Addition, ...]:
    """What is added, paragraph by paragraph and table by table; items keep their numbers, clauses have theirs outside."""
    return tuple(_addition(pair.new, names) for pair in blocks if pair.new is not None)


def _addition(block: Block, names: Names) -> Addition:
    if block.kind is BlockKind.TABLE:
        return Addition(grid=grid(block, names))
    pieces = block.pieces
    if block.kind is BlockKind.ITEM:
        pieces = (Piece(block.label), *pieces)
    elif block.kind is BlockKind.HEADING:
        pieces = tuple(replace(piece, strong=True) for piece in pieces)
    return Addition(runs=runs(pieces, names, old=False, quoted=False))


@dataclass(slots=True)
class _Article:
    """The changes within one article; `here` is the last clause or heading of the signed text, `caption` its last caption."""

    pair: PairedArticle
    names: Names
    here: Block | None = None
    caption: Block | None = None

    def changes(self) -> Iterator[Change]:
        """Changes of the title, then of the blocks in order."""
        old, new = self.pair.old, self.pair.new
        if old is None or new is None:
            return
        if self.names.text(old.title, old=True) != self.names.text(new.title, old=False):
            yield self._edited(f"{place_of(old)}的标题", old.title, new.title)
        blocks, at = self.pair.blocks, 0
        while at < len(blocks):
            if blocks[at].old is not None and blocks[at].new is not None:
                yield from self._kept(blocks[at])
                at += 1
                continue
            end = self._end(at)
            yield self._deleted(blocks[at:end]) if blocks[at].old is not None else self._added(blocks[at:end])
            at = end

    def _end(self, start: int) -> int:
        """Where a stretch ends that goes or comes together: a clause with all that hangs on it, or one paragraph."""
        blocks = self.pair.blocks
        gone = blocks[start].old is not None
        first = blocks[start].old or blocks[start].new
        at = start + 1
        if first is None or first.kind not in (*_BEGINS, BlockKind.CAPTION):
            return at
        while at < len(blocks):
            block = blocks[at].old or blocks[at].new
            whole = blocks[at].old is None or blocks[at].new is None
            if block is None or not whole or (blocks[at].old is not None) is not gone or block.kind in _BEGINS:
                break
            at += 1
            if first.kind is BlockKind.CAPTION:
                break
        return at

    # One pair of blocks

    def _kept(self, pair: PairedBlock) -> Iterator[Change]:
        old, new = pair.old, pair.new
        if old is None or new is None:
            return
        place = self._place(old)
        self._pass(old)
        if old.kind is BlockKind.TABLE:
            yield from self._table(self._table_place(old), old, new)
        elif self.names.text(old.pieces, old=True) != self.names.text(new.pieces, old=False):
            yield self._edited(place, old.pieces, new.pieces)

    def _edited(self, place: str, old: Pieces, new: Pieces) -> Change:
        return Change(kind=ChangeKind.TEXT, place=place, edits=edits(old, new, self.names))

    def _table(self, place: str, old: Block, new: Block) -> Iterator[Change]:
        rows = row_changes(old, new, self.names)
        if rows is None:
            yield Change(kind=ChangeKind.TABLE, place=place, additions=(Addition(grid=grid(new, self.names)),))
        elif rows:
            yield Change(kind=ChangeKind.TABLE, place=place, rows=rows)

    # What goes, what comes

    def _deleted(self, blocks: Sequence[PairedBlock]) -> Change:
        old = blocks[0].old or Block(BlockKind.TEXT)
        place = self._table_place(old) if old.kind is BlockKind.TABLE else self._place(old)
        for pair in blocks:
            self._pass(pair.old)
        kind = ChangeKind.CLAUSE_DELETED if numbered(old) else ChangeKind.PASSAGE_DELETED
        return Change(kind=kind, place=place, quoted=runs(_beginning(old.pieces), self.names, old=True))

    def _added(self, blocks: Sequence[PairedBlock]) -> Change:
        new = blocks[0].new or Block(BlockKind.TEXT)
        place = f"{self._article}{self._number}" if self.here is not None else ""
        additions = _additions(blocks, self.names)
        if numbered(new):
            name = f"第 {blocks[0].name} 款" if "之" not in blocks[0].name else f"第 {blocks[0].name}款"
            return Change(kind=ChangeKind.CLAUSE_ADDED, place=place or self._article, name=name, additions=additions)
        return Change(kind=ChangeKind.PASSAGE_ADDED, place=place or self._article, additions=additions)

    # Places

    @property
    def _article(self) -> str:
        return place_of(self.pair.old) if self.pair.old is not None else ""

    @property
    def _number(self) -> str:
        """The clause or numbered heading that was met last."""
        if self.here is None:
            return ""
        title = f"（{shown(self.here.pieces).strip()}）" if self.here.kind is BlockKind.HEADING else ""
        return f"第 {self.here.label} 款{title}"

    def _pass(self, block: Block | None) -> None:
        if block is not None and numbered(block):
            self.here = block
        if block is not None:
            self.caption = block if block.kind is BlockKind.CAPTION else self.caption

    def _place(self, old: Block) -> str:
        """Where a paragraph stands: its own number, or that of the clause that it belongs to."""
        if numbered(old):
            title = "的标题" if old.kind is BlockKind.HEADING else ""
            return f"{self._article}第 {old.label} 款{title}"
        if old.kind is BlockKind.ITEM:
            item = f"第{old.label}项" if old.label.startswith("（") else f"第 {old.label.rstrip('.)）、')} 项"
            return f"{self._article}{self._number}{item}"
        if old.kind is BlockKind.CAPTION:
            return f"{self._article}{label_of(old)}的标题"
        return f"{self._article}{self._number}"

    def _table_place(self, old: Block) -> str:
        """A table by its caption, or by the clause and its first columns."""
        if self.caption is not None:
            caption, self.caption = self.caption, None
            name = shown(caption.pieces).partition("　")[2]
            return f"{self._article}{label_of(caption)}《{name}》"
        columns = "、".join(text for cell in old.rows[0][:_COLUMNS] if (text := shown(cell).strip()))
        if self.pair.old is not None and self.pair.old.signatures:
            return self._article
        return (
            f"{self._article}{self._number}以“{columns}”开头的表" if columns else f"{self._article}{self._number}的表"
        )


def _beginning(pieces: Pieces) -> Pieces:
    """The first words, up to a mark, so that a reader finds what goes."""
    text = shown(pieces)
    if len(text) > _START:
        cut = max(text.rfind(mark, 0, _START) for mark in "，。；")
        text = f"{text[: cut if cut > 0 else _START]}……"
    return (Piece(text),) if text else ()


def strong(found: Sequence[Change]) -> bool:
    """Whether anything that is agreed anew stands out; the title in front of a text is no such thing."""
    agreed = [edit.new for change in found for edit in change.edits]
    agreed += [row.new for change in found for row in change.rows]
    agreed += [addition.runs for change in found for addition in change.additions]
    return any(run.strong for text in agreed for run in (text[1:] if _titled(text) else text))


def _titled(text: Sequence[Run]) -> bool:
    return len(text) > 1 and len(str(text[0].text)) <= _LONGEST_TITLE


_LONGEST_TITLE = 16
