"""The scalars: every accepted spelling and every refusal, by the code of its message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from itsm_docs.findings import messages
from itsm_docs.model import scalars
from itsm_docs.model.scalars import Clock, Code, CreditCode, Day, Duration, Flag, Money, Number, Percent, Text, Whole

CODE = "91350100M000100Y43"
READ = [
    (Number, "99.9", Decimal("99.9")),
    (Number, "1,234.5", Decimal("1234.5")),
    (Number, "１，２３４．５", Decimal("1234.5")),
    (Number, "-3", Decimal(-3)),
    (Number, 1.1, Decimal("1.1")),
    (Number, 7, Decimal(7)),
    (Money, "12,000.00", Decimal("12000.00")),
    (Money, "12000元", Decimal("12000.00")),
    (Money, "12,000 元", Decimal("12000.00")),
    (Money, "1.2万元", Decimal("12000.00")),
    (Money, "1.2 万", Decimal("12000.00")),
    (Money, "￥5", Decimal("5.00")),
    (Money, "¥5.5元", Decimal("5.50")),
    (Money, 0.1, Decimal("0.10")),
    (Money, 5, Decimal("5.00")),
    (Percent, "99.9", Decimal("99.9")),
    (Percent, "99.9%", Decimal("99.9")),
    (Percent, "９９％", Decimal(99)),
    (Percent, "0.999", Decimal("0.999")),
    (Percent, "0", Decimal(0)),
    (Percent, "100", Decimal(100)),
    (Day, "2026-01-05", date(2026, 1, 5)),
    (Day, "2026/1/5", date(2026, 1, 5)),
    (Day, "2026.1.5", date(2026, 1, 5)),
    (Day, "2026年1月5日", date(2026, 1, 5)),
    (Day, "2026 年 1 月 5 日", date(2026, 1, 5)),
    (Day, "２０２６－０１－０５", date(2026, 1, 5)),
    (Day, datetime(2026, 1, 5, 8, 30), date(2026, 1, 5)),
    (Day, date(2026, 1, 5), date(2026, 1, 5)),
    (Clock, "08:30", time(8, 30)),
    (Clock, "8:30", time(8, 30)),
    (Clock, "08：30", time(8, 30)),
    (Clock, "24:00", time(0)),
    (Flag, "是", True),
    (Flag, "有", True),
    (Flag, "√", True),
    (Flag, "True", True),
    (Flag, "yes", True),
    (Flag, "1", True),
    (Flag, True, True),
    (Flag, "否", False),
    (Flag, "无", False),
    (Flag, "×", False),
    (Flag, "FALSE", False),
    (Flag, "no", False),
    (Flag, "0", False),
    (CreditCode, CODE, CODE),
    (CreditCode, CODE.lower(), CODE),
    (CreditCode, f" {CODE}　", CODE),
    (Whole, "1,000", 1000),
    (Whole, "１２", 12),
    (Whole, "0", 0),
    (Whole, 3.0, 3),
    (Code, "DLGK-2027.v1_A", "DLGK-2027.v1_A"),
]
REFUSED = [
    (Number, "约 5", "DM101"),
    (Number, "", "DM101"),
    (Number, "99%", "DM101"),
    (Number, "nan", "DM101"),
    (Number, "inf", "DM101"),
    (Number, "1e400", "DM101"),
    (Number, "1000000000000", "DM101"),
    (Number, 1e300, "DM101"),
    (Money, "面议", "DM102"),
    (Money, "人民币5元", "DM102"),
    (Money, "NaN", "DM102"),
    (Money, "1e30", "DM102"),
    (Money, "-1", "DM103"),
    (Money, "1.234", "DM103"),
    (Money, 0.001, "DM103"),
    (Percent, "很高", "DM104"),
    (Percent, "100.1", "less_than_equal"),
    (Percent, "-1", "greater_than_equal"),
    (Day, "26-1-5", "DM105"),
    (Day, "明年1月", "DM105"),
    (Day, "2026-13-01", "DM106"),
    (Day, "2027-02-29", "DM106"),
    (Clock, "24:01", "DM107"),
    (Clock, "25:00", "DM107"),
    (Clock, "8:60", "DM107"),
    (Clock, "8点半", "DM107"),
    (Flag, "也许", "DM108"),
    (Flag, "", "DM108"),
    (CreditCode, "91350100M000100Y44", "DM109"),
    (CreditCode, "91350100M000100Y4", "DM109"),
    (CreditCode, "123456789012345", "DM110"),
    (Whole, "1.5", "DM111"),
    (Whole, "-1", "DM111"),
    (Whole, "三", "DM111"),
    (Text, "", "string_too_short"),
    (Code, "大窑湾", "string_pattern_mismatch"),
    (Code, "-a", "string_pattern_mismatch"),
]


@pytest.mark.parametrize(("kind", "written", "value"), READ)
def test_a_scalar_reads_what_people_write(kind: Any, written: object, value: object) -> None:
    """Full width, separators, units and Chinese words are all the same value."""
    assert TypeAdapter(kind).validate_python(written) == value


@pytest.mark.parametrize(("kind", "written", "code"), REFUSED)
def test_a_scalar_refuses_with_the_code_of_its_message(kind: Any, written: object, code: str) -> None:
    """A refusal has a type by which its text is found; nothing but a validation error comes out."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(written)

    assert [error["type"] for error in caught.value.errors()] == [code]


def test_money_always_has_cents() -> None:
    """An amount prints with two decimals, whatever was written."""
    assert str(TypeAdapter(Money).validate_python("1.2万元")) == "12000.00"


def test_every_refusal_is_declared() -> None:
    """The codes above have texts in messages/DM.yaml."""
    assert {code for *_, code in REFUSED if code.startswith("DM")} <= set(messages("DM"))


LENGTHS = [
    ("30分钟", "30 分钟", 30),
    ("30分", "30 分钟", 30),
    ("90min", "90 分钟", 90),
    ("5m", "5 分钟", 5),
    ("2小时", "2 小时", 120),
    ("2 小时", "2 小时", 120),
    ("２小时", "2 小时", 120),
    ("1时", "1 小时", 60),
    ("1.5h", "1.5 小时", 90),
    ("3个工作日", "3 个工作日", 3 * 480),
    ("3工作日", "3 个工作日", 3 * 480),
    ("3wd", "3 个工作日", 3 * 480),
    ("10日", "10 日", 10 * 1440),
    ("10天", "10 日", 10 * 1440),
    ("1日历日", "1 日", 1440),
    ("1自然日", "1 日", 1440),
    ("7d", "7 日", 7 * 1440),
    ("0日", "0 日", 0),
    ("6个月", "6 个月", 6 * 43200),
    ("1月", "1 个月", 43200),
    ("10.0小时", "10 小时", 600),
    ("100日", "100 日", 144000),
]


@pytest.mark.parametrize(("written", "shown", "minutes"), LENGTHS)
def test_a_duration_keeps_its_unit_and_compares_in_minutes(written: str, shown: str, minutes: int) -> None:
    """Eight hours to a working day, thirty days to a month; printed as agreed, never as 1E+2."""
    duration = Duration.read(written)

    assert (str(duration), duration.minutes) == (shown, minutes)


@pytest.mark.parametrize(
    "written", ["30", "小时", "-1日", "1年", "1周", "一小时", "半小时", "1..5小时", "", 5, None, "日10"]
)
def test_a_duration_without_a_known_unit_is_refused(written: object) -> None:
    """An amount and a unit, nothing else."""
    with pytest.raises(PydanticCustomError) as caught:
        Duration.read(written)

    assert caught.value.type == "DM112"


@pytest.mark.parametrize(
    "read",
    [
        scalars.read_number,
        scalars.read_money,
        scalars.read_percent,
        scalars.read_date,
        scalars.read_time,
        scalars.read_flag,
        scalars.read_whole,
        scalars.read_credit_code,
    ],
)
def test_what_is_not_text_is_left_to_the_type(read: Callable[[Any], Any]) -> None:
    """A list is no scalar; the type says so, not the reader."""
    assert read(["x"]) == ["x"]
