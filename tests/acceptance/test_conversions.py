"""`build --to html,md,odt`: whoever reads a conversion reads the Word file, paragraph by paragraph and cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml.etree import _Element
from lxml.html import HtmlElement
from outcome import Built
from tests.helpers.cli import CommandLine, in_a_process
from tests.helpers.office import text_of_odt
from tests.helpers.pages import page, rows_of, shown, squeezed, text_of
from tests.helpers.tools import ROOT, need_pandoc, need_soffice
from tests.helpers.tree import copy_of, edit
from tests.helpers.word import numbered

from itsm_docs.convert import libreoffice, pandoc
from itsm_docs.ooxml.package import read
from itsm_docs.ooxml.xml import every, first, parse, qn, value
from itsm_docs.ooxml.xml import text_of as word_text

SIGNED = ["contract", "sla"]


def build(folder: Path, sample: Path, kinds: list[str], formats: str) -> Built:
    run = in_a_process("build", sample, "-o", folder, "--only", ",".join(kinds), "--to", formats, cwd=folder)
    assert run.code == 0, run.said
    return Built(folder)


@pytest.fixture(scope="module")
def built(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What both parties of a sample sign, in every format that is no PDF."""
    need_soffice()
    need_pandoc()
    return build(tmp_path_factory.mktemp("converted"), sample, SIGNED, "html,md,odt")


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The process manual with its flows."""
    need_pandoc()
    return build(tmp_path_factory.mktemp("manual"), ROOT / "samples/port-operations", ["process"], "html,md")


def file_of(built: Built, kind: str, suffix: str) -> bytes:
    (entry,) = [entry for entry in built.manifest["documents"] if entry["kind"] == kind]
    path = Path(entry["path"]).with_suffix(suffix)
    assert path.name in entry["also"]
    return (built.folder / path).read_bytes()


@cache
def body(built: Built, kind: str, form: str) -> HtmlElement:
    """A page, or Markdown as a viewer shows it."""
    text = file_of(built, kind, f".{form}").decode("utf-8")
    return page(text) if form == "html" else shown(text)


@cache
def word(built: Built, kind: str) -> _Element:
    return parse(read(built.document(kind))["word/document.xml"], "word/document.xml")


def paragraphs(built: Built, kind: str) -> Iterator[str]:
    """What stands after the cover, with its numbers; lists of pages and the inside of drawings left out."""
    root, drawn = word(built, kind), {qn("w:txbxContent")}
    on_cover = any(first(one, "w:pPr/w:sectPr") is not None for one in root[0])
    for one, text in zip(every(root, "w:p"), numbered(built.document(kind)), strict=True):
        style = value(first(one, "w:pPr/w:pStyle")) or ""
        contents = style.startswith("TOC") and (style != "TOCHeading" or squeezed(text) == "目录")
        in_a_drawing = next(one.iterancestors(*drawn), None) is not None or next(one.iter(*drawn), None) is not None
        if not (on_cover or contents or in_a_drawing) and squeezed(text):
            yield squeezed(text)
        on_cover = on_cover and first(one, "w:pPr/w:sectPr") is None


def left_over(paragraphs: Iterator[str], text: str) -> tuple[list[str], list[str]]:
    """The paragraphs that a text does not have in their place, and what it has between the others."""
    missing, between, at = [], [], None
    for one in paragraphs:
        found = text.find(one, at or 0)
        if found < 0:
            missing.append(one)
        else:
            between.append("" if at is None else text[at:found])
            at = found + len(one)
    return missing, [piece for piece in between if piece]


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("kind", SIGNED)
def test_every_paragraph_is_there_with_its_number_and_nothing_else(built: Built, kind: str, form: str) -> None:
    """In order, from the first after the cover to the last; each reference shows what it shows in Word."""
    assert left_over(paragraphs(built, kind), text_of(body(built, kind, form))) == ([], [])


@pytest.mark.parametrize("kind", SIGNED)
def test_an_opendocument_text_reads_the_same(built: Built, kind: str) -> None:
    """Opened by LibreOffice; the cover and the contents stand in it too."""
    text = squeezed(text_of_odt(file_of(built, kind, ".odt")))
    missing, between = left_over(map(squeezed, filter(squeezed, numbered(built.document(kind)))), text)

    assert (missing, between) == ([], [])


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("kind", SIGNED)
def test_every_table_has_its_cells_and_its_caption(built: Built, kind: str, form: str) -> None:
    """Row by row; the caption is the table's own in a page, and the paragraph before it in Markdown."""
    root = word(built, kind)
    tables = [table for table in every(root, "w:tbl") if value(first(table, "w:tblPr/w:tblStyle")) != "TableNormal"]
    made = [one for one in body(built, kind, form).iter("table") if not text_of(one).startswith("甲方（盖章）")]

    assert [cells(table) for table in tables] == [rows_of(one) for one in made]
    assert [caption_in_word(table) for table in tables] == [caption_of(one) for one in made]


def cells(table: _Element) -> list[list[str]]:
    rows = table.iterfind(qn("w:tr"))
    return [[squeezed(word_text(cell)) for cell in row.iterfind(qn("w:tc")) if not _continues(cell)] for row in rows]


def _continues(cell: _Element) -> bool:
    merge = first(cell, "w:tcPr/w:vMerge")
    return merge is not None and value(merge) != "restart"


def caption_in_word(table: _Element) -> str:
    before = next((one for one in table.itersiblings(preceding=True) if one.tag in (qn("w:p"), qn("w:tbl"))), None)
    style = None if before is None else value(first(before, "w:pPr/w:pStyle"))
    return squeezed(word_text(before)) if before is not None and style == "Caption" else ""


def caption_of(table: HtmlElement) -> str:
    own, before = table.find("caption"), table.getprevious()
    if own is not None:
        return text_of(own)
    is_caption = before is not None and before.find("strong") is not None and re.match(r"表\d", text_of(before))
    return text_of(before) if before is not None and is_caption else ""


def test_every_link_of_a_page_leads_somewhere(built: Built) -> None:
    """References and the list of contents."""
    text = file_of(built, "contract", ".html").decode("utf-8")
    targets = re.findall(r'href="([^"]*)"', text)

    assert len(targets) > 10
    assert [one for one in targets if f'id="{one[1:]}"' not in text] == []
    assert 'class="anchor"' not in text


def test_the_title_of_the_cover_is_the_title_of_the_page(built: Built) -> None:
    """The parties stand below it as lines."""
    for form in ("html", "md"):
        top = body(built, "contract", form)
        heading = next(top.iter("h1"))
        lines = [text_of(one) for one in top.iter("p")][:12]

        assert text_of(heading) == "信息服务管理合同"
        assert [line[:3] for line in lines if line.startswith(("甲方：", "乙方："))] == ["甲方：", "乙方："]


@pytest.mark.parametrize("form", ["html", "md"])
def test_flows_are_said_and_no_text_is_lost(manual: Built, form: str) -> None:
    """Between the paragraphs of the manual stand the words of its drawings, and only they."""
    missing, between = left_over(paragraphs(manual, "process"), text_of(body(manual, "process", form)))
    drawings = [squeezed(str(one.get("descr"))) for one in every(word(manual, "process"), "wp:docPr")]

    assert missing == []
    assert between == [f"〔图：{said}〕" for said in drawings]
    assert len(drawings) > 10


def test_a_draft_keeps_its_open_points_visible_and_its_comments_to_itself(
    minimal: Path, tmp_path: Path, itsm_docs: CommandLine
) -> None:
    """The sample is a draft with defaults, its day of signature open; a second build replaces the first."""
    need_pandoc()
    project = copy_of(minimal, tmp_path / "项目")
    edit(project, "签订日期: 2026-12-16", "签订日期: 待定：以用印日为准")
    for _ in range(2):
        run = itsm_docs("build", project, "-o", tmp_path / "输 出", "--only", "sla", "--to", "html,md")
        assert run.code == 0
    built = Built(tmp_path / "输 出")
    page, markdown = (file_of(built, "sla", suffix).decode("utf-8") for suffix in (".html", ".md"))

    assert b"w:commentReference" in read(built.document("sla"))["word/document.xml"]
    assert re.search("<mark>【待定[^<]*】</mark>", page)
    assert "**" in next(line for line in markdown.splitlines() if "【" in line and "待定" in line)
    assert not re.search("默认值，|请确认", page + markdown)


@pytest.mark.parametrize(("formats", "code"), [("html", "CV201"), ("odt", "CV101")])
def test_without_the_program_nothing_is_built(
    formats: str, code: str, minimal: Path, tmp_path: Path, itsm_docs: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 and the way to install it, at once."""
    monkeypatch.setattr(pandoc, "_program", lambda: None)
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    run = itsm_docs("build", minimal, "-o", tmp_path / "out", "--to", formats)

    assert run.code == 2
    assert f"错误 {code}" in run.err
    assert list((tmp_path / "out").iterdir()) == []
