"""Which article, paragraph or row of one text is which of another: equal ones first, then the most alike between them.

Keeps the order of both: what moved is gone at one place and new at another. Knows texts only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Pair: TypeAlias = tuple[int | None, int | None]
"""Indexes in the old and the new sequence; None where there is no counterpart."""

ALIKE = 0.5
"""Two texts with less in common are not the same text changed."""
_COMPARED = 400
"""Characters of a long text that are compared."""


def aligned(
    old: Sequence[T],
    new: Sequence[T],
    text: Callable[[T], str],
    alike: Callable[[T, T], float] | None = None,
) -> list[Pair]:
    """Pairs in the order of both sequences.

    `text` is what makes two items equal; `alike` (0 to 1) weighs two that are not, by default by their texts.
    """
    weigh = alike or (lambda one, other: likeness(text(one), text(other)))
    texts = [text(item) for item in old], [text(item) for item in new]
    pairs: list[Pair] = []
    for tag, i, j, k, m in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.extend((i + step, k + step) for step in range(j - i))
        else:
            pairs.extend(_between(old, new, range(i, j), range(k, m), weigh))
    return pairs


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def _between(
    old: Sequence[T], new: Sequence[T], left: range, right: range, weigh: Callable[[T, T], float]
) -> Iterator[Pair]:
    """The pairs of two stretches that have no equal items: those that together are most alike."""
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    weights = [[weigh(old[i], new[k]) for k in right] for i in left]
    for i in range(len(left) - 1, -1, -1):
        for k in range(len(right) - 1, -1, -1):
            together = best[i + 1][k + 1] + weights[i][k] if weights[i][k] >= ALIKE else 0.0
            best[i][k] = max(together, best[i + 1][k], best[i][k + 1])
    i = k = 0
    while i < len(left) and k < len(right):
        if weights[i][k] >= ALIKE and best[i][k] == best[i + 1][k + 1] + weights[i][k]:
            yield left[i], right[k]
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            yield left[i], None
            i += 1
        else:
            yield None, right[k]
            k += 1
    yield from ((one, None) for one in left[i:])
    yield from ((None, one) for one in right[k:])
