"""A Word part as a Jinja source: one line per paragraph, block tags, pairs that stay in their container, lists."""

from __future__ import annotations

import pytest
from drafts import compiled, docx, faults, filled, paragraph, shown
from tests.helpers.word import NAMES, bookmark, cell, part, run, table

from itsm_docs.ooxml.xml import parse
from itsm_docs.templating.dialect import Rewriter

P = "BodyText"


def source_lines(*lines: str) -> list[str]:
    """The Jinja source of a document of some lines, without the package around it."""
    source = compiled(docx(*lines)).parts["word/document.xml"].source
    return source.lines[2:-3]


def test_one_paragraph_is_one_line() -> None:
    """Jinja's line numbers lead back to paragraphs, also when a tag is broken over lines."""
    lines = source_lines(f"{P} {{{{ a\n | join }}}}", f"{P} 二", f"{P} {{% if b %}}三{{% endif %}}")

    assert len(lines) == 3
    assert "{{ a | join }}" in lines[0]
    assert "{% if b %}" in lines[2]


def test_a_paragraph_tag_takes_its_paragraph_with_it() -> None:
    """No blank line is left of a condition."""
    template = docx(f"{P} {{%p if a %}}", f"{P} 甲", f"{P} {{%p endif %}}", f"{P} 乙")

    assert shown(template, a=True) == ["甲", "乙"]
    assert part(filled(template, a=False)).count("<w:p>") == 1


def test_block_tags_may_share_a_paragraph() -> None:
    """Two openers, or an end and a beginning."""
    template = docx(f"{P} {{%p for x in xs %}}{{%p if x %}}", f"{P} {{{{ x }}}}", f"{P} {{%p endif %}}{{%p endfor %}}")

    assert shown(template, xs=["甲", "", "乙"]) == ["甲", "乙"]


def test_rows_repeat() -> None:
    """`{%tr` rows vanish and what stands between them repeats; text around is kept."""
    rows = (
        cell(f"{P} 名称") + cell(f"{P} 单价"),
        cell(f"{P} {{%tr for i in items %}}") + cell(f"{P}"),
        cell(f"{P} {{{{ i.name }}}}") + cell(f"{P} {{{{ i.price }}}} 元"),
        cell(f"{P} {{%tr endfor %}}") + cell(f"{P}"),
    )
    items = [{"name": "甲", "price": 1}, {"name": "乙", "price": 2000}]

    assert shown(docx(table(*rows), P), items=items) == ["名称", "单价", "甲", "1 元", "乙", "2,000 元"]


def test_a_row_tag_may_stand_with_its_end_in_the_same_row_only_alone() -> None:
    """Text beside a row tag would vanish with the row."""
    (fault, *_) = faults(docx(table(cell(f"{P} {{%tr for x in xs %}}") + cell(f"{P} 文字")), P))

    assert fault.startswith("TP106 表格第1行第1列")


def test_text_beside_a_paragraph_tag_is_a_fault() -> None:
    """docxtpl drops it without a word."""
    fault, *_ = faults(docx("Heading1 总则", f"{P} {{%p if a %}}甲", f"{P} {{%p endif %}}"))

    assert fault == "TP106 总则 › “{%p if a %}甲”: 块标签“{%p if a %}”旁边还有别的文字"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((f"{P} {{%p if a %}}", f"{P} 甲"), "TP104 “{%p if a %}”"),
        ((f"{P} {{% if a %}}甲",), "TP104 “{% if a %}甲”"),
        ((f"{P} 甲", f"{P} {{%p endif %}}"), "TP105 “{%p endif %}”"),
        ((f"{P} {{%p for x in xs %}}", f"{P} {{%p endif %}}"), "TP105 “{%p endif %}”"),
        ((f"{P} {{%p else %}}",), "TP105 “{%p else %}”"),
        ((f"{P} {{% block a %}}",), "TP103 “{% block a %}”"),
        ((f"{P} {{% import 'x' as y %}}",), "TP103 “{% import 'x' as y %}”"),
        ((f"{P} {{% macro f() %}}",), "TP103 “{% macro f() %}”"),
        ((f"{P} {{% if %}}甲{{% endif %}}",), "TP108 “{% if %}甲{% endif %}”"),
        ((f"{P} {{{{ a. }}}}",), "TP108 “{{ a. }}”"),
        ((f"{P} {{{{ a b }}}}",), "TP108 “{{ a b }}”"),
        ((f"{P} {{{{ _close() }}}}",), "TP212 “{{ _close() }}”"),
        ((f"{P} {{{{ _markdown(a, 'cell') }}}}",), "TP212 “{{ _markdown(a, 'cell') …”"),
        ((f"{P} {{{{ ref(_close()) }}}}",), "TP212 “{{ ref(_close()) }}”"),
    ],
)
def test_a_wrong_tag_is_located(lines: tuple[str, ...], expected: str) -> None:
    """The place is the paragraph as its author sees it, never an offset in XML."""
    assert expected in [fault.partition(":")[0] for fault in faults(docx(*lines))]


def test_a_pair_must_not_cross_cells() -> None:
    """Where it begins and where it ends are both told, by table, row and column."""
    rows = (cell(f"{P} {{%p if a %}}", f"{P} 甲") + cell(f"{P} 乙", f"{P} {{%p endif %}}"),)

    assert faults(docx("Heading1 费用", table(*rows), P)) == [
        (
            "TP107 费用 › 表格第1行第2列 › “{%p endif %}”: “endif”与它的开头不在同一层，"
            "开头在：费用 › 表格第1行第1列 › “{%p if a %}”"
        )
    ]


def test_a_pair_must_not_begin_in_the_body_and_end_in_a_cell() -> None:
    """The other boundary of a table."""
    lines = (f"{P} {{%p if a %}}", table(cell(f"{P} 甲", f"{P} {{%p endif %}}") + cell(P)), P)

    assert [fault[:5] for fault in faults(docx(*lines))] == ["TP107"]


def test_tables_are_counted_from_the_last_heading() -> None:
    """`第2张表格第1行第2列` is how people find it."""
    small = table(cell(P) + cell(f"{P} {{% if %}}"))
    fault = faults(docx("Heading1 附录", table(cell(P) + cell(P)), P, small, P))[0]

    assert "附录 › 第2张表格第1行第2列" in fault


def test_every_fault_is_reported_at_once() -> None:
    """Nobody deletes half a template to find the second one."""
    found = faults(docx(f"{P} ｛｛ a ｝｝", f"{P} {{{{ a", f"{P} {{%p endfor %}}", f"{P} {{% block a %}}"))

    assert [fault[:5] for fault in found] == ["TP102", "TP101", "TP105", "TP103"]


def test_runs_keep_their_format_around_a_tag() -> None:
    """The value takes the format of the run in which its tag stands; an east-asian hint joins it."""
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>总价 {{ total }}</w:t></w:r>"
    xml = part(filled(docx(f"<w:p>{bold}{run(' 元')}</w:p>"), total=5))

    assert '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">总价 </w:t></w:r>' in xml
    assert '<w:rFonts w:hint="eastAsia"/><w:b/></w:rPr><w:t xml:space="preserve">5</w:t>' in xml


def test_what_is_no_text_passes_through() -> None:
    """Bookmarks, tabs and breaks around tags stay where they are."""
    inner = "<w:r><w:t>甲</w:t><w:tab/><w:t>{{ a }}</w:t><w:br/><w:t>乙</w:t></w:r>"
    xml = part(filled(docx(f"<w:p>{bookmark('mark', 5, inner)}</w:p>"), a="值"))

    assert xml.index('w:name="mark"') < xml.index("<w:tab/>") < xml.index("值") < xml.index("<w:br/>")


def test_a_tag_in_a_hyperlink_and_in_an_insertion_prints() -> None:
    """Runs inside containers are runs."""
    link = f'<w:p><w:hyperlink w:anchor="x">{run("{{ a }}")}</w:hyperlink></w:p>'
    new = f'<w:p><w:ins w:id="9" w:author="甲" w:date="2027-01-01T00:00:00Z">{run("{{ a }}")}</w:ins></w:p>'

    assert part(compiled(docx(link, new)).fill({"a": "值"})).count(">值<") == 2


def test_a_tag_that_was_deleted_with_changes_tracked_is_no_tag() -> None:
    """A lawyer's deletion needs no data and stays in the file as text."""
    old = '<w:del w:id="9" w:author="甲" w:date="2027-01-01T00:00:00Z"><w:r><w:delText>{{ old.price }}</w:delText></w:r></w:del>'

    assert "{ old.price }" in part(compiled(docx(f"<w:p>{old}{run('新')}</w:p>")).fill({})).replace("&#123;", "{")


@pytest.mark.parametrize("text", ["{ 1 }", "{a}", "100%}", "a {b} % c"])
def test_single_brackets_are_text(text: str) -> None:
    """Only pairs are tags."""
    found = faults(docx(f"{P} {text}"))

    assert [fault[:5] for fault in found] == (["TP101"] if "%}" in text else [])


# Lists


def markdown(*lines: str) -> str:
    """A Markdown source."""
    return "\n".join(lines)


def test_a_list_inside_a_loop_starts_anew_each_time() -> None:
    """The second service's steps begin with 1, which no docxtpl template can say."""
    source = markdown("{% for s in xs %}", "", "{{ s }}：", "", "1. 甲", "1. 乙", "", "{% endfor %}")

    assert shown(source, xs=["一", "二"]) == ["一：", "a) 甲", "b) 乙", "二：", "a) 甲", "b) 乙"]


def test_items_made_by_a_loop_are_one_list() -> None:
    """The list does not start again with every item."""
    source = markdown("1. 首", "", "{% for s in xs %}", "", "1. {{ s }}", "", "{% endfor %}", "", "1. 尾")

    assert shown(source, xs=["一", "二"]) == ["a) 首", "b) 一", "c) 二", "d) 尾"]


def test_a_list_of_loop_items_inside_a_loop_starts_with_the_outer_one() -> None:
    """The inner loop makes the items, the outer one the lists."""
    source = markdown(
        "{% for s in xs %}",
        "",
        "{{ s.n }}：",
        "",
        "{% for i in s.i %}",
        "",
        "1. {{ i }}",
        "",
        "{% endfor %}",
        "",
        "{% endfor %}",
    )
    found = shown(source, xs=[{"n": "一", "i": ["甲", "乙"]}, {"n": "二", "i": ["丙"]}])

    assert found == ["一：", "a) 甲", "b) 乙", "二：", "a) 丙"]


def test_two_lists_in_the_text_are_two_lists() -> None:
    """Every Markdown list is its own instance."""
    assert shown(markdown("1. 甲", "", "文", "", "1. 乙")) == ["a) 甲", "文", "a) 乙"]


def test_a_word_list_outside_loops_stays_as_drawn() -> None:
    """Its author decided where it goes on."""
    lists = docx("ListNumber 一", f"{P} 文", "ListNumber 二")

    assert shown(lists) == ["a) 一", "文", "b) 二"]


def test_the_source_survives_prefixes_and_attributes() -> None:
    """Namespaces are declared once, at the root; attributes of other namespaces keep their prefix."""
    xml = f'<w:body {NAMES}><w:p w14:paraId="0A"><w:r><w:t>甲 &amp; 乙</w:t></w:r></w:p></w:body>'
    source, found = Rewriter(parse(xml, "x"), "word/document.xml", "模板", {}, {}).rewrite()

    assert found == []
    assert source.lines[1] == '<w:p w14:paraId="0A"><w:r><w:t>甲 &amp; 乙</w:t></w:r></w:p>'
    assert paragraph("甲 & 乙").count("&amp;") == 1
