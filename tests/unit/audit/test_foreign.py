"""Suspicions about documents of others: raised where a person would look, with words to show, and never about other fields.

The texts are ours, written in the manner of documents that were met.
"""

from __future__ import annotations

import time

import pytest

from itsm_docs.audit.foreign import HIGH, LOW, MEDIUM, QUOTE, Suspected, guess_kind, suspect
from itsm_docs.audit.headings import Line
from itsm_docs.audit.outline import passages
from itsm_docs.audit.passages import Passage, Place
from itsm_docs.audit.wordmatch import quotation
from itsm_docs.standard import clauses

CLAUSES = list(clauses())


def document(text: str) -> list[Passage]:
    """The passages of plain lines."""
    return passages([Line(line.strip()) for line in text.strip().splitlines() if line.strip()])


def found(text: str, kind: str | None = None, *, above: float = MEDIUM) -> dict[str, Suspected]:
    """What is suspected in a text, by clause."""
    return {item.clause.id: item for item in suspect(document(text), CLAUSES, kind) if item.confidence >= above}


CONTRACT = """
信息系统运维服务合同
第一条 服务内容
乙方为甲方的业务系统、服务器和数据库提供运行维护服务，包括日常巡检、故障处理、数据备份和安全加固。
第二条 服务方式
乙方提供7×24小时电话和远程支持，必要时派工程师到现场处理。
第三条 双方的权利和义务
3.1 甲方应提供必要的工作条件和系统账号，有权监督检查乙方的服务。
3.2 乙方应按照约定完成运维工作，服务人员应当具备相应的技术资格证书。
第四条 服务费用及支付
合同总价为人民币十二万元，甲方在每季度验收合格后10个工作日内支付当期服务费。
第五条 保密与数据安全
乙方不得泄露在运维中接触的数据，发现数据泄露的，应当立即采取补救措施并通知甲方。
第六条 违约责任
乙方逾期响应故障的，每次支付违约金一千元；给甲方造成损失的，应当赔偿损失。
第七条 争议解决
因本合同发生争议的，双方协商解决；协商不成的，向甲方所在地人民法院起诉。
第八条 其他
本合同一式四份，自双方签字盖章之日起生效；未尽事宜另行签订补充协议。
"""

AGREEMENT = """
IT 服务级别协议
一、服务可用性
系统月度可用率不低于99.9%，可用率＝（统计周期总分钟数－故障中断分钟数）÷统计周期总分钟数×100%。
二、故障响应
一级故障15分钟内响应、2小时内恢复；二级故障30分钟内响应、4小时内恢复。
三、监测与报告
服务商持续监控系统运行状态，每月提交服务报告，列明可用率和响应时限的达标情况。
四、服务考核
客户每季度对服务质量进行考核，满意度不低于95%，考核得分与服务费挂钩。
五、协议修订
双方每年对本协议评审一次，根据业务需求变化修订服务级别。
"""

POLICY = """
个人信息保护管理办法
第一章 总则
第一条 为了规范公司信息系统中个人信息的处理活动，依据《中华人民共和国个人信息保护法》等法律，制定本办法。
第二章 组织机构与职责
第二条 公司设个人信息保护负责人，信息技术部负责日常管理，建立个人信息分类管理的制度和操作规程。
第三章 个人信息的收集和使用
第三条 收集个人信息应当遵循最小必要原则，取得本人同意，不得超出约定的目的和范围使用，存储时加密。
第四章 安全教育
第四条 每年组织全体员工开展一次个人信息安全培训和宣传，考核不合格的不得上岗。
第五章 安全事件应急预案
第五条 发生个人信息泄露、篡改、丢失的，安全员立即采取补救措施，一小时内上报，并按规定通知本人。
第六章 个人权利
第六条 个人有权查阅、复制、更正、删除其个人信息，信息技术部在十五个工作日内答复。
"""

PROCEDURE = """
运维管理制度
1. 事件管理
用户报修由服务台受理，登记工单，按影响程度分级派单，处理完成后由用户确认关闭。
2. 变更管理
2.1 变更申请
系统变更由申请人提交变更申请，说明影响范围、风险和回退方案。
2.2 变更审批
变更经评估后由主管审批，批准后在维护窗口实施，失败的立即回退。
3. 配置管理
建立配置库和设备台账，每季度盘点核对一次，配置项变化后及时更新。
4. 备份与恢复
数据库每日增量备份、每周全量备份，每半年组织一次恢复演练。
5. 文档管理
运维记录、巡检记录和技术资料统一编号归档，借阅须经审批并登记。
"""


@pytest.mark.parametrize(
    ("text", "kind", "sections"),
    [
        (
            CONTRACT,
            "contract",
            {
                "8.2.2.2-d": "第一条 服务内容",
                "5-c-1": "第二条 服务方式",
                "7.1.1-1": "第三条 双方的权利和义务",
                "8.2.2.2-h": "第四条 服务费用及支付",
                "10-5": "第五条 保密与数据安全",
                "7.1.1-2": "第六条 违约责任",
                "7.1.1-3": "第七条 争议解决",
                "7.1.1-5": "第八条 其他",
            },
        ),
        (
            AGREEMENT,
            "sla",
            {
                "8.2.2.2-g": "一 服务可用性",
                "8.2.2.2-f": "二 故障响应",
                "8.2.1-3": "三 监测与报告",
                "8.2.2.2-i": "四 服务考核",
                "8.4-3": "四 服务考核",
                "8.2.2.3": "五 协议修订",
            },
        ),
        (
            POLICY,
            "privacy",
            {
                "10-2": "第二章 组织机构与职责",
                "10-3": "第三章 个人信息的收集和使用",
                "10-4": "第四章 安全教育",
                "10-5": "第五章 安全事件应急预案",
                "10-6": "第六章 个人权利",
            },
        ),
        (
            PROCEDURE,
            "process",
            {
                "7.1.3-g": "1 事件管理",
                "7.1.3-e": "2 变更管理",
                "8.5.1": "3 配置管理",
                "7.1.3-h": "4 备份与恢复",
                "9.2-3": "5 文档管理",
            },
        ),
    ],
    ids=["contract", "agreement", "policy", "procedure"],
)
def test_clauses_are_suspected_where_a_person_would_look(text: str, kind: str, sections: dict[str, str]) -> None:
    """A foreign document of each sort: the kind is guessed, and these clauses are suspected in these sections."""
    guessed = guess_kind(document(text))
    places = {clause: str(item.place) for clause, item in found(text, kind).items()}
    inner = {"2.1 变更申请": "2 变更管理", "2.2 变更审批": "2 变更管理"}
    places = {clause: inner.get(place, place) for clause, place in places.items()}

    assert guessed is not None
    assert guessed[0] == kind
    assert {clause: places.get(clause) for clause in sections} == sections


@pytest.mark.parametrize(
    "text", [CONTRACT, AGREEMENT, POLICY, PROCEDURE], ids=["contract", "agreement", "policy", "procedure"]
)
def test_a_suspicion_shows_its_evidence(text: str) -> None:
    """A short quotation from the document, the words that it was raised by, and a confidence in hundredths."""
    whole = text.replace("；", "\n")
    for item in found(text, above=LOW).values():
        quoted = item.evidence.strip("…")

        assert 0 < len(item.evidence) <= QUOTE
        assert item.matched
        assert all(word in item.evidence for word in item.matched[:1])
        assert quoted in whole or quoted.split(" ｜ ")[0] in whole
        assert item.confidence == round(item.confidence, 2)
        assert 0 < item.confidence <= 1


def test_labels_follow_the_confidence() -> None:
    """高 from 0.75, 中 from 0.5, else 低."""
    clause = CLAUSES[0]

    labels = [Suspected(clause, Place(), "", (), value).label for value in (0.95, HIGH, 0.74, MEDIUM, 0.49, LOW)]

    assert labels == ["高", "高", "中", "中", "低", "低"]


LEASE = """
房屋租赁合同
第一条 租赁标的
甲方将其房屋出租给乙方居住，水、电、燃气和宽带网络由乙方自行开通。
第二条 双方的权利和义务
甲方应保证房屋可以正常使用，乙方报修后两日内维修；乙方应爱护房屋，按时支付租金。
第三条 违约责任
乙方逾期支付租金的，每日按月租金的百分之一支付违约金；损坏设施的，应当赔偿损失。
第四条 争议解决
发生争议的，双方协商解决；协商不成的，向房屋所在地人民法院起诉。
第五条 其他约定
本合同一式两份，自双方签字之日起生效，未尽事宜签订补充协议。
"""
RECRUITMENT = """
招聘公告
一、招聘岗位
系统运维工程师两名，要求本科以上学历，熟悉操作系统和数据库，有三年以上工作经验，持有相关证书的优先。
二、工作待遇
试用期三个月，五险一金，每年组织一次体检和团队活动，公司为员工提供岗前培训。
三、报名办法
将个人简历发到公司邮箱，应聘者的个人信息只用于本次招聘。
"""
MINUTES = """
部门例会纪要
时间：三月五日上午，地点：三楼会议室
会议通报了上季度销售情况，完成全年目标的百分之二十六，要求各区域落实回款责任。
会议决定下月举办客户答谢会，由市场部提交方案，并做一次满意度调查。
新员工入职培训安排在月底，培训结束后考核。
"""
NOVEL = """
风从山口吹过来，他把领子竖起来，沿着河边慢慢走。
对岸的灯一盏一盏地灭了，只剩下渡口那一盏还亮着。
“你来晚了。”老人没有抬头，“船半个时辰以前就走了。”
他在石阶上坐下，想起临行前母亲说的话，忽然觉得这条路比来的时候长了许多。
"""
PURCHASE = """
办公家具采购合同
第一条 货物清单
乙方向甲方供应办公桌椅和文件柜，规格、数量和单价见附件。
第二条 交付与验收
乙方在合同签订后三十日内送货安装，甲方在五日内验收。
第三条 质量保证
质保期为两年，质保期内乙方免费维修，接到通知后四十八小时内到场。
第四条 违约责任
乙方逾期交货的，每日支付合同总价千分之一的违约金。
第五条 争议解决
协商不成的，提交仲裁委员会仲裁。
"""


@pytest.mark.parametrize(
    "text", [LEASE, RECRUITMENT, MINUTES, NOVEL, PURCHASE], ids=["lease", "recruitment", "minutes", "novel", "purchase"]
)
def test_documents_of_other_fields_raise_nothing_above_low(text: str) -> None:
    """A lease has headings like a service contract's, and is none."""
    for kind in (None, "contract"):
        assert {
            item.clause.id: item.label for item in suspect(document(text), CLAUSES, kind) if item.label != "低"
        } == {}
    guessed = guess_kind(document(text))
    assert guessed is None or guessed[1] < MEDIUM


def test_a_heading_with_nothing_under_it_is_weak() -> None:
    """Empty means empty: the same heading counts more with text below."""
    empty = CONTRACT.replace("乙方逾期响应故障的，每次支付违约金一千元；给甲方造成损失的，应当赔偿损失。", "")

    assert found(CONTRACT)["7.1.1-2"].confidence > MEDIUM > found(empty, above=0)["7.1.1-2"].confidence


def test_words_in_prose_count_where_no_heading_speaks() -> None:
    """Without headings the places are not known, but the clauses can still be suspected."""
    prose = "\n".join(line for line in CONTRACT.splitlines() if not line.startswith("第"))

    assert {"7.1.1-2", "7.1.1-3"} <= set(found(prose, above=LOW))
    assert max(item.confidence for item in found(prose, above=LOW).values()) < HIGH


def test_a_clause_that_other_kinds_answer_is_less_likely() -> None:
    """The liability of an agreement is where the contract's is looked for."""
    assert found(CONTRACT, "contract")["7.1.1-2"].confidence > found(CONTRACT, "privacy")["7.1.1-2"].confidence


def test_only_the_clauses_asked_for_are_judged() -> None:
    """And those that no document answers never are."""
    asked = [clause for clause in CLAUSES if clause.id in ("7.1.1-3", "7.1.1", "0.6")]

    assert [item.clause.id for item in suspect(document(CONTRACT), asked)] == ["7.1.1-3"]


@pytest.mark.parametrize("given", [[], [Passage(Place(), 0)]], ids=["no passage", "one empty passage"])
def test_an_empty_document_raises_nothing(given: list[Passage]) -> None:
    """And has no kind."""
    assert suspect(given, CLAUSES) == []
    assert guess_kind(given) is None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("短句", ("短",)),
        ("前" * 60 + "违约金" + "后" * 60, ("违约金",)),
        ("违约金" + "后" * 60, ("违约金",)),
        ("前" * 60 + "违约金", ("违约金",)),
        ("违约" + "中" * 60 + "赔偿", ("违约", "赔偿")),
        ("没有这些字" * 20, ("违约",)),
    ],
)
def test_a_quotation_keeps_to_its_length_and_holds_the_first_word(sentence: str, words: tuple[str, ...]) -> None:
    """What is cut off shows as an ellipsis."""
    quoted = quotation(sentence, words, QUOTE)

    assert len(quoted) <= QUOTE
    assert words[0] in quoted or words[0] not in sentence
    assert quoted.strip("…") in sentence
    assert (quoted == sentence) is ("…" not in quoted)


def test_a_hundred_pages_are_judged_within_a_second() -> None:
    """All clauses against some 60 000 characters."""
    pages = document("\n".join(CONTRACT.strip().splitlines()[1:] * 110))
    started = time.process_time()

    assert suspect(pages, CLAUSES)
    assert time.process_time() - started < 1
