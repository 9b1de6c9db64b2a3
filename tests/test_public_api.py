"""The names that scripts may depend on: all of them work, none is missing, nothing else is promised."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import itsm_docs

NAMES = [
    "CompiledTemplate",
    "Document",
    "Engagement",
    "Faulty",
    "ItsmDocsError",
    "Loaded",
    "Unusable",
    "build",
    "compile_template",
    "load",
]


def test_the_promise_is_kept_in_one_place() -> None:
    """What is listed is what is there, sorted; `dir()` shows it."""
    assert sorted(itsm_docs.__all__) == itsm_docs.__all__ == NAMES
    assert [name for name in dir(itsm_docs) if not name.startswith("_")] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_there_and_explained(name: str) -> None:
    """With a docstring, from `from itsm_docs import …`."""
    thing = getattr(itsm_docs, name)

    assert (thing.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        itsm_docs.no_such_name  # noqa: B018  the access is the test


def test_importing_the_package_loads_no_library() -> None:
    """A script that only wants the version does not wait for the models."""
    code = "import sys, itsm_docs; print(sorted({'pydantic', 'lxml', 'jinja2', 'click', 'yaml', 'openpyxl'} & set(sys.modules)))"

    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_two_calls_make_the_documents(minimal: Path) -> None:
    """As the module's docstring shows."""
    loaded = itsm_docs.load(str(minimal))
    (document,) = itsm_docs.build(loaded, ["sla"])

    assert isinstance(loaded.engagement, itsm_docs.Engagement)
    assert isinstance(document, itsm_docs.Document)
    assert document.data.startswith(b"PK")


def test_a_template_of_ones_own_is_one_more_call() -> None:
    """Any template, any mapping."""
    from tests.helpers.word import docx, numbered

    from itsm_docs import compile_template

    context = {"doc": {"title": "说明", "subtitle": "", "number": "1"}, "provider": {"name": "乙方"}, "name": "甲方"}
    template = compile_template(docx("BodyText 正文 {{ name }}"))

    assert isinstance(template, itsm_docs.CompiledTemplate)
    assert numbered(template.fill(context)) == ["正文 甲方"]


def test_the_version_is_that_of_the_distribution() -> None:
    """One number in two places."""
    import tomllib

    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))

    assert itsm_docs.__version__ == project["project"]["version"]
