"""The facts in revisions.md, measured again with the LibreOffice at hand."""

from __future__ import annotations

import pytest
from tests.helpers.office import resaved
from tests.helpers.tracked import MAIN, by, package, para
from tests.helpers.word import NAMES, run

from itsm_docs.ooxml.package import CONTENT_TYPES, Package, read, write
from itsm_docs.ooxml.remarks import remarks
from itsm_docs.ooxml.resaved import saved_by_libreoffice
from itsm_docs.ooxml.xml import every, first, parse, text_of, value

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments"


def note(key: int, text: str) -> str:
    """A comment whose paragraph id is its key."""
    return f'<w:comment w:id="{key}" w:author="李四" w:initials="李"><w:p w14:paraId="{key:08X}">{run(text)}</w:p></w:comment>'


def original() -> Package:
    """A heading that is deleted before a line of text, and a comment that is done, with an answer."""
    start = "".join(f'<w:commentRangeStart w:id="{key}"/>' for key in (1, 2))
    end = "".join(f'<w:commentRangeEnd w:id="{k}"/><w:r><w:commentReference w:id="{k}"/></w:r>' for k in (1, 2))
    gone = f"<w:del {by()}><w:r><w:delText>标题</w:delText></w:r></w:del>"
    parts = package(
        para("前"), para(gone, mark="del", properties='<w:pStyle w:val="Heading1"/>'), para(start, "正文", end)
    )
    links = f'<Relationship Id="rIdC" Type="{OFFICE}" Target="comments.xml"/><Relationship Id="rIdX" Type="{EXTENDED}" Target="commentsExtended.xml"/>'
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}{kind}+xml"/>'
        for name, kind in (("comments", ""), ("commentsExtended", "Extended"))
    )
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{links}</Relationships>".encode())
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(b"</Types>", f"{types}</Types>".encode())
    parts["word/comments.xml"] = f"<w:comments {NAMES}>{note(1, '问')}{note(2, '答')}</w:comments>".encode()
    threads = '<w15:commentEx w15:paraId="00000001" w15:done="1"/><w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/>'
    parts["word/commentsExtended.xml"] = f"<w15:commentsEx {NAMES}>{threads}</w15:commentsEx>".encode()
    return parts


@pytest.fixture(scope="module")
def saved() -> Package:
    """The file after LibreOffice has saved it."""
    parts = read(resaved(write(original())))
    assert saved_by_libreoffice(parts)
    return parts


def styles(parts: Package) -> dict[str, str | None]:
    """The style of each paragraph by its text."""
    return {text_of(p): value(first(p, "w:pPr/w:pStyle")) for p in every(parse(parts[MAIN], MAIN), "w:p")}


def test_the_paragraph_after_a_deleted_one_gets_its_style(saved: Package) -> None:
    """A later version that leaves it alone wants a new row."""
    assert styles(original())["正文"] is None
    assert styles(saved)["正文"] == "Heading1"


def test_a_comment_that_is_done_stays_done(saved: Package) -> None:
    """As commentsExtended says."""
    assert [remark.done for remark in remarks(saved) if remark.text == "问"] == [True]


def test_an_answer_becomes_a_comment_of_its_own(saved: Package) -> None:
    """It keeps its place and its text."""
    assert [(r.text, [a.text for a in r.replies]) for r in remarks(original())] == [("问", ["答"])]
    assert {(r.text, r.about, r.replies) for r in remarks(saved)} == {("问", "正文", ()), ("答", "正文", ())}
