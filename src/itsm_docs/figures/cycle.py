"""The PDCA ring: four arcs that follow each other clockwise, each with its letter, and beside it what the stage does."""

from __future__ import annotations

from math import cos, radians, sin

from itsm_docs.figures.lettering import em, wrapped
from itsm_docs.figures.shapes import DARK, GREY, TEXT_WIDTH, WHITE, Box, Line, Picture, Point, Site, Words
from itsm_docs.model.drawings import Cycle, CycleStage

SIZE, HEADING, LETTER = 9.0, 10.0, 16.0
RADIUS, THICKNESS = 84.0, 0.2
"""The outer radius of the ring, and its thickness in diameters."""
_OPENING = 8
"""The degrees that an arc leaves free at each end, for the arrows between."""
_ARROW = 13.0
_LEFT, _TOP = (True, False, False, True), (True, True, False, False)
"""Where the stages stand: upper left first, then clockwise."""
_FILLS = ("D9D9D9", "C4C4C4", "D9D9D9", "C4C4C4")
_BESIDE = 24.0
_MINUTE = 60_000


def cycle_picture(cycle: Cycle) -> Picture:
    """The drawing of a cycle."""
    widest = TEXT_WIDTH / 2 - RADIUS - _BESIDE
    texts = [_words(stage, widest) for stage in cycle.stages]
    width = max(em(line) * words.size for text in texts for words in text for line in words.lines) + 12
    high = max(sum(words.height for words in text) for text in texts) + 10
    height = max(2 * RADIUS + 4, 2 * high + 14)
    middle = (width + _BESIDE + RADIUS, height / 2)
    picture = Picture(2 * middle[0], height)
    for number, (stage, text) in enumerate(zip(cycle.stages, texts, strict=True)):
        _stage(picture, number, stage, text, middle, (width, high))
    picture.boxes += [_arrow(middle, 90 * number - 90, 90 + 90 * number) for number in range(4)]
    title = wrapped(cycle.title, 6)
    if len(title) <= 3:
        box = Box(middle[0] - 34, middle[1] - 24, 68, 48, (Words(title, HEADING, heading=True),), line=None)
        picture.labels.append(box)
    return picture


def _words(stage: CycleStage, widest: float) -> tuple[Words, ...]:
    heading = Words((f"{stage.title}（{stage.letter}）",), HEADING, heading=True)
    lines = tuple(part for line in stage.lines for part in wrapped(line, (widest - 12) / SIZE))
    return (heading, Words(lines, SIZE)) if lines else (heading,)


def _stage(
    picture: Picture, number: int, stage: CycleStage, text: tuple[Words, ...], middle: Point, size: Point
) -> None:
    """The arc of a stage, its letter, its text, and the line between."""
    (x, y), (width, high) = middle, size
    start = 180 + 90 * number
    adjust = (
        ("adj1", (start + _OPENING) % 360 * _MINUTE),
        ("adj2", (start + 90 - _OPENING) % 360 * _MINUTE),
        ("adj3", round(THICKNESS * 100_000)),
    )
    arc = Box(
        x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS, form="blockArc", fill=_FILLS[number], line=DARK, adjust=adjust
    )
    away = RADIUS * (1 - THICKNESS)
    angle = radians(start + 45)
    at = (x + away * cos(angle), y + away * sin(angle))
    letter = Box(
        at[0] - 13,
        at[1] - 12,
        26,
        24,
        (Words((stage.letter,), LETTER, heading=True),),
        line=None,
        key=f"letter {number}",
    )
    left = 1.0 if _LEFT[number] else 2 * x - width - 1
    centre = y - (high + 14) / 2 if _TOP[number] else y + (high + 14) / 2
    label = Box(
        left,
        centre - high / 2,
        width,
        high,
        text,
        fill=WHITE,
        line=GREY,
        inset=(4.0, 0.0),
        aligned="left",
        key=f"stage {number}",
    )
    picture.boxes += [arc, label]
    picture.labels.append(letter)
    picture.lines.append(_leader(label, letter, Site.RIGHT if _LEFT[number] else Site.LEFT))


def _leader(label: Box, letter: Box, leaves: Site) -> Line:
    enters = Site.LEFT if leaves is Site.RIGHT else Site.RIGHT
    start, end = label.site(leaves), letter.site(enters)
    bend = start[0] + (7 if leaves is Site.RIGHT else -7)
    points: tuple[Point, ...] = (start, (bend, start[1]), (bend, end[1]), end)
    if abs(start[1] - end[1]) < 1.0:
        points = (start, (end[0], start[1]))
    return Line(points, (label.key, leaves), (letter.key, enters), arrow=False, colour=GREY)


def _arrow(middle: Point, angle: int, turn: int) -> Box:
    """The triangle between two arcs; it points the way round."""
    away = RADIUS * (1 - THICKNESS)
    x, y = middle[0] + away * cos(radians(angle)), middle[1] + away * sin(radians(angle))
    half = _ARROW / 2
    return Box(x - half, y - half, _ARROW, _ARROW, form="triangle", fill=DARK, line=None, turn=turn % 360)
