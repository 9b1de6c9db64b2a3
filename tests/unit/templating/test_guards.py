"""Guards: which paths a condition makes sure of, in every form that a condition has."""

from __future__ import annotations

import pytest
from drafts import Sample, docx, faults


def codes(text: str) -> list[str]:
    """The codes of the faults of one paragraph."""
    return [fault[:5] for fault in faults(docx(f"BodyText {text}"), Sample)]


@pytest.mark.parametrize(
    "text",
    [
        "{% if signed %}{{ signed }}{% endif %}",
        "{% if signed is not none %}{{ signed }}{% endif %}",
        "{% if signed is none %}未签{% else %}{{ signed }}{% endif %}",
        "{% if not signed %}未签{% else %}{{ signed }}{% endif %}",
        "{% if not signed %}未签{% elif draft %}{{ signed }}{% endif %}",
        "{% if draft %}{% elif signed %}{{ signed }}{% endif %}",
        "{% if draft and signed %}{{ signed }}{% endif %}",
        "{% if signed and partner %}{{ signed }}{{ partner.name }}{% endif %}",
        "{% if partner and partner.note %}{{ partner.note }}{% endif %}",
        "{% if not partner or not partner.note %}无{% else %}{{ partner.note }}{% endif %}",
        "{% if not signed or not partner %}缺{% else %}{{ signed }}{{ partner.name }}{% endif %}",
        "{% if signed is none or draft %}未签{% else %}{{ signed }}{% endif %}",
        "{% if signed and draft or signed and partner %}{{ signed }}{% endif %}",
        "{{ signed if signed else '未签' }}",
        "{{ '未签' if not signed else signed }}",
        "{{ '未签' if signed is none else signed }}",
        "{% if charges.extra %}{% for e in charges.extra %}{{ e.name }}{% endfor %}{% endif %}",
        "{% for i in charges.items if i.note %}{{ i.note }}{% endfor %}",
        "{% for i in charges.items if i.note and draft %}{{ i.note }}{% else %}无{% endfor %}",
        "{% if signed %}{% for i in charges.items %}{{ signed }}{% endfor %}{% endif %}",
        "{% for i in charges.items %}{% if i.note %}{{ i.note }}{% endif %}{% endfor %}",
    ],
)
def test_a_guarded_path_may_be_printed(text: str) -> None:
    """What the condition makes sure of is present in its branch."""
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% if signed %}甲{% endif %}{{ signed }}", "TP202"),
        ("{% if signed %}甲{% else %}{{ signed }}{% endif %}", "TP202"),
        ("{% if not signed %}{{ signed }}{% endif %}", "TP202"),
        ("{% if signed is none %}{{ signed }}{% endif %}", "TP202"),
        ("{% if draft %}{{ signed }}{% endif %}", "TP202"),
        ("{% if draft or signed %}{{ signed }}{% endif %}", "TP202"),
        ("{% if signed or partner %}{{ partner.name }}{% endif %}", "TP203"),
        ("{% if not (draft and signed) %}甲{% else %}{{ signed }}{{ partner.name }}{% endif %}", "TP203"),
        ("{% if signed and draft %}甲{% elif draft %}{{ signed }}{% endif %}", "TP202"),
        ("{% if partner.note %}{{ partner.note }}{% endif %}", "TP203"),
        ("{{ '未签' if signed else signed }}", "TP202"),
        ("{% for i in charges.items if i.note %}甲{% else %}{{ signed }}{% endfor %}", "TP202"),
        ("{% for i in charges.items %}{% if i.note %}甲{% endif %}{{ i.note }}{% endfor %}", "TP202"),
    ],
)
def test_an_unguarded_path_may_not(text: str, expected: str) -> None:
    """A condition about something else, or the wrong branch, makes sure of nothing."""
    assert codes(text) == [expected]


def test_a_loop_variable_does_not_guard_that_of_another_loop() -> None:
    """Two loops over one list have items of their own, also with the same name."""
    first = "BodyText {% for i in charges.items if i.note %}{{ i.note }}{% endfor %}"
    second = "BodyText {% for i in charges.items %}{{ i.note }}{% endfor %}"

    assert [fault[:5] for fault in faults(docx(first, second), Sample)] == ["TP202"]


def test_the_else_branch_of_a_loop_knows_no_item() -> None:
    """There is none when the list is empty."""
    assert codes("{% for i in charges.items %}{{ i.name }}{% else %}{{ i.name }}{% endfor %}") == ["TP201"]


def test_a_guard_reaches_over_paragraphs_and_rows() -> None:
    """Block tags guard what stands between them."""
    lines = ("{%p if partner %}", "{{ partner.name }}", "{%p endif %}", "{{ partner.name }}")

    assert [fault[:5] for fault in faults(docx(*(f"BodyText {line}" for line in lines)), Sample)] == ["TP203"]
