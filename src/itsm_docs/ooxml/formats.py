"""Numbers as Word's automatic numbering writes them (ECMA-376 part 1, 17.18.59 ST_NumberFormat).

Only the formats that Chinese and English business documents use; any other one is written in plain digits.
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "○一二三四五六七八九"
"""Word's zero in counting formats is the circle U+25CB, not 零 or 〇: article 101 prints as 第一百○一条."""
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CIRCLED_ONE = ord("①")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(number: int, number_format: str) -> str:
    """`number` (0 or more) in a Word number format such as ``"chineseCountingThousand"``; ``""`` for none and bullet."""
    return _FORMATS.get(number_format, str)(number)


def _letters(number: int) -> str:
    """a … z, aa, bb, … zz, aaa: Word repeats the letter instead of counting in base 26."""
    if number < 1:
        return ""
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (times + 1)


def _roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        text += letters * times
    return text


def _thousands(number: int, digits: str = _DIGITS, units: str = "十百千", skip_one: bool = True) -> str:
    """Counting with units up to 99 999 999; `skip_one` drops the 一 of 一十 at the front."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""
        return (
            _thousands(high, digits, units, skip_one)
            + "万"
            + (gap + _thousands(low, digits, units, False) if low else "")
        )
    text, pending = "", False
    for position, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit == 0:
            pending = bool(text)
            continue
        text += (digits[0] if pending else "") + digits[digit] + ("" if position == 0 else units[position - 1])
        pending = False
    if skip_one and text.startswith(digits[1] + units[0]):
        text = text[1:]
    return text or digits[0]


def _counting(number: int) -> str:
    """Units up to 99, then digit by digit: 九十九, 一○○."""
    return _thousands(number) if number < 100 else "".join(_DIGITS[int(digit)] for digit in str(number))


def _japanese(number: int) -> str:
    """What Chinese Word writes for 一、二、三 in many lists; no 一 before a unit, no zero."""
    text = _thousands(number, skip_one=False).replace("○", "") or "○"
    for unit in "十百千":
        text = text.replace("一" + unit, unit)
    return text


def _circled(number: int) -> str:
    return chr(_CIRCLED_ONE + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "japaneseCounting": _japanese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: _thousands(number, _FORMAL_DIGITS, "拾佰仟", skip_one=False),
    "ideographTraditional": lambda number: _STEMS[number - 1] if 1 <= number <= 10 else str(number),
}
