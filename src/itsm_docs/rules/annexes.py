"""Annexes of the contract: none left out that the law or the work asks for, none attached that would be empty."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import Finding, finding
from itsm_docs.model.contract import Contract, Paper, Switch, Topic
from itsm_docs.model.contract_views import triggers
from itsm_docs.model.engagement import Engagement
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import contract

REQUIRED = {"privacy": Topic.PRIVACY, "infrastructure": Topic.SECURITY}
"""What the law asks to be agreed; the client's own paper may do it under that topic."""
ADVISABLE = {
    "safety": "有人员在甲方场所驻场作业（《安全生产法》第四十八条、第四十九条）",
    "testing": "有类别 05 的服务；没有书面授权的测试可能被当作非法侵入（《刑法》第二百八十五条）",
}
"""What one of us would miss, and why."""


@rule("法律要求的附件没有去掉", each=contract)
def required_annexes_are_there(case: Case[Contract]) -> Iterator[Finding]:
    """Entrusted personal data and critical infrastructure need an agreement of their own."""
    wanted, terms = triggers(case.engagement), case.it
    settled = (
        {article.topic for article in terms.theirs.articles} if terms.paper is Paper.THEIRS and terms.theirs else ()
    )
    for key, topic in REQUIRED.items():
        if getattr(terms.annexes, key) is Switch.OFF and wanted[key] and topic not in settled:
            yield finding("CT703", case.where("annexes", key), annex=_title(terms, key))


@rule("工作需要的附件没有去掉", each=contract)
def advisable_annexes_are_there(case: Case[Contract]) -> Iterator[Finding]:
    """Work on the client's premises and security tests each have their paper."""
    wanted = triggers(case.engagement)
    for key, reason in ADVISABLE.items():
        if getattr(case.it.annexes, key) is Switch.OFF and wanted[key]:
            yield finding("CT704", case.where("annexes", key), annex=_title(case.it, key), reason=reason)


@rule("附件有内容可写", each=contract)
def annexes_are_not_empty(case: Case[Contract]) -> Iterator[Finding]:
    """An annex that is attached by hand has something to say."""
    for key, missing in _empty(case.engagement).items():
        if getattr(case.it.annexes, key) is Switch.ON:
            yield finding("CT705", case.where("annexes", key), annex=_title(case.it, key), missing=missing)


def _empty(engagement: Engagement) -> dict[str, str]:
    wanted = triggers(engagement)
    stationed = any(person.site is not None for person in engagement.staff)
    missing = {
        "staff": (wanted["staff"], "没有服务人员"),
        "privacy": (wanted["privacy"], "没有乙方受托处理个人信息的活动"),
        "infrastructure": (wanted["infrastructure"], "甲方没有写成关键信息基础设施运营者"),
        "testing": (wanted["testing"], "没有类别 05 的服务"),
        "onsite": (stationed, "没有驻场的服务人员"),
    }
    return {key: why for key, (there, why) in missing.items() if not there}


def _title(terms: Contract, key: str) -> str:
    return str(type(terms.annexes).model_fields[key].title)
