"""What the contract computes: instalments to the cent, tax by rate, annexes by trigger, where a topic stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.helpers.engagements import an_engagement

from itsm_docs.model.base import OpenPoint
from itsm_docs.model.contract import Topic
from itsm_docs.model.contract_views import OUR_TITLES


def instalment(name: str, share: str) -> dict[str, str]:
    """One payment of the data."""
    return {"id": name, "name": name, "share": share, "condition": "签认", "start": "settlement", "within": "30日"}


def test_the_last_instalment_takes_the_cent_that_rounding_leaves() -> None:
    """A third three times is not the whole; the amounts still add up to the total."""
    shares = [("a", "33.33"), ("b", "33.33"), ("c", "33.34")]
    engagement = an_engagement(
        **{
            "contract.payment.instalments": [instalment(*one) for one in shares],
            "charges.items.0.unit_price": "100000.01",
        }
    )
    amounts = [row.amount for row in engagement.instalments]

    assert sum(amounts, Decimal(0)) == engagement.charges.total
    assert amounts[0] == (engagement.charges.total * Decimal("33.33") / 100).quantize(Decimal("0.01"))


def test_instalments_that_are_no_whole_are_not_made_one() -> None:
    """The rule says that they do not add up; the table must not hide it."""
    engagement = an_engagement(**{"contract.payment.instalments": [instalment("a", "40"), instalment("b", "50")]})

    assert sum(row.amount for row in engagement.instalments) == engagement.charges.total * Decimal("0.9")


def test_an_open_price_leaves_the_amounts_open() -> None:
    """No amount is computed from what is not agreed."""
    engagement = an_engagement(**{"charges.items.0.unit_price": "待定"})

    assert all(isinstance(row.amount, OpenPoint) for row in engagement.instalments)


def test_goods_and_services_are_taxed_apart() -> None:
    """Each kind and rate has its own row, and the rows add up."""
    engagement = an_engagement(**{"charges.items.0.goods": "是", "charges.items.0.tax_rate": "13"})
    rows = engagement.tax_rows

    assert [(row.goods, row.rate) for row in rows] == [(False, Decimal(6)), (True, Decimal(13))]
    assert sum(row.gross for row in rows) == engagement.charges.total
    assert sum(row.net for row in rows) == engagement.charges.net
    assert sum(row.tax for row in rows) == engagement.charges.tax


@pytest.mark.parametrize(
    ("changes", "title", "attached"),
    [
        ({}, "个人信息委托处理协议", False),
        ({"client.critical": "是"}, "关键信息基础设施安全保密协议", True),
        ({"contract.depth": "brief"}, "保密协议", False),
        ({"contract.depth": "brief", "contract.annexes": {"confidentiality": "on"}}, "保密协议", True),
        ({"contract.annexes": {"integrity": "off"}}, "廉洁协议", False),
        ({"services.0.category": "05"}, "安全测试授权书", True),
        ({"sites.0.headcount": "2"}, "安全生产管理协议", True),
    ],
)
def test_annexes_follow_their_triggers_and_switches(changes: dict[str, object], title: str, attached: bool) -> None:
    """按需 attaches what the engagement asks for; 附 and 不附 decide."""
    assert (title in [annex.title for annex in an_engagement(**changes).annexes]) is attached


def test_annexes_are_numbered_without_gaps() -> None:
    """The service level agreement is annex 1, whatever else is switched off."""
    annexes = an_engagement(**{"contract.annexes": {"prices": "off", "confidentiality": "off"}}).annexes

    assert [annex.number for annex in annexes] == list(range(1, len(annexes) + 1))
    assert annexes[0].title == "服务等级协议"


def theirs(*articles: tuple[str, str]) -> dict[str, object]:
    """The client's own paper with some topics settled."""
    rows = [{"topic": topic, "article": article} for topic, article in articles]
    return {
        "contract.paper": "theirs",
        "contract.theirs": {"file": "采购合同.docx", "title": "采购合同", "articles": rows},
    }


def test_our_documents_cite_the_article_numbers_of_the_client_s_paper() -> None:
    """A topic that it does not settle is cited from the supplementary clauses."""
    engagement = an_engagement(**theirs(("payment", "第六条")))

    assert engagement.at.payment == "《采购合同》第六条"
    assert engagement.at.liability == "《补充条款》“违约责任”条"
    assert Topic.PAYMENT not in engagement.lacking
    assert len(engagement.lacking) == len(Topic) - 1


def test_our_own_paper_lacks_nothing_and_is_cited_by_its_headings() -> None:
    """Every topic has a heading."""
    engagement = an_engagement()

    assert engagement.lacking == ()
    assert engagement.at.payment == "合同“价款与支付”条"
    assert set(OUR_TITLES) == set(Topic)
