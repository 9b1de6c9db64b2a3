"""Word packages are read with distrust and written the same way every time."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.helpers.word import docx, house

from itsm_docs.errors import Faulty
from itsm_docs.ooxml import package
from itsm_docs.ooxml.package import Package, main_part, read, related_part, story_parts, write
from itsm_docs.ooxml.xml import parse
from itsm_docs.ooxml.zipping import pack


def zip_of(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(Faulty) as caught:
        read(data, "合同.docx")

    assert len(caught.value.findings) == 1
    assert caught.value.findings[0].where.file == "合同.docx"
    return caught.value.findings[0].code


def test_writing_what_was_read_keeps_every_part() -> None:
    """Reading and writing loses nothing, and any zip program can read the result."""
    parts = house()
    written = write(parts)

    assert read(written) == parts
    assert zipfile.ZipFile(io.BytesIO(written)).testzip() is None


def test_the_same_parts_give_the_same_bytes_in_any_order() -> None:
    """The order in which parts were put together does not show in the file; content types come first."""
    parts = house()
    backwards: Package = dict(reversed(parts.items()))

    assert write(parts) == write(backwards)
    assert zipfile.ZipFile(io.BytesIO(write(backwards))).namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]


def test_compressed_parts_are_written_as_they_are() -> None:
    """A part that was compressed before gives the same file as its bytes."""
    parts = house()

    assert write(parts) == write({name: pack(data) for name, data in parts.items()})


def test_a_written_file_carries_no_clock() -> None:
    """All members bear the first date that a zip knows."""
    members = zipfile.ZipFile(io.BytesIO(docx("BodyText 甲"))).infolist()

    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.create_system for member in members} == {3}


def test_a_name_outside_ascii_survives() -> None:
    """Embedded files may have Chinese names."""
    parts = {**house(), "word/media/图.png": b"x"}

    assert read(write(parts))["word/media/图.png"] == b"x"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "OX101"),
        (b"\xd0\xcf\x11\xe0 WordDocument", "OX102"),
        (b"{\\rtf1 }", "OX103"),
        (b"", "OX103"),
        (docx("BodyText 甲")[:-200], "OX103"),
        (zip_of({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), "OX108"),
        (zip_of({"readme.txt": b"x"}), "OX108"),
    ],
    ids=["password", "old .doc", "rtf", "empty", "cut off", "workbook", "some zip"],
)
def test_files_that_are_not_word_files_are_refused_by_name(data: bytes, code: str) -> None:
    """Each wrong kind of file has its own message."""
    assert refusal(data) == code


def test_the_strict_variant_is_refused() -> None:
    """The other namespace would otherwise read as an empty document."""
    parts = house()
    strict = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert refusal(write({**parts, "word/document.xml": strict})) == "OX109"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    """No entity is ever declared, so none can read a file or grow without end."""
    bomb = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>'.encode(encoding)

    assert refusal(write({**house(), "word/styles.xml": bomb})) == "OX110"


def test_a_part_that_grows_without_measure_is_refused() -> None:
    """Five megabytes of one letter compress a thousand times, real text never does."""
    assert refusal(write({**house(), "word/media/a.bin": b"a" * (5 * 1024 * 1024)})) == "OX106"


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of parts has a limit."""
    data = docx("BodyText 甲")
    monkeypatch.setattr(package, "COUNT_LIMIT", 5)

    assert refusal(data) == "OX104"


def test_too_much_content_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The unpacked size has a limit, whatever the compression."""
    data = docx("BodyText 甲")
    monkeypatch.setattr(package, "SIZE_LIMIT", 1000)

    assert refusal(data) == "OX105"


def test_two_parts_of_one_name_are_refused() -> None:
    """Two programs could read two different contracts from such a file."""
    stream = io.BytesIO(docx("BodyText 甲"))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<other/>")

    assert refusal(stream.getvalue()) == "OX107"


def test_the_main_part_is_found_by_its_relationship() -> None:
    """Word on the web calls it document2.xml."""
    parts = house()
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"word/document2.xml")

    assert main_part(parts) == "word/document2.xml"
    assert related_part(parts, "styles") == "word/styles.xml"
    assert read(write(parts)) == parts


def test_stories_are_the_parts_with_text() -> None:
    """The document comes first; headers, footers and notes follow."""
    assert story_parts(house()) == ["word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"]


def test_broken_xml_is_located() -> None:
    """The finding names part, line and column."""
    with pytest.raises(Faulty) as caught:
        parse(b"<a>\n<b></a>", "word/document.xml")

    assert (caught.value.findings[0].code, caught.value.findings[0].where.place) == ("OX111", "word/document.xml")
    assert "第 2 行" in caught.value.findings[0].message


def test_an_entity_is_never_resolved() -> None:
    """Even a part that slips past the package reader does not read this machine's files."""
    root = parse(b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', "x")

    assert (root.text or "") == ""
