"""The reporting table that privacy policies have by default: its laws are the register's, in force, and duties of the articles named."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import pytest
import yaml

from itsm_docs import standard
from itsm_docs.standard import LawStatus

PACKS = resources.files("itsm_docs.standard").joinpath("packs")


def _files(folder: Traversable) -> Iterator[Traversable]:
    """The YAML files of the packs, with those in folders."""
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _files(entry)
        elif entry.name.endswith(".yaml"):
            yield entry


def _rows(node: Any) -> Iterator[dict[str, str]]:
    """The rows of every list called `reporting` at any depth: a pack may have variants."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "reporting" and isinstance(value, list):
                yield from (row for row in value if isinstance(row, dict))
            else:
                yield from _rows(value)
    elif isinstance(node, list):
        for value in node:
            yield from _rows(value)


CITED = [
    pytest.param(row["law"], row.get("article"), id=f"{file.name}-{row['law']}-{row.get('article', 'whole')}")
    for file in _files(PACKS)
    for row in _rows(yaml.safe_load(file.read_text(encoding="utf-8")))
    if "law" in row
]
PLAIN = list(_rows(yaml.safe_load(PACKS.joinpath("privacy.yaml").read_text(encoding="utf-8"))))


def test_the_default_table_cites_laws() -> None:
    """The rules below have something to look at."""
    assert CITED


@pytest.mark.parametrize("key", sorted({str(case.values[0]) for case in CITED}))
def test_every_law_of_a_reporting_table_is_registered_and_in_force(key: str) -> None:
    """Nobody reports to an authority by a law that the register does not know or that no longer holds."""
    entry = standard.law_entry(key)

    assert entry.verified
    assert entry.status is LawStatus.CURRENT


@pytest.mark.parametrize(("key", "article"), CITED)
def test_every_article_of_a_reporting_table_is_registered(key: str, article: str | None) -> None:
    """A duty is attributed only to an article whose topic was verified."""
    assert article is None or article in standard.law_entry(key).articles
    assert list(standard.check_citation(key, article)) == []


def test_an_article_never_stands_without_its_law() -> None:
    """A bare number would be printed as nothing."""
    assert [row["event"] for row in PLAIN if "article" in row and "law" not in row] == []
