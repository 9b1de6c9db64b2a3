"""Did you mean: the nearest known word, for keys, titles, options and file names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_NOISE = str.maketrans("", "", " \t\r\n\u3000“”\"'‘’")


def plain(word: str) -> str:
    """A word without what people vary: spaces, quotes, case, ``-`` for ``_``."""
    return word.translate(_NOISE).replace("-", "_").casefold()


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, or None when nothing is near enough."""
    by_plain = {plain(option): option for option in known}
    meant = plain(word)
    if meant in by_plain:
        return by_plain[meant]
    near = difflib.get_close_matches(meant, by_plain, n=1, cutoff=0.6)
    if near:
        return by_plain[near[0]]
    if len(meant) < 2:
        return None
    if len(meant) == 2:
        # Chinese words of two characters, one of them mistyped in its place.
        half = [option for option in by_plain if len(option) == 2 and (option[0] == meant[0] or option[1] == meant[1])]
        return by_plain[half[0]] if half else None
    holding = [option for option in by_plain if meant in option or (option in meant and len(option) > 1)]
    return by_plain[min(holding, key=len)] if holding else None


def asking(candidate: str | None) -> str:
    """The words that a message ends with when there is a candidate."""
    return f"，是否为“{candidate}”？" if candidate else ""
