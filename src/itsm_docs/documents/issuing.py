"""What may be signed (签署版): every reason against it at once, and the engagement as it is issued.

Judges a loaded project and the documents that it makes; writes nothing. Who signs stands for what is printed, so nothing
that is open, unconfirmed, expired or under negotiation may be in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from itsm_docs import __version__, standard
from itsm_docs.documents import volumes
from itsm_docs.documents.build import Document, Order, build_order, data_hash
from itsm_docs.documents.citing import check_cited
from itsm_docs.documents.issue_record import (
    Approved,
    Defaults,
    IssuedFile,
    IssueRecord,
    Mark,
    Standards,
    wording_hash,
)
from itsm_docs.documents.reviewing import review_notes
from itsm_docs.documents.view import is_draft, view_of
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding, Severity, Where, finding
from itsm_docs.inputs import DefaultUsed, Loaded
from itsm_docs.inputs.defaults import acceptance_code
from itsm_docs.inputs.waivers import silences
from itsm_docs.model import Engagement
from itsm_docs.model.base import OpenPoint, changed
from itsm_docs.model.records import Revision
from itsm_docs.ooxml.changes import changes
from itsm_docs.ooxml.package import read
from itsm_docs.ooxml.remarks import remarks
from itsm_docs.ooxml.wording import passages, wording

FIRST, SUMMARY = "V1.0", "签署版"
"""Version and text of the line that is added to a revision history whose last line is a draft."""
_NAMED = 3
"""How many of many a message names."""
_OPEN = re.compile("【待定(?:：([^】]*))?】")


@dataclass(frozen=True, slots=True)
class Added:
    """A line that was added to the revision history of a document: its short name and the line."""

    document: str
    revision: Revision


@dataclass(frozen=True, slots=True)
class Issue:
    """What is issued: the project with its revision histories as of the `day`, the order to build, and the lines added."""

    loaded: Loaded[Engagement]
    order: Order
    day: date
    added: tuple[Added, ...]


def prepare_issue(
    loaded: Loaded[Engagement], order: Order, day: date, *, stamp: bool
) -> tuple[Issue | None, list[Finding]]:
    """The issue of a project on a day, or None with every reason against it (FI1xx, ST1xx and the project's own errors).

    With `stamp` a history that ends with a draft gets a line ``V1.0`` of that day; without it the draft is a reason
    (FI131). `order` says what is built; the documents are built once, without page numbers, to be read.
    """
    engagement, added = _stamped(loaded.engagement, day) if stamp else (loaded.engagement, ())
    issued = replace(loaded, engagement=engagement)
    final = replace(order, final=True, defaults=(), review=order.review and review_notes(issued))
    findings = [one for one in loaded.findings if one.severity is Severity.ERROR]
    findings += [*_open_points(loaded), *_defaults(loaded, day), *_certificates(loaded, day)]
    findings += [*_histories(loaded, day, stamp=stamp), *_under_negotiation(order)]
    findings += _of_documents(engagement, final, {item.note for item in loaded.open_points})
    if any(one.severity is Severity.ERROR for one in findings):
        return None, findings
    return Issue(issued, final, day, added), findings


# The data


def _open_points(loaded: Loaded[Engagement]) -> Iterator[Finding]:
    for item in loaded.open_points:
        note = f"（{item.note}）" if item.note else ""
        yield finding("FI101", loaded.positions.where(item.path), trail=item.trail, note=note)


def _defaults(loaded: Loaded[Engagement], day: date) -> Iterator[Finding]:
    """Whether somebody with a name stands for the binding defaults."""
    binding = [one for one in loaded.defaults_used if one.binding]
    accepted = loaded.engagement.defaults_accepted
    if not binding:
        return
    code = acceptance_code(binding)
    if accepted is None:
        where = Where(file=loaded.positions.where(()).file)
        yield finding("FI103", where, count=len(binding), named=_named(binding), digest=code)
        return
    if accepted.code is not None and accepted.code.strip().upper() != code:
        where = loaded.positions.where(("defaults_accepted", "code"))
        yield finding("FI104", where, given=accepted.code, digest=code, count=len(binding))
    if isinstance(accepted.date, date) and accepted.date > day:
        where = loaded.positions.where(("defaults_accepted", "date"))
        yield finding("FI105", where, date=accepted.date, day=day)


def _named(binding: Sequence[DefaultUsed]) -> str:
    words = "；".join(one.title for one in binding[:_NAMED])
    return f"{words}等" if len(binding) > _NAMED else words


def _certificates(loaded: Loaded[Engagement], day: date) -> Iterator[Finding]:
    """Certificates that are out of date on the day of issue; the rules judge those that end within the term."""
    engagement = loaded.engagement
    for index, one in enumerate(engagement.provider.certificates):
        if isinstance(one.valid_until, date) and one.valid_until < day:
            where = loaded.positions.where(("provider", "certificates", index, "valid_until"))
            yield finding("FI106", where, name=f"资质证书“{one.name}”", until=one.valid_until, day=day)
    for index, person in enumerate(engagement.staff):
        if person.certificate_until is not None and person.certificate_until < day:
            where = loaded.positions.where(("staff", index, "certificate_until"))
            yield finding("FI106", where, name=f"“{person.name}”的证书", until=person.certificate_until, day=day)


# The record


def record_of(
    issue: Issue, documents: Iterable[Document], conversions: Mapping[str, Mapping[str, bytes]]
) -> IssueRecord:
    """The record of the files of an issue; `conversions` are the files made of each, by the Word file's name."""
    engagement, catalogue = issue.loaded.engagement, standard.clauses()
    return IssueRecord(
        engagement=engagement.number,
        name=str(engagement.name),
        day=issue.day,
        standard=catalogue.standard,
        edition=catalogue.edition,
        data_hash=data_hash(engagement),
        tool=f"itsm-docs {__version__}",
        documents=tuple(
            _issued(engagement, document, conversions.get(document.file_name, {})) for document in documents
        ),
        defaults=_accepted(issue.loaded),
        standards=_confirmed(engagement),
        waivers=tuple(_approved(issue)),
    )


def _issued(engagement: Engagement, document: Document, conversions: Mapping[str, bytes]) -> IssuedFile:
    return IssuedFile(
        kind=document.kind,
        title=document.title,
        number=document.number,
        version=document.version,
        date=_day(view_of(engagement, document.kind).date),
        file=document.file_name,
        sha256=sha256(document.data).hexdigest(),
        wording=wording_hash(wording(read(document.data, document.file_name))),
        receipt=Mark(id=document.receipt.mark.id, hash=document.receipt.mark.hash) if document.receipt else None,
        conversions={name: sha256(data).hexdigest() for name, data in conversions.items()},
    )


def _day(day: date | OpenPoint) -> date:
    assert isinstance(day, date)  # an issue has no open points
    return day


def _accepted(loaded: Loaded[Engagement]) -> Defaults | None:
    binding = [one for one in loaded.defaults_used if one.binding]
    accepted = loaded.engagement.defaults_accepted
    if not binding or accepted is None:
        return None
    code = acceptance_code(binding)
    return Defaults(count=len(binding), code=code, accepted_by=str(accepted.by), date=_day(accepted.date))


def _confirmed(engagement: Engagement) -> Standards | None:
    confirmed = engagement.standards_confirmed
    if confirmed is None:
        return None
    return Standards(standards=confirmed.standards, confirmed_by=str(confirmed.by), date=_day(confirmed.date))


def _approved(issue: Issue) -> Iterator[Approved]:
    for placed in issue.loaded.waivers.entries:
        waiver = placed.waiver
        if waiver.expires >= issue.day:
            found = tuple(one.finding.message for one in issue.loaded.silenced if silences(waiver, one.finding))
            yield Approved(**waiver.model_dump(), findings=found)


# Revision histories


def _stamped(engagement: Engagement, day: date) -> tuple[Engagement, tuple[Added, ...]]:
    """The engagement with a final line in every history that ends with a draft; its people are those of the draft."""
    added, controls = [], {}
    for kind, control in engagement.documents:
        if control is None or not is_draft(control.revisions[-1].version):
            continue
        line = changed(control.revisions[-1], version=FIRST, date=day, summary=SUMMARY)
        controls[kind] = changed(control, revisions=(*control.revisions, line))
        added.append(Added(standard.kind(kind).short, line))
    if not added:
        return engagement, ()
    return changed(engagement, documents=changed(engagement.documents, **controls)), tuple(added)


def _histories(loaded: Loaded[Engagement], day: date, *, stamp: bool) -> Iterator[Finding]:
    """Drafts that nobody raised, and drafts that are younger than the day of issue."""
    for kind, control in loaded.engagement.documents:
        if control is None or not is_draft(control.revisions[-1].version):
            continue
        last = control.revisions[-1]
        where = loaded.positions.where(("documents", kind, "revisions", len(control.revisions) - 1))
        values = {"document": standard.kind(kind).short, "version": last.version}
        if not stamp:
            yield finding("FI131", where, **values)
        elif isinstance(last.date, date) and last.date > day:
            yield finding("FI132", where, **values, date=last.date, day=day)


# Word files that the build uses


def _under_negotiation(order: Order) -> Iterator[Finding]:
    """Word templates, house and client's contract that still hold tracked changes or comments."""
    plan = order.plan
    used = _kinds_in_use(order)
    files = [(source.shown, source.word) for kind, source in plan.kinds.items() if used is None or kind in used]
    files += [(plan.house.shown, plan.house.data)] if plan.house else []
    for shown, data in files:
        if data is None:
            continue
        try:
            parts = read(data, shown)
            tracked, said = changes(parts), remarks(parts)
        except Faulty:
            continue  # building says so
        if tracked:
            authors, text = _authors(one.author for one in tracked), tracked[0].new or tracked[0].old
            yield finding("FI121", Where(file=shown), count=len(tracked), authors=authors, text=_short(text))
        if said:
            authors = _authors(one.author for one in said)
            yield finding("FI122", Where(file=shown), count=len(said), authors=authors, text=_short(said[0].text))


def _kinds_in_use(order: Order) -> set[str] | None:
    """The kinds whose templates an order takes; None for all of them."""
    if order.kinds is None:
        return None
    whole = (volumes.BUNDLE, volumes.PUBLIC, volumes.SUPPLEMENT)
    return {*order.kinds, *(volumes.BUNDLED if order.bundle or any(kind in whole for kind in order.kinds) else ())}


def _authors(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(name or "未署名" for name in names))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 20 else plain[:19] + "…"


# The documents


def _of_documents(engagement: Engagement, order: Order, known: set[str]) -> Iterator[Finding]:
    """What only the finished text shows: open points that no field holds, and citations. `known` open points were said."""
    try:
        documents = build_order(engagement, order)
    except Faulty as fault:
        yield from fault.findings
        return
    signed = engagement.term.signed
    on = None if isinstance(signed, OpenPoint) else signed
    for document in documents:
        text = list(passages(read(document.data, document.file_name)))
        yield from _left_open(document, text, known)
        yield from check_cited(text, document.file_name, on, engagement.standards_confirmed)


def _left_open(document: Document, text: Iterable[tuple[str, str]], known: set[str]) -> Iterator[Finding]:
    said: set[str] = set()
    for heading, words in text:
        for match in _OPEN.finditer(words):
            note = match[1] or ""
            if note not in known | said:
                said.add(note)
                yield finding("FI102", Where(file=document.file_name, place=heading or None), text=match[0])
