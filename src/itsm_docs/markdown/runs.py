"""Inlines as WordprocessingML runs: each tag alone in its text element, Chinese quotation marks in the Chinese font.

ECMA-376 part 1, 17.3.2. Nothing here knows about paragraphs, except that one is a sequence of runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from itsm_docs.markdown.blocks import Break, Code, Emphasis, Footnote, Identity, Inlines, Strong, Tag, Text
from itsm_docs.markdown.syntax import CJK
from itsm_docs.ooxml.xml import escape

Format = Literal["strong", "emphasis", "code"]
Formats = frozenset[Format]
NO_FORMAT: Formats = frozenset()

_AMBIGUOUS = "“”‘’…—·℃×÷□※"
_AMBIGUOUS_RUN = re.compile(f"[{_AMBIGUOUS}]+")
_TAG_PLACE = "\ufffc"
_EASTERN = re.compile(f"[{CJK}{_TAG_PLACE}]")
_SIMPLE = re.compile(r"[\w.]+(?:\[[\w'\"]+\])?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text or a tag in one format; `xml` instead when it is something else."""

    text: str
    formats: Formats
    is_tag: bool = False
    xml: str = ""


def runs(content: Inlines, note: Callable[[Footnote], str], formats: Formats = NO_FORMAT) -> str:
    """The runs of a paragraph; `note` stores a footnote and gives the run of its reference.

    “ ” ‘ ’ … — · ℃ × ÷ □ ※ belong to both scripts: Word takes the Latin font unless the run says ``eastAsia``. Runs that
    hold them beside Chinese text (or beside a value) say so.
    """
    pieces = _pieces(content, note, formats)
    eastern = _eastern("".join(_TAG_PLACE if piece.is_tag or piece.xml else piece.text for piece in pieces))
    out: list[str] = []
    position = 0
    for piece in pieces:
        if piece.xml:
            out.append(piece.xml)
            position += 1
        elif piece.is_tag:
            out.append(run(piece.text, piece.formats))
            position += 1
        else:
            out.extend(_split(piece, position, eastern))
            position += len(piece.text)
    return "".join(out)


def run(text: str, formats: Formats = NO_FORMAT, *, eastern: bool = False) -> str:
    """One run with one text element."""
    return f'<w:r>{_properties(formats, eastern)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tag_run(expression: str) -> str:
    """A run that prints an expression."""
    return run(f"{{{{ {expression} }}}}")


def identity_expression(identity: Identity) -> str:
    """``svc-{{ s.id }}`` as ``'svc-' ~ s.id``."""
    parts = []
    for piece in identity:
        if isinstance(piece, Tag):
            simple = _SIMPLE.fullmatch(piece.expression) or len(identity) == 1
            parts.append(piece.expression if simple else f"({piece.expression})")
        else:
            parts.append("'" + piece.replace("\\", "\\\\").replace("'", "\\'") + "'")
    return " ~ ".join(parts)


def text_expression(content: Inlines) -> str:
    """Texts and printed tags as one expression: ``{{ p.title }}流程图`` as ``p.title ~ '流程图'``."""
    pieces = (one if isinstance(one, Tag) else one.text for one in content if isinstance(one, Tag | Text))
    return identity_expression(tuple(pieces))


def field(instruction: str, shown: str) -> str:
    """A complex field with its cached result (17.16.18)."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{escape(shown)}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def reference(number: int) -> str:
    """The run that refers to a footnote."""
    style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    return f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r>'


def footnote_mark() -> str:
    """What a footnote's own text begins with."""
    return '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>' + run(" ")


@lru_cache(maxsize=64)
def _properties(formats: Formats, eastern: bool) -> str:
    """Run properties in schema order: rFonts, b, bCs, i, iCs, sz, szCs."""
    fonts = ' w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"' if "code" in formats else ""
    hint = ' w:hint="eastAsia"' if eastern else ""
    inner = (
        (f"<w:rFonts{hint}{fonts}/>" if hint or fonts else "")
        + ("<w:b/><w:bCs/>" if "strong" in formats else "")
        + ("<w:i/><w:iCs/>" if "emphasis" in formats else "")
    )
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _pieces(content: Inlines, note: Callable[[Footnote], str], formats: Formats) -> list[_Piece]:
    pieces: list[_Piece] = []
    for inline in content:
        match inline:
            case Text(text):
                pieces.append(_Piece(text, formats))
            case Tag():
                pieces.append(_Piece(inline.source, formats, is_tag=True))
            case Break():
                pieces.append(_Piece("", formats, xml="<w:r><w:br/></w:r>"))
            case Strong(children):
                pieces.extend(_pieces(children, note, formats | {"strong"}))
            case Emphasis(children):
                pieces.extend(_pieces(children, note, formats | {"emphasis"}))
            case Code(children):
                pieces.extend(_pieces(children, note, formats | {"code"}))
            case Footnote():
                pieces.append(_Piece("", formats, xml=note(inline)))
    return pieces


def _eastern(text: str) -> frozenset[int]:
    """The positions of ambiguous characters that touch Chinese text, a tag, or one another doing so."""
    found: set[int] = set()
    for match in _AMBIGUOUS_RUN.finditer(text):
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        if _EASTERN.search(around):
            found.update(range(match.start(), match.end()))
    return frozenset(found)


def _split(piece: _Piece, start: int, eastern: frozenset[int]) -> list[str]:
    """The runs of a text: one, unless some of its ambiguous characters are Chinese and some are Latin."""
    cut = 0
    state: bool | None = None
    out: list[str] = []
    for match in _AMBIGUOUS_RUN.finditer(piece.text):
        here = start + match.start() in eastern
        if state is not None and here != state:
            out.append(run(piece.text[cut : match.start()], piece.formats, eastern=state))
            cut = match.start()
        state = here
    out.append(run(piece.text[cut:], piece.formats, eastern=bool(state)))
    return out
