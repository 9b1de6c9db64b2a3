"""A drawing said in words: the alternative text for readers who do not see it, and for conversions without drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from itsm_docs.model.drawings import Cycle, Flow, NodeKind, Organisation

_ENCLOSED = re.compile("（[^（）]*）")


def told(value: Flow | Organisation | Cycle) -> str:
    """The title, and what the drawing shows, in one line."""
    if isinstance(value, Flow):
        return f"{value.title}：" + "；".join(_steps(value))
    if isinstance(value, Organisation):
        return f"{value.title}：" + "；".join(_posts(value))
    stages = (f"{stage.title}（{stage.letter}）：{'、'.join(stage.lines)}" for stage in value.stages)
    return f"{value.title}：" + "；".join(stages) + "；然后回到第一阶段"


def _steps(flow: Flow) -> Iterator[str]:
    """Who does what, in the order of the drawing; boxes are called by what stands in them."""
    texts = {node.id: node.text for node in flow.nodes}
    following = [*(node.id for node in flow.nodes[1:]), None]
    for node, after in zip(flow.nodes, following, strict=True):
        ways = "，".join(
            f"{link.label + '时' if link.label else ''}转“{texts[link.to]}”"
            for link in node.links
            if link.label or link.to != after
        )
        if node.kind is NodeKind.DECISION:
            yield f"{node.lane}判断“{node.text}”：{ways}"
        else:
            yield f"{node.lane}：{node.text}" + (f"，然后{ways}" if ways else "")


def _posts(chart: Organisation) -> Iterator[str]:
    titles = {box.id: box.title for box in chart.boxes}
    for box in chart.boxes:
        said = "，".join(
            [
                *(line[1:-1] if _ENCLOSED.fullmatch(line) else line for line in box.lines),
                *([f"上级为{titles[box.under]}"] if box.under else []),
                *([f"对口{titles[box.beside]}"] if box.beside else []),
            ]
        )
        yield f"{box.title}（{said}）" if said else box.title
