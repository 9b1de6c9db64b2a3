"""Services that one provider must not give for the same object: supervision, independent testing, design and what is built after it."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.findings import Finding, finding
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.procurement import Regime
from itsm_docs.model.service import Service
from itsm_docs.rules.engine import Case, rule, whole
from itsm_docs.standard import Conflict, conflicts


@rule("有利益冲突的服务不针对同一标的", each=whole)
def conflicting_services_have_other_objects(case: Case[Engagement]) -> Iterator[Finding]:
    """Error where both concern the same object, or nobody says which; elsewhere than in public purchases some only warn."""
    public = case.it.procurement is not None and case.it.procurement.regime is Regime.GOVERNMENT
    for conflict in conflicts():
        for index, one in enumerate(case.it.services):
            if _is_one(one, conflict):
                others = [other.name for other in case.it.services if _collides(one, other, conflict)]
                if others:
                    code = "CT709" if public or not conflict.public else "CT710"
                    where = case.where("services", index, "target")
                    values = {"why": conflict.message, "basis": conflict.basis, "service": one.name}
                    yield finding(code, where, clause="8.7", others="、".join(others), **values)


def _is_one(service: Service, conflict: Conflict) -> bool:
    return service.category in conflict.one and service.independent_test == conflict.testing


def _collides(one: Service, other: Service, conflict: Conflict) -> bool:
    """Whether the other service is one of the second kind, and no words tell their objects apart."""
    return (
        other is not one
        and other.category in conflict.other
        and not other.independent_test
        and (one.target is None or other.target is None or one.target == other.target)
    )
