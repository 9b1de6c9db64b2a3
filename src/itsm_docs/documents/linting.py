"""A template of a user, checked without data: a Word file, a Markdown file, or a folder of Markdown chapters.

Says everything at once and can say it as Word comments in a copy. The template itself is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from itsm_docs import standard, workspace
from itsm_docs.documents.kinds import context_schema, word_template
from itsm_docs.documents.overrides import KindSource, chapters_in
from itsm_docs.errors import Faulty, unusable
from itsm_docs.findings import Finding, Severity, Where
from itsm_docs.markdown import Chapter
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.resaved import restored
from itsm_docs.templating.lint import annotated, lint
from itsm_docs.templating.typeset import WordTemplate

_DEFAULT = "sla"
"""The kind whose numbering a Markdown template is set in when nothing says which it is; the checks are the same."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found, and the Word template to write it into (None where there is none)."""

    findings: tuple[Finding, ...]
    parts: Mapping[str, bytes] | None

    def annotated(self) -> bytes | None:
        """A copy of the template with the findings as Word comments; a Markdown template as the Word file it makes."""
        return None if self.parts is None else write(annotated(self.parts, self.findings))


def lint_template(path: Path, kind: str | None = None) -> Linted:
    """Check the template at a path. Raises `Unusable` where it cannot be read or `kind` is none (TP110, DC106)."""
    known = [entry.key for entry in standard.kinds()]
    if kind is not None and kind not in known:
        raise unusable("TP110", kind=kind, known="、".join(known))
    kind = kind or next((key for key in (path.stem, path.parent.name) if key in known), _DEFAULT)
    source, only = _source(path, known)
    try:
        template, findings = word_template(kind, source)
        if template is None:
            return Linted(tuple(findings), None)
        findings += _below(lint(template, context_schema()), findings)
        if source.word is not None:
            findings += _package(source)
    except Faulty as fault:
        return Linted(tuple(_named(one, source.shown) for one in fault.findings), None)
    findings = [_placed(one, template) for one in findings if only is None or one.where.file in (only, None)]
    parts = template.parts if source.word is None else read(source.word, source.shown)
    return Linted(tuple(findings), parts)


def _source(path: Path, known: Iterable[str]) -> tuple[KindSource, str | None]:
    """The source, and the one file whose findings are wanted when a chapter is read with its neighbours."""
    shown = str(path)
    if workspace.is_folder(path):
        chapters = chapters_in(path, shown)
        if not chapters:
            raise unusable("DC106", Where(file=shown))
        return KindSource(shown, chapters=chapters), None
    if path.suffix.lower() != ".md":
        return KindSource(shown, word=workspace.read_bytes(path, shown)), None
    if path.parent.name in known:  # references lead to other chapters
        return KindSource(str(path.parent), chapters=chapters_in(path.parent, str(path.parent))), shown
    return KindSource(shown, chapters=(Chapter(shown, workspace.read_text(path, shown)),)), None


def _below(found: list[Finding], earlier: Iterable[Finding]) -> list[Finding]:
    """Without what reading the Markdown has already said about the same line."""
    said = {(one.where.file, one.where.line) for one in earlier if one.where.line is not None}
    return [one for one in found if not (one.code < "TP2" and (one.where.file, one.where.line) in said)]


def _package(source: KindSource) -> list[Finding]:
    """What Word would complain about in the file itself; a warning, because it fills all the same."""
    found = check(write(restored(read(source.word or b"", source.shown))))
    return [replace(_named(one, source.shown), severity=Severity.WARNING) for one in found]


def _named(one: Finding, shown: str) -> Finding:
    return one if one.where.file else one.at(replace(one.where, file=shown))


def _placed(one: Finding, template: WordTemplate) -> Finding:
    """A finding of a Markdown line with the paragraph that the line became, or the last one before it."""
    where = one.where
    if where.paragraph is not None or where.line is None:
        return one
    before = [at for at, (file, line) in template.origins.items() if file == where.file and line <= (where.line or 0)]
    return one.at(replace(where, paragraph=max(before))) if before else one
