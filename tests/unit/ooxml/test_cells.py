"""Cells of workbooks: the new value stands in its cell, and everything else is byte for byte what it was."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from tests.helpers import validator
from tests.helpers.office import recalculated

from itsm_docs.ooxml.cells import with_values


def workbook() -> bytes:
    """A workbook with what libraries like to lose: a drop-down, a comment, a formula, a second sheet, a part of its own."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "明细"
    sheet.append(["名称", "数量", "单价", "金额"])
    sheet.append(["泵", 2, 10.5, "=B2*C2"])
    sheet["B2"].number_format = "0.00"
    sheet["A2"].comment = Comment("看这里", "某人")
    choice = DataValidation("list", formula1='"泵,阀"')
    sheet.add_data_validation(choice)
    choice.add("A2:A9")
    book.create_sheet("其他")["A1"] = "不动"
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("customXml/item9.xml", "<own/>")
    return stream.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_values_stand_in_their_cells() -> None:
    """A text, a number with its format, a cell and a row that were not there."""
    data = with_values(
        workbook(),
        {("明细", "A2"): "阀 <1>", ("明细", "B2"): Decimal("3"), ("明细", "F2"): "远", ("明细", "C5"): Decimal("1.5")},
    )

    sheet: Any = load_workbook(io.BytesIO(data))["明细"]
    assert [sheet[cell].value for cell in ("A2", "B2", "C2", "D2", "F2", "C5")] == [
        "阀 <1>",
        3,
        10.5,
        "=B2*C2",
        "远",
        1.5,
    ]
    assert sheet["B2"].number_format == "0.00"


def test_nothing_else_changes() -> None:
    """Only the sheet, and the request to calculate the formulas, are written anew."""
    before = workbook()
    after = with_values(before, {("明细", "B2"): Decimal(3)})

    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet1.xml", "xl/workbook.xml"]
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]


def test_other_programs_read_it() -> None:
    """Microsoft's validator has nothing to add to what openpyxl's own file brings along; LibreOffice calculates anew."""
    before = workbook()
    data = with_values(before, {("明细", "B2"): Decimal(3), ("明细", "A2"): "阀"})

    assert validator.errors(data, name="明细.xlsx") == validator.errors(before, name="明细.xlsx")
    sheet: Any = load_workbook(io.BytesIO(recalculated(data)), data_only=True)["明细"]
    assert [cell.value for cell in sheet[2]] == ["阀", 3, 10.5, 31.5]
