"""The assessment of capability and quality (8.2.2.2 i): four aspects, a hundred points, bands from the top to zero."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.quality import Aspect, Assessment
from itsm_docs.rules.engine import Case, rule

CLAUSE = "8.2.2.2-i"
FULL = 100


def assessments(engagement: Engagement) -> Iterator[tuple[DataPath, Assessment]]:
    """The assessment."""
    yield ("assessment",), engagement.assessment


@rule("评估覆盖四个方面", each=assessments)
def four_aspects_are_assessed(case: Case[Assessment]) -> Iterator[Finding]:
    """Staff, method, management and resources are all assessed."""
    missing = [aspect.label for aspect in Aspect if aspect not in {item.aspect for item in case.it.criteria}]
    if missing:
        yield finding("RU401", case.where("criteria"), clause=CLAUSE, missing="、".join(missing))


@rule("评估分值合计一百", each=assessments)
def weights_make_a_hundred(case: Case[Assessment]) -> Iterator[Finding]:
    """The points of all items add up to a hundred."""
    total = sum(item.weight for item in case.it.criteria)
    if total != FULL:
        yield finding("RU402", case.where("criteria"), clause=CLAUSE, total=total)


@rule("评估等级从高到低", each=assessments)
def bands_descend(case: Case[Assessment]) -> Iterator[Finding]:
    """Every band lies under the one before it; two bands from the same score leave one of them empty."""
    for index, (above, below) in enumerate(pairwise(case.it.bands), start=1):
        where = case.where("bands", index, "floor")
        if below.floor == above.floor:
            yield finding("RU404", where, clause=CLAUSE, above=above.name, below=below.name, floor=below.floor)
        elif below.floor > above.floor:
            edges = {"low": str(below.floor), "high": str(above.floor)}
            yield finding("RU403", where, clause=CLAUSE, below=below.name, above=above.name, **edges)


@rule("最低一档从零分起", each=assessments)
def bands_reach_zero(case: Case[Assessment]) -> Iterator[Finding]:
    """Every score has a band."""
    bands = case.it.bands
    if not bands:
        yield finding("RU405", case.where("bands"), clause=CLAUSE, found="没有评估等级")
    elif bands[-1].floor != 0:
        where = case.where("bands", len(bands) - 1, "floor")
        yield finding("RU405", where, clause=CLAUSE, found=f"“{bands[-1].name}”从 {bands[-1].floor} 分起")
