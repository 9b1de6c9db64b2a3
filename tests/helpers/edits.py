"""What people do to a document in Word and WPS, done to its XML: delete, move, rename, retype, take controls off.

    edited(data, delete("第五条"))

Each edit takes the body of ``document.xml`` and changes it in place. The forms are those that Word writes (tests/word_verified).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from itsm_docs.ooxml.package import main_part, read, write
from itsm_docs.ooxml.xml import every, first, parse, qn, serialize, text_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element

Edit = Callable[["_Element"], None]


def edited(data: bytes, *edits: Edit) -> bytes:
    """The file with its main part edited."""
    parts = read(data)
    main = main_part(parts)
    root = parse(parts[main], main)
    body = first(root, "w:body")
    assert body is not None
    for edit in edits:
        edit(body)
    return write({**parts, main: serialize(root)})


def delete(bookmark: str) -> Edit:
    """Delete a section with its heading and all that is below it."""

    def edit(body: _Element) -> None:
        for element in section(body, bookmark):
            body.remove(element)

    return edit


def empty(bookmark: str) -> Edit:
    """Delete what stands below a heading and leave the heading."""

    def edit(body: _Element) -> None:
        for element in section(body, bookmark)[1:]:
            body.remove(element)

    return edit


def replace_text(bookmark: str, text: str) -> Edit:
    """Put one paragraph in the place of all that stands below a heading."""

    def edit(body: _Element) -> None:
        heading, *rest = section(body, bookmark)
        for element in rest:
            body.remove(element)
        heading.addnext(_paragraph(heading, text))

    return edit


def add_text(bookmark: str, text: str) -> Edit:
    """Type a paragraph right below a heading."""

    def edit(body: _Element) -> None:
        heading = section(body, bookmark)[0]
        heading.addnext(_paragraph(heading, text))

    return edit


def move(bookmark: str, before: str) -> Edit:
    """Drag a section in front of another; its bookmarks go with it."""

    def edit(body: _Element) -> None:
        target = section(body, before)[0]
        for element in section(body, bookmark):
            target.addprevious(element)

    return edit


def paste_as_text(bookmark: str, before: str) -> Edit:
    """Cut a section and paste it elsewhere with the text only: styles of headings stay, controls and bookmarks do not."""

    def edit(body: _Element) -> None:
        target = section(body, before)[0]
        for element in section(body, bookmark):
            target.addprevious(element)
            for inner in (element, *element.iter(qn("w:sdt"))):
                _unwrap(inner)
            for mark in list(every(element, "w:bookmarkStart", "w:bookmarkEnd")):
                _drop(mark)

    return edit


def rename(bookmark: str, title: str) -> Edit:
    """Type another title into a heading; Word keeps the bookmark around the new text."""

    def edit(body: _Element) -> None:
        texts = list(every(section(body, bookmark)[0], "w:t"))
        texts[0].text = title
        for text in texts[1:]:
            text.text = ""

    return edit


def retype(path: str, text: str, *, at: int = 0) -> Edit:
    """Type another value into the n-th control of a data path."""

    def edit(body: _Element) -> None:
        texts = list(every(control(body, path, at), "w:t"))
        texts[0].text = text
        for rest in texts[1:]:
            rest.text = ""

    return edit


def take_off(path: str, *, at: int = 0, text: str | None = None) -> Edit:
    """Remove the n-th control of a path with its bookmark; the text stays, or another is typed."""

    def edit(body: _Element) -> None:
        found = control(body, path, at)
        before = found.getprevious()
        if text is not None:
            next(every(found, "w:t")).text = text
        assert before is not None
        key = value(before, "w:id")
        for mark in list(every(body, "w:bookmarkStart", "w:bookmarkEnd")):
            if value(mark, "w:id") == key:
                _drop(mark)
        _unwrap(found)

    return edit


def clear_rows(bookmark: str) -> Edit:
    """Delete every row of the tables in a section but those of the heading."""

    def edit(body: _Element) -> None:
        for element in section(body, bookmark):
            for row in list(every(element, "w:tr")):
                if first(row, "w:trPr/w:tblHeader") is None:
                    _drop(row)

    return edit


def drop_row(bookmark: str, at: int) -> Edit:
    """Delete the n-th row of a section's first table."""

    def edit(body: _Element) -> None:
        _drop([row for element in section(body, bookmark) for row in every(element, "w:tr")][at])

    return edit


def section(body: _Element, bookmark: str) -> list[_Element]:
    """The elements of a section: from the heading with the bookmark to the next heading of the same or a higher level."""
    children = list(body)
    start = next(n for n, child in enumerate(children) if bookmark in _names(child))
    level = _level(children[start])
    assert level is not None
    found = [children[start]]
    for child in children[start + 1 :]:
        other = _level(child)
        if child.tag == qn("w:sectPr") or (other is not None and other <= level):
            break
        if first(child, "w:pPr/w:sectPr") is not None:
            break
        found.append(child)
    return found


def control(body: _Element, path: str, at: int = 0) -> _Element:
    """The n-th control of a data path."""
    found = [one for one in every(body, "w:sdt") if value(first(one, "w:sdtPr/w:tag")) == path]
    return found[at]


def bookmark_of(data: bytes, title: str) -> str:
    """The section bookmark of the heading with a title."""
    parts = read(data)
    main = main_part(parts)
    for paragraph in every(parse(parts[main], main), "w:p"):
        names = [name for name in _names(paragraph) if name.startswith("_itsm_")]
        if names and text_of(paragraph).strip() == title:
            return names[0]
    raise KeyError(title)


def _names(element: _Element) -> list[str]:
    return [value(mark, "w:name") or "" for mark in every(element, "w:bookmarkStart")]


def _level(element: _Element) -> int | None:
    match = re.fullmatch(r"Heading([1-9])", value(first(element, "w:pPr/w:pStyle")) or "")
    return int(match[1]) if match else None


def _paragraph(like: _Element, text: str) -> _Element:
    paragraph = like.makeelement(qn("w:p"))
    run = paragraph.makeelement(qn("w:r"))
    words = run.makeelement(qn("w:t"))
    words.text = text
    run.append(words)
    paragraph.append(run)
    return paragraph


def _unwrap(element: _Element) -> None:
    for found in [element, *every(element, "w:sdt")]:
        parent, content = found.getparent(), first(found, "w:sdtContent")
        if found.tag == qn("w:sdt") and parent is not None and content is not None:
            for child in list(content):
                found.addprevious(child)
            parent.remove(found)


def _drop(element: _Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
