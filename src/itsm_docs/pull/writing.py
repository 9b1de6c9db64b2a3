"""Changes put into the files of a project: first in memory, then tried as a project, then written, all of them or none.

The trial reads the whole project as it would be. It must be sound, every changed value must have become what was meant,
and no other value may have become anything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itsm_docs import workspace
from itsm_docs.errors import Unusable
from itsm_docs.findings import DataPath, Finding, Severity, finding, worst
from itsm_docs.inputs import Loaded, read_project
from itsm_docs.inputs.trail import shape_at
from itsm_docs.inputs.yamledit import Addition, Content, Edit, edited, scalar
from itsm_docs.model import Engagement
from itsm_docs.ooxml.cells import with_values
from itsm_docs.pull.leaves import Leaves, trail_of, value_at
from itsm_docs.pull.proposal import Change
from itsm_docs.pull.targets import SheetCell, Target, YamlKey, YamlValue, items_of, key_of

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Planned:
    """A change with the place where it is written."""

    change: Change
    target: Target


@dataclass(frozen=True, slots=True)
class Trial:
    """The files as they would be, and what is then found that was not found before; an error forbids writing."""

    files: Mapping[Path, bytes]
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether the files may be written."""
        return worst(list(self.findings)) is not Severity.ERROR


def tried(project: Path, loaded: Loaded[Engagement], planned: Sequence[Planned]) -> Trial:
    """What would come of writing the changes."""
    files = _contents(loaded, planned)
    with workspace.instead(files):
        after, found = read_project(project, Engagement)
    fresh = _fresh(loaded.findings, found)
    if after is None or worst(fresh) is Severity.ERROR:
        return Trial(files, (finding("PL401", count=len(planned)), *fresh))
    return Trial(files, (*_unmeant(loaded.engagement, after.engagement, planned), *fresh))


def write(files: Mapping[Path, bytes]) -> None:
    """Write the files; when one cannot be written, those before it are what they were. Raises `Unusable` (IO1xx, IO2xx)."""
    before = {path: workspace.read_bytes(path) for path in files}
    done: list[Path] = []
    try:
        for path, data in files.items():
            workspace.write(path, data)
            done.append(path)
    except Unusable:
        for path in done:
            with suppress(Unusable):
                workspace.write(path, before[path])
        raise


# The trial


def _fresh(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """The findings that were not there before; lines move when keys are added."""
    known = Counter((one.code, one.message) for one in before)
    found = []
    for one in after:
        known[one.code, one.message] -= 1
        if known[one.code, one.message] < 0:
            found.append(one)
    return found


def _unmeant(before: Engagement, after: Engagement, planned: Sequence[Planned]) -> list[Finding]:
    """PL402 for a value that did not become what was meant, or that nobody meant to change."""
    old, new = Leaves(before).by_path, Leaves(after).by_path
    meant: dict[DataPath, Any] = {one.change.leaf.path: one.change.value for one in planned}
    wrong = [
        path
        for path in dict.fromkeys([*old, *new])
        if (new[path].value if path in new else None) != meant.get(path, old[path].value if path in old else None)
    ]
    if not wrong:
        return []
    known = [trail_of(before, path) for path in wrong if path in old]
    return [finding("PL402", trails="、".join(known[:4]) or "列表的项数", count=len(wrong))]


# The files


def _contents(loaded: Loaded[Engagement], planned: Sequence[Planned]) -> dict[Path, bytes]:
    """Every file that changes, as it would be."""
    targets: dict[Path, list[Target]] = {}
    for one in planned:
        targets.setdefault(one.target.file, []).append(one.target)
    return {file: _content(loaded.engagement, file, found) for file, found in targets.items()}


def _content(engagement: Engagement, file: Path, targets: Sequence[Target]) -> bytes:
    data = workspace.read_bytes(file)
    cells = {(one.sheet, one.cell): one.value for one in targets if isinstance(one, SheetCell)}
    if cells:
        return with_values(data, cells)
    edits = [Edit(one.line, one.column, one.text) for one in targets if isinstance(one, YamlValue)]
    keys = [one for one in targets if isinstance(one, YamlKey)]
    text = edited(workspace.read_text(file), edits, _additions(engagement, keys))
    return (_BOM if data.startswith(_BOM) else b"") + text.encode("utf-8")


def _additions(engagement: Engagement, keys: Sequence[YamlKey]) -> list[Addition]:
    """New keys by the mapping that gets them; what lies on one way shares its keys."""
    mappings: dict[DataPath, list[YamlKey]] = {}
    for one in keys:
        mappings.setdefault(one.mapping, []).append(one)
    found = []
    for mapping, group in mappings.items():
        values = {one.rest: one.text for one in group}
        content = _Tree(engagement, group[0]).below(mapping, values)
        assert isinstance(content, Mapping)
        found.append(Addition(group[0].line, group[0].column, content))
    return found


@dataclass(frozen=True, slots=True)
class _Tree:
    """New keys as content, in the manner of the mapping that `like` leads to."""

    engagement: Engagement
    like: YamlKey

    def below(self, path: DataPath, values: Mapping[DataPath, str]) -> Content:
        """What stands at a data path when values are written below it, by the rest of their ways."""
        if () in values:
            return values[()]
        inside: dict[str | int, dict[DataPath, str]] = {}
        for rest, text in values.items():
            inside.setdefault(rest[0], {})[rest[1:]] = text
        held = {part: self.below((*path, part), found) for part, found in inside.items()}
        if any(isinstance(part, int) for part in held):
            return self._list(path, held)
        record = shape_at(Engagement, path).record
        return {key_of(record, str(name), chinese=self.like.chinese): content for name, content in held.items()}

    def _list(self, path: DataPath, changed: Mapping[str | int, Content]) -> Content:
        """A whole list of defaults with some of its items changed."""
        how = items_of(self.engagement, path, flow=self.like.flow)
        assert how is not None
        if not isinstance(how, str):
            return [changed.get(index, item) for index, item in enumerate(how)]
        items: list[Content] = []
        for index, item in enumerate(value_at(self.engagement, path)):
            own = changed.get(index, {})
            assert isinstance(own, Mapping)
            name = key_of(type(item), how, chinese=self.like.chinese)
            items.append({name: scalar(getattr(item, how), flow=self.like.flow), **own})
        return items
