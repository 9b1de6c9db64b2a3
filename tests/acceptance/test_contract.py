"""The contract: whatever is switched on or off, nothing dangles, nothing is counted wrongly, nothing is left over."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from contracts import annexes, articles, body, built, changed, clauses, outline, references
from tests.helpers import validator
from tests.helpers.cli import CommandLine
from tests.helpers.tools import ROOT
from tests.helpers.word import part

from itsm_docs import documents, inputs, standard
from itsm_docs.standard import LawKind, LawStatus

DISPUTE = "争议解决: {协商期: 30日, 方式: 诉讼, 管辖地: 辽宁省大连市, 连接点: 合同履行地}"
ARBITRATION = "争议解决: {协商期: 30日, 方式: 仲裁, 仲裁机构: 大连仲裁委员会, 仲裁地: 辽宁省大连市}"
PERSONAL = ("个人信息处理: 个人信息处理.yaml\n", "")
_OFF = (
    "价格清单 服务人员名单 个人信息委托处理协议 保密协议 保密承诺书 廉洁协议 安全生产管理协议 驻场人员备案表 履约验收书 账号权限回收单 "
    "数据删除证明"
)
ALL_OFF = (
    "技术合同登记: 否\n",
    "技术合同登记: 否\n附件选择: {" + ", ".join(f"{name}: 不附" for name in _OFF.split()) + "}\n",
)
ALL_ON = (
    "技术合同登记: 否\n",
    "技术合同登记: 是\n附件选择: {关键信息基础设施安全保密协议: 附, 安全测试授权书: 附}\n",
)
CAP = "  责任上限:\n    比例: 100%\n    基数: 合同含税总额\n"
EXTRAS = (
    ("泄密违约金", "# 泄密违约金"),
    ("暂停服务: {逾期: 30日, 催告期: 10个工作日}\n", "暂停服务:\n"),
    ("履约保证: {", "# 履约保证: {"),
    ("允许调价: 是", "允许调价: 否"),
)
VARIANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "as it is": (),
    "without personal information": (PERSONAL,),
    "arbitration": ((DISPUTE, ARBITRATION),),
    "no annex": (ALL_OFF,),
    "every annex": (ALL_ON,),
    "no personal information, no annex, arbitration": (PERSONAL, ALL_OFF, (DISPUTE, ARBITRATION)),
    "brief": (("深度: 标准", "深度: 精简"),),
    "full": (("深度: 标准", "深度: 详尽"),),
    "brief without anything": (("深度: 标准", "深度: 精简"), PERSONAL, ALL_OFF, ("服务人员: 人员.yaml\n", "")),
    "no staff list": (("服务人员: 人员.yaml\n", ""),),
    "no suspension, bond or adjustment": EXTRAS[1:],
    "renewal and free termination": (
        ("技术合同登记: 否\n", "技术合同登记: 否\n续期: {提前通知: 60日, 续期月数: 12, 续期次数: 2}\n"),
        ("解除: {宽限期: 15日,", "解除: {宽限期: 15日, 任意解除通知期: 60日,"),
    ),
    "government procurement": (("采购制度: 企业采购", "采购制度: 政府采购"), ("单位性质: 国有企业", "单位性质: 机关")),
    "critical infrastructure": (("  单位性质: 国有企业\n", "  单位性质: 国有企业\n  关键信息基础设施运营者: 是\n"),),
    "electronic signatures, provider owns": (
        ("签署方式: 纸质签署", "签署方式: 可靠电子签名"),
        ("成果归属: 甲方", "成果归属: 乙方"),
        ("赔偿间接损失: 否", "赔偿间接损失: 是"),
    ),
    "joint ownership, no open source, deposit": (
        ("成果归属: 甲方, 交付源代码: 否, 允许开源组件: 是", "成果归属: 双方共有, 交付源代码: 是, 允许开源组件: 否"),
        ("  支付方式: 银行转账\n", "  支付方式: 银行转账\n  定金: 10\n"),
    ),
}
CATEGORIES = ("01", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13")


@pytest.fixture(params=["contract", "bundle"])
def kind(request: pytest.FixtureRequest) -> str:
    """The contract alone, and the volume."""
    return str(request.param)


@pytest.mark.parametrize("variant", VARIANTS, ids=VARIANTS.keys())
def test_whatever_is_switched_the_contract_holds_together(variant: str, kind: str, port: Path, tmp_path: Path) -> None:
    """Building finds no dangling reference; numbers have no gap; no sentence or heading is left without its rest."""
    engagement = changed(port, tmp_path, *VARIANTS[variant])
    data = built(engagement, kind)

    assert_whole(data, len(engagement.annexes), separate=() if kind == "bundle" else (1,))


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_service_of_any_category_makes_a_contract(category: str, port: Path, tmp_path: Path) -> None:
    """Its form, its scope and its ownership clauses come by themselves."""
    engagement = changed(port, tmp_path, ('服务类别: "02"', f'服务类别: "{category}"'))
    data = built(engagement)

    assert_whole(data, len(engagement.annexes), separate=(1,))
    assert f"类别 {category} 的范围" in "\n".join(body(data))


def test_every_sample_holds_together(sample: Path, kind: str) -> None:
    """As it is shipped."""
    engagement = inputs.load(sample).engagement

    assert_whole(built(engagement, kind), len(engagement.annexes), separate=() if kind == "bundle" else (1,))


def assert_whole(data: bytes, annexes_expected: int, *, separate: tuple[int, ...]) -> None:
    """Articles, clauses and annexes count without gaps; nothing is doubled, empty or left over."""
    assert [number for number, _ in articles(data)] == list(range(1, len(articles(data)) + 1))
    wrong = [
        (before, after)
        for before, after in pairwise(clauses(data))
        if after != (before[0], before[1] + 1) and (after[1] != 1 or after[0] <= before[0])
    ]
    assert wrong == []
    attached = [number for number in range(1, annexes_expected + 1) if number not in separate]
    assert [number for number, _ in annexes(data)] == attached
    text = "\n".join(body(data))
    assert {int(number) for number in re.findall(r"附件 (\d+)", text)} <= set(range(1, annexes_expected + 1))
    assert re.findall(r"[，。；：、][，。；：、]|（）|《》|应当应当|(?<!目)的的|\{\{|None|？", text) == []
    assert [line for line in body(data) if re.fullmatch(r"(\d{1,2}\.[1-9]\d?|（\d+）|第.+条)\s*", line)] == []
    assert [
        table
        for table in re.findall(r"<w:tbl>.*?</w:tbl>", part(data), re.DOTALL)
        if table.count("<w:tr>") + table.count("<w:tr ") < 2
    ] == []
    assert [before for before, after in pairwise(body(data)) if before.endswith("：") and _is_number(after)] == []


def _is_number(line: str) -> bool:
    """Whether a clause or article begins here: then the list that was announced is not there."""
    return bool(re.match(r"\d+\.\d+ |第[一二三四五六七八九十百]+条 ", line))


def test_every_citation_is_in_the_register_and_in_force(sample: Path) -> None:
    """Names of laws in the text are those of the register, current and verified on the day of signing."""
    engagement = inputs.load(sample).engagement
    by_title = {entry.title: entry for entry in standard.law().values() if entry.status is LawStatus.CURRENT}
    named = {
        title
        for title in re.findall(r"《([^《》]+)》", "\n".join(body(built(engagement, "bundle"))))
        if re.search(r"(法|法典|条例|办法|规定|解释)$", title)
    }

    assert named
    assert [title for title in named if by_title[title].version is None or by_title[title].effective is None] == []
    assert sorted(title for title in named if title not in by_title) == []
    assert [title for title in named if not by_title[title].verified] == []
    assert [
        entry.title
        for entry in (by_title[title] for title in named)
        if entry.kind is not LawKind.STANDARD
        and entry.effective is not None
        and entry.effective > engagement.term.start
    ] == []


def test_the_volume_has_one_numbering_and_one_signature_page(
    port: Path, itsm_docs: CommandLine, tmp_path: Path
) -> None:
    """Contract, SLA and annexes in one file that is signed once; nothing else is to be signed."""
    run = itsm_docs("build", port, "--bundle", "-o", tmp_path)
    assert run.code == 0, run.said
    (volume,) = tmp_path.glob("*合订本*.docx")
    data = volume.read_bytes()

    assert part(data).count("签 署 页") == 1
    assert {title for _, title in articles(data)} >= {"违约责任", "服务质量", "服务费扣减"}
    assert not list(tmp_path.glob("*服务等级协议*"))
    assert validator.errors(data) == []


def test_contract_and_sla_say_the_same_of_every_fact(port: Path) -> None:
    """Names, numbers, dates and amounts come from the same paths: a value in one is the value in the other."""
    engagement = inputs.load(port).engagement
    issued = {
        document.kind: {fact.path: fact.value for fact in document.receipt.facts.values()}
        for document in documents.build(engagement, ["contract", "sla"])
        if document.receipt is not None
    }
    shared = issued["contract"].keys() & issued["sla"].keys()

    assert {"client.name", "term.start", "charges.total"} <= shared
    assert [path for path in shared if issued["contract"][path] != issued["sla"][path]] == []


def test_the_public_version_hides_people_and_accounts(port: Path, tmp_path: Path) -> None:
    """No phone, mailbox or account number of the data is in it; articles and annexes are those of the volume."""
    engagement = changed(port, tmp_path, ("公开合同: 否", "公开合同: 是"))
    public, signed = built(engagement, "public"), built(engagement, "bundle")
    text = "\n".join(body(public))

    assert [title for _, title in articles(public)] == [title for _, title in articles(signed)]
    assert annexes(public) == annexes(signed)
    for secret in ("0411-8795", "@", "2140 0198", "闻立舟", "陶屿宁"):
        assert secret not in text, secret


GOLDEN = ("port-operations", "city-software", "minimal")


@pytest.mark.parametrize("name", GOLDEN)
def test_the_outline_of_a_sample_is_the_one_that_was_read(name: str) -> None:
    """Headings with numbers, and what references show. A change here is a change of a signed text: read it, then
    write it anew with ITSM_GOLDEN=write."""
    engagement = inputs.load(ROOT / "samples" / name).engagement
    shown = outline(built(engagement, "bundle"))
    golden = ROOT / "tests" / "golden" / f"{name}.txt"
    if os.environ.get("ITSM_GOLDEN") == "write":
        golden.write_text(shown, encoding="utf-8")

    assert references(built(engagement, "bundle"))
    assert shown == golden.read_text(encoding="utf-8")
