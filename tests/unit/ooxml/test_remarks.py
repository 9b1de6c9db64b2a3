"""Comments are read with what they are about, their answers, and whether they are settled."""

from __future__ import annotations

import pytest
from tests.helpers.tracked import deleted, inserted, moved_away, package, para
from tests.helpers.word import NAMES, bookmark, control, docx, run

from itsm_docs.ooxml.comments import OURS, Comment, add_comments
from itsm_docs.ooxml.package import Package, read
from itsm_docs.ooxml.remarks import Remark, remarks

RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def note(key: int, text: str, author: str = "李四") -> str:
    """A comment of one paragraph, whose paragraph id is the number after its key."""
    return (
        f'<w:comment w:id="{key}" w:author="{author}" w:initials="李" w:date="2027-03-02T10:00:00Z">'
        f'<w:p w14:paraId="{key + 1:08X}">{run(text)}</w:p></w:comment>'
    )


def at(key: int, inner: str = "") -> str:
    """Runs with a comment on them."""
    return f'<w:commentRangeStart w:id="{key}"/>{inner}<w:commentRangeEnd w:id="{key}"/>{reference(key)}'


def reference(key: int) -> str:
    return f'<w:r><w:commentReference w:id="{key}"/></w:r>'


def thread(key: int, answers: int | None = None, done: bool = False) -> str:
    """What Word keeps of a comment beside it."""
    above = "" if answers is None else f' w15:paraIdParent="{answers + 1:08X}"'
    return f'<w15:commentEx w15:paraId="{key + 1:08X}"{above} w15:done="{int(done)}"/>'


def commented(*blocks: str, notes: str, threads: str = "") -> Package:
    """A document with comments, as Word writes it."""
    parts = package(*blocks)
    links = f'<Relationship Id="rIdC" Type="{OFFICE}" Target="comments.xml"/><Relationship Id="rIdX" Type="{EXTENDED}" Target="commentsExtended.xml"/>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", links.encode() + b"</Relationships>")
    parts["word/comments.xml"] = f"<w:comments {NAMES}>{notes}</w:comments>".encode()
    parts["word/commentsExtended.xml"] = f"<w15:commentsEx {NAMES}>{threads}</w15:commentsEx>".encode()
    return parts


def test_a_comment_has_author_date_text_and_place() -> None:
    """As Word shows it."""
    parts = commented(
        "BodyText 首", para("应在", at(0, run("十五分钟")), "内"), notes=note(0, "太短"), threads=thread(0)
    )

    assert remarks(parts) == (Remark("李四", "李", "2027-03-02T10:00:00Z", "太短", "十五分钟", "word/document.xml", 1),)


@pytest.mark.parametrize(
    ("block", "about"),
    [
        (para("甲", reference(0)), ""),
        (
            para('<w:commentRangeStart w:id="0"/>', "甲") + para("乙", '<w:commentRangeEnd w:id="0"/>', reference(0)),
            "甲\n乙",
        ),
        (para(at(0, deleted("旧") + inserted("新") + moved_away("走"))), "新"),
        (para('<w:commentRangeStart w:id="0"/>', "甲", reference(0)) + para("乙"), ""),
    ],
    ids=["a point", "over paragraphs", "with changes accepted", "a range without end is a point"],
)
def test_a_comment_is_about_the_text_it_stands_at(block: str, about: str) -> None:
    """Paragraphs by lines."""
    assert [remark.about for remark in remarks(commented(block, notes=note(0, "?")))] == [about]


def test_a_comment_names_the_marks_around_it_and_in_it() -> None:
    """Sections and facts that it is about."""
    block = para(bookmark("_itsm_0001", 1, at(0, bookmark("_v0001", 2, control("fee", 9, run("一百元"))))))

    assert [remark.touches for remark in remarks(commented(block, notes=note(0, "?")))] == [
        ("_itsm_0001", "_v0001", "fee")
    ]


def test_answers_stand_with_what_they_answer() -> None:
    """Word answers the first comment of a thread; a chain of answers is one thread all the same."""
    block = para(at(0, at(1, at(2, run("文"))))) + para(at(3, run("末")))
    parts = commented(
        block,
        notes=note(0, "问") + note(1, "答", "王五") + note(2, "再答") + note(3, "另"),
        threads=thread(0, done=True) + thread(1, 0) + thread(2, 1) + thread(3),
    )

    assert [(r.text, r.done, [reply.text for reply in r.replies]) for r in remarks(parts)] == [
        ("问", True, ["答", "再答"]),
        ("另", False, []),
    ]


def test_an_answer_to_a_comment_that_is_gone_stands_alone() -> None:
    """Nothing is lost; nor in a circle, which no program should write."""
    assert [r.text for r in remarks(commented(para(at(1)), notes=note(1, "答"), threads=thread(1, 7)))] == ["答"]
    circle = commented(para(at(1), at(2)), notes=note(1, "甲") + note(2, "乙"), threads=thread(1, 2) + thread(2, 1))
    assert [r.text for r in remarks(circle)] == ["甲", "乙"]


def test_a_comment_that_the_document_does_not_refer_to_is_not_there() -> None:
    """Word does not show it either."""
    assert remarks(commented(para("文"), notes=note(0, "?"))) == ()


def test_files_without_threads_or_comments_are_read_too() -> None:
    """Older programs write no commentsExtended."""
    parts = commented(
        para(at(0, run("文")), at(1)), notes=note(0, "甲") + note(1, "乙").replace(' w14:paraId="00000002"', "")
    )
    del parts["word/commentsExtended.xml"]

    assert [remark.text for remark in remarks(parts)] == ["甲", "乙"]
    assert remarks(package("BodyText 文")) == ()


def test_our_own_comments_are_known() -> None:
    """Those on defaults in a draft."""
    data = docx("BodyText 甲", "BodyText 乙")
    parts = add_comments(read(data), [Comment(1, "默认值")], author=OURS, initials="默认")

    assert [(r.ours, r.about, r.paragraph) for r in remarks(parts)] == [(True, "乙", 1)]
