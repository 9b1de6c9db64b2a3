"""The inside of a paragraph in a compiled source: runs and tags in order, each printed tag in a run of its own.

Works at one `Desk`, which knows places, pairs and blocks; nothing here starts a line.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from itsm_docs.ooxml.xml import every, first, qn, value
from itsm_docs.templating import tags
from itsm_docs.templating.places import Place
from itsm_docs.templating.ranges import MARKS
from itsm_docs.templating.spelling import hinted

if TYPE_CHECKING:
    from lxml.etree import _Element

    from itsm_docs.templating.desk import Desk

_WITH_RUNS = frozenset(
    qn(f"w:{name}")
    for name in ("hyperlink", "sdt", "sdtContent", "customXml", "fldSimple", "ins", "moveTo", "dir", "bdo")
)
_DELETED = frozenset({qn("w:del"), qn("w:moveFrom")})
_SMART_TAG = qn("w:smartTag")
_RUN, _TEXT, _PROPERTIES = qn("w:r"), qn("w:t"), qn("w:pPr")
_CODE, _NOTE = qn("w:instrText"), qn("w:commentReference")
_COMPUTED = re.compile(r"[A-Za-z_(]")
_BOX, _FALLBACK = qn("w:txbxContent"), qn("mc:Fallback")


class Inline:
    """Writes the paragraphs of one part."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._anchors = 0

    def written(self, group: list[_Element], place: Place) -> str:
        """The paragraphs of a group as one, with the properties of the first."""
        outer, self._anchors = self._anchors, 0
        lead = group[0]
        caption = value(first(lead, "w:pPr/w:pStyle")) == "Caption"
        parts = [self._desk.opening(lead)]
        fields = 0
        for paragraph in group:
            for child in paragraph:
                if child.tag == _PROPERTIES and paragraph is not lead:
                    continue
                parts.append(self._inline(child, lead, place))
                if caption and self._anchors and (kind := _field_mark(child)):
                    fields += 1 if kind == "begin" else -1 if kind == "end" else 0
                    if fields == 0:  # a caption's bookmark holds 表 N, not its title
                        parts.append(self._closed())
        parts.append(self._closed())
        parts.append(self._desk.spelling.closing(lead))
        self._anchors = outer
        return "".join(parts)

    def _closed(self) -> str:
        count, self._anchors = self._anchors, 0
        return "{{ _close() }}" * count

    def _inline(self, element: _Element, container: _Element, place: Place) -> str:
        if element.tag == _RUN:
            return self._run(element, container, place)
        if element.tag in MARKS:
            return self._desk.mark(element)
        if element.tag == _SMART_TAG:  # Word's old guesses at names and dates; only their text counts
            return "".join(self._inline(child, container, place) for child in element)
        if element.tag in _WITH_RUNS:
            return self._wrapped(element, place)
        raw = self.raw(element, place)
        # A tag that somebody deleted with changes tracked is text, and stays as it is.
        return raw.replace("{", "&#123;") if element.tag in _DELETED else raw

    def _wrapped(self, element: _Element, place: Place) -> str:
        depth = len(self._desk.pairs.stack)
        inner = "".join(self._inline(child, element, place) for child in element)
        self._desk.pairs.leave(depth)
        return self._desk.opening(element) + inner + self._desk.spelling.closing(element)

    # Runs

    def _run(self, run: _Element, container: _Element, place: Place) -> str:
        boxed = next(every(run, "w:p"), None) is not None
        coded = run.find(_CODE) is not None
        if run.find(_NOTE) is not None:
            return self._desk.comment(run)
        if not boxed and not coded and not any("{" in (node.text or "") for node in run.iter(_TEXT)):
            return self.raw(run, place) if _has_tags(run) else self._desk.raw(run)
        properties = first(run, "w:rPr")
        # LibreOffice writes empty ones
        own = "" if properties is None or not len(properties) else self._desk.raw(properties)
        parts: list[str] = []
        for child in run:
            if child.tag == _TEXT:
                parts.extend(self._piece(item, own, container, place) for item in tags.pieces(child.text or ""))
            elif child is not properties:
                parts.append(f"<w:r>{own}{self._special(child, place)}</w:r>")
        return "".join(parts)

    def _special(self, element: _Element, place: Place) -> str:
        """What is no text: field codes, drawings with text boxes in them, breaks, and everything else."""
        if element.tag == _CODE:
            text = element.text or ""
            if tags.TAG.search(text):
                return self.raw(element, place)
            return f'<w:instrText xml:space="preserve">{self._desk.code(text, place)}</w:instrText>'
        if next(every(element, "w:p"), None) is not None:
            return self._boxes(element, place)
        return self.raw(element, place)

    def _boxes(self, element: _Element, place: Place) -> str:
        if next(every(element, "w:p"), None) is None:
            return self.raw(element, place)
        if element.tag == _BOX:
            inner = self._desk.inlined(element)
        elif element.tag == _FALLBACK:
            inner = self._desk.quietly(lambda: "".join(self._boxes(child, place) for child in element))
        else:
            inner = "".join(self._boxes(child, place) for child in element)
        return self._desk.opening(element) + inner + self._desk.spelling.closing(element)

    # Tags

    def _piece(self, item: str | tags.Tag, own: str, container: _Element, place: Place) -> str:
        if isinstance(item, str):
            return f'<w:r>{own}<w:t xml:space="preserve">{tags.literal(item)}</w:t></w:r>'
        if item.comment:
            return ""
        if item.keyword in tags.OF_CELLS:
            if not self._desk.in_cell:
                self._desk.report("TP115", place, tag=item.keyword)
            return ""
        if item.block:
            return ""  # not alone, and reported
        if item.keyword:
            self._desk.pairs.take(item, container, place)
            return item.jinja
        if item.scope in ("tr", "tc"):
            self._desk.report("TP103", place, tag=item.source)
        return self._function(item, own, place)

    def _function(self, item: tags.Tag, own: str, place: Place) -> str:
        if item.function == "anchor":
            self._anchors += 1
            if conditions := self._desk.pairs.conditions:
                self._desk.source.conditions[item.arguments.strip("'\"")] = " 且 ".join(conditions)
            return item.jinja
        if item.function == "clause":
            return f"<?clause {' '.join(self._clauses(item, place))}?>"
        if item.function == "figure":
            self._desk.report("TP218", place, tag=item.source)
            return ""
        return f'<w:r>{hinted(own)}<w:t xml:space="preserve">{item.jinja}</w:t></w:r>'

    def _clauses(self, tag: tags.Tag, place: Place) -> list[str]:
        """The ids that a tag names, and calls for those that it computes: they are known when the file is filled."""
        found = []
        for part in tags.arguments(tag.arguments):
            if _COMPUTED.match(part.strip()):
                found.append(f"{{{{ _clauses({part.strip()}) }}}}")
                continue
            found.append(part.strip().strip("'\"‘’“”"))
            self._desk.source.clauses.append((found[-1], place))
        return found

    def raw(self, element: _Element, place: Place) -> str:
        """An element that holds no text of the paragraph. Tags in it (an alternative text, a formula) print plainly."""
        text = self._desk.raw(element)
        if element.tag in _DELETED or not tags.TAG.search(text):
            return text

        def rewritten(match: re.Match[str]) -> str:
            tag = tags.read_tag(unescape(match.group()))
            if found := tags.PRIVATE.search(tag.body):
                self._desk.report("TP212", place, name=found.group())
            if tag.comment or not tag.keyword:
                return "" if tag.comment else f"{{{{ _plain({tag.body}) }}}}"
            self._desk.pairs.take(tag, element, place)
            return tag.jinja

        return tags.TAG.sub(rewritten, text)


def _has_tags(run: _Element) -> bool:
    return any("{" in str(text) for child in run.iter("*") for text in (*child.attrib.values(), child.text or ""))


def _field_mark(element: _Element) -> str | None:
    return value(first(element, "w:fldChar"), "w:fldCharType") if element.tag == _RUN else None
