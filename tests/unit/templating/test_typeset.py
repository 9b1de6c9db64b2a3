"""Markdown chapters on a house file are a Word template: body in its place, lists and footnotes real, origins known."""

from __future__ import annotations

import pytest
from drafts import HOUSE, compiled, docx, faults, line, shown
from tests.helpers.word import numbered, paragraph, part

from itsm_docs.errors import Faulty
from itsm_docs.markdown import Chapter
from itsm_docs.templating import compile_source
from itsm_docs.templating.typeset import typeset


def test_a_house_without_a_place_for_the_body_is_a_fault() -> None:
    """Otherwise the document would be the cover alone."""
    found = compile_source("# 甲", house=docx("BodyText 封面"))[1]

    assert [line(one) for one in found] == ["TP109: 模板“house.docx”没有正文位置"]


@pytest.mark.parametrize("slot", ["{{ body }}", " {{body}} ", "{{  body  }}"])
def test_the_body_stands_where_the_house_says(slot: str) -> None:
    """Between cover and sign-off."""
    house = docx("BodyText 封面", f"BodyText {slot}", "BodyText 签署")
    data = compiled("甲\n\n乙", house=house).fill({})

    assert numbered(data) == ["封面", "甲", "乙", "签署"]


def test_the_body_slot_may_be_split_over_runs() -> None:
    """Word splits it as it splits any tag."""
    split = "<w:p><w:r><w:t>{{ bo</w:t></w:r><w:r><w:t>dy }}</w:t></w:r></w:p>"

    assert numbered(compiled("甲", house=docx(split)).fill({})) == ["甲"]


def test_chapters_are_joined_in_order_and_numbered_through() -> None:
    """One numbering, one space of anchors."""
    chapters = [Chapter("01.md", "# 甲 {: #a}"), Chapter("02.md", "# 乙\n\n见 {{ ref('a') }}")]

    assert shown(chapters)[-3:] == ["1 甲", "2 乙", "见 1"]


def test_a_fault_names_the_chapter_and_its_line() -> None:
    """Not the joined text, which nobody sees."""
    chapters = [Chapter("01.md", "# 甲"), Chapter("02.md", "# 乙\n\n- 项 {{ x.y.z }}")]
    with pytest.raises(Faulty) as caught:
        compiled(chapters).fill({"x": {}})
    (fault,) = caught.value.findings

    assert (fault.where.file, fault.where.line) == ("02.md", 3)


def test_faults_of_the_house_name_the_house_s_paragraph() -> None:
    """The cover has no line of a chapter."""
    with pytest.raises(Faulty) as caught:
        compiled("# 甲", house=docx("BodyText 封面 {{ nobody }}", "BodyText {{ body }}")).fill({})
    (fault,) = caught.value.findings

    assert (fault.where.file, fault.where.line, fault.where.place) == ("模板", None, "“封面 {{ nobody }}”")


def test_a_tag_line_is_a_paragraph_tag_of_the_template() -> None:
    """The typeset template is the dialect that Word users know."""
    template, found = typeset("模板", [Chapter("a.md", "{% if a %}\n\n甲\n\n{% endif %}")], HOUSE)

    assert found == []
    assert template is not None
    xml = template.parts["word/document.xml"].decode()
    assert "{%p if a %}" in xml
    assert "{%p endif %}" in xml


def test_markdown_faults_stop_the_work_with_all_of_them() -> None:
    """The chapter is corrected before Word is thought of."""
    found = faults("甲 <br> 乙\n\n{% if a %}\n\n丙")

    assert len(found) >= 2
    assert all(fault.startswith("MD") for fault in found)


def test_the_kind_chooses_the_numbering_of_headings() -> None:
    """第一条 in contracts, 1 in manuals."""
    source = "# 甲\n\n## 乙\n"

    assert numbered(compiled(source, headings="contract").fill({}))[-2:] == ["第一条 甲", "1.1 乙"]
    assert numbered(compiled(source, headings="manual").fill({}))[-2:] == ["1 甲", "1.1 乙"]


def test_footnotes_and_lists_are_real_ones() -> None:
    """Not typed numbers."""
    data = compiled("1. 甲[^n]\n\n[^n]: 注").fill({})

    assert '<w:footnote w:id="1">' in part(data, "word/footnotes.xml")
    assert "<w:numPr>" in part(data)
    assert "a)" not in part(data)


def test_a_file_that_is_no_word_file_is_told_so() -> None:
    """A house saved as .doc, or a picture."""
    with pytest.raises(Faulty) as caught:
        compile_source("# 甲", house=b"GIF89a")

    assert caught.value.findings[0].code.startswith("OX1")


def test_the_helper_writes_what_it_says() -> None:
    """A line is a style and a text."""
    assert 'w:val="BodyText"' in paragraph("BodyText 甲")
