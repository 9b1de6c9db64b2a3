"""The clauses of a contract are body paragraphs that count on below their heading, as Word counts them."""

from __future__ import annotations

import pytest
from drafts import HOUSE, compiled, docx, filled
from tests.helpers.word import house, numbered, part

from itsm_docs.markdown import Chapter
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.flatten import flatten
from itsm_docs.ooxml.house import link_headings
from itsm_docs.ooxml.package import write
from itsm_docs.templating import Headings
from itsm_docs.templating.typeset import typeset

SOURCE = """\
# 总则

{: .clauses}
1. 见 {{ ref('c-late') }}、{{ ref('c-loop-b') }}、{{ ref('h') }}。

   续段

# 付款

{: .clauses}
1. 一款
   1. 其一
   1. 其二
      - 圆点
1. {: #c-late}
   二款
   1. 又一

文字

{% for x in xs %}
{: .clauses}
1. {: #c-loop-{{ x }}}
   循环 {{ x }}
   {% for y in xs %}
   1. 内 {{ y }}
   {% endfor %}

隔开

{% endfor %}
{: .clauses}
1. 续款
{% if no %}
1. 无
{% endif %}
1. 末款

## 小节 {: #h}

1. 普通
"""
CONTRACT = [
    "第一条 总则", "1.1 见 2.2、2.4、2.7。", "续段",
    "第二条 付款", "2.1 一款", "（1）其一", "（2）其二", "•\t圆点", "2.2 二款", "（1）又一", "文字",
    "2.3 循环 a", "（1）内 a", "（2）内 b", "隔开", "2.4 循环 b", "（1）内 a", "（2）内 b", "隔开",
    "2.5 续款", "2.6 末款", "2.7 小节", "a)\t普通",
]  # fmt: skip
DATA = {"xs": ["a", "b"], "no": False}


def body(data: bytes) -> list[str]:
    """The numbered paragraphs behind the table of contents."""
    lines = numbered(data)
    return lines[next(n for n, line in enumerate(lines) if line.endswith(" 总则")) :]


def test_clauses_count_on_from_their_heading() -> None:
    """Items restart below each clause; loops, conditions and text between go on counting; so does a heading after them."""
    data = compiled(SOURCE, headings="contract").fill(DATA)

    assert check(data) == []
    assert body(data) == CONTRACT


def test_without_references_the_numbers_are_the_same() -> None:
    """A heading behind clauses counts them even where no item must be counted for a reference."""
    source = "# 甲\n\n{: .clauses}\n1. 一\n1. 二\n\n## 乙 {: #b}\n\n见 {{ ref('b') }}"
    data = compiled(source, headings="contract").fill({})

    assert numbered(data)[-5:] == ["第一条 甲", "1.1 一", "1.2 二", "1.3 乙", "见 1.3"]


def test_a_manual_counts_by_its_own_levels() -> None:
    """The definition that numbers the headings decides."""
    shown = body(filled(SOURCE, **DATA))

    assert [line for line in shown if line.startswith("2")][:4] == ["2 付款", "2.1 一款", "2.1.1 其一", "2.1.2 其二"]


def test_a_reference_to_an_item_shows_its_own_number() -> None:
    """As everywhere: what stands in front of the paragraph."""
    source = "# 甲\n\n{: .clauses}\n1. 一\n   1. {: #i}\n      子\n1. 见 {{ ref('i') }}"

    assert numbered(compiled(source, headings="contract").fill({}))[-1] == "1.2 见 （1）"


@pytest.mark.parametrize("headings", ["contract", "manual"])
def test_the_typeset_template_fills_to_the_same_text(headings: Headings) -> None:
    """What eject hands out: the clauses name the headings' list themselves, and no loop starts it anew."""
    template, findings = typeset("模板", [Chapter("a.md", SOURCE)], HOUSE, headings)

    assert findings == []
    assert template is not None
    ejected = write(template.parts)
    assert check(ejected) == []
    assert body(compiled(ejected).fill(DATA)) == body(compiled(SOURCE, headings=headings).fill(DATA))


def test_a_company_s_own_heading_numbering_numbers_the_clauses() -> None:
    """Also where its levels do not name the styles, as other programs leave them."""
    parts = link_headings(house(), "contract")
    numbers = parts["word/numbering.xml"].decode().replace("合同编号", "公司编号").replace("第%1条", "第%1章")
    for style in ("Heading1", "Heading2", "Heading3"):
        numbers = numbers.replace(f'<w:pStyle w:val="{style}"/>', "")
    styles = parts["word/styles.xml"].decode()
    own = docx("BodyText {{ body }}", parts={"word/numbering.xml": numbers, "word/styles.xml": styles})

    assert body(compiled(SOURCE, house=own).fill(DATA))[3:6] == ["第二章 付款", "2.1 一款", "（1）其一"]
    assert body(compiled(SOURCE, house=own).fill(DATA))[-2] == "2.7 小节"


def test_the_flat_copy_has_the_numbers_as_text_at_the_same_indent() -> None:
    """What LibreOffice prints is what we count."""
    data = compiled(SOURCE, headings="contract").fill(DATA)
    xml = part(flatten(data))
    indent = '<w:ind w:left="0" w:firstLineChars="200" w:firstLine="480"/></w:pPr>'

    for number in ("2.4 ", "（2）"):
        assert f'{indent}<w:r><w:t xml:space="preserve">{number}</w:t></w:r>' in xml
    assert body(flatten(data)) == [line.replace("\t", "") for line in CONTRACT]
