"""The 条款对照表 as a Word document: landscape, counts first, then the rows by the chapters of the standard.

Its wording and looks are a template (``templates/matrix``) on a house of its own; here the rows become what it prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from pydantic import Field

from itsm_docs import standard, workspace
from itsm_docs.audit.matrix import COLUMNS, Matrix, Row, Tally
from itsm_docs.audit.result import ClauseState
from itsm_docs.documents.overrides import chapters_in
from itsm_docs.errors import Faulty
from itsm_docs.findings import Severity
from itsm_docs.model.base import Record
from itsm_docs.model.scalars import Flag, Text, Whole
from itsm_docs.model.shape import shape_of
from itsm_docs.templating.fill import fill
from itsm_docs.templating.template import CompiledTemplate

_FOLDER, _HOUSE = "matrix", "landscape.docx"
_TEXT_WIDTH = 14570
"""Twips between the margins of the house."""


class TallyLine(Record):
    """A line of the counts."""

    label_cn = "合计行"

    modality: Text = Field(title="模态", description="应、宜或可")
    total: Whole = Field(title="条数", description="全部条款")
    covered: Whole = Field(title="已规定", description="条数")
    refers: Whole = Field(title="仅引用", description="条数")
    empty: Whole = Field(title="空", description="条数")
    missing: Whole = Field(title="缺", description="条数")
    waived: Whole = Field(title="不适用", description="条数")


class Line(Record):
    """A row of the table as it is printed; what is not there is empty."""

    label_cn = "对照行"

    clause: Text = Field(title="条款", description="条款号，一条的第一行加名称")
    modality: Text = Field(title="模态", description="应、宜或可，原文没有能愿动词的加括号")
    requirement: Text = Field(title="要求", description="一条的第一行写")
    need: Text = Field(title="答法", description="主答或引用")
    document: Text = Field(title="文件", description="文件的简称")
    section: Text = Field(title="章节", description="编号和标题")
    page: Text = Field(title="页码", description="知道的写")
    state: Text = Field(title="状态", description="状态，签发后改过的注明")
    gap: Flag = Field(title="缺口", description="是否须补")
    evidence: Text = Field(title="实施证据", description="记录及存放处")
    reason: Text = Field(title="理由", description="理由，批准人，有效期")


class Chapter(Record):
    """A chapter of the standard."""

    label_cn = "标准的章"

    heading: Text = Field(title="标题", description="例如 第7章 信息服务管理要素")
    rows: tuple[Line, ...] = Field(title="行", description="这一章的行")


class Printed(Record):
    """All that the template prints."""

    label_cn = "条款对照表"

    title: Text = Field(title="标题", description="条款对照表")
    subject: Text = Field(title="对象", description="核查的是什么")
    note: Text = Field(title="说明", description="怎样读")
    tallies: tuple[TallyLine, ...] = Field(title="合计", description="各模态各状态的条数")
    chapters: tuple[Chapter, ...] = Field(title="各章", description="有行的章")


def to_docx(matrix: Matrix) -> bytes:
    """The Word file; the same table gives the same parts. Raises `Faulty` (TP3xx) for text that Word cannot hold."""
    printed = Printed.model_construct(
        title=matrix.title,
        subject=matrix.subject,
        note=matrix.note,
        tallies=tuple(_tally(tally) for tally in matrix.tallies),
        chapters=tuple(_chapters(matrix)),
    )
    return fill(_template(), {"matrix": printed}).data


def _tally(tally: Tally) -> TallyLine:
    counts: dict[str, Any] = {state.value: tally.states.get(state, 0) for state in ClauseState}
    return TallyLine(modality=tally.modality.label, total=tally.total, **counts)


def _chapters(matrix: Matrix) -> Iterator[Chapter]:
    for number, rows in groupby(matrix.rows, key=lambda row: row.clause.partition("-")[0].partition(".")[0]):
        title = standard.clauses().headings.get(number, "")
        heading = f"第{number}章 {title}" if title else "引言"
        yield Chapter.model_construct(heading=heading, rows=tuple(_lines(rows)))


def _lines(rows: Iterator[Row]) -> Iterator[Line]:
    for _, group in groupby(rows, key=lambda row: row.clause):
        for number, row in enumerate(group):
            yield _line(row, first=number == 0)


def _line(row: Row, *, first: bool) -> Line:
    shown = {column.title: column.text(row) for column in COLUMNS}
    until = f"有效期至 {shown['有效期至']}" if row.expires else ""
    approved = f"{row.approved_by} 批准" if row.approved_by else ""
    return Line.model_construct(
        clause=f"{row.clause} {row.title}" if first else row.clause,
        modality=shown["模态"],
        requirement=row.requirement if first else "",
        need=shown["答法"],
        document=row.document,
        section=row.section,
        page=shown["页码"],
        state=f"{row.state.label}，已改" if row.edited else row.state.label,
        gap=row.gap,
        evidence=row.evidence,
        reason="；".join(filter(None, (row.reason, approved, until))),
    )


@lru_cache(maxsize=1)
def _template() -> CompiledTemplate:
    from itsm_docs.templating import cache

    folder = workspace.shipped("templates")
    chapters = chapters_in(folder / _FOLDER, f"templates/{_FOLDER}")
    house = workspace.read_bytes(folder / "house" / _HOUSE, _HOUSE)

    def made() -> CompiledTemplate:
        from itsm_docs.templating.front import compile_source
        from itsm_docs.templating.typeset import typeset

        template, findings = typeset("条款对照表", chapters, house, text_width=_TEXT_WIDTH)
        if template is None or any(one.severity is Severity.ERROR for one in findings):
            raise Faulty(findings)
        compiled, faults = compile_source(template, schema={"matrix": shape_of(Printed)}, strict=True)
        if compiled is None:
            raise Faulty(faults)
        return compiled

    return cache.cached((house, *(chapter.text.encode() for chapter in chapters)), made)
