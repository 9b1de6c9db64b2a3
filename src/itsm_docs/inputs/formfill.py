"""A filled 项目填写表.xlsx over a description: what the workbook says goes before what was written beside it.

Alone, it is laid over a new project of its categories. Reads no files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from pydantic_core import PydanticCustomError

from itsm_docs.findings import DataPath, Finding, Where, finding
from itsm_docs.inputs.form import Form, form_cells
from itsm_docs.inputs.located import Entry, Located
from itsm_docs.inputs.normalise import Normalised, normalise
from itsm_docs.inputs.packs import plain_sections
from itsm_docs.inputs.scaffold import MONTHS, Term, as_yaml, find_kind, project, redated
from itsm_docs.inputs.sources import Source
from itsm_docs.inputs.suggest import asking, closest, plain
from itsm_docs.inputs.trail import trail
from itsm_docs.inputs.yamltree import read_yaml
from itsm_docs.model import Engagement
from itsm_docs.model.base import OpenPoint
from itsm_docs.model.scalars import read_date

_OPTIONS = {"window": "windows", "payment": "payments"}
"""The special cells that take one of some words, and the section that says what the words stand for."""
_TERM: tuple[DataPath, ...] = (("term", "start"), ("term", "end"))
_TIMES = str.maketrans({"x": "×", "*": "×", "＊": "×", "✕": "×"})
_VARIED = re.compile("小时|天")


def base(form: Form, file: Source, year: int) -> tuple[Located | None, list[Finding]]:
    """The new project over which a workbook alone is laid; IN332 without a category."""
    if not form.categories:
        # Words that are no category are reported where they stand.
        told = "categories" in form.special
        return None, [] if told else [finding("IN332", replace(form.where, place="必填项"))]
    kind = form.values.get(("client", "kind"))
    term = _term(form, Term.year_from(date(year, 1, 1)))
    tree = project(form.categories, find_kind(str(kind[0])) if kind else None, term)
    located, findings = read_yaml(as_yaml(tree, form.categories), file.shown)
    return (_placed(located, replace(form.where, place="新建项目的内容")) if located else None), findings


def _term(form: Form, usual: Term) -> Term:
    """The period that the workbook gives, as far as it does."""
    start, end = (_day(form.values.get(("term", name), (None,))[0]) for name in ("start", "end"))
    term = Term.year_from(start) if start and not end else Term(start or usual.start, end or usual.end)
    return term if term.start < term.end else usual


def _day(value: Any) -> date | None:
    """A raw date; None for what is none, which is reported when the record is validated."""
    try:
        found = read_date(value)
    except PydanticCustomError:
        return None
    return found if isinstance(found, date) else None


def _placed(node: Located, where: Where) -> Located:
    """The same tree, everything at one place."""
    if isinstance(node.value, dict):
        entries = {
            key: replace(entry, key=where, value=_placed(entry.value, where)) for key, entry in node.value.items()
        }
        return Located(entries, where, node.style)
    if isinstance(node.value, list):
        return Located([_placed(item, where) for item in node.value], where, node.style)
    return Located(node.value, where, node.style)


def lay_over(form: Form, data: Normalised, file: Source) -> list[Finding]:
    """Put what the workbook says into the raw values, and say where it differs from what was written beside it."""
    findings = list(_other_categories(form, data.raw))
    before = _raw_term(data.raw)
    for path, (value, where) in form.values.items():
        findings += _put(data, path, value, where)
    for path, rows in form.lists.items():
        _put_list(data, path, rows, file)
    for path, value, where in _spread(form, data.raw):
        _put(data, path, value, where)
    return [*findings, *_wrong_options(form), *_unused(form, data.raw), *_redate(form, data, before)]


def _raw_term(raw: Mapping[str, Any]) -> Term | None:
    given = raw.get("term")
    start, end = (_day(given.get(name)) for name in ("start", "end")) if isinstance(given, Mapping) else (None, None)
    return Term(start, end) if start and end and start < end else None


def _redate(form: Form, data: Normalised, before: Term | None) -> Iterator[Finding]:
    """Dates that follow from the period, after the workbook has changed it."""
    after = _raw_term(data.raw)
    if before is None or after is None or before == after:
        return
    moved = list(redated(data.raw, before, after))
    for path, day in moved:
        holder: Any = data.raw
        for part in path[:-1]:
            holder = holder[part]
        holder[path[-1]] = day
    if moved:
        where = next(form.values[path][1] for path in _TERM if path in form.values)
        yield finding("IN338", where, count=len(moved), start=before.start)


def _other_categories(form: Form, raw: Mapping[str, Any]) -> Iterator[Finding]:
    services = [service for service in raw.get("services") or () if isinstance(service, Mapping)]
    given = tuple(dict.fromkeys(str(service.get("category")) for service in services))
    if form.categories and given and set(form.categories) != set(given):
        yield finding("IN333", form.special["categories"][1], here="、".join(form.categories), there="、".join(given))


def _put(data: Normalised, path: DataPath, value: Any, where: Where) -> list[Finding]:
    """Set a raw value; a different one that was really written is reported (IN334)."""
    holder: Any = data.raw
    for part, following in pairwise(path):
        if isinstance(part, int):
            if not isinstance(holder, list) or len(holder) <= part:
                return []
            holder = holder[part]
        else:
            if holder.get(part) is None:
                holder[part] = [] if isinstance(following, int) else {}
            holder = holder[part]
        if not isinstance(holder, dict | list):
            return []
    last = path[-1]
    before = holder.get(last) if isinstance(holder, dict) else None
    there = data.positions.where(path)
    holder[last] = value
    data.positions.put(path, where)
    data.broken.discard(path)
    written = before is not None and OpenPoint.read(before) is None and there.line is not None
    if written and str(before) != str(value):
        return [
            finding(
                "IN334",
                where,
                trail=trail(Engagement, path),
                value=value,
                there=f"{there.file}:{there.line}",
                other=before,
            )
        ]
    return []


def _put_list(data: Normalised, path: DataPath, rows: Located, file: Source) -> None:
    """Read the rows as the list at the path, and let it replace the one that is there."""
    tree: Located = rows
    for part in reversed(path):
        value: Any = [tree] if isinstance(part, int) else {part: Entry(rows.where, tree)}
        tree = Located(value, rows.where)
    found = normalise(tree, Engagement, file)
    data.findings += found.findings
    records: Any = found.raw
    for part in path:
        records = records[part]
    _put(data, path, records, rows.where)
    for index, row in enumerate(rows.value if isinstance(rows.value, list) else ()):
        data.positions.put((*path, index), row.where)
        if isinstance(row.value, dict):
            for name, entry in row.value.items():
                data.positions.put((*path, index, name), entry.value.where)
        for name, where in row.blanks.items():
            data.positions.put((*path, index, name), where)


def _spread(form: Form, raw: Mapping[str, Any]) -> Iterator[tuple[DataPath, Any, Where]]:
    """The values that one cell stands for: short names, account, windows, price list, instalments."""
    yield from _spread_parties(form)
    services = [service for service in raw.get("services") or () if isinstance(service, Mapping)]
    if "window" in form.special:
        where, window = form.special["window"][1], _option(form, "window")
        for index, service in enumerate(services):
            if window and service.get("mode") in ("continuous", "持续型"):
                yield ("services", index, "window"), window, where
    if "total" in form.special:
        yield from _spread_total(form, services)
    if "payment" in form.special and ("contract", "payment", "instalments") not in form.lists:
        where = form.special["payment"][1]
        if plan := _option(form, "payment"):
            yield ("contract", "payment", "instalments"), _instalments(plan, raw), where


def _spread_parties(form: Form) -> Iterator[tuple[DataPath, Any, Where]]:
    for side in ("client", "provider"):
        if (side, "name") in form.values and (side, "short") not in form.values:
            yield (side, "short"), *form.values[side, "name"]
    account = {path[-1]: found for path, found in form.values.items() if path[:2] == ("provider", "account")}
    for name, title in (("holder", ""), ("bank", "开户行"), ("number", "账号")):
        if account and name not in account:
            where = next(iter(account.values()))[1]
            value = f"待定：{title}" if title else form.values.get(("provider", "name"), ("", where))[0]
            yield ("provider", "account", name), value or None, where


def _spread_total(form: Form, services: list[Mapping[str, Any]]) -> Iterator[tuple[DataPath, Any, Where]]:
    total, where = form.special["total"]
    yield ("charges", "stated_total"), total, where
    if ("charges", "items") not in form.lists and len(services) == 1:
        item = {"service": services[0].get("id"), **plain_sections("form")["item"], "unit_price": total}
        yield ("charges", "items"), [item], where
        yield ("charges", "items", 0, "unit_price"), total, where
        tax, place = form.special.get("tax", ("6", where))
        yield ("charges", "items", 0, "tax_rate"), tax, place


def _option(form: Form, name: str) -> dict[str, Any] | None:
    """What the chosen word of a special cell stands for; None where it says nothing or is unknown."""
    meant = _same(form.special[name][0])
    for title, one in plain_sections("form")[_OPTIONS[name]].items():
        if meant in map(_same, (title, *one["also"])):
            return {key: value for key, value in one.items() if key != "also"}
    return None


def _same(word: str) -> str:
    return _VARIED.sub("", plain(word).translate(_TIMES))


def _wrong_options(form: Form) -> Iterator[Finding]:
    for cell in form_cells():
        if cell.special not in _OPTIONS or cell.special not in form.special or _option(form, cell.special):
            continue
        word, where = form.special[cell.special]
        if _same(word) != _same(cell.options[0]):
            near = asking(closest(word, cell.options))
            listed = "、".join(cell.options)
            yield finding("IN222", where, trail=cell.title, value=word, candidate=near, options=listed)


def _unused(form: Form, raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Cells that say something that has no effect in this project."""
    services = [service for service in raw.get("services") or () if isinstance(service, Mapping)]
    itemised, whys = ("charges", "items") in form.lists, plain_sections("form")["unused"]
    reasons = {
        "window": all(service.get("mode") not in ("continuous", "持续型") for service in services) and "window",
        "payment": ("contract", "payment", "instalments") in form.lists and "payment",
        "total": len(services) > 1 and not itemised and "total",
        "tax": (itemised and "itemised")
        or (len(services) > 1 and "several")
        or ("total" not in form.special and "tax"),
    }
    titles = {cell.special: cell.title for cell in form_cells()}
    for name, reason in reasons.items():
        if reason and name in form.special:
            yield finding("IN337", form.special[name][1], title=titles[name], why=whys[reason])


def _instalments(plan: Mapping[str, Any], raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Equal instalments over the term; the last one takes the rest to 100."""
    months, every = _months(raw), int(plan["months"])
    count = max(-(-months // every), 1) if every else 1
    share = round(100 / count, 2)
    shares = [share] * (count - 1) + [round(100 - share * (count - 1), 2)]
    numbers = "一二三四五六七八九十"
    words = [numbers[n] if count <= len(numbers) else str(n + 1) for n in range(count)]
    return [
        {
            "id": f"Q{index}",
            "name": plan["name"].replace("N", words[index - 1]),
            "share": f"{part:g}",
            "condition": plan["condition"].replace("N", words[index - 1]),
            "start": plan["start"],
            "within": "30日",
        }
        for index, part in enumerate(shares, start=1)
    ]


def _months(raw: Mapping[str, Any]) -> int:
    term = _raw_term(raw)
    if term is None:
        return MONTHS
    after = term.end + timedelta(days=1)
    months = (after.year - term.start.year) * 12 + after.month - term.start.month + (after.day > term.start.day)
    return max(months, 1)
