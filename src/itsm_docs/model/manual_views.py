"""What the process manual prints: the processes of this engagement with their steps, figures and measures, and the forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from itsm_docs import standard
from itsm_docs.model.base import Open, OpenPoint, Record
from itsm_docs.model.drawings import Cycle, CycleStage, Flow, Grid
from itsm_docs.model.flows import charts
from itsm_docs.model.process import FormPart, FormSection, Limit, Process, RecordForm, Step
from itsm_docs.model.scalars import Code, Text, Whole

if TYPE_CHECKING:
    from itsm_docs.model.engagement import Engagement


_LINES, _WIDE = 4, 14
"""How many lines a quarter of the ring has room for, and how many characters a line."""


class StepRow(Record):
    """A step as the manual prints it."""

    label_cn = "步骤行"

    number: Whole = Field(title="步骤", description="第几步")
    who: Text = Field(title="角色", description="由谁做")
    does: Text = Field(title="做什么", description="动作、判断与去向")
    record: Text = Field(title="记录", description="表单与记录，表单带编号")
    within: Open[Text] = Field(title="时限", description="时限；按协议的写出各级的值")


class MeasureRow(Record):
    """A measure of a process."""

    label_cn = "衡量行"

    name: Text = Field(title="指标", description="指标名称")
    formula: Text = Field(title="口径", description="怎样计算")
    target: Open[Text] = Field(title="目标", description="目标值")
    source: Text = Field(title="出处", description="服务等级协议，或本流程")


class ManualProcess(Record):
    """A process as the manual prints it."""

    label_cn = "手册流程"

    id: Code = Field(title="代号", description="流程的代号")
    title: Text = Field(title="名称", description="流程名称")
    clauses: Text = Field(title="条款", description="回答的标准条款，空格分开")
    it: Process = Field(title="内容", description="流程的内容")
    rows: tuple[StepRow, ...] = Field(title="步骤", description="步骤行")
    measures: tuple[MeasureRow, ...] = Field(title="衡量", description="衡量行")
    charts: tuple[Flow, ...] = Field(title="流程图", description="由步骤生成的泳道流程图；步骤多的分成几张")


class ReferenceRow(Record):
    """A process of GB/T 24405.1 and where it is answered."""

    label_cn = "对照行"

    name: Text = Field(title="参照流程", description="GB/T 24405.1 的流程")
    place: Text = Field(title="本项目的流程或文件", description="流程名称，或文件名称与编号")


class Pair(Record):
    """Two labelled blanks side by side."""

    label_cn = "栏目行"

    left: Text = Field(title="左栏", description="左边的栏目名")
    right: Text | None = Field(None, title="右栏", description="右边的栏目名；没有的空着")


class SheetSection(Record):
    """A part of a printed form, ready for the template."""

    label_cn = "表单版面"

    kind: FormPart = Field(title="种类", description="栏目、填写区、表格或签字")
    title: Text | None = Field(None, title="小标题", description="这一部分的标题")
    pairs: tuple[Pair, ...] = Field((), title="栏目行", description="两栏一行")
    labels: tuple[Text, ...] = Field((), title="名称", description="填写区的名称")
    grid: Grid | None = Field(None, title="表格", description="填写的表格")


class Sheet(Record):
    """A form that the manual prints."""

    label_cn = "印出的表单"

    id: Code = Field(title="编号", description="表单的短编号")
    number: Text = Field(title="文件编号", description="登记册中的编号，例如 YLW-2027-YW01-BD-03")
    title: Text = Field(title="名称", description="表单名称")
    keeper: Text = Field(title="保管人", description="归档保管的角色")
    archive: Code = Field(title="文档类", description="文档类的编号")
    note: Text | None = Field(None, title="填写说明", description="谁填、何时填、怎样编号")
    sections: tuple[SheetSection, ...] = Field(title="版面", description="各部分")


def kinds_of_services(engagement: Engagement) -> tuple[tuple[str, str], ...]:
    """Mode and category of each service; by them the catalogue tells which processes an engagement has."""
    return tuple((service.mode.value, service.category) for service in engagement.services)


def manual(engagement: Engagement) -> tuple[ManualProcess, ...]:
    """The processes that fit the services, in the order of the catalogue."""
    own = kinds_of_services(engagement)
    return tuple(_process(engagement, entry) for entry in standard.process_entries() if entry.fits(own))


def _process(engagement: Engagement, entry: standard.ProcessEntry) -> ManualProcess:
    it: Process = getattr(engagement.processes, entry.key)
    return ManualProcess(
        id=entry.key,
        title=entry.title,
        clauses=" ".join(entry.clauses),
        it=it,
        rows=tuple(_row(engagement, number, step) for number, step in enumerate(it.steps, start=1)),
        measures=tuple(_measures(engagement, it)),
        charts=charts(entry.title, it.steps),
    )


def _row(engagement: Engagement, number: int, step: Step) -> StepRow:
    numbers = {sheet.id: f"《{sheet.title}》（{sheet.number}）" for sheet in engagement.sheets}
    kept = [numbers.get(step.form or ""), step.record]
    return StepRow(
        number=number,
        who=step.who,
        does=step.does,
        record="；".join(text for text in kept if text) or "—",
        within=limit_text(engagement, step.limit) if step.limit else step.within or "—",
    )


def limit_text(engagement: Engagement, limit: Limit) -> str | OpenPoint:
    """A time of the SLA in words, for every level: 一级 15 分钟，二级 30 分钟."""
    if limit is Limit.NOTICE:
        notice = engagement.emergency.notice
        return notice if isinstance(notice, OpenPoint) else str(notice)
    if engagement.priorities is None:
        return f"按《{engagement.papers.sla.title}》"
    known = [
        (level.name.partition("（")[0], getattr(level, limit.name.lower())) for level in engagement.priorities.levels
    ]
    return "，".join(f"{name} {value}" for name, value in known if value is not None) or "—"


def _measures(engagement: Engagement, it: Process) -> Iterator[MeasureRow]:
    several = len(engagement.services) > 1
    for service in engagement.services:
        for metric in service.metrics:
            if metric.name in it.follows:
                name = f"{metric.name}（{service.name}）" if several else metric.name
                source = f"《{engagement.papers.sla.title}》"
                yield MeasureRow(name=name, formula=str(metric.formula), target=metric.target_text, source=source)
    for own in it.metrics:
        yield MeasureRow(name=own.name, formula=own.formula, target=own.target, source="本流程")


def cycle(engagement: Engagement) -> Cycle:
    """The PDCA ring (8.6) with what each quarter holds here: counts of the data, the regular reports and reviews by name."""
    metrics = sum(len(service.metrics) for service in engagement.services)
    checks = [f"按{engagement.assessment.period}评估", *(report.name for report in engagement.reports)]
    revising = [review.name for review in engagement.reviews if review.revises]
    held = {
        ("P", "计划"): (f"需求 {len(engagement.needs)} 项", f"指标 {metrics} 项", "协议、计划与流程"),
        ("D", "执行"): (f"服务 {len(engagement.services)} 项", f"流程 {len(engagement.manual)} 个", "记录当时形成"),
        ("C", "检查"): ("质量检查", *checks),
        ("A", "改进"): ("纠正与预防", *revising, "写入下一轮计划"),
    }
    return Cycle(
        title="PDCA 循环",
        stages=tuple(
            CycleStage(letter=letter, title=title, lines=tuple(_cut(line) for line in lines[:_LINES]))
            for (letter, title), lines in held.items()
        ),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _WIDE else f"{text[: _WIDE - 1]}…"


def reference_rows(engagement: Engagement) -> tuple[ReferenceRow, ...]:
    """GB/T 24405.1's processes with what answers each here."""
    here = {process.id: process.title for process in engagement.manual}
    rows = []
    for reference in standard.references():
        names = [here[key] for key in reference.processes if key in here]
        if not names and reference.otherwise:
            names = [here[reference.otherwise]]
        if reference.kind:
            paper = getattr(engagement.papers, reference.kind)
            names.append(f"《{paper.title}》（{paper.number}）")
        rows.append(ReferenceRow(name=reference.name, place="、".join(names) or "—"))
    return tuple(rows)


def sheets(engagement: Engagement) -> tuple[Sheet, ...]:
    """The forms that the processes of this engagement use, and those that are always printed, numbered in their order."""
    own = kinds_of_services(engagement)
    used = {
        step.form
        for entry in standard.process_entries()
        if entry.fits(own)
        for step in getattr(engagement.processes, entry.key).steps
    }
    kept = [form for form in engagement.record_forms if form.always or form.id in used]
    return tuple(_sheet(engagement, number, form) for number, form in enumerate(kept, start=1))


def _sheet(engagement: Engagement, number: int, form: RecordForm) -> Sheet:
    return Sheet(
        id=form.id,
        number=f"{engagement.number}-BD-{number:02}",
        title=form.title,
        keeper=form.keeper,
        archive=form.archive,
        note=form.note,
        sections=tuple(_section(section) for section in form.sections),
    )


def _section(section: FormSection) -> SheetSection:
    labels = section.labels
    paired = tuple(
        Pair(left=labels[index], right=labels[index + 1] if index + 1 < len(labels) else None)
        for index in range(0, len(labels), 2)
    )
    two = section.kind in (FormPart.FIELDS, FormPart.SIGN)
    return SheetSection(
        kind=section.kind,
        title=section.title,
        pairs=paired if two else (),
        labels=() if two else labels,
        grid=section.grid,
    )
