"""What a redline must be, whatever was compared; checks of it that several tests share."""

from __future__ import annotations

from collections.abc import Mapping

from tests.helpers import validator
from tests.helpers.tools import need_redlines
from tests.helpers.word import numbered

from itsm_docs.ooxml.changes import changes
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.package import Package, main_part, read, story_parts, write
from itsm_docs.ooxml.revisions import accepted, rejected
from itsm_docs.ooxml.xml import every, parse, text_of
from itsm_docs.redline.run import Redline, redline
from itsm_docs.redline.side import open_side

DATE = "2027-03-01T00:00:00Z"


def compared(old: bytes, new: bytes) -> Redline:
    """The redline of two files."""
    need_redlines()
    return redline(open_side(old, "旧.docx"), open_side(new, "新.docx"), author="张三", date=DATE)


def edits_of(made: Redline) -> list[tuple[str, str]]:
    """What was there and what is there now, change by change; changes of formatting left out."""
    return [(edit.old, edit.new) for edit in made.summary.edits if edit.kind != "formatting"]


def assert_leads_from(old: bytes, new: bytes, made: Redline) -> None:
    """Rejecting all gives the old text, accepting all the new one, paragraph for paragraph, in every part."""
    parts = read(made.data)
    for settled, wanted in ((rejected(parts), old), (accepted(parts), new)):
        assert numbered(write(settled)) == numbered(wanted)
        assert _margins(settled) == _margins(read(wanted))


def _margins(parts: Package) -> dict[str, list[str]]:
    """The paragraphs of headers, footers and notes."""
    names = [name for name in story_parts(parts) if name != main_part(parts) and "comments" not in name]
    return {name: [text_of(paragraph) for paragraph in every(parse(parts[name], name), "w:p")] for name in names}


def assert_sound(made: Redline) -> None:
    """Valid, nothing that Word calls corrupt, no trace of an issue, and every change by the one author on the one day."""
    parts = read(made.data)
    text = parts[main_part(parts)].decode()

    assert validator.errors(made.data) == []
    assert check(made.data) == []
    assert [mark for mark in ("<w:sdt>", "numberingChange", 'w:name="_v') if mark in text] == []
    assert {(change.author, change.date) for change in changes(parts)} <= {("张三", DATE)}


def assert_same_parts(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> None:
    """Equal part by part, so that a failure names the part."""
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
