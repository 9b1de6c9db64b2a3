"""The terms that govern amounts in contracts and agreements, the words for them, and the levels that amounts differ by.

Finds words and where they stand; it binds nothing. The names on the left are ours (`domain/terms.md`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from itsm_docs.audit.amounts import Dimension, plain

_TIME, _SHARE = frozenset({Dimension.TIME}), frozenset({Dimension.SHARE})
_PRICE, _COUNT = frozenset({Dimension.SHARE, Dimension.MONEY}), frozenset({Dimension.COUNT})
_COURSE = frozenset({Dimension.COUNT, Dimension.LESSONS})

_TERMS: tuple[tuple[str, frozenset[Dimension], str], ...] = (
    # shares: the longer words first, because 响应 stands in 响应及时率
    ("响应及时率", _SHARE, "(?:响应|受理)(?:及时|达标|准时)率"),
    ("恢复及时率", _SHARE, "恢复(?:及时|达标)率"),
    ("解决及时率", _SHARE, "(?:解决|修复|处理|办结)(?:及时|达标)率"),
    ("到场及时率", _SHARE, "(?:到场|到达现场|上门)(?:及时|达标)率"),
    ("首次解决率", _SHARE, "(?:首次|一次|一线|首问)(?:性)?(?:问题)?(?:解决|修复)率"),
    ("解决率", _SHARE, "(?:问题|故障|事件)?(?:解决|修复|排除)(?:率|成功率)"),
    ("及时率", _SHARE, "及时率|按时率|准时率|按期率"),
    ("可用率", _SHARE, "可用(?:率|性|度)|(?:正常|连续|无故障)运行(?:时间)?(?:率|比例)|在线率"),
    ("重复故障率", _SHARE, "重复(?:故障|报修|发生)率"),
    ("接通率", _SHARE, "接[通听起]率|应答率"),
    ("满意度", _SHARE, "满意[度率]"),
    ("完成率", _SHARE, "完成率|执行率"),
    ("准确率", _SHARE, "准确率|正确率|合格率"),
    ("差错率", _SHARE, "差错率|错误率|误差率"),
    ("成功率", _SHARE, "成功率"),
    ("完好率", _SHARE, "完好率"),
    ("覆盖率", _SHARE, "覆盖率"),
    ("到岗率", _SHARE, "[到在出]岗率|出勤率"),
    ("故障率", _SHARE, "故障率|丢包率"),
    # money
    ("履约保证金", _PRICE, "履约(?:保证金|保函|担保|保证)"),
    ("质量保证金", _PRICE, "质保金|质量保证金|保修金"),
    ("预付款", _PRICE, "预付款|首付款|首期款|预付"),
    ("尾款", _PRICE, "尾款|余款|验收款"),
    ("逾期利息", _PRICE, "滞纳金|罚息|逾期利息"),
    ("违约金", _PRICE, "违约金"),
    ("赔偿限额", _PRICE, "赔偿(?:总额|责任|限额|金额|上限)?|责任(?:上限|限额|总额)"),
    ("服务费扣减", _PRICE, r"扣[减除罚款]|扣(?=\s*(?:\d|合同|当[期月季]|服务费))"),
    ("税率", _SHARE, "税率|增值税"),
    # times
    ("响应时限", _TIME, "响应(?!文件|人|性|方|书|号召|国家|函)"),
    ("到场时限", _TIME, "(?:到达?|抵达|赶[到赴]|派员到)[^，。；、]{0,6}现场|到场|抵达|上门"),
    ("恢复时限", _TIME, "(?<!备份与)(?<!备份和)恢复(?!出厂|原状|点目标|演练|测试|验证|安排)|RTO"),
    ("解决时限", _TIME, "解决(?!方案|争议|纠纷|办法)|(?:故障)?排除(?!在)|处理完[毕成]|办结"),
    ("修复时限", _TIME, "修复|修理完[毕成]|维修完[毕成]"),
    ("通报间隔", _TIME, "通报|(?:反馈|报告|汇报)(?:处理)?进(?:展|度)"),
    ("受理时限", _TIME, "受理"),
    ("升级时限", _TIME, "升级(?!改造|补丁|包|换代|版本|服务)"),
    ("整改期限", _TIME, "整改|改正|纠正"),
    ("答复期限", _TIME, "答复|回复|异议"),
    ("验收期限", _TIME, "验收"),
    ("付款期限", _TIME, "付款|支付(?!违约|滞纳|赔偿)|付清|结清|划付|拨付"),
    ("保存期限", _TIME, "保存|留存|保留|保管|存档"),
    ("质保期", _TIME, "质保期?|质量保证期|保修期?|免费(?:维护|维保|运维|保修)期?|缺陷责任期"),
    ("保密期限", _TIME, "保密(?:义务|责任|期限|期)?"),
    ("服务期", _TIME, "(?:服务|合同|协议)(?:期限?|有效期)|有效期"),
    ("删除期限", _TIME, "删除|销毁|匿名化"),
    ("数据丢失", _TIME, "RPO|恢复点目标|(?:数据)?丢失(?:数据)?"),
    ("停机时间", _TIME, "停机"),
    ("中断时间", _TIME, "中断"),
    ("更换期限", _TIME, "更换|替换"),
    ("催告期", _TIME, "催告"),
    ("通知时限", _TIME, "(?<!发出)(?:书面)?(?:通知|告知)(?!书|单)"),
    ("报告时限", _TIME, "上报|报告(?=(?:给|至)?(?:甲方|乙方|主管|监管|公安|有关|上级|采购人|用户|客户|网信))"),
    ("提交期限", _TIME, "提交|递交|出具|报送"),
    ("交付期限", _TIME, "交付(?!物|件|成果)|移交|交货|交还|归还|返还"),
    # frequencies
    ("演练频次", _COUNT, "演练"),
    ("巡检频次", _COUNT, "巡检|巡查"),
    ("回访频次", _COUNT, "回访"),
    ("备份频次", _COUNT, "备份"),
    ("培训", _COURSE, "培训"),
    ("评审频次", _COUNT, "评审|复审|评估|评价|审计|测评|调查"),
    ("会议频次", _COUNT, "例会|会议"),
)
_ANY = re.compile("|".join(f"(?P<t{index}>{words})" for index, (_, _, words) in enumerate(_TERMS)))
SERVICE_HOURS = "服务时段"
"""The term of ``7×24``, which needs no word beside it."""

_TRIGGER = re.compile(
    r"(?:合格|通过|完成|完毕|结束|届满|到期|成功|签收|的?时间?|申请|请求|之?[日时])*(?:的?当?(?:之?[日时])?起|之?后|以后|之?前(?!提)|之时)"
)
_OBJECT = re.compile(r"(?:收到|接到|接获|取得)[^，。；、后内起时\d]{0,8}$")
_NEGATED = re.compile(
    r"(?:无法|不能|未能?|没有|仍未|尚未|不予|难以|无须|无需|已经?|业已)(?:够|及时|按时|按期|完全|立即|得到)?$"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A governing word at ``text[start:end]``."""

    start: int
    end: int
    name: str
    dimensions: frozenset[Dimension]


def terms(text: str) -> list[Term]:
    """The governing terms of a clause in order.

    A word that only says from when an amount runs (验收合格后 …), what was received (接到通知), or that something was
    not done (无法解决) governs nothing.
    """
    found = []
    for match in _ANY.finditer(text):
        before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 12]
        if not (_TRIGGER.match(after) or _OBJECT.search(before) or _NEGATED.search(before)):
            found.append(_term(match))
    return found


def undone(text: str) -> list[int]:
    """Where a text says that something was not done, or was done before: a number in front of it is a case, no promise."""
    return [
        match.start()
        for match in _ANY.finditer(text)
        if _NEGATED.search(text[max(0, match.start() - 8) : match.start()])
    ]


def _term(match: re.Match[str]) -> Term:
    index = int((match.lastgroup or "t0")[1:])
    name, dimensions, _ = _TERMS[index]
    return Term(match.start(), match.end(), name, dimensions)


# Levels and qualifiers

_ORDINALS = "一二三四五"
_NUMERALS = {
    **dict(zip("12345", _ORDINALS, strict=True)),
    **dict(zip("ⅠⅡⅢⅣⅤ", _ORDINALS, strict=True)),
    **dict(zip(("I", "II", "III", "IV", "V"), _ORDINALS, strict=True)),
    **dict(zip(_ORDINALS, _ORDINALS, strict=True)),
}
_GRADE = r"(?P<code>(?<![A-Za-z\d])[PSps])\s?(?P<n1>[1-5])(?!\d)|(?<![第\d.等])(?P<n2>[一二三四五1-5Ⅰ-Ⅴ]|I{1,3}|IV|V)\s?级|优先级\s?(?P<n3>[1-5一二三四五])|(?<![A-Za-z\d-])(?P<own>D[1-5])(?![\d.A-Za-z])"
_NO_LEVEL = r"(?!等保|保护|系统|域名|甲等|单位|部门|菜单|目录|节点|标题|医院|资质|市场|密码|以上资质|注册|建造|工程师|测评|网络)"
_WORDS = "特别紧急|非常紧急|特别重大|紧急|重大|较大|严重|一般|较低|普通|低级|高级|中级"
_LEVEL = re.compile(
    rf"(?:{_GRADE}){_NO_LEVEL}(?P<span>\s?(?:及|和)?以[上下])?|(?<![不非])(?P<word>{_WORDS})(?=(?:级别?)?(?:的)?(?:事件|故障|问题|请求|优先|级|情况|缺陷|服务)|\s*[:：]|$)"
)
_JOINT = re.compile(r"\s*(?:事件|故障|问题)?\s*[(（]?[^()（）]{0,8}[)）]?\s*(?:、|和|及|与|或)\s*|[/、]")
_RANGE = re.compile(r"\s*(?:事件|故障|问题)?\s*(?:至|到|-|—|–|~)\s*")
_ALIAS = re.compile(r"\s*[(（]?\s*")

_QUALIFIERS = (
    ("考核底线", "考核底线|底线值?|最低(?:要求|值)"),
    ("承诺值", "承诺值|目标值|服务目标|考核值"),
    ("上限", r"累计|(?:违约金|赔偿|扣减|扣款|责任|罚款)的?总额|上限|限额|最高(?=不|为|限|\s*\d)|为限|封顶"),
    ("提前", "提前"),
)
_QUALIFIER = re.compile("|".join(f"(?P<q{index}>{words})" for index, (_, words) in enumerate(_QUALIFIERS)))


@dataclass(frozen=True, slots=True)
class Levels:
    """One level, or several that a text lists together, at ``text[start:end]``: ``一级``, ``二级以上``, ``紧急``."""

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What an amount is of its term: ``承诺值``, ``考核底线``, ``上限``, ``提前``."""

    start: int
    end: int
    name: str


def levels(text: str) -> list[Levels]:
    """The levels of a text; ``P1`` and ``Ⅰ级`` are 一级, ``D1`` (a defect's) stays, ``P1 一级（特别紧急）`` is one, ``一级、二级`` stand together."""
    found: list[Levels] = []
    source = plain(text)
    for match in _LEVEL.finditer(source):
        name = _level_name(match)
        last = found[-1] if found else None
        between = source[last.end : match.start()] if last else ""
        if last is None:
            found.append(Levels(match.start(), match.end(), (name,)))
        elif _ALIAS.fullmatch(between) and (match["word"] or name == last.names[-1]):
            found[-1] = Levels(last.start, match.end(), last.names)
        elif _RANGE.fullmatch(between):
            found[-1] = Levels(last.start, match.end(), _through(last.names, name))
        elif _JOINT.fullmatch(between):
            found[-1] = Levels(last.start, match.end(), (*last.names, name))
        else:
            found.append(Levels(match.start(), match.end(), (name,)))
    return found


def _level_name(match: re.Match[str]) -> str:
    if match["word"] or match["own"]:
        return match["word"] or match["own"]
    number = match["n1"] or match["n2"] or match["n3"]
    return _NUMERALS[number] + "级" + (match["span"] or "").strip().removeprefix("及").removeprefix("和")


def _through(names: tuple[str, ...], last: str) -> tuple[str, ...]:
    """``一级至四级`` as its four levels."""
    first, end = _ORDINALS.find(names[-1][0]), _ORDINALS.find(last[0])
    if first < 0 or end < first:
        return (*names, last)
    return (*names[:-1], *(f"{ordinal}级" for ordinal in _ORDINALS[first : end + 1]))


def qualifiers(text: str) -> list[Qualifier]:
    """The qualifiers of a text in order."""
    return [
        Qualifier(match.start(), match.end(), _QUALIFIERS[int((match.lastgroup or "q0")[1:])][0])
        for match in _QUALIFIER.finditer(text)
    ]
