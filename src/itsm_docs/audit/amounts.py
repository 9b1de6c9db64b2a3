"""Amounts in Chinese text: durations, shares, frequencies, money, service hours, as people write them.

It knows numerals and units and not what is measured; `quantities` says which term an amount belongs to. Dates, ordinal
numbers and years are no amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache


class Dimension(StrEnum):
    """What kind of thing an amount measures; only amounts of one dimension and scale can agree or contradict."""

    TIME = "时长"
    SHARE = "比例"
    COUNT = "次数"
    MONEY = "金额"
    HOURS = "服务时段"
    LESSONS = "学时"


class Measure(tuple[str, Decimal]):
    """A scale and the number on it: equal measures say the same, measures on different scales cannot be compared."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, at ``text[start:end]``.

    `unit` is one of `UNITS`, ``次/月`` and the like for frequencies. `bound` is ``≤``, ``<``, ``≥``, ``>`` or empty.
    """

    start: int
    end: int
    number: Decimal
    unit: str
    bound: str = ""

    @property
    def dimension(self) -> Dimension:
        """What it measures."""
        return dimension_of(self.unit)


_TIMES = {
    "秒": ("分钟", Decimal(1) / 60),
    "分钟": ("分钟", Decimal(1)),
    "小时": ("分钟", Decimal(60)),
    "日": ("分钟", Decimal(1440)),
    "周": ("分钟", Decimal(10080)),
    "工作小时": ("工作小时", Decimal(1)),
    "个工作日": ("个工作日", Decimal(1)),
    "个月": ("个月", Decimal(1)),
    "年": ("个月", Decimal(12)),
}
_SHARES = {"%": Decimal(1), "‰": Decimal("0.1"), "万分之": Decimal("0.01"), "倍": Decimal(100)}

UNITS = (*_TIMES, *_SHARES, "次", "元", "小时/周", "学时")
"""The units that amounts have, besides frequencies (``次/年``)."""

_SPELLINGS = (
    (r"秒钟?", "秒"),
    (r"分钟|min(?:utes?|s)?\b|分(?=以?内)", "分钟"),
    (r"个?工作小时", "工作小时"),
    (r"个?小时|个?钟头|h(?:ours?|rs?)?\b", "小时"),
    (r"个?工作[日天]", "个工作日"),
    (r"个?(?:日历|自然)[日天]|天|日(?![常志期历均报程益本])", "日"),
    (r"个?(?:星期|礼拜)(?![一二三四五六日天])|周(?![年一二三四五六日天末期边围知密报会])", "周"),
    (r"个(?:自然|日历)?月", "个月"),
    (r"个?周年|年(?!度|版|级|检|审|报|\s*\d)", "年"),
    (r"学时|课时", "学时"),
    (r"%", "%"),
    (r"‰", "‰"),
    (r"倍", "倍"),
    (r"次(?![日月年序数性级要品生])", "次"),
    (r"万元|万(?=人民币)", "万元"),
    (r"元(?![素件数器])", "元"),
)
_UNIT = "|".join(f"(?P<u{index}>{spelling})" for index, (spelling, _) in enumerate(_SPELLINGS))
_DIGITS = "零〇○一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC = r"\d{1,3}(?:,\d{3}){1,4}+(?:\.\d{1,6}+)?|\d{1,12}+(?:\.\d{1,6}+)?"
_CHINESE = rf"[{_DIGITS}]{{1,12}}+(?:点[零〇一二三四五六七八九]{{1,6}}+)?"
_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
"""Of bounded length and taken whole (``+`` after a count never gives back), so that no text can make reading slow."""
_AMOUNT = re.compile(
    rf"(?<![\d.A-Za-z任同某另统{_DIGITS}])(?:(?P<low>{_NUMBER})\s*(?:-|—|–|~|至|到)\s*)?"
    rf"(?P<number>{_NUMBER})(?:\s*[(（]\s*{_NUMBER}\s*[)）])?\s*(?P<more>个半|多)?\s*(?:{_UNIT})(?P<half>半)?"
)
_HALF = re.compile(r"(?<![一二两三四五六七八九十\d]个)半(?:个)?(?P<unit>小时|工作日|月|年|天|日)(?![级常])")
_PARTS = re.compile(rf"(?P<of>[百千万])分之(?P<number>{_NUMBER})")
_HOURS = re.compile(
    r"(?<!\d)(?P<days>[567七五六]|24)\s*(?:[×xX*✕╳✖⨯乘]|天)\s*(?P<hours>24|二十四|[789八]|1[0-6])\s*(?:个?小时|h\b)?(?!\d)"
)
_MASKED = re.compile(
    r"(?:19|20)\d{2}\s*(?:[-—–~至]\s*(?:19|20)\d{2}\s*)?年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?"
    r"|[二一][〇○零九]?[〇○零一二三四五六七八九]{2,3}年(?:[一二三四五六七八九十]{1,2}月)?(?:[一二三四五六七八九十]{1,3}日)?"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*日|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|[每当次下本同个]月(?:的|第)?\s*\d{1,2}\s*日"
    rf"|第\s*{_NUMBER}\s*(?:个(?:工作日|月)?|[日天年次周条款项章节])?"
    r"|24\s*小时(?=的?(?:电话|热线|值守|值班|不间断|开机|在线|服务|接听|监控|监测|受理|待命))"
    r"|每一|一次性|其一|十分(?!之)"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９％．＊＞＜～－", "0123456789%.*><~-")
_PER = {
    "年": "年",
    "年度": "年",
    "季": "季",
    "季度": "季",
    "月": "月",
    "周": "周",
    "星期": "周",
    "日": "日",
    "天": "日",
    "半年": "半年",
}
_EVERY = re.compile(r"每(?:个|一)?(半年|年度?|季度?|月|周|星期|日|天)")

_BOUND_BEFORE = (
    (r"不(?:得|应|能|会)?(?:超过|超出|高于|大于|多于|长于|迟于|晚于|逾)|[≤⩽]|≦|最多|最长|最高|至多|最迟|最晚", "≤"),
    (r"不(?:得|应|能|会)?(?:低于|少于|小于|短于|早于)|[≥⩾]|≧|至少|最少|最低|最短", "≥"),
    (r"(?:超过|超出|高于|大于|多于|逾(?!期))|>", ">"),
    (r"(?:低于|少于|小于|不足|不满|未满|未达到?|达不到)|<", "<"),
)
_BEFORE = re.compile("|".join(f"(?P<b{index}>{words})" for index, (words, _) in enumerate(_BOUND_BEFORE)))
_AFTER = re.compile(r"\s*(?:(?P<within>(?:以|之)?内)|(?P<more>(?:及|或)?以上)|(?P<less>(?:及|或)?以下))")


def plain(text: str) -> str:
    """The text with full-width digits and signs in plain form; every character keeps its place."""
    return text.translate(_FULL_WIDTH)


def amounts(text: str) -> list[Amount]:
    """The amounts of a text in order; a range such as ``3–5 日`` is two, its lower end ``≥`` and its upper ``≤``."""
    source = plain(text)
    found: list[Amount] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(source):
            found.extend(read(match))
        source = pattern.sub(lambda match: "\0" * len(match[0]), source)
    found.sort(key=lambda amount: amount.start)
    return list(_bounded(found, plain(text)))


def measure(number: Decimal, unit: str) -> Measure:
    """Number and unit on the scale on which they can be compared; working days and calendar days have different ones."""
    if unit in _TIMES:
        scale, factor = _TIMES[unit]
        return Measure((scale, (number * factor).normalize()))
    if unit in _SHARES:
        return Measure(("%", (number * _SHARES[unit]).normalize()))
    return Measure((unit, number.normalize()))


def dimension_of(unit: str) -> Dimension:
    """What a unit measures."""
    if unit in _TIMES:
        return Dimension.TIME
    if unit in _SHARES:
        return Dimension.SHARE
    return {"元": Dimension.MONEY, "小时/周": Dimension.HOURS, "学时": Dimension.LESSONS}.get(unit, Dimension.COUNT)


def unit_named(text: str) -> str | None:
    """The unit that a table's heading names for its cells, such as ``响应时限（分钟）``; None when it names none."""
    for inside in re.findall(r"[(（/]\s*(?:单位\s*[:：]\s*)?([^()（）]{1,6}?)\s*[)）]?$", plain(text).strip()):
        for spelling, unit in (*_SPELLINGS, ("分", "分钟"), ("工作日", "个工作日"), ("月", "个月")):
            if re.fullmatch(spelling, inside):
                return unit
    return None


@cache
def number_of(text: str) -> Decimal | None:
    """The number that digits or Chinese numerals spell; None when they spell none."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        pass
    import cn2an  # here, because most documents use plain digits

    spelt = text.replace("○", "零").replace("〇", "零")
    spelt = "一" + spelt if spelt[0] in "百千" else spelt
    try:
        return Decimal(str(cn2an.cn2an(spelt, "smart")))
    except ValueError:
        return None


def _nothing(_: re.Match[str]) -> Iterator[Amount]:
    """Dates and ordinal numbers are no amounts."""
    return iter(())


def _plain_amount(match: re.Match[str]) -> Iterator[Amount]:
    unit = next(unit for index, (_, unit) in enumerate(_SPELLINGS) if match[f"u{index}"])
    number = number_of(match["number"])
    if number is None or (unit == "年" and number >= 1900):
        return
    if match["more"] == "个半" or match["half"]:
        number += Decimal("0.5")
    factor, unit = (10_000, "元") if unit == "万元" else (1, unit)
    low = number_of(match["low"]) if match["low"] else None
    if low is not None and low < number:
        yield Amount(match.start(), match.end(), low * factor, unit, "≥")
    yield Amount(match.start(), match.end(), number * factor, unit, "≤" if low is not None and low < number else "")


def _half(match: re.Match[str]) -> Iterator[Amount]:
    number, unit = {
        "小时": (Decimal(30), "分钟"),
        "工作日": (Decimal("0.5"), "个工作日"),
        "月": (Decimal(15), "日"),
        "年": (Decimal(6), "个月"),
    }.get(match["unit"], (Decimal("0.5"), "日"))
    yield Amount(match.start(), match.end(), number, unit)


def _parts(match: re.Match[str]) -> Iterator[Amount]:
    number = number_of(match["number"])
    if number is not None:
        yield Amount(match.start(), match.end(), number, {"百": "%", "千": "‰", "万": "万分之"}[match["of"]])


def _hours(match: re.Match[str]) -> Iterator[Amount]:
    days, hours = number_of(match["days"]), number_of(match["hours"])
    if days is not None and hours is not None:
        days, hours = sorted((days, hours)) if days == 24 else (days, hours)
        yield Amount(match.start(), match.end(), days * hours, "小时/周")


_READERS = ((_HOURS, _hours), (_MASKED, _nothing), (_PARTS, _parts), (_HALF, _half), (_AMOUNT, _plain_amount))
"""Special forms first: what one reader took, the next does not see."""


def _bounded(found: list[Amount], text: str) -> Iterator[Amount]:
    """Each amount with the bound that words around it set, and frequencies with their period."""
    before = 0
    for amount in found:
        lead = re.split("[，；。;,]", text[before : amount.start])[-1]
        unit = amount.unit
        if unit == "次" and (
            every := _EVERY.findall(lead) or _EVERY.findall(text[max(0, amount.start - 12) : amount.start])
        ):
            unit = f"次/{_PER[every[-1]]}"
        bound = amount.bound or _bound(lead, text[amount.end : amount.end + 4])
        yield Amount(amount.start, amount.end, amount.number, unit, bound)
        before = amount.end


def _bound(lead: str, rest: str) -> str:
    after = _AFTER.match(rest)
    words = list(_BEFORE.finditer(lead))
    if words:
        return next(bound for index, (_, bound) in enumerate(_BOUND_BEFORE) if words[-1][f"b{index}"])
    if after is None:
        return ""
    return "≥" if after["more"] else "≤"
