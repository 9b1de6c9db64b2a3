"""Quoting a contract: which sentences of a paragraph changed, as passages to be replaced, added or taken out.

A short paragraph is quoted whole; of a long one only the sentences that changed. Words nothing around the quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from itsm_docs.documents.amending.alignment import aligned
from itsm_docs.documents.amending.articles import Piece, Pieces, Stands, shown
from itsm_docs.model.amendment import Edit, EditKind, Run
from itsm_docs.model.base import OpenPoint

SHORT = 100
"""Characters of a paragraph that is quoted whole."""
_ENDS = "。；！？"
_COMMA = "，"
_CUT = "。；，"
_OPENING, _CLOSING = "“‘（《【", "”’）》】"
_INNER = str.maketrans("“”", "‘’")
_POINT = re.compile(r"【待定(?:：[^】]*)?】")
_MOSTLY = 0.9
"""Where more than this share of the text changed, the whole is quoted."""
_GAP = 20
"""Characters between two changes that are quoted along with them."""


class Reading(Protocol):
    """What quoting needs to know of the names of places."""

    def reads(self, piece: Piece, *, old: bool) -> str:
        """How a piece reads in the agreement."""

    def text(self, pieces: Pieces, *, old: bool) -> str:
        """What a text is worth in a comparison."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """Neighbouring sentences that changed together, and the sentence before them."""

    old: Pieces
    new: Pieces
    before: Pieces


def edits(old: Pieces, new: Pieces, names: Reading, *, quoted: bool = True) -> tuple[Edit, ...]:
    """The changes of one paragraph; `quoted` texts stand between quotation marks, theirs become single ones."""
    passages = _passages(old, new, names)
    if _whole(old, new, passages):
        passages = [_Passage(old, new, ())]
    return tuple(_edit(passage, names, quoted=quoted) for passage in passages)


def runs(pieces: Pieces, names: Reading, *, old: bool, quoted: bool = True) -> tuple[Run, ...]:
    """A text as the agreement prints it."""
    return tuple(_runs(pieces, names, old=old, quoted=quoted))


def _edit(passage: _Passage, names: Reading, *, quoted: bool) -> Edit:
    if not passage.old:
        kept = runs(passage.before, names, old=True, quoted=quoted)
        return Edit(kind=EditKind.INSERT, old=kept, new=runs(passage.new, names, old=False, quoted=quoted))
    if not passage.new:
        return Edit(kind=EditKind.DELETE, old=runs(passage.old, names, old=True, quoted=quoted))
    old, new = _without_end(passage.old, passage.new)
    left, right = runs(old, names, old=True, quoted=quoted), runs(new, names, old=False, quoted=quoted)
    return Edit(kind=EditKind.REPLACE, old=left, new=right)


def _without_end(old: Pieces, new: Pieces) -> tuple[Pieces, Pieces]:
    """Both without the mark at their ends, unless just that mark changed."""
    ends = {shown(pieces)[-1:] for pieces in (old, new)}
    if len(ends) == 1 and not ends.isdisjoint(_CUT):
        return _without_last(old), _without_last(new)
    return old, new


def _without_last(pieces: Pieces) -> Pieces:
    if not pieces:
        return pieces
    last = replace(pieces[-1], text=pieces[-1].text[:-1])
    return (*pieces[:-1], last) if last.text else pieces[:-1]


def _runs(pieces: Pieces, names: Reading, *, old: bool, quoted: bool) -> Iterator[Run]:
    for strong, text in _joined((piece.strong, names.reads(piece, old=old)) for piece in pieces):
        shown_text = text.translate(_INNER) if quoted else text
        at = 0
        for point in _POINT.finditer(shown_text):
            if point.start() > at:
                yield Run(text=shown_text[at : point.start()], strong=strong)
            yield Run(text=OpenPoint(point.group()[1:-1].removeprefix("待定").removeprefix("：")), strong=strong)
            at = point.end()
        if at < len(shown_text):
            yield Run(text=shown_text[at:], strong=strong)


def _joined(texts: Iterable[tuple[bool, str]]) -> Iterator[tuple[bool, str]]:
    held: tuple[bool, str] | None = None
    for strong, text in texts:
        if held is not None and held[0] == strong:
            held = (strong, held[1] + text)
            continue
        if held is not None:
            yield held
        held = (strong, text)
    if held is not None:
        yield held


# Passages


def _passages(old: Pieces, new: Pieces, names: Reading) -> list[_Passage]:
    """What changed, sentence by sentence; changes that hardly anything parts are one passage."""
    left, right = list(sentences(old)), list(sentences(new))
    before = [names.text(one, old=True) for one in left]
    after = [names.text(one, old=False) for one in right]
    found: list[_Passage] = []
    last: Pieces = ()
    gap: tuple[Pieces, Pieces] = ((), ())
    for i, k in aligned(before, after, str):
        one, other = () if i is None else left[i], () if k is None else right[k]
        if i is not None and k is not None and before[i] == after[k]:
            last, gap = one, ((*gap[0], *one), (*gap[1], *other))
        elif found and len(shown(gap[0])) <= _GAP:
            held = found[-1]
            found[-1] = replace(held, old=(*held.old, *gap[0], *one), new=(*held.new, *gap[1], *other))
            gap = ((), ())
        else:
            found.append(_Passage(one, other, last))
            gap = ((), ())
    return found


def sentences(pieces: Pieces) -> Iterator[Pieces]:
    """The sentences of a paragraph, long ones at their commas; marks within quotation marks or parentheses end none."""
    for sentence in _split(pieces, _ENDS):
        yield from _split(sentence, _COMMA) if len(shown(sentence)) > SHORT else (sentence,)


def _split(pieces: Pieces, ends: str) -> Iterator[Pieces]:
    held: list[Piece] = []
    depth = 0
    for piece in pieces:
        start = 0
        for at, character in enumerate(piece.text if piece.stands is Stands.WORDS else ""):
            depth += (character in _OPENING) - (character in _CLOSING)
            if character in ends and depth <= 0:
                yield (*held, replace(piece, text=piece.text[start : at + 1]))
                held, start, depth = [], at + 1, 0
        if piece.text[start:]:
            held.append(replace(piece, text=piece.text[start:]))
    if held:
        yield tuple(held)


def _whole(old: Pieces, new: Pieces, passages: Sequence[_Passage]) -> bool:
    """Whether to quote the paragraph whole: it is short, all of it changed, or a passage does not say where it is."""
    text = shown(old)
    if max(len(text), len(shown(new))) <= SHORT:
        return True
    changed = sum(len(shown(passage.old)) for passage in passages)
    unclear = any(text.count(shown(passage.old or passage.before)) != 1 for passage in passages)
    return changed > _MOSTLY * len(text) or unclear
