"""The 条款对照表 on the command line: from documents just built, or from documents that were audited. Writes, judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date

    from itsm_docs.audit import Audit
    from itsm_docs.audit.matrix import Matrix
    from itsm_docs.documents import Converted, Document
    from itsm_docs.inputs import Loaded
    from itsm_docs.model import Engagement

SUFFIXES = (".docx", ".xlsx", ".csv", ".json")

build_option = click.option(
    "--matrix",
    "with_matrix",
    is_flag=True,
    help="另生成条款对照表（docx、xlsx、csv、json）：标准每一条由哪份文件的哪一节回答",
)
audit_option = click.option(
    "--matrix",
    "matrix_path",
    metavar="文件或文件夹",
    type=click.Path(path_type=Path),
    help="另写出条款对照表：按后缀 .docx、.xlsx、.csv、.json 写一种，给文件夹则四种都写",
)
gaps_option = click.option("--gaps", is_flag=True, help="条款对照表只列缺口：缺、空、仅引用")


def of_build(loaded: Loaded[Engagement], files: Sequence[Converted], as_of: date | None) -> list[Converted]:
    """The table of documents just built, audited as whoever receives them would, with the records of the project as
    evidence."""
    from itsm_docs import workspace
    from itsm_docs.audit import Request, audit
    from itsm_docs.audit import matrix as table
    from itsm_docs.documents import Converted, Document, volumes

    built = [one.document for one in files if one.document.kind not in volumes.UNTRACED]
    receipts = {one.file_name: one.receipt for one in built if one.receipt is not None}
    data = {one.file_name: one.data for one in built}
    result = audit(Request(data, receipts, waivers=loaded.waivers, as_of=as_of or workspace.today()))
    engagement = loaded.engagement
    pages = {one.file_name: table.section_pages(one.data, one.pages) for one in built}
    subject = f"{engagement.number} {engagement.name}"
    made = table.matrix(result, subject, pages=pages, evidence=table.evidence_of(engagement))
    click.echo(_said(made))
    word, *others = SUFFIXES
    document = Document(
        volumes.MATRIX, table.TITLE, engagement.number, _version(built), f"{table.TITLE}{word}", _written(made, word)
    )
    return [Converted(document, {suffix.removeprefix("."): _written(made, suffix) for suffix in others})]


def refuse_untraced(trace: str) -> None:
    """Documents without a receipt cannot be audited; said before they are built."""
    if trace == "none":
        raise click.UsageError("--matrix 要读签发记录，不能与 --trace none 同用")


def of_audit(result: Audit, path: Path, against: Path | None, *, gaps_only: bool) -> None:
    """Write the table of an audit to a file or a folder; the project that it was held `against` names the evidence.

    Raises `Unusable` (IO…) where nothing can be written.
    """
    from itsm_docs import workspace
    from itsm_docs.audit import matrix as table

    if not result.clauses:
        click.echo("没有可以对照的文件，未生成条款对照表", err=True)
        return
    made = table.matrix(result, evidence=_evidence(against), gaps_only=gaps_only)
    for suffix in _suffixes(path):
        target = path if path.suffix == suffix else path / f"{table.TITLE}{suffix}"
        workspace.write(target, _written(made, suffix))
        click.echo(f"已生成 {target}", err=True)


def check_path(path: Path | None, *, gaps_only: bool) -> None:
    """Refuse what cannot be meant before the audit begins."""
    if path is None and gaps_only:
        raise click.UsageError("--gaps 要与 --matrix 同用")
    if path is not None:
        _suffixes(path)


def _suffixes(path: Path) -> tuple[str, ...]:
    """What to write: one format for a file, all for a folder, which need not be there yet."""
    from itsm_docs import workspace

    if workspace.is_folder(path) or not path.suffix:
        return SUFFIXES
    if path.suffix not in SUFFIXES:
        raise click.UsageError(f"--matrix 不支持 {path.suffix}，可取：{'、'.join(SUFFIXES)}，或者文件夹")
    return (path.suffix,)


def _evidence(against: Path | None) -> dict[str, str]:
    if against is None:
        return {}
    from itsm_docs.audit.matrix import evidence_of
    from itsm_docs.inputs import load

    return evidence_of(load(against).engagement)


def _written(made: Matrix, suffix: str) -> bytes:
    from itsm_docs.audit import matrix_files, matrix_word

    writers = {
        ".docx": matrix_word.to_docx,
        ".xlsx": matrix_files.to_xlsx,
        ".csv": matrix_files.to_csv,
        ".json": matrix_files.to_json,
    }
    return writers[suffix](made)


def _said(made: Matrix) -> str:
    """One line: how many clauses are owed and how many gaps there are."""
    gaps = len({row.clause for row in made.rows if row.gap})
    owed = len({row.clause for row in made.rows if row.need is not None})
    return f"条款对照表：须在文件中回答的 {owed} 条，有缺口的 {gaps} 条"


def _version(built: Sequence[Document]) -> str:
    return built[0].version if built else ""
