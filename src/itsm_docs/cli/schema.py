"""`itsm-docs schema`: write the JSON Schemas that editors use, or find out that they no longer fit the models."""

from __future__ import annotations

from pathlib import Path

import click

from itsm_docs.cli.chinese import ChineseCommand


@click.command(
    name="schema",
    cls=ChineseCommand,
    help="生成供编辑器提示与检查用的 JSON Schema：英文键一份、中文键一份。",
    short_help="生成编辑器用的 JSON Schema",
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="写到哪个文件夹；默认是随软件的 schemas。",
)
@click.option("--check", is_flag=True, help="只比较，不写入；与模型不一致时以退出码 1 结束。")
@click.pass_context
def schema_command(ctx: click.Context, folder: Path | None, check: bool) -> None:
    """Write every schema, or with `--check` exit 1 when one of the files differs."""
    from itsm_docs import workspace
    from itsm_docs.errors import Unusable
    from itsm_docs.inputs.schema import schemas
    from itsm_docs.reporters import render

    target = folder or workspace.shipped("schemas")
    try:
        if check:
            stale = [name for name, text in schemas().items() if not _same(target / name, text)]
            for name in stale:
                click.echo(f"{(target / name).as_posix()}: 与模型不一致，运行 itsm-docs schema 重新生成")
            ctx.exit(1 if stale else 0)
        for name, text in schemas().items():
            workspace.write(target / name, text.encode("utf-8"))
            click.echo(f"已写入 {(target / name).as_posix()}")
    except Unusable as error:
        click.echo(render(error.findings))
        ctx.exit(error.exit_code)


def _same(path: Path, text: str) -> bool:
    from itsm_docs import workspace

    return workspace.exists(path) and workspace.read_bytes(path).replace(b"\r\n", b"\n") == text.encode("utf-8")
