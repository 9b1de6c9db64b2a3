"""One clause of the standard as a record: how strong it is, which documents answer it, and when it applies."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Modality(StrEnum):
    """The strength of a clause by its modal word (GB/T 1.1): 应 requires, 宜 recommends, 可 permits."""

    SHALL = "shall"
    SHOULD = "should"
    MAY = "may"

    @property
    def label(self) -> str:
        """The modal word itself: 应, 宜 or 可."""
        return {"shall": "应", "should": "宜", "may": "可"}[self.value]


class Need(StrEnum):
    """What a document owes a clause: the answer in full, or one sentence that points to where the answer is."""

    MAIN = "main"
    REFERS = "refers"

    @property
    def label(self) -> str:
        """主答 or 引用."""
        return {"main": "主答", "refers": "引用"}[self.value]

    @property
    def mark(self) -> str:
        """The sign in tables: ● or ○."""
        return {"main": "●", "refers": "○"}[self.value]


@dataclass(frozen=True, slots=True)
class Applies:
    """The engagements that a clause is for; an empty part sets no condition.

    `categories` are numbers of table 1 (``"02"``), `modes` and `regimes` the engagement's own words for them.
    `otherwise` says what the documents write when the condition does not hold; without it they need no word about it.
    """

    categories: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    otherwise: str | None = None

    def holds(self, categories: Iterable[str] = (), mode: str | None = None, regime: str | None = None) -> bool:
        """Whether an engagement of these categories, mode and regime is meant."""
        return (
            (not self.categories or not set(self.categories).isdisjoint(categories))
            and (not self.modes or mode in self.modes)
            and (not self.regimes or regime in self.regimes)
        )


ALWAYS = Applies()
NOTHING: Mapping[str, Need] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Variant:
    """Other needs of a clause for the engagements that a condition names."""

    applies: Applies
    needs: Mapping[str, Need]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause or list item.

    `id` is the clause number with list letters (``7.1.2.3-c``) or the number of a split sentence (``7.1.1-2``);
    `title` is the standard's own heading where it has one; `paraphrase` is ours. `implied` tells that the text carries
    no modal word and `modality` is our reading. `needs` maps document kinds; when it is empty, `reason` says why no
    document answers. `note` is what a drafter must not miss. `parent` is the lead-in's id.
    """

    id: str
    title: str
    modality: Modality
    paraphrase: str
    implied: bool = False
    needs: Mapping[str, Need] = field(default_factory=lambda: NOTHING, hash=False)
    applies: Applies = ALWAYS
    variants: tuple[Variant, ...] = field(default=(), hash=False)
    reason: str | None = None
    note: str | None = None
    parent: str | None = None

    @property
    def modality_label(self) -> str:
        """应, 宜 or 可; in brackets when the text has no modal word."""
        return f"（{self.modality.label}）" if self.implied else self.modality.label

    def needs_in(
        self, categories: Iterable[str] = (), mode: str | None = None, regime: str | None = None
    ) -> Mapping[str, Need]:
        """What each document kind owes this clause in such an engagement.

        Empty when the clause does not apply, unless it says what to do `otherwise`: then the documents owe that.
        """
        chosen = tuple(categories)
        if not self.applies.holds(chosen, mode, regime) and self.applies.otherwise is None:
            return NOTHING
        for variant in self.variants:
            if variant.applies.holds(chosen, mode, regime):
                return variant.needs
        return self.needs

    def modality_in(
        self, categories: Iterable[str] = (), mode: str | None = None, regime: str | None = None
    ) -> Modality:
        """How strong the clause is in such an engagement: what is only owed `otherwise` is never a requirement."""
        if self.modality is Modality.SHALL and not self.applies.holds(categories, mode, regime):
            return Modality.SHOULD
        return self.modality
