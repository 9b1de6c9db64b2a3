"""Tracked changes and comments are told by section, clause and value, in both views."""

from __future__ import annotations

from functools import cache

import pytest
from tests.helpers.office import resaved
from tests.helpers.tracked import by, deleted, inserted, moved_away, para
from tests.helpers.word import docx, run
from tests.unit.trace.traced_documents import DOCUMENT, fact, heading, with_receipt

from itsm_docs.audit.revisions import Author, Review, Spot, review
from itsm_docs.ooxml.comments import OURS, Comment, add_comments
from itsm_docs.ooxml.package import Package, read, write

TARGETS = Spot("_itsm_0001", "1", "服务目标", ("8.2.2.2-b",))
PAYMENT = Spot("_itsm_0002", "1.1", "付款", ("7.1.1-1",))
DETAILS = Spot("_itsm_0003", "1.1.1", "明细", ("7.1.1-1",))
CLOSING = Spot("_itsm_0004", "2", "附则", ("7.1.1-5",))
PRINTED = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
RESPONSE, FEE = "priorities[P1].response", "charges.total"


@cache
def issued() -> Package:
    """Four sections, the third below the second and without clauses of its own; two values, one printed twice."""
    data = docx(
        heading(1, run("服务目标")),
        f"<w:p>{run('响应不超过')}{fact(1, RESPONSE, '15 分钟')}{run('。')}</w:p>",
        heading(2, run("付款"), "Heading2"),
        f"<w:p>{run('甲方付')}{fact(2, FEE, '100 元')}{run('。')}</w:p>",
        heading(3, run("明细"), "Heading3"),
        f"<w:p>{run('含税')}{fact(3, FEE, '100 元')}{run('。')}</w:p>",
        heading(4, run("附则")),
        f"<w:p>{run('一式两份。')}</w:p>",
    )
    clauses = {"_itsm_0001": ["8.2.2.2-b"], "_itsm_0002": ["7.1.1-1"], "_itsm_0004": ["7.1.1-5"]}
    return read(with_receipt(data, clauses))


def edited(*edits: tuple[str, str]) -> Package:
    """The issued document with pieces of its XML replaced, each at its first place."""
    text = issued()[DOCUMENT].decode()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return issued() | {DOCUMENT: text.encode()}


def value(old: str, new: str) -> tuple[str, str]:
    """A value replaced in its control, with changes tracked."""
    return PRINTED.format(old), deleted(old) + inserted(new)


def summary(reviewed: Review) -> list[tuple[str, str, str, str | None, list[tuple[str, str | None, str | None]]]]:
    return [
        (
            item.change.kind.value,
            item.change.old,
            item.change.new,
            item.spot.title if item.spot else None,
            [(fact.path, fact.old, fact.new) for fact in item.facts],
        )
        for item in reviewed.changes
    ]


def test_a_changed_value_is_named_with_its_section_and_clauses() -> None:
    """And nothing else differs between the views."""
    found = review(edited(value("15 分钟", "30 分钟")))

    assert summary(found) == [("replacement", "15 分钟", "30 分钟", "服务目标", [(RESPONSE, "15 分钟", "30 分钟")])]
    assert found.changes[0].spot == TARGETS
    assert [(item.spot, item.wording) for item in found.sections] == [(TARGETS, False)]
    assert [(item.path, item.old, item.new, item.issued, item.spot) for item in found.facts] == [
        (RESPONSE, "15 分钟", "30 分钟", "15 分钟", TARGETS)
    ]
    assert found.clauses == ("8.2.2.2-b",)


def test_a_changed_word_is_named_with_its_section_alone() -> None:
    """No value is altered by it."""
    found = review(edited((run("一式两份。"), run("一式") + deleted("两") + inserted("四") + run("份。"))))

    assert summary(found) == [("replacement", "两", "四", "附则", [])]
    assert [(item.spot, item.wording) for item in found.sections] == [(CLOSING, True)]
    assert found.facts == ()


def test_a_word_beside_a_value_does_not_alter_it() -> None:
    """It touches the control, and the value stays."""
    found = review(edited((run("响应不超过"), run("响应不超过") + inserted("约"))))

    assert found.changes[0].change.touches == ("_v0001", RESPONSE)
    assert summary(found) == [("insertion", "", "约", "服务目标", [])]


def test_one_of_two_places_of_a_value_is_told_from_the_other() -> None:
    """By its bookmark; a section without clauses stands under those of the heading above it."""
    second = issued()[DOCUMENT].decode().split("含税")[1].split("</w:p>")[0]
    found = review(edited((second, second.replace(*value("100 元", "80 元")))))

    assert [item.spot for item in found.changes] == [DETAILS]
    assert [(item.bookmark, item.old, item.new) for item in found.facts] == [("_v0003", "100 元", "80 元")]
    assert found.clauses == ("7.1.1-1",)


def whole(text: str, number: int, style: str) -> tuple[str, str]:
    """A heading taken whole."""
    plain = heading(number, run(text), style)
    marked = plain.replace("</w:pPr>", f"<w:rPr><w:del {by()}/></w:rPr></w:pPr>")
    return plain, marked.replace(run(text), deleted(text))


def test_a_section_taken_away_is_named_as_it_was() -> None:
    """With its number, clauses and values; the sections around it stay."""
    line = f"<w:p>{run('一式两份。')}</w:p>"
    found = review(edited(whole("附则", 4, "Heading1"), (line, para(deleted("一式两份。")))))

    assert [item.spot for item in found.changes] == [CLOSING, CLOSING]
    assert [(item.spot, item.old is not None, item.new is not None) for item in found.sections] == [
        (Spot("_itsm_0004", "2", "附则", ("7.1.1-5",)), True, False)
    ]


def test_a_value_taken_away_has_none_now() -> None:
    """Where the whole sentence goes."""
    line = issued()[DOCUMENT].decode().split("甲方付")[1].split("</w:p>")[0]
    gone = line.replace(PRINTED.format("100 元"), deleted("100 元")).replace(run("。"), deleted("。"))
    found = review(edited((line, gone)))

    assert [(item.path, item.old, item.new, item.spot) for item in found.facts] == [(FEE, "100 元", None, PAYMENT)]
    assert summary(found)[0] == ("deletion", "100 元。", "", "付款", [(FEE, "100 元", None)])


def test_a_heading_renamed_is_still_its_section() -> None:
    """Found by its bookmark, shown with the new title."""
    found = review(edited((run("附则"), deleted("附则") + inserted("其他"))))

    assert [(item.spot, item.old and item.old.title, item.new and item.new.title) for item in found.sections] == [
        (Spot("_itsm_0004", "2", "其他", ("7.1.1-5",)), "附则", "其他")
    ]
    assert summary(found) == [("replacement", "附则", "其他", "其他", [])]


def test_a_section_added_is_its_own_place() -> None:
    """It declares nothing and has no bookmark; the document's own headings all have one."""
    mark = f"<w:rPr><w:ins {by()}/></w:rPr>"
    new = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/>{mark}</w:pPr>{inserted("保密")}</w:p>{para(inserted("双方保密。"), mark="ins")}'
    found = review(edited((heading(4, run("附则")), new + heading(4, run("附则")))))
    added = Spot("", "2", "保密", ())

    assert [item.spot for item in found.changes] == [added, added]
    assert [(item.spot, item.old, item.new and item.new.text) for item in found.sections] == [
        (added, None, "双方保密。")
    ]


def test_changes_in_headers_have_no_section() -> None:
    """Nor those before the first heading."""
    found = review(edited((heading(1, run("服务目标")), para(inserted("封面")) + heading(1, run("服务目标")))))

    assert [item.spot for item in found.changes] == [None]


def test_authors_are_counted() -> None:
    """Those with the most changes first; comments of this program count for nobody."""
    parts = edited(
        (
            run("一式两份。"),
            inserted("甲", "李四") + run("一式") + inserted("乙", "李四") + run("两份") + deleted("。", "王五"),
        )
    )
    parts = add_comments(parts, [Comment(7, "请说明")], author="赵六", initials="赵")
    parts = add_comments(parts, [Comment(1, "默认值")], author=OURS, initials="默认")
    found = review(parts)

    assert found.authors == (Author("李四", 2, 0), Author("王五", 1, 0), Author("赵六", 0, 1))
    assert [(item.remark.text, item.remark.ours, item.spot) for item in found.remarks] == [
        ("默认值", True, TARGETS),
        ("请说明", False, CLOSING),
    ]
    assert found.open_remarks == found.remarks


def test_a_document_without_changes_has_nothing_to_review() -> None:
    """Both views are the document itself."""
    found = review(issued())

    assert (found.changes, found.sections, found.facts, found.remarks, found.authors) == ((), (), (), (), ())
    assert found.accepted is found.rejected


def test_a_document_that_is_not_ours_is_reviewed_too() -> None:
    """Changes and authors without sections or values."""
    found = review(read(docx("Heading1 总则", para("甲", inserted("乙"), moved_away("丙")))))

    assert [(item.change.new, item.spot) for item in found.changes] == [("乙", None), ("", None)]
    assert found.facts == () == found.sections


@pytest.mark.parametrize("edit", [value("15 分钟", "30 分钟"), (run("附则"), deleted("附则") + inserted("其他"))])
def test_libreoffice_changes_nothing_in_the_review(edit: tuple[str, str]) -> None:
    """Its tags are gone, its bookmarks are not."""
    before = review(edited(edit))
    after = review(read(resaved(write(edited(edit)))))

    assert summary(after) == summary(before)
    assert after.facts == before.facts
    assert [(item.spot, item.wording) for item in after.sections] == [
        (item.spot, item.wording) for item in before.sections
    ]
