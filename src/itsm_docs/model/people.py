"""People of the provider by name, certificates, and the suppliers that stand behind the service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import Field
from pydantic_core import core_schema

from itsm_docs.model.base import Open, Record
from itsm_docs.model.scalars import Code, Day, Duration, Flag, Text, refuse


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A citizen's identity number (GB 11643-1999). It prints, hashes and serialises masked; the digits stay in memory."""

    digits: str

    @classmethod
    def read(cls, value: Any) -> Any:
        """Read 18 characters with a right birthday and check digit; anything else is refused with DM114."""
        if isinstance(value, cls):
            return value
        from stdnum.cn import ric

        digits = re.sub(r"\s", "", str(value)).upper()
        if len(digits) != 18 or not ric.is_valid(digits):
            refuse("DM114", value=f"{digits[:2]}…（{len(digits)} 位）")  # a message must not carry the number
        return cls(digits)

    def __str__(self) -> str:
        return f"{self.digits[:6]}********{self.digits[-4:]}"

    __repr__ = __str__

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "minLength": 18, "maxLength": 18}


class Person(Record):
    """A named member of the provider's team."""

    label_cn = "服务人员"

    name: Open[Text] = Field(title="姓名", description="与劳动合同、社会保险一致的姓名")
    post: Text = Field(
        title="岗位", description="资源配置中的岗位名称", json_schema_extra={"synonyms": ["岗位名称", "拟任岗位"]}
    )
    grade: Open[Text] | None = Field(None, title="职业技能等级", description="按 DB21/T 1793 系列识别的类别与等级")
    certificate: Text | None = Field(
        None,
        title="证书",
        description="与岗位有关的证书及编号",
        json_schema_extra={"synonyms": ["资格证书", "证书编号"]},
    )
    certificate_until: Day | None = Field(None, title="证书有效期至", description="证书有效期最后一天；长期有效的不填")
    employer: Text | None = Field(
        None, title="用人单位", description="签订劳动合同、缴纳社会保险的单位；乙方本单位的不填"
    )
    site: Text | None = Field(None, title="驻场地点", description="服务地点的编号或名称；不驻场的不填")
    identity: IdentityNumber | None = Field(
        None,
        title="身份证号",
        description="18 位；放在 private/ 文件夹的工作表里，文件中只印前六后四",
        json_schema_extra={"synonyms": ["公民身份号码", "身份证号码"]},
    )


class Certificate(Record):
    """A certificate of the provider."""

    label_cn = "资质证书"

    name: Text = Field(title="证书名称", description="例如 信息技术服务标准符合性证书（运行维护）")
    number: Open[Text] = Field(title="证书编号", description="证书上的编号")
    holder: Text = Field(title="持证人", description="证书上的单位全称，须与乙方全称一字不差；更名的先办变更")
    scope: Text = Field(title="认证范围", description="证书写明的范围与等级")
    valid_until: Open[Day] = Field(title="有效期至", description="证书有效期最后一天")


class Supplier(Record):
    """Somebody else on whom the service depends: a manufacturer, a cloud, a subcontractor (back-to-back terms)."""

    label_cn = "供应商"

    name: Text = Field(title="名称", description="供应商全称")
    item: Text = Field(title="提供内容", description="原厂支持、云资源或分包的工作")
    subcontract: Flag = Field(False, title="分包", description="是否把本合同的部分工作交其完成（须甲方书面同意）")
    level: Code | None = Field(None, title="对应级别", description="其时限支撑哪一级事件，例如 P1")
    response: Duration | None = Field(None, title="响应时限", description="供应商向乙方承诺的响应时限")
    on_site: Duration | None = Field(None, title="到场时限", description="供应商向乙方承诺的到场时限")
    restoration: Duration | None = Field(None, title="恢复时限", description="供应商向乙方承诺的恢复时限")
