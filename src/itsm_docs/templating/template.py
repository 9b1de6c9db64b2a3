"""A compiled template: parts that never change, and Jinja templates for the rest. Light to import and to load.

`compiled` makes it, `fill` uses it, `cache` keeps it. Nothing is checked here.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import jinja2

from itsm_docs.ooxml.counting import Numbering
from itsm_docs.ooxml.zipping import Packed
from itsm_docs.templating.environment import environment
from itsm_docs.templating.source import Source
from itsm_docs.trace.parts import Slots

TraceMode = Literal["full", "sidecar", "none"]
FIRST_BOOKMARK = 1000
"""Bookmark ids below are the house file's own."""


@dataclass(frozen=True)
class CompiledPart:
    """One part with tags: its source (for places) and its Jinja templates, compiled when first used.

    `plain` is what is rendered without a trace, `marked` with one.
    """

    source: Source
    plain: str
    marked: str = ""
    _codes: tuple[bytes, ...] | None = field(default=None, repr=False, compare=False)

    def compile(self) -> None:
        """Compile the plain template now, so that Jinja says what it does not know."""
        _ = self.template

    @cached_property
    def template(self) -> jinja2.Template:
        """The template that leaves no trace."""
        return self._made(self.plain, 0)

    @cached_property
    def traced(self) -> jinja2.Template:
        """The template that marks facts and sections."""
        return self._made(self.marked, 1) if self.marked else self.template

    def _made(self, source: str, number: int) -> jinja2.Template:
        env = environment()
        if self._codes is None:
            return env.from_string(source)
        return jinja2.Template.from_code(env, marshal.loads(self._codes[number]), env.make_globals(None))

    def __getstate__(self) -> dict[str, Any]:
        """What the cache keeps: the sources, and the code that Jinja has made of them."""
        env = environment()
        codes = self._codes or tuple(marshal.dumps(env.compile(source)) for source in (self.plain, self.marked))
        return {"source": self.source, "plain": self.plain, "marked": self.marked, "_codes": codes}


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to be filled many times. `clauses` are the clauses that its headings declare."""

    name: str
    fixed: Mapping[str, bytes | Packed]
    parts: Mapping[str, CompiledPart]
    main: str
    numbering: Numbering
    clauses: tuple[str, ...] = ()
    lists: Mapping[int, int] = field(default_factory=dict)
    headings: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    contents: int = 2
    numbers: str | None = None
    notes: str | None = None
    count_items: bool = False
    first_id: int = FIRST_BOOKMARK
    first_drawing: int = 1
    own_notes: frozenset[str] = frozenset()
    digest: str = ""
    reserved: Mapping[str, bytes] = field(default_factory=dict)
    """The parts that differ in a traced file: they have places for the receipt."""
    slots: Slots = field(default_factory=lambda: Slots("", ""))

    def fill(
        self, context: Mapping[str, Any], *, trace: TraceMode = "full", pages: Mapping[str, int] | None = None
    ) -> bytes:
        """The Word file for some data: any mapping of names to values or records.

        `trace` ``full`` puts facts into content controls, marks the sections that name clauses, and adds the receipt;
        ``sidecar`` and ``none`` leave nothing in the file. `pages` are page numbers by bookmark name; without them the
        table of contents shows none. Raises `Faulty` (TP3xx) with the paragraph of the template in which a value was
        missing or could not be printed.
        """
        from itsm_docs.templating.fill import fill

        return fill(self, context, trace=trace, pages=pages).data
