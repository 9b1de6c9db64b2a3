"""Service values are read exactly: which number is promised for which term, and for which level."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from itsm_docs.audit.amounts import amounts, measure
from itsm_docs.audit.passages import Passage, Place
from itsm_docs.audit.quantities import Quantity, in_text, quantities


def shown(quantity: Quantity) -> str:
    """A value on one line: term, level and qualifier, bound, number and unit."""
    about = " ".join(filter(None, (quantity.term, quantity.level, quantity.qualifier)))
    return f"{about}: {quantity.bound}{quantity.number.normalize():f} {quantity.unit}"


SENTENCES = {
    # a term and its number, either way round
    "响应时限为 15 分钟。": ["响应时限: 15 分钟"],
    "15 分钟内响应": ["响应时限: ≤15 分钟"],
    "自受理之时起至工程师响应不超过十五分钟": ["响应时限: ≤15 分钟"],
    "工程师应在接到报修后30分钟内赶到甲方现场": ["到场时限: ≤30 分钟"],
    "响应时间15分钟2小时到场": ["响应时限: 15 分钟", "到场时限: 2 小时"],
    "系统可用率不低于99.9%": ["可用率: ≥99.9 %"],
    "年度可用性达到百分之九十九点九以上": ["可用率: ≥99.9 %"],
    # the term changes from clause to clause
    "响应时限为 15 分钟，到场时限为 2 小时；恢复时限为 4 小时。": [
        "响应时限: 15 分钟",
        "到场时限: 2 小时",
        "恢复时限: 4 小时",
    ],
    "一级事件 15 分钟内响应、2 小时内到场，4 小时内恢复；二级事件半小时内响应": [
        "响应时限 一级: ≤15 分钟",
        "到场时限 一级: ≤2 小时",
        "恢复时限 一级: ≤4 小时",
        "响应时限 二级: ≤30 分钟",
    ],
    # one term for several numbers, one list for another
    "响应时限：一级 15 分钟，二级 30 分钟，三级故障为 1 小时": [
        "响应时限 一级: 15 分钟",
        "响应时限 二级: 30 分钟",
        "响应时限 三级: 1 小时",
    ],
    "一级至四级响应时限分别为15分钟、30分钟、1小时、4小时": [
        "响应时限 一级: 15 分钟",
        "响应时限 二级: 30 分钟",
        "响应时限 三级: 1 小时",
        "响应时限 四级: 4 小时",
    ],
    "响应时限、到场时限、恢复时限分别为十五分钟、两小时、四小时": [
        "响应时限: 15 分钟",
        "到场时限: 2 小时",
        "恢复时限: 4 小时",
    ],
    "一级、二级事件分别在 15 分钟、30 分钟内响应": ["响应时限 一级: 15 分钟", "响应时限 二级: ≤30 分钟"],
    "一级、二级事件 15 分钟内响应": ["响应时限 一级: ≤15 分钟", "响应时限 二级: ≤15 分钟"],
    "响应时限：15 分钟（一级）": ["响应时限 一级: 15 分钟"],
    # levels by any name
    "P1级故障：响应时间≤15分钟，恢复时间≤4h；P2：响应时间≤30min": [
        "响应时限 一级: ≤15 分钟",
        "恢复时限 一级: ≤4 小时",
        "响应时限 二级: ≤30 分钟",
    ],
    "P1 一级（特别紧急）事件响应时限 15 分钟": ["响应时限 一级: 15 分钟"],
    "Ⅱ级故障应在１小时内响应": ["响应时限 二级: ≤1 小时"],
    "D1 严重缺陷 30 分钟内响应": ["响应时限 D1: ≤30 分钟"],
    "一级事件按二级的步骤处理，2 小时内到场": ["到场时限 一级: ≤2 小时"],
    "特别紧急事件 15 分钟内响应": ["响应时限 特别紧急: ≤15 分钟"],
    "二级及以上事件 30 分钟内响应": ["响应时限 二级以上: ≤30 分钟"],
    # what looks like a level and is none
    "三级等保系统的响应时限为 30 分钟": ["响应时限: 30 分钟"],
    "第三级保护对象的日志保存不少于六个月": ["保存期限: ≥6 个月"],
    # from when a time runs governs nothing
    "响应后 2 小时内到达现场，恢复后 4 小时内提交报告": ["到场时限: ≤2 小时", "提交期限: ≤4 小时"],
    "验收合格后10个工作日内支付合同总价的90%": ["付款期限: ≤10 个工作日"],
    "甲方应在收到交付物之日起 10 个工作日内完成验收": ["验收期限: ≤10 个工作日"],
    "接到通知后 24 小时内答复": ["答复期限: ≤24 小时"],
    "质保期为验收合格之日起 2 年": ["质保期: 2 年"],
    # a case is told, nothing promised: the bound says so, or no term governs
    "响应超过 15 分钟的，每次扣 1%": ["响应时限: >15 分钟", "服务费扣减: 1 %"],
    "响应时限为 15 分钟，超过 30 分钟未到的应当说明": ["响应时限: 15 分钟"],
    "4 小时内无法恢复的，应提供备机": [],
    "一级事件 20 分钟未恢复、须现场处理的，工程师 1 小时内到场": ["到场时限 一级: ≤1 小时"],
    "与此前 30 日内已恢复的事件同一根因的": [],
    "每半年恢复演练，配置 24 小时值守电话": [],
    # money, shares, caps
    "每逾期一日，按迟延部分价款的万分之五支付违约金，累计不超过该部分价款的 10%": [
        "违约金: 5 万分之",
        "违约金 上限: ≤10 %",
    ],
    "乙方违约的，应向甲方支付合同总价 20% 的违约金": ["违约金: 20 %"],
    "违约金为每日5‰，上限为合同价款的百分之二十": ["违约金: 5 ‰", "违约金 上限: 20 %"],
    "履约保证金为合同总额的 5%，即 73,800 元": ["履约保证金: 5 %", "履约保证金: 73800 元"],
    "预付款为合同总价的30%，即人民币9.6万元": ["预付款: 30 %", "预付款: 96000 元"],
    # keeping, notice, frequency, hours
    "日志留存不少于六个月，合同文档保存5年": ["保存期限: ≥6 个月", "保存期限: 5 年"],
    "应提前三十（30）日书面通知对方": ["通知时限 提前: 30 日"],
    "每季度巡检一次，每年组织演练 2 次": ["巡检频次: 1 次/季", "演练频次: 2 次/年"],
    "处理期间每 30 分钟通报一次": ["通报间隔: 30 分钟"],
    "提供 7×24 小时服务": ["服务时段: 168 小时/周"],
    "每年培训 2 次，每次 6 学时": ["培训: 2 次/年"],
    "培训不少于 8 学时": ["培训: ≥8 学时"],
    "服务方式为5*8小时现场服务": ["服务时段: 40 小时/周"],
    # promised value and floor
    "EDI 及时率（可靠性；承诺值 ≥ 99.5%，考核底线 ≥ 99%）": [
        "及时率 承诺值: ≥99.5 %",
        "及时率 考核底线: ≥99 %",
    ],
    # no amounts: dates, ordinals, years, idioms, points
    "2026 年 12 月 11 日前完成验收，每月 25 日前提交报告": [],
    "自二〇二七年一月一日起开始响应": [],
    "第 5 个工作日响应，2027年恢复": [],
    "十分重视响应工作，一次性解决": [],
    "响应不及时的每次扣 2 分": [],
    "": [],
}


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda text: text or "empty")
def test_a_number_belongs_to_the_term_that_governs_it(sentence: str) -> None:
    """Each sentence gives these values and no other."""
    assert [shown(found) for found in in_text(sentence)] == SENTENCES[sentence]


def test_a_value_keeps_its_sentence_and_place() -> None:
    """What is reported can be found again in the document."""
    place = Place("第五条", "服务等级")
    [first, second] = quantities([Passage(place, 1, ("前言。一级 15 分钟内响应。", "可用率 99.9%。"))])

    assert (first.sentence, first.shown, first.place) == ("一级 15 分钟内响应", "15 分钟", place)
    assert second.sentence == "可用率 99.9%"


def test_the_heading_and_a_line_with_a_colon_say_what_follows() -> None:
    """Level and term may stand above the numbers."""
    passage = Passage(
        Place("2.1", "一级事件"),
        2,
        ("响应时限：15 分钟", "处理要求：", "响应时限：", "（1）二级：30 分钟", "（2）三级：1 小时"),
    )

    assert [shown(found) for found in quantities([passage])] == [
        "响应时限 一级: 15 分钟",
        "响应时限 二级: 30 分钟",
        "响应时限 三级: 1 小时",
    ]


LEVELS_DOWN = (
    ("级别", "响应时限", "恢复时限"),
    ("一级（特别紧急）", "15 分钟", "2 小时"),
    ("二级", "半小时", "4 小时"),
)
LEVELS_ACROSS = (("项目", "一级", "二级"), ("响应时间", "15分钟", "30分钟"), ("恢复时间", "2小时", "4小时"))
UNIT_ABOVE = (("等级", "响应时间（分钟）", "解决时间(小时)"), ("P1", "15", "2"), ("P2", "30", "4"))
PAIRS = (("响应时限", "15 分钟", "可用率", "≥99.9%"), ("恢复时限", "2 小时", "满意度", "≥95%"))
TARGETS = (("指标", "承诺值", "考核底线"), ("系统可用率", "≥ 99.9%", "≥ 99.5%"))
SCORES = (("指标", "承诺值", "权重"), ("系统可用率", "≥ 99.9%", "20%"))
PROSE = (("事项", "约定"), ("响应", "一级 15 分钟，二级 30 分钟"), ("付款", "验收合格后 10 个工作日内支付"))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(
            LEVELS_DOWN,
            ["响应时限 一级: 15 分钟", "恢复时限 一级: 2 小时", "响应时限 二级: 30 分钟", "恢复时限 二级: 4 小时"],
            id="levels down",
        ),
        pytest.param(
            LEVELS_ACROSS,
            ["响应时限 一级: 15 分钟", "响应时限 二级: 30 分钟", "恢复时限 一级: 2 小时", "恢复时限 二级: 4 小时"],
            id="levels across",
        ),
        pytest.param(
            UNIT_ABOVE,
            ["响应时限 一级: 15 分钟", "解决时限 一级: 2 小时", "响应时限 二级: 30 分钟", "解决时限 二级: 4 小时"],
            id="unit in the heading",
        ),
        pytest.param(
            PAIRS,
            ["响应时限: 15 分钟", "可用率: ≥99.9 %", "恢复时限: 2 小时", "满意度: ≥95 %"],
            id="label beside value",
        ),
        pytest.param(TARGETS, ["可用率 承诺值: ≥99.9 %", "可用率 考核底线: ≥99.5 %"], id="promised value and floor"),
        pytest.param(
            PROSE,
            ["响应时限 一级: 15 分钟", "响应时限 二级: 30 分钟", "付款期限: ≤10 个工作日"],
            id="sentences in cells",
        ),
        pytest.param(SCORES, ["可用率 承诺值: ≥99.9 %"], id="a column of weights"),
        pytest.param((), [], id="empty"),
        pytest.param((("响应时限", "恢复时限"),), [], id="only a heading"),
    ],
)
def test_a_cell_is_read_with_its_row_and_column(table: tuple[tuple[str, ...], ...], expected: list[str]) -> None:
    """Term, level, unit and qualifier come from the headings where the cell does not say them."""
    found = quantities([Passage(Place("8", "服务质量"), 1, (table,))])

    assert [shown(item) for item in found] == expected


def test_a_merged_cell_counts_once() -> None:
    """Its text stands in every place that it covers."""
    table = (("级别", "响应时限", "到场时限"), ("一级", "15 分钟", "15 分钟"))

    assert len(quantities([Passage(Place(), 0, (table,))])) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("半小时", "30 分钟", True),
        ("1 天", "24小时", True),
        ("一年", "12 个月", True),
        ("万分之五", "0.05%", True),
        ("5‰", "千分之五", True),
        ("0.5 个工作日", "4 小时", False),
        ("3 日", "3 个工作日", False),
        ("每年 2 次", "每季 2 次", False),
    ],
)
def test_measures_are_equal_when_two_spellings_say_the_same(one: str, other: str, same: bool) -> None:
    """Working days and calendar days are never the same."""
    [first], [second] = amounts(one), amounts(other)

    assert (measure(first.number, first.unit) == measure(second.number, second.unit)) is same


def test_an_amount_stands_where_its_text_stands() -> None:
    """Full-width digits keep their place."""
    text = "响应时限为１５分钟"
    [amount] = amounts(text)

    assert (text[amount.start : amount.end], amount.number) == ("１５分钟", Decimal(15))


def test_a_long_text_is_read_in_no_time() -> None:
    """Reading is linear: a sentence without an end, and many sentences."""
    text = "一级事件应在 15 分钟内响应、2 小时内到场，" * 500 + "零一二三" * 5000 + "。" + "响应时限为 15 分钟。" * 2000
    started = time.perf_counter()

    assert len(in_text(text)) == 3000
    assert time.perf_counter() - started < 3
