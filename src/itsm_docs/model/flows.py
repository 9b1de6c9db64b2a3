"""Flowcharts of processes from their steps: a box for each step, a diamond where it asks; long ones go on in a second chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itsm_docs.model.drawings import Flow, FlowLink, FlowNode, NodeKind
from itsm_docs.model.process import Step

LARGEST = 16
"""Nodes of one chart: what a page shows in legible letters, also with six roles."""


def charts(title: str, steps: Sequence[Step]) -> tuple[Flow, ...]:
    """The charts of a process, in order: usually one."""
    parts = _parts(steps)
    if len(parts) == 1:
        return (_chart(title, steps, parts[0]),)
    return tuple(_chart(f"{title}（{index}／{len(parts)}）", steps, part) for index, part in enumerate(parts, start=1))


def _parts(steps: Sequence[Step]) -> list[range]:
    """The steps in as few parts as there are pages needed, and those about equally long."""
    whole = range(1, len(steps) + 1)
    if len(list(_nodes(steps, whole))) <= LARGEST:
        return [whole]
    fewest = _cut(steps, LARGEST)
    return next(parts for size in range(1, LARGEST + 1) if len(parts := _cut(steps, size)) == len(fewest))


def _cut(steps: Sequence[Step], largest: int) -> list[range]:
    """The steps in parts of at most so many nodes; a part has at least one step."""
    parts, first = [], 1
    for number in range(1, len(steps) + 1):
        if number > first and len(list(_nodes(steps, range(first, number + 1)))) > largest:
            parts.append(range(first, number))
            first = number
    return [*parts, range(first, len(steps) + 1)]


def _chart(title: str, steps: Sequence[Step], part: range) -> Flow:
    """The chart of some of the steps; what leads elsewhere ends in a node that names the step."""
    nodes = list(_nodes(steps, part))
    return Flow(title=title, lanes=tuple(dict.fromkeys(node.lane for node in nodes)), nodes=tuple(nodes))


def _nodes(steps: Sequence[Step], part: range) -> Iterator[FlowNode]:
    first, last = part[0], part[-1]
    text = "开始" if first == 1 else f"接第 {first - 1} 步"
    start = (FlowLink(to=f"s{first}"),)
    yield FlowNode(id="start", lane=steps[first - 1].who, text=text, kind=NodeKind.START, links=start)
    left: dict[int, str] = {}
    for number in part:
        step = steps[number - 1]
        ways = _ways(number, step, len(steps))
        left |= {to: step.who for to, _ in ways if to not in part}
        yield from _boxes(number, step, tuple(FlowLink(to=_id(to, part), label=label) for to, label in ways))
    ends = left.pop(0, None)
    for to, lane in sorted(left.items()):
        yield FlowNode(id=_id(to, part), lane=lane, text=f"转第 {to} 步", kind=NodeKind.END)
    if ends:
        yield FlowNode(id="end", lane=steps[last - 1].who, text="结束", kind=NodeKind.END)


def _ways(number: int, step: Step, count: int) -> list[tuple[int, str | None]]:
    """Where a step leads, with the condition; 0 is the end."""
    following = number + 1 if number < count else 0
    if step.question is None:
        return [(following, None)]
    return [(following, step.yes or "是"), (step.no_to or 0, step.no or "否")]


def _id(to: int, part: range) -> str:
    if to == 0:
        return "end"
    return f"s{to}" if to in part else f"j{to}"


def _boxes(number: int, step: Step, links: tuple[FlowLink, ...]) -> Iterator[FlowNode]:
    """The box of a step; one that asks is followed by its diamond."""
    text = f"{number} {step.label}"
    if step.question is None:
        yield FlowNode(id=f"s{number}", lane=step.who, text=text, kind=NodeKind.TASK, links=links)
        return
    asked = (FlowLink(to=f"q{number}"),)
    yield FlowNode(id=f"s{number}", lane=step.who, text=text, kind=NodeKind.TASK, links=asked)
    yield FlowNode(id=f"q{number}", lane=step.who, text=step.question, kind=NodeKind.DECISION, links=links)
