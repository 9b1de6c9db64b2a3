"""figure() and computed clauses: from Markdown and Word templates to captions, references and the receipt."""

from __future__ import annotations

import re

import pytest
from drafts import HOUSE, compiled, docx, faults, line
from pydantic import Field
from tests.helpers.word import numbered, part

from itsm_docs.errors import Faulty
from itsm_docs.markdown import Chapter
from itsm_docs.model.base import Record
from itsm_docs.model.drawings import Bar, Flow, FlowLink, FlowNode, Grid, Schedule
from itsm_docs.model.scalars import Day, Text
from itsm_docs.ooxml.check import check
from itsm_docs.ooxml.flatten import flatten
from itsm_docs.ooxml.package import write
from itsm_docs.templating import compile_template
from itsm_docs.templating.fill import fill
from itsm_docs.templating.typeset import typeset


class Process(Record):
    """A process with its flow."""

    id: Text = Field(title="编号")
    title: Text = Field(title="名称")
    clauses: Text = Field(title="条款")
    flow: Flow = Field(title="流程图")
    note: Text | None = Field(None, title="备注")
    since: Day | None = Field(None, title="起用日期")


class Manual(Record):
    """What the templates below print."""

    name: Text = Field(title="名称")
    processes: tuple[Process, ...] = Field(title="流程")
    plan: Schedule = Field(title="计划")
    form: Grid = Field(title="表")
    extra: Schedule | None = Field(None, title="另一计划")


def a_flow(title: str) -> Flow:
    """A flow of two steps."""
    return Flow(
        title=title,
        lanes=("甲方", "乙方"),
        nodes=(
            FlowNode(id="a", lane="甲方", text="开始", kind="start", links=(FlowLink(to="b"),)),
            FlowNode(id="b", lane="乙方", text="结束", kind="end"),
        ),
    )


PLAN = Schedule(title="计划", periods=("1月", "2月"), bars=(Bar(name="甲", owner="乙", dates="一月", first=0, last=0),))
FORM = Grid(columns=("序号", "内容"), blank=2)
DATA = {
    "name": "流程手册",
    "processes": (
        Process(id="change", title="变更", clauses="8.2.2.2-b", flow=a_flow("变更")),
        Process(id="incident", title="事件", clauses="8.2.1 8.2.2.2-b", flow=a_flow("事件")),
    ),
    "plan": PLAN,
    "form": FORM,
    "extra": None,
}
SOURCE = """\
见 {{ ref('fig-change') }}、{{ ref('fig-incident') }}、{{ ref('plan') }}、{{ ref('form') }}。

{% for p in processes %}
## {{ p.title }} {: #proc-{{ p.id }} clause="{{ p.clauses }} 7.1.1-2"}

{: #fig-{{ p.id }} caption="{{ p.title }}流程图"}
{{ figure(p.flow) }}

{% endfor %}
{: #t caption="数据"}
| 甲 |
|---|
| 乙 |

{: #plan caption="进度"}
{{ figure(plan) }}

{: #form caption="登记表"}
{{ figure(form) }}

{{ figure(plan) }}
"""


def filled(source: str | bytes | list[Chapter], *, trace: str = "none") -> bytes:
    """The filled file, which our own check has passed."""
    data = fill(compiled(source, schema=Manual), DATA, trace=trace).data  # type: ignore[arg-type]
    assert check(data) == []
    return data


def captions(data: bytes) -> list[str]:
    """What begins with 图 or 表, and what refers to it."""
    return [text for text in numbered(data) if re.match(r"[图表见] ?\d?", text) and text not in ("表",)]


def test_captions_are_counted_by_kind_and_references_show_them() -> None:
    """Drawings count as 图, schedules and forms as 表 together with other tables; ids may be computed in loops."""
    assert captions(filled(SOURCE)) == [
        "见 图 1、图 2、表 2、表 3。",
        "图 1　变更流程图",
        "图 2　事件流程图",
        "表 1　数据",
        "表 2　进度",
        "表 3　登记表",
    ]


def test_captions_stand_below_drawings_and_above_tables() -> None:
    """As in every Chinese document."""
    xml = part(filled(SOURCE))

    assert xml.index("<wpg:wgp>") < xml.index("变更流程图")
    assert xml.index("　进度</w:t>") < xml.index(">事项<")
    below = xml[xml.rindex("<w:p>", 0, xml.index("变更流程图")) : xml.index("变更流程图")]
    assert '<w:keepNext w:val="0"/>' in below


def test_references_are_live() -> None:
    """A field that leads to a bookmark around 图 1, not around the title."""
    xml = part(filled(SOURCE))
    name = re.search(r"REF (_Ref\d+) \\h", xml)
    assert name is not None
    key = re.search(rf'<w:bookmarkStart w:id="(\d+)" w:name="{name[1]}"/>', xml)
    assert key is not None
    inside = xml[key.end() : xml.index(f'<w:bookmarkEnd w:id="{key[1]}"/>')]

    assert "SEQ 图" in inside
    assert "流程图" not in inside


def test_every_drawing_has_an_id_of_its_own() -> None:
    """Also beside a drawing that the template has itself."""
    ids = re.findall(r'<wp:docPr id="(\d+)"', part(filled(SOURCE)))

    assert len(ids) == len(set(ids)) == 2


@pytest.mark.parametrize("trace", ["full", "sidecar", "none"])
def test_figures_carry_no_controls(trace: str) -> None:
    """Facts in drawings are not traced: text boxes hold no content controls."""
    xml = part(filled(SOURCE, trace=trace))
    boxes = re.findall(r"<w:txbxContent>.*?</w:txbxContent>", xml)

    assert boxes
    assert not any("<w:sdt>" in box or "bookmark" in box for box in boxes)


def test_an_ejected_template_fills_to_the_same() -> None:
    """The Word form of a Markdown template has figure() as a visible tag, and prints the same captions and clauses."""
    ejected, findings = typeset("手册", [Chapter("a.md", SOURCE)], HOUSE)
    assert findings == []
    assert ejected is not None
    data = write(ejected.parts)
    visible = part(data)

    assert "{{ figure(p.flow, id='fig-' ~ p.id, caption=p.title ~ '流程图') }}" in visible
    assert "{{ clause(p.clauses, '7.1.1-2') }}" in visible
    again = fill(compile_template(data, schema=Manual), DATA, trace="full")
    once = fill(compiled(SOURCE, schema=Manual), DATA, trace="full")
    assert numbered(again.data) == numbered(once.data)
    assert again.receipt is not None
    assert once.receipt is not None
    assert [one.clauses for one in again.receipt.sections.values()] == [
        one.clauses for one in once.receipt.sections.values()
    ]


@pytest.mark.parametrize("tag", ["{{ figure(plan) }}", "{{p figure(plan) }}", "{{ figure(plan, caption='甲') }}"])
def test_word_templates_of_users_may_draw(tag: str) -> None:
    """Alone in its paragraph, with or without the p of docxtpl."""
    data = filled(docx(f"BodyText {tag}"))

    assert ("表 1　甲" in numbered(data)) == ("甲'" in tag)
    assert "<w:tbl>" in part(data)


def test_a_section_that_ends_in_the_paragraph_of_a_figure_stays() -> None:
    """The break belongs to the paragraph that gives way."""
    section = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    source = f"<w:p><w:pPr>{section}</w:pPr><w:r><w:t>{{{{ figure(plan) }}}}</w:t></w:r></w:p>"

    assert 'w:orient="landscape"' in part(filled(docx(source, "BodyText 后")))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲{{ figure(plan) }}", "TP218"),
        ("| 甲 |\n|---|\n| {{ figure(plan) }} |", "TP218"),
        ("甲[^1]\n\n[^1]: {{ figure(plan) }}", "TP218"),
        ("{{ figure(name) }}", "TP214"),
        ("{{ figure(processes) }}", "TP214"),
        ("{{ figure(extra) }}", "TP203"),
        ("{{ figure(plans) }}", "TP201"),
        ("{{ figure() }}", "TP215"),
        ("{{ figure(plan, form) }}", "TP215"),
        ("{{ figure(plan, width=3) }}", "TP216"),
        ("{{ figure(plan, id='a') }}", "TP217"),
        ("{: caption=\"甲\"}\n{{ figure(plan, caption='乙') }}", "TP216"),
        ("{: #a}\n{{ figure(plan) }}", "MD310"),
        ('{: .small caption="甲"}\n{{ figure(plan) }}', "MD304"),
        ('{: caption="{% if name %}甲{% endif %}"}\n{{ figure(plan) }}', "MD311"),
        ('{% for p in processes %}\n{: caption="{{ p.note }}"}\n{{ figure(p.flow) }}\n{% endfor %}', "TP202"),
        ('{: caption="{{ plan }}"}\n{{ figure(plan) }}', "TP204"),
        ("{{ ref('fig') }}\n\n{: #figs caption=\"甲\"}\n{{ figure(plan) }}", "TP306"),
    ],
)
def test_wrong_figures_are_found_without_data(source: str, expected: str) -> None:
    """The place, the value, the arguments and the attributes."""
    assert expected in {fault[:5] for fault in faults(source, Manual)}


@pytest.mark.parametrize("where", ["word/header1.xml", "word/footnotes.xml"])
def test_figures_stand_in_the_text_of_the_document_only(where: str) -> None:
    """Headers have no captions."""
    kind = "hdr" if "header" in where else "footnotes"
    inner = "<w:p><w:r><w:t>{{ figure(plan) }}</w:t></w:r></w:p>"
    if kind == "footnotes":
        inner = f'<w:footnote w:id="1">{inner}</w:footnote>'
    xml = f'<w:{kind} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{inner}</w:{kind}>'
    note = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>' if kind == "footnotes" else "BodyText 甲"

    assert "TP218" in {fault[:5] for fault in faults(docx(note, parts={where: xml}), Manual)}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "TP301"),
        ("文字", "TP319"),
        (a_flow("图").model_copy(update={"lanes": ("甲方",)}), "TP331"),
        (a_flow("有\x01控制符"), "TP309"),
    ],
)
def test_wrong_values_are_found_when_the_file_is_filled(value: object, expected: str) -> None:
    """Where no schema has told: nothing, a text, a flow that contradicts itself, a character that XML forbids."""
    with pytest.raises(Faulty) as fault:
        compiled("甲\n\n{{ figure(x) }}").fill({"x": value})

    assert [line(one)[:7] for one in fault.value.findings] == [f"{expected} 3"]


def test_a_reference_to_a_figure_that_a_condition_took_away_names_the_condition() -> None:
    """As for other anchors."""
    source = "{{ ref('f') }}\n\n{% if on %}\n{: #f caption=\"甲\"}\n{{ figure(plan) }}\n{% endif %}"
    with pytest.raises(Faulty) as fault:
        compiled(source).fill({"on": False, "plan": PLAN})

    assert "“if on”" in fault.value.findings[0].message


def test_a_caption_prints_quotation_marks_and_signs_as_they_are() -> None:
    """Apostrophes, backslashes, angle brackets and Chinese quotation marks."""
    source = '{: caption="“甲”\'\\<乙>&"}\n{{ figure(plan) }}'

    assert "表 1　“甲”'\\<乙>&" in numbered(filled(source))


def test_drawings_stay_in_the_flat_copy() -> None:
    """What becomes the PDF shows them; their captions' numbers are text there."""
    xml = part(flatten(filled(SOURCE)))

    assert xml.count("<wpg:wgp>") == 2
    assert "SEQ" not in xml


def test_a_figure_comes_between_tables_without_joining_them() -> None:
    """A paragraph stands behind each table."""
    xml = part(filled("{{ figure(form) }}\n\n{{ figure(form) }}"))

    assert "</w:tbl><w:tbl>" not in xml
    assert "</w:tbl><w:sectPr" not in xml


# Clauses


def test_headings_compute_their_clauses() -> None:
    """Ids from data stand in the receipt beside those that are written, once each."""
    receipt = fill(compiled(SOURCE, schema=Manual), DATA, trace="sidecar").receipt

    assert receipt is not None
    assert [one.clauses for one in receipt.sections.values()] == [
        ("8.2.2.2-b", "7.1.1-2"),
        ("8.2.1", "8.2.2.2-b", "7.1.1-2"),
    ]


@pytest.mark.parametrize("trace", ["full", "none"])
def test_a_computed_clause_is_checked_when_the_file_is_filled(trace: str) -> None:
    """The finding is the one for a written clause, with its proposals and its place."""
    source = '甲\n\n# {{ name }} {: clause="{{ c }}"}'
    with pytest.raises(Faulty) as fault:
        fill(compiled(source), {"name": "乙", "c": "8.2.1 8.2.2.2b"}, trace=trace)  # type: ignore[arg-type]
    found = fault.value.findings[0]

    assert (found.code, found.where.line) == ("ST101", 3)
    assert found.hint is not None
    assert "8.2.2.2-b" in found.hint


def test_clauses_may_be_a_list() -> None:
    """Of texts, each with one or more ids."""
    source = '# 甲 {: clause="{{ cs }}"}'
    receipt = fill(compiled(source), {"cs": ["8.2.1", "8.2.2.2-b"]}, trace="sidecar").receipt

    assert receipt is not None
    assert next(iter(receipt.sections.values())).clauses == ("8.2.1", "8.2.2.2-b")


@pytest.mark.parametrize(("value", "expected"), [("plan", "TP219"), ("processes", "TP219"), ("nothing", "TP201")])
def test_what_cannot_be_clauses_is_found_without_data(value: str, expected: str) -> None:
    """A record, a list of records, a name that there is not."""
    assert expected in {fault[:5] for fault in faults(f'# 甲 {{: clause="{{{{ {value} }}}}"}}', Manual)}


def test_an_untraced_file_says_nothing_of_clauses() -> None:
    """No mark and no id is left in it."""
    xml = part(filled(SOURCE))

    assert "<?clause" not in xml
    assert "8.2.2.2-b" not in xml
