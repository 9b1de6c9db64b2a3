"""Quoting a changed contract: what is quoted, put into the signed text, gives the new text; and nothing more is quoted."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from itsm_docs.documents.amending.alignment import aligned
from itsm_docs.documents.amending.articles import Block, BlockKind, Piece, Pieces, Stands
from itsm_docs.documents.amending.pairing import Names, annex_labels
from itsm_docs.documents.amending.tables import row_changes
from itsm_docs.documents.amending.wording import edits, runs, sentences
from itsm_docs.model.amendment import Edit, EditKind, Run
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.contract_views import Annex

NAMES = Names((), {})
LONG = (
    "乙方逾期的，每日按迟延部分价款的万分之三支付违约金。累计不超过该部分价款的 10%；超过的部分不再计算。"
    "甲方可以书面通知解除该部分，乙方退还已收的价款，甲方退还相应的交付物。其余部分因此不能实现主要用途的，可以一并解除。"
)


def plain(text: str) -> Pieces:
    """A text of one run."""
    return (Piece(text),)


def said(parts: Sequence[Run]) -> str:
    """A quotation as text."""
    return "".join(str(run.text) for run in parts)


def told(found: Sequence[Edit]) -> list[tuple[str, str, str]]:
    """Kind, old and new of each edit."""
    return [(one.kind.value, said(one.old), said(one.new)) for one in found]


def applied(text: str, found: Sequence[Edit]) -> str:
    """The signed text with the edits carried out; every quotation is found exactly once."""
    for one in found:
        old, new = said(one.old), said(one.new)
        assert text.count(old) == 1, old
        text = text.replace(old, f"{old}{new}" if one.kind is EditKind.INSERT else new)
    return text


def test_a_short_paragraph_is_quoted_whole() -> None:
    """Without the full stop that both end in."""
    assert told(edits(plain("服务期为 12 个月。不续期。"), plain("服务期为 15 个月。不续期。"), NAMES)) == [
        ("replace", "服务期为 12 个月。不续期", "服务期为 15 个月。不续期")
    ]


def test_of_a_long_paragraph_the_sentence_is_quoted() -> None:
    """The others are not."""
    assert told(edits(plain(LONG), plain(LONG.replace("万分之三", "万分之五")), NAMES)) == [
        (
            "replace",
            "乙方逾期的，每日按迟延部分价款的万分之三支付违约金",
            "乙方逾期的，每日按迟延部分价款的万分之五支付违约金",
        )
    ]


def test_a_sentence_that_comes_follows_the_one_before_it() -> None:
    """Both with their marks, so that nobody has to guess where it goes."""
    longer = LONG.replace("超过的部分不再计算。", "超过的部分不再计算。违约金不足以弥补损失的，赔偿差额。")

    assert told(edits(plain(LONG), plain(longer), NAMES)) == [
        ("insert", "超过的部分不再计算。", "违约金不足以弥补损失的，赔偿差额。")
    ]


def test_a_sentence_that_goes_goes_with_its_mark() -> None:
    """Nothing is left of it."""
    shorter = LONG.replace("其余部分因此不能实现主要用途的，可以一并解除。", "")

    assert told(edits(plain(LONG), plain(shorter), NAMES)) == [
        ("delete", "其余部分因此不能实现主要用途的，可以一并解除。", "")
    ]


def test_a_sentence_that_stands_twice_says_not_where_it_is() -> None:
    """Then the whole paragraph is quoted."""
    twice = f"{LONG}累计不超过该部分价款的 10%；另有约定的除外。"
    found = edits(plain(twice), plain(twice.replace("10%", "20%", 1)), NAMES)

    assert [len(said(one.old)) for one in found] == [len(twice) - 1]


def test_quotation_marks_within_become_single() -> None:
    """In a quotation; not in a cell."""
    (quoted,) = edits(plain("按“费用调整”办理。"), plain("按“变更”办理。"), NAMES)
    (cell,) = edits(plain("按“费用调整”办理。"), plain("按“变更”办理。"), NAMES, quoted=False)

    assert (said(quoted.old), said(cell.old)) == ("按‘费用调整’办理", "按“费用调整”办理")


def test_an_open_point_stays_one() -> None:
    """It is highlighted in the agreement too."""
    found = runs(plain("期限为【待定：双方商定】，另行书面约定"), NAMES, old=False)

    assert [run.text for run in found] == ["期限为", OpenPoint("双方商定"), "，另行书面约定"]


def test_marks_in_quotations_and_parentheses_end_no_sentence() -> None:
    """``（见附件；另有约定的除外）`` is one."""
    found = ["".join(piece.text for piece in one) for one in sentences(plain("甲（乙；丙）丁。“戊。”己；庚"))]

    assert found == ["甲（乙；丙）丁。", "“戊。”己；", "庚"]


@pytest.mark.parametrize("seed", range(60))
def test_the_agreement_carried_out_gives_the_new_text(seed: int) -> None:
    """Whatever sentences change, come and go."""
    chance = random.Random(seed)
    old = [
        f"第{n}项由{chance.choice('甲乙丙')}方在 {chance.randint(1, 60)} 日内完成，{'逾期的扣减' * chance.randint(1, 6)}"
        for n in range(9)
    ]
    new = list(old)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(new))
        change = chance.choice(("replace", "insert", "delete"))
        if change == "replace":
            new[at] = f"第{at}项改由双方在 {chance.randint(61, 99)} 日内完成，{'不再扣减' * chance.randint(1, 9)}"
        elif change == "insert":
            new.insert(at, f"增加的约定{chance.randint(100, 999)}，{'另行商定' * chance.randint(1, 5)}")
        elif len(new) > 1:
            del new[at]
    before, after = (
        "".join(f"{one}{'；' if index % 3 else '。'}" for index, one in enumerate(text)) for text in (old, new)
    )

    assert applied(before, edits(plain(before), plain(after), NAMES, quoted=False)).rstrip("。；，") == after.rstrip(
        "。；，"
    )


# References and annexes


def test_a_reference_counts_by_its_target_and_an_annex_by_its_kind() -> None:
    """A number that only moved is no change."""
    old = (
        Piece("见"),
        Piece("附件 3", stands=Stands.ANNEX, target="safety"),
        Piece("、表 "),
        Piece("4", stands=Stands.NUMBER),
    )
    new = (
        Piece("见"),
        Piece("附件 2", stands=Stands.ANNEX, target="safety"),
        Piece("、表 "),
        Piece("3", stands=Stands.NUMBER),
    )
    names = Names((), {"safety": "附件 3"})

    assert names.text(old, old=True) == names.text(new, old=False)
    assert [names.reads(piece, old=False) for piece in new][1] == "附件 3"


def test_annexes_keep_their_numbers_and_new_ones_get_the_next() -> None:
    """By kind and by title."""

    def annexes(*keys: str) -> list[Annex]:
        return [Annex(key=key, number=n, title=key.upper(), label=f"附件 {n}") for n, key in enumerate(keys, 1)]

    labels = annex_labels(annexes("sla", "safety", "staff"), annexes("sla", "privacy", "staff", "testing"))

    assert labels == {
        "sla": "附件 1", "SLA": "附件 1", "safety": "附件 2", "SAFETY": "附件 2", "staff": "附件 3", "STAFF": "附件 3",
        "privacy": "附件 4", "PRIVACY": "附件 4", "testing": "附件 5", "TESTING": "附件 5",
    }  # fmt: skip


# Order and rows


def test_what_is_equal_is_matched_before_what_is_alike() -> None:
    """A text that went does not draw its neighbour along."""
    old = ["甲方在 5 日内付款", "乙方在 5 日内开票", "丙方作证"]

    assert aligned(old, ["乙方在 5 日内开票", "丙方作证"], str) == [(0, None), (1, 0), (2, 1)]
    assert aligned(old, ["甲方在 9 日内付款", *old[1:]], str) == [(0, 0), (1, 1), (2, 2)]
    assert aligned([], ["一"], str) == [(None, 0)]


def table(*lines: str) -> Block:
    """A table of lines; cells are parted by bars."""
    return Block(BlockKind.TABLE, rows=tuple(tuple(plain(cell) for cell in line.split("|")) for line in lines))


def changed_rows(old: Block, new: Block) -> list[tuple[str, str, str]] | None:
    """Item, old and new of each change."""
    found = row_changes(old, new, NAMES)
    return None if found is None else [(one.item, said(one.old), said(one.new)) for one in found]


def test_a_cell_is_named_by_its_row_and_its_column() -> None:
    """The row by the first cell that no other row has."""
    old = table("服务|指标|承诺值", "运维|可用率|99%", "同上|响应及时率|98%")
    new = table("服务|指标|承诺值", "运维|可用率|99%", "同上|响应及时率|97%")

    assert changed_rows(old, new) == [("响应及时率 · 承诺值", "98%", "97%")]


def test_running_numbers_and_ditto_marks_are_no_change() -> None:
    """When a row goes the others count on, and 同上 becomes a name."""
    old = table("序号|服务|指标", "1|运维|可用率", "2|同上|响应率", "3|同上|恢复率")
    new = table("序号|服务|指标", "1|运维|响应率", "2|同上|恢复率")

    assert changed_rows(old, new) == [("可用率", "服务：运维；指标：可用率", "")]


def test_two_columns_side_by_side_are_told_apart() -> None:
    """As on the signature page."""
    old = table("甲方（盖章）：|乙方（盖章）：", "联系人：甲|联系人：乙")
    new = table("甲方（盖章）：|乙方（盖章）：", "联系人：甲|联系人：丙")

    assert changed_rows(old, new) == [("联系人 · 乙方", "联系人：乙", "联系人：丙")]


def test_a_form_names_a_value_by_what_stands_before_it() -> None:
    """Two pairs of columns with the same headings."""
    old = table("事项|内容|事项|内容", "甲方|某局|合同金额|10 元", "乙方|某司|期限|一年")
    new = table("事项|内容|事项|内容", "甲方|某局|合同金额|12 元", "乙方|某司|期限|一年")

    assert changed_rows(old, new) == [("合同金额", "10 元", "12 元")]


def test_the_line_of_a_total_is_known_by_its_columns() -> None:
    """Its first cell is an amount itself."""
    old, new = table("合计|税额|含税", "大写：壹元|0.10|1"), table("合计|税额|含税", "大写：贰元|0.20|2")

    assert changed_rows(old, new) == [
        ("合计", "大写：壹元", "大写：贰元"),
        ("税额", "0.10", "0.20"),
        ("含税", "1", "2"),
    ]


def test_a_row_below_a_numbered_one_is_named_after_it() -> None:
    """公式 of which metric."""
    old = table("项目|口径", "1|可用率（按月）", "公式|甲", "2|响应率（按月）", "公式|乙")
    new = table("项目|口径", "1|可用率（按月）", "公式|甲", "2|响应率（按月）", "公式|丙")

    assert changed_rows(old, new) == [("响应率 · 公式", "乙", "丙")]


def test_other_columns_are_another_table() -> None:
    """It is replaced whole."""
    assert changed_rows(table("甲|乙", "1|2"), table("甲|乙|丙", "1|2|3")) is None
