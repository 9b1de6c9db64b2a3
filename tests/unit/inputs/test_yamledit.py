"""Changes to YAML texts: the value or key that is meant, and no other character."""

from __future__ import annotations

import pytest
import yaml

from itsm_docs.inputs.yamledit import Addition, Content, Edit, edited, found_at, scalar


def places(text: str, value: str) -> tuple[int, int]:
    """Line and column of a word in a text."""
    before = text[: text.index(value)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def replaced(text: str, value: str, new: str) -> str:
    """The text after an edit at the place of a word."""
    return edited(text, [Edit(*places(text, value), new)])


def added(text: str, place: str, content: dict[str, Content]) -> str:
    """The text after an addition to the mapping that begins with a word."""
    return edited(text, [], [Addition(*places(text, place), content)])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("时限: 15分钟   # 双方商定\n名称: 一级\n", "15分钟"),
        ("- {时限: 15分钟, 名称: 一级}  # 一行\n", "15分钟"),
        ("时限: '15分钟'\r\n名称: 一级\r\n", "'15分钟'"),
        ("列表:\n  - 15分钟\n  - 30分钟", "15分钟"),
    ],
)
def test_a_value_changes_and_nothing_else(text: str, value: str) -> None:
    """Comments, quotes around others, line ends and a missing last line break stay."""
    assert replaced(text, value, "1小时") == text.replace(value, "1小时")


def test_a_block_of_text_becomes_one_line_and_takes_no_line_along() -> None:
    """The line breaks that YAML counts to a block belong to what follows."""
    text = "背景: |\n  一行\n  两行\n\n# 下一段\n名称: 一级\n"

    assert replaced(text, "|", "短") == "背景: 短\n\n# 下一段\n名称: 一级\n"


def test_a_key_goes_to_the_end_of_its_mapping() -> None:
    """After the last value and its comment, with the indentation of its neighbours, before what follows the mapping."""
    text = "甲方:\n    全称: 甲  # 与印章一致\n    联系人:\n        姓名: 乙  # 人\n# 以下为乙方\n乙方:\n    全称: 丙\n"

    assert added(text, "全称: 甲", {"简称": "小甲"}) == text.replace("  # 人\n", "  # 人\n    简称: 小甲\n")


def test_a_key_joins_a_mapping_between_brackets() -> None:
    """On the same line; an empty one has no comma."""
    assert added("- {a: 1, b: [2]}  # x\n", "{", {"c": "3"}) == "- {a: 1, b: [2], c: 3}  # x\n"
    assert added("k: {}\n", "{", {"c": {"d": "3"}}) == "k: {c: {d: 3}}\n"


def test_a_way_of_keys_is_written_in_the_steps_of_the_file() -> None:
    """Mappings step as the file does, items of lists stand below their key."""
    text = "甲方:\n    全称: 甲\n"
    content: dict[str, Content] = {
        "分级": {"级别": [{"代码": "P1", "时限": "30分钟"}, {"代码": "P2"}], "说明": ["一", "二"]}
    }

    assert added(text, "甲方", content) == text + (
        "分级:\n    级别:\n        - 代码: P1\n          时限: 30分钟\n        - 代码: P2\n    说明:\n        - 一\n        - 二\n"
    )


def test_additions_to_a_mapping_and_to_the_one_around_it_keep_their_depths() -> None:
    """Both end at the same place; what belongs further in stands first."""
    text = "甲:\n  乙: 1"
    both = [Addition(1, 1, {"丁": "4"}), Addition(2, 3, {"丙": "3"})]

    assert edited(text, [], both) == "甲:\n  乙: 1\n  丙: 3\n丁: 4"
    assert edited(text, [], reversed(both)) == edited(text, [], both)


def test_line_ends_of_windows_stay() -> None:
    """New lines end as the others do."""
    assert added("a: 1\r\nb: 2\r\n", "a", {"c": "3"}) == "a: 1\r\nb: 2\r\nc: 3\r\n"


@pytest.mark.parametrize(
    "value",
    ["甲: 乙", "# 无", "是", "null", "~", "- 甲", "[甲]", "9,800 人", "a #b", "'甲'", "", "1.10", "@x", "{{ x }}"],
)
@pytest.mark.parametrize("flow", [True, False])
def test_a_text_is_quoted_where_it_would_mean_something_else(value: str, flow: bool) -> None:
    """Read back by any YAML parser that takes scalars as texts, it is the same."""
    text = f"[{scalar(value, flow=True)}, x]" if flow else f"k: {scalar(value)}\n"
    read = yaml.load(text, Loader=yaml.BaseLoader)

    assert (read[0] if flow else read["k"]) == value


def test_a_text_keeps_the_quotes_of_the_one_before() -> None:
    """People quote codes and prices on purpose."""
    assert scalar("28,000", like='"26,000"') == '"28,000"'
    assert scalar("it's", like="'x'") == "'it''s'"
    assert scalar("9,800 人") == "9,800 人"


def test_what_stands_at_a_place_is_told() -> None:
    """Its own text, whether brackets are around it, its last line, its keys; nothing where nothing begins."""
    text = "甲:\n  乙: 1\n  丙: {丁: 2}\n"

    outer, inner = found_at(text, 2, 3), found_at(text, 3, 6)

    assert outer is not None
    assert (outer.keys, outer.last_line, outer.flow) == (("乙", "丙"), 3, False)
    assert inner is not None
    assert (inner.text, inner.keys, inner.flow) == ("{丁: 2}", ("丁",), True)
    assert found_at(text, 9, 9) is None
