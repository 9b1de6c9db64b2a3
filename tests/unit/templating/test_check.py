"""The static check: every fault of a path, loop, filter or call, found without data."""

from __future__ import annotations

import pytest
from drafts import HOUSE, Sample, compiled, docx, faults

from itsm_docs.findings import Finding
from itsm_docs.model.base import Record
from itsm_docs.templating import compile_source

LOOP = "{{% for i in charges.items %}}{}{{% endfor %}}"


def found(text: str) -> list[Finding]:
    """What the check says about one paragraph."""
    return compile_source(docx(f"BodyText {text}"), house=HOUSE, schema=Sample)[1]


CASES = [
    # a name that is not there
    ("{{ titel }}", "TP201", "titel 不存在", "是否为 title（标题）？"),
    ("{{ 标题 }}", "TP201", "标题 不存在", "是否为 title（标题）？"),
    ("{{ charges.itmes | count }}", "TP201", "charges.itmes 不存在", "是否为 items（计价项）？"),
    (LOOP.format("{{ i.pric }}"), "TP201", "charges.items[].pric 不存在", "是否为 price（单价）？"),
    (LOOP.format("{{ i.单价 }}"), "TP201", "charges.items[].单价 不存在", "是否为 price（单价）？"),
    (LOOP.format("{{ loop.indexx }}"), "TP201", "loop.indexx 不存在", "是否为 index？"),
    (LOOP.format("") + "{{ i.name }}", "TP201", "i 不存在", None),
    ("{{ charges['itmes'] | count }}", "TP201", "charges.itmes 不存在", "是否为 items（计价项）？"),
    # an optional value, printed or used without being sure of it
    ("{{ signed }}", "TP202", "signed 可以不填，直接输出会在未填时出错", "用 if 包住，或写出未填时的文字"),
    ("{{ signed | date }}", "TP202", "signed 可以不填，直接输出会在未填时出错", "用 if 包住，或写出未填时的文字"),
    (LOOP.format("{{ i.note }}"), "TP202", "charges.items[].note 可以不填，直接输出会在未填时出错", None),
    ("{{ partner.name }}", "TP203", "partner 可以不填，使用它的内容前要先判断", "用 if 判断它是否存在"),
    (
        "{% for e in charges.extra %}{{ e.name }}{% endfor %}",
        "TP203",
        "charges.extra 可以不填，使用它的内容前要先判断",
        None,
    ),
    # what has no text
    ("{{ charges }}", "TP204", "charges 是一组字段，不能直接输出", "写到具体字段：items、extra"),
    (
        "{{ charges.items }}",
        "TP204",
        "charges.items 是列表，不能直接输出",
        "用 for 逐项输出，每项有：name、price、note",
    ),
    ("{{ draft }}", "TP205", "draft 是“是/否”，不能直接输出", None),
    (LOOP.format("{{ loop.first }}"), "TP205", "loop.first 是“是/否”，不能直接输出", None),
    ("{{ level == 'high' }}", "TP205", None, None),
    # the wrong use of a value
    ("{% for t in title %}{{ t }}{% endfor %}", "TP206", "title 不是列表，不能用 for", None),
    ("概述：{{ summary }}", "TP207", "summary 是多段文字，应独占一段", None),
    ("{{ title.text }}", "TP208", "title 是单个值，没有“text”", None),
    (LOOP.format("{{ i.price.amount }}"), "TP208", "charges.items[].price 是单个值，没有“amount”", None),
    (
        "{{ title | xyz }}",
        "TP209",
        "没有过滤器“xyz”",
        "这里可用：date、day、time、money、number、percent、cn、join、count",
    ),
    (LOOP.format("{{ i.price | mony }}"), "TP209", "没有过滤器“mony”", "是否为 money？"),
    ("{{ title | money }}", "TP210", "过滤器“money”不适用于 title", None),
    ("{{ level | date }}", "TP210", "过滤器“date”不适用于 level", None),
    ("{% if level == '高' %}急{% endif %}", "TP211", "level 不会等于“高”，可取：high、low", None),
    (
        "{% if level in ['high'] and level != 'hig' %}急{% endif %}",
        "TP211",
        "level 不会等于“hig”，可取：high、low",
        None,
    ),
    ("{{ title.upper() }}", "TP212", "不能调用“upper”", None),
    ("{{ range(3) }}", "TP212", "不能调用“range”", None),
    ("{% for i in charges.items() %}{{ i }}{% endfor %}", "TP212", "不能调用“items”", None),
    (LOOP.format("{{ i.price * 2 }}"), "TP213", "标签里写了“*”，模板里不用这种写法", None),
    ("{% if charges.items | count + 1 %}甲{% endif %}", "TP213", "标签里写了“+”，模板里不用这种写法", None),
]


@pytest.mark.parametrize(("text", "code", "message", "hint"), CASES, ids=[f"{case[1]} {case[0]}" for case in CASES])
def test_a_fault_is_found_without_data(text: str, code: str, message: str | None, hint: str | None) -> None:
    """Code, path and what was probably meant; the place is the paragraph."""
    one = next(fault for fault in found(text) if fault.code == code)

    assert message in (None, one.message)
    assert hint in (None, one.hint)
    assert one.where.place is not None


@pytest.mark.parametrize(
    "text",
    [
        "{{ title }}",
        "{{ start }}",
        "{{ start | date }}",
        "{{ summary }}",
        "{{ level }}",
        "{{ charges['items'] | count }}",
        LOOP.format("{{ loop.index }} {{ i.name }} {{ i.price | money }}"),
        "{% for i in charges.items if i.note %}{{ i.note }}{% endfor %}",
        "{{ '甲' if draft else '乙' }}",
        "{{ 'svc-' ~ title }}",
        "{% if level == 'high' %}急{% elif level in ('low',) %}缓{% endif %}",
        "{{ charges.items[0].name }}",
        "{{ 3 }}{{ '文字' }}",
    ],
)
def test_what_is_right_is_silent(text: str) -> None:
    """No finding for a path that the data has, whatever its kind."""
    assert found(text) == []


def test_everything_is_found_at_once_and_each_thing_once() -> None:
    """Two faults of a paragraph are two findings, the same one twice is one."""
    codes = [fault.code for fault in found("{{ titel }}{{ titel }}{{ draft }}")]

    assert codes == ["TP201", "TP205"]


def test_a_fault_of_markdown_names_file_and_line() -> None:
    """The author of a chapter edits a line, not a paragraph of a Word file that he never sees."""
    (fault,) = compile_source("# 总则\n\n甲方\n\n{{ titel }}", house=HOUSE, schema=Sample)[1]

    assert (fault.where.file, fault.where.line, fault.where.place) == ("模板", 5, "总则 › “{{ titel }}”")


def test_a_markdown_value_may_stand_alone_only() -> None:
    """It becomes paragraphs; in a table cell it may stand alone as well."""
    assert faults("{{ summary }}", Sample) == []
    assert faults("| 列 |\n|---|\n| {{ summary }} |", Sample) == []
    assert [fault[:5] for fault in faults("见 {{ summary }}", Sample)] == ["TP207"]


def test_without_a_schema_paths_are_unknown_and_silent() -> None:
    """A user's own mapping can have any name."""
    assert faults(docx("BodyText {{ any.thing[0].goes | money }}")) == []


def test_unknown_stays_unknown() -> None:
    """What the schema cannot type is not guessed about."""

    class Loose(Record):
        """A record with a value of any type."""

        anything: object

    assert faults(docx("BodyText {{ anything.at.all }}{% for a in anything %}{{ a.b }}{% endfor %}"), Loose) == []


def test_headers_and_properties_are_checked_too() -> None:
    """A typo in a header is found like any other, and says that it is in the header."""
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:p><w:r><w:t>{{ titel }}</w:t></w:r></w:p></w:hdr>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ titel }}</dc:title></cp:coreProperties>'
    )
    source = docx("BodyText 甲", parts={"word/header1.xml": header, "docProps/core.xml": core})

    places = [fault.partition(":")[0] for fault in faults(source, Sample)]
    assert sorted(places) == ["TP201 文档属性", "TP201 页眉 › “{{ titel }}”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ ref('nowhere') }}", "TP306"),
        ("{{ title('nowhere') }}", "TP306"),
        ("{{ page('nowhere') }}", "TP306"),
        ("{{ cite('no-such-law') }}", "ST"),
        ("{{ figure('x') }}", "TP218"),
        ("{{ clause('99.9') }}", "ST"),
    ],
)
def test_constant_arguments_are_checked(text: str, expected: str) -> None:
    """References to nothing, unknown laws and clauses, and figures beside text."""
    assert next(fault[:5] for fault in faults(docx(f"Heading1 甲{text}"))).startswith(expected)


def test_a_reference_to_a_computed_anchor_is_no_fault() -> None:
    """`svc-tos` may be what `'svc-' ~ s.id` gives."""
    lines = ("{% for s in xs %}{{ anchor('svc-' ~ s.id) }}{% endfor %}", "{{ ref('svc-tos') }}", "{{ ref('other') }}")

    assert [fault[:5] for fault in faults(docx(*(f"BodyText {line}" for line in lines)))] == ["TP306"]


def test_the_clauses_that_headings_declare_are_known() -> None:
    """Without repeats, in the order of the text."""
    source = '# 目标 {: clause="8.2.2.2-b 7.1.1-4"}\n\n# 范围 {: clause="7.1.1-4"}\n'

    assert compiled(source).clauses == ("8.2.2.2-b", "7.1.1-4")
