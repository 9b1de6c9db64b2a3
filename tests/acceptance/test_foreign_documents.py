"""Documents without our receipt, measured on our own: what they declare is known, so suspicions can be counted.

The numbers below are floors; what was measured when they were set stands beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from tests.helpers.office import resaved

import itsm_docs as library
from itsm_docs.audit.amounts import measure
from itsm_docs.audit.foreign import HIGH, MEDIUM, Suspected, guess_kind, outline, suspect
from itsm_docs.audit.passages import Passage
from itsm_docs.audit.quantities import Quantity, quantities
from itsm_docs.documents import Document
from itsm_docs.model import Engagement
from itsm_docs.ooxml.package import read
from itsm_docs.standard import Need, clauses
from itsm_docs.trace.parts import read as receipt_of

KINDS = ("contract", "plan", "sla", "process", "documents", "privacy")
CLAUSES = list(clauses())


@dataclass(frozen=True, slots=True)
class Foreign:
    """A document of ours as if somebody else had made it, and the clauses that it declares."""

    kind: str
    passages: list[Passage]
    declared: frozenset[str]
    suspected: Mapping[str, Suspected]


@pytest.fixture(scope="module")
def documents(sample: Path) -> tuple[Engagement, dict[str, Document]]:
    """The six documents of a sample."""
    loaded = library.load(sample)
    return loaded.engagement, {document.kind: document for document in library.build(loaded, KINDS)}


@pytest.fixture(scope="module")
def strangers(documents: tuple[Engagement, dict[str, Document]]) -> list[Foreign]:
    """They without receipt."""
    return [_stranger(document) for document in documents[1].values()]


def _stranger(document: Document) -> Foreign:
    parts = {
        name: part
        for name, part in read(document.data).items()
        if not name.startswith(("customXml", "docProps/custom"))
    }
    assert receipt_of(parts) is None
    assert document.receipt is not None
    declared = frozenset(clause for section in document.receipt.sections.values() for clause in section.clauses)
    passages = outline(parts)
    found = {item.clause.id: item for item in suspect(passages, CLAUSES, document.kind)}
    return Foreign(document.kind, passages, declared, found)


def test_the_kind_of_each_document_is_guessed(strangers: list[Foreign]) -> None:
    """By title and words."""
    assert [(guess_kind(stranger.passages) or ("",))[0] for stranger in strangers] == list(KINDS)


def test_nearly_all_main_clauses_are_suspected(strangers: list[Foreign]) -> None:
    """At 中 or above; measured 97 % over all samples."""
    main = [
        (stranger, clause.id)
        for stranger in strangers
        for clause in CLAUSES
        if clause.needs.get(stranger.kind) is Need.MAIN and clause.id in stranger.declared
    ]
    found = [
        clause in stranger.suspected and stranger.suspected[clause].confidence >= MEDIUM for stranger, clause in main
    ]

    assert found.count(True) >= 0.85 * len(main)


def test_what_is_suspected_highly_is_declared(strangers: list[Foreign]) -> None:
    """高 means nearly sure (measured 99 %), 中 likely (measured 78 % over all samples, and the rest is mostly fair)."""
    high = [
        clause in stranger.declared
        for stranger in strangers
        for clause, item in stranger.suspected.items()
        if item.confidence >= HIGH
    ]
    medium = [
        clause in stranger.declared
        for stranger in strangers
        for clause, item in stranger.suspected.items()
        if item.confidence >= MEDIUM
    ]

    assert high.count(True) >= 0.95 * len(high)
    assert medium.count(True) >= 0.7 * len(medium)


def test_libreoffice_changes_no_suspicion(minimal: Path) -> None:
    """Ids of styles change, bookmarks double, numbering is written anew; headings and words stay."""
    loaded = library.load(minimal)
    [document] = library.build(loaded, ["sla"])
    before, after = (outline(read(data)) for data in (document.data, resaved(document.data)))

    assert [(found.place, found.level) for found in after] == [(found.place, found.level) for found in before]
    assert _told(suspect(after, CLAUSES, "sla")) == _told(suspect(before, CLAUSES, "sla"))


def _told(found: list[Suspected]) -> list[tuple[str, str, str]]:
    return [(item.clause.id, str(item.place), item.label) for item in found]


# Service values

TIMES = {
    "响应时限": "response",
    "到场时限": "on_site",
    "恢复时限": "restoration",
    "解决时限": "resolution",
    "通报间隔": "update",
}


def test_the_times_of_each_level_are_read_from_the_agreement(documents: tuple[Engagement, dict[str, Document]]) -> None:
    """Every time that the data gives stands there under its term and level, and no other time does; without levels, values all the same."""
    engagement, built = documents
    found = quantities(outline(read(built["sla"].data)))
    levels = engagement.priorities.levels if engagement.priorities is not None else ()

    assert found
    for ordinal, level in zip("一二三四五", levels, strict=False):
        for term, name in TIMES.items():
            agreed = getattr(level, name)
            if agreed is not None and hasattr(agreed, "amount"):
                expected = {measure(Decimal(agreed.amount), _unit(str(agreed)))}
                assert _measures(found, term, f"{ordinal}级") == expected, (term, ordinal)


def _unit(shown: str) -> str:
    return shown.partition(" ")[2]


def _measures(found: list[Quantity], term: str, level: str) -> set[tuple[str, Decimal]]:
    return {item.measure for item in found if (item.term, item.level) == (term, level) and item.bound not in ("<", ">")}
