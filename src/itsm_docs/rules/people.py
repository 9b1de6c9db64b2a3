"""People: enough of them for the shifts, and the same number in the posts, the list of names, the sites and the prices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from math import ceil, floor

from itsm_docs.findings import DataPath, Finding, Where, finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.party import Site
from itsm_docs.model.people import Person
from itsm_docs.model.resources import Post
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.words import did_you_mean, shown

PER_SEAT = 5
"""A seat that is never empty takes 168 ÷ 40 = 4.2 people, and leave makes it five."""
PERSON_MONTHS = "人月"


def posts(engagement: Engagement) -> Iterator[tuple[DataPath, Post]]:
    """Every post."""
    for index, post in enumerate(engagement.resources.posts):
        yield ("resources", "posts", index), post


@rule("昼夜轮守的岗位人数够轮班", each=posts)
def shifts_are_manned(case: Case[Post]) -> Iterator[Finding]:
    """Around the clock takes five people for every seat."""
    seats = case.it.seats or 0
    if case.it.count < seats * PER_SEAT:
        where, needed = case.where("count"), seats * PER_SEAT
        yield finding("CT501", where, post=case.it.name, seats=seats, needed=needed, count=case.it.count)


def staff(engagement: Engagement) -> Iterator[tuple[DataPath, Person]]:
    """Every named person."""
    for index, person in enumerate(engagement.staff):
        yield ("staff", index), person


@rule("服务人员的岗位已列入资源配置", each=staff)
def staff_have_posts(case: Case[Person]) -> Iterator[Finding]:
    """Everybody stands in a post of the team."""
    known = [post.name for post in case.engagement.resources.posts]
    if case.it.post not in known:
        values = {"name": _name(case.it), "value": case.it.post, "hint": did_you_mean(case.it.post, known)}
        yield finding("CT502", case.where("post"), **values)


@rule("服务人员的驻场地点已列入服务地点", each=staff)
def staff_have_sites(case: Case[Person]) -> Iterator[Finding]:
    """Whoever is stationed is stationed at a place of service."""
    known = [word for site in case.engagement.sites for word in (site.id, site.name)]
    if case.it.site is not None and case.it.site not in known:
        values = {"name": _name(case.it), "value": case.it.site, "hint": did_you_mean(case.it.site, known)}
        yield finding("CT503", case.where("site"), **values)


def manned_posts(engagement: Engagement) -> Iterator[tuple[DataPath, Post]]:
    """Every post, where the people are named."""
    return posts(engagement) if engagement.staff else iter(())


@rule("各岗位的人数与服务人员一致", each=manned_posts)
def posts_are_filled(case: Case[Post]) -> Iterator[Finding]:
    """As many names as the post has people: a key post without a name is one of them."""
    named = sum(person.post == case.it.name for person in case.engagement.staff)
    if named != case.it.count:
        yield finding("CT504", case.where("count"), post=case.it.name, count=case.it.count, named=named)


def manned_sites(engagement: Engagement) -> Iterator[tuple[DataPath, Site]]:
    """Every site, where the people are named."""
    for index, site in enumerate(engagement.sites if engagement.staff else ()):
        yield ("sites", index), site


@rule("各地点的驻场人数与服务人员一致", each=manned_sites)
def sites_are_filled(case: Case[Site]) -> Iterator[Finding]:
    """As many names as are stationed there; a site without a number has nobody."""
    named = sum(person.site in (case.it.id, case.it.name) for person in case.engagement.staff)
    count = case.it.headcount or 0
    if named != count:
        yield finding("CT505", case.where("headcount"), site=case.it.name, count=count, named=named)


@rule("驻场人数不多于岗位人数", each=whole)
def sites_hold_no_more_than_the_team(case: Case[Engagement]) -> Iterator[Finding]:
    """Nobody can be stationed who is not in the team."""
    stationed = sum(site.headcount or 0 for site in case.it.sites)
    team = sum(post.count for post in case.it.resources.posts)
    if stationed > team:
        yield finding("CT506", case.where("sites"), stationed=stationed, team=team)


@rule("计价项的岗位已列入资源配置", each=whole)
def prices_name_posts(case: Case[Engagement]) -> Iterator[Finding]:
    """A price by the month of a person belongs to a post."""
    known = [post.name for post in case.it.resources.posts]
    for index, item in enumerate(case.it.charges.items):
        if item.post is not None and item.post not in known:
            values = {"name": item.name, "value": item.post, "hint": did_you_mean(item.post, known)}
            yield finding("CT507", case.where("charges", "items", index, "post"), **values)


@rule("报价人月等于人数乘月数", each=posts)
def person_months_are_priced(case: Case[Post]) -> Iterator[Finding]:
    """The lines of a post add up to its people times the months; a month that is not whole may be rounded either way."""
    lines = [
        (index, item.quantity)
        for index, item in enumerate(case.engagement.charges.items)
        if item.post == case.it.name and PERSON_MONTHS in item.basis
    ]
    months = case.engagement.term.months
    total = sum((quantity for _, quantity in lines), Decimal(0))
    if lines and not case.it.count * floor(months) <= total <= case.it.count * ceil(months):
        where, count = Where(path=("charges", "items", lines[0][0], "quantity")), case.it.count
        values = {"total": shown(total), "months": shown(months), "needed": shown(count * months)}
        yield finding("CT508", where, post=case.it.name, count=str(count), **values)


@rule("服务人员的用人单位是乙方或分包单位", each=staff)
def staff_are_the_providers_own(case: Case[Person]) -> Iterator[Finding]:
    """People of somebody else are a subcontractor's, or are lent."""
    employer = case.it.employer
    subcontractors = {one.name for one in case.engagement.suppliers if one.subcontract}
    if employer is not None and employer not in {case.engagement.provider.name, *subcontractors}:
        yield finding("CT509", case.where("employer"), name=_name(case.it), employer=employer)


@rule("服务人员不重复", each=whole)
def staff_are_listed_once(case: Case[Engagement]) -> Iterator[Finding]:
    """One line for a person in a post; a name still open is nobody's yet."""
    seen: Counter[tuple[str, str]] = Counter()
    for index, person in enumerate(case.it.staff):
        if isinstance(person.name, OpenPoint):
            continue
        seen[person.name, person.post] += 1
        if seen[person.name, person.post] > 1:
            yield finding("CT510", case.where("staff", index, "name"), name=person.name, post=person.post)


def _name(person: Person) -> str:
    return str(person.name)
