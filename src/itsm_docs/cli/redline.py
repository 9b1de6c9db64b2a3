"""`itsm-docs redline`: two versions of a document, or two folders of them, as Word files with tracked changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from itsm_docs.cli.chinese import ChineseCommand
from itsm_docs.cli.options import report_format

if TYPE_CHECKING:
    from itsm_docs.findings import Finding
    from itsm_docs.redline.run import Redline
    from itsm_docs.redline.side import Side


@click.command(
    "redline",
    cls=ChineseCommand,
    help="比较同一文件的两个版本（两次签发，或者签发的和退回的），写出带修订标记的 Word 文件：全部接受得到新文本，"
    "全部拒绝得到旧文本；并列出改动的章节和条款、数值、金额。给两个文件夹时，按文件种类配对，有差异的各写一份。",
    short_help="比较两个版本，生成修订对比稿",
)
@click.argument("old", metavar="旧版", type=click.Path(path_type=Path))
@click.argument("new", metavar="新版", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="文件或文件夹",
    required=True,
    type=click.Path(path_type=Path),
    help="修订对比稿写到哪里；比较文件夹时是文件夹",
)
@click.option("--author", metavar="姓名", help="修订的作者；不给则为“修订对比”")
@click.option(
    "--date",
    metavar="日期",
    type=click.DateTime(["%Y-%m-%d"]),
    help="修订的日期，例如 2027-03-01；不给则取新版文件属性里的日期，没有的不注日期",
)
@report_format
@click.pass_context
def redline_command(
    ctx: click.Context, old: Path, new: Path, output: Path, author: str | None, date: datetime | None, form: str
) -> None:
    """Compare, write, report; exit code 0 however many differences there are, 1 or 2 when it could not be done."""
    from itsm_docs import workspace
    from itsm_docs.errors import Faulty
    from itsm_docs.redline.run import AUTHOR, redline
    from itsm_docs.reporters import render

    when = f"{date:%Y-%m-%dT00:00:00Z}" if date is not None else None
    try:
        pairs, findings = _pairs(old, new, output)
        made = [redline(*pair, author=author or AUTHOR, date=when) for pair in pairs]
        paths = [_written(each, output, folder=workspace.is_folder(old)) for each in made]
    except Faulty as error:
        click.echo(render(error.findings, form))
        ctx.exit(error.exit_code)
    findings += [one for each in made for one in each.findings]
    if form == "text":
        for line in _text(zip(made, paths, strict=True)):
            click.echo(line)
    if findings or form != "text":
        click.echo(render(findings, form, {"documents": [_entry(*each) for each in zip(made, paths, strict=True)]}))


def _pairs(old: Path, new: Path, output: Path) -> tuple[Sequence[tuple[Side, Side]], list[Finding]]:
    """What to compare with what, and what stands alone. Raises `Unusable` (IO101, RL104 to RL106), and as `open_side`."""
    from itsm_docs import workspace
    from itsm_docs.errors import unusable
    from itsm_docs.findings import Where
    from itsm_docs.redline.pairs import paired

    for path in (old, new):
        if not (workspace.is_folder(path) or workspace.exists(path)):
            raise unusable("IO101", Where(str(path)))
    if workspace.is_folder(old) != workspace.is_folder(new):
        raise unusable("RL104", Where(str(new)))
    if workspace.is_folder(old):
        found = paired(_sides(old), _sides(new))
        return found.pairs, list(found.findings)
    if output.resolve() in (old.resolve(), new.resolve()):
        raise unusable("RL105", Where(str(output)))
    return [(_side(old), _side(new))], []


def _side(path: Path) -> Side:
    from itsm_docs import workspace
    from itsm_docs.redline.side import open_side

    return open_side(workspace.read_bytes(path), str(path))


def _sides(folder: Path) -> list[Side]:
    """The documents of a folder; redlines from an earlier run and Word's lock files are none."""
    from itsm_docs import workspace
    from itsm_docs.errors import unusable
    from itsm_docs.findings import Where
    from itsm_docs.redline.run import MARK

    files = workspace.files_in(folder, "*.docx")
    wanted = [path for path in files if not (path.name.startswith(("~$", ".")) or path.stem.endswith(MARK))]
    if not wanted:
        raise unusable("RL106", Where(str(folder)))
    return [_side(path) for path in wanted]


def _written(made: Redline, output: Path, *, folder: bool) -> Path | None:
    """Write a redline and give its path; of a folder's documents only those that differ."""
    from itsm_docs import workspace
    from itsm_docs.redline.run import MARK

    if folder and made.summary.same:
        return None
    inside = folder or workspace.is_folder(output)
    path = output / f"{Path(made.new).stem} {MARK}.docx" if inside else output
    workspace.write(path, made.data)
    return path


def _text(made: Iterable[tuple[Redline, Path | None]]) -> Iterator[str]:
    from itsm_docs.redline.wording import lines

    for number, (each, path) in enumerate(made):
        if number:
            yield ""
        yield Path(each.new).name
        yield from (f"  {line}" for line in lines(each.summary))
        if path is not None:
            yield f"已生成 {path}"


def _entry(made: Redline, path: Path | None) -> dict[str, Any]:
    """A comparison in the JSON report; `output` is null where nothing was written because nothing differs."""
    return {
        "old": made.old,
        "new": made.new,
        "output": None if path is None else str(path),
        "kind": made.kind,
        "changed": not made.summary.same,
        **made.summary.as_json(),
    }
