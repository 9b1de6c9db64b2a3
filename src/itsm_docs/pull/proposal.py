"""What was changed in a returned document and could go back into the inputs; and what could not, with the reason.

Pure: compares a read document with a loaded project and writes nothing. Where a value would be written is for `targets`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from itsm_docs.audit.facts import Facts
from itsm_docs.audit.papers import Paper
from itsm_docs.audit.titles import title
from itsm_docs.findings import DataPath, Finding, Where, finding
from itsm_docs.inputs import Loaded
from itsm_docs.model import Engagement
from itsm_docs.pull.advice import instead_of
from itsm_docs.pull.leaves import Leaf, Leaves, Printed, trail_of
from itsm_docs.pull.solving import solved
from itsm_docs.pull.wording import Unread, in_words, kept, printing, read_back, showing, shown
from itsm_docs.trace.reader import Fact, State


@dataclass(frozen=True, slots=True)
class Change:
    """A value that can go back.

    `path` is the path that the document prints, `leaf` the value of the inputs behind it, `value` what it becomes.
    `issued`, `returned` and `current` are texts as the document prints them: at issue, as returned, from the inputs now.
    `conflict` tells that the inputs were changed to something else since issue. `places` are where it was changed;
    `left` is how many more places of the document still print the issued value.
    """

    path: str
    trail: str
    leaf: Leaf
    value: Any
    issued: str
    returned: str
    current: str
    places: tuple[str, ...]
    left: int = 0

    @property
    def conflict(self) -> bool:
        """Whether the inputs say something that is neither what was issued nor what came back."""
        return self.current != self.issued


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a returned document proposes: changes, what stays out and why, and how many values the inputs have already."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    settled: int = 0


@dataclass(slots=True)
class _Edit:
    """A path that was changed from one text to another, at one place or several."""

    path: str
    issued: str
    returned: str
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reading:
    """An edit with the leaf and the value that it means."""

    edit: _Edit
    leaf: Leaf
    value: Any
    current: str


def propose(paper: Paper, loaded: Loaded[Engagement]) -> Proposal:
    """What the paper's changed values mean for the project."""
    return _Proposing(paper, loaded.engagement).run()


class _Proposing:
    def __init__(self, paper: Paper, engagement: Engagement) -> None:
        self._paper = paper
        self._engagement = engagement
        self._leaves = Leaves(engagement)
        self._titles = Facts([paper]).values
        self._findings: list[Finding] = []
        self._settled = 0

    def run(self) -> Proposal:
        """Every edit read, then those of one value held against each other."""
        readings: dict[DataPath, list[_Reading]] = {}
        for edit in self._edits():
            if (reading := self._read(edit)) is not None:
                readings.setdefault(reading.leaf.path, []).append(reading)
        changes = [change for group in readings.values() if (change := self._change(group)) is not None]
        for gone, count in Facts([self._paper]).gone():
            more = f"等 {count} 处" if count > 1 else ""
            self._findings.append(
                finding(
                    "PL208", Where(self._paper.shown, place=gone.place), title=gone.title + more, issued=gone.issued
                )
            )
        return Proposal(tuple(changes), tuple(self._findings), self._settled)

    # What was changed

    def _edits(self) -> Iterator[_Edit]:
        """The edits in the document's order; a value that now stands twice, differently, was copied and is none."""
        found: dict[tuple[str, str, str], _Edit] = {}
        copied = set(self._copied())
        for fact in self._paper.facts:
            if fact.state is not State.EDITED or fact.value is None or fact.issued is None:
                continue
            if fact.bookmark in copied:
                self._report("PL210", _Edit(fact.path, fact.issued, fact.value, [fact]))
                continue
            key = (fact.path, fact.issued, fact.value)
            found.setdefault(key, _Edit(*key)).facts.append(fact)
        yield from found.values()

    def _copied(self) -> Iterator[str]:
        values: dict[str, set[str | None]] = {}
        for fact in self._paper.facts:
            if fact.bookmark is not None:
                values.setdefault(fact.bookmark, set()).add(fact.value)
        yield from (bookmark for bookmark, texts in values.items() if len(texts) > 1)

    # What it means

    def _read(self, edit: _Edit) -> _Reading | None:
        printed = self._meant(edit)
        if printed is None:
            return None
        if printed.leaf is None:
            return self._solve(edit, printed)
        leaf = printed.leaf
        now = showing(leaf.value, edit.issued, leaf.shape)
        names = now or printing(leaf, edit.issued)
        if not now and set(names) & set(showing(leaf.value, edit.returned, leaf.shape)):
            self._settled += 1
            return None
        value = read_back(leaf, edit.returned, names)
        if isinstance(value, Unread):
            self._report(value.code, edit, why=value.why)
            return None
        return _Reading(
            edit, leaf, kept(value, leaf.value, edit.issued), edit.issued if now else in_words(leaf.value, names[0])
        )

    def _meant(self, edit: _Edit) -> Printed | None:
        """The one thing that the path leads to; of several with the same key, the one that prints as it was issued."""
        found = self._leaves.find(edit.path)
        if not found:
            self._report("PL202", edit, path=edit.path)
            return None
        if len(found) > 1 and any(one.leaf is not None for one in found):
            found = [one for one in found if _shows(one, edit.issued)]
            if len(found) != 1:
                self._report("PL203", edit)
                return None
        return found[0]

    def _solve(self, edit: _Edit, printed: Printed) -> _Reading | None:
        """A computed text: settled, or the one value of its record that must have changed."""
        now = shown(printed.value)
        if now == edit.returned:
            self._settled += 1
            return None
        computed = printed.computed
        found = solved(self._leaves, computed, edit.issued, edit.returned) if computed else None
        if found is not None:
            return _Reading(edit, *found, edit.issued)
        how = computed.field.description or computed.field.title if computed else ""
        self._report("PL201", edit, hint=instead_of(edit.path) or None, how=f"（{how}）" if how else "")
        return None

    def _change(self, group: Sequence[_Reading]) -> Change | None:
        """The change that the readings of one leaf agree on."""
        first, facts = group[0], [fact for reading in group for fact in reading.edit.facts]
        if any(reading.value != first.value for reading in group):
            texts = "、".join(dict.fromkeys(reading.edit.returned for reading in group))
            self._report("PL207", _Edit(first.edit.path, first.edit.issued, texts, facts))
            return None
        paths = {reading.edit.path for reading in group}
        left = sum(
            fact.state is State.UNCHANGED and fact.path in paths and fact.issued == first.edit.issued
            for fact in self._paper.facts
        )
        return Change(
            first.edit.path,
            trail_of(self._engagement, first.leaf.path),
            first.leaf,
            first.value,
            first.edit.issued,
            first.edit.returned,
            first.current,
            tuple(self._places(facts)),
            left,
        )

    # Words

    def _places(self, facts: Iterable[Fact]) -> list[str]:
        sections = self._paper.by_bookmark
        return list(dict.fromkeys(self._paper.place(sections.get(fact.section), fact.table) for fact in facts))

    def _report(self, code: str, edit: _Edit, *, hint: str | None = None, **words: str) -> None:
        where = Where(self._paper.shown, place="；".join(self._places(edit.facts)))
        name = title(edit.path, self._titles)
        found = finding(code, where, hint=hint, title=name, issued=edit.issued, returned=edit.returned, **words)
        self._findings.append(found)


def _shows(printed: Printed, text: str) -> bool:
    if printed.leaf is None:
        return shown(printed.value) == text
    return bool(showing(printed.value, text, printed.leaf.shape))
