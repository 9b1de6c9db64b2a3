"""What the rules of the contract read and count: other people's money, calendar days, capitals, articles of law."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import cn2an
import pytest
from tests.helpers.engagements import an_engagement

from itsm_docs.findings import messages
from itsm_docs.model.scalars import Duration
from itsm_docs.rules import check, payment, prices
from itsm_docs.rules.upstream import waits_for_others
from itsm_docs.rules.words import did_you_mean
from itsm_docs.standard.citation import check_citation
from itsm_docs.standard.law import LawStatus, law

RULES = Path(payment.__file__).parent
SHORT = {"合同编通则解释": "contract-interpretation", "技术合同解释": "technology-contract-interpretation"}
"""Interpretations whose titles are too long for a message."""

WAITING = [
    "收到财政拨款后 10 日内",
    "财政资金到位后支付",
    "财政拨付后 15 个工作日内支付",
    "上级专项资金下达后付款",
    "甲方收到上游单位相应款项后支付",
    "甲方收到业主单位支付的工程进度款后同比例支付",
    "取得建设单位付款后",
    "待第三方付款后支付",
    "待总包方资金到账",
    "以甲方收到发包人付款为前提",
    "业主付款后 7 日内支付",
    "总承包单位支付进度款后",
    "最终用户回款后 30 日内",
    "按业主付款进度支付",
    "按照财政拨付比例支付",
    "与总包单位付款同步支付",
    "双方采用背靠背付款",
    "业主未付款的，付款期限顺延",
    "验收合格，且甲方已收到上级拨付资金",
]
NOT_WAITING = [
    "甲方收到发票",
    "甲方收到乙方提交的发票和结算资料后 30 日内",
    "收到第三方检测报告后支付",
    "收到第三方测评机构出具的报告和发票后支付价款",
    "收到业主单位签署的验收单后付款",
    "双方签认结算单",
    "按服务进度比例支付",
    "按照完成的工作量比例支付",
    "经财政国库集中支付",
    "本项目为财政拨款项目，验收合格后付款",
    "客户满意度达标",
    "客户满意度达标后支付考核款",
    "财政部门审核支付申请后",
    "按照财政部门规定的支付比例支付",
    "不以收到第三方付款为条件",
    "付款不以甲方收到财政拨款为条件",
    "无论甲方是否收到业主付款，均按期支付",
    "业主未付款不影响甲方付款",
    "禁止背靠背付款",
    "乙方向第三方支付采购款后提交凭证",
    "项目经费已列入预算",
]


@pytest.mark.parametrize("text", WAITING)
def test_a_payment_that_waits_for_others_is_recognised(text: str) -> None:
    """However it is put: received, when paid, in step with, back-to-back."""
    assert waits_for_others(text)


@pytest.mark.parametrize("text", NOT_WAITING)
def test_other_conditions_are_left_alone(text: str) -> None:
    """Invoices, reports of third parties, progress of the work, treasury payment, and the ban itself."""
    assert waits_for_others(text) is None


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("1个工作日", 1),
        ("5个工作日", 5),
        ("6个工作日", 8),
        ("22个工作日", 30),
        ("23个工作日", 31),
        ("44个工作日", 60),
        ("2个月", 60),
        ("36小时", Decimal("1.5")),
    ],
)
def test_working_days_take_as_many_days_as_they_surely_do(duration: str, expected: Decimal) -> None:
    """Five working days may lie between two weekends; a month counts thirty days."""
    assert payment.days(Duration.read(duration)) == expected


def test_capitals_may_differ_in_what_is_optional() -> None:
    """人民币, 零, 整 and 正 do not count; every other numeral does."""
    assert prices.bare("人民币壹拾万零柒仟元零伍角叁分") == prices.bare("壹拾万柒仟圆伍角叁分")
    assert prices.bare("壹佰万元整") != prices.bare("壹拾万元整")


def test_a_hint_without_known_names_says_so() -> None:
    """No empty list of choices."""
    assert did_you_mean("P1", []) == "没有可以引用的编号或名称，先补上，或者删去这一项"


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"charges.items.0.post": "服务经里"}, "是否为“服务经理”？"),
        ({"staff": [{"name": "张某", "post": "服务经理", "site": "大窑弯机房"}]}, "是否为“大窑湾机房”？"),
        ({"suppliers": [{"name": "某原厂", "item": "支持", "level": "P9"}]}, "是否为“P3”？"),
    ],
)
def test_unknown_posts_sites_and_levels_are_met_with_the_nearest(changes: dict[str, object], hint: str) -> None:
    """The same help as everywhere."""
    (found,) = check(an_engagement(**changes))

    assert found.hint == hint


def _citations(text: str) -> set[tuple[str, str]]:
    """Key and article of every citation with a number; unknown titles stand for themselves."""
    keys = {
        entry.title.removeprefix("中华人民共和国"): key
        for key, entry in law().items()
        if entry.status is not LawStatus.SUPERSEDED
    }
    keys |= {entry.title: key for key, entry in law().items() if entry.status is not LawStatus.SUPERSEDED} | SHORT
    short = "|".join(SHORT)
    found = re.findall(rf"(?:《([^》]+)》|({short}))((?:、?第[零一二三四五六七八九十百千]+条)+)", text)
    return {
        (keys.get(title or name, title or name), str(cn2an.cn2an(number, "normal")))
        for title, name, numbers in found
        for number in re.findall(r"第(.+?)条", numbers)
    }


def test_articles_are_cited_as_the_register_has_them() -> None:
    """A number in a message is one that somebody saw in a source; unverified laws are named without one."""
    texts = [
        " ".join([one.message, one.hint or "", one.meaning]) for code in ("CT", "RU") for one in messages(code).values()
    ]
    texts += [path.read_text(encoding="utf-8") for path in RULES.glob("*.py")]
    cited = {citation for text in texts for citation in _citations(text)}

    assert ("civil-code", "506") in cited
    assert ("contract-interpretation", "65") in cited
    assert len(cited) > 30
    assert [one for key, article in sorted(cited) for one in check_citation(key, article)] == []
