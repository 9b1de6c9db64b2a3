"""What every checker reports: a `Finding` with a stable code, a place and a way out.

The texts live in `messages/<prefix>.yaml`, one entry per code, so that they can be reviewed and documented without
reading code. This module renders nothing and decides nothing: `reporters` prints, the edge (cli) chooses to exit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

DataPath: TypeAlias = tuple[str | int, ...]
"""The way to a value in the data: field names and list indexes."""


class Severity(StrEnum):
    """How much a finding matters; the order of the members is the order of weight."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The Chinese word that reports print."""
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]

    def reaches(self, threshold: Severity) -> bool:
        """Whether this severity is at or above `threshold`."""
        order = list(Severity)
        return order.index(self) <= order.index(threshold)


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a finding; every part is optional and the most exact one known is given.

    `file` is the path as the user knows it, `line` and `column` count from 1, `place` is a place that a Word or Excel
    user can find (``合同 › 第五条 › 表格第2行第3列``, ``人员表!D7``), `path` is the data path (``("services", 0, "name")``).
    `paragraph` is for programs and never printed: the index of the ``w:p`` in the body of a Word template, from 0.
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    place: str | None = None
    path: DataPath | None = None
    paragraph: int | None = None

    def __str__(self) -> str:
        position = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return " ".join(part for part in (position, self.place) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a checker saw. `clause` is the clause of the standard that it concerns, where there is one."""

    code: str
    severity: Severity
    message: str
    where: Where = Where()
    hint: str | None = None
    clause: str | None = None

    def at(self, where: Where) -> Finding:
        """The same finding at another place (rules know data paths, inputs know positions)."""
        return replace(self, where=where)


SUBJECTS = {
    "IO": "文件与文件夹",
    "IN": "项目描述与工作表",
    "DM": "字段的值",
    "RU": "项目内容",
    "CT": "合同",
    "WV": "不适用说明与偏离批准",
    "FI": "签署版",
    "MD": "模板的 Markdown 写法",
    "TP": "模板的标签与数据",
    "OX": "Word 文件",
    "ST": "条款与法规",
    "CV": "转换",
    "DC": "文件种类与模板文件",
    "AU": "核查",
    "AM": "补充协议",
    "RL": "修订对比稿",
    "PL": "写回",
}
"""What the codes of each prefix are about, in the order of the documentation; one message file each."""

REPORTS = "→ "
"""What the last line of an example begins with: the message that what stands above it brings about."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that somebody with a name has accepted until a day; it no longer counts, and is not forgotten."""

    finding: Finding
    justification: str
    approved_by: str
    expires: date

    @property
    def approval(self) -> str:
        """Why it is accepted, by whom and until when."""
        return f"{self.justification}（{self.approved_by}批准，有效期至 {self.expires}）"


@dataclass(frozen=True, slots=True)
class Message:
    """The catalogue entry of one code: what it says, and what the documentation says about it.

    `message` and `hint` are format strings. `fix` is given where the hint is made from the finding or there is none;
    `example` is what someone wrote or did, at most five lines, and on its last line the message that comes of it.
    """

    code: str
    severity: Severity
    message: str
    hint: str | None
    meaning: str
    example: str = ""
    fix: str | None = None

    @property
    def written(self) -> str:
        """What the user of the example wrote or did."""
        return "\n".join(self.example.splitlines()[:-1])

    @property
    def reported(self) -> str:
        """The message that the example brings about."""
        return self.example.rstrip().rpartition("\n")[2].removeprefix(REPORTS)

    @property
    def remedy(self) -> str:
        """What to do instead, for readers without a finding at hand."""
        return self.fix or (self.hint or "").replace("{{", "{").replace("}}", "}")


class UnknownCode(KeyError):
    """A code that no message file declares: a programming error, never a user's."""


@cache
def messages(prefix: str) -> dict[str, Message]:
    """Every declared message of a code prefix (``"IN"``), read once and only when one is needed."""
    import yaml

    source = resources.files("itsm_docs").joinpath(f"messages/{prefix}.yaml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, str]] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {code: _message(code, entry) for code, entry in entries.items()}


def _message(code: str, entry: dict[str, str]) -> Message:
    return Message(
        code,
        Severity(entry["severity"]),
        entry["message"],
        entry.get("hint"),
        entry["meaning"],
        entry.get("example", ""),
        entry.get("fix"),
    )


def finding(
    code: str, where: Where | None = None, *, clause: str | None = None, hint: str | None = None, **values: Any
) -> Finding:
    """Make the finding of a declared code; `values` fill the message's ``{names}``, `hint` replaces the declared one.

    Raises `UnknownCode` when no message file declares the code.
    """
    try:
        entry = messages(code[:2])[code]
    except (KeyError, FileNotFoundError) as error:
        raise UnknownCode(code) from error
    text = entry.message.format(**values)
    advice = hint if hint is not None else (entry.hint.format(**values) if entry.hint else None)
    return Finding(code, entry.severity, text, where or Where(), advice, clause)


def worst(findings: list[Finding]) -> Severity | None:
    """The heaviest severity among the findings, or None when there are none."""
    return min((f.severity for f in findings), key=list(Severity).index, default=None)
