"""Which tag closes which, and whether both stand in the same container; joins lists that only tag lines separate.

Containers are: the document, one level of a list, one item, one table, one paragraph or cell, one footnote. In Word a
pair that crosses them would cut XML elements in half, or loop over half a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.markdown.blocks import (
    Block,
    Blocks,
    Footnote,
    Heading,
    Inlines,
    Item,
    ListBlock,
    Paragraph,
    Row,
    Table,
    Tag,
    TagLine,
)
from itsm_docs.markdown.inlines import flatten

_ENDS = {"endif": "if", "endfor": "for", "elif": "if", "else": ""}


@dataclass(eq=False)
class Group:
    """A pair with its branches, in order: ``if``, ``elif``…, ``else``, ``endif``."""

    tags: list[Tag] = field(default_factory=list)

    @property
    def keyword(self) -> str:
        """``if`` or ``for``."""
        return self.tags[0].keyword or ""


@dataclass(frozen=True)
class Seen:
    """A statement tag where it stands: the container's identity and its name for messages."""

    tag: Tag
    container: int
    name: str


def settle(blocks: Blocks) -> tuple[Blocks, list[Finding]]:
    """Blocks with their lists joined, and findings MD201-MD204, MD207, MD208, MD407."""
    matcher = _Matcher()
    for run in _runs(blocks):
        matcher.match([seen.tag for seen in run])
    joined = _join(blocks, matcher.groups)
    places = {id(seen.tag): seen for run in _runs(joined) for seen in run}
    findings = matcher.findings + [
        found for group in dict.fromkeys(matcher.groups.values()) for found in _crossings(group, places)
    ]
    findings.extend(_surprises(joined, matcher.groups))
    return joined, findings


def _at(tag: Tag) -> Where:
    return Where(tag.file, tag.line)


class _Matcher:
    """Matches tags in reading order; `groups` by the identity of each tag."""

    def __init__(self) -> None:
        self.groups: dict[int, Group] = {}
        self.findings: list[Finding] = []

    def match(self, tags: list[Tag]) -> None:
        stack: list[Group] = []
        for tag in tags:
            if tag.keyword in ("if", "for"):
                stack.append(Group())
            elif not self._answers(stack, tag):
                continue
            if tag.keyword in ("elif", "else") and any(branch.keyword == "else" for branch in stack[-1].tags):
                self.findings.append(finding("MD208", _at(tag), tag=tag.source, opener=stack[-1].tags[0].source))
            stack[-1].tags.append(tag)
            self.groups[id(tag)] = stack[-1]
            if tag.keyword in ("endif", "endfor"):
                stack.pop()
        for group in stack:
            self.findings.append(
                finding("MD201", _at(group.tags[0]), tag=group.tags[0].source, end=f"end{group.keyword}")
            )

    def _answers(self, stack: list[Group], tag: Tag) -> bool:
        """Whether an open group takes this tag; groups that it cuts off are reported and closed."""
        wanted = _ENDS[tag.keyword or ""]
        if not any(wanted in ("", group.keyword) for group in stack):
            self.findings.append(finding("MD202", _at(tag), tag=tag.source))
            return False
        while wanted and stack[-1].keyword != wanted:
            cut = stack.pop().tags[0]
            self.findings.append(
                finding("MD203", _at(tag), tag=tag.source, other=cut.source, line=cut.line, file=cut.file)
            )
        return True


def _crossings(group: Group, places: dict[int, Seen]) -> Iterator[Finding]:
    opener = places[id(group.tags[0])]
    for tag in group.tags[1:]:
        seen = places[id(tag)]
        if seen.container != opener.container:
            yield finding(
                "MD204",
                _at(tag),
                tag=tag.source,
                here=seen.name,
                opener=opener.tag.source,
                line=opener.tag.line,
                there=opener.name,
                file="" if opener.tag.file == tag.file else opener.tag.file + " ",
            )
            return


# Reading order


def _runs(blocks: Blocks) -> list[list[Seen]]:
    """The tags of the body, then those of each footnote: a footnote is a text of its own."""
    notes: list[list[Seen]] = []
    body = list(_walk(blocks, 0, "正文", notes))
    return [body, *notes]


def _walk(blocks: tuple[Block | Item | Row, ...], container: int, name: str, notes: list[list[Seen]]) -> Iterator[Seen]:
    for block in blocks:
        if isinstance(block, TagLine):
            yield Seen(block.tag, container, name)
        elif isinstance(block, Heading | Paragraph):
            yield from _inline(
                block.content, f"第 {block.line} 行的{'标题' if isinstance(block, Heading) else '段落'}", notes
            )
        elif isinstance(block, ListBlock):
            yield from _walk(block.members, id(block), f"第 {block.line} 行起的列表", notes)
        elif isinstance(block, Item):
            yield from _walk(block.blocks, id(block), f"第 {block.line} 行的列表项", notes)
        elif isinstance(block, Table):
            yield from _inline(block.caption, "表题", notes)
            yield from _walk((block.header, *block.rows), id(block), f"第 {block.line} 行起的表格", notes)
        elif isinstance(block, Row):
            for number, cell in enumerate(block.cells, 1):
                yield from _inline(cell.content, f"第 {block.line} 行第 {number} 格", notes)


def _inline(content: Inlines, name: str, notes: list[list[Seen]]) -> Iterator[Seen]:
    for inline in flatten(content):
        if isinstance(inline, Tag) and inline.keyword:
            yield Seen(inline, id(content), name)
        elif isinstance(inline, Footnote):
            notes.append([seen for paragraph in inline.paragraphs for seen in _inline(paragraph, "脚注", notes)])


# Lists


def _join(blocks: Blocks, groups: dict[int, Group]) -> Blocks:
    """Join the lists of one container that only tag lines separate, and those of the containers inside."""
    result: list[Block] = []
    sequence = [_inside(block, groups) for block in blocks]
    position = 0
    while position < len(sequence):
        first = next((n for n in range(position, len(sequence)) if isinstance(sequence[n], ListBlock)), None)
        if first is None:
            break
        low, high = _extent(sequence, position, first, groups)
        result.extend(sequence[position:low])
        result.append(_one_list(sequence[low : high + 1]))
        position = high + 1
    return (*result, *sequence[position:])


def _inside(block: Block, groups: dict[int, Group]) -> Block:
    if not isinstance(block, ListBlock):
        return block
    items = (replace(m, blocks=_join(m.blocks, groups)) if isinstance(m, Item) else m for m in block.members)
    return replace(block, members=tuple(items))


def _extent(sequence: list[Block], start: int, first: int, groups: dict[int, Group]) -> tuple[int, int]:
    """First and last index of what becomes one list.

    The tag lines between its parts belong to it, and those right before and after it that close or open one of these
    or enclose the whole list: ``{% for %}`` over nothing but items makes items, not lists.
    """
    last = first
    while (following := _next_part(sequence, last, groups)) is not None:
        last = following
    before, after = first, last
    while before > start and isinstance(sequence[before - 1], TagLine):
        before -= 1
    while after + 1 < len(sequence) and isinstance(sequence[after + 1], TagLine):
        after += 1
    index = {id(block.tag): n for n in range(before, after + 1) if isinstance(block := sequence[n], TagLine)}
    low, high = first, last
    for group in dict.fromkeys(groups[tag] for tag in index if tag in groups):
        spots = [index.get(id(tag)) for tag in group.tags]
        if None in spots:
            continue
        begin, end = spots[0] or 0, spots[-1] or 0
        if begin <= last and end >= first:
            low, high = min(low, begin), max(high, end)
    return low, high


def _next_part(sequence: list[Block], last: int, groups: dict[int, Group]) -> int | None:
    """The index of the list that continues the one at `last`: same kind, same sign, only tag lines between.

    A tag between them whose partner stands beyond other blocks (the end of a loop over a heading and a list) is a border.
    """
    position = last + 1
    while position < len(sequence) and isinstance(sequence[position], TagLine):
        position += 1
    if position == last + 1 or position == len(sequence):
        return None
    here, there = sequence[last], sequence[position]
    if not (isinstance(here, ListBlock) and isinstance(there, ListBlock)) or there.identity or here.file != there.file:
        return None
    if (there.clauses and not here.clauses) or _crosses(sequence, last, position, groups):
        return None
    return position if (here.ordered, here.marker) == (there.ordered, there.marker) else None


def _crosses(sequence: list[Block], last: int, position: int, groups: dict[int, Group]) -> bool:
    low, high = last, position
    while low > 0 and isinstance(sequence[low - 1], TagLine | ListBlock):
        low -= 1
    while high + 1 < len(sequence) and isinstance(sequence[high + 1], TagLine | ListBlock):
        high += 1
    near = {id(block.tag) for block in sequence[low : high + 1] if isinstance(block, TagLine)}
    between = [block.tag for block in sequence[last + 1 : position] if isinstance(block, TagLine)]
    return any(id(tag) not in near for inner in between if id(inner) in groups for tag in groups[id(inner)].tags)


def _one_list(parts: list[Block]) -> ListBlock:
    head = next(part for part in parts if isinstance(part, ListBlock))
    members: list[Item | TagLine] = []
    for part in parts:
        if isinstance(part, ListBlock):
            members.extend(part.members)
        elif isinstance(part, TagLine):
            members.append(part)
    return replace(head, members=tuple(members))


def _surprises(blocks: Blocks, groups: dict[int, Group]) -> Iterator[Finding]:
    """Findings on what Word will do otherwise than the source looks: MD407 and MD207.

    A list counts from its first number; a paragraph that lies in one inline condition without ``else`` is left empty
    when the condition does not hold.
    """
    for block in blocks:
        if isinstance(block, ListBlock):
            if block.start != 1:
                yield finding("MD407", Where(block.file, block.line), start=block.start)
            for member in block.members:
                if isinstance(member, Item):
                    yield from _surprises(member.blocks, groups)
        elif isinstance(block, Heading | Paragraph) and block.content:
            first, last = block.content[0], block.content[-1]
            group = groups.get(id(first))
            if group and group.tags[-1] is last and all(tag.keyword != "else" for tag in group.tags):
                yield finding("MD207", Where(block.file, block.line), tag=group.tags[0].source)
