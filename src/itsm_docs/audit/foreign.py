"""Documents that we did not issue: which clauses of the standard may be answered where, by headings and wording.

Everything here is a suspicion for a person to confirm (疑似，需人工确认), with the words that raised it and a confidence; nothing
is ever stated as 已规定. Pure: passages in, values out. The words are data (`standard.wording`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from itsm_docs.audit.outline import outline
from itsm_docs.audit.passages import Passage, Place
from itsm_docs.audit.wordmatch import Document, Held, Unit, filled, quotation
from itsm_docs.standard import Clause, ClauseWording, KindWording, Need, Wording, wording

__all__ = ["HIGH", "LOW", "MEDIUM", "Suspected", "guess_kind", "outline", "suspect"]

HIGH, MEDIUM, LOW = 0.75, 0.5, 0.3
"""From these confidences on a suspicion is 高, 中, 低; what is below the last is not told."""
QUOTE = 40
"""The most characters of a quotation."""


@dataclass(frozen=True, slots=True)
class Suspected:
    """A clause that a passage may answer.

    `evidence` is a quotation of at most `QUOTE` characters that holds the `matched` words; where only the heading spoke for
    the clause, the heading. `confidence` runs from 0 to 1 in hundredths and tells how likely a person will agree that the
    passage speaks of the clause, not how well it answers.
    """

    clause: Clause
    place: Place
    evidence: str
    matched: tuple[str, ...]
    confidence: float

    @property
    def label(self) -> str:
        """高, 中 or 低."""
        return "高" if self.confidence >= HIGH else "中" if self.confidence >= MEDIUM else "低"


def suspect(passages: Sequence[Passage], clauses: Iterable[Clause], kind: str | None = None) -> list[Suspected]:
    """The clauses that a document may answer, each with its likeliest place, in the order of `clauses`.

    `kind` is the document kind where it is known or guessed: clauses that other kinds answer become less likely. Clauses
    that no document answers are passed over.
    """
    words, document = wording(), Document(passages)
    share = _relevance(document, words)
    found = []
    for clause in clauses:
        if not clause.needs or clause.id not in words.clauses:
            continue
        best = max(_matches(document, words.clauses[clause.id]), key=lambda match: match.raw, default=None)
        confidence = round(best.raw * share * _share_of_kind(clause, kind), 2) if best else 0
        if best and confidence >= LOW:
            found.append(Suspected(clause, best.unit.place, *best.evidence, confidence))
    return found


def guess_kind(passages: Sequence[Passage]) -> tuple[str, float] | None:
    """The document kind that a file most looks like, with a confidence from 0 to 1; None for a file of another field.

    Goes by the document's title and by words that are frequent in one kind.
    """
    if not passages:
        return None
    words, document = wording(), Document(passages)
    share, titles = _relevance(document, words), _titles(_front(passages), words.kinds)
    scores = {
        key: round(share * (TITLE * titles.get(key, 0.0) + (1 - TITLE) * _frequent(entry, document)), 2)
        for key, entry in words.kinds.items()
    }
    key, confidence = max(scores.items(), key=lambda item: item[1])
    return (key, confidence) if confidence >= LOW else None


# Weighing

OWN_TITLE, ONLY_VAGUE, VAGUE_TITLE, TITLE_ABOVE = 0.6, 0.45, 0.3, 0.3
"""What a heading gives: the passage's own; a word that other things go by as well (其它), alone or among others; one over
the passage."""
SENTENCES, VOCABULARY = 0.8, 0.3
"""The most that sentences and single words give."""
WITHOUT_TITLE = 0.74
"""The most that prose alone can give: it is never 高 without a heading."""
_FEW = 15
"""Characters; a section with fewer has a heading and nothing under it."""


@dataclass(frozen=True, slots=True)
class _Match:
    """What speaks for a clause in a unit, before the document and its kind are considered."""

    raw: float
    unit: Unit
    held: tuple[Held, ...]
    title_words: tuple[str, ...]

    @property
    def evidence(self) -> tuple[str, tuple[str, ...]]:
        """The quotation and its words: of the sentence with most of them, else the heading."""
        if not self.held:
            return quotation(self.unit.title, self.title_words, QUOTE), self.title_words
        inside = [(held.sentence, tuple(word for word in held.words if word in held.sentence)) for held in self.held]
        sentence, words = max(inside, key=lambda item: (len(item[1]), sum(map(len, item[1]))))
        quoted = quotation(sentence, words, QUOTE)
        return quoted, tuple(word for word in words if word in quoted)


def _matches(document: Document, words: ClauseWording) -> Iterator[_Match]:
    held, titles = document.held(words.texts, words.against), _Titles(document, words)
    for at, unit in enumerate(document.units):
        title, own = titles.weight(at, unit), held.get(at, [])
        if not (titles.named(at) or own):
            continue
        below = [item for inner in unit.inner for item in held.get(inner, ())] if titles.named(at) else []
        evidence = {item.number: item for item in (*reversed(below), *reversed(own))}
        if titles.named(at) and len(unit.text) - len(unit.title) < _FEW and not unit.inner:
            title *= 0.5
        sentences = SENTENCES * (1 - 0.5 ** len(evidence))
        known = sum(1 for word in words.words if at in document.where(word))
        vocabulary = VOCABULARY * (1.0 if title else 0.5) * min(1.0, known / 4)
        raw = 1 - (1 - title) * (1 - sentences) * (1 - vocabulary)
        raw = raw if title else min(raw, WITHOUT_TITLE)
        yield _Match(raw, unit, tuple(evidence[number] for number in sorted(evidence)), titles.words(at, unit))


class _Titles:
    """The headings of a document that speak of a clause."""

    def __init__(self, document: Document, words: ClauseWording) -> None:
        self._patterns = (*words.titles, *words.vague)
        against = document.titled(words.against)
        off = against | {at for at, unit in enumerate(document.units) if not against.isdisjoint(unit.above)}
        self._sure = document.titled(words.titles) - off
        self._vague = document.titled(words.vague) - off

    def named(self, at: int) -> bool:
        """Whether the own heading of a unit speaks of the clause."""
        return at in self._sure or at in self._vague

    def weight(self, at: int, unit: Unit) -> float:
        """What the headings of a unit give."""
        if at in self._sure:
            return OWN_TITLE
        if at in self._vague:
            return ONLY_VAGUE if len(unit.title) == sum(map(len, self.words(at, unit))) else VAGUE_TITLE
        return TITLE_ABOVE if not self._sure.isdisjoint(unit.above) else 0.0

    def words(self, at: int, unit: Unit) -> tuple[str, ...]:
        """The words of the own heading that speak of the clause."""
        return (
            next((own for pattern in self._patterns if (own := filled(pattern, unit.title))), ())
            if self.named(at)
            else ()
        )


def _share_of_kind(clause: Clause, kind: str | None) -> float:
    """What is left of the likelihood in a document of this kind."""
    if kind is None:
        return 1.0
    return {Need.MAIN: 1.0, Need.REFERS: 0.9, None: 0.75}[clause.needs.get(kind)]


def _relevance(document: Document, words: Wording) -> float:
    """How far the document is about information services at all: a lease has headings like those of a service contract."""
    counts = document.counts(words.field)
    dense = counts.total() / max(1.0, len(document.whole) / 1000)
    return 0.3 + 0.7 * min(1.0, len(counts) / 8, counts.total() / 10, dense / 5)


# The document's kind

TITLE = 0.6
"""The weight of the title; the rest is the words'."""


def _front(passages: Sequence[Passage]) -> list[str]:
    """The lines among which the title of a document is: the beginnings of those before the first heading, and that one."""
    lines = [block[:QUOTE] for block in passages[0].blocks[:10] if isinstance(block, str)]
    headings = [passage.place.title for passage in passages[:2] if 0 < passage.level <= 2]
    return [*(lines if passages[0].level == 0 else ()), *headings]


def _titles(front: Sequence[str], kinds: Mapping[str, KindWording]) -> dict[str, float]:
    """How surely the document's title names each kind: a long name at the end of a line is sure.

    A name within a longer one does not count: 服务等级协议 is no 协议 of another kind.
    """
    result: dict[str, float] = {}
    refused = {key for key, entry in kinds.items() if any(word in line for word in entry.against for line in front)}
    for line in front:
        found = [(key, name) for key, entry in kinds.items() for name in entry.titles if name in line]
        for key, name in found:
            if key not in refused and not any(name != other and name in other for _, other in found):
                ends = line.rstrip("书》） 0123456789").endswith(name)
                result[key] = max(result.get(key, 0.0), min(1.0, 0.5 + 0.08 * len(name) + 0.2 * ends))
    return result


def _frequent(entry: KindWording, document: Document) -> float:
    """The share of a kind's words that the document has."""
    return sum(1 for word in entry.words if document.where(word)) / len(entry.words)
