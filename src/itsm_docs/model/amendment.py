"""What a supplementary agreement (补充协议) prints beside the engagement: every change, the price, what went before.

Composed by `documents` from two versions of the data, never given in them; the wording around the quoted texts is the
template's. Amounts are in yuan, tax included unless said otherwise.
"""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Choice, Open, Record
from itsm_docs.model.contract import SupplementRecord
from itsm_docs.model.drawings import Grid
from itsm_docs.model.party import Side
from itsm_docs.model.scalars import Code, Day, Flag, Money, Percent, Text


class Run(Record):
    """A piece of a quoted text; what stands out in the contract stands out in the quotation."""

    label_cn = "引文片段"

    text: Open[str] = Field(title="文字", description="原样引用的文字；待定项仍是待定项")
    strong: Flag = Field(False, title="加粗", description="合同中加粗的文字")


class EditKind(Choice):
    """What happens to one passage."""

    REPLACE = "replace", "变更"
    INSERT = "insert", "增加"
    DELETE = "delete", "删去"


class Edit(Record):
    """One passage of a paragraph, replaced, added after another or taken out."""

    label_cn = "文字变更"

    kind: EditKind = Field(title="种类", description="变更、增加或删去")
    old: tuple[Run, ...] = Field((), title="原文", description="原来的文字；增加的为其前一句，在段首增加的为空")
    new: tuple[Run, ...] = Field((), title="新文", description="变更后的文字；删去的为空")


class RowChange(Record):
    """One cell of a table, or one whole row that is added or taken out."""

    label_cn = "表格变更"

    item: Text = Field(title="项目", description="哪一行、哪一列")
    old: tuple[Run, ...] = Field((), title="原约定", description="原来的内容；增加的行为空")
    new: tuple[Run, ...] = Field((), title="变更后", description="变更后的内容；删去的行为空")


class Addition(Record):
    """One paragraph or one table of a text that is added."""

    label_cn = "增加的内容"

    runs: tuple[Run, ...] = Field((), title="文字", description="一段文字；是表的为空")
    grid: Grid | None = Field(None, title="表", description="一张表")


class ChangeKind(Choice):
    """What kind of change it is; the template words each."""

    TEXT = "text", "文字变更"
    TABLE = "table", "表格变更"
    CLAUSE_ADDED = "clause-added", "增加一款"
    CLAUSE_DELETED = "clause-deleted", "删去一款"
    PASSAGE_ADDED = "passage-added", "增加一段"
    PASSAGE_DELETED = "passage-deleted", "删去一段"
    ARTICLE_ADDED = "article-added", "增加一条"
    ARTICLE_DELETED = "article-deleted", "删去一条"


class Change(Record):
    """One change at one place of one signed document."""

    label_cn = "变更"

    kind: ChangeKind = Field(title="种类", description="怎样变更")
    place: str = Field(title="位置", description="原文件中的条、款、表；增加的为其前面的位置，在最前面增加的为空")
    name: str = Field("", title="称谓", description="增加的条、款的编号，例如 第 18.1 款之一")
    edits: tuple[Edit, ...] = Field((), title="文字", description="逐处变更")
    rows: tuple[RowChange, ...] = Field((), title="表格", description="逐格变更")
    additions: tuple[Addition, ...] = Field((), title="增加", description="增加的段落和表")
    quoted: tuple[Run, ...] = Field((), title="引文", description="删去部分的开头，便于核对")


class AmendedDocument(Record):
    """The changes of one signed document, in its order."""

    label_cn = "被变更的文件"

    kind: Code = Field(title="种类", description="文件种类")
    title: Text = Field(title="名称", description="文件名称，带书名号")
    changes: tuple[Change, ...] = Field(title="变更", description="逐处变更", min_length=1)


class PriceChange(Record):
    """What becomes of the total."""

    label_cn = "价款变更"

    old: Money = Field(title="原总额", description="变更前的含税总额")
    old_capital: Text = Field(title="原总额大写", description="人民币大写")
    new: Money = Field(title="新总额", description="变更后的含税总额")
    new_capital: Text = Field(title="新总额大写", description="人民币大写")
    net: Money = Field(title="不含税金额", description="变更后的不含税总额")
    tax: Money = Field(title="税额", description="变更后的增值税额")
    increased: Flag = Field(title="增加", description="总额增加的为真")
    difference: Money = Field(title="差额", description="增加或减少的金额，不带正负号")
    difference_capital: Text = Field(title="差额大写", description="人民币大写")


class Tenth(Record):
    """The tenth that may be added in public procurement (政府采购法 49)."""

    label_cn = "追加比例"

    original: Money = Field(title="原合同金额", description="最初签订的含税总额")
    before: Money = Field(title="此前追加", description="此前各次补充合同追加的金额合计")
    together: Money = Field(title="累计追加", description="连同本次的追加金额合计")
    share: Percent = Field(title="比例", description="累计追加占原合同金额的百分比")


class Renaming(Record):
    """A party that is called otherwise now and is still the same."""

    label_cn = "更名"

    side: Side = Field(title="当事人", description="甲方或乙方")
    old: Text = Field(title="原名称", description="签订原合同时的名称")
    new: Text = Field(title="现名称", description="登记变更后的名称")


class Amendment(Record):
    """A supplementary agreement."""

    label_cn = "补充协议"

    number: Text = Field(title="编号", description="补充协议的编号")
    date: Day | None = Field(None, title="签订日期", description="没有定的不填，签署时填写")
    effective: Day | None = Field(None, title="执行日期", description="不填则自生效之日起执行")
    subject: Open[Text] = Field(title="事由", description="为什么变更")
    project: Text = Field(title="原项目名称", description="签订原合同时的项目名称")
    renamed: tuple[Renaming, ...] = Field((), title="更名", description="名称改变而信用代码不变的当事人")
    contract: Text = Field(title="原合同名称", description="原合同的名称，不带书名号")
    contract_number: Text = Field(title="原合同编号", description="原合同的编号")
    level_agreement: Text | None = Field(None, title="服务等级协议编号", description="合订为一册的不填")
    earlier: tuple[SupplementRecord, ...] = Field((), title="此前的补充协议", description="按签订先后")
    documents: tuple[AmendedDocument, ...] = Field(title="被变更的文件", description="逐份列出", min_length=1)
    price: PriceChange | None = Field(None, title="价款变更", description="总额没有变的不填")
    tenth: Tenth | None = Field(None, title="追加比例", description="政府采购追加时填写")
    instalments: Flag = Field(title="付款变更", description="分期付款有变更的为真")
    metrics: Flag = Field(title="指标变更", description="指标、承诺值或者扣减有变更的为真")
    times: Flag = Field(title="时限变更", description="事件分级或者时限有变更的为真")
    strong: Flag = Field(title="有加粗的文字", description="变更后的文字有加粗的为真")
