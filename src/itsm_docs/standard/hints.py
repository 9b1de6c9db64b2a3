"""The marks of what is not yet an answer: open points, instructions of a template, blanks to fill in."""

from __future__ import annotations

import re
from functools import cache

from itsm_docs.standard import _data


@cache
def _marks() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _data.read("hints.yaml")))


def without_hints(text: str) -> str:
    """The text without open points, left-over instructions and blanks."""
    return _marks().sub("", text)
