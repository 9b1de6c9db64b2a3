"""The register of statutes, regulations, interpretations and standards that documents cite, by key.

An entry tells which text it is, since when it applies, and whether anybody saw it in a source. How a citation is
printed and judged is in `citation`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from itsm_docs.errors import Faulty
from itsm_docs.findings import finding
from itsm_docs.standard import _data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from itsm_docs.findings import Where


class LawKind(StrEnum):
    """法律, 行政法规, 部门规章及规范性文件, 司法解释, 标准."""

    STATUTE = "statute"
    REGULATION = "regulation"
    RULE = "rule"
    INTERPRETATION = "interpretation"
    STANDARD = "standard"


class LawStatus(StrEnum):
    """Whether the text is in force; unknown when nobody could tell."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Article:
    """An article that our documents cite: `topic` in our words; `verified` false when its number is from memory."""

    topic: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class LawEntry:
    """One text of one law or standard.

    `version` tells texts of the same title apart, as `year` does for standards; `effective` is the first day of application, None when not known;
    `source` is where it was seen and `verified` whether that sight is good enough to print; `articles` maps article
    numbers in Arabic numerals (``"585"``, 之一 as ``"253-1"``, a standard's clause as ``"10.1"``).
    """

    key: str
    title: str
    kind: LawKind
    status: LawStatus
    verified: bool
    source: str
    number: str | None = None
    version: str | None = None
    year: int | None = None
    effective: date | None = None
    superseded_by: str | None = None
    named_by_standard: bool = False
    note: str | None = None
    articles: Mapping[str, Article] = field(default_factory=lambda: MappingProxyType({}), hash=False)


class LawNotFound(Faulty, KeyError):
    """No entry of the register has this key; carries one ST105."""

    def __init__(self, key: str, where: Where | None = None) -> None:
        self.key = key
        self.suggestions = _data.nearest(key, law())
        hint = f"是否为 {'、'.join(self.suggestions)}？" if self.suggestions else None
        super().__init__([finding("ST105", where, key=key, hint=hint)])

    def __str__(self) -> str:
        return self.findings[0].message


@cache
def law() -> Mapping[str, LawEntry]:
    """The whole register by key, in the order of its files. A key that stands in two files is an error in the data."""
    register: dict[str, LawEntry] = {}
    for source in _data.read_all("law"):
        if twice := register.keys() & source.keys():
            raise ValueError(f"law keys are there twice: {sorted(twice)}")
        register |= {key: _entry(key, entry) for key, entry in source.items()}
    return MappingProxyType(register)


def law_entry(key: str) -> LawEntry:
    """The entry of a key such as ``"civil-code"``; raises `LawNotFound`."""
    try:
        return law()[key]
    except KeyError:
        raise LawNotFound(key) from None


def _entry(key: str, entry: Mapping[str, Any]) -> LawEntry:
    articles = {number: _article(article) for number, article in entry.get("articles", {}).items()}
    return LawEntry(
        key=key,
        **{
            **entry,
            "kind": LawKind(entry["kind"]),
            "status": LawStatus(entry["status"]),
            "articles": MappingProxyType(articles),
        },
    )


def _article(entry: str | Mapping[str, Any]) -> Article:
    return Article(entry) if isinstance(entry, str) else Article(**entry)
