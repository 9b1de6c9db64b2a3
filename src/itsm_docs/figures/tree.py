"""An organisation chart: a tree for each root, side by side, level by level, and dashed lines between counterparts.

Children stand beside each other while the page is wide enough; else those that have none of their own hang below their
superior, on both sides of one line. Letters become smaller only after that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from itsm_docs.figures import Undrawable
from itsm_docs.figures.lettering import em, wrapped
from itsm_docs.figures.routing import Link, Route, Router
from itsm_docs.figures.shapes import DARK, HEAD, TALLEST, TEXT_WIDTH, WHITE, Box, Line, Picture, Point, Site, Words
from itsm_docs.model.drawings import Organisation, OrgBox

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
_TITLE = 8.0
"""The longest line of a title, in characters."""
_SIDE, _BETWEEN_TREES = 9.0, 40.0
_LEVEL, _ROW = 26.0, 9.0
"""Room between levels, which holds the common line, and between boxes that hang."""
_BESIDE_TRUNK = 10.0
_EDGE = 10.0
_DETOUR = 5.0
"""How far a dashed line keeps from the boxes that it passes."""


@dataclass(slots=True)
class _Node:
    """A box with its subordinates; `hangs` says that these stand below each other, in so many columns."""

    box: OrgBox
    words: tuple[Words, ...] = ()
    height: float = 0.0
    children: list[_Node] = field(default_factory=list)
    hangs: int = 0
    level: int = 0

    @property
    def plain(self) -> bool:
        """Whether none of its children has children."""
        return not any(child.children for child in self.children)

    def hang_more(self) -> None:
        """Take less width: from side by side to two columns, then to one."""
        self.hangs = 2 if self.hangs == 0 and self.plain and len(self.children) > 3 else 1


def organisation_picture(chart: Organisation) -> Picture:
    """The drawing of a chart. Raises `Undrawable`: TP332 an unknown box, TP333 a box that is there twice, TP334 a chart
    that no page holds, TP335 superiors in a circle."""
    roots = _forest(chart)
    layout = _fitting(chart, roots)
    boxes = layout.boxes
    tree = [route for root in roots for route in layout.lines_below(root)]
    dashed = _beside(chart, layout, tree)
    lowest = max(box.bottom for box in boxes)
    deepest = max((y for route in dashed for _, y in route.points), default=lowest)
    lines = [_line(route) for route in tree] + [_line(route, dashed=True) for route in dashed]
    right = max(max(box.right for box in boxes), *(x for route in [*tree, *dashed] for x, _ in route.points), 0.0)
    return Picture(right + 1, max(lowest, deepest) + 2, [], lines, boxes)


def _forest(chart: Organisation) -> list[_Node]:
    nodes: dict[str, _Node] = {}
    for box in chart.boxes:
        if box.id in nodes:
            raise Undrawable("TP333", title=chart.title, node=box.id)
        nodes[box.id] = _Node(box)
    for box in chart.boxes:
        for other in (box.under, box.beside):
            if other is not None and (other not in nodes or other == box.id):
                raise Undrawable("TP332", title=chart.title, node=box.id, to=other)
        if box.under is not None:
            nodes[box.under].children.append(nodes[box.id])
    roots = [nodes[box.id] for box in chart.boxes if box.under is None]
    reached = {one.box.id for root in roots for one in _down(root, 0)}
    for box in chart.boxes:
        if box.id not in reached:
            raise Undrawable("TP335", title=chart.title, node=box.title)
    return roots


def _down(node: _Node, level: int) -> Iterator[_Node]:
    node.level = level
    yield node
    for child in node.children:
        yield from _down(child, level + 1)


# Sizes


def _fitting(chart: Organisation, roots: Sequence[_Node]) -> _Layout:
    """The layout in the largest letters that fit; within a size, as little hangs as possible."""
    nodes = [node for root in roots for node in _down(root, 0)]
    for size in SIZES:
        width = _lettered(nodes, size)
        for node in nodes:
            node.hangs = 0
        while (layout := _Layout(roots, nodes, width)).too_wide:
            widest = max(
                (node for node in nodes if len(node.children) > 1 and node.hangs != 1), key=layout.give, default=None
            )
            if widest is None:
                break
            widest.hang_more()
        if not layout.too_wide and layout.height <= TALLEST:
            return layout
    raise Undrawable("TP334", title=chart.title, nodes=str(len(nodes)), lanes=str(len(roots)))


def _lettered(nodes: Sequence[_Node], size: float) -> float:
    """Break the texts of all boxes; gives the width that all of them have."""
    longest = 0.0
    for node in nodes:
        title = Words(wrapped(node.box.title, _TITLE), size, heading=True)
        small = size - 0.5
        lines = tuple(part for line in node.box.lines for part in wrapped(line, (_TITLE + 1) * size / small))
        node.words = (title, Words(lines, small)) if lines else (title,)
        node.height = sum(words.height for words in node.words) + 8
        longest = max(longest, *(em(line) * words.size for words in node.words for line in words.lines))
    return longest + 10


class _Layout:
    """Places in one letter size. All boxes are equally wide; those of one level begin at one height, unless they hang."""

    def __init__(self, roots: Sequence[_Node], nodes: Sequence[_Node], width: float) -> None:
        self._each = width
        self._placed: dict[str, Box] = {}
        hanging = {id(child) for node in nodes if node.hangs for child in node.children}
        depth = max(node.level for node in nodes) + 1
        self._heights = [
            max((node.height for node in nodes if node.level == level and id(node) not in hanging), default=0.0)
            for level in range(depth)
        ]
        left = lowest = 0.0
        for root in roots:
            lowest = max(lowest, self._place(root, left + _EDGE, 1.0, self._heights[0]))
            left += self.wide(root) + _BETWEEN_TREES
        self.width, self.height = left - _BETWEEN_TREES + 2 * _EDGE, lowest + 2 * _EDGE

    @property
    def too_wide(self) -> bool:
        """Whether the page is narrower."""
        return self.width > TEXT_WIDTH - 2

    @property
    def boxes(self) -> list[Box]:
        """Every box."""
        return list(self._placed.values())

    def give(self, node: _Node) -> tuple[bool, bool, float, int]:
        """How well a node may hang: those without grandchildren first, then those that are side by side, then the widest."""
        return (node.plain, node.hangs == 0, self.wide(node), node.level)

    def wide(self, node: _Node) -> float:
        """The width of a tree."""
        if not node.children:
            return self._each
        if node.hangs == 2:
            return 2 * self._each + 2 * _BESIDE_TRUNK
        if node.hangs == 1:
            return self._each / 2 + _BESIDE_TRUNK + max(map(self.wide, node.children))
        return max(self._each, self._inner(node))

    def _inner(self, node: _Node) -> float:
        return sum(map(self.wide, node.children)) + _SIDE * (len(node.children) - 1)

    def _place(self, node: _Node, left: float, top: float, height: float) -> float:
        """Place a tree; gives its lower edge."""
        below = top + height + _LEVEL
        lowest = top + height
        if node.hangs:
            middle = left + (self._each / 2 if node.hangs == 1 else self.wide(node) / 2)
            lowest = self._hang(node, middle, below - _LEVEL + _ROW + 4)
        elif node.children:
            x = left + (self.wide(node) - self._inner(node)) / 2
            for child in node.children:
                lowest = max(lowest, self._place(child, x, below, self._heights[child.level]))
                x += self.wide(child) + _SIDE
            ends = [self._placed[child.box.id].centre[0] for child in (node.children[0], node.children[-1])]
            middle = sum(ends) / 2
        else:
            middle = left + self._each / 2
        fill = HEAD if node.level == 0 else WHITE
        x = middle - self._each / 2
        self._placed[node.box.id] = Box(
            x, top, self._each, height, node.words, fill=fill, inset=(2.0, 0.0), key=node.box.id
        )
        return lowest

    def _hang(self, node: _Node, middle: float, top: float) -> float:
        """Place children below each other, beside the line at `middle`; gives the lower edge of the last."""
        lowest = top
        for start in range(0, len(node.children), node.hangs):
            row = node.children[start : start + node.hangs]
            height = max(child.height for child in row)
            for number, child in enumerate(row):
                on_left = node.hangs == 2 and number == 0
                x = middle - _BESIDE_TRUNK - self._each if on_left else middle + _BESIDE_TRUNK
                lowest = max(lowest, self._place(child, x, top, height))
            top = lowest + _ROW
        return lowest

    def lines_below(self, node: _Node) -> Iterator[Route]:
        """The lines from a box to its subordinates, and theirs."""
        upper = self._placed[node.box.id]
        start = upper.site(Site.BOTTOM)
        for child in node.children:
            lower = self._placed[child.box.id]
            if node.hangs:
                enters = Site.LEFT if lower.x > start[0] else Site.RIGHT
                end = lower.site(enters)
                points: tuple[Point, ...] = (start, (start[0], end[1]), end)
            else:
                enters, end = Site.TOP, lower.site(Site.TOP)
                bus = end[1] - _LEVEL / 2
                straight = abs(start[0] - end[0]) < 0.5
                points = (start, (start[0], end[1])) if straight else (start, (start[0], bus), (end[0], bus), end)
            yield Route(Link(node.box.id, child.box.id), Site.BOTTOM, enters, points)
            yield from self.lines_below(child)


# Counterparts


def _beside(chart: Organisation, layout: _Layout, tree: Sequence[Route]) -> list[Route]:
    """The dashed lines, laid around the boxes."""
    pairs = dict.fromkeys(frozenset((box.id, box.beside)) for box in chart.boxes if box.beside)
    places = {box.key: box for box in layout.boxes}
    links = []
    for pair in pairs:
        left, right = sorted(pair, key=lambda key: places[key].x)
        leaves = {Site.RIGHT: 0.0, Site.BOTTOM: 6.0, Site.TOP: 14.0, Site.LEFT: 20.0}
        enters = {Site.LEFT: 0.0, Site.BOTTOM: 6.0, Site.TOP: 14.0, Site.RIGHT: 20.0}
        links.append(Link(left, right, leaves, enters))
    xs = {
        round(x, 1) for box in layout.boxes for x in (box.x - _DETOUR, box.right + _DETOUR, box.right + 2.2 * _DETOUR)
    }
    ys = {round(y, 1) for box in layout.boxes for y in (box.bottom + 3.5, box.bottom + 6.5, box.y - _DETOUR) if y > 0}
    return Router(layout.boxes, sorted(xs), sorted(ys), reach=8).routes(links, tree)


def _line(route: Route, *, dashed: bool = False) -> Line:
    ends = (route.link.start, route.leaves), (route.link.end, route.enters)
    return Line(route.points, *ends, arrow=False, dashed=dashed, colour=DARK)
