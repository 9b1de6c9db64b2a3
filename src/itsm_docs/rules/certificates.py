"""Certificates of the provider (8.3.3.4) and of its people: in its own name, and valid for the whole service period."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.people import Certificate, Person
from itsm_docs.rules.engine import Case, rule


def certificates(engagement: Engagement) -> Iterator[tuple[DataPath, Certificate]]:
    """Every certificate of the provider."""
    for index, certificate in enumerate(engagement.provider.certificates):
        yield ("provider", "certificates", index), certificate


@rule("资质证书的持证人是乙方", each=certificates)
def certificates_are_the_providers(case: Case[Certificate]) -> Iterator[Finding]:
    """The holder is the provider, letter by letter."""
    provider = case.settled(case.engagement.provider.name, "holder")
    if case.it.holder != provider:
        values = {"name": case.it.name, "holder": case.it.holder, "provider": provider}
        yield finding("CT511", case.where("holder"), **values)


@rule("资质证书在服务期内有效", each=certificates)
def certificates_outlast_the_term(case: Case[Certificate]) -> Iterator[Finding]:
    """A certificate that ends within the term has to be renewed; one that ends before it never counts."""
    until, term = case.settled(case.it.valid_until, "valid_until"), case.engagement.term
    where, name = case.where("valid_until"), case.it.name
    if until < term.start:
        yield finding("CT512", where, name=name, until=until, start=term.start)
    elif until < term.end:
        yield finding("CT513", where, name=name, until=until, end=term.end)


def people(engagement: Engagement) -> Iterator[tuple[DataPath, Person]]:
    """Everybody who is named."""
    for index, person in enumerate(engagement.staff):
        yield ("staff", index), person


@rule("人员证书在服务期内有效", each=people)
def certificates_of_people_outlast_the_term(case: Case[Person]) -> Iterator[Finding]:
    """The same of the certificates of the people who are named for it."""
    until, term = case.it.certificate_until, case.engagement.term
    where, name = case.where("certificate_until"), case.it.name
    if until is not None and until < term.start:
        yield finding("CT517", where, name=name, until=until, start=term.start)
    elif until is not None and until < term.end:
        yield finding("CT518", where, name=name, until=until, end=term.end)
