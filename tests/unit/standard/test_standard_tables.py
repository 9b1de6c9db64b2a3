"""The small tables: categories, stages, elements and document kinds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from itsm_docs import standard
from itsm_docs.errors import Faulty

TABLE_1 = (
    "IT系统集成 IT系统运维 信息资源规划 软件服务 信息安全 信息化监理 数据管理 "
    "网络应用 多媒体制作 数据处理 IT教育与培训 咨询服务 其它专业类"
)


def test_categories_are_those_of_table_1() -> None:
    """Thirteen, numbered 01 to 13, named as the standard prints them (其它, not 其他)."""
    assert [category.name for category in standard.categories()] == TABLE_1.split()
    assert [category.number for category in standard.categories()] == [f"{n:02}" for n in range(1, 14)]


def test_the_part_of_a_category_is_its_number_plus_one() -> None:
    """Category 02 is part 3 of DB21/T 1799, and its overview is 4.3.2."""
    for category in standard.categories():
        assert category.part == int(category.number) + 1
        assert category.clause == f"4.3.{int(category.number)}"


def test_part_7_is_titled_otherwise_than_category_06() -> None:
    """The foreword says 信息化工程监理 where table 1 says 信息化监理."""
    assert standard.category("06").part_title == "信息化工程监理"


@pytest.mark.parametrize("number", ["2", "14", "00", ""])
def test_a_category_is_asked_for_by_its_two_digits(number: str) -> None:
    """An unknown category is a fault that says what the numbers are."""
    with pytest.raises(Faulty, match="01 至 13"):
        standard.category(number)


def test_kinds_have_titles_codes_and_ways_of_signing_of_their_own() -> None:
    """Six kinds; no two share a key, a title or a code in document numbers."""
    kinds = standard.kinds()

    assert [kind.key for kind in kinds] == ["contract", "plan", "sla", "process", "documents", "privacy"]
    for field in ("title", "short", "code", "clause"):
        assert len({getattr(kind, field) for kind in kinds}) == 6, field
    assert [kind.key for kind in kinds if kind.signoff == "parties"] == ["contract", "sla"]
    assert [kind.key for kind in kinds if kind.numbering == "contract"] == ["contract", "sla"]
    assert {kind.signoff for kind in kinds} == {"parties", "approval"}
    assert {kind.numbering for kind in kinds} == {"contract", "manual"}


def test_kinds_are_titled_in_the_words_of_the_house() -> None:
    """The process manual is 流程手册 and the privacy policy 个人信息管理制度."""
    assert standard.kind("process").title == "信息服务管理流程手册"
    assert standard.kind("privacy").title == "个人信息管理制度"


def test_every_need_names_a_known_kind_and_every_kind_answers_something() -> None:
    """Catalogue and kinds use the same six keys."""
    needed = {kind for clause in standard.clauses() for kind in clause.needs}

    assert needed == {kind.key for kind in standard.kinds()}


def test_tables_point_to_places_that_exist() -> None:
    """Kinds, categories, stages and elements name a clause or heading of the catalogue."""
    catalogue = standard.clauses()
    tables = [
        *standard.kinds(),
        *standard.categories(),
        *standard.lifecycle_stages(),
        *standard.service_elements(),
        *standard.management_elements(),
    ]

    assert [entry for entry in tables if entry.clause not in catalogue and entry.clause not in catalogue.headings] == []


def test_stages_and_elements_are_the_standard_s() -> None:
    """Three stages in the order of chapter 5; three service elements; three management elements, which differ."""
    assert [stage.name for stage in standard.lifecycle_stages()] == ["服务提供", "服务交付", "服务支持"]
    assert [element.name for element in standard.service_elements()] == ["流程", "技术", "人员"]
    assert [element.key for element in standard.management_elements()] == ["contract", "plan", "process"]


def test_importing_the_room_reads_nothing() -> None:
    """A command that needs no catalogue pays for neither YAML nor numerals."""
    code = "import sys, itsm_docs.standard; print(sorted({'yaml', 'cn2an', 'pydantic'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
