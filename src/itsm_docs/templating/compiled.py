"""Compiling: a Word template in the dialect becomes parts that never change and Jinja templates for the rest.

Everything that can be known without data is checked here, and every fault of every part is reported together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import jinja2

from itsm_docs.findings import Finding, finding
from itsm_docs.ooxml import numbering as word_numbering
from itsm_docs.ooxml.adoption import style_name
from itsm_docs.ooxml.counting import Numbering
from itsm_docs.ooxml.package import main_part, related_part
from itsm_docs.ooxml.xml import escape, parse, qn, serialize, value
from itsm_docs.ooxml.zipping import pack
from itsm_docs.standard import check_clause, law_citation
from itsm_docs.templating.calls import check_calls
from itsm_docs.templating.check import Checker, Roots
from itsm_docs.templating.dialect import Lists, Rewriter
from itsm_docs.templating.environment import environment
from itsm_docs.templating.facts import Printed, with_facts
from itsm_docs.templating.problems import in_chinese
from itsm_docs.templating.recovery import check_broken
from itsm_docs.templating.seal import Sealer
from itsm_docs.templating.source import MARKDOWN_LISTS, Source
from itsm_docs.templating.template import FIRST_BOOKMARK, CompiledPart, CompiledTemplate
from itsm_docs.templating.typeset import WordTemplate
from itsm_docs.trace.canonical import digest
from itsm_docs.trace.controls import declare_w15
from itsm_docs.trace.parts import reserve

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAGGED = re.compile("[{}]|｛|｝".encode())
"""Any bracket: a tag may be split over runs, half or full-width."""
_STORIES = ("document", "header", "footer", "endnotes")
MOST_BOOKMARKS = 90_000
"""Ids above are the facts'."""
_DRAWING = re.compile(rb'<wp:docPr\b[^>]*\bid="(\d{1,8})"')
_BOOKMARK = re.compile(rb'<w:bookmarkStart\b[^>]*\bw:id="(\d{1,8})"')


def compile_package(
    template: WordTemplate, schema: Roots | None, contents: int = 2, *, strict: bool = False
) -> tuple[CompiledTemplate | None, list[Finding]]:
    """Compile a Word template; with a `schema` every path is checked against it. Nothing stops at the first fault.

    `strict` allows conditions and loops only, as in the templates that are shipped.
    """
    findings: list[Finding] = []
    parts: dict[str, CompiledPart] = {}
    main = main_part(template.parts)
    notes = _footnotes(template.parts)
    numbering, headings = _numbering(template.parts)
    sealer = Sealer(numbering, headings)
    lists = _lists(numbering, headings)
    for name, data in template.parts.items():
        if not _is_story(name, main) or not (name == main or _TAGGED.search(data)):
            continue
        origins = template.origins if name == main else {}
        root = parse(data, name)
        source, faults = Rewriter(
            root, name, template.name, origins, notes, strict=strict, headings=headings, lists=lists
        ).rewrite()
        findings += faults
        if any(fault.severity == "error" for fault in faults):
            findings += check_broken(source, schema, faults, check_calls) + _check_clauses(source)
        else:
            part, faults = _compile_source(source, schema, sealer if name == main else None)
            findings += faults
            if part is not None:
                parts[name] = part
    findings += [fault for part in parts.values() for fault in _check_clauses(part.source)]
    if any(fault.severity == "error" for fault in findings):
        return None, findings
    return _assemble(template, parts, main, numbering, headings, contents), findings


def _is_story(name: str, main: str) -> bool:
    stem = name.rpartition("/")[2]
    return name == main or stem.startswith(_STORIES) or name.startswith(("docProps/core", "docProps/app"))


def _lists(numbering: Numbering, headings: Mapping[str, int]) -> Lists:
    """The lists of a template. Headings' numbers go on through loops, and a list with levels of its own stays as drawn."""

    numbers = [number.num_id for style, number in numbering.styles.items() if style in headings]
    counting = {instance.abstract for num_id in numbers if (instance := numbering.instances.get(num_id))}

    def restartable(num_id: int) -> bool:
        instance = numbering.instances.get(num_id)
        levels = numbering.abstracts.get(instance.abstract, {}) if instance else {}
        linked = any(level.style in headings for level in levels.values() if level.style)
        return instance is not None and not instance.levels and not linked and instance.abstract not in counting

    styles = {style: number.num_id for style, number in numbering.styles.items() if style not in headings}
    return Lists(styles, restartable)


def _footnotes(parts: Mapping[str, bytes]) -> dict[str, _Element]:
    name = related_part(parts, "footnotes")
    if name is None:
        return {}
    return {
        value(note, "w:id") or "": note
        for note in parse(parts[name], name).iter(qn("w:footnote"))
        if value(note, "w:type") is None
    }


def _compile_source(
    source: Source, schema: Roots | None, sealer: Sealer | None
) -> tuple[CompiledPart | None, list[Finding]]:
    env = environment()
    try:
        tree = env.parse(source.text)
    except jinja2.TemplateSyntaxError:
        return None, check_broken(source, schema, [], check_calls) + _check_clauses(source)
    findings = check_calls(tree, source)
    printed = Printed()
    if schema is not None:
        checker = Checker(source, printed=printed)
        checker.check(tree, schema)
        findings += checker.findings
        for line in checker.markdown:
            expression, context = source.alone[line]
            source.lines[line - 1] = f"{{{{ _markdown({expression}, {context!r}) }}}}"
    if any(fault.severity == "error" for fault in findings):
        return CompiledPart(source, ""), findings
    part = _ready(source, sealer, printed)
    try:
        part.compile()
    except jinja2.TemplateSyntaxError as error:  # an unknown filter or test, where no schema has told
        return None, [*findings, _syntax_fault(error, source)]
    return part, findings


def _ready(source: Source, sealer: Sealer | None, printed: Printed) -> CompiledPart:
    """The part with its two sources; only the main part carries a trace."""
    if sealer is None:
        return CompiledPart(source, "\n".join(_cited(source.lines)))
    marked = _cited(with_facts(source.lines, printed))
    marked[0] = declare_w15(marked[0])
    return CompiledPart(source, sealer.seal(_cited(source.lines)), sealer.seal(marked, traced=True))


_CITATION = re.compile(r"""\{\{ _cite\((['"])([\w.-]+)\1(?:, *(['"])([\w.-]+)\3)?\) \}\}""")


def _cited(lines: Sequence[str]) -> list[str]:
    """The lines with citations of fixed laws and articles written out; they have been checked before."""
    return [_CITATION.sub(lambda match: escape(law_citation(match[2], match[4])), line) for line in lines]


def _syntax_fault(error: jinja2.TemplateSyntaxError, source: Source) -> Finding:
    return finding("TP108", source.place(error.lineno).where(), problem=in_chinese(error.message or ""))


def _check_clauses(source: Source) -> list[Finding]:
    return [fault for clause, place in source.clauses for fault in check_clause(clause, where=place.where())]


def _numbering(parts: Mapping[str, bytes]) -> tuple[Numbering, dict[str, int]]:
    """The numbering of the template, and its heading styles with their levels."""
    numbers, styles = related_part(parts, "numbering"), related_part(parts, "styles")
    numbering = word_numbering.parse(parts[numbers] if numbers else None, parts[styles] if styles else None)
    return numbering, _headings(parse(parts[styles], styles)) if styles else {}


def _assemble(
    template: WordTemplate,
    parts: Mapping[str, CompiledPart],
    main: str,
    numbering: Numbering,
    headings: Mapping[str, int],
    contents: int,
) -> CompiledTemplate:
    numbers, notes = related_part(template.parts, "numbering"), related_part(template.parts, "footnotes")
    rest = {name: data for name, data in template.parts.items() if name not in parts}
    _drop_used_footnotes(rest)
    prepared, slots = reserve(rest)
    kinds = (("o", "ListNumber"), ("b", "ListBullet"))
    return CompiledTemplate(
        template.name,
        {name: data if name in (numbers, notes) else pack(data) for name, data in rest.items()},
        parts,
        main,
        numbering,
        clauses=tuple(dict.fromkeys(clause for part in parts.values() for clause, _ in part.source.clauses)),
        lists={
            num_id: instance.abstract
            for num_id, instance in numbering.instances.items()
            if num_id > MARKDOWN_LISTS or num_id in parts[main].source.restarted
        },
        headings=headings,
        kinds={kind: numbering.abstract_of_style(style) or 0 for kind, style in kinds},
        contents=contents,
        numbers=numbers,
        notes=notes,
        first_id=_first_id(template.parts),
        first_drawing=1 + max((int(key) for data in rest.values() for key in _DRAWING.findall(data)), default=0),
        own_notes=frozenset(_footnotes(template.parts)),
        digest=digest("\n".join(line for part in parts.values() for line in part.source.lines)),
        # What the template itself already has (LibreOffice writes custom properties) must be at hand to be added to.
        reserved={
            n: data for n, data in prepared.items() if rest.get(n) != data or n in (slots.item, slots.properties)
        },
        slots=slots,
        count_items=main in parts and Sealer.refers_to_items(parts[main].source.lines),
    )


def _first_id(parts: Mapping[str, bytes]) -> int:
    """The first bookmark id that is free in every part."""
    taken = (int(key) for data in parts.values() for key in _BOOKMARK.findall(data))
    return max([FIRST_BOOKMARK, *(key + 1 for key in taken if key < MOST_BOOKMARKS)])


def _headings(styles: _Element) -> dict[str, int]:
    """Style ids of headings with their levels, known by name: ids change when another program saves the file."""
    names = {value(style, "w:styleId") or "": style_name(style) for style in styles.iterfind(qn("w:style"))}
    return {key: int(name[8:]) for key, name in names.items() if re.fullmatch(r"heading [1-9]", name)}


def _drop_used_footnotes(fixed: dict[str, bytes]) -> None:
    """Footnotes are written anew by the finishing pass, one for each time that their reference is printed."""
    for name in [part for part in fixed if part.endswith("footnotes.xml")]:
        root = parse(fixed[name], name)
        for note in list(root.iter(qn("w:footnote"))):
            if value(note, "w:type") is None:
                root.remove(note)
                fixed[name] = b""
        fixed[name] = fixed[name] or serialize(root)
