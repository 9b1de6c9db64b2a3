"""`itsm-docs init`: a new project that validates and builds as it is, with the drafter's questions as 待定."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from itsm_docs.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from itsm_docs.model.party import PartyKind

PRIVATE = """\
# 身份证号、私人电话只放在 private/ 文件夹：不进版本库，印出时遮盖。生成的文件在 输出/，不必入库。
private/
输出/
"""


@click.command(
    "init",
    cls=ChineseCommand,
    help="新建项目文件夹：带说明的 engagement.yaml 和《项目填写表.xlsx》，原样就能检查和生成，待定项留给起草人。"
    "用 --from 由去年的项目接续：日期顺延，签署清空，列出今年必改项。",
    short_help="新建一个项目",
)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "--category",
    "categories",
    metavar="类别",
    multiple=True,
    help="服务类别的编号或名称，例如 02 或 软件服务；可写多次",
)
@click.option(
    "--client-kind", "kind", metavar="性质", help="甲方性质：机关、事业单位、国有企业、企业或其他组织；不给则为企业"
)
@click.option("--from", "last", metavar="去年的项目", type=click.Path(path_type=Path), help="由去年的项目文件夹接续")
@click.option("--year", metavar="年份", type=click.IntRange(2000, 2100), help="服务年度；不给则为明年")
def init_command(
    folder: Path, categories: tuple[str, ...], kind: str | None, last: Path | None, year: int | None
) -> None:
    """Write the project; an existing one is never overwritten."""
    from itsm_docs import workspace
    from itsm_docs.errors import unusable
    from itsm_docs.findings import Where
    from itsm_docs.inputs.sources import ENTRY, FORM

    if bool(categories) == (last is not None):
        raise click.UsageError("用 --category 写明服务类别新建，或用 --from 由去年的项目接续，两者取一")
    for name in (ENTRY, FORM):  # a workbook alone is a project too
        if workspace.exists(folder / name):
            raise unusable("IO206", Where(file=str(folder / name)))
    if last is not None:
        _renew(folder, last)
    else:
        _create(folder, _numbers(categories), _kind(kind), year or workspace.today().year + 1)
    click.echo(
        f"下一步：itsm-docs validate {_quoted(folder)} 看待定项和默认值，itsm-docs build {_quoted(folder)} 生成文件"
    )


def _create(folder: Path, numbers: tuple[str, ...], kind: PartyKind | None, year: int) -> None:
    from datetime import date

    from itsm_docs.inputs.formsheet import blank_form
    from itsm_docs.inputs.scaffold import Term, as_yaml, project
    from itsm_docs.inputs.sources import ENTRY, FORM

    tree = project(numbers, kind, Term.year_from(date(year, 1, 1)))
    _write(folder / FORM, blank_form(numbers, str(kind or _usual_client())))
    _write(folder / ENTRY, as_yaml(tree, numbers).encode("utf-8"))
    _companions(folder)


def _renew(folder: Path, last: Path) -> None:
    from itsm_docs.inputs.renewal import renewed

    files, changes = renewed(last)
    for name, data in files.items():
        _write(folder / name, data)
    _companions(folder)
    click.echo("今年必改：")
    for change in changes:
        click.echo(f"  {change}")


def _companions(folder: Path) -> None:
    """The schema for the editor, and what keeps private data out of the repository."""
    from itsm_docs import workspace

    name = "engagement.zh.schema.json"
    workspace.write(folder / name, workspace.read_bytes(workspace.shipped("schemas") / name))
    if not workspace.exists(folder / ".gitignore"):
        workspace.write(folder / ".gitignore", PRIVATE.encode("utf-8"))


def _write(path: Path, data: bytes) -> None:
    from itsm_docs import workspace

    workspace.write(path, data)
    click.echo(f"已写入 {path}")


def _numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    from itsm_docs.inputs.scaffold import find_category
    from itsm_docs.standard import categories

    found = {word: find_category(word) for word in words}
    for word, known in found.items():
        if known is None:
            listed = "、".join(f"{one.number} {one.name}" for one in categories())
            raise click.UsageError(f"没有服务类别“{word}”，可取：{listed}")
    return tuple(dict.fromkeys(known.number for known in found.values() if known is not None))


def _kind(word: str | None) -> PartyKind | None:
    from itsm_docs.inputs.scaffold import find_kind
    from itsm_docs.model.party import PartyKind

    known = find_kind(word) if word else None
    if word and known is None:
        raise click.UsageError(f"没有甲方性质“{word}”，可取：{'、'.join(kind.label for kind in PartyKind)}")
    return known


def _usual_client() -> PartyKind:
    from itsm_docs.model.party import PartyKind

    return PartyKind.ENTERPRISE


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
