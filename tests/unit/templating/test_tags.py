"""Tags in Word text: found whole, joined over runs, told apart."""

from __future__ import annotations

import pytest
from drafts import docx, faults, paragraph, shown
from tests.helpers.word import NAMES

from itsm_docs.ooxml.xml import every, parse
from itsm_docs.templating.tags import Tag, join_split_tags, pieces, read_tag


def joined(*runs: str) -> list[str]:
    """The texts of the runs after joining."""
    root = parse(f"<w:body {NAMES}>{paragraph(*runs)}</w:body>", "x")
    join_split_tags(root)
    return [node.text or "" for node in every(root, "w:t")]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (("{{ na", "me }}"), ["{{ name }}", ""]),
        (("{", "{ name ", "}}"), ["{{ name }}", "", ""]),
        (("甲方：{{ na", "me }}，下称"), ["甲方：{{ name }}", "，下称"]),
        (("{{ a }}、{{ ", "b }}。"), ["{{ a }}、{{ b }}", "。"]),
        (("{% if a %}甲{% en", "dif %}乙"), ["{% if a %}甲{% endif %}", "乙"]),
        (("{{ a }", "}{{ b", " }}"), ["{{ a }}", "{{ b }}", ""]),
        (("没有", "标签"), ["没有", "标签"]),
        (("单个 { 与 }", " 不是标签"), ["单个 { 与 }", " 不是标签"]),
    ],
)
def test_a_tag_is_joined_into_the_run_where_it_starts(runs: tuple[str, ...], expected: list[str]) -> None:
    """Text before and after stays in its own run, and so keeps its format."""
    assert joined(*runs) == expected


def test_a_tag_split_over_three_runs_prints() -> None:
    """Word splits where the spelling checker or an edit left a mark; nobody sees it."""
    assert shown(docx(paragraph("甲方：{{ par", "ty.na", "me }}（盖章）")), party={"name": "某公司"}) == [
        "甲方：某公司（盖章）"
    ]


def test_text_and_tags_come_in_order_and_comments_go() -> None:
    """A comment is neither printed nor kept."""
    assert pieces("甲{{ a }}{# 说明 #}乙") == ["甲", Tag("{{ a }}", body="a"), "乙"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ a.b }}", Tag("{{ a.b }}", body="a.b")),
        ("{%p if a %}", Tag("{%p if a %}", scope="p", keyword="if", body="if a")),
        ("{%tr endfor %}", Tag("{%tr endfor %}", scope="tr", keyword="endfor", body="endfor")),
        ("{%- if a -%}", Tag("{%- if a -%}", keyword="if", body="if a")),
        ("{{ ref('a') }}", Tag("{{ ref('a') }}", body="ref('a')", function="ref", arguments="'a'")),
        ("{{ toc( ) }}", Tag("{{ toc( ) }}", body="toc( )", function="toc")),
        ("{{ other('a') }}", Tag("{{ other('a') }}", body="other('a')")),
        ("{% %}", Tag("{% %}", keyword="?")),
        ("{{ a\n | join }}", Tag("{{ a | join }}", body="a | join")),
    ],
)
def test_a_tag_says_what_it_is(source: str, expected: Tag) -> None:
    """Block tags have a scope, statements a keyword, calls of our functions a name."""
    assert read_tag(source) == expected


def test_a_statement_named_like_a_scope_is_no_scope() -> None:
    """`{%print %}` begins with p and is not a paragraph's tag called `rint`; whatever it is, it is refused."""
    assert [fault.split(" ")[0] for fault in faults(docx("BodyText {%print x %}"))] == ["TP103"]


@pytest.mark.parametrize("text", ["价格 {{ price", "price }}", "{% if a", "甲 %}", "{# 说明"])
def test_half_a_tag_is_a_fault(text: str) -> None:
    """What is left of a tag would print as it is."""
    (fault,) = faults(docx(f"BodyText {text}"))

    assert fault.startswith("TP101")


@pytest.mark.parametrize("text", ["｛｛ name ｝｝", "｛% if a %｝", "{％ if a ％}", "｛ ｛name｝ ｝"])
def test_full_width_brackets_are_a_fault(text: str) -> None:
    """An input method makes them and Word shows them alike; docxtpl prints them as text."""
    assert {fault.split(" ")[0] for fault in faults(docx(f"BodyText {text}"))} == {"TP102"}


def test_full_width_brackets_of_a_sentence_are_text() -> None:
    """One full-width bracket is punctuation."""
    assert shown(docx("BodyText 甲｛1｝与｛2｝乙")) == ["甲｛1｝与｛2｝乙"]
