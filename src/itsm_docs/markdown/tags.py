"""Hide Jinja tags from the Markdown parser: every tag becomes one private character, and comes back afterwards.

A filter's ``|`` would cut a table cell, ``*`` in an expression would start emphasis. Only the delimiters and the
keyword of a tag are understood here; whether an expression is right is decided when the template is compiled.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.markdown.blocks import Chapter, Tag

FIRST = 0xF0000
LAST = 0xFFFFD
TAG_CHARACTER = f"[{chr(FIRST)}-{chr(LAST)}]"
KEYWORDS = ("if", "elif", "else", "endif", "for", "endfor")
DIALECT = ("p", "tr", "tc", "r")

_RESERVED = re.compile(f"[{chr(FIRST)}-{chr(0xFFFFF)}\ufdd0-\ufdef]")
_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPENER = re.compile("[{｛][{｛%％#＃]")
_LIMIT = re.compile("\n|[{｛][{｛%％]")
_STRAY = re.compile("[}｝][}｝]|[%％][}｝]")
_PIECE = re.compile(
    r"""(?P<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")
    |(?P<blank>\n[ \t]*\n)
    |(?P<opener>[{｛][{｛%％])
    |(?P<wide>[\u201c\u201d\u2018\u2019\u3000-\u3002\uff01-\uff5e])
    |(?P<open>[(\[{])|(?P<close>[)\]}])
    |(?P<lone>['"])""",
    re.VERBOSE,
)
_CLOSERS = {"{": re.compile("[-+]?[}｝][}｝]"), "%": re.compile("[-+]?[%％][}｝]"), "#": re.compile("[#＃][}｝]")}
_HALF = str.maketrans("“”‘’、。　", "\"\"'',. ")


@dataclass
class Masked:
    """A chapter's text without tags: `text` for the parser, `tags` by character, `lines` back to the source."""

    chapter: Chapter
    text: str = ""
    tags: dict[str, Tag] = field(default_factory=dict)
    lines: list[int] = field(default_factory=lambda: [1])
    findings: list[Finding] = field(default_factory=list)

    def line(self, masked_line: int) -> int:
        """The source line (from 1) of a line of the masked text (from 0)."""
        return self.lines[min(masked_line, len(self.lines) - 1)]

    def shown(self, text: str) -> str:
        """Masked text with its tags back in place."""
        return re.sub(TAG_CHARACTER, lambda match: self.tags[match[0]].source if match[0] in self.tags else "", text)


def plain(chapter: Chapter) -> Masked:
    """A text whose tags are ordinary characters: what a user typed into a field."""
    text = _normal(chapter.text)
    return Masked(chapter, text, {}, list(range(1, text.count("\n") + 2)))


def mask(chapter: Chapter) -> Masked:
    """Replace every tag by one private character; comments vanish, with their line if they stand alone on it.

    Findings MD101-MD111: reserved or forbidden characters, tags that are unclosed, stray, full-width or unknown.
    """
    scanner = _Scanner(Chapter(chapter.name, _normal(chapter.text)))
    return scanner.run()


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


class _Scanner:
    """One pass over a chapter; `out` holds the masked pieces."""

    def __init__(self, chapter: Chapter) -> None:
        self.source = chapter.text
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.source))]
        self.result = Masked(chapter)
        self.out: list[str] = []

    def run(self) -> Masked:
        self._refuse_characters()
        position = 0
        while opener := _OPENER.search(self.source, position):
            self._keep(position, opener.start())
            position = self._take(opener)
        self._keep(position, len(self.source))
        self.result.text = "".join(self.out)
        self.result.findings.sort(key=lambda found: found.where.line or 0)
        return self.result

    def _line_at(self, position: int) -> int:
        return bisect_right(self.starts, position)

    def _report(self, code: str, position: int, **values: Any) -> None:
        where = Where(self.result.chapter.name, self._line_at(position))
        self.result.findings.append(finding(code, where, **values))

    def _refuse_characters(self) -> None:
        for pattern, code in ((_RESERVED, "MD101"), (_FORBIDDEN, "MD102")):
            for match in pattern.finditer(self.source):
                self._report(code, match.start(), character=f"U+{ord(match[0]):04X}")
        # The findings stop the template; until then these characters must not pass for tags.
        self.source = _FORBIDDEN.sub("\ufffd", _RESERVED.sub("\ufffd", self.source))

    def _keep(self, start: int, end: int) -> None:
        """Copy text outside tags; a closing delimiter in it has lost its opening one."""
        text = self.source[start:end]
        for match in _STRAY.finditer(text):
            self._report("MD104", start + match.start(), tag=match[0])
        self.out.append(text)
        first = self._line_at(start)
        self.result.lines.extend(first + number for number in range(1, text.count("\n") + 1))

    def _take(self, opener: re.Match[str]) -> int:
        """Take one tag or comment; the position after it."""
        kind = unicodedata.normalize("NFKC", opener[0])[1]
        end = _CLOSERS["#"].search(self.source, opener.end()) if kind == "#" else self._end(opener, kind)
        if end is None:
            self._report("MD103", opener.start(), tag=self._excerpt(opener))
            self.out.append(opener[0])
            return opener.end()
        inner = "" if kind == "#" else self.source[opener.end() : end.start()]
        self._check_width(opener, end, inner)
        if kind == "#":
            return self._after_comment(opener, end)
        if any(piece["lone"] for piece in _PIECE.finditer(inner)):
            self._report("MD106", opener.start(), tag=self._excerpt(opener))
        if inner.startswith(("-", "+")) or end[0].startswith(("-", "+")):
            self._report("MD107", opener.start(), tag=self._excerpt(opener))
        expression = inner[1:] if inner.startswith(("-", "+")) else inner
        self._store(kind, re.sub(r"\s*\n\s*", " ", expression.strip()), opener.start())
        return end.end()

    def _after_comment(self, opener: re.Match[str], end: re.Match[str]) -> int:
        """A comment alone on its lines takes them away, so that it neither ends a paragraph nor loosens a list."""
        begin = self.starts[self._line_at(opener.start()) - 1]
        rest = re.compile(r"[ \t]*(?:\n|\Z)").match(self.source, end.end())
        if self.source[begin : opener.start()].strip() or rest is None:
            return end.end()
        indent = opener.start() - begin
        if indent and self.out:
            self.out[-1] = self.out[-1][:-indent]
        self.result.lines[-1] = self._line_at(rest.end())
        return rest.end()

    def _end(self, opener: re.Match[str], kind: str) -> re.Match[str] | None:
        """The closing delimiter of a tag, or None. One that quotes or brackets hide counts, with a finding."""
        end = self._strict_end(opener, kind)
        if end is not None:
            return end
        limit = _LIMIT.search(self.source, opener.end())
        end = _CLOSERS[kind].search(self.source, opener.end(), limit.start() if limit else len(self.source))
        if end is None:
            return None
        inner = self.source[opener.end() : end.start()]
        if not any(piece["lone"] for piece in _PIECE.finditer(inner)):  # a lone quote is reported by itself
            self._report("MD106", opener.start(), tag=self._excerpt(opener))
        return end

    def _strict_end(self, opener: re.Match[str], kind: str) -> re.Match[str] | None:
        position, depth = opener.end(), 0
        while position < len(self.source):
            closer = _CLOSERS[kind].match(self.source, position)
            if closer and depth == 0:
                return closer
            piece = _PIECE.match(self.source, position)
            if piece is None:
                position += 1
                continue
            if piece["blank"] or piece["opener"] or (piece["string"] and _OPENER.search(piece["string"])):
                return None
            depth += bool(piece["open"]) - bool(piece["close"])
            position = piece.end()
        return None

    def _check_width(self, opener: re.Match[str], end: re.Match[str], inner: str) -> None:
        """Full-width signs outside string literals: Jinja would refuse them with a message nobody understands."""
        signs = [opener[0], *(piece["wide"] for piece in _PIECE.finditer(inner) if piece["wide"]), end[0]]
        halves = {sign: unicodedata.normalize("NFKC", sign.translate(_HALF)) for sign in signs}
        wide = {sign: half for sign, half in halves.items() if sign != half}
        if wide:
            found, expected = " ".join(wide), " ".join(dict.fromkeys(wide.values()))
            self._report("MD105", opener.start(), found=found, expected=expected, tag=self._excerpt(opener))

    def _excerpt(self, opener: re.Match[str]) -> str:
        line = self.source[opener.start() : opener.start() + 40].split("\n")[0]
        return line if len(line) < 40 else line[:39] + "…"

    def _store(self, kind: str, expression: str, position: int) -> None:
        keyword = expression.split(None, 1)[0] if kind == "%" and expression else None
        if not expression:
            self._report("MD109", position)
        elif keyword is not None and keyword not in KEYWORDS:
            self._report("MD110" if keyword in DIALECT else "MD108", position, keyword=keyword)
        elif FIRST + len(self.result.tags) > LAST:
            self._report("MD111", position, limit=LAST - FIRST + 1)
        else:
            source = f"{{{{ {expression} }}}}" if kind == "{" else f"{{% {expression} %}}"
            character = chr(FIRST + len(self.result.tags))
            self.result.tags[character] = Tag(source, self.result.chapter.name, self._line_at(position), keyword)
            self.out.append(character)
