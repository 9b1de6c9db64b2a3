"""Document control: numbers, versions, revisions, and what the cover of a document shows."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.scalars import Day, Flag, Text


class Classification(Choice):
    """The class of confidentiality between the parties; state secrets are not handled by this tool."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    CONFIDENTIAL = "confidential", "商业秘密"


class Revision(Record):
    """One line of the revision table."""

    label_cn = "修订记录"

    version: Text = Field(title="版本", description="例如 V1.0")
    date: Open[Day] = Field(title="日期", description="该版本的日期")
    summary: Text = Field(title="修订内容", description="改了什么，为什么")
    author: Open[Text] = Field(title="编制", description="编制人")
    reviewer: Open[Text] = Field(title="审核", description="审核人，不与编制人相同")
    approver: Open[Text] = Field(title="批准", description="批准人")


class DocumentControl(Record):
    """Number, version and people of one document."""

    label_cn = "文件控制"

    number: Text | None = Field(None, title="文件编号", description="不填则为 项目编号-文件代号")
    revisions: tuple[Revision, ...] = Field(title="修订记录", description="最后一行是当前版本", min_length=1)


class Documents(Record):
    """The documents of the engagement, by kind."""

    label_cn = "文件"

    contract: DocumentControl = Field(title="合同", description="合同的编号与修订记录")
    sla: DocumentControl = Field(title="服务等级协议", description="服务等级协议的编号与修订记录")
    plan: DocumentControl | None = Field(None, title="管理计划", description="不填则取合同的修订记录")
    process: DocumentControl | None = Field(None, title="流程手册", description="不填则取合同的修订记录")
    documents: DocumentControl | None = Field(None, title="文档管理制度", description="不填则取合同的修订记录")
    privacy: DocumentControl | None = Field(None, title="个人信息管理制度", description="不填则取合同的修订记录")


class Signoff(Choice):
    """How a document ends."""

    PARTIES = "parties", "双方签署"
    APPROVAL = "approval", "编审批"
    NONE = "none", "不签署"


class DocumentView(Record):
    """What cover, header and sign-off of one document print; composed by `documents`, not given in the data."""

    label_cn = "文件信息"

    title: Text = Field(title="标题", description="文件名称")
    subtitle: Text = Field(title="副标题", description="项目名称")
    number: Text = Field(title="编号", description="文件编号")
    version: Text = Field(title="版本", description="当前版本")
    date: Open[Day] = Field(title="日期", description="当前版本的日期")
    classification: Classification = Field(title="密级", description="公开、内部或商业秘密")
    draft: Flag = Field(title="征求意见稿", description="未签署的文本为真")
    final: Flag = Field(title="签署版", description="用于签署的文本和由它遮盖而来的公开版为真")
    bundled: Flag = Field(title="合订本", description="合同、服务等级协议与附件合订为一册时为真")
    contents: Flag = Field(title="目录", description="是否印修订记录和目录；精简合同不印")
    history: Flag = Field(title="印修订记录", description="公开版不印")
    public: Flag = Field(title="公开版", description="遮盖敏感信息的公开版为真")
    signature: Text = Field(title="签署页说明", description="签署页是哪份文件的")
    signoff: Signoff = Field(title="签署方式", description="双方签署或编审批")
    author: Open[Text] = Field(title="编制", description="当前版本的编制人")
    reviewer: Open[Text] = Field(title="审核", description="当前版本的审核人")
    approver: Open[Text] = Field(title="批准", description="当前版本的批准人")
    issued: Open[Day] = Field(title="发布日期", description="制度、手册与计划的发布日期")
    effective: Open[Day] = Field(title="实施日期", description="制度、手册与计划的实施日期")
    control: Text = Field(title="受控状态", description="受控或非受控")
    revisions: tuple[Revision, ...] = Field(title="修订记录", description="全部修订记录")
