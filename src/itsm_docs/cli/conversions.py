"""The conversions of `itsm-docs build`: which are wanted, that they can be made, how they are written and reported."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from itsm_docs.documents import Converted, Format, Order
    from itsm_docs.model import Engagement

option = click.option(
    "--to",
    "formats",
    metavar="格式",
    help="另外转换成的格式，逗号分隔：pdf、odt（需要 LibreOffice），html、md",
)


def wanted(formats: str | None) -> list[Format]:
    """The formats of the option, each once; an unknown one is an error of usage."""
    from itsm_docs.documents import FORMATS

    named = {name.strip().lower().removeprefix(".") for name in (formats or "").split(",")} - {""}
    if unknown := named.difference(FORMATS):
        raise click.UsageError(f"--to 不支持 {'、'.join(sorted(unknown))}，可取：{'、'.join(FORMATS)}")
    return [name for name in FORMATS if name in named]


def build(engagement: Engagement, order: Order, formats: Collection[Format], *, pages: bool) -> list[Converted]:
    """The documents with their conversions; a missing program is said before anything is built."""
    from itsm_docs import documents

    documents.check_programs(formats, pages=pages)
    if pages or "pdf" in formats:
        click.echo("正在用 LibreOffice 排版、取页码……", err=True)
    return documents.build_converted(engagement, order, formats, pages=pages)


def write(folder: Path, files: Sequence[Converted]) -> None:
    """Write the Word files and what they were converted to, and say so."""
    from itsm_docs import workspace

    for one in files:
        path = folder / one.document.file_name
        contents = {path: one.document.data, **{path.with_suffix(f".{name}"): data for name, data in one.files.items()}}
        for target, data in contents.items():
            workspace.write(target, data)
            click.echo(f"已生成 {target}")
