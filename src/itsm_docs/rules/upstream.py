"""Whether a condition lets a payment wait for somebody else's money (背靠背): a reader of Chinese contract wording.

Only the wording is read here; whether the law forbids it is judged in `payment`.
"""

from __future__ import annotations

import re

_WHO = r"(?<![向给付由])(?:上游|上级|第三方|第三人|总承?包|发包|业主|建设单位|建设方|财政|集团|最终用户|终端用户|最终客户|客户)"
_PAPER = r"报告|发票|资料|材料|文件|意见|通知|证明|单(?!位)|(?<!代)表|书|函|规定|后"
"""Where one of these stands between the payer and the money, it is the paper that is waited for."""
_STEP = rf"(?:(?!{_PAPER})[^，。；、：])"
_GAP = rf"{_STEP}{{0,10}}?"
_MONEY = r"(?:款|资金|经费|拨付)"
_PAID = r"(?:付款|支付|拨付|拨款|回款|到款|到账|到位|资金|款项|款)"
_THEN = r"[^，。；、：申]{0,4}?(?:后|到账|到位|为前提|为条件|为(?:付款|支付)的?(?:前提|条件))"

_WAITING = re.compile(
    "|".join(
        (
            rf"(?:收到|收取|收妥|取得|获得|得到|等待|待){_GAP}{_WHO}{_GAP}{_MONEY}",
            r"财政(?:性|专项)?(?:资金|经费|款项?|预算|部门)?(?:已|全部|实际)*(?:拨付|到位|到账|下达|拨款(?:到|后))",
            r"(?:专项|上级|预算|项目)(?:资金|经费|拨款|款项?)(?:已|全部|实际)*(?:拨付|到位|到账|下达)",
            r"背[靠对]背",
            rf"(?:按照?|依照?|依据|根据|参照|随|与){_GAP}{_WHO}{_GAP}{_PAID}{_GAP}(?:进度|比例|同步)",
            rf"{_WHO}(?:(?!审核|审批){_STEP}){{0,10}}?{_PAID}{_THEN}",
            rf"{_WHO}{_STEP}{{0,6}}?(?:未|没有)(?:按时|及时|足额)?{_PAID}",
        )
    )
)
_DENIED = re.compile(r"不[得应以因受与随按待论管设必需]|不取决|不影响|不采用|不作为|无论|无须|无需|并非|禁止|无关")
_CLAUSE_ENDS = "，。；：,;:"


def waits_for_others(text: str) -> str | None:
    """The words that make the payment wait for a third party's money, None where there are none.

    ``收到财政拨款后支付`` waits; ``甲方收到发票后支付`` and ``不以收到第三方付款为条件`` do not.
    """
    plain = re.sub(r"\s+", "", text)
    for match in _WAITING.finditer(plain):
        if not _DENIED.search(_clause(plain, match.start(), match.end())):
            return match[0]
    return None


def _clause(text: str, start: int, end: int) -> str:
    """The part of the sentence that holds a match, between two marks of punctuation."""
    before = max((text.rfind(mark, 0, start) for mark in _CLAUSE_ENDS), default=-1)
    after = min((at for mark in _CLAUSE_ENDS if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[before + 1 : after]
