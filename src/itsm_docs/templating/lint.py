"""Everything that can be said about a template without data, and the same said as Word comments in a copy.

More than compiling says: also tags that fill well today and break tomorrow, in fields and in tracked changes. Changes
neither template nor text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.ooxml.comments import OURS, Comment, add_comments
from itsm_docs.ooxml.package import main_part, story_parts
from itsm_docs.ooxml.xml import every, parse, qn, value
from itsm_docs.templating import tags
from itsm_docs.templating.check import Roots
from itsm_docs.templating.compiled import compile_package
from itsm_docs.templating.dialect import Rewriter
from itsm_docs.templating.typeset import WordTemplate

if TYPE_CHECKING:
    from lxml.etree import _Element

INITIALS = "检查"
_INSERTED = (qn("w:ins"), qn("w:moveTo"))


def lint(template: WordTemplate, schema: Roots | None) -> list[Finding]:
    """Every finding of a Word template, in the order of the document. Raises `Faulty` (OX111) for a part that is no XML."""
    _, findings = compile_package(template, schema)
    findings += [one for part in story_parts(template.parts) for one in _risks(template, part)]
    return sorted(findings, key=lambda one: one.where.paragraph if one.where.paragraph is not None else -1)


def annotated(parts: Mapping[str, bytes], findings: Iterable[Finding]) -> dict[str, bytes]:
    """A copy of a template with each finding as a Word comment at its paragraph.

    A finding without a paragraph (in a header, which cannot carry comments) stands at the first paragraph and names
    its place.
    """
    return add_comments(parts, [_comment(one) for one in findings], author=OURS, initials=INITIALS)


def _comment(one: Finding) -> Comment:
    lines = [f"{one.severity.label} {one.code}：{one.message}"]
    if one.where.paragraph is None and one.where.place:
        lines.insert(0, f"位置：{one.where.place}")
    if one.hint:
        lines.append(f"提示：{one.hint}")
    return Comment(one.where.paragraph or 0, "\n".join(lines))


def _risks(template: WordTemplate, part: str) -> Iterator[Finding]:
    """Tags in fields and in tracked insertions; a deleted tag is text and does no harm."""
    data = template.parts[part]
    if b"w:fldChar" not in data and b"w:fldSimple" not in data and b"w:ins " not in data and b"w:moveTo " not in data:
        return
    root = parse(data, part)
    found = [("TP122", *one) for one in _in_fields(root)] + [("TP123", *one) for one in _in_insertions(root)]
    places = _places(template, part, root) if found else {}
    for code, paragraph, tag in found:
        yield finding(code, places[paragraph], tag=tag)


def _places(template: WordTemplate, part: str, root: _Element) -> dict[_Element, Where]:
    """Where each paragraph is, as the compiler says it; the paragraphs themselves are those of `root`."""
    origins = template.origins if part == main_part(template.parts) else {}
    rewriter = Rewriter(root, part, template.name, origins, {})
    source, _ = rewriter.rewrite()
    places = {place.paragraph: place.where() for place in source.places if place.paragraph is not None}
    start = source.places[0].where()
    return {paragraph: places.get(number, start) for number, paragraph in enumerate(every(root, "w:p"))}


def _tags_of(paragraph: _Element, texts: Iterable[str]) -> Iterator[tuple[_Element, str]]:
    for match in tags.TAG.finditer("".join(texts)):
        yield paragraph, " ".join(match.group().split())


def _in_fields(root: _Element) -> Iterator[tuple[_Element, str]]:
    depth = 0
    for paragraph in every(root, "w:p"):
        inside: list[str] = []
        for node in every(paragraph, "w:fldChar", "w:instrText", "w:t", "w:fldSimple"):
            if node.tag == qn("w:fldChar"):
                kind = value(node, "w:fldCharType")
                depth = max(depth + (kind == "begin") - (kind == "end"), 0)
            elif node.tag == qn("w:fldSimple"):
                inside.append(value(node, "w:instr") or "")
            elif (
                depth or node.tag == qn("w:instrText") or next(node.iterancestors(qn("w:fldSimple")), None) is not None
            ):
                inside.append(node.text or "")
        yield from _tags_of(paragraph, inside)


def _in_insertions(root: _Element) -> Iterator[tuple[_Element, str]]:
    for paragraph in every(root, "w:p"):
        inside = [
            node.text or ""
            for node in every(paragraph, "w:t")
            if next(node.iterancestors(*_INSERTED), None) is not None
        ]
        yield from _tags_of(paragraph, inside)
