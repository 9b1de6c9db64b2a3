"""A draft says which of its words are defaults: a Word comment where each is printed, with its source.

Finds the places in the built file, by the receipt's facts and by the wording itself; a default that the document does not
print has no comment. Changes no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from itsm_docs.inputs import DefaultUsed
from itsm_docs.model import Engagement
from itsm_docs.model.base import Record
from itsm_docs.model.shape import fields_of
from itsm_docs.ooxml.comments import OURS, Comment, add_comments
from itsm_docs.ooxml.package import main_part, read, write
from itsm_docs.ooxml.xml import every, parse, value
from itsm_docs.templating.facts import key
from itsm_docs.trace.receipt import Receipt

INITIALS = "默认"
_TELLING = 8
"""A shorter text may stand in many places."""


def with_comments(
    data: bytes, receipt: Receipt | None, engagement: Engagement, defaults: Iterable[DefaultUsed]
) -> bytes:
    """The file with a comment at the first place of every default that it prints; lists have one for each item."""
    package = read(data)
    parts = dict(package)
    root = parse(parts[main_part(parts)], main_part(parts))
    paragraphs = list(every(root, "w:p"))
    texts = ["".join(node.text or "" for node in every(paragraph, "w:t")) for paragraph in paragraphs]
    marks = {
        str(value(mark, "w:name")): index
        for index, paragraph in enumerate(paragraphs)
        for mark in every(paragraph, "w:bookmarkStart")
    }
    facts = {fact.path: marks[name] for name, fact in (receipt.facts if receipt else {}).items() if name in marks}
    placed = [
        Comment(place, _text(default, title))
        for default in defaults
        for path, title, part in _parts(engagement, default)
        if (place := _place(path, part, facts, texts)) is not None
    ]
    if not placed:
        return data
    return write(add_comments(parts, dict.fromkeys(placed), author=OURS, initials=INITIALS))


def _text(default: DefaultUsed, title: str) -> str:
    binding = "（约束性，一经签署就是承诺）" if default.binding else ""
    return f"默认值{binding}：{title}\n来源：{default.source}\n请确认；确认或改写以后删去本批注"


def _parts(engagement: Engagement, default: DefaultUsed) -> Iterator[tuple[str, str, object]]:
    """The defaulted value under its path as facts name it, with its title; the items of a list and the fields of a section
    one by one."""
    held: object = engagement
    path = ""
    for step in default.path:
        if isinstance(step, int):
            held = held[step] if isinstance(held, tuple) and step < len(held) else None
            path += f"[{key(held)}]"
        else:
            held = getattr(held, step, None)
            path += f".{step}" if path else step
    if isinstance(held, tuple):
        yield from ((f"{path}[{key(item)}]", default.title, item) for item in held)
    elif isinstance(held, Record):
        for name, known in fields_of(type(held)).items():
            if not known.computed:
                yield f"{path}.{name}", f"{default.title} › {known.title}", getattr(held, name)
    elif held is not None:
        yield path, default.title, held


def _place(path: str, part: object, facts: Mapping[str, int], texts: list[str]) -> int | None:
    found = [index for fact, index in facts.items() if fact == path or fact.startswith((f"{path}.", f"{path}["))]
    if not found:  # prose is no fact; its own words lead to it
        found = [index for words in _words(part) for index, text in enumerate(texts) if words in text]
    return min(found, default=None)


def _words(part: object) -> Iterator[str]:
    """The telling texts in a value."""
    if isinstance(part, str) and type(part) is str and len(part) >= _TELLING:
        yield part
    elif isinstance(part, Record):
        for name in type(part).model_fields:
            yield from _words(getattr(part, name))
    elif isinstance(part, tuple):
        for item in part:
            yield from _words(item)
