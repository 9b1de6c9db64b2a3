"""`itsm-docs audit`: read documents that came back and say what they answer, what was changed, and where they disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from itsm_docs.cli import matrix
from itsm_docs.cli.chinese import ChineseCommand
from itsm_docs.cli.options import as_of, fail_on, report_format

if TYPE_CHECKING:
    from itsm_docs.audit import Audit
    from itsm_docs.findings import Finding
    from itsm_docs.inputs.waivers import Waivers
    from itsm_docs.trace.receipt import Receipt

_SIDECAR = ".签发记录.json"
_BESIDE = (".json", ".pdf", ".html", ".md", ".odt")
"""What a record of an issue may name beside Word files."""
_CONVERSION_LIMIT = 512 * 1024 * 1024


@click.command(
    "audit",
    cls=ChineseCommand,
    help="核查 .docx 文件（生成的，或者别人改过退回的）：逐条说明标准的条款是已规定、仅引用、空、缺还是不适用，"
    "列出签发后改过的文字和数值、几份文件之间的矛盾、未处理的修订和批注。给文件夹时核查其中全部 .docx，并要求六种文件齐全。",
    short_help="核查退回的文件",
)
@click.argument("paths", metavar="文件或文件夹...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--against",
    metavar="项目",
    type=click.Path(path_type=Path),
    help="另与项目描述现在的内容对照：哪些文件已经过时，哪些数值不同；同时采用项目的 waivers.yaml",
)
@matrix.audit_option
@matrix.gaps_option
@report_format
@fail_on
@as_of
@click.pass_context
def audit_command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    against: Path | None,
    matrix_path: Path | None,
    gaps: bool,
    form: str,
    threshold: str,
    as_of: date | None,
) -> None:
    """Report on the files; exit code 0 below the threshold, 1 at it, 2 when there is nothing to read."""
    from itsm_docs import workspace
    from itsm_docs.audit import Request, audit
    from itsm_docs.findings import Severity, worst
    from itsm_docs.reporters import render

    matrix.check_path(matrix_path, gaps_only=gaps)
    found, folders = _files(paths)
    files, sidecars = _read(found)
    waivers, faults = _waivers(paths, against)
    now = _receipts_now(against, files, sidecars) if against is not None else {}
    result = audit(Request(files, sidecars, folders, waivers, as_of or workspace.today(), now))
    findings = [*faults, *_issued(paths, found, files), *result.findings]
    click.echo(render(findings, form, result.as_json(), result.silenced))
    if form == "text":
        for line in _summary(result):
            click.echo(line)
    if matrix_path is not None:
        matrix.of_audit(result, matrix_path, against, gaps_only=gaps)
    heaviest = worst(findings)
    ctx.exit(1 if heaviest is not None and heaviest.reaches(Severity(threshold)) else 0)


def _files(paths: Iterable[Path]) -> tuple[dict[str, Path], bool]:
    """The .docx files by the name to report, and whether a folder was given. Raises `Unusable` (IO101, AU109)."""
    from itsm_docs import workspace
    from itsm_docs.errors import unusable
    from itsm_docs.findings import Where

    found: dict[str, Path] = {}
    folders = False
    for path in paths:
        if not workspace.is_folder(path):
            found[path.name if path.name not in found else str(path)] = path
            continue
        folders = True
        inside = [one for one in workspace.files_in(path, "*.docx") if not one.name.startswith(("~$", "."))]
        if not inside:
            raise unusable("AU109", Where(str(path)))
        untraced = _untraced(path)
        found |= {one.name if one.name not in found else str(one): one for one in inside if one.name not in untraced}
    return found, folders


def _untraced(folder: Path) -> set[str]:
    """The names of the volumes in a folder that were written without a receipt on purpose: by the manifest of `build`, and
    the table that the audit itself writes."""
    import json

    from itsm_docs import workspace
    from itsm_docs.audit.matrix import TITLE
    from itsm_docs.documents.volumes import UNTRACED

    own = {f"{TITLE}.docx"}
    manifest = folder / "manifest.json"
    try:
        entries = json.loads(workspace.read_text(manifest))["documents"] if workspace.exists(manifest) else []
        return own | {str(entry["path"]) for entry in entries if entry["kind"] in UNTRACED}
    except (ValueError, KeyError, TypeError):
        return own


def _read(found: dict[str, Path]) -> tuple[dict[str, bytes], dict[str, Receipt]]:
    """The files, and the receipts that lie beside them."""
    from itsm_docs import workspace
    from itsm_docs.trace.receipt import from_json

    files = {shown: workspace.read_bytes(path, shown) for shown, path in found.items()}
    sidecars: dict[str, Receipt] = {}
    for shown, path in found.items():
        beside = path.with_name(f"{path.stem}{_SIDECAR}")
        if workspace.exists(beside) and (receipt := from_json(workspace.read_text(beside))) is not None:
            sidecars[shown] = receipt
    return files, sidecars


def _issued(paths: Iterable[Path], found: Mapping[str, Path], files: Mapping[str, bytes]) -> list[Finding]:
    """What became of the files since they were issued for signature, where the record of the issue lies with them.

    For a folder every issued file is asked for, for single files only these.
    """
    from itsm_docs import workspace
    from itsm_docs.audit.issued import read_record, verify
    from itsm_docs.documents import issue_record

    told: list[Finding] = []
    for folder in dict.fromkeys(path if workspace.is_folder(path) else path.parent for path in paths):
        path = folder / issue_record.FILE
        record = read_record(workspace.read_bytes(path)) if workspace.exists(path) else None
        if record is None:
            continue
        own = {shown: data for shown, data in files.items() if found[shown].parent == folder}
        beside = [one for one in workspace.files_in(folder, "*") if one.suffix in _BESIDE and one.name not in own]
        own |= {one.name: workspace.read_bytes(one, limit=_CONVERSION_LIMIT) for one in beside if one != path}
        whole = folder in set(paths)
        told += [one for one in verify(record, own) if whole or one.where.file in own]
    return told


def _waivers(paths: Iterable[Path], against: Path | None) -> tuple[Waivers, list[Finding]]:
    """The waivers of the project, or of a folder that is audited, with what is wrong with them."""
    from itsm_docs import workspace
    from itsm_docs.inputs import waivers

    project = against.parent if against is not None and not workspace.is_folder(against) else against
    folders = [project] if project is not None else [path for path in paths if workspace.is_folder(path)]
    found = waivers.NO_WAIVERS
    faults: list[Finding] = []
    for folder in folders:
        own, wrong = waivers.read(folder)
        found, faults = waivers.Waivers((*found.entries, *own.entries)), [*faults, *wrong]
    return found, faults


def _receipts_now(project: Path, files: Mapping[str, bytes], sidecars: Mapping[str, Receipt]) -> dict[str, Receipt]:
    """What the files would be issued with today, by kind. Raises `Faulty` where the project cannot be built."""
    from itsm_docs import documents
    from itsm_docs.documents import volumes
    from itsm_docs.errors import Faulty
    from itsm_docs.inputs import load
    from itsm_docs.ooxml.package import read
    from itsm_docs.trace import parts as receipt_parts

    wanted = {receipt.kind for receipt in sidecars.values()}
    for shown, data in files.items():
        try:
            receipt = receipt_parts.read(read(data, shown))
        except Faulty:
            continue  # the audit says so
        wanted |= {receipt.kind} if receipt is not None else set()
    loaded = load(project)
    known = (*documents.available_kinds(), volumes.BUNDLE, volumes.SUPPLEMENT)
    order = documents.Order(
        kinds=tuple(kind for kind in known if kind in wanted),
        bundle=volumes.BUNDLE in wanted,
        sources=documents.sources_of(loaded),
    )
    built = documents.build_order(loaded.engagement, order)
    return {document.kind: document.receipt for document in built if document.receipt is not None}


def _summary(result: Audit) -> list[str]:
    """How many clauses stand how, by strength."""
    from itsm_docs.audit.result import ClauseState
    from itsm_docs.standard import Modality

    lines = [""] if result.clauses else []
    for modality in Modality:
        counts = Counter(one.state for one in result.clauses if one.modality is modality)
        if counts:
            said = "，".join(f"{state.label} {counts[state]}" for state in ClauseState if counts[state])
            lines.append(f"条款（{modality.label}）{sum(counts.values())} 条：{said}")
    return lines
