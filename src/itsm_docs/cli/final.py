"""The steps that `build --final` adds to a build: every reason against it, and the record of the issue at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date

    from itsm_docs.documents import Converted, Issue, Order
    from itsm_docs.inputs import Loaded
    from itsm_docs.model import Engagement

OUTPUT = "签署版"
"""The folder below the project for what is signed: a later draft must not replace it."""


def issue_of(loaded: Loaded[Engagement], order: Order, as_of: date | None, fail_on: str) -> Issue | None:
    """What is to be built and written; None where something is against it, which is printed."""
    from itsm_docs import documents, workspace
    from itsm_docs.findings import Severity, worst
    from itsm_docs.reporters import render

    day = as_of or workspace.today()
    issue, findings = documents.prepare_issue(loaded, order, day, stamp=as_of is not None)
    fresh = [one for one in findings if one not in loaded.findings]
    if fresh:
        click.echo(render(fresh, "text"), err=True)
    heaviest = worst([*loaded.findings, *findings])
    if issue is None or (heaviest is not None and heaviest.reaches(Severity(fail_on))):
        click.echo("没有出签署版，没有写出任何文件；以上各项都解决后再试", err=True)
        return None
    for added in issue.added:
        line = added.revision
        click.echo(
            f"《{added.document}》修订记录增加一行：{line.version}，{line.date}，{line.summary}；请照此写进项目描述"
        )
    return issue


def can_page() -> bool:
    """Whether LibreOffice is there to give the page numbers; a warning where it is not (FI141)."""
    from itsm_docs.convert.libreoffice import find_program
    from itsm_docs.findings import finding
    from itsm_docs.reporters import render

    if find_program() is not None:
        return True
    click.echo(render([finding("FI141")], "text"), err=True)
    return False


def write_record(folder: Path, issue: Issue, files: Sequence[Converted]) -> None:
    """Write the record beside the files."""
    from itsm_docs import documents, workspace
    from itsm_docs.documents import issue_record

    made = {
        one.document.file_name: {
            Path(one.document.file_name).with_suffix(f".{suffix}").name: data for suffix, data in one.files.items()
        }
        for one in files
        if one.files
    }
    record = documents.record_of(issue, [one.document for one in files], made)
    workspace.write(folder / issue_record.FILE, issue_record.to_json(record).encode("utf-8"))
    click.echo(f"已生成 {folder / issue_record.FILE}")
