"""Templates: compile once, fill many times. Works for any template and any mapping, not only the ones shipped here.

template = compile_template("# {{ title }}\\n\\n正文 {{ name }}", house=Path("公司样式.docx").read_bytes())
data = template.fill({"title": "说明", "name": "甲方"})

The shipped house prints a cover, headers and a sign-off: with it the data also needs `doc`, `client` and `provider`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from itsm_docs.markdown import Chapter
    from itsm_docs.templating.front import compile_source, compile_template, schema_of, shipped_house
    from itsm_docs.templating.template import CompiledTemplate
    from itsm_docs.templating.typeset import Headings

__all__ = [
    "Chapter",
    "CompiledTemplate",
    "Headings",
    "compile_source",
    "compile_template",
    "schema_of",
    "shipped_house",
]

_HOMES = {
    "Chapter": "itsm_docs.markdown",
    "CompiledTemplate": "itsm_docs.templating.template",
    "Headings": "itsm_docs.templating.typeset",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: filling a cached template imports neither the parser nor the checker."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES.get(name, "itsm_docs.templating.front")), name)
