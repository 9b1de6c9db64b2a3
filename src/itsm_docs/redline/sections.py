"""Which sections changed between two versions, by number and title.

Copies of one issue are matched by their bookmarks; other versions by titles, then by clauses, then by wording. Matching
may miss a section that was renamed, moved and rewritten at once: it then counts as removed and as added.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from itsm_docs.audit.order import longest_rising
from itsm_docs.redline.result import SectionChange, SectionState
from itsm_docs.trace.reader import Section

ALIKE = 0.6
"""From this share of common text on, a section between the same neighbours is the same one under another title."""

Key: TypeAlias = str | tuple[str | int | None, ...]
"""What a section may be known by."""
Match: TypeAlias = dict[int, int]
"""Index of a new section → index of the old one."""


def section_changes(before: Sequence[Section], after: Sequence[Section], *, one_issue: bool) -> Iterator[SectionChange]:
    """The sections that changed, in the new document's order; removed ones where they stood.

    Both are the sections that are there, in order; `one_issue` tells that they come from copies of one issued document.
    """
    match = _matched(before, after, one_issue=one_issue)
    moved = _moved(match)
    origins = set(match.values())
    at = 0
    for index, section in enumerate(after):
        origin = match.get(index)
        if origin is not None and index not in moved:
            yield from (_removed(before[i]) for i in range(at, origin) if i not in origins)
            at = max(at, origin + 1)
        if origin is None:
            yield SectionChange(SectionState.ADDED, section.number, section.title, section.clauses)
        else:
            yield from _compared(before[origin], section, moved=index in moved)
    yield from (_removed(before[i]) for i in range(at, len(before)) if i not in origins)


def _removed(section: Section) -> SectionChange:
    return SectionChange(SectionState.REMOVED, section.number, section.title, section.clauses)


def _compared(old: Section, new: Section, *, moved: bool) -> Iterator[SectionChange]:
    was = f"{old.number} {old.title}".strip() if moved or old.title != new.title else ""
    clauses = new.clauses or old.clauses
    if moved:
        yield SectionChange(SectionState.MOVED, new.number, new.title, clauses, was)
    if (old.title, old.text, old.figures) != (new.title, new.text, new.figures):
        yield SectionChange(SectionState.EDITED, new.number, new.title, clauses, "" if moved else was)


# Matching


def _matched(old: Sequence[Section], new: Sequence[Section], *, one_issue: bool) -> Match:
    match: Match = {}
    if one_issue:
        _match_unique(match, old, new, lambda section: section.bookmark)
    _match_in_order(match, old, new)
    _match_unique(match, old, new, lambda section: (_plain(section.title), section.level))
    _match_unique(match, old, new, lambda section: section.clauses)
    _match_alike(match, old, new)
    return match


def _match_unique(match: Match, old: Sequence[Section], new: Sequence[Section], key: Callable[[Section], Key]) -> None:
    """Match sections that alone have their key on either side; an empty key is none."""
    ours, theirs = _by_key(old, match.values(), key), _by_key(new, match, key)
    for name, indexes in theirs.items():
        if name and len(indexes) == 1 and len(ours.get(name, ())) == 1:
            match[indexes[0]] = ours[name][0]


def _by_key(sections: Sequence[Section], taken: Iterable[int], key: Callable[[Section], Key]) -> dict[Key, list[int]]:
    done = set(taken)
    found: dict[Key, list[int]] = defaultdict(list)
    for index, section in enumerate(sections):
        if index not in done:
            found[key(section)].append(index)
    return found


def _match_in_order(match: Match, old: Sequence[Section], new: Sequence[Section]) -> None:
    """Match sections of one title and level that follow each other in one order."""
    left = [i for i in range(len(old)) if i not in set(match.values())]
    right = [i for i in range(len(new)) if i not in match]
    titles = [[(_plain(section.title), section.level) for section in side] for side in (old, new)]
    matcher = SequenceMatcher(None, [titles[0][i] for i in left], [titles[1][i] for i in right], autojunk=False)
    for block in matcher.get_matching_blocks():
        match.update((right[block.b + n], left[block.a + n]) for n in range(block.size))


def _match_alike(match: Match, old: Sequence[Section], new: Sequence[Section]) -> None:
    """Match what is left between the same neighbours and reads alike: it was renamed."""
    taken = set(match.values())
    for index, section in enumerate(new):
        if index in match:
            continue
        start = match.get(index - 1, -1) + 1
        for origin in range(start, len(old)):
            if origin in taken:
                break
            if _alike(old[origin], section):
                match[index] = origin
                taken.add(origin)
                break


def _alike(old: Section, new: Section) -> bool:
    if old.level != new.level or not (old.text and new.text):
        return False
    matcher = SequenceMatcher(None, old.text, new.text, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _plain(title: str) -> str:
    return re.sub(r"\W+", "", title)


def _moved(match: Match) -> set[int]:
    """The new sections that stand in another order than their origins: the fewest that explain it."""
    stayed = longest_rising([match[index] for index in sorted(match)])
    return {index for index, origin in match.items() if origin not in stayed}
