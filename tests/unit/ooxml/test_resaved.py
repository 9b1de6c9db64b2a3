"""What LibreOffice loses is put back, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.helpers.office import resaved
from tests.helpers.word import bookmark, docx, house, run

from itsm_docs.ooxml.bookmarks import names
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.house import link_headings
from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.resaved import restored, saved_by_libreoffice, with_list_names

MAIN = "word/document.xml"


def line(*inner: str) -> str:
    """A paragraph of XML."""
    return f"<w:p>{''.join(inner)}</w:p>"


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (
            '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkStart w:id="2" w:name="a"/><w:bookmarkEnd w:id="2"/>',
            ["a"],
        ),
        ('<w:bookmarkStart w:id="1" w:name="a"/>', ["a"]),
        ('<w:bookmarkEnd w:id="7"/>', []),
        (bookmark("a", 1) + bookmark("b", 2, run("文")) + bookmark("a", 3, run("字")), ["a", "b"]),
    ],
    ids=["doubled and open", "open", "stray end", "doubled"],
)
def test_bookmarks_come_back_once_and_whole(body: str, left: list[str]) -> None:
    """The check finds nothing; no text is lost."""
    broken = docx(line(body), line(run("末")))
    parts = restored(read(broken))

    assert check(broken) != []
    assert names(parts) == left
    assert check(write(parts)) == []


def test_sound_files_stay_byte_for_byte() -> None:
    """A template by Word is not rewritten."""
    parts = read(docx(line(bookmark("a", 1, run("文")))))

    assert restored(parts) == parts


def numbering(parts: Mapping[str, bytes]) -> str:
    """The numbering part."""
    return parts["word/numbering.xml"].decode()


def contract() -> bytes:
    """A document in the house style with contract numbering."""
    return write(link_headings(read(docx("Heading1 总则", "Heading2 目的")), "contract"))


def test_arabic_numbers_below_chinese_ones_come_back_after_libreoffice() -> None:
    """LibreOffice drops isLgl: 1.1 becomes 一.1."""
    parts = read(resaved(contract()))

    assert "isLgl" not in numbering(parts)
    assert numbering(restored(parts)).count("<w:isLgl/>") == 1


def test_a_numbering_that_word_saved_is_the_authors() -> None:
    """Without isLgl the author wants 一.1."""
    parts = read(contract())
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace(b"<w:isLgl/>", b"")

    assert not saved_by_libreoffice(parts)
    assert restored(parts) == parts


def test_list_definitions_get_their_names_back() -> None:
    """So that a house made from ours and saved by LibreOffice takes either heading numbering."""
    parts = read(resaved(contract()))
    named = with_list_names(parts, house())

    assert "合同编号" not in numbering(parts)
    assert numbering(named).count('<w:name w:val="合同编号"/>') == 1


def test_a_definition_drawn_otherwise_gets_no_name() -> None:
    """A company's own numbering stays its own."""
    parts = read(resaved(contract()))
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace("第%1条".encode(), "第%1章".encode())

    assert "合同编号" not in numbering(with_list_names(parts, house()))
