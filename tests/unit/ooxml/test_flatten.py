"""A flat copy shows what Word shows, and computes nothing."""

from __future__ import annotations

import re

from tests.helpers.validator import errors
from tests.helpers.word import bookmark, control, docx, field, house, numbered, part, run, texts

from itsm_docs.ooxml.comments import Comment, add_comments
from itsm_docs.ooxml.flatten import flatten
from itsm_docs.ooxml.house import link_headings
from itsm_docs.ooxml.package import read, write

CONTRACT = {
    name: data.decode()
    for name, data in link_headings(house(), "contract").items()
    if name in {"word/numbering.xml", "word/styles.xml"}
}


def p(*runs: str, style: str = "BodyText") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def test_automatic_numbers_become_text() -> None:
    """The number stands in the text, and nothing counts any more."""
    data = docx(
        "Heading1 总则", "Heading2 目的", "Heading3 时间", "ListNumber:3.0 其一", "ListNumber:3.1 子项", parts=CONTRACT
    )
    flat = flatten(data)

    assert texts(flat) == ["第一条 总则", "1.1 目的", "（1）时间", "a)其一", "1)子项"]
    assert numbered(flat) == texts(flat)


def test_tabs_and_indents_of_a_list_stay() -> None:
    """A list item keeps its hanging indent and the tab behind its number."""
    flat = part(flatten(docx("ListNumber:3.1 子项")))

    assert re.search(r'<w:ind (?=[^>]*w:left="1330")(?=[^>]*w:hanging="425")[^>]*/>', flat)
    assert "<w:tab/>" in flat


def test_the_paragraphs_own_indent_wins() -> None:
    """What the author set on the paragraph is stronger than the list."""
    own = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr><w:ind w:left="0" w:firstLine="300"/></w:pPr></w:p>'
    found = re.search(r"<w:ind [^>]*/>", part(flatten(docx(own))))

    assert found is not None
    assert ('w:left="0"' in found.group(), 'w:firstLine="300"' in found.group()) == (True, True)
    assert "w:hanging" not in found.group()


def test_references_and_captions_keep_the_text_they_show() -> None:
    """REF, PAGEREF and SEQ become text; what LibreOffice would compute wrongly it no longer sees."""
    flat = flatten(
        docx(
            p(bookmark("_Ref1", 1, run("表 ") + field("SEQ 表", "7"))),
            p(run("见"), field("REF _Ref1 \\r \\h", "第九条")),
        )
    )

    assert texts(flat) == ["表 7", "见第九条"]
    assert "fldChar" not in part(flat)
    assert 'w:name="_Ref1"' in part(flat)


def test_simple_references_become_text_too() -> None:
    """w:fldSimple is the other spelling of a field."""
    flat = flatten(docx(p(f'<w:fldSimple w:instr=" REF _x \\h ">{run("第三条")}</w:fldSimple>')))

    assert (texts(flat), "fldSimple" in part(flat)) == (["第三条"], False)


def test_page_numbers_stay_fields() -> None:
    """Only the converter knows the page."""
    assert "NUMPAGES" in part(flatten(docx("BodyText 甲")), "word/footer1.xml")


def test_the_table_of_contents_stays_as_written() -> None:
    """The entries' page numbers become text inside a contents field that stays."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-2" </w:instrText></w:r>'
    page = field("PAGEREF _Toc1 \\h", "4")
    entry = f'<w:hyperlink w:anchor="_Toc1">{run("1 总则")}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
    toc = p(begin, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', entry, style="TOC1")
    flat = flatten(docx(toc, p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')))

    assert texts(flat)[0] == "1 总则4"
    assert ("PAGEREF" in part(flat), "TOC \\o" in part(flat), part(flat).count("fldChar ")) == (False, True, 3)


def test_content_controls_are_taken_off() -> None:
    """The values stay, whole and once."""
    flat = flatten(docx(p(run("甲方："), control("client.name", 5, run("大连港务")), run("。"))))

    assert (texts(flat), "w:sdt" in part(flat)) == (["甲方：大连港务。"], False)


def test_comments_are_taken_off() -> None:
    """A draft's remarks are for its drafters; nothing in the copy leads to them."""
    data = write(add_comments(read(docx("BodyText 正文")), [Comment(0, "默认值")], author="itsm-docs", initials="检查"))
    flat = flatten(data)

    assert (texts(flat), "omment" in part(flat)) == (["正文"], False)
    assert errors(flat) == []


def test_bookmarks_to_which_nothing_leads_can_be_left_out() -> None:
    """Those of links stay; a PDF needs all of them, for their pages."""
    link = f'<w:hyperlink w:anchor="_Toc1">{run("总则")}</w:hyperlink>'
    data = docx(p(link), p(bookmark("_v1", 1, run("值")), bookmark("_Toc1", 2, run("总则"))))

    assert re.findall('w:name="(_[^"]*)"', part(flatten(data))) == ["_v1", "_Toc1"]
    bare = flatten(data, marks=False)
    assert re.findall('w:name="(_[^"]*)"', part(bare)) == ["_Toc1"]
    assert part(bare).count("w:bookmarkEnd") == 1


def test_the_copy_does_not_name_the_file_that_it_was_made_of() -> None:
    """A document's own properties hold the number of its receipt."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    link = f'<Relationship Id="rId9" Type="{relation}" Target="docProps/custom.xml"/></Relationships>'
    parts = read(docx("BodyText 正文"))
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", link.encode())
    parts["docProps/custom.xml"] = b'<Properties><property name="itsm-receipt"/></Properties>'
    flat = read(flatten(write(parts)))

    assert b"itsm-receipt" not in flat["docProps/custom.xml"]


def test_a_drawing_and_its_fallback_are_counted_once() -> None:
    """mc:Fallback repeats the text of a drawing for old readers."""
    both = '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
    inner = '<w:pict><w:txbxContent><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p></w:txbxContent></w:pict>'

    assert texts(flatten(docx(both.format(inner), "Heading1 末")))[-1] == "2 末"


def test_a_flat_copy_is_a_valid_file() -> None:
    """Microsoft's validator finds nothing in it."""
    lines = (
        "Heading1 总则",
        p(control("a", 1, run("值")), field("REF _itsm_1 \\r", "1")),
        "ListBullet:4.2 项",
        "BodyText 末",
    )

    assert errors(flatten(docx(*lines, parts=CONTRACT))) == []
