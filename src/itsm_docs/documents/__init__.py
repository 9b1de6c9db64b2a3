"""What each document kind is: its template, its cover, its file name; and building a set of them in memory."""

from itsm_docs.documents.build import Document, PagedDocument, build, build_paged
from itsm_docs.documents.kinds import available_kinds, compile_kind, eject
from itsm_docs.documents.overrides import Sources, read_sources

__all__ = [
    "Document",
    "PagedDocument",
    "Sources",
    "available_kinds",
    "build",
    "build_paged",
    "compile_kind",
    "eject",
    "read_sources",
]
