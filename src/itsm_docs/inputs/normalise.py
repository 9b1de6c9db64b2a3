"""From what people wrote to the names of the model: Chinese keys, included files, worksheets, the form of each value.

Walks the located tree along the shape of the root record and yields plain raw values with positions. It judges only
form (a mapping, a list, one value); what a value may be is for `validate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from itsm_docs.findings import DataPath, Finding, finding
from itsm_docs.inputs import sources
from itsm_docs.inputs.located import Entry, Located, Positions, Style
from itsm_docs.inputs.sources import Source
from itsm_docs.inputs.suggest import asking, closest
from itsm_docs.inputs.trail import trail
from itsm_docs.inputs.worksheet import SheetReader
from itsm_docs.inputs.yamlfaults import folded_key, inner_keys
from itsm_docs.model.base import Record
from itsm_docs.model.shape import UNKNOWN, FieldShape, Kind, Shape, fields_of, keys_of

INCLUDE_LIMIT = 500
"""How many times other files may be named in one project, each time counted."""
CHAIN_LIMIT = 20
"""How long a chain of files that name files may be."""

_BROKEN: Final = object()


@dataclass(slots=True)
class Normalised:
    """Raw values by field name; `broken` paths already have a finding, so that nothing below them is reported again."""

    raw: dict[str, Any] = field(default_factory=dict)
    positions: Positions = field(default_factory=Positions)
    findings: list[Finding] = field(default_factory=list)
    broken: set[DataPath] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: in the data, and in which chain of files."""

    path: DataPath
    files: tuple[Source, ...]

    @property
    def file(self) -> Source:
        return self.files[-1]

    def down(self, part: str | int) -> _Place:
        return _Place((*self.path, part), self.files)

    def into(self, file: Source) -> _Place:
        return _Place(self.path, (*self.files, file))


def normalise(tree: Located, root: type[Record], file: Source) -> Normalised:
    """The raw values of a tree that describes a `root`, read from `file`."""
    walker = _Walker(root, Normalised())
    result = walker.walk(tree, Shape(Kind.RECORD, record=root), _Place((), (file,)))
    if isinstance(result, dict):
        walker.done.raw.update(result)
    return walker.done


class _Walker:
    def __init__(self, root: type[Record], done: Normalised) -> None:
        self.root, self.done = root, done
        self.sheets = SheetReader()
        self.included = 0

    def walk(self, node: Located, shape: Shape, place: _Place) -> Any:
        """The raw value of a node, or `_BROKEN` when its form is wrong."""
        self.done.positions.put(place.path, node.where)
        if node.value is None:
            return [] if shape.kind is Kind.LIST and not shape.optional else None
        if shape.kind is Kind.UNKNOWN:
            return self._free(node, place)
        if shape.scalar:
            return node.value if node.scalar else self._wrong("IN205", node, place)
        if isinstance(node.value, str):
            return self._reference(node, node.value, shape, place)
        if shape.kind is Kind.LIST:
            return self._list(node, shape, place)
        return self._mapping(node, shape, place)

    def _report(self, code: str, node: Located, place: _Place, hint: str | None = None, **values: Any) -> Any:
        words = trail(self.root, place.path) or "文件内容"
        self.done.findings.append(finding(code, node.where, hint=hint, trail=words, **values))
        self.done.broken.add(place.path)
        return _BROKEN

    def _wrong(self, code: str, node: Located, place: _Place) -> Any:
        return self._report(code, node, place, found=describe(node))

    def _list(self, node: Located, shape: Shape, place: _Place) -> Any:
        if not isinstance(node.value, list):
            return self._wrong("IN204", node, place)
        item = shape.item or UNKNOWN
        values = [self.walk(child, item, place.down(index)) for index, child in enumerate(node.value)]
        # A broken item keeps its seat, so that the indexes of the others still lead to their positions.
        return [None if value is _BROKEN else value for value in values]

    def _mapping(self, node: Located, shape: Shape, place: _Place) -> Any:
        if not isinstance(node.value, dict):
            return self._wrong("IN203", node, place)
        if shape.record is None:
            pairs: Iterable[tuple[str, Entry, Shape]] = (
                (key, entry, shape.item or UNKNOWN) for key, entry in node.value.items()
            )
        else:
            pairs = self._fields(node.value, shape.record, place)
        raw: dict[str, Any] = {}
        for name, entry, inner in pairs:
            below = place.down(name)
            value = self.walk(entry.value, inner, below)
            self.done.positions.put_key(below.path, entry.key)
            if value is not _BROKEN:
                raw[name] = value
        for name, where in node.blanks.items():
            self.done.positions.put((*place.path, name), where)
        return raw

    def _fields(
        self, entries: Mapping[str, Entry], record: type[Record], place: _Place
    ) -> list[tuple[str, Entry, Shape]]:
        keys, fields = keys_of(record), Shape(Kind.RECORD, record=record).fields
        given: dict[str, tuple[str, Entry]] = {}
        unknown: list[tuple[str, Entry]] = []
        for key, entry in entries.items():
            name = keys.get(key.strip())
            if name is None:
                unknown.append((key, entry))
            elif name in given:
                self._twice(fields[name], given[name], key, entry)
            else:
                given[name] = (key, entry)
        for key, entry in unknown:
            self._unknown(key, entry, record, set(given), place)
        for _key, entry in given.values():
            self._swallowed(entry.value, keys, place)
        return [(name, entry, fields[name].shape) for name, (_key, entry) in given.items()]

    def _swallowed(self, node: Located, keys: Mapping[str, str], place: _Place) -> None:
        """Warn of a key that a text took in because its colon is full-width."""
        if node.style is not Style.FOLDED or not isinstance(node.value, str):
            return
        taken = next((key for key in inner_keys(node.value) if key in keys), None)
        if taken:
            inside = trail(self.root, place.path)
            self.done.findings.append(finding("IN213", node.where, key=taken, inside=f"“{inside}”的" if inside else ""))

    def _twice(self, known: FieldShape, first: tuple[str, Entry], second: str, entry: Entry) -> None:
        self.done.findings.append(
            finding("IN202", entry.key, title=known.title, first=first[0], line=first[1].key.line, second=second)
        )

    def _unknown(self, key: str, entry: Entry, record: type[Record], given: set[str], place: _Place) -> None:
        keys = keys_of(record)
        free = {word: name for word, name in keys.items() if name not in given}
        meant = closest(key, free)
        inside = trail(self.root, place.path)
        hint = None if meant else _elsewhere(key, record) or f"可用的字段：{'、'.join(_titles(record))}"
        self.done.findings.append(
            finding(
                "IN201",
                entry.key,
                hint=hint,
                key=key,
                inside=f"“{inside}”里" if inside else "",
                candidate=_asking(meant, fields_of(record)[free[meant]].title if meant else ""),
            )
        )
        if meant:
            # The missing field is this misspelt one: one finding, not two.
            self.done.broken.add((*place.path, free[meant]))

    def _free(self, node: Located, place: _Place) -> Any:
        self.done.positions.put(place.path, node.where)
        if isinstance(node.value, list):
            return [self._free(child, place.down(index)) for index, child in enumerate(node.value)]
        if isinstance(node.value, dict):
            return {key: self._free(entry.value, place.down(key)) for key, entry in node.value.items()}
        return node.value

    def _reference(self, node: Located, text: str, shape: Shape, place: _Place) -> Any:
        name, _, sheet = text.strip().partition("#")
        suffix = name[name.rfind(".") :].lower() if "." in name else ""
        if suffix in sources.TEXTS and not sheet:
            return self._include(node, name, shape, place)
        if suffix in sources.WORKBOOKS:
            if shape.kind is not Kind.LIST:
                return self._report("IN211", node, place)
            return self._worksheet(node, name, sheet.strip(), shape, place)
        return self._misread(node, text, shape, place)

    def _misread(self, node: Located, text: str, shape: Shape, place: _Place) -> Any:
        """A text where more was expected: usually punctuation that YAML does not see as such."""
        folded = folded_key(text) if node.style is not Style.QUOTED else None
        if folded:
            return self._report("IN207" if folded[1] == "：" else "IN208", node, place, key=folded[0])
        if text[:1] in "［【｛" or (shape.kind is Kind.LIST and text[:1] in "（("):
            return self._report("IN209", node, place)
        return self._wrong("IN204" if shape.kind is Kind.LIST else "IN203", node, place)

    def _include(self, node: Located, name: str, shape: Shape, place: _Place) -> Any:
        file = place.file.beside(name)
        if file.path in {known.path for known in place.files}:
            chain = " → ".join(known.shown for known in (*place.files, file))
            return self._report("IN206", node, place, chain=chain)
        self.included += 1
        if self.included > INCLUDE_LIMIT or len(place.files) > CHAIN_LIMIT:
            return self._too_many(node, place)
        tree, findings = sources.tree_or_report(file, node.where)
        self.done.findings.extend(findings)
        if tree is None:
            self.done.broken.add(place.path)
            return _BROKEN
        return self.walk(tree, shape, place.into(file))

    def _too_many(self, node: Located, place: _Place) -> Any:
        if any(one.code == "IN214" for one in self.done.findings):
            # Saying it once is enough; there may be thousands.
            self.done.broken.add(place.path)
            return _BROKEN
        return self._report("IN214", node, place, limit=INCLUDE_LIMIT, depth=CHAIN_LIMIT)

    def _worksheet(self, node: Located, name: str, sheet: str, shape: Shape, place: _Place) -> Any:
        file = place.file.beside(name)
        rows, findings = self.sheets.read(file, sheet, shape.item or UNKNOWN, node.where)
        self.done.findings.extend(findings)
        if rows is None:
            self.done.broken.add(place.path)
            return _BROKEN
        return self.walk(rows, shape, place.into(file))


def _asking(meant: str | None, title: str) -> str:
    """The question for a likely key; an English one is explained by its title."""
    return asking(meant) if meant in (None, title) else f"，是否为“{meant}”（{title}）？"


def describe(node: Located) -> str:
    """What a node is, in words."""
    if isinstance(node.value, dict):
        return "一组键值"
    if isinstance(node.value, list):
        return "列表"
    return f"“{shorten(node.value)}”" if node.value is not None else "空"


def shorten(value: object, limit: int = 40) -> str:
    """A value for a message: one line, not too long."""
    text = " ".join(str(value).split())
    return text if len(text) <= limit else text[:limit] + "…"


def _titles(record: type[Record]) -> list[str]:
    return [known.title for known in Shape(Kind.RECORD, record=record).fields.values() if not known.computed]


def _elsewhere(key: str, record: type[Record]) -> str | None:
    """The field one level down that has this key, for keys written in the wrong place."""
    for known in Shape(Kind.RECORD, record=record).fields.values():
        inner = known.shape.record or (known.shape.item.record if known.shape.item else None)
        if inner is not None and not known.computed and key.strip() in keys_of(inner):
            return f"“{key.strip()}”应写在“{known.title}”之下"
    return None
