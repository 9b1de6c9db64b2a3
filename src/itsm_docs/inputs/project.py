"""From a project folder to a validated engagement: the chain read → normalise → complete → validate → rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from itsm_docs import workspace
from itsm_docs.findings import Finding, Severity, Silenced, worst
from itsm_docs.inputs import sources, waivers
from itsm_docs.inputs.defaults import DefaultUsed, complete
from itsm_docs.inputs.deviations import Departure, departures
from itsm_docs.inputs.form import read_form
from itsm_docs.inputs.formfill import base, lay_over
from itsm_docs.inputs.located import Positions
from itsm_docs.inputs.normalise import Normalised, normalise
from itsm_docs.inputs.packs import packs_in_use
from itsm_docs.inputs.private import exposed
from itsm_docs.inputs.sources import FORM, Source
from itsm_docs.inputs.validate import OpenItem, open_points, validate
from itsm_docs.inputs.waivers import NO_WAIVERS, Waivers
from itsm_docs.model import Engagement
from itsm_docs.model.base import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[R]):
    """A description that holds: the record, what was noticed, where everything was written, what came from packs."""

    engagement: R
    findings: tuple[Finding, ...]
    """Warnings and notes, and errors of rules; a `Loaded` exists only when the record itself is valid."""
    positions: Positions
    defaults_used: tuple[DefaultUsed, ...]
    departures: tuple[Departure, ...]
    """Where the contract is not the company's usual one."""
    open_points: tuple[OpenItem, ...]
    folder: Path
    waivers: Waivers = NO_WAIVERS
    """The project's ``waivers.yaml``."""
    silenced: tuple[Silenced, ...] = ()
    """What rules found and a waiver accepts; not among `findings`."""


def read_project(path: Path, root: type[R], as_of: date | None = None) -> tuple[Loaded[R] | None, list[Finding]]:
    """The project at a folder or file, or None with the findings that say why; all of them at once.

    `as_of` is the day on which waivers are judged, today where none is given. Raises `Unusable` when the first file cannot
    be read at all (IO101-IO109).
    """
    data, file, findings = _read(path, root)
    if data is None:
        return None, findings
    used = _complete(data, root)
    record, refused = validate(data.raw, root, data.positions, data.broken)
    findings += refused
    if record is None or worst(findings) is Severity.ERROR:
        return None, findings
    approved, silenced = NO_WAIVERS, list[Silenced]()
    if isinstance(record, Engagement):
        findings += exposed(record, data.positions)
        approved, silenced, found = _judged(record, data.positions, file.path.parent, as_of)
        findings += found
    unusual = departures(record, data.raw) if isinstance(record, Engagement) else ()
    points, folder = tuple(open_points(record)), file.path.parent
    judged = (approved, tuple(silenced))
    loaded = Loaded(record, tuple(findings), data.positions, tuple(used), unusual, points, folder, *judged)
    return loaded, findings


def _judged(
    engagement: Engagement, positions: Positions, folder: Path, as_of: date | None
) -> tuple[Waivers, list[Silenced], list[Finding]]:
    """What the rules say: the project's waivers, the findings that these silence, and those that stand."""
    from itsm_docs.rules import check

    found = [_relocated(one, positions) for one in check(engagement)]
    approved, wrong = waivers.read(folder)
    if not approved.entries:
        return approved, [], [*wrong, *found]
    kept, silenced = approved.apply(found, as_of or workspace.today(), waivers.RULES)
    return approved, silenced, [*wrong, *kept]


def _read(path: Path, root: type[R]) -> tuple[Normalised | None, Source, list[Finding]]:
    """The raw values: the description, what a workbook beside it says before it, or a workbook alone."""
    file, workbook = sources.entry(path), None
    alone = file.path.suffix in sources.WORKBOOKS
    if root is Engagement:
        workbook = file if alone else sources.beside(file, FORM)
    form, findings = read_form(workbook) if workbook else (None, [])
    if alone or (workbook and form is None):
        tree, found = base(form, file, workspace.today().year + 1) if form else (None, [])
    else:
        tree, found = sources.read_tree(file)
    findings += found
    if tree is None:
        return None, file, findings
    data = normalise(tree, root, file)
    if form and workbook:
        findings += lay_over(form, data, workbook)
    return data, file, [*findings, *data.findings]


def _complete(data: Normalised, root: type[Record]) -> list[DefaultUsed]:
    used: list[DefaultUsed] = []
    for pack in packs_in_use(data.raw, root):
        for default in complete(data.raw, pack, root):
            data.positions.put_default(default.path, pack.where)
            used.append(default)
    return used


def _relocated(one: Finding, positions: Positions) -> Finding:
    """A rule's finding at the place where the value was written; places that rules name themselves stay."""
    if one.where.path is None:
        return one
    where = positions.where(one.where.path)
    return one.at(replace(where, place=where.place or one.where.place))
