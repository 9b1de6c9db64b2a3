"""What documents print that is computed across sections: fees per period, the worked example, dated reviews, agreed time.

Pure functions from an engagement to small frozen records; an open point in the operands yields an open point or no row.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from pydantic import Field

from itsm_docs.model.asset import Asset
from itsm_docs.model.base import Open, OpenPoint, Record
from itsm_docs.model.calendar import add_months
from itsm_docs.model.charges import CENT, add
from itsm_docs.model.metric import Metric, Period
from itsm_docs.model.quality import HUNDRED
from itsm_docs.model.scalars import Day, Flag, Money, Number, Percent, Text

if TYPE_CHECKING:
    from itsm_docs.model.engagement import Engagement, Term
    from itsm_docs.model.service import Service

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}


class ServiceFee(Record):
    """What one service costs."""

    label_cn = "服务费用行"

    service: Text = Field(title="服务", description="服务名称")
    total: Open[Money] = Field(title="含税总额", description="整个服务期")
    net: Open[Money] = Field(title="不含税总额", description="整个服务期，不含税")
    tax: Open[Money] = Field(title="税额", description="整个服务期的增值税额")
    per_period: Open[Money] = Field(title="当期服务费", description="总额按服务期月数折到一个计算周期")


class WorkedRow(Record):
    """One metric of the worked example."""

    label_cn = "算例行"

    metric: Text = Field(title="指标", description="指标名称")
    target: Open[Text] = Field(title="承诺值", description="含方向与单位")
    calculation: Text = Field(title="计算", description="公式代入示例值")
    value: Number = Field(title="测得值", description="取整后的值")
    band: Text = Field(title="档位", description="落入的扣减档位")
    percent: Percent = Field(title="扣减比例", description="占当期服务费")
    amount: Money = Field(title="扣减金额", description="元")


class WorkedExample(Record):
    """The worked example of one service."""

    label_cn = "算例"

    service: Text = Field(title="服务", description="服务名称")
    fee: Money = Field(title="当期服务费", description="元")
    rows: tuple[WorkedRow, ...] = Field(title="算例行", description="示例值未达标的指标")
    percent: Number = Field(title="比例合计", description="各项比例之和，可以超过 100")
    amount: Money = Field(title="金额合计", description="各项金额之和")
    cap_percent: Percent = Field(title="上限比例", description="当期扣减上限")
    cap: Money = Field(title="上限金额", description="当期服务费 × 上限比例")
    capped: Flag = Field(title="超过上限", description="合计是否超过上限")
    deducted: Money = Field(title="实际扣减", description="合计与上限中较小的一个")


class ReviewDate(Record):
    """One dated review."""

    label_cn = "评审日"

    date: Day = Field(title="日期", description="遇非工作日已顺延")
    name: Text = Field(title="评审", description="评审名称")
    covers: Text = Field(title="覆盖期间", description="评审哪一段服务期")
    revises: Flag = Field(title="复审协议", description="是否复审本协议")


class MonthTime(Record):
    """The agreed service time of one month."""

    label_cn = "月度约定时间"

    month: Text = Field(title="月份", description="年月；首末月不足整月的写起止日")
    days: Number = Field(title="服务日数", description="落在服务时段内的日数")
    minutes: Number = Field(title="约定服务分钟数", description="服务日数 × 每日分钟数")


class AgreedTime(Record):
    """The agreed service time of one service, month by month."""

    label_cn = "约定服务时间"

    service: Text = Field(title="服务", description="服务名称")
    window: Text = Field(title="时段", description="服务时段全文")
    months: tuple[MonthTime, ...] = Field(title="各月", description="逐月列出")
    minutes: Number = Field(title="合计分钟数", description="整个服务期")


class AssetGroup(Record):
    """The served objects of one site."""

    label_cn = "服务对象组"

    site: Text = Field(title="服务地点", description="地点名称")
    rows: tuple[Asset, ...] = Field(title="服务对象", description="该地点的服务对象")
    quantity: Number = Field(title="数量合计", description="该地点的台套数")


def fees(engagement: Engagement) -> tuple[ServiceFee, ...]:
    """The fee of each service that the price list names."""
    period = engagement.credits.period if engagement.credits else Period.MONTH
    rows = []
    for service in engagement.services:
        items = [item for item in engagement.charges.items if item.service in (service.id, service.name)]
        if items:
            total = add(item.amount for item in items)
            rows.append(
                ServiceFee(
                    service=service.name,
                    total=total,
                    net=add(item.net for item in items),
                    tax=add(item.tax for item in items),
                    per_period=_per_period(engagement, total, period),
                )
            )
    return tuple(rows)


def _per_period(engagement: Engagement, total: Decimal | OpenPoint, period: Period) -> Decimal | OpenPoint:
    if isinstance(total, OpenPoint) or period not in MONTHS:
        return total
    return (total / engagement.term.months * MONTHS[period]).quantize(CENT, ROUND_HALF_UP)


def worked_examples(engagement: Engagement) -> tuple[WorkedExample, ...]:
    """The deductions that the example values of the metrics would cost."""
    if engagement.credits is None or isinstance(engagement.credits.cap, OpenPoint):
        return ()
    by_name = {fee.service: fee.per_period for fee in engagement.fees}
    found = []
    for service in engagement.services:
        fee = by_name.get(service.name)
        if isinstance(fee, Decimal) and (rows := _worked_rows(service, fee)):
            found.append(_worked(service.name, fee, rows, engagement.credits.cap))
    return tuple(found)


def _worked_rows(service: Service, fee: Decimal) -> tuple[WorkedRow, ...]:
    rows = []
    for metric in service.metrics:
        value = metric.example_value
        tier = metric.tier_of(value) if value is not None else None
        if value is None or tier is None or isinstance(tier.percent, OpenPoint) or not tier.percent:
            continue
        rows.append(_worked_row(metric, value, tier.percent, fee))
    return tuple(rows)


def _worked_row(metric: Metric, value: Decimal, percent: Decimal, fee: Decimal) -> WorkedRow:
    band = next(
        row.band for row, tier in zip(metric.tier_rows, metric.deductions, strict=True) if tier is metric.tier_of(value)
    )
    return WorkedRow(
        metric=metric.name,
        target=metric.target_text,
        calculation=metric.example_text or "",
        value=value,
        band=band,
        percent=percent,
        amount=(fee * percent / HUNDRED).quantize(CENT, ROUND_HALF_UP),
    )


def _worked(service: str, fee: Decimal, rows: tuple[WorkedRow, ...], cap_percent: Decimal) -> WorkedExample:
    amount = sum((row.amount for row in rows), Decimal(0))
    cap = (fee * cap_percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)
    return WorkedExample(
        service=service,
        fee=fee,
        rows=rows,
        percent=sum((row.percent for row in rows), Decimal(0)),
        amount=amount,
        cap_percent=cap_percent,
        cap=cap,
        capped=amount > cap,
        deducted=min(amount, cap),
    )


def review_dates(engagement: Engagement) -> tuple[ReviewDate, ...]:
    """Every review, dated: the end of its interval plus the given days, moved to a working day, within the term or just after it."""
    dates = []
    term, calendar = engagement.term, engagement.calendar
    for review in engagement.reviews:
        start, months = term.start, 0
        while start <= term.end:
            # Counted from the first day of the term, so that a start on the 31st does not slip to the 28th for good.
            months += review.every
            end = min(add_months(term.start, months) - timedelta(days=1), term.end)
            day = calendar.on_or_after(end + timedelta(days=review.after))
            revises = review.revises and day <= term.end  # nothing is left to revise afterwards
            dates.append(ReviewDate(date=day, name=review.name, covers=_span(start, end), revises=revises))
            start = end + timedelta(days=1)
    return tuple(sorted(dates, key=lambda item: (item.date, item.name)))


def _span(start: date, end: date) -> str:
    return f"{start.year} 年 {start.month} 月 {start.day} 日至 {end.year} 年 {end.month} 月 {end.day} 日"


def agreed_time(engagement: Engagement) -> tuple[AgreedTime, ...]:
    """Month by month, the minutes in which each continuous service is agreed to run."""
    found = []
    for service in engagement.services:
        if service.window is None or not service.is_continuous:
            continue
        months = tuple(_months(engagement, service))
        found.append(
            AgreedTime(
                service=service.name,
                window=service.window.text,
                months=months,
                minutes=sum((month.minutes for month in months), Decimal(0)),
            )
        )
    return tuple(found)


def _months(engagement: Engagement, service: Service) -> list[MonthTime]:
    window, term = service.window, engagement.term
    assert window is not None
    counts: dict[tuple[int, int], int] = {}
    day = term.start
    while day <= term.end:
        counts.setdefault((day.year, day.month), 0)
        counts[day.year, day.month] += engagement.calendar.is_service_day(day, window.days)
        day += timedelta(days=1)
    return [
        MonthTime(month=_month(term, year, month), days=Decimal(count), minutes=count * window.minutes_per_day)
        for (year, month), count in counts.items()
    ]


def _month(term: Term, year: int, month: int) -> str:
    first = date(year, month, 1)
    last = add_months(first, 1) - timedelta(days=1)
    start, end = max(first, term.start), min(last, term.end)
    days = "" if (start, end) == (first, last) else f"（{start.day} 日至 {end.day} 日）"
    return f"{year} 年 {month} 月{days}"


def asset_groups(engagement: Engagement) -> tuple[AssetGroup, ...]:
    """The served objects by site, sites in the order of the data; objects of an unknown site stand last under its own words."""
    names = {site.id: site.name for site in engagement.sites}
    groups: dict[str, list[Asset]] = {site.name: [] for site in engagement.sites}
    for asset in engagement.assets:
        groups.setdefault(names.get(asset.site, asset.site), []).append(asset)
    return tuple(
        AssetGroup(site=site, rows=tuple(rows), quantity=Decimal(sum(asset.quantity for asset in rows)))
        for site, rows in groups.items()
        if rows
    )
