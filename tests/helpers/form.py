"""Fill in a 项目填写表.xlsx as a person does: by the titles on its sheets. For tests; it judges nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

FILLED: Mapping[str, Any] = {
    "甲方全称": "大连岚岬船舶配套有限公司",
    "甲方统一社会信用代码": "91210211MAYC8J5M71",
    "乙方全称": "大连槐序信息技术有限公司",
    "项目名称": "岚岬船配2027年度信息服务",
    "服务开始日期": "2027-03-01",
    "服务结束日期": "2028-02-29",
    "含税总价": 360000,
    "税率": 6,
    "付款方式": "按季支付",
    "服务地点": "辽宁省大连市甘井子区岚岬路27号",
    "服务时段": "7×24",
    "驻场人数": 1,
    "争议解决地": "辽宁省大连市",
}
"""What the first sheet asks for."""


def fill(
    path: Path,
    cells: Mapping[str, Any],
    lists: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    to: Path | None = None,
) -> Path:
    """Put values beside their titles and rows under their headings; gives the path of the saved workbook."""
    book = load_workbook(path)
    for sheet in book.worksheets[:2]:
        for row in sheet.iter_rows(min_row=4, max_col=2):
            if row[0].value in cells:
                row[1].value = cells[str(row[0].value)]
    for name, rows in (lists or {}).items():
        sheet = book[name]
        headings = {str(cell.value).rstrip("*"): cell.column for cell in sheet[3]}
        for number, values in enumerate(rows, start=4):
            for title, value in values.items():
                sheet.cell(number, headings[title], value)
    target = to or path
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target
