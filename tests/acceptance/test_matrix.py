"""条款对照表: every format has the rows of the audit, gaps only are exactly the gaps, and approvals are printed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.helpers.cli import CommandLine
from tests.helpers.edits import bookmark_of, delete, edited, empty
from tests.helpers.office import csv_of_xlsx, resaved
from tests.helpers.validator import errors

import itsm_docs as library
from itsm_docs import documents
from itsm_docs.audit import Audit, ClauseState, Request, audit
from itsm_docs.audit.matrix import COLUMNS, Matrix, evidence_of, matrix, rows
from itsm_docs.audit.matrix_files import to_csv, to_json, to_xlsx
from itsm_docs.audit.matrix_word import to_docx
from itsm_docs.inputs.waivers import NO_WAIVERS, Waivers, read
from itsm_docs.ooxml.package import main_part
from itsm_docs.ooxml.package import read as parts_of
from itsm_docs.ooxml.xml import every, first, parse, text_of
from itsm_docs.standard import Modality, Need, kind

KINDS = ("contract", "plan", "sla", "process", "documents", "privacy")
HEADINGS = [column.title for column in COLUMNS]
NEEDS = {need.value: need.label for need in Need}
STATES = {state.value: state.label for state in ClauseState}
MODALITIES = {modality.value: modality.label for modality in Modality}


@cache
def fresh(sample: Path) -> Mapping[str, bytes]:
    """The six documents of a sample by kind."""
    return {document.kind: document.data for document in library.build(library.load(sample), KINDS)}


def audited(files: Mapping[str, bytes], waivers: Waivers = NO_WAIVERS) -> Audit:
    """The audit of documents under the names of their kinds."""
    return audit(Request(files, waivers=waivers, as_of=date(2027, 3, 1)))


@cache
def table(sample: Path) -> Matrix:
    """The table of a fresh sample, with its own records as evidence."""
    engagement = library.load(sample).engagement
    return matrix(audited(fresh(sample)), engagement.name, evidence=evidence_of(engagement))


def as_texts(one: dict[str, Any]) -> list[str]:
    """A row of the JSON in the words of the columns."""
    modality = MODALITIES[one["modality"]]
    page = one["page"]
    found = [
        one["clause"],
        one["title"],
        f"（{modality}）" if one["implied"] else modality,
        one["requirement"],
        NEEDS.get(one["need"]),
        kind(one["document"]).short if one["document"] else None,
        one["section"],
        str(page) if page is not None else None,
        STATES[one["state"]],
        "已改" if one["edited"] else None,
        one["evidence"],
        one["reason"],
        one["approved_by"],
        one["expires"],
    ]
    return [text or "" for text in found]


def json_rows(made: Matrix) -> list[list[str]]:
    """The rows of the JSON in the words of the columns."""
    return [as_texts(one) for one in json.loads(to_json(made))["rows"]]


def sheet_rows(data: bytes) -> list[list[str]]:
    """The rows of a workbook below its headings, as openpyxl reads them; every value must be text."""
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    start = next(index for index, line in enumerate(lines) if line[0] == HEADINGS[0])
    assert lines[start] == HEADINGS
    assert all(cell is None or isinstance(cell, str) for line in lines[start:] for cell in line)
    return [[str(cell or "") for cell in line] for line in lines[start + 1 :]]


def csv_rows(data: bytes) -> list[list[str]]:
    """The rows of a CSV file below its headings."""
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    start = next(index for index, line in enumerate(lines) if line[:1] == HEADINGS[:1])
    return lines[start + 1 :]


def word_rows(data: bytes) -> list[list[str]]:
    """The rows of the tables of a Word file that stand below the chapters."""
    return list(_word_rows(data))


def _word_rows(data: bytes) -> Iterator[list[str]]:
    parts = parts_of(data)
    main = main_part(parts)
    for table_ in every(parse(parts[main], main), "w:tbl"):
        lines = [[text_of(cell).strip() for cell in every(line, "w:tc")] for line in every(table_, "w:tr")]
        if lines[0][0] == "条款":
            yield from lines[1:]


def in_word(made: Matrix) -> list[list[str]]:
    """The JSON's rows as the Word table prints them: name and requirement once for a clause, reasons and approval in one cell."""
    found: list[list[str]] = []
    before = ""
    for line in json_rows(made):
        clause, title, modality, requirement, need, document, section, page, state, edit, evidence, *why = line
        new, before = clause != before, clause
        reason, approved, until = why
        approval = [f"{approved} 批准" if approved else "", f"有效期至 {until}" if until else ""]
        found.append(
            [
                f"{clause} {title}" if new else clause,
                modality,
                requirement if new else "",
                need,
                document,
                section,
                page,
                f"{state}，{edit}" if edit else state,
                evidence,
                "；".join(filter(None, [reason, *approval])),
            ]
        )
    return found


# The same rows everywhere


def test_every_format_has_the_rows_of_the_json(sample: Path) -> None:
    """And these are the clauses and places of the audit."""
    made = table(sample)
    expected = json_rows(made)

    assert csv_rows(to_csv(made)) == expected
    assert sheet_rows(to_xlsx(made)) == expected
    assert word_rows(to_docx(made)) == in_word(made)
    owed = audited(fresh(sample)).clauses
    assert list(dict.fromkeys(row.clause for row in made.rows)) == [one.clause.id for one in owed]
    assert len(made.rows) == sum(len(one.places) or 1 for one in owed)


@pytest.mark.parametrize("name", ["minimal", "port-operations"])
def test_libreoffice_reads_the_same_rows(minimal: Path, name: str) -> None:
    """The workbook through Calc to CSV, the Word file through Writer and back."""
    made = table(minimal.parent / name)

    through_calc = csv_rows(csv_of_xlsx(to_xlsx(made)))

    assert [[cell.strip() for cell in line] for line in through_calc] == json_rows(made)
    assert word_rows(resaved(to_docx(made))) == in_word(made)


def test_the_files_are_valid_and_the_same_every_time(minimal: Path) -> None:
    """Bytes of CSV and JSON, parts of the Office files; no hour is in them."""
    made = table(minimal)

    assert errors(to_docx(made)) == []
    for writer in (to_csv, to_json, to_xlsx):
        assert writer(made) == writer(made)
    assert parts_of(to_docx(made)) == parts_of(to_docx(made))
    with zipfile.ZipFile(io.BytesIO(to_xlsx(made))) as archive:
        assert b"1980-01-01" in archive.read("docProps/core.xml")


def test_the_table_says_what_it_does_not_prove(minimal: Path) -> None:
    """In every form for readers; and nowhere that something complies."""
    made = table(minimal)
    document = parts_of(to_docx(made))

    assert "不证明实施情况" in made.note
    assert made.note in document["word/document.xml"].decode()
    sheet = load_workbook(io.BytesIO(to_xlsx(made))).active
    assert sheet is not None
    assert sheet["A3"].value == made.note
    assert "符合" not in "".join(column.title for column in COLUMNS) + made.note + "".join(STATES.values())


def test_the_heading_of_each_word_table_repeats(minimal: Path) -> None:
    """On a page across, so that ten columns can be read."""
    parts = parts_of(to_docx(table(minimal)))
    root = parse(parts["word/document.xml"], "word/document.xml")

    assert all(first(one, "w:tr/w:trPr/w:tblHeader") is not None for one in every(root, "w:tbl"))
    assert b'w:orient="landscape"' in parts["word/document.xml"]


def test_an_audit_of_many_files_is_named_in_one_line(minimal: Path) -> None:
    """The name stands in the page header."""
    assert matrix(audited(fresh(minimal))).subject == "contract 等 6 份文件"
    assert matrix(audited({"计划.docx": fresh(minimal)["plan"]})).subject == "计划.docx"


# Gaps


def test_a_fresh_set_has_no_gaps(sample: Path) -> None:
    """The table of gaps is empty, and says so in Word."""
    made = matrix(audited(fresh(sample)), gaps_only=True)

    assert made.rows == ()
    assert "没有缺口" in parts_of(to_docx(made))["word/document.xml"].decode()


@pytest.mark.parametrize("edit", [delete, empty])
def test_gaps_only_shows_what_the_audit_says_of_clauses_and_nothing_else(minimal: Path, edit: Any) -> None:
    """A section that answers clauses was deleted, or all below its heading."""
    files = dict(fresh(minimal))
    files["plan"] = edited(files["plan"], edit(bookmark_of(files["plan"], "人员")))
    result = audited(files)

    found = rows(result, gaps_only=True)

    named = {one.clause for one in result.findings if one.code in ("AU201", "AU202", "AU203", "AU204", "AU205")}
    assert named
    assert {row.clause for row in found if row.state is not ClauseState.REFERS} == named
    assert {row.state for row in found} <= {ClauseState.MISSING, ClauseState.EMPTY, ClauseState.REFERS}
    assert {row.kind for row in found if row.state is not ClauseState.REFERS} == {"plan"}


def test_a_reference_alone_is_shown_as_one(minimal: Path) -> None:
    """The full answer is gone, the contract still points to it."""
    files = dict(fresh(minimal))
    files["plan"] = edited(files["plan"], delete(bookmark_of(files["plan"], "人员")))

    states = {(row.clause, row.kind): row.state for row in rows(audited(files))}

    assert states["8.3.2.1", "plan"] is ClauseState.MISSING
    assert states["8.3.2.1", "contract"] is ClauseState.REFERS


def test_an_edited_section_is_marked(minimal: Path) -> None:
    """Its rows and those only."""
    files = dict(fresh(minimal))
    files["plan"] = edited(files["plan"], empty(bookmark_of(files["plan"], "员工培训")))

    found = rows(audited(files))

    assert {(row.clause, row.kind) for row in found if row.edited} >= {("8.3.2.4", "plan")}
    assert {row.kind for row in found if row.edited} == {"plan"}


def test_an_approved_gap_shows_reason_approver_and_expiry(minimal: Path, tmp_path: Path) -> None:
    """In one row, in every format, and no longer as a gap."""
    (tmp_path / "waivers.yaml").write_text(
        "- clause: 8.3.2.4\n  justification: 本期不安排员工培训，随公司年度计划\n  approved_by: 王敏\n  expires: 2027-12-31\n",
        encoding="utf-8",
    )
    waivers, faults = read(tmp_path)
    files = dict(fresh(minimal))
    files["plan"] = edited(files["plan"], delete(bookmark_of(files["plan"], "员工培训")))
    made = matrix(audited(files, waivers))

    assert faults == []
    (row,) = (one for one in made.rows if one.clause == "8.3.2.4")
    assert (row.state, row.approved_by, row.expires, row.gap) == (ClauseState.WAIVED, "王敏", date(2027, 12, 31), False)
    line = as_texts(row.as_json())
    assert line in csv_rows(to_csv(made))
    assert line in sheet_rows(to_xlsx(made))
    assert (
        "本期不安排员工培训，随公司年度计划；王敏 批准；有效期至 2027-12-31"
        in word_rows(to_docx(made))[[one.clause for one in made.rows].index("8.3.2.4")]
    )


# Cells


def test_text_that_looks_like_something_else_stays_text(minimal: Path) -> None:
    """A clause 4.10 is no number, 10-1 no date, and a title that begins with = is not calculated."""
    made = table(minimal)
    evil = replace(
        made.rows[0], clause="4.10", title="=1+1", section="@SUM(A1)", reason='-2+3|"x"', evidence="<b>{{ x }}</b>"
    )
    odd = replace(made, rows=(evil, replace(evil, clause="10-1", title="+cmd")))

    sheet = load_workbook(io.BytesIO(to_xlsx(odd))).active
    assert sheet is not None
    assert [sheet.cell(5, column).data_type for column in (1, 2, 7, 12)] == ["s"] * 4
    assert sheet_rows(to_xlsx(odd)) == json_rows(odd)
    assert word_rows(to_docx(odd)) == in_word(odd)
    first_line = csv_rows(to_csv(odd))[0]
    assert (first_line[1], first_line[6], first_line[11]) == ("'=1+1", "'@SUM(A1)", '\'-2+3|"x"')


def test_the_evidence_names_registered_forms_and_where_they_are_kept(port: Path) -> None:
    """In the first row of a clause; the others leave it to be filled in."""
    engagement = library.load(port).engagement
    numbers = {sheet.number for sheet in engagement.sheets}

    proofs = evidence_of(engagement)

    assert "变更申请单" in proofs["8.5.2-1"]
    assert any(number in proofs["8.5.2-1"] for number in numbers)
    assert "归档 JL" in proofs["8.5.2-1"]
    shown = [row for row in table(port).rows if row.evidence]
    assert len({row.clause for row in shown}) == len(shown)
    assert {row.clause: row.evidence for row in shown} == {
        clause: text for clause, text in proofs.items() if clause in {row.clause for row in shown}
    }


# On the command line


def test_a_build_writes_all_four_beside_the_documents(itsm_docs: CommandLine, minimal: Path, tmp_path: Path) -> None:
    """The manifest names the table, so that an audit of the folder leaves it alone."""
    folder = tmp_path / "输 出"

    run = itsm_docs("build", minimal, "-o", folder, "--matrix")
    again = itsm_docs("audit", folder)

    assert run.code == 0
    assert "有缺口的 0 条" in run.out
    report = json.loads((folder / "条款对照表.json").read_text(encoding="utf-8"))
    assert {one["document"] for one in report["rows"] if one["document"]} == set(KINDS)
    assert csv_rows((folder / "条款对照表.csv").read_bytes()) == [as_texts(one) for one in report["rows"]]
    assert (folder / "条款对照表.docx").exists()
    assert (folder / "条款对照表.xlsx").exists()
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["documents"]
    assert "条款对照表.docx" in {one["path"] for one in entries}
    assert "AU101" not in again.said


def test_pages_are_told_where_the_document_was_laid_out(minimal: Path) -> None:
    """Each page is that of the heading in the PDF."""
    from tests.helpers.tools import need_soffice

    from itsm_docs.audit.matrix import section_pages

    need_soffice()
    (paged,) = documents.build_paged(library.load(minimal).engagement, documents.Order(kinds=("sla",)))
    document = paged.document
    result = audit(Request({document.file_name: document.data}))

    found = rows(result, pages={document.file_name: section_pages(document.data, document.pages)})

    there = [row for row in found if row.section]
    assert all(row.page is not None for row in there)
    assert max(row.page or 0 for row in there) <= paged.pdf.page_count
    by_section = {row.section: row.page for row in there}
    assert by_section["第四条 服务类型和内容"] == 4


def test_an_audit_writes_one_format_or_all(itsm_docs: CommandLine, minimal: Path, tmp_path: Path) -> None:
    """By the suffix; a folder need not be there. The report stays on standard output."""
    file = tmp_path / "计划.docx"
    data = fresh(minimal)["plan"]
    file.write_bytes(edited(data, delete(bookmark_of(data, "员工培训"))))

    run = itsm_docs("audit", file, "--matrix", tmp_path / "缺口.json", "--gaps", "--format", "json")
    itsm_docs("audit", file, "--matrix", tmp_path / "全部 表")

    assert json.loads(run.out)["findings"]
    report = json.loads((tmp_path / "缺口.json").read_text(encoding="utf-8"))
    assert report["gaps_only"] is True
    assert "8.3.2.4" in {one["clause"] for one in report["rows"]}
    assert sorted(path.suffix for path in (tmp_path / "全部 表").iterdir()) == [".csv", ".docx", ".json", ".xlsx"]


def test_what_cannot_be_meant_is_refused_first(itsm_docs: CommandLine, minimal: Path, tmp_path: Path) -> None:
    """A format that there is not, gaps of no table, a table of documents without a receipt."""
    file = tmp_path / "计划.docx"
    file.write_bytes(fresh(minimal)["plan"])

    assert itsm_docs("audit", file, "--matrix", tmp_path / "表.pdf").code == 2
    assert itsm_docs("audit", file, "--gaps").code == 2
    assert itsm_docs("build", minimal, "-o", tmp_path / "无", "--matrix", "--trace", "none").code == 2
    assert not (tmp_path / "无").exists()


def test_files_that_are_not_ours_make_no_table(itsm_docs: CommandLine, tmp_path: Path) -> None:
    """An empty table would look as if nothing were owed."""
    file = tmp_path / "坏.docx"
    file.write_bytes(b"not a file of Word")

    run = itsm_docs("audit", file, "--matrix", tmp_path / "表.csv")

    assert run.code == 1
    assert "未生成条款对照表" in run.err
    assert not (tmp_path / "表.csv").exists()
