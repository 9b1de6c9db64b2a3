"""The wording: complete for the catalogue, in our own words, and of patterns that can hold."""

from __future__ import annotations

import pytest

from itsm_docs.errors import Faulty
from itsm_docs.standard import clauses, kinds, wording


def test_every_clause_that_a_document_answers_has_words_and_no_other() -> None:
    """A clause without words could never be suspected, words without a clause are dead."""
    assert set(wording().clauses) == {clause.id for clause in clauses() if clause.needs}


def test_every_kind_has_words() -> None:
    """A file can look like each of the six kinds."""
    assert set(wording().kinds) == {kind.key for kind in kinds()}


@pytest.mark.parametrize("clause", [clause for clause in clauses() if clause.needs], ids=lambda clause: clause.id)
def test_the_words_of_a_clause_can_hold(clause: object) -> None:
    """There are words for sentences, no part of a pattern is empty, and no heading is also refused."""
    words = wording().clauses[clause.id]  # type: ignore[attr-defined]
    patterns = [*words.titles, *words.vague, *words.texts, *words.against]

    assert words.texts
    assert words.words
    assert all(word.strip() for pattern in patterns for part in pattern for word in part)
    assert set(words.titles).isdisjoint(words.vague)
    assert set(words.titles).isdisjoint(words.against)


def test_an_unknown_edition_is_refused() -> None:
    """As for the catalogue, with the editions that there are."""
    with pytest.raises(Faulty) as caught:
        wording("2031")

    assert [found.code for found in caught.value.findings] == ["ST102"]


def test_the_wording_is_no_edition_of_the_catalogue() -> None:
    """Its file lies below the catalogue's folder and must not be taken for one."""
    with pytest.raises(Faulty):
        clauses("wording")
