"""The examples of the audit's messages are true: each edit, made to the smallest sample, is told in the documented words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pytest
from tests.helpers import edits
from tests.helpers.tools import ROOT

import itsm_docs as library
from itsm_docs.audit import Request, audit
from itsm_docs.findings import messages

KINDS = ("contract", "plan", "sla", "process", "documents", "privacy")
NOTICE = "emergency.notice"
Change = Callable[[bytes], edits.Edit]


def _at(title: str, make: Callable[[str], edits.Edit]) -> Change:
    """An edit of the section with a title."""
    return lambda data: make(edits.bookmark_of(data, title))


def _before(title: str, other: str, make: Callable[[str, str], edits.Edit]) -> Change:
    """An edit that takes a section to another place."""
    return lambda data: make(edits.bookmark_of(data, title), edits.bookmark_of(data, other))


CHANGES: dict[str, tuple[str, Change]] = {
    "AU201": ("contract", _at("违约责任", edits.delete)),
    "AU202": ("plan", _at("类别、等级和划分理由", edits.delete)),
    "AU203": ("sla", _at("服务能力和服务质量评估", edits.empty)),
    "AU204": ("plan", _at("类别、等级和划分理由", lambda name: edits.replace_text(name, "【待定】"))),
    "AU205": ("process", _at("其它文件主答的事项", edits.delete)),
    "AU206": ("contract", _at("争议解决", lambda name: edits.add_text(name, "书面通知以邮件为准。"))),
    "AU207": ("contract", _at("人员与资质", lambda name: edits.rename(name, "项目团队"))),
    "AU208": ("contract", _before("保密", "违约责任", edits.move)),
    "AU209": ("contract", _before("争议解决", "保密", edits.paste_as_text)),
    "AU210": ("contract", _at("不可抗力与情势变更", edits.delete)),
    "AU212": ("sla", lambda _: edits.retype(NOTICE, "【待定：等甲方确认】")),
    "AU214": ("contract", _at("不可抗力与情势变更", edits.empty)),
    "AU301": ("sla", lambda _: edits.retype(NOTICE, "90 分钟")),
    "AU302": ("sla", lambda _: edits.retype(NOTICE, "90 分钟")),
}
"""What the example tells of, as an edit of one document."""


@cache
def _issued() -> Mapping[str, bytes]:
    sample = library.load(ROOT / "samples" / "minimal")
    return {document.kind: document.data for document in library.build(sample, KINDS)}


@pytest.mark.parametrize("code", CHANGES)
def test_an_edit_is_told_in_the_words_of_its_example(code: str) -> None:
    """As the documentation prints them, with the numbers and titles of the sample."""
    kind, change = CHANGES[code]
    files = dict(_issued())
    files[kind] = edits.edited(files[kind], change(files[kind]))

    said = {f"{one.code} {one.message}" for one in audit(Request(files, whole_set=True)).findings}

    assert f"{code} {messages('AU')[code].reported}" in said


def test_a_missing_document_is_told_in_the_words_of_its_example() -> None:
    """With the number of clauses that it would answer."""
    files = {kind: data for kind, data in _issued().items() if kind != "privacy"}

    said = {f"{one.code} {one.message}" for one in audit(Request(files, whole_set=True)).findings}

    assert f"AU104 {messages('AU')['AU104'].reported}" in said
