"""What each document kind is: its template, its cover, its file name; and building a set of them in memory."""

from itsm_docs.documents.build import Document, Order, PagedDocument, build, build_order, build_paged
from itsm_docs.documents.conversions import FORMATS, Converted, Format, build_converted, check_programs
from itsm_docs.documents.issue_record import IssueRecord
from itsm_docs.documents.issuing import Issue, prepare_issue, record_of
from itsm_docs.documents.kinds import available_kinds, compile_kind, eject
from itsm_docs.documents.overrides import Sources, read_sources, sources_of
from itsm_docs.documents.reviewing import review_notes
from itsm_docs.documents.theirs import check_articles

__all__ = [
    "FORMATS",
    "Converted",
    "Document",
    "Format",
    "Issue",
    "IssueRecord",
    "Order",
    "PagedDocument",
    "Sources",
    "available_kinds",
    "build",
    "build_converted",
    "build_order",
    "build_paged",
    "check_articles",
    "check_programs",
    "compile_kind",
    "eject",
    "prepare_issue",
    "read_sources",
    "record_of",
    "review_notes",
    "sources_of",
]
