"""What converters of text drop or get wrong is text in the readable copy."""

from __future__ import annotations

import pytest
from tests.helpers.word import bookmark, cell, control, docx, field, house, part, run, table, texts

from itsm_docs.ooxml.house import link_headings
from itsm_docs.ooxml.readable import CELL_BREAK, readable

SECTION_END = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
CONTRACT = {
    name: data.decode()
    for name, data in link_headings(house(), "contract").items()
    if name in {"word/numbering.xml", "word/styles.xml"}
}


def p(*runs: str, style: str = "BodyText", properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def drawing(description: str, inside: str = "<wps:wsp/>") -> str:
    """A run with a drawing as the figures write it."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing><wp:inline>'
        f'<wp:docPr id="9" name="图" descr="{description}"/>{inside}</wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>'
    )


def copied(*lines: str, rich: bool = True) -> str:
    """The body of the readable copy of a small document."""
    return part(readable(docx(*lines), rich=rich).data)


def lines_of(*lines: str, rich: bool = True) -> list[str]:
    """The text of its paragraphs that have any."""
    return [text for text in texts(readable(docx(*lines), rich=rich).data) if text]


def test_numbers_of_headings_and_items_are_text() -> None:
    """Automatic numbers are the first thing that a converter loses."""
    data = docx("Heading1 总则", "Heading2 目的", "ListNumber:3.0 其一", parts=CONTRACT)

    assert texts(readable(data, rich=False).data) == ["第一条 总则", "1.1 目的", "a)其一"]


def test_inner_lists_are_set_in_by_blanks_and_nothing_is_indented() -> None:
    """An indent would be read as a quotation."""
    assert lines_of("ListNumber:3.0 其一", "ListNumber:3.1 子项") == ["a)其一", "　　1)子项"]
    assert "w:ind " not in copied("ListNumber:3.0 其一", "ListNumber:3.1 子项")


def test_a_list_of_pages_goes_with_its_heading() -> None:
    """The page has no pages; other headings of that look stay, as headings."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-2" </w:instrText></w:r>'
    entry = f'<w:hyperlink w:anchor="_Toc1">{run("1 总则")}{field("PAGEREF _Toc1", "4")}</w:hyperlink>'
    contents = (
        p(begin, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', entry, style="TOC1"),
        p(entry, '<w:r><w:fldChar w:fldCharType="end"/></w:r>', style="TOC2"),
    )
    document = ("TOCHeading 修订记录", "BodyText 首版", "TOCHeading 目录", *contents, "Heading1 总则")

    assert lines_of(*document) == ["修订记录", "首版", "1 总则"]
    assert copied(*document).count('w:val="Heading1"') == 2


@pytest.mark.parametrize("rich", [True, False], ids=["html", "markdown"])
def test_a_drawing_is_said(rich: bool) -> None:
    """By its alternative text, once, whatever is drawn in it."""
    inside = f"<w:txbxContent>{p(run('一'))}{p(drawing('内层'))}</w:txbxContent>"

    assert lines_of(p(drawing("流程：甲；乙", inside), style="Figure"), rich=rich) == ["〔图：流程：甲；乙〕"]


def test_a_drawing_without_alternative_text_says_what_stands_in_it() -> None:
    """Text boxes of other people's files; an empty drawing is still mentioned, a mere line is not."""
    box = "<w:txbxContent>{}</w:txbxContent>"
    old = f"<w:r><w:pict>{box.format(p(run('旧框')))}</w:pict></w:r>"

    assert lines_of(p(drawing("", box.format(p(run("一"))) + box.format(p(run("二")))))) == ["〔图：一；二〕"]
    assert lines_of(p(drawing("")), p(old), p("<w:r><w:pict/></w:r>")) == ["〔图〕", "〔图：旧框〕"]


def test_a_picture_stays_where_pictures_can_be_shown() -> None:
    """A page holds it; Markdown would name a file that is not there."""
    picture = p(drawing("公章", '<a:graphic><a:graphicData uri="x"><pic:pic/></a:graphicData></a:graphic>'))
    picture = picture.replace(
        "<pic:pic/>", '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/>'
    )

    assert "pic:pic" in copied(picture, rich=True)
    assert lines_of(picture, rich=False) == ["〔图：公章〕"]


def test_the_cover_becomes_a_title_and_lines() -> None:
    """The title is given beside the copy; a table of two columns reads as lines; the text after the cover is left alone."""
    fields = table(
        cell("CoverField 甲方") + cell("CoverField 某公司"), cell("CoverField 版本") + cell("CoverField V1.0")
    )
    number = p(run("编号：1"), "<w:r><w:tab/></w:r>", run("密级：内部"), style="CoverText")
    later = table(cell("BodyText 一") + cell("BodyText 二"))
    made = readable(docx(number, "Title 服务合同", fields, SECTION_END, "Heading1 总则", later), rich=True)

    assert made.title == "服务合同"
    assert texts(made.data) == ["编号：1　　密级：内部", "甲方：某公司", "版本：V1.0", "", "1 总则", "一", "二"]


def test_a_document_without_a_cover_keeps_its_tables() -> None:
    """A title alone makes no cover, and no title makes none either."""
    fields = table(cell("BodyText 甲方") + cell("BodyText 某公司"))

    assert readable(docx("Title 评审单", fields), rich=True).title == "评审单"
    assert lines_of("Title 评审单", fields) == ["甲方", "某公司"]
    assert lines_of(fields, SECTION_END) == ["甲方", "某公司"]
    assert readable(docx(fields), rich=True).title == ""


def test_a_caption_belongs_to_the_table_below_it_and_to_no_other() -> None:
    """That of a figure is a paragraph even before a table, so is one without a table."""
    rows = table(cell("BodyText 一"))
    body = copied(
        "Caption 表 1　有表", rows, p(run("图 1　之后有表"), style="Caption"), rows, "Caption 表 2　无表", "BodyText 末"
    )

    assert [body.count('w:val="Caption"'), body.count("<w:b/>")] == [1, 2]


def test_captions_are_bold_lines_above_their_table_in_markdown() -> None:
    """Its tables have no captions; a converter would put them below."""
    body = copied("Caption 表 1　有表", table(cell("BodyText 一")), rich=False)

    assert ('w:val="Caption"' in body, "<w:b/>" in body) == (False, True)


def test_the_alternative_text_of_a_table_is_not_printed() -> None:
    """A converter takes it for a second caption."""
    hidden = table(cell("BodyText 一")).replace("<w:tblLayout", '<w:tblCaption w:val="进度"/><w:tblLayout')

    assert "tblCaption" not in copied(hidden)


def test_references_are_links_to_what_is_there_in_a_page_and_text_in_markdown() -> None:
    """A link needs its bookmark; nothing else does."""
    target = p(bookmark("_Ref1", 1, run("总则")), bookmark("_v1", 2, run("值")), style="Heading1")
    lines = (target, p(run("见"), field("REF _Ref1 \\r \\h", "第一条"), run("。")))
    page, plain = copied(*lines, rich=True), copied(*lines, rich=False)

    assert lines_of(*lines)[1] == "见第一条。"
    assert [name in page for name in ('w:anchor="_Ref1"', 'w:name="_Ref1"', "_v1", "fldChar")] == [
        True,
        True,
        False,
        False,
    ]
    assert [name in plain for name in ("w:anchor", "w:bookmark", "fldChar")] == [False, False, False]


def test_open_points_stay_visible_in_markdown() -> None:
    """Yellow becomes bold, also in a content control."""
    marked = '<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>【待定】</w:t></w:r>'
    line = p(run("电话"), control("phone", 7, marked))

    assert "<w:highlight" in copied(line, rich=True)
    assert ("<w:highlight" in copied(line, rich=False), "<w:b/>" in copied(line, rich=False)) == (False, True)


def test_tables_have_a_header_row_in_markdown() -> None:
    """The first row, unless one is marked; a page shows the table as it is."""
    bare = table(cell("BodyText 甲方：") + cell("BodyText 乙方："), cell("BodyText 盖章") + cell("BodyText 盖章"))
    headed = bare.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)

    assert [copied(lines, rich=False).count("w:tblHeader") for lines in (bare, headed)] == [1, 1]
    assert "w:tblHeader" not in copied(bare, rich=True)


def test_a_line_break_in_a_cell_is_left_to_the_page() -> None:
    """Markdown's tables have none; elsewhere it stays."""
    broken = p(run("一"), "<w:r><w:br/></w:r>", run("二"))

    assert lines_of(table(cell(broken)), rich=False) == [f"一{CELL_BREAK}二"]
    assert "<w:br/>" in copied(broken, rich=False)
    assert "<w:br/>" in copied(table(cell(broken)), rich=True)
