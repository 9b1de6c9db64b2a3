"""Dates: signing, drills, milestones, reviews, the grace period, revisions, all against the service period.

Everything is judged at the engagement's own dates; today plays no part.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from itsm_docs.findings import DataPath, Finding, Where, finding
from itsm_docs.model.calendar import add_months
from itsm_docs.model.engagement import Engagement, Term
from itsm_docs.model.levels import Drill
from itsm_docs.model.quality import Review
from itsm_docs.model.records import DocumentControl, Revision
from itsm_docs.model.service import Milestone
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.pick import controls, services

GRACE_MONTHS = 3
"""A longer grace period is unusual."""


@rule("签订日期不晚于服务开始", each=whole)
def signed_before_the_start(case: Case[Engagement]) -> Iterator[Finding]:
    """The service does not start before the agreement is signed."""
    signed = case.settled(case.it.term.signed, "term", "signed")
    if signed > case.it.term.start:
        yield finding("RU701", case.where("term", "signed"), signed=signed, start=case.it.term.start)


def drills(engagement: Engagement) -> Iterator[tuple[DataPath, Drill]]:
    """Every planned drill."""
    for index, drill in enumerate(engagement.emergency.drills):
        yield ("emergency", "drills", index), drill


@rule("演练在服务期内", each=drills)
def drills_lie_in_the_term(case: Case[Drill]) -> Iterator[Finding]:
    """A drill takes place while the service runs."""
    day = case.settled(case.it.date, "date")
    yield from _outside(case.engagement.term, day, case.where("date"), "演练", case.it.name)


def milestones(engagement: Engagement) -> Iterator[tuple[DataPath, Milestone]]:
    """Every milestone of every service."""
    for at, service in services(engagement):
        for index, milestone in enumerate(service.milestones):
            yield (*at, "milestones", index), milestone


@rule("里程碑在服务期内", each=milestones)
def milestones_lie_in_the_term(case: Case[Milestone]) -> Iterator[Finding]:
    """A milestone is due within the service period."""
    day = case.settled(case.it.due, "due")
    yield from _outside(case.engagement.term, day, case.where("due"), "里程碑", case.it.name)


def _outside(term: Term, day: date, where: Where, kind: str, name: str) -> Iterator[Finding]:
    if not term.start <= day <= term.end:
        yield finding("RU702", where, kind=kind, name=name, day=day, start=term.start, end=term.end)


def reviews(engagement: Engagement) -> Iterator[tuple[DataPath, Review]]:
    """Every kind of review."""
    for index, review in enumerate(engagement.reviews):
        yield ("reviews", index), review


@rule("评审间隔不长于服务期", each=reviews)
def reviews_happen(case: Case[Review]) -> Iterator[Finding]:
    """A review whose interval is longer than the service period never falls due within it."""
    term = case.engagement.term
    if add_months(term.start, case.it.every) - timedelta(days=1) > term.end:
        where, months = case.where("every"), f"{term.months:f}"
        yield finding("RU703", where, clause="8.2.2.3", name=case.it.name, every=case.it.every, months=months)


@rule("有评审复审协议", each=whole)
def some_review_revises_the_agreement(case: Case[Engagement]) -> Iterator[Finding]:
    """The agreement is revised at a fixed interval, which needs a dated review."""
    if not any(review.revises for review in case.it.reviews):
        yield finding("RU704", case.where("reviews"), clause="8.2.2.3")


@rule("磨合期短于服务期", each=whole)
def grace_ends_in_time(case: Case[Engagement]) -> Iterator[Finding]:
    """The grace period leaves a time in which deductions are made, and is seldom longer than three months."""
    term = case.it.term
    grace = case.settled(case.it.transition.grace, "transition", "grace")
    end = case.settled(case.it.grace_end, "transition", "grace")
    where = case.where("transition", "grace")
    if end >= term.end:
        yield finding("RU705", where, grace=grace, end=end, last=term.end)
    elif end > add_months(term.start, GRACE_MONTHS) - timedelta(days=1):
        yield finding("RU706", where, grace=grace, months=GRACE_MONTHS)


@rule("修订记录按日期排列", each=controls)
def revisions_are_in_order(case: Case[DocumentControl]) -> Iterator[Finding]:
    """The last line is the current version, so no line is older than one before it."""
    latest: date | None = None
    for index, revision in enumerate(case.it.revisions):
        day = case.settled(revision.date, "revisions", index, "date")
        if latest is not None and day < latest:
            where = case.where("revisions", index, "date")
            yield finding("RU707", where, version=revision.version, day=day, latest=latest)
        latest = max(day, latest or day)


def revisions(engagement: Engagement) -> Iterator[tuple[DataPath, Revision]]:
    """Every line of every revision table."""
    for at, control in controls(engagement):
        for index, revision in enumerate(control.revisions):
            yield (*at, "revisions", index), revision


@rule("编制人与审核人不是同一人", each=revisions)
def nobody_reviews_his_own_work(case: Case[Revision]) -> Iterator[Finding]:
    """The reviewer is another person than the author."""
    author = case.settled(case.it.author, "author")
    if author == case.settled(case.it.reviewer, "reviewer"):
        yield finding("RU708", case.where("reviewer"), version=case.it.version, name=author)
