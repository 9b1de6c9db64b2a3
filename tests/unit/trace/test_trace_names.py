"""Names are short, legal and stable; a path names an item and never its place in a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itsm_docs.trace.names import (
    TAG_LIMIT,
    Tags,
    base_name,
    fact_name,
    is_fact,
    is_section,
    is_section_end,
    item_key,
    section_name,
    tag_of,
)


@pytest.mark.parametrize("number", [1, 42, 9999, 10_000])
def test_bookmarks_have_names_that_word_takes(number: int) -> None:
    """Letters, digits and underscores, at most forty, hidden by the first underscore."""
    for name in (section_name(number), fact_name(number)):
        assert re.fullmatch(r"_[A-Za-z0-9_]{1,39}", name)
        assert is_section(name) != is_fact(name)


def test_copies_that_libreoffice_makes_are_known() -> None:
    """``X_Copy_1`` is read as X, however often it was copied."""
    assert base_name("_itsm_0001_Copy_1") == "_itsm_0001"
    assert base_name("_v0001_Copy_1_Copy_12") == "_v0001"
    assert base_name("Copy_1") == "Copy_1"
    assert is_fact("_v0001_Copy_1")
    assert is_section("_itsm_0001_Copy_3")


@pytest.mark.parametrize(
    "name", ["_itsm_end", "_itsm_end_0001", "_v1", "_Toc000001", "_Ref000001", "_GoBack", "x_v0001"]
)
def test_other_bookmarks_are_not_taken_for_ours(name: str) -> None:
    """Only the exact forms count; an end is no section."""
    assert not is_section(name)
    assert not is_fact(name)
    assert is_section_end(name) == (name == "_itsm_end_0001")


def test_a_path_that_fits_is_its_own_tag() -> None:
    """Up to 64 characters nothing is changed."""
    tags = Tags()

    assert tags.tag("priorities[P1].response") == "priorities[P1].response"
    assert tag_of("a" * 64) == "a" * 64
    assert tags.paths == {}


def test_a_long_path_is_cut_and_remembered() -> None:
    """Its tag ends in a hash of the whole path, so that two long paths with one beginning stay apart."""
    one, other = (f"services[{'svc-' * 15}].metrics[{n}].target" for n in (1, 2))
    tags = Tags()
    tag = tags.tag(one)

    assert re.fullmatch(r"services\[.*…~h[0-9a-f]{8}", tag)
    assert len(tag) == TAG_LIMIT
    assert tag != tag_of(other)
    assert tags.paths == {tag: one}


@example("a" + "𠮷" * 60)
@example("𠮷" * 60)
@given(st.text(alphabet="ab.[]服𠮷", max_size=120))
def test_no_tag_is_longer_than_word_keeps(path: str) -> None:
    """Word counts UTF-16 units; a character beyond the base plane is two."""
    assert len(tag_of(path).encode("utf-16-le")) // 2 <= TAG_LIMIT
    assert tag_of(path) == tag_of(path)


class Level(Enum):
    HIGH = "high"


@dataclass(frozen=True)
class Post:
    count: int
    name: str


class Titled(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ({"name": "一级", "id": "P1"}, "P1"),
        ({"name": "一级", "code": "M-01", "id": None}, "M-01"),
        ({"level": Level.HIGH, "trigger": "超时"}, "high"),
        (Post(2, "服务台 工程师"), "服务台 工程师"),
        ({"count": 3, "duty": "提供\n机房[甲]"}, "提供 机房(甲)"),
        ({"phone": "13800000000", "说明": "值班"}, "值班"),
        ({"title": "", "name": "  "}, None),
        ("数据库", "数据库"),
        (7, "7"),
    ],
)
def test_an_item_goes_by_what_tells_it_apart(item: Any, key: str | None) -> None:
    """Id or code, else its name, else its first text that is not private, else a hash of its values."""
    assert item_key(item) == key if key is not None else re.fullmatch(r"~h[0-9a-f]{8}", item_key(item))


def test_an_item_without_any_text_goes_by_its_values() -> None:
    """The key follows the values and not the place in the list."""
    one, other = {"floor": 90, "percent": 5}, {"floor": 80, "percent": 5}

    assert item_key(one) == item_key(dict(one))
    assert item_key(one) != item_key(other)


def test_private_data_is_no_key() -> None:
    """A telephone number that the document does not print must not come in by the path."""
    assert "138" not in item_key({"phone": "13800000000"})
    assert "138" not in item_key({"手机": "13800000000", "count": 1})


def test_a_sentence_that_serves_as_key_is_shortened() -> None:
    """Two sentences that begin alike stay apart."""
    start = "乙方应当在收到书面通知之日起十个工作日内完成全部整改工作并"

    keys = [item_key({"text": start + end}) for end in ("提交书面报告给甲方代表人", "通知甲方组织复核验收工作")]

    assert keys[0] != keys[1]
    assert all(len(key) <= 32 for key in keys)


def test_a_method_is_no_field() -> None:
    """`str.title` and the like are not what a record is called."""
    assert item_key(Titled("乙")) == "乙"


def test_records_of_the_model_are_known_by_their_fields() -> None:
    """A pydantic record is read like a mapping; computed values are no fields."""
    from itsm_docs.model.quality import Criterion

    record = Criterion.model_construct(aspect="响应", item="响应及时率")

    assert item_key(record) == "响应及时率"
