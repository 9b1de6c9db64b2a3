"""LibreOffice is reached through one seam, and every way it can fail has its message."""

from __future__ import annotations

import io
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from tests.helpers.office import text_of_odt
from tests.helpers.tools import need_soffice
from tests.helpers.word import bookmark, docx, run

from itsm_docs.convert import libreoffice
from itsm_docs.convert.libreoffice import PROGRAM_VARIABLE, find_program, to_odt, to_pdf
from itsm_docs.errors import Unusable
from itsm_docs.ooxml.flatten import flatten

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in program is a shell script")


def stand_in(folder: Path, script: str) -> str:
    """A program that does what `script` says instead of converting."""
    path = folder / "soffice"
    path.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def refusal(caught: pytest.ExceptionInfo[Unusable]) -> tuple[str, str | None]:
    return caught.value.findings[0].code, caught.value.findings[0].where.file


def heading(name: str, key: int) -> str:
    mark = bookmark(name, key, run("服务目标"))
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:pageBreakBefore/></w:pPr>{mark}</w:p>'


def test_every_bookmark_has_its_page() -> None:
    """Pages count from one; names with underscores, look-alikes of the escape, and Chinese come back as they were."""
    need_soffice()
    names = ["_Toc900001", "_itsm_0007", "a5F", "服务"]
    document = flatten(docx("BodyText 封面", *(heading(name, key) for key, name in enumerate(names))))
    pdf = to_pdf({"合同": document})["合同"]

    assert pdf.data.startswith(b"%PDF")
    assert (pdf.page_count, pdf.destinations) == (5, {"_Toc900001": 2, "_itsm_0007": 3, "a5F": 4, "服务": 5})


def test_a_set_is_converted_under_its_own_names() -> None:
    """The names are the caller's and need not be file names."""
    need_soffice()
    documents = {"合同/正本": docx("BodyText 甲"), "附件 1": docx("BodyText 甲", heading("b", 1))}

    assert {name: pdf.page_count for name, pdf in to_pdf(documents).items()} == {"合同/正本": 1, "附件 1": 2}


def test_a_flat_copy_prints_the_numbers_of_word() -> None:
    """A list label is on the page once, as text."""
    need_soffice()
    from io import BytesIO

    from pypdf import PdfReader

    pdf = to_pdf({"a": flatten(docx("Heading1 总则", "Heading2 目的", "ListNumber:3.0 其一"))})["a"]
    text = PdfReader(BytesIO(pdf.data)).pages[0].extract_text()

    assert [line.replace(" ", "").replace("\t", "") for line in text.splitlines() if line.strip()][:3] == [
        "1总则",
        "1.1目的",
        "a)其一",
    ]


def test_an_opendocument_text_says_what_the_word_file_says() -> None:
    """Opened again, number by number; nothing of the bookmarks is in it that nobody uses."""
    lines = ("Heading1 总则", "ListNumber:3.0 其一", "BodyText “甲”方", bookmarked := heading("_v0001", 7))
    (odt,) = to_odt({"合同": flatten(docx(*lines), marks=False)}).values()

    assert [line.strip() for line in text_of_odt(odt).splitlines()] == ["1 总则", "a)\t其一", "“甲”方", "2 服务目标"]
    assert "_v0001" in bookmarked
    assert b"_v0001" not in zipfile.ZipFile(io.BytesIO(odt)).read("content.xml")


def test_nothing_to_convert_needs_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty set is done before anything is looked for."""
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)

    assert (to_pdf({}), to_odt({})) == ({}, {})


def test_a_missing_program_comes_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint says how to install it on each system."""
    monkeypatch.delenv(PROGRAM_VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(libreoffice, "_PLACES", ())
    with pytest.raises(Unusable) as caught:
        to_pdf({"a": b""})

    assert refusal(caught) == ("CV101", None)
    assert all(system in (caught.value.findings[0].hint or "") for system in ("Windows", "macOS", "Debian", "麒麟"))


def test_a_named_program_that_is_not_there_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong variable is not silently replaced by another program."""
    monkeypatch.setenv(PROGRAM_VARIABLE, "/nowhere/soffice")
    with pytest.raises(Unusable) as caught:
        find_program()

    assert refusal(caught)[0] == "CV104"


@posix_only
def test_the_named_program_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable comes before the path."""
    program = stand_in(tmp_path, "exit 0")
    monkeypatch.setenv(PROGRAM_VARIABLE, program)

    assert find_program() == Path(program)


@posix_only
def test_a_program_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With its children, and with the limit in the message."""
    monkeypatch.setenv(PROGRAM_VARIABLE, stand_in(tmp_path, "sleep 30 & sleep 30"))
    with pytest.raises(Unusable) as caught:
        to_pdf({"a": b""}, timeout=0.2)

    assert refusal(caught)[0] == "CV102"
    assert "0.2" in caught.value.findings[0].message


@posix_only
def test_a_crash_names_the_document_that_caused_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first run gives nothing; alone, the good document converts and the bad one does not."""
    script = """
for last; do :; done
case "$*" in *0001.docx*0002.docx*) exit 1;; esac
case "$last" in *0001.docx) cp "$last" "${last%.docx}.pdf";; *) echo 'Unspecified Application Error' >&2; exit 1;; esac
"""
    monkeypatch.setenv(PROGRAM_VARIABLE, stand_in(tmp_path, script))
    with pytest.raises(Unusable) as caught:
        to_pdf({"合同": b"", "计划": b""})

    assert refusal(caught) == ("CV103", "计划")
    assert "没有输出 PDF" in caught.value.findings[0].message
    assert "Unspecified Application Error" in caught.value.findings[0].message
