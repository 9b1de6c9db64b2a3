"""pandoc is reached through one seam; what it makes of a readable copy is a page that a reader of Chinese expects."""

from __future__ import annotations

import re

import pypandoc
import pytest
from lxml import html
from tests.helpers.pages import page, rows_of, shown, text_of
from tests.helpers.tools import need_pandoc
from tests.helpers.word import bookmark, cell, docx, field, run, table

from itsm_docs.convert.pandoc import Page, to_pages
from itsm_docs.errors import Unusable
from itsm_docs.ooxml.comments import Comment, add_comments
from itsm_docs.ooxml.package import read, write
from itsm_docs.ooxml.readable import readable

MERGED = table(
    cell("BodyText 项目") + cell("BodyText 一月") + cell("BodyText 二月"),
    cell("BodyText 响应", properties='<w:vMerge w:val="restart"/>')
    + cell("BodyText 合计", properties='<w:gridSpan w:val="2"/>'),
    cell("BodyText", properties="<w:vMerge/>") + cell("BodyText 1") + cell("BodyText 2"),
    grid=(3000, 3000, 3000),
)
BOLD = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'


def p(*runs: str, style: str = "BodyText") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def converted(form: Page, *lines: str, title: str = "服务合同") -> str:
    """The page made of a small document."""
    need_pandoc()
    copy = readable(docx(*lines), rich=form == "html")
    return to_pages({"a": (copy.data, title)}, form)["a"].decode("utf-8")


def refusal(caught: pytest.ExceptionInfo[Unusable]) -> tuple[str, str | None]:
    return caught.value.findings[0].code, caught.value.findings[0].where.file


def test_a_page_is_chinese_and_needs_nothing_else() -> None:
    """Language, title, its own look, and no address of anything outside it."""
    text = converted("html", "Heading1 总则", "Heading2 目的", title="合同 <A&B>")
    root = html.document_fromstring(text)

    assert (root.get("lang"), root.findtext(".//title"), root.findtext(".//h1")) == (
        "zh-CN",
        "合同 <A&B>",
        "合同 <A&B>",
    )
    assert "border-collapse" in str(root.findtext(".//style"))
    assert root.xpath("//link | //script | //@src") == []
    assert [address for address in root.xpath("//@href") if not address.startswith("#")] == []


def test_the_headings_stand_below_the_title_with_their_numbers_and_are_listed() -> None:
    """The list leads to them."""
    root = html.document_fromstring(converted("html", "Heading1 总则", "Heading2 目的"))
    listed = {str(link.get("href"))[1:]: text_of(link) for link in root.iterfind(".//nav//a")}

    assert [(heading.tag, text_of(heading)) for heading in root.iter("h2", "h3")] == [
        ("h2", "1总则"),
        ("h3", "1.1目的"),
    ]
    assert [listed[str(heading.get("id"))] for heading in root.iter("h2", "h3")] == ["1总则", "1.1目的"]


def test_a_document_without_headings_has_no_list() -> None:
    """No empty box above a sheet of one page."""
    assert "<nav" not in converted("html", "BodyText 一")


@pytest.mark.parametrize("form", ["html", "md"])
def test_quotes_breaks_and_bold_stay(form: Page) -> None:
    """“ ” are Chinese quotes and not the straight ones of a keyboard."""
    text = converted(form, p(run("“甲”‘乙’…—"), "<w:r><w:br/></w:r>", BOLD.format("粗"), run("末")))
    body = page(text) if form == "html" else shown(text)
    (paragraph,) = body.iter("p")

    assert text_of(paragraph) == "“甲”‘乙’…—粗末"
    assert [child.tag for child in paragraph] == ["br", "strong"]


@pytest.mark.parametrize("form", ["html", "md"])
def test_merged_cells_stay_merged(form: Page) -> None:
    """Markdown has none; its readers are given the table as a page has it."""
    text = converted(form, MERGED)
    (made,) = (page(text) if form == "html" else shown(text)).iter("table")

    assert rows_of(made) == [["项目", "一月", "二月"], ["响应", "合计"], ["1", "2"]]
    assert [
        (one.get("rowspan"), one.get("colspan")) for one in made.iter("td", "th") if text_of(one) in ("响应", "合计")
    ] == [
        ("2", None),
        (None, "2"),
    ]


def test_a_caption_is_the_tables_own_in_a_page_and_a_line_above_it_in_markdown() -> None:
    """表 N is not dropped; a figure's caption before a table is not the table's."""
    lines = ("Caption 图 1　组织", "Caption 表 1　目标", table(cell("BodyText 一") + cell("BodyText 二")))
    (made,) = page(converted("html", *lines)).iter("table")
    plain = shown(converted("md", *lines))

    assert text_of(made.find("caption")) == "表1目标"
    assert [one.tag for one in plain][-3:] == ["p", "p", "table"]
    assert text_of(plain[-2]) == "表1目标"


def test_a_reference_leads_to_the_paragraph_itself() -> None:
    """No empty anchor stands in the text."""
    lines = (p(run("见"), field("REF _Ref1 \\r \\h", "1.1")), p(bookmark("_Ref1", 3, run("本款")), run("末")))
    text = converted("html", *lines)

    assert '<a href="#_Ref1">1.1</a>' in text
    assert '<p id="_Ref1">本款末</p>' in text
    assert converted("md", *lines).endswith("见1.1\n\n本款末\n")


def test_an_open_point_is_marked() -> None:
    """In a page with the yellow of Word."""
    marked = '<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>【待定：电话】</w:t></w:r>'

    assert "<mark>【待定：电话】</mark>" in converted("html", p(run("是"), marked, run("，")))
    assert "是【**待定：电话**】，" in converted("md", p(run("是"), marked, run("，")))


@pytest.mark.parametrize("form", ["html", "md"])
def test_footnotes_are_kept(form: Page) -> None:
    """With their text."""
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = docx(p(run("正文"), note))
    parts = read(data)
    footnote = f'<w:footnote w:id="2">{p(run("脚注文字"))}</w:footnote></w:footnotes>'
    parts["word/footnotes.xml"] = parts["word/footnotes.xml"].replace(b"</w:footnotes>", footnote.encode())
    need_pandoc()
    copy = readable(write(parts), rich=form == "html")
    text = to_pages({"a": (copy.data, "题")}, form)["a"].decode()

    assert "脚注文字" in text
    assert ("[^1]" in text) is (form == "md")


@pytest.mark.parametrize("form", ["html", "md"])
def test_comments_do_not_leak(form: Page) -> None:
    """Drafts carry a comment at each default."""
    data = write(add_comments(read(docx("BodyText 正文")), [Comment(0, "默认值")], author="itsm-docs", initials="检查"))
    need_pandoc()
    text = to_pages({"a": (readable(data, rich=form == "html").data, "题")}, form)["a"].decode()

    assert ("正文" in text, "默认值" in text, "comment" in text) == (True, False, False)


def test_a_picture_lies_in_the_page() -> None:
    """As data, with its alternative text, so that one file can be sent."""
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
        "0000000049454e44ae426082"
    )
    shape = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/><wp:docPr id="1" name="章" descr="公章"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="章"/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId77"/></pic:blipFill><pic:spPr/></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    parts = read(docx(p(shape)))
    relation = '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/a.png"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    parts["word/media/a.png"] = pixel
    need_pandoc()
    (image,) = page(to_pages({"a": (readable(write(parts), rich=True).data, "题")}, "html")["a"].decode()).iter("img")

    assert str(image.get("src")).startswith("data:image/png;base64,")
    assert image.get("alt") == "公章"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((BOLD.format("接口："), run("计划")), "**接口**：计划"),
        ((run("是"), BOLD.format("“甲”"), run("，")), "是“**甲**”，"),
        ((BOLD.format("负责人（签字）"),), "**负责人（签字）**"),
        ((run("甲"), BOLD.format("★"), run("乙")), "甲★乙"),
        ((run("甲"), BOLD.format("粗"), run("乙")), "甲**粗**乙"),
    ],
)
def test_bold_text_is_bold_beside_chinese_punctuation(runs: tuple[str, ...], expected: str) -> None:
    """CommonMark sees no bold where a mark stands between punctuation and a letter."""
    text = converted("md", p(*runs))

    assert text.splitlines()[-1] == expected
    assert "*" not in text_of(shown(text))


def test_markdown_shows_lists_and_breaks_in_cells_as_they_are() -> None:
    """Letters without a backslash; the table stays one of Markdown."""
    text = converted(
        "md", "ListNumber:3.0 其一", table(cell("BodyText 甲"), cell(p(run("一"), "<w:r><w:br/></w:r>", run("二"))))
    )

    assert "\na) 其一\n" in text
    assert "一<br>二" in text
    assert "<table" not in text


def test_a_set_is_converted_under_its_own_names() -> None:
    """The names are the caller's and need not be file names."""
    need_pandoc()
    documents = {name: (readable(docx(f"BodyText {name}"), rich=False).data, name) for name in ("合同/正本", "附件 1")}

    assert {name: text.decode() for name, text in to_pages(documents, "md").items()} == {
        name: f"# {name}\n\n{name}\n" for name in documents
    }
    assert to_pages({}, "md") == {}


def test_a_missing_program_comes_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is converted."""

    def nowhere() -> str:
        raise OSError("No pandoc was found")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", nowhere)
    with pytest.raises(Unusable) as caught:
        to_pages({"a": (b"", "")}, "html")

    assert refusal(caught) == ("CV201", None)
    assert all(
        word in (caught.value.findings[0].hint or "") for word in ("pip install pypandoc-binary", "winget", "brew")
    )


@pytest.mark.parametrize(("version", "refused"), [("2.17.1.1", True), ("3.4", True), ("3.5", False), ("3.10.1", False)])
def test_an_old_program_is_refused(version: str, refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would lose what must be seen, without a word."""
    from itsm_docs.convert.pandoc import find_program

    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: "/usr/bin/pandoc")
    monkeypatch.setattr(pypandoc, "get_pandoc_version", lambda: version)
    if not refused:
        assert find_program() == "/usr/bin/pandoc"
        return
    with pytest.raises(Unusable) as caught:
        find_program()

    assert refusal(caught) == ("CV202", None)
    assert version in caught.value.findings[0].message


def test_a_failure_names_the_document() -> None:
    """And gives the program's own last word."""
    need_pandoc()
    with pytest.raises(Unusable) as caught:
        to_pages({"合同.docx": (b"no package", "题")}, "html")

    assert refusal(caught) == ("CV203", "合同.docx")
    assert not re.search(r"\n", caught.value.findings[0].message)
