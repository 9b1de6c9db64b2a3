"""`itsm-docs build`: a project in, Word files (and what they are converted to) out, with a manifest. Writes each file whole or not at all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from itsm_docs.cli import conversions, matrix
from itsm_docs.cli.chinese import ChineseCommand
from itsm_docs.cli.options import as_of as as_of_option

if TYPE_CHECKING:
    from datetime import date

    from itsm_docs.documents import Converted, Document, Sources
    from itsm_docs.inputs import Loaded
    from itsm_docs.model import Engagement
    from itsm_docs.templating.template import TraceMode

OUTPUT = "输出"
MANIFEST = "manifest.json"


@click.command(
    "build",
    cls=ChineseCommand,
    help="生成文件。“项目”是项目文件夹或其中的 engagement.yaml。",
    short_help="由项目描述生成 Word 文件",
)
@click.argument("project", metavar="项目", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="文件夹", type=click.Path(path_type=Path), help="写到哪里；不给则写到项目文件夹下的“输出”"
)
@click.option("--bundle", is_flag=True, help="合同、服务等级协议与附件合订为一册，统一编条、编页，签署一次")
@click.option("--only", metavar="种类", help="只生成这些种类，逗号分隔，例如 sla")
@conversions.option
@matrix.build_option
@click.option("--pages", is_flag=True, help="目录带页码（需要 LibreOffice）；--to pdf 时总是带")
@click.option(
    "--trace",
    type=click.Choice(["full", "sidecar", "none"]),
    default="full",
    help="签发记录：full 随文件（内容控件、隐藏书签），sidecar 另存一份 .json，none 不留；不给则为 full",
)
@click.option(
    "--fail-on", type=click.Choice(["error", "warning"]), default="error", help="达到哪一级就不生成；不给则为 error"
)
@click.option(
    "--final", is_flag=True, help="出签署版：有待定项、错误、没有确认的默认值等就不出；写到“签署版”文件夹，附签发记录"
)
@as_of_option
@click.pass_context
def build_command(
    ctx: click.Context,
    project: Path,
    output: Path | None,
    bundle: bool,
    only: str | None,
    formats: str | None,
    with_matrix: bool,
    pages: bool,
    trace: TraceMode,
    fail_on: str,
    final: bool,
    as_of: date | None,
) -> None:
    """Validate, build, write, report."""
    from itsm_docs import documents, workspace
    from itsm_docs.cli import final as issuing
    from itsm_docs.findings import Severity, worst
    from itsm_docs.inputs import read_project
    from itsm_docs.model import Engagement
    from itsm_docs.reporters import render

    to = conversions.wanted(formats)
    if with_matrix:
        matrix.refuse_untraced(trace)
    kinds = tuple(kind.strip() for kind in (only or "").split(",") if kind.strip()) or None
    loaded, findings = read_project(project, Engagement, as_of)
    silenced = loaded.silenced if loaded else ()
    if findings or silenced:
        click.echo(render(findings, "text", silenced=silenced), err=True)
    sources = _sources(loaded)
    heaviest = worst([*findings, *sources.findings])
    faulty = heaviest is not None and heaviest.reaches(Severity(fail_on))
    if loaded is None or (faulty and not final):
        ctx.exit(1)
    order = documents.Order(kinds, bundle, documents.review_notes(loaded), None, sources, trace, loaded.defaults_used)
    issue = issuing.issue_of(loaded, order, as_of, fail_on) if final else None
    if issue is not None:
        loaded, order, pages = issue.loaded, issue.order, pages or issuing.can_page()
    elif final:
        ctx.exit(1)
    folder = output or loaded.folder / (issuing.OUTPUT if final else OUTPUT)
    workspace.check_writable(folder)
    files = conversions.build(loaded.engagement, order, to, pages=pages)
    issued = list(files)
    _report_their_articles(loaded.engagement, [one.document for one in files])
    if with_matrix:
        files += matrix.of_build(loaded, files, as_of)
    conversions.write(folder, files)
    workspace.write(folder / MANIFEST, _manifest(files, loaded))
    _summary(loaded)
    if trace == "sidecar":
        _write_receipts(folder, [one.document for one in files])
    if issue is not None:
        issuing.write_record(folder, issue, issued)


def _write_receipts(folder: Path, documents: list[Document]) -> None:
    from itsm_docs import workspace
    from itsm_docs.trace.receipt import to_json

    for document in documents:
        if document.receipt is not None:
            path = folder / f"{Path(document.file_name).stem}.签发记录.json"
            workspace.write(path, to_json(document.receipt).encode("utf-8"))
            click.echo(f"已生成 {path}")


def _sources(loaded: Loaded[Engagement] | None) -> Sources:
    """The project's own templates; what does not fit is said."""
    from itsm_docs import documents
    from itsm_docs.reporters import render

    sources = documents.sources_of(loaded) if loaded else documents.Sources()
    if sources.findings:
        click.echo(render(sources.findings, "text"), err=True)
    return sources


def _report_their_articles(engagement: Engagement, built: list[Document]) -> None:
    from itsm_docs import documents
    from itsm_docs.reporters import render

    found = [
        one
        for document in built
        if document.kind == "contract"
        for one in documents.check_articles(engagement, document.data)
    ]
    if found:
        click.echo(render(found, "text"), err=True)


def _manifest(files: list[Converted], loaded: Loaded[Engagement]) -> bytes:
    from itsm_docs.reporters import dotted

    content: dict[str, Any] = {
        "documents": [
            {
                "kind": one.document.kind,
                "path": one.document.file_name,
                "sha256": hashlib.sha256(one.document.data).hexdigest(),
                "title": one.document.title,
                "version": one.document.version,
                **(
                    {"also": [Path(one.document.file_name).with_suffix(f".{name}").name for name in one.files]}
                    if one.files
                    else {}
                ),
            }
            for one in files
        ],
        "open_points": [
            {"path": dotted(item.path), "title": item.trail, "note": item.note} for item in loaded.open_points
        ],
        "defaults_used": [
            {
                "path": dotted(item.path),
                "title": item.title,
                "value": item.value,
                "source": item.source,
                "binding": item.binding,
            }
            for item in loaded.defaults_used
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _summary(loaded: Loaded[Engagement]) -> None:
    binding = sum(item.binding for item in loaded.defaults_used)
    if loaded.defaults_used:
        click.echo(
            f"采用默认值 {len(loaded.defaults_used)} 处，其中约束性 {binding} 处；逐项见 itsm-docs validate 或 {MANIFEST}"
        )
    if loaded.open_points:
        click.echo(f"待定 {len(loaded.open_points)} 处，文件中以黄色标出")
