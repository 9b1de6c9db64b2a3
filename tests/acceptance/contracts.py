"""A contract as its reader sees it: numbered paragraphs, articles, clauses, annexes. For tests; it judges nothing."""

from __future__ import annotations

import re
from pathlib import Path

import cn2an
from tests.helpers.tree import copy_of, edit, plant
from tests.helpers.word import numbered, part

from itsm_docs import documents
from itsm_docs.inputs import read_project
from itsm_docs.model import Engagement

ARTICLE = re.compile(r"第([一二三四五六七八九十百]+)条 (.*)")
"""An article's heading: an automatic number and a blank; the contents and citations have no ASCII blank there."""
CLAUSE = re.compile(r"(\d+)\.(\d+) ")
ANNEX = re.compile(r"附件 (\d+)　(.*)")
_REFERENCE = re.compile(
    r" REF _Ref\d+ (?:\\n )?\\h </w:instrText></w:r><w:r>(?:<w:rPr>(?:(?!</w:r>).)*</w:rPr>)?"
    r'<w:fldChar w:fldCharType="separate"/></w:r><w:r>(?:<w:rPr>(?:(?!</w:r>).)*</w:rPr>)?<w:t xml:space="preserve">([^<]*)'
)


def changed(sample: Path, folder: Path, *changes: tuple[str, str], more: dict[str, str] | None = None) -> Engagement:
    """The engagement of a copy of a sample after edits and with `more` files; what rules say plays no part here."""
    project = plant(copy_of(sample, folder / "项目 副本"), more or {})
    for old, new in changes:
        edit(project, old, new)
    loaded, findings = read_project(project, Engagement)
    assert loaded is not None, "\n".join(f"{one.code} {one.message}" for one in findings)
    return loaded.engagement


def built(engagement: Engagement, kind: str = "contract") -> bytes:
    """One document of it."""
    (document,) = documents.build(engagement, [kind], trace="none")
    return document.data


def body(data: bytes) -> list[str]:
    """The paragraphs with their numbers, from the first article on; blank ones are left out."""
    shown = [line.strip() for line in numbered(data)]
    first = next(index for index, line in enumerate(shown) if line.startswith("第一条 "))
    return [line for line in shown[first:] if line]


def articles(data: bytes) -> list[tuple[int, str]]:
    """Number and title of every article."""
    found = [ARTICLE.match(line) for line in body(data)]
    return [(int(cn2an.cn2an(match[1], "smart")), match[2]) for match in found if match]


def clauses(data: bytes) -> list[tuple[int, int]]:
    """Every clause and section number in order."""
    return [(int(match[1]), int(match[2])) for line in body(data) if (match := CLAUSE.match(line))]


def annexes(data: bytes) -> list[tuple[int, str]]:
    """Number and title of every annex that is there, from its heading."""
    return [(int(match[1]), match[2]) for line in body(data) if (match := ANNEX.fullmatch(line))]


def references(data: bytes) -> list[str]:
    """What every reference of the body shows, in order."""
    return _REFERENCE.findall(part(data))


def outline(data: bytes) -> str:
    """Headings with their numbers, and then what every reference shows."""
    heads = [line for line in body(data) if ARTICLE.match(line) or ANNEX.fullmatch(line) or _section(line)]
    shown = references(data)
    return "\n".join([*heads, "", f"引用 {len(shown)} 处：{'、'.join(shown)}", ""])


def _section(line: str) -> bool:
    """A section heading has a number and a few words without a full stop."""
    return bool(CLAUSE.match(line)) and len(line) <= 30 and not line.endswith(("。", "：", "；"))
