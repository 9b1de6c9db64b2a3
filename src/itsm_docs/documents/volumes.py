"""What is built beside the six kinds: signed volume, public version, review sheet, supplementary clauses and agreements.

Each is a kind of its own to the builder; their chapters come from the kinds or from folders of their own. The catalogue
knows nothing of them, because the standard does not ask for them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from itsm_docs import standard
from itsm_docs.model.contract import Paper

if TYPE_CHECKING:
    from itsm_docs.model import Engagement
    from itsm_docs.standard import Kind

BUNDLE, PUBLIC, REVIEW, SUPPLEMENT, AMENDMENT = "bundle", "public", "review", "supplement", "amendment"
BUNDLED = ("contract", "sla")
"""The kinds that the signed volume replaces."""

MATRIX = "matrix"
"""The table of clauses, which `audit.matrix` makes from documents that are built already."""

UNTRACED = (PUBLIC, REVIEW, MATRIX)
"""Volumes that nobody sends back to be checked."""

_TITLES = {
    BUNDLE: "信息服务管理合同",
    PUBLIC: "信息服务管理合同（公开版）",
    REVIEW: "合同要点评审单",
    SUPPLEMENT: "补充条款",
    AMENDMENT: "补充协议",
}
_SHORT = {BUNDLE: "合订本", PUBLIC: "公开版", REVIEW: "评审单", SUPPLEMENT: "补充条款", AMENDMENT: "补充协议"}

VOLUMES = tuple(_TITLES)
"""All of them, in the order in which they are built."""


def entry(kind: str) -> Kind:
    """How a kind or a volume is titled, numbered and signed. Raises `Faulty` (ST103) for neither."""
    if kind not in _TITLES:
        return standard.kind(kind)
    return replace(standard.kind("contract"), key=kind, title=_TITLES[kind], short=_SHORT[kind])


def planned(engagement: Engagement, kinds: tuple[str, ...], *, bundle: bool, review: bool) -> list[str]:
    """What a build writes by default: the kinds that have templates, and the volumes that the engagement asks for."""
    wanted = [kind for kind in kinds if not (bundle and kind in BUNDLED)]
    if bundle:
        wanted.insert(0, BUNDLE)
    if engagement.lacking:
        wanted.append(SUPPLEMENT)
    if review:
        wanted.append(REVIEW)
    purchase = engagement.procurement
    if purchase is not None and purchase.public and engagement.contract.paper is Paper.OURS:
        wanted.append(PUBLIC)
    return wanted
