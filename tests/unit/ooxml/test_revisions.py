"""With every change accepted or rejected a document is what Word makes of it; each case is a documented specimen."""

from __future__ import annotations

import re

import pytest
from tests.helpers.tracked import body, by, deleted, inserted, lines, moved_away, moved_here, package, para, same
from tests.helpers.word import NAMES, bookmark, field, run

from itsm_docs.ooxml.changes import changes
from itsm_docs.ooxml.revisions import accepted, rejected
from itsm_docs.ooxml.tracked import changed_parts

HEADING, LIST = '<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="ListNumber"/>'
BOLD, ITALIC = "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:i/></w:rPr>"


def row(*texts: str, change: str = "", cells: str = "") -> str:
    """A table row; `change` is what happened to it, `cells` more cells."""
    marks = f"<w:trPr>{f'<w:{change} {by()}/>' if change else ''}</w:trPr>"
    return f"<w:tr>{marks}{''.join(f'<w:tc>{para(text)}</w:tc>' for text in texts)}{cells}</w:tr>"


def grid(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(content: str, properties: str = "") -> str:
    """A content control around runs or blocks."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def about(kind: str, key: int, end: bool) -> str:
    """A mark of a range that is about controls."""
    return f'<w:customXml{kind}RangeEnd w:id="{key}"/>' if end else f"<w:customXml{kind}RangeStart {by(key=key)}/>"


def control_changed(kind: str, content: str) -> str:
    """A control that was added or taken away itself, as Word writes it: one range for each of its tags."""
    inner = about(kind, 11, True) + content + about(kind, 12, False)
    return about(kind, 11, False) + sdt(inner) + about(kind, 12, True)


def formatted(now: str, then: str) -> str:
    """A run whose formatting was changed."""
    return f"<w:r><w:rPr>{now}<w:rPrChange {by()}><w:rPr>{then}</w:rPr></w:rPrChange></w:rPr><w:t>文</w:t></w:r>"


def plain(format_: str) -> str:
    """The same run with one formatting."""
    return f"<w:r><w:rPr>{format_}</w:rPr><w:t>文</w:t></w:r>"


def former(kind: str, then: str) -> str:
    """The record of former properties."""
    return f"<w:{kind}Change {by()}><w:{kind}>{then}</w:{kind}></w:{kind}Change>"


CASES: dict[str, tuple[list[str], list[str], list[str]]] = {
    # Runs
    "17.13.5.18 added text stays or goes": (
        [para("应在", inserted("三十"), "分钟内")],
        [para("应在", "三十", "分钟内")],
        [para("应在", "分钟内")],
    ),
    "17.13.5.14 taken text goes or is text again": (
        [para("应在", deleted("十五"), "分钟内")],
        [para("应在", "分钟内")],
        [para("应在", "十五", "分钟内")],
    ),
    "a replacement is one or the other": (
        [para(deleted("十五"), inserted("三十"))],
        [para("三十")],
        [para("十五")],
    ),
    "text added by one and taken by another is in neither": (
        [para("甲", inserted(deleted("乙", "李四")), inserted("丙"))],
        [para("甲", "丙")],
        [para("甲")],
    ),
    "17.13.5.22 and 25 moved text is in one place": (
        [para(moved_away("先"), "中", moved_here("先"))],
        [para("中", "先")],
        [para("先", "中")],
    ),
    "17.16.13 the code of a taken field comes back": (
        [
            para(
                deleted(field("PAGE", "1").replace("w:instrText", "w:delInstrText").replace("w:t>", "w:delText>")), "页"
            )
        ],
        [para("页")],
        [para(field("PAGE", "1"), "页")],
    ),
    "changes in a hyperlink and in a simple field": (
        [para(f'<w:hyperlink w:anchor="a">{deleted("旧")}{inserted("新")}</w:hyperlink>')],
        [para(f'<w:hyperlink w:anchor="a">{run("新")}</w:hyperlink>')],
        [para(f'<w:hyperlink w:anchor="a">{run("旧")}</w:hyperlink>')],
    ),
    "text taken outside of any deletion is of the past": (
        ["<w:p><w:r><w:t>甲</w:t><w:delText>乙</w:delText></w:r></w:p>"],
        [para("<w:r><w:t>甲</w:t></w:r>")],
        [para("<w:r><w:t>甲</w:t><w:t>乙</w:t></w:r>")],
    ),
    # Paragraph marks
    "17.13.5.15 a paragraph without its mark joins the next, which keeps its style": (
        [para("一", mark="del", properties=HEADING), para("二", properties=LIST)],
        [para("一", "二", properties=LIST)],
        [para("一", properties=HEADING), para("二", properties=LIST)],
    ),
    "17.13.5.20 parting a paragraph is undone the same way": (
        [para("一", mark="ins", properties=HEADING), para("二", properties=LIST)],
        [para("一", properties=HEADING), para("二", properties=LIST)],
        [para("一", "二", properties=LIST)],
    ),
    "17.13.5.21 and 26 moved paragraphs": (
        [para(moved_away("一"), mark="moveFrom"), para("二"), para(moved_here("一"), mark="moveTo"), para("三")],
        [para("二"), para("一"), para("三")],
        [para("一"), para("二"), para("三")],
    ),
    "a paragraph taken whole leaves nothing": (
        [para("一"), para(deleted("二"), mark="del", properties=HEADING), para("三")],
        [para("一"), para("三")],
        [para("一"), para("二", properties=HEADING), para("三")],
    ),
    "several at once join what follows": (
        [para("一", mark="del"), para(deleted("二"), mark="del"), para("三", mark="del"), para("四", properties=LIST)],
        [para("一", "三", "四", properties=LIST)],
        [para("一"), para("二"), para("三"), para("四", properties=LIST)],
    ),
    "a paragraph emptied that keeps its mark stays": (
        [para(deleted("一")), para("二")],
        [para(), para("二")],
        [para("一"), para("二")],
    ),
    "before a table there is nothing to join": (
        [para("一", mark="del"), grid(row("二")), para("三")],
        [para("一"), grid(row("二")), para("三")],
        [para("一"), grid(row("二")), para("三")],
    ),
    "an empty one before a table goes": (
        [para(deleted("一"), mark="del"), grid(row("二")), para("三")],
        [grid(row("二")), para("三")],
        [para("一"), grid(row("二")), para("三")],
    ),
    "the last paragraph goes after another": (
        [para("一"), para(deleted("二"), mark="del")],
        [para("一")],
        [para("一"), para("二")],
    ),
    "the only paragraph of a cell stays": (
        [grid(f"<w:tr><w:tc>{para(deleted('一'), mark='del')}</w:tc></w:tr>")],
        [grid(f"<w:tr><w:tc>{para()}</w:tc></w:tr>")],
        [grid(f"<w:tr><w:tc>{para('一')}</w:tc></w:tr>")],
    ),
    "a section goes with the paragraph mark that ends it": (
        [para("一", mark="del", properties="").replace("</w:pPr>", "<w:sectPr/></w:pPr>"), para("二")],
        [para("一", "二")],
        ["<w:p><w:pPr><w:sectPr/></w:pPr>" + run("一") + "</w:p>", para("二")],
    ),
    # Rows and cells
    "17.13.5.12 and 17 rows": (
        [grid(row("一"), row("二", change="del"), row("三", change="ins"))],
        [grid(row("一"), row("三"))],
        [grid(row("一"), row("二"))],
    ),
    "a table goes with its last row, and the cell around keeps a paragraph": (
        [grid(f"<w:tr><w:tc>{grid(row('一', change='del'))}{para('后')}</w:tc></w:tr>", row("二", change="del"))],
        [grid(f"<w:tr><w:tc>{para('后')}</w:tc></w:tr>")],
        [grid(f"<w:tr><w:tc>{grid(row('一'))}{para('后')}</w:tc></w:tr>", row("二"))],
    ),
    "17.13.5.1 and 2 cells": (
        [
            grid(
                row(
                    "一",
                    cells=f"<w:tc><w:tcPr><w:cellDel {by()}/></w:tcPr>{para('二')}</w:tc>"
                    f"<w:tc><w:tcPr><w:cellIns {by()}/></w:tcPr>{para('三')}</w:tc>",
                )
            )
        ],
        [grid(row("一", cells=f"<w:tc><w:tcPr/>{para('三')}</w:tc>"))],
        [grid(row("一", cells=f"<w:tc><w:tcPr/>{para('二')}</w:tc>"))],
    ),
    "17.13.5.3 merged cells": (
        [
            grid(
                f'<w:tr><w:tc><w:tcPr><w:cellMerge {by()} w:vMerge="rest"/></w:tcPr>{para("一")}</w:tc></w:tr>',
                f'<w:tr><w:tc><w:tcPr><w:cellMerge {by()} w:vMerge="cont"/></w:tcPr>{para("二")}</w:tc></w:tr>',
            )
        ],
        [
            grid(
                f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{para("一")}</w:tc></w:tr>',
                f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="continue"/></w:tcPr>{para("二")}</w:tc></w:tr>',
            )
        ],
        [grid(*(f"<w:tr><w:tc><w:tcPr/>{para(text)}</w:tc></w:tr>" for text in "一二"))],
    ),
    "17.4 (vMerge) a merged cell that loses its beginning begins in the next row": (
        [
            grid(
                f'<w:tr><w:trPr><w:del {by()}/></w:trPr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{para("一")}</w:tc></w:tr>',
                f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{para()}</w:tc></w:tr>",
            )
        ],
        [grid(f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{para()}</w:tc></w:tr>')],
        [
            grid(
                f'<w:tr><w:trPr/><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{para("一")}</w:tc></w:tr>',
                f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{para()}</w:tc></w:tr>",
            )
        ],
    ),
    # Formatting
    "17.13.5.31 run formatting": (
        [para(formatted("<w:b/>", "<w:i/>"))],
        [para(plain("<w:b/>"))],
        [para(plain("<w:i/>"))],
    ),
    "17.13.5.30 the formatting of a paragraph mark, which itself was added": (
        [
            f"<w:p><w:pPr><w:rPr><w:ins {by()}/><w:b/>{former('rPr', '<w:i/>')}</w:rPr></w:pPr>{run('一')}</w:p>",
            para("二"),
        ],
        [f"<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr>{run('一')}</w:p>", para("二")],
        [para("一", "二")],
    ),
    "17.13.5.29 paragraph formatting; the section and the mark's formatting stay": (
        [f"<w:p><w:pPr>{HEADING}<w:rPr><w:b/></w:rPr><w:sectPr/>{former('pPr', LIST)}</w:pPr>{run('一')}</w:p>"],
        [f"<w:p><w:pPr>{HEADING}<w:rPr><w:b/></w:rPr><w:sectPr/></w:pPr>{run('一')}</w:p>"],
        [f"<w:p><w:pPr>{LIST}<w:rPr><w:b/></w:rPr><w:sectPr/></w:pPr>{run('一')}</w:p>"],
    ),
    "17.13.5.32 a section's properties; its headers stay": (
        [
            (
                f'<w:p><w:pPr><w:sectPr><w:headerReference r:id="rId1" w:type="default"/><w:type w:val="nextPage"/>'
                f"{former('sectPr', '<w:cols/>')}</w:sectPr></w:pPr></w:p>"
            )
        ],
        [
            '<w:p><w:pPr><w:sectPr><w:headerReference r:id="rId1" w:type="default"/><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>'
        ],
        ['<w:p><w:pPr><w:sectPr><w:headerReference r:id="rId1" w:type="default"/><w:cols/></w:sectPr></w:pPr></w:p>'],
    ),
    "17.13.5.33 to 37 tables, grids, rows, cells": (
        [
            (
                f"<w:tbl><w:tblPr><w:jc/>{former('tblPr', '<w:tblW/>')}</w:tblPr>"
                f'<w:tblGrid><w:gridCol/><w:gridCol/><w:tblGridChange w:id="1"><w:tblGrid><w:gridCol/></w:tblGrid></w:tblGridChange></w:tblGrid>'
                f"<w:tr><w:tblPrEx><w:jc/>{former('tblPrEx', '')}</w:tblPrEx><w:trPr><w:cantSplit/><w:ins {by()}/>{former('trPr', '<w:tblHeader/>')}</w:trPr>"
                f"<w:tc><w:tcPr><w:shd/>{former('tcPr', '<w:noWrap/>')}</w:tcPr>{para('一')}</w:tc></w:tr>"
                f"<w:tr><w:trPr><w:cantSplit/>{former('trPr', '<w:tblHeader/>')}</w:trPr><w:tc><w:tcPr><w:shd/>{former('tcPr', '<w:noWrap/>')}</w:tcPr>{para('二')}</w:tc></w:tr></w:tbl>"
            )
        ],
        [
            (
                "<w:tbl><w:tblPr><w:jc/></w:tblPr><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
                f"<w:tr><w:tblPrEx><w:jc/></w:tblPrEx><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:shd/></w:tcPr>{para('一')}</w:tc></w:tr>"
                f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:shd/></w:tcPr>{para('二')}</w:tc></w:tr></w:tbl>"
            )
        ],
        [
            (
                "<w:tbl><w:tblPr><w:tblW/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>"
                f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:noWrap/></w:tcPr>{para('二')}</w:tc></w:tr></w:tbl>"
            )
        ],
    ),
    "17.13.5.19 numbering that was added, and its former text": (
        [
            para("一", properties=f'<w:numPr><w:ilvl w:val="0"/><w:ins {by()}/></w:numPr>'),
            para("二", properties=f'<w:numPr><w:ilvl w:val="0"/><w:numberingChange {by()} w:original="1."/></w:numPr>'),
        ],
        [para(text, properties='<w:numPr><w:ilvl w:val="0"/></w:numPr>') for text in "一二"],
        [para("一"), para("二", properties='<w:numPr><w:ilvl w:val="0"/></w:numPr>')],
    ),
    # Controls
    "changes in a control": (
        [para(sdt(deleted("十五") + inserted("三十")))],
        [para(sdt(run("三十")))],
        [para(sdt(run("十五")))],
    ),
    "a control in a change": (
        [para("甲", inserted(sdt(run("乙"))), deleted(sdt("<w:r><w:delText>丙</w:delText></w:r>")))],
        [para("甲", sdt(run("乙")))],
        [para("甲", sdt(run("丙")))],
    ),
    "17.13.5.5 a control that was taken away leaves its text": (
        [para(control_changed("Del", run("文")))],
        [para("文")],
        [para(sdt(run("文")))],
    ),
    "17.13.5.7 a control that was added leaves its text": (
        [para(control_changed("Ins", run("文")))],
        [para(sdt(run("文")))],
        [para("文")],
    ),
    "17.13.5.5 a control taken away with its text": (
        [para("甲", control_changed("Del", deleted("文")))],
        [para("甲")],
        [para("甲", sdt(run("文")))],
    ),
    "17.13.5.9 and 11 controls moved": (
        [para(control_changed("MoveFrom", moved_away("文")), "中", control_changed("MoveTo", moved_here("文")))],
        [para("中", sdt(run("文")))],
        [para(sdt(run("文")), "中")],
    ),
    "a control around paragraphs goes when they all go": (
        [para("一"), sdt(para(deleted("二"), mark="del") + para(deleted("三"), mark="del")), para("四")],
        [para("一"), para("四")],
        [para("一"), sdt(para("二") + para("三")), para("四")],
    ),
    # Bookmarks, comments
    "a bookmark around replaced text holds the new text": (
        [para(bookmark("_v0001", 1, deleted("十五") + inserted("三十")))],
        [para(bookmark("_v0001", 1, run("三十")))],
        [para(bookmark("_v0001", 1, run("十五")))],
    ),
    "17.13.6 a bookmark around taken text collapses in a paragraph that stays": (
        [para("甲", bookmark("_v0001", 1, deleted("乙")))],
        [para("甲", bookmark("_v0001", 1))],
        [para("甲", bookmark("_v0001", 1, run("乙")))],
    ),
    "it goes with a paragraph that goes": (
        [para(bookmark("_itsm_0001", 1, deleted("一")), mark="del"), para(bookmark("_itsm_0002", 2, run("二")))],
        [para(bookmark("_itsm_0002", 2, run("二")))],
        [para(bookmark("_itsm_0001", 1, run("一"))), para(bookmark("_itsm_0002", 2, run("二")))],
    ),
    "it goes with a deletion that it lies in": (
        [para("甲", deleted(bookmark("a", 1, "<w:r><w:delText>乙</w:delText></w:r>")))],
        [para("甲")],
        [para("甲", bookmark("a", 1, "<w:r><w:t>乙</w:t></w:r>"))],
    ),
    "one end of it in what goes stays at the place": (
        [
            para('<w:bookmarkStart w:id="1" w:name="a"/>', deleted("一"), mark="del"),
            para("二", deleted('<w:bookmarkEnd w:id="1"/><w:r><w:delText>三</w:delText></w:r>')),
        ],
        [para('<w:bookmarkStart w:id="1" w:name="a"/>', "二", '<w:bookmarkEnd w:id="1"/>')],
        [
            para('<w:bookmarkStart w:id="1" w:name="a"/>', "一"),
            para("二", '<w:bookmarkEnd w:id="1"/>', "<w:r><w:t>三</w:t></w:r>"),
        ],
    ),
    "marks between joined paragraphs keep their order": (
        [para("一", mark="del"), '<w:bookmarkStart w:id="1" w:name="a"/>', para("二", '<w:bookmarkEnd w:id="1"/>')],
        [para("一", '<w:bookmarkStart w:id="1" w:name="a"/>', "二", '<w:bookmarkEnd w:id="1"/>')],
        [para("一"), '<w:bookmarkStart w:id="1" w:name="a"/>', para("二", '<w:bookmarkEnd w:id="1"/>')],
    ),
    "17.13.4 a comment goes with the text it stands at": (
        [
            para(
                '<w:commentRangeStart w:id="0"/>',
                deleted("文"),
                '<w:commentRangeEnd w:id="0"/>',
                deleted('<w:r><w:commentReference w:id="0"/></w:r>'),
            )
        ],
        [para()],
        [
            para(
                '<w:commentRangeStart w:id="0"/>',
                "文",
                '<w:commentRangeEnd w:id="0"/>',
                '<w:r><w:commentReference w:id="0"/></w:r>',
            )
        ],
    ),
    # Elsewhere
    "text boxes": (
        [
            para(
                f"<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>{para(deleted('一'), mark='del')}{para('二')}</w:txbxContent></v:textbox></w:pict></w:r>"
            )
        ],
        [
            para(
                f"<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>{para('二')}</w:txbxContent></v:textbox></w:pict></w:r>"
            )
        ],
        [
            para(
                f"<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>{para('一')}{para('二')}</w:txbxContent></v:textbox></w:pict></w:r>"
            )
        ],
    ),
}
"""What it is (with the section of ECMA-376 part 1) → the body, accepted, rejected."""


@pytest.mark.parametrize(("blocks", "new", "old"), CASES.values(), ids=CASES)
def test_every_kind_of_change_is_settled_as_word_does(blocks: list[str], new: list[str], old: list[str]) -> None:
    """Accepted and rejected, both to the letter."""
    parts = package(*blocks)

    assert body(accepted(parts)) == same(*new)
    assert body(rejected(parts)) == same(*old)


@pytest.mark.parametrize("blocks", [blocks for blocks, _, _ in CASES.values()], ids=CASES)
def test_nothing_is_left_to_settle(blocks: list[str]) -> None:
    """A settled document has no mark of a change; settling it again, either way, returns it as it is."""
    for settled in (accepted(package(*blocks)), rejected(package(*blocks))):
        assert changed_parts(settled) == []
        assert accepted(settled) == settled == rejected(settled)


OTHER = f'xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main" {by().replace("w:", "x:")}'


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        ("word/header1.xml", f"<w:hdr {NAMES}>{{}}</w:hdr>"),
        ("word/footnotes.xml", f'<w:footnotes {NAMES}><w:footnote w:id="2">{{}}</w:footnote></w:footnotes>'),
    ],
)
def test_headers_and_notes_are_settled_too(part: str, xml: str) -> None:
    """Every part with text, as the document relates to it."""
    parts = package("BodyText 正文", parts={part: xml.format(para(deleted("旧"), inserted("新")))})
    kind = part.removeprefix("word/").rstrip("1.xml")
    rels = "word/_rels/document.xml.rels"
    link = f'<Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{part[5:]}"/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode() + b"</Relationships>")

    assert lines(accepted(parts), part) == ["新"]
    assert lines(rejected(parts), part) == ["旧"]


def test_names_count_by_their_namespace() -> None:
    """A program may call it x, or nothing at all."""
    xml = body(package(para("应在", inserted("三十"), deleted("十五"), "内")))
    plain = '<document xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    names = xml.replace("w:delText", "delText")
    for prefix, root in (("x:", plain.replace("xmlns=", "xmlns:x=").replace("<d", "<x:d")), ("", plain)):
        text = re.sub(r"(</?)w:", rf"\1{prefix}", names)
        text = (
            re.sub(r" w:(id|author|date)=", r" \1=", text)
            .replace("<delText", f"<{prefix}delText")
            .replace("</delText", f"</{prefix}delText")
        )
        document = f"{root}><{prefix}body>{text}</{prefix}body></{prefix}document>"
        parts = package("BodyText") | {"word/document.xml": document.encode()}

        assert lines(accepted(parts)) == ["应在三十内"]
        assert lines(rejected(parts)) == ["应在十五内"]


def test_a_document_without_changes_is_returned_as_it_is() -> None:
    """Byte for byte, and unparsed: words such as «instrText» or a bad part are no mark."""
    parts = package(para(field("PAGE", "1"), "删除 del ins moveFrom")) | {"word/other.xml": b"<w:ins"}

    assert accepted(parts) == parts == rejected(parts)


def test_the_given_parts_stay_as_they_are() -> None:
    """Settling makes a copy."""
    parts = package(para(inserted("新")))
    before = dict(parts)
    accepted(parts), rejected(parts)

    assert parts == before


ODD: dict[str, tuple[str, list[str], list[str]]] = {
    "paragraphs in a change": (
        f"<w:ins {by()}>{para('一')}</w:ins><w:del {by()}>{para('二')}</w:del>{para('三')}",
        ["一", "三"],
        ["二", "三"],
    ),
    "rows in a change": (
        f"<w:tbl><w:del {by()}>{row('一')}</w:del>{row('二')}</w:tbl>{para()}",
        ["二", ""],
        ["一", "二", ""],
    ),
    "everything in a change": (f"<w:del {by()}>{para('一')}</w:del>", [""], ["一"]),
    "all in a cell": (
        f"<w:tbl><w:tr><w:tc><w:del {by()}>{para('一')}</w:del></w:tc></w:tr></w:tbl>{para()}",
        ["", ""],
        ["一", ""],
    ),
    "a change in a run": ("<w:p><w:r><w:ins/><w:t>一</w:t></w:r></w:p>", ["一"], ["一"]),
    "a change in the properties of a run": (
        "<w:p><w:r><w:rPr><w:del/></w:rPr><w:t>一</w:t></w:r></w:p>",
        ["一"],
        ["一"],
    ),
    "a change that holds nothing": ("<w:p><w:ins/><w:del/><w:r><w:t>一</w:t></w:r></w:p>", ["一"], ["一"]),
    "records that hold nothing": (
        "<w:p><w:pPr><w:jc/><w:pPrChange/></w:pPr><w:r><w:rPr><w:rPrChange/></w:rPr><w:t>一</w:t></w:r></w:p>",
        ["一"],
        ["一"],
    ),
    "a range that never ends": (para('<w:customXmlDelRangeStart w:id="1"/>', sdt(run("一"))), ["一"], ["一"]),
    "an end of a range that never began": (para('<w:moveToRangeEnd w:id="1"/>', "一"), ["一"], ["一"]),
    "a paragraph mark both added and taken": (
        f"<w:p><w:pPr><w:rPr><w:ins {by()}/><w:del {by()}/></w:rPr></w:pPr>{run('一')}</w:p>{para('二')}",
        ["一二"],
        ["一二"],
    ),
    "marks between blocks at the end": (para("一", mark="del") + '<w:bookmarkEnd w:id="4"/>', ["一"], ["一"]),
    "text that was moved in what was added": (para(inserted(moved_away("一")), "二"), ["二"], ["二"]),
    "a formula": (
        para(
            f"<m:oMath><m:r><w:ins {by()}/><m:t>一</m:t></m:r><m:f><m:fPr><m:ctrlPr><w:del {by()}/></m:ctrlPr></m:fPr><m:num>{run('二')}</m:num></m:f></m:oMath>"
        ),
        ["一二"],
        ["二"],
    ),
}
"""Nothing that Word writes, except the last; but it opens them."""


@pytest.mark.parametrize(("block", "new", "old"), ODD.values(), ids=ODD)
def test_what_no_program_should_write_is_settled_all_the_same(block: str, new: list[str], old: list[str]) -> None:
    """Nothing fails, no text that nobody changed is lost, and the changes can be told."""
    parts = package(block)

    assert lines(accepted(parts)) == new
    assert lines(rejected(parts)) == old
    assert all(change.part == "word/document.xml" for change in changes(parts))
    assert changed_parts(accepted(parts)) == changed_parts(rejected(parts)) == []
