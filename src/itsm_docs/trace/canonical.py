"""The canonical text of a section's own text, and its hash: from rendered XML, linear and without a parser.

A section's own text runs from the paragraph of its bookmarked heading to the paragraph of the next one, of any level
(or of a bookmark that ends it). Facts stand as their tags, so that a changed value is no changed wording. Left out:
results of fields, automatic numbers (they are not in the text anyway), deleted text, drawings, footnotes' texts (they
lie in another part). White space counts as one space, a paragraph's end too.

The twin for files that came back is `story`; the two must agree on every file that is written here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from itsm_docs.trace.controls import FACT, PLAIN_FACT, SECTION
from itsm_docs.trace.names import is_section_end

HASH_LENGTH = 16


class Own(NamedTuple):
    """A section as issued: the text of its heading, its canonical text, and the short hashes of its lines."""

    title: str
    text: str
    lines: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """The hash that the receipt keeps."""
        return digest(self.text)


class Fact(NamedTuple):
    """A fact as issued: its tag and its value, white space collapsed."""

    tag: str
    value: str


def digest(text: str) -> str:
    """The first 16 hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


LINE_HASH_LENGTH = 5


def line_digest(line: str) -> str:
    """The first 5 hexadecimal digits of a line's hash: enough to tell which lines of one section are new."""
    return digest(line)[:LINE_HASH_LENGTH]


def line_digests(text: str) -> tuple[str, ...]:
    """The hashes of the lines of a canonical text that still has them; empty lines have none."""
    return tuple(line_digest(line) for own in text.split("\n") if (line := collapsed(own)))


def collapsed(text: str) -> str:
    """The text on one line with single spaces; hyphens that only steer line breaks are plain or gone."""
    if "\u2011" in text or "\u00ad" in text:
        text = text.replace("\u2011", "-").replace("\u00ad", "")
    return " ".join(text.split())


def marker(tag: str) -> str:
    """How a fact stands in canonical text."""
    return f"{{{tag}}}"


class Rendered(NamedTuple):
    """What a rendered part holds, by bookmark, in order."""

    sections: dict[str, Own]
    facts: dict[str, Fact]


def read_rendered(xml: str) -> Rendered:
    """The sections and facts of a rendered part; sections are looked for in ``document.xml`` only, so give it whole."""
    bare, facts = _without_facts(xml)
    sections: dict[str, Own] = {}
    rare = set(_RARE.findall(bare))
    at = 0
    for name, chunk in _chunks(bare):
        at = xml.find(f'w:name="{name}"', at)
        if not is_section_end(name):
            text = text_of(_visible(chunk, rare))
            sections[name] = Own(_title(xml, at, rare), collapsed(text), line_digests(text))
    return Rendered(sections, facts)


def facts_in(xml: str) -> dict[str, Fact]:
    """The facts of a rendered part, such as a header, by bookmark."""
    return _without_facts(xml)[1]


_NAMES = re.compile(r' w:name="(_itsm_(?:end_)?\d+|_v\d+)"')


def sections_of_facts(xml: str) -> dict[str, str]:
    """The section in which each fact of a rendered part stands, by bookmarks; facts before the first have none."""
    homes: dict[str, str] = {}
    section = ""
    for name in _NAMES.findall(xml):
        if name[1] == "v":
            homes[name] = section
        else:
            section = "" if is_section_end(name) else name
    return homes


_BETWEEN = "\ufdef"
"""A noncharacter, which no document holds, parts values that are worked on together."""


def _without_facts(xml: str) -> tuple[str, dict[str, Fact]]:
    """The XML with each fact as a text node that names its tag, and the facts."""
    pieces = PLAIN_FACT.split(xml)
    names, tags = pieces[1::4], pieces[2::4]
    values = collapsed(unescaped(_BETWEEN.join(pieces[3::4]))).split(_BETWEEN)
    facts = {name: Fact(unescaped(tag), value.strip()) for name, tag, value in zip(names, tags, values, strict=False)}
    pieces[1::4] = [f"<w:t>{marker(tag)}</w:t>" for tag in tags]
    pieces[2::4] = pieces[3::4] = [""] * len(names)
    bare = "".join(pieces)
    if ' w:name="_v' in bare:  # a value of several runs: with line breaks, or highlighted
        for name, tag, runs in FACT.findall(bare):
            facts[name] = Fact(unescaped(tag), collapsed(text_of(runs)))
        bare = FACT.sub(r"<w:t>{\2}</w:t>", bare)
    return bare, facts


def _title(xml: str, at: int, rare: Iterable[str]) -> str:
    """The text of a heading from the start of its bookmark on, facts by their values."""
    start = xml.find(">", at) + 1
    return collapsed(text_of(_visible(xml[start : xml.find("</w:p>", start)], rare)))


def _chunks(xml: str) -> Iterator[tuple[str, str]]:
    """Name and XML of each section, cut at the beginnings of the paragraphs that hold the bookmarks."""
    starts: list[tuple[str, int]] = []
    before = 0
    for match in SECTION.finditer(xml):
        at = max(xml.rfind("<w:p>", before, match.start()), xml.rfind("<w:p ", before, match.start()))
        starts.append((match[1], at if at >= 0 else match.start()))
        before = match.start()
    if not starts:
        return
    ends = [at for _, at in starts[1:]] + [len(xml)]
    for (name, start), end in zip(starts, ends, strict=True):
        yield name, xml[start:end]


# Text between tags

_ENTITY = re.compile(r"&(#x[0-9a-fA-F]+|#\d+|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def text_of(xml: str) -> str:
    """The text of some runs and paragraphs; tabs and breaks as spaces, ends of paragraphs as line breaks.

    Takes what stands before each ``</w:t>``: calls into C instead of a match for each tag.
    """
    xml = xml.replace("</w:p>", "\n</w:t>")
    if "<w:tab/>" in xml:
        xml = xml.replace("<w:tab/>", "<w:t> </w:t>")
    if "<w:br" in xml:
        xml = xml.replace("<w:br", "<w:t> </w:t><w:br")
    pieces = xml.split("</w:t>")
    pieces.pop()
    return unescaped("".join([piece.rpartition(">")[2] for piece in pieces]))


def unescaped(text: str) -> str:
    """Text with the entities of XML resolved, and no others."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name in _NAMED:
        return _NAMED[name]
    return chr(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))


# What a reader does not see as text of the section

_RARE = re.compile(
    r"<w:(?:fldChar|fldSimple|del|moveFrom|drawing|pict|object|cr|ptab|noBreakHyphen)\b|<mc:AlternateContent\b|<!--"
)
_CHARACTERS = {"<w:cr": " ", "<w:ptab": " ", "<w:noBreakHyphen": "-"}
_DRAWN = ("mc:AlternateContent", "w:drawing", "w:pict", "w:object")
_DELETED_END = re.compile(r"<w:rPr>(?:(?!</w:rPr>).)*?<w:(?:del|moveFrom) [^>]*/>", re.DOTALL)
_FIELD = re.compile(r'<w:fldChar [^>]*?w:fldCharType="(begin|separate|end)"[^>]*>')
_CODE = re.compile(r"<w:instrText[^>]*>([^<]*)")
_INSTRUCTION = re.compile(r'w:instr="([^"]*)"')
KEPT_FIELD = "HYPERLINK"
"""The field whose result is text of its own; LibreOffice makes a link element of it."""


def _visible(chunk: str, rare: Iterable[str]) -> str:
    """The XML of a section without what is no text of its own; `rare` is what the part has of that kind."""
    rare = {mark for mark in rare if mark in chunk}
    if "<!--" in rare:
        chunk = re.sub(r"<!--.*?-->", "", chunk, flags=re.DOTALL)
    for mark, text in _CHARACTERS.items():
        if mark in rare:
            chunk = re.sub(rf"{mark}\b", f"<w:t>{text}</w:t>{mark}", chunk)
    for name in _DRAWN:
        chunk = "".join(_outside(chunk, name)) if f"<{name}" in rare else chunk
    if not rare.isdisjoint(("<w:del", "<w:moveFrom")):
        chunk = "".join(_joined_paragraphs(chunk))  # after drawings, which hold paragraphs of their own
        chunk = "".join(_outside("".join(_outside(chunk, "w:del")), "w:moveFrom"))
    if "<w:fldSimple" in rare:
        chunk = "".join(_outside(chunk, "w:fldSimple", kept=KEPT_FIELD))
    return "".join(_outside_fields(chunk)) if "<w:fldChar" in rare else chunk


def _joined_paragraphs(chunk: str) -> Iterator[str]:
    """The paragraphs; one whose end was deleted runs on into the next."""
    *paragraphs, rest = chunk.split("</w:p>")
    for paragraph in paragraphs:
        yield paragraph
        if _DELETED_END.search(paragraph) is None:
            yield "</w:p>"
    yield rest


def _outside(chunk: str, name: str, kept: str | None = None) -> Iterator[str]:
    """What stands outside all elements of a name, however deeply they nest; `kept` fields are not left out."""
    hidden: list[bool] = []  # one for each open element of the name
    at = 0
    for match in re.finditer(rf"<(/?){name}(?: [^>]*?)?(/?)>", chunk):
        if match[2]:
            continue
        outside = not any(hidden)
        if not match[1]:
            hidden.append(kept is None or _kind(_INSTRUCTION.findall(match[0])) != kept)
            if outside and hidden[-1]:
                yield chunk[at : match.start()]
        elif hidden and hidden.pop() and not any(hidden):
            at = match.end()
    yield "" if any(hidden) else chunk[at:]


def _kind(codes: Iterable[str]) -> str:
    return ("".join(codes).split() or [""])[0].upper()


def _outside_fields(chunk: str) -> Iterator[str]:
    """What stands outside the codes and results of complex fields; the result of a hyperlink stays."""
    open_fields: list[tuple[list[str], bool]] = []  # codes so far, and whether the result is kept
    pieces = _FIELD.split(chunk)
    yield pieces[0]
    for kind, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if kind == "begin":
            open_fields.append(([], False))
        elif open_fields and kind == "end":
            open_fields.pop()
        elif open_fields:
            codes, _ = open_fields[-1]
            open_fields[-1] = (codes, _kind(codes) == KEPT_FIELD)
        if all(shown for _, shown in open_fields):
            yield piece
        else:
            if not open_fields[-1][1]:
                open_fields[-1][0].extend(_CODE.findall(piece))
            yield "</w:p>" if "</w:p>" in piece else ""


def with_paths(facts: Mapping[str, Fact], paths: Mapping[str, str]) -> dict[str, Fact]:
    """The facts under their full paths; `paths` leads from shortened tags to paths (`names.Tags.paths`)."""
    return {name: Fact(paths.get(tag, tag), value) for name, (tag, value) in facts.items()}
