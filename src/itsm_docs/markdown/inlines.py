"""From the tokens of one paragraph to inlines: tags come back, soft line breaks become a space or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from itsm_docs.markdown.blocks import Break, Code, Emphasis, Footnote, Inline, Inlines, Strong, Tag, Text
from itsm_docs.markdown.syntax import CJK
from itsm_docs.markdown.tags import TAG_CHARACTER, Masked

_TAG = re.compile(f"({TAG_CHARACTER})")
_CLOSED_UP = re.compile("[\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
_CLOSE_TO = re.compile(f"[{CJK}“”‘’…—·]")


@dataclass
class InlineReader:
    """Reads the children of an ``inline`` token; `footnote` makes the footnote of a reference token and its line."""

    masked: Masked
    footnote: Callable[[Token, int], Footnote | None]
    _tokens: list[Token] = field(default_factory=list)

    def read(self, tokens: Sequence[Token], line: int) -> Inlines:
        """The inlines of one paragraph, heading or cell that begins in `line`."""
        stack: list[list[Inline]] = [[]]
        for index, token in enumerate(tokens):
            kind = token.type
            if kind in ("strong_open", "em_open"):
                stack.append([])
            elif kind in ("strong_close", "em_close"):
                children = tuple(stack.pop())
                stack[-1].append(Strong(children) if kind == "strong_close" else Emphasis(children))
            elif kind == "footnote_ref":
                if (note := self.footnote(token, line)) is not None:
                    stack[-1].append(note)
            elif kind == "softbreak":
                _extend(stack[-1], self._soft(tokens, index))
            elif kind == "hardbreak":
                stack[-1].append(Break())
            elif kind == "code_inline":
                stack[-1].append(Code(self.text(token.content)))
            else:
                _extend(stack[-1], self.text(token.content))
        return tuple(stack[0])

    def text(self, content: str) -> Inlines:
        """Masked text as texts and tags."""
        pieces = (self.masked.tags.get(piece) or Text(piece) for piece in _TAG.split(content) if piece)
        return tuple(pieces)

    def _soft(self, tokens: Sequence[Token], index: int) -> Inlines:
        """Nothing between Chinese characters (or one and a tag) and beside Chinese punctuation, otherwise a space."""
        before = next((token.content[-1] for token in reversed(tokens[:index]) if token.content.strip()), "")
        after = next((token.content[0] for token in tokens[index + 1 :] if token.content.strip()), "")
        if _CLOSED_UP.match(before) or _CLOSED_UP.match(after):
            return ()
        return (Text(" "),) if "latin" in (_side(before, self.masked.tags), _side(after, self.masked.tags)) else ()


def _side(character: str, tags: dict[str, Tag]) -> str:
    if not character or character in tags:
        return "tag"
    return "cjk" if _CLOSE_TO.match(character) else "latin"


def _extend(into: list[Inline], pieces: Inlines) -> None:
    for piece in pieces:
        if isinstance(piece, Text) and into and isinstance(into[-1], Text):
            into[-1] = Text(into[-1].text + piece.text)
        else:
            into.append(piece)


def flatten(content: Inlines) -> list[Inline]:
    """Every inline in reading order, those inside emphasis and code after their container; footnotes stay closed."""
    found: list[Inline] = []
    for inline in content:
        found.append(inline)
        if isinstance(inline, Strong | Emphasis | Code):
            found.extend(flatten(inline.children))
    return found
