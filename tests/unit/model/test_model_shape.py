"""Shapes: one description of every record for the loader, the schemas and the templates; and what every field owes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pytest
from pydantic import Field

from itsm_docs.model.base import Choice, Derived, Open, Record, derived
from itsm_docs.model.engagement import Engagement
from itsm_docs.model.records import DocumentView
from itsm_docs.model.scalars import Clock, Day, Duration, Flag, Markdown, Money, Number, Text, Whole
from itsm_docs.model.shape import UNKNOWN, Kind, Shape, fields_of, keys_of, shape_of


class Colour(Choice):
    """A choice for the tests."""

    RED = "red", "红"


class Inner(Record):
    """A record for the tests."""

    name: Text = Field(title="名称", description="名称", json_schema_extra={"synonyms": ["叫法"]})


class Outer(Record):
    """One field of every kind."""

    inner: Inner = Field(title="内", description="内")
    inners: tuple[Inner, ...] = Field((), title="内部", description="内部")
    maybe: Open[Money] | None = Field(None, title="金额", description="金额")
    colour: Colour = Field(title="颜色", description="颜色")

    @property
    @derived("两倍", "说明")
    def twice(self) -> Open[Number]:
        """A computed value."""
        return 2  # type: ignore[return-value]

    @cached_property
    @derived("全部")
    def all_inners(self) -> tuple[Inner, ...]:
        """A computed list."""
        return self.inners

    @property
    def private(self) -> str:
        """Not marked, so templates do not see it."""
        return ""


@pytest.mark.parametrize(
    ("annotation", "shape"),
    [
        (Text, Shape(Kind.TEXT)),
        (Markdown, Shape(Kind.MARKDOWN)),
        (Number, Shape(Kind.NUMBER)),
        (Money, Shape(Kind.NUMBER)),
        (Whole, Shape(Kind.NUMBER)),
        (Flag, Shape(Kind.FLAG)),
        (Day, Shape(Kind.DATE)),
        (Clock, Shape(Kind.TIME)),
        (Duration, Shape(Kind.DURATION)),
        (Colour, Shape(Kind.CHOICE, choices=Colour)),
        (Inner, Shape(Kind.RECORD, record=Inner)),
        (tuple[Inner, ...], Shape(Kind.LIST, item=Shape(Kind.RECORD, record=Inner))),
        (dict[str, Day], Shape(Kind.MAPPING, item=Shape(Kind.DATE))),
        (Text | None, Shape(Kind.TEXT, optional=True)),
        (Open[Day], Shape(Kind.DATE, open=True)),
        (Open[Day] | None, Shape(Kind.DATE, optional=True, open=True)),
        (Open[Markdown], Shape(Kind.MARKDOWN, open=True)),
        (Day | Number, UNKNOWN),
        (Any, UNKNOWN),
        (bytes, UNKNOWN),
    ],
)
def test_a_type_has_a_shape(annotation: Any, shape: Shape) -> None:
    """Optional and open are told apart from the kind; what cannot be typed is unknown."""
    assert shape_of(annotation) == shape


def test_inside_a_guard_a_value_is_there() -> None:
    """Optional goes, open stays."""
    assert shape_of(Open[Day] | None).required() == Shape(Kind.DATE, open=True)


def test_only_leaves_are_scalars() -> None:
    """Records, lists and mappings are not."""
    assert [shape_of(kind).scalar for kind in (Text, Colour, Inner, tuple[Inner, ...], dict[str, Day])] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_fields_are_given_ones_then_computed_ones() -> None:
    """With their names, whether data must give them, and what they are."""
    fields = fields_of(Outer)

    assert list(fields) == ["inner", "inners", "maybe", "colour", "twice", "all_inners"]
    assert [name for name, field in fields.items() if field.required] == ["inner", "colour"]
    assert [name for name, field in fields.items() if field.computed] == ["twice", "all_inners"]
    assert (fields["twice"].title, fields["twice"].description) == ("两倍", "说明")
    assert fields["twice"].shape == Shape(Kind.NUMBER, open=True)
    assert fields["all_inners"].shape == fields["inners"].shape
    assert fields["maybe"].shape == Shape(Kind.NUMBER, optional=True, open=True)
    assert fields["inner"].shape.fields["name"].synonyms == ("叫法",)


def test_the_mark_of_a_computed_field_is_its_title() -> None:
    """It stands on the function, under the property."""
    function = Outer.__dict__["twice"].fget

    assert function.__derived__ == Derived("两倍", "说明")


def test_data_may_use_name_title_or_synonym() -> None:
    """Every key of a record leads to one field; computed fields have none."""
    assert keys_of(Inner) == {"name": "name", "名称": "name", "叫法": "name"}
    assert "两倍" not in keys_of(Outer)


def _records(shape: Shape, seen: dict[type[Record], None]) -> None:
    if shape.item is not None:
        _records(shape.item, seen)
    if shape.record is not None and shape.record not in seen:
        seen[shape.record] = None
        for field in shape.record and fields_of(shape.record).values():
            _records(field.shape, seen)


def _all_records() -> Iterator[Any]:
    seen: dict[type[Record], None] = {}
    for root in (Engagement, DocumentView):
        _records(shape_of(root), seen)
    return (pytest.param(record, id=record.__name__) for record in seen)


RECORDS = list(_all_records())


def test_the_walk_reaches_the_far_ends() -> None:
    """Records of computed values and of lists in lists are among them."""
    names = {param.id for param in RECORDS}

    assert {"Engagement", "Tier", "TierRow", "WorkedRow", "MonthTime", "AssetGroup", "MatrixRow", "Revision"} <= names


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_has_a_chinese_title_and_a_description(record: type[Record]) -> None:
    """The title is its key in Chinese data and its name in messages; the description stands in the schema."""
    assert record.label_cn
    for name, field in fields_of(record).items():
        assert field.title != name
        assert not field.title.isascii(), name
        assert field.description or field.computed, name
        assert field.description != field.title or len(field.title) > 1, name


@pytest.mark.parametrize("record", RECORDS)
def test_titles_and_synonyms_are_unique_within_a_record(record: type[Record]) -> None:
    """A key that means two fields would take the wrong one without a word."""
    fields = fields_of(record)
    titles = [field.title for field in fields.values()]
    words = [word for field in fields.values() if not field.computed for word in (field.title, *field.synonyms)]

    assert len(set(titles)) == len(titles)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_has_a_shape_that_templates_know(record: type[Record]) -> None:
    """Unknown shapes are not checked at compile time; only the formula, which prints as its text, is one."""
    unknown = [name for name, field in fields_of(record).items() if field.shape.kind is Kind.UNKNOWN]

    assert unknown in ([], ["formula"])


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_can_be_built_from_json_schema(record: type[Record]) -> None:
    """The schema of every record can be generated, and describes every field that data gives."""
    schema = record.model_json_schema()

    assert set(schema["properties"]) == set(record.model_fields)


def test_records_are_frozen_and_refuse_unknown_keys() -> None:
    """A validated engagement does not change, and a mistyped key is not lost."""
    inner = Inner(name="甲")

    with pytest.raises(ValueError, match="frozen"):
        inner.name = "乙"  # type: ignore[misc]
    with pytest.raises(ValueError, match="extra"):
        Inner.model_validate({"name": "甲", "nmae": "乙"})
