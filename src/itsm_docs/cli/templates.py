"""`itsm-docs templates`: which templates a project uses, and handing one out as a Word file to be edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from itsm_docs.cli.chinese import ChineseCommand, ChineseGroup

if TYPE_CHECKING:
    from itsm_docs.documents import Sources

_PROJECT = click.option(
    "--project", metavar="项目", type=click.Path(path_type=Path), help="项目文件夹；给出时采用项目自己的模板和公司样式"
)


@click.group(
    "templates",
    cls=ChineseGroup,
    subcommand_metavar="命令 …",
    help="列出文件种类的模板，或把模板导出成可以在 Word 中修改的文件。",
    short_help="列出、导出模板",
)
def templates_command() -> None:
    """The group itself does nothing."""


@templates_command.command(
    "list", cls=ChineseCommand, help="列出各种文件的模板：种类、标题、来源、对应条款数。", short_help="列出模板"
)
@_PROJECT
def list_command(project: Path | None) -> None:
    """One line per kind."""
    from itsm_docs import standard

    sources = _sources(project)
    for entry in standard.kinds():
        click.echo(f"{entry.key:<10} {entry.title}：{_source(entry.key, sources)}，{_clauses(entry.key, sources)}")
    if sources.house is not None:
        click.echo(f"公司样式：{sources.house.shown}")


def _clauses(kind: str, sources: Sources) -> str:
    from itsm_docs import documents
    from itsm_docs.errors import Faulty

    try:
        return f"标明条款 {len(documents.compile_kind(kind, sources.house, sources).clauses)} 条"
    except Faulty as fault:
        return f"有 {len(fault.findings)} 个问题，运行 itsm-docs lint 查看"


def _source(kind: str, sources: Sources) -> str:
    source = sources.of(kind)
    if source.own:
        return f"项目自己的 {source.shown}" + (
            "" if source.word is not None else f"（{len(source.chapters)} 个 Markdown 文件）"
        )
    return f"自带（{len(source.chapters)} 个 Markdown 文件）"


@templates_command.command(
    "eject",
    cls=ChineseCommand,
    help="把一种文件的模板导出成 Word 文件。改好后放到项目的 templates 文件夹，以种类命名，就替换整种文件。",
    short_help="把模板导出成 Word 文件",
)
@click.argument("kind", metavar="种类")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="写到哪里；不给则为当前文件夹下的“种类.docx”",
)
@_PROJECT
@click.option("--force", is_flag=True, help="覆盖已有的文件")
def eject_command(kind: str, output: Path | None, project: Path | None, force: bool) -> None:
    """Write the Word template of a kind."""
    from itsm_docs import documents, workspace
    from itsm_docs.errors import unusable
    from itsm_docs.findings import Where

    sources = _sources(project)
    available = documents.available_kinds()
    if kind not in available:
        raise unusable("TP110", kind=kind, known="、".join(available))
    path = output or Path(f"{kind}.docx")
    if not force and workspace.exists(path):
        raise unusable("DC105", Where(file=str(path)))
    workspace.write(path, documents.eject(kind, sources))
    click.echo(f"已写出 {path}")
    click.echo(f"在 Word 中修改后存为项目里的 templates/{kind}.docx，生成时就用它；改完可先运行 itsm-docs lint {path}")


def _sources(project: Path | None) -> Sources:
    from itsm_docs import documents, workspace
    from itsm_docs.inputs.sources import entry
    from itsm_docs.reporters import render

    if project is None:
        return documents.Sources()
    file = entry(project)
    workspace.read_bytes(file.path, file.shown)  # a mistyped folder must not look like one without templates
    sources = documents.read_sources(file.path.parent)
    if sources.findings:
        click.echo(render(sources.findings, "text"), err=True)
    return sources
