"""Lines between boxes: right-angled, around everything that is in the way, with the fewest bends and crossings.

For every link all ways through given tracks are tried and the cheapest is taken; then each is tried again with the
others in place, until nothing changes. Small figures only: the search is plain and deterministic. A manual has about
twenty of them, so ways are kept with what they cost by themselves and the rest is counted only as far as it decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product

from itsm_docs.figures.shapes import Box, Point, Site

CLEARANCE = 2.5
"""How near a line may come to a box that it does not belong to, in points."""
LEAST_START, LEAST_END = 4.0, 6.0
"""The shortest first and last piece of a line: the last one carries the arrow."""
_APART = 2.4
_LEVEL = 0.01
_MOST_BENDS, _MOST_ROUNDS = 4, 3
_BEND, _CROSSING, _LENGTH = 14.0, 13.0, 0.08
_OVERLAP, _SHARED, _MIXED, _FORKED, _BLOCKED = 400.0, 4.0, 60.0, 200.0, 5000.0
"""Lines on top of each other, lines that join on the way to one site, a site that one line leaves and another enters,
two lines from one site, and a line through a box: worse than all others."""

Path = tuple[Point, ...]
Segment = tuple[Point, Point]
Tracks = tuple[float, ...]
Span = tuple[float, float, float]
"""A straight piece: the track it lies on, and from where to where."""


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


@dataclass(slots=True)
class _Way:
    """A possible route with its cost as far as it is known, its upright and its level pieces."""

    route: Route
    cost: float
    upright: list[Span]
    level: list[Span]
    weighed: bool = False
    """Whether the boxes in its way are in the cost."""


class Router:
    """Lays lines among `boxes`, on the vertical tracks `xs` and the horizontal ones `ys`."""

    def __init__(self, boxes: Sequence[Box], xs: Sequence[float], ys: Sequence[float], *, reach: int = 4) -> None:
        """`reach` is how many horizontal tracks on either end are tried where a line bends twice on its way."""
        self._boxes = {box.key: box for box in boxes}
        self._sites = {(box.key, site): box.site(site) for box in boxes for site in Site}
        self._kept = [
            (box.key, box.x - CLEARANCE, box.y - CLEARANCE, box.right + CLEARANCE, box.bottom + CLEARANCE)
            for box in boxes
        ]
        self._xs, self._ys, self._reach = tuple(xs), tuple(ys), reach
        self._known: dict[tuple[int, Site, Site, int], list[_Way]] = {}
        self._struck: dict[Segment, list[str]] = {}

    def routes(self, links: Sequence[Link], fixed: Sequence[Route] = (), *, rounds: int = _MOST_ROUNDS) -> list[Route]:
        """The lines in the order of the links; `fixed` ones are there already. Each is tried so many `rounds` at most:
        one is enough to see where lines will be."""
        self._known.clear()
        laid = dict(enumerate(map(_way, fixed), len(links)))
        for _ in range(rounds):
            before = dict(laid)
            for number, link in enumerate(links):
                laid.pop(number, None)
                laid[number] = self._cheapest(number, link, tuple(laid.values()))
            if all(laid[number] is before.get(number) for number in laid):
                break
        return [laid[number].route for number in range(len(links))]

    def _cheapest(self, number: int, link: Link, others: Sequence[_Way]) -> _Way:
        """The best way; ways with more bends, and between sites farther apart, are tried only while they can still be
        better."""
        best: _Way | None = None
        least = math.inf
        pairs = sorted((self._at_least(link, *pair), *pair) for pair in product(link.leaves, link.enters))
        for bends, (lowest, leaves, enters) in product(range(_MOST_BENDS + 1), pairs):
            if lowest + bends * _BEND >= least:
                continue
            for way in self._ways(number, link, leaves, enters, bends):
                if not way.weighed and way.cost >= least:
                    break
                cost = self._whole_cost(way, others, least)
                if cost < least:
                    best, least = way, cost
        if best is None:
            raise ValueError(f"no way from {link.start} to {link.end}")
        return best

    # Ways

    def _at_least(self, link: Link, leaves: Site, enters: Site) -> float:
        """What every way between two sites costs, bends apart."""
        (x, y), (to_x, to_y) = self._sites[link.start, leaves], self._sites[link.end, enters]
        return link.leaves[leaves] + link.enters[enters] + _LENGTH * (abs(to_x - x) + abs(to_y - y))

    def _ways(self, number: int, link: Link, leaves: Site, enters: Site, bends: int) -> list[_Way]:
        """The ways between two sites, the cheapest first."""
        wanted = (number, leaves, enters, bends)
        if wanted not in self._known:
            start, end = self._sites[link.start, leaves], self._sites[link.end, enters]
            paths = self._paths(start, end, (leaves.across, enters.across), bends)
            ways = [_way(Route(link, leaves, enters, path)) for path in paths if _leads(path, leaves, enters)]
            self._known[wanted] = sorted(ways, key=lambda way: way.cost)
        return self._known[wanted]

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

    def _whole_cost(self, way: _Way, others: Sequence[_Way], least: float) -> float:
        """The cost with what is in the way; it is counted only as far as it decides."""
        if not way.weighed:
            way.cost, way.weighed = way.cost + _BLOCKED * self._blocked(way.route), True
        cost = way.cost
        for other in others:
            if cost >= least:
                break
            cost += _between(way, other)
        return cost

    def _blocked(self, route: Route) -> int:
        """How often it runs through boxes."""
        count = 0
        last = len(route.points) - 2
        for number, segment in enumerate(route.segments):
            for key in self._struck_by(segment):
                own = (key == route.link.start and number == 0) or (key == route.link.end and number == last)
                count += not own
        return count

    def _struck_by(self, segment: Segment) -> Sequence[str]:
        """The boxes that a piece runs through; most ways have pieces in common."""
        if (struck := self._struck.get(segment)) is None:
            (x, y), (to_x, to_y) = segment
            (left, right), (top, bottom) = sorted((x, to_x)), sorted((y, to_y))
            struck = [
                key for key, x1, y1, x2, y2 in self._kept if left < x2 and right > x1 and top < y2 and bottom > y1
            ]
            self._struck[segment] = struck
        return struck

    def muddled(self, routes: Sequence[Route]) -> bool:
        """Whether one cannot tell lines apart: one runs through a box, on top of another, or begins where one does."""
        ways = [_way(route) for route in routes]
        return any(map(self._blocked, routes)) or any(
            _between(one, two) >= min(_OVERLAP, _FORKED) for one, two in combinations(ways, 2)
        )


def _turned(point: Point) -> Point:
    return (point[1], point[0])


def _way(route: Route) -> _Way:
    """A route with what it costs by itself: bends, sites, length."""
    upright: list[Span] = []
    level: list[Span] = []
    length = 0.0
    x, y = route.points[0]
    for to_x, to_y in route.points[1:]:
        if abs(to_x - x) < abs(to_y - y):
            upright.append((x, y, to_y) if y < to_y else (x, to_y, y))
        else:
            level.append((y, x, to_x) if x < to_x else (y, to_x, x))
        length += abs(to_x - x) + abs(to_y - y)
        x, y = to_x, to_y
    link = route.link
    sites = link.leaves.get(route.leaves, 0.0) + link.enters.get(route.enters, 0.0)
    return _Way(route, _BEND * (len(route.points) - 2) + sites + _LENGTH * length, upright, level)


def crosses(segment: Segment, box: Box, clearance: float = 0.0) -> bool:
    """Whether a straight piece runs through a box, or nearer to it than `clearance`."""
    (x1, y1), (x2, y2) = segment
    return (
        min(x1, x2) < box.right + clearance
        and max(x1, x2) > box.x - clearance
        and min(y1, y2) < box.bottom + clearance
        and max(y1, y2) > box.y - clearance
    )


def _leads(points: Path, leaves: Site, enters: Site) -> bool:
    """Whether it leaves and enters from outside, and every piece has a length."""
    (x, y), (to_x, to_y) = points[0], points[1]
    right, down = leaves.outward
    if (to_x - x) * right + (to_y - y) * down < LEAST_START:
        return False
    (x, y), (to_x, to_y) = points[-1], points[-2]
    right, down = enters.outward
    if (to_x - x) * right + (to_y - y) * down < LEAST_END:
        return False
    return all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 1.0 for a, b in pairwise(points))


def _between(way: _Way, other: _Way) -> float:
    """What two lines cost each other: crossings, common pieces, common sites."""
    mine, theirs = way.route, other.route
    cost = _sites(mine, theirs)
    same = mine.link.leaves and theirs.link.leaves  # a line that is there already is of another kind
    joined = same and mine.link.end == theirs.link.end and mine.enters == theirs.enters
    shared = _SHARED if joined else _OVERLAP
    for ours, parallel, crossing in (
        (way.upright, other.upright, other.level),
        (way.level, other.level, other.upright),
    ):
        for track, low, high in ours:
            for at, start, end in parallel:
                if -_APART < track - at < _APART and min(high, end) - max(low, start) > 1.0:
                    cost += shared
            for at, start, end in crossing:
                if low - 0.5 < at < high + 0.5 and start - 0.5 < track < end + 0.5:
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
