"""Checks over a valid engagement: legal limits, arithmetic, consistency. Reads no files and refuses nothing.

Every module registers its rules when it is imported; the list below is the whole set.
"""

from itsm_docs.rules import (
    annexes,
    assessment,
    assets,
    calendar,
    certificates,
    charges,
    dates,
    deductions,
    disputes,
    forms,
    liability,
    metrics,
    needs,
    paper,
    payment,
    people,
    prices,
    privacy,
    procurement,
    references,
    services,
    suppliers,
    times,
)
from itsm_docs.rules.engine import RULES, check

__all__ = [
    "RULES",
    "annexes",
    "assessment",
    "assets",
    "calendar",
    "certificates",
    "charges",
    "check",
    "dates",
    "deductions",
    "disputes",
    "forms",
    "liability",
    "metrics",
    "needs",
    "paper",
    "payment",
    "people",
    "prices",
    "privacy",
    "procurement",
    "references",
    "services",
    "suppliers",
    "times",
]
