"""A flow with swimlanes: a lane is a column under the role's name, a step is a row, and lines lead around the boxes.

Columns are as wide as their texts need and together at most as wide as the page; rows draw together first when a flow
is long, and the letters become smaller only then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from itsm_docs.figures import Undrawable
from itsm_docs.figures.labels import labelled
from itsm_docs.figures.lettering import em, wrapped
from itsm_docs.figures.routing import Link, Route, Router
from itsm_docs.figures.shapes import GREY, HEAD, LINE_HEIGHT, TALLEST, TEXT_WIDTH, WHITE, Box, Line, Picture, Site, Words
from itsm_docs.model.drawings import Flow, FlowNode, NodeKind

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
"""Letter sizes, the largest that fits is taken."""
GAPS = (17.0, 15.0, 13.5, 12.0, 11.0)
"""Room between rows: enough for an arrow and the word beside it."""
MARGIN, DECISION_MARGIN = 11.0, 8.0
"""Between a box and the edge of its lane: the room of the lines that go up and down."""
TRACK = 4.0
"""How far such a line is from the edge."""
_INSET = 3.0
_CHARACTERS, _IN_DECISION = 8.0, 5.0
"""The characters in a line that boxes and decisions are made for."""
_MOST_LINES = 3
_HEAD_GAP, _FOOT = 13.0, 9.0
_FORMS = {
    NodeKind.START: "flowChartTerminator",
    NodeKind.END: "flowChartTerminator",
    NodeKind.TASK: "rect",
    NodeKind.DECISION: "flowChartDecision",
}
_ROOM = {NodeKind.START: 19564 / 21600, NodeKind.END: 19564 / 21600}


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of a flow in one letter size: widths of the lanes, the box of each node without its place."""

    size: float
    lanes: tuple[float, ...]
    heads: tuple[tuple[str, ...], ...]
    boxes: tuple[tuple[float, float, tuple[str, ...]], ...]

    @property
    def head(self) -> float:
        """The height of the row of names."""
        return max(len(lines) for lines in self.heads) * self.size * LINE_HEIGHT + 8

    def height(self, gap: float) -> float:
        """The height of the drawing with so much room between the rows."""
        rows = sum(height for _, height, _ in self.boxes)
        return self.head + _HEAD_GAP + rows + gap * (len(self.boxes) - 1) + _FOOT


def flow_picture(flow: Flow) -> Picture:
    """The drawing of a flow. Raises `Undrawable`: TP331 an unknown lane, TP332 an unknown node, TP333 a node that is
    there twice, TP334 a flow that no page holds."""
    _refuse(flow)
    plan, gap = _fitting(flow)
    boxes = _placed(flow, plan, gap)
    links = [(node, link) for node in flow.nodes for link in node.links]
    order = {node.id: number for number, node in enumerate(flow.nodes)}
    router = Router(boxes, _tracks(plan), _passages(boxes, gap))
    routes = router.routes([_link(node, order, link.to) for node, link in links])
    labels = labelled([link.label for _, link in links], routes, boxes, _edges(plan)[1:-1], plan.size - 0.5)
    height = plan.height(gap)
    return Picture(
        sum(plan.lanes), height, _ground(flow, plan, height), [_line(route) for route in routes], boxes, labels
    )


def _refuse(flow: Flow) -> None:
    known = [node.id for node in flow.nodes]
    for number, node in enumerate(flow.nodes):
        if node.id in known[:number]:
            raise Undrawable("TP333", title=flow.title, node=node.id)
        if node.lane not in flow.lanes:
            raise Undrawable("TP331", title=flow.title, node=node.id, lane=node.lane, known="、".join(flow.lanes))
        for link in node.links:
            if link.to not in known or link.to == node.id:
                raise Undrawable("TP332", title=flow.title, node=node.id, to=link.to)


# Sizes


def _fitting(flow: Flow) -> tuple[Plan, float]:
    """The largest letters, and for them the most room between rows, with which the flow fits on a page."""
    for size in SIZES:
        plan = _plan(flow, size)
        if plan is None:
            continue
        for gap in GAPS:
            if plan.height(gap) <= TALLEST:
                return plan, gap
    raise Undrawable("TP334", title=flow.title, nodes=str(len(flow.nodes)), lanes=str(len(flow.lanes)))


def _plan(flow: Flow, size: float) -> Plan | None:
    """The sizes; None where a text would need more lines than can be read."""
    wanted = [_wanted(lane, [node for node in flow.nodes if node.lane == lane], size) for lane in flow.lanes]
    least = 4.2 * size + 2 * (MARGIN + _INSET)
    lanes = _shared(wanted, least)
    if lanes is None:
        return None
    of = dict(zip(flow.lanes, lanes, strict=True))
    boxes = tuple(_sized(node, of[node.lane], size) for node in flow.nodes)
    if any(len(lines) > _MOST_LINES for _, _, lines in boxes):
        return None
    heads = tuple(wrapped(name, (width - 6) / size) for name, width in of.items())
    return Plan(size, lanes, heads, boxes)


def _wanted(name: str, nodes: Sequence[FlowNode], size: float) -> float:
    """The width at which no text of a lane is cramped."""
    widths = [max(map(em, wrapped(name, _CHARACTERS))) * size + 8]
    for node in nodes:
        if node.kind is NodeKind.DECISION:
            widths.append(2 * max(map(em, wrapped(node.text, _IN_DECISION))) * size + 2 + 2 * DECISION_MARGIN)
        else:
            widths.append(max(map(em, wrapped(node.text, _CHARACTERS))) * size + 2 * (_INSET + MARGIN) + 4)
    return max(widths)


def _shared(wanted: Sequence[float], least: float) -> tuple[float, ...] | None:
    """The page's width among the lanes: the widest give first; where there is enough, each has a little more."""
    needed = [max(width, least) for width in wanted]
    if sum(needed) <= TEXT_WIDTH:
        spare = min((TEXT_WIDTH - sum(needed)) / len(needed), 16.0)
        return tuple(width + spare for width in needed)
    if least * len(needed) > TEXT_WIDTH:
        return None
    low, high = least, max(needed)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(min(width, middle) for width in needed) <= TEXT_WIDTH else (low, middle)
    return tuple(min(width, low) for width in needed)


def _sized(node: FlowNode, lane: float, size: float) -> tuple[float, float, tuple[str, ...]]:
    """Width, height and lines of a node's box."""
    if node.kind is NodeKind.DECISION:
        room = (lane - 2 * DECISION_MARGIN) / 2
        lines = wrapped(node.text, min((room - 1) / size, _IN_DECISION + 1))
        width = min(2 * (max(map(em, lines)) * size + 1), lane - 2 * DECISION_MARGIN)
        height = 2 * len(lines) * size * LINE_HEIGHT + 2
        return max(width, 1.4 * height, 52.0) if max(1.4 * height, 52.0) <= 2 * room else 2 * room, height, lines
    width = min(lane - 2 * MARGIN, _CHARACTERS * size + 2 * _INSET + 10)
    share = _ROOM.get(node.kind, 1.0)
    lines = wrapped(node.text, (width * share - 2 * _INSET) / size)
    tall = len(lines) * size * LINE_HEIGHT
    if node.kind is NodeKind.TASK:
        return width, max(tall + 7, 2 * size * LINE_HEIGHT + 3), lines
    return width, max(tall * 21600 / 15274 + 3, 18.0), lines


# Places


def _edges(plan: Plan) -> list[float]:
    edges = [0.0]
    for width in plan.lanes:
        edges.append(edges[-1] + width)
    return edges


def _placed(flow: Flow, plan: Plan, gap: float) -> list[Box]:
    edges = _edges(plan)
    middle = {name: (left + right) / 2 for name, (left, right) in zip(flow.lanes, pairwise(edges), strict=True)}
    y = plan.head + _HEAD_GAP
    found = []
    for node, (width, height, lines) in zip(flow.nodes, plan.boxes, strict=True):
        inset = (0.0, 0.0) if node.kind is NodeKind.DECISION else (_INSET, 0.0)
        words = (Words(lines, plan.size),)
        x = middle[node.lane] - width / 2
        found.append(Box(x, y, width, height, words, _FORMS[node.kind], WHITE, inset=inset, key=node.id))
        y += height + gap
    return found


def _tracks(plan: Plan) -> list[float]:
    """Where lines may go up and down: on both sides of each edge between lanes, and inside the outer ones."""
    edges = _edges(plan)
    inner = [edge + side for edge in edges[1:-1] for side in (-TRACK, TRACK)]
    return [edges[0] + TRACK, *inner, edges[-1] - TRACK]


def _passages(boxes: Sequence[Box], gap: float) -> list[float]:
    """Where lines may go across between two rows."""
    found = [boxes[0].y - 6.5]
    for box in boxes:
        middle = box.bottom + gap / 2
        found += [middle - 0.5, middle - 3.5] if box is not boxes[-1] else [box.bottom + 4.5]
    return found


# Lines


def _link(node: FlowNode, order: dict[str, int], to: str) -> Link:
    """What a link may use: a step leaves below or at a side, is entered from above or at a side."""
    back = order[to] < order[node.id]
    leaves = {Site.BOTTOM: 6.0 if back else 0.0, Site.LEFT: 0.0 if back else 1.0, Site.RIGHT: 0.0 if back else 1.0}
    enters = {Site.TOP: 4.0 if back else 0.0, Site.LEFT: 0.0 if back else 2.0, Site.RIGHT: 0.0 if back else 2.0}
    return Link(node.id, to, leaves, enters)


def _line(route: Route) -> Line:
    return Line(route.points, (route.link.start, route.leaves), (route.link.end, route.enters))


def _ground(flow: Flow, plan: Plan, height: float) -> list[Box]:
    """The lanes and the row of their names."""

    def each() -> Iterator[Box]:
        for name, lines, (left, right) in zip(flow.lanes, plan.heads, pairwise(_edges(plan)), strict=True):
            yield Box(left, plan.head, right - left, height - plan.head, line=GREY, line_width=0.5)
            words = (Words(lines, plan.size, heading=True),)
            yield Box(left, 0, right - left, plan.head, words, fill=HEAD, line=GREY, inset=(1.0, 0.0), key=f"lane {name}")

    return list(each())
