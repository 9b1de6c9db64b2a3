"""A new project for `init`: the description of an engagement of some categories, as raw values and as commented YAML.

Everything that only the drafter knows is 待定; the rest comes from the packs when the project is read, so it is not
written here. Decides nothing about files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

from itsm_docs.findings import DataPath
from itsm_docs.inputs.packs import plain_sections
from itsm_docs.model import Engagement
from itsm_docs.model.base import Choice, Record
from itsm_docs.model.calendar import add_months
from itsm_docs.model.party import PartyKind
from itsm_docs.model.service import Mode
from itsm_docs.model.shape import FieldShape, Kind, Shape, fields_of
from itsm_docs.standard import Category, categories, category

PUBLIC = (PartyKind.AGENCY, PartyKind.INSTITUTION)
"""Clients that mostly buy under the law of government procurement."""
MONTHS = 12
_YEAR = 365
_PRICE = "待定：报价"


@dataclass(frozen=True, slots=True)
class Term:
    """A service period; the packs' days are those of a year, a shorter period draws them together."""

    start: date
    end: date

    @classmethod
    def year_from(cls, start: date) -> Term:
        """A year of service."""
        return cls(start, add_months(start, MONTHS) - timedelta(days=1))

    def day(self, after: int) -> date:
        """The day so many days after the start of a year of service."""
        days = (self.end - self.start).days + 1
        return self.start + timedelta(days=after if days >= _YEAR else after * max(days, 1) // _YEAR)


def find_category(word: str) -> Category | None:
    """The category of a number (``02``, ``2``) or a name, in part if only one has it (``运维``); None where there is none."""
    plain = "".join(word.split()).upper()
    number = plain.zfill(2) if plain.isdigit() else plain
    exact = next((one for one in categories() if number in (one.number, one.name.upper())), None)
    alike = [one for one in categories() if len(plain) > 1 and plain in one.name.upper()]
    return exact or (alike[0] if len(alike) == 1 else None)


def find_kind(word: str) -> PartyKind | None:
    """The kind of client of a label or an English value; None where there is none."""
    return next((kind for kind in PartyKind if word.strip() in (kind.value, kind.label)), None)


def project(numbers: Sequence[str], kind: PartyKind | None, term: Term) -> dict[str, Any]:
    """The raw description of a project of the categories, for a service period, by English keys."""
    common = plain_sections("scaffold")
    tree: dict[str, Any] = {"number": f"XM-{term.start.year}-01", **deepcopy(common["project"])}
    packs = [plain_sections(number).get("scaffold", {}) for number in numbers]
    tree["client"]["kind"] = (kind or PartyKind.ENTERPRISE).value
    tree["term"] = {"start": term.start.isoformat(), "end": term.end.isoformat(), "signed": "待定：签订日期"}
    if kind in PUBLIC:
        tree |= deepcopy(common["government"])
    tree["background"] = next(
        (pack["background"] for pack in packs if "background" in pack), "待定：甲方业务与系统现状"
    )
    tree["needs"] = _united(packs, "needs")
    tree["contacts"] = _contacts(numbers[0])
    tree["services"] = [_service(pack, number, term) for number, pack in zip(numbers, packs, strict=True)]
    tree["resources"] = {"posts": _posts(packs)}
    tree["charges"] = {
        "items": [item for pack, one in zip(packs, tree["services"], strict=True) for item in _items(pack, one)]
    }
    tree["contract"]["payment"] = {"instalments": _instalments(packs)}
    if drills := [_dated(drill, term, "date") for drill in _united(packs, "drills")]:
        tree["emergency"] = {"drills": drills}
    return tree


def _contacts(number: str) -> list[dict[str, Any]]:
    """Everybody whom the escalation calls, so that no level is without a telephone; and the desk."""
    words, ladder = plain_sections("scaffold")["contacts"], plain_sections(number)["engagement"]["escalation"]
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for side, prefix in (("provider", "乙方"), ("client", "甲方")):
        roles = list(dict.fromkeys(str(level[side]).removeprefix(prefix) for level in ladder))
        lead = next((role for role in words[side]["leads"] if role in roles), next(iter(roles), ""))
        for role in roles:
            levels = [str(level["level"]) for level in ladder if str(level[side]).removeprefix(prefix) == role]
            duties = [words[side]["matters"]] if role == lead else []
            matters = "；".join([*duties, f"{'、'.join(levels)}{words['level']}"])
            found[side, role] = {"side": side, "role": role, **words["person"], "matters": matters}
    return [
        *(one for one in found.values() if one["side"] == "provider"),
        dict(words["desk"]),
        *(one for one in found.values() if one["side"] == "client"),
    ]


def _service(pack: Mapping[str, Any], number: str, term: Term) -> dict[str, Any]:
    given: dict[str, Any] = deepcopy(dict(pack.get("service", {})))
    stones = [_dated(stone, term, "due") for stone in given.pop("milestones", ())]
    service = {
        "id": given.pop("id", f"s{number}"),
        "name": given.pop("name", category(number).name),
        "category": number,
        "grade": given.pop("grade", "待定：服务等级"),
        "mode": given.pop("mode", Mode.CONTINUOUS.value),
        "purpose": given.pop("purpose", "待定：支撑什么业务、管到哪里为止"),
        "users": given.pop("users", "待定：谁使用，规模多大"),
        **given,
    }
    return {**service, "milestones": stones} if stones else service


def _dated(item: Mapping[str, Any], term: Term, name: str) -> dict[str, Any]:
    """An item whose day is so many days after the start of the service."""
    rest = {key: value for key, value in item.items() if key not in ("after", "method")}
    if "method" in item:
        rest["form"] = item["method"]
    return {**rest, name: term.day(int(item["after"])).isoformat()} if "after" in item else rest


def redated(raw: Mapping[str, Any], before: Term, after: Term) -> Iterator[tuple[DataPath, str]]:
    """Dates of milestones and drills that stand as `project` wrote them for one period, and what they are in another."""
    services = [one for one in raw.get("services") or () if isinstance(one, Mapping)]
    packs = [plain_sections(str(one.get("category"))).get("scaffold", {}) for one in services]
    for index, (service, pack) in enumerate(zip(services, packs, strict=True)):
        stones = pack.get("service", {}).get("milestones", ())
        path: DataPath = ("services", index, "milestones")
        yield from _moved(service.get("milestones"), stones, path, "due", (before, after))
    drills = (raw.get("emergency") or {}).get("drills")
    yield from _moved(drills, _united(packs, "drills"), ("emergency", "drills"), "date", (before, after))


def _moved(
    items: Any, defaults: Iterable[Mapping[str, Any]], path: DataPath, name: str, terms: tuple[Term, Term]
) -> Iterator[tuple[DataPath, str]]:
    days = {str(one["name"]): int(one["after"]) for one in defaults if "after" in one}
    for index, item in enumerate(items if isinstance(items, list) else ()):
        days_after = days.get(str(item.get("name"))) if isinstance(item, Mapping) else None
        if days_after is not None and str(item.get(name)) == terms[0].day(days_after).isoformat():
            yield (*path, index, name), terms[1].day(days_after).isoformat()


def _items(pack: Mapping[str, Any], service: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    counts = {post["name"]: int(post["count"]) for post in pack.get("posts", ())}
    for item in pack.get("items", ()):
        months = {"quantity": counts.get(item.get("post"), 1) * MONTHS} if "quantity" not in item else {}
        yield {"service": service["id"], **item, **months, "unit_price": _PRICE}


def _instalments(packs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    given: list[dict[str, Any]] = next((pack["instalments"] for pack in packs if pack.get("instalments")), [])
    renamed = {"percent": "share", "from": "start"}
    return [{renamed.get(key, key): value for key, value in one.items()} for one in given]


def _posts(packs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The posts of all packs; one of the same name has the people whom the packs price by it, else as many as one needs."""
    posts = _united(packs, "posts")
    for post in posts:
        name = post["name"]
        same = [(pack, one) for pack in packs for one in pack.get("posts", ()) if one["name"] == name]
        priced = [int(one["count"]) for pack, one in same if any(item.get("post") == name for item in pack["items"])]
        post["count"] = str(sum(priced) or max(int(one["count"]) for _, one in same))
        post["duties"] = "；".join(dict.fromkeys(one["duties"] for _, one in same))
    return posts


def _united(packs: Iterable[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    """The lists of all packs, each item once."""
    found: dict[str, dict[str, Any]] = {}
    for pack in packs:
        for item in pack.get(name, ()):
            found.setdefault(str(item.get("name") or item.get("business")), deepcopy(dict(item)))
    return list(found.values())


HEAD = """\
# yaml-language-server: $schema=./engagement.zh.schema.json
# {names}：项目描述。带“待定”的是要由起草人回答的问题，回答后把“待定：……”整个换掉；也可以在《项目填写表.xlsx》里填，填了的以填写表为准。
# 没有写的（{defaults}……）取类别包和默认值，itsm-docs validate 逐项列出；要改哪一节，把它写出来即可。
"""


def as_yaml(tree: Mapping[str, Any], numbers: Sequence[str]) -> str:
    """The description in Chinese keys, with the meaning of each field beside its first use."""
    written = set(tree)
    missing = [known.title for name, known in fields_of(Engagement).items() if known.required and name not in written]
    names = "、".join(f"{number} {category(number).name}" for number in numbers)
    lines = [HEAD.format(names=names, defaults="、".join(missing[:8]))]
    order = [name for name in fields_of(Engagement) if name in tree]
    writer = _Writer()
    for name in order:
        section = writer.field(fields_of(Engagement)[name], tree[name], 0)
        # Sections stand apart, single lines together.
        lines += ["", *section] if len(section) > 1 else section
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes raw values under Chinese keys; what a field means is said once."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def field(self, known: FieldShape, value: Any, depth: int) -> list[str]:
        pad, remark = "  " * depth, self._remark(known)
        if isinstance(value, Mapping):
            return [f"{pad}{known.title}:{remark}", *self._record(value, known.shape, depth + 1)]
        if isinstance(value, list):
            return [f"{pad}{known.title}:{remark}", *self._list(value, known.shape, depth + 1)]
        return [f"{pad}{known.title}: {_scalar(value, known.shape)}{remark}"]

    def _record(self, value: Mapping[str, Any], shape: Shape, depth: int) -> list[str]:
        fields = fields_of(_record(shape))
        return [line for name, inner in value.items() for line in self.field(fields[name], inner, depth)]

    def _list(self, values: list[Any], shape: Shape, depth: int) -> list[str]:
        item, pad = shape.item or shape, "  " * depth
        lines: list[str] = []
        for value in values:
            inner = (
                self._record(value, item, depth + 1)
                if isinstance(value, Mapping)
                else [f"{pad}  {_scalar(value, item)}"]
            )
            lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
        return lines

    def _remark(self, known: FieldShape) -> str:
        text = known.description
        if not text or text in self._said:
            return ""
        self._said.add(text)
        return f"  # {text}"


def _record(shape: Shape) -> type[Record]:
    assert shape.record is not None
    return shape.record


def _scalar(value: Any, shape: Shape) -> str:
    if shape.choices is not None:
        value = _label(shape.choices, value)
    if isinstance(value, bool):
        value = "是" if value else "否"
    if shape.kind in (Kind.NUMBER, Kind.DATE) and str(value)[:1].isdigit():
        return str(value)
    text = yaml.safe_dump(value, allow_unicode=True, width=100_000)
    return text.removesuffix("\n").removesuffix("\n...")


def _label(choices: type[Choice], value: Any) -> Any:
    return next((choice.label for choice in choices if value in (choice.value, choice.label)), value)
