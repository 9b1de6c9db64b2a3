"""The process manual: steps that can be followed and proved, forms that exist, roles that may be held together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from itsm_docs import standard
from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.manual_views import kinds_of_services
from itsm_docs.model.plan import Activity, Plan, RoleDuty
from itsm_docs.model.process import Process, RecordForm, Step
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.pick import repeated
from itsm_docs.rules.words import did_you_mean, listed

LANES = 6
"""More lanes than this leave no room for the words in the boxes of a portrait page."""


def processes(engagement: Engagement) -> Iterator[tuple[DataPath, tuple[str, Process]]]:
    """Every process that the manual of this engagement prints, with its title."""
    own = kinds_of_services(engagement)
    for entry in standard.process_entries():
        if entry.fits(own):
            yield ("processes", entry.key), (entry.title, getattr(engagement.processes, entry.key))


def steps(engagement: Engagement) -> Iterator[tuple[DataPath, tuple[str, int, Step]]]:
    """Every step of those processes, with the title of the process and the number of its steps."""
    for at, (title, process) in processes(engagement):
        for index, step in enumerate(process.steps):
            yield (*at, "steps", index), (title, len(process.steps), step)


def forms(engagement: Engagement) -> Iterator[tuple[DataPath, RecordForm]]:
    """Every form."""
    for index, form in enumerate(engagement.record_forms):
        yield ("record_forms", index), form


def activities(engagement: Engagement) -> Iterator[tuple[DataPath, Activity]]:
    """Every line of the RACI table."""
    for index, activity in enumerate(engagement.plan.raci):
        yield ("plan", "raci", index), activity


def plan(engagement: Engagement) -> Iterator[tuple[DataPath, Plan]]:
    """The plan."""
    yield ("plan",), engagement.plan


@rule("步骤使用的表单在表单清单中", each=steps)
def steps_cite_forms_that_exist(case: Case[tuple[str, int, Step]]) -> Iterator[Finding]:
    """Whoever follows the step finds the form in the appendix."""
    title, _, step = case.it
    known = [form.id for form in case.engagement.record_forms]
    if step.form is not None and step.form not in known:
        hint = did_you_mean(step.form, known)
        yield finding("RU811", case.where("form"), process=title, step=step.label, value=step.form, hint=hint)


@rule("步骤留下记录", each=steps)
def steps_leave_a_record(case: Case[tuple[str, int, Step]]) -> Iterator[Finding]:
    """A step without form and record cannot be proved."""
    title, _, step = case.it
    if step.form is None and step.record is None:
        yield finding("RU812", case.where(), process=title, step=step.label)


@rule("步骤有时限", each=steps)
def steps_have_a_time(case: Case[tuple[str, int, Step]]) -> Iterator[Finding]:
    """A step without a time is never late."""
    title, _, step = case.it
    if step.within is None and step.limit is None:
        yield finding("RU813", case.where(), process=title, step=step.label)


@rule("判断转至的步骤存在", each=steps)
def decisions_lead_to_a_step(case: Case[tuple[str, int, Step]]) -> Iterator[Finding]:
    """The other branch leads to a step of the same process, or to the end (0)."""
    title, count, step = case.it
    if step.no_to is not None and step.no_to > count:
        yield finding("RU814", case.where("no_to"), process=title, step=step.label, to=step.no_to, count=count)


@rule("一个流程的角色不超过 6 个", each=processes)
def processes_have_few_roles(case: Case[tuple[str, Process]]) -> Iterator[Finding]:
    """The lanes fit on a portrait page."""
    title, process = case.it
    roles = tuple(dict.fromkeys(step.who for step in process.steps))
    if len(roles) > LANES:
        yield finding("RU815", case.where("steps"), process=title, count=len(roles), most=LANES)


@rule("表单的文档类已列入文档管理制度", each=forms)
def forms_have_an_archive_class(case: Case[RecordForm]) -> Iterator[Finding]:
    """The class settles who keeps the filled form and how long."""
    known = [group.id for group in case.engagement.document_policy.classes]
    if case.it.archive not in known:
        hint = did_you_mean(case.it.archive, known)
        yield finding("RU816", case.where("archive"), form=case.it.title, value=case.it.archive, hint=hint)


@rule("表单编号不重复", each=whole)
def forms_are_unique(case: Case[Engagement]) -> Iterator[Finding]:
    """Steps cite forms by their id."""
    for index, value in repeated(case.it.record_forms, "id"):
        yield finding("RU503", case.where("record_forms", index, "id"), kind="表单", what="编号", value=value)


@rule("不得兼任的角色不由同一人担任", each=plan)
def incompatible_roles_have_different_holders(case: Case[Plan]) -> Iterator[Finding]:
    """Who approves or checks is not who did the work; one of the two roles naming the other is enough."""
    for (_, one), (index, other) in combinations(enumerate(case.it.roles), 2):
        if other.name not in one.excludes and one.name not in other.excludes:
            continue
        both = [name for name in _names(one) if name in _names(other)]
        if both:
            where = case.where("roles", index, "holder")
            yield finding("RU817", where, one=one.name, other=other.name, holder=listed(both))


def _names(role: RoleDuty) -> tuple[str, ...]:
    """The holders of a role, each by name; an open point names nobody."""
    if role.holder is None or isinstance(role.holder, OpenPoint):
        return ()
    return tuple(name for name in re.split(r"[、，,；;/\s]+", role.holder) if name)


@rule("责任分配的角色已列入角色表", each=activities)
def activities_name_roles(case: Case[Activity]) -> Iterator[Finding]:
    """Whoever is accountable or does the work has duties in the table of roles."""
    known = [role.name for role in case.engagement.plan.roles]
    activity = case.it
    for field in ("accountable", "responsible", "consulted", "informed"):
        value = getattr(activity, field)
        named = ((value, (field,)),) if isinstance(value, str) else [(name, (field, i)) for i, name in enumerate(value)]
        for name, at in named:
            if name not in known:
                hint = did_you_mean(name, known)
                yield finding("RU818", case.where(*at), activity=activity.name, value=name, hint=hint)
