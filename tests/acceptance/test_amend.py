"""`itsm-docs amend`: what changes between two versions of a project, and nothing else, becomes a supplementary agreement."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.helpers import validator
from tests.helpers.amendments import agreed, amended, changed, places, read, refusals, sample, text, warnings
from tests.helpers.cli import CommandLine
from tests.helpers.tools import ROOT
from tests.helpers.tree import edit, plant
from tests.helpers.word import docx, numbered

from itsm_docs.documents import build
from itsm_docs.documents.amending import agreement
from itsm_docs.model import Engagement

MINIMAL = ROOT / "samples/minimal"
PORT = ROOT / "samples/port-operations"
THEIRS = """文本: 对方文本
对方文本:
  文件: 对方/采购合同.docx
  名称: 采购合同
  条文位置:
    - {事项: 付款, 条号: 第六条}
"""
SIGNING = "签订地: 辽宁省大连市甘井子区\n"
"""A line of the minimal contract, after which choices can be put."""


def cases() -> list[Any]:
    """One changed leaf each."""
    found = yaml.safe_load((ROOT / "tests/cases/amendments/leaves.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["title"]) for case in found]


@pytest.mark.parametrize("case", cases())
def test_one_changed_value_is_amended_wherever_it_stands_and_nothing_else(case: dict[str, Any], tmp_path: Path) -> None:
    """Old and new at article, clause or table of the signed text."""
    made = amended(MINIMAL, tmp_path / "新版 项目", *((old, new) for old, new in case["edits"]))

    assert places(made) == case["changes"]


def test_a_changed_price_changes_everything_that_is_computed_from_it(tmp_path: Path) -> None:
    """Total in words and figures, tax, instalments, price list, monthly fee and the worked example; and nothing more."""
    made = amended(MINIMAL, tmp_path / "新", ("13,500.00", "14,000.00"))
    heads = list(dict.fromkeys(re.split(r" \||: ", line)[0] for line in places(made)))

    assert heads == [
        "contract 第十二条（价款与支付）第 12.1 款",
        "contract 第十二条（价款与支付）第 12.3 款以“款项、付款条件、含税金额（元）”开头的表",
        "sla 第九条（服务成本）表 1《价格表（元，含增值税）》",
        "sla 第九条（服务成本）",
        "sla 第九条（服务成本）表 2《各项服务的服务费（元，含增值税）》",
        "sla 第十条（服务费扣减）表 3的标题",
        "sla 第十条（服务费扣减）表 3《办公与仓储系统运行维护的扣减算例（当期服务费 29,500.00 元）》",
        "sla 第十条（服务费扣减）",
    ]
    price = made.content.price
    assert price is not None
    assert (price.old, price.new, price.difference, price.net + price.tax) == (354000, 360000, 6000, price.new)
    assert price.new_capital in agreed(made)
    instalments = [line for line in places(made) if "12.3" in line and "季度" in line]
    assert sum(float(line.rpartition("→ ")[2].replace(",", "")) for line in instalments) == price.new


def test_every_fact_that_differs_between_the_signed_documents_is_agreed_anew(tmp_path: Path) -> None:
    """The receipts of both versions know nothing that the agreement leaves out."""
    new = read(
        changed(
            MINIMAL,
            tmp_path / "新",
            ("数量: 12,", "数量: 15,"),
            ("数量: 24,", "数量: 30,"),
            ("2027-12-31", "2028-03-31"),
        )
    )
    made = amended(
        MINIMAL, tmp_path / "又", ("数量: 12,", "数量: 15,"), ("数量: 24,", "数量: 30,"), ("2027-12-31", "2028-03-31")
    )
    said = agreed(made)

    assert {value for value in facts(new.engagement) - facts(sample(MINIMAL).engagement) if value not in said} == set()


def facts(engagement: Engagement) -> set[str]:
    """Every value that contract and service level agreement print as a fact."""
    receipts = [document.receipt for document in build(engagement, ["contract", "sla"])]
    return {fact.value for receipt in receipts if receipt for fact in receipt.facts.values()}


def test_a_response_time_stands_in_the_table_of_times(tmp_path: Path) -> None:
    """And incidents that were reported before keep their times."""
    made = amended(PORT, tmp_path / "新", ("    响应时限: 15分钟", "    响应时限: 10分钟"))

    assert places(made) == [
        "sla 第七条（服务提供、响应与应急处理）第 7.1 款（受理、分级与时限）以“级别、计时、响应”开头的表 | P1 一级 · 响应: 15 分钟 → 10 分钟"
    ]
    assert warnings(made) == ["AM307"]
    assert any("此前受理的，时限按受理时的约定" in line for line in numbered(made.document.data))


def test_a_longer_term_brings_its_reviews_and_its_working_time(tmp_path: Path) -> None:
    """The service period in both documents, the further reviews, the months of the appendix."""
    edits = (("2027-12-31", "2028-03-31"), ("数量: 12,", "数量: 15,"), ("数量: 24,", "数量: 30,"))
    lines = places(amended(MINIMAL, tmp_path / "新", *edits))

    assert any(line.startswith("contract 第六条（期限、地点与方式）第 6.1 款: 服务期自") for line in lines)
    assert (
        "sla 第一条（总则）: 服务期自 2027 年 1 月 1 日起至 2027 年 12 月 31 日止，首尾两日均计入，共 12 个月 → "
        "服务期自 2027 年 1 月 1 日起至 2028 年 3 月 31 日止，首尾两日均计入，共 15 个月"
    ) in lines
    added = [
        line for line in lines if "| 2028 年 4 月 21 日:  → 日期：2028 年 4 月 21 日；评审：季度服务评审会" in line
    ]
    assert len(added) == 1
    assert any("附录 B" in line and "2028 年 3 月" in line for line in lines)


def test_a_person_is_replaced_wherever_the_name_stands(tmp_path: Path) -> None:
    """In the list of staff, the list of those on site, and among the contacts; running numbers are no change."""
    made = amended(PORT, tmp_path / "新", ("姓名: 丛越", "姓名: 丛月明"))

    assert [line.rpartition(": ")[2] for line in places(made)] == ["丛越 → 丛月明"] * 3
    assert warnings(made) == []


def test_a_clause_that_is_switched_off_goes_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    """The annex is struck, its number stays free; what cited it is reworded."""
    made = amended(PORT, tmp_path / "新", ("技术合同登记: 否", "技术合同登记: 否\n附件选择: {廉洁协议: 不附}"))

    assert places(made) == [
        "contract 第二十四条（其它约定）第 24.8 款 clause-deleted 廉洁。双方人员的廉洁要求和违反的后果，按附件 7《廉洁协议》执行。",
        "contract 第二十四条（其它约定）第 24.9 款以“编号、附件、装订”开头的表 | 廉洁协议: 编号：7；附件：廉洁协议；装订：本册 → ",
        "contract 附件 7《廉洁协议》 article-deleted",
    ]


GUARANTEE = (SIGNING, SIGNING + "  履约保证: {比例: 5, 形式: 银行保函, 退还期限: 30日}\n")


def test_a_clause_that_is_switched_on_follows_its_neighbour(tmp_path: Path) -> None:
    """As 之一; its references are to the numbers that were signed."""
    made = amended(MINIMAL, tmp_path / "新", GUARANTEE)
    (added,) = [change for document in made.content.documents for change in document.changes if change.additions]

    assert (added.place, added.name) == ("第十二条（价款与支付）第 12.7 款", "第 12.7 之一款")
    assert "符合第 18.8 款的条件" in text(added.additions[0].runs)


PROCESSING = """
个人信息处理:
  - {编号: P1, 活动: 工单处理, 角色: 受托人, 目的: 处理工单, 方式: 查询, 种类: 姓名、电话, 个人及规模: 甲方职工 85 人, 含敏感个人信息: 否, 期限: 服务期内, 保护措施: 加密, 存放地点: 甲方机房, 返还与删除: 服务期满 10 个工作日内删除}

应急处理:"""


def test_an_annex_that_is_added_gets_the_next_number(tmp_path: Path) -> None:
    """Signed annexes keep theirs, in every text that names one."""
    made = amended(MINIMAL, tmp_path / "新", ("\n应急处理:", PROCESSING))
    said = agreed(made)
    (annex,) = [
        change for document in made.content.documents for change in document.changes if change.kind == "article-added"
    ]

    assert annex.name == "附件 4《个人信息委托处理协议》"
    assert "附件 2《保密承诺书》；附件 3《安全生产管理协议》" in said
    assert "见附件 4（" in said
    assert "附件 2《个人" not in said
    assert validator.errors(made.document.data) == []


# The agreement itself


@pytest.fixture(scope="module")
def price(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], bytes]:
    """The lines of an agreement about the price, and its bytes."""
    made = amended(
        MINIMAL, tmp_path_factory.mktemp("am") / "新", ("13,500.00", "14,000.00"), subject="驻场工程师的单价调整"
    )
    return numbered(made.document.data), made.document.data


def test_the_agreement_says_all_that_a_supplement_has_to_say(price: tuple[list[str], bytes]) -> None:
    """Parties, contract, ground, changes, price, settlement, effect, precedence, copies, signatures."""
    lines, _ = price
    said = "\n".join(lines)

    for words in (
        "签订《信息服务管理合同》（编号 LJ-2027-YW01-HT，以下称原合同）",
        "变更事由：驻场工程师的单价调整。双方依照《中华人民共和国民法典》第五百四十三条和原合同“变更”条",
        "第十二条（价款与支付）第 12.1 款原约定“合同总额。",
        "合同含税总额由人民币叁拾伍万肆仟元整（354,000.00 元）变更为人民币叁拾陆万元整（360,000.00 元），增加人民币陆仟元整（6,000.00 元）",
        "已经支付的款项，抵作变更后相应各期的应付款",
        "成立并生效",
        "没有变更的部分继续有效；与本补充协议不一致的，以本补充协议为准",
        "一式 4 份，甲方执 2 份，乙方执 2 份",
        "（本页无正文，为《补充协议》签署页）",
    ):
        assert words in said, words


def test_the_agreement_is_a_valid_word_file_with_a_receipt_of_its_own(price: tuple[list[str], bytes]) -> None:
    """So that it can be audited when it comes back."""
    from itsm_docs.ooxml.package import read as unpacked
    from itsm_docs.trace.parts import read as receipt_of

    _, data = price
    receipt = receipt_of(unpacked(data))

    assert validator.errors(data) == []
    assert receipt is not None
    assert (receipt.kind, receipt.engagement) == ("amendment", "LJ-2027-YW01")
    assert "amendment.price.new" in {fact.path for fact in receipt.facts.values()}


def test_the_same_versions_give_the_same_bytes(tmp_path: Path, price: tuple[list[str], bytes]) -> None:
    """As every document."""
    again = amended(MINIMAL, tmp_path / "别处", ("13,500.00", "14,000.00"), subject="驻场工程师的单价调整")

    assert again.document.data == price[1]


def test_the_signed_volume_has_numbers_of_its_own(tmp_path: Path) -> None:
    """In the 合订本 the agreement on service levels continues the articles of the contract."""
    made = amended(PORT, tmp_path / "新", ("    响应时限: 15分钟", "    响应时限: 10分钟"), bundle=True)

    assert places(made) == [
        "bundle 第三十一条（服务提供、响应与应急处理）第 31.1 款（受理、分级与时限）以“级别、计时、响应”开头的表 | P1 一级 · 响应: 15 分钟 → 10 分钟"
    ]


def test_the_client_s_paper_is_amended_by_its_own_numbers(tmp_path: Path) -> None:
    """Numbers that somebody typed count as well; what completes the paper is amended beside it."""
    paper = docx(
        "Title 采购合同",
        "BodyText 第一条 标的：{{ name }}",
        "BodyText 第六条 价款为 {{ charges.total|money }} 元，按甲方财务制度支付。",
        "BodyText 6.1 乙方的法定代表人为{{ provider.representative }}。",
    )
    old = plant(changed(PORT, tmp_path / "旧", ("文本: 己方文本\n", THEIRS)), {"对方/采购合同.docx": paper})
    new = changed(old, tmp_path / "新", ("谷衍之", "谷衍声"), ("宽限期: 15日", "宽限期: 20日"))

    made = agreement(read(old), read(new))

    assert places(made) == [
        "contract 第六条第 6.1 款: 乙方的法定代表人为谷衍之 → 乙方的法定代表人为谷衍声",
        (
            "supplement 第十一条（解除）第 11.1 款: 一方不履行主要义务或者有其他严重违约，对方书面催告后 15 日内仍未改正的，对方可以解除合同或者受影响的服务 → "
            "一方不履行主要义务或者有其他严重违约，对方书面催告后 20 日内仍未改正的，对方可以解除合同或者受影响的服务"
        ),
        "supplement 签署页 | 法定代表人 · 乙方: 法定代表人：谷衍之 → 法定代表人：谷衍声",
        "sla 签署页 | 法定代表人 · 乙方: 法定代表人：谷衍之 → 法定代表人：谷衍声",
    ]


CITY = ROOT / "samples/city-software"
MORE = ('数量: 12, 含税单价: "5,600.00"', '数量: 54, 含税单价: "5,600.00"')
"""42 more sets at 5,600.00: 235,200.00 on 2,391,700.00, which is 9.83 %."""


def test_a_government_s_addition_says_its_share_of_the_original_price(tmp_path: Path) -> None:
    """With what was added before, and that it stays below a tenth; goods and services are taxed apart."""
    made = amended(CITY, tmp_path / "新", MORE)
    said = "\n".join(numbered(made.document.data))

    assert made.content.tenth is not None
    assert (
        "此前没有补充合同，本补充协议追加 235,200.00 元，为最初金额的 9.83%，没有超过百分之十（《中华人民共和国政府采购法》第四十九条）"
        in said
    )
    assert "2 个工作日内公告本补充协议" in said
    assert "AM304" not in warnings(made)
    assert validator.errors(made.document.data) == []


def test_a_government_s_addition_beyond_a_tenth_is_refused(tmp_path: Path) -> None:
    """And so is a smaller one after another."""
    more = ('数量: 12, 含税单价: "5,600.00"', '数量: 55, 含税单价: "5,600.00"')

    assert refusals(CITY, tmp_path / "新", more) == ["AM302"]


# What a supplement cannot do


@pytest.mark.parametrize(
    ("edits", "codes"),
    [
        ((), ["AM101"]),
        ((("91210211MAYC8J5M71", "91210204MAXW9D4P0A"),), ["AM102"]),
        ((('服务类别: "02"', '服务类别: "05"'),), ["AM103"]),
        ((("项目编号: LJ-2027-YW01", "项目编号: LJ-2028-YW01"),), ["AM104"]),
        ((("深度: 精简", "深度: 标准"),), ["AM105"]),
        ((("签订日期: 2026-12-16", "签订日期: 2026-12-18"),), ["AM107"]),
    ],
)
def test_what_is_no_matter_of_a_supplement_is_refused(
    edits: tuple[tuple[str, str], ...], codes: list[str], tmp_path: Path
) -> None:
    """No change, another party, another category, another contract, another text, another past."""
    assert refusals(MINIMAL, tmp_path / "新", *edits) == codes


def test_a_new_name_of_the_same_party_is_said_and_warned_of(tmp_path: Path) -> None:
    """The credit code tells that it is the same."""
    made = amended(MINIMAL, tmp_path / "新", ("大连岚岬船舶配套有限公司", "大连岚岬船舶配套集团有限公司"))
    said = "\n".join(numbered(made.document.data))

    assert warnings(made) == ["AM201"]
    assert (
        "甲方在签订原合同时的名称为“大连岚岬船舶配套有限公司”，现名称为“大连岚岬船舶配套集团有限公司”，统一社会信用代码不变"
        in said
    )


# The command


def test_the_command_writes_the_agreement_and_tells_how_to_record_it(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Recorded, it gives number and reason to itself and the next number to the next agreement."""
    first = changed(MINIMAL, tmp_path / "第一版", ("电话: 0411-87953300", "电话: 0411-87953399"))
    run = itsm_docs("amend", MINIMAL, first, "--date", "2027年3月1日", "--reason", "值班电话变更")
    assert run.code == 0, run.said
    line = next(line for line in run.out.splitlines() if line.startswith("  - {"))
    assert line == '  - {编号: LJ-2027-YW01-HT-BC01, 签订日期: 2027-03-01, 增减金额: "0.00", 事由: "值班电话变更"}'
    assert (first / "输出" / "LJ-2027-YW01-HT-BC01 补充协议.docx").is_file()

    edit(first, SIGNING, f"{SIGNING}  补充协议:\n  {line}\n")
    again = itsm_docs("amend", MINIMAL, first, "-o", tmp_path / "登记以后.docx")
    assert again.code == 0, again.said
    assert "AM203" not in again.err
    assert "登记" not in again.out.replace("登记以后", "")

    second = changed(first, tmp_path / "第二版", ("约 260 单", "约 300 单"))
    run = itsm_docs("amend", first, second, "-o", tmp_path / "两 份")
    (written,) = (tmp_path / "两 份").glob("*.docx")
    assert written.name == "LJ-2027-YW01-HT-BC02 补充协议.docx"
    assert "AM207" in run.err
    said = "\n".join(numbered(written.read_bytes()))
    assert "此前已经签订下列补充协议" in said
    assert "值班电话变更" in said


def test_nothing_is_written_where_nothing_changes(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Exit code 1, and the reason; a change of the plan alone is told apart."""
    run = itsm_docs("amend", MINIMAL, MINIMAL, "-o", tmp_path / "输出")

    assert run.code == 1
    assert "AM101" in run.err
    assert not list(tmp_path.rglob("*.docx"))


def test_a_number_that_was_used_and_a_wrong_day_are_refused(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Before anything is written."""
    new = changed(MINIMAL, tmp_path / "新", ("约 260 单", "约 300 单"))

    assert "AM111" in itsm_docs("amend", MINIMAL, new, "--number", "LJ-2027-YW01-HT").err
    assert "AM209" in itsm_docs("amend", MINIMAL, new, "--date", "2026-01-01").err
    assert "AM208" in itsm_docs("amend", MINIMAL, new, "--effective", "2029-01-01").err
    run = itsm_docs("amend", MINIMAL, new, "--date", "明天")
    assert (run.code, "“明天”不是日期" in run.err) == (2, True)
    assert not list(new.rglob("*.docx"))


def test_a_signed_file_that_says_otherwise_is_told(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """The data were changed after signing: the quoted numbers may not be those of the paper."""
    old = changed(MINIMAL, tmp_path / "旧")
    new = changed(MINIMAL, tmp_path / "新", ("约 260 单", "约 300 单"))
    assert itsm_docs("build", old, "--only", "contract,sla").code == 0
    assert "AM206" not in itsm_docs("amend", old, new).err
    edit(old, "约 260 单", "约 250 单")

    run = itsm_docs("amend", old, new)

    assert run.err.count("AM206") == 1
    assert "《服务等级协议》" in run.err
