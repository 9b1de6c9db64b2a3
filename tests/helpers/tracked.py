"""Tracked changes written by hand, as Word writes them, and what is left of a document's body when they are settled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count

from lxml import etree
from tests.helpers.word import NAMES, SECTION, docx, run

from itsm_docs.ooxml.package import Package, read
from itsm_docs.ooxml.xml import escape

AUTHOR, DATE = "张三", "2027-03-01T09:00:00Z"
MAIN = "word/document.xml"


_KEYS = count(900)


def by(author: str = AUTHOR, key: int | None = None, date: str = DATE) -> str:
    """The attributes of a change, with an id of its own."""
    return f'w:id="{next(_KEYS) if key is None else key}" w:author="{author}" w:date="{date}"'


def inserted(content: str, author: str = AUTHOR) -> str:
    """A run of text, or XML, that was added."""
    return f"<w:ins {by(author)}>{_runs(content)}</w:ins>"


def deleted(content: str, author: str = AUTHOR) -> str:
    """A run of text, or XML, that was taken away."""
    text = f'<w:r><w:delText xml:space="preserve">{escape(content)}</w:delText></w:r>'
    return f"<w:del {by(author)}>{content if content.startswith('<') else text}</w:del>"


def moved_away(content: str) -> str:
    """A run of text that was moved from here; Word writes ``w:t`` in it."""
    return _moved("moveFrom", content)


def moved_here(content: str) -> str:
    """A run of text that was moved to here."""
    return _moved("moveTo", content)


def _moved(kind: str, content: str) -> str:
    key = next(_KEYS)
    start = f'<w:{kind}RangeStart {by(key=key)} w:name="move1"/>'
    return f'{start}<w:{kind} {by()}>{_runs(content)}</w:{kind}><w:{kind}RangeEnd w:id="{key}"/>'


def para(*content: str, mark: str = "", properties: str = "") -> str:
    """A paragraph of runs; `mark` is what happened to its paragraph mark: ``ins``, ``del``, ``moveFrom``, ``moveTo``."""
    marks = f"<w:rPr><w:{mark} {by()}/></w:rPr>" if mark else ""
    outer = f"<w:pPr>{properties}{marks}</w:pPr>" if properties or marks else ""
    return f"<w:p>{outer}{''.join(map(_runs, content))}</w:p>"


def _runs(content: str) -> str:
    return content if content.startswith("<") or not content else run(content)


def package(*blocks: str, parts: Mapping[str, str] | None = None) -> Package:
    """A package on the house style with these blocks as its body."""
    return read(docx(*blocks, parts=parts))


def body(parts: Mapping[str, bytes], part: str = MAIN) -> str:
    """The body of a document without its last section, or another part, in XML fit to compare."""
    root = etree.fromstring(parts[part])
    holder = root.find("{*}body") if part == MAIN else root
    return "".join(_canonical(block) for block in holder if not str(block.tag).endswith("}sectPr"))


def same(*blocks: str) -> str:
    """Blocks as `body` shows them."""
    return body({MAIN: f"<w:document {NAMES}><w:body>{''.join(blocks)}{SECTION}</w:body></w:document>".encode()})


def _canonical(element: etree._Element) -> str:
    """XML that is equal for what means the same: no namespace declarations, no empty properties."""
    xml = re.sub(
        r' xmlns(:\w+)?="[^"]*"| xml:space="preserve"', "", etree.tostring(element, with_tail=False, encoding=str)
    )
    xml = re.sub(r"<w:(pPr|rPr|trPr|tcPr)(/>|></w:\1>)", "", xml)
    return re.sub(r"<([\w:]+)></\1>", r"<\1/>", xml)


def lines(parts: Mapping[str, bytes], part: str = MAIN) -> list[str]:
    """The text of the paragraphs of a part."""
    root = etree.fromstring(parts[part])
    return ["".join(text.text or "" for text in item.iter("{*}t")) for item in root.iter("{*}p")]
