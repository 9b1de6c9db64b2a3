"""`redline`: two versions as native tracked changes that say exactly what changed, and what that means."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from tests.helpers import edits
from tests.helpers.cli import CommandLine
from tests.helpers.edits import bookmark_of, edited
from tests.helpers.office import resaved
from tests.helpers.redlines import assert_leads_from, assert_same_parts, assert_sound, compared, edits_of
from tests.helpers.tools import ROOT, need_redlines
from tests.helpers.tree import copy_of, edit
from tests.helpers.word import numbered

import itsm_docs as library
from itsm_docs.ooxml.comments import OURS, Comment, add_comments, comments_of
from itsm_docs.ooxml.package import main_part, read, write
from itsm_docs.ooxml.revisions import accepted, rejected
from itsm_docs.ooxml.xml import every, parse
from itsm_docs.redline.result import SectionState
from itsm_docs.redline.run import Redline
from itsm_docs.redline.words import Words
from itsm_docs.trace import parts as receipt_parts


@cache
def issued(sample: str, kind: str) -> bytes:
    """A document of a sample as issued."""
    return built(ROOT / "samples" / sample, kind)


def built(project: Path, kind: str) -> bytes:
    """A document of a project."""
    (document,) = library.build(library.load(project), [kind])
    return document.data


def next_issue(sample: str, kind: str, folder: Path, *replaced: tuple[str, str]) -> bytes:
    """The document after some values of the project were changed."""
    project = copy_of(ROOT / "samples" / sample, folder)
    for old, new in replaced:
        edit(project, old, new)
    return built(project, kind)


# Two issues

PRICE = ('"13,500.00"', '"13,800.00"')
"""The monthly price of the engineer on site, for twelve months."""


@pytest.fixture(scope="module")
def dearer(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, Redline]:
    """The contract of the smallest sample before and after a price was changed, and what the comparison says."""
    old = issued("minimal", "contract")
    new = next_issue("minimal", "contract", tmp_path_factory.mktemp("dearer") / "项目", PRICE)
    return old, new, compared(old, new)


def test_the_redline_of_two_issues_shows_exactly_what_changed(dearer: tuple[bytes, bytes, Redline]) -> None:
    """The price, and everything that was computed from it; not one word more."""
    old, new, made = dearer

    assert_leads_from(old, new, made)
    assert_sound(made)
    assert edits_of(made) == [
        ("肆", "柒"),
        ("", "陆佰"),
        ("354,000.00", "357,600.00"),
        ("333,962.27", "337,358.50"),
        ("20,037.73", "20,241.50"),
        *[("88,500.00", "89,400.00")] * 4,
        ("354,000.00", "357,600.00"),
    ]


def test_the_summary_names_sections_clauses_values_and_money(dearer: tuple[bytes, bytes, Redline]) -> None:
    """The section with its clauses, the amount in words as a value, every amount with its difference."""
    *_, made = dearer
    (section,) = made.summary.sections
    by_path = {one.fact.path: one for one in made.summary.amounts}

    assert (section.state, section.name, section.clauses) == (
        SectionState.EDITED,
        "第十二条 价款与支付",
        ("8.2.2.2-h",),
    )
    assert by_path["charges.total"].difference == Decimal("3600.00")
    assert {one.difference for one in by_path.values()} == {Decimal("3600.00"), Decimal("900.00")}
    assert [(one.title, one.old, one.new) for one in made.summary.facts if one.path not in by_path] == [
        ("服务费用 含税总额大写", "人民币叁拾伍万肆仟元整", "人民币叁拾伍万柒仟陆佰元整")
    ]
    assert made.summary.elsewhere == ()
    assert made.findings == ()


def test_a_changed_response_time_is_the_only_change_in_a_large_agreement(tmp_path: Path) -> None:
    """Every place where the time is printed, and nothing else of fifteen pages."""
    old = issued("port-operations", "sla")
    new = next_issue("port-operations", "sla", tmp_path / "项目", ("响应时限: 15分钟", "响应时限: 10分钟"))
    made = compared(old, new)

    assert_leads_from(old, new, made)
    assert_sound(made)
    assert set(edits_of(made)) == {("15", "10")}
    assert {(one.old, one.new) for one in made.summary.facts} == {("15 分钟", "10 分钟")}


def test_a_redline_is_no_issued_document(dearer: tuple[bytes, bytes, Redline]) -> None:
    """It has no receipt, and its properties say what it is."""
    *_, made = dearer
    parts = read(made.data)

    assert receipt_parts.read(parts) is None
    assert not any(b"urn:itsm-docs" in data for data in parts.values())
    assert "（修订对比稿）".encode() in parts["docProps/core.xml"]


def test_the_same_versions_give_the_same_redline(dearer: tuple[bytes, bytes, Redline]) -> None:
    """Part by part."""
    old, new, made = dearer

    assert_same_parts(read(compared(old, new).data), read(made.data))


def test_numbers_stay_automatic(dearer: tuple[bytes, bytes, Redline]) -> None:
    """No number became text, and none was pinned to its paragraph."""
    old, _, made = dearer
    ours, theirs = (read(data)[main_part(read(data))] for data in (old, made.data))

    assert theirs.count(b"<w:numPr") == ours.count(b"<w:numPr")


# Issued and returned


def bookmark(title: str) -> str:
    """The section of the smallest agreement with that title."""
    return bookmark_of(issued("minimal", "sla"), title)


Changes = Callable[[], tuple[edits.Edit, ...]]
RETURNED: dict[str, tuple[Changes, list[str]]] = {
    "deleted, typed and retyped": (
        lambda: (
            edits.delete(bookmark("服务费扣减")),
            edits.add_text(bookmark("升级"), "逐级上报。"),
            edits.retype("charges.total", "360,000.00"),
        ),
        ["edited 7.2 升级", "edited 第九条 服务成本", "removed 第十条 服务费扣减"],
    ),
    "moved": (lambda: (edits.move(bookmark("服务成本"), bookmark("总则")),), ["moved 第一条 服务成本"]),
    "pasted": (lambda: (edits.paste_as_text(bookmark("服务成本"), bookmark("总则")),), ["moved 第一条 服务成本"]),
    "renamed, emptied and replaced": (
        lambda: (
            edits.rename(bookmark("升级"), "事件通报"),
            edits.rename(bookmark("总则"), "总的规则"),
            edits.empty(bookmark("服务成本")),
            edits.take_off("term.months", text="十二"),
        ),
        ["edited 第一条 总的规则", "edited 7.2 事件通报", "edited 第九条 服务成本"],
    ),
    "rows deleted": (lambda: (edits.clear_rows(bookmark("升级")),), ["edited 7.2 升级"]),
}


@pytest.mark.parametrize("name", RETURNED)
def test_what_a_customer_does_in_word_is_shown_and_named(name: str) -> None:
    """The redline leads from the issued text to the returned one; the summary names those sections and no other."""
    changes, sections = RETURNED[name]
    old = issued("minimal", "sla")
    new = edited(old, *changes())
    made = compared(old, new)

    assert_leads_from(old, new, made)
    assert_sound(made)
    assert [f"{one.state} {one.name}" for one in made.summary.sections] == sections


def test_a_row_added_to_a_table_is_one_change() -> None:
    """Not a table deleted and inserted."""
    new = issued("minimal", "sla")
    old = edited(new, edits.drop_row(bookmark("升级"), 2))
    made = compared(old, new)

    assert_leads_from(old, new, made)
    assert_sound(made)
    assert [edit.kind for edit in made.summary.edits] == ["row"]


def test_a_control_that_was_only_taken_off_changes_nothing() -> None:
    """The value stands as issued."""
    old = issued("minimal", "sla")
    made = compared(old, edited(old, edits.take_off("charges.total")))

    assert made.summary.same
    assert made.summary.facts == ()
    assert made.summary.sections == ()


def test_headers_and_footers_are_compared() -> None:
    """The change stands in the header, and the summary says so."""
    old = issued("minimal", "sla")
    parts = read(old)
    name = next(name for name in parts if name.startswith("word/header"))
    new = write({**parts, name: parts[name].replace("服务等级".encode(), "服务水平".encode())})
    made = compared(old, new)

    assert_leads_from(old, new, made)
    assert_sound(made)
    assert edits_of(made) == [("等级", "水平")]
    assert made.summary.elsewhere == ("页眉",)
    assert made.summary.sections == ()


def test_without_receipts_sections_are_known_by_their_headings() -> None:
    """Documents of others: sections and counts, no clauses, no values, and a note that says why."""
    old = write(receipt_parts.without_receipt(read(issued("minimal", "sla"))))
    new = edited(old, edits.rename(bookmark("升级"), "逐级上报"), edits.add_text(bookmark("总则"), "补充一句。"))
    made = compared(old, new)

    assert [(one.name, one.clauses) for one in made.summary.sections] == [("第一条 总则", ()), ("7.2 逐级上报", ())]
    assert made.summary.facts == ()
    assert [one.code for one in made.findings] == ["RL203"]


def test_open_changes_are_taken_as_accepted_and_said() -> None:
    """A redline of somebody else's redline would show neither version."""
    old, new = issued("minimal", "sla"), edited(issued("minimal", "sla"), edits.rename(bookmark("升级"), "逐级上报"))
    made = compared(old, compared(old, new).data)

    assert_leads_from(old, new, made)
    assert "RL201" in [one.code for one in made.findings]


def test_comments_of_people_stay_in_the_redline() -> None:
    """They say why; the notes of a draft on its defaults do not come along."""
    old = read(issued("minimal", "sla"))
    new = add_comments(
        add_comments(old, [Comment(5, "默认值")], author=OURS, initials="默认"),
        [Comment(3, "不同意")],
        author="王五",
        initials="王",
    )
    made = compared(write(old), write(new))

    assert [text for _, text in comments_of(read(made.data))] == ["不同意"]
    assert made.summary.same
    assert_sound(made)


@pytest.mark.parametrize("name", ["", "deleted, typed and retyped", "moved"])
def test_a_save_by_libreoffice_changes_nothing_but_the_edit(name: str) -> None:
    """Its own formatting, numbers and references are not the customer's doing."""
    need_redlines()
    old = issued("minimal", "sla")
    new = edited(old, *RETURNED[name][0]()) if name else old
    made = compared(old, resaved(new))

    assert_sound(made)
    assert numbered(write(rejected(read(made.data)))) == numbered(old)
    assert read_words(write(accepted(read(made.data)))) == read_words(new)
    assert [f"{one.state} {one.name}" for one in made.summary.sections] == (RETURNED[name][1] if name else [])
    assert made.summary.same is (not name)
    assert [one.code for one in made.findings] == ["RL204"]


def read_words(data: bytes) -> list[str]:
    """What the paragraphs say that say something; results of fields are left out."""
    parts = read(data)
    root = parse(parts[main_part(parts)], main_part(parts))
    words = Words(root)
    return [text for paragraph in every(root, "w:p") if (text := words.text(paragraph))]


# The command


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["没有.docx", "新.docx", "-o", "对比.docx"], "IO101"),
        (["新.docx", "文件夹", "-o", "对比.docx"], "RL104"),
        (["新.docx", "新.docx", "-o", "./新.docx"], "RL105"),
        (["文件夹", "文件夹", "-o", "对比"], "RL106"),
        (["坏.docx", "新.docx", "-o", "对比.docx"], "OX103"),
    ],
)
def test_the_command_refuses_what_cannot_be_compared(
    arguments: list[str], code: str, itsm_docs: CommandLine, tmp_path: Path
) -> None:
    """With the code that says why, and without writing."""
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "坏.docx").write_text("不是 Word 文件", encoding="utf-8")
    new = issued("minimal", "sla")
    (tmp_path / "新.docx").write_bytes(new)
    run = itsm_docs("redline", *arguments, cwd=tmp_path)

    assert run.code in (1, 2)
    assert code in run.said
    assert not (tmp_path / "对比.docx").exists()
    assert (tmp_path / "新.docx").read_bytes() == new


def test_the_command_says_how_to_install_the_engine(
    itsm_docs: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not needed for anything else, so it may be missing."""
    monkeypatch.setitem(sys.modules, "python_redlines", None)
    (tmp_path / "新.docx").write_bytes(issued("minimal", "sla"))
    run = itsm_docs("redline", "新.docx", "新.docx", "-o", "对比.docx", cwd=tmp_path)

    assert run.code == 2
    assert "pip install" in run.said


def test_a_date_is_asked_for_in_chinese(itsm_docs: CommandLine, tmp_path: Path) -> None:
    """With an example."""
    run = itsm_docs("redline", "a.docx", "b.docx", "-o", "c.docx", "--date", "三月", cwd=tmp_path)

    assert run.code == 2
    assert "--date 的值不对，应为日期，例如 2027-01-31" in run.said


def test_the_command_compares_two_files(itsm_docs: CommandLine, tmp_path: Path) -> None:
    """It writes the redline, says what changed and leaves both files alone."""
    need_redlines()
    old = issued("minimal", "sla")
    folder = tmp_path / "往来 文件"
    folder.mkdir()
    (folder / "签发.docx").write_bytes(old)
    (folder / "退回.docx").write_bytes(edited(old, edits.retype("charges.total", "360,000.00")))
    run = itsm_docs("redline", "签发.docx", "退回.docx", "-o", "对比.docx", "--date", "2027-03-01", cwd=folder)

    assert run.code == 0
    assert "服务费用 含税总额：354,000.00 → 360,000.00（+6,000.00 元）" in run.out
    assert "已生成 对比.docx" in run.out
    assert b'w:date="2027-03-01T00:00:00Z"' in read((folder / "对比.docx").read_bytes())["word/document.xml"]
    assert (folder / "签发.docx").read_bytes() == old


def test_the_command_pairs_the_documents_of_two_folders(itsm_docs: CommandLine, tmp_path: Path) -> None:
    """By their kinds, whatever they are called; what did not change is said and not written."""
    need_redlines()
    old, new, out = (tmp_path / name for name in ("签发", "退回", "对 比"))
    for folder in (old, new):
        folder.mkdir()
    for kind in ("sla", "contract"):
        (old / f"{kind}.docx").write_bytes(issued("minimal", kind))
    (new / "合同（甲方 改）.docx").write_bytes(
        edited(issued("minimal", "contract"), edits.retype("charges.total", "360,000.00"))
    )
    (new / "SLA.docx").write_bytes(issued("minimal", "sla"))
    (new / "补充说明.docx").write_bytes(write(receipt_parts.without_receipt(read(issued("minimal", "sla")))))
    run = itsm_docs("redline", old, new, "-o", out, "--format", "json")
    report = json.loads(run.out)

    assert run.code == 0
    assert [path.name for path in out.iterdir()] == ["合同（甲方 改） 修订对比稿.docx"]
    assert [(Path(one["new"]).name, one["changed"]) for one in report["documents"]] == [
        ("SLA.docx", False),
        ("合同（甲方 改）.docx", True),
    ]
    assert report["documents"][1]["amounts"][0]["difference"] == "6000.00"
    assert [one["code"] for one in report["findings"]] == ["RL207"]
