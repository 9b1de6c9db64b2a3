"""A service level metric, written so that two readers compute the same number from the same log.

Commitment (承诺值) and penalty floor (考核底线) are separate: missing the first is a finding of the review, falling
under the second costs the larger deductions. The deductions themselves are tiers over the measured value.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from pydantic import Field, model_validator

from itsm_docs.model.base import Choice, Open, OpenPoint, Record, derived
from itsm_docs.model.formula import Formula
from itsm_docs.model.scalars import Code, Number, Percent, Text, Whole, refuse


class Quality(Choice):
    """The property of the service that a metric measures (8.2.1, 8.2.2.2 g)."""

    RELIABILITY = "reliability", "可靠性"
    AVAILABILITY = "availability", "可用性"
    SECURITY = "security", "安全性"
    CONTINUITY = "continuity", "可持续性"
    RESPONSIVENESS = "responsiveness", "响应性"
    SATISFACTION = "satisfaction", "用户满意"


class Comparison(Choice):
    """On which side of the target the good values lie."""

    AT_LEAST = "at-least", "不低于"
    AT_MOST = "at-most", "不高于"


class Period(Choice):
    """The period over which a metric is counted."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
    HALF_YEAR = "half-year", "半年"
    YEAR = "year", "年"
    PROJECT = "project", "全周期"


class RoundingMode(Choice):
    """How the computed value is brought to the printed number of decimals."""

    HALF_UP = "half-up", "四舍五入"
    DOWN = "down", "截尾不进位"


class Rounding(Record):
    """Decimals and mode of rounding; rounding happens once, on the final value."""

    label_cn = "取整规则"

    digits: Whole = Field(title="小数位数", description="结果保留的小数位数", le=4)
    mode: RoundingMode = Field(title="取舍方式", description="四舍五入，或截尾不进位")

    def apply(self, value: Decimal) -> Decimal:
        """The value as it is compared with the target."""
        how = ROUND_HALF_UP if self.mode is RoundingMode.HALF_UP else ROUND_DOWN
        return value.quantize(Decimal(1).scaleb(-self.digits), how)


class Quantity(Record):
    """One named quantity of the formula: what it counts and from where."""

    label_cn = "计算量"

    name: Text = Field(title="名称", description="与公式中的写法完全一致")
    meaning: Text = Field(title="口径", description="数什么、怎么数、单位是什么")
    source: Text = Field(title="取数", description="哪个系统的哪个字段或哪张记录")
    example: Number | None = Field(None, title="示例值", description="算例用的数；不填则不出算例")


class Tier(Record):
    """A band of measured values and the deduction it costs, in percent of the fee of the period."""

    label_cn = "扣减档位"

    floor: Number | None = Field(None, title="下限", description="档位下限；不填表示不设下限")
    ceiling: Number | None = Field(None, title="上限", description="档位上限；不填表示不设上限")
    percent: Open[Percent] = Field(title="扣减比例", description="占该服务当期服务费的百分比")


class Metric(Record):
    """A service level metric. Sources: 8.2.1 (quantified), 8.2.2.2 b), g), i)."""

    label_cn = "服务指标"

    id: Code = Field(title="编号", description="例如 availability")
    name: Text = Field(title="名称", description="例如 关键系统可用率")
    quality: Quality = Field(title="质量特性", description="可靠性、可用性、安全性、可持续性、响应性或用户满意")
    definition: Text = Field(title="定义", description="这个指标说明什么")
    formula: Formula = Field(title="计算公式", description="用“计算量”的名称写成，可由程序计算")
    quantities: tuple[Quantity, ...] = Field(title="计算量", description="公式中每个量的口径与取数")
    unit: Text = Field(title="单位", description="例如 %、次、分钟")
    comparison: Comparison = Field(title="达标方向", description="不低于或不高于目标值为达标")
    target: Open[Number] = Field(title="承诺值", description="对甲方承诺的目标值")
    floor: Open[Number] | None = Field(
        None, title="考核底线", description="跌破即按最重一档扣减并整改；仅统计的指标不填"
    )
    period: Period = Field(title="统计周期", description="按月、季度、半年、年或项目全周期")
    method: Text = Field(title="测量方法", description="怎样测，用什么工具")
    clock: Text = Field(
        title="计时起止", description="从哪一刻起、到哪一刻止，何种情形暂停；不计时的指标写明以何时点的状态为准"
    )
    owner: Text = Field(title="统计责任人", description="谁统计、谁复核")
    exclusions: tuple[Text, ...] = Field(title="除外情形", description="不计入的情形；确实没有时写空列表 []")
    rounding: Rounding = Field(title="取整规则", description="最后一步取整；中间不取整")
    minimum_sample: Whole = Field(title="最小样本", description="样本少于此数时按“样本不足”处理；逐件必查的指标写 1")
    small_sample: Text = Field(title="样本不足时", description="例如 并入下一周期，连续两个周期不足则逐件评议")
    dispute: Text = Field(title="争议时的依据", description="双方数据不一致时以哪份记录为准、怎样核对")
    deductions: tuple[Tier, ...] = Field((), title="扣减档位", description="按测得值分档扣减服务费；不扣减的指标不填")

    @property
    @derived("承诺值（含方向与单位）", "例如 ≥ 99.9%")
    def target_text(self) -> str | OpenPoint:
        """``≥ 99.9%``."""
        return self._limit_text(self.target)

    @property
    @derived("考核底线（含方向与单位）", "例如 99%；仅统计的指标为“仅统计”")
    def floor_text(self) -> str | OpenPoint:
        """``≥ 99%``, or 仅统计 where there is no floor."""
        return "仅统计" if self.floor is None else self._limit_text(self.floor)

    @property
    @derived("样本要求", "最小样本与不足时的处理连写")
    def sample_text(self) -> str:
        """How a small sample is treated."""
        return f"{self.minimum_sample:,} 件" if self.minimum_sample > 1 else "逐件"

    @property
    @derived("取整说明", "例如 保留 2 位小数，四舍五入")
    def rounding_text(self) -> str:
        """``保留 2 位小数，四舍五入``."""
        kept = f"保留 {self.rounding.digits} 位小数" if self.rounding.digits else "取整数"
        return f"{kept}，{self.rounding.mode}"

    @property
    @derived("是否有算例", "每个计算量都有示例值")
    def has_example(self) -> bool:
        """Whether every quantity has an example value."""
        return all(quantity.example is not None for quantity in self.quantities)

    @property
    @derived("算例结果", "按示例值算出并取整")
    def example_value(self) -> Decimal | None:
        """The rounded value of the example quantities."""
        values = self._example
        return self.rounding.apply(self.formula.value(values)) if values is not None else None

    @property
    @derived("算例", "公式代入示例值、结果与判定")
    def example_text(self) -> str | None:
        """``（43,200 − 150）÷ 43,200 × 100 = 99.65（%）``."""
        values = self._example
        if values is None:
            return None
        return f"{self.formula.substituted(values)} = {self.example_value}{self._unit_after}"

    @property
    @derived("扣减档位行", "每档的区间与比例")
    def tier_rows(self) -> tuple[TierRow, ...]:
        """The deduction tiers as readable bands."""
        return tuple(TierRow(band=self._band(tier), percent=tier.percent) for tier in self.deductions)

    def tier_of(self, value: Decimal) -> Tier | None:
        """The deduction tier that a measured value falls into."""
        return next((tier for tier in self.deductions if self._holds(tier, value)), None)

    def met(self, value: Decimal) -> bool | None:
        """Whether the value keeps the commitment; None while the commitment is an open point."""
        if isinstance(self.target, OpenPoint):
            return None
        return value >= self.target if self.comparison is Comparison.AT_LEAST else value <= self.target

    def _holds(self, tier: Tier, value: Decimal) -> bool:
        low, high = tier.floor, tier.ceiling
        if self.comparison is Comparison.AT_LEAST:
            return (low is None or value >= low) and (high is None or value < high)
        return (low is None or value > low) and (high is None or value <= high)

    def _band(self, tier: Tier) -> str:
        unit = self._unit_after
        low, high = (None if bound is None else f"{_plain(bound)}{unit}" for bound in (tier.floor, tier.ceiling))
        above, below = ("不低于", "低于") if self.comparison is Comparison.AT_LEAST else ("高于", "不高于")
        bounds = [part for part in (low and f"{above} {low}", high and f"{below} {high}") if part]
        return "且".join(bounds).replace("%且", "% 且")

    def _limit_text(self, limit: Decimal | OpenPoint) -> str | OpenPoint:
        if isinstance(limit, OpenPoint):
            return limit
        if self.comparison is Comparison.AT_LEAST and self.unit == "%" and limit == 100:
            return "100%"  # nothing lies above it
        sign = "≥" if self.comparison is Comparison.AT_LEAST else "≤"
        return f"{sign} {_plain(limit)}{self._unit_after}"

    @property
    def _unit_after(self) -> str:
        return self.unit if self.unit in ("%", "‰") else f" {self.unit}"

    @property
    def _example(self) -> Mapping[str, Decimal] | None:
        values = {quantity.name: quantity.example for quantity in self.quantities if quantity.example is not None}
        return values if len(values) == len(self.quantities) else None

    @model_validator(mode="after")
    def _formula_uses_the_quantities(self) -> Metric:
        used, declared = set(self.formula.names), {quantity.name for quantity in self.quantities}
        if used - declared:
            refuse("DM204", field="formula", names="、".join(sorted(used - declared)))
        if declared - used:
            refuse("DM205", field="quantities", names="、".join(sorted(declared - used)))
        if (values := self._example) is not None:
            try:
                self.formula.value(values)
            except ValueError:
                refuse("DM206", field="quantities")
        return self


class TierRow(Record):
    """A deduction tier as a document prints it."""

    label_cn = "扣减档位行"

    band: Text = Field(title="区间", description="测得值的区间")
    percent: Open[Percent] = Field(title="扣减比例", description="占当期服务费的百分比")


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
