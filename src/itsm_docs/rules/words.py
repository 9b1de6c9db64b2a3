"""How rules put values into words: numbers, amounts, lists of names, did-you-mean. Judges nothing."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from decimal import Decimal

NAMED = 3
"""How many names a message lists before it only says that there are more."""


def shown(number: Decimal) -> str:
    """A number without trailing zeros: ``10``, ``99.5``."""
    return f"{number.normalize():f}"


def yuan(amount: Decimal) -> str:
    """An amount to the cent with thousands separators: ``12,000.00``."""
    return f"{amount:,.2f}"


def listed(names: Sequence[str]) -> str:
    """The first names, and 等 where there are more."""
    return "、".join(names[:NAMED]) + (" 等" if len(names) > NAMED else "")


def did_you_mean(value: str, words: Sequence[str]) -> str:
    """The hint for a name that does not exist: the nearest known one, else all of them."""
    if not words:
        return "没有可以引用的编号或名称，先补上，或者删去这一项"
    near = difflib.get_close_matches(value, words, n=1, cutoff=0.5)
    held = [word for word in words if len(value) > 1 and (value in word or word in value)]
    meant = next(iter(near or held), None)
    return f"是否为“{meant}”？" if meant else f"写下列编号或名称之一：{'、'.join(words)}"
