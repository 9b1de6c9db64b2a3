"""A flow with swimlanes: a lane is a column under the role's name, a step is a row, and lines lead around the boxes.

Columns are as wide as their texts need and together at most as wide as the page. Text stands before and after a flow,
so it takes the whole height of a page only where it could not be read otherwise: rows draw together first when a flow is
long, then the letters become smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from itsm_docs.figures import Undrawable
from itsm_docs.figures.labels import labelled
from itsm_docs.figures.lettering import em, wrapped
from itsm_docs.figures.routing import Link, Route, Router
from itsm_docs.figures.shapes import (
    GREY,
    HEAD,
    LINE_HEIGHT,
    TALLEST,
    TEXT_WIDTH,
    WHITE,
    Box,
    Line,
    Picture,
    Site,
    Words,
)
from itsm_docs.model.drawings import Flow, FlowNode, NodeKind

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
"""Letter sizes, the largest that fits is taken."""
PREFERRED = 485.0
"""The height that leaves a third of the page to the text around the drawing."""
_WIDEST_GAP, _LEAST_GAP = 14.0, 10.0
"""Room between rows: an arrow, and the word beside it where there is one."""
MARGIN, DECISION_MARGIN = 11.0, 8.0
"""Between a box and the edge of its lane: the room of the lines that go up and down."""
TRACK = 4.0
"""How far such a line is from the edge."""
_INSET = 3.0
_FLAT, _EASY, _TIGHT = (8.0, 8.0), (8.0, 6.0), (5.5, 4.0)
"""The characters in a line that boxes and decisions are made for: where decisions may be flat because the page has room
to the sides, where it has enough, and where it is narrow."""
_CHARACTERS, _IN_DECISION = _FLAT
_SLACK = 1.4
"""What a line of a decision leaves free: programs differ in where they break."""
_MOST_LINES = 3
ABOVE = 7.0
"""How far above a box a line goes across that enters it from above."""
_LANE_OF_LINES = 5.0
_HEAD_GAP, _FOOT = 12.0, 8.0
_SMALLEST = 7.0
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

    def height(self, gaps: Sequence[float]) -> float:
        """The height of the drawing with so much room behind each row but the last."""
        return self.head + _HEAD_GAP + sum(height for _, height, _ in self.boxes) + sum(gaps) + _FOOT


@dataclass(frozen=True, slots=True)
class _Fit:
    """A flow as it would be drawn, and whether everything in it can be told apart."""

    plan: Plan
    height: float
    boxes: list[Box]
    routes: list[Route]
    labels: list[Box]
    legible: bool


def flow_picture(flow: Flow) -> Picture:
    """The drawing of a flow. Raises `Undrawable`: TP331 an unknown lane, TP332 an unknown node, TP333 a node that is
    there twice, TP334 a flow that no page holds."""
    _refuse(flow)
    fit = _fitting(flow)
    plan = fit.plan
    lines = [_line(route) for route in fit.routes]
    ground = _ground(plan, fit.height)
    return Picture(sum(plan.lanes), fit.height, ground, lines, fit.boxes, _names(plan) + fit.labels)


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


def _fitting(flow: Flow) -> _Fit:
    """The largest letters with which the flow fits into the preferred height, else those with which it fits on a page.

    Drawings where lines or labels lie on something are passed over while there are others.
    """
    crowds: list[int] = []
    muddled: list[_Fit] = []
    for limit, size in product((PREFERRED, TALLEST), SIZES):
        if plan := _plan(flow, size):
            crowds = crowds or _crowds(flow, plan)
            if (gaps := _gaps(plan, crowds, limit)) is not None:
                fit = _drawn(flow, plan, gaps)
                if fit.legible:
                    return fit
                muddled.append(fit)
    if not muddled:
        raise Undrawable("TP334", title=flow.title, nodes=str(len(flow.nodes)), lanes=str(len(flow.lanes)))
    return max(muddled, key=lambda fit: (fit.height, fit.plan.size))


def _drawn(flow: Flow, plan: Plan, gaps: Sequence[float]) -> _Fit:
    boxes = _placed(flow, plan, gaps)
    router = Router(boxes, _tracks(plan), _passages(boxes))
    routes = router.routes(_links(flow))
    texts = [link.label for node in flow.nodes for link in node.links]
    labels, free = labelled(texts, routes, boxes, _edges(plan), max(plan.size - 0.5, _SMALLEST))
    return _Fit(plan, plan.height(gaps), boxes, routes, labels, legible=free and not router.muddled(routes))


def _crowds(flow: Flow, plan: Plan) -> list[int]:
    """How many lines go across between each row and the next, where there is room enough."""
    boxes = _placed(flow, plan, [_WIDEST_GAP] * (len(flow.nodes) - 1))
    routes = Router(boxes, _tracks(plan), _passages(boxes)).routes(_links(flow), rounds=1)
    flat = {a[1] for route in routes for a, b in route.segments if abs(a[1] - b[1]) < 0.01}
    return [sum(upper.bottom < y < lower.y for y in flat) for upper, lower in pairwise(boxes)]


def _gaps(plan: Plan, crowds: Sequence[int], limit: float) -> list[float] | None:
    """The room between rows that makes the flow no higher than `limit`: what arrows need, then what lines need that go
    across, then the rest for all alike; None where arrows have not enough."""
    least = max(_LEAST_GAP, plan.size * LINE_HEIGHT + 1)
    room = limit - plan.height([least] * len(crowds))
    if room < 0:
        return None
    across = min(1.0, room / (_LANE_OF_LINES * max(sum(crowds), 1)))
    room -= across * _LANE_OF_LINES * sum(crowds)
    even = min(_WIDEST_GAP, least + room / max(len(crowds), 1))
    return [even + across * _LANE_OF_LINES * crowd for crowd in crowds]


def _plan(flow: Flow, size: float) -> Plan | None:
    """The sizes; None where a text would need more lines than can be read."""
    inside = [(lane, [node for node in flow.nodes if node.lane == lane]) for lane in flow.lanes]
    modest, wanted, flat = ([_wanted(*lane, size, *widths) for lane in inside] for widths in (_TIGHT, _EASY, _FLAT))
    lanes = _shared(modest, flat if sum(flat) <= TEXT_WIDTH else wanted)
    if lanes is None:
        return None
    of = dict(zip(flow.lanes, lanes, strict=True))
    boxes = tuple(_sized(node, of[node.lane], size) for node in flow.nodes)
    if any(len(lines) > _MOST_LINES for _, _, lines in boxes):
        return None
    heads = tuple(wrapped(name, (width - 6) / size) for name, width in of.items())
    return Plan(size, lanes, heads, boxes)


def _wanted(name: str, nodes: Sequence[FlowNode], size: float, box: float, decision: float) -> float:
    """The width of a lane whose boxes have lines of so many characters, and its decisions too."""
    widths = [max(map(em, wrapped(name, box))) * size + 8]
    for node in nodes:
        if node.kind is NodeKind.DECISION:
            widths.append(2 * (max(map(em, wrapped(node.text, decision))) * size + _SLACK + DECISION_MARGIN))
        else:
            widths.append(max(map(em, wrapped(node.text, box))) * size + 2 * (_INSET + MARGIN) + 4)
    return max(widths)


def _shared(modest: Sequence[float], wanted: Sequence[float]) -> tuple[float, ...] | None:
    """The page's width among the lanes: what each wants and a little more, or as much of it as there is beyond the
    modest widths; None where not even these fit by a fifth."""
    if sum(wanted) <= TEXT_WIDTH:
        spare = min((TEXT_WIDTH - sum(wanted)) / len(wanted), 16.0)
        return tuple(width + spare for width in wanted)
    rest, more = TEXT_WIDTH - sum(modest), sum(wanted) - sum(modest)
    if rest >= 0:
        return tuple(low + (high - low) * rest / more for low, high in zip(modest, wanted, strict=True))
    return tuple(width * TEXT_WIDTH / sum(modest) for width in modest) if sum(modest) < 1.2 * TEXT_WIDTH else None


def _sized(node: FlowNode, lane: float, size: float) -> tuple[float, float, tuple[str, ...]]:
    """Width, height and lines of a node's box."""
    if node.kind is NodeKind.DECISION:
        room = (lane - 2 * DECISION_MARGIN) / 2
        lines = wrapped(node.text, min((room - _SLACK) / size, _IN_DECISION))
        width = min(2 * (max(map(em, lines)) * size + _SLACK), lane - 2 * DECISION_MARGIN)
        height = 2 * len(lines) * size * LINE_HEIGHT + 2
        return max(width, 1.4 * height, 52.0) if max(1.4 * height, 52.0) <= 2 * room else 2 * room, height, lines
    width = min(lane - 2 * MARGIN, _CHARACTERS * size + 2 * _INSET + 10)
    share = _ROOM.get(node.kind, 1.0)
    lines = wrapped(node.text, (width * share - 2 * _INSET) / size - 0.3)
    tall = len(lines) * size * LINE_HEIGHT
    if node.kind is NodeKind.TASK:
        return width, max(tall + 6, 1.4 * size * LINE_HEIGHT + 5), lines
    return width, max(tall * 21600 / 15274 + 3, 18.0), lines


# Places


def _edges(plan: Plan) -> list[float]:
    edges = [0.0]
    for width in plan.lanes:
        edges.append(edges[-1] + width)
    return edges


def _placed(flow: Flow, plan: Plan, gaps: Sequence[float]) -> list[Box]:
    edges = _edges(plan)
    middle = {name: (left + right) / 2 for name, (left, right) in zip(flow.lanes, pairwise(edges), strict=True)}
    y = plan.head + _HEAD_GAP
    found = []
    for node, (width, height, lines), gap in zip(flow.nodes, plan.boxes, [*gaps, 0.0], strict=True):
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


def _passages(boxes: Sequence[Box]) -> list[float]:
    """Where lines may go across: above each row, an arrow's length away, and below the last one."""
    found = [boxes[0].y - ABOVE]
    for upper, lower in pairwise(boxes):
        found += [y for y in (lower.y - ABOVE, lower.y - ABOVE - 4.0) if y > upper.bottom + 2.5]
    return [*found, boxes[-1].bottom + 4.5]


# Lines


def _links(flow: Flow) -> list[Link]:
    order = {node.id: number for number, node in enumerate(flow.nodes)}
    return [_link(node, order, link.to) for node in flow.nodes for link in node.links]


def _link(node: FlowNode, order: dict[str, int], to: str) -> Link:
    """What a link may use: a step leaves below or at a side, is entered from above or at a side."""
    back = order[to] < order[node.id]
    leaves = {Site.BOTTOM: 12.0 if back else 0.0, Site.LEFT: 0.0 if back else 1.0, Site.RIGHT: 0.0 if back else 1.0}
    enters = {Site.TOP: 4.0 if back else 0.0, Site.LEFT: 0.0 if back else 2.0, Site.RIGHT: 0.0 if back else 2.0}
    return Link(node.id, to, leaves, enters)


def _line(route: Route) -> Line:
    return Line(route.points, (route.link.start, route.leaves), (route.link.end, route.enters))


def _ground(plan: Plan, height: float) -> list[Box]:
    """The field of the lanes and that of their names, with rules between. The names themselves lie on top: LibreOffice
    rounds boxes with text otherwise than boxes without, and edges would part."""
    width = sum(plan.lanes)
    fields = [Box(0, 0, width, height, line=GREY, line_width=0.5)]
    fields.append(Box(0, 0, width, plan.head, fill=HEAD, line=GREY, line_width=0.5))
    rules = [Box(edge, 0, 0, height, form="line", line=GREY, line_width=0.5) for edge in _edges(plan)[1:-1]]
    return fields + rules


def _names(plan: Plan) -> list[Box]:
    return [
        Box(left + 1, 1, right - left - 2, plan.head - 2, (Words(lines, plan.size, heading=True),), line=None)
        for lines, (left, right) in zip(plan.heads, pairwise(_edges(plan)), strict=True)
    ]
