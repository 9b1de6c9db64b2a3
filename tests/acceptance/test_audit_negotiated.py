"""The audit of documents under negotiation, of documents that grew stale, and of documents that others wrote."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.helpers import edits
from tests.helpers.cli import CommandLine
from tests.helpers.edits import edited
from tests.helpers.tree import copy_of

import itsm_docs as library
from itsm_docs.audit import Audit, Request, audit
from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.xml import every, qn

if TYPE_CHECKING:
    from lxml.etree import _Element

PATH = "priorities.levels[P1].response"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Contract and agreement of the small sample, as issued."""
    from tests.helpers.tools import ROOT

    loaded = library.load(ROOT / "samples" / "minimal")
    return {document.kind: document.data for document in library.build(loaded, ["contract", "sla"])}


def codes(result: Audit) -> list[str]:
    """The codes of what an audit found, without what the sample leaves open itself."""
    return [one.code for one in result.findings if one.code != "AU212"]


def replaced_by_zhang(path: str, text: str) -> edits.Edit:
    """Zhang San types another value into a control while changes are tracked."""

    def edit(body: _Element) -> None:
        run = next(every(edits.control(body, path), "w:r"))
        taken, put = (run.makeelement(qn(f"w:{name}"), _stamp(key)) for name, key in (("del", "9001"), ("ins", "9002")))
        new = deepcopy(run)
        run.addprevious(taken)
        taken.append(run)
        taken.addnext(put)
        put.append(new)
        next(every(run, "w:t")).tag = qn("w:delText")
        next(every(new, "w:t")).text = text

    return edit


def deleted_by_zhang(bookmark: str) -> edits.Edit:
    """Zhang San deletes a whole section while changes are tracked: runs and paragraph marks."""

    def edit(body: _Element) -> None:
        for number, element in enumerate(edits.section(body, bookmark)):
            for run in list(every(element, "w:r")):
                taken = run.makeelement(qn("w:del"), _stamp(f"{8000 + number}"))
                run.addprevious(taken)
                taken.append(run)
                for text in every(run, "w:t"):
                    text.tag = qn("w:delText")
            for paragraph in [element] if element.tag == qn("w:p") else list(every(element, "w:p")):
                _mark_deleted(paragraph, f"{8500 + number}")
            for row in list(every(element, "w:tr")):
                properties = row.makeelement(qn("w:trPr"))
                properties.append(row.makeelement(qn("w:del"), _stamp(f"{8700 + number}")))
                row.insert(0, properties)

    return edit


def _mark_deleted(paragraph: _Element, key: str) -> None:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = paragraph.makeelement(qn("w:pPr"))
        paragraph.insert(0, properties)
    mark = properties.find(qn("w:rPr"))
    if mark is None:
        mark = properties.makeelement(qn("w:rPr"))
        properties.append(mark)
    mark.insert(0, mark.makeelement(qn("w:del"), _stamp(key)))


def _stamp(key: str) -> dict[str, str]:
    return {qn("w:id"): key, qn("w:author"): "张三", qn("w:date"): "2027-01-05T09:00:00Z"}


def test_a_tracked_value_is_read_in_both_views(files: dict[str, bytes]) -> None:
    """Who changed it, which clause and value it touches, and what stands there accepted and rejected."""
    data = edited(files["sla"], replaced_by_zhang(PATH, "45 分钟"))

    result = audit(Request({"sla": data}))

    found = {one.code: one for one in result.findings}
    assert "张三 1 处" in found["AU401"].message
    assert "改为“45 分钟”" in found["AU402"].message
    assert "响应时限" in found["AU402"].message
    assert found["AU404"].message.endswith(f"全部接受后为 45 分钟，全部拒绝后为 {_issued(files)}")
    assert "AU301" in found


def _issued(files: dict[str, bytes]) -> str:
    from itsm_docs.trace.parts import read as receipt_in

    receipt = receipt_in(read(files["sla"]))
    assert receipt is not None
    return next(fact.value for fact in receipt.facts.values() if fact.path == PATH)


def test_a_clause_that_stands_only_while_a_deletion_is_not_accepted(files: dict[str, bytes]) -> None:
    """Missing if accepted, there if rejected: exactly the clause of that section."""
    name = edits.bookmark_of(files["contract"], "争议解决")

    result = audit(Request({"contract": edited(files["contract"], deleted_by_zhang(name))}))

    depends = [(one.code, one.clause) for one in result.findings if one.code == "AU403"]
    assert depends == [("AU403", "7.1.1-3")]


def test_a_comment_of_another_is_said_and_those_of_a_draft_are_not(files: dict[str, bytes]) -> None:
    """Author, text, and what it stands at."""
    from itsm_docs.ooxml.comments import OURS, Comment, add_comments

    parts = add_comments(read(files["contract"]), [Comment(60, "默认值")], author=OURS, initials="i")
    noted = write(add_comments(parts, [Comment(60, "付款期改为 60 日")], author="李四", initials="李"))

    found = {one.code: one.message for one in audit(Request({"contract": noted})).findings}

    assert "作者：李四 1 处" in found["AU405"]
    assert "付款期改为 60 日" in found["AU406"]


def test_stale_documents_are_named_with_the_values_that_differ(
    minimal: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """The inputs went on; what was issued before is held against them, and what is unchanged is not mentioned."""
    project = copy_of(minimal, tmp_path / "项 目")
    assert itsm_docs("build", project, "-o", tmp_path / "出").code == 0
    fresh = itsm_docs("audit", tmp_path / "出", "--against", project)
    path = project / "engagement.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("岚岬", "岚屿", 1), encoding="utf-8")

    stale = json.loads(itsm_docs("audit", tmp_path / "出", "--against", project, "--format", "json").out)

    assert "AU5" not in fresh.out
    assert {one["code"] for one in stale["findings"]} >= {"AU501", "AU502"}


def test_a_waived_clause_is_no_error_until_the_waiver_expires(
    minimal: Path, tmp_path: Path, itsm_docs: CommandLine, files: dict[str, bytes]
) -> None:
    """With the reason in the report; the day after, the finding is back."""
    folder = tmp_path / "set"
    folder.mkdir()
    for document in library.build(library.load(minimal)):
        (folder / f"{document.kind}.docx").write_bytes(document.data)
    name = edits.bookmark_of(files["contract"], "争议解决")
    (folder / "contract.docx").write_bytes(edited(files["contract"], edits.delete(name)))
    (folder / "waivers.yaml").write_text(
        "- {条款: 7.1.1-3, 理由: 双方另签仲裁协议, 批准人: 王经理, 有效期至: 2027-06-30}\n", encoding="utf-8"
    )

    held = itsm_docs("audit", folder, "--as-of", "2027-06-30", "--format", "json")
    after = itsm_docs("audit", folder, "--as-of", "2027-07-01")

    assert held.code == 0
    (clause,) = [one for one in json.loads(held.out)["clauses"] if one["id"] == "7.1.1-3"]
    assert (clause["state"], clause["reason"], clause["approved_by"]) == ("waived", "双方另签仲裁协议", "王经理")
    assert after.code == 1
    assert "7.1.1-3" in after.out


def test_a_document_of_others_gives_suspicions_only() -> None:
    """The client's own text: headings and wording are evidence, a person confirms."""
    from tests.helpers.word import docx

    client = docx(
        "Heading1 系统运维服务合同",
        "Heading2 第一条 服务内容",
        "BodyText 乙方为甲方的办公网络和服务器提供运行维护，包括巡检、故障处理和备份。",
        "Heading2 第二条 违约责任",
        "BodyText 乙方逾期响应的，每次支付违约金 500 元；甲方逾期付款的，按日支付万分之五的违约金。",
        "Heading2 第三条 争议解决",
        "BodyText 协商不成的，向甲方所在地人民法院起诉。",
    )

    result = audit(Request({"客户合同.docx": client}))

    assert result.clauses == ()
    assert {one.clause for one in result.findings if one.code == "AU601"} >= {"7.1.1-2", "7.1.1-3"}
    assert all("疑似，需人工确认" in one.message for one in result.findings if one.code == "AU601")
    assert all(one.severity != "error" for one in result.findings)


def test_a_document_of_another_field_is_not_compared() -> None:
    """A notice of a company outing answers no clause."""
    from tests.helpers.word import docx

    result = audit(
        Request({"通知.docx": docx("Heading1 关于组织春游的通知", "BodyText 请大家周六早上八点在门口集合。")})
    )

    assert codes(result) == ["AU101", "AU604"]
