"""`itsm-docs amend`: two versions of a project in, the supplementary agreement between them out. Changes no project."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from itsm_docs.cli.build import OUTPUT
from itsm_docs.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from itsm_docs.documents.amending import Agreement
    from itsm_docs.inputs import Loaded
    from itsm_docs.model import Engagement
    from itsm_docs.templating.template import TraceMode

_VERSION = click.Path(path_type=Path)


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:  # noqa: ARG001  the signature is Click's
    """A calendar day as the data accepts it: 2027-03-01, 2027年3月1日."""
    from pydantic import TypeAdapter, ValidationError

    from itsm_docs.model.scalars import Day

    try:
        return None if value is None else TypeAdapter(Day).validate_python(value)
    except ValidationError:
        raise click.BadParameter(f"“{value}”不是日期，例如 2027-03-01") from None


@click.command(
    "amend",
    cls=ChineseCommand,
    help="比较同一项目的两版数据，生成补充协议：原合同第几条第几款原约定什么，变更为什么。“旧版”是已经签署的一版，"
    "“新版”是变更以后的一版；都是项目文件夹或其中的 engagement.yaml。没有须签订的变更时不生成，退出码为 1。",
    short_help="由两版数据生成补充协议",
)
@click.argument("old", metavar="旧版", type=_VERSION)
@click.argument("new", metavar="新版", type=_VERSION)
@click.option(
    "-o",
    "--output",
    metavar="文件或文件夹",
    type=_VERSION,
    help="写到哪里；以 .docx 结尾的是文件；不给则写到新版文件夹下的“输出”",
)
@click.option("--number", metavar="编号", help="补充协议的编号；不给则取合同编号加两位序号，接着已经登记的编")
@click.option("--date", "day", metavar="日期", callback=_day, help="签订日期；不给则留待签署时填写")
@click.option("--effective", metavar="日期", callback=_day, help="变更从哪一天起执行；不给则自生效之日起")
@click.option("--reason", metavar="事由", help="为什么变更，一句话")
@click.option("--bundle", is_flag=True, help="原合同是合订本：条款号和表号按合订本")
@click.option(
    "--trace",
    type=click.Choice(["full", "none"]),
    default="full",
    help="签发记录：full 随文件，none 不留；不给则为 full",
)
def amend_command(
    old: Path,
    new: Path,
    output: Path | None,
    number: str | None,
    day: date | None,
    effective: date | None,
    reason: str | None,
    bundle: bool,
    trace: TraceMode,
) -> None:
    """Read both, compare, write, report."""
    from itsm_docs import workspace
    from itsm_docs.documents.amending import Wanted, agreement

    before, after = _loaded(old), _loaded(new)
    target = output or after.folder / OUTPUT
    single = target.suffix.lower() == ".docx" and not workspace.is_folder(target)
    workspace.check_writable(target.parent if single else target)
    wanted = Wanted(number or None, day, effective, reason or None, bundle, before.folder / OUTPUT, trace)
    made = agreement(before, after, wanted)
    path = target if single else target / made.document.file_name
    workspace.write(path, made.document.data)
    _report(made, path, after)


def _loaded(project: Path) -> Loaded[Engagement]:
    """A version; what its rules warn of is the business of `validate`. Raises `Faulty` where it cannot be read."""
    from itsm_docs.errors import Faulty
    from itsm_docs.inputs import read_project
    from itsm_docs.model import Engagement

    loaded, findings = read_project(project, Engagement)
    if loaded is None:
        raise Faulty(findings)
    return loaded


def _report(made: Agreement, path: Path, new: Loaded[Engagement]) -> None:
    from itsm_docs.reporters import render

    if made.findings:
        click.echo(render(made.findings, "text"), err=True)
    for document in made.content.documents:
        click.echo(f"{document.title}变更 {len(document.changes)} 处")
    click.echo(f"已生成 {path}")
    if made.content.number not in (one.number for one in new.engagement.contract.supplements):
        click.echo("签订以后，在新版“合同”的“补充协议”中登记（下一次变更时以它为旧版）：")
        click.echo(f"  - {{{_record(made)}}}")


def _record(made: Agreement) -> str:
    """The line by which the project remembers the agreement."""
    content = made.content
    amount = f"{made.difference:.2f}" if made.difference is not None else "待填"
    values = {
        "编号": content.number,
        "签订日期": str(content.date or "待填"),
        **({"执行日期": str(content.effective)} if content.effective else {}),
        "增减金额": f'"{amount}"',
        "事由": json.dumps(content.subject, ensure_ascii=False) if isinstance(content.subject, str) else "待填",
    }
    return ", ".join(f"{key}: {value}" for key, value in values.items())
