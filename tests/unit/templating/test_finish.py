"""The finishing pass: numbers, references, footnotes, contents and lists are right in the file as it is issued."""

from __future__ import annotations

import re
from typing import Any

import pytest
from drafts import HOUSE, compiled, docx, faults, filled, line, shown
from tests.helpers import validator
from tests.helpers.word import part

from itsm_docs.errors import Faulty
from itsm_docs.model.base import OpenPoint
from itsm_docs.ooxml.check import check
from itsm_docs.templating import compile_template
from itsm_docs.templating.finish import Entry, complex_field, marks_to_xml, plain_text, table_of_contents


def text(*lines: str) -> str:
    """Markdown with a blank line after every line, so that each is a block."""
    return "\n\n".join(lines)


def fields(data: bytes) -> list[tuple[str, str]]:
    """Code and shown text of every complex field of the document that holds no other field."""
    mark = '<w:fldChar w:fldCharType="{}"/>'.format
    found = []
    for piece in part(data).split(mark("begin"))[1:]:
        inner, ended, _ = piece.partition(mark("end"))
        code, separated, result = inner.partition(mark("separate"))
        if ended and separated:
            found.append((re.findall(r"<w:instrText[^>]*>([^<]*)<", code)[0].strip(), plain_text(result)))
    return found


def references(data: bytes) -> list[str]:
    """What the cross references show."""
    return [result for code, result in fields(data) if code.startswith("REF ")]


TABLE = '{{: #t-{0} caption="{1}"}}\n| 列 |\n|---|\n| 值 |'


def test_captions_are_numbered_in_the_order_of_the_text() -> None:
    """Also those that a loop makes or a condition leaves out."""
    source = text(
        "{% for x in xs %}", '{: #t-{{ x }} caption="{{ x }}表"}\n| 列 |\n|---|\n| {{ x }} |', "{% endfor %}", "{% if no %}",
        TABLE.format("no", "无"), "{% endif %}", TABLE.format("end", "末"),
    )  # fmt: skip
    found = [result for code, result in fields(filled(source, xs=["甲", "乙"], no=False)) if code.startswith("SEQ")]

    assert found == ["1", "2", "3"]


def test_a_reference_shows_the_number_of_a_heading() -> None:
    """Before and after the heading, in the form of the numbering, whatever conditions removed on the way."""
    source = text(
        "见 {{ ref('b') }}",
        "# 甲 {: #a}",
        "{% if no %}",
        "# 无",
        "{% endif %}",
        "# 乙 {: #b}",
        "## 丙 {: #c}",
        "见 {{ ref('a') }}、{{ ref('c') }}",
    )

    assert references(filled(source, no=False)) == ["2", "1", "2.1"]
    assert references(filled(source, no=True)) == ["3", "1", "3.1"]


def test_a_reference_in_a_contract_shows_its_article() -> None:
    """第二条, as the sentence needs it."""
    template = compiled(
        text("# 甲 {: #a}", "# 乙 {: #b}", "## 丙 {: #c}", "见 {{ ref('b') }} 和 {{ ref('c') }}"), headings="contract"
    )

    assert references(template.fill({})) == ["第二条", "2.1"]


def test_a_reference_shows_the_number_of_a_table() -> None:
    """表 2, without its title; `title()` gives the words of a heading."""
    source = text(
        "# 总则 {: #a}", TABLE.format("a", "甲"), TABLE.format("b", "乙"), "见 {{ ref('t-b') }}，{{ title('a') }}"
    )

    assert references(filled(source)) == ["表 2", "总则"]


def test_a_computed_anchor_in_a_loop_is_found() -> None:
    """Every service has its own chapter and everyone refers to the right one."""
    source = text(
        "{% for s in xs %}", "# {{ s.name }} {: #svc-{{ s.id }}}", "{% endfor %}", "{% for s in xs %}",
        "{{ s.name }}见 {{ ref('svc-' ~ s.id) }}{{ title('svc-' ~ s.id) }}", "{% endfor %}", "另见 {{ ref('svc-b') }}",
    )  # fmt: skip
    xs = [{"id": "a", "name": "甲"}, {"id": "b", "name": "乙 R&D"}]

    assert references(filled(source, xs=xs)) == ["1", "甲", "2", "乙 R&D", "2"]


def test_a_reference_is_a_field_without_pop_ups() -> None:
    """Word can update it, and asks nothing when the file is opened."""
    xml = part(filled(text("# 甲 {: #a}", "见 {{ ref('a') }}")))

    assert "REF _Ref000001 \\n \\h" in xml
    assert "dirty" not in xml
    assert "updateFields" not in part(filled("甲"), "word/settings.xml")


def test_an_anchor_that_occurs_twice_is_a_fault() -> None:
    """The loop must make a name for each."""
    with pytest.raises(Faulty) as caught:
        compiled(text("{% for x in xs %}", "# 章 {: #same}", "{% endfor %}")).fill({"xs": [1, 2]})

    assert [line(found) for found in caught.value.findings] == ["TP305 3 章 › “章”: 锚点“same”出现了不止一次"]


@pytest.mark.parametrize("condition", ["a", "a and not b", "x.y == '甲'"])
def test_a_reference_to_what_a_condition_removed_names_the_condition(condition: str) -> None:
    """Word would print an error in bold; here it is a fault that says what is missing and why."""
    source = text(f"{{% if {condition} %}}", "# 甲 {: #a}", "{% endif %}", "# 乙", "见 {{ ref('a') }}")
    with pytest.raises(Faulty) as caught:
        compiled(source).fill({"a": False, "b": False, "x": {"y": "乙"}})
    (fault,) = caught.value.findings

    assert (fault.code, fault.where.line) == ("TP306", 9)
    assert fault.message == f"引用的锚点“a”不在文件里：它只在“if {condition}”成立时才有"


def test_a_reference_to_nothing_is_found_at_compile_time() -> None:
    """No data is needed to see it."""
    assert faults(text("# 甲 {: #a}", "见 {{ ref('b') }}")) == [
        "TP306 3 甲 › “见 {{ ref('b') }}”: 引用的锚点“b”不在文件里"
    ]


def test_a_computed_reference_to_nothing_names_the_anchor() -> None:
    """The data decides; the value that led nowhere is shown."""
    source = text("{% for s in xs %}", "# 章 {: #svc-{{ s }}}", "{% endfor %}", "见 {{ ref('svc-' ~ y) }}")
    with pytest.raises(Faulty) as caught:
        compiled(source).fill({"xs": ["a"], "y": "b"})

    assert [(found.code, found.message) for found in caught.value.findings] == [
        ("TP306", "引用的锚点“svc-b”不在文件里")
    ]


# Footnotes


def test_a_footnote_in_a_loop_has_an_id_of_its_own() -> None:
    """Each prints the values of its own turn."""
    source = text("{% for x in xs %}", "{{ x }}说[^n]", "{% endfor %}", "[^n]: 来源 {{ x }}")
    data = filled(source, xs=["甲", "乙 & 丙"])
    notes = part(data, "word/footnotes.xml")

    assert re.findall(r'<w:footnoteReference w:id="(\d+)"/>', part(data)) == ["1", "2"]
    assert [plain_text(note) for note in re.findall(r'<w:footnote w:id="\d+">(.*?)</w:footnote>', notes)] == [
        "来源 甲",
        "来源 乙 & 丙",
    ]


def test_a_footnote_of_a_removed_paragraph_is_gone() -> None:
    """No orphan is left in the footnotes."""
    data = filled(text("{% if no %}", "甲[^n]", "{% endif %}", "乙", "[^n]: 注"), no=False)

    assert 'w:id="1"' not in part(data, "word/footnotes.xml")


def test_a_footnote_may_refer_and_be_open() -> None:
    """References, breaks and open points work there as in the text."""
    data = filled(text("# 甲 {: #a}", "乙[^n]", "[^n]: 见 {{ ref('a') }}，{{ v }}"), v=OpenPoint())
    notes = part(data, "word/footnotes.xml")

    assert "REF _Ref000001" in notes
    assert '<w:highlight w:val="yellow"/>' in notes
    assert not re.search("[\ufdd0-\ufdef]", notes)


# Contents


def test_the_contents_have_the_titles_and_numbers_of_the_text() -> None:
    """Without opening Word, and with what the data made of the titles."""
    found = shown(
        text("# 总则", "## {{ v }} {: #b}", "{% if no %}", "# 无", "{% endif %}", "# 附则[^n]", "[^n]: 注"),
        v="R&D",
        no=False,
    )

    assert found[:3] == ["1　总则", "1.1　R&D", "2　附则"]


def test_the_contents_show_pages_only_when_they_are_known() -> None:
    """No number is better than a wrong one."""
    template = compiled(text("# 甲", "# 乙"))
    without, with_pages = template.fill({}), template.fill({}, pages={"_Toc000001": 3, "_Toc000002": 7})

    assert "PAGEREF" not in part(without)
    assert [result for code, result in fields(with_pages) if code.startswith("PAGEREF")] == ["3", "7"]
    assert check(with_pages) == []


def test_a_page_reference_is_written_only_when_it_is_known() -> None:
    """`page()` prints nothing without a layout."""
    template = compiled(text("# 甲 {: #a}", "第 {{ page('a') }} 页"))

    assert "第  页" in plain_text(part(template.fill({})))
    assert ("PAGEREF _Ref000001 \\h", "5") in fields(template.fill({}, pages={"_Ref000001": 5}))


def test_a_document_without_headings_has_no_contents() -> None:
    """No empty field is left behind."""
    assert "TOC " not in part(filled("甲"))
    assert table_of_contents([], None, 2) == ""


def test_contents_escape_their_titles() -> None:
    """A title is data."""
    xml = table_of_contents([Entry(1, "1", "A & B <c>", "_Toc000001")], None, 2)

    assert "1　A &amp; B &lt;c&gt;" in xml


# Lists


def test_ids_come_from_counters_and_are_unique() -> None:
    """Bookmarks, lists and footnotes of any number of turns do not collide."""
    source = text("{% for x in xs %}", "# {{ x }} {: #a-{{ x }}}", "1. 甲[^n]", "- 乙", "{% endfor %}", "[^n]: 注")
    xml = part(filled(source, xs=[f"s{number}" for number in range(20)]))
    ids = re.findall(r'<w:bookmarkStart w:id="(\d+)"', xml)

    assert len(ids) == len(set(ids)) == 60
    assert len(set(re.findall(r'<w:numId w:val="(\d+)"', xml))) >= 40


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<w:r><w:t>甲</w:t></w:r><w:r><w:tab/><w:t>乙</w:t></w:r>", "甲 乙"),
        ("<w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:t>1</w:t></w:r>", "1"),
        ('<w:r><w:t xml:space="preserve">A &amp; B</w:t></w:r>', "A & B"),
    ],
)
def test_plain_text_is_what_a_reader_sees(xml: str, expected: str) -> None:
    """No field codes, no entities."""
    assert plain_text(xml) == expected


def test_text_without_marks_passes_untouched() -> None:
    """The pass costs nothing where there is nothing to do."""
    xml = '<w:r><w:t xml:space="preserve">甲</w:t></w:r>'

    assert marks_to_xml(xml) is xml


def test_a_field_keeps_the_format_of_its_run() -> None:
    """Every one of its runs, so that an update in Word does not change the font."""
    assert complex_field("REF x \\h", "1", "<w:rPr><w:b/></w:rPr>").count("<w:b/>") == 5


EVERYTHING = text(
    "# 总则 {: #general clause=\"8.2.2.1\"}",
    "{{ name }}见 {{ ref('svc-b') }}、{{ ref('t-a') }}、{{ title('general') }}[^n]，**粗**、*斜*、`码`。",
    "{% for s in services %}",
    "## {{ s.name }} {: #svc-{{ s.id }}}",
    "{: .note}\n注：{{ s.note }}",
    "{% for i in s.items %}",
    "1. {{ i }}\n   - 下一层 {{ i }}",
    "{% endfor %}",
    '{: #t-{{ s.id }} caption="{{ s.name }}的指标" widths="2 3 5" .small}\n| 编号 | 名称 | 说明 |\n|:--|:-:|--:|\n'
    "{% for i in s.items %}\n| {{ loop.index }} | {{ i }} | {% if loop.first %}首{% else %}后{% endif %}[^n] |\n{% endfor %}",
    "{% endfor %}",
    "# 附录 A　名称 {: .unnumbered .pagebreak}",
    "金额 {{ money | money }} 元，{{ open }}，{{ lines }}",
    "[^n]: 见 {{ ref('general') }}，{{ name }}",
)  # fmt: skip


def everything(pages: dict[str, int] | None = None) -> bytes:
    """A document with everything in it."""
    context: dict[str, Any] = {
        "name": 'R&D <select> "引号"',
        "services": [
            {"id": "a", "name": "甲 & 乙", "note": OpenPoint("商定"), "items": ["一", "二"]},
            {"id": "b", "name": "丙", "note": "多行\n文字", "items": []},
        ],
        "money": 1234.5,
        "open": OpenPoint(),
        "lines": "上\n下\t制表",
    }
    return compile_template(EVERYTHING, house=HOUSE).fill(context, pages=pages)


@pytest.mark.parametrize(
    "pages", [None, {f"_Toc{number:06d}": number for number in range(1, 9)}], ids=["no pages", "pages"]
)
def test_a_document_with_everything_is_valid(pages: dict[str, int] | None) -> None:
    """By our check and by Microsoft's validator."""
    data = everything(pages)

    assert check(data) == []
    assert validator.errors(data) == []


def test_no_mark_of_the_pass_is_left_in_any_part() -> None:
    """The private characters and instructions are for the way only."""
    from itsm_docs.ooxml.package import read

    left = [
        name for name, data in read(everything()).items() if re.search("[\ufdd0-\ufdef]|<\\?(?!xml )", data.decode())
    ]

    assert left == []


def test_a_word_template_goes_through_the_same_pass() -> None:
    """What a lawyer drew in Word gets its captions, references and lists as Markdown does."""
    lines = ("Heading1 {{ anchor('a') }}总则", "BodyText 见 {{ ref('a') }}：{{ title('a') }}", "ListNumber 甲")

    assert references(filled(docx(*lines))) == ["1", "总则"]
