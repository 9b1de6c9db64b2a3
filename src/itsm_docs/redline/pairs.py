"""Two folders of documents paired: by what the receipts say they are, else by file name. Reads no file itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.redline.side import Side


@dataclass(frozen=True, slots=True)
class Pairs:
    """What belongs together, in the order of the new folder, and what stands alone."""

    pairs: tuple[tuple[Side, Side], ...]
    findings: tuple[Finding, ...]


def paired(old: Iterable[Side], new: Iterable[Side]) -> Pairs:
    """Each new document with its old version.

    The kind decides where each folder has one of it: files are renamed on their way. Else the file name does, whatever
    its case. A document without a counterpart is a finding (RL206, RL207).
    """
    before, after = list(old), list(new)
    kinds = _alone(before) & _alone(after)
    by_kind = {kind: side for side in before if (kind := _kind(side)) in kinds}
    by_name = {_name(side): side for side in before if _kind(side) not in kinds}
    pairs: list[tuple[Side, Side]] = []
    left: list[Side] = []
    for side in after:
        kind = _kind(side)
        known = by_kind.get(kind) if kind in kinds else by_name.get(_name(side))
        if known is None:
            left.append(side)
        else:
            pairs.append((known, side))
    met = {id(side) for side, _ in pairs}
    return Pairs(tuple(pairs), tuple(_strays([side for side in before if id(side) not in met], left)))


def _strays(old: Iterable[Side], new: Iterable[Side]) -> Iterator[Finding]:
    yield from (finding("RL206", Where(side.shown)) for side in old)
    yield from (finding("RL207", Where(side.shown)) for side in new)


def _alone(sides: Iterable[Side]) -> set[str]:
    """The kinds of which there is one document."""
    counts = Counter(_kind(side) for side in sides)
    return {kind for kind, count in counts.items() if kind and count == 1}


def _kind(side: Side) -> str:
    receipt = side.document.receipt
    return "" if receipt is None else receipt.kind


def _name(side: Side) -> str:
    return side.shown.rpartition("/")[2].casefold()
