"""Runs the examples of the message files: what the user wrote, put into a sound project, and what is then said of it.

A fragment of an engagement is laid over the small engagement of the tests (`engagements.py`): keys in Chinese or English,
list items by their id or name or else by their place, fields that a new item needs and the fragment does not show from
`SPECIMENS`. Holds no assertions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from openpyxl import Workbook
from tests.helpers.engagements import an_engagement, plain_data
from tests.helpers.word import docx, house

from itsm_docs.documents.kinds import context_schema
from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding, Severity
from itsm_docs.inputs import read_project, waivers
from itsm_docs.markdown import Chapter, read
from itsm_docs.model import Engagement
from itsm_docs.model.base import Record
from itsm_docs.model.shape import Kind, Shape, fields_of, keys_of
from itsm_docs.rules import check
from itsm_docs.rules.amendments import check_amendment, versions
from itsm_docs.templating import compile_source, compile_template

SPECIMENS: dict[str, dict[str, Any]] = yaml.load(
    Path(__file__).with_name("specimens.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
"""Complete items of the records that the small engagement has none of, by the record's class name."""

PLAIN = {
    name: re.sub(r"\{\{[^}]*\}\}", "", house()[name].decode())
    for name in ("word/header1.xml", "docProps/core.xml", "docProps/app.xml")
}
"""The parts of the house that print something, printing nothing."""
HOUSE = docx("<w:p><w:r><w:t>{{ toc() }}</w:t></w:r></w:p>", "BodyText {{ body }}", parts=PLAIN)

REST = "…"
"""Stands in a fragment for what is as it should be."""

SHORT: dict[str, tuple[str | int, ...]] = {
    "服务指标": ("服务", 0, "服务指标"),
    "扣减档位": ("服务", 0, "服务指标", 0, "扣减档位"),
    "计算量": ("服务", 0, "服务指标", 0, "计算量"),
    "计价项": ("服务费用", "计价项"),
    "级别": ("事件分级", "级别"),
    "分期": ("合同", "付款", "分期"),
    "付款": ("合同", "付款"),
    "违约责任": ("合同", "违约责任"),
    "争议解决": ("合同", "争议解决"),
    "附件选择": ("合同", "附件选择"),
}
"""Where a fragment belongs that begins further in."""

_NAMING = ("id", "name", "topic", "item", "label", "version", "aspect", "title")


def by_rules(fragment: str) -> list[str]:
    """The messages of the rules about the small engagement with a fragment laid over it."""
    return _messages(check(Engagement.model_validate(overlaid(fragment))))


def by_amending(source: str) -> list[str]:
    """The messages about a supplement that makes of the small engagement, a fragment laid over it, the one with both.

    Two fragments are parted by ``---``; one alone is the change.
    """
    *before, after = source.split("---\n")
    old = overlaid("".join(before)) if before else plain_data()
    new = overlaid(after, old)
    return _messages(check_amendment(versions(*(Engagement.model_validate(data) for data in (old, new)))))


def by_reading(fragment: str, folder: Path) -> Iterator[str]:
    """The messages of reading a project: of the fragment as the whole file, and of the fragment in the small engagement.

    Lines after ``地点.xlsx!服务地点`` that begin with a bar are the rows of that worksheet.
    """
    *_, text = _worksheets(fragment, folder)
    yield from _reading(text, folder)
    yield from _reading(_dumped(text), folder)


def by_waiving(source: str) -> list[str]:
    """The messages about a file of waivers: read, applied to nothing, and applied after the last day to what they accept."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / waivers.FILE).write_text(source, encoding="utf-8")
        held, wrong = waivers.read(folder)
    accepted = [Finding(str(one.waiver.finding), Severity.ERROR, "") for one in held.entries]
    idle, _ = held.apply([], date.min, waivers.RULES)
    late, _ = held.apply(accepted, date.max)
    return _messages([*wrong, *idle, *late])


def by_markdown(source: str) -> list[str]:
    """The messages about a chapter of a template."""
    return _messages(read([Chapter("x.md", source)])[1])


def by_template(source: str) -> list[str]:
    """The messages of compiling a chapter for an engagement and filling it, as Markdown and as lines of a Word file."""
    engagement = an_engagement()
    context = {name: getattr(engagement, name) for name in fields_of(Engagement)}
    word = docx(*(f"BodyText {line}" for line in source.splitlines()), parts=PLAIN)
    messages = []
    for template in ([Chapter("x.md", source)], word):
        compiled, findings = compile_source(template, house=HOUSE, schema=context_schema())
        messages += _messages(findings)
        try:
            if compiled:
                compiled.fill(context)
        except Faulty as fault:
            messages += _messages(fault.findings)
    return messages


def by_filling(source: str) -> list[str]:
    """The messages of filling a template with data of its own: the lines without tags are the data, in YAML."""
    lines = source.splitlines()
    data = yaml.safe_load("\n".join(line for line in lines if "{{" not in line and "{%" not in line))
    if not isinstance(data, dict):
        return []
    template = [f"BodyText {line}" for line in lines if "{{" in line or "{%" in line]
    try:
        compile_template(docx(*template, parts=PLAIN)).fill(data)
    except Faulty as fault:
        return _messages(fault.findings)
    return []


def overlaid(fragment: str, base: dict[str, Any] | None = None) -> dict[str, Any]:
    """The raw values of the small engagement, or of another, with those of a fragment in their places, keys in English."""
    written: dict[str, Any] = yaml.load(fragment, Loader=yaml.BaseLoader)
    data = deepcopy(base) if base is not None else plain_data()
    for key, value in written.items():
        data = _over(data, _rooted(key, value), Shape(Kind.RECORD, record=Engagement))
    return data


def _rooted(key: str, value: Any) -> dict[str, Any]:
    """A pair of a fragment as the engagement has it, from its root."""
    for step in reversed(SHORT.get(key, (key,))):
        value = [*[REST] * step, value] if isinstance(step, int) else {step: value}
    rooted: dict[str, Any] = value
    return rooted


def _over(base: Any, written: Any, shape: Shape) -> Any:
    if written == "":
        return None
    if written in (REST, {REST: ""}):
        return base
    if isinstance(written, dict) and shape.record:
        return _record(base, written, shape.record)
    if isinstance(written, list) and written and shape.item and shape.item.record:
        return _items(base or [], written, shape.item)
    return written


def _record(base: Any, written: dict[str, Any], record: type[Record]) -> dict[str, Any]:
    result = deepcopy(base or SPECIMENS.get(record.__name__, {}))
    for key, value in written.items():
        name = keys_of(record).get(key, key)
        shape = fields_of(record)[name].shape if name in fields_of(record) else Shape(Kind.UNKNOWN)
        result[name] = _over(result.get(name), value, shape)
    return result


def _items(base: list[Any], written: list[Any], item: Shape) -> list[Any]:
    result, taken = deepcopy(base), set()
    for place, one in enumerate(written):
        seat = next((at for at in _namesakes(base, one, item) if at not in taken), place)
        taken.add(seat)
        if seat < len(result):
            result[seat] = _over(result[seat], one, item)
        else:
            result.append(_over(base[-1] if base else None, one, item))
    return result


def _namesakes(base: list[Any], one: Any, item: Shape) -> Iterator[int]:
    """Where the items stand that have a name of this one."""
    assert item.record is not None
    names = {keys_of(item.record).get(key, key): value for key, value in one.items()} if isinstance(one, dict) else {}
    for name in _NAMING:
        yield from (at for at, known in enumerate(base) if name in names and known.get(name) == names[name])


def _messages(findings: Any) -> list[str]:
    return [f"{one.code} {one.message}" for one in findings]


def _reading(text: str, folder: Path) -> list[str]:
    file: Path = folder / "engagement.yaml"
    file.write_text(text, encoding="utf-8")
    try:
        found: list[Finding] = read_project(file, Engagement)[1]
    except Faulty as fault:
        found = list(fault.findings)
    return _messages(found)


def _worksheets(fragment: str, folder: Path) -> Iterator[str]:
    """Write the workbooks that a fragment shows; at last what is left of it."""
    books: dict[str, Workbook] = {}
    sheet, rest = None, []
    for line in fragment.splitlines():
        if heading := re.fullmatch(r"(\S+\.xlsx)!(\S+)", line):
            book = books.setdefault(heading[1], Workbook())
            sheet = book.active if book.active and book.active.title == "Sheet" else book.create_sheet()
            assert sheet is not None
            sheet.title = heading[2]
        elif sheet is not None and line.startswith("|"):
            sheet.append([_cell(text.strip()) for text in line.strip("|").split("|")])
        else:
            rest.append(line)
    for name, book in books.items():
        book.save(folder / name)
        yield name
    yield "\n".join(rest) + "\n"


def _cell(text: str) -> object:
    return int(text) if text.isdigit() else text or None


def _dumped(fragment: str) -> str:
    try:
        return yaml.safe_dump(overlaid(fragment), allow_unicode=True)
    except (yaml.YAMLError, AttributeError, TypeError):
        return ""
