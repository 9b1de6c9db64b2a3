"""From printed paths to the values of the inputs: by keys, through views, and not where something is computed."""

from __future__ import annotations

from decimal import Decimal

from tests.helpers.engagements import an_engagement

from itsm_docs.findings import DataPath
from itsm_docs.model.shape import fields_of
from itsm_docs.pull.leaves import Leaf, Leaves, trail_of
from itsm_docs.pull.solving import solved

ENGAGEMENT = an_engagement()
LEAVES = Leaves(ENGAGEMENT)
METRIC = f"services[{ENGAGEMENT.services[0].id}].metrics[{ENGAGEMENT.services[0].metrics[0].id}]"


def leaf(path: str) -> Leaf | None:
    """The leaf of the only thing that a path leads to."""
    (found,) = LEAVES.find(path)
    return found.leaf


def test_items_go_by_their_keys() -> None:
    """The key is that of the trace, the path that of the data."""
    found = leaf(f"{METRIC}.target")

    assert found is not None
    assert found.path == ("services", 0, "metrics", 0, "target")
    assert found.value == ENGAGEMENT.services[0].metrics[0].target
    assert found.read("98.5") == Decimal("98.5")


def test_a_view_leads_to_the_record_that_it_shows() -> None:
    """`manual[…].it` is the process itself."""
    process = ENGAGEMENT.manual[0]
    found = leaf(f"manual[{process.id}].it.owner")

    assert found is not None
    assert found.path == ("processes", process.id, "owner")


def test_what_is_computed_leads_nowhere() -> None:
    """Totals, words for totals, labels; the field that computes them is told."""
    for path in ("charges.total", "charges.total_capital", "term.months", "at.payment"):
        (found,) = LEAVES.find(path)
        assert found.leaf is None
        assert found.computed is not None
        assert found.computed.field.computed


def test_a_path_of_something_else_finds_nothing() -> None:
    """Fields and items that are not there."""
    assert LEAVES.find("client.nickname") == []
    assert LEAVES.find("services[none].name") == []
    assert LEAVES.find("client.name.more") == []


def test_items_with_the_same_key_are_all_found() -> None:
    """Two contacts of one name."""
    first = ENGAGEMENT.contacts[0]
    twins = Leaves(ENGAGEMENT.model_copy(update={"contacts": (first, first.model_copy())}))

    assert len(twins.find(f"contacts[{first.name}].phone")) == 2


def test_a_trail_is_in_chinese() -> None:
    """Titles of the fields, keys of the items."""
    assert trail_of(ENGAGEMENT, ("term", "start")) == "服务期限 › 开始日期"
    assert trail_of(ENGAGEMENT, ("services", 0, "name")) == f"服务[{ENGAGEMENT.services[0].id}] › 名称"


def solution(path: str, issued: str, returned: str) -> tuple[DataPath, object] | None:
    """Where the value is that explains a changed computed text, and what it became."""
    (found,) = LEAVES.find(path)
    assert found.computed is not None
    one = solved(LEAVES, found.computed, issued, returned)
    return (one[0].path, one[1]) if one else None


def test_a_view_that_prints_a_value_as_it_is_leads_to_it() -> None:
    """The only value with which the view prints what was returned, choices and whole numbers included."""
    first = ENGAGEMENT.instalments[0]
    way = ("contract", "payment", "instalments", 0)

    assert solution(f"instalments[{first.id}].condition", first.condition, "签字后") == ((*way, "condition"), "签字后")
    assert solution(f"instalments[{first.id}].share", f"{first.share:f}%", "12%") == ((*way, "share"), Decimal(12))


def test_a_text_made_of_one_value_leads_to_it() -> None:
    """The limit of a metric is the only value with which the text becomes what was returned."""
    text = str(ENGAGEMENT.services[0].metrics[0].target_text)
    number = text.strip("≥≤% ")

    assert solution(f"{METRIC}.target_text", text, text.replace(number, "97")) == (
        ("services", 0, "metrics", 0, "target"),
        Decimal(97),
    )
    assert solution(f"{METRIC}.target_text", text, "尽力") is None
    assert solution(f"{METRIC}.target_text", "≥ 1%", "≥ 2%") is None  # it was not issued from these inputs


def test_a_result_of_several_values_leads_to_none() -> None:
    """An amount says neither price nor quantity."""
    path = f"charges.items[{ENGAGEMENT.charges.items[0].name}]"
    amount = f"{ENGAGEMENT.charges.items[0].amount:,.2f}"

    assert solution(f"{path}.net", amount, "1.00") is None
    assert solution("grace_end", "2027 年 1 月 31 日", "2027 年 1 月 30 日") is None


def test_every_scalar_field_is_a_leaf() -> None:
    """Nothing that the inputs may give is forgotten, the empty ones included."""
    names = {name for name, known in fields_of(type(ENGAGEMENT)).items() if known.shape.scalar and not known.computed}

    assert names <= {str(path[0]) for path in LEAVES.by_path if len(path) == 1}
    assert ("client", "email") in LEAVES.by_path
