"""Markdown with Jinja tags → blocks → WordprocessingML in the docxtpl dialect."""
from itsm_docs.markdown.blocks import Chapter
from itsm_docs.markdown.reader import read
