"""The names of the trace: hidden bookmarks, data paths, and the tags that stand for paths in content controls.

Pure text. It knows no model: an item is any mapping or any object with fields. Source: word-level limits as measured
in tests/word_verified/trace.md (a tag holds 64 characters, a bookmark's name 40 of ``A-Za-z0-9_``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

TAG_LIMIT = 64
"""Word cuts the tag of a content control at this many UTF-16 units."""
KEY_LIMIT = 32
"""Longest key of a list item in a path; a sentence that serves as key is shortened to it."""

_SECTION = re.compile(r"_itsm_\d{4,}")
_SECTION_END = re.compile(r"_itsm_end_\d{4,}")
_FACT = re.compile(r"_v\d{4,}")
_COPY = re.compile(r"(?:_Copy_\d+)+$")
_PLAIN_KEY = re.compile(r"[\w-]{1,32}")
_IDENTITIES = ("id", "code")
_TITLES = ("name", "title", "role", "term", "item", "label", "level", "aspect")
_PRIVATE = re.compile(r"phone|mobile|mail|identity|id_?(card|number)|account|电话|手机|邮箱|身份证|账号", re.IGNORECASE)


def section_name(number: int) -> str:
    """The bookmark around the heading of the n-th section, counted from 1: ``_itsm_0001``."""
    return f"_itsm_{number:04d}"


def fact_name(number: int) -> str:
    """The bookmark around the n-th fact, counted from 1: ``_v0001``."""
    return f"_v{number:04d}"


def base_name(name: str) -> str:
    """The name without the ``_Copy_1`` that LibreOffice adds when it meets a name twice."""
    return _COPY.sub("", name)


def is_section(name: str) -> bool:
    """Whether a bookmark, possibly a copy, marks the heading of a section."""
    return _SECTION.fullmatch(base_name(name)) is not None


def is_section_end(name: str) -> bool:
    """Whether a bookmark ends a section before the next heading does (``_itsm_end_0007``)."""
    return _SECTION_END.fullmatch(base_name(name)) is not None


def is_fact(name: str) -> bool:
    """Whether a bookmark, possibly a copy, stands around a fact."""
    return _FACT.fullmatch(base_name(name)) is not None


def tag_of(path: str) -> str:
    """The tag for a data path: the path, or ``head…~h`` and 8 hexadecimal digits of its hash where it is too long."""
    return shortened(path, TAG_LIMIT)


def shortened(text: str, limit: int) -> str:
    """The text, cut to `limit` UTF-16 units with a hash of the whole at its end where it is longer."""
    if len(text) <= limit and (text.isascii() or _units(text) <= limit):
        return text
    end = f"…~h{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    head = text[: limit - len(end)]
    while _units(head) > limit - len(end):
        head = head[:-1]
    return head + end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Tags:
    """Gives tags for paths and remembers the paths that were too long: ``paths`` leads from short tag to path."""

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}

    def tag(self, path: str) -> str:
        """The tag of a path."""
        tag = tag_of(path)
        if tag != path:
            self.paths[tag] = path
        return tag


def item_key(item: Any) -> str:
    """What tells an item from its neighbours, wherever sorting and filtering take it; never its index.

    Its id or code; else its name, role, term …; else its first text that is not private (telephones, identity
    numbers); else a hash of all its values. Two items that agree in all of this share a key, and so a path.
    """
    if isinstance(item, str | int | float):
        return _cleaned(_text(item) or str(item))
    own = _Fields(item)
    for name in (*_IDENTITIES, *_TITLES):
        if key := _cleaned(_text(own.get(name))):
            return key
    for name in own.names():
        value = own.get(name)
        if isinstance(value, str) and not _PRIVATE.search(name) and (key := _cleaned(_text(value))):
            return key
    shown = "\n".join(f"{name}={own.get(name)}" for name in own.names())
    return f"~h{hashlib.sha256(shown.encode()).hexdigest()[:8]}"


class _Fields:
    """The fields of a mapping or of a record (pydantic's, a dataclass's), in their order."""

    __slots__ = ("_item",)

    def __init__(self, item: Any) -> None:
        self._item = item

    def get(self, name: str) -> Any:
        if isinstance(self._item, Mapping):
            return self._item.get(name)
        # Only fields count: a method called `title` or `item` is no key.
        return getattr(self._item, name, None) if name in self.names() else None

    def names(self) -> Iterable[str]:
        if isinstance(self._item, Mapping):
            return [name for name in self._item if isinstance(name, str)]
        kind = type(self._item)
        fields = getattr(kind, "__pydantic_fields__", None) or getattr(kind, "__dataclass_fields__", None)
        return fields if fields is not None else vars(self._item) if hasattr(self._item, "__dict__") else ()


def _text(value: Any) -> str:
    """The stable text of a value that may serve as a key: a choice by its value, not by what it prints as."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _cleaned(text: str) -> str:
    """The key as it may stand in a path: one line, no brackets, nothing invisible, not a whole sentence."""
    if _PLAIN_KEY.fullmatch(text):
        return text
    kept = "".join(" " if c.isspace() else c for c in text if c.isprintable() or c.isspace())
    return shortened(" ".join(kept.replace("[", "(").replace("]", ")").split()), KEY_LIMIT)
