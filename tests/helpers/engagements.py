"""A small valid engagement from plain data, to be changed one value at a time. Data for tests only; holds no assertions.

The example is a port's operations service of 2027: one continuous service, one project, one metric that deducts.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from itsm_docs.model import Engagement
from itsm_docs.rules import check

REMOVED = object()
"""The value of a change that takes a key or a list item away."""


def a_metric() -> dict[str, Any]:
    """An availability metric: three bands under 99.9, floor at 99, example 99.65."""
    return {
        "id": "availability",
        "name": "关键系统可用率",
        "quality": "availability",
        "definition": "关键系统在约定服务时间内可用的比例",
        "formula": "（约定服务分钟 − 计划外中断分钟）÷ 约定服务分钟 × 100",
        "quantities": [
            {"name": "约定服务分钟", "meaning": "当月约定服务时间", "source": "附件", "example": "43200"},
            {"name": "计划外中断分钟", "meaning": "未经批准的中断", "source": "监控平台中断记录", "example": "150"},
        ],
        "unit": "%",
        "comparison": "at-least",
        "target": "99.9",
        "floor": "99",
        "period": "month",
        "method": "监控平台每分钟探测一次",
        "clock": "自探测失败起至探测恢复止",
        "owner": "乙方服务经理统计，甲方信息中心复核",
        "exclusions": ["甲方批准的维护窗口"],
        "rounding": {"digits": "2", "mode": "half-up"},
        "minimum_sample": "1",
        "small_sample": "不适用",
        "dispute": "以监控平台原始记录为准",
        "deductions": [
            {"floor": "99.5", "ceiling": "99.9", "percent": "2"},
            {"floor": "99", "ceiling": "99.5", "percent": "5"},
            {"ceiling": "99", "percent": "10"},
        ],
    }


def a_continuous_service() -> dict[str, Any]:
    """A service that runs day and night, with one metric."""
    work = {"name": "巡检", "detail": "检查运行状态", "frequency": "每日 2 次", "record": "巡检记录"}
    return {
        "id": "tos",
        "name": "生产系统运维服务",
        "category": "02",
        "grade": "关键级",
        "mode": "continuous",
        "purpose": "支撑码头作业",
        "users": "调度中心 60 人",
        "stages": {"provision": [], "delivery": [], "support": [work]},
        "exclusions": ["办公终端"],
        "deliverables": [{"name": "月度服务报告", "form": "Word", "due": "次月 5 日前"}],
        "channels": "电话与现场",
        "window": {"name": "7×24", "days": "every-day", "start": "00:00", "end": "24:00", "outside": "无"},
        "metrics": [a_metric()],
    }


def a_project_service() -> dict[str, Any]:
    """A service that ends with acceptance."""
    return {
        "id": "plan",
        "name": "数据资源规划服务",
        "category": "03",
        "grade": "标准级",
        "mode": "project",
        "purpose": "规划数据资源",
        "users": "信息中心",
        "stages": {},
        "exclusions": [],
        "deliverables": [],
        "channels": "现场",
        "metrics": [],
        "milestones": [{"id": "M1", "name": "规划报告定稿", "due": "2027-06-30", "evidence": "评审意见"}],
        "defects": [
            {
                "id": "D1",
                "name": "严重缺陷",
                "definition": "结论错误",
                "response": "1个工作日",
                "fix": "5个工作日",
                "allowed": "0 项",
            }
        ],
        "acceptance": [{"item": "规划报告", "standard": "专家评审通过", "method": "评审会", "within": "10个工作日"}],
    }


def _party(name: str, code: str) -> dict[str, Any]:
    return {
        "name": name,
        "short": name[:4],
        "uscc": code,
        "address": "辽宁省大连市",
        "representative": "王某",
        "contact": "李某",
        "phone": "0411-00000000",
    }


def _contact(side: str, role: str) -> dict[str, Any]:
    return {
        "side": side,
        "role": role,
        "name": "值班员",
        "phone": "0411-00000001",
        "hours": "7×24",
        "matters": "故障申报",
    }


def _level(code: str, *times: str, on_site: str | None = None) -> dict[str, Any]:
    response, restoration, resolution, update = times
    level = {
        "id": code,
        "name": f"{code} 级",
        "definition": "见判定表",
        "example": "作业中断",
        "clock": "自然时间连续计时",
        "response": response,
        "restoration": restoration,
        "resolution": resolution,
        "update": update,
    }
    return level | ({"on_site": on_site} if on_site else {})


def _priorities() -> dict[str, Any]:
    scale = {"high": "全局", "medium": "部门", "low": "个人"}
    return {
        "impact": scale,
        "urgency": scale,
        "matrix": {
            "high": {"high": "P1", "medium": "P2", "low": "P3"},
            "medium": {"high": "P2", "medium": "P3", "low": "P3"},
            "low": {"high": "P3", "medium": "P3", "low": "P3"},
        },
        "levels": [
            _level("P1", "15分钟", "2小时", "24小时", "30分钟", on_site="1小时"),
            _level("P2", "30分钟", "8小时", "2个工作日", "2小时", on_site="4小时"),
            _level("P3", "4小时", "2个工作日", "5个工作日", "1个工作日"),
        ],
        "received": "服务台登记时刻",
        "responded": "工程师确认并开始处理",
        "suspended": ["等待甲方确认"],
        "changed": "双方服务经理同意后调整",
    }


def _assessment() -> dict[str, Any]:
    aspects = ("staff", "method", "management", "resources")
    criteria = [
        {"aspect": aspect, "item": "评估", "evidence": "记录", "scoring": "每次扣 5 分", "weight": "25"}
        for aspect in aspects
    ]
    bands = [
        {"floor": "90", "name": "优良", "consequence": "无"},
        {"floor": "70", "name": "合格", "consequence": "改进"},
        {"floor": "0", "name": "不合格", "consequence": "整改"},
    ]
    return {"period": "quarter", "assessors": "双方服务经理", "criteria": criteria, "bands": bands}


def _review() -> dict[str, Any]:
    return {
        "name": "季度服务评审会",
        "every": "3",
        "after": "10",
        "purpose": "评审服务水平",
        "participants": "双方服务经理",
        "output": "会议纪要",
        "revises": "是",
    }


def _credits() -> dict[str, Any]:
    return {
        "period": "month",
        "cap": "10",
        "annual_cap": "10",
        "same_cause": "取最高一项",
        "confirm": "5个工作日",
        "settle": "从下一期付款中扣减",
        "exclusive": "不重复计算",
        "termination": "连续三个月不达标可解除",
    }


def _asset(number: int, **changes: str) -> dict[str, Any]:
    return {
        "id": f"A{number}",
        "name": f"服务器 {number}",
        "serial": f"SN{number}",
        "quantity": "1",
        "service": "tos",
        "site": "dy",
        "importance": "关键",
        "warranty": "2025-12-31",
        "upkeep": "乙方",
    } | changes


def _charges() -> dict[str, Any]:
    return {
        "items": [
            {
                "service": "tos",
                "name": "驻场运维",
                "basis": "人月",
                "quantity": "24",
                "unit_price": "20000",
                "tax_rate": "6",
            },
            {
                "service": "数据资源规划服务",
                "name": "规划报告",
                "basis": "包干",
                "quantity": "1",
                "unit_price": "12万元",
                "tax_rate": "6",
            },
        ],
        "includes": ["差旅"],
        "excludes": ["备件"],
        "adjustment": "按计价项单价调整",
    }


def _resources() -> dict[str, Any]:
    post = {
        "name": "服务经理",
        "count": "1",
        "based": "驻场",
        "skills": "五年经验",
        "duties": "对服务水平负责",
        "key": "是",
    }
    return {
        "posts": [post],
        "replacement": "提前 15 日书面通知",
        "tools": [{"name": "监控平台", "purpose": "探测", "provided": "乙方提供"}],
        "spares": [{"name": "硬盘", "quantity": "2", "place": "机房", "ready": "2小时"}],
        "duties": [{"duty": "开通账号", "by": "服务开始前", "otherwise": "相应时间不计"}],
    }


def plain_data() -> dict[str, Any]:
    """The raw values of the engagement, as a loader hands them to the model; a fresh copy every time."""
    revision = {
        "version": "V1.0",
        "date": "2026-12-01",
        "summary": "首次发布",
        "author": "张某",
        "reviewer": "赵某",
        "approver": "钱某",
    }
    step = {
        "level": "第一级",
        "trigger": "超过响应时限",
        "within": "15分钟",
        "provider": "服务经理",
        "client": "科长",
        "action": "调派",
    }
    need = {
        "business": "码头作业",
        "need": "不间断",
        "impact": "停工",
        "answered_by": "生产系统运维服务：关键系统可用率",
    }
    holiday = {"name": "元旦", "start": "2027-01-01", "end": "2027-01-03"}
    scenario = {
        "name": "数据库不可用",
        "trigger": "主库宕机",
        "actions": "切换备库",
        "lead": "服务经理",
        "target": "2 小时",
    }
    report = {
        "name": "月度服务报告",
        "period": "month",
        "due": "5个工作日",
        "contents": ["指标"],
        "recipient": "信息中心",
    }
    site = {"id": "dy", "name": "大窑湾机房", "address": "大窑湾", "stationed": "驻场 2 人", "access": "凭证件"}
    return deepcopy(
        {
            "number": "DLGK-2027-YW01",
            "name": "生产系统运行维护项目",
            "classification": "内部",
            "background": "甲方的生产系统支撑码头作业。",
            "needs": [need],
            "client": _party("大连某港务有限公司", "91350100M000100Y43"),
            "provider": _party("大连某信息技术有限公司", "91350100M000100Y43"),
            "term": {"start": "2027-01-01", "end": "2027-12-31", "signed": "2026-12-20"},
            "sites": [site],
            "contacts": [_contact("provider", "服务台"), _contact("client", "信息中心主任")],
            "escalation": [step],
            "services": [a_continuous_service(), a_project_service()],
            "assets": [_asset(1), _asset(2)],
            "calendar": {"source": "国务院办公厅通知", "holidays": [holiday], "make_up": []},
            "priorities": _priorities(),
            "emergency": {
                "notice": "30分钟",
                "notice_to": "电话通知信息中心主任",
                "scenarios": [scenario],
                "drills": [{"name": "切换演练", "date": "2027-05-20", "form": "切换演练"}],
            },
            "resources": _resources(),
            "charges": _charges(),
            "credits": _credits(),
            "reports": [report],
            "reviews": [_review()],
            "assessment": _assessment(),
            "transition": {
                "takeover": ["账号移交"],
                "grace": "1个月",
                "still_binding": "安全事件",
                "exit": ["资料移交"],
            },
            "documents": {"sla": {"revisions": [revision]}},
        }
    )


def changed(data: Any, changes: dict[str, Any]) -> Any:
    """The data with values put at dotted paths; an index just past the end appends, `REMOVED` takes away."""
    for path, value in changes.items():
        *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
        holder = data
        for step in way:
            holder = holder[step]
        if value is REMOVED:
            del holder[last]
        elif isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value
    return data


def an_engagement(**changes: Any) -> Engagement:
    """The small engagement with some values changed: ``an_engagement(**{"services.0.metrics.0.target": "99"})``."""
    return Engagement.model_validate(changed(plain_data(), changes))


def findings_of(**changes: Any) -> list[str]:
    """What the rules say about the changed engagement, as ``RU101 priorities.levels.1.response``."""
    found = check(an_engagement(**changes))
    return [f"{one.code} {'.'.join(str(step) for step in one.where.path or ())}" for one in found]
