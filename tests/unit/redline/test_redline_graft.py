"""The words of one file in the markup of another: what reads the same stays, what differs is typed over."""

from __future__ import annotations

import pytest
from tests.helpers.tracked import body
from tests.helpers.word import bookmark, cell, docx, field, run, table, texts

from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read, write
from itsm_docs.redline.graft import grafted

ROWS = [cell("TableText 级别") + cell("TableText 时限"), cell("TableText 一级") + cell("TableText 15 分钟")]
TABLE = table(*ROWS)


def graft(home: bytes, other: bytes) -> bytes:
    """What comes out, which must be a sound file."""
    made = write(grafted(read(home), read(other)))
    assert check(made) == []
    return made


@pytest.mark.parametrize(
    ("home", "other"),
    [
        (["Heading1 总则", "BodyText 三十日内付款。"], ["Heading1 总则", "BodyText 六十日内付款。"]),
        (["Heading1 总则", "BodyText 甲"], ["Heading1 总则", "BodyText 新的一段", "BodyText 甲"]),
        (["BodyText 甲", "BodyText 乙", "BodyText 丙"], ["BodyText 甲", "BodyText 丙"]),
        (
            ["Heading1 甲", "BodyText 一", "Heading1 乙", "BodyText 二"],
            ["Heading1 乙", "BodyText 二", "Heading1 甲", "BodyText 一"],
        ),
        ([TABLE, "BodyText 完"], [table(*ROWS, cell("TableText 二级") + cell("TableText 30 分钟")), "BodyText 完"]),
        ([TABLE, "BodyText 完"], [table(ROWS[1]), "BodyText 完"]),
        (
            [TABLE, "BodyText 完"],
            [table(ROWS[0], cell("TableText 一级") + cell("TableText 10 分钟", "BodyText 起算")), "BodyText 完"],
        ),
        ([TABLE, "BodyText 完"], ["BodyText 完"]),
        (["BodyText 完"], ["BodyText 前", TABLE, "BodyText 完"]),
        (["BodyText 甲"], []),
        ([], ["BodyText 甲"]),
    ],
)
def test_the_result_reads_like_the_other_file(home: list[str], other: list[str]) -> None:
    """Paragraphs, tables, rows and cells changed, added, removed and moved."""
    wanted = docx(*other)
    made = graft(docx(*home), wanted)

    assert [line for line in texts(made) if line] == [line for line in texts(wanted) if line]


def test_what_reads_the_same_stays_as_it_is() -> None:
    """Styles, runs and fields of the home file, whatever the other made of them."""
    target = f"<w:p>{bookmark('_Ref1', 1, run('总则'))}</w:p>"
    home = docx(target, f"<w:p>{run('见')}{field('REF _Ref1', '3.1')}{run('。')}</w:p>")
    other = docx("Normal 总则", f"<w:p>{run('见')}{field('REF _Ref1', '三.1')}{run('。')}</w:p>")

    assert body(read(graft(home, other))) == body(read(home))


def test_fields_of_a_changed_paragraph_stay() -> None:
    """Only the words around them are typed over; one that the other file has no more goes."""
    ref = field("REF _Ref1", "第三条")
    target = f"<w:p>{bookmark('_Ref1', 1, run('甲'))}</w:p>"
    home = docx(target, f"<w:p>{run('应按')}{ref}{run('付款。')}</w:p>")
    kept = graft(home, docx(target, f"<w:p>{run('可按')}{field('REF _Ref1', '三')}{run('付款。')}</w:p>"))
    gone = graft(home, docx(target, f"<w:p>{run('应按时付款。')}</w:p>"))

    assert texts(kept)[1] == "可按第三条付款。"
    assert b" REF _Ref1 " in read(kept)["word/document.xml"]
    assert texts(gone)[1] == "应按时付款。"
    assert b"fldChar" not in read(gone)["word/document.xml"]


def test_new_paragraphs_look_like_those_of_their_style() -> None:
    """Known by the style's name, because ids differ."""
    other = docx("BodyText 甲", "BodyText 乙")
    parts = read(other)
    renamed = write(
        {
            **parts,
            "word/styles.xml": parts["word/styles.xml"].replace(b'w:styleId="BodyText"', b'w:styleId="a7"'),
            "word/document.xml": parts["word/document.xml"].replace(b'w:val="BodyText"', b'w:val="a7"'),
        }
    )

    assert read(graft(docx("BodyText 甲"), renamed))["word/document.xml"].count(b'w:val="BodyText"') == 2


def test_a_section_break_survives_its_paragraph() -> None:
    """Its text may go; the pages that it lays out stay."""
    end = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:pPr><w:r><w:t>横页</w:t></w:r></w:p>'
    made = graft(docx("BodyText 甲", end, "BodyText 乙"), docx("BodyText 甲", "BodyText 乙"))

    assert b'w:w="16838"' in read(made)["word/document.xml"]
    assert [line for line in texts(made) if line] == ["甲", "乙"]
