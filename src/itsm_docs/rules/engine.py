"""The engine of the rules: registration, the cases a rule looks at, and what an open point does to it.

Rules are pure: they read a valid engagement and yield findings at data paths. The engine orders them and adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from itsm_docs.findings import DataPath, Finding, Where, finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.engagement import Engagement

S = TypeVar("S")
T = TypeVar("T")
Pick: TypeAlias = Callable[[Engagement], Iterable[tuple[DataPath, S]]]
"""The subjects of a rule, each with its data path."""


class Undecided(Exception):
    """An operand is still an open point, so the case cannot be judged. Never leaves the engine."""

    def __init__(self, path: DataPath) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Case(Generic[S]):
    """One subject of a rule: `it` stands at the data path `at` of `engagement`."""

    engagement: Engagement
    at: DataPath
    it: S

    def where(self, *steps: str | int) -> Where:
        """A place at or below the subject."""
        return Where(path=(*self.at, *steps))

    def settled(self, value: T | OpenPoint, *steps: str | int) -> T:
        """The value, once agreed; an open point ends this case, and the rule notes that it did not look."""
        if isinstance(value, OpenPoint):
            raise Undecided((*self.at, *steps))
        return value


Body: TypeAlias = Callable[[Case[S]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule: its name, what it looks for in words, and how it is run."""

    name: str
    about: str
    run: Callable[[Engagement], list[Finding]]


RULES: dict[str, Rule] = {}
"""Every rule by name, in the order of registration."""


def whole(engagement: Engagement) -> Iterator[tuple[DataPath, Engagement]]:
    """The engagement itself as the only subject."""
    yield (), engagement


def rule(about: str, each: Pick[S]) -> Callable[[Body[S]], Body[S]]:
    """Register the function below as a rule that is run once for every subject that `each` picks.

    A case with an open operand yields nothing; the rule then yields one note (RU001) for all such cases together.
    """

    def register(body: Body[S]) -> Body[S]:
        name: str = getattr(body, "__name__", "")
        if name in RULES:
            raise ValueError(f"two rules are called {name}")
        RULES[name] = Rule(name, about, lambda engagement: list(_run(about, each, body, engagement)))
        return body

    return register


def _run(about: str, each: Pick[S], body: Body[S], engagement: Engagement) -> Iterator[Finding]:
    open_at: list[DataPath] = []
    for at, subject in each(engagement):
        try:
            found = list(body(Case(engagement, at, subject)))
        except Undecided as undecided:
            open_at.append(undecided.path)
        else:
            yield from found
    if open_at:
        yield finding("RU001", Where(path=open_at[0]), about=about, count=len(open_at))


def check(engagement: Engagement) -> list[Finding]:
    """Every finding of every rule over a valid engagement, in the order of the data."""
    return sorted((one for known in RULES.values() for one in known.run(engagement)), key=_order)


def _order(one: Finding) -> tuple[Any, ...]:
    """Field names in the order of the record at the root, then alphabetically; list items by index; then by code."""
    path = one.where.path or ()
    fields = list(Engagement.model_fields)
    root = fields.index(str(path[0])) if path else -1
    steps = tuple((0, step, "") if isinstance(step, int) else (1, 0, step) for step in path[1:])
    return (root, steps, one.code, one.message)
