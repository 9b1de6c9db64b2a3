"""Say in plain words why a text is not YAML: what people really mistype, not what the parser felt.

The parser names the place where it gave up; the cause is often on the line before. Each cause is tried in turn, from
the most specific to "cannot be understood here".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from itsm_docs.findings import Finding, Where, finding

_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.1 §5.1 does not allow in a stream; a byte order mark only at its start, where it is already gone."""


def unreadable_character(text: str, file: str) -> list[Finding]:
    """A finding for the first character that no YAML file may hold, or nothing."""
    match = _UNREADABLE.search(text)
    if match is None:
        return []
    line = text.count("\n", 0, match.start())
    column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
    return [finding("IN106", Where(file, line + 1, column + 1), character=f"U+{ord(match[0]):04X}")]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known about a syntax error: the lines and the parser's two places (0-based) and words."""

    lines: list[str]
    line: int
    column: int
    context_line: int
    context_column: int
    problem: str
    context: str

    @property
    def text(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def nearby(self) -> list[int]:
        """The lines from the error back to where the parser's trouble began, nearest first, comments left out."""
        first = max(0, min(self.context_line, self.line - 3))
        numbers = range(min(self.line, len(self.lines) - 1), first - 1, -1)
        return [number for number in numbers if not self.lines[number].lstrip().startswith("#")]


_Cause = tuple[str, int, int, dict[str, str]]


def _tab(scene: _Scene) -> _Cause | None:
    for number in scene.nearby:
        match = re.match(r" *\t", scene.lines[number])
        if match:
            return "IN121", number, match.end() - 1, {}
    return None


_WIDE_COLON = re.compile(r"^\s*(?:- +)*(?P<key>[^\s:：#\"'“”|>\[\]{},，。；]{1,24})(?P<colon>：)")


def _wide_colon(scene: _Scene) -> _Cause | None:
    for number in scene.nearby:
        match = _WIDE_COLON.match(scene.lines[number])
        if match:
            return "IN122", number, match.start("colon"), {"key": match["key"]}
    return None


_NO_SPACE = re.compile(r"^\s*(?:- +)*(?P<key>[^\s:#\"'|>\[\]{},]{1,40}):(?=[^\s/\\:])")


def _no_space(scene: _Scene) -> _Cause | None:
    if "could not find expected ':'" not in scene.problem and "mapping values" not in scene.problem:
        return None
    for number in scene.nearby:
        match = _NO_SPACE.match(scene.lines[number])
        if match:
            return "IN123", number, match.end(), {"key": match["key"]}
    return None


def _unclosed_quote(scene: _Scene) -> _Cause | None:
    if "quoted scalar" not in scene.context:
        return None
    if "escape" in scene.problem:
        return "IN125", scene.line, scene.column, {}
    return "IN124", scene.context_line, scene.context_column, {}


_AFTER_QUOTE = re.compile(r":\s+([\"']).*?\1\s*\S")


def _text_after_quote(scene: _Scene) -> _Cause | None:
    if "did not find expected key" not in scene.problem:
        return None
    return ("IN126", scene.line, scene.column, {}) if _AFTER_QUOTE.search(scene.text) else None


_WIDE_BRACKETS = {"［": "[", "］": "]", "｛": "{", "｝": "}", "，": ","}


def _brackets(scene: _Scene) -> _Cause | None:
    if "flow sequence" not in scene.context and "flow mapping" not in scene.context:
        return None
    opening = scene.lines[scene.context_line] if scene.context_line < len(scene.lines) else ""
    for number, text in ((scene.context_line, opening), (scene.line, scene.text)):
        for column, character in enumerate(text):
            if character in _WIDE_BRACKETS:
                return "IN127", number, column, {"found": character, "expected": _WIDE_BRACKETS[character]}
    return "IN128", scene.context_line, scene.context_column, {"bracket": opening[scene.context_column :][:1] or "["}


def _inner_colon(scene: _Scene) -> _Cause | None:
    before = scene.text[: scene.column]
    if "mapping values" in scene.problem and re.search(r":\s", before):
        return "IN129", scene.line, scene.column, {}
    return None


def _special_start(scene: _Scene) -> _Cause | None:
    character = scene.text[scene.column : scene.column + 1]
    if "cannot start any token" in scene.problem:
        return "IN130", scene.line, scene.column, {"character": character}
    for word, sign in (("alias", "*"), ("anchor", "&"), ("tag", "!"), ("directive", "%")):
        if word in f"{scene.context} {scene.problem}":
            return "IN130", scene.line, scene.context_column, {"character": sign}
    return None


def _list_on_key_line(scene: _Scene) -> _Cause | None:
    if "block sequence entries are not allowed" in scene.problem:
        return "IN131", scene.line, scene.column, {}
    return None


def _block_text(scene: _Scene) -> _Cause | None:
    return ("IN132", scene.line, scene.column, {}) if "block scalar" in scene.context else None


def _keyless(scene: _Scene) -> _Cause | None:
    if "could not find expected ':'" in scene.problem:
        return "IN133", scene.context_line, scene.context_column, {}
    return None


def _indentation(scene: _Scene) -> _Cause | None:
    words = ("mapping values", "did not find expected key", "did not find expected '-'", "block collection")
    if any(word in scene.problem for word in words):
        return "IN134", scene.line, 0, {}
    return None


_CAUSES: tuple[Callable[[_Scene], _Cause | None], ...] = (
    _tab,
    _unclosed_quote,
    _wide_colon,
    _no_space,
    _text_after_quote,
    _brackets,
    _inner_colon,
    _special_start,
    _list_on_key_line,
    _block_text,
    _keyless,
    _indentation,
)


def explain(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding:
    """The finding of a syntax error: its most likely cause, at the place to mend."""
    mark = error.problem_mark or error.context_mark
    start = error.context_mark or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    context_line, context_column = (start.line, start.column) if start else (line, column)
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)
    scene = _Scene(lines, line, column, context_line, context_column, error.problem or "", error.context or "")
    for cause in _CAUSES:
        found = cause(scene)
        if found is not None:
            code, at_line, at_column, values = found
            return finding(code, Where(file, at_line + 1, at_column + 1), **values)
    return finding("IN120", Where(file, line + 1, column + 1))


_FOLDED_KEY = re.compile(r"^(?P<key>[^\s:：]{1,24})(?P<colon>[:：])")


def folded_key(text: str) -> tuple[str, str] | None:
    """The key and the colon that a whole text begins with, when someone meant a mapping; None otherwise."""
    match = _FOLDED_KEY.match(text)
    return (match["key"], match["colon"]) if match else None


_INNER_KEY = re.compile(r"(?<=\s)([^\s:：]{1,24})：")


def inner_keys(text: str) -> list[str]:
    """The words before full-width colons at the beginning of a folded text's later lines."""
    return [match[1] for match in _INNER_KEY.finditer(text)]
