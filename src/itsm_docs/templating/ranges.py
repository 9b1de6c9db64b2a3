"""Bookmarks and comments of a Word template: where loops repeat them or conditions drop them, they stay whole and unique.

While a part is rewritten each mark is a placeholder; when all tags are known, it becomes a plain element, a call that
gives it an id and a name of its own each time it is printed, or nothing. Other references inside the same loop follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsm_docs.ooxml.xml import escape, qn, value

if TYPE_CHECKING:
    from lxml.etree import _Element

BOOKMARKS = {qn("w:bookmarkStart"): "start", qn("w:bookmarkEnd"): "end"}
COMMENTS = {qn("w:commentRangeStart"): "from", qn("w:commentRangeEnd"): "to"}
MARKS = BOOKMARKS | COMMENTS
_TOKEN = re.compile(r"<\?mark (\d+)\?>")
_CURSOR = "_GoBack"
"""Word's note of where its cursor stood."""
_REFERS = re.compile(r"^(\s*(?:REF|PAGEREF|NOTEREF)\s+)([\w.]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    key: str
    path: tuple[int, ...]
    loops: tuple[int, ...]
    xml: str = ""
    name: str = ""


def referred(code: str) -> str | None:
    """The bookmark to which a field's code refers."""
    match = _REFERS.match(code)
    return match[2] if match else None


def quoted(text: str) -> str:
    """A text as a string in a Jinja expression."""
    text = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"


class Ranges:
    """The marks of one part."""

    def __init__(self) -> None:
        self.marks: list[_Mark] = []
        self._starts: dict[str, _Mark] = {}
        self._ends: dict[str, _Mark] = {}
        self._named: dict[str, int] = {}
        self._comments: dict[str, set[tuple[int, ...]]] = {}

    def token(
        self, kind: str, key: str, path: tuple[int, ...], loops: tuple[int, ...], xml: str, name: str = ""
    ) -> str:
        """A placeholder for a mark that stands inside the statements of `path`."""
        self.marks.append(_Mark(kind, key, path, loops, xml, name))
        return f"<?mark {len(self.marks) - 1}?>"

    def of(self, element: _Element, path: tuple[int, ...], loops: tuple[int, ...], xml: str) -> str:
        """The placeholder for a bookmark's or comment's start or end."""
        kind = MARKS[str(element.tag)]
        return self.token(kind, value(element, "w:id") or "", path, loops, xml, value(element, "w:name") or "")

    def code(self, text: str, path: tuple[int, ...], loops: tuple[int, ...]) -> str:
        """The code of a field: a reference follows its bookmark through loops."""
        match = _REFERS.match(text) if loops else None
        if match is None:
            return escape(text)
        token = self.token("code", match[2], path, loops, escape(match[2]), match[2])
        return escape(match[1]) + token + escape(text[match.end() :])

    def resolve(self, lines: Iterable[str]) -> list[str]:
        """The lines with every placeholder replaced."""
        self._starts = {mark.key: mark for mark in reversed(self.marks) if mark.kind == "start"}
        self._named = {
            mark.name: index for index, mark in reversed(list(enumerate(self.marks))) if mark.kind == "start"
        }
        self._ends = {mark.key: mark for mark in reversed(self.marks) if mark.kind == "end"}
        for mark in self.marks:
            if mark.kind in ("from", "to", "note", "lost"):
                self._comments.setdefault(mark.key, set()).add((-1,) if mark.kind == "lost" else mark.path)
        return [
            _TOKEN.sub(lambda match: self._resolved(int(match[1])), line) if "<?mark " in line else line
            for line in lines
        ]

    def _resolved(self, index: int) -> str:
        mark = self.marks[index]
        if mark.kind in ("start", "end"):
            return self._bookmark(mark)
        if mark.kind == "code":
            return self._code(index, mark)
        if mark.kind == "lost" or len(self._comments[mark.key]) > 1:
            return ""  # half of a comment's range may be gone: no comment rather than a broken one
        return f"{{% if _once({index}) %}}{mark.xml}{{% endif %}}" if mark.loops else mark.xml

    def _bookmark(self, mark: _Mark) -> str:
        start, end = self._starts.get(mark.key), self._ends.get(mark.key)
        if start is None or end is None or start.name == _CURSOR:
            return ""
        whole = start.path == end.path
        if mark.kind == "end" and not whole:
            return ""
        if not mark.loops:
            return mark.xml if whole else f'{mark.xml}<w:bookmarkEnd w:id="{mark.key}"/>'
        if mark.kind == "end":
            return f"{{{{ _bookend({quoted(mark.key)}) }}}}"
        text = f"{{{{ _bookmark({quoted(mark.name)}, {quoted(mark.key)}) }}}}"
        return text if whole else f"{text}{{{{ _bookend({quoted(mark.key)}) }}}}"

    def _code(self, index: int, mark: _Mark) -> str:
        at = self._named.get(mark.name)
        if at is None or not self.marks[at].loops or self.marks[at].loops != mark.loops[: len(self.marks[at].loops)]:
            return mark.xml
        return f"{{{{ _named({quoted(mark.name)}, {int(at > index)}) }}}}"
