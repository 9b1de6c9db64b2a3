"""What the management plan prints that is put together from several sections: basis, team, organisation, schedule, training, risks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from itsm_docs import standard
from itsm_docs.model.base import Open, OpenPoint, Record
from itsm_docs.model.calendar import add_months
from itsm_docs.model.drawings import Bar, Organisation, OrgBox, Schedule
from itsm_docs.model.plan import Course, Degree, Risk, RoleDuty
from itsm_docs.model.procurement import Regime
from itsm_docs.model.scalars import Text
from itsm_docs.model.service import Service

if TYPE_CHECKING:
    from itsm_docs.model.engagement import Engagement

_MONTHLY = 18
"""A longer term is drawn in quarters."""


class BasisRow(Record):
    """A law or standard on which the plan is based."""

    label_cn = "依据行"

    title: Text = Field(title="名称", description="法规或标准的名称，标准带编号")
    version: Text = Field(title="版本与施行日", description="通过或修订的版本、施行日；标准写“现行有效版本”")
    is_standard: bool = Field(title="标准", description="是标准而不是法规的为真")


class TeamRow(Record):
    """A person, or a post that is still to be filled by name."""

    label_cn = "人员行"

    post: Text = Field(title="岗位", description="岗位名称")
    name: Open[Text] = Field(title="姓名", description="姓名；没有名单的写人数")
    grade: Open[Text] = Field(title="能力等级", description="按 DB21/T 1793 系列识别的类别与等级")
    certificate: Text = Field(title="证书", description="证书与编号")
    place: Text = Field(title="驻地", description="驻场地点或驻地与班次")


class TrainingRow(Record):
    """A user training with the service it is for."""

    label_cn = "用户培训行"

    service: Text = Field(title="服务", description="服务名称；面向整个项目的写“全部服务”")
    it: Course = Field(title="培训", description="培训的内容")


class RiskRow(Record):
    """A risk with its rank."""

    label_cn = "风险行"

    number: Text = Field(title="编号", description="R1、R2……")
    service: Text = Field(title="服务", description="服务名称；整个项目的写“全部服务”")
    it: Risk = Field(title="风险", description="风险的内容")
    rank: Text = Field(title="等级", description="可能性与影响合成的等级：高、中、低")


class RaciRow(Record):
    """A line of the RACI table with the roles in words."""

    label_cn = "责任分配行"

    name: Text = Field(title="活动", description="活动")
    accountable: Text = Field(title="负责（A）", description="唯一对结果负责的角色")
    responsible: Text = Field(title="执行（R）", description="执行的角色")
    consulted: Text = Field(title="咨询（C）", description="事前征求意见的角色")
    informed: Text = Field(title="知会（I）", description="事后告知的角色")


_ALL = "全部服务"


class _Dated(NamedTuple):
    """Something with dates, for the schedule."""

    name: str
    start: date
    end: date
    owner: str
    milestone: bool


def basis_rows(engagement: Engagement) -> tuple[BasisRow, ...]:
    """The laws and standards for the categories of the services."""
    purchase = engagement.procurement
    keys = standard.basis(
        dict.fromkeys(service.category for service in engagement.services),
        government=purchase is not None and purchase.regime is Regime.GOVERNMENT,
    )
    return tuple(_basis(key) for key in keys)


def _basis(key: str) -> BasisRow:
    entry = standard.law_entry(key)
    if entry.kind is standard.LawKind.STANDARD:
        return BasisRow(title=f"{standard.law_citation(key)} {entry.title}", version="现行有效版本", is_standard=True)
    day = entry.effective
    since = f"{day.year} 年 {day.month} 月 {day.day} 日起施行" if day else ""
    version = "，".join(text for text in (entry.version or "", since) if text) or "现行有效版本"
    return BasisRow(title=standard.law_citation(key), version=version, is_standard=False)


def team(engagement: Engagement) -> tuple[TeamRow, ...]:
    """The people by name, and the posts for which no name is given."""
    return tuple(_team(engagement))


def _team(engagement: Engagement) -> Iterator[TeamRow]:
    sites = {site.id: site.name for site in engagement.sites}
    named = {person.post for person in engagement.staff}
    pending = OpenPoint("按 DB21/T 1793 识别")
    posts = {post.name: post for post in engagement.resources.posts}
    for person in engagement.staff:
        post = posts.get(person.post)
        place = sites.get(person.site or "", person.site) or (post.based if post else "—")
        grade = person.grade or (post.grade if post else None) or pending
        yield TeamRow(
            post=person.post, name=person.name, grade=grade, certificate=person.certificate or "—", place=place
        )
    for post in engagement.resources.posts:
        if post.name not in named:
            yield TeamRow(
                post=post.name, name=f"{post.count} 人", grade=post.grade or pending, certificate="—", place=post.based
            )


def organisation(engagement: Engagement) -> Organisation:
    """The roles of both sides as a chart; the top roles of the two sides are counterparts."""
    roles = engagement.plan.roles
    ids = {role.name: f"r{index}" for index, role in enumerate(roles)}
    tops: dict[str, str] = {}
    boxes = []
    for role in roles:
        under = ids.get(role.under or "")
        beside = None
        if under is None:
            beside = next((top for side, top in tops.items() if side != role.side), None)
            tops.setdefault(role.side, ids[role.name])
        boxes.append(OrgBox(id=ids[role.name], title=role.name, lines=_holder(role), under=under, beside=beside))
    return Organisation(title=f"{engagement.papers.plan.title}的组织", boxes=tuple(boxes))


def _holder(role: RoleDuty) -> tuple[str, ...]:
    return (f"（{role.side}）",) if role.holder is None else (str(role.holder), f"（{role.side}）")


def raci_rows(engagement: Engagement) -> tuple[RaciRow, ...]:
    """The RACI table in words."""
    return tuple(
        RaciRow(
            name=activity.name,
            accountable=activity.accountable,
            responsible="、".join(activity.responsible),
            consulted="、".join(activity.consulted) or "—",
            informed="、".join(activity.informed) or "—",
        )
        for activity in engagement.plan.raci
    )


def training_rows(engagement: Engagement) -> tuple[TrainingRow, ...]:
    """The trainings of users: of each service, and of the whole engagement."""
    rows = [TrainingRow(service=service.name, it=it) for service in engagement.services for it in service.training]
    return (*rows, *(TrainingRow(service=_ALL, it=it) for it in engagement.plan.user_training))


def risk_rows(engagement: Engagement) -> tuple[RiskRow, ...]:
    """All risks with rank, numbered."""
    pairs = [(service.name, risk) for service in engagement.services for risk in service.risks]
    pairs += [(_ALL, risk) for risk in engagement.plan.risks]
    return tuple(
        RiskRow(number=f"R{index}", service=service, it=risk, rank=_rank(risk))
        for index, (service, risk) in enumerate(pairs, start=1)
    )


def _rank(risk: Risk) -> str:
    points = {Degree.LOW: 1, Degree.MEDIUM: 2, Degree.HIGH: 3}
    product = points[risk.likelihood] * points[risk.impact]
    return "高" if product >= 6 else "中" if product >= 3 else "低"


def schedule(engagement: Engagement) -> Schedule:
    """Tasks, milestones, reviews and drills over the months of the term (quarters, where it is long)."""
    starts, names = _periods(engagement)
    bars = sorted(_dated(engagement), key=lambda entry: (entry.start, entry.end, entry.name))
    return Schedule(
        title="进度计划", periods=names, bars=tuple(_bar(entry, starts) for entry in bars) or (_whole(names),)
    )


def _whole(names: tuple[str, ...]) -> Bar:
    return Bar(name="提供服务", owner="—", dates="服务期", first=0, last=len(names) - 1)


def _periods(engagement: Engagement) -> tuple[list[date], tuple[str, ...]]:
    days = [day for entry in _dated(engagement) for day in (entry.start, entry.end)]
    first = min([engagement.term.start, *days])
    last = max([engagement.term.end, *days])
    start = date(first.year, first.month, 1)
    count = (last.year - start.year) * 12 + last.month - start.month + 1
    if count <= _MONTHLY:
        starts = [add_months(start, index) for index in range(count)]
        return starts, tuple(f"{day.month}月" for day in starts)
    start = date(first.year, 3 * ((first.month - 1) // 3) + 1, 1)
    quarters = -(-((last.year - start.year) * 12 + last.month - start.month + 1) // 3)
    starts = [add_months(start, 3 * index) for index in range(quarters)]
    return starts, tuple(f"{day.year % 100:02}Q{(day.month + 2) // 3}" for day in starts)


def _dated(engagement: Engagement) -> list[_Dated]:
    """Everything with dates; what is still open is left out."""
    found: list[_Dated] = []
    for task in engagement.plan.schedule:
        if not isinstance(task.start, OpenPoint) and not isinstance(task.end, OpenPoint):
            found.append(_Dated(f"{task.name}（{task.output}）", task.start, task.end, task.owner, False))
    for service in engagement.services:
        found += _milestones(service)
    for drill in engagement.emergency.drills:
        if not isinstance(drill.date, OpenPoint):
            found.append(_Dated(f"演练：{drill.name}", drill.date, drill.date, "双方", True))
    found += [_Dated(review.name, review.date, review.date, "双方", True) for review in engagement.review_dates]
    return found


def _milestones(service: Service) -> list[_Dated]:
    return [
        _Dated(f"{stone.id} {stone.name}", stone.due, stone.due, "乙方", True)
        for stone in service.milestones
        if not isinstance(stone.due, OpenPoint)
    ]


def _bar(entry: _Dated, starts: list[date]) -> Bar:
    start, end = entry.start, entry.end
    dates = f"{start:%Y-%m-%d}" if start == end else f"{start:%Y-%m-%d} 至 {end:%Y-%m-%d}"
    first, last = (max(sum(1 for day in starts if day <= when) - 1, 0) for when in (start, end))
    return Bar(name=entry.name, owner=entry.owner, dates=dates, first=first, last=last, milestone=entry.milestone)
