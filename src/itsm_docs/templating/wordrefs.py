"""References that a template's author inserted in Word: what they show after conditions and loops, and whether they still
lead somewhere. Works on the printed text; only templates that hold such references pay for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from itsm_docs.findings import Finding, finding
from itsm_docs.ooxml.xml import escape
from itsm_docs.templating.finish import Finished
from itsm_docs.templating.source import Source

_CODE = re.compile(r"<w:instrText[^>]*>\s*(?:REF|PAGEREF|NOTEREF)\s+([\w.]+)", re.IGNORECASE)
_NAME = re.compile(r'<w:bookmarkStart\b[^>]*\bw:name="([^"]*)"')
_IN_PARAGRAPH = r"(?:(?!</w:p>).)*?"
_FIELD = re.compile(
    rf'(<w:instrText[^>]*>\s*REF\s+(?P<name>_Ref\w+)(?P<switches>[^<]*)</w:instrText>{_IN_PARAGRAPH}w:fldCharType="separate"'
    rf'[^>]*/>)(?P<result>{_IN_PARAGRAPH})(?=<w:fldChar\b[^>]*w:fldCharType="end")',
    re.DOTALL,
)
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)[^<]*(</w:t>)")
_BY_NUMBER = re.compile(r"\\[rnw]\b")


def lost(source: Source, text: str) -> list[Finding]:
    """References in the printed text of a part whose bookmark a condition has taken away."""
    doubtful = {name for name, _ in source.refers if name in source.bookmarks}
    if not doubtful:
        return []
    gone = (doubtful & {unescape(name) for name in _CODE.findall(text)}) - {unescape(n) for n in _NAME.findall(text)}
    found = []
    for name in sorted(gone):
        place = next(place for known, place in source.refers if known == name)
        condition = source.bookmarks[name]
        reason = f"：它只在“{condition}”成立时才有" if condition else ""
        found.append(finding("TP317", place.where(), name=name, reason=reason))
    return found


def refreshed(finished: Finished) -> str:
    """The text with Word's own references to numbers and headings showing what they now lead to."""

    def shown(match: re.Match[str]) -> str:
        by_number = _BY_NUMBER.search(match["switches"]) is not None
        known: Mapping[str, str] = finished.shown if by_number else finished.titles
        text = known.get(match["name"])
        if not text or "\\p" in match["switches"] or (by_number and match["name"] not in finished.numbered):
            return match.group()
        texts = iter((escape(text),))
        return match[1] + _TEXT.sub(lambda run: run[1] + next(texts, "") + run[2], match["result"])

    return _FIELD.sub(shown, finished.text)
