"""Personal data: what leaves the country needs more than a contract."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.privacy import Processing
from itsm_docs.rules.engine import Case, rule


def activities(engagement: Engagement) -> Iterator[tuple[DataPath, Processing]]:
    """Every processing activity."""
    for index, activity in enumerate(engagement.personal_data):
        yield ("personal_data", index), activity


@rule("个人信息出境有法定条件", each=activities)
def data_abroad_need_a_ground(case: Case[Processing]) -> Iterator[Finding]:
    """Assessment, certification or the standard contract (个人信息保护法 38)."""
    if case.it.abroad:
        yield finding("CT901", case.where("abroad"), name=case.it.name)
