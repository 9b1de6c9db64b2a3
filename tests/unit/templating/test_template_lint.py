"""Lint says everything at once: one fault neither hides nor invents another."""

from __future__ import annotations

import pytest
from tests.helpers.word import cell, docx, table

from itsm_docs.documents.kinds import context_schema
from itsm_docs.findings import Finding
from itsm_docs.ooxml.comments import comments_of
from itsm_docs.ooxml.package import read
from itsm_docs.templating.lint import annotated, lint
from itsm_docs.templating.typeset import WordTemplate


def found(*lines: str, parts: dict[str, str] | None = None) -> list[Finding]:
    """What lint says of a Word template."""
    return lint(WordTemplate("甲.docx", read(docx(*lines, parts=parts))), context_schema())


def said(*lines: str) -> list[str]:
    """The findings as code and paragraph index."""
    return [f"{one.code} {one.where.paragraph}" for one in found(*lines)]


WRONG_PATH = "BodyText {{ client.nmae }}"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("BodyText {{ client. }}", WRONG_PATH), ["TP108 0", "TP201 1"]),
        (("BodyText {{ client.name", WRONG_PATH), ["TP101 0", "TP201 1"]),
        (("BodyText ｛｛ client.name ｝｝", WRONG_PATH), ["TP102 0", "TP201 1"]),
        (("BodyText {%p if credits %}", WRONG_PATH), ["TP104 0", "TP201 1"]),
        ((WRONG_PATH, "BodyText {%p endif %}"), ["TP201 0", "TP105 1"]),
        (("BodyText {% if a b %}甲{% endif %}", "BodyText {{ }}", WRONG_PATH), ["TP108 0", "TP108 1", "TP201 2"]),
    ],
)
def test_what_cannot_be_read_hides_nothing(lines: tuple[str, ...], expected: list[str]) -> None:
    """The rest of the template is checked against the data as if the faulty tag were not there."""
    assert said(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ("BodyText {%p for s in services if %}", "BodyText {{ s.name }}", "BodyText {%p endfor %}"),
        ("BodyText {%p for s in servces %}", "BodyText {{ s.name }}{{ s.anything.else }}", "BodyText {%p endfor %}"),
        ("BodyText 有：{%p for s in services %}", "BodyText {{ s.name }}", "BodyText {%p endfor %}"),
        ("BodyText {%p if credits %}", "BodyText {{ client.name }}", "BodyText {%p endif %}余下"),
        ("BodyText {{ client.", "BodyText name }}"),
        (
            "BodyText {%p for s in services %}",
            "BodyText {%p if s.users %}",
            "BodyText {{ s.name }}",
            "BodyText {%p endfor %}",
        ),
    ],
    ids=[
        "loop unread",
        "list unknown",
        "beside an opener",
        "beside a closer",
        "over two paragraphs",
        "forgotten inside",
    ],
)
def test_one_fault_is_one_finding(lines: tuple[str, ...]) -> None:
    """No chain of findings from one mistake."""
    assert len(said(*lines)) == 1, found(*lines)


def test_a_tag_row_with_text_is_one_finding_and_its_loop_still_counts() -> None:
    """The row's own cells are in the loop's scope."""
    rows = (
        cell("TableText {%tr for s in services %}多余") + cell("TableText {{ s.name }}"),
        cell("TableText {%tr endfor %}") + cell("TableText"),
    )

    assert said(table(*rows), "BodyText") == ["TP106 0"]


def field(code: str, shown: str) -> str:
    """A paragraph with a field."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return (
        f"<w:p>{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}<w:r><w:t>{shown}</w:t></w:r>{marks[2]}"
        "<w:r><w:t>域外 {{ client.name }}</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    "line",
    [
        field(" DOCPROPERTY a ", "{{ client.name }}"),
        field(' HYPERLINK "{{ client.name }}" ', "链接"),
        '<w:p><w:fldSimple w:instr=" DOCPROPERTY a "><w:r><w:t>{{ client.name }}</w:t></w:r></w:fldSimple></w:p>',
    ],
    ids=["result", "code", "simple"],
)
def test_a_tag_in_a_field_is_told(line: str) -> None:
    """In its code or in its result; the tag beside the field is none."""
    (one,) = found("BodyText 前", line)

    assert (one.code, one.severity, one.where.paragraph) == ("TP122", "warning", 1)
    assert "{{ client.name }}" in one.message


@pytest.mark.parametrize(("mark", "expected"), [("w:ins", ["TP123 0"]), ("w:moveTo", ["TP123 0"]), ("w:del", [])])
def test_a_tag_in_a_tracked_insertion_is_told(mark: str, expected: list[str]) -> None:
    """A deleted tag is text."""
    text = "w:delText" if mark == "w:del" else "w:t"
    line = (
        f'<w:p><{mark} w:id="1" w:author="甲" w:date="2026-01-01T00:00:00Z"><w:r><{text}>{{{{ client.name }}}}</{text}></w:r>'
        f"</{mark}></w:p>"
    )

    assert said(line) == expected


def test_findings_become_comments_with_words_and_hint() -> None:
    """Severity, code, message and the way out."""
    parts = read(docx("Heading1 双方", WRONG_PATH))
    findings = lint(WordTemplate("甲.docx", parts), context_schema())

    ((at, text),) = comments_of(annotated(parts, findings))
    assert at == "{{ client.nmae }}"
    assert text == "错误 TP201：client.nmae 不存在\n提示：是否为 name（全称）？"


def test_a_finding_in_a_header_stands_at_the_first_paragraph_and_names_its_place() -> None:
    """Word allows no comments in headers."""
    header = f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>{"{{ client.nmae }}"}</w:t></w:r></w:p></w:hdr>'
    parts = read(docx("BodyText 第一段", "BodyText 第二段", parts={"word/header1.xml": header}))
    findings = lint(WordTemplate("甲.docx", parts), context_schema())

    ((at, text),) = comments_of(annotated(parts, findings))
    assert at == "第一段"
    assert text.startswith("位置：页眉 › “{{ client.nmae }}”\n错误 TP201")


def test_without_a_schema_only_the_tags_are_checked() -> None:
    """Any mapping may fill it."""
    template = WordTemplate(
        "甲.docx", read(docx("BodyText {{ anything.at.all }}", "BodyText {{ client.", "BodyText 末"))
    )

    assert [one.code for one in lint(template, None)] == ["TP101"]
