"""How wide a text is, and where it breaks. Word does not fit text to a drawing's box, so every line is broken here."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKEN = re.compile(r"[!-~]+|.", re.DOTALL)
_CLOSING = frozenset("，。、；：？！）》”’】%％…")
_OPENING = frozenset("（《“‘【")
_JOINTS = frozenset("/与和或及并的至–")
"""Behind these a line breaks well."""
_GOOD, _PAUSE = 0.9, 9.0
"""What a good break is worth, and one at a pause, in font sizes squared."""
_PAUSES = frozenset("、，；：")


def em(text: str) -> float:
    """The width of a text in font sizes: a Chinese character 1, Latin capitals 0.72, other Latin 0.55."""
    return sum(map(_em, text))


@lru_cache(maxsize=8192)
def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.72 if character.isupper() or character in "mw@%" else 0.55


@lru_cache(maxsize=4096)
def wrapped(text: str, widest: float) -> tuple[str, ...]:
    """The text in as few lines as fit into `widest` font sizes, about equally long, broken where it reads well.

    A Latin word wider than a line is cut.
    """
    tokens = _tokens(" ".join(text.split()), widest)
    count = _fewest(tokens, widest)
    widths = [em(token) for token in tokens]
    mean = sum(widths) / count if count else 0.0
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for line in range(1, count + 1):
        for end in range(line, len(tokens) + 1):
            choices = [
                (before[0] + _unevenness(sum(widths[start:end]), mean, line) - _bonus(tokens, start, end), start)
                for start in range(line - 1, end)
                if (before := best.get((line - 1, start))) is not None and _fits(widths[start:end], widest)
            ]
            if choices:
                best[line, end] = min(choices)
    lines: list[str] = []
    end = len(tokens)
    for line in range(count, 0, -1):
        start = best[line, end][1]
        lines.insert(0, "".join(tokens[start:end]).strip())
        end = start
    return tuple(lines)


def _unevenness(width: float, mean: float, line: int) -> float:
    """What a line costs that is longer or shorter than the others; of two the first had better be the longer one."""
    return (width - mean) ** 2 + 0.3 * width * line


def _fits(widths: list[float], widest: float) -> bool:
    return len(widths) == 1 or sum(widths) <= widest + 1e-6


def _bonus(tokens: list[str], start: int, end: int) -> float:
    """What it is worth that a line from `start` ends before `end`; most words have two characters."""
    if end == len(tokens):
        return 0.0
    before, after = tokens[end - 1].rstrip()[-1:], tokens[end][0]
    if before in _PAUSES:
        return _PAUSE if end - start > 1 else 0.0  # not behind the first word of “一、二级”
    if before in _JOINTS or after in _OPENING:
        return _GOOD
    odd = sum(_em(token[0]) == 1.0 for token in tokens[start:end]) % 2
    return -_GOOD * ((after in _JOINTS) + odd)


def _tokens(text: str, widest: float) -> list[str]:
    """What may not be broken: Latin words, characters with the punctuation that clings to them."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if found and (piece in _CLOSING or found[-1][-1] in _OPENING or (piece == " " and found[-1] != " ")):
            found[-1] += piece
        else:
            found.extend(_cut(piece, widest))
    return found


def _cut(word: str, widest: float) -> list[str]:
    cut: list[str] = [""]
    for character in word:
        if cut[-1] and em(cut[-1] + character) > widest:
            cut.append("")
        cut[-1] += character
    return cut


def _fewest(tokens: list[str], widest: float) -> int:
    count, width = 0, widest + 1
    for token in tokens:
        if width + em(token) > widest + 1e-6:
            count, width = count + 1, 0.0
        width += em(token)
    return count
