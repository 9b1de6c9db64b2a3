"""`itsm-docs pull`: what was changed in Word stands in the inputs, in every document after the next build, and nothing else."""

from __future__ import annotations

import difflib
import json
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from tests.helpers import tracked
from tests.helpers.cli import CommandLine, Run
from tests.helpers.edits import Edit, control, edited, retype, take_off
from tests.helpers.form import FILLED, fill
from tests.helpers.office import resaved
from tests.helpers.tree import copy_of, edit, plant

import itsm_docs as library
from itsm_docs.audit.papers import read_paper
from itsm_docs.documents import build
from itsm_docs.model import Engagement
from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.xml import every, qn
from itsm_docs.pull.leaves import Leaves
from itsm_docs.pull.wording import kept, read_back, showing, spelled
from itsm_docs.trace.reader import Fact
from itsm_docs.trace.receipt import Receipt

if TYPE_CHECKING:
    from lxml.etree import _Element

RESPONSE = "priorities.levels[P1].response"


@pytest.fixture(scope="module")
def port_set(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Contract and SLA of the large sample."""
    return _built(Path(str(request.config.rootpath)) / "samples" / "port-operations", ["contract", "sla"])


@pytest.fixture(scope="module")
def small_set(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """All six documents of the small sample."""
    return _built(Path(str(request.config.rootpath)) / "samples" / "minimal", None)


def _built(project: Path, kinds: list[str] | None) -> dict[str, bytes]:
    return {one.kind: one.data for one in library.build(library.load(project), kinds) if one.receipt is not None}


Pull = Callable[..., Run]
"""Project, returned document, edits to it, and options."""


@pytest.fixture
def pull(itsm_docs: CommandLine, tmp_path: Path) -> Pull:
    """Pull a document with edits into a project."""

    def run(project: Path, data: bytes, *edits: Edit, options: tuple[str, ...] = ("--yes",)) -> Run:
        returned = tmp_path / "退回 文件.docx"
        returned.write_bytes(edited(data, *edits) if edits else data)
        return itsm_docs("pull", returned, project, *options)

    return run


def changed_lines(project: Path, original: Path) -> list[tuple[str, str, str]]:
    """The lines that differ in the YAML files of a project: file, old line, new line; added lines have no old one."""
    found = []
    for path in sorted(project.rglob("*.yaml")):
        name = path.relative_to(project).as_posix()
        old, new = ((folder / name).read_text(encoding="utf-8").splitlines() for folder in (original, project))
        for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                assert kind in ("insert", "replace"), (name, old[a:b])
                found += [
                    (name, before, after) for before, after in zip([*old[a:b], *[""] * (d - c)], new[c:d], strict=False)
                ]
    return found


@pytest.mark.parametrize(
    ("kind", "path", "text", "line"),
    [
        ("sla", RESPONSE, "30 分钟", ("事件分级.yaml", "    响应时限: 15分钟", "    响应时限: 30分钟")),
        ("sla", "term.signed", "2026年12月21日", ("engagement.yaml", "  签订日期: 2026-12-18", "  签订日期: 2026-12-21")),
        ("contract", "client.phone", "0411-87950000", ("engagement.yaml", "0411-87951126", "0411-87950000")),
        ("contract", "contract.liability.delay_cap", "8%", ("合同.yaml", "迟延违约金上限: 10%", "迟延违约金上限: 8%")),
        ("contract", "charges.items[数据库工程师].unit_price", "26,000.00", ("服务费用.yaml", '"25,000.00"', '"26,000.00"')),
        ("contract", "contract.payment.overdue", "六", ("合同.yaml", "逾期付款利息: 5", "逾期付款利息: 6")),
        ("contract", "provider.size", "中型", ("乙方.yaml", "企业规模: 小型", "企业规模: 中型")),
        ("contract", "instalments[Q1].within", "45 日", ("合同.yaml", "起算日: 双方确认结算金额之日, 付款期限: 30日", "起算日: 双方确认结算金额之日, 付款期限: 45日")),
        ("sla", "services[tos].metrics[edi].rounding_text", "保留 3 位小数，截尾不进位", ("服务/码头生产系统.yaml", "小数位数: 2", "小数位数: 3")),
    ],
)  # fmt: skip
def test_a_value_changed_in_word_changes_one_line(
    port: Path,
    port_set: dict[str, bytes],
    pull: Pull,
    tmp_path: Path,
    kind: str,
    path: str,
    text: str,
    line: tuple[str, str, str],
) -> None:
    """A duration, dates, telephones, percentages, prices, numerals, choices; through views and texts made of one value."""
    project = copy_of(port, tmp_path / "港口 项目")

    run = pull(project, port_set[kind], retype(path, text))

    (change,) = changed_lines(project, port)
    assert run.code == 0
    assert "已写入" in run.out
    file, old, new = line
    assert change[0] == file
    assert old in change[1]
    assert change[1].replace(old, new) == change[2]


def test_what_was_pulled_stands_in_all_six_documents_and_nothing_else_changed(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """Only these values, and what is computed from them, are other than before, in whichever document."""
    project = copy_of(minimal, tmp_path / "项目")
    new = {"client.phone": "0411-87952299", "emergency.notice": "20 分钟", RESPONSE: "20 分钟"}

    pull(project, small_set["contract"], retype("client.phone", new["client.phone"]))
    pull(project, small_set["sla"], retype(RESPONSE, "20 分钟"), retype("emergency.notice", "20 分钟"))

    loaded = library.load(project)
    leaves, told = Leaves(loaded.engagement), set[str]()
    for document in library.build(loaded):
        if document.receipt is not None:
            before = _receipt(small_set[document.kind])
            for name, fact in document.receipt.facts.items():
                if fact.value != before.facts[name].value:
                    told.add(fact.path)
                    assert fact.path in new or any(found.leaf is None for found in leaves.find(fact.path)), fact.path
                assert fact.path not in new or fact.value == new[fact.path]
    assert set(new) <= told


def _receipt(data: bytes) -> Receipt:
    paper = read_paper(read(data), "")
    assert paper is not None
    return paper.receipt


def test_a_file_that_another_program_saved_is_pulled_the_same(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """LibreOffice changes much of a file, and no value."""
    project = copy_of(minimal, tmp_path / "项目")
    saved = resaved(edited(small_set["contract"], retype("client.phone", "0411-87952299")))

    run = pull(project, saved)

    assert run.code == 0
    assert [line[2].strip() for line in changed_lines(project, minimal)] == ["联系电话: 0411-87952299"]


def test_a_fresh_document_has_nothing_to_pull(minimal: Path, small_set: dict[str, bytes], pull: Pull) -> None:
    """As it was issued."""
    run = pull(minimal, small_set["sla"])

    assert run.code == 0
    assert run.out.strip() == "《服务等级协议》改过、能写回的 0 项"


def test_the_second_run_finds_the_value_in_place(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """What the inputs say already is no change."""
    project = copy_of(minimal, tmp_path / "项目")
    pull(project, small_set["sla"], retype(RESPONSE, "20 分钟"))

    again = pull(project, small_set["sla"], retype(RESPONSE, "20 分钟"))

    assert "能写回的 0 项，另有 1 项项目里已经是退回的值" in again.out


def test_a_default_gets_its_key_and_a_list_of_defaults_is_written_whole(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """In the language and at the depth of its neighbours; the other levels stay those of the defaults."""
    project = copy_of(minimal, tmp_path / "项目")

    pull(project, small_set["sla"], retype(RESPONSE, "20 分钟"), retype("credits.cap", "15%"))

    added = [line[2] for line in changed_lines(project, minimal)]
    assert added == [
        "事件分级:",
        "  级别:",
        "    - 代码: P1",
        "      响应时限: 20分钟",
        "    - 代码: P2",
        "    - 代码: P3",
        "    - 代码: P4",
        "服务费扣减:",
        "  当期扣减上限: 15",
    ]


@pytest.mark.parametrize(
    ("kind", "edits", "code"),
    [
        ("contract", [retype("charges.total", "360,000.00")], "PL201"),
        ("sla", [retype(RESPONSE, "尽快")], "PL204"),
        ("sla", [retype("term.start", "2027-01-05")], "PL205"),
        ("contract", [retype("client.name", "甲"), retype("client.name", "乙", at=1)], "PL207"),
        ("sla", [take_off(RESPONSE, text="若干")], "PL208"),
        ("sla", [retype("escalation[第一级].within", "9 分钟")], "PL304"),
    ],
)
def test_what_does_not_lead_back_is_listed_and_nothing_is_written(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path, kind: str, edits: list[Edit], code: str
) -> None:
    """Computed, unreadable, in another form, at odds with itself, removed, one of a list of defaults."""
    project = copy_of(minimal, tmp_path / "项目")

    run = pull(project, small_set[kind], *edits)

    assert re.findall(r"PL\d{3}", run.out) == [code]
    assert changed_lines(project, minimal) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("worked[码头生产业务系统及数据库运行维护].cap_percent", "13%"),
        ("fees[码头生产业务系统及数据库运行维护].service", "港区网络与数据中心基础设施运行维护"),
        ("charges.items[服务经理（分摊一半）].unit_price", "29,000.00"),
    ],
)
def test_a_value_that_may_mean_another_item_is_not_written(
    port: Path, port_set: dict[str, bytes], pull: Pull, tmp_path: Path, path: str, text: str
) -> None:
    """One cap for both services, the name of the other service, a price of two lines with one name."""
    project = copy_of(port, tmp_path / "项目")
    kind = "contract" if path.startswith("charges") else "sla"

    run = pull(project, port_set[kind], retype(path, text))

    assert re.findall(r"PL\d{3}", run.out) in (["PL201"], ["PL203"])
    assert changed_lines(project, port) == []


def test_a_copied_row_is_no_change(minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path) -> None:
    """Somebody added a level by copying a row: the level that was copied is what it was."""
    project = copy_of(minimal, tmp_path / "项目")

    run = pull(project, edited(small_set["sla"], _copied_row(RESPONSE)), retype(RESPONSE, "9 分钟", at=1))

    assert "PL210" in run.out
    assert changed_lines(project, minimal) == []


def _copied_row(path: str) -> Edit:
    """Copy the table row in which a value stands, as Word does: its controls with it, its bookmarks not."""

    def change(body: _Element) -> None:
        row = next(control(body, path).iterancestors(qn("w:tr")))
        twin = deepcopy(row)
        for mark in list(every(twin, "w:bookmarkStart", "w:bookmarkEnd")):
            parent = mark.getparent()
            assert parent is not None
            parent.remove(mark)
        row.addnext(twin)

    return change


def test_inputs_that_changed_too_are_a_conflict(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--yes leaves it alone and says so; asked, a person may overwrite."""
    project = copy_of(minimal, tmp_path / "项目")
    edit(project, "联系电话: 0411-87952210", "联系电话: 0411-87950001")
    before = copy_of(project, tmp_path / "改后")
    change = retype("client.phone", "0411-87952299")

    run = pull(project, small_set["contract"], change)

    assert "冲突：项目里已经改为 0411-87950001" in run.out
    assert "PL209" in run.out
    assert changed_lines(project, before) == []

    monkeypatch.setattr("click.prompt", lambda *_args, **_named: "是")
    pull(project, small_set["contract"], change, options=())

    assert [line[2].strip() for line in changed_lines(project, before)] == ["联系电话: 0411-87952299"]


def test_each_change_is_asked_for(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a clear yes writes; an unclear answer is asked again, an empty one is no."""
    project = copy_of(minimal, tmp_path / "项目")
    answers = iter(["", "也许", "是"])
    monkeypatch.setattr("click.prompt", lambda *_args, **_named: next(answers))
    edits = retype("client.phone", "0411-87952299"), retype("provider.phone", "0411-87953399")

    run = pull(project, small_set["contract"], *edits, options=())

    assert "请回答“是”或“否”" in run.out
    assert [line[2].strip() for line in changed_lines(project, minimal)] == ["联系电话: 0411-87953399"]


@pytest.mark.parametrize("options", [("--dry-run",), ("--dry-run", "--yes"), ("--format", "json")])
def test_nothing_is_written_without_a_yes(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Looking is not writing."""
    project = copy_of(minimal, tmp_path / "项目")

    run = pull(project, small_set["contract"], retype("client.phone", "0411-87952299"), options=options)

    assert "0411-87952299" in run.out
    assert changed_lines(project, minimal) == []


def test_programs_read_what_was_done(minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path) -> None:
    """The JSON report has the changes with their places."""
    project = copy_of(minimal, tmp_path / "项目")

    run = pull(project, small_set["contract"], retype("client.phone", "0411-1"), options=("--yes", "--format", "json"))

    (change,) = json.loads(run.out)["changes"]
    assert change["path"] == "client.phone"
    assert (change["issued"], change["returned"], change["written"]) == ("0411-87952210", "0411-1", True)
    assert change["target"].endswith("engagement.yaml:21")


def test_a_change_that_breaks_the_project_is_not_written(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """All or nothing, with what would be wrong."""
    project = copy_of(minimal, tmp_path / "项目")
    edits = retype("term.end", "2026 年 12 月 31 日"), retype("client.phone", "0411-87952299")

    run = pull(project, small_set["contract"], *edits)

    assert run.code == 1
    assert "PL401" in run.out
    assert "DM208" in run.out
    assert changed_lines(project, minimal) == []


# Other places


def test_a_cell_of_a_worksheet_is_written(port: Path, port_set: dict[str, bytes], pull: Pull, tmp_path: Path) -> None:
    """Dates as dates, numbers as numbers; the rest of the workbook is untouched."""
    project = copy_of(port, tmp_path / "项目")
    row = "asset_groups[大窑湾港区机房].rows[T-009]"
    edits = retype(f"{row}.warranty", "2030-07-31"), retype(f"{row}.quantity", "3"), retype(f"{row}.id", "T-099")

    pull(project, port_set["sla"], *edits)

    (old, new) = (
        {(cell.coordinate): cell.value for line in load_workbook(folder / "资产台账.xlsx")["服务对象"] for cell in line}
        for folder in (port, project)
    )
    changed = {cell: str(value)[:10] for cell, value in new.items() if old[cell] != value}
    assert sorted(changed.values()) == ["2030-07-31", "3", "T-099"]
    assets = library.load(project).engagement.assets
    assert [(one.quantity, str(one.warranty)) for one in assets if one.id == "T-099"] == [(3, "2030-07-31")]


def test_a_formula_and_a_merged_cell_are_not_overwritten(
    port: Path, port_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """They are listed with what to do."""
    project = copy_of(port, tmp_path / "项目")
    book = load_workbook(project / "资产台账.xlsx")
    sheet = book["服务对象"]
    names = {sheet.cell(2, column).value: column for column in range(1, sheet.max_column + 1)}
    rows = {sheet.cell(row, names["资产编号"]).value: row for row in range(3, sheet.max_row + 1)}
    sheet.merge_cells(
        start_row=rows["T-001"], end_row=rows["T-001"] + 1, start_column=names["型号规格"], end_column=names["型号规格"]
    )
    book.save(project / "资产台账.xlsx")
    _formula(project / "资产台账.xlsx", f"E{rows['T-009']}")

    group = "asset_groups[大窑湾港区机房]"
    run = pull(
        project,
        port_set["sla"],
        retype(f"{group}.rows[T-001].model", "TOS-Nav 5"),
        retype(f"{group}.rows[T-009].quantity", "3"),
    )

    assert sorted(re.findall(r"PL30\d", run.out)) == ["PL301", "PL302"]


def _formula(path: Path, cell: str) -> None:
    """Give a number in a cell a formula beside its result, as Excel saves it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'(<c r="%s"[^>]*>)<v>' % cell.encode(), rb"\1<f>2-1</f><v>", parts[name])
    assert b"<f>2-1</f>" in parts[name]
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


def test_a_filled_form_is_written(itsm_docs: CommandLine, pull: Pull, tmp_path: Path) -> None:
    """A project that is only a workbook: its cells are the inputs, and what they do not ask for has no place."""
    itsm_docs("init", tmp_path / "新", "--category", "02")
    project = tmp_path / "只有表"
    project.mkdir()
    fill(
        tmp_path / "新" / "项目填写表.xlsx",
        {**FILLED, "甲方联系电话": "0411-1", "项目编号": "LJ-1"},
        to=project / "项目填写表.xlsx",
    )
    (sla,) = library.build(library.load(project), ["sla"])
    edits = retype("client.phone", "0411-2"), retype("priorities.levels[P1].update", "99 分钟")

    run = pull(project, sla.data, *edits)

    assert "PL305" in run.out
    assert library.load(project).engagement.client.phone == "0411-2"


def test_a_value_that_several_places_share_is_not_written(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """An anchor gives one text to two values."""
    project = copy_of(minimal, tmp_path / "项目")
    edit(project, "联系电话: 0411-87952210", "联系电话: &p 0411-87952210")
    edit(project, "祝清和, 电话: 0411-87952210", "祝清和, 电话: *p")

    run = pull(project, small_set["contract"], retype("client.phone", "0411-87952299"))

    assert "PL303" in run.out


def test_a_file_outside_of_the_project_is_written_with_a_warning(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """What a company keeps for all its projects."""
    project = copy_of(minimal, tmp_path / "项目")
    text = (project / "engagement.yaml").read_text(encoding="utf-8")
    party = re.search(r"乙方:\n((?:  .*\n)+)", text)
    assert party is not None
    plant(tmp_path, {"公司/乙方.yaml": re.sub("^  ", "", party[1], flags=re.MULTILINE)})
    (project / "engagement.yaml").write_text(text.replace(party[0], "乙方: ../公司/乙方.yaml\n"), encoding="utf-8")

    run = pull(project, small_set["contract"], retype("provider.phone", "0411-87953399"))

    assert "PL307" in run.out
    assert "0411-87953399" in (tmp_path / "公司" / "乙方.yaml").read_text(encoding="utf-8")


# Files that cannot be pulled


def test_a_document_of_another_project_is_refused(port: Path, small_set: dict[str, bytes], pull: Pull) -> None:
    """With both numbers."""
    run = pull(port, small_set["sla"])

    assert run.code == 2
    assert "PL103" in run.said
    assert "LJ-2027-YW01" in run.said
    assert "YLW-2027-YW01" in run.said


def test_a_document_without_receipt_is_refused(minimal: Path, pull: Pull) -> None:
    """Nobody knows what was changed in it."""
    (plain,) = build(library.load(minimal).engagement, ["sla"], trace="none")

    run = pull(minimal, plain.data)

    assert run.code == 2
    assert "PL101" in run.said


def test_a_file_that_is_no_word_file_is_refused(minimal: Path, itsm_docs: CommandLine, tmp_path: Path) -> None:
    """With the word for what it is."""
    plant(tmp_path, {"不是.docx": "文字", "空.docx": b""})

    assert [itsm_docs("pull", tmp_path / name, minimal).code for name in ("不是.docx", "空.docx", "没有.docx")] == [
        1,
        1,
        2,
    ]


def test_open_changes_are_read_as_accepted_and_said(
    minimal: Path, small_set: dict[str, bytes], pull: Pull, tmp_path: Path
) -> None:
    """The value under negotiation is the new one."""
    project = copy_of(minimal, tmp_path / "项目")
    parts = read(small_set["contract"])
    old = "0411-87952210</w:t></w:r></w:sdtContent>"
    marked = (
        parts["word/document.xml"]
        .decode()
        .replace(
            old,
            "</w:t></w:r>" + tracked.deleted("0411-87952210") + tracked.inserted("0411-87952299") + "</w:sdtContent>",
            1,
        )
    )

    run = pull(project, write({**parts, "word/document.xml": marked.encode()}))

    assert "PL106" in run.out
    assert tracked.AUTHOR in run.out
    assert [line[2].strip() for line in changed_lines(project, minimal)] == ["联系电话: 0411-87952299"]


# Every fact


@pytest.mark.parametrize("chosen", ["port", "minimal"])
def test_every_printed_value_leads_to_itself_or_says_why_not(
    chosen: str, request: pytest.FixtureRequest, port_set: dict[str, bytes], small_set: dict[str, bytes]
) -> None:
    """Read back as it was printed, a value of the inputs is what it is; nothing raises."""
    project: Path = request.getfixturevalue(chosen)
    leaves = Leaves(library.load(project).engagement)
    facts = {
        (fact.path, str(fact.issued))
        for data in (port_set if chosen == "port" else small_set).values()
        for fact in _facts(data)
    }
    read_as_they_are = 0
    for path, issued in facts:
        for found in leaves.find(path):
            leaf = found.leaf
            if leaf is not None and (names := showing(leaf.value, issued, leaf.shape)):
                assert kept(read_back(leaf, issued, names), leaf.value, issued) == leaf.value, path
                assert leaf.read(spelled(leaf.value, None, "")) == leaf.value, path
                read_as_they_are += 1
    assert read_as_they_are > 900


def _facts(data: bytes) -> tuple[Fact, ...]:
    paper = read_paper(read(data), "")
    assert paper is not None
    return paper.facts


def test_the_engagement_is_only_read(minimal: Path) -> None:
    """Finding leaves computes views, and changes nothing."""
    loaded = library.load(minimal)
    before = loaded.engagement.model_dump(warnings=False)
    Leaves(loaded.engagement).find("manual[planning].it.owner")

    assert isinstance(loaded.engagement, Engagement)
    assert loaded.engagement.model_dump(warnings=False) == before
