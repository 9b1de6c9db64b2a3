"""Jinja tags in the text of Word paragraphs: finding them, whole or split over runs, and telling what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from itsm_docs.ooxml.xml import escape, qn

if TYPE_CHECKING:
    from lxml.etree import _Element

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
FULL_WIDTH = re.compile(r"｛\s*[｛%％]|[%％｝]\s*｝|\{％|％\}")
PRIVATE = re.compile(r"(?<!\w)_\w*(?=\s*\()")
"""A call of a name that only compiled sources may call."""
_STATEMENT = re.compile(r"^\{%-?(?P<scope>(?:p|tr|tc|r)(?=[\s-]))?\s*-?\s*(?P<body>.*?)\s*-?%\}$", re.DOTALL)
_SCOPED = re.compile(r"^(?P<scope>tr|tc|p|r)(?P<body>[a-z]+\b.*)$", re.DOTALL)
"""A scope without the blank behind it, ``{%pif a %}``."""
_PRINTED = re.compile(
    r"^\{\{-?(?P<scope>(?:p|tr|tc|r)\s+(?=[\w(\"'\[])(?!(?:if|else|and|or|in|is|not)\s))?\s*(?P<body>.*?)\s*-?\}\}$",
    re.DOTALL,
)
_COMMENT = re.compile(r"^\{#-?(?P<scope>p|tr|tc|r)\s")
_FUNCTION = re.compile(r"^(?P<name>[a-z_]+)\s*\((?P<arguments>.*)\)$", re.DOTALL)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[“”]([^“”\"']*)[“”]|[‘’]([^‘’\"']*)[‘’]")
_ESCAPED = {"{_{": "&#123;&#123;", "}_}": "&#125;&#125;", "{_%": "&#123;%", "%_}": "%&#125;"}

FUNCTIONS = frozenset({"anchor", "clause", "ref", "title", "page", "cite", "figure", "toc"})
"""The closed list of functions of the dialect; they are called, alone in their tag."""

OPENERS, MIDDLES, CLOSERS = {"if": "endif", "for": "endfor"}, {"elif", "else"}, {"endif": "if", "endfor": "for"}
"""The statements of our own templates."""
MORE_OPENERS, MORE_CLOSERS = {"with": "endwith"}, {"endwith": "with"}
"""What users' templates may use besides; ``set`` stands alone."""
OF_CELLS = frozenset({"cellbg", "colspan", "hm", "vm"})
"""Tags that say something about the table cell in which they stand."""
_KEYWORDS = {*OPENERS, *MIDDLES, *CLOSERS, *MORE_OPENERS, *MORE_CLOSERS, "set"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. `scope` is ``p``, ``tr`` … for block tags; `keyword` is set for statements, `function` for calls."""

    source: str
    scope: str = ""
    keyword: str = ""
    body: str = ""
    function: str = ""
    arguments: str = ""

    @property
    def comment(self) -> bool:
        """Whether the tag prints nothing and does nothing."""
        return self.source.startswith("{#")

    @property
    def block(self) -> bool:
        """Whether the paragraph, row or cell in which the tag stands gives way to it."""
        return self.scope in ("p", "tr", "tc") and bool(self.keyword or self.comment)

    @property
    def merges_before(self) -> bool:
        """Whether it begins with ``{%-``: it continues the paragraph before."""
        return self.source.startswith("{%-")

    @property
    def merges_after(self) -> bool:
        """Whether it ends with ``-%}``: the next paragraph continues its own."""
        return self.source.endswith("-%}")

    @property
    def curly_quotes(self) -> bool:
        """Whether it was written with quotation marks that Jinja does not know, and is read as if with others."""
        return straight(self.source) != self.source

    @property
    def jinja(self) -> str:
        """The tag as Jinja reads it."""
        if self.comment:
            return ""
        if self.keyword:
            return "{% " + self.body + " %}"
        if self.function:
            return "{{ _" + self.function + "(" + self.arguments + ") }}"
        return "{{ " + self.body + " }}"


def straight(text: str) -> str:
    """A tag with curly quotation marks around its strings made straight; those inside straight ones stay."""

    def replaced(match: re.Match[str]) -> str:
        inner = match[1] if match[1] is not None else match[2]
        return match.group() if inner is None else f"'{inner}'"

    return _QUOTED.sub(replaced, text)


def read_tag(source: str) -> Tag:
    """What a tag is. Line breaks inside it become blanks, so that one paragraph stays one line."""
    source = " ".join(source.split())
    if source.startswith("{#"):
        comment = _COMMENT.match(source)
        return Tag(source, scope=comment["scope"] if comment else "")
    read = straight(source)
    if source.startswith("{%"):
        return _statement(source, read)
    match = _PRINTED.match(read)
    assert match is not None
    body = match["body"]
    call = _FUNCTION.match(body)
    if call and call["name"] in FUNCTIONS:
        return Tag(source, body=body, function=call["name"], arguments=call["arguments"].strip())
    return Tag(source, scope=(match["scope"] or "").strip(), body=body)


def _statement(source: str, read: str) -> Tag:
    match = _STATEMENT.match(read)
    assert match is not None
    scope, body = match["scope"] or "", match["body"]
    keyword = body.split(None, 1)[0] if body else "?"
    glued = _SCOPED.match(body)
    if not scope and keyword not in _KEYWORDS | OF_CELLS and glued and glued["body"].split(None, 1)[0] in _KEYWORDS:
        scope, body = glued["scope"], glued["body"]
        keyword = body.split(None, 1)[0]
    return Tag(source, scope=scope, keyword=keyword, body=body)


def arguments(text: str) -> list[str]:
    """The arguments of a call, cut at the commas that stand in no string and no bracket."""
    found, depth, at = [""], 0, 0
    while at < len(text):
        string = _QUOTED.match(text, at)
        piece = string.group() if string else text[at]
        depth += (piece in "([{") - (piece in ")]}")
        at += len(piece)
        if piece == "," and depth == 0:
            found.append("")
        else:
            found[-1] += piece
    return found


def pieces(text: str) -> list[str | Tag]:
    """Text and tags in order; comments are left out, except those that take their paragraph, row or cell with them.

    A dash takes the blanks on its side of the tag, as in Jinja.
    """
    found: list[str | Tag] = []
    at = 0
    for match in TAG.finditer(text):
        before = text[at : match.start()]
        if match.group()[2:3] == "-":
            before = before.rstrip()
        if before:
            found.append(before)
        tag = read_tag(match.group())
        if not tag.comment or tag.scope:
            found.append(tag)
        at = match.end()
        if match.group()[-3:-2] == "-":
            at += len(text[at:]) - len(text[at:].lstrip())
    if at < len(text):
        found.append(text[at:])
    return found


def literal(text: str) -> str:
    """Text between tags as it stands in a compiled source: ``{_{`` and its likes print brackets."""
    text = escape(text)
    if "_" in text:
        for written, printed in _ESCAPED.items():
            text = text.replace(written, printed)
    return text


_TEXT, _PARAGRAPH, _FALLBACK = qn("w:t"), qn("w:p"), qn("mc:Fallback")
_BREAKS = (qn("w:br"), qn("w:cr"))


def own_texts(element: _Element, *also: str) -> Iterator[_Element]:
    """The ``w:t`` of a paragraph in order (and elements named `also`), without those of text boxes in it."""
    for child in element:
        if child.tag == _TEXT or child.tag in also:
            yield child
        elif child.tag != _PARAGRAPH:
            yield from own_texts(child, *also)


def join_split_tags(paragraph: _Element) -> None:
    """Bring each tag that Word spread over several ``w:t`` into the one where it starts."""
    for owner in [paragraph] if paragraph.tag == _PARAGRAPH else paragraph.iter(_PARAGRAPH):
        _join(owner)


def _join(paragraph: _Element) -> None:
    nodes = [node for node in own_texts(paragraph) if node.text]
    texts = [node.text or "" for node in nodes]
    joined = "".join(texts)
    if len(nodes) < 2 or not LEFTOVER.search(joined):
        return
    owner = [index for index, text in enumerate(texts) for _ in text]
    for match in TAG.finditer(joined):
        owner[match.start() : match.end()] = [owner[match.start()]] * len(match.group())
    for index, node in enumerate(nodes):
        node.text = "".join(character for character, of in zip(joined, owner, strict=True) if of == index)
        node.set(qn("xml:space"), "preserve")


def drop_merged_breaks(paragraph: _Element) -> None:
    """Line breaks beside ``{%-`` and ``-%}`` go, as paragraphs beside them are joined; blanks in the next run go too."""
    nodes = [node for node in own_texts(paragraph, *_BREAKS) if node.tag != _TEXT or node.text]
    for before, after in pairwise(nodes):
        if before.tag == _TEXT and after.tag in _BREAKS and (before.text or "").endswith("-%}"):
            _remove(after)
        elif before.tag in _BREAKS and after.tag == _TEXT and (after.text or "").startswith("{%-"):
            _remove(before)
        elif before.tag == after.tag == _TEXT:
            if (after.text or "").startswith(("{%-", "{{-")):
                before.text = (before.text or "").rstrip()
            if (before.text or "").endswith(("-%}", "-}}")):
                after.text = (after.text or "").lstrip()


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None and not element.attrib:  # a page break is more than a line break
        parent.remove(element)
