"""Paragraph elements in the house styles. ECMA-376 part 1, 17.3.1: the children of ``w:pPr`` come in a fixed order."""

from __future__ import annotations

from itsm_docs.ooxml.xml import escape

STYLES = {"body": "BodyText", "plain": "BodyText", "note": "Note", "formula": "FormulaText", "tablenote": "TableNote"}
"""The style of each kind of paragraph."""

LIST_INDENT = 905
LIST_STEP = 425
"""Left edge of a list's text on its first level, and the step per level, in twips: those of the house numbering."""

KEEP_NEXT = "<w:keepNext/>"
NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
CLAUSE_STYLES = ("ContractClause", "ContractItem")
"""The styles of a contract's clauses and of the items below them."""

CLAUSE_INDENT = '<w:ind w:left="0" w:firstLineChars="200" w:firstLine="480"/>'
"""As body text; on the paragraph itself, because the indent of a list level named there overrules the styles'."""

UNNUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'

SPACER = '<w:p><w:pPr><w:pStyle w:val="TableNote"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""One point high: tables that touch would become one table, and a body or cell must not end with a table."""

PAGE_BREAK = (
    '<w:p><w:pPr><w:pStyle w:val="TableNote"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
    '<w:r><w:br w:type="page"/></w:r></w:p>'
)


def paragraph(style: str, runs: str, *, properties: str = "") -> str:
    """A paragraph; `properties` are further children of ``w:pPr`` in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def tag_paragraph(tag: str, prefix: str) -> str:
    """A tag alone in a paragraph, in the dialect: ``{% for … %}`` as ``{%p for … %}`` (or ``{%tr``)."""
    return f"<w:p><w:r><w:t>{escape('{%' + prefix + tag[2:])}</w:t></w:r></w:p>"


def numbering(num_id: int, level: int) -> str:
    """Membership in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def continued(level: int) -> str:
    """The indent of a further paragraph of a list item, under the item's text."""
    return f'<w:ind w:left="{LIST_INDENT + LIST_STEP * level}"/>'
