"""The client's own contract: filled as it is, cited by its article numbers, completed by supplementary clauses."""

from __future__ import annotations

import json
from pathlib import Path

from tests.helpers import validator
from tests.helpers.cli import CommandLine
from tests.helpers.tree import copy_of, edit, plant
from tests.helpers.word import docx, texts

PAPER = docx(
    "Title 采购合同",
    "BodyText 甲方：{{ client.name }}",
    "BodyText 乙方：{{ provider.name }}",
    "BodyText 第一条 标的：{{ name }}",
    "BodyText 第六条 价款为 {{ charges.total|money }} 元，按甲方财务制度支付。",
    "BodyText 第九条 争议由甲方所在地法院管辖。",
)
THEIRS = """文本: 对方文本
对方文本:
  文件: 对方/采购合同.docx
  名称: 采购合同
  条文位置:
    - {事项: 付款, 条号: 第六条}
    - {事项: 争议解决, 条号: 第九条}
"""


def project_with(articles: str, port: Path, folder: Path) -> Path:
    """The port's project, to be signed on the client's paper."""
    project = plant(copy_of(port, folder / "对方 文本"), {"对方/采购合同.docx": PAPER})
    edit(project, "文本: 己方文本\n", articles)
    return project


def test_the_client_s_paper_is_filled_and_our_documents_cite_it(
    port: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """Its words stay, its tags are filled; the SLA names 第六条; what it lacks is a document of its own."""
    run = itsm_docs("build", project_with(THEIRS, port, tmp_path), "-o", tmp_path / "out")
    assert run.code == 0, run.said
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    made = {entry["kind"]: (tmp_path / "out" / entry["path"]).read_bytes() for entry in manifest["documents"]}
    contract, sla, supplement = ("\n".join(texts(made[kind])) for kind in ("contract", "sla", "supplement"))

    assert "第六条 价款为 5,904,000.00 元，按甲方财务制度支付。" in contract
    assert "《采购合同》第六条" in sla
    assert "《补充条款》“" in sla
    assert "违约责任" in supplement
    assert "争议解决" not in [line.strip() for line in supplement.splitlines()]
    assert {kind: validator.errors(data) for kind, data in made.items()} == {kind: [] for kind in made}


def test_an_article_that_is_not_there_is_told(port: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A wrong number would send every reader to the wrong place."""
    project = project_with(THEIRS.replace("第九条", "第十九条"), port, tmp_path)
    run = itsm_docs("build", project, "-o", tmp_path / "out")

    assert "警告 DC109: 对方文本里没有找到“第十九条”（争议解决）" in run.err
    assert run.err.count("DC109") == 1


def test_paper_that_is_not_signed_is_left_alone(port: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The client's file may lie in the project while our own text is the one to be signed; a warning tells of both."""
    project = project_with(THEIRS.replace("文本: 对方文本", "文本: 己方文本"), port, tmp_path)
    run = itsm_docs("build", project, "--only", "contract", "-o", tmp_path / "out")
    (contract,) = (tmp_path / "out").glob("*.docx")

    assert run.code == 0, run.said
    assert "CT802" in run.err
    assert "按甲方财务制度支付" not in "\n".join(texts(contract.read_bytes()))


def test_the_client_s_paper_is_never_bundled(port: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Its numbering is theirs."""
    run = itsm_docs("build", project_with(THEIRS, port, tmp_path), "--bundle", "-o", tmp_path / "out")

    assert run.code == 2
    assert "DC108" in run.err


def test_paper_that_is_missing_is_told_by_name(port: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """As it is written in the data."""
    project = project_with(THEIRS, port, tmp_path)
    (project / "对方" / "采购合同.docx").unlink()
    run = itsm_docs("build", project, "-o", tmp_path / "out")

    assert run.code == 2
    assert "对方/采购合同.docx" in run.err
