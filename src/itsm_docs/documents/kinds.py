"""The document kinds that have templates, and their compiled templates.

A project may bring its own ``house.docx``; the catalogue says how each kind is numbered and signed.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from itsm_docs import standard, workspace
from itsm_docs.errors import Faulty
from itsm_docs.findings import Where, finding
from itsm_docs.markdown import Chapter
from itsm_docs.model import Engagement
from itsm_docs.model.records import DocumentView
from itsm_docs.model.shape import FieldShape, Shape, shape_of
from itsm_docs.templating import CompiledTemplate, compile_source, schema_of, shipped_house


def _folder(kind: str) -> Path:
    return workspace.shipped("templates") / kind


def available_kinds() -> tuple[str, ...]:
    """The kinds that can be built, in the order of the catalogue."""
    return tuple(kind.key for kind in standard.kinds() if workspace.files_in(_folder(kind.key), "*.md"))


def context_schema() -> dict[str, Shape | FieldShape]:
    """What a template of ours may print: the fields of the engagement, and ``doc``."""
    return {**(schema_of(Engagement) or {}), "doc": shape_of(DocumentView)}


def chapters(kind: str) -> list[Chapter]:
    """The Markdown chapters of a kind in file-name order. Raises `Faulty` (TP110) where there are none."""
    files = workspace.files_in(_folder(kind), "*.md")
    if not files:
        raise Faulty([finding("TP110", Where(file=f"templates/{kind}"), kind=kind, known="、".join(available_kinds()))])
    return [Chapter(f"templates/{kind}/{file.name}", workspace.read_text(file, file.name)) for file in files]


def compile_kind(kind: str, house: bytes | None = None) -> CompiledTemplate:
    """The compiled template of a kind. Raises `Faulty` with every fault of the template."""
    return _compiled(kind, house or shipped_house())


@lru_cache(maxsize=16)
def _compiled(kind: str, house: bytes) -> CompiledTemplate:
    entry = standard.kind(kind)
    compiled, findings = compile_source(
        chapters(kind),
        name=entry.title,
        house=house,
        headings=entry.numbering,
        contents=entry.contents,
        schema=context_schema(),
    )
    if compiled is None:
        raise Faulty(findings)
    return compiled
