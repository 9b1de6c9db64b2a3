"""Comments are added beside the text, in the right place, and the file stays a Word file."""

from __future__ import annotations

import pytest
from tests.helpers import validator
from tests.helpers.office import resaved
from tests.helpers.word import cell, docx, part, table, texts

from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.comments import Comment, add_comments, comments_of
from itsm_docs.ooxml.package import read, write

LINES = ("Heading1 目标", "BodyText 甲方", table(cell("TableText 一") + cell("TableText 二")), "BodyText 末段")


def commented(*comments: Comment, data: bytes | None = None) -> bytes:
    """The small document with comments."""
    return write(add_comments(read(data or docx(*LINES)), comments, author="itsm-docs", initials="检查"))


def test_each_comment_stands_at_its_paragraph() -> None:
    """Counted in document order, cells included; the text of the document stays."""
    data = commented(Comment(1, "第一"), Comment(3, "第二"), Comment(0, "第三"))

    assert comments_of(read(data)) == [("甲方", "第一"), ("二", "第二"), ("目标", "第三")]
    assert texts(data) == texts(docx(*LINES))


def test_several_comments_share_a_paragraph() -> None:
    """In the order given, each with its own range."""
    data = commented(*(Comment(1, f"第{number}") for number in range(4)))

    assert comments_of(read(data)) == [("甲方", f"第{number}") for number in range(4)]
    assert check(data) == []
    assert validator.errors(data) == []


@pytest.mark.parametrize(("paragraph", "at"), [(-1, "目标"), (99, "末段")])
def test_a_paragraph_outside_the_document_means_the_nearest(paragraph: int, at: str) -> None:
    """A finding without a place is not lost."""
    assert comments_of(read(commented(Comment(paragraph, "甲")))) == [(at, "甲")]


def test_lines_of_a_comment_are_paragraphs_and_any_text_is_safe() -> None:
    """Markup, quotes and characters that XML forbids come from templates."""
    data = commented(Comment(0, 'a < b & "c"\n{{ x }}\x0b'))

    assert comments_of(read(data)) == [("目标", 'a < b & "c"\n{{ x }}\ufffd')]
    assert check(data) == []


def test_comments_that_are_there_already_stay() -> None:
    """New ones get ids of their own."""
    data = commented(Comment(3, "后来"), data=commented(Comment(0, "原有")))

    assert comments_of(read(data)) == [("目标", "原有"), ("二", "后来")]
    assert check(data) == []
    assert part(data, "word/_rels/document.xml.rels").count("/comments") == 1


def test_no_comments_change_nothing() -> None:
    """Not even an empty part."""
    assert commented() == docx(*LINES)


def test_the_same_comments_give_the_same_bytes() -> None:
    """The date is fixed: no clock."""
    assert commented(Comment(0, "甲")) == commented(Comment(0, "甲"))
    assert 'w:date="2000-01-01T00:00:00Z"' in part(commented(Comment(0, "甲")), "word/comments.xml")


def test_comments_are_valid_in_cells_and_at_headings() -> None:
    """For Microsoft's validator."""
    assert validator.errors(commented(*(Comment(number, f"批注{number}\n提示") for number in range(5)))) == []


def test_comments_survive_libreoffice() -> None:
    """At the same paragraphs, with the same words."""
    assert comments_of(read(resaved(commented(Comment(1, "第一"), Comment(3, "第二"))))) == [
        ("甲方", "第一"),
        ("二", "第二"),
    ]


def test_a_paragraph_in_a_text_box_is_marked_where_the_box_is() -> None:
    """Word allows no comments in text boxes."""
    box = (
        '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:t>图：</w:t></w:r><w:r><w:pict><w:txbxContent>'
        "<w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    ((at, _),) = comments_of(read(commented(Comment(1, "甲"), data=docx("BodyText 前", box, "BodyText 后"))))
    xml = part(commented(Comment(2, "甲"), data=docx("BodyText 前", box, "BodyText 后")))

    assert at == "图：框内"
    assert xml.index("</w:txbxContent>") < xml.index("<w:commentRangeEnd")
