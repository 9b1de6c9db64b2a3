"""Looking for patterns of words in a document, passage by passage: which hold where, in which sentence, by which words.

Looks words up once for the whole document, so that a hundred clauses cost little more than one. It weighs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from itsm_docs.audit.passages import Passage, Place, Table
from itsm_docs.standard import Pattern

PIECE = 1500
"""Characters; a longer passage is judged in pieces, so that a text without headings is not one heap of words."""
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")


@dataclass(frozen=True, slots=True)
class Held:
    """A pattern that holds: its number among those asked for, the sentence, and the words that filled its parts."""

    number: int
    sentence: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage, or a piece of a long one.

    `title` is its own heading (empty from the second piece on), `above` the numbers of the units with the headings over
    it, `inner` the numbers of the units below it, `text` its heading and sentences.
    """

    place: Place
    title: str
    above: tuple[int, ...]
    inner: range
    sentences: tuple[str, ...]
    text: str


class Document:
    """A document as units in order, with the places of words."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.units = _units(passages)
        self.whole = "\n".join(unit.text for unit in self.units)
        self._where: dict[str, frozenset[int]] = {}
        self._titled: dict[str, frozenset[int]] = {}

    def where(self, word: str) -> frozenset[int]:
        """The numbers of the units in which a word stands."""
        found = self._where.get(word)
        if found is None:
            inside = word in self.whole
            found = frozenset(at for at, unit in enumerate(self.units) if word in unit.text) if inside else frozenset()
            self._where[word] = found
        return found

    def titled(self, patterns: Iterable[Pattern]) -> frozenset[int]:
        """The numbers of the units whose own heading one of the patterns fits."""
        return frozenset[int]().union(*(_all_parts(pattern, self._where_titled) for pattern in patterns))

    def _where_titled(self, word: str) -> frozenset[int]:
        found = self._titled.get(word)
        if found is None:
            found = frozenset(at for at in self.where(word) if word in self.units[at].title)
            self._titled[word] = found
        return found

    def counts(self, words: Iterable[str]) -> Counter[str]:
        """How often each word stands in the document, where it is no part of a longer one of them."""
        longest = sorted(words, key=len, reverse=True)
        return Counter(re.findall("|".join(map(re.escape, longest)), self.whole))

    def held(self, patterns: Iterable[Pattern], against: Sequence[Pattern] = ()) -> dict[int, list[Held]]:
        """By unit, the patterns that hold in a sentence of it; the heading may lend words, but not all of them."""
        result: dict[int, list[Held]] = {}
        for number, pattern in enumerate(patterns):
            for at in sorted(_all_parts(pattern, self.where)):
                if (found := _in_sentence(number, pattern, self.units[at], against)) is not None:
                    result.setdefault(at, []).append(found)
        return result


def _all_parts(pattern: Pattern, where: Callable[[str], frozenset[int]]) -> frozenset[int]:
    """The units in which every part of a pattern has a word."""
    return frozenset.intersection(*(frozenset[int]().union(*map(where, part)) for part in pattern))


def filled(pattern: Pattern, text: str) -> tuple[str, ...]:
    """The words that fill the parts of a pattern in a text, in their order; nothing when a part stays empty."""
    words = tuple(next((word for word in part if word in text), "") for part in pattern)
    return words if all(words) else ()


def quotation(sentence: str, words: Sequence[str], limit: int) -> str:
    """At most `limit` characters of a sentence, around the words; what is left out shows as an ellipsis."""
    sentence = sentence.strip()
    if len(sentence) <= limit:
        return sentence
    spots = sorted((at, at + len(word)) for word in words if (at := sentence.find(word)) >= 0) or [(0, 0)]
    room = limit - 2
    first, last = spots[0][0], max(end for _, end in spots if end - spots[0][0] <= max(room, spots[0][1] - spots[0][0]))
    start = max(0, min(first - (room - (last - first)) // 2, len(sentence) - room))
    end = start + room
    return ("…" if start else "") + sentence[start:end] + ("…" if end < len(sentence) else "")


def _in_sentence(number: int, pattern: Pattern, unit: Unit, against: Sequence[Pattern]) -> Held | None:
    for sentence in unit.sentences:
        words = filled(pattern, f"{sentence}\n{unit.title}")
        if words and any(word in sentence for word in words) and not any(filled(other, sentence) for other in against):
            return Held(number, sentence, words)
    return None


# Units


def _units(passages: Sequence[Passage]) -> list[Unit]:
    pieces = [list(_pieces(passage)) for passage in passages]
    starts = [0, *accumulate(map(len, pieces))]
    result: list[Unit] = []
    above: list[int] = []
    for at, (passage, end) in enumerate(zip(passages, _ends(passages), strict=True)):
        above = [other for other in above if passages[other].level < passage.level]
        over = tuple(starts[other] for other in above)
        for index, sentences in enumerate(pieces[at]):
            title = "" if index else passage.place.title
            inner = range(0) if index else range(starts[at] + 1, starts[end])
            headings = (*over, starts[at]) if index else over
            result.append(Unit(passage.place, title, headings, inner, sentences, "\n".join((title, *sentences))))
        above.append(at)
    return result


def _ends(passages: Sequence[Passage]) -> list[int]:
    """For each passage, the number after the last one below it."""
    ends = [len(passages)] * len(passages)
    open_: list[int] = []
    for at, passage in enumerate(passages):
        while open_ and passages[open_[-1]].level >= passage.level:
            ends[open_.pop()] = at
        open_.append(at)
    return ends


def _pieces(passage: Passage) -> Iterator[tuple[str, ...]]:
    """The sentences of a passage, cut after about `PIECE` characters; at least one piece, which may be empty."""
    sentences: list[str] = []
    size, cut = 0, False
    for block in passage.blocks:
        own = list(_sentences(block))
        if sentences and size + sum(map(len, own)) > PIECE:
            yield tuple(sentences)
            sentences, size, cut = [], 0, True
        sentences.extend(own)
        size += sum(map(len, own))
    if sentences or not cut:
        yield tuple(sentences)


def _sentences(block: str | Table) -> Iterator[str]:
    """The sentences of a paragraph; of a table those of its cells, and each row of short cells as one."""
    if isinstance(block, str):
        yield from (match[0].strip() for match in _SENTENCE.finditer(block) if match[0].strip())
        return
    for row in block:
        cells = [cell.replace("\n", " ") for at, cell in enumerate(row) if cell and (not at or cell != row[at - 1])]
        label = cells[0] if cells and len(cells[0]) <= 20 else ""
        yield " ｜ ".join(cell for cell in cells if len(cell) <= 60)
        for cell in cells:
            if len(cell) > 60:
                yield from (f"{label}：{text}" if label else text for text in _sentences(cell))
