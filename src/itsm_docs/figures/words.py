"""A drawing said in words: the alternative text for readers who do not see it, and for conversions without drawings."""

from __future__ import annotations

from collections.abc import Iterator

from itsm_docs.model.drawings import Cycle, Flow, Organisation


def told(value: Flow | Organisation | Cycle) -> str:
    """The title, and what the drawing shows, in one line."""
    if isinstance(value, Flow):
        return f"{value.title}：" + "；".join(_steps(value))
    if isinstance(value, Organisation):
        return f"{value.title}：" + "；".join(_posts(value))
    stages = (f"{stage.title}（{stage.letter}）：{'、'.join(stage.lines)}" for stage in value.stages)
    return f"{value.title}：" + "；".join(stages) + "；然后回到第一阶段"


def _steps(flow: Flow) -> Iterator[str]:
    numbers = {node.id: number for number, node in enumerate(flow.nodes, 1)}
    for number, node in enumerate(flow.nodes, 1):
        ways = [
            f"{link.label + '时' if link.label else ''}转第{numbers[link.to]}步"
            for link in node.links
            if link.label or numbers[link.to] != number + 1
        ]
        yield f"{number}.{node.lane}：{node.text}" + (f"（{'，'.join(ways)}）" if ways else "")


def _posts(chart: Organisation) -> Iterator[str]:
    titles = {box.id: box.title for box in chart.boxes}
    for box in chart.boxes:
        said = "，".join(
            [
                *box.lines,
                *([f"上级为{titles[box.under]}"] if box.under else []),
                *([f"对口{titles[box.beside]}"] if box.beside else []),
            ]
        )
        yield f"{box.title}（{said}）" if said else box.title
