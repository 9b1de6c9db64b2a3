"""The command line: parse, call, report. One file per command; nothing below this room prints or exits."""

from __future__ import annotations

from itsm_docs.cli.main import main

__all__ = ["main"]
