"""Marking, at compile time, what the finishing pass must look at, so that it can pass over everything else.

A seal is one noncharacter and a letter: ``p`` in front of a paragraph with a number, a caption, an anchor, a reference,
a footnote or the contents; ``r`` a list starts anew; ``l`` a list of a Markdown value begins; ``f`` … ``g`` the text of a
footnote. Most paragraphs of a document carry none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from itsm_docs.ooxml.counting import Numbering
from itsm_docs.templating.environment import SEAL

_SPECIAL = re.compile(r"<w:numPr>|SEQ |_anchor\(|_(?:toc|ref|title|page)\(|<w:footnoteReference")
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_ORDERS = re.compile(r"<\?(restart|fn|list) (-?\d+)(?: ([ob]))?\?>|<\?(/fn)\?>")
_CLAUSES = re.compile(r"<\?clause [^?]*\?>")
_CALL = re.compile(r"\{\{.*?\}\}")
_LETTERS = {"restart": "r", "fn": "f", "list": "l"}
_LISTED = re.compile(
    r"<w:p>(?=<w:pPr>(?:(?!</w:pPr>).)*<w:numPr>)|<w:p(?= [^>]*><w:pPr>(?:(?!</w:pPr>).)*<w:numPr>)", re.DOTALL
)


def seal_orders(text: str) -> str:
    """Processing instructions as seals; they are written by our own writers only."""
    return _ORDERS.sub(_order, text)


def _order(match: re.Match[str]) -> str:
    if match[4]:
        return f"{SEAL}g"
    return f"{SEAL}{_LETTERS[match[1]]}{match[2]}{match[3] or ''};"


def seal_value(xml: str) -> str:
    """The paragraphs of a Markdown value, list items sealed."""
    if "<w:numPr>" not in xml:
        return xml
    return seal_orders(_LISTED.sub(lambda match: f"{SEAL}p{match.group()}", xml))


def _computed(match: re.Match[str]) -> str:
    """What a mark of clauses leaves where nothing is traced: the calls, which look at the ids and print nothing."""
    return "".join(_CALL.findall(match.group()))


class Sealer:
    """Knows which styles number their paragraphs in one template."""

    def __init__(self, numbering: Numbering, headings: Mapping[str, int]) -> None:
        self._styles = {*headings, *numbering.styles}
        self._default_numbered = numbering.default_style in numbering.styles

    def seal(self, lines: Iterable[str], *, traced: bool = False) -> str:
        """The source to compile: the same lines, sealed. A paragraph is one line. Only a traced one names its clauses."""
        kept = lines if traced else (_CLAUSES.sub(_computed, line) if "<?clause" in line else line for line in lines)
        return "\n".join(self._sealed(line) for line in kept)

    @staticmethod
    def refers_to_items(lines: Iterable[str]) -> bool:
        """Whether an item of a list is the target of references, so that items must be counted."""
        return any("<w:numPr>" in line and "_anchor(" in line for line in lines)

    def _sealed(self, line: str) -> str:
        if "<?" in line:
            line = seal_orders(line)
        if line.startswith(("<w:p>", "<w:p ")) and self._special(line):
            return f"{SEAL}p{line}"
        return line

    def _special(self, line: str) -> bool:
        if "<?clause" in line:
            return True
        style = _STYLE.search(line)
        numbered = style[1] in self._styles if style else self._default_numbered
        return numbered or _SPECIAL.search(line) is not None
