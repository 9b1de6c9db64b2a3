"""Reads tests/cases/templates: a Markdown template and, beside it, what comes of it for the small engagement.

`good/x.md` is filled and `good/x.txt` holds its paragraphs with their numbers; `bad/x.txt` holds the findings, one a line
with the hint under it. To add a case, write the template and its text; nothing here needs a change.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import HOUSE, line
from tests.helpers.engagements import an_engagement
from tests.helpers.word import numbered, part

from itsm_docs.documents.kinds import context_schema
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding
from itsm_docs.markdown import Chapter
from itsm_docs.model import Engagement
from itsm_docs.model.shape import fields_of
from itsm_docs.ooxml.check import check
from itsm_docs.templating import compile_template

CASES = Path(__file__).parents[2] / "cases" / "templates"


def outcome(source: str) -> tuple[bytes, list[Finding]]:
    """The filled document, or the findings that stopped it."""
    engagement = an_engagement()
    context = {name: getattr(engagement, name) for name in fields_of(Engagement)}
    try:
        template = compile_template(
            [Chapter("x.md", source)], house=HOUSE, schema=context_schema(), headings="contract"
        )
        return template.fill(context), []
    except Faulty as fault:
        return b"", list(fault.findings)


def outline(data: bytes) -> list[str]:
    """The paragraphs with their numbers, the contents left out; footnotes at the end."""
    notes = part(data, "word/footnotes.xml").split("<w:footnote ")[3:]
    body = [text.replace("\t", " ") for text in numbered(data) if text]
    start = part(data).count('<w:pStyle w:val="TOC')
    return [*body[start:], *(f"注：{_plain(note)}" for note in notes)]


def _plain(xml: str) -> str:
    from itsm_docs.templating.finish import plain_text

    return plain_text(xml)


def told(found: Finding) -> list[str]:
    """A finding and its hint."""
    return [line(found), *([f"    {found.hint}"] if found.hint else [])]


def cases(folder: str) -> list[object]:
    """Every template of a folder with the text beside it."""
    return [
        pytest.param(
            path.read_text(encoding="utf-8"), path.with_suffix(".txt").read_text(encoding="utf-8"), id=path.stem
        )
        for path in sorted((CASES / folder).glob("*.md"))
    ]


@pytest.mark.parametrize(("source", "expected"), cases("good"))
def test_a_good_template_reads_as_written(source: str, expected: str) -> None:
    """Without a finding, and as a file that our check passes."""
    data, findings = outcome(source)

    assert findings == []
    assert check(data) == []
    assert outline(data) == expected.splitlines()


@pytest.mark.parametrize(("source", "expected"), cases("bad"))
def test_a_bad_template_says_what_is_wrong(source: str, expected: str) -> None:
    """Everything at once, each at its line, with what was probably meant."""
    assert [text for found in outcome(source)[1] for text in told(found)] == expected.splitlines()
