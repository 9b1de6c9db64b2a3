"""The wording of a document: what somebody wrote, without what programs compute, for telling an edit from a mere re-save.

Fields other than links, automatic numbers, drawings and deleted text are left out, and so is all white space. Word and
LibreOffice save the same wording for the same document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from itsm_docs.ooxml.headings import Levels, automatic_numbers
from itsm_docs.ooxml.package import main_part, story_parts
from itsm_docs.ooxml.xml import every, parse, qn, text_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEFT_OUT = frozenset(
    qn(name) for name in ("mc:AlternateContent", "w:drawing", "w:pict", "w:object", "w:del", "w:moveFrom")
)
_LINK = "HYPERLINK"
_SAME = str.maketrans({"\u2011": "-", "\u00ad": ""})


def wording(parts: Mapping[str, bytes]) -> str:
    """The wording of the main part on one line. Raises `Faulty` (OX1xx)."""
    name = main_part(parts)
    words = "".join(_words(parse(parts[name], name)))
    return "".join(words.translate(_SAME).split())


def _words(root: _Element) -> Iterator[str]:
    """The texts in document order; `codes` are the fields that are open, with their codes."""
    codes: list[str] = []
    for element in _outside(root):
        if element.tag == qn("w:fldChar"):
            kind = value(element, "w:fldCharType")
            if kind == "begin":
                codes.append("")
            elif kind == "end" and codes:
                codes.pop()
        elif element.tag == qn("w:instrText") and codes:
            codes[-1] += element.text or ""
        elif element.tag == qn("w:t") and all(code.lstrip().upper().startswith(_LINK) for code in codes):
            yield element.text or ""


def _outside(element: _Element) -> Iterator[_Element]:
    """The elements below one in document order, without those that are left out."""
    for child in element.iterchildren("*"):
        simple = child.tag == qn("w:fldSimple") and not (value(child, "w:instr") or "").lstrip().startswith(_LINK)
        if child.tag in _LEFT_OUT or simple:
            continue
        yield child
        yield from _outside(child)


def passages(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every paragraph of the parts with text, each as the heading above it (``第五条 服务范围``) and its text.

    Raises `Faulty` (OX1xx).
    """
    main, levels = main_part(parts), Levels(parts)
    for name in story_parts(parts):
        root = parse(parts[name], name)
        numbers = automatic_numbers(parts, root) if name == main else {}
        heading = ""
        for paragraph in every(root, "w:p"):
            text = text_of(paragraph)
            if name == main and text and levels.of(paragraph) is not None:
                heading = f"{numbers.get(paragraph, '')} {text}".strip()
            yield heading, text
