"""The documents of an engagement by number and version, and the register of everything that is kept (9.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from itsm_docs import standard
from itsm_docs.model.archive import DocumentClass
from itsm_docs.model.base import Open, Record
from itsm_docs.model.records import DocumentControl
from itsm_docs.model.scalars import Text

if TYPE_CHECKING:
    from itsm_docs.model.engagement import Engagement


class Paper(Record):
    """One of the six documents, as the others name it."""

    label_cn = "成文文件"

    title: Text = Field(title="名称", description="文件名称")
    number: Text = Field(title="编号", description="文件编号")
    version: Text = Field(title="版本", description="当前版本")


class Papers(Record):
    """The six documents by kind."""

    label_cn = "成文文件集"

    contract: Paper = Field(title="合同", description="信息服务管理合同")
    plan: Paper = Field(title="管理计划", description="信息服务管理计划")
    sla: Paper = Field(title="服务等级协议", description="服务等级协议")
    process: Paper = Field(title="流程手册", description="信息服务管理流程手册")
    documents: Paper = Field(title="文档管理制度", description="文档管理制度")
    privacy: Paper = Field(title="个人信息管理制度", description="个人信息管理制度")


class RegisterRow(Record):
    """A line of the register of the engagement's documents."""

    label_cn = "登记行"

    number: Text = Field(title="编号", description="文件或表单的编号")
    title: Text = Field(title="名称", description="文件、附件、表单、报告或交付物的名称")
    kind: Text = Field(title="种类", description="成文文件、合同附件、表单、服务报告、交付物")
    version: Text = Field(title="版本", description="版本；表单与报告写“—”")
    keeper: Text = Field(title="保管人", description="保管的角色")
    archive: Text = Field(title="文档类", description="文档类的编号与名称")
    retention: Open[Text] = Field(title="保存期限", description="文档类的保存期限")


def control(engagement: Engagement, kind: str) -> DocumentControl:
    """Number and revisions of a kind; a document without control of its own shares the revisions of the contract."""
    own: DocumentControl | None = getattr(engagement.documents, kind)
    return own or DocumentControl(number=None, revisions=engagement.documents.contract.revisions)


def number(engagement: Engagement, kind: str) -> str:
    """The number of a document: the given one, or that of the engagement with the code of the kind."""
    return control(engagement, kind).number or f"{engagement.number}-{standard.kind(kind).code}"


def papers(engagement: Engagement) -> Papers:
    """The six documents."""
    return Papers(**{kind: _paper(engagement, kind) for kind in Papers.model_fields})


def _paper(engagement: Engagement, kind: str) -> Paper:
    return Paper(
        title=standard.kind(kind).title,
        number=number(engagement, kind),
        version=control(engagement, kind).revisions[-1].version,
    )


def register(engagement: Engagement) -> tuple[RegisterRow, ...]:
    """Documents, annexes, forms, reports and deliverables, each with its class."""
    return tuple(_rows(engagement))


def _rows(engagement: Engagement) -> Iterator[RegisterRow]:
    classes = {one.id: one for one in engagement.document_policy.classes}
    contracts, plans, reports, results = (
        classes.get(key) or engagement.document_policy.classes[0] for key in ("HT", "ZD", "BG", "CG")
    )
    for kind in Papers.model_fields:
        paper: Paper = getattr(engagement.papers, kind)
        group = contracts if kind in ("contract", "sla") else plans
        yield _row(paper.number, paper.title, "成文文件", paper.version, group)
    base = engagement.papers.contract.number
    for annex in engagement.annexes[1:]:
        yield _row(
            f"{base}-FJ{annex.number:02}", annex.title, "合同附件", engagement.papers.contract.version, contracts
        )
    for form in engagement.sheets:
        yield _row(form.number, form.title, "表单", "—", classes.get(form.archive) or plans, form.keeper)
    for index, report in enumerate(engagement.reports, start=1):
        yield _row(f"{engagement.number}-BG-{index:02}", report.name, "服务报告", "—", reports)
    names = dict.fromkeys(item.name for service in engagement.services for item in service.deliverables)
    for index, name in enumerate(names, start=1):
        yield _row(f"{engagement.number}-CG-{index:02}", name, "交付物", "—", results)


def _row(
    number: str, title: str, kind: str, version: str, group: DocumentClass, keeper: str | None = None
) -> RegisterRow:
    return RegisterRow(
        number=number,
        title=title,
        kind=kind,
        version=version,
        keeper=keeper or group.keeper,
        archive=f"{group.id} {group.name}",
        retention=group.retention,
    )
