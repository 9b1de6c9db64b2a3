"""The self-check finds what Microsoft's validator lets pass."""

from __future__ import annotations

import pytest
from tests.helpers.word import SECTION, bookmark, cell, control, docx, field, house, paragraph, run, table

from itsm_docs.ooxml.check import check

BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def p(*runs: str) -> str:
    return f"<w:p>{run('服务目标')}{''.join(runs)}</w:p>"


def merge(kind: str) -> str:
    return f'<w:vMerge w:val="{kind}"/>'


def codes(*lines: str, section: str = SECTION, parts: dict[str, str] | None = None) -> list[str]:
    return [finding.code for finding in check(docx(*lines, section=section, parts=parts))]


TWO = cell("TableText 甲") + cell("TableText 乙")


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (p(bookmark("a", 1), bookmark("a", 2)), "OX201"),
        (p('<w:bookmarkStart w:id="1" w:name="a"/>'), "OX202"),
        (p('<w:bookmarkEnd w:id="9"/>'), "OX203"),
        (p(control("a", 1, run("甲")), control("b", 1, run("乙"))), "OX204"),
        (p(control("a" * 65, 1, run("甲"))), "OX205"),
        (p(control("a", 1, "")), "OX206"),
        (p(BEGIN), "OX207"),
        (p(END), "OX207"),
        (p(field("REF _nowhere \\r \\h", "第一条")), "OX208"),
        (p(f'<w:fldSimple w:instr=" PAGEREF _nowhere ">{run("4")}</w:fldSimple>'), "OX208"),
        (p(f'<w:hyperlink w:anchor="_nowhere">{run("4")}</w:hyperlink>'), "OX208"),
        (table(cell("TableText 甲") + cell(), TWO) + p(), "OX209"),
        (table(cell("TableText 甲") + cell(table(TWO)), TWO) + p(), "OX209"),
        (table(TWO), "OX210"),
        (table(cell("TableText 甲", properties=merge("continue")) + cell("TableText 乙")) + p(), "OX212"),
        (table(cell("TableText 甲")) + p(), "OX213"),
        (table(cell("TableText 甲", properties='<w:gridSpan w:val="3"/>')) + p(), "OX213"),
        (table(cell("TableText 甲", width=900) + cell("TableText 乙")) + p(), "OX214"),
        ("Nowhere 甲", "OX215"),
        (f'<w:p><w:r><w:rPr><w:rStyle w:val="Nowhere"/></w:rPr>{run("甲")}</w:r></w:p>', "OX215"),
        ("ListNumber:77.0 甲", "OX216"),
        (p('<w:r><w:footnoteReference w:id="5"/></w:r>'), "OX217"),
        (p(f'<w:hyperlink r:id="rId99">{run("甲")}</w:hyperlink>'), "OX218"),
        (
            p(
                *[
                    f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="{n}"/></wp:inline></w:drawing></w:r>'
                    for n in "ab"
                ]
            ),
            "OX221",
        ),
    ],
)
def test_each_fault_has_its_code(block: str, code: str) -> None:
    """One fault, one finding, and a message that can be filled."""
    assert codes(block) == [code]


@pytest.mark.parametrize(
    "block",
    [
        "Heading1 总则",
        p(bookmark("a", 1, run("甲")), field("REF a \\h", "甲"), f'<w:hyperlink w:anchor="a">{run("甲")}</w:hyperlink>'),
        p(control("a", 1, run("甲")), control("b", 2, run("乙"))),
        table(cell("TableText 甲", properties=merge("restart")) + cell("TableText 乙"),
              cell("TableText", properties="<w:vMerge/>") + cell("TableText 丙")) + p(),
        table(cell("TableText 甲", properties='<w:gridSpan w:val="2"/>', width=9070), TWO) + p(),
        p(run("{{ client.name }} {% if x %}")),
        p('<w:r><w:footnoteReference w:id="0"/></w:r>'),
    ],
)  # fmt: skip
def test_sound_documents_have_no_findings(block: str) -> None:
    """What is right stays silent, values that look like template tags included."""
    assert codes(block) == []


def test_the_body_ends_with_a_section() -> None:
    """Without the last section's settings Word guesses the paper."""
    assert codes("BodyText 甲", section="") == ["OX211"]


def test_a_header_ends_with_a_paragraph() -> None:
    """A header that is only a table is corrupt."""
    header = house()["word/header1.xml"].decode()
    start, end = header.index("<w:p>"), header.index("</w:hdr>")

    assert codes("BodyText 甲", parts={"word/header1.xml": header[:start] + table(TWO) + header[end:]}) == ["OX210"]


def test_bookmark_names_are_one_across_parts() -> None:
    """A header's bookmark may not repeat one of the document."""
    header = house()["word/header1.xml"].decode().replace("</w:p>", bookmark("a", 1) + "</w:p>")

    assert codes(p(bookmark("a", 1)), parts={"word/header1.xml": header}) == ["OX201"]


def test_missing_parts_and_types_are_found() -> None:
    """A relationship to a part that is not there, and a part that has no content type."""
    types = house()["[Content_Types].xml"].decode()
    rels = house()["word/_rels/document.xml.rels"].decode()

    assert "OX219" in codes(
        "BodyText 甲", parts={"word/_rels/document.xml.rels": rels.replace("footer1.xml", "footer9.xml")}
    )
    assert codes("BodyText 甲", parts={"word/data.bin": "x", "[Content_Types].xml": types}) == ["OX220"]


def test_a_finding_names_part_and_text_nearby() -> None:
    """The reader can find the place in Word."""
    found = check(docx("BodyText 前文", p(bookmark("a", 1), bookmark("a", 2)), paragraph("BodyText 后文")))

    assert str(found[0].where) == "正文（word/document.xml） “服务目标”附近"


def test_an_unreadable_file_is_a_finding() -> None:
    """The check never raises for a bad file."""
    assert [finding.code for finding in check(b"x")] == ["OX103"]
