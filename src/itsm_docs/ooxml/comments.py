"""Word comments, written: notes added beside paragraphs of a package, without touching its text.

Only the main document can carry comments (headers and footers cannot). Author and date are given; nothing here asks the
clock. Reading what people wrote is the work of `remarks`. Sources: ECMA-376 part 1, 17.13.4; part 2, 8.2 and 9.3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsm_docs.ooxml.package import CONTENT_TYPES, Package, main_part, related_part, relationships, story_parts
from itsm_docs.ooxml.xml import NAMESPACES, escape, every, first, forbidden, parse, qn, serialize, value

if TYPE_CHECKING:
    from lxml.etree import _Element

OURS = "itsm-docs"
"""The author of the comments that this program writes."""
DATE = "2000-01-01T00:00:00Z"
"""The date of a comment where none is given: the same input gives the same file."""
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


@dataclass(frozen=True, slots=True)
class Comment:
    """A note on the n-th ``w:p`` of the document (from 0); `text` may hold line breaks, each a paragraph of its own."""

    paragraph: int
    text: str


def add_comments(
    parts: Mapping[str, bytes], comments: Iterable[Comment], *, author: str, initials: str, date: str = DATE
) -> Package:
    """The parts with the comments added, in order; several may stand at one paragraph.

    A paragraph beyond the last one means the last. Comments that the file already has stay. Raises `Faulty` (OX111).
    """
    wanted = list(comments)
    result = dict(parts)
    if not wanted:
        return result
    name = related_part(result, "comments") or _new_part(result)
    notes, main = parse(result[name], name), main_part(result)
    root = parse(result[main], main)
    paragraphs = list(every(root, "w:p"))
    next_id = max((int(value(note, "w:id") or 0) for note in every(notes, "w:comment")), default=-1) + 1
    places: dict[int, list[int]] = defaultdict(list)
    for number, comment in enumerate(wanted, next_id):
        places[min(max(comment.paragraph, 0), len(paragraphs) - 1)].append(number)
        notes.append(_note(number, comment.text, author, initials, date))
    for index, numbers in places.items():
        _mark(paragraphs[index], numbers)
    result[name], result[main] = serialize(notes), serialize(root)
    return result


def without_comments(parts: Mapping[str, bytes], author: str | None = None) -> Package:
    """The parts without the comments of an author, of anybody for None, and without their marks in the text.

    Raises `Faulty` (OX111).
    """
    name = related_part(parts, "comments")
    result = dict(parts)
    if name is None:
        return result
    notes = parse(result[name], name)
    unwanted = [note for note in every(notes, "w:comment") if author is None or value(note, "w:author") == author]
    if unwanted:
        gone = {value(note, "w:id") for note in unwanted}
        for note in unwanted:
            _take_out(note)
        result[name] = serialize(notes)
        for part in (part for part in story_parts(parts) if part != name and b"comment" in parts[part]):
            root = parse(result[part], part)
            marks = every(root, "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
            for mark in [mark for mark in marks if value(mark, "w:id") in gone]:
                _take_out(mark)
            result[part] = serialize(root)
    return result


def _take_out(element: _Element) -> None:
    """Remove an element, and the run around it when nothing but formatting is left in it."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if parent.tag == qn("w:r") and all(rest.tag == qn("w:rPr") for rest in parent):
        _take_out(parent)


def comments_of(parts: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The comments of a package in the order of their part: the paragraph text that they stand at, and their own text."""
    name = related_part(parts, "comments")
    if name is None:
        return []
    root = parse(parts[main_part(parts)], main_part(parts))
    at = {value(mark, "w:id"): next(mark.iterancestors(qn("w:p")), None) for mark in every(root, "w:commentReference")}
    found = []
    for note in every(parse(parts[name], name), "w:comment"):
        place = at.get(value(note, "w:id"))
        text = "\n".join(_text(paragraph) for paragraph in every(note, "w:p"))
        found.append(("" if place is None else _text(place), text))
    return found


def _text(element: _Element) -> str:
    return "".join(node.text or "" for node in every(element, "w:t"))


def _note(number: int, text: str, author: str, initials: str, date: str) -> _Element:
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(_printable(line))}</w:t></w:r></w:p>' for line in text.split("\n")
    )
    return parse(
        f'<w:comment xmlns:w="{NAMESPACES["w"]}" w:id="{number}" w:author="{escape(author)}" w:date="{date}"'
        f' w:initials="{escape(initials)}">{lines}</w:comment>',
        "comments",
    )


def _printable(text: str) -> str:
    while (character := forbidden(text)) is not None:
        text = text.replace(character, "\ufffd")
    return text


def _mark(paragraph: _Element, numbers: list[int]) -> None:
    """Ranges around the whole content of the paragraph, then one reference run for each comment.

    Text boxes cannot carry comments: a paragraph in one is marked where the box is anchored.
    """
    paragraph = next(reversed(list(paragraph.iterancestors(qn("w:p")))), paragraph)
    start = 0 if first(paragraph, "w:pPr") is None else 1
    for number in reversed(numbers):
        paragraph.insert(start, _element(paragraph, "w:commentRangeStart", number))
    for number in numbers:
        paragraph.append(_element(paragraph, "w:commentRangeEnd", number))
    for number in numbers:
        run = paragraph.makeelement(qn("w:r"), {})
        run.append(_element(paragraph, "w:commentReference", number))
        paragraph.append(run)


def _element(beside: _Element, name: str, number: int) -> _Element:
    return beside.makeelement(qn(name), {qn("w:id"): str(number)})


def _new_part(parts: Package) -> str:
    """An empty comments part with its content type and relationship; gives its name."""
    main = main_part(parts)
    folder, _, base = main.rpartition("/")
    name = f"{folder}/comments.xml".lstrip("/")
    parts[name] = f'<w:comments xmlns:w="{NAMESPACES["w"]}"/>'.encode()
    types = parse(parts[CONTENT_TYPES], CONTENT_TYPES)
    if not any(item.get("PartName") == f"/{name}" for item in types):
        types.append(types.makeelement(qn("ct:Override"), {"PartName": f"/{name}", "ContentType": _TYPE}))
    parts[CONTENT_TYPES] = serialize(types)
    rels = f"{folder}/_rels/{base}.rels".lstrip("/")
    links = parse(parts.get(rels) or f'<Relationships xmlns="{NAMESPACES["rel"]}"/>', rels)
    taken = {key for key, _, _ in relationships(parts, main)} | {str(link.get("Id")) for link in links}
    free = next(f"rIdComments{n}" for n in range(1, 10_000) if f"rIdComments{n}" not in taken)
    links.append(links.makeelement(qn("rel:Relationship"), {"Id": free, "Type": _RELATION, "Target": "comments.xml"}))
    parts[rels] = serialize(links)
    return name
