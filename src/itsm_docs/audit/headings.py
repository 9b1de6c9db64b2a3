"""Telling headings from text in documents that were written without heading styles.

Chinese documents number their parts by hand (第五条, 一、, （一）, 5.1) and make headings bold; Word knows nothing of it. Here
a line is judged by its number, its length, its end and its neighbours. Pure text: `outline` brings the lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_TITLE = 40
"""Characters; a longer line is text, whatever its style says."""
_SHORT = 24

_CHINESE = "[零〇○一二三四五六七八九十百]{1,6}"
_NUMBER = rf"(?:{_CHINESE}|\d{{1,4}})"
_UNITS = "[%％倍天万元名次台套份]|小时|分钟|个(?!人)|年(?!度)|月(?!度|报)|人(?!员)|项(?!目)|条(?!款|件)|级(?!别)|日(?!常|志)|周(?!期)"
_TYPED: tuple[tuple[int, str], ...] = (
    (10, rf"第\s*{_NUMBER}\s*(?:部分|编|篇)"),
    (11, rf"第\s*{_NUMBER}\s*章"),
    (11, rf"附(?:件|录|表)\s*(?:{_NUMBER}|[A-Z])?(?=[\s:：、.．]|$)"),
    (12, rf"第\s*{_NUMBER}\s*节"),
    (13, rf"第\s*{_NUMBER}\s*条"),
    (14, rf"{_CHINESE}\s*[、．.](?!\d)"),
    (15, rf"[(（]\s*{_CHINESE}\s*[)）]"),
    (19, r"\d{1,2}(?:[.．]\d{1,2}){3,5}[.．、]?(?![\d%％])"),
    (18, r"\d{1,2}(?:[.．]\d{1,2}){2}[.．、]?(?![\d%％])"),
    (17, rf"\d{{1,2}}[.．]\d{{1,2}}[.．、]?(?![\d%％])(?!\s*(?:{_UNITS}))"),
    (16, rf"\d{{1,2}}\s*[、.．](?!\d)|\d{{1,2}}\s+(?!{_UNITS})(?=[一-鿿]{{2}})"),
    (20, r"[(（]\s*\d{1,2}\s*[)）]|\d{1,2}\s*[)）]"),
    (21, r"[①-⑳]|[a-z][)）.]"),
)
_PATTERN = re.compile(r"\s*(?:" + "|".join(f"(?P<r{rank}_{at}>{form})" for at, (rank, form) in enumerate(_TYPED)) + ")")
STYLED = 9
"""Ranks up to this are levels of heading styles; typed numbers rank below them, `BOLD` lines between."""
_ARTICLE = 13
_FREE = 14
"""Numbers of this rank and deeper also count list items, so more is asked of a heading."""
BOLD = 22

_DECIMALS = (17, 18, 19)
"""Numbers such as 5.1, whose paragraphs often begin with their title: ``5.1 保密范围。双方对……``."""
_RUN_IN = re.compile(r"([^\s，。；;,:：、（(]{2,12})\s*[。：:]\s*(?=\S)")

_END = re.compile(r"[。；;，,！？…]\s*$")
_FIRST = ("1", "一", "（1", "(1", "（一）", "(一)", "（1）", "(1)", "①", "a")
_INNER = re.compile(r"[。；;，！？…]|,(?!\d)")
_TITLE_END = re.compile(r"\s{1,}|[:：。；;]|\u3000")
_TITLE = re.compile(r"^[【\[（(]([^】\])）]{2,20})[】\])）]")
_NO_HEADING = re.compile(
    r"[_＿]{3}|^(?:甲|乙|丙|买|卖|供|需)\s*方|^(?:地址|电话|联系|法定|开户|账号|帐号|日期|邮编|传真|签订|合同编号|项目名称|编号|版本|密级)[^，。]{0,12}[:：]|[:：]\s*\S"
)
_DOTS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|-{6,})\s*\d{1,4}\s*$|\t\s*\d{1,4}\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on the page.

    `level` is that of its heading style or outline, `number` the automatic number; `bold` tells that all of it is.
    """

    text: str
    level: int | None = None
    number: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is a heading: smaller ranks stand above larger ones; `rest` is text that follows on the same line."""

    rank: int
    number: str
    title: str
    rest: str = ""


def is_contents(line: str) -> bool:
    """Whether a line is an entry of a table of contents: it ends with dots or a tab and a page number."""
    return _DOTS.search(line[-80:]) is not None


def typed_number(text: str) -> tuple[int, str, str] | None:
    """Rank, number and rest of a line that begins with a number typed by hand."""
    match = _PATTERN.match(text)
    if match is None or not match.lastgroup:
        return None
    rank = int(match.lastgroup[1:].split("_")[0])
    return rank, match[0].strip().rstrip("、.．"), text[match.end() :].strip()


def heading_of(line: Line, following: Sequence[Line]) -> Heading | None:
    """The heading that a line is, judged with the line after it; None for text."""
    text = line.text.strip()
    typed = typed_number(text) if not line.number else None
    if line.level is not None and len(text) <= LONGEST_TITLE and not (_END.search(text) and len(text) > _SHORT):
        return Heading(line.level, *_numbered(line, typed, text))
    if line.level is not None or line.number:
        return _automatic(line, text, following)
    if typed is not None:
        return _typed(line, *typed, following)
    return Heading(BOLD, "", text.rstrip(":： ")) if line.bold and _title_like(text) else None


def _numbered(line: Line, typed: tuple[int, str, str] | None, text: str) -> tuple[str, str]:
    if typed is not None and typed[2]:
        return typed[1], typed[2].rstrip(":： ")
    return line.number, text.rstrip(":： ")


def _automatic(line: Line, text: str, following: Sequence[Line]) -> Heading | None:
    """An automatic number says as much as a typed one; without heading style the line must look like a title too."""
    typed = typed_number(f"{line.number} {text}") or typed_number(f"{line.number}、{text}")
    if typed is None:
        return None
    rank, _, rest = typed
    found = _typed(line, rank, line.number, rest or text, following)
    return None if found is None else Heading(line.level or found.rank, found.number, found.title, found.rest)


def _typed(line: Line, rank: int, number: str, rest: str, following: Sequence[Line]) -> Heading | None:
    if rank <= _ARTICLE:
        return Heading(rank, number, *_run_in(rest))
    if rank in _DECIMALS and (run_in := _RUN_IN.match(rest)):
        return Heading(rank, number, run_in[1], rest[run_in.end() :].strip())
    if not _title_like(rest):
        return None
    if line.bold or _has_content(rank, following):
        return Heading(rank, number, rest.rstrip(":： "))
    return None


def _run_in(rest: str) -> tuple[str, str]:
    """Title and text of an article: ``违约责任 乙方应当……``, ``【保密】……``, or a sentence without a title."""
    bracketed = _TITLE.match(rest)
    if bracketed:
        return bracketed[1], rest[bracketed.end() :].strip()
    if len(rest) <= _SHORT and not _END.search(rest):
        return rest.rstrip(":： "), ""
    end = _TITLE_END.search(rest)
    if end is not None and 2 <= end.start() <= 16 and "，" not in rest[: end.start()] and end[0] != "。":
        return rest[: end.start()], rest[end.end() :].strip()
    return "", rest


def _title_like(text: str) -> bool:
    return 2 <= len(text) <= _SHORT and not _INNER.search(text) and not _NO_HEADING.search(text)


def _has_content(rank: int, following: Sequence[Line]) -> bool:
    """Whether something stands below: the members of a list follow one another, a heading is followed by its text.

    A list below a heading may have numbers of the same form, beginning at one again.
    """
    for line in following:
        typed = typed_number(f"{line.number} {line.text}" if line.number else line.text)
        if line.level is not None:
            return False
        return typed is None or typed[0] > rank or (typed[0] == rank and typed[1] in _FIRST)
    return False
