"""Values that are more than a text: rich text, paragraphs, listings, pictures, and docxtpl's own; plain ones in odd places."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import warnings
import zlib
from pathlib import Path
from typing import Any

import pytest
from drafts import line
from notation import shown, template
from tests.helpers import validator
from tests.helpers.word import part

from itsm_docs.errors import Faulty
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read, relationships, write
from itsm_docs.templating import compile_template
from itsm_docs.templating.values import InlineImage, Listing, RichText, RichTextParagraph


def word(*lines: str, **parts: Any) -> bytes:
    """A template in the notation of notation.py."""
    return template({"word": lines, **parts})


def filled(source: bytes, **data: Any) -> bytes:
    """A filled file that our own check has passed."""
    made = compile_template(source).fill(data)
    assert check(made) == []
    return made


def faults(source: bytes, **data: Any) -> list[str]:
    """What stops a filling."""
    with pytest.raises(Faulty) as caught:
        compile_template(source).fill(data)
    return [line(found) for found in caught.value.findings]


def png(width: int = 40, height: int = 20, dots_per_metre: int = 0) -> bytes:
    """A grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    size = chunk(b"pHYs", struct.pack(">IIB", dots_per_metre, dots_per_metre, 1)) if dots_per_metre else b""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + head + size + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00\xc8\x00\xc8\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x64\x00\xc8\x01\x01\x11\x00\xff\xd9"
)
"""The head of a JPEG of 200 by 100 points, 200 to the inch."""


# Rich text

RICH = {
    "bold": True,
    "color": "#C00000",
    "size": 28,
    "font": "eastAsia:仿宋",
    "underline": "double",
    "highlight": "FFFF00",
}


@pytest.mark.parametrize("tag", ["{{r value }}", "{{ value }}"])
def test_rich_text_stands_in_runs_of_its_own(tag: str) -> None:
    """With and without the r: what docxtpl breaks the file with is what users write first."""
    value = RichText("甲 & <乙>").add("红", **RICH).add(RichText("丙", italic=True))
    data = filled(word(f"前{tag}后"), value=value)

    assert shown(data) == ["前甲 & <乙>红丙后"]
    assert '<w:i/></w:rPr><w:t xml:space="preserve">丙' in part(data)


def test_rich_text_is_written_in_the_order_of_the_schema() -> None:
    """Word forgives a wrong order, its validator does not."""
    value = RichText("红", style="Strong", strike=True, superscript=True, rtl=True, italic=True, lang="zh-CN", **RICH)
    data = filled(word("{{r value }}"), value=value.add("低", subscript=True, underline=True, font="黑体"))

    errors = [error for error in validator.errors(data) if "rPr" in error]
    assert errors == []


def test_rich_text_breaks_lines_and_paragraphs() -> None:
    r"""``\n``, ``\t``, ``\a`` and ``\f`` as in docxtpl; a new paragraph looks like the one before."""
    data = filled(word("a) 前{{r value }}后"), value=RichText("一\n二\t三\a四\f五", bold=True))

    assert shown(data) == ["a) 前一⏎二⇥三", "b) 四", "⏏", "c) 五后"]
    assert '<w:b/></w:rPr><w:t xml:space="preserve">五' in part(data)


@pytest.mark.parametrize("colour", ["red", "FFF", "FFD9666", '"/><w:b w:val="'])
def test_a_colour_that_is_none_is_told(colour: str) -> None:
    """A name would make Word repair the file."""
    with pytest.raises(Exception, match="TP315"):
        RichText("甲", color=colour)


def test_rich_text_in_a_place_for_plain_text_is_told() -> None:
    """A document property holds text only."""
    assert faults(word("甲", core={"title": "{{ value }}"}), value=RichText("甲"))[0].startswith("TP311 文档属性")


# Paragraphs


def test_rich_paragraphs_take_the_place_of_their_tag() -> None:
    """Each with a style of its own."""
    value = RichTextParagraph("一", "Heading1").add(RichText("二", bold=True)).add("三\n四", "BodyText")

    assert shown(filled(word("前", "{{p value }}", "后"), value=value)) == ["前", "1 一", "二", "三⏎四", "后"]


def test_rich_paragraphs_in_a_sentence_are_told() -> None:
    """A paragraph cannot stand in a paragraph; neither can its tag."""
    assert faults(word("前{{ value }}"), value=RichTextParagraph("一"))[0].startswith("TP311 “前{{ value }}”: 整段内容")
    assert faults(word("前{{p value }}"), value=1)[0].startswith("TP106")


def test_a_plain_value_in_a_paragraph_of_its_own_keeps_the_format() -> None:
    """Of the paragraph and of the tag's run."""
    bold = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{{p value }}</w:t></w:r></w:p>'
    xml = part(filled(word(bold), value="甲\n乙"))

    assert '<w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">甲</w:t><w:br/>' in xml


# Listings


def test_a_listing_breaks_into_paragraphs_of_the_same_format() -> None:
    """Also in a cell; the number of a list goes on."""
    source = word("{{ value }}。", "| {{ value }} |")

    assert shown(filled(source, value=Listing("一\a二\n三&<"))) == ["一", "二⏎三&<。", "| 一¶二⏎三&< |"]


def test_a_listing_in_a_hyperlink_breaks_lines_instead() -> None:
    """A hyperlink cannot be parted."""
    assert shown(filled(word("〈{{ value }}〉"), value=Listing("一\a二"))) == ["一⏎二"]


def test_a_plain_text_with_a_control_character_is_told() -> None:
    r"""Only a value made for it may hold ``\a`` and ``\f``: in a text they came by accident."""
    assert faults(word("{{ value }}"), value="一\a二")[0].startswith("TP309")


def test_the_section_of_a_parted_paragraph_ends_with_its_last_part() -> None:
    """A section break stands in a paragraph's properties."""
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    one = f"<w:p><w:pPr>{section}</w:pPr><w:r><w:t>{{{{ value }}}}</w:t></w:r></w:p>"
    xml = part(filled(word(one, "后"), value=Listing("一\a二")))

    assert xml.count("<w:sectPr>") == 2
    assert xml.index("一") < xml.index("<w:sectPr>") < xml.index("二")


# Pictures


def test_a_picture_stands_in_the_line(tmp_path: Path) -> None:
    """As bytes or from a file, in the body and in a header; one part for one picture, drawings numbered through."""
    (tmp_path / "章.png").write_bytes(png())
    values = {"a": InlineImage(png(), width=20), "b": InlineImage(tmp_path / "章.png", text='章 "甲" & 乙')}
    source = word("前{{ a }}中{{ b }}后", "{%p for x in xs %}", "{{ x }}", "{%p endfor %}", header=["{{ a }}"])
    data = filled(source, xs=[values["a"], InlineImage(JPEG, height=10)], **values)
    parts = read(data)

    assert shown(data)[0] == "前中后"
    assert sorted(name.rpartition(".")[2] for name in parts if "/media/" in name) == ["jpeg", "png"]
    assert len([kind for _, kind, _ in relationships(parts, "word/header1.xml") if kind.endswith("/image")]) == 1
    assert validator.errors(data) == []


@pytest.mark.parametrize(
    ("picture", "size", "extent"),
    [
        (png(96, 48), {}, 'cx="914400" cy="457200"'),
        (png(96, 48, 3780), {}, 'cx="914286" cy="457143"'),
        (JPEG, {}, 'cx="914400" cy="457200"'),
        (png(40, 20), {"width": 20}, 'cx="720000" cy="360000"'),
        (png(40, 20), {"height": 5}, 'cx="360000" cy="180000"'),
        (png(40, 20), {"width": 10, "height": 10}, 'cx="360000" cy="360000"'),
    ],
)
def test_the_size_of_a_picture(picture: bytes, size: dict[str, float], extent: str) -> None:
    """Millimetres; what is not said follows from the picture (36,000 EMU to the millimetre)."""
    assert f"<wp:extent {extent}/>" in part(filled(word("{{ a }}"), a=InlineImage(picture, **size)))


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", png(0, 0)])
def test_something_that_is_no_picture_is_told(data: bytes) -> None:
    """Word would show a red cross."""
    assert faults(word("{{ a }}"), a=InlineImage(data)) == ["TP314 “{{ a }}”: 图片不是 PNG 或 JPEG"]


def test_the_same_picture_gives_the_same_bytes() -> None:
    """Names come from the content."""
    source = compile_template(word("{{ a }}"))

    assert source.fill({"a": InlineImage(png())}) == source.fill({"a": InlineImage(png())})


# docxtpl's own values

tpl = pytest.importorskip("docxtpl")


def theirs(source: bytes, make: Any) -> list[str]:
    """What docxtpl itself makes of a value."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        own = tpl.DocxTemplate(io.BytesIO(source))
        own.render({"value": make(own)}, autoescape=True)
        own.save(stream)
    return shown(stream.getvalue())


def _rich(_: Any) -> Any:
    value = tpl.RichText("甲 & <乙>")
    value.add("红", **RICH)
    value.add("一\n二\t三\a四\f五", bold=True)
    return value


def _paragraphs(_: Any) -> Any:
    value = tpl.RichTextParagraph("一", parastyle="Heading1")
    value.add(tpl.RichText("二", bold=True))
    return value


@pytest.mark.parametrize(
    ("tag", "make"),
    [
        ("前{{r value }}", _rich),
        ("{{p value }}", _paragraphs),
        ("前{{ value }}", lambda _: tpl.Listing("一\n二\t三\a四 & 五\f六")),
    ],
)
def test_docxtpls_markup_prints_as_with_docxtpl(tag: str, make: Any) -> None:
    """The same text; and the file is valid, which docxtpl's is not."""
    source = word("头", tag, "尾")
    data = filled(source, value=make(None))

    assert shown(data) == theirs(source, make)
    assert [error for error in validator.errors(data) if "rPr" in error] == []


def test_docxtpls_link_needs_its_own_package() -> None:
    """The address is registered in a package that the filled file does not come from."""
    value = tpl.RichText("甲", url_id="rId99")

    assert faults(word("{{r value }}"), value=value)[0].startswith("TP311 “{{r value }}”: 带链接的文字")


def live(source: bytes) -> Any:
    """A template object of docxtpl."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        own = tpl.DocxTemplate(io.BytesIO(source))
        own.init_docx()
    return own


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_docxtpls_picture_prints() -> None:
    """docxtpl registers it in its package, from which the file then starts; text and checks stay ours."""
    from docx.shared import Mm

    source = word("前{{ value }}后 {{ text }}", header=["{{ value }}"])
    value = tpl.InlineImage(live(source), io.BytesIO(png()), width=Mm(20))
    data = filled(source, value=value, text="R&D <甲>")

    assert shown(data)[0] == "前后 R&D <甲>"
    assert part(data).count('cx="720000"') == 2
    assert validator.errors(data) == []


def subdocument(own: Any) -> Any:
    """A sub-document of docxtpl with a heading, a numbered list and a table."""
    pytest.importorskip("docxcompose")  # docxtpl[subdoc]
    document = own.new_subdoc()
    document.add_paragraph("子文档 & 题", style="heading 1")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "格"
    document.add_paragraph("尾段")
    return document


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_docxtpls_subdocument_prints() -> None:
    """Its blocks stand in place of the tag's paragraph; headings count on."""
    source = word("# 一", "{{p value }}", "# 二 {{ text }}")
    data = compile_template(source).fill({"value": subdocument(live(source)), "text": "<甲>"})

    assert shown(data) == ["1 一", "2 子文档 & 题", "| 格 | |", "尾段", "3 二 <甲>"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_a_subdocument_in_a_sentence_is_told() -> None:
    """docxtpl puts paragraphs into the paragraph."""
    source = word("前{{ value }}")

    assert faults(source, value=subdocument(live(source)))[0].startswith("TP311 “前{{ value }}”: 整段内容")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_live_values_of_two_templates_are_told() -> None:
    """A file has one package."""
    source = word("{{ a }}{{ b }}")
    a, b = (tpl.InlineImage(live(source), io.BytesIO(png())) for _ in range(2))

    assert faults(source, a=a, b=b)[0].startswith("TP313")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_a_live_value_without_docxtpl_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    source = word("{{ a }}")
    value = tpl.InlineImage(live(source), io.BytesIO(png()))
    monkeypatch.setitem(sys.modules, "docxtpl", None)

    assert faults(source, a=value)[0].startswith("TP312")


# Plain values in odd places


def test_a_value_in_an_alternative_text_is_one_line() -> None:
    """An attribute holds no line breaks and no quotation marks that would end it."""
    parts = read(word("⟦甲⟧"))
    parts["word/document.xml"] = parts["word/document.xml"].replace('name="框"'.encode(), b'name="{{ a }}"')

    assert 'name="甲 &quot;乙&quot; &amp;"' in part(filled(write(parts), a='甲\n"乙" &')).replace("&#34;", "&quot;")


def test_nothing_of_docxtpl_is_imported_without_need() -> None:
    """The fast path stays fast."""
    code = (
        "import sys, itsm_docs.templating.values, itsm_docs.templating.fill;"
        "sys.exit('docxtpl' in sys.modules or 'docx' in sys.modules or 'itsm_docs.templating.legacy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
