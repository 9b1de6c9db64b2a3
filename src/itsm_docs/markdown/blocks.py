"""What a Markdown source says: blocks and inlines as frozen values, each with the place it came from.

Nothing here knows Markdown's syntax or Word's XML. `file` is the chapter's name and `line` its line, counted from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Chapter:
    """One Markdown source: the name to report, and its text."""

    name: str
    text: str


# Inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """One Jinja tag, ``{{ … }}`` or ``{% … %}``, on one line and with ASCII delimiters.

    `keyword` is ``if``, ``for``, … for a statement and None for a printed expression.
    """

    source: str
    file: str
    line: int
    keyword: str | None = None

    @property
    def expression(self) -> str:
        """What stands between the delimiters."""
        return self.source[2:-2].strip()


@dataclass(frozen=True, slots=True)
class Break:
    """A forced line break (a backslash or two spaces at the end of a line)."""


@dataclass(frozen=True, slots=True)
class Code:
    """Characters between backticks; tags in them work."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """``**…**``"""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """``*…*``"""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote at the place of its reference; `paragraphs` is its text."""

    paragraphs: tuple[tuple[Inline, ...], ...]
    line: int


Inline: TypeAlias = Text | Tag | Break | Code | Strong | Emphasis | Footnote
Inlines: TypeAlias = tuple[Inline, ...]

Identity: TypeAlias = tuple[str | Tag, ...]
"""An id: literal pieces and printed tags, ``svc-{{ s.id }}``; empty when there is none."""

# Blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1-4, `clauses` the clauses of the standard that its section answers: ids, and tags that print some."""

    level: int
    content: Inlines
    file: str
    line: int
    identity: Identity = ()
    clauses: tuple[str | Tag, ...] = ()
    numbered: bool = True
    page_break: bool = False


ParagraphKind: TypeAlias = Literal["body", "plain", "note", "formula", "tablenote"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `kind` ``plain`` is body text without the first-line indent."""

    content: Inlines
    file: str
    line: int
    kind: ParagraphKind = "body"
    identity: Identity = ()


@dataclass(frozen=True, slots=True)
class TagLine:
    """A line of its own that holds one statement tag; it controls whole blocks, items or rows."""

    tag: Tag

    @property
    def file(self) -> str:
        """The chapter of the tag."""
        return self.tag.file

    @property
    def line(self) -> int:
        """The line of the tag."""
        return self.tag.line


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A thematic break, ``---``: what follows starts on a new page."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    blocks: tuple[Block, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; tag lines between its items are members like them. `marker` is ``-``, ``*``, ``+``, ``.`` or ``)``.

    `start` is the first number as written; Word always begins with the first one. The items of `clauses` are numbered
    paragraphs of a contract: they count on below the heading above them.
    """

    ordered: bool
    marker: str
    members: tuple[Item | TagLine, ...]
    file: str
    line: int
    identity: Identity = ()
    start: int = 1
    clauses: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    content: Inlines
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    file: str
    line: int


Alignment: TypeAlias = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are relative weights (None: from the content), `caption` is its title without the number, a
    `breaking` table has rows that may go on on the next page; a `form` has rows high enough to be filled in by hand."""

    header: Row
    rows: tuple[Row | TagLine, ...]
    alignments: tuple[Alignment, ...]
    file: str
    line: int
    caption: Inlines = ()
    identity: Identity = ()
    widths: tuple[float, ...] | None = None
    grid: bool = False
    small: bool = False
    breaking: bool = False
    form: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A ``{{ figure(…) }}`` alone in its paragraph: a drawing, or a table; `caption` is its title without the number."""

    tag: Tag
    caption: Inlines = ()
    identity: Identity = ()

    @property
    def file(self) -> str:
        """The chapter of the tag."""
        return self.tag.file

    @property
    def line(self) -> int:
        """The line of the tag."""
        return self.tag.line


Block: TypeAlias = Heading | Paragraph | TagLine | PageBreak | ListBlock | Table | Figure
Blocks: TypeAlias = tuple[Block, ...]
