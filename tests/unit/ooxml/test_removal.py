"""Parts, comments and bookmarks taken out of a package leave nothing behind that speaks of them."""

from __future__ import annotations

from tests.helpers.word import bookmark, docx, run, texts

from itsm_docs.ooxml import bookmarks
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.comments import Comment, add_comments, comments_of, without_comments
from itsm_docs.ooxml.package import main_part, read, relationships, write
from itsm_docs.ooxml.removal import without_parts
from itsm_docs.ooxml.xml import parse, serialize


def test_a_part_goes_with_its_relationships_and_its_type() -> None:
    """No relationship leads to it, and no content type names it."""
    parts = add_comments(read(docx("BodyText 甲")), [Comment(0, "注")], author="甲", initials="甲")
    left = without_parts(parts, {"word/comments.xml"})

    assert "word/comments.xml" not in left
    assert not any(name == "word/comments.xml" for _, _, name in relationships(left, main_part(left)))
    assert b"/word/comments.xml" not in left["[Content_Types].xml"]
    assert "word/comments.xml" in parts


def test_comments_go_by_their_author() -> None:
    """With their ranges and references; those of others stay."""
    parts = add_comments(read(docx("BodyText 甲", "BodyText 乙")), [Comment(0, "我们的")], author="甲", initials="甲")
    parts = add_comments(parts, [Comment(1, "别人的")], author="乙", initials="乙")

    assert comments_of(without_comments(parts, "甲")) == [("乙", "别人的")]
    assert comments_of(without_comments(parts)) == []
    assert b"comment" not in without_comments(parts)["word/document.xml"]
    assert check(write(without_comments(parts, "甲"))) == []


def test_unwanted_bookmarks_go_and_their_text_stays() -> None:
    """Start and end; others are left alone."""
    data = docx(f"<w:p>{bookmark('_v0001', 1, run('甲'))}{bookmark('_Ref1', 2, run('乙'))}</w:p>")
    parts = read(data)
    root = parse(parts["word/document.xml"], "word/document.xml")
    bookmarks.remove(root, lambda name: name.startswith("_v"))
    made = write({**parts, "word/document.xml": serialize(root)})

    assert bookmarks.names(read(made)) == ["_Ref1"]
    assert texts(made) == texts(data)
    assert check(made) == []
