"""Jinja's syntax errors, each in a sentence that names what stands there."""

from __future__ import annotations

import re

import jinja2
import pytest

from itsm_docs.templating.environment import environment
from itsm_docs.templating.problems import in_chinese


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{{ a. }}", "点后面缺少名称"),
        ("{{ }}", "缺少名称或值"),
        ("{% if %}{% endif %}", "缺少名称或值"),
        ("{{ a b }}", "这里应为 标签结尾，写成了 b"),
        ("{% if a = b %}{% endif %}", "这里应为 标签结尾，写成了 ="),
        ("{{ a | }}", "这里应为 名称，写成了 标签结尾"),
        ("{{ 'a }}", "不能用字符 '"),
        ("{{ 标题。名称 }}", "不能用字符 。"),
        ("{{ “a” }}", "不能用字符 “"),
        ("{{ a，b }}", "不能用字符 ，"),
        ("{{ (a }}", "多出了 }，这里应为 )"),
        ("{{ a) }}", "多出了 )"),
        ("{{ not }}", "没有写完整"),
        ("{% for x %}{% endfor %}", "这里应为 in，写成了 标签结尾"),
        ("{% for 1 in x %}{% endfor %}", "for 后面应是一个新的名称"),
        ("{% for x in y %}{% elif a %}{% endfor %}", "不认识的标签 elif，或它不在该在的位置"),
        ("{{ a is foo }}", "is 后面不能写 foo"),
        ("{{ a | foo }}", "没有过滤器 foo"),
    ],
)
def test_a_syntax_error_is_told_in_chinese(tag: str, expected: str) -> None:
    """The character or word at fault is named; no sentence of Jinja's reaches the user."""
    with pytest.raises(jinja2.TemplateSyntaxError) as caught:
        environment().from_string(tag)

    assert in_chinese(caught.value.message or "") == expected


def test_what_is_not_known_is_not_shown_in_english() -> None:
    """A new version of Jinja may say something else."""
    assert not re.search("[A-Za-z]", in_chinese("Something went terribly wrong"))
