"""From Markdown to a Word template and back: what eject hands out builds to the same text, also after LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from outcome import Built, all_text
from tests.helpers import validator
from tests.helpers.cli import CommandLine
from tests.helpers.office import resaved
from tests.helpers.tree import copy_of, plant
from tests.helpers.word import texts

from itsm_docs.documents import eject
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import read, write

OLD, NEW = "总则", "总则与说明"
"""A heading that the lawyer changes."""


@cache
def ejected() -> bytes:
    """The SLA as eject hands it out."""
    return eject("sla")


@cache
def edited() -> bytes:
    """The ejected SLA with one heading changed, opened and saved by LibreOffice."""
    parts = read(ejected())
    name = "word/document.xml"
    text = parts[name].decode()
    old, new = f'<w:t xml:space="preserve">{OLD}</w:t>', f'<w:t xml:space="preserve">{NEW}</w:t>'
    assert text.count(old) == 1
    return resaved(write({**parts, name: text.replace(old, new).encode()}))


@pytest.fixture
def build(tmp_path: Path, itsm_docs: CommandLine) -> Callable[..., Built]:
    """Builds a copy of a sample with files planted in it."""

    def run(sample: Path, name: str, **files: bytes) -> Built:
        planted = {f"templates/{stem}.docx": data for stem, data in files.items()}
        project = plant(copy_of(sample, tmp_path / name), planted)
        done = itsm_docs("build", project, "-o", tmp_path / f"{name}-out")
        assert done.code == 0, done.err
        return Built(tmp_path / f"{name}-out")

    return run


def furniture(data: bytes) -> list[str]:
    """The text of headers, footers, notes and properties, with part names left out: saving renames parts."""
    names = ("word/header", "word/footer", "docProps/core")
    return sorted(all_text(text, name) for name, text in read(data).items() if name.startswith(names))


def test_the_ejected_template_builds_to_the_same_text(sample: Path, build: Callable[..., Built]) -> None:
    """Paragraph by paragraph, with numbers, references, contents, headers and footers."""
    ours, theirs = build(sample, "md"), build(sample, "word", sla=ejected())

    assert theirs.numbered() == ours.numbered()
    assert furniture(theirs.document()) == furniture(ours.document())


def test_the_ejected_template_is_a_sound_word_file() -> None:
    """For our check and for Microsoft's validator."""
    assert check(ejected()) == []
    assert validator.errors(ejected()) == []


def test_the_ejected_template_reads_sensibly(itsm_docs: CommandLine, tmp_path: Path) -> None:
    """Tags are visible text, rows repeat by tags of their own, and nothing internal shows."""
    assert itsm_docs("templates", "eject", "sla", "-o", tmp_path / "sla.docx").code == 0
    shown = texts((tmp_path / "sla.docx").read_bytes())

    assert "{{ toc() }}" in shown
    assert "{{ client.name }}" in shown
    assert any(text.startswith("{%tr for ") for text in shown)
    assert any(text.endswith(OLD) for text in shown)
    assert not any("\ufdd0" <= character <= "\ufdef" or character == "\ue000" for text in shown for character in text)


def test_a_template_edited_and_saved_by_libreoffice_builds(sample: Path, build: Callable[..., Built]) -> None:
    """With the changed wording, in heading and contents; everything else reads and counts as before."""
    ours, theirs = build(sample, "md"), build(sample, "word", sla=edited())

    # LibreOffice joins an empty paragraph that ends a section with the one before it.
    assert filled(theirs) == [
        text.replace(f"第一条 {OLD}", f"第一条 {NEW}").replace(f"第一条　{OLD}", f"第一条　{NEW}")
        for text in filled(ours)
    ]
    assert sum(NEW in text for text in filled(theirs)) == 2
    assert check(theirs.document()) == []


def filled(built: Built) -> list[str]:
    """The paragraphs that are not empty."""
    return [text for text in built.numbered() if text.strip()]


def test_libreoffice_saving_twice_changes_nothing_more(minimal: Path, build: Callable[..., Built]) -> None:
    """A template goes back and forth between colleagues."""
    assert filled(build(minimal, "twice", sla=resaved(edited()))) == filled(build(minimal, "once", sla=edited()))
