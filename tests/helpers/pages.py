"""What a reader finds in a converted page: its text, its tables, its links. Markdown is read as a viewer shows it."""

from __future__ import annotations

import pypandoc
from lxml import html
from lxml.html import HtmlElement


def shown(markdown: str) -> HtmlElement:
    """Markdown as a viewer of GitHub's dialect shows it."""
    return page(f"<body>{pypandoc.convert_text(markdown, 'html', format='gfm', extra_args=['--wrap=none'])}</body>")


def page(text: str) -> HtmlElement:
    """The body of a page without its list of contents."""
    body = html.document_fromstring(text).find("body")
    assert body is not None
    for contents in list(body.iter("nav")):
        contents.drop_tree()
    return body


def squeezed(text: str) -> str:
    """Text without white space: what programs set differently."""
    return "".join(text.split())


def text_of(element: HtmlElement) -> str:
    """The text of an element without white space."""
    return squeezed(str(element.text_content()))


def rows_of(table: HtmlElement) -> list[list[str]]:
    """The cells of a table, row by row, header first."""
    return [[text_of(cell) for cell in row.iter("th", "td")] for row in table.iter("tr")]
