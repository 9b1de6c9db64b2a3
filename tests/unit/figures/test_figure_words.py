"""A drawing said in words is what a reader of a converted document has instead of it."""

from __future__ import annotations

from figure_samples import CHANGE, FLOWS

from itsm_docs.figures.words import told
from itsm_docs.model.drawings import Flow, FlowLink, FlowNode, NodeKind, Organisation, OrgBox


def node(key: str, text: str, kind: NodeKind, *links: tuple[str, str | None]) -> FlowNode:
    """A box of one lane, with its ways out as target and label."""
    ways = tuple(FlowLink(to=to, label=label) for to, label in links)
    return FlowNode(id=key, lane="服务经理", text=text, kind=kind, links=ways)


def test_a_flow_names_its_steps_and_where_a_decision_leads() -> None:
    """Boxes are called by their text: they have numbers of their own, and a second count would contradict them."""
    flow = Flow(
        title="变更",
        lanes=("服务经理",),
        nodes=(
            node("a", "1 登记", NodeKind.START, ("b", None)),
            node("b", "可行", NodeKind.DECISION, ("c", "是"), ("a", "否")),
            node("c", "2 实施", NodeKind.TASK, ("a", None)),
            node("d", "结束", NodeKind.END),
        ),
    )

    assert told(flow) == (
        "变更：服务经理：1 登记；服务经理判断“可行”：是时转“2 实施”，否时转“1 登记”；"
        "服务经理：2 实施，然后转“1 登记”；服务经理：结束"
    )


def test_every_box_of_a_flow_is_said() -> None:
    """None is lost, whatever the flow."""
    assert [one.text for flow in FLOWS for one in flow.nodes if one.text not in told(flow)] == []
    assert told(CHANGE).startswith(f"{CHANGE.title}：")


def test_brackets_are_not_doubled() -> None:
    """The side of a post stands in brackets in its box."""
    chart = Organisation(title="组织", boxes=(OrgBox(id="a", title="服务经理", lines=("闻立舟", "（乙方）")),))

    assert told(chart) == "组织：服务经理（闻立舟，乙方）"
