"""Which clauses the documents answer: what the catalogue asks of each kind, held against the sections that declare it.

The catalogue's `needs` is the only list of what is asked. A section that declares a clause and says nothing is empty,
not covered; that a section says something proves that there is wording, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from itsm_docs.audit.papers import Paper
from itsm_docs.audit.result import ClauseResult, ClauseState, Place
from itsm_docs.standard import Clause, Modality, Need, category, clauses
from itsm_docs.standard import kind as known_kind
from itsm_docs.trace.reader import Section, State
from itsm_docs.trace.receipt import Scope


def judge(papers: Sequence[Paper], scope: Scope, expected: Iterable[str]) -> list[ClauseResult]:
    """Every clause that concerns the `expected` kinds, in the order of the standard.

    A kind that is expected and that no paper answers for misses all its clauses.
    """
    wanted = tuple(expected)
    return [result for clause in clauses() if (result := _judged(clause, papers, scope, wanted)) is not None]


def needs(clause: Clause, scope: Scope) -> Mapping[str, Need]:
    """What each kind owes a clause over all modes of the services: the stronger need where modes differ."""
    found: dict[str, Need] = {}
    for mode in scope.modes or (None,):
        for kind, need in clause.needs_in(scope.categories, mode, scope.regime or None).items():
            found[kind] = Need.MAIN if Need.MAIN in (need, found.get(kind)) else need
    return found


def modality(clause: Clause, scope: Scope) -> Modality:
    """The strength of a clause over all modes of the services: the strongest."""
    order = list(Modality)
    found = [clause.modality_in(scope.categories, mode, scope.regime or None) for mode in scope.modes or (None,)]
    return min(found, key=order.index)


def _judged(clause: Clause, papers: Sequence[Paper], scope: Scope, expected: Sequence[str]) -> ClauseResult | None:
    owed = needs(clause, scope)
    if not owed:
        return ClauseResult(clause, clause.modality, ClauseState.WAIVED, reason=_why_not(clause, scope))
    places = tuple(_places(clause, {kind: need for kind, need in owed.items() if kind in expected}, papers))
    if not places:
        return None
    return ClauseResult(clause, modality(clause, scope), _state(places), places)


def _state(places: Sequence[Place]) -> ClauseState:
    """The state of a clause: every document that must answer in full does, or the worst of them."""
    mains = [place.state for place in places if place.need is Need.MAIN]
    refers = any(place.state is ClauseState.COVERED for place in places if place.need is Need.REFERS)
    if mains and all(state is ClauseState.COVERED for state in mains):
        return ClauseState.COVERED
    if ClauseState.EMPTY in mains and ClauseState.MISSING not in mains:
        return ClauseState.EMPTY
    return ClauseState.REFERS if refers else ClauseState.MISSING


def _places(clause: Clause, owed: Mapping[str, Need], papers: Sequence[Paper]) -> Iterator[Place]:
    for kind, need in owed.items():
        own = [paper for paper in papers if kind in paper.kinds]
        yield _place(clause.id, kind, need, own)


def _place(clause: str, kind: str, need: Need, papers: Sequence[Paper]) -> Place:
    """The best section for a clause among the papers of a kind."""
    short = known_kind(kind).short
    found = [(paper, section) for paper in papers for section in paper.declaring(clause)]
    if not found:
        return Place(kind, short, papers[0].shown if papers else "", need, ClauseState.MISSING)
    full = [(paper, section) for paper, section in found if paper.substance(section).empty is None]
    paper, section = (full or found)[0]
    state = ClauseState.COVERED if full else ClauseState.EMPTY
    return Place(
        kind,
        short,
        paper.shown,
        need,
        state,
        section.number,
        section.title,
        section.bookmark,
        _edited(paper, section, clause),
    )


def _edited(paper: Paper, section: Section, clause: str) -> bool:
    """Whether the wording of a section changed, or of one below it that declares nothing of its own."""
    below = (one for one in paper.below(section)[1:] if not one.clauses or clause in one.clauses)
    return any(one.state in (State.EDITED, State.UNKNOWN) for one in (section, *below))


def _why_not(clause: Clause, scope: Scope) -> str:
    if clause.reason:
        return clause.reason
    applies = clause.applies
    if applies.categories and set(applies.categories).isdisjoint(scope.categories):
        names = "、".join(f"{number} {category(number).name}" for number in applies.categories)
        return f"只适用于类别 {names}"
    if applies.modes and set(applies.modes).isdisjoint(scope.modes):
        return "不适用于本项目的服务形态"
    return "不适用于本项目"
