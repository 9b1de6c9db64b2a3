"""Lists from worksheets: headers, units, merged, hidden and total rows, formulas, and files that are no workbooks."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from describing import HEAD, Line, codes, order, read, write
from openpyxl import Workbook

from itsm_docs.findings import Finding
from itsm_docs.reporters import location

HEADER = ["编号", "品名", "单价"]


def save(folder: Path, *rows: list[Any], name: str = "明细.xlsx") -> Workbook:
    """A workbook with one sheet 明细 of these rows, already saved; change it and save again for more."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "明细"
    for row in rows:
        sheet.append(row)
    book.save(folder / name)
    return book


def lines(folder: Path, reference: str = "明细.xlsx") -> tuple[Line, ...]:
    """The lines that the description takes from the workbook."""
    return order(folder, f"{HEAD}lines: {reference}\n").lines


def found(folder: Path, reference: str = "明细.xlsx") -> list[Finding]:
    """What reading the workbook finds."""
    return read(folder, f"{HEAD}lines: {reference}\n")[1]


def places(findings: list[Finding]) -> list[tuple[str, str]]:
    """Codes with the place that a report shows, without the folder."""
    return [(one.code, location(one.where).rpartition("/")[2]) for one in findings]


def test_rows_become_records_under_any_of_a_fields_names(tmp_path: Path) -> None:
    """Key, title and synonym; spaces, line breaks and stars in headings do not matter."""
    save(tmp_path, ["明细表"], ["id", "货 物*", "含税\n单价（元）"], ["x", "泵", 12.5])

    assert [(one.id, one.name, one.price) for one in lines(tmp_path)] == [("x", "泵", Decimal("12.50"))]


def test_the_sheet_may_be_named(tmp_path: Path) -> None:
    """With several sheets the name after # chooses."""
    book = save(tmp_path, HEADER, ["x", "泵", 1])
    book.create_sheet("其他")
    book.save(tmp_path / "明细.xlsx")

    assert len(lines(tmp_path, "明细.xlsx#明细")) == 1
    assert codes(found(tmp_path)) == ["IN306"]
    assert codes(found(tmp_path, "明细.xlsx#明 细")) == ["IN305"]


def test_a_column_in_ten_thousands_becomes_yuan(tmp_path: Path) -> None:
    """万元 in the heading multiplies numbers and numbers stored as text."""
    save(tmp_path, ["编号", "品名", "单价（万元）"], ["x", "泵", 1.2], ["y", "阀", "3"])

    assert [one.price for one in lines(tmp_path)] == [Decimal("12000.00"), Decimal("30000.00")]


@pytest.mark.parametrize(("unit", "factor"), [("元", 1), ("千元", 1000), ("人民币万元", 10_000), ("万元/台", 10_000)])
def test_the_unit_of_a_heading_decides_the_amount(tmp_path: Path, unit: str, factor: int) -> None:
    """Also with words around it."""
    save(tmp_path, ["编号", "品名", f"单价（{unit}）"], ["x", "泵", 2])

    assert lines(tmp_path)[0].price == 2 * factor


def test_a_unit_for_the_whole_sheet_is_not_guessed_at(tmp_path: Path) -> None:
    """A wrong guess would be wrong by a factor of ten thousand."""
    save(tmp_path, ["报价表", None, "金额单位：万元"], HEADER, ["x", "泵", 1.2])

    assert places(found(tmp_path)) == [("IN321", "明细.xlsx!明细!C1")]


def test_a_title_that_is_also_a_fields_name_is_no_header(tmp_path: Path) -> None:
    """One matching cell does not make a header where there are several columns."""
    save(tmp_path, ["名称"], HEADER, ["x", "泵", 1])

    assert [one.id for one in lines(tmp_path)] == ["x"]


def test_remarks_below_the_table_are_left_out_and_said(tmp_path: Path) -> None:
    """Who made the table is no item of it."""
    save(tmp_path, HEADER, ["x", "泵", 1], ["注：含税"], ["制表人：张某", None, "日期：1月"])

    assert [(one.code, one.message) for one in found(tmp_path)] == [("IN322", "表尾说明行 3–4 没有读取")]


def test_numbers_are_spelled_as_people_see_them(tmp_path: Path) -> None:
    """No trailing .0, no noise of binary fractions, percentages as shown."""
    book = save(tmp_path, ["编号", "品名", "单价", "数量", "占比"], [1.0, 2.0, 0.1 + 0.2, 3.0, 0.125])
    book["明细"]["E2"].number_format = "0.0%"
    book.save(tmp_path / "明细.xlsx")
    one = lines(tmp_path)[0]

    assert (one.id, one.name, one.price, one.count, one.share) == (
        "1", "2", Decimal("0.30"), Decimal(3), Decimal("12.5"),
    )  # fmt: skip


def test_dates_stay_dates_and_are_texts_elsewhere(tmp_path: Path) -> None:
    """A date cell in a text column prints as a date, not as a number."""
    save(tmp_path, ["编号", "品名", "单价", "交货日"], ["x", datetime(2026, 1, 5), 1, datetime(2026, 2, 3)])
    one = lines(tmp_path)[0]

    assert (one.name, one.due) == ("2026-01-05", date(2026, 2, 3))


def test_yes_and_no_may_be_booleans_of_the_sheet(tmp_path: Path) -> None:
    """TRUE of Excel and 是 are the same."""
    save(tmp_path, [*HEADER, "易碎"], ["x", "泵", 1, True], ["y", "阀", 1, "否"])

    assert [one.fragile for one in lines(tmp_path)] == [True, False]


def test_a_list_in_a_cell_is_divided(tmp_path: Path) -> None:
    """Items are separated by 、 ； or a line break."""
    save(tmp_path, [*HEADER, "标签"], ["x", "泵", 1, "进口、大件；\n易损"])

    assert lines(tmp_path)[0].tags == ("进口", "大件", "易损")


def test_merged_cells_repeat_their_value_downwards(tmp_path: Path) -> None:
    """Only inside the merged range; a blank cell below it stays blank."""
    book = save(tmp_path, HEADER, ["x", "泵", 5], ["y", None, 6], ["z", None, 7])
    book["明细"].merge_cells("B2:B3")
    book.save(tmp_path / "明细.xlsx")
    findings = found(tmp_path)

    assert places(findings) == [("IN221", "明细.xlsx!明细!B4")]


def test_the_rest_of_a_merged_row_is_no_row(tmp_path: Path) -> None:
    """A row whose every cell belongs to ranges from above holds nothing of its own."""
    book = save(tmp_path, HEADER, ["x", "泵", 5], [None, None, None])
    for column in "ABC":
        book["明细"].merge_cells(f"{column}2:{column}3")
    book.save(tmp_path / "明细.xlsx")

    assert len(lines(tmp_path)) == 1


def test_a_header_of_two_rows_is_read_by_its_lower_one(tmp_path: Path) -> None:
    """Group headings above are merged; the names that count stand below."""
    book = save(tmp_path, ["编号", "品名", "金额", None], [None, None, "单价", "数量"], ["x", "泵", 5, 2])
    sheet = book["明细"]
    for merged in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "明细.xlsx")

    assert [(one.price, one.count) for one in lines(tmp_path)] == [(Decimal("5.00"), Decimal(2))]


def test_total_rows_are_left_out_and_said(tmp_path: Path) -> None:
    """合计, 小计 and their like are not data, however they are spaced."""
    save(tmp_path, HEADER, ["x", "泵", 1], ["小计", None, 1], ["y", "阀", 2], ["合  计", None, 3], [None, "总计：", 3])
    findings = found(tmp_path)

    assert [one.id for one in lines(tmp_path)] == ["x", "y"]
    assert [(one.code, one.severity.value, one.message) for one in findings] == [
        ("IN314", "note", "合计行 3、5–6 没有读取")
    ]


def test_hidden_rows_and_columns_are_left_out_and_said(tmp_path: Path) -> None:
    """What nobody sees is no data, and the report names it."""
    book = save(tmp_path, [*HEADER, "数量"], ["x", "泵", 1, 2], ["y", "阀", 2, 2], ["z", "管", 3, 2])
    sheet = book["明细"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.save(tmp_path / "明细.xlsx")

    assert [(one.id, one.count) for one in lines(tmp_path)] == [("x", None), ("z", None)]
    assert [one.message for one in found(tmp_path)] == ["隐藏的列 D（数量） 没有读取", "隐藏的行 3 没有读取"]


def test_blank_rows_are_skipped(tmp_path: Path) -> None:
    """Also rows that hold nothing but spaces."""
    save(tmp_path, HEADER, ["x", "泵", 1], [None, None, None], ["  ", "\u3000", None], ["y", "阀", 2])

    assert [one.id for one in lines(tmp_path)] == ["x", "y"]


def test_a_formatted_cell_far_below_costs_nothing(tmp_path: Path) -> None:
    """Only the cells that exist are looked at."""
    book = save(tmp_path, HEADER, ["x", "泵", 1])
    book["明细"]["A1048576"].number_format = "0.0"
    book.save(tmp_path / "明细.xlsx")
    began = time.perf_counter()

    assert len(lines(tmp_path)) == 1
    assert time.perf_counter() - began < 1


def test_errors_are_placed_at_their_cell(tmp_path: Path) -> None:
    """Sheet, column and row, as the user sees them in Excel."""
    save(tmp_path, ["明细表"], HEADER, ["x", "泵", "很贵"], ["y", None, 1])

    assert places(found(tmp_path)) == [("DM102", "明细.xlsx!明细!C3"), ("IN221", "明细.xlsx!明细!B4")]


def test_a_formula_counts_with_its_saved_result(tmp_path: Path) -> None:
    """Without a saved result the user is asked to open and save the file."""
    save(tmp_path, HEADER, ["x", "泵", "=1+1"], ["y", "阀", "=1+1"])
    assert places(found(tmp_path)) == [("IN311", "明细.xlsx!明细!C2")]

    with_results(tmp_path / "明细.xlsx", b"<v></v>", b"<v>2</v>")
    assert lines(tmp_path)[0].price == Decimal("2.00")


def with_results(path: Path, old: bytes, new: bytes) -> None:
    """Rewrite a workbook's sheets as Excel would have saved them."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(b"<v />", b"<v></v>").replace(old, new) if "sheet1" in name else data)


def test_an_error_value_is_named(tmp_path: Path) -> None:
    """#N/A is not a text."""
    save(tmp_path, HEADER, ["x", "泵", "#N/A"])

    assert places(found(tmp_path))[0] == ("IN312", "明细.xlsx!明细!C2")


def test_a_code_of_more_than_fifteen_digits_must_be_text(tmp_path: Path) -> None:
    """Excel has already lost the end of such a number."""
    save(tmp_path, HEADER, [912102001234567890, "泵", 1])

    assert places(found(tmp_path))[0] == ("IN319", "明细.xlsx!明细!A2")


def test_columns_are_judged_by_their_headings(tmp_path: Path) -> None:
    """Unknown ones are said, doubles and missing ones are errors; a serial number is nobody's business."""
    save(tmp_path, ["序号", "编号", "品名", "品名", "颜色"], [1, "x", "泵", "泵", "红"])

    assert places(found(tmp_path)) == [
        ("IN310", "明细.xlsx!明细!E1"),
        ("IN309", "明细.xlsx!明细!D1"),
        ("IN308", "明细.xlsx!明细!第1行"),
    ]


def test_a_misspelt_required_column_is_one_finding(tmp_path: Path) -> None:
    """Unknown and missing at once means misspelt."""
    save(tmp_path, ["编号", "品 名", "单介"], ["x", "泵", 1])

    assert codes(found(tmp_path)) == ["IN320"]


def test_data_without_a_heading_is_said(tmp_path: Path) -> None:
    """A column that nobody named is not silently lost."""
    save(tmp_path, HEADER, ["x", "泵", 1, "多余"])

    assert [(one.code, "D" in one.message) for one in found(tmp_path)] == [("IN316", True)]


def test_a_header_without_rows_is_an_error(tmp_path: Path) -> None:
    """An empty list is written in the description, not left to a forgotten sheet."""
    save(tmp_path, HEADER)

    assert codes(found(tmp_path)) == ["IN317"]


def test_a_list_of_plain_values_is_the_first_column(tmp_path: Path) -> None:
    """Its first row is the heading."""
    save(tmp_path, ["说明"], ["第一条"], ["第二条"])

    assert order(tmp_path, f"{HEAD}notes: 明细.xlsx\n").notes == ("第一条", "第二条")


def test_a_workbook_may_hold_what_several_lists_need(tmp_path: Path) -> None:
    """It is opened once."""
    book = save(tmp_path, HEADER, ["x", "泵", 1])
    book.create_sheet("说明").append(["说明"])
    book["说明"].append(["一"])
    book.save(tmp_path / "明细.xlsx")
    made = order(tmp_path, f"{HEAD}lines: 明细.xlsx#明细\nnotes: 明细.xlsx#说明\n")

    assert (len(made.lines), made.notes) == (1, ("一",))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "IN301"),
        (b"PK\x03\x04 broken", "IN301"),
        ("编号,品名\nx,泵\n".encode(), "IN304"),
        ("编号,品名\nx,泵\n".encode("gbk"), "IN304"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "IN303"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "IN302"),
    ],
    ids=["empty", "broken", "csv", "csv-gbk", "xls", "encrypted"],
)
def test_what_is_no_workbook_is_one_clear_finding(tmp_path: Path, data: bytes, code: str) -> None:
    """Each kind of wrong file has its own remedy."""
    (tmp_path / "明细.xlsx").write_bytes(data)

    assert codes(found(tmp_path)) == [code]


def test_another_zip_package_is_no_workbook(tmp_path: Path) -> None:
    """A Word file with the name of a workbook."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    (tmp_path / "明细.xlsx").write_bytes(packed.getvalue())

    assert codes(found(tmp_path)) == ["IN301"]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """A small file that would fill the memory is not opened."""
    with zipfile.ZipFile(tmp_path / "明细.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * (30 * 1024 * 1024))

    assert codes(found(tmp_path)) == ["IN315"]


def test_a_missing_workbook_suggests_a_near_name(tmp_path: Path) -> None:
    """The finding is at the reference."""
    save(tmp_path, HEADER, name="明细表.xlsx")
    findings = found(tmp_path)

    assert [(one.code, one.where.line, "明细表.xlsx" in one.message) for one in findings] == [("IN212", 3, True)]


def test_a_section_in_a_sheets_cell_may_be_another_file(tmp_path: Path) -> None:
    """A list column of a sheet may name a file, relative to the workbook."""
    write(tmp_path, "[进口, 大件]\n", "data/tags.yaml")
    save(tmp_path / "data", [*HEADER, "标签"], ["x", "泵", 1, "tags.yaml"])

    assert lines(tmp_path, "data/明细.xlsx")[0].tags == ("进口", "大件")


def test_two_thousand_rows_are_read_in_a_moment(tmp_path: Path) -> None:
    """An asset list of a large site must not make people wait."""
    save(tmp_path, [*HEADER, "数量"], *([f"a{i}", f"泵 {i}", i + 0.5, i] for i in range(2000)))
    began = time.perf_counter()

    assert len(lines(tmp_path)) == 2000
    assert time.perf_counter() - began < 2
