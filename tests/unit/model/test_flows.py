"""Flowcharts from steps: boxes, diamonds and links follow the steps; long processes go on in a second chart."""

from __future__ import annotations

from itsm_docs.figures import markup
from itsm_docs.model.drawings import Flow, NodeKind
from itsm_docs.model.flows import LARGEST, charts
from itsm_docs.model.process import Step


def _step(number: int, **more: object) -> Step:
    return Step.model_validate(
        {
            "label": f"办理事项{number}",
            "who": f"角色{number % 6}",
            "does": "办理",
            "record": "工单",
            "within": "当日",
            **more,
        }
    )


def _links(flow: Flow) -> dict[str, list[tuple[str, str | None]]]:
    return {node.id: [(link.to, link.label) for link in node.links] for node in flow.nodes}


def test_steps_follow_each_other() -> None:
    """From the start to the end, a box for each."""
    (flow,) = charts("流程", [_step(1), _step(2)])

    assert _links(flow) == {"start": [("s1", None)], "s1": [("s2", None)], "s2": [("end", None)], "end": []}
    assert flow.lanes == ("角色1", "角色2")


def test_a_step_that_asks_has_a_diamond_with_two_ways() -> None:
    """On with the one answer, back or to the end with the other; words of one's own or 是 and 否."""
    (flow,) = charts(
        "流程", [_step(1), _step(2, question="批准吗", yes="批准", no_to=1), _step(3, question="完了吗", no_to=0)]
    )

    links = _links(flow)
    assert links["s2"] == [("q2", None)]
    assert links["q2"] == [("s3", "批准"), ("s1", "否")]
    assert links["q3"] == [("end", "是"), ("end", "否")]


def test_a_long_process_goes_on_in_a_second_chart() -> None:
    """Each chart fits a page; what leads to another chart says to which step; every step is in exactly one."""
    steps = [_step(number, question="行吗", no_to=1) for number in range(1, 15)]

    parts = charts("长流程", steps)

    assert [flow.title for flow in parts] == ["长流程（1／3）", "长流程（2／3）", "长流程（3／3）"]
    boxes = [node.id for flow in parts for node in flow.nodes if node.kind is NodeKind.TASK]
    assert boxes == [f"s{number}" for number in range(1, 15)]
    for flow in parts:
        known = {node.id for node in flow.nodes}
        assert {link.to for node in flow.nodes for link in node.links} <= known
        assert flow.nodes[0].kind is NodeKind.START
    assert [node.text for node in parts[1].nodes if node.kind in (NodeKind.START, NodeKind.END)][:2] == [
        "接第 5 步",
        "转第 1 步",
    ]


def test_the_longest_process_can_be_drawn() -> None:
    """Fourteen steps, six roles, every one a question: still drawings that a page holds."""
    steps = [
        _step(number, question="是否全部符合要求", no="退回补正", no_to=max(number - 4, 0)) for number in range(1, 15)
    ]

    for flow in charts("最长的流程", steps):
        assert "wpg:wgp" in markup(flow)


def test_a_process_of_a_page_stays_whole() -> None:
    """Twelve plain steps are one chart."""
    steps = [_step(number) for number in range(1, LARGEST - 1)]

    assert len(charts("流程", steps)) == 1
