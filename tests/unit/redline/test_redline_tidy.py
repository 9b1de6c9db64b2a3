"""What the engine leaves behind is made presentable, and no text changes by it."""

from __future__ import annotations

from tests.helpers.tracked import deleted, inserted, lines, package, para
from tests.helpers.word import bookmark, docx, run

from itsm_docs.ooxml.package import Package, read
from itsm_docs.ooxml.revisions import accepted, rejected
from itsm_docs.redline.tidy import tidied, titled

MAIN = "word/document.xml"
BY = 'w:id="9" w:author="张三" w:date="2000-01-01T00:00:00Z"'
PINNED = (
    '<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/>'
    f'<w:numberingChange {BY} w:original="1"/></w:numPr>'
)


def text(parts: Package) -> str:
    return parts[MAIN].decode()


def made(*blocks: str, dated: bool = True) -> str:
    """The main part of a redline of some blocks, tidied; its text must be the same both ways."""
    parts = package(*blocks)
    done = tidied(parts, dated=dated)
    assert lines(accepted(done)) == lines(accepted(parts))
    assert lines(rejected(done)) == lines(rejected(parts))
    return text(done)


def test_the_old_text_comes_before_the_new_one() -> None:
    """As Word writes it; order within old and new stays."""
    xml = made(para("共", inserted("柒"), deleted("贰"), inserted("拾"), deleted("佰"), "元"))

    assert [xml.index(word) for word in "共贰佰柒拾元"] == sorted(xml.index(word) for word in "共贰佰柒拾元")


def test_marks_of_bookmarks_and_comments_are_no_changes() -> None:
    """They stay, without the change around them."""
    marks = f'<w:ins {BY}><w:bookmarkStart w:id="5" w:name="b"/></w:ins>'
    reference = f'<w:ins {BY}><w:r><w:commentReference w:id="0"/></w:r></w:ins>'
    xml = made(para(marks, "甲", '<w:bookmarkEnd w:id="5"/>', reference))

    assert "<w:ins" not in xml
    assert 'w:name="b"' in xml
    assert "<w:commentReference" in xml


def test_changed_paragraph_marks_and_rows_stay_changes() -> None:
    """They hold no text and are changes all the same."""
    xml = made(para("甲", mark="ins"), para("乙"))

    assert xml.count("<w:ins ") == 1


def test_of_a_doubled_bookmark_the_one_that_goes_is_dropped() -> None:
    """A replaced heading has it twice; one that was only deleted keeps it."""
    gone = deleted(bookmark("_Ref1", 1, run("旧").replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")))
    xml = made(para(inserted(bookmark("_Ref1", 2, run("新")))), para(gone), para(gone.replace("_Ref1", "_Ref2")))

    assert xml.count('w:name="_Ref1"') == 1
    assert 'w:id="2" w:name="_Ref1"' in xml
    assert xml.count('w:name="_Ref2"') == 1


def test_numbers_are_not_pinned_to_paragraphs() -> None:
    """A number that follows from the style is taken off again; one that the paragraph had itself stays."""
    base = read(docx("Heading1 甲"))
    own = next(n for n in range(2, 40) if f'w:numId="{n}"'.encode() in base["word/numbering.xml"])
    xml = made(para("甲", properties=PINNED.format(1)), para("乙", properties=PINNED.format(own)))

    assert "numberingChange" not in xml
    assert xml.count("<w:numPr>") == 1


def test_changes_without_a_date_have_none() -> None:
    """The engine's own date would be a lie."""
    assert "w:date" not in made(para("甲", inserted("乙"), mark="del"), para("丙"), dated=False)
    assert "w:date" in made(para("甲", inserted("乙")), dated=True)


def test_the_title_says_what_it_is() -> None:
    """In the properties, where lists of files show it; a file without a title gets one."""
    parts = package(para("甲"))
    name = "docProps/core.xml"
    bare = parts | {name: parts[name].replace(b"<dc:title>{{ doc.title }}</dc:title>", b"")}

    assert "<dc:title>{{ doc.title }}（修订对比稿）</dc:title>" in titled(parts, "修订对比稿")[name].decode()
    assert "<dc:title>修订对比稿</dc:title>" in titled(bare, "修订对比稿")[name].decode()
