"""Disputes: a court or an arbitration institution, never both, and each named so that the clause holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.contract import Disputes, Method
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.shape import fields_of
from itsm_docs.rules.engine import Case, rule

OTHERS = {Method.COURT: ("institution", "seat"), Method.ARBITRATION: ("place", "link")}
"""The fields that belong to the way that was not chosen."""

_INSTITUTION = re.compile(r"仲裁(?:委员会|中心|院)")


def disputes(engagement: Engagement) -> Iterator[tuple[DataPath, Disputes]]:
    """The terms about disputes."""
    yield ("contract", "disputes"), engagement.contract.disputes


def litigated(engagement: Engagement) -> Iterator[tuple[DataPath, Disputes]]:
    """The terms about disputes, where a court decides."""
    return ((at, terms) for at, terms in disputes(engagement) if terms.method is Method.COURT)


def arbitrated(engagement: Engagement) -> Iterator[tuple[DataPath, Disputes]]:
    """The terms about disputes, where arbitrators decide."""
    return ((at, terms) for at, terms in disputes(engagement) if terms.method is Method.ARBITRATION)


@rule("诉讼与仲裁只写一种", each=disputes)
def one_way_is_chosen(case: Case[Disputes]) -> Iterator[Finding]:
    """Either a court or arbitration: a clause that leaves both open is generally no arbitration agreement."""
    given = [name for name in OTHERS[case.it.method] if getattr(case.it, name) is not None]
    if given:
        titles = "、".join(fields_of(Disputes)[name].title for name in given)
        yield finding("CT401", case.where(given[0]), method=case.it.method, others=titles)


@rule("约定仲裁的有仲裁机构", each=arbitrated)
def arbitration_names_an_institution(case: Case[Disputes]) -> Iterator[Finding]:
    """Without a chosen institution there is no agreement to arbitrate."""
    if case.it.institution is None:
        yield finding("CT402", case.where("institution"))


@rule("约定诉讼的有管辖地", each=litigated)
def litigation_names_a_place(case: Case[Disputes]) -> Iterator[Finding]:
    """Where the court is."""
    if case.it.place is None:
        yield finding("CT403", case.where("place"))


@rule("管辖地是地点而不是法院", each=litigated)
def places_are_no_courts(case: Case[Disputes]) -> Iterator[Finding]:
    """Technical contracts belong to certain courts, so a court named by hand is often the wrong one."""
    place = case.settled(case.it.place, "place")
    if place is not None and "法院" in place:
        yield finding("CT404", case.where("place"), place=place)


@rule("仲裁机构写全称", each=arbitrated)
def institutions_look_like_one(case: Case[Disputes]) -> Iterator[Finding]:
    """An institution is a commission, a centre or a court of arbitration."""
    institution = case.settled(case.it.institution, "institution")
    if institution is not None and not _INSTITUTION.search(institution):
        yield finding("CT405", case.where("institution"), institution=institution)


@rule("管辖地写明连接点", each=litigated)
def places_have_a_link(case: Case[Disputes]) -> Iterator[Finding]:
    """An agreed place has to do with the dispute."""
    if case.it.place is not None and case.it.link is None:
        yield finding("CT406", case.where("link"))
