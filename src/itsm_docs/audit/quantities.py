"""Service values in prose and tables: which number is promised for which term, and for which level.

A number is bound to the nearest term that can govern it, within its clause of the sentence; what no term governs is left
out, because a wrong binding would accuse a sound document. Whether two values contradict each other is for others to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from itsm_docs.audit.amounts import (
    Amount,
    Dimension,
    Measure,
    amounts,
    dimension_of,
    measure,
    number_of,
    plain,
    unit_named,
)
from itsm_docs.audit.passages import NOWHERE, Passage, Place, Table
from itsm_docs.audit.terms import SERVICE_HOURS, Levels, Qualifier, Term, levels, qualifiers, terms, undone


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and what it is the value of.

    `term` is one of the names in `terms`; `level` is 一级, 紧急 … or empty; `qualifier` is 承诺值, 考核底线, 上限, 提前 or
    empty. `bound` is ``≤ < ≥ >`` or empty; ``>`` and ``<`` mostly tell a case (超过 30 分钟的), not a promise. `unit` is one
    of `amounts.UNITS` or ``次/月`` and the like, `shown` the value as written, `sentence` where it stands.
    """

    term: str
    level: str
    number: Decimal
    unit: str
    sentence: str
    place: Place = NOWHERE
    qualifier: str = ""
    bound: str = ""
    shown: str = ""

    @property
    def measure(self) -> Measure:
        """The value on a scale: equal for 半小时 and 30 分钟, on different scales for 日 and 个工作日."""
        return measure(self.number, self.unit)


def quantities(passages: Iterable[Passage]) -> list[Quantity]:
    """The values of all passages in order; a heading's level (``2.1 一级事件``) holds below it."""
    return [quantity for passage in passages for quantity in _of_passage(passage)]


def in_text(text: str, place: Place = NOWHERE) -> list[Quantity]:
    """The values of a text of one or more sentences."""
    return list(_of_text(text, _Context(place)))


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds before a text begins: its place, and the level, term and qualifier that a heading or table set."""

    place: Place
    levels: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    qualifier: str = ""
    label: str = ""


def _of_passage(passage: Passage) -> Iterator[Quantity]:
    base = _Context(passage.place, _sole_level(passage.place.title))
    context = base
    for block in passage.blocks:
        if isinstance(block, str):
            yield from _of_text(block, context)
            context = _introduced(block, base, context)
        else:
            yield from _of_table(block, base)
            context = base


def _sole_level(text: str) -> tuple[str, ...]:
    found = levels(text)
    return found[0].names if len(found) == 1 else ()


_LEAD_IN = re.compile(r"[:：]\s*$")


def _introduced(paragraph: str, base: _Context, context: _Context) -> _Context:
    """The context after a paragraph: one that ends with a colon leads in what follows, a list item keeps it."""
    if _LEAD_IN.search(paragraph) and len(paragraph) <= 40:
        own, named = terms(paragraph), _sole_level(paragraph)
        return replace(base, levels=named or base.levels, terms=tuple(own[-1:]))
    return context if len(paragraph) <= 40 else base


# Prose

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_CLAUSE = re.compile(r"(?:[^，；;,]|,(?=\d{3}))+")
_LIST_NUMBER = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-z])[)）、]|[①-⑳]|\d{1,2}(?:\.\d{1,2})+(?=[\s一-鿿]))\s*"
)


_FILLERS = re.compile(
    r"(?:不得?|应|能|会)?(?:超过|高于|大于|多于|长于|迟于|晚于|低于|少于|小于|短于|早于|逾)|至少|至多|最[多少长短迟晚高低]"
    r"|(?:级别|优先级|事件|故障|问题|请求|情况|等级|类|级|类型)|(?:非)?工作(?:时间|日|时段)|节假日|夜间|白天|平日|周末|期间|其[他它余]|普通|远程|现场|电话"
    r"|(?:及|或|和)?以[内上下]|之?内|分别|其中|约|应|须|则|为|是|按|在|于|即|遇|对|或者?|和|及|与|的|各|均|也|可|惯例值|人民币|大写|小写|[整正]$|[￥¥]|即|≤|≥|<|>|[\s:：、()（）\[\]【】“”\"'/\-—–~*·•.]"
)


@dataclass(slots=True)
class _Running:
    """What a clause leaves to the next one of its sentence."""

    terms: tuple[Term, ...]
    levels: tuple[str, ...]
    qualifier: str = ""


@dataclass(slots=True)
class _Clause:
    """A clause and what was found in it."""

    text: str
    amounts: list[Amount]
    terms: list[Term] = field(init=False)
    levels: list[Levels] = field(init=False)
    qualifiers: list[Qualifier] = field(init=False)

    undone: list[int] = field(init=False)
    bare: bool = field(init=False)
    """Whether there is nothing in it but amounts, levels and words that join them."""

    def __post_init__(self) -> None:
        self.terms, self.levels, self.qualifiers = terms(self.text), levels(self.text), qualifiers(self.text)
        self.undone = undone(self.text)
        spans = [(found.start, found.end) for items in (self.amounts, self.levels, self.qualifiers) for found in items]
        left = list(self.text)
        for start, end in spans:
            left[start:end] = " " * (end - start)
        self.bare = not _FILLERS.sub("", plain("".join(left)))


def _of_text(text: str, context: _Context) -> Iterator[Quantity]:
    for match in _SENTENCE.finditer(text):
        sentence = _LIST_NUMBER.sub("", match[0])
        if not amounts(sentence):
            continue
        running = _Running(context.terms, context.levels)
        shown = context.label + sentence.strip()
        for part in _CLAUSE.finditer(sentence):
            clause = _Clause(part[0], amounts(part[0]))
            yield from _of_clause(clause, running, shown, context)
            _pass_on(clause, running)


def _of_clause(clause: _Clause, running: _Running, sentence: str, context: _Context) -> Iterator[Quantity]:
    bound = _bindings(clause, running)
    for index, amount in enumerate(clause.amounts):
        term = bound.get(index)
        if term is None:
            continue
        name, qualifier = term.name, _qualifier_of(amount, clause, running)
        for level in _levels_of(index, clause, running) or ("",):
            yield Quantity(
                name,
                level,
                amount.number,
                amount.unit,
                sentence,
                context.place,
                qualifier or context.qualifier,
                amount.bound,
                clause.text[amount.start : amount.end].strip(),
            )


_OPENING = 4
_LIKE = re.compile(r"(?:执行|比照|参照|按照?|[升降][为至到]|转为|同)$")


def _opens(level: Levels, text: str) -> bool:
    """Whether a level opens a clause and so holds for those after it; one named in passing (按二级处理) does not."""
    return level.start <= _OPENING and _LIKE.search(text[: level.start]) is None


def _pass_on(clause: _Clause, running: _Running) -> None:
    if clause.terms:
        running.terms, running.qualifier = tuple(clause.terms), ""
    opening = [found for found in clause.levels if clause.amounts or _opens(found, clause.text)]
    if opening:
        running.levels = opening[-1].names
    if clause.qualifiers:
        running.qualifier = clause.qualifiers[-1].name


# Binding numbers to terms

REACH = 60
"""The most characters between a number and the term that governs it."""
_AT_ONCE = 6
"""The most characters between a number and the word for what was not done in that time: 15 分钟内仍未恢复."""
_HOURS_TERM = Term(0, 0, SERVICE_HOURS, frozenset({Dimension.HOURS}))


def _bindings(clause: _Clause, running: _Running) -> dict[int, Term]:
    """The term of each amount of a clause by the amount's position."""
    bound = _in_parallel(clause)
    if bound:
        return bound
    taken: set[int] = set()
    for index, amount in enumerate(clause.amounts):
        at = bisect_left(clause.undone, amount.end)
        if at < len(clause.undone) and clause.undone[at] - amount.end <= _AT_ONCE:
            continue
        term = _nearest(amount, clause, taken)
        if term is None and _carries(amount, clause):
            term = next((term for term in reversed(running.terms) if amount.dimension in term.dimensions), None)
        if amount.dimension is Dimension.HOURS:
            term = _HOURS_TERM
        if term is not None:
            bound[index] = term
            taken.add(term.start)
    return bound


def _in_parallel(clause: _Clause) -> dict[int, Term]:
    """响应、到场、恢复时限分别为 15 分钟、1 小时、2 小时: as many terms as amounts, each after the other."""
    count = len(clause.amounts)
    if count < 2 or count != len(clause.terms) or clause.terms[-1].start > clause.amounts[0].start:
        return {}
    if any(a.dimension not in t.dimensions for a, t in zip(clause.amounts, clause.terms, strict=True)):
        return {}
    return dict(enumerate(clause.terms))


def _nearest(amount: Amount, clause: _Clause, taken: set[int]) -> Term | None:
    """The governing term: of the same member of a list where there is one, in front of the number rather than behind."""
    first = bisect_left(clause.terms, amount.start - REACH, key=lambda term: term.end)
    near = clause.terms[first : bisect_right(clause.terms, amount.end + REACH, key=lambda term: term.start)]
    fits = [term for term in near if amount.dimension in term.dimensions]
    inner = [term for term in fits if "、" not in _between(term, amount, clause.text)]
    pool = inner or fits
    before = [term for term in pool if term.end <= amount.start]
    after = [term for term in pool if term.start >= amount.end]
    if not before or not after:
        return before[-1] if before else after[0] if after else None
    # 响应 15 分钟 2 小时到场: a term that has its number leaves the next number to the term that follows at once.
    spent = before[-1].start in taken
    return after[0] if spent or _numbers_lead(clause, pool) else before[-1]


def _between(term: Term, amount: Amount, text: str) -> str:
    return text[term.end : amount.start] if term.end <= amount.start else text[amount.end : term.start]


def _numbers_lead(clause: _Clause, pool: Sequence[Term]) -> bool:
    """Whether the clause names numbers before what they are for: 15 分钟内响应、2 小时内到场."""
    return clause.amounts[0].start < min(term.start for term in pool)


def _carries(amount: Amount, clause: _Clause) -> bool:
    """Whether a clause without a term of its own goes on with the one before: 二级 30 分钟, 累计不超过 10%."""
    capped = bool(clause.qualifiers) and clause.qualifiers[-1].name == "上限"
    if capped and amount.dimension in (Dimension.SHARE, Dimension.MONEY):
        return True
    return clause.bare and not any(amount.dimension in term.dimensions for term in clause.terms)


# Levels and qualifiers of an amount


def _levels_of(index: int, clause: _Clause, running: _Running) -> tuple[str, ...]:
    amount = clause.amounts[index]
    at = bisect_right(clause.levels, amount.start, key=lambda found: found.end)
    if at:
        return _share(index, clause.levels[at - 1], clause)
    after = clause.levels[0] if clause.levels else None
    if after is not None and re.match(r"(?:以?内)?\s*[(（]\s*$", clause.text[amount.end : after.start]):
        return after.names
    return running.levels if after is None or running.levels else ()


def _share(index: int, group: Levels, clause: _Clause) -> tuple[str, ...]:
    """一级、二级分别为 15 分钟、30 分钟: of a list as long as the numbers after it, the one in the same position."""
    first = bisect_left(clause.amounts, group.end, key=lambda amount: amount.start)
    if len(group.names) > 1 and len(clause.amounts) - first == len(group.names):
        return (group.names[index - first],)
    return group.names


def _qualifier_of(amount: Amount, clause: _Clause, running: _Running) -> str:
    before = [found for found in clause.qualifiers if found.end <= amount.start]
    if before:
        return before[-1].name
    return "" if clause.terms or clause.amounts[0] is not amount else running.qualifier


# Tables


def _of_table(table: Table, base: _Context) -> Iterator[Quantity]:
    if not table:
        return
    header: Sequence[str] = table[0] if not any(amounts(cell) for cell in table[0]) else ()
    for row in table[1:] if header else table:
        for column, cell in enumerate(row):
            if column and cell == row[column - 1]:
                continue  # one merged cell
            heading = header[column] if column < len(header) else ""
            yield from _of_cell(cell, heading, row[:column], base)


_LABEL = 24
"""Characters; a longer cell is text, not the name of its row."""
_CASE = re.compile(r"未|无人|没有|超过|逾期|不能|无法")
"""What a label has that tells a case: 一级事件未响应."""
_ASIDE = re.compile(r"^(?:扣减|扣款)?比例|权重|分值|得分|满分|扣分|数量|序号|单价")
"""Headings of columns whose numbers are not the row's own value."""


def _of_cell(cell: str, heading: str, left: Sequence[str], base: _Context) -> Iterator[Quantity]:
    """A cell reads as ``row, column heading: cell``; what the cell says itself comes first."""
    unit = unit_named(heading)
    bare = re.fullmatch(r"\s*([≤≥<>]?)\s*([\d.,]+)\s*", plain(cell)) if unit else None
    if bare is None and not amounts(cell):
        return
    labels = [label for label in left if len(label) <= _LABEL and not (_CASE.search(label) or amounts(label))]
    beside = labels[-1:] if left and labels and left[-1] == labels[-1] else []
    sources = [heading, *beside, *labels[:2]]
    named = next((found for label in labels if (found := _sole_level(label))), ())
    marks = [found.name for text in (heading, *beside) for found in qualifiers(text)]
    context = _Context(
        base.place,
        _sole_level(heading) or named or base.levels,
        () if _ASIDE.search(heading) else tuple(reversed([term for source in sources for term in terms(source)])),
        marks[0] if marks else "",
        f"{'，'.join(filter(None, (*labels[:1], heading)))}：",
    )
    if unit and bare:
        yield from _bare(bare, unit, context, cell)
    else:
        yield from _of_text(cell, context)


def _bare(match: re.Match[str], unit: str, context: _Context, cell: str) -> Iterator[Quantity]:
    """A number whose unit stands in the column's heading."""
    number = number_of(match[2].rstrip(".,"))
    term = next((term for term in reversed(context.terms) if dimension_of(unit) in term.dimensions), None)
    if number is not None and term is not None:
        for level in context.levels or ("",):
            yield Quantity(
                term.name,
                level,
                number,
                unit,
                f"{context.label}{cell}",
                context.place,
                context.qualifier,
                match[1],
                cell.strip(),
            )
