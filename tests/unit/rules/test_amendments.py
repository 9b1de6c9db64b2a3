"""What a supplement may change: never the parties, the category or the past; in public purchase a tenth and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from tests.helpers.engagements import an_engagement, changed, plain_data

from itsm_docs.model import Engagement
from itsm_docs.rules.amendments import Versions, check_amendment, versions

BOUGHT = {
    "regime": "政府采购", "method": "公开招标", "number": "ZC-1", "notice": "中标通知书", "notified": "2026-12-10",
    "funds": "财政性资金", "documents": "采购文件", "response": "响应文件", "budget": "600000",
}  # fmt: skip
GOVERNMENT: dict[str, Any] = {"procurement": BOUGHT}
TENDERED: dict[str, Any] = {"procurement": {**BOUGHT, "regime": "招标投标"}}
STATE_OWNED: dict[str, Any] = {"client.kind": "国有企业"}
HOURS = "charges.items.0.quantity"
"""24 months at 20,000; with a report of 120,000 the price is 600,000."""


def between(before: dict[str, Any], change: dict[str, Any]) -> Versions:
    """The small engagement with some values, and the same with some more."""
    old = changed(plain_data(), before)
    new = changed(changed(plain_data(), before), change)
    return versions(Engagement.model_validate(old), Engagement.model_validate(new))


def codes(before: dict[str, Any], change: dict[str, Any]) -> list[str]:
    """What stands against the change."""
    return [
        f"{one.code} {'.'.join(map(str, one.where.path or ()))}" for one in check_amendment(between(before, change))
    ]


def recorded(*amounts: str) -> dict[str, Any]:
    """Agreements of these amounts, as the project keeps them."""
    records = [
        {"number": f"HT-BC{n:02d}", "date": "2027-02-01", "amount": amount, "subject": "增加岗位"}
        for n, amount in enumerate(amounts, 1)
    ]
    return {"contract.supplements": records}


def test_the_same_twice_is_no_difference() -> None:
    """Nothing to judge, nothing found."""
    both = versions(an_engagement(), an_engagement())

    assert both.found == ()
    assert check_amendment(both) == []


@pytest.mark.parametrize(
    ("quantity", "found"),
    [
        ("26.97", []),  # 9.9 %
        ("27", []),  # 10 % to the cent
        ("27.03", ["AM302 charges.items"]),  # 10.1 %
    ],
)
def test_a_government_adds_a_tenth_at_most(quantity: str, found: list[str]) -> None:
    """Of the price as first signed (政府采购法 49)."""
    assert codes(GOVERNMENT, {HOURS: quantity}) == found


@pytest.mark.parametrize(
    ("earlier", "quantity", "found"),
    [
        # 24 months hold 30,000 that came later: 570,000 were signed, 57,000 may be added, 27,000 are left.
        (["30000"], "25.35", []),
        (["30000"], "25.36", ["AM302 charges.items"]),
        # What one agreement takes off makes no room for another: 590,000 were signed, 40,000 of 59,000 are added.
        (["40000", "-30000"], "24.95", []),
        (["40000", "-30000"], "24.96", ["AM302 charges.items"]),
    ],
)
def test_all_supplements_together_add_a_tenth(earlier: list[str], quantity: str, found: list[str]) -> None:
    """The recorded ones and the one to be written."""
    assert codes({**GOVERNMENT, **recorded(*earlier)}, {HOURS: quantity}) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({HOURS: "25", "contract.termination.cure": "30日"}, ["AM303 contract.termination.cure"]),
        ({"charges.items.0.unit_price": "21000"}, ["AM303 charges.items.0.unit_price"]),
        ({HOURS: "25", "charges.items.0.tax_rate": "9"}, ["AM303 charges.items.0.tax_rate"]),
        ({HOURS: "25", "term.end": "2028-01-31"}, ["AM304 term.end"]),
        ({HOURS: "25", "contacts.1.phone": "0411-00000009"}, []),
        ({HOURS: "25", "resources.posts.0.count": "3"}, []),
    ],
)
def test_an_addition_leaves_the_other_terms_as_they_are(change: dict[str, Any], found: list[str]) -> None:
    """More of the same at the same price; people and telephones are no terms, a longer term wants a reason."""
    assert codes(GOVERNMENT, change) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"contract.termination.cure": "30日"}, ["AM304 contract.termination.cure"]),
        ({HOURS: "23"}, ["AM305 charges.items"]),
        (
            {"charges.items.0.unit_price": "待定"},
            ["AM202 charges.items.0.unit_price", "AM301 charges.items", "AM304 charges.items.0.unit_price"],
        ),
        ({"contacts.1.phone": "0411-00000009"}, []),
        ({"client.address": "新址"}, []),
    ],
)
def test_a_government_changes_no_terms_without_a_ground(change: dict[str, Any], found: list[str]) -> None:
    """政府采购法 50: neither party changes the contract on its own."""
    assert codes(GOVERNMENT, change) == found


def test_a_tendered_contract_keeps_what_was_tendered() -> None:
    """招标投标法 46, and for state-owned buyers the same with a doubt."""
    change = {"contract.termination.cure": "30日"}

    assert codes(TENDERED, change) == ["AM306 contract.termination.cure"]
    assert codes(STATE_OWNED, change) == ["AM307 contract.termination.cure"]
    assert codes({}, change) == []
    assert codes(TENDERED, {"contacts.1.phone": "0411-00000009"}) == []


def test_another_party_is_no_supplement_and_another_name_is_a_warning() -> None:
    """The credit code decides; one that was open is filled in."""
    assert codes({}, {"client.uscc": "91210204MAXW9D4P0A", "client.name": "某公司"}) == ["AM102 client.uscc"]
    assert codes({}, {"provider.name": "某公司"}) == ["AM201 provider.name"]
    assert codes({"client.uscc": "待定"}, {"client.uscc": "91210204MAXW9D4P0A"}) == []


def test_the_category_of_a_service_stays_and_a_further_service_may_come() -> None:
    """Another category is another service; an enterprise may buy one more."""
    further = {**plain_data()["services"][0], "id": "more", "name": "另一项服务", "category": "05"}

    assert codes({}, {"services.0.category": "05"}) == ["AM103 services.0.category"]
    assert codes({}, {"services.2": further}) == []
    assert codes({}, {"services.0.id": "a", "services.1.id": "b"}) == ["AM106 services"]


def test_number_depth_and_the_past_stay() -> None:
    """Open points of the past may be settled."""
    assert codes({}, {"number": "DLGK-2028-YW01"}) == ["AM104 number"]
    assert codes({}, {"documents.contract.number": "HT-9"}) == ["AM104 documents.contract.number"]
    assert codes({}, {"contract.depth": "详尽"}) == ["AM105 contract.depth"]
    assert codes({}, {"term.signed": "2026-12-21"}) == ["AM107 term.signed"]
    assert codes({"term.signed": "待定"}, {"term.signed": "2026-12-21"}) == []
    assert codes(GOVERNMENT, {"procurement": {**BOUGHT, "number": "ZC-2"}}) == ["AM107 procurement.number"]


def test_the_record_of_agreements_only_grows_and_by_one() -> None:
    """The new record is that of the agreement to be written, and agrees with it."""
    assert codes(recorded("0"), recorded("10")) == ["AM109 contract.supplements"]
    assert codes({}, recorded("0", "0")) == ["AM110 contract.supplements"]
    assert codes({}, recorded("0")) == []
    assert codes({}, {HOURS: "25", **recorded("20000")}) == []
    assert codes({}, {HOURS: "25", **recorded("20001")}) == ["AM108 contract.supplements.0.amount"]


def test_an_item_is_the_same_wherever_it_stands() -> None:
    """Sorting a list changes nothing; inserting in its middle adds one."""
    items = plain_data()["charges"]["items"]
    moved = between({}, {"charges.items": [items[1], items[0]]})
    more = between({}, {"charges.items": [items[0], {**items[0], "name": "另一项"}, items[1]]})

    assert moved.found == ()
    assert [(one.path, one.old) for one in more.found] == [(("charges", "items", 1), None)]
