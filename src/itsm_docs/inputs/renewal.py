"""Last year's project as the beginning of this year's (`init --from`): dates go on, signatures go, and what must change is listed.

Changes only what is safe to compute; everything that people have to agree anew is cleared to 待定 or named in the list.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from itsm_docs import workspace
from itsm_docs.errors import Faulty
from itsm_docs.findings import DataPath
from itsm_docs.inputs.formsheet import refilled
from itsm_docs.inputs.project import Loaded, read_project
from itsm_docs.inputs.sources import FORM
from itsm_docs.inputs.worksheet import ranges
from itsm_docs.inputs.yamledit import Edit, edited
from itsm_docs.model import Engagement
from itsm_docs.model.base import OpenPoint, Record
from itsm_docs.model.calendar import add_months
from itsm_docs.model.shape import Kind, fields_of

_OUTPUTS = ("输出", "签署版")
_ROLLED = {"term", "services", "emergency", "plan", "privacy_policy"}
"""Sections whose dates are the service's own and go on with it; other dates (certificates, warranties, notices) stay."""
_ASKED_AGAIN = ("number", "notice", "notified", "documents", "response", "budget")
_CONFIRMED = ("defaults_accepted", "standards_confirmed")
_DAY = re.compile(r"20\d\d\s*[-年]\s*\d{1,2}")
_FRESH = "[{版本: V0.1, 日期: 待定：起草日期, 修订内容: 由上一服务期的文件接续, 编制: 待定, 审核: 待定, 批准: 待定}]"


def renewed(last: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files of the new project by relative name, and what has to be changed by hand.

    Raises `Faulty` or `Unusable` where last year's project cannot be read.
    """
    loaded, findings = read_project(last, Engagement)
    if loaded is None:
        raise Faulty(findings)
    edits, cells, left = dict[str, list[Edit]](), dict[str, str](), list[str]()
    for path, text in _changes(loaded):
        where = loaded.positions.where(path)
        name = Path(where.file or "").name
        if where.file and where.line and where.column:
            edits.setdefault(os.path.normpath(where.file), []).append(Edit(where.line, where.column, text))
        elif name == FORM and "!" in (where.place or ""):
            cells[str(where.place)] = text
        elif "!" in (where.place or ""):
            left.append(f"没有顺延，请手工改：{name} {where.place}，应为 {text}")
    return dict(_files(loaded.folder, edits, cells)), [*_to_do(loaded.engagement), *left, *_dated_texts(loaded)]


def _files(folder: Path, edits: Mapping[str, list[Edit]], cells: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for path in workspace.files_in(folder, "**/*"):
        name = path.relative_to(folder).as_posix()
        if (
            name.split("/")[0] in (*_OUTPUTS, ".git")
            or name.endswith(".schema.json")
            or path.name.startswith(("~$", "."))
        ):
            continue
        data = workspace.read_bytes(path)
        if path.suffix in (".yaml", ".yml"):
            mine = [edit for file, found in edits.items() if path.absolute() == Path(file).absolute() for edit in found]
            data = edited(workspace.read_text(path), mine).encode("utf-8")
        elif name == FORM and cells:
            data = refilled(data, cells)
        yield name, data


def _changes(loaded: Loaded[Engagement]) -> Iterator[tuple[DataPath, str]]:
    """Values of the data and what they become."""
    engagement = loaded.engagement
    months = _months(engagement)
    for name in fields_of(Engagement):
        if name in _ROLLED:
            yield from _rolled(getattr(engagement, name), (name,), months)
    yield ("term", "signed"), "待定：签订日期"
    confirmed = (name for name in _CONFIRMED if getattr(engagement, name) is not None)
    yield from ((path, "待定：重新确认") for name in confirmed for path in ((name, "by"), (name, "date")))
    for kind in type(engagement.documents).model_fields:
        if getattr(engagement.documents, kind) is not None:
            yield ("documents", kind, "revisions"), _FRESH
    if engagement.contract.supplements:
        yield ("contract", "supplements"), "[]"
    if engagement.procurement is not None:
        for name in _ASKED_AGAIN:
            if getattr(engagement.procurement, name) is not None:
                yield ("procurement", name), f"待定：{fields_of(type(engagement.procurement))[name].title}"


def _months(engagement: Engagement) -> int:
    """The length of the term in whole months: the new one begins on the day after."""
    after = engagement.term.end + timedelta(days=1)
    start = engagement.term.start
    return (after.year - start.year) * 12 + after.month - start.month + (after.day > start.day)


def _rolled(value: object, path: DataPath, months: int) -> Iterator[tuple[DataPath, str]]:
    if isinstance(value, date):
        if path != ("term", "signed"):
            yield path, f"{_later(value, path, months):%Y-%m-%d}"
    elif isinstance(value, Record):
        for name, known in fields_of(type(value)).items():
            if not known.computed and (known.shape.kind is Kind.DATE or not known.shape.scalar):
                yield from _rolled(getattr(value, name), (*path, name), months)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _rolled(item, (*path, index), months)


def _later(day: date, path: DataPath, months: int) -> date:
    if path == ("term", "end"):
        return add_months(day + timedelta(days=1), months) - timedelta(days=1)
    return add_months(day, months)


def _to_do(engagement: Engagement) -> Iterator[str]:
    """What this year's project must change, by its Chinese place."""
    term, months = engagement.term, _months(engagement)
    end = _later(term.end, ("term", "end"), months)
    yield f"项目编号、项目名称：现为 {engagement.number}、{engagement.name}"
    yield f"服务期限：已顺延为 {add_months(term.start, months)} 至 {end}，请核对；签订日期已清空"
    yield f"服务费用：现含税总额 {engagement.charges.total} 元，单价与数量按新的报价改"
    yield f"日历：节假日和调休上班日仍是旧的（{engagement.calendar.source}），按新的放假通知改"
    if engagement.procurement is not None:
        yield "采购信息：项目编号、通知书、采购文件、响应文件已清空，按本次采购填写"
    yield f"服务人员与岗位：{len(engagement.staff)} 人、{len(engagement.resources.posts)} 个岗位，核对在岗、证书与驻场地点"
    expired = [asset.name for asset in engagement.assets if isinstance(asset.warranty, date) and asset.warranty < end]
    yield f"服务对象清单：{len(engagement.assets)} 项；新的期满日前质保到期 {len(expired)} 项，核对数量与维护责任"
    for certificate in engagement.provider.certificates:
        if not isinstance(certificate.valid_until, OpenPoint) and certificate.valid_until < end:
            yield f"乙方资质证书：《{certificate.name}》{certificate.valid_until} 到期，早于新的期满日"
    yield "用户需求、项目背景、风险：文字中的年份与数字（如上一年故障数）按最近一年改"
    yield "法规与标准：运行 itsm-docs validate，引用的法规有新版本的会提示"
    yield "默认值确认、标准确认、waivers.yaml：去年的不再算数，须重新确认和批准"
    yield "文件：修订记录已清空为 V0.1，编制、审核、批准重新填写"


def _dated_texts(loaded: Loaded[Engagement]) -> Iterator[str]:
    """Where texts name days of last year; nobody can know which of them go on."""
    lines: dict[str, set[int]] = {}
    for path in _naming_days(loaded.engagement, ()):
        where = loaded.positions.where(path)
        if where.file and where.line:
            lines.setdefault(where.file, set()).add(where.line)
    for file, found in lines.items():
        yield f"文字中的日期：{Path(file).name} 第 {ranges(found)} 行"


def _naming_days(value: object, path: DataPath) -> Iterator[DataPath]:
    if path[:1] in (("documents",), ("procurement",)):
        return  # cleared already
    if isinstance(value, str):
        if _DAY.search(value):
            yield path
    elif isinstance(value, Record):
        for name, known in fields_of(type(value)).items():
            if not known.computed:
                yield from _naming_days(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _naming_days(item, (*path, index))
