"""The geometry of a drawing as plain values: boxes with text and lines between them, in points from the top left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

TEXT_WIDTH = 453.0
"""The width of the text on A4 with margins of 2.5 cm."""
TALLEST = 620.0
"""The height that a page has for a drawing and its caption."""
LINE_HEIGHT = 1.2
"""The pitch of text lines in a box, in font sizes."""
DARK, GREY, HEAD, WHITE = "262626", "8C8C8C", "E7E6E6", "FFFFFF"

Point = tuple[float, float]


class Site(IntEnum):
    """A connection site of a box, with the number that it has in the preset shapes rect and flowChart…."""

    TOP = 0
    LEFT = 1
    BOTTOM = 2
    RIGHT = 3

    @property
    def outward(self) -> Point:
        """The direction that leads away from the box."""
        return ((0, -1), (-1, 0), (0, 1), (1, 0))[self]

    @property
    def across(self) -> bool:
        """Whether a line leaves it horizontally."""
        return self in (Site.LEFT, Site.RIGHT)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in a box: its lines as they are broken, size in points, and whether it is set as a heading."""

    lines: tuple[str, ...]
    size: float
    heading: bool = False

    @property
    def height(self) -> float:
        """The height of its lines."""
        return len(self.lines) * self.size * LINE_HEIGHT


@dataclass(frozen=True, slots=True)
class Box:
    """A shape. `form` is a preset geometry of DrawingML, `inset` the room between its text rectangle and the text
    (across, down), `adjust` the values of the geometry, `turn` a rotation in degrees; `key` is what lines hang on."""

    x: float
    y: float
    width: float
    height: float
    words: tuple[Words, ...] = ()
    form: str = "rect"
    fill: str | None = None
    line: str | None = DARK
    line_width: float = 0.75
    inset: Point = (0.0, 0.0)
    adjust: tuple[tuple[str, int], ...] = ()
    turn: int = 0
    aligned: str = "center"
    key: str = ""

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """Its middle."""
        return (self.x + self.width / 2, self.y + self.height / 2)

    def site(self, site: Site) -> Point:
        """Where a connection site is; the same for rect, terminator and decision."""
        x, y = self.centre
        return ((x, self.y), (self.x, y), (x, self.bottom), (self.right, y))[site]

    def room(self) -> tuple[float, float]:
        """Width and height that the geometry leaves to text (presetShapeDefinitions), insets taken off."""
        across, down = _TEXT_ROOM.get(self.form, (1.0, 1.0))
        return (self.width * across - 2 * self.inset[0], self.height * down - 2 * self.inset[1])


_TEXT_ROOM = {"flowChartDecision": (0.5, 0.5), "flowChartTerminator": (19564 / 21600, 15274 / 21600)}


@dataclass(frozen=True, slots=True)
class Line:
    """A connector along corners, from a box's site to another's; `arrow` at its end."""

    points: tuple[Point, ...]
    start: tuple[str, Site]
    end: tuple[str, Site]
    arrow: bool = True
    dashed: bool = False
    colour: str = DARK


@dataclass(slots=True)
class Picture:
    """A drawing: what lies below (lanes), the connectors, and the boxes on top, in this order."""

    width: float
    height: float
    ground: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    labels: list[Box] = field(default_factory=list)

    @property
    def shapes(self) -> Sequence[Box]:
        """Every box."""
        return [*self.ground, *self.boxes, *self.labels]
