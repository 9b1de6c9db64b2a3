"""The cost of the service (8.2.2.2 h): items, tax, totals, the fee of a period. Amounts are in yuan, tax included."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from pydantic import Field

from itsm_docs.model.base import Open, OpenPoint, Record, derived
from itsm_docs.model.scalars import Flag, Money, Number, Percent, Text

CENT = Decimal("0.01")


class Charge(Record):
    """One line of the price list."""

    label_cn = "计价项"

    service: Text = Field(
        title="所属服务", description="服务编号或名称", json_schema_extra={"synonyms": ["服务", "服务编号"]}
    )
    name: Text = Field(
        title="计价项", description="例如 驻场运维工程师", json_schema_extra={"synonyms": ["项目", "名称", "服务内容"]}
    )
    basis: Text = Field(
        title="计价方式",
        description="例如 人月、台套·年、包干；写“限额”的按实际使用额结算",
        json_schema_extra={"synonyms": ["单位", "计价单位"]},
    )
    quantity: Number = Field(title="数量", description="整个服务期的数量", gt=0)
    unit_price: Open[Money] = Field(
        title="含税单价", description="元，含增值税", json_schema_extra={"synonyms": ["单价", "单价（元）"]}
    )
    tax_rate: Percent = Field(title="税率", description="增值税税率，例如 6")
    goods: Flag = Field(False, title="货物", description="是否为货物（设备、软件产品、备件）；货物与服务的税率分别适用")
    technical: Flag | None = Field(None, title="技术性收入", description="办理技术合同登记的逐项写是或否")
    post: Text | None = Field(None, title="对应岗位", description="按人月计价的写岗位名称，用来核对人数 × 月数")
    stated: Money | None = Field(
        None,
        title="报价金额",
        description="报价单上写明的含税金额；写了就与 数量 × 单价 核对到分",
        json_schema_extra={"synonyms": ["含税金额", "金额", "合价", "小计"]},
    )

    @property
    @derived("不含税金额", "含税金额 ÷（1＋税率），四舍五入到分")
    def net(self) -> Decimal | OpenPoint:
        """The amount without tax, to the cent."""
        amount = self.amount
        if isinstance(amount, OpenPoint):
            return amount
        return (amount / (1 + self.tax_rate / 100)).quantize(CENT, ROUND_HALF_UP)

    @property
    @derived("税额", "含税金额减不含税金额")
    def tax(self) -> Decimal | OpenPoint:
        """The amount less the net amount."""
        amount, net = self.amount, self.net
        if isinstance(amount, OpenPoint):
            return amount
        return net if isinstance(net, OpenPoint) else amount - net

    @property
    @derived("含税金额", "数量 × 含税单价，四舍五入到分")
    def amount(self) -> Decimal | OpenPoint:
        """Quantity times unit price, to the cent."""
        if isinstance(self.unit_price, OpenPoint):
            return self.unit_price
        return (self.quantity * self.unit_price).quantize(CENT, ROUND_HALF_UP)


class Charges(Record):
    """The price list and what it covers."""

    label_cn = "服务费用"

    items: tuple[Charge, ...] = Field(title="计价项", description="逐项列出，整个服务期", min_length=1)
    includes: tuple[Text, ...] = Field(title="费用包含", description="已包含在服务费内的支出（差旅、备件、工具等）")
    excludes: tuple[Text, ...] = Field(title="费用不含", description="另行结算的支出及其批准方式")
    adjustment: Text = Field(title="费用调整", description="服务对象或服务水平变化时费用怎样调整")
    stated_total: Money | None = Field(None, title="报价总额", description="报价书或通知书上的含税总额；写了就核对到分")
    stated_net: Money | None = Field(None, title="报价不含税总额", description="报价书上的不含税总额；写了就核对到分")
    stated_capital: Text | None = Field(
        None, title="报价大写", description="报价书或通知书上的大写金额；写了就与小写核对"
    )

    @property
    @derived("含税总额", "全部计价项之和")
    def total(self) -> Decimal | OpenPoint:
        """The sum of the items; open while any price is open."""
        return add(item.amount for item in self.items)

    @property
    @derived("总额已定", "全部单价都已确定的，为真")
    def priced(self) -> bool:
        """Whether the total is known, so that it can be said in figures and in words."""
        return not isinstance(self.total, OpenPoint)

    @property
    @derived("不含税总额", "逐项按税率换算后求和")
    def net(self) -> Decimal | OpenPoint:
        """The sum of the items without tax, each rounded to the cent."""
        return add(item.net for item in self.items)

    @property
    @derived("增值税额", "含税总额减不含税总额")
    def tax(self) -> Decimal | OpenPoint:
        """The total less the net total."""
        total, net = self.total, self.net
        if isinstance(total, OpenPoint):
            return total
        return net if isinstance(net, OpenPoint) else total - net

    @property
    @derived("含税总额大写", "人民币大写，按支付结算办法附一")
    def total_capital(self) -> str | OpenPoint:
        """The total in capital numerals, with the word 人民币 before it."""
        total = self.total
        if isinstance(total, OpenPoint):
            return total
        return in_capitals(total)


def in_capitals(amount: Decimal) -> str:
    """An amount in capital numerals, with the word 人民币 before it (支付结算办法附一)."""
    import cn2an  # a tenth of a second, for few values

    return "人民币" + str(cn2an.an2cn(str(amount), "rmb"))


def add(amounts: Iterable[Decimal | OpenPoint]) -> Decimal | OpenPoint:
    """The sum of amounts, or the first open point among them."""
    total = Decimal(0)
    for amount in amounts:
        if isinstance(amount, OpenPoint):
            return amount
        total += amount
    return total
