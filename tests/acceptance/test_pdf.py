"""`build --to pdf`: the pages that the table of contents promises are the pages on which the headings stand."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from outcome import Built
from pypdf import PdfReader
from tests.helpers.cli import in_a_process
from tests.helpers.tools import need_soffice

from itsm_docs.ooxml.check import check

PAGES = {"port-operations": (12, 20), "minimal": (8, 18)}
"""How long a sample's agreement may be: shorter lacks something; longer than two services need is padding."""


@pytest.fixture(scope="module")
def built(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A sample with its PDF."""
    need_soffice()
    folder = tmp_path_factory.mktemp("pdf")
    run = in_a_process("build", sample, "-o", folder, "--to", "pdf", cwd=folder)
    assert run.code == 0, run.said
    return Built(folder)


@cache
def pages(built: Built) -> tuple[str, ...]:
    """The text of each page without white space, header and footer left in."""
    (path,) = built.folder.glob("*.pdf")
    return tuple("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(path.read_bytes())).pages)


def contents(built: Built) -> list[tuple[str, int]]:
    """Title and page of each entry of the table of contents, as the Word file shows them."""
    entries = []
    for paragraph in re.findall(r"<w:p>(?:(?!</w:p>).)*PAGEREF(?:(?!</w:p>).)*</w:p>", built.xml(), re.DOTALL):
        texts = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph)
        entries.append(("".join("".join(texts[:-1]).split()), int(texts[-1])))
    return entries


def test_every_entry_of_the_contents_names_the_page_of_its_heading(built: Built) -> None:
    """All of them, not a sample."""
    text, entries = pages(built), contents(built)

    assert len(entries) > 5
    assert [entry for entry in entries if entry[0].replace("&amp;", "&") not in text[entry[1] - 1]] == []
    assert [page for _, page in entries] == sorted(page for _, page in entries)
    assert built.xml().count("<w:hyperlink ") == len(entries)


def test_no_page_is_blank(built: Built) -> None:
    """A page holds more than its header and footer."""
    assert [number for number, text in enumerate(pages(built), 1) if len(text) < 60] == []


def test_the_length_is_that_of_a_professional_s_document(built: Built, sample: Path) -> None:
    """Neither a stub nor padding."""
    least, most = PAGES.get(sample.name, (5, 30))

    assert least <= len(pages(built)) <= most


def test_the_footer_counts_the_pages(built: Built) -> None:
    """第 X 页 共 Y 页, the same Y on every page that has a footer."""
    totals = [int(total) for text in pages(built) for total in re.findall(r"第\d+页共(\d+)页", text)]

    assert len(totals) >= len(pages(built)) - 1
    assert len(set(totals)) == 1


def test_the_document_beside_the_pdf_is_whole(built: Built) -> None:
    """With page numbers in its contents it still passes our check."""
    assert check(built.document()) == []


def test_automatic_numbers_and_references_are_in_the_pdf(built: Built) -> None:
    """Numbers of articles and tables are text there."""
    text = "".join(pages(built))

    assert "第一条" in text
    assert "表1" in text
    assert "Error!" not in text
    assert "错误！" not in text
