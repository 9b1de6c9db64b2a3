"""Findings on sections and values: what was edited, renamed, moved, removed, added, left open. Says where, judges no wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from itsm_docs.audit import prose
from itsm_docs.audit.facts import Facts
from itsm_docs.audit.papers import Paper
from itsm_docs.audit.result import FactResult
from itsm_docs.findings import Finding, Where, finding
from itsm_docs.trace.reader import Section, State

_SENTENCE = 60
_OPEN = re.compile(r"【待定[^】]*】")


def of_sections(paper: Paper) -> Iterator[Finding]:
    """What became of the sections of a paper, in their order; removed ones that declare clauses are for the coverage."""
    for section in paper.sections:
        if section.state is State.REMOVED:
            if not section.clauses:
                yield finding("AU210", _where(paper, section))
        elif section.bookmark in paper.receipt.sections:
            yield from _of_section(paper, section)
        else:
            yield finding("AU213", _where(paper, section))


def _of_section(paper: Paper, section: Section) -> Iterator[Finding]:
    then, where, clauses = paper.receipt.sections[section.bookmark], _where(paper, section), _named(section.clauses)
    first = section.clauses[0] if section.clauses else None
    if section.bookmark in paper.recovered:
        yield finding("AU209", where, clause=first, clauses=clauses)
    if section.bookmark in paper.moved:
        yield finding("AU208", where, clause=first, clauses=clauses, issued=f"{then.number} {then.title}".strip())
    if section.title != then.title and not _retitled_by_fact(paper, section):
        yield finding("AU207", where, clause=first, clauses=clauses, issued=then.title)
    empty = paper.emptied(section)
    if empty is not None:
        if not section.clauses:  # the coverage speaks of the others
            yield finding("AU214", where, reason=empty.label)
        return
    if section.state is State.EDITED and section.title == then.title:
        yield finding("AU206", where, clause=first, clauses=clauses)
    if section.clauses and paper.substance(section).empty is None:
        own = [one for one in paper.below(section) if one is section or not one.clauses]
        if count := sum(len(_OPEN.findall(one.text)) for one in own):
            yield finding("AU212", where, clause=first, clauses=clauses, count=count)
        if section.state is State.EDITED and any(paper.own_substance(one).bare_tables for one in own):
            yield finding("AU211", where, clause=first)


def _retitled_by_fact(paper: Paper, section: Section) -> bool:
    """Whether the title differs only because a value in it does: the wording is as issued then."""
    return section.state is State.UNCHANGED and section.bookmark not in paper.recovered


def of_facts(facts: Facts) -> Iterator[Finding]:
    """What became of the values of all papers, changes first."""
    for fact in facts.changed():
        yield finding("AU301", _at(fact), title=fact.title, issued=fact.issued, value=fact.value)
    for odd, change in facts.at_odds():
        code = "AU303" if odd.value != odd.issued else "AU302"
        yield finding(
            code, _at(odd), title=odd.title, value=odd.value or odd.issued, other=change.place, changed=change.value
        )
    for fact, count in facts.gone():
        yield finding("AU304", _at(fact), title=fact.title, issued=fact.issued, more=_more(count))
    for fact, count in facts.unmarked():
        yield finding("AU305", _at(fact), title=fact.title, more=_more(count))


def of_prose(papers: Sequence[Paper], facts: Facts) -> Iterator[Finding]:
    """Numbers in running text that are at odds with the set."""
    changes = list(facts.changed())
    told = set()
    for clash in [*prose.forgotten(papers, changes), *prose.composed(facts, changes), *prose.typed(papers, facts)]:
        where, sentence = _where(clash.paper, clash.section), _short(clash.sentence)
        if (where, sentence) in told:
            continue
        told.add((where, sentence))
        if clash.change is not None:
            yield finding("AU307", where, sentence=sentence, other=clash.change.place, changed=clash.change.value)
        elif clash.known is not None:
            place, quantity = clash.known
            known = f"“{place}”中{quantity.level}{quantity.term}"
            yield finding("AU306", where, sentence=sentence, known=known, value=quantity.shown)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _SENTENCE else sentence[: _SENTENCE - 1] + "…"


def _more(count: int) -> str:
    return f"（同一处共 {count} 个值）" if count > 1 else ""


def _named(clauses: Iterable[str]) -> str:
    shown = "、".join(clauses)
    return f"（条款 {shown}）" if shown else ""


def _where(paper: Paper, section: Section | None) -> Where:
    return Where(file=paper.shown, place=paper.place(section))


def _at(fact: FactResult) -> Where:
    return Where(file=fact.file, place=fact.place)
