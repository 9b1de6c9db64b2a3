"""Tracked changes that other programs wrote, or saved again, read like Word's."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.helpers import validator
from tests.helpers.office import resaved
from tests.helpers.tools import need_redlines
from tests.helpers.tracked import by, deleted, inserted, lines, moved_away, moved_here, package, para
from tests.helpers.word import bookmark, cell, control, docx, run, table

from itsm_docs.ooxml.changes import Change, Kind, changes
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import Package, read, write
from itsm_docs.ooxml.revisions import accepted, rejected

HEADING = '<w:pStyle w:val="Heading1"/>'
FORMATTED = f"<w:r><w:rPr><w:b/><w:rPrChange {by()}><w:rPr/></w:rPrChange></w:rPr><w:t>加粗</w:t></w:r>"


def row(*texts: str, change: str) -> str:
    """The inside of a row that was added or taken, as Word tracks it: row, runs and paragraph marks."""
    writer = inserted if change == "ins" else deleted
    return f"<w:trPr><w:{change} {by()}/></w:trPr>" + "".join(cell(para(writer(text), mark=change)) for text in texts)


BLOCKS = (
    para(bookmark("_itsm_0001", 1, run("总则")), properties=HEADING),
    para("在", bookmark("_v0001", 2, control("p.r", 7, deleted("15 分钟") + inserted("30 分钟"))), "内"),
    para("甲方", inserted("应当", "李四"), "付款", deleted("。")),
    para(deleted("整段删去"), mark="del"),
    para(inserted("整段加入"), mark="ins"),
    para("并入", mark="del", properties=HEADING),
    para("下一段"),
    para("分开", mark="ins"),
    para("的一段"),
    para(moved_away("移走的一句。"), "留下的。", moved_here("移走的一句。")),
    para(FORMATTED),
    para("居中", properties=f'<w:jc w:val="center"/><w:pPrChange {by()}><w:pPr/></w:pPrChange>'),
    table(cell(para("一")) + cell(para("1")), row("二", "2", change="ins"), row("三", "3", change="del")),
    para(bookmark("_itsm_0002", 3, deleted("删去的标题")), mark="del", properties=HEADING),
    para("末"),
)


@cache
def ours() -> Package:
    """A document with a change of every kind."""
    return package(*BLOCKS)


@cache
def saved() -> Package:
    """The same after LibreOffice has saved it."""
    return read(resaved(write(ours())))


def without_tags(change: Change) -> Change:
    """LibreOffice 7.4 drops the tags of controls."""
    return replace(change, touches=tuple(name for name in change.touches if name.startswith("_")))


def test_a_file_with_every_change_is_valid_before_and_after() -> None:
    """Microsoft's validator and our own check find nothing in it, as it is, accepted or rejected."""
    for parts in (ours(), accepted(ours()), rejected(ours())):
        assert validator.errors(write(parts)) == []
        assert check(write(parts)) == []


def test_libreoffice_keeps_every_change() -> None:
    """Kind, author, date, texts, paragraph and bookmarks."""
    assert changes(saved()) == tuple(map(without_tags, changes(ours())))


@pytest.mark.parametrize("settle", [accepted, rejected])
def test_what_libreoffice_saved_settles_to_the_same_text(settle) -> None:  # type: ignore[no-untyped-def]
    """Paragraph by paragraph."""
    assert lines(settle(saved())) == lines(settle(ours()))


OLD = (
    "Heading1 总则",
    "BodyText 响应时限为 15 分钟。",
    "BodyText 本段删去。",
    "Heading1 付款",
    "BodyText 每季度付款一次。",
)
NEW = (
    "Heading1 总则",
    "BodyText 响应时限为 30 分钟。",
    "Heading1 付款方式",
    "BodyText 每季度付款一次。",
    "BodyText 逾期的，按日计息。",
    table(cell("TableText 一") + cell("TableText 二")),
    "BodyText 完",
)


def test_a_redline_accepts_to_the_new_and_rejects_to_the_old() -> None:
    """Made by Docxodus, which compares two files."""
    old, new = docx(*OLD), docx(*NEW)
    redline, _, _ = need_redlines().run_redline("审阅者", old, new)
    parts = read(redline)

    assert lines(accepted(parts)) == lines(read(new))
    assert lines(rejected(parts)) == lines(read(old))
    assert {change.author for change in changes(parts)} == {"审阅者"}
    assert (Kind.REPLACEMENT, "15", "30") in [(change.kind, change.old, change.new) for change in changes(parts)]
