"""`itsm-docs pull`: values that were changed in a returned Word file, shown one by one and written back into the project."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from itsm_docs.cli.chinese import ChineseCommand
from itsm_docs.cli.options import fail_on

if TYPE_CHECKING:
    from itsm_docs.findings import Finding
    from itsm_docs.pull import Planned, Pulled
    from itsm_docs.trace.receipt import Receipt

_YES, _NO = {"是", "y", "yes", "写"}, {"否", "n", "no", "不", ""}
_SIDECAR = ".签发记录.json"


@click.command(
    "pull",
    cls=ChineseCommand,
    help="把退回的 Word 文件里改过的数值写回项目：逐项列出改在哪里、由什么改成什么、写到哪个文件的哪一行，逐项确认后写。"
    "只写能确切还原的值；算出来的、写法读不懂的、前后矛盾的，列出原因，不写。",
    short_help="把 Word 里改过的数值写回项目",
)
@click.argument("returned", metavar="退回的文件", type=click.Path(path_type=Path))
@click.argument("project", metavar="项目", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="不逐项问，全部写回；项目也改过的（冲突）不写")
@click.option("--dry-run", is_flag=True, help="只列出，不写")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default="text",
    help="text 供人看，json 供程序读取；json 不问，不加 --yes 就不写。",
)
@fail_on
@click.pass_context
def pull_command(
    ctx: click.Context, returned: Path, project: Path, yes: bool, dry_run: bool, form: str, threshold: str
) -> None:
    """Show, ask, try, write; exit code 0 below the threshold, 1 at it, 2 when the file cannot be pulled."""
    from itsm_docs import inputs, pull, workspace
    from itsm_docs.findings import Severity, worst

    loaded = inputs.load(project)
    shown = returned.name
    pulled = pull.read(workspace.read_bytes(returned, str(returned)), shown, loaded, _sidecar(returned))
    told = form == "text"
    if told:
        click.echo(_headline(pulled))
    asking = told and not yes and not dry_run
    chosen = _asked(pulled) if asking else pulled.agreed if yes and not dry_run else ()
    if told and not asking:
        click.echo("\n".join(line for number, one in enumerate(pulled.planned, 1) for line in _described(number, one)))
    findings = [*pulled.findings, *pulled.passed_over(chosen)]
    written: tuple[Planned, ...] = ()
    if chosen:
        trial = pull.tried(project, loaded, chosen)
        findings += trial.findings
        if trial.sound:
            pull.write(trial.files)
            written = chosen
    _report(pulled, written, findings, form)
    heaviest = worst(findings)
    ctx.exit(1 if heaviest is not None and heaviest.reaches(Severity(threshold)) else 0)


def _sidecar(returned: Path) -> Receipt | None:
    """The receipt that lies beside the file."""
    from itsm_docs import workspace
    from itsm_docs.trace.receipt import from_json

    beside = returned.with_name(f"{returned.stem}{_SIDECAR}")
    return from_json(workspace.read_text(beside)) if workspace.exists(beside) else None


def _headline(pulled: Pulled) -> str:
    settled = f"，另有 {pulled.settled} 项项目里已经是退回的值" if pulled.settled else ""
    return f"《{pulled.title}》改过、能写回的 {len(pulled.planned)} 项{settled}"


def _described(number: int, planned: Planned) -> Iterable[str]:
    """A change on a few lines: the trail, the values, where it stands, where it goes."""
    change, target = planned.change, planned.target
    yield ""
    yield f"{number}. {change.trail}（{change.path}）"
    yield f"   {change.issued} → {change.returned}"
    if change.conflict:
        yield f"   冲突：项目里已经改为 {change.current}"
    yield f"   改在 {'；'.join(change.places)}" + (f"，另有 {change.left} 处仍为旧值" if change.left else "")
    yield f"   写到 {target.where}  {target.says}"


def _asked(pulled: Pulled) -> tuple[Planned, ...]:
    """The changes that the person wants, asked one by one; nothing is written before the last answer."""
    return tuple(one for number, one in enumerate(pulled.planned, 1) if _confirmed(number, one))


def _confirmed(number: int, planned: Planned) -> bool:
    click.echo("\n".join(_described(number, planned)))
    question = "   覆盖项目里的值吗？（是/否）" if planned.change.conflict else "   写回吗？（是/否）"
    while True:
        answer = str(click.prompt(question, default="", show_default=False, prompt_suffix=" ")).strip().lower()
        if answer in _YES | _NO:
            return answer in _YES
        click.echo("   请回答“是”或“否”；直接回车为否")


def _report(pulled: Pulled, written: Iterable[Planned], findings: list[Finding], form: str) -> None:
    from itsm_docs.pull.run import as_json
    from itsm_docs.reporters import render

    done = list(written)
    if form == "json":
        changes = [{**as_json(one), "written": one in done} for one in pulled.planned]
        click.echo(render(findings, form, {"changes": changes, "settled": pulled.settled}))
        return
    if findings:
        click.echo("")
        click.echo(render(findings, form))
    for file in dict.fromkeys(one.target.shown for one in done):
        count = sum(one.target.shown == file for one in done)
        click.echo(f"已写入 {file}（{count} 项）")
    if done:
        click.echo("下一步：itsm-docs build 重新生成，其余各份文件随之改变")
    elif pulled.planned:
        click.echo("什么都没有写")
