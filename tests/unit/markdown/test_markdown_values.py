"""Fields that users type as Markdown."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from itsm_docs.markdown import write_value
from itsm_docs.ooxml.xml import NAMESPACES, qn


def written(text: str, context: str = "body", first_list: int = 5000) -> tuple[str, list[tuple[str, str]]]:
    """The XML of a value, and style and text of its paragraphs."""
    xml = write_value(text, first_list=first_list, context=context)  # type: ignore[arg-type]
    root = etree.fromstring(f'<w:body xmlns:w="{NAMESPACES["w"]}">{xml}</w:body>')
    found = []
    for node in root.iter(qn("w:p")):
        style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        assert style is not None
        found.append((style.get(qn("w:val"), ""), "".join(text.text or "" for text in node.iter(qn("w:t")))))
    return xml, found


@pytest.mark.parametrize(
    "text",
    [
        "{{ x }} 与 {% if y %}",
        "<b>粗</b> & <br>",
        "文字 {: #x}",
        "[文](https://example.com)",
        "脚注[^1]",
        "____年__月",
        "> 5%",
        "---",
        "- - - - - - - - - - - - - - - -",
        "&lt;",
        "2026. 服务开始",
        "单价*数量*12",
        "甲\U000f0000乙",
    ],
)
def test_what_is_not_markdown_here_prints_as_it_was_typed(text: str) -> None:
    """It keeps tags, HTML, attributes, links, notes, blanks and numbers as text."""
    assert written(text)[1] == [("BodyText", text)]


def test_headings_become_bold_paragraphs() -> None:
    """It must not add entries to the table of contents."""
    xml, paragraphs = written("# 说明\n\n文字")

    assert paragraphs == [("BodyText", "说明"), ("BodyText", "文字")]
    assert xml.count("<w:b/>") == 1


def test_each_list_is_announced_before_it_begins() -> None:
    """It numbers lists from the given one and says whether they are ordered."""
    xml, paragraphs = written("1. 甲\n   - 乙\n   1. 丙\n\n文字\n\n- 丁")

    assert re.findall(r"<\?list (\d+) ([ob])\?>|w:numId w:val=\"(\d+)\"", xml) == [
        ("5000", "o", ""),
        ("", "", "5000"),
        ("5001", "b", ""),
        ("", "", "5001"),
        ("", "", "5000"),
        ("5002", "b", ""),
        ("", "", "5002"),
    ]
    assert paragraphs[0] == ("ListNumber", "甲")


def test_everything_in_a_cell_is_table_text() -> None:
    """It keeps lists and turns tables into lines, so that the cell ends with a paragraph."""
    xml, paragraphs = written("# 甲\n\n1. 乙\n\n   续\n\n| a | b |\n|-|-|\n| 1 | 2 |", "cell")

    assert paragraphs == [("TableText", text) for text in ("甲", "乙", "续", "a　b", "1　2")]
    assert "<w:tbl>" not in xml
    assert '<w:numId w:val="5000"/>' in xml


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_value_leaves_a_paragraph_only_where_one_must_be(text: str) -> None:
    """It gives a cell its paragraph and the body nothing."""
    assert written(text, "cell")[1] == [("TableText", "")]
    assert written(text)[0] == ""


def test_a_table_at_the_end_is_followed_by_a_paragraph() -> None:
    """It leaves no table as the last thing, whatever comes after the value."""
    assert written("| a |\n|-|\n| 1 |")[1][-1] == ("TableNote", "")


def test_deeply_nested_lists_lose_no_text() -> None:
    """It keeps every item and stays within the nine levels that Word has."""
    text = "\n".join("  " * level + f"- 第{level}层" for level in range(14))
    xml, paragraphs = written(text)

    assert [shown for _, shown in paragraphs] == [f"第{level}层" for level in range(14)]
    assert max(int(level) for level in re.findall(r'<w:ilvl w:val="(\d+)"/>', xml)) == 8
