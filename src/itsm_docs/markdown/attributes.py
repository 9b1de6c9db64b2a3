"""Read ``{: #id .class key="value"}``: what the source says about a block that Markdown has no sign for.

Which names a block knows is the table below; every other name is a finding. Nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, TypeAlias

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.markdown.blocks import Identity, Tag
from itsm_docs.markdown.tags import TAG_CHARACTER, Masked

Target: TypeAlias = Literal["heading", "paragraph", "list", "table", "figure"]

KNOWN: dict[Target, tuple[str, ...]] = {
    "heading": ("#id", "clause", ".unnumbered", ".pagebreak"),
    "paragraph": ("#id", ".note", ".formula", ".plain", ".tablenote"),
    "list": ("#id", ".clauses"),
    "table": ("#id", "caption", "widths", ".grid", ".small", ".breaking", ".form"),
    "figure": ("#id", "caption"),
}
NAMES: dict[Target, str] = {"heading": "标题", "paragraph": "段落", "list": "列表", "table": "表格", "figure": "图"}

HEADING_TAIL = re.compile(r"\s*[{｛]\s*[:：][^{}｛｝]*[}｝]\s*$")

_PIECE = re.compile(
    r"""\s*(?:[#](?P<id>[^\s#"'{}]+)
    |\.(?P<class>[\w-]+)
    |(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'“”]+)))(?=\s|$)""",
    re.VERBOSE,
)
_WIDE = re.compile("[“”‘’＃＝．：｛｝　]")
_ID = re.compile(rf"(?:[\w.-]|{TAG_CHARACTER})+")
_CLAUSE = re.compile(r"[0-9A-Za-z][\w.-]*")


@dataclass
class Attributes:
    """What was written, as masked text; `used` names are filled by the block that takes them."""

    line: int
    identity: Identity = ()
    classes: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Everything that was written, spelled as in `KNOWN`."""
        return [*(["#id"] if self.identity else []), *(f".{name}" for name in self.classes), *self.values]


def parse(written: str, line: int, masked: Masked, findings: list[Finding]) -> Attributes:
    """Read ``{: … }``; findings MD301 (cannot be read), MD302 (full-width), MD303 (a bad id)."""
    where = Where(masked.chapter.name, line)
    result = Attributes(line)
    if wide := _WIDE.search(re.sub(r'"[^"]*"', "", written)):
        findings.append(finding("MD302", where, found=wide[0]))
        return result
    inside = written.strip()[1:-1].strip().removeprefix(":")
    position = 0
    while inside[position:].strip():
        piece = _PIECE.match(inside, position)
        if piece is None:
            rest = masked.shown(inside[position:]).strip()
            findings.append(finding("MD301", where, found=rest))
            break
        position = piece.end()
        if piece["id"]:
            result.identity = _identity(piece["id"], masked, where, findings)
        elif piece["class"]:
            result.classes += (piece["class"],)
        else:
            result.values[piece["key"]] = piece["quoted"] or piece["single"] or piece["bare"] or ""
    return result


def check_known(attributes: Attributes, target: Target, masked: Masked, findings: list[Finding]) -> None:
    """Finding MD304 for every name that the target does not know, with the nearest one that it does."""
    where = Where(masked.chapter.name, attributes.line)
    for name in attributes.names:
        if name in KNOWN[target]:
            continue
        near = get_close_matches(name.lstrip("."), [known.lstrip(".") for known in KNOWN[target]], 1, 0.6)
        spelled = next((known for known in KNOWN[target] if near and known.lstrip(".") == near[0]), None)
        hint = f"是否为 {spelled}？" if spelled else None
        known = "、".join(KNOWN[target])
        findings.append(finding("MD304", where, hint=hint, name=name, target=NAMES[target], known=known))


def clauses(attributes: Attributes, masked: Masked, findings: list[Finding]) -> tuple[str | Tag, ...]:
    """The clause ids of ``clause="…"``, and the tags that print some; finding MD305 for what is neither.

    Whether a clause exists is asked elsewhere.
    """
    found: list[str | Tag] = []
    for word in re.split(r"[\s,，、]+", attributes.values.get("clause", "").strip()):
        tag = masked.tags.get(word)
        if tag is not None and tag.keyword is None:
            found.append(tag)
        elif _CLAUSE.fullmatch(word):
            found.append(word)
        elif word:
            findings.append(finding("MD305", Where(masked.chapter.name, attributes.line), found=masked.shown(word)))
    return tuple(found)


def widths(attributes: Attributes, columns: int, masked: Masked, findings: list[Finding]) -> tuple[float, ...] | None:
    """The relative weights of ``widths="…"``; finding MD306 unless there is one positive number for each column."""
    text = attributes.values.get("widths")
    if text is None:
        return None
    try:
        weights = tuple(float(word) for word in text.split())
    except ValueError:
        weights = ()
    if len(weights) == columns and all(0 < weight < 1000 for weight in weights):
        return weights
    where = Where(masked.chapter.name, attributes.line)
    findings.append(finding("MD306", where, found=masked.shown(text), columns=columns))
    return None


def _identity(text: str, masked: Masked, where: Where, findings: list[Finding]) -> Identity:
    """``svc-`` and a tag; statement tags and characters outside words, ``-`` and ``.`` are refused."""
    tags = [masked.tags[character] for character in text if character in masked.tags]
    if not _ID.fullmatch(text) or any(tag.keyword for tag in tags):
        findings.append(finding("MD303", where, found=masked.shown(text)))
        return ()
    pieces = re.split(f"({TAG_CHARACTER})", text)
    return tuple(masked.tags.get(piece, piece) for piece in pieces if piece)
