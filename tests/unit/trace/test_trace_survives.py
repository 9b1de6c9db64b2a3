"""Three savings by a real LibreOffice in a row leave every hash, value and receipt of an unedited document as it was."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.helpers.tools import ROOT
from tests.helpers.validator import errors
from tests.helpers.word import NAMES, cell, docx, field, house, run, table
from traced_documents import fact, heading, receipt_of, saved_again, with_receipt

import itsm_docs
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read, relationships, story_parts
from itsm_docs.trace import reader
from itsm_docs.trace.parts import read as read_receipt
from itsm_docs.trace.parts import read_mark
from itsm_docs.trace.reader import State

SAMPLES = ("minimal", "port-operations")


def handmade() -> bytes:
    """Chinese and mixed values, facts beside each other, in headings, cells, a header and a footer; fields between them."""
    bold = '<w:rPr><w:rFonts w:hint="eastAsia"/><w:b/></w:rPr>'
    reference = field("REF _itsm_0002 \\r \\h", "第九条")
    lines = fact(9, "notes.first", "第一行@第二行").replace("@", '</w:t><w:br/><w:t xml:space="preserve">')
    body = [
        heading(1, run("服务目标：") + fact(1, "services[s1].name", "网络运维")),
        f"<w:p>{run('甲方：')}{fact(2, 'client.name', '大连港务')}{run('，见')}{reference}</w:p>",
        f"<w:p>{fact(3, 'a', '甲')}{fact(4, 'b', '乙')}{fact(5, 'c', 'Beta 2.0', bold)}</w:p>",
        heading(2, run("报酬"), "Heading2"),
        table(
            cell(f"<w:p>{fact(6, 'fee', '100,000.00')}{run(' 元')}</w:p>")
            + cell(f"<w:p>{run('“含税”')}{fact(7, 'tax', '6%')}</w:p>"),
            cell("BodyText 第一格") + cell(f"<w:p>{fact(8, 'p[甲 乙].name', '服务台 “一线”')}</w:p>"),
        ),
        f"<w:p>{run('多行：')}{lines}<w:r><w:tab/></w:r>{run('止-于 此')}</w:p>",
    ]
    parts = house()
    relations = {Path(target).name: key for key, _, target in relationships(parts, "word/document.xml")}
    section = (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{relations["header1.xml"]}"/>'
        f'<w:footerReference w:type="default" r:id="{relations["footer1.xml"]}"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    )
    return with_receipt(
        docx(
            *body,
            section=section,
            parts={
                "word/header1.xml": f"<w:hdr {NAMES}><w:p>{run('编号')}{fact(10, 'doc.number', '港-SLA-01')}</w:p></w:hdr>",
                "word/footer1.xml": f"<w:ftr {NAMES}><w:p>{fact(11, 'doc.version', '1.0')}</w:p></w:ftr>",
            },
        ),
        {"_itsm_0001": ["8.2.2.2-b"]},
    )


def sample(name: str) -> bytes:
    """The sample's SLA as it is issued."""
    loaded = itsm_docs.load(ROOT / "samples" / name)
    (document,) = itsm_docs.build(loaded, ["sla"])
    return document.data


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    return {"handmade": handmade(), **{name: sample(name) for name in SAMPLES}}


@pytest.fixture(scope="module")
def savings(documents: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    folder: Path = tmp_path_factory.mktemp("saved")
    return list(saved_again(folder, documents))


@pytest.mark.parametrize("name", ["handmade", *SAMPLES])
def test_what_is_written_is_sound(documents: dict[str, bytes], name: str) -> None:
    """Our own check and Microsoft's find nothing, and there is something to lose."""
    receipt = receipt_of(documents[name])

    assert check(documents[name]) == []
    assert errors(documents[name]) == []
    assert len(receipt.facts) >= 11
    assert len(receipt.sections) >= 2


@pytest.mark.parametrize("time", [0, 1, 2], ids=["first", "second", "third"])
@pytest.mark.parametrize("name", ["handmade", *SAMPLES])
def test_nothing_has_changed(
    documents: dict[str, bytes], savings: list[dict[str, bytes]], name: str, time: int
) -> None:
    """Every section has its hash, every fact its value, and the receipt is the one that was issued."""
    parts = read(savings[time][name])
    document, issued = reader.read(parts), receipt_of(documents[name])

    assert read_receipt(parts) == issued
    assert read_mark(parts) == issued.mark
    assert [s.bookmark for s in document.sections if s.state is not State.UNCHANGED] == []
    assert [(f.path, f.issued, f.value) for f in document.facts if f.state is not State.UNCHANGED] == []
    assert len(document.sections) == len(issued.sections)
    assert Counter(f.bookmark for f in document.facts) == Counter(list(issued.facts))


def test_an_edit_after_saving_is_still_seen(savings: list[dict[str, bytes]]) -> None:
    """In the wording, in a value of a cell and in the header, after LibreOffice has dropped the tags."""
    parts = read(savings[-1]["handmade"])
    for name in story_parts(parts):
        text = parts[name].decode()
        for old, new in (("报酬", "费用"), ("100,000.00", "90,000.00"), ("SLA-01", "SLA-02")):
            text = text.replace(old, new)
        parts[name] = text.encode()
    document = reader.read(parts)

    assert [s.bookmark for s in document.sections if s.state is State.EDITED] == ["_itsm_0002"]
    assert {f.path: f.value for f in document.facts if f.state is State.EDITED} == {
        "fee": "90,000.00",
        "doc.number": "港-SLA-02",
    }
