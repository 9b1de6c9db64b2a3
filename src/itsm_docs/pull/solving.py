"""Computed values with one cause: which value of the inputs must have changed, and to what, so that it prints as returned.

Two kinds of candidates are tried. A view may print a value of the inputs as it is, anywhere in the engagement; a text such
as ``≥ 99.9%`` may contain one of its own record. A candidate counts only if the computed value, computed again with the
new one, prints exactly as it was returned, and if no other item of the same view changes with it: where several items
print one value, a person who changes one of them means the item, not the value. It is the cause only if no other counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from itsm_docs.findings import DataPath
from itsm_docs.model.base import Record
from itsm_docs.model.shape import Kind
from itsm_docs.pull.leaves import Computed, Leaf, Leaves, leaves_of
from itsm_docs.pull.wording import SCALAR_FILTERS, Unread, changed, filters_for, read_back, showing, shown

COMPOSED = frozenset(
    {"papers", "register", "at", "annex", "annexes", "forms", "tax_rows", "basis_rows", "reference_rows"}
)
"""Views that are composed of the set's own order, of laws or of sums: even where they print one value, it is not theirs to say."""

_NAMES = frozenset({"id", "code", "name", "title"})


def solved(leaves: Leaves, computed: Computed, issued: str, returned: str) -> tuple[Leaf, Any] | None:
    """The one leaf, and its new value, with which a computed value prints as it was returned; it must print as issued now."""
    now = computed.of(computed.holder)
    names = [name for name in SCALAR_FILTERS if shown(now, name) == issued]
    if not names or (not computed.path and computed.field.name in COMPOSED):
        return None
    trial = _Trial(leaves, names, issued, returned)
    found = {leaf.path: (leaf, value) for leaf, value in [*trial.of_a_view(computed), *trial.of_a_text(computed)]}
    return next(iter(found.values())) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Trial:
    """The search for what made the issued text the returned one; `names` are the filters that it may be printed with."""

    leaves: Leaves
    names: Iterable[str]
    issued: str
    returned: str

    def of_a_view(self, computed: Computed) -> Iterator[tuple[Leaf, Any]]:
        """The values anywhere that print as the whole text, and with which the view prints the new one."""
        whole = Computed(computed.field, self.leaves.engagement, (), (*computed.path, *computed.way))
        for leaf in self.leaves.by_path.values():
            names = showing(leaf.value, self.issued, leaf.shape)
            value = read_back(leaf, self.returned, names) if names else None
            if not names or isinstance(value, Unread) or self._named_so(leaf, value):
                continue
            after = self._holding(whole, leaf.path, value)
            if after is not None and _alone(whole, after):
                yield leaf, value

    def _named_so(self, leaf: Leaf, value: Any) -> bool:
        """Whether the leaf names an item and another has the new name already: then another item was meant."""
        *above, index, name = leaf.path if len(leaf.path) > 1 else (*leaf.path, "")
        if name not in _NAMES or not isinstance(index, int):
            return False
        others = (other for other in self.leaves.by_path.values() if other.path[:-2] == tuple(above))
        return any(other.path[-1] == name and other.value == value for other in others)

    def of_a_text(self, computed: Computed) -> Iterator[tuple[Leaf, Any]]:
        """The values of the record that computes the text, whose prints stand in it where it was changed.

        Whole engagements are not searched: what is computed over many items has no one cause.
        """
        for own in leaves_of(computed.holder) if computed.path else ():
            leaf = self.leaves.by_path[(*computed.path, *own.path)]
            for value in self._readings(leaf):
                if value != leaf.value and self._holding(computed, own.path, value) is not None:
                    yield leaf, value
                    break

    def _holding(self, computed: Computed, path: DataPath, value: Any) -> Record | None:
        """The record with another value in it, if then exactly the returned text is printed."""
        try:
            after: Record = _with(computed.holder, path, value)
            new = computed.of(after)
        except (ArithmeticError, TypeError, ValueError, AttributeError):
            return None
        return after if all(shown(new, name) == self.returned for name in self.names) else None

    def _readings(self, leaf: Leaf) -> Iterator[Any]:
        """What the leaf would be if its print in the issued text had become what now stands there."""
        start, end = changed(self.issued, self.returned)
        for text in dict.fromkeys(_prints(leaf)):
            at = self.issued.find(text)
            while at >= 0:
                stop = at + len(text)
                if at <= start and stop >= end:
                    new = self.returned[at : len(self.returned) - (len(self.issued) - stop)]
                    with suppress(ValidationError):
                        yield leaf.read(new)
                at = self.issued.find(text, at + 1)


def _alone(whole: Computed, after: Record) -> bool:
    """Whether of all items of a view only the one that was changed prints something else."""
    others = (replace(whole, way=way) for way in _ways(whole.holder, whole.way) if way != whole.way)
    return all(shown(other.of(whole.holder)) == shown(other.of(after)) for other in others)


def _ways(value: Any, way: DataPath) -> Iterator[DataPath]:
    """A way and those to the same field of the other items of its lists."""
    if not way:
        yield ()
        return
    first, rest = way[0], way[1:]
    if isinstance(first, int):
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            yield from ((index, *more) for more in _ways(item, rest))
    else:
        yield from ((first, *more) for more in _ways(getattr(value, first, None), rest))


def _prints(leaf: Leaf) -> Iterator[str]:
    for name in filters_for(leaf.shape):
        if text := shown(leaf.value, name):
            yield text
    if leaf.shape.kind is Kind.NUMBER and isinstance(leaf.value, Decimal):
        yield f"{leaf.value.normalize():f}"


def _with(held: Any, path: DataPath, value: Any) -> Any:
    """A copy of a record or list with another value at a path; not validated, nothing computed yet."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(held, tuple):
        return tuple(_with(item, rest, value) if index == first else item for index, item in enumerate(held))
    assert isinstance(held, Record)
    fields = {name: getattr(held, name) for name in type(held).model_fields}
    fields[str(first)] = _with(fields[str(first)], rest, value)
    return type(held).model_construct(**fields)
