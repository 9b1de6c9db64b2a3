"""Lines between boxes: right-angled, around everything that is in the way, with the fewest bends and crossings.

For every link all ways through given tracks are tried and the cheapest is taken; then each is tried once more with
the others in place. Small figures only: the search is plain and deterministic.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from itsm_docs.figures.shapes import Box, Point, Site

CLEARANCE = 2.5
"""How near a line may come to a box that it does not belong to, in points."""
LEAST_START, LEAST_END = 4.0, 6.0
"""The shortest first and last piece of a line: the last one carries the arrow."""
_APART = 2.4
_LEVEL = 0.01
_MOST_BENDS = 4
_BEND, _CROSSING, _LENGTH = 14.0, 13.0, 0.08
_OVERLAP, _SHARED, _MIXED, _FORKED, _BLOCKED = 400.0, 4.0, 60.0, 200.0, 5000.0
"""Lines on top of each other, lines that join on the way to one site, a site that one line leaves and another enters,
two lines from one site, and a line through a box: worse than all others."""

Path = tuple[Point, ...]
Segment = tuple[Point, Point]
Tracks = tuple[float, ...]


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

    def __init__(self, boxes: Sequence[Box], xs: Sequence[float], ys: Sequence[float], *, reach: int = 4) -> None:
        """`reach` is how many horizontal tracks on either end are tried where a line bends twice on its way."""
        self._boxes = {box.key: box for box in boxes}
        self._xs, self._ys, self._reach = tuple(xs), tuple(ys), reach

    def routes(self, links: Sequence[Link], fixed: Sequence[Route] = ()) -> list[Route]:
        """The lines in the order of the links; `fixed` ones are there already."""
        laid: dict[int, Route] = dict(enumerate(fixed, len(links)))
        for _ in range(3):
            for number, link in enumerate(links):
                laid.pop(number, None)
                laid[number] = self._cheapest(link, tuple(laid.values()))
        return [laid[number] for number in range(len(links))]

    def _cheapest(self, link: Link, others: Sequence[Route]) -> Route:
        """The best way; ways with more bends are tried only while they can still be better."""
        best: Route | None = None
        least = math.inf
        for bends in range(_MOST_BENDS + 1):
            if bends * _BEND >= least:
                break
            ways = [(_plain_cost(way), number, way) for number, way in enumerate(self._ways(link, bends))]
            for cost, _, way in sorted(ways):
                if cost >= least:
                    break
                cost = self._whole_cost(way, cost, others, least)
                if cost < least:
                    best, least = way, cost
        if best is None:
            raise ValueError(f"no way from {link.start} to {link.end}")
        return best

    # Ways

    def _ways(self, link: Link, bends: int) -> Iterator[Route]:
        for leaves in link.leaves:
            for enters in link.enters:
                start, end = self._boxes[link.start].site(leaves), self._boxes[link.end].site(enters)
                for points in self._paths(start, end, (leaves.across, enters.across), bends):
                    route = Route(link, leaves, enters, points)
                    if _leads(route):
                        yield route

    def _paths(self, start: Point, end: Point, across: tuple[bool, bool], bends: int) -> Iterator[Path]:
        """The corners of every way with so many bends, `across` where it leaves or enters horizontally."""
        if (across[0] == across[1]) != (bends % 2 == 0):
            return
        if across[0]:
            yield from self._from_side(start, end, bends, (self._xs, self._ys))
            return
        for path in self._from_side(_turned(start), _turned(end), bends, (self._ys, self._xs)):
            yield tuple(map(_turned, path))

    def _from_side(self, start: Point, end: Point, bends: int, tracks: tuple[Tracks, Tracks]) -> Iterator[Path]:
        """The ways that leave horizontally, on upright and level `tracks`."""
        (x0, y0), (x1, y1) = start, end
        upright, level = tracks
        if bends == 0 and abs(y0 - y1) < _LEVEL:
            yield (start, end)
        elif bends == 1:
            yield (start, (x1, y0), end)
        elif bends == 2:
            yield from ((start, (x, y0), (x, y1), end) for x in upright)
        elif bends == 3:
            near = self._near(level, y1)
            yield from ((start, (x, y0), (x, y), (x1, y), end) for x in upright for y in near)
        elif bends == 4:
            for out, into in product(self._near(upright, x0), self._near(upright, x1)):
                yield from ((start, (out, y0), (out, y), (into, y), (into, y1), end) for y in level)

    def _near(self, tracks: Tracks, place: float) -> list[float]:
        """The tracks just before and behind."""
        return sorted(sorted(tracks, key=lambda track: abs(track - place))[: self._reach])

    # Cost

    def _whole_cost(self, route: Route, cost: float, others: Iterable[Route], least: float) -> float:
        """The cost with what is in the way; it is counted only as far as it decides."""
        cost += self._blocked(route)
        for other in others:
            if cost >= least:
                break
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


def _turned(point: Point) -> Point:
    return (point[1], point[0])


def _plain_cost(route: Route) -> float:
    """What a way costs by itself: bends, sites, length."""
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in route.segments)
    sites = route.link.leaves[route.leaves] + route.link.enters[route.enters]
    return _BEND * (len(route.points) - 2) + sites + _LENGTH * length


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
    same = route.link.leaves and other.link.leaves  # a line that is there already is of another kind
    joined = same and route.link.end == other.link.end and route.enters == other.enters
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
