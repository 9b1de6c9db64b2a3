"""The words beside a line: a small box near its beginning that lies on nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itsm_docs.figures.lettering import em
from itsm_docs.figures.routing import Route, crosses
from itsm_docs.figures.shapes import LINE_HEIGHT, WHITE, Box, Words

_GAP, _ASIDE = 1.5, 3.0
"""How far a label is from a line that it stands on, and beside one, where the arrow needs room."""
_SOFT, _FAR, _BELOW = 6.0, 0.15, 3.0


def labelled(
    texts: Sequence[str | None], routes: Sequence[Route], boxes: Sequence[Box], rules: Sequence[float], size: float
) -> tuple[list[Box], bool]:
    """A box for each route that has a text, and whether they all lie on nothing; `rules` are the x of upright rules
    from the left end to the right one: a label does not leave them, and had better not cover one."""
    found: list[Box] = []
    free = True
    segments = [segment for route in routes for segment in route.segments]
    for text, route in zip(texts, routes, strict=True):
        if not text:
            continue

        def hits(box: Box) -> int:
            count = sum(_over(box, other) for other in boxes) + sum(_meets(box, other) for other in found)
            count += sum(crosses(segment, box) for segment in segments)
            return count + (box.x < rules[0] + 1) + (box.right > rules[-1] - 1)

        def ease(box: Box, route: Route = route) -> float:
            start = route.points[0]
            near = abs(box.centre[0] - start[0]) + abs(box.centre[1] - start[1])
            below = box.y > start[1] and abs(route.points[1][1] - start[1]) < 0.01
            return _SOFT * sum(box.x < x < box.right for x in rules) + _FAR * near + _BELOW * below

        places = sorted(_places(text, route, size), key=ease)
        best = next((box for box in places if not hits(box)), None)
        free = free and best is not None
        found.append(best or min(places, key=hits))
    return found, free


def _places(text: str, route: Route, size: float) -> Iterator[Box]:
    width, height = em(text) * size + 2, size * LINE_HEIGHT
    words = (Words((text,), size),)

    def box(x: float, y: float) -> Box:
        return Box(x, y, width, height, words, fill=WHITE, line=None)

    for (x1, y1), (x2, y2) in route.segments[:3]:
        if abs(y1 - y2) < 0.01:
            ahead = 1 if x2 >= x1 else -1
            for step in (-4, -2, 0, 1, 2, 4, 7, 11, 16, 24, 34):
                edge = x1 + ahead * step
                left = edge if ahead > 0 else edge - width
                yield box(left, y1 - height - _GAP)
                yield box(left, y1 + _GAP)
        else:
            ahead = 1 if y2 >= y1 else -1
            for step in (1, 2, 4, 7, 11, 16, 24, 34):
                edge = y1 + ahead * step
                top = edge if ahead > 0 else edge - height
                yield box(x1 + _ASIDE, top)
                yield box(x1 - _ASIDE - width, top)


def _meets(one: Box, two: Box) -> bool:
    return one.x < two.right and two.x < one.right and one.y < two.bottom and two.y < one.bottom


def _over(label: Box, box: Box) -> bool:
    """Whether a label lies on a box; of a decision only the diamond counts, not the corners around it."""
    if not _meets(label, box):
        return False
    if box.form != "flowChartDecision":
        return True
    (x, y), (mid_x, mid_y) = box.centre, label.centre
    across = max(0.0, abs(mid_x - x) - label.width / 2) / (box.width / 2)
    down = max(0.0, abs(mid_y - y) - label.height / 2) / (box.height / 2)
    return across + down < 1.0


__all__ = ["labelled"]
