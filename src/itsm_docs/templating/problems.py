"""Jinja's syntax errors in Chinese. Only words; where the error is, the source's places say.

Jinja gives its errors as English sentences without codes, so they are known by their form; what has no known form is
called a wrong notation rather than shown in English.
"""

from __future__ import annotations

import re

_PROBLEMS = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"[Ee]xpected an expression", "缺少名称或值"),
        (r"expected name or number", "点后面缺少名称"),
        (r"[Ee]ncountered unknown tag '(.+?)'", "不认识的标签 {}，或它不在该在的位置"),
        (r"expected token '(.+?)', got '(.+?)'", "这里应为 {}，写成了 {}"),
        (r"unexpected char (['\"])(?P<found>.+?)\1", "不能用字符 {}"),
        (r"unexpected '(.+?)', expected '(.+?)'", "多出了 {}，这里应为 {}"),
        (r"unexpected '(end of .+?)'", "没有写完整"),
        (r"unexpected '(.+?)'", "多出了 {}"),
        (r"No filter named '(.+?)'", "没有过滤器 {}"),
        (r"No test named '(.+?)'", "is 后面不能写 {}"),
        (r"assign to", "for 后面应是一个新的名称"),
    )
)
_TOKENS = {
    "end of print statement": "标签结尾",
    "end of statement block": "标签结尾",
    "name": "名称",
    "string": "文字",
    "integer": "数字",
}


def in_chinese(message: str) -> str:
    """The sentence for one of Jinja's messages."""
    for pattern, text in _PROBLEMS:
        if match := pattern.search(message):
            words = [match["found"]] if "found" in pattern.groupindex else match.groups()
            return text.format(*(_TOKENS.get(word, word) for word in words))
    return "不符合模板语法"
