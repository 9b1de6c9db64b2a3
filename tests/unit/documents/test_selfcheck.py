"""No document leaves that Word would call corrupt: that is our fault, said as such, and nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.helpers.cli import CommandLine
from tests.helpers.engagements import an_engagement
from tests.helpers.word import bookmark, docx, run

from itsm_docs.documents import Sources, build
from itsm_docs.documents.overrides import KindSource
from itsm_docs.documents.selfcheck import self_check
from itsm_docs.errors import Faulty
from itsm_docs.templating import fill as filling

SOUND = docx("BodyText 甲")
BROKEN = docx(f"<w:p>{bookmark('a', 1, run('甲'))}{bookmark('a', 2, run('乙'))}</w:p>")
MARKED = docx("BodyText 见\ufdd2ref:x\ufdd3")


@pytest.mark.parametrize(
    ("data", "expected"),
    [(SOUND, []), (BROKEN, ["DC201"]), (MARKED, ["DC202", "DC202"]), (b"no file", ["DC201"])],
    ids=["sound", "broken", "marks left", "no package"],
)
def test_what_word_would_refuse_is_found(data: bytes, expected: list[str]) -> None:
    """With the document's file name and the place."""
    found = self_check(data, "甲.docx", Sources(), "sla")

    assert [one.code for one in found] == expected
    assert all(one.where.file == "甲.docx" for one in found)


def test_what_the_users_template_had_already_is_no_fault_of_ours() -> None:
    """Lint tells it; Word opens it as before."""
    undefined = docx('<w:p><w:pPr><w:pStyle w:val="Missing"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>')
    own = Sources({"sla": KindSource("templates/sla.docx", word=undefined, own=True)})

    assert [one.code for one in self_check(undefined, "甲.docx", Sources(), "sla")] == ["DC201"]
    assert self_check(undefined, "甲.docx", own, "sla") == []
    assert [one.code for one in self_check(BROKEN, "甲.docx", own, "sla")] == ["DC201"]


@pytest.fixture
def broken_fill(monkeypatch: pytest.MonkeyPatch) -> None:
    """A filling step that makes a corrupt file."""
    import sys

    def fill(*_arguments: Any, **_options: Any) -> Any:
        return filling.Filled(BROKEN)

    monkeypatch.setattr(sys.modules["itsm_docs.documents.build"], "fill", fill)


@pytest.mark.usefixtures("broken_fill")
def test_a_corrupt_document_is_never_handed_out() -> None:
    """In memory."""
    with pytest.raises(Faulty) as caught:
        build(an_engagement(), ["sla"])

    assert [one.code for one in caught.value.findings] == ["DC201"]


@pytest.mark.usefixtures("broken_fill")
def test_a_corrupt_document_is_never_written(minimal: Path, tmp_path: Path, itsm_docs: CommandLine) -> None:
    """Nor a manifest that names it."""
    run = itsm_docs("build", minimal, "-o", tmp_path / "out")

    assert run.code == 1
    assert "错误 DC201: 程序内部错误" in run.err
    assert list((tmp_path / "out").iterdir()) == []
