"""`itsm-docs validate`: read projects and say everything that is wrong, defaulted or still open. Writes nothing."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from itsm_docs.cli.chinese import ChineseCommand
from itsm_docs.cli.options import as_of as as_of_option
from itsm_docs.cli.options import fail_on, report_format

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from itsm_docs.findings import Finding
    from itsm_docs.inputs import Loaded
    from itsm_docs.model import Engagement

_TITLE_WIDTH = 44


@click.command(
    name="validate",
    cls=ChineseCommand,
    help="检查项目描述（文件夹或其中的 engagement.yaml）：一次列出全部问题、采用的默认值和待定项。",
    short_help="检查项目描述",
)
@click.argument("projects", metavar="项目…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--annotate",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="把《项目填写表.xlsx》里的问题标到它的一份副本上：单元格上色，批注写明问题",
)
@click.option("--quiet", is_flag=True, help="只列问题，不列默认值、偏离和待定项")
@report_format
@fail_on
@as_of_option
@click.pass_context
def validate_command(
    ctx: click.Context,
    projects: tuple[Path, ...],
    annotate: Path | None,
    quiet: bool,
    form: str,
    threshold: str,
    as_of: date | None,
) -> None:
    """Report on projects; exit code 0 below the threshold, 1 at it, 2 when one of them cannot be read."""
    from itsm_docs.errors import Unusable
    from itsm_docs.findings import Severity, worst
    from itsm_docs.inputs import read_project
    from itsm_docs.model import Engagement
    from itsm_docs.reporters import render

    if annotate is not None and len(projects) > 1:
        raise click.UsageError("--annotate 一次只能检查一个项目")
    findings: list[Finding] = []
    read: dict[Path, Loaded[Engagement] | None] = {}
    unusable = False
    for project in dict.fromkeys(projects):
        try:
            read[project], found = read_project(project, Engagement, as_of)
        except Unusable as error:
            found, unusable = list(error.findings), True
        findings += found
    silenced = [one for loaded in read.values() if loaded for one in loaded.silenced]
    click.echo(render(findings, form, _extra(read), silenced))
    if form == "text" and not quiet:
        _tell(read)
    if annotate is not None and not unusable:
        _annotate(projects[0], annotate, findings)
    heaviest = worst(findings)
    failed = heaviest is not None and heaviest.reaches(Severity(threshold))
    ctx.exit(Unusable.exit_code if unusable else int(failed))


def _annotate(project: Path, copy: Path, findings: list[Finding]) -> None:
    """Write a copy of the project's workbook with the findings at their cells."""
    from itsm_docs import workspace
    from itsm_docs.errors import unusable
    from itsm_docs.findings import Where
    from itsm_docs.inputs import sources
    from itsm_docs.inputs.formsheet import annotated

    file = sources.entry(project)
    workbook = file if file.path.suffix in sources.WORKBOOKS else sources.beside(file, sources.FORM)
    if workbook is None:
        raise unusable("IO110", Where(str(project)))
    data, count = annotated(workspace.read_bytes(workbook.path), workbook.shown, findings)
    workspace.write(copy, data)
    click.echo(f"已写入 {copy}，标出 {count} 个单元格")


def _tell(read: Mapping[Path, Loaded[Engagement] | None]) -> None:
    """What was defaulted, changed and left open; under the name of the project where there are several."""
    for project, loaded in read.items():
        lines = [*_defaults(loaded), *_departures(loaded), *_open_points(loaded)] if loaded else []
        for line in ["", f"项目 {project}", *lines] if lines and len(read) > 1 else lines:
            click.echo(line)


def _extra(read: Mapping[Path, Loaded[Engagement] | None]) -> dict[str, Any]:
    """The keys of the JSON report beside its findings: of the project, or a list where there are several."""
    if len(read) > 1:
        return {"projects": [{"project": str(project), **_details(loaded)} for project, loaded in read.items()]}
    return next((_details(loaded) for loaded in read.values()), {})


def _details(loaded: Loaded[Engagement] | None) -> dict[str, Any]:
    """The keys that the JSON report of a valid project has beside its findings."""
    from itsm_docs.reporters import dotted

    if loaded is None:
        return {}
    return {
        "defaults_used": [
            {
                "path": dotted(one.path),
                "title": one.title,
                "value": one.value,
                "source": one.source,
                "binding": one.binding,
            }
            for one in loaded.defaults_used
        ],
        "departures": [
            {"path": dotted(one.path), "title": one.title, "usual": one.usual, "given": one.given}
            for one in loaded.departures
        ],
        "open_points": [{"path": dotted(one.path), "title": one.trail, "note": one.note} for one in loaded.open_points],
    }


def _defaults(loaded: Loaded[Engagement]) -> list[str]:
    used = loaded.defaults_used
    if not used:
        return []
    binding = sum(one.binding for one in used)
    lines = ["", f"采用默认值 {len(used)} 处" + (f"，其中约束性 {binding} 处，须双方确认" if binding else "")]
    for one in sorted(used, key=lambda one: not one.binding):
        mark = "〔约束性〕" if one.binding else "　　　　　"
        lines.append(f"  {mark}{_padded(one.title, _TITLE_WIDTH)}  {one.value}")
    sources = dict.fromkeys(one.source for one in used if one.source)
    return lines + [f"  来源：{source}" for source in sources] + _acceptance(loaded)


def _acceptance(loaded: Loaded[Engagement]) -> list[str]:
    """Who stands for the binding defaults, or how somebody does."""
    from itsm_docs.inputs.defaults import acceptance_code

    if not any(one.binding for one in loaded.defaults_used):
        return []
    code, accepted = acceptance_code(loaded.defaults_used), loaded.engagement.defaults_accepted
    if accepted is None:
        return [
            f"  出签署版之前写 默认值确认: {{确认人: , 日期: , 确认码: {code}}}；确认码可以不写，写了的默认值一变就须重新确认"
        ]
    if accepted.code is not None and accepted.code.strip().upper() != code:
        return [f"  默认值确认：确认码 {accepted.code} 对不上，现在是 {code}，须重新确认"]
    return [f"  默认值确认：{accepted.by}，{accepted.date}"]


def _departures(loaded: Loaded[Engagement]) -> list[str]:
    if not loaded.departures:
        return []
    return [
        "",
        f"偏离标准条款 {len(loaded.departures)} 处",
        *(f"  {_padded(one.title, _TITLE_WIDTH)}  {one.usual} → {one.given}" for one in loaded.departures),
    ]


def _open_points(loaded: Loaded[Engagement]) -> list[str]:
    points = loaded.open_points
    if not points:
        return []
    return [
        "",
        f"待定 {len(points)} 处",
        *(f"  {_padded(one.trail, _TITLE_WIDTH)}  {one.note}".rstrip() for one in points),
    ]


def _padded(text: str, width: int) -> str:
    """A text filled up to a width in columns of a terminal, where Chinese characters take two."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(width - taken, 0)
