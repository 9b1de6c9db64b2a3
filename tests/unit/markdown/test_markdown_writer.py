"""What the Word writer promises to the compiler and the finishing pass."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document
from docxtpl import DocxTemplate
from lxml import etree

from itsm_docs.markdown import Body, Chapter, read, write_template
from itsm_docs.ooxml.xml import NAMESPACES, qn

CASES = Path(__file__).parents[2] / "cases" / "markdown"
SAMPLE = """\
# 服务目标 {: #goals clause="8.2.2.2-b 8.2.1"}

甲方{% if a %}和“丙方”{% endif %}应付 {{ fee|money }}^[见 {{ law }}。]，**见 {{ b }}**。

{% for s in services %}
- {{ s.name }}
  {% if s.parts %}
  1. 子项
  {% endif %}

  续段
{% endfor %}
- 最后

{: #t-sla caption="{{ kind }}级别" widths="1 2"}
| 级别 | 说明 |
|---|--:|
{% for p in priorities %}
| {{ p.code|default("a|b") }} | 甲\\|乙 |
{% endfor %}
"""


def write(source: str, width: int = 9070) -> Body:
    """The body of one chapter that has no fault."""
    blocks, findings = read([Chapter("a.md", source)])
    assert findings == []
    return write_template(blocks, text_width=width)


def tree(xml: str) -> etree._Element:
    """The body's XML under one root."""
    return etree.fromstring(f'<w:body xmlns:w="{NAMESPACES["w"]}">{xml}</w:body>')


def texts(xml: str) -> list[str]:
    """The content of every text element."""
    return [node.text or "" for node in tree(xml).iter(qn("w:t"))]


def paragraphs(xml: str) -> list[tuple[str, str]]:
    """Style and text of every paragraph."""
    found = []
    for node in tree(xml).iter(qn("w:p")):
        style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else ""
        found.append((name, "".join(text.text or "" for text in node.iter(qn("w:t")))))
    return found


def all_sources() -> list[str]:
    """Every source of the data cases, faulty ones too: the writer must stand them all."""
    return [part for path in sorted(CASES.glob("*.md")) for part in path.read_text("utf-8").split("\n.\n")[1::3]]


def faultless_sources() -> list[str]:
    """Those of the data cases in which nothing is wrong."""
    return [source for source in all_sources() if not read([Chapter("a.md", source)])[1]]


@pytest.mark.parametrize("source", [SAMPLE, *all_sources()])
def test_every_body_is_well_formed_and_every_paragraph_has_its_source(source: str) -> None:
    """It writes XML that parses, one source per paragraph, lines within the chapter, footnotes that parse."""
    body = write_template(read([Chapter("a.md", source)])[0])

    root = tree(body.xml)
    assert len(body.sources) == sum(1 for _ in root.iter(qn("w:p")))
    assert all(name == "a.md" and 1 <= line <= source.count("\n") + 1 for name, line in body.sources)
    assert {child.tag for child in root} <= {qn("w:p"), qn("w:tbl")}
    assert len(list(root.iter(qn("w:footnoteReference")))) == len(body.footnotes)
    for note in body.footnotes:
        assert tree(note)[0].tag == qn("w:p")


@pytest.mark.parametrize("source", [SAMPLE, *faultless_sources()])
def test_a_tag_stands_alone_in_its_text_element(source: str) -> None:
    """It never shares a text element with text or another tag, so that Word cannot tear it and a control can wrap it."""
    marked = [text for text in texts(write(source).xml) if "{{" in text or "{%" in text]

    assert [text for text in marked if not re.fullmatch(r"\{\{ .*? \}\}|\{%(p|tr)? .*? %\}", text)] == []
    assert len(marked) >= len(re.findall(r"\{\{|\{%", source)) - source.count("[^a]: ") - source.count(
        "^["
    ) - source.count("{: #") - len(
        re.findall(r'caption="[^"]*\{\{[^"]*"\}\n\{\{ figure', source)
    )  # one call holds them both


def test_sources_lead_back_to_the_lines() -> None:
    """It gives heading, tag lines, items, cells and the paragraph behind the table their own lines."""
    lines = [line for _, line in write(SAMPLE).sources]

    assert lines == [1, 3, 5, 6, 7, 8, 9, 11, 12, 13, 16, 16, 16, 18, 19, 19, 20, 20]


def test_a_heading_carries_its_anchor_and_clauses_as_tags() -> None:
    """It writes them before the text, several clauses in one call."""
    [(style, text)] = paragraphs(write('## 目标 {: #goals clause="8.2.2.2-b 8.2.1"}').xml)

    assert style == "Heading2"
    assert text == "{{ anchor('goals') }}{{ clause('8.2.2.2-b', '8.2.1') }}目标"


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("svc-{{ s.id }}", "'svc-' ~ s.id"),
        ("{{ s.id }}", "s.id"),
        ("a-{{ x if y else z }}-b", "'a-' ~ (x if y else z) ~ '-b'"),
    ],
)
def test_an_id_with_a_tag_becomes_an_expression(written: str, expression: str) -> None:
    """It joins the pieces with ~ and keeps the precedence of what stood in the tag."""
    assert texts(write(f"# 甲 {{: #{written}}}").xml)[0] == f"{{{{ anchor({expression}) }}}}"


def test_unnumbered_headings_and_page_breaks_are_properties() -> None:
    """It switches the number off and breaks before, without an empty paragraph."""
    xml = write("# 甲 {: .unnumbered .pagebreak}\n\n---\n\n# 乙").xml

    assert xml.count("<w:pageBreakBefore/>") == 2
    assert '<w:numId w:val="0"/>' in xml
    assert len(paragraphs(xml)) == 2


def test_tag_lines_use_the_paragraph_and_row_forms_of_the_dialect() -> None:
    """It writes {%p outside tables and {%tr in them, the row over all columns."""
    xml = write(SAMPLE).xml

    assert [text for text in texts(xml) if text.startswith("{%p")] == [
        "{%p for s in services %}",
        "{%p if s.parts %}",
        "{%p endif %}",
        "{%p endfor %}",
    ]
    assert xml.count('<w:gridSpan w:val="2"/>') == 2
    assert "{%tr endfor %}" in texts(xml)


def test_lists_share_a_number_with_their_own_kind_only() -> None:
    """It numbers instances from 1001; nested lists of the same kind go one level down in the same instance."""
    body = write("1. 甲\n   1. 乙\n   - 丙\n     1. 丁\n\n文字\n\n1. 戊")
    numbers = re.findall(r'<w:ilvl w:val="(\d)"/><w:numId w:val="(\d+)"/>', body.xml)

    assert numbers == [("0", "1001"), ("1", "1001"), ("1", "1002"), ("2", "1003"), ("0", "1004")]
    assert [(one.num_id, one.ordered, one.depth) for one in body.lists] == [
        (1001, True, 0),
        (1002, False, 1),
        (1003, True, 2),
        (1004, True, 0),
    ]


def test_clauses_count_in_the_list_of_the_headings() -> None:
    """It numbers clauses and items directly, indented as body text; what follows in an item is body text, bullets a list."""
    blocks, findings = read([Chapter("a.md", "{: .clauses}\n1. 甲\n\n   续\n   1. 乙\n   - 丙")])
    body = write_template(blocks, heading_list=7)
    indent = '<w:ind w:left="0" w:firstLineChars="200" w:firstLine="480"/>'

    assert findings == []
    assert [style for style, _ in paragraphs(body.xml)] == ["ContractClause", "BodyText", "ContractItem", "ListBullet"]
    for level in (1, 2):
        assert f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>{indent}</w:pPr>' in body.xml
    assert [(one.ordered, one.depth) for one in body.lists] == [(False, 0)]


def test_further_paragraphs_of_an_item_stand_under_its_text() -> None:
    """It indents them by level; branches that exclude each other both carry the number."""
    xml = write("- 甲\n  - 乙\n\n    续\n- {% if a %}\n  丙\n  {% else %}\n  丁\n  {% endif %}\n\n  戊").xml
    styles = [style for style, _ in paragraphs(xml) if style]

    assert styles == ["ListBullet", "ListBullet", "ListContinue", "ListBullet", "ListBullet", "ListContinue"]
    assert '<w:ind w:left="1330"/>' in xml


def test_a_caption_holds_anchor_sequence_field_and_title() -> None:
    """It puts the table's number in a SEQ field above the table."""
    xml = write(SAMPLE).xml
    caption = next(text for style, text in paragraphs(xml) if style == "Caption")

    assert caption == "{{ anchor('t-sla') }}表 1　{{ kind }}级别"
    assert "> SEQ 表 \\* ARABIC <" in xml


def test_grid_and_cells_fill_the_text_width_exactly() -> None:
    """It splits by weights, and by content where there are none, without losing a twip."""
    weighted = write('{: widths="1 1 1"}\n| a | b | c |\n|-|-|-|\n| 1 | 2 | 3 |', 9071)
    automatic = write("| 序号 | 说明 |\n|-|-|\n| 1 | 一段相当长的说明文字，占据大部分宽度 |")

    for body, width in ((weighted, 9071), (automatic, 9070)):
        grid = [int(found) for found in re.findall(r'<w:gridCol w:w="(\d+)"/>', body.xml)]
        assert sum(grid) == width
        assert re.findall(r'<w:tcW w:w="(\d+)"', body.xml) == [str(column) for column in grid] * 2
    narrow, wide = (int(found) for found in re.findall(r'<w:gridCol w:w="(\d+)"/>', automatic.xml))
    assert 1000 < narrow < wide / 4


def test_the_header_row_repeats_and_columns_keep_their_alignment() -> None:
    """It marks one header row, keeps rows whole, and aligns the text cells only."""
    root = tree(write("| a | b |\n|-|-:|\n| 1 | 2 |").xml)

    assert len(list(root.iter(qn("w:tblHeader")))) == 1
    assert len(list(root.iter(qn("w:cantSplit")))) == 2
    assert [node.get(qn("w:val")) for node in root.iter(qn("w:jc"))] == ["right"]


@pytest.mark.parametrize(
    ("source", "spacers"),
    [
        ("| a |\n|-|\n| 1 |", 1),
        ("| a |\n|-|\n| 1 |\n\n文字", 0),
        ("| a |\n|-|\n| 1 |\n\n| b |\n|-|\n| 1 |", 2),
        ('| a |\n|-|\n| 1 |\n\n{: caption="x"}\n| b |\n|-|\n| 1 |\n\n文字', 0),
        ("{% for x in xs %}\n| a |\n|-|\n| 1 |\n\n{% endfor %}\n\n文字", 1),
    ],
)
def test_tables_never_touch_each_other_or_the_end(source: str, spacers: int) -> None:
    """It adds a spacer unless a paragraph is sure to follow; a tag line is not, it vanishes."""
    assert write(source).xml.count('w:line="20" w:lineRule="exact"') == spacers


def test_ambiguous_marks_beside_chinese_ask_for_the_chinese_font() -> None:
    """It splits a run only where some marks are Chinese and some are Latin."""
    chinese = write("以下简称“{{ name }}”。").xml
    mixed = write("称“甲”，a “quoted” word").xml
    latin = write("a “quoted” word").xml

    assert chinese.count('w:hint="eastAsia"') == 2
    assert texts(mixed) == ["称“甲”，a ", "“quoted” word"]
    assert mixed.count('w:hint="eastAsia"') == 1
    assert "w:hint" not in latin


def test_footnotes_are_numbered_in_the_order_of_their_references() -> None:
    """It gives each reference its own note, text and mark included."""
    body = write("甲[^b]乙^[丙]。\n\n[^b]: 丁 {{ x }}\n\n    戊")

    assert re.findall(r'<w:footnoteReference w:id="(\d)"/>', body.xml) == ["1", "2"]
    assert paragraphs(body.footnotes[0]) == [("FootnoteText", " 丁 {{ x }}"), ("FootnoteText", "戊")]
    assert "<w:footnoteRef/>" in body.footnotes[1]


def test_docxtpl_renders_what_is_written() -> None:
    """It is the dialect: the reference implementation fills the body, lists, rows and conditions included."""
    document = Document()
    for child in tree(write(SAMPLE.replace("^[见 {{ law }}。]", "")).xml):
        document.element.body.insert(len(document.element.body) - 1, child)
    stream = io.BytesIO()
    document.save(stream)
    template = DocxTemplate(io.BytesIO(stream.getvalue()))
    template.render(
        {
            "anchor": lambda _name: "",
            "clause": lambda *_ids: "",
            "a": True,
            "fee": "9",
            "b": "第三条",
            "kind": "服务",
            "services": [{"name": "巡检", "parts": True}, {"name": "驻场", "parts": False}],
            "priorities": [{"code": "P1"}, {"code": "P2"}],
        },
        jinja_env=_environment(),
    )
    shown = paragraphs("".join(etree.tostring(child, encoding="unicode") for child in template.element.body[:-1]))

    assert [text for _, text in shown] == (
        [
            "服务目标",
            "甲方和“丙方”应付 9元，见 第三条。",
            "巡检",
            "子项",
            "续段",
            "驻场",
            "续段",
            "最后",
            "表 1\u3000服务级别",
            "级别",
            "说明",
            "P1",
            "甲|乙",
            "P2",
            "甲|乙",
            "",
        ]
    )


def _environment() -> object:
    from jinja2 import Environment

    environment = Environment(autoescape=True)
    environment.filters["money"] = lambda value: f"{value}元"
    return environment


def test_a_line_in_front_of_a_table_stays_with_it() -> None:
    """What announces a table, or leads a list of items, never stands alone at the foot of a page."""
    table = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    announced = write(f"如下表：\n\n{table}").xml
    clause = write("{: .clauses}\n1. 下列事项：\n   1. 其一；\n   1. 其二。\n1. 另一款。\n").xml
    kept = [paragraph.partition("</w:pPr>")[0] for paragraph in re.findall(r"<w:p>.*?</w:p>", clause)]

    assert "<w:keepNext/>" in announced.partition("<w:tbl>")[0]
    assert "<w:keepNext/>" not in write("没有表。\n").xml
    assert ["<w:keepNext/>" in one for one in kept] == [True, False, False, False]


def test_a_form_has_rows_to_write_in_and_stays_on_one_page() -> None:
    """At least 24 points high; every row but the last is kept with the next."""
    source = "| 甲方 | 签字 |\n|---|---|\n| 经办人 |  |\n| 日期 |  |\n"
    rows = re.findall(r"<w:tr>.*?</w:tr>", write("{: .form}\n" + source).xml)

    assert ['<w:trHeight w:val="480" w:hRule="atLeast"/>' in row for row in rows] == [False, True, True]
    assert ["<w:keepNext/>" in row for row in rows] == [True, True, False]
    assert "trHeight" not in write(source).xml
