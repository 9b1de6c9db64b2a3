"""Forms of contract: each category of service under the kind of contract that its work is, and what follows for results."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import Finding, finding
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.service import Form, Service
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.rules.pick import services
from itsm_docs.rules.prices import TECHNICAL
from itsm_docs.rules.words import listed

USUAL = {
    "01": {Form.SALE_SERVICE, Form.TECHNICAL_SERVICE, Form.DEVELOPMENT, Form.WORK},
    "02": {Form.TECHNICAL_SERVICE, Form.SERVICE},
    "03": {Form.CONSULTING, Form.TECHNICAL_SERVICE, Form.SERVICE},
    "04": {Form.DEVELOPMENT},
    "05": {Form.TECHNICAL_SERVICE, Form.SERVICE, Form.CONSULTING},
    "06": {Form.MANDATE},
    "07": {Form.TECHNICAL_SERVICE, Form.SERVICE, Form.CONSULTING, Form.DEVELOPMENT},
    "08": {Form.TECHNICAL_SERVICE, Form.SERVICE, Form.DEVELOPMENT},
    "09": {Form.CREATION, Form.WORK},
    "10": {Form.WORK, Form.SERVICE, Form.TECHNICAL_SERVICE},
    "11": {Form.TRAINING, Form.SERVICE},
    "12": {Form.CONSULTING, Form.SERVICE, Form.TECHNICAL_SERVICE},
    "13": set(Form),
}
"""The forms that fit each category."""
SOFTWARE, SUPERVISION, TRAINING = "04", "06", "11"
SUPERVISED = ("01", "02", "04", "05")
"""What a supervisor supervises."""


@rule("合同性质与服务类别相称", each=services)
def forms_fit_the_category(case: Case[Service]) -> Iterator[Finding]:
    """Duties, ownership and the court follow the form; vocational training is no technical contract."""
    service, form = case.it, case.it.legal_form
    values = {"service": service.name, "category": f"{service.category} {service.category_name}", "form": form}
    if service.category == TRAINING and form in TECHNICAL:
        yield finding("CT706", case.where("form"), **values)
    elif form not in USUAL[service.category]:
        usual = "、".join(one.label for one in Form if one in USUAL[service.category])
        yield finding("CT707", case.where("form"), usual=usual, **values)


@rule("软件服务交付源代码", each=whole)
def software_comes_with_its_source(case: Case[Engagement]) -> Iterator[Finding]:
    """Without the source the client depends on one provider."""
    software = [service.name for service in case.it.services if service.category == SOFTWARE]
    if software and not case.it.contract.results.source_code:
        where = case.where("contract", "results", "source_code")
        yield finding("CT708", where, services=listed(software))
