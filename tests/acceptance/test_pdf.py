"""`build --to pdf`: the pages that the table of contents promises are the pages on which the headings stand."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from outcome import Built
from pypdf import PdfReader
from tests.helpers.cli import in_a_process
from tests.helpers.tools import need_soffice

from itsm_docs.ooxml.check import check

PAGES = {
    ("port-operations", "sla"): (12, 20),
    ("minimal", "sla"): (8, 18),
    ("port-operations", "contract"): (30, 42),
    ("minimal", "contract"): (8, 13),
}
"""How long a sample's document may be, annexes included: shorter lacks something; longer than it needs is padding."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One document of a sample with its PDF."""

    built: Built
    kind: str

    @property
    def xml(self) -> str:
        """The body of the Word file."""
        return self.built.xml(self.kind)


@pytest.fixture(scope="module")
def built(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A sample with its PDFs: the whole set of the largest, what both parties sign of the others."""
    need_soffice()
    folder = tmp_path_factory.mktemp("pdf")
    part = [] if sample.name == "port-operations" else ["--only", "contract,sla,review"]
    run = in_a_process("build", sample, "-o", folder, "--to", "pdf", *part, cwd=folder)
    assert run.code == 0, run.said
    return Built(folder)


@pytest.fixture(params=["contract", "sla"])
def printed(request: pytest.FixtureRequest, built: Built) -> Printed:
    """Each of the two documents that both parties sign."""
    return Printed(built, str(request.param))


@cache
def pages(printed: Printed) -> tuple[str, ...]:
    """The text of each page without white space, header and footer left in."""
    (name,) = [entry["path"] for entry in printed.built.manifest["documents"] if entry["kind"] == printed.kind]
    data = (printed.built.folder / name).with_suffix(".pdf").read_bytes()
    return tuple("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def contents(printed: Printed) -> list[tuple[str, int]]:
    """Title and page of each entry of the table of contents, as the Word file shows them."""
    entries = []
    for paragraph in re.findall(r"<w:p>(?:(?!</w:p>).)*PAGEREF(?:(?!</w:p>).)*</w:p>", printed.xml, re.DOTALL):
        texts = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph)
        entries.append(("".join("".join(texts[:-1]).split()), int(texts[-1])))
    return entries


def test_every_entry_of_the_contents_names_the_page_of_its_heading(printed: Printed, sample: Path) -> None:
    """All of them, not a sample."""
    text, entries = pages(printed), contents(printed)

    assert (len(entries) > 5) is (printed.kind == "sla" or sample.name != "minimal")  # a brief contract has no contents
    assert [entry for entry in entries if entry[0].replace("&amp;", "&") not in text[entry[1] - 1]] == []
    assert [page for _, page in entries] == sorted(page for _, page in entries)
    assert printed.xml.count("<w:hyperlink ") == len(entries)


def test_no_page_is_blank(printed: Printed) -> None:
    """A page holds more than its header and footer."""
    assert [number for number, text in enumerate(pages(printed), 1) if len(text) < 60] == []


def test_the_length_is_that_of_a_professional_s_document(printed: Printed, sample: Path) -> None:
    """Neither a stub nor padding."""
    least, most = PAGES.get((sample.name, printed.kind), (5, 45))

    assert least <= len(pages(printed)) <= most


def test_the_footer_counts_the_pages(printed: Printed) -> None:
    """第 X 页 共 Y 页, the same Y on every page that has a footer."""
    totals = [int(total) for text in pages(printed) for total in re.findall(r"第\d+页共(\d+)页", text)]

    assert len(totals) >= len(pages(printed)) - 1
    assert len(set(totals)) == 1


def test_the_document_beside_the_pdf_is_whole(printed: Printed) -> None:
    """With page numbers in its contents it still passes our check."""
    assert check(printed.built.document(printed.kind)) == []


def test_automatic_numbers_and_references_are_in_the_pdf(printed: Printed) -> None:
    """Numbers of articles and tables are text there."""
    text = "".join(pages(printed))

    assert "第一条" in text
    assert "表1" in text or printed.kind == "contract"
    assert "Error!" not in text
    assert "错误！" not in text


def test_the_review_sheet_is_one_page(built: Built) -> None:
    """It goes round for signatures inside the house."""
    (path,) = built.folder.glob("*合同要点评审单.pdf")

    assert len(PdfReader(io.BytesIO(path.read_bytes())).pages) == 1
