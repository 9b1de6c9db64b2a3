"""Our numbers are those that LibreOffice counts: the same document converted as it is, and as our flat copy, reads the same."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.helpers.tools import need_soffice
from tests.helpers.word import docx

from itsm_docs.convert.libreoffice import to_pdf
from itsm_docs.markdown import Chapter
from itsm_docs.ooxml.flatten import flatten
from itsm_docs.templating import Headings, compile_template

SOURCE = """
{% for s in sections %}
# {{ s }}章

## 目标

### 细目

1. 首先
   1. 其一
   2. 其二
2. 然后

## 范围

{% for i in items %}
1. {{ i }}
{% endfor %}

- 一点
- 两点

{% endfor %}
# 附则

{: .clauses}
1. 一款
   1. 其一项
   1. 其二项
{% for i in items %}
1. 每款{{ i }}
{% endfor %}

1. 最后
"""


def lines(data: bytes) -> list[str]:
    """The text of a PDF without blanks, page by page; the two ways set tabs and spaces differently."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


@pytest.mark.parametrize("headings", ["manual", "contract"])
def test_libreoffice_counts_as_we_do(headings: Headings) -> None:
    """Headings over three levels, lists in loops that start anew, items made by a loop, nested lists, bullets.

    Clauses count on below their heading. Below 第一条 LibreOffice 7.4 ignores w:isLgl (word-level facts): 四.1.
    """
    need_soffice()
    source = (
        SOURCE
        if headings == "manual"
        else SOURCE.replace("## 目标\n", "").replace("### 细目\n", "").replace("## 范围\n", "")
    )
    own = docx("BodyText {{ body }}")
    template = compile_template([Chapter("x.md", source)], house=own, headings=headings)
    people = dict.fromkeys(("name", "uscc"), "")
    filled = template.fill(
        {
            "sections": ["甲", "乙", "丙"],
            "items": ["子", "丑"],
            "client": people,
            "provider": people,
            "doc": people | {"title": "T", "number": "N", "subtitle": "S"},
        },
        trace="none",
    )
    pdfs = to_pdf({"counted by LibreOffice": filled, "counted by us": flatten(filled)})
    ours, theirs = lines(pdfs["counted by us"].data), lines(pdfs["counted by LibreOffice"].data)

    if headings == "contract":
        theirs = [page.replace("四.", "4.") for page in theirs]
    assert ours == theirs
    items = "4.1.1其一项4.1.2其二项" if headings == "manual" else "（1）其一项（2）其二项"
    assert f"4.1一款{items}4.2每款子4.3每款丑" in "".join(ours)
    assert [label for label in ("a)首先", "1)其一", "b)然后") if "".join(ours).count(label) == 3] == [
        "a)首先",
        "1)其一",
        "b)然后",
    ]
    assert ("1.1.1细目" if headings == "manual" else "第二条") in "".join(ours)
