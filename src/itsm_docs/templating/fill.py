"""Filling: compiled template + data → a Word file. Renders, finishes, packs; the same inputs give the same parts.

Files, the clock and chance have no part in it. A fault names the paragraph of the template in which it happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding, finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.ooxml import numbering as word_numbering
from itsm_docs.ooxml.package import CONTENT_TYPES, write
from itsm_docs.ooxml.xml import escape
from itsm_docs.ooxml.zipping import Packed
from itsm_docs.standard import check_clause, law_citation
from itsm_docs.templating.drawn import drawn
from itsm_docs.templating.environment import (
    BREAK,
    CLOSE,
    MARK,
    MARK_END,
    OPEN,
    TAB,
    PrintFault,
    display,
    refuse_characters,
)
from itsm_docs.templating.facts import controlled, key
from itsm_docs.templating.finish import Finished, Finisher, marks_to_xml
from itsm_docs.templating.pictures import attach
from itsm_docs.templating.repair import break_paragraphs, mend, number_drawings
from itsm_docs.templating.repeats import Repeats
from itsm_docs.templating.seal import seal_value
from itsm_docs.templating.source import Source
from itsm_docs.templating.template import CompiledPart, CompiledTemplate, TraceMode
from itsm_docs.templating.values import Printing, collecting
from itsm_docs.templating.wordrefs import lost, refreshed
from itsm_docs.trace.names import Tags
from itsm_docs.trace.parts import write_receipt
from itsm_docs.trace.receipt import About, Receipt, issue

FIRST_VALUE_LIST = 900_001
"""List numbers of Markdown values; the finishing pass replaces them."""


class Rendering:
    """The functions that a template calls while it is rendered, and what they collect."""

    def __init__(self, first_id: int, *, traced: bool = False) -> None:
        self.anchors: dict[str, str] = {}
        self.used: list[str] = []
        self.next_id = first_id
        self._open: list[int] = []
        self._traced = traced
        self._repeats = Repeats(self._take_id)

    def _take_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def functions(self) -> dict[str, Any]:
        """The functions under the names that compiled sources use."""
        return {
            "_anchor": self.anchor,
            "_close": self.close,
            "_ref": lambda name: self.mark("ref", name),
            "_title": lambda name: self.mark("title", name),
            "_page": lambda name: self.mark("page", name),
            "_toc": lambda: Markup(f"{MARK}toc{MARK_END}"),
            "_cite": lambda key, article=None: law_citation(str(key), None if article is None else str(article)),
            "_markdown": markdown_value,
            "_figure": self.figure,
            "_clauses": self.clauses,
            "_key": key,
        } | self._repeats.functions()

    def anchor(self, name: str) -> Markup:
        """Start the bookmark of a cross-reference target."""
        name = str(name)
        if name in self.anchors:
            raise PrintFault("TP305", name=name)
        self.anchors[name] = f"_Ref{len(self.anchors) + 1:06d}"
        self._open.append(self._take_id())
        return Markup(f'<w:bookmarkStart w:id="{self._open[-1]}" w:name="{self.anchors[name]}"/>')

    def close(self) -> Markup:
        """End the bookmark started last."""
        return Markup(f'<w:bookmarkEnd w:id="{self._open.pop()}"/>')

    def figure(self, value: Any, *, id: Any = None, caption: Any = None) -> Markup:  # noqa: A002 - as templates say
        """A drawing or table with its caption."""
        anchor = (str(self.anchor(id)), str(self.close())) if id is not None else ("", "")
        return drawn(value, caption, anchor)

    def clauses(self, value: Any) -> str:
        """The clauses that a heading computes: a text of ids with blanks between, or a list; nothing without a trace."""
        ids = " ".join(map(str, value)).split() if isinstance(value, list | tuple) else str(display(value)).split()
        for one in ids:
            if found := check_clause(one):
                raise PrintFault(found[0].code, found=found[0])
        return " ".join(ids) if self._traced else ""

    def mark(self, mode: str, name: str) -> Markup:
        """A reference, to be written when all targets are known."""
        self.used.append(str(name))
        return Markup(MARK + mode + ":") + str(name) + Markup(MARK_END)


def markdown_value(value: Any, context: str) -> Markup:
    """A Markdown value as paragraphs; an open point is one paragraph that the finishing pass highlights."""
    if not isinstance(value, str | OpenPoint):
        raise PrintFault("TP301")
    from itsm_docs.markdown import write_value

    text = str(value)
    refuse_characters(text)
    xml = write_value(text, first_list=FIRST_VALUE_LIST, context="cell" if context == "cell" else "body")
    if isinstance(value, OpenPoint):
        xml = xml.replace(escape(text), f"{OPEN}{escape(text)}{CLOSE}")
    return Markup(seal_value(xml))


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled file, and the receipt that it carries when it is traced."""

    data: bytes
    receipt: Receipt | None = None


def fill(
    template: CompiledTemplate,
    context: Mapping[str, Any],
    *,
    trace: TraceMode = "none",
    pages: Mapping[str, int] | None = None,
    about: About | None = None,
) -> Filled:
    """The filled Word file. `pages` are page numbers by bookmark name, where known. Raises `Faulty` (TP3xx).

    `about` says in the receipt what the document is; ``sidecar`` makes the receipt and leaves it out of the file.
    """
    if trace == "sidecar":
        receipt = fill(template, context, trace="full", pages=pages, about=about).receipt
        return Filled(fill(template, context, trace="none", pages=pages).data, receipt)
    traced = trace == "full"
    rendering = Rendering(template.first_id, traced=traced)
    with collecting() as now:
        rendered = _render_all(template, dict(context) | rendering.functions(), rendering, traced, now)
    if now.package is not None:
        from itsm_docs.templating.legacy import on_package

        template, borrowed = on_package(template, now.package)
        rendered[template.main] = borrowed + rendered[template.main]
    tags = Tags()
    if traced:
        rendered[template.main] = controlled(rendered[template.main], tags)
    finished, parts = _finished(
        template, rendered, rendering, pages, drawn=bool(now.pictures or now.package), traced=traced
    )
    receipt = None
    if traced:
        own = about or About(
            engagement="", kind=template.name, edition="", version="", data_hash="", template_hash=template.digest
        )
        receipt = issue(finished.text, clauses=finished.sections, paths=tags.paths, about=own, numbers=finished.numbers)
        parts.update(template.reserved)
        parts.update(write_receipt(receipt, template.reserved, template.slots))
    _attach(parts, now)
    return Filled(write(parts), receipt)


def _finished(
    template: CompiledTemplate,
    rendered: dict[str, str],
    rendering: Rendering,
    pages: Mapping[str, int] | None,
    *,
    drawn: bool,
    traced: bool,
) -> tuple[Finished, dict[str, bytes | Packed]]:
    """The parts of the file after the finishing pass."""
    finisher = Finisher(
        template.numbering,
        template.headings,
        template.lists,
        template.kinds,
        rendering.next_id,
        template.contents,
        count_items=template.count_items,
        traced=traced,
    )
    finished = finisher.finish(break_paragraphs(rendered.pop(template.main)), rendering.anchors, pages)
    source = template.parts[template.main].source
    if source.refers:
        finished.text = refreshed(finished)
    drawings = count(template.first_drawing)
    finished.text = _repaired(finished.text, source, drawings, drawn)
    finished.footnotes = [_repaired(note, source, drawings, drawn) for note in finished.footnotes]
    parts: dict[str, bytes | Packed] = dict(template.fixed)
    parts[template.main] = finished.text.encode("utf-8")
    for name, text in rendered.items():
        if name.startswith("docProps/"):
            text = text.replace(BREAK, " ").replace(TAB, " ")
        text = marks_to_xml(finisher.cite(break_paragraphs(text), rendering.anchors, pages))
        parts[name] = _repaired(text, template.parts[name].source, drawings, drawn).encode("utf-8")
    _bring_home(template, parts, finished)
    return finished, parts


def _repaired(text: str, source: Source, drawings: count[int], drawn: bool) -> str:
    """The text of a part put right where its source says that it may need it; `drawn` when values brought drawings."""
    if source.mends:
        text = mend(text)
    return number_drawings(text, drawings) if source.draws or drawn else text


def _attach(parts: dict[str, bytes | Packed], now: Printing) -> None:
    """Add the pictures that were printed to the package."""
    for part, pictures in now.pictures.items():
        open_ = {name: data for name, data in parts.items() if name == CONTENT_TYPES or name.endswith(".rels")}
        plain = {name: data.unpacked() if isinstance(data, Packed) else data for name, data in open_.items()}
        attach(plain, part, pictures.values())
        parts.update(plain)


def _render_all(
    template: CompiledTemplate, values: Mapping[str, Any], rendering: Rendering, traced: bool, now: Printing
) -> dict[str, str]:
    """The text of every part with tags; the main part first, because the others may refer to it."""
    rendered: dict[str, str] = {}
    findings: list[Finding] = []
    for name in sorted(template.parts, key=lambda part: part != template.main):
        part, now.part = template.parts[name], name
        text, faults = _render(part, part.traced if traced else part.template, values)
        findings += faults
        if text is not None:
            rendered[name] = text
    findings += _dangling(template, rendering)
    findings += lost(template.parts[template.main].source, rendered.get(template.main, ""))
    if findings:
        raise Faulty(findings)
    return rendered


def _render(
    part: CompiledPart, template: jinja2.Template, values: Mapping[str, Any]
) -> tuple[str | None, list[Finding]]:
    try:
        return template.render(values), []
    except PrintFault as fault:
        if fault.found is not None:
            return None, [fault.found.at(part.source.place(_line(fault.__traceback__)).where())]
        code, details, trace = fault.code, fault.values, fault.__traceback__
    except jinja2.UndefinedError as error:
        code, details, trace = "TP304", {"name": _missing(str(error))}, error.__traceback__
    except (TypeError, ValueError, ArithmeticError, jinja2.TemplateRuntimeError) as error:
        code, details, trace = *_failed(error), error.__traceback__
    return None, [finding(code, part.source.place(_line(trace)).where(), **details)]


def _failed(error: Exception) -> tuple[str, dict[str, str]]:
    """Code and values for an expression that failed; Python's own words are English and stay out."""
    if isinstance(error, TypeError) and "NoneType" in str(error):
        return "TP301", {}
    if isinstance(error, SecurityError):
        return "TP307", {"problem": "不能使用内部属性"}
    return "TP307", {"problem": "除数为零" if isinstance(error, ArithmeticError) else "值的类型不符"}


def _line(trace: TracebackType | None) -> int:
    """The template line in a traceback that Jinja has rewritten."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _missing(message: str) -> str:
    quoted = message.split("'")
    return quoted[-2] if len(quoted) > 2 else message


def _dangling(template: CompiledTemplate, rendering: Rendering) -> list[Finding]:
    """References whose target is not there, each with the condition that took it away."""
    findings = []
    for name in dict.fromkeys(rendering.used):
        if name in rendering.anchors:
            continue
        source = template.parts[template.main].source
        line = next(
            (number for number, text in enumerate(source.lines, 1) if f"'{name}'" in text and "_ref" in text), 1
        )
        condition = source.conditions.get(name)
        reason = f"：它只在“{condition}”成立时才有" if condition else ""
        findings.append(finding("TP306", source.place(line).where(), name=name, reason=reason))
    return findings


def _bring_home(template: CompiledTemplate, parts: dict[str, bytes | Packed], finished: Finished) -> None:
    """Add the list instances and footnotes that the document now uses to their parts."""
    numbers, notes = parts.get(template.numbers or ""), parts.get(template.notes or "")
    if template.numbers and isinstance(numbers, bytes) and finished.lists:
        text = numbers.decode("utf-8")
        for num_id, abstract in finished.lists:
            text = word_numbering.add_instance(text, abstract, num_id)
        parts[template.numbers] = text.encode("utf-8")
    if template.notes and isinstance(notes, bytes):
        added = "".join(
            f'<w:footnote w:id="{number}">{xml}</w:footnote>' for number, xml in enumerate(finished.footnotes, 1)
        )
        parts[template.notes] = (
            notes.decode("utf-8").replace("</w:footnotes>", f"{added}</w:footnotes>").encode("utf-8")
        )
