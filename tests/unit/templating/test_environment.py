"""How values print, which filters there are, and what a template must not reach."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from drafts import Charges, Item, Level, docx, line, shown
from markupsafe import Markup

from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.scalars import Duration
from itsm_docs.templating import compile_template
from itsm_docs.templating.environment import BREAK, CLOSE, FILTERS, OPEN, TAB, PrintFault, display, environment


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("文字", "文字"),
        ("", ""),
        (date(2027, 1, 5), "2027 年 1 月 5 日"),
        (time(8, 5), "08:05"),
        (1234567, "1,234,567"),
        (Decimal("99.90"), "99.9"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("0.0005"), "0.0005"),
        (Decimal("-0"), "0"),
        (1.5, "1.5"),
        (Level.HIGH, "高"),
        (OpenPoint("面积"), f"{OPEN}【待定：面积】{CLOSE}"),
        ("一\n二\r\n三\r四\t五", f"一{BREAK}二{BREAK}三{BREAK}四{TAB}五"),
    ],
)
def test_a_value_prints_itself(value: Any, expected: str) -> None:
    """Each kind has one way; a filter is needed only for another."""
    assert display(value) == expected


def test_a_duration_prints_its_own_text() -> None:
    """2 小时 stays 2 小时."""
    assert display(Duration.read("2小时")) == str(Duration.read("2小时"))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "TP301"),
        (True, "TP302"),
        (False, "TP302"),
        ([1], "TP303"),
        ((), "TP303"),
        ({"a": 1}, "TP303"),
        (Charges(items=()), "TP303"),
        ("控制\x0b符", "TP309"),
        ("半个\ud83d字", "TP309"),
    ],
)
def test_a_value_without_text_is_a_fault(value: Any, code: str) -> None:
    """Nothing prints as `None`, `True` or a list, and nothing that makes the file unreadable prints at all."""
    with pytest.raises(PrintFault) as caught:
        display(value)

    assert caught.value.code == code


def test_safe_markup_is_not_written_twice() -> None:
    """What our own functions return passes; data is never Markup."""
    assert display(Markup("<w:br/>")) == Markup("<w:br/>")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("d | date", "2027 年 1 月 5 日"),
        ("t | time", "08:30"),
        ("n | money", "1,234.50"),
        ("n | number", "1,234.5"),
        ("n | percent", "1,234.5%"),
        ("k | cn", "十二"),
        ("half | cn", "零点五"),
        ("xs | join", "甲、乙、1,234.5"),
        ("xs | join('；')", "甲；乙；1,234.5"),
        ("xs | count", "3"),
        ("open | money", "【待定】"),
        ("open | date", "【待定】"),
        ("opens | join", "甲、【待定】"),
    ],
)
def test_a_filter_shows_a_value_in_its_way(expression: str, expected: str) -> None:
    """Open points pass every filter."""
    values = {
        "d": date(2027, 1, 5),
        "t": time(8, 30),
        "n": Decimal("1234.5"),
        "k": 12,
        "half": Decimal("0.50"),
        "xs": ["甲", "乙", Decimal("1234.5")],
        "open": OpenPoint(),
        "opens": ["甲", OpenPoint()],
    }

    assert shown(docx(f"BodyText {{{{ {expression} }}}}"), **values) == [expected]


def refused(text: str, **context: Any) -> Finding:
    """The one fault of printing something, at compile time or at fill time."""
    with pytest.raises(Faulty) as caught:
        compile_template(docx(f"BodyText {text}")).fill(context)
    (fault,) = caught.value.findings
    return fault


@pytest.mark.parametrize(
    ("expression", "value", "code"),
    [
        ("x | money", "abc", "TP310"),
        ("x | date", "2027-01-05", "TP310"),
        ("x | time", "08:30", "TP310"),
        ("x | cn", "十", "TP310"),
        ("x | percent", [1], "TP310"),
        ("x | money", None, "TP301"),
        ("x | join", None, "TP301"),
        ("x | count", None, "TP301"),
        ("x.y | money", {}, "TP304"),
        ("x / 0", 1, "TP307"),
        ("x + 1", "a", "TP307"),
        ("x + 1", None, "TP301"),
        ("x | upper", "a", "TP108"),
    ],
)
def test_a_filter_on_a_wrong_value_is_a_chinese_fault(expression: str, value: Any, code: str) -> None:
    """Whatever the data is, the answer is a finding at the paragraph, without Python's words."""
    fault = refused(f"{{{{ {expression} }}}}", x=value)

    assert fault.code == code
    assert fault.where.place == f"“{{{{ {expression} }}}}”"
    assert not {"NoneType", "type", "object", "format", "zero"} & set(fault.message.split())


class Trap:
    """An object of the caller's with a method and inner attributes."""

    def fire(self) -> str:
        """Must never run."""
        raise AssertionError("called from a template")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ x.__class__ }}", "TP307"),
        ("{{ x.__class__.__mro__ }}", "TP307"),
        ("{{ x['__class__'] }}", "TP307"),
        ("{{ cycler.__init__.__globals__.os.getcwd() }}", "TP212"),
        ("{{ cycler }}", "TP304"),
        ("{{ range }}", "TP304"),
        ("{{ lipsum() }}", "TP212"),
        ("{{ x.fire() }}", "TP212"),
        ("{{ 'a'.upper() }}", "TP212"),
        ("{{ x.fire.__globals__ }}", "TP307"),
        ("{{ ''.__class__ }}", "TP307"),
        ("{{ self }}", None),
        ("{% if x.fire() %}甲{% endif %}", "TP212"),
        ("{% for y in x.fire() %}甲{% endfor %}", "TP212"),
        ("{{ items | map(attribute='__class__') }}", "TP108"),
    ],
)
def test_a_template_reaches_nothing_but_its_data(text: str, code: str | None) -> None:
    """No inner attributes, no globals of Jinja, no calls of methods; with or without a schema."""
    fault = refused(text, x=Trap(), items=[1])

    assert code in (None, fault.code)


@pytest.mark.parametrize("name", ["model_dump", "copy", "model_fields", "__dict__", "label_cn"])
def test_a_record_shows_its_fields_only(name: str) -> None:
    """Methods and machinery of the models do not exist for a template."""
    assert refused(f"{{{{ x.{name} }}}}", x=Item(name="甲", price=1)).code in ("TP304", "TP307")
    assert refused(f"{{{{ x['{name}'] }}}}", x=Item(name="甲", price=1)).code in ("TP304", "TP307")


def test_a_key_wins_over_a_method() -> None:
    """`charges.items` is the field, as a record and as a mapping."""
    text = docx("BodyText {% for i in charges.items %}{{ i.name }}{% endfor %}")

    assert shown(text, charges={"items": [{"name": "甲"}]}) == ["甲"]
    assert shown(text, charges=Charges(items=(Item(name="甲", price=1),))) == ["甲"]


def test_a_missing_key_is_not_the_method_of_a_mapping() -> None:
    """`x.items` without such a key is undefined, not `dict.items`."""
    assert line(refused("{{ x.items }}", x={})) == "TP304 “{{ x.items }}”: 数据里没有“items”"


def test_the_list_of_filters_is_closed() -> None:
    """Jinja's own filters are gone, so that a template means the same everywhere."""
    assert set(environment().filters) == set(FILTERS)
    assert environment().globals == {}
