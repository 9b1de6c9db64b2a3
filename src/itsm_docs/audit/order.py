"""Order kept and order lost: what still follows each other in a list, so that the rest was moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T", int, str)


def longest_rising(values: Sequence[T]) -> set[T]:
    """The longest run of different values that still rise (patience sorting): all others, the fewest, were moved."""
    tails: list[T] = []
    ends: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [index]
        before.append(ends[at - 1] if at else -1)
    return set(_back(values, before, ends[-1] if ends else -1))


def _back(values: Sequence[T], before: Sequence[int], last: int) -> Iterator[T]:
    while last >= 0:
        yield values[last]
        last = before[last]
