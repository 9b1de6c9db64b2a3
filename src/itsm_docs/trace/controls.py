"""The XML around a fact and around a heading's text, as text for a Jinja source, and the namespaces that it needs.

A fact is one run in a rich-text content control at run level, with a hidden bookmark around the control as second
witness. No other form: with ``<w:text/>``, at block level or around a cell LibreOffice 7.4 writes a Chinese value four
times (tests/word_verified/trace.md). Never nested, never in a field, a hyperlink or another control: the caller's care.
Sources: ECMA-376 part 1, 17.5.2 (controls), 17.13.6 (bookmarks); [MS-DOCX] 2.5.2.1 (w15:appearance).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from itsm_docs.ooxml.xml import NAMESPACES


class Around(NamedTuple):
    """What stands before and after."""

    opening: str
    closing: str


_TEXT = '<w:t xml:space="preserve">'
_END = "</w:t></w:r></w:sdtContent></w:sdt>"


def around_fact(properties: str, *, tag: str, key: str, name: str) -> Around:
    """What goes before and after the value of a fact.

    `properties` is the run's own ``<w:rPr>…</w:rPr>`` or nothing. `tag`, `key` (id of bookmark and control, unique in
    the document) and `name` (of the bookmark) are escaped text or Jinja expressions in their braces.
    """
    opening = (
        f'<w:bookmarkStart w:id="{key}" w:name="{name}"/><w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="{key}"/>'
        f'<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent><w:r>{properties}{_TEXT}'
    )
    return Around(opening, f'{_END}<w:bookmarkEnd w:id="{key}"/>')


def around_heading(*, key: str, name: str) -> Around:
    """What goes before and after the runs of a heading, within its paragraph: only so does it survive LibreOffice."""
    return Around(f'<w:bookmarkStart w:id="{key}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{key}"/>')


_HEAD = (
    r'<w:bookmarkStart w:id="\d+" w:name="(_v\d+)"/><w:sdt><w:sdtPr><w:tag w:val="([^"]*)"/><w:id w:val="\d+"/>'
    r'<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent>'
)
_TAIL = r'</w:sdtContent></w:sdt><w:bookmarkEnd w:id="\d+"/>'
FACT = re.compile(f"{_HEAD}(.*?){_TAIL}", re.DOTALL)
"""A fact as `around_fact` writes it, filled: name, tag (escaped), runs."""
PLAIN_FACT = re.compile(
    rf'{_HEAD}<w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t xml:space="preserve">([^<]*)</w:t></w:r>{_TAIL}', re.DOTALL
)
"""A fact of one run, as nearly all are: name, tag, value (both escaped). Found in half the time."""

SECTION = re.compile(r'<w:bookmarkStart w:id="\d+" w:name="(_itsm_(?:end_)?\d+)"/>')
"""The start of a section, or of the collapsed bookmark that ends one, as they are written."""


_ATTRIBUTE = r"""{}\s*=\s*(?:"([^"]*)"|'([^']*)')"""


def declare_w15(open_tag: str) -> str:
    """A part's root tag with the namespace of ``w15:appearance`` declared and ignorable for older readers.

    Needed on the root of every part that holds a fact: document, headers, footers. Unchanged where it says so already.
    """
    compatibility = _prefix_of(open_tag, NAMESPACES["mc"])
    added = ""
    if compatibility is None:
        compatibility = "mc"
        added += f' xmlns:mc="{NAMESPACES["mc"]}"'
    if re.search(_ATTRIBUTE.format("xmlns:w15"), open_tag) is None:
        added += f' xmlns:w15="{NAMESPACES["w15"]}"'
    ignorable = re.search(_ATTRIBUTE.format(f"{compatibility}:Ignorable"), open_tag)
    if ignorable is None:
        added += f' {compatibility}:Ignorable="w15"'
    else:
        prefixes = (ignorable[1] or ignorable[2] or "").split()
        if "w15" not in prefixes:
            wanted = " ".join([*prefixes, "w15"])
            open_tag = (
                f'{open_tag[: ignorable.start()]}{compatibility}:Ignorable="{wanted}"{open_tag[ignorable.end() :]}'
            )
    return f"{open_tag[:-1].rstrip()}{added}>" if added else open_tag


def _prefix_of(open_tag: str, uri: str) -> str | None:
    """The prefix under which a namespace is declared; Word 2007 called ``mc`` ``ve``."""
    found = re.search(rf"""xmlns:([\w.-]+)\s*=\s*["']{re.escape(uri)}["']""", open_tag)
    return found[1] if found else None
