"""How Word counts: from list definitions and a run of paragraphs to the number in front of each.

Plain values that can be pickled, no XML: `numbering` reads them from a document. The counter counts what it is shown,
so feed it the paragraphs of one story in order.
Source: ECMA-376 part 1, 17.9; what Word does where the text is silent is said at the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from itsm_docs.ooxml.formats import numeral

LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_UNCOUNTED = frozenset({"none", "bullet"})


@dataclass(frozen=True, slots=True)
class Label:
    """The automatic number of a paragraph: `text` as shown, and what follows it (``tab``, ``space`` or ``nothing``)."""

    text: str
    suffix: str

    @property
    def cited(self) -> str:
        """The number as a REF field with ``\\n`` or ``\\r`` shows it: without a full stop at the end (17.16.5.51)."""
        return self.text.rstrip(".")

    @property
    def lead(self) -> str:
        """The number with its separator, as plain text has it in front of the paragraph."""
        return self.text + {"tab": "\t", "space": " "}.get(self.suffix, "")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list definition (17.9.6). `indent` holds the attributes of its ``w:ind``, `run` its run properties."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    indent: tuple[tuple[str, str], ...] = ()
    run: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """One ``w:num``: the definition it counts in, the starts it sets anew, the levels it replaces."""

    abstract: int
    starts: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StyleNumber:
    """The numbering that a paragraph style brings along, found through its ``basedOn`` chain."""

    num_id: int
    level: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """Everything that decides the numbers of a document."""

    abstracts: Mapping[int, Mapping[int, Level]] = field(default_factory=dict)
    instances: Mapping[int, Instance] = field(default_factory=dict)
    styles: Mapping[str, StyleNumber] = field(default_factory=dict)
    default_style: str | None = None

    def counter(self) -> Counter:
        """A new count, all levels at their start."""
        return Counter(self)

    def resolve(self, style_id: str | None, num_id: int | None, ilvl: int | None) -> tuple[int, int] | None:
        """The instance and level of a paragraph from its style and its own ``w:numPr`` (None where it has none)."""
        by_style = self.styles.get(style_id or self.default_style or "")
        if num_id is None:
            return None if by_style is None else (by_style.num_id, by_style.level if ilvl is None else ilvl)
        if num_id not in self.instances:
            return None  # 0 switches a style's numbering off; any other unknown id shows no number either
        if ilvl is None:
            ilvl = by_style.level if by_style is not None else 0
        return num_id, ilvl

    def level(self, num_id: int, ilvl: int) -> Level | None:
        """The level that an instance uses, its own replacement first."""
        instance = self.instances.get(num_id)
        if instance is None:
            return None
        return instance.levels.get(ilvl) or self.abstracts.get(instance.abstract, {}).get(ilvl)

    def abstract_of_style(self, style_id: str) -> int | None:
        """The list definition behind a list style such as ``ListNumber``, for `add_instance`."""
        number = self.styles.get(style_id)
        instance = self.instances.get(number.num_id) if number else None
        return instance.abstract if instance else None


class Counter:
    """The running count over the paragraphs of one story, in document order."""

    __slots__ = ("_counts", "_numbering", "_seen")

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[int, list[int | None]] = {}
        self._seen: set[int] = set()

    def label(self, style_id: str | None = None, num_id: int | None = None, ilvl: int | None = None) -> Label | None:
        """Count one paragraph and give its number, or None when it has none.

        `num_id` and `ilvl` are the paragraph's own ``w:numPr``, `style_id` its ``w:pStyle``.
        """
        place = self._numbering.resolve(style_id, num_id, ilvl)
        level = self._numbering.level(*place) if place else None
        if place is None or level is None:
            return None
        instance = self._numbering.instances[place[0]]
        counts = self._counts.setdefault(instance.abstract, [None] * LEVELS)
        self._begin(place[0], instance, counts)
        self._count(place, counts)
        text = self._text(place[0], level, counts)
        return Label(text, level.suffix) if text else None

    def _begin(self, num_id: int, instance: Instance, counts: list[int | None]) -> None:
        """Instances of one definition share its count; only a start of their own begins anew, and only once (17.9.26)."""
        if num_id not in self._seen:
            self._seen.add(num_id)
            for ilvl in instance.starts:
                counts[ilvl] = None

    def _count(self, place: tuple[int, int], counts: list[int | None]) -> None:
        num_id, ilvl = place
        current = counts[ilvl]
        counts[ilvl] = self._start(num_id, ilvl) if current is None else current + 1
        for deeper in range(ilvl + 1, LEVELS):
            level = self._numbering.level(num_id, deeper)
            restart = level.restart if level else None
            # 17.9.10: by default after any higher level; 0 never; n only after level n (counted from 1) or higher.
            if restart is None or ilvl < restart:
                counts[deeper] = None

    def _start(self, num_id: int, ilvl: int) -> int:
        instance = self._numbering.instances[num_id]
        level = self._numbering.level(num_id, ilvl)
        return instance.starts.get(ilvl, level.start if level else 1)

    def _text(self, num_id: int, level: Level, counts: list[int | None]) -> str:
        def shown(match: re.Match[str]) -> str:
            ilvl = int(match.group(1)) - 1
            part = self._numbering.level(num_id, ilvl) or Level()
            count = counts[ilvl]
            # A level that has not been used yet shows its start, as in a list whose first item is on level two.
            number = self._start(num_id, ilvl) if count is None else count
            plain = level.legal and part.number_format not in _UNCOUNTED
            return numeral(number, "decimal" if plain else part.number_format)

        return _PLACEHOLDER.sub(shown, level.text)
