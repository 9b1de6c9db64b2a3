"""The paper: copies that add up, and the client's own text with every topic at one place."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.contract import Contract, Copies, Paper, Topic
from itsm_docs.model.engagement import Engagement
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import contract


def copies(engagement: Engagement) -> Iterator[tuple[DataPath, Copies]]:
    """The copies of the contract."""
    yield ("contract", "copies"), engagement.contract.copies


@rule("合同份数相加", each=copies)
def copies_add_up(case: Case[Copies]) -> Iterator[Finding]:
    """What everybody keeps is what is made."""
    kept = case.it.client + case.it.provider + case.it.others
    if kept != case.it.total:
        yield finding("CT701", case.where("total"), total=case.it.total, kept=kept)


@rule("其他份数有持有人", each=copies)
def other_copies_have_a_holder(case: Case[Copies]) -> Iterator[Finding]:
    """Copies for others and their holder come together."""
    if case.it.others and case.it.others_holder is None:
        yield finding("CT702", case.where("others_holder"), found=f"其他份数 {case.it.others}，没有写持有人")
    elif case.it.others_holder is not None and not case.it.others:
        yield finding("CT702", case.where("others"), found=f"其他持有人是“{case.it.others_holder}”，其他份数是 0")


@rule("对方文本的事项不重复", each=contract)
def topics_stand_once(case: Case[Contract]) -> Iterator[Finding]:
    """Our documents cite one article for a topic."""
    first: dict[Topic, str] = {}
    for index, one in enumerate(case.it.theirs.articles if case.it.theirs else ()):
        if one.topic in first:
            where = case.where("theirs", "articles", index, "topic")
            yield finding("CT801", where, topic=one.topic, first=first[one.topic], second=one.article)
        first.setdefault(one.topic, one.article)


@rule("己方文本不另写对方文本", each=contract)
def one_paper_is_signed(case: Case[Contract]) -> Iterator[Finding]:
    """The client's text has no effect where ours is signed."""
    if case.it.paper is Paper.OURS and case.it.theirs is not None:
        yield finding("CT802", case.where("theirs"), title=case.it.theirs.title)
