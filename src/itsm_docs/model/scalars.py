"""The scalar types of the data: money, percentages, dates, times, durations, codes.

Input scalars arrive as the text that the user wrote; each type here says what it accepts. A refusal is a
`PydanticCustomError` whose type is the code of a message in ``messages/DM.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, NoReturn, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％：／－　", "0123456789.,%:/- ")


_LARGEST = 11
"""The largest power of ten of a number in the data."""


def refuse(code: str, **values: Any) -> NoReturn:
    """Refuse a value with a declared message (``messages/DM.yaml``)."""
    raise PydanticCustomError(code, "invalid value", values)


def _plain(value: str) -> str:
    return value.translate(_FULL_WIDTH).strip()


def _decimal(text: str, code: str, original: object) -> Decimal:
    try:
        number = Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        refuse(code, value=original)
    # Beyond this nothing in an engagement is meant, and sums to the cent would leave the precision of the context.
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        refuse(code, value=original)
    return number


def read_number(value: Any) -> Any:
    """A plain decimal number; thousands separators and full-width digits are accepted."""
    if isinstance(value, float):
        value = repr(value)
    if isinstance(value, str):
        return _decimal(_plain(value), "DM101", value)
    return value


def read_money(value: Any) -> Any:
    """An amount in yuan with at most two decimals: ``12,000.00``, ``12000元``, ``1.2万元``."""
    if isinstance(value, float):
        value = repr(value)
    if isinstance(value, str):
        text = _plain(value).removeprefix("￥").removeprefix("¥")
        factor = 1
        if text.endswith(("万元", "万")):
            text, factor = text.removesuffix("元").removesuffix("万"), 10_000
        value = _decimal(text.removesuffix("元"), "DM102", value) * factor
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        amount = Decimal(value)
        if amount < 0 or amount != round(amount, 2):
            refuse("DM103", value=value)
        return amount.quantize(Decimal("0.01"))
    return value


def read_signed_money(value: Any) -> Any:
    """An amount that may be less than nothing: ``-3,000.00``; also with the signs － and −."""
    if isinstance(value, str) and (text := value.strip())[:1] in ("-", "－", "−"):
        amount = read_money(text[1:])
        return -amount if isinstance(amount, Decimal) else value
    if isinstance(value, Decimal | int) and not isinstance(value, bool) and value < 0:
        return -read_money(-value)
    return read_money(value)


def read_percent(value: Any) -> Any:
    """A percentage as its number: ``99.9`` and ``99.9%`` are both 99.9; a fraction such as 0.999 is taken as written."""
    if isinstance(value, str):
        return _decimal(_plain(value).removesuffix("%"), "DM104", value)
    return read_number(value)


_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")


def read_date(value: Any) -> Any:
    """A calendar day: ``2026-01-05``, ``2026/1/5``, ``2026年1月5日``; a worksheet's own date is taken as it is."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        match = _DATE.match(_plain(value))
        if not match:
            refuse("DM105", value=value)
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            refuse("DM106", value=value)
    return value


def read_time(value: Any) -> Any:
    """A time of day ``08:30``; ``24:00`` is written as ``00:00`` of the end."""
    if isinstance(value, str):
        match = re.match(r"^(\d{1,2}):(\d{2})$", _plain(value))
        if not match or int(match[1]) > 24 or int(match[2]) > 59 or (int(match[1]) == 24 and int(match[2])):
            refuse("DM107", value=value)
        return time(int(match[1]) % 24, int(match[2]))
    return value


_TRUE, _FALSE = {"true", "yes", "y", "是", "有", "√", "1"}, {"false", "no", "n", "否", "无", "×", "0"}


def read_flag(value: Any) -> Any:
    """True or false, also written 是/否."""
    if isinstance(value, str):
        text = value.strip().lower()
        if text in _TRUE | _FALSE:
            return text in _TRUE
        refuse("DM108", value=value)
    return value


def read_credit_code(value: Any) -> Any:
    """A unified social credit code of 18 characters with a right check digit (GB 32100-2015)."""
    if isinstance(value, str):
        from stdnum.cn import uscc

        code = _plain(value).upper()
        if len(code) == 15 and code.isdigit():
            refuse("DM110", value=value)
        if not uscc.is_valid(code):
            refuse("DM109", value=value)
        return code
    return value


def read_whole(value: Any) -> Any:
    """A whole number, zero or more."""
    if isinstance(value, str):
        text = _plain(value).replace(",", "")
        if not re.fullmatch(r"\d+", text):
            refuse("DM111", value=value)
        return int(text)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


class Unit(StrEnum):
    """The units of a duration. A working day runs in the service window, a day on the calendar."""

    MINUTE = "分钟"
    HOUR = "小时"
    WORKING_DAY = "个工作日"
    DAY = "日"
    MONTH = "个月"


_UNITS = {
    "分": Unit.MINUTE, "分钟": Unit.MINUTE, "min": Unit.MINUTE, "m": Unit.MINUTE,
    "时": Unit.HOUR, "小时": Unit.HOUR, "h": Unit.HOUR,
    "工作日": Unit.WORKING_DAY, "个工作日": Unit.WORKING_DAY, "wd": Unit.WORKING_DAY,
    "日": Unit.DAY, "天": Unit.DAY, "日历日": Unit.DAY, "自然日": Unit.DAY, "d": Unit.DAY,
    "月": Unit.MONTH, "个月": Unit.MONTH,
}  # fmt: skip

_MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.WORKING_DAY: 8 * 60, Unit.DAY: 24 * 60, Unit.MONTH: 30 * 24 * 60}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as it is agreed: an amount and a unit (``30分钟``, ``2小时``, ``3个工作日``, ``10日``, ``6个月``)."""

    amount: Decimal
    unit: Unit

    @classmethod
    def read(cls, value: Any) -> Any:
        """Read the written form; anything else is refused with DM112."""
        if isinstance(value, cls):
            return value
        match = re.match(r"^(\d+(?:\.\d+)?)\s*(\S+)$", _plain(value)) if isinstance(value, str) else None
        unit = _UNITS.get(match[2].lower()) if match else None
        if match is None or unit is None:
            refuse("DM112", value=value)
        return cls(Decimal(match[1]), unit)

    @property
    def minutes(self) -> Decimal:
        """The length for comparison, with eight hours to a working day and thirty days to a month."""
        return self.amount * _MINUTES[self.unit]

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.unit.value}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^\d+(\.\d+)?\s*(分钟|小时|个?工作日|日|天|个?月)$",
            "examples": ["30分钟", "2小时", "3个工作日"],
        }


class MarkdownText:
    """Marks a text that is written in CommonMark and typeset when the document is filled."""


_NUMBER_SCHEMA = {"type": ["number", "string"]}


def without_full_stop(text: str) -> str:
    """Texts go into cells and into sentences: the template sets the final full stop where one belongs."""
    return text.rstrip("。 ") or text


Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(without_full_stop)]
"""A text of one paragraph; line breaks are kept, a final full stop is not."""
Markdown: TypeAlias = Annotated[str, Field(min_length=1, max_length=40000), MarkdownText()]
"""One or more paragraphs, lists or tables in CommonMark."""
Code: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
"""An id within the data: letters, digits, ``.``, ``_``, ``-``."""
Number: TypeAlias = Annotated[Decimal, BeforeValidator(read_number), WithJsonSchema(_NUMBER_SCHEMA)]
Whole: TypeAlias = Annotated[
    int, BeforeValidator(read_whole), Field(ge=0), WithJsonSchema({"type": ["integer", "string"]})
]
Money: TypeAlias = Annotated[Decimal, BeforeValidator(read_money), WithJsonSchema(_NUMBER_SCHEMA), PlainSerializer(str)]
SignedMoney: TypeAlias = Annotated[
    Decimal, BeforeValidator(read_signed_money), WithJsonSchema(_NUMBER_SCHEMA), PlainSerializer(str)
]
Percent: TypeAlias = Annotated[
    Decimal, BeforeValidator(read_percent), Field(ge=0, le=100), WithJsonSchema(_NUMBER_SCHEMA)
]
Day: TypeAlias = Annotated[
    date, BeforeValidator(read_date), WithJsonSchema({"type": "string", "examples": ["2026-01-05"]})
]
Clock: TypeAlias = Annotated[
    time, BeforeValidator(read_time), WithJsonSchema({"type": "string", "examples": ["08:30"]})
]
Flag: TypeAlias = Annotated[bool, BeforeValidator(read_flag), WithJsonSchema({"enum": [True, False, "是", "否"]})]
CreditCode: TypeAlias = Annotated[
    str, BeforeValidator(read_credit_code), WithJsonSchema({"type": "string", "minLength": 18, "maxLength": 18})
]
