"""Markdown with Jinja tags → blocks → WordprocessingML in the docxtpl dialect.

`read` and `write_template` typeset template chapters; `write_value` writes a field that a user typed as Markdown.
Neither evaluates a tag, reads a file or knows a template's data.
"""

from itsm_docs.markdown.blocks import Block, Blocks, Chapter
from itsm_docs.markdown.reader import read
from itsm_docs.markdown.values import write_value
from itsm_docs.markdown.writer import Body, ListInstance, write_template

__all__ = ["Block", "Blocks", "Body", "Chapter", "ListInstance", "read", "write_template", "write_value"]
