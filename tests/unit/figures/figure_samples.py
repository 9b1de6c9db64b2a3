"""Figures as the documents have them, for the tests of this room. Data only; holds no assertions."""

from __future__ import annotations

from itsm_docs.model.drawings import (
    Bar,
    Cycle,
    CycleStage,
    Flow,
    FlowLink,
    FlowNode,
    Grid,
    GridLine,
    Organisation,
    OrgBox,
    Schedule,
)


def flow(title: str, lanes: str, *nodes: str) -> Flow:
    """A flow from lines: ``id lane kind text > to:label to``; lanes are counted from 0."""
    names = tuple(lanes.split())
    found = []
    for line in nodes:
        head, _, ways = line.partition(" > ")
        key, lane, kind, text = head.split()
        links = tuple(
            FlowLink(to=to, label=label or None) for to, _, label in (way.partition(":") for way in ways.split())
        )
        found.append(FlowNode(id=key, lane=names[int(lane)], text=text, kind=kind, links=links))
    return Flow(title=title, lanes=names, nodes=tuple(found))


CHANGE = flow(
    "变更控制流程",
    "申请人 变更与配置经理 变更委员会（CAB） 实施工程师 甲方系统主管",
    "s 0 start 提出变更 > a",
    "a 0 task 填写变更申请单，写明原因与回退办法 > b",
    "b 1 task 登记变更，核对配置项 > c",
    "c 1 decision 申请内容齐全？ > d:是 a:否",
    "d 1 task 评估影响，定变更类别 > e",
    "e 2 decision 委员会同意？ > f:同意 x:不同意",
    "f 4 decision 窗口可用？ > g:是 d:改期",
    "g 3 task 按方案实施，做实施记录 > h",
    "h 3 decision 验证通过？ > i:是 r:否",
    "r 3 task 执行回退，恢复变更前状态 > b",
    "i 4 task 确认业务正常 > j",
    "j 1 task 更新配置库，关闭变更单 > z",
    "x 0 end 变更被拒，退回",
    "z 1 end 结束",
)
INCIDENT = flow(
    "事件处理流程",
    "甲方用户 服务台（一线） 二线工程师 服务经理",
    "s 0 start 报告故障 > a",
    "a 1 task 登记事件，定优先级 > m",
    "m 1 decision 重大事件？ > n:是 b:否",
    "n 3 task 启动重大事件处置 > c",
    "b 1 decision 一线能解决？ > d:是 c:否",
    "c 2 task 诊断原因，提出恢复办法 > e",
    "e 2 task 实施恢复 > d",
    "d 1 task 与用户核实恢复 > f",
    "f 0 decision 用户确认恢复？ > g:是 c:否",
    "g 1 task 补全记录，关闭事件单 > z",
    "z 1 end 结束",
)
SECURITY = flow(
    "信息安全事件处置流程",
    "发现人 服务台 信息安全负责人 技术支持工程师 服务经理 甲方信息安全主管",
    "s 0 start 发现异常 > a",
    "a 0 task 立即报告服务台 > b",
    "b 1 task 登记并通知负责人 > c",
    "c 2 decision 属安全事件？ > d:是 y:否",
    "d 2 task 判定等级，报告甲方 > e",
    "e 5 task 批准隔离与取证 > f",
    "f 3 task 隔离受影响系统，保全证据 > g",
    "g 3 task 清除与恢复 > h",
    "h 3 decision 恢复核验通过？ > i:是 g:否",
    "i 4 decision 涉及个人信息？ > j:是 k:否",
    "j 5 task 向主管部门与个人告知 > k",
    "k 2 task 编写处置报告 > l",
    "l 5 decision 报告认可？ > m:是 k:否",
    "m 4 task 落实改进措施 > z",
    "y 1 task 转事件流程 > z",
    "z 1 end 关闭",
)
ACCEPTANCE = flow(
    "阶段验收流程",
    "乙方项目经理 乙方质量经理 甲方项目负责人",
    "s 0 start 里程碑完成 > a",
    "a 0 task 提交验收申请与交付清单 > b",
    "b 1 decision 内部检查合格？ > c:是 a:否",
    "c 2 decision 资料齐全？ > d:是 a:否",
    "d 2 decision 验收合格？ > z:合格 a:不合格",
    "z 2 end 签署验收单",
)
RELEASE = flow(
    "发布管理流程",
    "开发负责人 发布经理 测试工程师 运维工程师 甲方系统主管",
    "s 0 start 版本完成 > a",
    "a 0 task 提交发布包与说明 > b",
    "b 2 task 在测试环境验证 > c",
    "c 2 decision 测试通过？ > d:通过 a:不通过",
    "d 1 task 编发布计划与回退方案 > e",
    "e 4 decision 甲方批准？ > f:批准 d:退回",
    "f 3 task 窗口期内部署 > g",
    "g 3 decision 上线核验正常？ > i:是 h:否",
    "h 3 task 按方案回退 > d",
    "i 4 task 试运行并签认 > j",
    "j 1 task 更新配置库，归档 > z",
    "z 1 end 结束",
)
FLOWS = (CHANGE, INCIDENT, SECURITY, ACCEPTANCE, RELEASE)


def organisation(title: str, *boxes: str) -> Organisation:
    """A chart from lines: ``id title line,line under beside``; ``-`` stands for nothing."""
    found = []
    for line in boxes:
        key, name, lines, under, beside = (None if word == "-" else word for word in line.split())
        texts = tuple((lines or "").split(",")) if lines else ()
        found.append(OrgBox(id=key or "", title=name or "", lines=texts, under=under, beside=beside))
    return Organisation(title=title, boxes=tuple(found))


SERVICE = organisation(
    "服务组织图",
    "c 甲方信息技术部 负责人：王建国 - -",
    "c1 系统主管 李敏 c p1",
    "c2 信息安全主管 赵磊 c p6",
    "c3 采购与合同管理 周岚 c -",
    "p 乙方服务总监 陈志远 - -",
    "p1 服务经理 孙悦 p -",
    "p2 服务台 4人,5×9小时 p1 -",
    "p3 二线工程师 6人 p1 -",
    "p4 现场工程师 2人驻场 p1 -",
    "p5 变更与配置经理 1人 p1 -",
    "p6 信息安全负责人 1人 p1 -",
    "p7 质量经理 不受服务经理领导 p -",
)
TEAM = organisation(
    "服务团队",
    "a 服务经理 - - -",
    *(f"x{n} 第{n}专业支持组 {n}人 a -" for n in range(1, 9)),
    *(f"y{n} 小组{n} - x1 -" for n in range(1, 4)),
    "k 甲方联系人 - - a",
    "k2 甲方业务部门 - k -",
)
SMALL = organisation("项目组", "a 项目经理 张三 - -", "b 开发组 5人 a -", "c 测试组 2人 a -", "d 运维组 3人 a -")
CHARTS = (SERVICE, TEAM, SMALL)

PDCA = Cycle(
    title="服务质量持续改进",
    stages=tuple(
        CycleStage(letter=letter, title=title, lines=tuple(lines.split()))
        for letter, title, lines in (
            ("P", "计划", "定年度质量目标与指标 编质量检查计划 明确责任人与期限"),
            ("D", "执行", "按流程手册提供服务 做服务记录与月报"),
            ("C", "检查", "每月抽查工单与记录 每季度召开服务评审 统计指标达成情况"),
            ("A", "改进", "对不合格项定纠正措施 核查措施效果 更新手册与下期计划"),
        )
    ),
)
YEAR = Schedule(
    title="年度服务实施计划",
    periods=tuple(f"{month}月" for month in range(1, 13)),
    bars=(
        Bar(name="入场与交接", owner="服务经理", dates="2027-01-04–01-15", first=0, last=0),
        Bar(name="资产与配置清查", owner="变更与配置经理", dates="2027-01-18–02-28", first=0, last=1),
        Bar(name="交接完成", owner="服务经理", dates="2027-02-28", first=1, last=1, milestone=True),
        Bar(name="日常运行维护", owner="服务台", dates="2027-01-04–12-31", first=0, last=11),
        *(
            Bar(name=f"{n} 月巡检", owner="现场工程师", dates=f"2027 年 {n} 月", first=n - 1, last=n - 1)
            for n in range(3, 12)
        ),
        Bar(name="年度验收", owner="甲方系统主管", dates="2027-12-28", first=11, last=11, milestone=True),
    ),
)
REGISTER = Grid(
    columns=("序号", "变更编号", "变更内容", "申请人", "批准人", "实施日期", "结果"),
    widths=(1, 2, 4, 2, 2, 2, 2),
    lines=(GridLine(cells=("例", "BG-001", "更换核心交换机", "李敏", "孙悦", "2027-03-02", "成功")),),
    blank=6,
)
ALL = (*FLOWS, *CHARTS, PDCA, YEAR, REGISTER)
