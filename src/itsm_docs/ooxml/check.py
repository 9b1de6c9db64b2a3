"""The self-check of a Word file: what Word calls corrupt or shows wrongly and Microsoft's validator does not notice.

Pure reading; every finding (OX2xx) names the part and the text nearby. It does not repeat the validator's work (order of
elements, types of attributes), and it is no admission test: files that other programs saved often fail it and still open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from itsm_docs.errors import Faulty
from itsm_docs.findings import Finding
from itsm_docs.ooxml.checks import links, marks, tables
from itsm_docs.ooxml.checks.opened import Opened, opened
from itsm_docs.ooxml.package import read

CHECKS: tuple[Callable[[Opened], Iterator[Finding]], ...] = (
    marks.bookmark_names,
    marks.bookmark_ends,
    marks.controls,
    marks.fields_balanced,
    marks.references,
    tables.cells_end,
    tables.stories_end,
    tables.merges,
    tables.grids,
    links.styles,
    links.numbers,
    links.notes,
    links.relations,
    links.content_types,
    links.drawing_ids,
)
"""Every check, in the order of the report."""


def check(data: bytes) -> list[Finding]:
    """Every fault of a Word file; an unreadable file gives the finding that says so."""
    try:
        document = opened(read(data))
    except Faulty as fault:
        return list(fault.findings)
    return [finding for rule in CHECKS for finding in rule(document)]
