"""项目填写表.xlsx: what its cells say reaches the data, with the cell as the place of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.helpers.cli import CommandLine
from tests.helpers.form import FILLED, fill

from itsm_docs.inputs import read_project
from itsm_docs.inputs.form import form_cells, form_lists
from itsm_docs.inputs.project import Loaded
from itsm_docs.inputs.trail import shape_at
from itsm_docs.model import Engagement
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.shape import Kind

FORM = "项目填写表.xlsx"


@pytest.fixture
def project(tmp_path: Path, itsm_docs: CommandLine) -> Path:
    """A new project of category 02."""
    itsm_docs("init", tmp_path / "项目", "--category", "02")
    return tmp_path / "项目"


def _loaded(path: Path) -> Loaded[Engagement]:
    loaded, findings = read_project(path, Engagement)
    assert loaded is not None, [f"{one.where} {one.message}" for one in findings]
    return loaded


def test_every_blank_leads_to_a_field() -> None:
    """Cells to leaves or to a special treatment that exists, sheets to lists of records; no title twice."""
    titles = [cell.title for cell in form_cells()]

    assert len(titles) == len(set(titles))
    assert {cell.special for cell in form_cells() if cell.special} == {
        "categories",
        "total",
        "tax",
        "payment",
        "window",
    }
    assert all(shape_at(Engagement, cell.path).scalar for cell in form_cells() if cell.path)
    assert [one.sheet for one in form_lists() if shape_at(Engagement, one.path).kind is not Kind.LIST] == []


def test_what_is_filled_in_goes_before_what_is_written(project: Path) -> None:
    """Parties, dates, price, payment, place, window, people and court, all from one sheet."""
    fill(project / FORM, FILLED)

    it = _loaded(project).engagement

    assert it.client.name == it.client.short == "大连岚岬船舶配套有限公司"
    assert f"{it.term.start} {it.term.end}" == "2027-03-01 2028-02-29"
    assert it.charges.total == Decimal("360000.00")
    assert [item.tax_rate for item in it.charges.items] == [6]
    assert [part.share for part in it.contract.payment.instalments] == [25, 25, 25, 25]
    assert it.sites[0].address == "辽宁省大连市甘井子区岚岬路27号"
    assert it.sites[0].headcount == 1
    assert it.services[0].window is not None
    assert it.services[0].window.text == "每日 00:00–24:00"
    assert it.contract.disputes.place == "辽宁省大连市"


def test_the_workbook_alone_is_a_project(project: Path, tmp_path: Path) -> None:
    """In a folder of its own, or given itself; the rest is that of a new project of its category."""
    alone = fill(project / FORM, FILLED, to=tmp_path / "只有 表格" / FORM)

    one, other = _loaded(alone.parent).engagement, _loaded(alone).engagement

    assert one == other
    assert one.client.name == "大连岚岬船舶配套有限公司"
    assert [service.category for service in one.services] == ["02"]


def test_blanks_stay_open(project: Path) -> None:
    """An empty sheet changes nothing."""
    it = _loaded(project).engagement

    assert isinstance(it.client.name, OpenPoint)
    assert isinstance(it.charges.total, OpenPoint)


def test_lists_replace_lists(project: Path) -> None:
    """A row of the sheet is an item; the price is then only compared."""
    rows = {
        "计价项": [{"所属服务": "ops", "计价项": "运维", "计价方式": "包干", "数量": 2, "含税单价": 180000, "税率": 6}],
        "服务对象清单": [
            {
                "资产编号": "A-1",
                "名称": "核心交换机",
                "数量": 2,
                "所属服务": "ops",
                "服务地点": "site1",
                "重要程度": "关键",
                "维护责任": "乙方",
            }
        ],
    }
    fill(project / FORM, FILLED, rows)

    it = _loaded(project).engagement

    assert [item.name for item in it.charges.items] == ["运维"]
    assert it.charges.stated_total == it.charges.total == Decimal("360000.00")
    assert [asset.name for asset in it.assets] == ["核心交换机"]


def test_what_is_wrong_is_told_at_its_cell(project: Path) -> None:
    """Cells, special cells and rows of lists."""
    rows = {
        "服务对象清单": [
            {
                "资产编号": "A-1",
                "名称": "交换机",
                "数量": 1,
                "所属服务": "ops",
                "服务地点": "site1",
                "重要程度": "很关键",
                "维护责任": "乙方",
            }
        ]
    }
    fill(
        project / FORM,
        {**FILLED, "甲方统一社会信用代码": "91210211MAYC8J5M70", "税率": "六", "服务开始日期": "2027-13-01"},
        rows,
    )

    _, findings = read_project(project, Engagement)

    told = {f"{one.code} {one.where.place}" for one in findings if one.severity == "error"}
    assert told == {"DM109 必填项!B7", "DM106 必填项!B10", "DM104 必填项!B13", "IN222 服务对象清单!H4"}


def test_a_wrong_category_and_an_unknown_title_are_told(project: Path, tmp_path: Path) -> None:
    """Without a category a workbook alone is nothing."""
    wrong = fill(project / FORM, {"服务类别": "99"}, to=tmp_path / "a" / FORM)
    none = fill(project / FORM, {"服务类别": None}, to=tmp_path / "b" / FORM)
    book = load_workbook(project / FORM)
    book["必填项"]["A6"] = "甲方的全称"
    book["必填项"]["B6"] = "某公司"
    book.save(project / FORM)

    assert [one.code for one in read_project(wrong, Engagement)[1]] == ["IN331"]
    assert [one.code for one in read_project(none, Engagement)[1]] == ["IN332"]
    assert "IN330 必填项!B6" in {f"{one.code} {one.where.place}" for one in read_project(project, Engagement)[1]}


def test_two_different_words_for_one_thing_are_told(project: Path) -> None:
    """The workbook holds, and the drafter learns where the other word stands."""
    fill(project / FORM, {"服务结束日期": "2028-06-30"})

    loaded, findings = read_project(project, Engagement)

    assert loaded is not None
    assert f"{loaded.engagement.term.end}" == "2028-06-30"
    assert [one.where.place for one in findings if one.code == "IN334"] == ["必填项!B11"]


def test_faults_are_marked_in_a_copy(project: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Colour and comment at the cell; the workbook itself stays as it is."""
    fill(project / FORM, {**FILLED, "税率": "六"})
    before = (project / FORM).read_bytes()

    run = itsm_docs("validate", project, "--annotate", tmp_path / "标注.xlsx")

    cell = load_workbook(tmp_path / "标注.xlsx")["必填项"]["B13"]
    assert run.code == 1
    assert "标出 1 个单元格" in run.out
    assert cell.comment is not None
    assert "DM104" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F8CBAD")
    assert (project / FORM).read_bytes() == before


def test_a_project_without_a_workbook_has_nothing_to_mark(
    minimal: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """Said, not ignored."""
    run = itsm_docs("validate", minimal, "--annotate", tmp_path / "x.xlsx")

    assert run.code == 2
    assert "IO110" in run.said


@pytest.mark.parametrize(
    ("words", "count", "total"), [("按月支付", 12, 100), ("按半年支付", 2, 100), ("验收后一次支付", 1, 100)]
)
def test_the_way_of_paying_gives_the_instalments(words: str, count: int, total: int, project: Path) -> None:
    """As many as the term has periods; together all of the price."""
    fill(project / FORM, {**FILLED, "付款方式": words})

    parts = _loaded(project).engagement.contract.payment.instalments

    assert len(parts) == count
    assert sum(part.share for part in parts) == total


def _edited(path: Path, change: Callable[[Workbook], object]) -> None:
    book = load_workbook(path)
    change(book)
    book.save(path)


def _codes(project: Path) -> dict[str, str]:
    """The codes of all findings by place."""
    return {str(one.where.place): one.code for one in read_project(project, Engagement)[1]}


def test_columns_may_be_inserted(project: Path) -> None:
    """The blanks are found by their heading."""
    fill(project / FORM, FILLED)
    _edited(project / FORM, lambda book: (book["必填项"].insert_cols(1), book["必填项"].insert_cols(3)))

    assert _loaded(project).engagement.client.name == FILLED["甲方全称"]


def test_a_sheet_of_another_name_is_told(project: Path) -> None:
    """Nothing that was filled in is lost in silence; the first sheet is needed."""
    fill(project / FORM, FILLED, {"用户需求": [{"业务": "报关"}]})
    _edited(project / FORM, lambda book: setattr(book["用户需求"], "title", "需求"))
    told = _codes(project)
    _edited(project / FORM, lambda book: setattr(book["必填项"], "title", "首页"))

    assert told["需求"] == "IN335"
    assert {"IN335", "IN336"} <= {one.code for one in read_project(project, Engagement)[1]}


def test_a_formula_without_a_result_is_told_at_its_cell(project: Path) -> None:
    """Once for all of them, as saving the file mends them all."""
    fill(project / FORM, {**FILLED, "含税总价": "=30000*12", "甲方全称": "=A1"})

    findings = [one for one in read_project(project, Engagement)[1] if one.code == "IN311"]

    assert [one.where.place for one in findings] == ["必填项!B6"]


def test_what_says_nothing_counts_as_empty(project: Path) -> None:
    """A dash, a question mark, 暂无; 待定 where no open point can stand."""
    fill(project / FORM, {**FILLED, "甲方全称": "暂无", "含税总价": "待定", "税率": "？", "争议解决地": "——"})

    it = _loaded(project).engagement

    assert isinstance(it.client.name, OpenPoint)
    assert isinstance(it.charges.total, OpenPoint)
    assert isinstance(it.contract.disputes.place, OpenPoint)


def test_cells_are_read_as_people_write(project: Path) -> None:
    """The unit repeated, a line break within a name, other words for a choice."""
    words = {"驻场人数": "2人", "甲方全称": "大连岚岬\n船舶配套有限公司", "服务时段": "7*24小时", "付款方式": "季付"}
    fill(project / FORM, {**FILLED, **words, "项目背景": "第一行\n第二行"})

    it = _loaded(project).engagement

    assert it.sites[0].headcount == 2
    assert it.client.name == "大连岚岬船舶配套有限公司"
    assert it.background == "第一行\n第二行"
    assert it.services[0].window is not None
    assert it.services[0].window.name == "7×24"
    assert len(it.contract.payment.instalments) == 4


def test_unknown_words_for_a_choice_are_told(project: Path) -> None:
    """Not passed over."""
    fill(project / FORM, {**FILLED, "付款方式": "看情况", "服务时段": "随时"})

    told = _codes(project)

    assert (told["必填项!B14"], told["必填项!B16"]) == ("IN222", "IN222")


def test_a_cell_without_effect_is_told(tmp_path: Path, itsm_docs: CommandLine) -> None:
    """A window without continuous service; a price and a tax for several services."""
    itsm_docs("init", tmp_path / "a", "--category", "04", "--category", "12")
    fill(tmp_path / "a" / FORM, FILLED)

    told = _codes(tmp_path / "a")

    assert [told[f"必填项!B{row}"] for row in (12, 13, 16)] == ["IN337"] * 3


@pytest.mark.parametrize("words", ["02、05", "2/5", "02 05", "IT系统运维和信息安全", "02 IT系统运维\n05 信息安全"])
def test_several_categories_are_written_in_many_ways(words: str, project: Path, tmp_path: Path) -> None:
    """Numbers or names with what people put between them."""
    alone = fill(project / FORM, {**FILLED, "服务类别": words}, to=tmp_path / "两类" / FORM)

    assert [service.category for service in _loaded(alone).engagement.services] == ["02", "05"]


def test_a_year_from_the_middle_of_a_month_has_twelve_months(project: Path) -> None:
    """From the middle of a month to the day before it: four quarters, not five."""
    fill(project / FORM, {**FILLED, "服务开始日期": "2027-03-15", "服务结束日期": "2028-03-14"})

    assert len(_loaded(project).engagement.contract.payment.instalments) == 4


@pytest.mark.parametrize("beside", [True, False])
def test_dates_that_follow_from_the_term_go_with_it(beside: bool, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Beside a description and alone; a date that a person changed stays."""
    itsm_docs("init", tmp_path / "a", "--category", "04")
    entry = tmp_path / "a" / "engagement.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("2027-03-02", "2027-07-07"), encoding="utf-8")
    fill(tmp_path / "a" / FORM, {"服务开始日期": "2027-06-01", "服务结束日期": "2027-11-30"})
    if not beside:
        entry.unlink()

    loaded = _loaded(tmp_path / "a")

    term, stones = loaded.engagement.term, loaded.engagement.services[0].milestones
    assert all(term.start <= stone.due <= term.end for stone in stones)
    assert (f"{stones[0].due}" == "2027-07-07") is beside
    assert ("IN338" in {one.code for one in loaded.findings}) is beside
