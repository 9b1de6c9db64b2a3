"""Word comments, read: who remarked what, on which words, whether it is settled, and what was answered.

Only comments that the document refers to, because Word shows no others. Changes nothing.
Sources: ECMA-376 part 1, 17.13.4; [MS-DOCX] 2.5.32 (commentsExtended: answers, and whether a comment is done).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from itsm_docs.ooxml.around import Around
from itsm_docs.ooxml.comments import OURS
from itsm_docs.ooxml.package import related_part, story_parts
from itsm_docs.ooxml.xml import every, parse, qn, text_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a person, or of this program (`ours`: the notes on defaults in a draft, and those of the lint).

    `about` is the text that it stands at, paragraphs by lines, changes accepted; empty where it stands at a point.
    `paragraph` counts the ``w:p`` of `part` from 0. `touches` are the names of the bookmarks and the tags of the content
    controls that lie around that text or in it. `replies` are in the order of the document and have none themselves.
    """

    author: str
    initials: str
    date: str | None
    text: str
    about: str
    part: str
    paragraph: int
    touches: tuple[str, ...] = ()
    done: bool = False
    ours: bool = False
    replies: tuple[Remark, ...] = ()


def remarks(parts: Mapping[str, bytes]) -> tuple[Remark, ...]:
    """The comments in document order, answers with what they answer. Raises `Faulty` (OX111)."""
    name = related_part(parts, "comments")
    if name is None:
        return ()
    notes = {value(note, "w:id"): note for note in every(parse(parts[name], name), "w:comment")}
    places = [
        (part, key, place)
        for part in story_parts(parts)
        if part in parts and part != name and b"commentReference" in parts[part]
        for key, place in _places(parse(parts[part], part)).items()
        if place.referred and key in notes
    ]
    read = {str(key): _remark(notes[key], part, place) for part, key, place in places}
    told = {paragraph: str(key) for _, key, _ in places if (paragraph := _paragraph_id(notes[key])) is not None}
    return tuple(_threaded(read, told, _threads(parts)))


class _Thread(NamedTuple):
    """What commentsExtended says of a comment: the paragraph id of the one that it answers, whether it is done."""

    answers: str | None
    done: bool


def _threads(parts: Mapping[str, bytes]) -> dict[str, _Thread]:
    """By the id of the comment's last paragraph."""
    name = related_part(parts, "commentsExtended")
    if name is None:
        return {}
    return {
        value(item, "w15:paraId") or "": _Thread(value(item, "w15:paraIdParent"), value(item, "w15:done") in _ON)
        for item in every(parse(parts[name], name), "w15:commentEx")
    }


_ON = ("1", "true", "on")


def _threaded(read: Mapping[str, Remark], told: Mapping[str, str], threads: Mapping[str, _Thread]) -> Iterator[Remark]:
    """The remarks that answer none, with their answers; `told` leads from paragraph ids to the ids of comments."""
    roots = {key: _root(paragraph, told, threads) for paragraph, key in told.items()}
    done = {key for paragraph, key in told.items() if paragraph in threads and threads[paragraph].done}
    for key, remark in read.items():
        if roots.get(key, key) == key:
            replies = tuple(other for name, other in read.items() if name != key and roots.get(name) == key)
            yield replace(remark, done=key in done, replies=replies)


def _root(paragraph: str, told: Mapping[str, str], threads: Mapping[str, _Thread]) -> str:
    """The comment that a thread begins with; an answer to nothing that is there stands alone, and so does a circle."""
    passed = [paragraph]
    while passed[-1] in threads and (above := threads[passed[-1]].answers) is not None and above in told:
        if above in passed:
            return told[paragraph]
        passed.append(above)
    return told[passed[-1]]


def _paragraph_id(note: _Element) -> str | None:
    ids = [value(paragraph, "w14:paraId") for paragraph in every(note, "w:p")]
    return ids[-1] if ids else None


def _remark(note: _Element, part: str, place: _Place) -> Remark:
    author = value(note, "w:author") or ""
    return Remark(
        author=author,
        initials=value(note, "w:initials") or "",
        date=value(note, "w:date"),
        text="\n".join(text_of(paragraph) for paragraph in every(note, "w:p")).strip(),
        about="".join(place.words).strip("\n"),
        part=part,
        paragraph=place.paragraph,
        touches=tuple(place.touches),
        ours=author == OURS,
    )


# Where comments stand


@dataclass(slots=True)
class _Place:
    paragraph: int
    words: list[str] = field(default_factory=list)
    touches: dict[str, None] = field(default_factory=dict)
    referred: bool = False


_WALKED = tuple(
    qn(name)
    for name in (
        "w:p", "w:t", "w:sdt", "w:bookmarkStart", "w:bookmarkEnd",
        "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference",
    )
)  # fmt: skip

_SILENT = tuple(qn(name) for name in ("w:del", "w:moveFrom", "mc:Fallback"))
"""What is gone with changes accepted, and what repeats a drawing for old programs."""


def _places(root: _Element) -> dict[str | None, _Place]:
    """The places of a part's comments by id, in order; one without a range is the point of its reference."""
    from lxml import etree

    walk = _Walk(root)
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=(*_WALKED, *_SILENT)):
        if element.tag in _SILENT:
            walk.silent += 1 if event == "start" else -1
        elif event == "start":
            walk.start(element)
        elif element.tag == qn("w:sdt"):
            walk.around.leave()
    return walk.places


class _Walk:
    """One walk over a part in document order."""

    def __init__(self, root: _Element) -> None:
        self.around = Around(root)
        self.places: dict[str | None, _Place] = {}
        self.silent = 0
        self._ends = {value(mark, "w:id") for mark in every(root, "w:commentRangeEnd")}
        self._open: dict[str | None, _Place] = {}
        self._paragraph = -1

    def start(self, element: _Element) -> None:
        """Pass the beginning of an element."""
        tag = element.tag
        if tag == qn("w:p"):
            self._paragraph += 1
            self._say("\n")
        elif tag == qn("w:t"):
            self._say("" if self.silent else element.text or "")
        elif tag == qn("w:sdt"):
            self._touch(self.around.enter(element))
        elif tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
            self._touch(self.around.bookmark(element))
        else:
            self._comment(element)

    def _comment(self, mark: _Element) -> None:
        key = value(mark, "w:id")
        if mark.tag == qn("w:commentRangeEnd"):
            self._open.pop(key, None)
            return
        place = self.places.setdefault(key, _Place(self._paragraph, touches=dict.fromkeys(self.around.names())))
        if mark.tag == qn("w:commentReference"):
            place.referred = True
        elif key in self._ends:
            self._open[key] = place

    def _say(self, text: str) -> None:
        for place in self._open.values():
            place.words.append(text)

    def _touch(self, name: str | None) -> None:
        for place in self._open.values():
            if name is not None:
                place.touches[name] = None
