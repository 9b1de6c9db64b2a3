"""What cover, header and sign-off of a document print, composed from the engagement and the kind. Builds nothing."""

from __future__ import annotations

from typing import Any

from itsm_docs.documents import volumes
from itsm_docs.model import Engagement, paper_views
from itsm_docs.model.amendment import Amendment
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.contract import Depth, Paper
from itsm_docs.model.records import Classification, DocumentView, Signoff


def view_of(
    engagement: Engagement, kind: str, amendment: Amendment | None = None, *, final: bool = False
) -> DocumentView:
    """The view of a kind or volume; volumes share number and revisions of the contract, an `amendment` has its own number.

    `final` is what is signed.
    """
    own = "contract" if kind in volumes.VOLUMES else kind
    control = paper_views.control(engagement, own)
    current = control.revisions[-1]
    title = _title(engagement, kind)
    number = paper_views.number(engagement, own)
    values: dict[str, Any] = {
        "title": title,
        "subtitle": engagement.name,
        "number": amendment.number if amendment else f"{number}-BC" if kind == volumes.SUPPLEMENT else number,
        "version": current.version,
        "date": current.date,
        "classification": Classification.PUBLIC if kind == volumes.PUBLIC else engagement.classification,
        "draft": is_draft(current.version),
        "final": final and kind != volumes.REVIEW,
        "signoff": _signoff(kind),
        "bundled": kind in (volumes.BUNDLE, volumes.PUBLIC),
        "contents": kind != "contract" or engagement.contract.depth is not Depth.BRIEF,
        "history": kind != volumes.PUBLIC,
        "public": kind == volumes.PUBLIC,
        "signature": f"本页无正文，为《{title}》{_annexed(engagement, kind)}签署页",
        "author": current.author,
        "reviewer": current.reviewer,
        "approver": current.approver,
        "issued": current.date,
        "effective": engagement.term.start,
        "control": "受控",
        "revisions": control.revisions,
    }
    if amendment is not None:
        values["date"] = values["issued"] = amendment.date or OpenPoint("签订日期")
        values["contents"] = values["history"] = False
    return DocumentView.model_construct(**values)


def is_draft(version: str) -> bool:
    """Versions before V1 are drafts for comment: ``V0.9``, ``0.9``."""
    return version.upper().removeprefix("V").startswith("0")


def _signoff(kind: str) -> Signoff:
    """Volumes that are no originals are not signed."""
    if kind in volumes.UNTRACED:
        return Signoff.NONE
    return next(choice for choice in Signoff if choice.value == volumes.entry(kind).signoff)


def _title(engagement: Engagement, kind: str) -> str:
    contract = engagement.contract
    if kind == "contract" and contract.paper is Paper.THEIRS and contract.theirs is not None:
        return contract.theirs.title
    return volumes.entry(kind).title


def _annexed(engagement: Engagement, kind: str) -> str:
    """Whether the signatures also stand for annexes in the same file; the SLA of a contract alone is a file of its own."""
    attached = len(engagement.annexes) > 1
    return "及其附件的" if kind == volumes.BUNDLE or (kind == "contract" and attached) else ""
