"""The audit of documents that came back: a fresh set is covered, and each edit is named, that one and no other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from tests.helpers import edits
from tests.helpers.cli import CommandLine
from tests.helpers.edits import edited
from tests.helpers.office import resaved

import itsm_docs as library
from itsm_docs import documents
from itsm_docs.audit import Audit, ClauseState, Request, audit
from itsm_docs.findings import Finding
from itsm_docs.ooxml.package import read, write
from itsm_docs.standard import Modality
from itsm_docs.trace import parts as receipt_parts
from itsm_docs.trace.receipt import Receipt

KINDS = ("contract", "plan", "sla", "process", "documents", "privacy")
Said = tuple[str, str | None, str | None, str]


@cache
def fresh(sample: Path) -> Mapping[str, bytes]:
    """The six documents of a sample by kind, as issued."""
    return {document.kind: document.data for document in library.build(library.load(sample), KINDS)}


def audited(files: Mapping[str, bytes], *, whole_set: bool = False) -> Audit:
    """The audit of files under the names of their kinds."""
    return audit(Request(files, whole_set=whole_set))


@cache
def before(sample: Path, kind: str, *, whole_set: bool) -> set[Said]:
    """What is said of the files as issued."""
    files = fresh(sample) if whole_set else {kind: fresh(sample)[kind]}
    return said(audited(files, whole_set=whole_set))


def said(result: Audit) -> set[Said]:
    """What an audit found: code, file, clause, message. Places shift with the numbers of sections, so they are left out."""
    return {(one.code, one.where.file, one.clause, one.message) for one in result.findings}


def news(sample: Path, kind: str, *changes: edits.Edit, whole_set: bool = False) -> list[Finding]:
    """What an audit says after an edit and did not say before, in its order."""
    files = dict(fresh(sample)) if whole_set else {kind: fresh(sample)[kind]}
    known = before(sample, "" if whole_set else kind, whole_set=whole_set)
    result = audited({**files, kind: edited(files[kind], *changes)}, whole_set=whole_set)
    return [one for one in result.findings if (one.code, one.where.file, one.clause, one.message) not in known]


def receipt(data: bytes) -> Receipt:
    """What a document was issued with."""
    found = receipt_parts.read(read(data))
    assert found is not None
    return found


def sections(data: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Bookmark and clauses of the sections that declare any."""
    for bookmark, section in receipt(data).sections.items():
        if section.clauses:
            yield bookmark, section.clauses


# A fresh set


def test_every_clause_of_a_fresh_set_is_covered_or_waived_with_a_reason(sample: Path) -> None:
    """All 应 and 宜; nothing else is said than what is still open."""
    files = dict(fresh(sample))

    result = audited(files, whole_set=True)

    owed = [one for one in result.clauses if one.modality is not Modality.MAY]
    assert len(owed) > 150
    assert {one.state for one in owed} <= {ClauseState.COVERED, ClauseState.WAIVED}
    assert all(one.reason for one in owed if one.state is ClauseState.WAIVED)
    assert all(one.main is not None and one.main.section for one in owed if one.state is ClauseState.COVERED)
    assert result.facts == ()
    assert {one.code for one in result.findings} <= {"AU212"}


def test_saving_in_libreoffice_changes_nothing_in_the_audit(port: Path) -> None:
    """Tags, ids of styles and the arabic numbers below Chinese ones are lost there; states, sections and facts are not."""
    files = dict(fresh(port))
    saved = {kind: resaved(data) for kind, data in files.items() if kind in ("contract", "sla", "plan")}

    before, after = audited({kind: files[kind] for kind in saved}), audited(saved)

    assert after.as_json() == before.as_json()
    assert said(after) == said(before)


# Edits of sections


@pytest.mark.parametrize("kind", KINDS)
def test_a_deleted_section_takes_its_clauses_and_no_others(minimal: Path, kind: str) -> None:
    """Every section of contract and agreement that declares clauses, one after the other; every third of the rest."""
    data = fresh(minimal)[kind]
    issued = receipt(data).sections
    owed = {
        one.clause.id
        for one in audited({kind: data}).clauses
        if one.state is not ClauseState.WAIVED and one.modality is not Modality.MAY
    }
    for bookmark, _ in list(sections(data))[:: 1 if kind in ("contract", "sla") else 3]:
        after = receipt_of_rest(data, bookmark)
        gone = {c for name in issued if name not in after for c in issued[name].clauses}
        left = {c for name in after for c in issued[name].clauses}

        found = news(minimal, kind, edits.delete(bookmark))

        assert {one.clause for one in found} - {None} == (gone - left) & owed, bookmark
        assert {one.code for one in found} <= {"AU201", "AU202", "AU205", "AU210"}, bookmark


def receipt_of_rest(data: bytes, bookmark: str) -> set[str]:
    """The section bookmarks that are left after a section was deleted."""
    from itsm_docs.ooxml.bookmarks import names

    return {name for name in names(read(edited(data, edits.delete(bookmark)))) if name in receipt(data).sections}


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (edits.empty, "标题之下没有内容"),
        (lambda name: edits.replace_text(name, "【待定：等甲方确认】"), "只有待定项或者待填写的提示"),
        (lambda name: edits.replace_text(name, "（请在此填写争议解决方式）"), "只有待定项或者待填写的提示"),
        (lambda name: edits.replace_text(name, "单击或点击此处输入文字。"), "只有待定项或者待填写的提示"),
        (lambda name: edits.replace_text(name, "________"), "只有待定项或者待填写的提示"),
    ],
    ids=["nothing", "open point", "hint", "Word's placeholder", "blank"],
)
def test_empty_means_empty(sample: Path, edit: Callable[[str], edits.Edit], reason: str) -> None:
    """A heading with nothing under it, an open point, a hint or a blank answers no clause."""
    name = edits.bookmark_of(fresh(sample)["contract"], "争议解决")

    (found,) = news(sample, "contract", edit(name), whole_set=True)

    assert (found.code, found.clause) == ("AU203", "7.1.1-3")
    assert reason in found.message


def test_a_table_without_rows_is_empty(port: Path) -> None:
    """Only the row of headings is left, and the sentence that announces the table."""
    data = fresh(port)["plan"]
    name = edits.bookmark_of(data, "法律、法规和规章")

    found = news(port, "plan", edits.clear_rows(name))

    assert [(one.code, one.clause) for one in found if one.code != "AU211"] == [("AU203", "7.1.2.2-a")]


def test_a_moved_section_is_found_where_it_stands_now(sample: Path) -> None:
    """Dragged with its bookmarks: covered, with its new number, and nothing else changed."""
    data = fresh(sample)["contract"]
    name, target = (edits.bookmark_of(data, title) for title in ("争议解决", "保密"))

    (found,) = news(sample, "contract", edits.move(name, target), whole_set=True)

    assert (found.code, found.clause) == ("AU208", "7.1.1-3")
    assert found.where.place == f"合同 › {receipt(data).sections[target].number} 争议解决"


def test_a_section_pasted_as_text_is_known_by_its_title(sample: Path) -> None:
    """Bookmarks and controls are gone: the clause is covered all the same, and no other section is touched."""
    data = fresh(sample)["contract"]
    name, target = (edits.bookmark_of(data, title) for title in ("争议解决", "保密"))

    found = news(sample, "contract", edits.paste_as_text(name, target), whole_set=True)

    assert {one.code for one in found} <= {"AU208", "AU209", "AU305"}
    assert {one.clause for one in found} - {None} == {"7.1.1-3"}
    assert {one.where.place for one in found} == {f"合同 › {receipt(data).sections[target].number} 争议解决"}


def test_a_renamed_heading_is_the_same_section(sample: Path) -> None:
    """The clause is covered under the new title."""
    name = edits.bookmark_of(fresh(sample)["contract"], "争议解决")

    (found,) = news(sample, "contract", edits.rename(name, "纠纷的处理"), whole_set=True)

    assert (found.code, found.clause) == ("AU207", "7.1.1-3")
    assert "争议解决" in found.message
    assert (found.where.place or "").endswith("纠纷的处理")


def test_an_edited_section_is_marked_and_no_other(sample: Path) -> None:
    """A sentence typed into one section of each document."""
    for kind, data in fresh(sample).items():
        name, clauses = list(sections(data))[-1]
        files = {kind: edited(data, edits.add_text(name, "双方另以书面方式确认本项安排。"))}
        result = audited(files)

        (found,) = news(sample, kind, edits.add_text(name, "双方另以书面方式确认本项安排。"))
        assert (found.code, found.clause) == ("AU206", clauses[0])
        marked = {one.clause.id for one in result.clauses for place in one.places if place.edited}
        assert marked <= set(clauses)


def test_a_section_that_was_added_is_said(minimal: Path) -> None:
    """A heading that was not there at issue."""
    data = fresh(minimal)["contract"]
    name = edits.bookmark_of(data, "争议解决")

    def add(body: object) -> None:
        from itsm_docs.ooxml.xml import every, qn

        heading = edits.section(body, name)[0]  # type: ignore[arg-type]
        new = heading.makeelement(qn("w:p"))
        new.append(next(every(heading, "w:pPr")))
        run = new.makeelement(qn("w:r"))
        text = run.makeelement(qn("w:t"))
        text.text = "审计权"
        run.append(text)
        new.append(run)
        heading.addprevious(new)

    assert "AU213" in {one.code for one in news(minimal, "contract", add)}


# Edits of values


def test_a_changed_value_is_named_with_where_it_stands(sample: Path) -> None:
    """A fact that stands in one place only: its change, and nothing else."""
    data = fresh(sample)["sla"]
    path, value = _alone(sample, "sla")

    (found,) = news(sample, "sla", edits.retype(path, "另行约定"), whole_set=True)

    assert found.code == "AU301"
    assert f"{value} → 另行约定" in found.message
    (fact,) = audited({"sla": edited(data, edits.retype(path, "另行约定"))}).facts
    assert (fact.path, fact.issued, fact.value) == (path, value, "另行约定")


def _alone(sample: Path, kind: str) -> tuple[str, str]:
    """A fact that the set prints exactly once, in the body of a section."""
    issued = [fact for data in fresh(sample).values() for fact in _facts(data)]
    paths = [fact.path for fact in issued]
    own = receipt(fresh(sample)[kind]).facts.values()
    return next(
        (fact.path, fact.value)
        for fact in own
        if fact.section and fact.section not in _titled(fresh(sample)[kind]) and paths.count(fact.path) == 1
    )


def _facts(data: bytes) -> list[object]:
    found = receipt_parts.read(read(data))
    return list(found.facts.values()) if found else []


def _titled(data: bytes) -> set[str]:
    """Sections that a value in their heading may name."""
    return {name for name, section in receipt(data).sections.items() if "{" in section.title}


def test_a_value_changed_in_one_of_six_files_contradicts_the_others(sample: Path) -> None:
    """Each place that still prints the old value is an error, in whichever document it stands."""
    changed = "emergency.notice"
    others = [
        kind
        for kind, data in fresh(sample).items()
        if kind != "sla" and any(fact.path == changed for fact in _facts(data))  # type: ignore[attr-defined]
    ]

    found = news(sample, "sla", edits.retype(changed, "90 分钟"), whole_set=True)

    assert {one.code for one in found} <= {"AU301", "AU302", "AU307"}
    assert others
    assert {one.where.file for one in found if one.code == "AU302"} >= set(others)
    assert all("90 分钟" in one.message for one in found)


def test_a_value_changed_everywhere_alike_contradicts_nothing(minimal: Path) -> None:
    """Six documents that were all changed by hand agree."""
    changed = "emergency.notice"

    def everywhere(body: object) -> None:
        from itsm_docs.ooxml.xml import every, first, value

        for control in every(body, "w:sdt"):  # type: ignore[arg-type]
            if value(first(control, "w:sdtPr/w:tag")) == changed:
                next(every(control, "w:t")).text = "90 分钟"

    result = audited({kind: edited(data, everywhere) for kind, data in fresh(minimal).items()}, whole_set=True)

    assert {one.code for one in result.findings} <= {"AU301", "AU212"}


def test_a_removed_control_is_no_changed_value(sample: Path) -> None:
    """Control and bookmark are gone, the text is as issued: a note on this value, and its section is not edited."""
    path, _ = _alone(sample, "sla")

    (found,) = news(sample, "sla", edits.take_off(path), whole_set=True)

    assert found.code == "AU305"
    assert audited({"sla": edited(fresh(sample)["sla"], edits.take_off(path))}).facts[0].path == path


def test_a_contradictory_number_in_the_text_of_one_file_is_found(port: Path) -> None:
    """Typed by hand, without any control: the sentence, and the value that the agreement has."""
    name = edits.bookmark_of(fresh(port)["process"], "总则")

    found = news(port, "process", edits.add_text(name, "一级事件应当在 45 分钟内响应。"), whole_set=True)

    (clash,) = [one for one in found if one.severity == "error"]
    assert clash.code == "AU306"
    assert "45 分钟" in clash.message
    assert "15 分钟" in clash.message
    assert clash.where.file == "process"


def test_a_number_that_agrees_is_no_contradiction(port: Path) -> None:
    """The same value in other words."""
    name = edits.bookmark_of(fresh(port)["process"], "总则")

    found = news(port, "process", edits.add_text(name, "一级事件应当在十五分钟内响应，2 小时内恢复。"), whole_set=True)

    assert [one.code for one in found] == ["AU206"]


def test_text_that_was_put_together_from_a_changed_value_is_found(port: Path) -> None:
    """The manual lists the times of all levels in one cell; only the agreement was changed."""
    path = "priorities.levels[P1].response"

    found = news(port, "sla", edits.retype(path, "30 分钟"), whole_set=True)

    assert {(one.code, one.where.file) for one in found} == {("AU301", "sla"), ("AU307", "process")}


def test_a_control_taken_off_and_typed_over_is_found(port: Path) -> None:
    """Neither bookmark nor tag is left; the row of the table tells which level it is of."""
    path = "priorities.levels[P1].response"

    found = news(port, "sla", edits.take_off(path, text="30 分钟"), whole_set=True)

    assert {one.code for one in found if one.severity == "error"} == {"AU306"}


# Files that are no set of ours


def test_a_missing_document_is_said_once(minimal: Path) -> None:
    """Not once for each clause."""
    files = {kind: data for kind, data in fresh(minimal).items() if kind != "privacy"}

    found = [one for one in audited(files, whole_set=True).findings if one.severity == "error"]

    assert [one.code for one in found] == ["AU104"]
    assert "个人信息管理制度" in found[0].message


def test_files_of_another_project_are_told_apart(minimal: Path, port: Path) -> None:
    """The receipt says whose they are."""
    files = dict(fresh(minimal)) | {"other": fresh(port)["privacy"]}

    found = {one.code: one.where.file for one in audited(files, whole_set=True).findings if one.severity == "error"}

    assert found["AU106"] == "other"


def test_a_receipt_that_was_tampered_with_is_not_trusted(minimal: Path) -> None:
    """Its own hash, which the custom property repeats, does not fit any more."""
    parts = read(fresh(minimal)["sla"])
    item = next(name for name in parts if name.startswith("customXml/item") and b"urn:itsm-docs" in parts[name])
    parts[item] = parts[item].replace("分钟".encode(), "小时".encode())

    assert "AU103" in {one.code for one in audited({"sla": write(parts)}).findings}


def test_a_file_without_receipt_and_one_that_is_no_word_file_end_nothing(minimal: Path) -> None:
    """Each is a finding; the others are audited."""
    (bare,) = documents.build(library.load(minimal).engagement, ["sla"], trace="none")
    files = {"bare": bare.data, "text": b"hello", "plan": fresh(minimal)["plan"]}

    result = audited(files)

    assert {one.code: one.where.file for one in result.findings if one.where.file != "plan"} | {} == {
        **{one.code: one.where.file for one in result.findings if one.where.file == "bare"},
        "OX103": "text",
    }
    assert "AU101" in {one.code for one in result.findings if one.where.file == "bare"}
    assert any(one.state is ClauseState.COVERED for one in result.clauses)


# The command


def test_the_command_reports_and_exits_by_the_worst(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A folder with blanks and Chinese characters; JSON has clauses, facts and findings; a deleted section exits 1."""
    folder = tmp_path / "退回的 文件"
    folder.mkdir()
    for kind, data in fresh(minimal).items():
        (folder / f"{kind}.docx").write_bytes(data)
    (folder / "~$contract.docx").write_bytes(b"locked")

    clean = itsm_docs("audit", folder, "--format", "json")
    report = json.loads(clean.out)
    assert clean.code == 0
    assert {"clauses", "facts", "findings", "files"} <= set(report)
    assert {"id", "modality", "state", "document", "section"} <= set(report["clauses"][0])

    name = edits.bookmark_of(fresh(minimal)["contract"], "违约责任")
    (folder / "contract.docx").write_bytes(edited(fresh(minimal)["contract"], edits.delete(name)))
    broken = itsm_docs("audit", folder)
    assert broken.code == 1
    assert "7.1.1-2" in broken.out
    assert "符合" not in broken.out


def test_an_empty_folder_cannot_be_audited(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Nothing to read is no success."""
    assert itsm_docs("audit", tmp_path).code == 2
    assert itsm_docs("audit", tmp_path / "没有.docx").code == 2
