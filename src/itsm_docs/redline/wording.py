"""A comparison in words, for people: which clauses, which values, which amounts. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itsm_docs.redline.result import AmountChange, FactChange, SectionChange, Summary

_SHOWN = 2
"""How many of the values that came or went together are named."""


def lines(summary: Summary) -> Iterator[str]:
    """The summary of one pair, line by line."""
    if summary.same:
        yield "两份文件没有差异"
        return
    formats = f"，只改格式 {summary.formats} 处" if summary.formats else ""
    yield f"插入 {summary.insertions} 处，删除 {summary.deletions} 处{formats}"
    amounts = {one.fact for one in summary.amounts}
    changed = [one for one in summary.facts if one.old is not None and one.new is not None and one not in amounts]
    yield from _listed("章节", [_section(one) for one in summary.sections])
    yield from _listed("其他位置", summary.elsewhere)
    yield from _listed("数值", [_fact(one) for one in changed])
    yield from _listed("金额", [_amount(one) for one in summary.amounts])
    yield from _gathered("不再有（或失去标记）的数值", [one for one in summary.facts if one.new is None])
    yield from _gathered("新有的数值", [one for one in summary.facts if one.old is None])


def _listed(title: str, entries: Sequence[str]) -> Iterator[str]:
    if entries:
        yield f"{title} {len(entries)} 处"
        yield from (f"  {entry}" for entry in entries)


def _gathered(title: str, facts: Sequence[FactChange]) -> Iterator[str]:
    """Values that came or went, place by place: with a table they are many."""
    by_place: dict[str, list[FactChange]] = {}
    for one in facts:
        by_place.setdefault(_places(one), []).append(one)
    entries = [
        f"{'、'.join(f'{one.title}（{one.old or one.new}）' for one in group[:_SHOWN])}"
        f"{f' 等 {len(group)} 个' if len(group) > _SHOWN else ''}{place}"
        for place, group in by_place.items()
    ]
    if facts:
        yield f"{title} {len(facts)} 个"
        yield from (f"  {entry}" for entry in entries)


def _section(one: SectionChange) -> str:
    clauses = f"（条款 {'、'.join(one.clauses)}）" if one.clauses else ""
    was = f"，原为 {one.was}" if one.was else ""
    return f"{one.state.label}  {one.name}{was}{clauses}"


def _fact(one: FactChange) -> str:
    return f"{one.title}：{one.old} → {one.new}{_places(one)}"


def _amount(one: AmountChange) -> str:
    return f"{one.fact.title}：{one.fact.old} → {one.fact.new}（{one.difference:+,.2f} 元）{_places(one.fact)}"


def _places(one: FactChange) -> str:
    return f"  〔{'；'.join(one.places)}〕" if one.places else ""
