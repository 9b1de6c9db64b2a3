"""From two loaded projects to the supplementary agreement as a document, with what has to be seen to before signing.

Writes no file. The wording is that of the chapters in ``templates/amendment``; what may be changed is judged by
`rules.amendments`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from itsm_docs import workspace
from itsm_docs.documents import volumes
from itsm_docs.documents.amending.articles import Article, read_articles, shown
from itsm_docs.documents.amending.changes import changes, strong
from itsm_docs.documents.amending.pairing import Names, annex_labels, paired
from itsm_docs.documents.build import Document, Order, build_order
from itsm_docs.documents.overrides import sources_of
from itsm_docs.documents.view import view_of
from itsm_docs.errors import Faulty, unusable
from itsm_docs.findings import Finding, Severity, Where, finding, worst
from itsm_docs.inputs import Loaded
from itsm_docs.model import Engagement
from itsm_docs.model.amendment import AmendedDocument, Amendment, PriceChange, Renaming, Tenth
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.charges import in_capitals
from itsm_docs.model.contract import Paper
from itsm_docs.model.differences import titled
from itsm_docs.model.party import Side
from itsm_docs.model.procurement import Regime
from itsm_docs.rules.amendments import ELSEWHERE, Versions, check_amendment, versions
from itsm_docs.rules.procurement import of_regime
from itsm_docs.rules.supplements import added_before, original_total
from itsm_docs.rules.words import listed
from itsm_docs.templating.template import TraceMode

NO_SUBJECT = "变更事由"
"""What stands where no reason was given."""
_OF_THE_OFFER = {"CT102", "CT103", "CT104", "CT608"}
"""Offer and budget are those of the price as first signed, from which the agreement departs."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the agreement is to say beside the changes; what is None comes from the new version's last record.

    `number` is its number, `day` the day of signing, `effective` the first day on which the changes hold, `subject` why.
    `bundle` tells that contract and service level agreement were signed as one volume. `issued` is the folder in which
    the signed files may still lie: they are compared with what the old version gives now.
    """

    number: str | None = None
    day: date | None = None
    effective: date | None = None
    subject: str | None = None
    bundle: bool = False
    issued: Path | None = None
    trace: TraceMode = "full"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement as a document, its content, and findings that did not stop it."""

    document: Document
    content: Amendment
    difference: Decimal | None
    """What the total rises by, in yuan; negative where it falls, None while a price is open."""
    findings: tuple[Finding, ...]


def agreement(old: Loaded[Engagement], new: Loaded[Engagement], wanted: Wanted | None = None) -> Agreement:
    """The supplementary agreement that makes of the old version, as signed, the new one.

    Raises `Faulty`: AM101 where nothing changes, other AM1xx for what a supplement cannot do, AM3xx for public purchase,
    what `build` raises for faulty templates, and errors of the rules in the new version.
    """
    wanted = wanted or Wanted()
    both = versions(old.engagement, new.engagement)
    findings = [_placed(one, new) for one in (*check_amendment(both), *_remarks(both))]
    findings += [one for one in new.findings if one.severity is Severity.ERROR and one.code not in _OF_THE_OFFER]
    _stop_at_errors(findings)
    signed = _signed(old, new, wanted)
    findings += [finding("AM206", Where(file=one.file_name), title=one.title) for one in _unlike(signed, wanted.issued)]
    content, remarks = _content(signed, both, wanted)
    findings += remarks
    _stop_at_errors(findings)
    order = Order((volumes.AMENDMENT,), sources=sources_of(new), trace=wanted.trace, amendment=content)
    (document,) = build_order(new.engagement, order)
    return Agreement(document, content, both.difference, tuple(findings))


def _stop_at_errors(findings: list[Finding]) -> None:
    if worst(findings) is Severity.ERROR:
        raise Faulty(findings)


def _placed(one: Finding, new: Loaded[Engagement]) -> Finding:
    """A finding at the place where the new version says it."""
    return one if one.where.path is None else one.at(new.positions.where(one.where.path))


def _remarks(both: Versions) -> Iterable[Finding]:
    """What the reader of the agreement should know, beside what it changes."""
    if elsewhere := _elsewhere(both):
        yield finding("AM205", what=elsewhere)
    if count := len(both.old.contract.supplements):
        yield finding("AM207", Where(path=("contract", "supplements")), count=count)


def _elsewhere(both: Versions) -> str:
    names = [titled(Engagement, one.path[:1]) for one in both.found if one.names[0] in ELSEWHERE[:-1]]
    return listed(list(dict.fromkeys(names)))


# What the parties signed


@dataclass(frozen=True, slots=True)
class _Signed:
    """One document that the parties sign, from both versions."""

    old: Document
    old_articles: tuple[Article, ...]
    new: Document
    new_articles: tuple[Article, ...]


def _signed(old: Loaded[Engagement], new: Loaded[Engagement], wanted: Wanted) -> list[_Signed]:
    """Contract and service level agreement, or the volume of both, or the client's paper with what completes it."""
    kinds = _signed_kinds(old.engagement, bundle=wanted.bundle)
    before, after = _built(old, kinds), _built(new, kinds)
    return [_Signed(*before[kind], *after[kind]) for kind in kinds]


def _built(one: Loaded[Engagement], kinds: tuple[str, ...]) -> dict[str, tuple[Document, tuple[Article, ...]]]:
    sources = sources_of(one)
    return {
        document.kind: (document, read_articles(document.data, typed=sources.of(document.kind).word is not None))
        for document in build_order(one.engagement, Order(kinds, sources=sources))
    }


def _signed_kinds(engagement: Engagement, *, bundle: bool) -> tuple[str, ...]:
    theirs = engagement.contract.paper is Paper.THEIRS
    if bundle and theirs:
        raise unusable("DC108")
    if bundle:
        return (volumes.BUNDLE,)
    return ("contract", volumes.SUPPLEMENT, "sla") if theirs and engagement.lacking else ("contract", "sla")


def _unlike(signed: Iterable[_Signed], folder: Path | None) -> Iterator[Document]:
    """The documents whose file in the folder says otherwise than the old version does now."""
    for one in signed:
        path = folder / one.old.file_name if folder else None
        if path is None or not workspace.exists(path):
            continue
        try:
            issued = read_articles(workspace.read_bytes(path))
        except Faulty:
            yield one.old
        else:
            if _texts(issued) != _texts(one.old_articles):
                yield one.old


def _texts(articles: Iterable[Article]) -> list[str]:
    """Every number and every text, for comparing two files of one version."""
    return [
        text
        for article in articles
        for text in (
            article.label,
            shown(article.title),
            *(f"{block.label} {shown(block.pieces)}" for block in article.blocks),
            *(shown(cell) for block in article.blocks for row in block.rows for cell in row),
        )
    ]


# What the agreement says


def _content(signed: list[_Signed], both: Versions, wanted: Wanted) -> tuple[Amendment, list[Finding]]:
    documents = _documents(signed, both)
    if not documents:
        elsewhere = _elsewhere(both)
        raise Faulty([finding("AM101", elsewhere=f"（改动只涉及{elsewhere}）" if elsewhere else "")])
    record = both.recorded[0] if both.recorded else None
    number = wanted.number or (record.number if record else _next_number(both))
    day = wanted.day or (record.date if record else None)
    effective = wanted.effective or (record.effective if record else None)
    subject = wanted.subject or (record.subject if record else None)
    found = [one for document in documents for one in document.changes]
    roots = {one.names[0] for one in both.found}
    content = Amendment(
        number=number,
        date=day,
        effective=effective,
        subject=subject or OpenPoint(NO_SUBJECT),
        project=str(both.old.name),
        renamed=tuple(_renamed(both)),
        contract=view_of(both.old, "contract").title,
        contract_number=both.old.papers.contract.number,
        level_agreement=None if wanted.bundle else both.old.papers.sla.number,
        earlier=both.old.contract.supplements,
        documents=documents,
        price=_price(both),
        tenth=_tenth(both),
        instalments=both.old.instalments != both.new.instalments,
        metrics="credits" in roots or any(one.names[:2] == ("services", "metrics") for one in both.found),
        times="priorities" in roots,
        strong=strong(found),
    )
    return content, list(_dated(both, content))


def _renamed(both: Versions) -> Iterator[Renaming]:
    for side in Side:
        old, new = getattr(both.old, side.value), getattr(both.new, side.value)
        if old.name != new.name and not isinstance(old.name, OpenPoint):
            yield Renaming(side=side, old=old.name, new=str(new.name))


def _documents(signed: Iterable[_Signed], both: Versions) -> tuple[AmendedDocument, ...]:
    """The changes of each document."""
    labels = annex_labels(both.old.annexes, both.new.annexes)
    found = []
    for one in signed:
        pairs = paired(one.old_articles, one.new_articles)
        if changed := changes(pairs, Names(pairs, labels)):
            title = _title(both.old, one.old.kind, one.old.title)
            found.append(AmendedDocument(kind=one.old.kind, title=title, changes=changed))
    return tuple(found)


def _title(engagement: Engagement, kind: str, title: str) -> str:
    annexed = kind == "sla" and engagement.contract.paper is Paper.OURS
    return f"{engagement.annex.sla.label}《{title}》" if annexed else f"《{title}》"


def _next_number(both: Versions) -> str:
    """The contract's number with BC and the next free count."""
    base = both.old.papers.contract.number
    taken = {one.number for one in both.old.contract.supplements}
    return next(number for n in range(1, len(taken) + 2) if (number := f"{base}-BC{n:02d}") not in taken)


def _price(both: Versions) -> PriceChange | None:
    old, new = both.old.charges, both.new.charges
    if not both.difference:
        return None
    values = (old.total, new.total, new.net, new.tax)
    before, after, net, tax = (value for value in values if isinstance(value, Decimal))
    rest = abs(both.difference)
    return PriceChange(
        old=before,
        old_capital=in_capitals(before),
        new=after,
        new_capital=in_capitals(after),
        net=net,
        tax=tax,
        increased=both.difference > 0,
        difference=rest,
        difference_capital=in_capitals(rest),
    )


def _tenth(both: Versions) -> Tenth | None:
    """What public procurement added together with this agreement."""
    original = original_total(both.old)
    if not of_regime(both.old, Regime.GOVERNMENT) or isinstance(original, OpenPoint):
        return None
    if both.difference is None or both.difference <= 0:
        return None
    before = added_before(both.old)
    together = before + both.difference
    share = (together * 100 / original).quantize(Decimal("0.01"))
    return Tenth(original=original, before=before, together=together, share=share)


def _dated(both: Versions, content: Amendment) -> Iterable[Finding]:
    """Number, dates and reason of the agreement itself."""
    term, signed = both.old.term, both.old.term.signed
    known = {both.old.papers.contract.number, *(one.number for one in both.old.contract.supplements)}
    if content.number in known:
        yield finding("AM111", number=content.number)
    if isinstance(content.subject, OpenPoint):
        yield finding("AM203")
    if content.date is not None and not isinstance(signed, OpenPoint) and content.date < signed:
        yield finding("AM209", date=content.date, signed=signed)
    if content.effective is not None:
        end = max(term.end, both.new.term.end)
        if not term.start <= content.effective <= end:
            yield finding("AM208", effective=content.effective, start=term.start, end=end)
        if content.date is not None and content.effective < content.date:
            yield finding("AM204", effective=content.effective, date=content.date)
