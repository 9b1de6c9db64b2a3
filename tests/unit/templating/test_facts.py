"""Which printed values become facts, and under which path."""

from __future__ import annotations

import re

import pytest
from drafts import HOUSE
from tests.helpers.engagements import an_engagement
from tests.helpers.word import part

from itsm_docs.documents.kinds import context_schema
from itsm_docs.markdown import Chapter
from itsm_docs.model import Engagement
from itsm_docs.model.shape import fields_of
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read
from itsm_docs.templating import compile_template
from itsm_docs.templating.template import TraceMode
from itsm_docs.trace import parts as receipts

_TAG = re.compile(r'<w:tag w:val="([^"]*)"/>')


def filled(source: str, trace: TraceMode = "full", **changes: object) -> bytes:
    """A Markdown template filled with the small engagement."""
    engagement = an_engagement(**changes)
    template = compile_template([Chapter("x.md", source)], house=HOUSE, schema=context_schema())
    return template.fill({name: getattr(engagement, name) for name in fields_of(Engagement)}, trace=trace)


def tags(data: bytes) -> list[str]:
    """The tags of the content controls in order."""
    return _TAG.findall(part(data))


def test_a_value_is_tagged_with_its_path() -> None:
    """Names, numbers and dates that stand in the data."""
    assert tags(filled("# 一\n\n{{ client.name }} 自 {{ term.start }} 起")) == ["client.name", "term.start"]


def test_a_value_in_loops_is_tagged_by_the_ids_of_its_items() -> None:
    """Never by an index: a service moved up keeps its path."""
    engagement = an_engagement()
    expected = [f"services[{s.id}].metrics[{m.id}].target" for s in engagement.services for m in s.metrics]
    source = "# 一\n\n{% for s in services %}\n## {{ s.name }}\n\n{% for m in s.metrics %}\n- {{ m.target }}\n{% endfor %}\n\n{% endfor %}"

    assert [tag for tag in tags(filled(source)) if tag.endswith(".target")] == expected


def test_a_display_filter_does_not_hide_the_path() -> None:
    """The printed form is another; the fact is the same."""
    assert tags(filled("# 一\n\n{{ charges.total|money }} 元")) == ["charges.total"]


@pytest.mark.parametrize(
    "printed",
    [
        "{{ services|count }}",
        "{{ client.name ~ '等' }}",
        "{% for s in services %}{{ s.name }}{% endfor %}",
        "{{ services[0].name }}",
    ],
)
def test_what_has_no_path_of_its_own_is_no_fact(printed: str) -> None:
    """Counts, joined texts, loops within a sentence, positions in a list."""
    assert tags(filled(f"# 一\n\n共 {printed} 项")) == []


def test_prose_and_open_points_are_no_facts() -> None:
    """The wording of a sentence is the section's; 待定 is no value."""
    data = filled(
        "# 一\n\n{{ client.name }}：{{ services[0].purpose }}、{{ client.phone }}", **{"client.phone": "待定：开通后补"}
    )

    assert tags(data) == ["client.name"]
    assert "待定：开通后补" in part(data)


def test_no_trace_leaves_nothing_in_the_file() -> None:
    """For bids and for files that leave the house."""
    source = '# 一 {: clause="8.2.2.2-a"}\n\n{{ client.name }}'
    data = filled(source, trace="none")

    assert (tags(data), "_itsm_0" in part(data), receipts.read(read(data))) == ([], False, None)
    assert "?clause" not in part(data)


def test_a_heading_that_names_clauses_is_in_the_receipt_with_its_title() -> None:
    """Section by bookmark, facts by bookmark, values as printed."""
    data = filled('# 用户需求 {: clause="8.2.2.2-a 8.2.1-1"}\n\n{{ client.name }}')
    receipt = receipts.read(read(data))

    assert receipt is not None
    assert [(section.clauses, section.title) for section in receipt.sections.values()] == [
        (("8.2.2.2-a", "8.2.1-1"), "用户需求")
    ]
    assert [(fact.path, fact.value) for fact in receipt.facts.values()] == [
        ("client.name", an_engagement().client.name)
    ]


def test_controls_do_not_break_numbers_references_and_captions() -> None:
    """A traced document passes the self-check, and shows what the plain one shows."""
    source = (
        "# {{ client.short }}的服务 {: #a}\n\n"
        '{: #t caption="{{ client.short }}的指标"}\n| 名称 | 值 |\n|---|---|\n'
        "{% for s in services %}\n| {{ s.name }} | {{ s.mode }} |\n{% endfor %}\n\n见 {{ ref('a') }}、{{ ref('t') }}。"
    )
    traced, plain = filled(source), filled(source, trace="none")

    assert check(traced) == []
    assert _text(traced) == _text(plain)


def _text(data: bytes) -> str:
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part(data)))
