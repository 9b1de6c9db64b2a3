"""Compiling from whatever a template is written in: Markdown text, chapters, a Word file.

The functions of the package; it loads them when they are first used, because filling needs none of this.
"""

from __future__ import annotations

from collections.abc import Iterable

from itsm_docs import workspace
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding, Severity
from itsm_docs.markdown import Chapter
from itsm_docs.model.base import Record
from itsm_docs.model.shape import fields_of
from itsm_docs.ooxml.package import read
from itsm_docs.ooxml.resaved import restored
from itsm_docs.templating.check import Roots
from itsm_docs.templating.compiled import compile_package
from itsm_docs.templating.template import CompiledTemplate
from itsm_docs.templating.typeset import Headings, WordTemplate, typeset

Schema = Roots | type[Record] | None
TemplateSource = str | bytes | WordTemplate | Iterable[Chapter]


def schema_of(schema: Schema) -> Roots | None:
    """The root names: a record's fields, or as given."""
    return fields_of(schema) if isinstance(schema, type) else schema


def shipped_house() -> bytes:
    """The house file that comes with the package."""
    return workspace.read_bytes(workspace.shipped("templates") / "house" / "house.docx", "house.docx")


def compile_source(
    source: TemplateSource,
    *,
    name: str = "模板",
    house: bytes | None = None,
    headings: Headings = "manual",
    contents: int = 2,
    schema: Schema = None,
    strict: bool | None = None,
) -> tuple[CompiledTemplate | None, list[Finding]]:
    """Compile a template: Markdown text, Markdown chapters, or a Word template (bytes, or parts); every fault at once.

    `house` is the Word file whose styles, cover and sign-off Markdown is set in (ours by default), `headings` the
    numbering of its headings, `contents` the heading levels in its table of contents, `schema` what the data looks like (without it paths are not checked).
    `strict` allows conditions and loops only; by default in Markdown, not in Word templates (docs/dialect.md).
    """
    template: WordTemplate | None
    findings: list[Finding] = []
    if isinstance(source, WordTemplate):
        template = source
    elif isinstance(source, bytes):
        template = WordTemplate(name, restored(read(source, name)))
    else:
        chapters = [Chapter(name, source)] if isinstance(source, str) else list(source)
        template, findings = typeset(name, chapters, house or shipped_house(), headings)
    if template is None or any(finding.severity is Severity.ERROR for finding in findings):
        return None, findings
    strict = not isinstance(source, bytes | WordTemplate) if strict is None else strict
    compiled, faults = compile_package(template, schema_of(schema), contents, strict=strict)
    return compiled, findings + faults


def compile_template(
    source: TemplateSource,
    *,
    name: str = "模板",
    house: bytes | None = None,
    headings: Headings = "manual",
    contents: int = 2,
    schema: Schema = None,
    strict: bool | None = None,
) -> CompiledTemplate:
    """As `compile_source`, but raises `Faulty` with everything found where the template cannot be used."""
    compiled, findings = compile_source(
        source, name=name, house=house, headings=headings, contents=contents, schema=schema, strict=strict
    )
    if compiled is None:
        raise Faulty(findings)
    return compiled
