"""Jinja tags in the text of Word paragraphs: finding them, whole or split over runs, and telling what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsm_docs.ooxml.xml import every, qn

if TYPE_CHECKING:
    from lxml.etree import _Element

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
FULL_WIDTH = re.compile(r"｛\s*[｛%％]|[%％｝]\s*｝|\{％|％\}")
_STATEMENT = re.compile(r"^\{%(?P<scope>p|tr|tc|r)?\s*-?\s*(?P<body>.*?)\s*-?%\}$", re.DOTALL)
PRIVATE = re.compile(r"(?<!\w)_\w*(?=\s*\()")
"""A call of a name that only compiled sources may call."""
_FUNCTION = re.compile(r"^(?P<name>[a-z_]+)\s*\((?P<arguments>.*)\)$", re.DOTALL)

FUNCTIONS = frozenset({"anchor", "clause", "ref", "title", "page", "cite", "figure", "toc"})
"""The closed list of functions of the dialect; they are called, alone in their tag."""

OPENERS, MIDDLES, CLOSERS = {"if": "endif", "for": "endfor"}, {"elif", "else"}, {"endif": "if", "endfor": "for"}


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
    def jinja(self) -> str:
        """The tag as Jinja reads it."""
        if self.keyword:
            return "{% " + self.body + " %}"
        if self.function:
            return "{{ _" + self.function + "(" + self.arguments + ") }}"
        return "{{ " + self.body + " }}"


def read_tag(source: str) -> Tag:
    """What a tag is. Line breaks inside it become blanks, so that one paragraph stays one line."""
    source = " ".join(source.split())
    if source.startswith("{#"):
        return Tag(source)
    if source.startswith("{%"):
        match = _STATEMENT.match(source)
        assert match is not None
        body = match["body"]
        return Tag(source, scope=match["scope"] or "", keyword=body.split(None, 1)[0] if body else "?", body=body)
    body = source[2:-2].strip()
    call = _FUNCTION.match(body)
    if call and call["name"] in FUNCTIONS:
        return Tag(source, body=body, function=call["name"], arguments=call["arguments"].strip())
    return Tag(source, body=body)


def pieces(text: str) -> list[str | Tag]:
    """Text and tags in order; comments are left out."""
    found: list[str | Tag] = []
    at = 0
    for match in TAG.finditer(text):
        if match.start() > at:
            found.append(text[at : match.start()])
        if not (tag := read_tag(match.group())).comment:
            found.append(tag)
        at = match.end()
    if at < len(text):
        found.append(text[at:])
    return found


def join_split_tags(paragraph: _Element) -> None:
    """Bring each tag that Word spread over several ``w:t`` into the one where it starts."""
    nodes = [node for node in every(paragraph, "w:t") if node.text]
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
