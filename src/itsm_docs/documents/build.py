"""Building documents in memory: one engagement in, Word files out. Writes nothing.

`build` is pure. `build_paged` also asks LibreOffice for the real page numbers and returns the PDFs that it made on the
way: fill, convert, read the pages, fill again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from itsm_docs import standard
from itsm_docs.documents.kinds import available_kinds, compile_kind
from itsm_docs.documents.overrides import House, Sources
from itsm_docs.documents.selfcheck import self_check
from itsm_docs.errors import Faulty, unusable
from itsm_docs.model import Engagement
from itsm_docs.model.records import DocumentControl, DocumentView, Signoff
from itsm_docs.model.shape import fields_of
from itsm_docs.templating.fill import fill
from itsm_docs.templating.template import TraceMode
from itsm_docs.trace.canonical import digest
from itsm_docs.trace.receipt import About, Receipt

if TYPE_CHECKING:
    from itsm_docs.convert.libreoffice import Pdf

Pages = Mapping[str, Mapping[str, int]]
_FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Document:
    """A built document. `file_name` is safe on Windows; `data` the bytes of the .docx, `receipt` what its trace says."""

    kind: str
    title: str
    number: str
    version: str
    file_name: str
    data: bytes
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class PagedDocument:
    """A document with right page numbers in its table of contents, and its PDF."""

    document: Document
    pdf: Pdf


def build(
    engagement: Engagement,
    kinds: Iterable[str] | None = None,
    *,
    pages: Pages | None = None,
    house: bytes | None = None,
    sources: Sources | None = None,
    trace: TraceMode = "full",
) -> list[Document]:
    """The documents of the given kinds (all that have templates, by default), each checked as a Word file.

    `pages` are the page numbers of bookmarks by kind; without them a table of contents shows no page numbers.
    `sources` are a project's own templates (`read_sources`), `house` the bytes of a house file before theirs.
    Raises `Faulty` for a faulty template, and (DC2xx) where a document of ours fails the self-check.
    """
    plan = _plan(house, sources)
    return _sound(_filled(engagement, _known(kinds, plan), plan, pages or {}, trace), plan)


def build_paged(
    engagement: Engagement,
    kinds: Iterable[str] | None = None,
    *,
    house: bytes | None = None,
    sources: Sources | None = None,
    trace: TraceMode = "full",
    timeout: float = 300,
) -> list[PagedDocument]:
    """The documents with page numbers, and their PDFs; two runs of LibreOffice. Raises as `build`, and `Unusable` (CV1xx)."""
    from itsm_docs.convert.libreoffice import to_pdf
    from itsm_docs.ooxml.flatten import flatten

    plan = _plan(house, sources)
    wanted = _known(kinds, plan)
    first = _sound(_filled(engagement, wanted, plan, {}, "none"), plan)
    drafts = to_pdf({document.kind: flatten(document.data) for document in first}, timeout=timeout)
    pages = {kind: draft.destinations for kind, draft in drafts.items()}
    final = _sound(_filled(engagement, wanted, plan, pages, trace), plan)
    shown = final if trace == "none" else _filled(engagement, wanted, plan, pages, "none")  # a PDF carries no trace
    pdfs = to_pdf({document.kind: flatten(document.data) for document in shown}, timeout=timeout)
    return [PagedDocument(document, pdfs[document.kind]) for document in final]


def _plan(house: bytes | None, sources: Sources | None) -> Sources:
    plan = sources or Sources()
    return replace(plan, house=House("house.docx", house)) if house is not None else plan


def _known(kinds: Iterable[str] | None, plan: Sources) -> list[str]:
    available = available_kinds(plan)
    wanted = list(available if kinds is None else dict.fromkeys(kinds))
    for kind in wanted:
        if kind not in available:
            raise unusable("TP110", kind=kind, known="、".join(available))
    return wanted


def _filled(
    engagement: Engagement, kinds: Iterable[str], plan: Sources, pages: Pages, trace: TraceMode
) -> list[Document]:
    return [_document(engagement, kind, pages.get(kind), plan, trace) for kind in kinds]


def _document(
    engagement: Engagement, kind: str, pages: Mapping[str, int] | None, plan: Sources, trace: TraceMode
) -> Document:
    view = view_of(engagement, kind)
    context = {name: getattr(engagement, name) for name in fields_of(Engagement)}
    template = compile_kind(kind, plan.house, plan)
    about = About(
        engagement=engagement.number,
        kind=kind,
        edition=standard.clauses().edition,
        version=view.version,
        data_hash=_data_hash(engagement) if trace != "none" else "",
        template_hash=template.digest,
    )
    filled = fill(template, {**context, "doc": view}, trace=trace, pages=pages, about=about)
    name = _FORBIDDEN_IN_NAMES.sub("-", f"{view.number} {view.title}").strip(" .")
    return Document(kind, view.title, view.number, view.version, f"{name}.docx", filled.data, filled.receipt)


def _data_hash(engagement: Engagement) -> str:
    """What the document was made from: a hash of all the data, defaults included."""
    return digest(json.dumps(engagement.model_dump(warnings=False), ensure_ascii=False, sort_keys=True, default=str))


def _sound(documents: list[Document], plan: Sources) -> list[Document]:
    """The documents, or `Faulty` with every fault that the self-check finds in one of them."""
    findings = [
        one for document in documents for one in self_check(document.data, document.file_name, plan, document.kind)
    ]
    if findings:
        raise Faulty(findings)
    return documents


def view_of(engagement: Engagement, kind: str) -> DocumentView:
    """What cover, header and sign-off of a document print."""
    entry = standard.kind(kind)
    control: DocumentControl = getattr(engagement.documents, kind)
    current = control.revisions[-1]
    values: dict[str, Any] = {
        "title": entry.title,
        "subtitle": engagement.name,
        "number": control.number or f"{engagement.number}-{entry.code}",
        "version": current.version,
        "date": current.date,
        "classification": engagement.classification,
        "draft": current.version.upper().startswith("V0"),
        "signoff": next(choice for choice in Signoff if choice.value == entry.signoff),
        "author": current.author,
        "reviewer": current.reviewer,
        "approver": current.approver,
        "issued": current.date,
        "effective": engagement.term.start,
        "control": "受控",
        "revisions": control.revisions,
    }
    return DocumentView.model_construct(**values)
