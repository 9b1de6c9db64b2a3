"""Which values changed between two versions, path by path, and which of them are amounts of money.

Only what the receipts know as facts; a document without receipt has none. An amount is what documents print as one: a
number with two decimals, with or without 元.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from itsm_docs.audit.titles import title
from itsm_docs.documents import volumes
from itsm_docs.redline.result import AmountChange, FactChange
from itsm_docs.redline.side import Side
from itsm_docs.trace.canonical import collapsed
from itsm_docs.trace.reader import Fact

_AMOUNT = re.compile(r"[¥￥]?(-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2})元?")


class _Pair(NamedTuple):
    """One occurrence of a fact in both versions; None where it is only in one."""

    old: Fact | None
    new: Fact | None

    @property
    def values(self) -> tuple[str | None, str | None]:
        return (_value(self.old), _value(self.new))


def _value(fact: Fact | None) -> str | None:
    return None if fact is None or fact.value is None else collapsed(fact.value)


def fact_changes(old: Side, new: Side, *, one_issue: bool) -> Iterator[FactChange]:
    """The values that differ, in the order of the new document, gone ones at the end; places that agree together."""
    before, after = _by_path(old.facts), _by_path(new.facts)
    names = {path: value for side in (before, after) for path, facts in side.items() if (value := _first(facts))}
    for path in dict.fromkeys([*after, *before]):
        found: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
        for pair in _pairs(before.get(path, ()), after.get(path, ()), one_issue=one_issue):
            was, now = pair.values
            if was != now:
                side, fact = (old, pair.old) if now is None else (new, pair.new)
                found[was, now].append(_place(side, fact or pair.old or pair.new))
        for (was, now), places in found.items():
            yield FactChange(path, title(path, names), was, now, tuple(dict.fromkeys(filter(None, places))))


def amount_changes(facts: Iterable[FactChange]) -> Iterator[AmountChange]:
    """Those that were and are amounts of money."""
    for fact in facts:
        old, new = _AMOUNT.fullmatch(fact.old or ""), _AMOUNT.fullmatch(fact.new or "")
        if old and new:
            yield AmountChange(fact, Decimal(old[1].replace(",", "")), Decimal(new[1].replace(",", "")))


def _by_path(facts: Iterable[Fact]) -> Mapping[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.path].append(fact)
    return found


def _first(facts: Sequence[Fact]) -> str:
    return next((value for fact in facts if (value := _value(fact))), "")


def _pairs(old: Sequence[Fact], new: Sequence[Fact], *, one_issue: bool) -> Iterator[_Pair]:
    """The occurrences of one path side by side: in copies of one issue by bookmark, else one by one.

    Where two issues print a value at different places, an occurrence more or less says nothing of the value.
    """
    if one_issue:
        ours = {fact.bookmark: fact for fact in old}
        yield from (_Pair(ours.pop(fact.bookmark, None), fact) for fact in new)
        yield from (_Pair(fact, None) for fact in ours.values())
        return
    known = [{_value(fact) for fact in side} for side in (old, new)]
    left = [fact for fact in old if len(old) == len(new) or _value(fact) not in known[1]]
    right = [fact for fact in new if len(old) == len(new) or _value(fact) not in known[0]]
    if left and right:
        last = left[-1], right[-1]
        yield from (_Pair(was or last[0], now or last[1]) for was, now in zip_longest(left, right))
    elif not old or not new:
        yield from (_Pair(was, now) for was, now in zip_longest(left, right))


def _place(side: Side, fact: Fact | None) -> str:
    if fact is None:
        return ""
    receipt = side.receipt
    section = next((one for one in side.sections if fact.section and one.bookmark == fact.section), None)
    words = f"{section.number} {section.title}".strip() if section is not None else ""
    short = short_name(receipt.kind) if receipt is not None else ""
    return " › ".join(word for word in (short, words, fact.table) if word)


def short_name(kind: str) -> str:
    """The short name of a kind of document, as places begin: 合同; the kind itself where nobody knows it any more."""
    from itsm_docs.errors import Faulty

    try:
        return volumes.entry(kind).short
    except Faulty:
        return kind
