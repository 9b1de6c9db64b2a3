"""The documents of a set in other formats, each from a flat copy of its Word file. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from itsm_docs.documents.build import Document, Order, build_order, build_paged
from itsm_docs.errors import unusable

if TYPE_CHECKING:
    from itsm_docs.convert.pandoc import Page
    from itsm_docs.model import Engagement

Format: TypeAlias = Literal["pdf", "html", "md", "odt"]
"""What a Word file is converted to, by the suffix of the result."""
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Converted:
    """A document, and the bytes of what it was converted to, by suffix."""

    document: Document
    files: Mapping[str, bytes] = field(default_factory=dict)


def check_programs(formats: Collection[Format], *, pages: bool = False) -> None:
    """Find out before long work whether the programs are there. Raises `Unusable` (CV101, CV104, CV201, CV202)."""
    if pages or {"pdf", "odt"} & set(formats):
        from itsm_docs.convert import libreoffice

        if libreoffice.find_program() is None:
            raise unusable("CV101")
    if {"html", "md"} & set(formats):
        from itsm_docs.convert import pandoc

        pandoc.find_program()


def build_converted(
    engagement: Engagement, order: Order, formats: Collection[Format], *, pages: bool = False
) -> list[Converted]:
    """The documents of an order with their conversions; with a PDF, or with `pages`, their contents show page numbers.

    Raises as `build_paged`, and `Unusable` (CV2xx).
    """
    documents, results = _built(engagement, order, formats, pages)
    if "odt" in formats:
        _add(results, "odt", documents, _to_odt(documents))
    if "html" in formats:
        _add(results, "html", documents, _to_pages(documents, "html"))
    if "md" in formats:
        _add(results, "md", documents, _to_pages(documents, "md"))
    return [Converted(document, files) for document, files in zip(documents, results, strict=True)]


def _built(
    engagement: Engagement, order: Order, formats: Collection[Format], pages: bool
) -> tuple[list[Document], list[dict[str, bytes]]]:
    """The documents, and for each the conversions that came with the building: the PDF, where it is wanted."""
    if not (pages or "pdf" in formats):
        documents = build_order(engagement, order)
        return documents, [{} for _ in documents]
    paged = build_paged(engagement, order)
    return [one.document for one in paged], [{"pdf": one.pdf.data} if "pdf" in formats else {} for one in paged]


def _add(
    results: Sequence[dict[str, bytes]], name: Format, documents: Sequence[Document], made: Mapping[str, bytes]
) -> None:
    for result, document in zip(results, documents, strict=True):
        result[name] = made[document.file_name]


def _to_odt(documents: Sequence[Document]) -> dict[str, bytes]:
    from itsm_docs.convert.libreoffice import to_odt
    from itsm_docs.ooxml.flatten import flatten

    return to_odt({one.file_name: flatten(one.data, marks=False) for one in documents}, timeout=300)


def _to_pages(documents: Sequence[Document], page: Page) -> dict[str, bytes]:
    from itsm_docs.convert.pandoc import to_pages
    from itsm_docs.ooxml.readable import readable

    copies = {one.file_name: readable(one.data, rich=page == "html") for one in documents}
    titles = {one.file_name: one.title for one in documents}
    return to_pages({name: (copy.data, copy.title or titles[name]) for name, copy in copies.items()}, page)
