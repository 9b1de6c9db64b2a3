"""Numbers are written as Word writes them."""

from __future__ import annotations

import pytest

from itsm_docs.ooxml.formats import numeral


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百○一"),
        (110, "一百一十"), (111, "一百一十一"), (1001, "一千○一"), (1010, "一千○一十"), (12345, "一万二千三百四十五"),
        (100_110, "十万○一百一十"),
    ],
)  # fmt: skip
def test_articles_are_counted_in_chinese_with_units(number: int, shown: str) -> None:
    """chineseCountingThousand is the format of 第十二条."""
    assert numeral(number, "chineseCountingThousand") == shown


@pytest.mark.parametrize(
    ("number_format", "number", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("lowerLetter", 1, "a"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 27, "AA"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 49, "XLIX"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一○五"),
        ("japaneseCounting", 111, "百十一"),
        ("ideographDigital", 10, "一○"),
        ("chineseLegalSimplified", 15, "壹拾伍"),
        ("ideographTraditional", 3, "丙"),
        ("none", 3, ""),
        ("bullet", 3, ""),
        ("klingon", 3, "3"),
    ],
)
def test_each_format_has_its_signs(number_format: str, number: int, shown: str) -> None:
    """Letters double after z, circled numbers end at 20, and an unknown format falls back to digits."""
    assert numeral(number, number_format) == shown
