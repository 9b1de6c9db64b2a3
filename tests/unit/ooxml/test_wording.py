"""The wording of a document: what counts as text, and what every program may compute anew."""

from __future__ import annotations

import pytest
from tests.helpers.word import docx

from itsm_docs.ooxml.package import read
from itsm_docs.ooxml.wording import passages, wording


def field(code: str, shown: str) -> str:
    """A complex field as runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{shown}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ("<w:r><w:t>甲方 付款</w:t></w:r>", "甲方付款"),
        (f"<w:r><w:t>见</w:t></w:r>{field('REF _a1', '第三条')}", "见"),
        (f"<w:r><w:t>见</w:t></w:r>{field('HYPERLINK http://a', '网站')}", "见网站"),
        ('<w:r><w:t>见</w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>', "见"),
        ("<w:r><w:t>7</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t>24\u00ad小时</w:t></w:r>", "724小时"),
        ("<w:sdt><w:sdtContent><w:r><w:t>30日</w:t></w:r></w:sdtContent></w:sdt>", "30日"),
        ('<w:ins w:id="1" w:author="a"><w:r><w:t>六十日</w:t></w:r></w:ins>', "六十日"),
        ('<w:del w:id="1" w:author="a"><w:r><w:delText>三十日</w:delText></w:r></w:del>', ""),
    ],
)
def test_text_is_what_somebody_wrote(runs: str, words: str) -> None:
    """Links, controls and insertions with it; other fields, deletions and white space without."""
    assert wording(read(docx(f"<w:p>{runs}</w:p>"))) == words


def test_an_automatic_number_is_no_wording() -> None:
    """It changes with its neighbours."""
    assert wording(read(docx("Heading1 总则", "Heading1 定义"))) == "总则定义"


def test_a_passage_goes_by_its_heading() -> None:
    """With the number that the reader sees; text before the first heading has none."""
    found = [one for one in passages(read(docx("BodyText 封面", "Heading1 总则", "BodyText 甲方付款"))) if one[1]]

    assert found[0] == ("", "封面")
    assert found[2][0].endswith("总则")
    assert found[2][1] == "甲方付款"
