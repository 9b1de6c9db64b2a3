"""References that a template's author inserted in Word: what they show after conditions and loops, and whether they still
lead somewhere. Works on the printed text; only templates that hold such references pay for it.
"""

from __future__ import annotations

import re
from html import unescape

from itsm_docs.findings import Finding, finding
from itsm_docs.ooxml.xml import escape
from itsm_docs.templating.finish import Finished, plain_text
from itsm_docs.templating.source import Source

_CODE = re.compile(r"<w:instrText[^>]*>\s*(?:REF|PAGEREF|NOTEREF)\s+([\w.]+)", re.IGNORECASE)
_NAME = re.compile(r'<w:bookmarkStart\b[^>]*\bw:name="([^"]*)"')
_IN_PARAGRAPH = r"(?:(?!</w:p>).)*?"
_FIELD = re.compile(
    rf'(<w:instrText[^>]*>\s*REF\s+(?P<name>[\w.]+)(?P<switches>[^<]*)</w:instrText>{_IN_PARAGRAPH}w:fldCharType="separate"'
    rf'[^>]*/>)(?P<result>{_IN_PARAGRAPH})(?=<w:fldChar\b[^>]*w:fldCharType="end")',
    re.DOTALL,
)
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)[^<]*(</w:t>)")
_START = re.compile(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]*)"/>')
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
    """The text with Word's own references to numbers and texts showing what they now lead to."""
    starts = {unescape(match[2]): match for match in reversed(list(_START.finditer(finished.text)))}

    def shown(match: re.Match[str]) -> str:
        name, switches = match["name"], match["switches"]
        if _BY_NUMBER.search(switches):
            text = finished.shown.get(name, "") if name in finished.numbered else ""
        else:
            text = _inside(finished.text, starts[name]) if name in starts else ""
        if not text or "\\p" in switches or "\\f" in switches:
            return match.group()
        texts = iter((escape(text),))
        return match[1] + _TEXT.sub(lambda run: run[1] + next(texts, "") + run[2], match["result"])

    return _FIELD.sub(shown, finished.text)


def _inside(text: str, start: re.Match[str]) -> str:
    """The text of a bookmark within one paragraph; empty where it is longer."""
    end = text.find(f'<w:bookmarkEnd w:id="{start[1]}"/>', start.end())
    inside = text[start.end() : max(end, start.end())]
    return "" if "</w:p>" in inside else plain_text(inside)
