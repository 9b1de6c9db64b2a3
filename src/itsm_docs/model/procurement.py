"""How the client came to this contract: public procurement, tendering or its own purchase."""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.scalars import Day, Flag, Money, Text


class Regime(Choice):
    """The body of law that governs the purchase; words and limits follow it."""

    GOVERNMENT = "government", "政府采购"
    BIDDING = "bidding", "招标投标"
    ENTERPRISE = "enterprise", "企业采购"


class Supplement(Record):
    """The contract that this one adds to, when it is a supplementary one (政府采购法 49)."""

    label_cn = "追加采购"

    number: Text = Field(title="原合同编号", description="被追加的合同的编号")
    amount: Money = Field(title="原合同金额", description="原合同含税金额，元")
    before: Money = Field(title="已追加金额", description="以前各次补充合同的金额合计，没有写 0")


class Procurement(Record):
    """Method, numbers and dates of the purchase, as they stand in its documents."""

    label_cn = "采购信息"

    regime: Regime = Field(title="采购制度", description="政府采购、招标投标或企业采购；决定用词与限制")
    method: Open[Text] = Field(title="采购方式", description="公开招标、竞争性磋商、单一来源……与采购文件一致")
    number: Open[Text] = Field(title="采购项目编号", description="采购文件上的项目编号")
    package: Text | None = Field(None, title="包号", description="分包采购的包号")
    plan: Text | None = Field(None, title="采购计划编号", description="政府采购计划（意向）编号")
    catalogue: Text | None = Field(None, title="采购品目", description="政府采购品目名称与编码")
    notice: Open[Text] = Field(title="中标（成交）通知书", description="通知书编号；企业采购写定标文件")
    notified: Open[Day] = Field(title="通知书日期", description="中标（成交）通知书发出之日")
    budget: Open[Money] | None = Field(None, title="预算金额", description="采购预算或最高限价，元")
    funds: Open[Text] = Field(title="资金性质", description="财政性资金、自筹资金……")
    agency: Text | None = Field(None, title="采购代理机构", description="没有委托代理的不填")
    documents: Open[Text] = Field(title="采购文件", description="采购文件名称与版本（含更正公告）")
    response: Open[Text] = Field(title="响应文件", description="投标（响应）文件名称与日期")
    public: Flag = Field(True, title="公开合同", description="是否另出遮盖敏感信息的合同公开版")
    supplement: Supplement | None = Field(None, title="追加采购", description="本合同是补充合同时填写")
