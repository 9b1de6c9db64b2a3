"""A section's hash follows its wording and nothing else, and both readers see the same text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.word import NAMES, control, field, run
from traced_documents import fact, heading

from itsm_docs.ooxml.xml import parse
from itsm_docs.trace.canonical import facts_in, read_rendered
from itsm_docs.trace.story import read_story


def document(*blocks: str) -> str:
    """A document part of some blocks below one bookmarked heading."""
    return f"<w:document {NAMES}><w:body>{heading(1, run('范围'))}{''.join(blocks)}</w:body></w:document>"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{''.join(runs)}</w:p>"


def both(xml: str) -> tuple[str, str]:
    """The first section's text as written and as read back."""
    rendered = read_rendered(xml)
    tags = {name: found.tag for name, found in rendered.facts.items()}
    written = [own.text for own in rendered.sections.values()]
    read = [section.text for section in read_story(parse(xml, "word/document.xml"), tags).sections]
    assert written == read
    assert [own.hash for own in rendered.sections.values()] == [
        section.hash for section in read_story(parse(xml, "word/document.xml"), tags).sections
    ]
    return written[0], read[0]


BREAK = '<w:r><w:br w:type="page"/></w:r>'
DRAWING = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>'
    "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:p><w:r><w:t>框</w:t></w:r></w:p></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>删</w:delText><w:tab/></w:r></w:del>'
MOVED = '<w:moveFrom w:id="2" w:author="a"><w:r><w:t>移</w:t></w:r></w:moveFrom>'
INSERTED = '<w:ins w:id="3" w:author="a"><w:r><w:t>增</w:t></w:r></w:ins>'
NO_END = '<w:rPr><w:del w:id="9" w:author="a"/></w:rPr>'
SIMPLE = '<w:fldSimple w:instr=" SEQ 表 "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
LINK = '<w:fldSimple w:instr=" HYPERLINK x "><w:r><w:t>链</w:t></w:r></w:fldSimple>'
NESTED = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
    + field("REF a", "乙")
    + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>果</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([p(run("甲方  应"), run(" 付款"))], "范围 甲方 应 付款"),
        ([p(run("甲")), "<w:p/>", p(run("乙"))], "范围 甲 乙"),
        ([p(run("甲"), "<w:r><w:tab/></w:r>", run("乙"), BREAK, run("丙"))], "范围 甲 乙 丙"),
        ([p(run("a<b & “c”"))], "范围 a<b & “c”"),
        ([p(run("见"), field("REF _Ref1 \\r \\h", "第二条"), run("。"))], "范围 见。"),
        ([p(run("见"), field("HYPERLINK x", "网站"), run("。"))], "范围 见网站。"),
        ([p(run("见"), NESTED, run("。"))], "范围 见。"),
        ([p(run("表"), SIMPLE, LINK, run("。"))], "范围 表链。"),
        ([p(run("甲"), DELETED, MOVED, INSERTED, run("乙"))], "范围 甲增乙"),
        ([p(run("甲"), properties=NO_END), p(run("乙"))], "范围 甲乙"),
        ([p(run("甲"), DRAWING, run("乙"))], "范围 甲乙"),
        ([p(run("甲"), "<w:r><w:noBreakHyphen/></w:r>", run("乙\u2011丙\u00ad丁"))], "范围 甲-乙-丙丁"),
        ([p(run("响应"), fact(1, "p[P1].response", "30 分钟"), run("内"))], "范围 响应{p[P1].response}内"),
        ([p(fact(1, "a", "甲"), fact(2, "b", "乙"))], "范围 {a}{b}"),
        ([p(fact(1, 'x["&"]', "甲"))], '范围 {x["&"]}'),
        ([p(run("甲"), "<w:r><w:cr/></w:r><!-- 乙 --><w:r><w:ptab/></w:r>", run("丙"))], "范围 甲 丙"),
    ],
)
def test_what_counts_as_text(blocks: list[str], text: str) -> None:
    """Facts by path; no field results, no deleted text, no drawings; white space as one space."""
    assert both(document(*blocks)) == (text, text)


def test_a_multi_line_fact_is_one_fact() -> None:
    """The finishing pass parts a value's lines; highlighted values are several runs."""
    lines = fact(1, "a", "第一行@第二行").replace("@", '</w:t><w:br/><w:t xml:space="preserve">')
    runs = fact(2, "b", "付@").replace("@", '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">【待定】')
    xml = document(p(lines, run("、"), runs), p(fact(3, "c", "丙")))

    assert {name: found.value for name, found in facts_in(xml).items()} == {
        "_v0001": "第一行 第二行",
        "_v0002": "付【待定】",
        "_v0003": "丙",
    }
    assert both(xml)[0] == "范围 {a}、{b} {c}"


def test_a_section_ends_at_the_next_bookmarked_heading() -> None:
    """Of any level; headings without a bookmark belong to the section before; an end bookmark leaves the rest out."""
    end = '<w:bookmarkStart w:id="1" w:name="_itsm_end_0002"/><w:bookmarkEnd w:id="1"/>'
    xml = document(
        p(run("甲"), properties='<w:pStyle w:val="Heading2"/>'),
        heading(2, run("乙") + fact(1, "x", "值"), "Heading3"),
        p(run("丙")),
        p(end, run("签署")),
    )
    rendered = read_rendered(xml)
    both(xml)

    assert {name: own.text for name, own in rendered.sections.items()} == {
        "_itsm_0001": "范围 甲",
        "_itsm_0002": "乙{x} 丙",
    }
    assert rendered.sections["_itsm_0002"].title == "乙值"


def test_the_hash_follows_the_wording_and_not_the_values() -> None:
    """A changed value leaves it alone, a changed word does not."""

    def hash_of(word: str, value: str) -> str:
        return read_rendered(document(p(run(word), fact(1, "a", value)))).sections["_itsm_0001"].hash

    assert hash_of("应在", "30 分钟") == hash_of("应在", "4 小时")
    assert hash_of("应在", "30 分钟") != hash_of("宜在", "30 分钟")
    assert len(hash_of("应在", "1")) == 16


PIECES = st.one_of(
    st.text(alphabet="甲乙 a&<\t\u3000-", max_size=5).map(run),
    st.sampled_from([field("REF a \\h", "第一条"), field("HYPERLINK a", "链"), NESTED, SIMPLE, LINK]),
    st.sampled_from([DRAWING, DELETED, MOVED, INSERTED, BREAK, "<w:r><w:tab/></w:r>"]),
)
PARAGRAPHS = st.lists(st.tuples(st.lists(st.one_of(PIECES, st.just("FACT")), max_size=5), st.booleans()), max_size=6)


@given(PARAGRAPHS, st.lists(st.integers(0, 6), max_size=3))
def test_both_readers_agree_on_anything(paragraphs: list[tuple[list[str], bool]], headings: list[int]) -> None:
    """Whatever is mixed, and wherever sections begin."""
    blocks, number = [], 0
    for at, (pieces, joined) in enumerate(paragraphs):
        for key in [key for key, place in enumerate(headings, 2) if place == at]:
            blocks.append(heading(key, run(f"标题 {key}")))
        runs = []
        for piece in pieces:
            number += piece == "FACT"
            runs.append(fact(number, f"items[{number}].<x>", f"值 {number}") if piece == "FACT" else piece)
        blocks.append(p(*runs, properties=NO_END if joined else ""))

    both(document(*blocks, p(run("终"))))


def test_a_field_that_never_ends_stays_in_its_section() -> None:
    """What a damaged file lost an end of does not hide the sections after it."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    xml = document(p(run("甲"), begin, run("乙")), heading(2, run("丙")), p(run("丁")))
    both(xml)

    assert [own.text for own in read_rendered(xml).sections.values()] == ["范围 甲", "丙 丁"]


def test_a_control_of_somebody_else_is_wording() -> None:
    """Only tags that the receipt knows stand for facts."""
    xml = document(p(run("甲"), control("company", 9, run("乙")), fact(1, "a", "丙")))

    assert both(xml)[0] == "范围 甲乙{a}"
