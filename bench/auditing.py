"""Auditing a set of six documents against one render by docxtpl of one of them, in one process, round by round.

The baseline renders the contract of the same sample from the same template source (see `filling.docxtpl`); the audit
reads, judges and compares all six, as `itsm-docs audit FOLDER` does once its modules are loaded.
"""

from __future__ import annotations

from pathlib import Path

from bench import filling
from itsm_docs import documents, standard
from itsm_docs.audit import Request, audit
from itsm_docs.documents.kinds import chapters, context_schema
from itsm_docs.documents.view import view_of
from itsm_docs.inputs import load
from itsm_docs.model import Engagement
from itsm_docs.model.shape import fields_of
from itsm_docs.templating import compile_template

KINDS = ("contract", "plan", "sla", "process", "documents", "privacy")
BASELINE = "contract"


def main(sample: str) -> None:
    """Print the ratio."""
    engagement = load(Path(sample)).engagement
    files = {document.kind: document.data for document in documents.build(engagement, KINDS)}
    entry = standard.kind(BASELINE)
    sources = chapters(BASELINE)
    compiled = compile_template(sources, headings=entry.numbering, contents=entry.contents, schema=context_schema())
    context = {name: getattr(engagement, name) for name in fields_of(Engagement)}
    context["doc"] = view_of(engagement, BASELINE)
    case = filling.Case(BASELINE, compiled, filling.word(sources, entry.numbering), context)

    def six() -> bytes:
        audit(Request(files, whole_set=True))
        return b""

    filling.compare(f"{sample}: audit of six ÷ docxtpl of the {BASELINE}", filling.docxtpl(case), six, rounds=5)
