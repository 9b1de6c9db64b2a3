"""Markdown with Jinja tags → blocks → WordprocessingML in the docxtpl dialect.

`read` and `write_template` typeset template chapters; `write_value` writes a field that a user typed as Markdown.
Neither evaluates a tag, reads a file or knows a template's data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itsm_docs.markdown.blocks import Block, Blocks, Chapter

if TYPE_CHECKING:
    from itsm_docs.markdown.reader import read
    from itsm_docs.markdown.values import write_value
    from itsm_docs.markdown.writer import Body, ListInstance, write_template

__all__ = ["Block", "Blocks", "Body", "Chapter", "ListInstance", "read", "write_template", "write_value"]

_HOMES = {
    "read": "reader",
    "write_value": "values",
    "Body": "writer",
    "ListInstance": "writer",
    "write_template": "writer",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: a chapter's name and text need no parser."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
