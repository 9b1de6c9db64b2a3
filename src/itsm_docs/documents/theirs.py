"""The client's own paper: whether the article numbers that our documents cite are there. Changes nothing."""

from __future__ import annotations

import re

from itsm_docs.findings import Finding, Where, finding
from itsm_docs.model import Engagement
from itsm_docs.model.contract import Paper
from itsm_docs.ooxml.flatten import plain_paragraphs

_BLANK = re.compile(r"\s+")


def check_articles(engagement: Engagement, paper: bytes) -> list[Finding]:
    """DC109 for each cited article with which no paragraph of the client's filled contract begins."""
    contract = engagement.contract
    if contract.paper is not Paper.THEIRS or contract.theirs is None:
        return []
    starts = [_BLANK.sub("", paragraph) for paragraph in plain_paragraphs(paper)]
    return [
        finding("DC109", Where(file=contract.theirs.file), article=item.article, topic=item.topic)
        for item in contract.theirs.articles
        if not any(start.startswith(_BLANK.sub("", item.article)) for start in starts)
    ]
