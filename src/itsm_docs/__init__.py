"""itsm-docs: one description of an IT-service engagement, and the documents that DB21/T 1799.1 requires of it.

    loaded = itsm_docs.load("samples/port-operations")
    documents = itsm_docs.build(loaded)

The names below are the library; they are loaded when first used, so that a command imports only what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itsm_docs.documents import Document
    from itsm_docs.errors import Faulty, ItsmDocsError, Unusable
    from itsm_docs.inputs import Loaded, load
    from itsm_docs.model import Engagement
    from itsm_docs.templating import CompiledTemplate, compile_template

__version__ = "0.1.0"

__all__ = [
    "CompiledTemplate",
    "Document",
    "Engagement",
    "Faulty",
    "ItsmDocsError",
    "Loaded",
    "Unusable",
    "build",
    "compile_template",
    "load",
]

_HOMES = {
    "CompiledTemplate": "itsm_docs.templating",
    "Document": "itsm_docs.documents",
    "Engagement": "itsm_docs.model",
    "Faulty": "itsm_docs.errors",
    "ItsmDocsError": "itsm_docs.errors",
    "Loaded": "itsm_docs.inputs",
    "Unusable": "itsm_docs.errors",
    "compile_template": "itsm_docs.templating",
    "load": "itsm_docs.inputs",
}


def build(loaded: Loaded[Engagement], kinds: Iterable[str] | None = None) -> list[Document]:
    """The documents of a loaded project, in memory; all kinds that have templates, or the given ones.

    Templates and a house file in the project's own folder replace the shipped ones. Raises `Faulty` for a faulty
    template and `Unusable` for an unknown kind.
    """
    from itsm_docs import documents

    return documents.build_order(
        loaded.engagement,
        documents.Order(
            tuple(kinds) if kinds is not None else None,
            review=documents.review_notes(loaded),
            sources=documents.sources_of(loaded),
            defaults=loaded.defaults_used,
        ),
    )


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
