"""The catalogue of clauses: complete, in order, and saying who answers what as the clause map does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from itsm_docs import standard
from itsm_docs.errors import Faulty
from itsm_docs.standard import Clause, Modality, Need

KINDS = {"C": "contract", "P": "plan", "S": "sla", "M": "process", "D": "documents", "I": "privacy"}
NEEDS = {"*": Need.MAIN, "o": Need.REFERS}
ITEM = r"-[a-z]|-\d+"


def _expand(ids: str) -> list[str]:
    first, dots, last = ids.partition("..")
    if not dots:
        return [first]
    stem, start = first.rsplit("-", 1)
    span = range(int(start), int(last) + 1) if start.isdigit() else map(chr, range(ord(start), ord(last) + 1))
    return [f"{stem}-{item}" for item in span]


def _clause_map() -> list[tuple[str, dict[str, Need]]]:
    rows = []
    for line in Path(__file__).with_name("clause_map.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        ids, *needs = line.split()
        owed = {KINDS[need[0]]: NEEDS[need[1]] for need in needs if need != "none"}
        rows += [(clause_id, owed) for clause_id in _expand(ids)]
    return rows


def _all() -> list[Clause]:
    return list(standard.clauses())


@pytest.mark.parametrize(
    ("clause_id", "owed"), _clause_map(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_needs_are_those_of_the_clause_map(clause_id: str, owed: dict[str, Need]) -> None:
    """Each clause asks of each document exactly what the clause map asks."""
    assert dict(standard.clauses()[clause_id].needs) == owed


def test_every_clause_that_a_document_answers_is_in_the_clause_map() -> None:
    """The catalogue adds no duty that the clause map lacks, except the layers of category 11."""
    mapped = {clause_id for clause_id, _ in _clause_map()}

    assert {c.id for c in _all() if c.needs and not c.id.startswith("4.3.11-")} <= mapped


def test_each_clause_has_a_main_answer_or_a_reason_and_never_both() -> None:
    """A clause is answered in full somewhere, or the catalogue says why nowhere."""
    for clause in _all():
        assert (Need.MAIN in clause.needs.values()) != bool(clause.reason), clause.id
        assert not (clause.needs and clause.reason), clause.id


def _numbers(clause_id: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"[.-]", clause_id)]


def test_clauses_stand_in_the_order_of_the_standard() -> None:
    """Ids ascend numerically (4.3.10 after 4.3.9), items follow their lead-in in order of letter or number."""
    ids = [clause.id for clause in _all()]

    assert ids == sorted(ids, key=_numbers)
    assert len(ids) == len(set(ids))


def test_items_of_a_list_leave_no_gap() -> None:
    """A list runs from a (or 1) to its last item without a missing one."""
    for clause in _all():
        items = [child.id.rsplit("-", 1)[1] for child in standard.clauses().children(clause.id)]
        expected = [str(n) if item.isdigit() else chr(96 + n) for n, item in enumerate(items, 1)]
        assert items == expected, clause.id


@pytest.mark.parametrize(
    ("lead_in", "last", "count"),
    [
        ("7.1.1", "5", 5),
        ("7.1.2.2", "c", 3),
        ("7.1.2.3", "i", 9),
        ("7.1.3", "i", 9),
        ("8.2.1", "4", 4),
        ("8.2.2.2", "j", 10),
        ("8.4", "4", 4),
        ("8.5.2", "2", 2),
        ("8.5.5", "f", 6),
        ("8.6", "d", 4),
        ("10", "6", 6),
    ],
)
def test_lists_are_as_long_as_in_the_standard(lead_in: str, last: str, count: int) -> None:
    """The enumerations, also those that run in a sentence, have all their items."""
    children = standard.clauses().children(lead_in)

    assert len(children) == count
    assert children[-1].id == f"{lead_in}-{last}"


def test_items_inherit_the_modality_of_their_lead_in() -> None:
    """Only the two items that the standard words otherwise differ from their lead-in."""
    catalogue = standard.clauses()
    differing = {c.id for c in catalogue if c.parent and c.modality is not catalogue[c.parent].modality}

    assert differing == {"4.3.5.1-c", "5-c-1"}
    assert catalogue["4.3.5.1-c"].modality is Modality.SHOULD
    assert catalogue["5-c-1"].modality is Modality.MAY


@pytest.mark.parametrize(
    ("clause_id", "label"), [("4.1", "应"), ("4.2", "宜"), ("5-c-1", "可"), ("8.3.3.4", "（应）"), ("4.3.6", "（应）")]
)
def test_a_modality_that_is_only_our_reading_shows_in_brackets(clause_id: str, label: str) -> None:
    """Nobody takes a clause without a modal word for one that says 应."""
    assert standard.clauses()[clause_id].modality_label == label


def test_content_clauses_belong_to_their_own_category_only() -> None:
    """4.3.n binds an engagement of category n and no other."""
    for clause in _all():
        number = re.match(r"4\.3\.(\d+)", clause.id)
        if number and clause.needs:
            assert clause.applies.categories == (number[1].zfill(2),), clause.id


def test_a_clause_of_another_category_asks_nothing() -> None:
    """An operations engagement owes nothing to the clauses of software services."""
    clause = standard.clauses()["4.3.4.2-a"]

    assert not clause.needs_in(["02"])
    assert clause.needs_in(["02", "04"]) == clause.needs


def test_planning_is_required_of_planning_categories_and_explained_by_others() -> None:
    """8.5.5 without planning content: one recommended explanation at the lead-in, nothing for its items."""
    catalogue = standard.clauses()

    assert catalogue["8.5.5"].modality_in(["03"]) is Modality.SHALL
    assert catalogue["8.5.5"].modality_in(["02"]) is Modality.SHOULD
    assert catalogue["8.5.5"].needs_in(["02"]) == catalogue["8.5.5"].needs
    assert catalogue["8.5.5"].applies.otherwise is not None
    assert not catalogue["8.5.5-a"].needs_in(["02"])


def test_the_contract_answers_training_when_training_is_the_service() -> None:
    """Chapter 11 moves from the plan to the contract in category 11."""
    clause = standard.clauses()["11-1"]

    assert clause.needs_in(["02"]) == {"contract": Need.REFERS, "plan": Need.MAIN}
    assert clause.needs_in(["11"]) == {"contract": Need.MAIN, "plan": Need.REFERS}


def test_what_a_kind_must_answer_comes_in_order_and_by_engagement() -> None:
    """`needs_of` lists the documents policy's clauses, and with a category drops those of the others."""
    catalogue = standard.clauses()
    owed = {clause.id: need for clause, need in catalogue.needs_of("documents")}
    of_02 = {clause.id for clause, _ in catalogue.needs_of("contract", ["02"])}

    assert list(owed) == ["7.1.2.3-h", "7.1.3-b", "8.5.1", "9.1-1", "9.1-2", "9.2-1", "9.2-2", "9.2-3"]
    assert owed["8.5.1"] is Need.REFERS
    assert owed["9.2-3"] is Need.MAIN
    assert "4.3.2.2-a" in of_02
    assert "4.3.1.2-a" not in of_02


def test_an_unknown_kind_is_a_fault_and_not_an_empty_list() -> None:
    """A typo in a kind must not read like a document without duties."""
    with pytest.raises(Faulty, match="ST103"):
        standard.clauses().needs_of("slа")  # the last letter is Cyrillic


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7.1.2.3c", "7.1.2.3-c"),
        ("7.1.2.3 c)", "7.1.2.3-c"),
        ("８.２.２.２（ｊ）", "8.2.2.2-j"),
        ("第7.1.1条", "7.1.1"),
        ("8.2.2", "8.2.2.1"),
        ("7.1.2.3-z", "7.1.2.3-i"),
    ],
)
def test_an_unknown_id_suggests_what_was_meant(typed: str, meant: str) -> None:
    """Ids typed as people write them lead to the catalogue's own writing."""
    with pytest.raises(standard.ClauseNotFound) as caught:
        standard.clauses()[typed]

    assert caught.value.suggestions[0] == meant
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, Faulty)
    assert meant in (caught.value.findings[0].hint or "")
    assert str(caught.value) == f"标准中没有条款 {typed}"


def test_nothing_is_suggested_for_nonsense() -> None:
    """An id like no other gets the general hint."""
    (finding,) = standard.check_clause("99.9.9.9.9")

    assert finding.code == "ST101"
    assert "itsm-docs clauses" in (finding.hint or "")
    assert standard.check_clause("8.7") == []


def test_an_unknown_edition_is_a_fault_that_names_the_known_ones() -> None:
    """Asking for an edition nobody entered is told which exist."""
    with pytest.raises(Faulty, match="draft"):
        standard.clauses("2031")


def test_a_chapter_lists_all_that_is_below_it_and_nothing_beside() -> None:
    """8.2 does not take in 8.20 or 18.2, and 1 does not take in 10."""
    catalogue = standard.clauses()

    assert [c.id for c in catalogue.under("9.2")] == ["9.2", "9.2-1", "9.2-2", "9.2-3"]
    assert catalogue.under("1") == ()


def test_every_clause_stands_below_a_known_heading() -> None:
    """Matrix and slides can group each clause by chapter."""
    headings = standard.clauses().headings

    assert all(re.split(r"[.-]", clause.id)[0] in headings or clause.id in headings for clause in _all())


def test_conditions_name_categories_that_exist() -> None:
    """A condition on category 14 would silently never hold."""
    numbers = {category.number for category in standard.categories()}

    for clause in _all():
        conditions = [clause.applies, *(variant.applies for variant in clause.variants)]
        assert {n for condition in conditions for n in condition.categories} <= numbers, clause.id


def test_titles_and_paraphrases_are_filled_and_short() -> None:
    """A matrix row has room for them: a title of at most 20 and a paraphrase of at most 70 characters."""
    for clause in _all():
        assert 0 < len(clause.title) <= 20, clause.id
        assert 0 < len(clause.paraphrase) <= 70, clause.id
        assert clause.paraphrase.endswith("。"), clause.id


def test_the_catalogue_is_read_once_and_cannot_be_changed() -> None:
    """Two callers share one catalogue, so neither may alter it."""
    clause = standard.clauses()["4.1"]

    assert standard.clauses() is standard.clauses("draft")
    with pytest.raises(AttributeError):
        clause.title = "改"  # type: ignore[misc]
    with pytest.raises(TypeError):
        clause.needs["sla"] = Need.MAIN  # type: ignore[index]
    assert {clause} == {standard.clauses()["4.1"]}
