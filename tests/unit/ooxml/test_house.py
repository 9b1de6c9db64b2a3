"""The house style keeps its contract with those who write against it."""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from jinja2 import Environment
from tests.helpers.tools import ROOT
from tests.helpers.validator import errors
from tests.helpers.word import house, texts

from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.house import link_headings
from itsm_docs.ooxml.package import write
from itsm_docs.ooxml.xml import every, first, parse, value
from itsm_docs.workspace import shipped

HOUSE = shipped("templates") / "house/house.docx"
STYLES = {
    "Normal": "Normal", "Heading1": "heading 1", "Heading2": "heading 2", "Heading3": "heading 3", "Heading4": "heading 4",
    "BodyText": "Body Text", "ListNumber": "List Number", "ListBullet": "List Bullet", "ListContinue": "List Continue",
    "ContractClause": "Contract Clause", "ContractItem": "Contract Item",
    "Caption": "caption", "TableText": "Table Text", "TableHeading": "Table Heading", "TableNote": "Table Note",
    "Note": "Note", "FormulaText": "Formula", "FootnoteText": "footnote text", "FootnoteReference": "footnote reference",
    "TOCHeading": "TOC Heading", "TOC1": "toc 1", "TOC2": "toc 2", "TOC3": "toc 3", "Title": "Title",
    "Subtitle": "Subtitle", "CoverText": "Cover Text", "CoverField": "Cover Field", "Header": "header", "Footer": "footer",
    "Strong": "Strong", "Emphasis": "Emphasis", "Hyperlink": "Hyperlink", "Signature": "Signature Line",
    "TableGrid": "Table Grid", "ThreeLine": "Three Line",
}  # fmt: skip


def styles(parts: dict[str, bytes]) -> dict[str, str]:
    root = parse(parts["word/styles.xml"], "word/styles.xml")
    return {value(style, "w:styleId") or "": value(first(style, "w:name")) or "" for style in every(root, "w:style")}


def test_the_styles_that_others_write_are_there() -> None:
    """Ids and names are a contract with the Markdown writer and the templates."""
    assert STYLES.items() <= styles(house()).items()


def test_the_house_is_a_valid_word_file() -> None:
    """Microsoft's validator and our own check find nothing."""
    data = HOUSE.read_bytes()

    assert check(data) == []
    assert errors(data) == []


@pytest.mark.parametrize("office", ["Office2010", "Office2016"])
def test_older_versions_of_word_take_it_too(office: str) -> None:
    """Customers still run them."""
    assert errors(HOUSE.read_bytes(), office) == []


def test_pages_break_alike_everywhere() -> None:
    """No grid, an exact line pitch of 20 pt, fonts named and no theme that could replace them."""
    parts = house()
    text = parts["word/styles.xml"].decode()

    assert b"w:docGrid" not in b"".join(parts.values())
    assert not [name for name in parts if "theme" in name]
    assert re.search(r'w:styleId="Normal">.*?<w:spacing w:line="400" w:lineRule="exact"/>', text)
    assert 'w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman"' in text


def test_body_text_is_indented_by_two_characters() -> None:
    """Both attributes: LibreOffice 7.4 ignores the one that Word prefers."""
    assert '<w:ind w:firstLineChars="200" w:firstLine="480"/>' in house()["word/styles.xml"].decode()


def test_clauses_are_body_text_that_may_break_over_pages() -> None:
    """No single lines left behind; the number comes with the paragraph, because Word ignores the level in a style."""
    text = house()["word/styles.xml"].decode()

    for style in ("ContractClause", "ContractItem"):
        (found,) = re.findall(rf'w:styleId="{style}">.*?</w:style>', text)
        assert '<w:basedOn w:val="BodyText"/>' in found
        assert "<w:pPr><w:widowControl/></w:pPr>" in found


def test_no_tag_is_split_over_runs() -> None:
    """Each tag stands in one w:t, as the dialect reads best."""
    runs = re.findall(r"<w:t[^>]*>([^<]*)</w:t>", house()["word/document.xml"].decode())
    tagged = [text for text in runs if "{" in text or "}" in text]

    assert [text for text in tagged if not re.fullmatch(r"\{[{%][^{}]*[}%]\}", text)] == []
    assert {"{{ body }}", "{{ toc() }}", "{%tr for r in doc.revisions %}"} <= set(tagged)


def test_the_end_is_marked() -> None:
    """The last paragraph holds the bookmark that readers take for the end of the document."""
    document = house()["word/document.xml"].decode()

    assert document.rindex('w:name="_itsm_end"') > document.rindex("{%p endif %}")


@pytest.mark.parametrize("numbering", ["contract", "manual"])
def test_linking_headings_leaves_a_valid_file(numbering: str) -> None:
    """One definition carries the links to heading 1-3, the other none."""
    parts = link_headings(house(), "contract" if numbering == "contract" else "manual")
    root = parse(parts["word/numbering.xml"], "word/numbering.xml")
    linked = {
        value(first(item, "w:name")): [value(link) for link in every(item, "w:pStyle")]
        for item in every(root, "w:abstractNum")
    }
    headings = ["Heading1", "Heading2", "Heading3"]

    assert (linked["合同编号"], linked["手册编号"]) == ((headings, []) if numbering == "contract" else ([], headings))
    assert errors(write(parts)) == []
    assert check(write(parts)) == []


def test_linking_back_and_forth_ends_where_it_began() -> None:
    """The kind of one document leaves nothing behind for the next."""
    once = link_headings(house(), "manual")

    assert link_headings(link_headings(once, "contract"), "manual") == once


def test_a_company_that_numbers_by_its_own_definition_keeps_it() -> None:
    """A numbering that was drawn on purpose is not replaced."""
    parts = house()
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace("手册编号".encode(), "公司编号".encode())

    assert link_headings(parts, "contract") == parts


def test_unpacking_and_packing_changes_nothing(tmp_path: Path) -> None:
    """A developer edits the house as text and gets the same file when nothing was edited."""
    tool = str(ROOT / "tools/docx_parts.py")
    for verb, source, target in (
        ("unpack", HOUSE, tmp_path / "parts"),
        ("pack", tmp_path / "parts", tmp_path / "again.docx"),
    ):
        subprocess.run([sys.executable, tool, verb, str(source), str(target)], check=True)

    assert (tmp_path / "again.docx").read_bytes() == HOUSE.read_bytes()
    assert max(map(len, (tmp_path / "parts/word/styles.xml").read_text(encoding="utf-8").splitlines())) < 1500


@pytest.mark.parametrize(
    ("signoff", "shown", "hidden"), [("parties", "签 署 页", "审 批 页"), ("approval", "审 批 页", "签 署 页")]
)
def test_the_house_is_plain_docxtpl_dialect(signoff: str, shown: str, hidden: str) -> None:
    """The engine that Word users know renders it: one row a revision, one of the two sign-offs, a sound file."""
    engine = pytest.importorskip("docxtpl")
    environment = Environment(autoescape=True)
    environment.filters["date"] = str
    party = dict.fromkeys(("name", "uscc", "address", "contact", "phone"), "大连港务 & 公司")
    revision = dict.fromkeys(("version", "date", "summary", "author", "reviewer", "approver"), "修订甲")
    document = dict.fromkeys(
        (
            "number",
            "version",
            "classification",
            "title",
            "subtitle",
            "date",
            "author",
            "reviewer",
            "approver",
            "issued",
        ),
        "文件",
    )
    document |= {
        "effective": "文件",
        "control": "受控",
        "draft": False,
        "contents": True,
        "history": True,
        "signoff": signoff,
        "revisions": [revision, revision],
    }
    template = engine.DocxTemplate(HOUSE)
    template.render(
        {"doc": document, "client": party, "provider": party, "body": "正文", "toc": lambda: "目录"},
        jinja_env=environment,
    )
    stream = BytesIO()
    template.save(stream)
    lines = texts(stream.getvalue())

    assert (shown in lines, hidden in lines, lines.count("修订甲"), "（征求意见稿）" in lines) == (
        True,
        False,
        12,
        False,
    )
    assert not [line for line in lines if "{" in line]
    assert check(stream.getvalue()) == []
