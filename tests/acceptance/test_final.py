"""`build --final`: why a set may not be signed yet, everything at once; and what is written when it may."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.helpers import validator
from tests.helpers.cli import CommandLine, Run, in_a_process
from tests.helpers.tools import ROOT, need_soffice
from tests.helpers.tree import copy_of, edit
from tests.helpers.word import docx

from itsm_docs.audit.issued import read_record, verify
from itsm_docs.cli.main import cli
from itsm_docs.documents.issue_record import IssueRecord
from itsm_docs.ooxml.package import read

DAYS = {
    "city-software": "2027-02-26",
    "minimal": "2026-12-16",
    "port-operations": "2026-12-28",
    "project-service": "2027-02-24",
    "training-center": "2027-02-26",
}
"""The day on which each sample is issued."""
ACCEPTED = "\n默认值确认: {确认人: 总经理 李明, 日期: 2026-12-10}\n"


def found(run: Run) -> list[str]:
    """The codes of what was reported, notes left out."""
    return re.findall(r"(?:错误|警告) ([A-Z]{2}\d{3}):", run.said)


def accept(project: Path, text: str = ACCEPTED) -> Path:
    """Somebody accepts the defaults."""
    with (project / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write(text)
    return project


@pytest.fixture
def project(minimal: Path, tmp_path: Path) -> Path:
    """A copy of the smallest sample, in a folder with a blank."""
    return copy_of(minimal, tmp_path / "项目 一")


@dataclass(frozen=True)
class Issued:
    """A sample that was issued: the folder, the record, and what the command said."""

    folder: Path
    record: IssueRecord
    run: Run

    @property
    def files(self) -> dict[str, bytes]:
        """The Word files and sidecars by name."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.iterdir())}


def issued(project: Path, folder: Path, *arguments: str, pages: bool = False) -> Issued:
    """What comes of issuing a project; without page numbers as on a machine that has no LibreOffice, which is quicker."""
    with pytest.MonkeyPatch.context() as patch:
        if not pages:
            patch.setattr("itsm_docs.convert.libreoffice.find_program", lambda: None)
        result = CliRunner().invoke(cli, ["build", str(project), "--final", "-o", str(folder), *arguments])
    run = Run(result.exit_code, result.stdout, result.stderr)
    assert run.code == 0, (run.said, result.exception)
    record = read_record((folder / "签发记录.json").read_bytes())
    assert record is not None
    return Issued(folder, record, run)


@pytest.fixture(scope="module")
def sample_issued(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Issued:
    """Every sample, its defaults accepted."""
    folder = tmp_path_factory.mktemp(sample.name)
    return issued(accept(copy_of(sample, folder / "项目")), folder / "签署", "--as-of", DAYS[sample.name])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    """The smallest sample, only its agreement, without page numbers."""
    folder = tmp_path_factory.mktemp("small")
    project = accept(copy_of(ROOT / "samples" / "minimal", folder / "项目"))
    return issued(project, folder / "签署", "--as-of", DAYS["minimal"], "--only", "sla,documents")


# Samples


def test_a_sample_is_refused_for_its_defaults_and_nothing_else(
    sample: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """Where it takes binding ones; nothing is written. Drafts are a further reason where no day is given."""
    run = itsm_docs("build", sample, "--final", "-o", tmp_path / "签署", "--as-of", DAYS[sample.name], "--only", "sla")
    loaded_defaults = int(re.search(r"约束性 (\d+) 处", itsm_docs("validate", sample).out + "约束性 0 处")[1])  # type: ignore[index]

    assert found(run) == (["FI103"] if loaded_defaults else [])
    assert run.code == (1 if loaded_defaults else 0)
    assert (tmp_path / "签署").exists() is not bool(loaded_defaults)


def test_a_sample_whose_defaults_are_accepted_is_issued(sample_issued: Issued) -> None:
    """Every file is whole, has no comment, is no draft, and says that it is what is signed."""
    assert found(sample_issued.run) == ["FI141"]
    for document in sample_issued.record.documents:
        parts = read(sample_issued.files[document.file])
        text = parts["word/document.xml"].decode()
        assert validator.errors(sample_issued.files[document.file]) == []
        assert "word/comments.xml" not in parts
        assert "征求意见稿）" not in text
        assert ("（签署版）" in text) is (document.kind not in ("public", "review"))
        assert not document.version.startswith("V0")
        assert "【待定" not in text


def test_the_contents_have_page_numbers(project: Path, tmp_path: Path) -> None:
    """The final issue asks for them by itself, where LibreOffice is there."""
    need_soffice()
    it = issued(accept(project), tmp_path / "签署", "--only", "documents", "--as-of", DAYS["minimal"], pages=True)
    text = read(it.files[it.record.documents[0].file])["word/document.xml"].decode()

    assert found(it.run) == []

    assert re.search(r"PAGEREF [^<]*</w:instrText></w:r>.{0,200}?<w:t[^>]*>\d+</w:t>", text, re.DOTALL)


def test_an_issue_verifies(sample_issued: Issued) -> None:
    """Every file is as it was issued, and nobody touched the record."""
    verified = verify(sample_issued.record, sample_issued.files)

    assert [one.code for one in verified] == ["FI202"] * len(sample_issued.record.documents)
    assert not sample_issued.record.altered


# Reasons


def test_every_reason_is_told_at_once(project: Path, itsm_docs: CommandLine) -> None:
    """Open points, a rule's error, defaults, certificates, laws, drafts, and a template under negotiation; nothing is written."""
    edit(project, "签订日期: 2026-12-16", "签订日期: 待定：以用印日为准")
    edit(project, "审核: 梅书衡", "审核: 路知远")
    edit(project, "发生停机 7 次。", "发生停机 7 次；数据按《中华人民共和国密码法》和《中华人民共和国合同法》保护。")
    edit(
        project,
        "  企业规模: 小型",
        "  资质证书: [{证书名称: 运行维护, 证书编号: A-1, 持证人: 大连槐序信息技术有限公司, 认证范围: 二级, 有效期至: 2025-06-30}]\n  企业规模: 小型",
    )
    changed = '<w:p><w:ins w:id="1" w:author="对方法务"><w:r><w:t>六十日</w:t></w:r></w:ins></w:p>'
    (project / "templates").mkdir()
    (project / "templates" / "privacy.docx").write_bytes(docx("Heading1 总则", changed, "BodyText {{ name }}"))
    run = itsm_docs("build", project, "--final")

    expected = {"FI101", "RU708", "CT512", "FI103", "FI106", "ST107", "FI112", "FI121", "FI131"}
    assert set(found(run)) == expected, run.said
    assert run.code == 1
    assert not (project / "签署版").exists()
    assert re.search(
        r"engagement\.yaml:\d+:\d+: 错误 FI101: 待定项没有落实：服务期限 › 签订日期（以用印日为准）", run.err
    )
    assert "没有出签署版，没有写出任何文件" in run.err


def test_a_comment_in_the_house_stops_the_issue(project: Path, itsm_docs: CommandLine) -> None:
    """It would go out with every file."""
    accept(project)
    lint = project / "house.docx"
    shutil.copy(ROOT / "templates" / "house" / "house.docx", lint)
    from itsm_docs.ooxml.comments import Comment, add_comments
    from itsm_docs.ooxml.package import write

    noted = add_comments(read(lint.read_bytes()), [Comment(0, "标识要换")], author="审核人", initials="审")
    lint.write_bytes(write(noted))
    run = itsm_docs("build", project, "--final", "--only", "sla", "--as-of", DAYS["minimal"])

    assert found(run) == ["FI122"]
    assert "house.docx: 错误 FI122: 有 1 条批注没有处理（审核人），第一条“标识要换”" in run.err


def test_an_open_point_of_a_template_is_found_in_the_document(project: Path, itsm_docs: CommandLine) -> None:
    """No field holds it."""
    accept(project)
    (project / "templates").mkdir()
    (project / "templates" / "sla.docx").write_bytes(docx("Heading1 总则", "BodyText 备案号【待定：备案后补】"))
    run = itsm_docs("build", project, "--final", "--only", "sla", "--as-of", DAYS["minimal"])

    assert found(run) == ["FI102"]
    assert "【待定：备案后补】" in run.err


def test_a_waived_error_does_not_stop_the_issue_and_stands_in_the_record(project: Path, tmp_path: Path) -> None:
    """With who accepted it."""
    accept(project)
    edit(project, "审核: 梅书衡", "审核: 路知远")
    (project / "waivers.yaml").write_text(
        "- {发现: RU708, 理由: 两人编制组, 批准人: 总经理 李明, 有效期至: 2027-12-31}\n"
        "- {条款: 8.2.2.2-j, 理由: 不涉及, 批准人: 总经理 李明, 有效期至: 2026-01-31}\n",
        encoding="utf-8",
    )
    record = issued(project, tmp_path / "签署", "--only", "documents", "--as-of", DAYS["minimal"]).record

    assert [(one.finding, one.approved_by, len(one.findings)) for one in record.waivers] == [
        ("RU708", "总经理 李明", 2)
    ]


# The acceptance of defaults


def code_of(project: Path, itsm_docs: CommandLine) -> str:
    """The code that `validate` prints."""
    match = re.search(r"确认码: ([0-9A-F]{8})", itsm_docs("validate", project).out)
    assert match
    return match[1]


def test_an_acceptance_with_a_code_holds_until_a_default_changes(project: Path, itsm_docs: CommandLine) -> None:
    """Whoever accepted thirty days has not accepted sixty."""
    accept(project, ACCEPTED.replace("}", f", 确认码: {code_of(project, itsm_docs).lower()}}}"))
    arguments = ("build", project, "--final", "--only", "documents", "--as-of", DAYS["minimal"])
    before = itsm_docs(*arguments)
    edit(project, "  允许调价: 否\n", "")
    after = itsm_docs(*arguments)

    assert (found(before), before.code) == ([], 0)
    assert (found(after), after.code) == (["FI104"], 1)
    assert "对不上" in itsm_docs("validate", project).out


def test_an_acceptance_of_tomorrow_does_not_count(project: Path, itsm_docs: CommandLine) -> None:
    """It has not happened."""
    accept(project, ACCEPTED.replace("2026-12-10", "2026-12-17"))

    run = itsm_docs("build", project, "--final", "--only", "documents", "--as-of", DAYS["minimal"])

    assert found(run) == ["FI105"]


def test_an_acceptance_that_is_open_is_none(project: Path, itsm_docs: CommandLine) -> None:
    """待定 is listed as any open point."""
    accept(project, ACCEPTED.replace("总经理 李明", "待定"))
    run = itsm_docs("build", project, "--final", "--only", "documents", "--as-of", DAYS["minimal"])

    assert found(run) == ["FI101"]
    assert "默认值确认 › 确认人" in run.err


def test_the_workbook_accepts_too(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Two cells of 选填项."""
    from tests.helpers.form import FILLED, fill

    from itsm_docs.inputs import read_project
    from itsm_docs.model import Engagement

    itsm_docs("init", tmp_path / "项目", "--category", "02")
    cells: Mapping[str, object] = {**FILLED, "默认值确认人": "总经理 李明", "默认值确认日期": "2026-12-10"}
    fill(tmp_path / "项目" / "项目填写表.xlsx", cells)
    loaded, _ = read_project(tmp_path / "项目", Engagement)

    assert loaded is not None
    assert str(loaded.engagement.defaults_accepted) == "by='总经理 李明' date=datetime.date(2026, 12, 10) code=None"


def test_next_year_s_project_must_accept_again(project: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """What was accepted for one contract says nothing of the next."""
    accept(project)
    itsm_docs("init", tmp_path / "明年", "--from", project)

    text = (tmp_path / "明年" / "engagement.yaml").read_text(encoding="utf-8")

    assert "默认值确认: {确认人: 待定：重新确认, 日期: 待定：重新确认}" in text


# Revision histories


def test_a_draft_is_raised_on_the_day_that_is_given(small: Issued) -> None:
    """The line has the people of the draft, stands in the document, and is told."""
    text = read(small.files[small.record.documents[0].file])["word/document.xml"].decode()

    assert {(one.version, str(one.date)) for one in small.record.documents} == {("V1.0", "2026-12-16")}
    assert "《服务等级协议》修订记录增加一行：V1.0，2026-12-16，签署版；请照此写进项目描述" in small.run.out
    assert text.index("V0.9") < text.index("V1.0", text.index("V0.9"))


@pytest.mark.parametrize(("arguments", "code"), [((), "FI131"), (("--as-of", "2026-11-19"), "FI132")])
def test_a_draft_is_not_raised_without_a_day_or_to_one_before_it(
    project: Path, itsm_docs: CommandLine, arguments: tuple[str, ...], code: str
) -> None:
    """The clock of the computer dates nothing that is signed."""
    accept(project, ACCEPTED.replace("2026-12-10", "2026-11-01"))
    run = itsm_docs("build", project, "--final", "--only", "documents", *arguments)

    assert set(found(run)) == {code}
    assert run.code == 1


def test_the_same_day_gives_the_same_files(small: Issued, tmp_path: Path) -> None:
    """Word files and record, byte for byte."""
    again = issued(
        small.folder.parent / "项目", tmp_path / "再次", "--as-of", DAYS["minimal"], "--only", "sla,documents"
    )

    assert again.files == small.files


# Traces, and what became of an issue


@pytest.mark.parametrize("trace", ["full", "sidecar", "none"])
def test_an_issue_of_any_trace_verifies_and_tells_an_edit(tmp_path: Path, trace: str) -> None:
    """With a trace the edit is named; without one it is told that there is one."""
    from itsm_docs.ooxml.package import write

    project = accept(copy_of(ROOT / "samples" / "minimal", tmp_path / "项目"))
    it = issued(project, tmp_path / "签署", "--as-of", DAYS["minimal"], "--only", "documents", "--trace", trace)
    (document,) = it.record.documents
    parts = dict(read(it.files[document.file]))
    text = parts["word/document.xml"].decode()
    parts["word/document.xml"] = text.replace("借阅", "借出").encode()
    (edited,) = verify(it.record, {**it.files, document.file: write(parts)})

    assert [one.code for one in verify(it.record, it.files)] == ["FI202"]
    assert (document.receipt is None) is (trace == "none")
    assert edited.code == "FI204"
    assert ("不能指出在哪里" in edited.message) is (trace == "none")


def test_a_save_in_libreoffice_is_no_change(small: Issued) -> None:
    """The bytes differ, the wording does not."""
    from tests.helpers.office import resaved

    files = {name: resaved(data) if name.endswith(".docx") else data for name, data in small.files.items()}

    assert [one.code for one in verify(small.record, files)] == ["FI203", "FI203"]


def test_the_issue_of_one_is_not_that_of_another(small: Issued, tmp_path: Path) -> None:
    """Missing, of another issue, under another name, extra: each is told as what it is."""
    sla, documents = (one.file for one in small.record.documents)
    project = copy_of(ROOT / "samples" / "minimal", tmp_path / "项目")
    in_a_process("build", project, "-o", tmp_path / "草稿", "--only", "sla", cwd=tmp_path)
    draft = (tmp_path / "草稿" / sla).read_bytes()
    stranger = docx("BodyText 补充协议")
    verified = verify(
        small.record, {f"退回/{sla}": draft, "退回/制度（已盖章）.docx": small.files[documents], "补充.docx": stranger}
    )

    assert [(one.code, one.where.file) for one in verified] == [
        ("FI207", f"退回/{sla}"),
        ("FI202", "退回/制度（已盖章）.docx"),
        ("FI209", "补充.docx"),
    ]
    assert "LJ-2027-YW01/sla/V0.9" in verified[0].message
    assert [one.code for one in verify(small.record, {})] == ["FI206", "FI206"]
    assert next(one.code for one in verify(small.record, {sla: b"no Word file"})).startswith("OX")


def test_an_altered_record_is_told(small: Issued) -> None:
    """Its hash covers all of it, keys that a later version adds included."""
    content = json.loads((small.folder / "签发记录.json").read_bytes())
    content["defaults"]["accepted_by"] = "别人"
    altered = read_record(json.dumps(content).encode())

    assert altered is not None
    assert [one.code for one in verify(altered, small.files)] == ["FI201", "FI202", "FI202"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"schema": "itsm-docs/issue"}'])
def test_what_is_no_record_is_none(data: bytes) -> None:
    """A manifest, a receipt, a broken file."""
    assert read_record(data) is None


def test_the_audit_of_a_folder_reads_the_record_that_lies_in_it(
    small: Issued, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """As issued: a note for each file. Retyped by hand: an error, beside what the audit says of the value."""
    from tests.helpers import edits

    folder = tmp_path / "签署 副本"
    folder.mkdir()
    for name, data in small.files.items():
        (folder / name).write_bytes(data)
    as_issued = itsm_docs("audit", folder)
    agreement = next(path for path in folder.iterdir() if "服务等级协议" in path.name and path.suffix == ".docx")
    retyped = edits.retype("priorities.levels[P1].response", "45 分钟")
    agreement.write_bytes(edits.edited(agreement.read_bytes(), retyped))

    changed = itsm_docs("audit", agreement)

    assert as_issued.out.count("FI202") == 2
    assert "FI204" in changed.out
    assert "FI206" not in changed.out
    assert "→ 45 分钟" in changed.out
    assert changed.code == 1
