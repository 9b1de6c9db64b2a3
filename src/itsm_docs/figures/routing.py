"""Lines between boxes: right-angled, around everything that is in the way, with the fewest bends and crossings.

For every link all ways through given tracks are tried and the cheapest is taken; then each is tried once more with
the others in place. Small figures only: the search is plain and deterministic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from itsm_docs.figures.shapes import Box, Point, Site

CLEARANCE = 2.5
"""How near a line may come to a box that it does not belong to, in points."""
LEAST_START, LEAST_END = 4.0, 6.0
"""The shortest first and last piece of a line: the last one carries the arrow."""
_APART = 2.4
_BEND, _CROSSING, _LENGTH, _OVERLAP, _SHARED, _MIXED, _FORKED, _BLOCKED = 12.0, 16.0, 0.06, 400.0, 4.0, 60.0, 200.0, 5000.0
_DISTANT_TOP = 2.0

Path = tuple[Point, ...]
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Link:
    """A wanted line between two boxes, with the sites it may use and what each costs beside its length."""

    start: str
    end: str
    leaves: Mapping[Site, float] = field(default_factory=dict)
    enters: Mapping[Site, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """A line as it was laid."""

    link: Link
    leaves: Site
    enters: Site
    points: Path

    @property
    def segments(self) -> list[Segment]:
        """Its straight pieces."""
        return list(pairwise(self.points))


class Router:
    """Lays lines among `boxes`, on the vertical tracks `xs` and the horizontal ones `ys`."""

    def __init__(self, boxes: Sequence[Box], xs: Sequence[float], ys: Sequence[float]) -> None:
        self._boxes = {box.key: box for box in boxes}
        self._xs, self._ys = tuple(xs), tuple(ys)

    def routes(self, links: Sequence[Link]) -> list[Route]:
        """The lines in the order of the links."""
        laid: dict[int, Route] = {}
        for _ in range(3):
            for number, link in enumerate(links):
                laid.pop(number, None)
                laid[number] = min(self._ways(link), key=lambda way: self._cost(way, laid.values()))
        return [laid[number] for number in range(len(links))]

    # Ways

    def _ways(self, link: Link) -> Iterator[Route]:
        for leaves in link.leaves:
            for enters in link.enters:
                for points in self._paths(link, leaves, enters):
                    route = Route(link, leaves, enters, points)
                    if _leads(route):
                        yield route

    def _paths(self, link: Link, leaves: Site, enters: Site) -> Iterator[Path]:
        start, end = self._boxes[link.start].site(leaves), self._boxes[link.end].site(enters)
        if leaves.across and enters.across:
            if abs(start[1] - end[1]) < 0.01:
                yield (start, end)
            yield from ((start, (x, start[1]), (x, end[1]), end) for x in self._xs)
        elif leaves.across:
            yield (start, (end[0], start[1]), end)
            for x in self._xs:
                yield from ((start, (x, start[1]), (x, y), (end[0], y), end) for y in self._near(end[1]))
        elif enters.across:
            yield (start, (start[0], end[1]), end)
            for x in self._xs:
                yield from ((start, (start[0], y), (x, y), (x, end[1]), end) for y in self._near(start[1]))
        else:
            if abs(start[0] - end[0]) < 0.01:
                yield (start, end)
            yield from ((start, (start[0], y), (end[0], y), end) for y in self._ys)
            for out in self._near(start[1]):
                for into in self._near(end[1]):
                    yield from (
                        (start, (start[0], out), (x, out), (x, into), (end[0], into), end) for x in self._xs
                    )

    def _near(self, y: float) -> list[float]:
        """The tracks just above and below."""
        return sorted(sorted(self._ys, key=lambda track: abs(track - y))[:4])

    # Cost

    def _cost(self, route: Route, others: Iterator[Route] | Sequence[Route] | object) -> float:
        link = route.link
        cost = _BEND * (len(route.points) - 2) + link.leaves[route.leaves] + link.enters[route.enters]
        cost += sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in route.segments) * _LENGTH
        cost += self._blocked(route)
        for other in others:  # type: ignore[attr-defined]
            cost += _between(route, other)
        return cost

    def _blocked(self, route: Route) -> float:
        """What it costs to run through boxes: more than anything else."""
        cost = 0.0
        last = len(route.points) - 2
        for number, segment in enumerate(route.segments):
            for key, box in self._boxes.items():
                own = (key == route.link.start and number == 0) or (key == route.link.end and number == last)
                if not own and crosses(segment, box, CLEARANCE):
                    cost += _BLOCKED
        return cost


def crosses(segment: Segment, box: Box, clearance: float = 0.0) -> bool:
    """Whether a straight piece runs through a box, or nearer to it than `clearance`."""
    (x1, y1), (x2, y2) = segment
    return (
        min(x1, x2) < box.right + clearance
        and max(x1, x2) > box.x - clearance
        and min(y1, y2) < box.bottom + clearance
        and max(y1, y2) > box.y - clearance
    )


def _leads(route: Route) -> bool:
    """Whether it leaves and enters from outside, and every piece has a length."""
    segments = route.segments
    first, last = segments[0], segments[-1]
    out, into = route.leaves.outward, route.enters.outward
    ahead = (first[1][0] - first[0][0]) * out[0] + (first[1][1] - first[0][1]) * out[1]
    back = (last[0][0] - last[1][0]) * into[0] + (last[0][1] - last[1][1]) * into[1]
    lengths = (abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in segments)
    return ahead >= LEAST_START and back >= LEAST_END and all(length > 1.0 for length in lengths)


def _between(route: Route, other: Route) -> float:
    """What two lines cost each other: crossings, common pieces, common sites."""
    cost = _sites(route, other)
    joined = route.link.end == other.link.end and route.enters == other.enters
    for one in route.segments:
        for two in other.segments:
            if _common(one, two) > 1.0:
                cost += _SHARED if joined else _OVERLAP
            elif _cut(one, two):
                cost += _CROSSING
    return cost


def _sites(route: Route, other: Route) -> float:
    cost = 0.0
    mine, theirs = (route.link.start, route.leaves), (other.link.start, other.leaves)
    if mine == theirs:
        cost += _FORKED
    if mine == (other.link.end, other.enters):
        cost += _MIXED
    if theirs == (route.link.end, route.enters):
        cost += _MIXED
    return cost


def _upright(segment: Segment) -> bool:
    return abs(segment[0][0] - segment[1][0]) < abs(segment[0][1] - segment[1][1])


def _common(one: Segment, two: Segment) -> float:
    """How far two parallel pieces run on top of each other, or too near to be told apart."""
    if _upright(one) != _upright(two):
        return 0.0
    along, across = (1, 0) if _upright(one) else (0, 1)
    if abs(one[0][across] - two[0][across]) >= _APART:
        return 0.0
    low = max(min(one[0][along], one[1][along]), min(two[0][along], two[1][along]))
    return min(max(one[0][along], one[1][along]), max(two[0][along], two[1][along])) - low


def _cut(one: Segment, two: Segment) -> bool:
    if _upright(one) == _upright(two):
        return False
    up, flat = (one, two) if _upright(one) else (two, one)
    x, y = up[0][0], flat[0][1]
    return (
        min(flat[0][0], flat[1][0]) - 0.5 < x < max(flat[0][0], flat[1][0]) + 0.5
        and min(up[0][1], up[1][1]) - 0.5 < y < max(up[0][1], up[1][1]) + 0.5
    )
