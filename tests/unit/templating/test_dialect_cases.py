"""Reads tests/cases/dialect: the dialect of Word templates, feature by feature, ours beside docxtpl's.

A case says its `rule`, the template (`word`, `header`, `footer`, `note`, `core`) in the notation of notation.py, the
`data`, and what the file `shows` or which `faults` stop it. Where nothing else is said docxtpl shows the same; the key
`docxtpl` says in what it differs. To add a case, write it there.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from drafts import line
from notation import shown, template

from itsm_docs.errors import Faulty
from itsm_docs.ooxml.check import check
from itsm_docs.templating import compile_template

FOLDER = Path(__file__).parents[2] / "cases" / "dialect"


def cases(kind: str) -> Any:
    """The cases that show something, or those with faults."""
    found = [
        pytest.param(case, id=f"{path.stem}: {case['rule']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        if kind in case
    ]
    return pytest.mark.parametrize("case", found)


def by_docxtpl(case: dict[str, Any]) -> list[str] | str:
    """What docxtpl makes of a case, or that it stops."""
    docxtpl = pytest.importorskip("docxtpl")
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tpl = docxtpl.DocxTemplate(io.BytesIO(template(case)))
            tpl.render(case["data"], autoescape=True)
            tpl.save(stream)
        except Exception as error:  # whatever it raises, it is not ours
            return f"stops: {error}"
    return shown(stream.getvalue())


@cases("shows")
@pytest.mark.parametrize("trace", ["none", "full"])
def test_a_template_shows_what_its_case_says(case: dict[str, Any], trace: Any) -> None:
    """Also with a trace; and the file passes our own check."""
    data = compile_template(template(case)).fill(case["data"], trace=trace)

    assert shown(data) == case["shows"]
    assert check(data) == []


@cases("shows")
def test_docxtpl_shows_the_same_unless_the_case_says_otherwise(case: dict[str, Any]) -> None:
    """A user's template means what it meant; where it does not, the case says why."""
    theirs = by_docxtpl(case)

    assert (theirs == case["shows"]) is ("docxtpl" not in case), theirs


@cases("faults")
def test_a_wrong_template_is_told_where(case: dict[str, Any]) -> None:
    """When it is compiled, or when it is filled."""
    with pytest.raises(Faulty) as caught:
        compile_template(template(case)).fill(case["data"])

    assert [line(found).partition(":")[0] for found in caught.value.findings] == case["faults"]
