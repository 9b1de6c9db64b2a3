"""The finishing pass: one linear walk over the rendered text of the main part, without parsing it, stopping only at seals.

Numbers captions, gives lists their instances, brings footnotes home, marks headings for the table of contents, and
then writes what references show. Works on the text because one parse costs more than rendering (docs/performance.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from itsm_docs.ooxml.counting import Label, Numbering
from itsm_docs.ooxml.xml import escape
from itsm_docs.templating.environment import BREAK, CLOSE, MARK, MARK_END, OPEN, SEAL, TAB
from itsm_docs.trace.controls import around_heading
from itsm_docs.trace.names import section_name

_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_NUM = re.compile(r'<w:numId w:val="(\d+)"/>')
_BEFORE_NUMBER = re.compile(
    r"<w:pPr>(?:<w:(?:pStyle|keepNext|keepLines|pageBreakBefore|framePr|widowControl)\b[^>]*/>)*"
)
_LEVEL = re.compile(r'<w:ilvl w:val="(\d+)"/>')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(<w:tab/>|<w:br/>)")
_ANCHOR = re.compile(r'<w:bookmarkStart w:id="(\d+)" w:name="(_Ref\w+)"/>')
_SEQ = re.compile(r'(SEQ (\S+) .*?<w:fldChar w:fldCharType="separate"/>.*?<w:t(?: [^>]*)?>)[^<]*(</w:t>)', re.DOTALL)
_CLAUSE = re.compile(r"<\?clause ([^?]*)\?>")
_NOTE = re.compile(r'<w:footnoteReference w:id="(-?\d+)"/>')
_FIRST_RUN = re.compile(r"</w:pPr>|<w:p(?: [^>]*)?>")
_AFTER_HIGHLIGHT = re.compile(
    r"<w:(?:u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|specVanish|oMath)\b|</w:rPr>"
)


CONTENTS = f"{MARK}toc{MARK_END}"
"""What `toc()` leaves in its paragraph; then the whole paragraph."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One heading in the table of contents."""

    level: int
    label: str
    text: str
    bookmark: str


@dataclass(slots=True)
class Finished:
    """What the pass found and made, beside the text."""

    text: str = ""
    lists: list[tuple[int, int]] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    numbered: set[str] = field(default_factory=set)
    sections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The clauses that each section names, by its bookmark."""
    numbers: dict[str, str] = field(default_factory=dict)
    """The automatic number of each section that has one."""


class Finisher:
    """One pass over one document. `headings` leads from style id to level, `lists` from a template's list to its definition."""

    def __init__(
        self,
        numbering: Numbering,
        headings: Mapping[str, int],
        lists: Mapping[int, int],
        kinds: Mapping[str, int],
        next_id: int,
        contents: int,
        *,
        count_items: bool = True,
        traced: bool = False,
    ) -> None:
        self._section = 0
        self._every_heading = traced
        self._counter = numbering.counter()
        self._headings, self._definitions, self._kinds = headings, dict(lists), kinds
        self._next_id, self._contents, self._count_items = next_id, contents, count_items
        self._style_lists = {style: own for style, own in numbering.styles.items() if own.num_id in lists}
        self._next_list = max([*numbering.instances, 1000]) + 1
        self._current: dict[int, int] = {}
        self._sequence: dict[str, int] = {}
        self._notes: dict[str, str] = {}
        self.done = Finished()

    def finish(self, text: str, anchors: Mapping[str, str], pages: Mapping[str, int] | None) -> Finished:
        """The finished text; `anchors` leads from anchor name to bookmark, `pages` from bookmark to page."""
        pieces = text.split(SEAL)
        out = [pieces[0]]
        handlers = {"p": self._sealed, "r": self._restart, "l": self._list, "f": self._note, "g": _as_it_is}
        for piece in pieces[1:]:
            handlers[piece[0]](piece, out)
        if OPEN in text or BREAK in text or TAB in text:
            out = [marks_to_xml(piece) for piece in out]
        contents = table_of_contents(self.done.entries, pages, self._contents)
        for number, piece in enumerate(out):
            if MARK in piece:
                out[number] = contents if piece == CONTENTS else self.cite(piece, anchors, pages)
        self.done.footnotes = [self.cite(note, anchors, pages) for note in self.done.footnotes]
        self.done.text = "".join(out)
        return self.done

    def cite(self, text: str, anchors: Mapping[str, str], pages: Mapping[str, int] | None) -> str:
        """A text with its references written; for other parts, after `finish` has learnt what they show."""
        pieces = text.split(MARK)
        out = [pieces[0]]
        for piece in pieces[1:]:
            words, _, rest = piece.partition(MARK_END)
            mode, _, name = words.partition(":")
            # The compiler gives each printed tag a run of its own: the field replaces the run.
            head, _, own = out[-1].rpartition("<w:r>")
            out[-1] = head
            out.append(self._reference(mode, unescape(name), own.rpartition("<w:t")[0], anchors, pages))
            out.append(rest.partition("</w:r>")[2])
        return "".join(out)

    # One method for each letter of a seal (see `seal`): it appends to the text what comes of the piece.

    def _sealed(self, piece: str, out: list[str]) -> None:
        end = _paragraph_end(piece)
        out.append(self._paragraph(piece[1:end]))
        out.append(piece[end:])

    def _restart(self, piece: str, out: list[str]) -> None:
        number, _, rest = piece[1:].partition(";")
        self._current.pop(int(number), None)
        out.append(rest)

    def _list(self, piece: str, out: list[str]) -> None:
        order, _, rest = piece[1:].partition(";")
        number = int(order[:-1])
        self._definitions[number] = self._kinds[order[-1]]
        self._current.pop(number, None)
        out.append(rest)

    def _note(self, piece: str, out: list[str]) -> None:  # noqa: ARG002  it goes to another part
        number, _, content = piece[1:].partition(";")
        self._notes[number] = marks_to_xml(content)

    def _paragraph(self, text: str) -> str:
        if CONTENTS in text:
            return CONTENTS
        style_match = _STYLE.search(text)
        style = style_match[1] if style_match else None
        num, level = _NUM.search(text), _LEVEL.search(text)
        if num is None and style is not None and style in self._style_lists:
            text = self._numbered(text, style)
        elif num and int(num[1]) in self._definitions:
            text = _NUM.sub(f'<w:numId w:val="{self._instance(int(num[1]))}"/>', text, count=1)
        counts_on = num is None or style in self._headings or int(num[1]) not in self._definitions
        if counts_on or self._count_items:
            label = self._counter.label(style, int(num[1]) if num else None, int(level[1]) if level else None)
        else:
            label = None  # nothing refers to an item of a list
        if "SEQ " in text:
            text = _SEQ.sub(self._counted, text)
        if "<w:footnoteReference" in text:
            text = _NOTE.sub(self._footnote, text)
        if "_Ref" in text:
            self._learn(text, label)
        if "<?clause" in text or (self._every_heading and style in self._headings):
            text = self._traced(text, label)
        if style is not None and style in self._headings:
            text = self._heading(text, self._headings[style], label)
        return text

    def _numbered(self, text: str, style: str) -> str:
        """A paragraph that its style puts into a list which starts anew: it names the instance itself."""
        own = self._style_lists[style]
        number = f'<w:numPr><w:ilvl w:val="{own.level}"/><w:numId w:val="{self._instance(own.num_id)}"/></w:numPr>'
        return _BEFORE_NUMBER.sub(lambda match: match.group() + number, text, count=1)

    def _instance(self, number: int) -> int:
        if number not in self._current:
            self._current[number] = self._next_list
            self.done.lists.append((self._next_list, self._definitions[number]))
            self._next_list += 1
        return self._current[number]

    def _counted(self, match: re.Match[str]) -> str:
        count = self._sequence.get(match[2], 0) + 1
        self._sequence[match[2]] = count
        return f"{match[1]}{count}{match[3]}"

    def _footnote(self, match: re.Match[str]) -> str:
        content = self._notes.get(match[1])
        if content is None:
            return match.group()
        self.done.footnotes.append(content)
        return f'<w:footnoteReference w:id="{len(self.done.footnotes)}"/>'

    def _learn(self, text: str, label: Label | None) -> None:
        """What a reference to this paragraph shows: its number, or the text inside the bookmark (表 3)."""
        for anchor in _ANCHOR.finditer(text):
            end = text.find(f'<w:bookmarkEnd w:id="{anchor[1]}"/>', anchor.end())
            inside = plain_text(text[anchor.end() : end if end >= 0 else len(text)])
            self.done.titles[anchor[2]] = inside
            self.done.shown[anchor[2]] = label.cited if label else inside
            if label:
                self.done.numbered.add(anchor[2])

    def _traced(self, text: str, label: Label | None) -> str:
        """A paragraph that begins a section, in its bookmark, with the clauses that it names.

        Headings without clauses count as well, or a change below one of them would count for the section before.
        """
        ids = [clause for match in _CLAUSE.finditer(text) for clause in match[1].split()]
        text = _CLAUSE.sub("", text)
        self._section += 1
        name = section_name(self._section)
        self.done.sections[name] = tuple(dict.fromkeys(ids))
        if label is not None:
            self.done.numbers[name] = label.text
        around = around_heading(key=str(self._next_id), name=name)
        self._next_id += 1
        return _within(text, around.opening, around.closing)

    def _heading(self, text: str, level: int, label: Label | None) -> str:
        if level > self._contents:
            return text
        words = plain_text(text)
        bookmark = f"_Toc{len(self.done.entries) + 1:06d}"
        start, end = (
            f'<w:bookmarkStart w:id="{self._next_id}" w:name="{bookmark}"/>',
            f'<w:bookmarkEnd w:id="{self._next_id}"/>',
        )
        self._next_id += 1
        self.done.entries.append(Entry(level, label.text if label else "", words, bookmark))
        return _within(text, start, end)

    def _reference(
        self, mode: str, name: str, own: str, anchors: Mapping[str, str], pages: Mapping[str, int] | None
    ) -> str:
        if mode == "toc":  # beside other text, where no contents can stand
            return ""
        bookmark = anchors.get(name)
        if bookmark is None:  # reported by fill; the text stays readable
            return f"<w:r>{own}<w:t>？</w:t></w:r>"
        if mode == "page":
            known = pages is not None and bookmark in pages
            return complex_field(f"PAGEREF {bookmark} \\h", str((pages or {})[bookmark]), own) if known else ""
        if mode == "title":
            return complex_field(f"REF {bookmark} \\h", self.done.titles.get(bookmark, ""), own)
        switches = "\\n \\h" if bookmark in self.done.numbered else "\\h"
        return complex_field(f"REF {bookmark} {switches}", self.done.shown.get(bookmark, ""), own)


def _within(paragraph: str, start: str, end: str) -> str:
    """A paragraph with something in front of its first run and behind its last."""
    matches = list(_FIRST_RUN.finditer(paragraph))
    at = next((match.end() for match in matches if match.group() == "</w:pPr>"), matches[0].end())
    return f"{paragraph[:at]}{start}{paragraph[at:-6]}{end}</w:p>"


def _as_it_is(piece: str, out: list[str]) -> None:
    out.append(piece[1:])


def _paragraph_end(text: str) -> int:
    """Where the paragraph at the start of a text ends; text boxes hold paragraphs of their own."""
    end = text.index("</w:p>") + 6
    while text.count("<w:p>", 0, end) + text.count("<w:p ", 0, end) > text.count("</w:p>", 0, end):
        end = text.index("</w:p>", end) + 6
    return end


def complex_field(code: str, shown: str, properties: str = "") -> str:
    """A complex field with its result (ECMA-376 part 1, 17.16.18). Neither dirty nor updated on opening: no pop-ups."""

    def run(inner: str) -> str:
        return f"<w:r>{properties}{inner}</w:r>"

    return (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run(f'<w:instrText xml:space="preserve"> {code} </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run(f'<w:t xml:space="preserve">{escape(shown)}</w:t>')
        + run('<w:fldChar w:fldCharType="end"/>')
    )


def plain_text(xml: str) -> str:
    """The text of some runs as the document shows it, without field codes; entities are resolved."""
    text = "".join(match[1] if match[1] is not None else " " for match in _TEXT.finditer(xml))
    return unescape(text.translate(_SHOWN_MARKS)).strip()


_SHOWN_MARKS = {ord(OPEN): None, ord(CLOSE): None, ord(BREAK): " ", ord(TAB): " "}


def marks_to_xml(text: str) -> str:
    """Line breaks, tabs and open points inside values as runs."""
    if OPEN in text:
        text = _highlight(text)
    if BREAK in text or TAB in text:
        reopen = '<w:t xml:space="preserve">'
        text = text.replace(BREAK, f"</w:t><w:br/>{reopen}").replace(TAB, f"</w:t><w:tab/>{reopen}")
    return text


def _highlight(text: str) -> str:
    """Each open point in a run of its own, marked yellow, with the properties of the run that it stands in."""
    pieces = text.split(OPEN)
    out = [pieces[0]]
    for piece in pieces[1:]:
        shown, _, rest = piece.partition(CLOSE)
        before = "".join(out)
        out = [before]
        run = before[before.rfind("<w:r>") :]
        own, start, _ = run[5:].rpartition("<w:t")
        own = own if own.startswith("<w:rPr>") and own.endswith("</w:rPr>") else ""
        if not start:  # not in a run: a document property
            out.append(shown + rest)
            continue
        bright = _AFTER_HIGHLIGHT.sub(
            lambda found: '<w:highlight w:val="yellow"/>' + found.group(), own or "<w:rPr></w:rPr>", count=1
        )
        opening = '<w:t xml:space="preserve">'
        out.append(f"</w:t></w:r><w:r>{bright}{opening}{shown}</w:t></w:r><w:r>{own}{opening}{rest}")
    return "".join(out)


def table_of_contents(entries: list[Entry], pages: Mapping[str, int] | None, levels: int) -> str:
    """The table of contents: right titles always, page numbers when they are known, no numbers rather than wrong ones."""
    if not entries:
        return ""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{levels}" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    rows = []
    for index, entry in enumerate(entries):
        label = f"{entry.label}　" if entry.label else ""
        page = ""
        if pages and entry.bookmark in pages:
            page = "<w:r><w:tab/></w:r>" + complex_field(f"PAGEREF {entry.bookmark} \\h", str(pages[entry.bookmark]))
        rows.append(
            f'<w:p><w:pPr><w:pStyle w:val="TOC{entry.level}"/></w:pPr>{begin if index == 0 else ""}'
            f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1"><w:r><w:t xml:space="preserve">{escape(label + entry.text)}</w:t></w:r>{page}</w:hyperlink>'
            f"{end if index == len(entries) - 1 else ''}</w:p>"
        )
    return (
        '<w:sdt><w:sdtPr><w:id w:val="90000001"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{''.join(rows)}</w:sdtContent></w:sdt>"
    )
