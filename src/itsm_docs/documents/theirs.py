"""The client's own paper: whether the article numbers that our documents cite are there. Changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.model import Engagement
from itsm_docs.model.contract import Paper
from itsm_docs.ooxml.flatten import flatten
from itsm_docs.ooxml.package import main_part, read
from itsm_docs.ooxml.xml import parse, qn, text_of

_BLANK = re.compile(r"\s+")


def check_articles(engagement: Engagement, paper: bytes) -> list[Finding]:
    """DC109 for each cited article with which no paragraph of the client's filled contract begins."""
    contract = engagement.contract
    if contract.paper is not Paper.THEIRS or contract.theirs is None:
        return []
    starts = tuple(_paragraphs(paper))
    return [
        finding("DC109", Where(file=contract.theirs.file), article=item.article, topic=item.topic)
        for item in contract.theirs.articles
        if not any(start.startswith(_BLANK.sub("", item.article)) for start in starts)
    ]


def _paragraphs(paper: bytes) -> Iterable[str]:
    """The paragraphs with their automatic numbers, without blanks."""
    parts = read(flatten(paper))
    name = main_part(parts)
    return (_BLANK.sub("", text_of(p)) for p in parse(parts[name], name).iter(qn("w:p")))
