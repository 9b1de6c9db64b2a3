"""What to change instead of a value that is computed: words for people, by the field that computes it. Knows no engagement."""

from __future__ import annotations

import re

_PRICES = "改计价项的数量、含税单价或税率"
_PROCESS = "改流程里的步骤、角色和衡量（流程用默认值的，先在项目描述里写出要改的那一项）"
_CONTRACT = "附件的有无、序号和名称由合同的选择决定，改合同里的选择"

_INSTEAD = {
    "charges.items.*": _PRICES,
    "charges.*": _PRICES,
    "tax_rows.*": _PRICES,
    "fees.*": _PRICES,
    "technical_total": _PRICES,
    "deposit*": "改定金的比例，或计价项的单价",
    "instalments.amount": "改这一期的比例，或计价项的单价；各期之和须等于总额",
    "instalments.*": "改 合同 › 付款 › 分期 里的这一期",
    "term.months": "改服务期限的开始日期或结束日期",
    "grace_end": "改 接管与退出 里的磨合期，或服务期限的开始日期",
    "review_dates.*": "改评审的间隔、首次日期或服务期限",
    "agreed_time.*": "改服务时段或日历",
    "worked.*": "改服务指标的示例值、扣减档位，或服务费扣减的上限",
    "asset_groups.site": "改服务地点的名称",
    "asset_groups.quantity": "改服务对象清单里的数量",
    "asset_total": "改服务对象清单里的数量",
    "services.category_*": "改服务类别",
    "services.legal_form": "改这项服务的合同性质",
    "services.metrics.target_text": "改这个指标的承诺值、达标方向或单位",
    "services.metrics.floor_text": "改这个指标的考核底线、达标方向或单位",
    "services.metrics.example_*": "改计算量的示例值、公式或取整规则",
    "services.metrics.tier_rows.*": "改这个指标的扣减档位",
    "services.window.*": "改服务时段的服务日、开始时刻或结束时刻",
    "forms.*": "改服务的合同性质",
    "annex.*": _CONTRACT,
    "annexes.*": _CONTRACT,
    "at.*": "条文出处随合同的条文走，不用改",
    "papers.*.version": "在 文件 里加一行修订记录",
    "papers.*.number": "改 文件 里这份文件的编号，或项目编号",
    "papers.*": "文件名称由标准的文件种类决定",
    "register.version": "在 文件 里加一行修订记录",
    "register.*": "登记册由各文件、附件、表单、报告和交付物汇总，改它们本身",
    "basis_rows.*": "法规和标准由类别决定，版本随法规目录更新；项目另有依据的，写在管理计划的依据里",
    "team.*": "改服务人员名单或岗位",
    "raci_rows.*": "改管理计划的责任分配，或角色的名称",
    "training_rows.service": "改服务的名称",
    "risk_rows.rank": "改这项风险的可能性或影响",
    "risk_rows.*": "改服务或管理计划里的风险",
    "manual.*": _PROCESS,
    "reference_rows.*": "参照流程的对应关系是固定的，不用改",
    "sheets.*": "改表单",
    "contacts.full_role": "改联系人的所属方或角色",
}
"""By path without item keys, the more special first; ``*`` at the end stands for anything."""


def instead_of(path: str) -> str:
    """What to change for a computed path of a trace; empty where nothing better is known than its description."""
    bare = re.sub(r"\[[^\]]*\]", "", path)
    return next((words for pattern, words in _INSTEAD.items() if _fits(bare, pattern)), "")


def _fits(path: str, pattern: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\.\*\.", r"\.[^.]+\.").replace(r"\*", ".*"), path) is not None
