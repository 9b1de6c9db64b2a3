"""The document-management policy (9.1 user documents, 9.2 field documents): classes, retention, lending, inventory."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.records import Classification
from itsm_docs.model.scalars import Code, Duration, Text


class Level(Choice):
    """Whether a policy holds for the company or for this engagement below a policy of the company."""

    COMPANY = "company", "公司级"
    PROJECT = "project", "项目级"


class Origin(Choice):
    """Whose documents they are, 9.1 and 9.2."""

    USER = "user", "用户文档"
    FIELD = "field", "现场文档"


class DocumentClass(Record):
    """A class of documents with custody, secrecy and retention."""

    label_cn = "文档类"

    id: Code = Field(title="编号", description="类别代号，用在文件编号中，例如 GD")
    name: Text = Field(title="类别", description="例如 工单与事件记录")
    origin: Origin = Field(title="来源", description="用户文档（9.1）或现场文档（9.2）")
    contents: Text = Field(title="包括", description="具体是哪些文件和记录")
    keeper: Text = Field(title="保管人", description="保管的角色")
    classification: Classification = Field(title="密级", description="公开、内部或商业秘密")
    place: Text = Field(title="存放处", description="哪个系统、哪个柜")
    retention: Open[Text] = Field(title="保存期限", description="保存多久，从哪天起算")
    basis: Text = Field(title="期限依据", description="法律、合同或惯例；惯例的写明")


class UserDocument(Record):
    """A document that the client hands over for the engagement (9.1)."""

    label_cn = "用户文档"

    name: Text = Field(title="名称", description="例如 TOS 部署文档")
    medium: Text = Field(title="载体", description="纸质、电子、口令信封……")
    received: Open[Text] = Field(title="接收", description="何时、凭什么单据接收")
    archive: Code = Field(title="文档类", description="文档类的编号")
    end: Text = Field(title="期满处理", description="返还、删除或留存，凭什么证明")


class DocumentPolicy(Record):
    """The document-management policy."""

    label_cn = "文档管理"

    level: Level = Field(title="级别", description="公司级或项目级")
    superior: Open[Text] | None = Field(None, title="上位制度", description="项目级的写公司级制度的编号和名称")
    numbering: Text = Field(title="编号规则", description="文件编号由哪几段组成，各段取值")
    classes: tuple[DocumentClass, ...] = Field(title="文档类", description="分类、保管、密级与保存期限", min_length=2)
    user_documents: tuple[UserDocument, ...] = Field((), title="用户文档清单", description="甲方交来的文档，逐项")
    collect: Open[Duration] = Field(title="归档时限", description="记录形成后多久归档")
    lending: Open[Duration] = Field(title="借阅期限", description="一次借阅不超过多久")
    check: Text = Field(title="检查", description="多久检查一次，谁查，查什么，不符合怎么办")
    backup: Text = Field(title="备份", description="电子文档怎样备份、多久验证一次")
