"""Processing of personal information within the engagement, activity by activity (PIPL 20, 21, 55, 59)."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.scalars import Code, Flag, Text


class Role(Choice):
    """Whose decision the processing is; the provider is nearly always a processor on behalf (受托人)."""

    CONTROLLER = "controller", "处理者"
    PROCESSOR = "processor", "受托人"
    JOINT = "joint", "共同处理者"


class Processing(Record):
    """One processing activity with what article 21 of the PIPL asks an entrustment to say."""

    label_cn = "个人信息处理活动"

    id: Code = Field(title="编号", description="例如 PI-1")
    name: Text = Field(title="活动", description="例如 TOS 用户账号的维护")
    role: Role = Field(title="角色", description="乙方是处理者、受托人还是共同处理者")
    purpose: Text = Field(title="目的", description="处理目的，一项活动一个目的")
    method: Text = Field(title="方式", description="查询、修改、备份、导出……只写确实要做的")
    kinds: Text = Field(title="种类", description="个人信息的种类，逐项列出")
    subjects: Text = Field(title="个人及规模", description="涉及哪些人、约多少人")
    sensitive: Flag = Field(
        title="含敏感个人信息", description="生物识别、行踪轨迹、金融账户等（个人信息保护法第二十八条）"
    )
    period: Open[Text] = Field(title="期限", description="处理期限，到哪一天或哪件事为止")
    protection: Text = Field(title="保护措施", description="加密、去标识化、授权、日志等具体措施")
    place: Text = Field(title="存放地点", description="存放与访问的地点；在境外访问也是出境")
    disposal: Text = Field(title="返还与删除", description="期满或终止后返还还是删除、几日内、凭什么证明")
    subprocessor: Text | None = Field(None, title="转委托", description="经甲方同意的再受托人；没有的不填")
    abroad: Flag = Field(False, title="向境外提供", description="是否向境外提供或者从境外访问")
