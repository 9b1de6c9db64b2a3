"""What a service has by its mode, and the mode that its category usually has."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import Finding, finding
from itsm_docs.model.service import Service
from itsm_docs.rules.engine import Case, rule
from itsm_docs.rules.pick import services

PROJECTS = ("03", "06", "12")
"""Planning of information resources, supervision, consulting: they end with a result."""


@rule("项目型服务有验收项", each=services)
def projects_are_accepted(case: Case[Service]) -> Iterator[Finding]:
    """A project-type service ends with acceptance."""
    if case.it.is_project and not case.it.acceptance:
        yield finding("RU306", case.where("acceptance"), clause="8.2.2.2-g", service=case.it.name)


@rule("服务形态与类别相称", each=services)
def mode_fits_the_category(case: Case[Service]) -> Iterator[Finding]:
    """Some categories normally end with a result."""
    service = case.it
    if service.category in PROJECTS and not service.is_project:
        category = f"{service.category} {service.category_name}"
        yield finding("RU307", case.where("mode"), service=service.name, category=category, mode=service.mode)
