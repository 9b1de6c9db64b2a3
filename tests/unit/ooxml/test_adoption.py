"""A company's house keeps its look and gets what it lacks."""

from __future__ import annotations

import re

from tests.helpers.validator import errors
from tests.helpers.word import NAMES, SECTION, house, paragraph

from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.house import adopt_styles, link_headings
from itsm_docs.ooxml.numbering import Label, parse
from itsm_docs.ooxml.package import Package, related_part, write

DROPPED = ("numbering", "footnotes", "header", "footer", "fontTable")


def company(styles: str, numbering: str | None = None, *lines: str) -> Package:
    """A company's file with these styles only, and a numbering part when one is given."""
    parts = house()
    for kind in DROPPED:
        if kind == "numbering" and numbering is not None:
            continue
        for name in [name for name in parts if name.startswith(f"word/{kind}")]:
            del parts[name]
        types, rels = parts["[Content_Types].xml"].decode(), parts["word/_rels/document.xml.rels"].decode()
        parts["[Content_Types].xml"] = re.sub(rf'<Override PartName="/word/{kind}[^>]*/>', "", types).encode()
        parts["word/_rels/document.xml.rels"] = re.sub(rf'<Relationship [^>]*Target="{kind}[^>]*/>', "", rels).encode()
    settings = parts["word/settings.xml"].decode()
    parts["word/settings.xml"] = re.sub(r"<w:footnotePr>.*?</w:footnotePr>", "", settings).encode()
    body = "".join(map(paragraph, lines))
    parts["word/document.xml"] = f"<w:document {NAMES}><w:body>{body}<w:p/>{SECTION}</w:body></w:document>".encode()
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    parts["word/styles.xml"] = f"<w:styles {NAMES}>{normal}{styles}</w:styles>".encode()
    if numbering is not None:
        parts["word/numbering.xml"] = f"<w:numbering {NAMES}>{numbering}</w:numbering>".encode()
    return parts


RED_HEADING = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="Heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style>'
)
OWN_LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:pStyle w:val="1"/><w:lvlText w:val="第%1部分"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def test_what_is_missing_comes_from_ours_and_the_file_is_sound() -> None:
    """Styles, lists and note separators arrive with everything they point to."""
    adopted = adopt_styles(company(RED_HEADING), house())

    assert check(write(adopted)) == []
    assert errors(write(adopted)) == []
    assert (related_part(adopted, "numbering"), related_part(adopted, "footnotes")) == (
        "word/numbering.xml",
        "word/footnotes.xml",
    )


def test_the_companys_own_style_stays_as_drawn_under_our_id() -> None:
    """heading 1 keeps its colour, and its paragraphs follow the new id."""
    adopted = adopt_styles(company(RED_HEADING, None, "1 总则"), house())
    styles = adopted["word/styles.xml"].decode()
    found = re.search(r'<w:style [^>]*w:styleId="Heading1".*?</w:style>', styles)

    assert found is not None
    assert "FF0000" in found.group()
    assert 'w:basedOn w:val="Normal"' in found.group()
    assert '<w:pStyle w:val="Heading1"/>' in adopted["word/document.xml"].decode()


def test_there_is_one_default_paragraph_style() -> None:
    """The company's Normal stays the default."""
    styles = adopt_styles(company(""), house())["word/styles.xml"].decode()

    assert len(re.findall(r'w:type="paragraph" w:default="1"', styles)) == 1


def test_an_id_that_means_another_style_makes_room() -> None:
    """A company style that happens to use our id is renamed with its paragraphs."""
    other = '<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="提示框"/></w:style>'
    adopted = adopt_styles(company(other, None, "Note 提示"), house())

    assert '<w:pStyle w:val="NoteOwn1"/>' in adopted["word/document.xml"].decode()
    assert re.search(r'w:styleId="NoteOwn1"[^>]*><w:name w:val="提示框"/>', adopted["word/styles.xml"].decode())
    assert check(write(adopted)) == []


def test_headings_without_numbers_take_the_numbering_of_the_kind() -> None:
    """The company drew no numbers, so a contract counts articles."""
    linked = link_headings(adopt_styles(company(RED_HEADING), house()), "contract")
    counter = parse(linked["word/numbering.xml"], linked["word/styles.xml"]).counter()

    assert [counter.label(style) for style in ("Heading1", "Heading2")] == [
        Label("第一条", "space"),
        Label("1.1", "space"),
    ]
    assert errors(write(linked)) == []


def test_headings_with_their_own_numbers_keep_them() -> None:
    """第1部分 stays, beside our lists that are added to the same part."""
    heading = RED_HEADING.replace("<w:pPr>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>')
    linked = link_headings(adopt_styles(company(heading, OWN_LIST), house()), "contract")
    known = parse(linked["word/numbering.xml"], linked["word/styles.xml"])
    counter = known.counter()

    assert counter.label("Heading1") == Label("第1部分", "tab")
    assert counter.label("ListNumber") == Label("a)", "tab")
    assert counter.label("ListBullet") == Label("•", "tab")
    assert check(write(linked)) == []


def test_a_list_style_without_a_list_is_given_ours() -> None:
    """Instances are made from the style's list, so it must have one."""
    bare = '<w:style w:type="paragraph" w:styleId="a0"><w:name w:val="List Number"/></w:style>'
    adopted = adopt_styles(company(bare, OWN_LIST), house())
    known = parse(adopted["word/numbering.xml"], adopted["word/styles.xml"])

    assert known.counter().label("ListNumber") == Label("a)", "tab")


def test_adopting_from_itself_changes_nothing_that_counts() -> None:
    """Our own house lacks nothing."""
    adopted = adopt_styles(house(), house())
    both = [parse(parts["word/numbering.xml"], parts["word/styles.xml"]) for parts in (adopted, house())]

    assert both[0] == both[1]
    assert adopted.keys() == house().keys()
