"""Building documents in memory: one engagement in, Word files out. Writes nothing.

`build` is pure. `build_paged` also asks LibreOffice for the real page numbers and returns the PDFs that it made on the
way: fill, convert, read the pages, fill again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from itsm_docs import standard
from itsm_docs.documents import volumes
from itsm_docs.documents.kinds import available_kinds, compile_kind
from itsm_docs.documents.overrides import House, Sources
from itsm_docs.documents.selfcheck import self_check
from itsm_docs.documents.view import is_draft, view_of
from itsm_docs.errors import Faulty, unusable
from itsm_docs.model import Engagement
from itsm_docs.model.amendment import Amendment
from itsm_docs.model.contract import Paper
from itsm_docs.model.masking import public_version
from itsm_docs.model.review import ReviewNotes
from itsm_docs.model.shape import fields_of
from itsm_docs.templating.fill import fill
from itsm_docs.templating.template import TraceMode
from itsm_docs.trace.canonical import digest
from itsm_docs.trace.receipt import About, Receipt, Scope

if TYPE_CHECKING:
    from itsm_docs.convert.libreoffice import Pdf
    from itsm_docs.inputs import DefaultUsed

Pages = Mapping[str, Mapping[str, int]]
_FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Document:
    """A built document. `file_name` is safe on Windows; `data` the bytes of the .docx, `receipt` what its trace says,
    `pages` the page of each bookmark where LibreOffice has laid the document out."""

    kind: str
    title: str
    number: str
    version: str
    file_name: str
    data: bytes
    receipt: Receipt | None = None
    pages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PagedDocument:
    """A document with right page numbers in its table of contents, and its PDF."""

    document: Document
    pdf: Pdf


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of a build beside the engagement.

    `kinds` are the kinds and volumes to build (by default all that have templates and those that the engagement asks
    for), `bundle` puts contract, SLA and annexes into one volume, `review` are the notes of the review sheet (without
    them there is none), `amendment` what a supplementary agreement says, `sources` a project's own templates, `house` the bytes of a house file before theirs, `defaults`
    what came from packs: drafts (version V0…) say so in comments. `final` makes the documents that are signed (签署版).
    """

    kinds: tuple[str, ...] | None = None
    bundle: bool = False
    review: ReviewNotes | None = None
    house: bytes | None = None
    sources: Sources | None = None
    trace: TraceMode = "full"
    defaults: tuple[DefaultUsed, ...] = ()
    amendment: Amendment | None = None
    final: bool = False

    @property
    def plan(self) -> Sources:
        """The templates to build from."""
        plan = self.sources or Sources()
        return replace(plan, house=House("house.docx", self.house)) if self.house is not None else plan


def build(
    engagement: Engagement,
    kinds: Iterable[str] | None = None,
    *,
    pages: Pages | None = None,
    house: bytes | None = None,
    sources: Sources | None = None,
    trace: TraceMode = "full",
    bundle: bool = False,
    review: ReviewNotes | None = None,
) -> list[Document]:
    """The documents of the given kinds, each checked as a Word file; see `Order` for what the arguments mean.

    `pages` are the page numbers of bookmarks by kind; without them a table of contents shows no page numbers.
    Raises `Faulty` for a faulty template, and (DC2xx) where a document of ours fails the self-check.
    """
    return build_order(
        engagement, Order(tuple(kinds) if kinds is not None else None, bundle, review, house, sources, trace), pages
    )


def build_order(engagement: Engagement, order: Order, pages: Pages | None = None) -> list[Document]:
    """As `build`, with what is wanted as one value."""
    return _sound(_remarked(engagement, order, _filled(engagement, order, pages or {}, order.trace)), order.plan)


def build_paged(engagement: Engagement, order: Order, *, timeout: float = 300) -> list[PagedDocument]:
    """The documents with page numbers, and their PDFs; two runs of LibreOffice. Raises as `build`, and `Unusable` (CV1xx)."""
    from itsm_docs.convert.libreoffice import to_pdf
    from itsm_docs.ooxml.flatten import flatten

    first = _sound(_filled(engagement, order, {}, "none"), order.plan)
    drafts = to_pdf({document.kind: flatten(document.data) for document in first}, timeout=timeout)
    pages = {kind: draft.destinations for kind, draft in drafts.items()}
    final = _sound(_remarked(engagement, order, _filled(engagement, order, pages, order.trace)), order.plan)
    # A PDF carries no trace and no comments.
    shown = _filled(engagement, order, pages, "none")
    pdfs = to_pdf({document.kind: flatten(document.data) for document in shown}, timeout=timeout)
    return [
        PagedDocument(replace(document, pages=pdfs[document.kind].destinations), pdfs[document.kind])
        for document in final
    ]


def _wanted(engagement: Engagement, order: Order) -> list[str]:
    """The kinds and volumes to build. Raises `Unusable` (TP110, DC108)."""
    available = available_kinds()
    if order.bundle and engagement.contract.paper is Paper.THEIRS:
        raise unusable("DC108")
    if order.kinds is None:
        return volumes.planned(engagement, available, bundle=order.bundle, review=order.review is not None)
    lacking = {volumes.REVIEW: order.review is None, volumes.AMENDMENT: order.amendment is None}
    known = (*available, *(kind for kind in volumes.VOLUMES if not lacking.get(kind)))
    for kind in order.kinds:
        if kind not in known:
            raise unusable("TP110", kind=kind, known="、".join(known))
    together = volumes.BUNDLED if order.bundle else ()
    return list(dict.fromkeys(volumes.BUNDLE if kind in together else kind for kind in order.kinds))


def _filled(engagement: Engagement, order: Order, pages: Pages, trace: TraceMode) -> list[Document]:
    return [
        # The sheet and the public version are nobody's proof: they carry no trace.
        _document(engagement, kind, pages.get(kind), order, "none" if kind in volumes.UNTRACED else trace)
        for kind in _wanted(engagement, order)
    ]


def _remarked(engagement: Engagement, order: Order, documents: list[Document]) -> list[Document]:
    """Drafts with a comment at each default; sheets and public versions are for others."""
    if not order.defaults:
        return documents
    from itsm_docs.documents.drafts import with_comments

    return [
        replace(one, data=with_comments(one.data, one.receipt, engagement, order.defaults))
        if is_draft(one.version) and one.kind not in volumes.UNTRACED
        else one
        for one in documents
    ]


def _document(
    engagement: Engagement, kind: str, pages: Mapping[str, int] | None, order: Order, trace: TraceMode
) -> Document:
    engagement = public_version(engagement) if kind == volumes.PUBLIC else engagement
    view = view_of(engagement, kind, order.amendment, final=order.final)
    context = {name: getattr(engagement, name) for name in fields_of(Engagement)}
    template = compile_kind(kind, order.plan.house, order.plan)
    about = About(
        engagement=engagement.number,
        kind=kind,
        edition=standard.clauses().edition,
        version=view.version,
        data_hash=data_hash(engagement) if trace != "none" else "",
        template_hash=template.digest,
        scope=scope_of(engagement),
    )
    filled = fill(
        template,
        {**context, "doc": view, "review": order.review, "amendment": order.amendment},
        trace=trace,
        pages=pages,
        about=about,
    )
    title = f"{view.title}（合订本）" if kind == volumes.BUNDLE else view.title
    name = _FORBIDDEN_IN_NAMES.sub("-", f"{view.number} {title}").strip(" .")
    return Document(kind, view.title, view.number, view.version, f"{name}.docx", filled.data, filled.receipt)


def scope_of(engagement: Engagement) -> Scope:
    """What decides which clauses apply to an engagement."""
    return Scope(
        tuple(dict.fromkeys(service.category for service in engagement.services)),
        tuple(dict.fromkeys(service.mode.value for service in engagement.services)),
        engagement.procurement.regime.value if engagement.procurement is not None else "",
    )


def data_hash(engagement: Engagement) -> str:
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
