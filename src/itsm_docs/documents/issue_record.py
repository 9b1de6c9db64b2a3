"""The record of an issue (签发记录.json): which files were issued, from what, on whose word. Written and read here.

The record carries a hash of its content, so that it tells when somebody changed it. No clock: its only days are those of
the issue and of the data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE = "签发记录.json"
SCHEMA = "itsm-docs/issue"
VERSION = 1
"""Raised when a key changes its meaning or goes away; new keys do not raise it."""
STATUS = "签署版"


class _Part(BaseModel):
    """A part of the record: frozen; keys of later versions are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Mark(_Part):
    """The receipt of a file, in it or beside it: ``engagement/kind/version``, and its hash."""

    id: str
    hash: str


class IssuedFile(_Part):
    """A Word file as issued.

    `sha256` is of its bytes, `wording` of its text without what programs compute. `receipt` is None for a file without
    trace. `conversions` are the hashes of the files that were made of it, by name.
    """

    kind: str
    title: str
    number: str
    version: str
    date: date
    file: str
    sha256: str
    wording: str
    receipt: Mark | None = None
    conversions: Mapping[str, str] = Field(default_factory=dict)


class Defaults(_Part):
    """The binding defaults: how many, the code of their values, and who accepted them on which day."""

    count: int
    code: str
    accepted_by: str
    date: date


class Standards(_Part):
    """The standards that somebody checked against the official text."""

    standards: tuple[str, ...]
    confirmed_by: str
    date: date


class Approved(_Part):
    """A waiver that held on the day of issue; `findings` are the messages that it silenced, none for a mere clause."""

    clause: str | None = None
    finding: str | None = None
    place: str | None = None
    justification: str
    approved_by: str
    expires: date
    findings: tuple[str, ...] = ()


class IssueRecord(_Part):
    """The whole record. `day` is the day of issue, `edition` that of the catalogue of clauses, `data_hash` names the data."""

    engagement: str
    name: str
    status: str = STATUS
    day: date
    standard: str
    edition: str
    data_hash: str
    tool: str
    documents: tuple[IssuedFile, ...]
    defaults: Defaults | None = None
    standards: Standards | None = None
    waivers: tuple[Approved, ...] = ()
    altered: bool = Field(default=False, exclude=True)
    """Whether the file that it was read from was changed after it was written."""


def to_json(record: IssueRecord) -> str:
    """The record as the file holds it; equal records give equal text."""
    content = {"schema": SCHEMA, "version": VERSION, **record.model_dump(mode="json")}
    return json.dumps({**content, "hash": _hash(content)}, ensure_ascii=False, indent=2) + "\n"


def from_json(data: bytes) -> IssueRecord | None:
    """The record that a file holds; None when it is none."""
    try:
        content = json.loads(data.decode("utf-8-sig"))
        if not isinstance(content, dict) or content.pop("schema", None) != SCHEMA:
            return None
        own = content.pop("hash", None)
        altered = own != _hash({"schema": SCHEMA, **content})
        return IssueRecord.model_validate({**content, "altered": altered})
    except (ValueError, ValidationError, RecursionError):
        return None


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def wording_hash(words: str) -> str:
    """The hash of a wording (`ooxml.wording`)."""
    return hashlib.sha256(words.encode()).hexdigest()
