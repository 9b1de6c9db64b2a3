"""What became of the values: changed by hand, gone, and at odds with what other documents of the set still print.

Values are compared as printed. Two places that print one path are at odds when only one of them was changed, or both
were, to different values. Numbers in running text are for `prose`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from itsm_docs.audit.papers import Paper
from itsm_docs.audit.result import FactResult, FactState
from itsm_docs.audit.titles import title
from itsm_docs.trace.reader import Fact, State


@dataclass(frozen=True)
class Facts:
    """The facts of all papers."""

    papers: Sequence[Paper]

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The value of each path as issued; those of headers and of every other place agree."""
        return {fact.path: fact.issued for paper in self.papers for fact in paper.facts if fact.issued is not None}

    @cached_property
    def by_path(self) -> Mapping[str, list[tuple[Paper, Fact]]]:
        """The places of each path, over all papers."""
        found: dict[str, list[tuple[Paper, Fact]]] = {}
        for paper in self.papers:
            for fact in paper.facts:
                found.setdefault(fact.path, []).append((paper, fact))
        return found

    def result(self, paper: Paper, fact: Fact, state: FactState) -> FactResult:
        """What is said of a fact."""
        return FactResult(
            fact.path,
            title(fact.path, self.values),
            paper.kind,
            paper.shown,
            paper.place(paper.by_bookmark.get(fact.section), fact.table),
            state,
            fact.issued,
            fact.value,
        )

    def changed(self) -> Iterator[FactResult]:
        """Each value that differs from the issued one, once for each section or table in which it stands."""
        for paper in self.papers:
            told = set()
            for fact in paper.facts:
                place = (fact.path, fact.section, fact.table, fact.value)
                if fact.state is State.EDITED and place not in told:
                    told.add(place)
                    yield self.result(paper, fact, FactState.CHANGED)

    def gone(self) -> Iterator[tuple[FactResult, int]]:
        """Values that are gone from sections which are there, with how many of the same item and section are."""
        for paper in self.papers:
            groups: dict[tuple[str, str], list[Fact]] = {}
            for fact in paper.facts:
                if self._is_gone(paper, fact):
                    groups.setdefault((fact.section, fact.path.rpartition(".")[0]), []).append(fact)
            for facts in groups.values():
                yield self.result(paper, facts[0], FactState.REMOVED), len(facts)

    def unmarked(self) -> Iterator[tuple[FactResult, int]]:
        """Values that stand without their control, by section, with how many there are."""
        for paper in self.papers:
            groups: dict[str, list[Fact]] = {}
            for fact in paper.facts:
                if fact.bookmark in paper.unmarked:
                    groups.setdefault(fact.section, []).append(fact)
            for facts in groups.values():
                yield self.result(paper, facts[0], FactState.UNMARKED), len(facts)

    def at_odds(self) -> Iterator[tuple[FactResult, FactResult]]:
        """Places that still print the issued value, or another new one, each with the change that it is at odds with."""
        for places in self.by_path.values():
            changed = [(paper, fact) for paper, fact in places if fact.state is State.EDITED]
            if not changed:
                continue
            first = self.result(*changed[0], FactState.CHANGED)
            told = {(changed[0][0].shown, changed[0][1].section, changed[0][1].table)}
            for paper, fact in places:
                place = (paper.shown, fact.section, fact.table)
                if place not in told and self._disagrees(paper, fact, changed[0][1]):
                    told.add(place)
                    yield self.result(paper, fact, FactState.CONTRADICTS), first

    def _disagrees(self, paper: Paper, fact: Fact, changed: Fact) -> bool:
        if fact.state is State.UNCHANGED or fact.bookmark in paper.unmarked:
            return True
        return fact.state is State.EDITED and fact.issued == changed.issued and fact.value != changed.value

    def _is_gone(self, paper: Paper, fact: Fact) -> bool:
        if fact.state is not State.REMOVED or fact.bookmark in paper.unmarked:
            return False
        home = paper.by_bookmark.get(fact.section)
        return home is None or (home.state is not State.REMOVED and paper.emptied(home) is None)
