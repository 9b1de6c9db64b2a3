"""Liability: a cap that leaves out what no cap may cover, damages that a court will not cut, deductions under the cap."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.contract import Cap, CapBasis, CarveOut, Liability
from itsm_docs.model.engagement import Engagement
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.words import shown

MANDATORY = (CarveOut.INJURY, CarveOut.GROSS)
"""What no exemption may cover (民法典 506)."""
CUSTOMARY = (CarveOut.CONFIDENTIALITY, CarveOut.PERSONAL_DATA, CarveOut.INTELLECTUAL_PROPERTY)
"""What clients nearly always keep out of the cap."""
NOTABLE = Decimal(30)
"""Damages above the loss by more than this many percent are generally excessive (合同编通则解释 65): of the loss, not the price."""


def cap(engagement: Engagement) -> Iterator[tuple[DataPath, Cap]]:
    """The cap of liability, where there is one."""
    if engagement.contract.liability.cap is not None:
        yield ("contract", "liability", "cap"), engagement.contract.liability.cap


@rule("责任上限不包括法定除外", each=cap)
def cap_spares_the_law(case: Case[Cap]) -> Iterator[Finding]:
    """Injury, and damage done on purpose or by gross negligence, are never capped."""
    missing = [one for one in MANDATORY if one not in case.it.carve_outs]
    if missing:
        yield finding("CT301", case.where("carve_outs"), missing="、".join(one.label for one in missing))


@rule("责任上限有通常的除外", each=cap)
def cap_spares_the_customary(case: Case[Cap]) -> Iterator[Finding]:
    """Confidentiality, personal data and third parties' rights are usually outside the cap."""
    missing = [one for one in CUSTOMARY if one not in case.it.carve_outs]
    if missing:
        yield finding("CT302", case.where("carve_outs"), missing="、".join(one.label for one in missing))


def liability(engagement: Engagement) -> Iterator[tuple[DataPath, Liability]]:
    """The terms of liability."""
    yield ("contract", "liability"), engagement.contract.liability


@rule("解除违约金与损失相当", each=liability)
def termination_damages_are_moderate(case: Case[Liability]) -> Iterator[Finding]:
    """High damages are valid, but the other party may ask the court to cut them; nobody here knows the loss."""
    percent = case.settled(case.it.termination, "termination")
    if percent is not None and percent > NOTABLE:
        yield finding("CT303", case.where("termination"), name="解除违约金", percent=shown(percent))


@rule("迟延违约金上限与损失相当", each=liability)
def delay_damages_are_moderate(case: Case[Liability]) -> Iterator[Finding]:
    """The same for the most that a delay may cost."""
    percent = case.settled(case.it.delay_cap, "delay_cap")
    if percent > NOTABLE:
        yield finding("CT303", case.where("delay_cap"), name="迟延违约金上限", percent=shown(percent))


def capped_credits(engagement: Engagement) -> Iterator[tuple[DataPath, Engagement]]:
    """The engagement, where it has deductions and a cap that is measured by the total price."""
    limit = engagement.contract.liability.cap
    if engagement.credits is not None and limit is not None and limit.basis is CapBasis.TOTAL:
        yield (), engagement


@rule("累计扣减上限不高于责任上限", each=capped_credits)
def credits_fit_under_the_cap(case: Case[Engagement]) -> Iterator[Finding]:
    """Deductions that go further than the cap make one of the two wrong."""
    deductions, limit = case.it.credits, case.it.contract.liability.cap
    if deductions is None or limit is None:
        return
    annual = case.settled(deductions.annual_cap, "credits", "annual_cap")
    most = case.settled(limit.percent, "contract", "liability", "cap", "percent")
    if annual > most:
        yield finding("CT304", case.where("credits", "annual_cap"), annual=shown(annual), cap=shown(most))
