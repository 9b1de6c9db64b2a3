"""`itsm-docs lint`: templates checked against the data model, without data; findings also as Word comments in a copy."""

from __future__ import annotations

from pathlib import Path

import click

from itsm_docs.cli.chinese import ChineseCommand
from itsm_docs.cli.options import fail_on, report_format


@click.command(
    "lint",
    cls=ChineseCommand,
    help="检查模板（.docx、.md 或放着各章 .md 的文件夹），不需要数据：一次列出全部问题。",
    short_help="检查模板",
)
@click.argument("templates", metavar="模板…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--annotate",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="把问题写成批注，另存为这个 Word 文件；只能检查一个模板",
)
@click.option("--kind", metavar="种类", help="按哪一种文件检查，例如 sla；不给则看文件名")
@report_format
@fail_on
@click.pass_context
def lint_command(
    ctx: click.Context, templates: tuple[Path, ...], annotate: Path | None, kind: str | None, form: str, threshold: str
) -> None:
    """Report on templates; exit code 0 below the threshold, 1 at it, 2 when a file cannot be read."""
    from itsm_docs.documents.linting import lint_template
    from itsm_docs.errors import Unusable
    from itsm_docs.findings import Severity, worst
    from itsm_docs.reporters import render

    _refuse(templates, annotate)
    try:
        linted = [lint_template(path, kind) for path in templates]
    except Unusable as error:
        click.echo(render(error.findings, form))
        ctx.exit(error.exit_code)
    findings = [one for each in linted for one in each.findings]
    click.echo(render(findings, form))
    if annotate is not None:
        _write(annotate, linted[0].annotated(), len(findings))
    heaviest = worst(findings)
    ctx.exit(1 if heaviest is not None and heaviest.reaches(Severity(threshold)) else 0)


def _refuse(templates: tuple[Path, ...], annotate: Path | None) -> None:
    if annotate is None:
        return
    if len(templates) > 1:
        raise click.UsageError("--annotate 一次只能检查一个模板")
    if annotate.resolve() == templates[0].resolve():
        raise click.UsageError("--annotate 要写到另一个文件，不能写回模板本身")


def _write(path: Path, data: bytes | None, count: int) -> None:
    from itsm_docs import workspace

    if data is None:
        click.echo("模板无法读成 Word 文件，没有写出带批注的副本", err=True)
        return
    workspace.write(path, data)
    click.echo(f"已写出 {path}，含批注 {count} 条", err=True)
