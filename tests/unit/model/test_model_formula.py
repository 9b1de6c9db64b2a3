"""Formulas of metrics: what is parsed, what is refused, what they compute and how they print."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from itsm_docs.model.formula import Formula, FormulaError


def test_a_formula_is_written_as_people_write_it() -> None:
    """Chinese names, × ÷ −, full-width brackets; 100% is the factor 100."""
    formula = Formula.read("（约定服务分钟 − 中断分钟）÷ 约定服务分钟 × 100%")

    assert formula.names == ("约定服务分钟", "中断分钟")
    assert formula.value({"约定服务分钟": Decimal(43200), "中断分钟": Decimal(432)}) == 99
    assert str(formula) == "（约定服务分钟 − 中断分钟）÷ 约定服务分钟 × 100"


def test_times_and_over_bind_tighter_than_plus_and_minus() -> None:
    """The usual order, left to right."""
    assert Formula.read("10 − 4 ÷ 2 × 3 + 1").value({}) == 5
    assert Formula.read("10－4－3").value({}) == 3


def test_numbers_are_exact() -> None:
    """0.1 + 0.2 is 0.3."""
    assert Formula.read("0.1 + 0.2").value({}) == Decimal("0.3")


def test_max_and_min_are_the_only_functions() -> None:
    """They take any number of arguments, with either comma."""
    quantities = {"甲": Decimal(3), "乙": Decimal(7)}

    assert Formula.read("max(甲，乙，5)").value(quantities) == 7
    assert Formula.read("min（甲, 乙）").value(quantities) == 3
    assert Formula.read("max(甲，乙)").names == ("甲", "乙")


@pytest.mark.parametrize(
    "written",
    [
        "", "   ", "a b", "(a", "a;b", "a**b", "a//b", "a@b", "a%", "-a", "a<b", "a if b else c", "a.b", "a[0]", "f(a)",
        "max", "max + a", "max()", "max(a,key=b)", "max(*a)", "(a,b)", "[a]", '"x"', "None", "True", "2j", "1e400",
        "lambda: 1", "a:=1", "[x for x in a]", '__import__("os")', '__import__("os").system("id")', "∑a",
        "a" + "+a" * 5000, "(" * 500 + "a" + ")" * 500,
    ],
)  # fmt: skip
def test_whatever_is_not_plain_arithmetic_is_refused(written: str) -> None:
    """A formula from the data can run no code, and the refusal is always the declared one."""
    with pytest.raises(PydanticCustomError) as caught:
        Formula.read(written)

    assert caught.value.type == "DM113"


@pytest.mark.parametrize("value", [5, None, ["a"]])
def test_what_is_not_text_is_no_formula(value: object) -> None:
    """Numbers and lists are refused like any other slip."""
    with pytest.raises(PydanticCustomError, match="invalid value"):
        Formula.read(value)


@given(st.text(alphabet="ab甲乙+-*/×÷−（）()., 0123456789maxin[]:%\"'_=", max_size=30))
def test_reading_either_works_or_refuses(written: str) -> None:
    """No text makes the reader fail in any other way, and what it accepts can be computed or divides by zero."""
    try:
        formula = Formula.read(written)
    except PydanticCustomError:
        return
    try:
        assert isinstance(formula.value(dict.fromkeys(formula.names, Decimal(1))), Decimal)
    except FormulaError:
        assert "/" in formula.text or "÷" in formula.text


def test_a_division_by_zero_is_a_formula_error() -> None:
    """The one way in which a good formula has no result; nought by nought too."""
    formula = Formula.read("a ÷ b")

    for a in (0, 1):
        with pytest.raises(FormulaError):
            formula.value({"a": Decimal(a), "b": Decimal(0)})


def test_numbers_take_the_place_of_whole_names() -> None:
    """A name within a longer name stays, and so does the m of max; thousands are separated."""
    formula = Formula.read("max(数, 总数, m) ÷ 总数")
    quantities = {"数": Decimal(12), "总数": Decimal(43200), "m": Decimal("1.5")}

    assert formula.substituted(quantities) == "max（12，43,200，1.5）÷ 43,200"


def test_a_formula_without_names_is_its_own_example() -> None:
    """Nothing to put in."""
    assert Formula.read("100 − 1").substituted({}) == "100 − 1"
