"""Filling a template: ours against docxtpl and against the floor, in one process, round by round.

- *floor*: the same Jinja source in a plain environment, rendered with the same data, main part deflated at level 6, the
  rest copied raw. It resolves no reference and numbers nothing: no engine that uses Jinja can be faster.
- *docxtpl*: the same Word template with stubs for our functions, rendered and saved to memory.
"""

from __future__ import annotations

import io
import re
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import jinja2

from itsm_docs import standard
from itsm_docs.documents.kinds import chapters, context_schema
from itsm_docs.documents.view import view_of
from itsm_docs.inputs import load
from itsm_docs.markdown import Chapter
from itsm_docs.model import Engagement
from itsm_docs.model.shape import fields_of
from itsm_docs.ooxml.package import write
from itsm_docs.ooxml.zipping import pack, zipped
from itsm_docs.templating import compile_template, shipped_house
from itsm_docs.templating.environment import FACT, FACT_END, FACT_SEP, FILTERS
from itsm_docs.templating.facts import key
from itsm_docs.templating.template import CompiledTemplate, TraceMode
from itsm_docs.templating.typeset import WordTemplate, typeset
from itsm_docs.trace.controls import around_fact

ROUNDS = 9
FUNCTIONS = ("anchor", "clause", "ref", "title", "page", "cite", "toc", "close", "markdown")


@dataclass(frozen=True, slots=True)
class Case:
    """A document to fill: the compiled template, the Word template behind it, the data."""

    name: str
    compiled: CompiledTemplate
    word: WordTemplate
    context: Mapping[str, Any]


def sla(sample: str) -> Case:
    """The service level agreement of a sample."""
    entry = standard.kind("sla")
    compiled = compile_template(
        chapters("sla"), headings=entry.numbering, contents=entry.contents, schema=context_schema()
    )
    engagement = load(sample).engagement
    context = {name: getattr(engagement, name) for name in fields_of(Engagement)} | {"doc": view_of(engagement, "sla")}
    return Case(f"SLA of {sample}", compiled, word(chapters("sla"), entry.numbering), context)


def synthetic(times: int = 1) -> Case:
    """Sections with paragraphs, a list and a table each; about 23 pages when `times` is 1."""
    source = [Chapter("synthetic.md", _SYNTHETIC)]
    sections = [
        {
            "title": f"第 {n} 节",
            "text": "服务台受理后，由一线工程师在响应时限内确认并开始处理，工单记录受理、响应与恢复三个时刻。" * 3,
            "rows": [
                {"name": f"指标 {n}-{k}", "value": k * 1.5, "note": "按月统计，数据取自服务台系统"} for k in range(12)
            ],
            "points": [f"事项 {n}-{k}" for k in range(5)],
        }
        for n in range(40 * times)
    ]
    people = {"name": "大连", "uscc": "1", "address": "大连", "representative": "王", "contact": "张", "phone": "1"}
    doc = {
        "title": "合成文档", "subtitle": "基准", "number": "N", "version": "V1.0", "classification": "内部", "draft": False, "final": False,
        "date": date(2027, 1, 1), "signoff": "parties", "revisions": [],
        "contents": True, "history": True, "signature": "本页无正文",
    }  # fmt: skip
    context = {"sections": sections, "client": people, "provider": people, "doc": doc}
    house = shipped_house()
    return Case(f"synthetic × {times}", compile_template(source, house=house), word(source, "manual"), context)


_SYNTHETIC = """
{% for s in sections %}
# {{ s.title }} {: #s-{{ loop.index }}}

{{ s.text }}

见 {{ ref('s-' ~ loop.index) }}。

{: #t-{{ loop.index }} caption="{{ s.title }}的指标" widths="2 1 3"}
| 指标 | 值 | 说明 |
|---|---|---|
{% for r in s.rows %}
| {{ r.name }} | {{ r.value }} | {{ r.note }} |
{% endfor %}

{% for i in s.points %}
1. {{ i }}
{% endfor %}

{% endfor %}
"""


def word(source: list[Chapter], headings: Any) -> WordTemplate:
    template, _ = typeset("bench", source, shipped_house(), headings)
    assert template is not None
    return template


def all_sources(case: Case) -> str:
    """Every compiled source, to find the functions that it calls."""
    return "\n".join(part.source.text + part.marked for part in case.compiled.parts.values())


def _nothing(*_: object) -> str:
    return ""


_FACT = re.compile(f"{FACT}(.*?){FACT_SEP}(.*?){FACT_SEP}(.*?){FACT_END}")


def _with_controls(match: re.Match[str]) -> str:
    around = around_fact(match[2], tag=match[1], key="100001", name="_v0001")
    return around.opening + match[3] + around.closing


def floor(case: Case, *, traced: bool = False) -> Callable[[], bytes]:
    """The floor of a case, ready to run; a traced one already holds the same controls and bookmarks."""
    env = jinja2.Environment(autoescape=True)
    env.filters.update({name: item.function for name, item in FILTERS.items()})
    env.globals.update(dict.fromkeys(re.findall(r"\b_[a-z]+(?=\()", all_sources(case)), _nothing))
    main = case.compiled.main
    env.globals["_key"] = key
    sources = {
        name: _FACT.sub(_with_controls, part.marked) if traced and part.marked else part.source.text
        for name, part in case.compiled.parts.items()
    }
    templates = {name: env.from_string(source) for name, source in sources.items()}
    rest = {name: data if not isinstance(data, bytes) else pack(data) for name, data in case.compiled.fixed.items()}

    def run() -> bytes:
        made = {name: pack(template.render(case.context).encode()) for name, template in templates.items()}
        assert main in made
        return zipped([*rest.items(), *made.items()])

    return run


def docxtpl(case: Case) -> Callable[[], bytes]:
    """docxtpl on the same Word template, ready to run."""
    import docxtpl as rival

    env = jinja2.Environment(autoescape=True)
    env.filters.update({name: item.function for name, item in FILTERS.items()})
    env.globals.update(dict.fromkeys(FUNCTIONS, _nothing))
    template = write(case.word.parts)

    def run() -> bytes:
        document = rival.DocxTemplate(io.BytesIO(template))
        document.render(dict(case.context), jinja_env=env)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return run


def ours(case: Case, trace: TraceMode = "none") -> Callable[[], bytes]:
    """Our filling, ready to run."""
    return lambda: case.compiled.fill(case.context, trace=trace)


def once(run: Callable[[], bytes]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def compare(name: str, first: Callable[[], bytes], second: Callable[[], bytes], rounds: int = ROUNDS) -> float:
    """Print and return the median of second ÷ first, pair by pair."""
    once(first)
    once(second)
    pairs = [(once(first), once(second)) for _ in range(rounds)]
    ratios = sorted(b / a for a, b in pairs)
    middle = statistics.median(ratios)
    print(
        f"{name}: {middle:.2f}  ({ratios[0]:.2f}–{ratios[-1]:.2f}; {statistics.median(b for _, b in pairs) * 1000:.1f} ms)"
    )
    return middle


def main() -> None:
    """Every figure of filling."""
    for case in (sla("samples/port-operations"), synthetic()):
        compare(f"{case.name}: fill without trace ÷ floor", floor(case), ours(case))
        compare(f"{case.name}: fill with trace ÷ floor of the same bytes", floor(case, traced=True), ours(case, "full"))
        compare(f"{case.name}: docxtpl ÷ fill without trace", ours(case), docxtpl(case), rounds=3)
        compare(f"{case.name}: docxtpl ÷ fill with trace", ours(case, "full"), docxtpl(case), rounds=3)
    base = synthetic()
    for times in (4, 16):
        big = synthetic(times)
        compare(f"synthetic: {times} × the size ÷ 1 × the size", ours(base), ours(big), rounds=5)
