"""What loops repeat and conditions drop besides text: bookmarks, references, comments, ids, sections, empty containers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from drafts import Sample, docx, faults, line
from notation import blocks, inline, paragraph, shown
from tests.helpers import validator
from tests.helpers import word as files
from tests.helpers.office import resaved
from tests.helpers.word import NAMES, part

from itsm_docs.errors import Faulty
from itsm_docs.ooxml.check import check
from itsm_docs.templating import compile_source, compile_template

REF = "⟪REF {} \\h⟫旧⟪/⟫"


def marked(name: str, text: str, key: int = 5, style: str = "BodyText") -> str:
    """A paragraph whose text is a bookmark."""
    inner = files.bookmark(name, key, inline(text))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def document(*lines: str, parts: dict[str, str] | None = None) -> bytes:
    """A template of lines in the notation of notation.py, or of XML."""
    return docx(*blocks(lines), parts=parts)


def filled(source: bytes, **data: Any) -> str:
    """The main part of a filled file that our own check has passed."""
    made = compile_template(source).fill(data, trace="none")
    assert check(made) == []
    return part(made)


def names(xml: str) -> list[str]:
    """The bookmarks in order."""
    return re.findall(r'<w:bookmarkStart[^>]*w:name="([^"]*)"', xml)


LOOP = ("{%p for x in xs %}", "{%p endfor %}")


def test_a_bookmark_in_a_loop_has_a_name_and_an_id_for_each_time() -> None:
    """docxtpl repeats both, and Word calls the file corrupt."""
    xml = filled(document(LOOP[0], marked("mark", "{{ x }}"), LOOP[1]), xs=["甲", "乙", "丙"])
    ids = re.findall(r'<w:bookmark(?:Start|End) w:id="(\d+)"', xml)

    assert names(xml) == ["mark", "mark_2", "mark_3"]
    assert sorted(ids) == sorted([*set(ids), *set(ids)])


def test_references_in_a_loop_go_to_their_own_copy() -> None:
    """Whether they stand before or behind it."""
    source = document(LOOP[0], "见" + REF.format("mark"), marked("mark", "{{ x }}"), "又" + REF.format("mark"), LOOP[1])
    codes = re.findall(r"REF (\w+)", filled(source, xs=["甲", "乙"]))
    data = compile_template(source).fill({"xs": ["甲", "乙"]})

    assert codes == ["mark", "mark", "mark_2", "mark_2"]
    assert shown(data)[:6] == ["见甲", "甲", "又甲", "见乙", "乙", "又乙"]


def test_a_bookmark_outside_loops_stays_as_it_is() -> None:
    """Its id too."""
    assert files.bookmark("mark", 5)[:20] in filled(document(marked("mark", "甲")))


def test_words_cursor_is_no_bookmark() -> None:
    """`_GoBack` is where its author stopped typing."""
    assert names(filled(document(marked("_GoBack", "甲")))) == []


def test_half_a_bookmark_in_a_condition_marks_its_beginning() -> None:
    """A start without an end breaks the file, a missing bookmark the references to it."""
    start = '<w:p><w:bookmarkStart w:id="5" w:name="mark"/><w:r><w:t>甲</w:t></w:r></w:p>'
    end = '<w:p><w:r><w:t>乙</w:t></w:r><w:bookmarkEnd w:id="5"/></w:p>'
    source = document(start, "{%p if ok %}", end, "{%p endif %}")

    for ok in (True, False):
        assert '<w:bookmarkStart w:id="5" w:name="mark"/><w:bookmarkEnd w:id="5"/>' in filled(source, ok=ok)


def test_a_bookmark_in_a_paragraph_that_goes_stays() -> None:
    """Word puts them there when somebody marks a whole section with its tags."""
    start = f'<w:p><w:bookmarkStart w:id="5" w:name="mark"/>{inline("{%p if ok %}")}</w:p>'
    end = f'<w:p>{inline("{%p endif %}")}<w:bookmarkEnd w:id="5"/></w:p>'
    xml = filled(document(start, "甲", end, "乙"), ok=False)

    assert names(xml) == ["mark"]
    assert xml.count("<w:bookmarkEnd") == 1


def test_a_reference_whose_target_a_condition_drops_is_told() -> None:
    """Word would print `错误！未找到引用源`; the condition is named."""
    source = document("见" + REF.format("mark"), "{%p if ok %}", marked("mark", "甲"), "{%p endif %}")

    assert names(filled(source, ok=True)) == ["mark"]
    with pytest.raises(Faulty) as caught:
        compile_template(source).fill({"ok": False})
    assert [line(found) for found in caught.value.findings] == [
        "TP317 “见旧”: 交叉引用的书签“mark”不在文件里：它只在“if ok”成立时才有"
    ]


def test_a_reference_dropped_with_its_target_is_no_fault() -> None:
    """Both stand in the condition."""
    source = document("{%p if ok %}", "见" + REF.format("mark"), marked("mark", "甲"), "{%p endif %}", "乙")

    assert "REF" not in filled(source, ok=False)


def test_words_own_reference_shows_the_number_after_conditions() -> None:
    """What an F9 in Word would show; nobody presses it before sending the file."""
    source = document(
        "{%p if ok %}",
        "# 前",
        "{%p endif %}",
        marked("_Ref123456", "{{ t }}", style="Heading1"),
        "见第⟪REF _Ref123456 \\r \\h⟫2⟪/⟫章“⟪REF _Ref123456 \\h⟫旧题⟪/⟫”",
    )

    assert "见第1章“新 & 题”" in shown(compile_template(source).fill({"ok": False, "t": "新 & 题"}))
    assert "见第2章“题”" in shown(compile_template(source).fill({"ok": True, "t": "题"}))


COMMENTS = f'<w:comments {NAMES}><w:comment w:id="3" w:author="甲"><w:p><w:r><w:t>批注</w:t></w:r></w:p></w:comment></w:comments>'


def commented(text: str) -> str:
    """A paragraph with a comment on its text."""
    return (
        f'<w:p><w:commentRangeStart w:id="3"/>{inline(text)}<w:commentRangeEnd w:id="3"/>'
        '<w:r><w:commentReference w:id="3"/></w:r></w:p>'
    )


def test_a_comment_in_a_loop_stands_once() -> None:
    """A comment has one place."""
    xml = filled(document(LOOP[0], commented("{{ x }}"), LOOP[1], parts=_with_comments()), xs=["甲", "乙"])

    assert [xml.count(f"<w:comment{kind} ") for kind in ("RangeStart", "RangeEnd", "Reference")] == [1, 1, 1]


def test_a_comment_on_a_tag_that_goes_goes_too() -> None:
    """Authors explain their conditions to each other."""
    assert "<w:comment" not in filled(
        document(commented("{%p if ok %}"), "甲", "{%p endif %}", parts=_with_comments()), ok=True
    )


def _with_comments() -> dict[str, str]:
    house = files.house()
    types = house["[Content_Types].xml"].decode()
    relations = house["word/_rels/document.xml.rels"].decode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    return {
        "word/comments.xml": COMMENTS,
        "[Content_Types].xml": types.replace(
            "</Types>", f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'
        ),
        "word/_rels/document.xml.rels": relations.replace(
            "</Relationships>", f'<Relationship Id="rId90" Type="{link}" Target="comments.xml"/></Relationships>'
        ),
    }


def test_ids_of_paragraphs_and_controls_are_not_repeated() -> None:
    """Word makes new ones."""
    own = (
        '<w:p w14:paraId="0A0A0A0A" w14:textId="77777777"><w:sdt><w:sdtPr><w:tag w:val="t"/><w:id w:val="9"/></w:sdtPr>'
    )
    own += f"<w:sdtContent>{inline('{{ x }}')}</w:sdtContent></w:sdt></w:p>"
    xml = filled(document(LOOP[0], own, LOOP[1], own.replace("{{ x }}", "尾")), xs=["甲", "乙"])

    assert xml.count("0A0A0A0A") == xml.count('<w:id w:val="9"/>') == 1
    assert xml.count('<w:tag w:val="t"/>') == 3


def test_drawings_have_ids_of_their_own() -> None:
    """In loops too."""
    xml = filled(document(LOOP[0], "⟦{{ x }}⟧", LOOP[1], "⟦尾⟧"), xs=["甲", "乙"])

    assert re.findall(r'<wp:docPr id="(\d+)"', xml) == ["1", "2", "3"]


def test_drawings_in_parts_without_tags_keep_theirs() -> None:
    """A header with a logo is copied as it is; the numbers of the others begin behind its."""
    header = f"<w:hdr {NAMES}>{paragraph('⟦框⟧')}</w:hdr>".replace("{", "").replace('id="1"', 'id="7"')
    xml = filled(document("⟦{{ x }}⟧", parts={"word/header1.xml": header}), x="甲")

    assert re.findall(r'<wp:docPr id="(\d+)"', xml) == ["8"]


def test_a_section_break_in_a_tags_paragraph_stays() -> None:
    """Its pages would get the wrong size."""
    section = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    tag = f"<w:p><w:pPr>{section}</w:pPr>{inline('{%p endif %}')}</w:p>"

    assert filled(document("{%p if ok %}", "甲", tag, "乙"), ok=True).count("<w:sectPr>") == 2


def test_a_picture_beside_a_block_tag_is_told() -> None:
    """It would vanish with the paragraph."""
    assert faults(document("{%p if ok %}⟦甲⟧", "乙", "{%p endif %}"))[0].startswith("TP106")


def test_a_document_of_nothing_keeps_a_paragraph() -> None:
    """Word refuses an empty header, cell or text box."""
    header = f"<w:hdr {NAMES}>{''.join(map(paragraph, ('{%p if ok %}', '甲', '{%p endif %}')))}</w:hdr>"
    source = document("{%p if ok %}", "甲", "{%p endif %}", parts={"word/header1.xml": header})
    data = compile_template(source).fill({"ok": False})

    assert check(data) == []
    assert "<w:p/></w:hdr>" in part(data, "word/header1.xml").replace("\n", "")


# Statements


@pytest.mark.parametrize("tag", ["{% set a = 1 %}", "{% with a = 1 %}{% endwith %}"])
def test_shipped_templates_have_conditions_and_loops_only(tag: str) -> None:
    """What is computed is computed in the model; a company's own template may."""
    lenient, strict = (compile_source(document(f"甲{tag}"), strict=strict)[1] for strict in (False, True))

    assert lenient == []
    assert {found.code for found in strict} == {"TP103"}


@pytest.mark.parametrize(
    "tag", ["{% set a %}甲{% endset %}", "{% set a.b = 1 %}", "{% macro f() %}", "{% include 'x' %}", "{% raw %}"]
)
def test_nothing_else_is_a_statement(tag: str) -> None:
    """Blocks of markup and other files have no place in a Word file."""
    assert {fault.split(" ")[0] for fault in faults(document(tag))} >= {"TP103"}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["{% set t = title %}{{ t }}"], []),
        (["{% set t = titel %}{{ t }}"], ["TP201"]),
        (["{% set t = signed %}{{ t }}"], ["TP202"]),
        (["{% set c = charges %}{% for i in c.items %}{{ i.pric }}{% endfor %}"], ["TP201"]),
        (["{% with c = charges.items %}{% for i in c %}{{ i.name }}{% endfor %}{% endwith %}"], []),
        (["{% if draft %}{% set n = 1 %}{% else %}{% set n = 2 %}{% endif %}{{ n }}"], []),
        (["{% with c = 1 %}{% endwith %}{{ c }}"], ["TP201"]),
        (["{% for a, b in charges.items %}{{ a }}{{ b }}{% endfor %}"], []),
        (["{%p for i in charges.items %}", "| {% vm %}{{ i.name }} |", "{%p endfor %}"], []),
        (["| {% cellbg titel %}甲 |"], ["TP201"]),
        (["| {% colspan charges.nmb %}甲 |"], ["TP201"]),
        (["{{r titel }}"], ["TP201"]),
        (["{{p titel }}"], ["TP201"]),
        (["{{p summary }}"], []),
        (["{{p title }}"], []),
    ],
)
def test_named_values_are_checked_like_the_values(lines: list[str], found: list[str]) -> None:
    """`set` and `with` carry shape and path along."""
    assert [fault.split(" ")[0] for fault in faults(document(*lines), Sample)] == found


# Everything together

DATA = {"t": "题 & 目", "ok": True, "xs": ["甲", "乙", "丙"], "c": "FFD966"}


def everything(parts: dict[str, str] | None = None) -> bytes:
    """A template with most of the dialect."""
    return document(
        "# {{ t }}",
        "房屋位于",
        "{%- if ok -%}",
        "市区",
        "{%- endif -%}",
        "。",
        "{{ t }}{% set n = xs[0] %}{{- n -}}、〈{{ n }}〉、⟨{{ n }}⟩",
        *(LOOP[0], marked("mark", "{{ x }}"), "见" + REF.format("mark"), commented("{{ x }}"), LOOP[1]),
        *(LOOP[0], "{{ x }}：", "a) 甲", "a) 乙", "⟦{{ x }}¶{%p if x == “甲” %}¶首项¶{%p endif %}⟧", LOOP[1]),
        "| {% colspan 2 %}题 |",
        "表二",
        "| {% cellbg c %}甲 | 乙 | 丙 |",
        "| {%tr for x in xs %} | | |",
        "| {% vm %}{{ t }} | {%p if not ok %}¶甲¶{%p endif %} | {{ x }} |",
        "| {%tr endfor %} | | |",
        "表三",
        "| 项 | {%tc for x in xs %} | {% hm %}{{ t }} | {%tc endfor %} |",
        "| 项 | {%tc for x in xs %} | {{ x }} | {%tc endfor %} |",
        parts=parts or _with_comments(),
    )


@pytest.mark.parametrize("trace", ["none", "full"])
def test_a_document_with_everything_is_valid(trace: Any) -> None:
    """For Microsoft's validator, and for our own check."""
    data = compile_template(everything()).fill(DATA, trace=trace)

    assert check(data) == []
    assert validator.errors(data) == []


def test_a_template_that_libreoffice_saved_fills_to_the_same() -> None:
    """Runs split anew, styles with other ids, lists renumbered, drawings and controls rewritten."""
    ours, theirs = (
        [line.replace(" #F2F2F2", "") for line in shown(compile_template(source).fill(DATA, trace="none"))]
        for source in (everything(), resaved(everything()))
    )

    assert [line for line in theirs if not line.startswith("页")] == [
        line for line in ours if not line.startswith("页")
    ]
