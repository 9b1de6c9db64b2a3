"""The shipped templates: they compile without a finding, cite what the catalogue says, and say where they are wrong."""

from __future__ import annotations

import pytest

from itsm_docs import standard
from itsm_docs.documents import available_kinds, compile_kind
from itsm_docs.documents.kinds import chapters, context_schema
from itsm_docs.errors import Faulty
from itsm_docs.model.shape import FieldShape, Kind
from itsm_docs.templating import compile_source


@pytest.mark.parametrize("kind", available_kinds())
def test_a_shipped_template_has_no_finding(kind: str) -> None:
    """Not even a warning: every path is in the schema, every optional one is guarded."""
    compiled, findings = compile_source(chapters(kind), schema=context_schema())

    assert findings == []
    assert compiled is not None


@pytest.mark.parametrize("kind", available_kinds())
def test_a_shipped_template_declares_every_clause_that_its_kind_must_answer(kind: str) -> None:
    """The catalogue's `main` needs are declared by a heading, and no clause is that the kind has nothing to do with."""
    declared = set(compile_kind(kind).clauses)
    if kind == "process":  # one heading for all processes computes its clauses
        declared |= {clause for entry in standard.process_entries() for clause in entry.clauses}
    main = {clause.id for clause in standard.clauses() if clause.needs.get(kind) is standard.Need.MAIN}

    assert main - declared == set()
    assert declared - {clause.id for clause in standard.clauses() if kind in clause.needs} == set()


def test_a_kind_is_compiled_once() -> None:
    """Building two engagements compiles one template."""
    assert compile_kind("sla") is compile_kind("sla")


def test_a_kind_without_chapters_is_told() -> None:
    """Never an empty document."""
    with pytest.raises(Faulty) as caught:
        chapters("no-such-kind")

    assert [found.code for found in caught.value.findings] == ["TP110"]


def test_templates_see_the_engagement_and_the_document() -> None:
    """Root names are the fields of the engagement, and `doc`."""
    schema = context_schema()
    client, doc = schema["client"], schema["doc"]

    assert isinstance(client, FieldShape)
    assert client.title == "甲方"
    assert not isinstance(doc, FieldShape)
    assert doc.kind is Kind.RECORD


def test_the_kinds_are_those_of_the_catalogue_that_have_templates() -> None:
    """In its order."""
    order = [kind.key for kind in standard.kinds()]

    assert list(available_kinds()) == [key for key in order if key in available_kinds()]
    assert "sla" in available_kinds()
