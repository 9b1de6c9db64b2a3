"""The served objects (服务对象清单): what the service is responsible for, item by item, from the worksheet of the client."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.scalars import Day, Text, Whole


class Importance(Choice):
    """How much depends on an object; the availability target follows it."""

    CRITICAL = "critical", "关键"
    IMPORTANT = "important", "重要"
    NORMAL = "normal", "一般"


class Upkeep(Choice):
    """Who carries the upkeep of an object."""

    PROVIDER = "provider", "乙方"
    MANUFACTURER = "manufacturer", "原厂"
    CLIENT = "client", "甲方"


class Asset(Record):
    """One served object: a device, a system, a software installation."""

    label_cn = "服务对象"

    id: Text = Field(
        title="资产编号", description="甲方台账中的编号", json_schema_extra={"synonyms": ["编号", "资产编码"]}
    )
    name: Text = Field(
        title="名称",
        description="系统、设备或软件名称",
        json_schema_extra={"synonyms": ["设备名称", "资产名称", "系统名称"]},
    )
    model: Text | None = Field(
        None,
        title="型号规格",
        description="品牌与型号，软件写版本",
        json_schema_extra={"synonyms": ["型号", "规格型号", "品牌型号"]},
    )
    serial: Text | None = Field(
        None,
        title="序列号",
        description="设备序列号；软件可空",
        json_schema_extra={"synonyms": ["SN", "S/N", "出厂编号"]},
    )
    quantity: Whole = Field(
        title="数量", description="台、套数量", json_schema_extra={"synonyms": ["台数", "数量（台/套）"]}
    )
    service: Text = Field(
        title="所属服务", description="所属服务的编号或名称", json_schema_extra={"synonyms": ["服务", "服务编号"]}
    )
    site: Text = Field(
        title="服务地点",
        description="所在地点的编号或名称",
        json_schema_extra={"synonyms": ["地点", "站点", "机房", "位置"]},
    )
    importance: Importance = Field(
        title="重要程度", description="关键、重要或一般", json_schema_extra={"synonyms": ["等级", "重要性", "资产等级"]}
    )
    protection: Text | None = Field(
        None,
        title="等保级别",
        description="所属系统的网络安全等级保护级别，例如 三级",
        json_schema_extra={"synonyms": ["等级保护级别", "等保定级"]},
    )
    warranty: Open[Day] | None = Field(
        None,
        title="质保到期",
        description="原厂质保到期日；已过保的写到期日",
        json_schema_extra={"synonyms": ["保修到期", "维保到期", "质保期至"]},
    )
    upkeep: Upkeep = Field(
        title="维护责任", description="乙方、原厂或甲方", json_schema_extra={"synonyms": ["维护方", "维护责任方"]}
    )
    remark: Text | None = Field(None, title="备注", description="需要说明的情况")
