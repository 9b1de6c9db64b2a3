"""The exceptions: one root, findings on board, exit codes on the class, and no foreign exception outside its seam."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import itsm_docs
from itsm_docs import errors
from itsm_docs.errors import Faulty, ItsmDocsError, Unusable, unusable
from itsm_docs.findings import Where, finding
from itsm_docs.standard import ClauseNotFound


def test_the_tree_is_as_it_is_drawn() -> None:
    """The drawing at the top of the module names every class, under its base."""
    drawn = re.findall(r"^\s*(?:└── )?([A-Z]\w+)", errors.__doc__ or "", re.MULTILINE)
    classes = [
        value.__name__ for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)
    ]

    assert [name for name in drawn if name in vars(errors)] == classes
    assert Unusable.__mro__[1:3] == (Faulty, ItsmDocsError)


@pytest.mark.parametrize(("kind", "code"), [(ItsmDocsError, 2), (Faulty, 1), (Unusable, 2), (ClauseNotFound, 1)])
def test_the_exit_code_is_on_the_class(kind: type[ItsmDocsError], code: int) -> None:
    """1 says that something is wrong with the input, 2 that the work could not run."""
    assert kind.exit_code == code


def test_a_faulty_carries_its_findings_and_prints_them() -> None:
    """A script that catches it needs no parsing; a traceback is readable all the same."""
    found = [finding("IO101", Where(file="a.yaml")), finding("IO102", Where(file="b"))]
    error = Faulty(iter(found))

    assert error.findings == tuple(found)
    assert str(error) == "a.yaml: IO101 找不到文件\nb: IO102 这里是文件夹，需要的是文件"


def test_unusable_makes_its_finding() -> None:
    """One code, one finding."""
    error = unusable("IO104", Where(file="a"), size=30, limit=20)

    assert [one.code for one in error.findings] == ["IO104"]
    assert "30 MB" in error.findings[0].message


def test_a_clause_that_is_not_there_is_also_a_key_error() -> None:
    """Callers of the catalogue treat it as the mapping that it is."""
    assert issubclass(ClauseNotFound, KeyError)
    assert issubclass(ClauseNotFound, Faulty)


@pytest.mark.parametrize(
    "content", ["", "- 1", "a: [", "a: b: c", "甲方: !!python/object:os.system x", "\x00", "项目编号: " + "[" * 500]
)
def test_whatever_the_project_holds_the_error_is_ours(content: str, tmp_path: Path) -> None:
    """No exception of the YAML reader, of pydantic or of Python leaves the library."""
    (tmp_path / "engagement.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(Faulty):
        itsm_docs.load(tmp_path)


@pytest.mark.parametrize("source", ["{{ a | nothing }}", "{% if %}", "{{", b"PK\x03\x04", b"", "{% for x in y %}"])
def test_whatever_the_template_holds_the_error_is_ours(source: str | bytes) -> None:
    """No exception of Jinja, lxml, zipfile or the Markdown parser leaves the library."""
    with pytest.raises(Faulty):
        itsm_docs.compile_template(source)
