"""The catalogue of the standard: clauses, categories, stages, document kinds and the register of laws.

Data files say what is so; this room loads them lazily, once, into frozen records, and answers questions about them. It
reads no project, judges no document and holds none of the standard's own sentences.
"""

from itsm_docs.standard.catalogue import Catalogue, ClauseNotFound, check_clause, clauses
from itsm_docs.standard.citation import check_citation, law_citation
from itsm_docs.standard.clause import Applies, Clause, Modality, Need
from itsm_docs.standard.conflicts import Conflict, conflicts
from itsm_docs.standard.hints import without_hints
from itsm_docs.standard.law import Article, LawEntry, LawKind, LawNotFound, LawStatus, law, law_entry
from itsm_docs.standard.processes import ProcessEntry, Reference, basis, process_entries, references
from itsm_docs.standard.tables import (
    Category,
    Element,
    Kind,
    Stage,
    categories,
    category,
    kind,
    kinds,
    lifecycle_stages,
    management_elements,
    service_elements,
)
from itsm_docs.standard.wording import ClauseWording, KindWording, Pattern, Wording, wording

__all__ = [
    "Applies",
    "Article",
    "Catalogue",
    "Category",
    "Clause",
    "ClauseNotFound",
    "ClauseWording",
    "Conflict",
    "Element",
    "Kind",
    "KindWording",
    "LawEntry",
    "LawKind",
    "LawNotFound",
    "LawStatus",
    "Modality",
    "Need",
    "Pattern",
    "ProcessEntry",
    "Reference",
    "Stage",
    "Wording",
    "basis",
    "categories",
    "category",
    "check_citation",
    "check_clause",
    "clauses",
    "conflicts",
    "kind",
    "kinds",
    "law",
    "law_citation",
    "law_entry",
    "lifecycle_stages",
    "management_elements",
    "process_entries",
    "references",
    "service_elements",
    "without_hints",
    "wording",
]
