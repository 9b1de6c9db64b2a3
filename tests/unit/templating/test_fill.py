"""Filling: every value prints as itself, every missing one is located, the same inputs give the same file."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from drafts import PLAIN, Item, compiled, docx, filled, line, shown
from tests.helpers.word import cell, part, table

from itsm_docs.errors import Faulty
from itsm_docs.model.base import OpenPoint
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read
from itsm_docs.ooxml.xml import parse

P = "BodyText"


def faults(source: str | bytes, /, **context: Any) -> list[str]:
    """What filling says."""
    with pytest.raises(Faulty) as caught:
        compiled(source).fill(context)
    return [line(found) for found in caught.value.findings]


@pytest.mark.parametrize(
    "value",
    [
        "R&D <select>",
        "x < 5 & y > 3",
        "</w:t></w:r></w:p>",
        "\"引号\" 与 '撇号'",
        "&amp; &#65;",
        "{{ client.name }}",
        "{% if a %}",
        "{# 注 #}",
        "<?restart 1?>",
        "<?toc?>",
        "<?fn 1?>x<?/fn?>",
        "]]>",
        "𠮷林市 😀",
        "%s %(a)s {0}",
        "  前后空格  ",
    ],
)
def test_a_value_prints_as_itself(value: str) -> None:
    """Neither XML nor a tag in the data is anything but text; nothing after it vanishes."""
    found = shown(docx(f"{P} 甲{{{{ v }}}}乙", f"{P} 后一段"), v=value)

    assert found == [f"甲{value}乙", "后一段"]


def test_lines_and_tabs_of_a_value_are_breaks() -> None:
    """Typed line breaks stay, in the format of the run."""
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ v }}</w:t></w:r></w:p>"
    xml = part(filled(docx(bold), v="一\n二\r\n三\t四"))

    assert xml.count("<w:br/>") == 2
    assert xml.count("<w:tab/>") == 1
    assert xml.count("<w:b/>") == 1
    assert [text for text in ("一", "二", "三", "四") if f'preserve">{text}</w:t>' not in xml] == []


def test_an_open_point_is_yellow_in_the_format_of_its_run() -> None:
    """What is still to be agreed cannot be overlooked; the text around it is not coloured."""
    run = '<w:p><w:r><w:rPr><w:b/><w:u w:val="single"/></w:rPr><w:t>价款 {{ v }} 元</w:t></w:r></w:p>'
    xml = part(filled(docx(run), v=OpenPoint("审计后")))
    bright = xml[: xml.index("【待定：审计后】")].rpartition("<w:r>")[2]

    assert xml.count("w:highlight") == 1
    assert (
        bright.index("<w:b/>") < bright.index('<w:highlight w:val="yellow"/>') < bright.index('<w:u w:val="single"/>')
    )


def test_open_points_joined_with_text_are_split_into_runs() -> None:
    """Only the open point of a list is yellow."""
    xml = part(filled(docx(f"{P} {{{{ xs | join }}}}"), xs=["甲", OpenPoint(), "乙"]))

    assert xml.count('<w:highlight w:val="yellow"/>') == 1
    assert '<w:t xml:space="preserve">甲、</w:t>' in xml
    assert '<w:t xml:space="preserve">、乙</w:t>' in xml


def test_an_open_point_in_properties_and_headers_leaves_no_mark() -> None:
    """Document properties hold plain text; headers are coloured like the body."""
    core = PLAIN["docProps/core.xml"].replace("<dc:title></dc:title>", "<dc:title>{{ v }}</dc:title>")
    header = PLAIN["word/header1.xml"].replace("</w:p>", "<w:r><w:t>{{ v }}</w:t></w:r></w:p>")
    data = filled(docx(P, parts={"docProps/core.xml": core, "word/header1.xml": header}), v=OpenPoint())

    assert "<dc:title>【待定】</dc:title>" in part(data, "docProps/core.xml")
    assert '<w:highlight w:val="yellow"/>' in part(data, "word/header1.xml")


def test_a_title_of_two_lines_is_one_line_in_the_properties() -> None:
    """A break of WordprocessingML in the properties would make the file corrupt."""
    core = PLAIN["docProps/core.xml"].replace("<dc:title></dc:title>", "<dc:title>{{ v }}</dc:title>")

    assert "<dc:title>上 下</dc:title>" in part(
        filled(docx(P, parts={"docProps/core.xml": core}), v="上\n下"), "docProps/core.xml"
    )


def test_the_properties_of_the_house_are_filled() -> None:
    """The company of the file's properties is a tag like any other."""
    app = PLAIN["docProps/app.xml"].replace("<Company></Company>", "<Company>{{ v }}</Company>")

    assert "<Company>R&amp;D</Company>" in part(
        filled(docx(P, parts={"docProps/app.xml": app}), v="R&D"), "docProps/app.xml"
    )


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("{{ a.b }}", {"a": {}}, "TP304 “{{ a.b }}”: 数据里没有“b”"),
        ("{{ a.b.c }}", {"a": {}}, "TP304 “{{ a.b.c }}”: 数据里没有“b”"),
        ("{{ nobody }}", {}, "TP304 “{{ nobody }}”: 数据里没有“nobody”"),
        ("{{ a.note }}", {"a": Item(name="甲", price=1)}, "TP301 “{{ a.note }}”: 这里要输出的值没有填"),
        ("{{ a.size }}", {"a": Item(name="甲", price=1)}, "TP304 “{{ a.size }}”: 数据里没有“size”"),
        ("{{ a }}", {"a": True}, "TP302 “{{ a }}”: 这里输出的是“是”这样的是非值"),
        ("{{ a }}", {"a": [1]}, "TP303 “{{ a }}”: 这里输出的是一组数据，不是单个值"),
        ("{% for x in a %}{{ x }}{% endfor %}", {"a": None}, "TP301 “{% for x in a %}{{ x }}{…”: 这里要输出的值没有填"),
        ("{% if a.b %}甲{% endif %}", {"a": {}}, "TP304 “{% if a.b %}甲{% endif %}”: 数据里没有“b”"),
        ("{{ a }}", {"a": "\x0c"}, "TP309 “{{ a }}”: 这里要输出的值含有文件不能容纳的字符 U+000C"),
    ],
)
def test_a_value_that_cannot_print_is_located(text: str, context: dict[str, Any], expected: str) -> None:
    """Nothing prints as blank; the paragraph of the template is named."""
    assert faults(docx(f"{P} 前", f"{P} {text}", f"{P} 后"), **context) == [expected]


def test_a_fault_in_a_table_in_a_loop_names_the_cell() -> None:
    """The row in which a Word user finds the tag, not the one in which the data ran out."""
    rows = (
        cell(f"{P} 名称") + cell(f"{P} 备注"),
        cell(f"{P} {{%tr for i in items %}}") + cell(P),
        cell(f"{P} {{{{ i.name }}}}") + cell(f"{P} {{{{ i.note }}}}"),
        cell(f"{P} {{%tr endfor %}}") + cell(P),
    )
    items = [{"name": "甲", "note": "有"}, {"name": "乙"}]

    assert faults(docx("Heading1 附录", table(*rows), P), items=items) == [
        "TP304 附录 › 表格第3行第2列 › “{{ i.note }}”: 数据里没有“note”"
    ]


def test_every_part_reports_its_own_fault() -> None:
    """A header's fault does not hide that of the body."""
    header = PLAIN["word/header1.xml"].replace("</w:p>", "<w:r><w:t>{{ y }}</w:t></w:r></w:p>")
    found = faults(docx(f"{P} {{{{ x }}}}", parts={"word/header1.xml": header}))

    assert [fault.partition(":")[0] for fault in found] == ["TP304 “{{ x }}”", "TP304 页眉 › “{{ y }}”"]


def test_a_template_without_tags_is_filled_too() -> None:
    """It may still have captions and contents to count."""
    assert shown(docx(f"{P} 甲")) == ["甲"]


def test_the_same_inputs_give_the_same_bytes() -> None:
    """Of one compiled template and of two; no clock, no chance."""
    source = "# {{ t }} {: #a}\n\n1. 甲[^1]\n1. {{ ref('a') }}\n\n[^1]: {{ t }}\n"
    context = {"t": "题目", "d": date(2027, 1, 1)}
    template = compiled(source)

    assert template.fill(context) == template.fill(context) == compiled(source).fill(context)


def test_a_template_can_be_filled_many_times() -> None:
    """Nothing of one run is left in the next."""
    template = compiled("# 章 {: #a}\n\n1. {{ v }}\n\n见 {{ ref('a') }}")
    first = template.fill({"v": "一"})
    template.fill({"v": "二"})

    assert template.fill({"v": "一"}) == first


def test_parts_without_tags_stay_as_they_are() -> None:
    """A house's settings, theme and fonts are copied, not rewritten."""
    source = docx(f"{P} {{{{ v }}}}")
    before, after = read(source), read(compiled(source).fill({"v": "甲"}, trace="none"))

    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]


def test_every_part_of_the_result_is_xml_and_stored_once() -> None:
    """Also after values with every awkward character that XML can hold."""
    data = filled(docx(f"{P} {{{{ v }}}}"), v="\u2028\u00a0\u200b\ufeff�￼ Ａ")
    names = zipfile.ZipFile(BytesIO(data)).namelist()

    assert len(names) == len(set(names))
    assert [name for name in names if parse(read(data)[name], name) is None] == []


def test_a_markdown_value_becomes_paragraphs() -> None:
    """Headings of a value are bold paragraphs, lists are lists, tags and markup are text."""
    from drafts import HOUSE, Sample

    from itsm_docs.templating import compile_template

    template = compile_template("{{ summary }}", house=HOUSE, schema=Sample)
    value = "# 背景\n\n第一段 {{ x }} <b>粗</b>\n\n- 甲\n- 乙\n\n1. 一\n1. 二"
    data = template.fill({"summary": value})
    text = part(data)

    assert check(data) == []
    assert "{{ x }}" in text
    assert "&lt;b&gt;粗&lt;/b&gt;" in text
    assert text.count("<w:numPr>") == 4


def test_two_markdown_values_have_lists_of_their_own() -> None:
    """The second value's list begins with its first number."""
    from drafts import HOUSE, Sample
    from tests.helpers.word import numbered

    from itsm_docs.templating import compile_template

    template = compile_template("{{ summary }}\n\n中\n\n{{ summary }}", house=HOUSE, schema=Sample)

    assert [text[:2] for text in numbered(template.fill({"summary": "1. 一\n1. 二"})) if text] == [
        "a)",
        "b)",
        "中",
        "a)",
        "b)",
    ]
