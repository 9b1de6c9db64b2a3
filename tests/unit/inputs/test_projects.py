"""From a folder to a record: keys, includes, defaults of form, positions, names of files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from describing import HEAD, Level, Order, codes, order, read, write

from itsm_docs.errors import Faulty, Unusable
from itsm_docs.inputs import load
from itsm_docs.model.base import OpenPoint


def test_chinese_titles_synonyms_and_english_names_are_one_key(tmp_path: Path) -> None:
    """Every field accepts its name, its title and its synonyms, mixed as people like."""
    text = "订单号: A-1\n紧急程度: 紧急\n买方: {name: 甲公司}\nlines: [{编号: x, 货物: 泵, 含税单价: 1.2万元}]\n"
    found = order(tmp_path, text)

    assert (found.number, found.level, found.buyer.name) == ("A-1", Level.HIGH, "甲公司")
    assert (found.lines[0].name, found.lines[0].price) == ("泵", Decimal("12000.00"))


def test_a_section_may_be_another_file_even_with_backslashes(tmp_path: Path) -> None:
    """Paths are relative to the file that names them, and Windows separators are understood."""
    write(tmp_path, "name: 甲公司\n", "company/buyer.yaml")
    write(tmp_path, "- 共用说明\n", "company/notes.yml")

    assert order(tmp_path / "project", "number: A-1\nbuyer: ..\\company\\buyer.yaml\n").buyer.name == "甲公司"
    assert order(tmp_path / "project", f"{HEAD}notes: ../company/notes.yml\n").notes == ("共用说明",)


def test_an_item_of_a_list_may_be_another_file(tmp_path: Path) -> None:
    """Long items live in files of their own."""
    write(tmp_path, "{id: x, name: 泵, price: 1}\n", "lines/x.yaml")

    assert order(tmp_path, f"{HEAD}lines: [lines/x.yaml]\n").lines[0].id == "x"


def test_a_finding_in_another_file_is_placed_there(tmp_path: Path) -> None:
    """The place is where the value was written, not where the file was named."""
    write(tmp_path, "name: 甲公司\nphone: [1]\n", "buyer.yaml")
    _, findings = read(tmp_path, "number: A-1\nbuyer: buyer.yaml\n")

    assert [(one.code, one.where.line, one.where.column) for one in findings] == [("IN205", 2, 8)]
    assert str(findings[0].where.file).endswith("buyer.yaml")


def test_files_that_name_each_other_are_one_finding_with_the_chain(tmp_path: Path) -> None:
    """A cycle is shown whole."""
    write(tmp_path, "other.yaml\n", "buyer.yaml")
    write(tmp_path, "buyer.yaml\n", "other.yaml")
    _, findings = read(tmp_path, "number: A-1\nbuyer: buyer.yaml\n")

    assert codes(findings) == ["IN206"]
    assert findings[0].message.count("→") == 3


def test_all_errors_come_at_once(tmp_path: Path) -> None:
    """Form, values and unknown keys are reported together."""
    _, findings = read(tmp_path, "number: 甲 1\nbuyer: {nmae: x}\nlines: {id: x}\nlevel: 特急\nfirst: 昨天\n")

    assert sorted(codes(findings)) == ["DM105", "IN201", "IN204", "IN222", "IN225"]


def test_a_misspelt_required_key_is_one_finding(tmp_path: Path) -> None:
    """The field that was meant is not reported missing as well."""
    _, findings = read(tmp_path, "number: A-1\nbuyre: {name: 甲}\n")

    assert codes(findings) == ["IN201"]
    assert "“buyer”（买方）" in findings[0].message


@pytest.mark.parametrize("key", ["买 方", "Buyer", "“buyer”"])
def test_spaces_case_and_quotes_do_not_hide_what_was_meant(tmp_path: Path, key: str) -> None:
    """Did-you-mean looks past what people vary."""
    _, findings = read(tmp_path, f"number: A-1\n{key}: {{name: 甲}}\n")

    assert codes(findings) == ["IN201"]


def test_a_key_from_one_level_down_says_where_it_belongs(tmp_path: Path) -> None:
    """The hint names the section."""
    _, findings = read(tmp_path, f"{HEAD}电话: 123\n")

    assert findings[0].hint == "“电话”应写在“买方”之下"


def test_an_empty_list_value_is_no_items(tmp_path: Path) -> None:
    """A key without a value means none where a list is expected."""
    assert order(tmp_path, f"{HEAD}notes:\n").notes == ()


def test_a_broken_item_does_not_move_its_neighbours(tmp_path: Path) -> None:
    """Indexes and positions of later items stay right."""
    text = f"{HEAD}lines:\n  - 泵\n  - {{id: x, name: 泵, price: 很贵}}\n"
    _, findings = read(tmp_path, text)

    assert [(one.code, one.where.line) for one in findings] == [("IN203", 4), ("DM102", 5)]
    assert "明细[2] › 单价" in findings[1].message


def test_a_rule_of_a_record_is_placed_at_the_field_it_names(tmp_path: Path) -> None:
    """Refusals of whole records may carry the field they are about."""
    _, findings = read(tmp_path, f"{HEAD}first: 2026-02-01\nlast: 2026-01-01\n")

    assert [(one.code, one.where.line, one.where.column) for one in findings] == [("DM208", 4, 7)]


def test_open_points_are_listed_with_their_remark(tmp_path: Path) -> None:
    """A value still to be agreed loads and is reported by its Chinese trail."""
    loaded, _ = read(tmp_path, f"{HEAD}lines: [{{id: x, name: 泵, price: 待定：询价中}}]\n")

    assert loaded is not None
    assert loaded.engagement.lines[0].price == OpenPoint("询价中")
    assert [(one.trail, one.note, one.path) for one in loaded.open_points] == [
        ("明细[1] › 单价", "询价中", ("lines", 0, "price"))
    ]


def test_a_place_that_is_not_known_exactly_is_that_of_its_nearest_ancestor(tmp_path: Path) -> None:
    """Rules may name computed values; the finding lands on the section."""
    loaded, _ = read(tmp_path, f"{HEAD}lines:\n  - {{id: x, name: 泵, price: 1}}\n")

    assert loaded is not None
    where = loaded.positions.where(("lines", 0, "total"))
    assert (where.line, where.column, where.path) == (4, 5, ("lines", 0, "total"))


def test_files_are_called_as_the_user_calls_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative to the current folder, even when a program gave the whole path."""
    write(tmp_path, "number: [1]\n", "project/engagement.yaml")
    monkeypatch.chdir(tmp_path)

    for given in (Path("project"), Path("project/engagement.yaml"), tmp_path / "project", Path("./project/../project")):
        with pytest.raises(Faulty) as caught:
            load(given, Order)

        assert {one.where.file for one in caught.value.findings} == {"project/engagement.yaml"}


def test_a_folder_without_a_description_cannot_be_read(tmp_path: Path) -> None:
    """Exit code 2, and the message names the file that is missing."""
    with pytest.raises(Unusable) as caught:
        load(tmp_path, Order)

    assert codes(list(caught.value.findings)) == ["IO109"]


def test_a_file_that_does_not_exist_cannot_be_read(tmp_path: Path) -> None:
    """A wrong path is said as such."""
    with pytest.raises(Unusable) as caught:
        load(tmp_path / "nowhere", Order)

    assert codes(list(caught.value.findings)) == ["IO101"]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A wrong file is refused by its size."""
    with write(tmp_path, HEAD).open("r+b") as stream:
        stream.truncate(21 * 1024 * 1024)

    with pytest.raises(Unusable) as caught:
        load(tmp_path, Order)

    assert codes(list(caught.value.findings)) == ["IO104"]


def test_an_included_file_that_cannot_be_read_is_a_finding_among_others(tmp_path: Path) -> None:
    """One bad file does not hide what is wrong elsewhere."""
    (tmp_path / "buyer.yaml").write_bytes("name: 甲公司\n".encode("gbk"))
    _, findings = read(tmp_path, "number: 甲 1\nbuyer: buyer.yaml\n")

    assert sorted(codes(findings)) == ["IN225", "IO107"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("buyer:\n  name：甲公司\n  phone：1\n", "IN207"),
        ("buyer:\n  name:甲公司\n  phone:1\n", "IN208"),
        ("notes: ［一］\n", "IN209"),
    ],
)
def test_punctuation_that_yaml_took_for_text_has_its_own_message(tmp_path: Path, written: str, code: str) -> None:
    """A section that became one long text is explained by its colons or brackets."""
    _, findings = read(tmp_path, f"number: A-1\n{'' if 'buyer' in written else 'buyer: {name: 甲}'}\n{written}")

    assert codes(findings) == [code]


def test_a_key_that_a_text_took_in_is_a_warning(tmp_path: Path) -> None:
    """An indented key with a full-width colon joins the value above without a syntax error."""
    text = "number: A-1\nbuyer:\n  name: 甲公司\n    电话：123\n"
    loaded, findings = read(tmp_path, text)

    assert loaded is not None
    assert [(one.code, one.where.line) for one in findings] == [("IN213", 3)]


def test_prose_over_several_lines_is_not_taken_for_keys(tmp_path: Path) -> None:
    """Only the names of fields of the same section are suspicious."""
    assert read(tmp_path, f"{HEAD}notes:\n  - 第一\n    要点：断电\n")[1] == []


def test_files_named_too_often_are_stopped(tmp_path: Path) -> None:
    """The number of inclusions is bounded, whatever they lead to."""
    write(tmp_path, "{id: x, name: 泵, price: 1}\n", "x.yaml")

    assert codes(read(tmp_path, f"{HEAD}lines: [{', '.join(['x.yaml'] * 500)}]\n")[1]) == []
    assert codes(read(tmp_path, f"{HEAD}lines: [{', '.join(['x.yaml'] * 510)}]\n")[1]) == ["IN214"]


def test_a_long_chain_of_files_is_stopped(tmp_path: Path) -> None:
    """A file that names a file that names a file."""
    for level in range(400):
        write(tmp_path, f"c{level + 1}.yaml\n", f"c{level}.yaml")
    _, findings = read(tmp_path, "number: A-1\nbuyer: c0.yaml\n")

    assert codes(findings) == ["IN214"]
