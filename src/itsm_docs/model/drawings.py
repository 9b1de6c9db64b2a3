"""What the figures of a document show, as plain values: flows with swimlanes, organisation charts, the PDCA ring,
schedules and forms. The room ``figures`` turns them into native Word drawings and tables; nothing here knows geometry.
"""

from __future__ import annotations

from pydantic import Field

from itsm_docs.model.base import Choice, Record
from itsm_docs.model.scalars import Code, Flag, Text, Whole


class NodeKind(Choice):
    """What a node of a flow is; it decides the shape."""

    START = "start", "开始"
    TASK = "task", "活动"
    DECISION = "decision", "判断"
    END = "end", "结束"


class FlowLink(Record):
    """A connection from one node to another."""

    label_cn = "流向"

    to: Code = Field(title="去向", description="下一个节点的编号")
    label: Text | None = Field(None, title="条件", description="判断的分支写“是”“否”或条件")


class FlowNode(Record):
    """A box of a flow."""

    label_cn = "流程节点"

    id: Code = Field(title="编号", description="节点编号")
    lane: Text = Field(title="泳道", description="由哪个角色做")
    text: Text = Field(title="文字", description="框中的文字，不超过 16 个字")
    kind: NodeKind = Field(title="种类", description="开始、活动、判断或结束")
    links: tuple[FlowLink, ...] = Field((), title="流向", description="之后到哪里")


class Flow(Record):
    """A flowchart with swimlanes: who does what, in which order."""

    label_cn = "泳道流程图"

    title: Text = Field(title="标题", description="图的替代文字由它开头")
    lanes: tuple[Text, ...] = Field(title="泳道", description="角色，从左到右", min_length=1)
    nodes: tuple[FlowNode, ...] = Field(title="节点", description="按顺序", min_length=2)


class OrgBox(Record):
    """A box of an organisation chart."""

    label_cn = "组织图方框"

    id: Code = Field(title="编号", description="方框编号")
    title: Text = Field(title="名称", description="部门或岗位")
    lines: tuple[Text, ...] = Field((), title="说明", description="姓名、人数等，逐行")
    under: Code | None = Field(None, title="上级", description="上级方框的编号；最上一级不填")
    beside: Code | None = Field(None, title="对口", description="与之对口联系的方框编号，画虚线")


class Organisation(Record):
    """An organisation chart: one tree for each side, dashed lines between counterparts."""

    label_cn = "组织图"

    title: Text = Field(title="标题", description="图的替代文字由它开头")
    boxes: tuple[OrgBox, ...] = Field(title="方框", description="上级在前", min_length=1)


class CycleStage(Record):
    """One quarter of the ring."""

    label_cn = "循环阶段"

    letter: Text = Field(title="字母", description="P、D、C、A")
    title: Text = Field(title="名称", description="计划、执行、检查、改进")
    lines: tuple[Text, ...] = Field(title="内容", description="这一阶段做什么，每行不超过 14 个字")


class Cycle(Record):
    """The PDCA ring (8.6)."""

    label_cn = "循环图"

    title: Text = Field(title="标题", description="图的替代文字由它开头")
    stages: tuple[CycleStage, ...] = Field(title="阶段", description="四个", min_length=4, max_length=4)


class Bar(Record):
    """One line of a schedule."""

    label_cn = "进度行"

    name: Text = Field(title="事项", description="任务或里程碑")
    owner: Text = Field(title="负责", description="负责的角色")
    dates: Text = Field(title="起止", description="起止日期，或里程碑的日期")
    first: Whole = Field(title="首格", description="从第几个时间格开始，从 0 数")
    last: Whole = Field(title="末格", description="到第几个时间格为止，含本格")
    milestone: Flag = Field(False, title="里程碑", description="是里程碑的画菱形，不涂格")


class Schedule(Record):
    """A Gantt table: lines of work over columns of time."""

    label_cn = "进度表"

    title: Text = Field(title="标题", description="表的说明")
    periods: tuple[Text, ...] = Field(title="时间格", description="各列的名称，例如 1月", min_length=1)
    bars: tuple[Bar, ...] = Field(title="进度行", description="按开始先后", min_length=1)


class GridLine(Record):
    """One line of a grid; fewer cells than columns leave the rest empty to be filled in."""

    label_cn = "表格行"

    cells: tuple[Text, ...] = Field((), title="单元格", description="已经印好的文字，其余空着待填")


class Grid(Record):
    """A table to be filled in by hand or in Word: printed headings, printed or empty lines."""

    label_cn = "填写表格"

    columns: tuple[Text, ...] = Field(title="列名", description="表头", min_length=1)
    widths: tuple[Whole, ...] = Field((), title="列宽", description="各列的相对宽度；不填则均分")
    lines: tuple[GridLine, ...] = Field((), title="行", description="印好的行")
    blank: Whole = Field(0, title="空行", description="其后再留几行空行")
