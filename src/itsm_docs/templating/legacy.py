"""Values of docxtpl that live in a package: its `InlineImage` and `Subdoc`. The only module that imports docxtpl, and only
when such a value is printed.

docxtpl prints the value into its own copy of the template; the filled file then starts from that package, so that
pictures, styles and lists which came with the value are there. Text, tags and finishing stay ours. A template object of
docxtpl is good for one filled file, as it is with docxtpl itself.
"""

from __future__ import annotations

import io
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from itsm_docs.errors import Faulty
from itsm_docs.findings import Where, finding
from itsm_docs.ooxml import numbering
from itsm_docs.ooxml.package import main_part, read, related_part
from itsm_docs.ooxml.xml import parse, qn
from itsm_docs.ooxml.xml import value as value_of
from itsm_docs.templating.environment import SEAL, PrintFault
from itsm_docs.templating.seal import seal_value
from itsm_docs.templating.values import Printing
from itsm_docs.trace.parts import reserve

if TYPE_CHECKING:
    from itsm_docs.templating.template import CompiledTemplate


def printed(value: Any, now: Printing) -> Markup:
    """A live value in a run. Raises `PrintFault` (TP311, TP312, TP313)."""
    docxtpl = _docxtpl()
    if _is_document(value):
        raise PrintFault("TP311", kind="整段内容")
    if not isinstance(value, docxtpl.InlineImage):
        raise PrintFault("TP303")
    template = _package(value.tpl, now)
    template.current_rendering_part = _part(template, now.part)
    return Markup(value)


def document(value: Any, now: Printing) -> str:
    """The blocks of a sub-document, each with the namespaces that it needs."""
    from lxml import etree

    _docxtpl()
    _package(value.tpl, now)
    blocks = [block for block in value.subdocx.element.body.iterchildren("*") if not block.tag.endswith("}sectPr")]
    return seal_value("".join(etree.tostring(block, encoding="unicode", with_tail=False) for block in blocks))


def _is_document(value: Any) -> bool:
    return "subdocx" in vars(value)


def _docxtpl() -> Any:
    try:
        return import_module("docxtpl")
    except ImportError:
        raise PrintFault("TP312") from None


def _package(template: Any, now: Printing) -> Any:
    template.init_docx(reload=False)
    if now.package is not None and now.package is not template:
        raise PrintFault("TP313")
    now.package = template
    return template


def _part(template: Any, name: str) -> Any:
    for part in template.docx.part.package.iter_parts():
        if str(part.partname).lstrip("/") == name:
            return part
    raise PrintFault("TP313")


def on_package(template: CompiledTemplate, live: Any) -> tuple[CompiledTemplate, str]:
    """The compiled template on docxtpl's package as it now is, and the footnotes that came with values, for finishing."""
    stream = io.BytesIO()
    live.docx.save(stream)
    parts = read(stream.getvalue())
    if main_part(parts) != template.main:
        raise Faulty([finding("TP313", Where(file=template.name))])
    notes = _brought_notes(parts.get(template.notes or ""), template.own_notes)
    numbers, styles = related_part(parts, "numbering"), related_part(parts, "styles")
    rest = {name: data for name, data in parts.items() if name not in template.parts}
    if template.notes in rest and isinstance(own := template.fixed[template.notes], bytes):
        rest[template.notes] = own
    prepared, slots = reserve(rest)
    return replace(
        template,
        fixed=rest,
        numbering=numbering.parse(parts[numbers] if numbers else None, parts[styles] if styles else None),
        numbers=numbers,
        reserved={name: data for name, data in prepared.items() if rest.get(name) != data},
        slots=slots,
    ), notes


def _brought_notes(data: bytes | None, own: frozenset[str]) -> str:
    """Footnotes that sub-documents brought along, as finishing takes them."""
    from lxml import etree

    if data is None:
        return ""
    brought = [
        note
        for note in parse(data, "footnotes.xml").iter(qn("w:footnote"))
        if value_of(note, "w:type") is None and value_of(note, "w:id") not in own
    ]
    texts = ["".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in note) for note in brought]
    seals = (f"{SEAL}f{value_of(note, 'w:id')};{text}" for note, text in zip(brought, texts, strict=True))
    return "".join(seals) + f"{SEAL}g" if brought else ""
