"""One side of a comparison: what is taken off before it is compared, and what is said of it."""

from __future__ import annotations

from tests.helpers.tracked import deleted, inserted, lines, package, para
from tests.helpers.word import control

from itsm_docs.ooxml.comments import OURS, Comment, add_comments, comments_of
from itsm_docs.ooxml.package import Package
from itsm_docs.redline.side import Side

CORE = "docProps/core.xml"


def side(parts: Package) -> Side:
    return Side("文件.docx", parts)


def test_open_changes_count_as_accepted_and_are_counted() -> None:
    """The redline shows the difference between two versions, not what somebody proposed on the way."""
    made = side(package(para("共", deleted("十"), inserted("二十"), "日"), para("乙", inserted("丙"))))

    assert made.open_changes == 2
    assert lines(made.comparable(comments=True)) == ["共二十日", "乙丙"]


def test_controls_and_our_comments_are_taken_off_and_comments_of_people_kept() -> None:
    """Notes on defaults are for the draft that carries them."""
    parts = package(para("共", control("a", 1, "<w:r><w:t>十</w:t></w:r>"), "日"))
    parts = add_comments(parts, [Comment(0, "默认值")], author=OURS, initials="默认")
    parts = add_comments(parts, [Comment(0, "不同意")], author="王五", initials="王")
    made = side(parts)

    assert b"<w:sdt>" not in made.comparable(comments=True)["word/document.xml"]
    assert comments_of(made.comparable(comments=True)) == [("共十日", "不同意")]
    assert comments_of(made.comparable(comments=False)) == []
    assert b"comment" not in made.comparable(comments=False)["word/document.xml"]


def test_the_date_is_that_of_the_properties() -> None:
    """The last change before the creation; none where neither is there."""
    parts = package(para("甲"))
    stamp = '<dcterms:{0} xsi:type="dcterms:W3CDTF">{1}</dcterms:{0}>'

    def dated(*names: str) -> str | None:
        added = "".join(stamp.format(name, f"2027-0{n}-01T00:00:00Z") for n, name in enumerate(names, 1))
        core = parts[CORE].replace(b"</cp:coreProperties>", f"{added}</cp:coreProperties>".encode())
        return side({**parts, CORE: core}).date

    assert dated() is None
    assert dated("created") == "2027-01-01T00:00:00Z"
    assert dated("created", "modified") == "2027-02-01T00:00:00Z"
    assert side({name: data for name, data in parts.items() if name != CORE}).date is None
