"""Changes are listed as a person would tell them: who changed what from what to what, and whose text it was."""

from __future__ import annotations

import pytest
from tests.helpers.tracked import AUTHOR, DATE, by, deleted, inserted, moved_away, moved_here, package, para
from tests.helpers.word import NAMES, bookmark, control, field, run

from itsm_docs.ooxml.changes import OBJECT, PILCROW, Change, changes

Told = tuple[str, str, str]


def told(*blocks: str) -> list[Told]:
    """Kind, old and new text of each change."""
    return [(change.kind.value, change.old, change.new) for change in changes(package(*blocks))]


def row(*texts: str, change: str = "") -> str:
    marks = f"<w:trPr><w:{change} {by()}/></w:trPr>" if change else ""
    return f"<w:tr>{marks}{''.join(f'<w:tc>{para(text)}</w:tc>' for text in texts)}</w:tr>"


def formatted(text: str) -> str:
    return f"<w:r><w:rPr><w:b/><w:rPrChange {by()}><w:rPr/></w:rPrChange></w:rPr><w:t>{text}</w:t></w:r>"


CASES: dict[str, tuple[str, list[Told]]] = {
    "added text": (para("应在", inserted("三十"), "内"), [("insertion", "", "三十")]),
    "taken text": (para("应在", deleted("十五"), "内"), [("deletion", "十五", "")]),
    "a replacement is one change": (para(deleted("十五"), inserted("三十")), [("replacement", "十五", "三十")]),
    "also the other way round": (para(inserted("三十"), deleted("十五")), [("replacement", "十五", "三十")]),
    "pieces side by side are one change": (
        para(deleted("十"), deleted("五"), "<w:proofErr/>", inserted("三"), inserted("十")),
        [("replacement", "十五", "三十")],
    ),
    "text between parts them": (
        para(inserted("甲"), "和", inserted("乙")),
        [("insertion", "", "甲"), ("insertion", "", "乙")],
    ),
    "another author is another change": (
        para(inserted("甲"), inserted("乙", "李四")),
        [("insertion", "", "甲"), ("insertion", "", "乙")],
    ),
    "text added by one and taken by another is taken": (
        para(inserted(deleted("甲", "李四"))),
        [("deletion", "甲", "")],
    ),
    "a move is told at both ends": (
        para(moved_away("先"), "中", moved_here("先")),
        [("move", "先", ""), ("move", "", "先")],
    ),
    "a mark taken joins paragraphs": (para("一", mark="del") + para("二"), [("paragraph", PILCROW, "")]),
    "a mark added parts them": (para("一", mark="ins") + para("二"), [("paragraph", "", PILCROW)]),
    "an added paragraph is one change": (para(inserted("一"), mark="ins") + para("二"), [("insertion", "", "一")]),
    "a taken paragraph is one change": (para(deleted("一"), mark="del") + para("二"), [("deletion", "一", "")]),
    "a moved paragraph is one change at each end": (
        para(moved_away("一"), mark="moveFrom") + para("二") + para(moved_here("一"), mark="moveTo") + para("三"),
        [("move", "一", ""), ("move", "", "一")],
    ),
    "an added row is one change": (
        f"<w:tbl>{row('一', '1')}{row(inserted('二'), inserted('2'), change='ins')}</w:tbl>",
        [("row", "", "二\t2")],
    ),
    "a taken row shows what it was": (
        f"<w:tbl>{row('一', inserted('新') + deleted('旧'), change='del')}</w:tbl>",
        [("row", "一\t旧", "")],
    ),
    "an added cell": (
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:cellIns {by()}/></w:tcPr>{para('一')}{para('二')}</w:tc></w:tr></w:tbl>",
        [("cell", "", "一\n二")],
    ),
    "a merged cell": (
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:cellMerge {by()}/></w:tcPr>{para('一')}</w:tc></w:tr></w:tbl>",
        [("cell", "一", "一")],
    ),
    "formatting names the text": (para("甲", formatted("乙"), formatted("丙")), [("formatting", "乙丙", "乙丙")]),
    "formatting of a paragraph names it whole": (
        para("甲乙", properties=f"<w:jc/><w:pPrChange {by()}><w:pPr/></w:pPrChange>"),
        [("formatting", "甲乙", "甲乙")],
    ),
    "formatting of a table is one change": (
        "<w:tbl>"
        + f"<w:tr><w:tc><w:tcPr><w:tcPrChange {by()}><w:tcPr/></w:tcPrChange></w:tcPr>{para('一')}</w:tc></w:tr>" * 3
        + "</w:tbl>",
        [("formatting", "", "")],
    ),
    "formatting of what was added is no change of its own": (
        para(inserted(formatted("乙"))),
        [("insertion", "", "乙")],
    ),
    "tabs, breaks and drawings are characters": (
        para(inserted("<w:r><w:t>甲</w:t><w:tab/><w:br/><w:noBreakHyphen/><w:drawing/></w:r>")),
        [("insertion", "", f"甲\t\n-{OBJECT}")],
    ),
    "codes of fields are no text": (para(inserted(field("PAGE", "1"))), [("insertion", "", "1")]),
    "what repeats a drawing is not told twice": (
        para(
            f"<w:r><mc:AlternateContent><mc:Choice>{para(inserted('一'))}</mc:Choice>"
            f"<mc:Fallback>{para(inserted('一'))}</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        [("insertion", "", "一")],
    ),
}


@pytest.mark.parametrize(("block", "expected"), CASES.values(), ids=CASES)
def test_each_kind_of_change_is_told(block: str, expected: list[Told]) -> None:
    """Kind, old text, new text, in the order of the document."""
    assert told(block) == expected


def test_a_change_has_author_date_and_place() -> None:
    """The date as written; the paragraph counted through all of the part, tables and text boxes included."""
    parts = package("BodyText 首", f"<w:tbl>{row('一', '二')}</w:tbl>", para(inserted("新")))

    assert changes(parts) == (Change("insertion", AUTHOR, DATE, "", "新", "word/document.xml", 3),)  # type: ignore[arg-type]


def test_author_and_date_may_be_missing() -> None:
    """Word can take personal information out, and programs forget it."""
    (change,) = changes(package(para('<w:ins w:id="1"><w:r><w:t>新</w:t></w:r></w:ins>')))

    assert (change.author, change.date) == ("", None)


def start(name: str, key: int) -> str:
    return f'<w:bookmarkStart w:id="{key}" w:name="{name}"/>'


TOUCHES: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "in a control in its bookmark": (
        para("在", bookmark("_v0001", 1, control("p[P1].r", 5, deleted("十五") + inserted("三十"))), "内"),
        [("_v0001", "p[P1].r")],
    ),
    "right before and right after": (
        para(inserted("前"), bookmark("_v0001", 1, run("值")), inserted("后")),
        [("_v0001",), ("_v0001",)],
    ),
    "text between them": (para(inserted("前"), "在", bookmark("_v0001", 1, run("值")), "内", inserted("后")), [(), ()]),
    "holding it": (para(deleted("甲"), bookmark("_v0001", 1, deleted("乙")), deleted("丙")), [("_v0001",)]),
    "a heading that was taken": (
        para(bookmark("_itsm_0001", 1, deleted("总则")), mark="del") + para("后"),
        [("_itsm_0001",)],
    ),
    "a heading that was joined": (
        para(bookmark("_itsm_0001", 1, run("总则")), mark="del") + para("后"),
        [("_itsm_0001",)],
    ),
    "a bookmark over paragraphs": (
        start("甲", 1) + para("一") + para(inserted("二")) + '<w:bookmarkEnd w:id="1"/>' + para(inserted("三")),
        [("甲",), ()],
    ),
    "a bookmark without end is open nowhere": (para(start("a", 1), "一") + para(inserted("二")), [()]),
    "Word's own place of the last edit is none": (para(bookmark("_GoBack", 1, inserted("二"))), [()]),
    "a row and what is in it": (
        f"<w:tbl>{row(bookmark('_v0001', 1, inserted('一')), change='ins')}</w:tbl>",
        [("_v0001",)],
    ),
}


@pytest.mark.parametrize(("block", "expected"), TOUCHES.values(), ids=TOUCHES)
def test_a_change_names_the_marks_it_touches(block: str, expected: list[tuple[str, ...]]) -> None:
    """Bookmarks and tags around it, in it, and beside it with no text between."""
    assert [change.touches for change in changes(package(block))] == expected


def test_changes_of_headers_come_after_those_of_the_document() -> None:
    """Each with its part."""
    header = f"<w:hdr {NAMES}>{para(inserted('页'))}</w:hdr>"
    parts = package(para(inserted("文")), parts={"word/header1.xml": header})

    assert [(change.part, change.new) for change in changes(parts)] == [
        ("word/document.xml", "文"),
        ("word/header1.xml", "页"),
    ]


def test_a_document_without_changes_has_none() -> None:
    assert changes(package("BodyText 甲")) == ()
