"""Checks over a valid engagement: legal limits, arithmetic, consistency. Reads no files and refuses nothing.

Every module registers its rules when it is imported; the list below is the whole set.
"""

from itsm_docs.rules import (
    assessment,
    assets,
    calendar,
    charges,
    dates,
    deductions,
    metrics,
    needs,
    references,
    services,
    times,
)
from itsm_docs.rules.engine import RULES, check

__all__ = [
    "RULES",
    "assessment",
    "assets",
    "calendar",
    "charges",
    "check",
    "dates",
    "deductions",
    "metrics",
    "needs",
    "references",
    "services",
    "times",
]
