"""What management plans are based on (7.1.2.2 a, b): every law and standard of basis.yaml can stand in a signed plan."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
import yaml

from itsm_docs import standard
from itsm_docs.standard import LawKind, LawStatus

SOURCE: dict[str, Any] = yaml.safe_load(
    resources.files("itsm_docs.standard").joinpath("data", "basis.yaml").read_text(encoding="utf-8")
)
LISTS: dict[str, list[str]] = {
    "common": SOURCE["common"],
    "government": SOURCE["government"],
    **SOURCE["categories"],
}
KEYS = sorted({key for keys in LISTS.values() for key in keys})


@pytest.mark.parametrize("key", KEYS)
def test_every_basis_is_registered(key: str) -> None:
    """A plan names no law or standard that the register does not know."""
    assert key in standard.law()


@pytest.mark.parametrize("key", KEYS)
def test_every_basis_is_in_force_or_an_undated_standard(key: str) -> None:
    """A statute or rule is current and was seen; a standard nobody could verify is cited without a year, never a superseded one."""
    entry = standard.law_entry(key)

    if entry.kind is LawKind.STANDARD and not entry.verified:
        assert entry.status is LawStatus.UNKNOWN
        assert standard.law_citation(key) == entry.number
    else:
        assert entry.verified
        assert entry.status is LawStatus.CURRENT


def test_every_category_has_a_list_of_its_own() -> None:
    """A service of any category of table 1 gets the basis that was chosen for it, even if that is an empty list."""
    assert set(SOURCE["categories"]) == {category.number for category in standard.categories()}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_list_repeats_what_is_already_said(name: str) -> None:
    """Within a list, and against what every plan has anyway, each text stands once."""
    keys = LISTS[name]

    assert len(keys) == len(set(keys))
    assert name == "common" or set(keys).isdisjoint(SOURCE["common"])


def test_what_the_standard_refers_to_is_the_basis_of_every_plan() -> None:
    """Chapter 2 calls its references indispensable, so no plan leaves one out."""
    named = {key for key, entry in standard.law().items() if entry.named_by_standard}

    assert named <= set(standard.basis([], government=False))
