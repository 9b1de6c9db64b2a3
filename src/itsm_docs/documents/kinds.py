"""The document kinds that can be built, and their compiled templates.

A kind comes from the project's own template where there is one, else from the shipped one (`overrides`); the catalogue
says how each kind is numbered and signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from itsm_docs import standard, workspace
from itsm_docs.documents import volumes
from itsm_docs.documents.overrides import (
    House,
    KindSource,
    Sources,
    shipped_source,
)
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding
from itsm_docs.markdown import Chapter
from itsm_docs.model import Engagement
from itsm_docs.model.amendment import Amendment
from itsm_docs.model.records import DocumentView
from itsm_docs.model.review import ReviewNotes
from itsm_docs.model.shape import FieldShape, Shape, fields_of, shape_of
from itsm_docs.ooxml.package import read, write
from itsm_docs.templating.template import CompiledTemplate

if TYPE_CHECKING:
    from itsm_docs.templating.typeset import WordTemplate

# What only compiling needs is imported where it is used: a cached template is filled without it.

_HOUSE = "house.docx"
"""What the typesetter calls a house file in its findings."""
_SHEET = "sheet.docx"
"""The house of one-page sheets: no cover, no contents, no signatures."""


def available_kinds() -> tuple[str, ...]:
    """The kinds that can be built, in the order of the catalogue."""
    return tuple(entry.key for entry in standard.kinds())


def context_schema() -> dict[str, Shape | FieldShape]:
    """What a template of ours may print: the fields of the engagement, ``doc``, and what single volumes have beside them."""
    own = {"doc": DocumentView, "review": ReviewNotes, "amendment": Amendment}
    return {**fields_of(Engagement), **{name: shape_of(record) for name, record in own.items()}}


def chapters(kind: str) -> list[Chapter]:
    """The shipped Markdown chapters of a kind in file-name order. Raises `Faulty` (TP110) where there are none."""
    return list(shipped_source(kind).chapters)


def compile_kind(kind: str, house: House | None = None, sources: Sources | None = None) -> CompiledTemplate:
    """The compiled template of a kind. Raises `Faulty` with every fault of the template."""
    return _compiled(kind, (sources or Sources()).of(kind), house)


def eject(kind: str, sources: Sources | None = None) -> bytes:
    """A kind as a Word template that people edit: typeset from Markdown, or the project's own Word file as it is.

    Raises `Faulty` for faulty chapters or an unusable house.
    """
    sources = sources or Sources()
    source = sources.of(kind)
    return source.word if source.word is not None else write(_typeset(kind, source, sources.house).parts)


def word_template(
    kind: str, source: KindSource, house: House | None = None
) -> tuple[WordTemplate | None, list[Finding]]:
    """A kind's source as a Word template, ready to be compiled, with what is wrong with it.

    A user's Word file gets the styles that it lacks, by name, and what LibreOffice lost. Raises `Faulty` (OX1xx).
    """
    from itsm_docs.ooxml.adoption import adopt_styles
    from itsm_docs.ooxml.resaved import restored
    from itsm_docs.templating.front import shipped_house
    from itsm_docs.templating.typeset import WordTemplate, typeset

    entry = volumes.entry(kind)
    if source.word is not None:
        parts = adopt_styles(restored(read(source.word, source.shown)), read(shipped_house()))
        return WordTemplate(source.shown, parts), []
    paper = _sheet() if kind == volumes.REVIEW else _completed(house)
    template, findings = typeset(entry.title, source.chapters, paper, entry.numbering)
    return template, _named(findings, house)


def ready_parts(kind: str, source: KindSource, house: House | None) -> Mapping[str, bytes]:
    """The parts of a kind's Word template. Raises `Faulty` where it cannot be made."""
    return _typeset(kind, source, house).parts


def _typeset(kind: str, source: KindSource, house: House | None) -> WordTemplate:
    template, findings = word_template(kind, source, house)
    if template is None or any(one.severity == "error" for one in findings):
        raise Faulty(findings)
    return template


def _sheet() -> bytes:
    return workspace.read_bytes(workspace.shipped("templates") / "house" / _SHEET, _SHEET)


@lru_cache(maxsize=8)
def _completed(house: House | None) -> bytes:
    """A company's house with the styles that it lacks; ours where there is none."""
    from itsm_docs.ooxml.adoption import adopt_styles
    from itsm_docs.ooxml.resaved import restored, with_list_names
    from itsm_docs.templating.front import shipped_house

    if house is None:
        return shipped_house()
    try:
        ours = read(shipped_house())
        own = with_list_names(restored(read(house.data, house.shown)), ours)
        return write(adopt_styles(own, ours))
    except Faulty as fault:
        raise Faulty(_named(fault.findings, house)) from None


def _named(findings: Iterable[Finding], house: House | None) -> list[Finding]:
    """Findings in the house file under the name that the user gave it; parts that are no XML name no file."""
    if house is None:
        return list(findings)
    return [
        one.at(replace(one.where, file=house.shown)) if one.where.file in (None, _HOUSE) else one for one in findings
    ]


@lru_cache(maxsize=16)
def _compiled(kind: str, source: KindSource, house: House | None) -> CompiledTemplate:
    from itsm_docs.templating import cache

    return cache.cached(_inputs(kind, source, house), lambda: _made(kind, source, house))


def _inputs(kind: str, source: KindSource, house: House | None) -> Iterator[bytes]:
    """Everything that a compiled kind is made from, beside our own code."""
    yield kind.encode()
    yield source.shown.encode()
    yield source.word or b""
    for chapter in source.chapters:
        yield chapter.name.encode()
        yield chapter.text.encode()
    yield house.data if house else b""
    yield workspace.read_bytes(workspace.shipped("templates") / "house" / _HOUSE, _HOUSE)
    if kind == volumes.REVIEW:
        yield _sheet()


def _made(kind: str, source: KindSource, house: House | None) -> CompiledTemplate:
    from itsm_docs.templating.front import compile_source

    entry = volumes.entry(kind)
    compiled, findings = compile_source(
        _typeset(kind, source, house), contents=entry.contents, schema=context_schema(), strict=source.word is None
    )
    if compiled is None:
        raise Faulty(findings)
    return compiled
