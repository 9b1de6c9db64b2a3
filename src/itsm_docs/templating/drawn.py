"""`figure()` while a file is filled: the value as a drawing or table, with the caption that Word counts.

The drawing itself is the business of `figures`; here it gets its caption, its anchor and its place among paragraphs.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from itsm_docs.ooxml.xml import escape
from itsm_docs.templating.environment import SEAL, PrintFault, display, refuse_characters

_STYLE = '<w:pStyle w:val="Caption"/>'
_BELOW = f'{_STYLE}<w:keepNext w:val="0"/><w:spacing w:before="60" w:after="200"/>'
"""The style is made for captions above a table, which they must not leave."""
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def drawn(value: Any, caption: Any, anchor: tuple[str, str]) -> Markup:
    """The paragraphs and tables of a figure; `anchor` is what stands before and after 图 N in the caption.

    Raises `PrintFault`: TP301 and TP303 for a value that is no figure, TP33x for one that cannot be drawn.
    """
    from itsm_docs import figures

    if not isinstance(value, figures.DRAWABLE):
        if value is None:
            raise PrintFault("TP301")
        display(value)  # says what is undefined
        raise PrintFault("TP319")
    title = None if caption is None else display(caption)
    try:
        xml = figures.markup(value, captioned=title is not None)
    except figures.Undrawable as fault:
        raise PrintFault(fault.code, found=None, **fault.values) from None
    refuse_characters(xml)
    if title is None:
        return Markup(xml)
    text = title if isinstance(title, Markup) else escape(str(title))
    kind = figures.label(value)
    line = _caption(kind, str(text), anchor, _STYLE if kind == "表" else _BELOW)
    return Markup(line + xml if kind == "表" else xml + line)


def _caption(kind: str, text: str, anchor: tuple[str, str], shape: str) -> str:
    """图 N　标题, sealed for the finishing pass, which counts it."""
    number = (
        f'<w:r><w:t xml:space="preserve">{kind} </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> SEQ {kind} \\* ARABIC </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    title = f'<w:r>{_HINT}<w:t xml:space="preserve">　{text}</w:t></w:r>'
    return f"{SEAL}p<w:p><w:pPr>{shape}</w:pPr>{anchor[0]}{number}{anchor[1]}{title}</w:p>"
